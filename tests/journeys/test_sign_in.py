"""Signing in with a real browser: what a cookie opens, and what ends it."""

import re
import secrets

import pytest
from playwright.sync_api import expect
from sqlmodel import Session, select

from db.commands.accounts import NewGrant, create_account, grant_area
from db.commands.passwords import set_password
from db.models import Account
from domain.access import Role
from tests.journeys.steps import at_rest, choose
from text import translator
from ui import clock

t = translator("vi")
NEW_PASSWORD = "một câu ngắn dễ nhớ"


def admin_id(server) -> int:
    with Session(server.engine) as session:
        return session.exec(select(Account.id).where(Account.username == "quan-tri")).one()


@pytest.fixture
def leader(server):
    """A leader of Triệu Sơn who has chosen a password: (account id, username, password)."""
    by, when = admin_id(server), {"now": clock.now(), "today": clock.today()}
    name = f"trieu-son-{secrets.token_hex(4)}"
    made = create_account(
        server.engine, username=name, display_name="Đoàn Triệu Sơn", by=by, **when
    )
    grant = NewGrant(Role.LEADER, "397", clock.today(), None)
    grant_area(server.engine, account_id=made.account_id, grant=grant, by=by, **when)
    set_password(
        server.engine,
        account_id=made.account_id,
        current=made.one_time_password,
        new=NEW_PASSWORD,
        now=clock.now(),
    )
    return made.account_id, name, NEW_PASSWORD


def fill_sign_in(page, username: str, password: str) -> None:
    page.get_by_label(t("sign_in.username")).fill(username)
    page.get_by_label(t("sign_in.password"), exact=True).fill(password)
    page.get_by_role("button", name=t("sign_in.button")).click()


def sign_in(page, username: str, password: str) -> None:
    page.goto("/dang-nhap")
    fill_sign_in(page, username, password)
    page.wait_for_url(re.compile(r"/(dia-ban|tong-quan|tai-khoan)$"))


def expect_nobody(page) -> None:
    page.goto("/doi-mat-khau")
    expect(page.get_by_text(t("error.sign_in_required"))).to_be_visible()


def expect_somebody(page) -> None:
    page.goto("/doi-mat-khau")
    expect(page.get_by_role("heading", name=t("password.change"))).to_be_visible()


def cookie_of(context) -> dict:
    return next(each for each in context.cookies() if each["name"] == "binhdanso_phien")


def test_the_first_administrator_signs_in_changes_the_password_and_stays_in(server, page):
    outside = []
    page.on("request", lambda request: outside.append(request.url))
    errors = []
    page.on("console", lambda line: errors.append(line.text) if "Security" in line.text else None)

    page.goto("/tai-khoan")
    fill_sign_in(page, "quan-tri", server.one_time_password())
    expect(page.get_by_text(t("password.one_time"))).to_be_visible()
    page.get_by_label(t("password.current"), exact=True).fill(server.one_time_password())
    page.get_by_label(t("password.new"), exact=True).fill(NEW_PASSWORD)
    page.get_by_label(t("password.again"), exact=True).fill(NEW_PASSWORD)
    page.get_by_role("button", name=t("password.button")).click()
    expect(page.get_by_role("heading", name=t("accounts.list"))).to_be_visible()

    page.reload()

    expect(page.get_by_role("heading", name=t("accounts.list"))).to_be_visible()
    assert [url for url in outside if not url.startswith((server.url, "blob:", "data:"))] == []
    assert errors == []


def test_the_cookie_is_out_of_reach_of_scripts_and_nothing_secret_is_in_an_address(page, leader):
    addresses = []
    page.on("request", lambda request: addresses.append(request.url))

    sign_in(page, *leader[1:])

    cookie = cookie_of(page.context)
    assert (cookie["httpOnly"], cookie["secure"], cookie["sameSite"]) == (True, True, "Lax")
    assert "binhdanso_phien" not in page.evaluate("document.cookie")
    assert [url for url in addresses if cookie["value"] in url or "ticket" in url] == []


def test_an_unknown_name_and_a_wrong_password_are_answered_with_the_same_words(page, leader):
    page.goto("/dang-nhap")
    for username in (leader[1], "khong-co-ai"):
        fill_sign_in(page, username, "sai mật khẩu rồi")
        expect(page.get_by_text(t("error.wrong_password"))).to_be_visible()
        page.reload()


