"""Viewing as somebody else with a real browser: chosen on a page, seen on every page, ended."""

import secrets

import pytest
from playwright.sync_api import expect
from sqlmodel import Session, select

from db.commands.accounts import create_account, grant_area
from db.commands.new_grant import NewGrant
from db.models import Account
from domain.access import Role
from tests.journeys.accessibility import axe_violations
from tests.journeys.steps import at_rest, choose
from text import translator
from ui import clock

t = translator("vi")


@pytest.fixture
def administrator(server, new_context):
    """A page of the first administrator, and the name of a leader of Triệu Sơn."""
    with Session(server.engine) as session:
        account = session.exec(select(Account).where(Account.username == "quan-tri")).one()
        account.must_change_password = False
        session.add(account)
        session.commit()
        by = account.id
    when = {"now": clock.now(), "today": clock.today()}
    name = f"doan-{secrets.token_hex(4)}"
    made = create_account(server.engine, username=name, display_name="Đoàn xã", by=by, **when)
    grant = NewGrant(Role.LEADER, "397", clock.today(), None)
    grant_area(server.engine, account_id=made.account_id, grant=grant, by=by, **when)
    return new_context(cookie=server.open_session(by)).new_page(), name


def test_an_administrator_reads_as_a_leader_and_comes_back(administrator):
    page, name = administrator
    page.goto("/tai-khoan")
    choose(page, t("accounts.choose"), name)
    page.get_by_role("button", name=t("view_as.button", username=name)).click()
    expect(page.get_by_text("Bạn đang xem như")).to_be_visible()
    expect(page.get_by_text("8 xã, phường, đặc khu").first).to_be_visible()
    at_rest(page)
    assert axe_violations(page) == []

    page.goto("/tu-danh-gia")
    expect(page.get_by_text(t("error.view_only"))).to_be_visible()
    page.get_by_role("button", name=t("view_as.end")).click()

    expect(page.get_by_role("heading", name=t("accounts.list"))).to_be_visible()
    expect(page.get_by_text("Bạn đang xem như")).to_have_count(0)
