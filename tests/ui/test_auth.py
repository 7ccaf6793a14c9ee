"""The first line of every non-public page, on a page that would show something."""

import unicodedata
from datetime import timedelta

import pytest
from sqlmodel import Session, select
from streamlit.testing.v1 import AppTest
from streamlit_authenticator.utilities import Hasher

from db import password_hash
from db.commands.passwords import set_password
from db.commands.sessions import issue_ticket, redeem_ticket
from db.models import SignInTicket
from domain.access import Role
from tests.sign_in_world import TODAY, add_account, add_first_admin, build, give
from text import translator
from ui import clock, session_cookie

t = translator("vi")
NEW_PASSWORD = "một câu ngắn dễ nhớ"


def page_for_leaders():
    import streamlit as st

    from domain.access import Permission
    from ui import auth

    scope = auth.require(Permission.VIEW_AREA)
    st.write(f"areas {sorted(scope.area_codes)} as {scope.role}")


@pytest.fixture
def engine(tmp_path, monkeypatch):
    engine = build(tmp_path)
    monkeypatch.setattr(password_hash, "ROUNDS", 4)
    monkeypatch.setattr("db.keyed_hash.app_secret", lambda: b"a secret of the tests, long enough")
    for module in ("auth", "sign_in_form", "password_form"):
        monkeypatch.setattr(f"ui.{module}.engine", lambda: engine)
    monkeypatch.setattr("ui.sign_in_form._is_private", lambda url: True)
    session_cookie.routes_are_served.set()
    yield engine
    session_cookie.routes_are_served.clear()
    engine.dispose()


@pytest.fixture
def admin(engine):
    return add_first_admin(engine)


@pytest.fixture
def leader(engine, admin):
    person = add_account(engine, "trieu-son", by=admin)
    give(engine, person, Role.LEADER, "397", by=admin)
    set_password(
        engine,
        account_id=person.id,
        current=person.password,
        new=NEW_PASSWORD,
        now=clock.now(),
    )
    return person


@pytest.fixture
def open_as(engine, monkeypatch):
    def open_as(person) -> AppTest:
        now = clock.now()
        token = redeem_ticket(engine, issue_ticket(engine, person.id, now=now), now=now)
        monkeypatch.setattr("ui.auth.browser_token", lambda: token)
        return AppTest.from_function(page_for_leaders).run()

    return open_as


def shown(page: AppTest) -> str:
    return " ".join(each.value for each in (*page.markdown, *page.error, *page.info))


def test_nobody_sees_the_form_and_nothing_of_the_page(engine):
    page = AppTest.from_function(page_for_leaders).run()

    assert t("error.sign_in_required") in shown(page)
    assert [field.label for field in page.text_input] == ["Tên đăng nhập", "Mật khẩu"]
    assert "areas" not in shown(page)


def test_a_leader_gets_their_own_area(open_as, leader):
    assert "areas ['397'] as leader" in shown(open_as(leader))


def test_an_account_without_grant_is_refused(engine, open_as, admin):
    stranger = add_account(engine, "moi", by=admin)
    set_password(
        engine, account_id=stranger.id, current=stranger.password, new=NEW_PASSWORD, now=clock.now()
    )

    page = open_as(stranger)

    assert t("error.not_allowed") in shown(page)
    assert "areas" not in shown(page)


def test_a_grant_that_ended_yesterday_is_no_grant(engine, open_as, admin, monkeypatch):
    former = add_account(engine, "het-han", by=admin)
    give(engine, former, Role.LEADER, "397", by=admin, valid_to=TODAY)
    set_password(
        engine, account_id=former.id, current=former.password, new=NEW_PASSWORD, now=clock.now()
    )
    monkeypatch.setattr("ui.clock.today", lambda: TODAY + timedelta(days=1))

    assert t("error.not_allowed") in shown(open_as(former))


def test_a_one_time_password_is_changed_before_anything_else(open_as, admin):
    page = open_as(admin)

    assert t("password.one_time") in shown(page)
    assert "areas" not in shown(page)


def test_without_the_routes_of_the_server_no_password_is_asked(engine):
    session_cookie.routes_are_served.clear()

    page = AppTest.from_function(page_for_leaders).run()

    assert t("sign_in.needs_server") in shown(page)
    assert len(page.text_input) == 0


def try_sign_in(username: str, password: str) -> AppTest:
    page = AppTest.from_function(page_for_leaders).run()
    page.text_input[0].set_value(username)
    page.text_input[1].set_value(password)
    return page.button[0].click().run()


@pytest.fixture
def compared(monkeypatch):
    """The hashes the library compared a password with."""
    hashes = []
    compare = Hasher.check_pw

    def spy(password: str, hashed: str) -> bool:
        hashes.append(hashed)
        return compare(password, hashed)

    monkeypatch.setattr(Hasher, "check_pw", spy)
    return hashes


@pytest.mark.parametrize(
    ("username", "password"),
    [
        ("khong-co-ai", "sai mật khẩu"),
        ("trieu-son", "sai mật khẩu"),
        ("trieu-son", "dài quá " * 30),
        ("' OR 1=1 --", "x"),
    ],
)
def test_every_refusal_costs_one_comparison_and_says_the_same(leader, compared, username, password):
    page = try_sign_in(username, password)

    assert [error.value for error in page.error] == [t("error.wrong_password")]
    assert len(compared) == 1


def test_a_locked_account_costs_one_comparison_says_the_same_and_stays_out(leader, compared):
    for _ in range(5):
        try_sign_in("trieu-son", "sai mật khẩu")
    compared.clear()

    page = try_sign_in("trieu-son", NEW_PASSWORD)

    assert [error.value for error in page.error] == [t("error.wrong_password")]
    assert compared == [password_hash.stand_in()]


def test_empty_fields_are_asked_for_and_not_counted(leader, compared):
    page = try_sign_in("trieu-son", " ")

    assert [warning.value for warning in page.warning] == [t("sign_in.fill_in")]
    assert compared == []


def test_the_right_password_is_accepted_in_either_spelling_of_its_letters(engine, leader):
    page = try_sign_in(" Trieu-Son ", unicodedata.normalize("NFD", NEW_PASSWORD))

    assert len(page.error) == 0
    with Session(engine) as session:
        assert session.exec(select(SignInTicket.account_id)).all() == [leader.id]


def test_the_session_state_tells_nothing_about_who_signed_in(leader):
    page = try_sign_in("trieu-son", NEW_PASSWORD)

    for key in ("authentication_status", "username", "name", "roles", "email", "logout"):
        assert key not in page.session_state


def test_a_forged_session_state_opens_nothing(leader):
    page = AppTest.from_function(page_for_leaders)
    page.session_state["authentication_status"] = True
    page.session_state["username"] = "quan-tri"

    page.run()

    assert t("error.sign_in_required") in shown(page)
    assert len(page.text_input) == 2