def test_a_locked_account_refuses_the_right_password_with_the_same_words(page, leader):
    page.goto("/dang-nhap")
    for number in range(5):
        fill_sign_in(page, leader[1], f"sai mật khẩu {number}")
        expect(page.get_by_text(t("error.wrong_password"))).to_be_visible()
        page.reload()

    fill_sign_in(page, leader[1], leader[2])

    expect(page.get_by_text(t("error.wrong_password"))).to_be_visible()
    expect_nobody(page)


def test_a_copied_cookie_dies_with_the_sign_out(new_context, leader):
    here = new_context().new_page()
    sign_in(here, *leader[1:])
    thief = new_context(cookie=cookie_of(here.context)["value"]).new_page()
    expect_somebody(thief)

    expect_somebody(here)
    here.get_by_role("button", name=t("sign_out.button")).click()
    here.wait_for_url(re.compile(r"/$"))

    expect_nobody(thief)
    expect_nobody(here)
    assert [each["name"] for each in here.context.cookies()].count("binhdanso_phien") == 0


def test_a_copied_cookie_dies_with_a_change_of_password(new_context, leader):
    here = new_context().new_page()
    sign_in(here, *leader[1:])
    thief = new_context(cookie=cookie_of(here.context)["value"]).new_page()
    expect_somebody(thief)

    expect_somebody(here)
    here.get_by_label(t("password.current"), exact=True).fill(leader[2])
    here.get_by_label(t("password.new"), exact=True).fill("một câu khác hẳn")
    here.get_by_label(t("password.again"), exact=True).fill("một câu khác hẳn")
    with here.expect_navigation():
        here.get_by_role("button", name=t("password.button")).click()

    expect_nobody(thief)
    expect_somebody(here)


def test_an_open_page_is_nobodys_as_soon_as_its_session_ended_elsewhere(new_context, leader):
    here = new_context().new_page()
    sign_in(here, *leader[1:])
    cookie = cookie_of(here.context)["value"]
    expect_somebody(here)
    elsewhere = new_context(cookie=cookie).new_page()
    expect_somebody(elsewhere)
    elsewhere.get_by_role("button", name=t("sign_out.button")).click()
    elsewhere.wait_for_url(re.compile(r"/$"))

    here.get_by_role("button", name=t("password.button")).click()

    expect(here.get_by_text(t("error.sign_in_required"))).to_be_visible()


@pytest.mark.parametrize("cookie", ["forged", "A" * 43])
def test_a_forged_cookie_is_nobody(new_context, cookie):
    expect_nobody(new_context(cookie=cookie).new_page())


def test_a_leader_is_told_that_the_accounts_are_not_theirs(server, new_context, leader):
    page = new_context(cookie=server.open_session(leader[0])).new_page()

    page.goto("/tai-khoan")

    expect(page.get_by_text(t("error.not_allowed"))).to_be_visible()
    expect(page.get_by_role("heading", name=t("accounts.list"))).to_have_count(0)


def test_an_administrator_makes_an_account_and_gives_it_an_area(server, new_context):
    with Session(server.engine) as session:  # whether or not the first journey ran before
        account = session.get(Account, admin_id(server))
        account.must_change_password = False
        session.add(account)
        session.commit()
    page = new_context(cookie=server.open_session(admin_id(server))).new_page()
    page.goto("/tai-khoan")
    page.get_by_label(t("sign_in.username")).fill("lao.cai")
    page.get_by_label(t("accounts.display_name")).fill("Ban chỉ đạo Lào Cai")
    page.get_by_role("button", name=t("accounts.create")).click()
    expect(page.get_by_text(t("accounts.one_time", username="lao.cai"))).to_be_visible()

    choose(page, t("accounts.choose"), "lao.cai")
    expect(page.get_by_role("heading", name=t("accounts.give", username="lao.cai"))).to_be_visible()
    at_rest(page)
    page.get_by_label(t("accounts.area"), exact=True).fill("lao cai")
    page.get_by_label(t("accounts.area"), exact=True).press("Enter")
    page.get_by_text("Lào Cai ·").first.click()
    page.get_by_text(t("role.official"), exact=True).click()
    page.get_by_role("button", name=t("accounts.give_button")).click()

    expect(page.get_by_role("button", name=t("accounts.revoke"))).to_be_visible()
