"""A meeting in a real browser on a projector: by keyboard alone, and frozen while people answer."""

import re

import pytest
from playwright.sync_api import expect

from domain.access import Role
from tests.journeys.accessibility import axe_violations
from tests.journeys.steps import at_rest
from tests.journeys.test_readers import account_with
from tests.new_answers import answer, publish
from tests.server_process import running
from text import translator

t = translator("vi")
THANH_HOA, TRIEU_SON = "38", "15664"


@pytest.fixture(scope="module")
def server(reference, tmp_path_factory):
    """A country in which only one commune has answered; released when the test says so."""
    folder = tmp_path_factory.mktemp("meeting")
    with running(folder, reference, FRESHNESS_SECONDS="0", RELEASE_MINUTES="0") as server:
        answer(server.engine, 60, commune_code=TRIEU_SON)
        publish(server.engine)
        yield server


@pytest.fixture
def page(server, browser):
    """A projector of 1024 × 768, signed in as the official of Thanh Hóa."""
    context = browser.new_context(
        base_url=server.url, bypass_csp=True, viewport={"width": 1024, "height": 768}
    )
    context.set_default_timeout(30_000)
    token = server.open_session(account_with(server, Role.OFFICIAL, THANH_HOA))
    context.add_cookies(
        [{"name": "binhdanso_phien", "value": token, "url": server.url, "httpOnly": True}]
    )
    yield context.new_page()
    context.close()


def press_button(page, name):
    """By keyboard: the focus goes there and Enter is pressed."""
    button = page.get_by_role("button", name=name, exact=True)
    expect(button).to_be_visible(timeout=30_000)
    at_rest(page)
    button.focus()
    page.keyboard.press("Enter")


def finding(page):
    return page.locator("[data-slides] .finding")


def count(page):
    return page.locator("[data-slides] .count")


def expect_slides(page, words):
    """The first time all pictures are drawn."""
    expect(count(page)).to_contain_text(words, timeout=30_000)


def test_a_meeting_is_prepared_shown_and_concluded_by_keyboard_alone(page):
    page.goto("/hop")
    press_button(page, t("hold.prepare"))
    frozen = page.get_by_text(re.compile("Bản trình bày số 1 · chốt"))
    expect(frozen).to_be_visible(timeout=30_000)
    press_button(page, t("hold.present"))
    expect_slides(page, "1 / 12")
    first = finding(page).inner_text()
    size = finding(page).evaluate("one => parseFloat(getComputedStyle(one).fontSize)")
    assert size >= 32
    assert axe_violations(page) == []

    page.keyboard.press("ArrowRight")
    page.keyboard.press(" ")
    page.keyboard.press("PageDown")
    expect(count(page)).to_have_text("4 / 12")
    page.keyboard.press("t")
    expect(page.locator("[data-slides] td").first).to_be_visible()
    page.keyboard.press("t")
    expect(page.locator("[data-slides] .picture text").first).to_be_visible()
    page.keyboard.press("b")
    expect(page.locator("[data-slides] .black")).to_be_visible()
    page.keyboard.press("ArrowRight")  # brings the screen back, and turns nothing
    expect(count(page)).to_have_text("4 / 12")
    for key in ("1", "1", "Enter"):
        page.keyboard.press(key)
    expect(count(page)).to_have_text("11 / 12")
    assert "trang=11" in page.url

    page.reload()
    expect_slides(page, "11 / 12")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")  # the end of the agenda: what is kept for questions stays so
    expect(count(page)).to_have_text("12 / 12")
    page.get_by_label(t("written.task"), exact=True).focus()
    page.keyboard.type("Mở 5 lớp buổi tối")
    page.keyboard.press("Tab")
    page.keyboard.type("Tỉnh đoàn")
    page.keyboard.press("Enter")
    expect(page.locator("[data-slides] td").first).to_have_text("Mở 5 lớp buổi tối")
    page.keyboard.press("Escape")  # out of the field
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    expect(finding(page)).to_have_text(first)
    page.keyboard.press("?")
    expect(page.locator("[data-slides] .keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name=t("hold.present"))).to_be_visible()
    assert "chieu" not in page.url

    press_button(page, t("hold.all"))
    press_button(page, t("hold.prepare"))
    press_button(page, t("hold.present"))
    expect_slides(page, "1 / 12")
    expect(page.locator("[data-slides] td").first).to_have_text("Mở 5 lớp buổi tối")


def test_a_hundred_new_answers_change_no_slide_and_are_announced(page, server):
    page.goto("/hop")
    press_button(page, t("hold.prepare"))
    press_button(page, t("hold.present"))
    before = said(page)

    answer(server.engine, 100, commune_code=TRIEU_SON)
    publish(server.engine)
    page.goto(re.sub("trang=\\d+", "trang=1", page.url))

    expect(page.locator("[data-slides] .old")).to_have_text(t("stage.newer"))
    assert said(page) == before


def said(page):
    """Every sentence, picture and table of the agenda, slide by slide."""
    expect_slides(page, "1 / 12")
    slides = []
    for _ in range(12):
        body = page.locator("[data-slides] .body")
        slides.append((finding(page).inner_text(), body.inner_html()))
        page.keyboard.press("ArrowRight")
    return slides
