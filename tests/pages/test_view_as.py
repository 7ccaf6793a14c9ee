"""An administrator reads as somebody else: exactly what they see, and nothing is changed."""

import ast
import json
import re
from collections import Counter
from datetime import timedelta

import pytest
from sqlmodel import Session, select
from streamlit.testing.v1 import AppTest

from db import password_hash
from db.commands.accounts import NewGrant, create_account, create_first_admin, grant_area
from db.commands.passwords import set_password
from db.commands.sessions import issue_ticket, redeem_ticket
from db.commands.view_as import VIEW_LIFETIME, begin_view
from db.models import Account, AuditEvent, Grant, SignInSession
from domain.access import COMMANDS, Permission, Role
from tests.pages.conftest import PROJECT, words
from tests.source_tree import functions_of, last_name
from text import translator
from ui import clock
from ui.pages import PAGES

t = translator("vi")
TRIEU_SON, THANH_HOA, LAO_CAI = "397", "38", "15"
PASSWORD = "một câu dài dễ nhớ"
BANNER = "Bạn đang xem như"


class Office:
    """Accounts of a province: an administrator, a deputy, a leader, an official of another."""

    def __init__(self, engine, monkeypatch):
        self.engine, self.monkeypatch = engine, monkeypatch
        self.when = {"now": clock.now(), "today": clock.today()}
        self.chief = create_first_admin(engine, display_name="Quản trị", **self.when).account_id
        self.admin = self.add("quan-tri-thanh-hoa", Role.ADMIN, THANH_HOA)
        self.deputy = self.add("pho-trieu-son", Role.ADMIN, TRIEU_SON)
        self.leader = self.add("doan-trieu-son", Role.LEADER, TRIEU_SON)
        self.abroad = self.add("lao-cai", Role.OFFICIAL, LAO_CAI)

    def add(self, username, role, area_code, valid_to=None):
        made = create_account(
            self.engine, username=username, display_name=f"Người {username}", by=self.chief,
            **self.when,
        )  # fmt: skip
        grant = NewGrant(role, area_code, clock.today(), valid_to)
        grant_area(self.engine, account_id=made.account_id, grant=grant, by=self.chief, **self.when)
        set_password(
            self.engine, account_id=made.account_id, current=made.one_time_password, new=PASSWORD,
            now=clock.now(),
        )  # fmt: skip
        return made.account_id

    def sit_down(self, account_id):
        """This test's browser belongs to the account from now on; AppTest has no cookies."""
        now = clock.now()
        ticket = issue_ticket(self.engine, account_id, now=now)
        token = redeem_ticket(self.engine, ticket, now=now)
        self.monkeypatch.setattr("ui.auth.browser_token", lambda: token)
        return token

    def view_as(self, account_id):
        token = self.sit_down(self.admin)
        begin_view(self.engine, token, account_id=account_id, **self.when)
        return token

    def rows(self):
        """Everything a command could change."""
        with Session(self.engine) as session:
            tables = [session.exec(select(table)).all() for table in (Account, Grant)]
            return [sorted(str(row.model_dump()) for row in rows) for rows in tables]

    def trail(self):
        with Session(self.engine) as session:
            events = session.exec(select(AuditEvent).order_by(AuditEvent.id)).all()
            return [
                (event.action, event.account_id, event.subject)
                for event in events
                if event.action.startswith("view_as")
            ]


@pytest.fixture
def office(engine, monkeypatch):
    monkeypatch.setattr(password_hash, "ROUNDS", 4)
    return Office(engine, monkeypatch)


def figures(app):
    """Every table, chart and file of a page."""
    return (
        [frame.value.to_csv() for frame in app.get("table")],
        [json.loads(chart.proto.spec) for chart in app.get("vega_lite_chart")],
        len(app.get("download_button")),
    )


def file_of(entry):
    return entry.file.removeprefix("pages/").removesuffix(".py")


def test_every_page_says_as_whom_one_reads_and_offers_the_way_out(office, open_page):
    office.view_as(office.leader)

    for entry in PAGES:
        app = open_page(file_of(entry))

        assert not app.exception, entry.name
        assert f"{BANNER} **Người doan-trieu-son**" in words(app), entry.name
        assert app.button(key="view-as-end").label == "Thôi xem"


