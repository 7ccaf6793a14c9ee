"""Readers in a real browser: Vietnamese, accessible, islands in sight, nothing cut."""

import re

import pytest
from playwright.sync_api import expect
from sqlmodel import Session, select

from db.commands.accounts import NewGrant, create_account, grant_area
from db.commands.passwords import set_password
from db.models import Account
from tests.journeys.accessibility import axe_violations
from tests.journeys.form_steps import TRIEU_SON
from text import translator
from ui import clock

t = translator("vi")
PUBLIC_PAGES = (
    "/", "/tu-danh-gia", f"/tu-danh-gia?noi={TRIEU_SON}", "/ban-do", "/tinh?ma=38", "/phuong-phap",
    "/dang-nhap",
)  # fmt: skip
NARROW = {"viewport": {"width": 320, "height": 640}}
PROJECTOR = {"viewport": {"width": 1024, "height": 768}}
LAPTOP = {"viewport": {"width": 1280, "height": 800}}
ENGLISH = re.compile(
    r"\b(open|close|choose|select|show|hide|submit|press|page|download|menu|not found|loading)\b",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def server(country_server):
    return country_server


def account_with(server, role, area_code):
    """The account of a role over an area, made once."""
    name = f"{role}.{area_code}".lower()
    with Session(server.engine) as session:
        ids = dict(session.exec(select(Account.username, Account.id)).all())
    if name in ids:
        return ids[name]
    when = {"now": clock.now(), "today": clock.today()}
    by = ids["quan-tri"]
    made = create_account(server.engine, username=name, display_name="Người thử", by=by, **when)
    grant = NewGrant(role, area_code, clock.today(), None)
    grant_area(server.engine, account_id=made.account_id, grant=grant, by=by, **when)
    set_password(
        server.engine,
        account_id=made.account_id,
        current=made.one_time_password,
        new="một câu dài dễ nhớ",
        now=clock.now(),
    )
    return made.account_id


def settled(page, path):
    page.goto(path)
    expect(page.locator("h1").first).to_be_visible()
    expect(page.get_by_text("English")).to_be_visible()  # the foot: the whole page is drawn
    page.wait_for_timeout(1500)


@pytest.fixture(scope="module")
def outside():
    """Every address asked for that is not the server's."""
    return []


@pytest.fixture(scope="module")
def phone(server, browser, outside):
    """One narrow phone for all public pages; our policy is lifted for the checker only."""
    context = browser.new_context(base_url=server.url, locale="vi-VN", bypass_csp=True, **NARROW)
    page = context.new_page()
    own = (server.url, server.url.replace("http://", "ws://"), "data:", "blob:")
    page.on(
        "request",
        lambda asked: None if asked.url.startswith(own) else outside.append(asked.url),
    )
    yield page
    context.close()


@pytest.mark.parametrize("path", PUBLIC_PAGES)
def test_a_public_page_is_accessible_vietnamese_narrow_and_all_ours(phone, outside, path):
    settled(phone, path)

    assert axe_violations(phone) == []
    assert ENGLISH.findall(phone.inner_text("body").replace("English", "")) == []
    assert phone.evaluate("document.documentElement.lang") == "vi"
    assert phone.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 320
    assert outside == []


def test_both_archipelagos_are_in_sight_on_a_projector(server, new_context):
    page = new_context(**PROJECTOR).new_page()
    settled(page, "/ban-do")

    for name in ("Quần đảo Hoàng Sa", "Quần đảo Trường Sa"):
        box = page.locator("svg text", has_text=name).first.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 1024
        assert box["y"] + box["height"] <= 768


@pytest.mark.parametrize(("code", "name"), [("48", "Hoàng Sa"), ("56", "Trường Sa")])
def test_the_province_of_an_archipelago_shows_it(server, new_context, code, name):
    page = new_context(**LAPTOP).new_page()
    settled(page, f"/tinh?ma={code}")

    expect(page.locator("svg text", has_text=name).first).to_be_visible()


def test_a_click_on_the_map_opens_the_province(server, new_context):
    page = new_context(**PROJECTOR).new_page()
    settled(page, "/ban-do")

    page.locator("svg path[aria-label*='Tỉnh Gia Lai']").first.click()

    expect(page.get_by_role("heading", name="Tỉnh Gia Lai", exact=True)).to_be_visible()
    assert "ma=52" in page.url


def test_a_province_is_opened_by_keyboard_as_well(server, new_context):
    page = new_context(**PROJECTOR).new_page()
    settled(page, "/ban-do")

    page.get_by_label(t("map.open_province")).focus()
    page.keyboard.type("Gia Lai")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Tỉnh Gia Lai", exact=True)).to_be_visible()
