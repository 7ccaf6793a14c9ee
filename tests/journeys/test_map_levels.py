"""The map in a real browser: three levels down by click, back by the browser, a link in English."""

import pytest
from playwright.sync_api import expect

from tests.journeys.steps import at_rest

PROJECTOR, LAPTOP = {"width": 1024, "height": 768}, {"width": 1280, "height": 800}
WAY = ("Bản đồ kỹ năng số cả nước", "Tỉnh Thanh Hóa", "Địa bàn huyện Triệu Sơn cũ", "Xã Thọ Bình")
PROVINCES = 34


@pytest.fixture(scope="module")
def server(country_server):
    return country_server


def stands_on(page, title):
    expect(page.get_by_role("heading", name=title, exact=True, level=1)).to_be_visible()
    at_rest(page)


def click_unit(page, name):
    """In a corner of its square, where no word lies over it."""
    square = page.locator(f"svg path[aria-label*='{name}']").first
    square.click(position={"x": 3, "y": 3})


def test_three_levels_down_by_click_and_back_by_the_browser(server, new_context):
    page = new_context(viewport=PROJECTOR).new_page()
    page.goto("/ban-do?ve=o-vuong")
    stands_on(page, WAY[0])

    for unit, title in zip(("Tỉnh Thanh Hóa", "Xã Thọ Bình", "Xã Thọ Bình"), WAY[1:], strict=True):
        click_unit(page, unit)
        stands_on(page, title)
    assert "ma=15667" in page.url
    trail = page.locator(".st-key-breadcrumb")
    for step in ("Cả nước", *WAY[1:]):
        expect(trail.get_by_text(step, exact=True)).to_be_visible()
    page.set_viewport_size(LAPTOP)
    for title in reversed(WAY[:-1]):
        page.go_back()
        stands_on(page, title)
    click_unit(page, "Tỉnh Thanh Hóa")
    expect(page.get_by_role("heading", name=WAY[1], exact=True, level=1)).to_be_visible()

    page.goto("/tinh?ma=38")  # its own map leads where the same click leads on the page of maps
    stands_on(page, WAY[1])
    click_unit(page, "Xã Thọ Bình")
    stands_on(page, WAY[2])


def test_a_link_opens_the_same_picture_in_english(server, new_context):
    page = new_context(viewport=LAPTOP).new_page()
    figures = {}
    for language in ("vi", "en"):
        page.goto(f"/ban-do?do=nhom-4&cach=assisted&ve=o-vuong&nn={language}")
        at_rest(page)
        squares = page.locator("svg path[aria-label][role='graphics-symbol']")
        expect(squares.nth(PROVINCES - 1)).to_be_visible()
        fills = squares.evaluate_all("all => all.map(one => one.getAttribute('fill'))")
        figures[language] = ["hatched" if "gradient" in one else one for one in fills]
        shown = "An toàn" if language == "vi" else "Safety"
        expect(page.get_by_label("Chỉ số" if language == "vi" else "Measure")).to_have_value(shown)

    assert figures["vi"] == figures["en"]
    assert "do=nhom-4&cach=assisted" in page.url