def test_the_pages_are_the_very_pages_of_the_account(office, open_page):
    pages = ("field/area", "official/overview", "admin/accounts", "public/province")
    office.sit_down(office.leader)
    own = {page: open_page(page) for page in pages}

    office.view_as(office.leader)

    for page in pages:
        seen = open_page(page)
        assert figures(seen) == figures(own[page])
        before, now = (Counter(words(app).split("\n")) for app in (own[page], seen))
        assert before - now == Counter()
        assert all(line in ("", "Thôi xem", "False") or BANNER in line for line in now - before)
    assert figures(own["field/area"])[0]


def test_as_the_public_a_page_of_staff_asks_to_sign_in_and_offers_no_form(office, open_page):
    office.view_as(None)

    for page in ("field/area", "official/overview", "admin/accounts", "account/password"):
        app = open_page(page)

        assert f"{BANNER} **công chúng**" in words(app)
        assert t("error.sign_in_required") in words(app)
        assert len(app.text_input) == 0
        assert figures(app) == ([], [], 0)


def test_as_the_public_what_is_public_is_seen(office, open_page):
    office.view_as(None)

    assert figures(open_page("public/province", ma=LAO_CAI))[0]


def test_a_leader_is_chosen_and_their_page_opens(office, open_page):
    office.sit_down(office.admin)
    app = open_page("admin/accounts")
    app.selectbox(key="chosen-account").select(office.leader).run()

    app.button(key="view-as-account").click().run()

    assert f"{BANNER} **Người doan-trieu-son**" in words(app)
    assert "8 xã, phường, đặc khu" in words(app)
    assert office.trail() == [("view_as.begin", office.admin, f"account:{office.leader}")]


def test_the_public_is_chosen_on_the_page_of_accounts(office, open_page):
    office.sit_down(office.admin)
    app = open_page("admin/accounts")

    app.button(key="view-as-public").click().run()

    assert f"{BANNER} **công chúng**" in words(app)
    assert t("page.accounts") not in [link.proto.label for link in app.get("page_link")]


def test_an_account_outside_the_reach_is_not_even_offered(office, open_page):
    office.sit_down(office.admin)

    app = open_page("admin/accounts")

    assert "lao-cai" not in words(app)
    assert office.abroad not in app.selectbox(key="chosen-account").options


def test_the_way_out_leads_back_and_is_audited_with_both(office, open_page):
    office.view_as(office.leader)
    app = open_page("field/area")

    app.button(key="view-as-end").click().run()

    assert BANNER not in words(app)
    assert app.title[0].value == t("accounts.title")
    assert office.trail()[-1] == ("view_as.end", office.admin, f"account:{office.leader}")


def test_after_half_an_hour_an_open_tab_is_the_administrators_again(office, open_page, monkeypatch):
    office.view_as(office.leader)
    app = open_page("field/area")
    begun = clock.now()

    monkeypatch.setattr("ui.clock.now", lambda: begun + VIEW_LIFETIME)
    app.run()

    assert BANNER not in words(app)
    assert "Tỉnh Thanh Hóa" in words(app)
    assert office.trail()[-1] == ("view_as.end", office.admin, f"account:{office.leader}")


def test_a_revoked_administrator_sees_nothing_of_it_in_an_open_tab(office, open_page):
    from db.commands.accounts import revoke_grant

    office.view_as(office.leader)
    app = open_page("field/area")
    with Session(office.engine) as session:
        grant_id = session.exec(select(Grant.id).where(Grant.account_id == office.admin)).one()

    revoke_grant(office.engine, grant_id=grant_id, by=office.chief, **office.when)
    app.run()

    assert t("error.sign_in_required") in words(app)
    assert figures(app) == ([], [], 0)
    assert office.trail()[-1] == ("view_as.end", office.admin, f"account:{office.leader}")


def test_an_administrator_whose_grant_ended_at_midnight_views_as_nobody(
    office, open_page, monkeypatch
):
    office.admin = office.add("den-hom-nay", Role.ADMIN, THANH_HOA, valid_to=clock.today())
    office.view_as(office.leader)
    app = open_page("field/area")
    tomorrow = clock.today() + timedelta(days=1)

    monkeypatch.setattr("ui.clock.today", lambda: tomorrow)
    app.run()

    assert BANNER not in words(app)
    assert t("error.not_allowed") in words(app)
    assert figures(app) == ([], [], 0)


