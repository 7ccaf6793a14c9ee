"""The menu of a leader on the narrowest phone: folded, in sight, and opened by the keyboard."""

import pytest
from playwright.sync_api import expect

from domain.access import Role
from tests.journeys.accessibility import axe_violations
from tests.journeys.steps import at_rest
from tests.journeys.test_readers import account_with, settled
from text import translator

t = translator("vi")


@pytest.fixture(scope="module")
def server(country_server):
    return country_server


@pytest.fixture
def phone(server, browser):
    """320 × 640, signed in as the leader of Triệu Sơn; our policy is lifted for the checker."""
    size = {"width": 320, "height": 640}
    context = browser.new_context(base_url=server.url, bypass_csp=True, viewport=size)
    token = server.open_session(account_with(server, Role.LEADER, "397"))
    context.add_cookies(
        [{"name": "binhdanso_phien", "value": token, "url": server.url, "httpOnly": True}]
    )
    yield context.new_page()
    context.close()


def test_a_folded_page_is_reached_by_the_keyboard_and_nothing_sticks_out(phone):
    settled(phone, "/dia-ban")
    at_rest(phone)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 320
    expect(phone.locator(".st-key-menu")).to_contain_text(t("menu.area"))

    phone.get_by_role("button", name=t("menu.collect")).focus()
    phone.keyboard.press("Enter")
    first = phone.get_by_role("dialog").get_by_role("link").first
    expect(first).to_be_focused()
    assert axe_violations(phone) == []
    phone.keyboard.press("Escape")
    expect(phone.get_by_role("button", name=t("menu.collect"))).to_be_focused()

    phone.keyboard.press("Enter")
    expect(first).to_be_focused()
    phone.get_by_role("link", name=t("page.import"), exact=True).focus()
    phone.keyboard.press("Enter")

    here = t("menu.here", group=t("menu.collect"), page=t("page.import"))
    expect(phone.get_by_role("button", name=here)).to_be_visible()
    expect(phone.get_by_role("dialog")).to_have_count(0)