def test_an_area_given_meanwhile_beyond_the_reach_ends_the_view(office, open_page):
    office.view_as(office.leader)
    app = open_page("field/area")
    grant = NewGrant(Role.LEADER, LAO_CAI, clock.today(), None)

    grant_area(office.engine, account_id=office.leader, grant=grant, by=office.chief, **office.when)
    app.run()

    assert BANNER not in words(app)
    assert "Lào Cai" not in words(app)


def refused(app):
    return t("error.view_only") in [error.value for error in app.error]


def test_as_another_administrator_no_account_is_made(office, open_page):
    office.view_as(office.deputy)
    app = open_page("admin/accounts")
    before = office.rows()

    app.text_input(key="new-username").set_value("ke-gian")
    app.text_input(key="new-display-name").set_value("Kẻ gian")
    next(each for each in app.button if each.label == t("accounts.create")).click().run()

    assert refused(app)
    assert office.rows() == before


@pytest.mark.parametrize("key", ["revoke", "reset-password", "disable", "enable"])
def test_as_another_administrator_no_account_is_changed(office, open_page, key):
    from db.commands.accounts import disable_account

    if key == "enable":
        disable_account(office.engine, account_id=office.leader, by=office.chief, **office.when)
    office.view_as(office.deputy)
    app = open_page("admin/accounts")
    app.selectbox(key="chosen-account").select(office.leader).run()
    before = office.rows()

    if key == "disable":
        app.checkbox(key="disable-sure").check().run()
    next(each for each in app.button if (each.key or "").startswith(key)).click().run()

    assert refused(app)
    assert office.rows() == before


def test_as_another_administrator_no_role_is_given(office, open_page):
    office.view_as(office.deputy)
    app = open_page("admin/accounts")
    app.selectbox(key="chosen-account").select(office.leader).run()
    app.text_input(key="area-search").set_value("trieu son").run()
    before = office.rows()

    app.radio(key="grant-area").set_value(TRIEU_SON)
    next(each for each in app.button if each.label == t("accounts.give_button")).click().run()

    assert refused(app)
    assert office.rows() == before


def test_as_another_administrator_nobody_else_is_viewed(office, open_page):
    office.view_as(office.deputy)
    app = open_page("admin/accounts")
    app.selectbox(key="chosen-account").select(office.leader).run()

    app.button(key="view-as-account").click().run()

    assert refused(app)
    assert f"{BANNER} **Người pho-trieu-son**" in words(app)


def test_as_somebody_else_no_password_is_changed_not_even_with_the_right_one(office, open_page):
    office.view_as(office.leader)
    app = open_page("account/password")
    before = office.rows()

    app.text_input(key="password-current").set_value(PASSWORD)
    app.text_input(key="password-new").set_value("một câu khác hẳn")
    app.text_input(key="password-again").set_value("một câu khác hẳn")
    next(each for each in app.button if each.label == t("password.button")).click().run()

    assert refused(app)
    assert office.rows() == before


@pytest.mark.parametrize("account", ["leader", None])
@pytest.mark.parametrize("page", ["citizen/self_assessment", "account/sign_in"])
def test_as_somebody_else_nobody_answers_or_signs_in(office, open_page, page, account):
    office.view_as(account and office.leader)

    app = open_page(page)

    assert t("error.view_only") in words(app)
    assert len(app.text_input) == 0
    ours = {"view-as-end", "sign-out", "other-language"}
    buttons = {button.key for button in app.button}
    assert {key for key in buttons if not key.startswith("look-")} <= ours


def test_signing_out_ends_the_session_of_the_administrator(office, open_page):
    office.view_as(office.leader)
    app = open_page("field/area")

    app.button(key="sign-out").click().run()

    with Session(office.engine) as session:
        assert session.exec(select(SignInSession)).all() == []
    assert office.trail()[-1][0] == "view_as.end"


def test_neither_the_address_nor_the_session_state_begins_a_view(office, open_page):
    office.sit_down(office.admin)
    forged = {"xem": str(office.leader), "view_as": "1", "viewed_account_id": "1"}

    app = open_page("field/area", **forged)
    for key in ("view-as", "viewed_account_id", "view_as"):
        app.session_state[key] = office.leader
    app.run()

    assert BANNER not in words(app)
    for module in ("auth", "view_as"):
        source = (PROJECT / "ui" / f"{module}.py").read_text(encoding="utf-8")
        assert "session_state" not in source
        assert "st.query_params" not in source


def test_an_account_with_a_one_time_password_is_read_as_it_will_be(office, open_page):
    """The password page stands before every other one; changing it is theirs alone."""
    made = create_account(
        office.engine, username="moi", display_name="Người mới", by=office.admin, **office.when
    )
    grant = NewGrant(Role.LEADER, TRIEU_SON, clock.today(), None)
    grant_area(
        office.engine, account_id=made.account_id, grant=grant, by=office.admin, **office.when
    )
    office.view_as(made.account_id)

    app = open_page("field/area")

    assert "8 xã, phường, đặc khu" in words(app)
    assert len(app.text_input) == 0


def writes_from_a_gate():
    import streamlit as st

    from domain.access import Permission
    from domain.errors import DomainError
    from ui import auth

    for permission in Permission:
        try:
            st.write(f"{permission} as {auth.writer(permission)}")
        except DomainError as refusal:
            st.error(f"{permission}: {type(refusal).__name__}")


def test_no_permission_at_all_writes_while_one_reads_as_somebody_else(office):
    """Also the permissions that the administrator and the viewed account both hold themselves."""
    for viewed in (office.deputy, office.leader, None):
        office.view_as(viewed)

        app = AppTest.from_function(writes_from_a_gate).run()

        assert [error.value for error in app.error] == [f"{each}: ViewOnly" for each in Permission]


def test_whoever_lacks_a_permission_writes_nothing_by_it(office):
    office.sit_down(office.leader)

    app = AppTest.from_function(writes_from_a_gate).run()

    refused_by_name = {error.value for error in app.error}
    assert {"manage_accounts: NotAllowed", "view_as: NotAllowed"} <= refused_by_name


def test_nobody_signed_in_writes_nothing(office, monkeypatch):
    monkeypatch.setattr("ui.auth.browser_token", lambda: None)

    app = AppTest.from_function(writes_from_a_gate).run()

    assert {error.value.split(": ")[1] for error in app.error} == {"SignInRequired"}


GATE = re.compile(r"_writer\(\)|auth\.writer\(Permission\.[A-Z_]+\)")
# Commands of the pages that nobody gives in the name of an account: a citizen's own answers (the
# page is closed to a view), one's own password (`writing_id`), and the doors in and out.
WITHOUT_A_GIVER = {
    "assessments", "extra_answers", "join_earlier", "set_password", "issue_ticket",
    "end_session", "begin_attempt", "forget_failures", "begin_view", "end_view",
    "correct_person", "give_sensitive", "withdraw_consent", "make_request",
    "begin_household", "join_household", "leave_household", "set_help_language",
}  # fmt: skip
BY_ROUTE = {"save_clip"}  # refuses a view by itself (tests/web/test_clips.py)


def givers(source):
    """What stands after `by=` in every call; a name is followed to where it was assigned."""
    found = []
    for function in functions_of(ast.parse(source)):
        assigned = {
            target.id: ast.unparse(node.value)
            for node in ast.walk(function)
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        found += [
            assigned.get(ast.unparse(keyword.value), ast.unparse(keyword.value))
            for node in ast.walk(function)
            if isinstance(node, ast.Call) and not last_name(node).startswith("sort")
            for keyword in node.keywords
            if keyword.arg == "by"
        ]
    return found


def commands_imported(source):
    return {
        alias.name
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("db.commands")
        for alias in node.names
        if alias.name[0].islower()
    }


def sources():
    return [
        path.read_text(encoding="utf-8")
        for folder in ("ui", "pages")
        for path in (PROJECT / folder).rglob("*.py")
    ]


def test_whoever_changes_something_is_taken_from_the_gate_that_refuses_a_view():
    found = [giver for source in sources() for giver in givers(source)]

    assert [giver for giver in found if not GATE.fullmatch(giver)] == []
    assert found
    assert givers("def f():\n    g(by=person.account_id)") == ["person.account_id"]
    assert givers("def f():\n    by = me()\n    g(by=by)") == ["me()"]


def test_every_command_a_page_gives_passes_the_gate_or_is_known_not_to_need_it():
    given = set().union(*(commands_imported(source) for source in sources()))

    assert given <= COMMANDS.keys() | WITHOUT_A_GIVER
    assert COMMANDS.keys() - {"begin_view"} - BY_ROUTE <= given
