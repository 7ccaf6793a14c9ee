"""Reading as somebody else: who may begin it, what both must hold, when it ends, the audit."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from db.accounts import signed_in
from db.commands.accounts import disable_account, reset_password, revoke_grant
from db.commands.sessions import SESSION_LIFETIME, end_session, issue_ticket, redeem_ticket
from db.commands.view_as import VIEW_LIFETIME, begin_view, end_view
from db.models import AuditEvent, Grant
from db.view_as import view_of
from domain.access import NATION, Role
from domain.errors import NotAllowed, SignInRequired, ViewOnly
from tests.sign_in_world import (
    NOW,
    TODAY,
    Person,
    add_account,
    give,
    open_session,
)

WHEN = {"now": NOW, "today": TODAY}
SECOND = timedelta(seconds=1)


pytestmark = pytest.mark.usefixtures("quick_and_secret")


@pytest.fixture
def engine(world_engine):
    """Every test here runs on both databases."""
    return world_engine


@pytest.fixture
def token(engine, province_admin) -> str:
    return open_session(engine, province_admin)


def view(engine, token, *, now=NOW, today=TODAY):
    return view_of(engine, signed_in(engine, token, now=now), now=now, today=today)


def grant_of(engine, person: Person) -> int:
    with Session(engine) as session:
        return session.exec(select(Grant.id).where(Grant.account_id == person.id)).one()


def trail(engine):
    """Who began or ended what: action, who did it, as whom, why."""
    with Session(engine) as session:
        events = session.exec(select(AuditEvent).order_by(AuditEvent.id)).all()
        return [
            (each.action, each.account_id, each.subject, each.details.get("reason"))
            for each in events
            if each.action.startswith("view_as")
        ]


@pytest.mark.parametrize("who", ["leader", "official", "nobody"])
def test_who_is_no_administrator_views_as_nobody_else(engine, admin, leader, who):
    person = leader
    if who != "leader":
        person = add_account(engine, who, by=admin)
    if who == "official":
        give(engine, person, Role.OFFICIAL, NATION, by=admin)
    token = open_session(engine, person)

    for account_id in (None, admin.id, leader.id):
        with pytest.raises(NotAllowed):
            begin_view(engine, token, account_id=account_id, **WHEN)
    assert view(engine, token) is None


def test_an_account_outside_the_reach_is_refused(engine, admin, province_admin, token):
    abroad = add_account(engine, "tho-xuan", by=admin)
    give(engine, abroad, Role.LEADER, "398", by=admin)
    both = add_account(engine, "ca-hai", by=admin)
    for area_code in ("397", "398"):
        give(engine, both, Role.LEADER, area_code, by=admin)

    for account_id in (abroad.id, both.id, admin.id, province_admin.id, 999):
        with pytest.raises(NotAllowed):
            begin_view(engine, token, account_id=account_id, **WHEN)
    assert trail(engine) == []


def test_a_disabled_account_and_a_forged_cookie_are_refused(engine, admin, leader, token):
    disable_account(engine, account_id=leader.id, by=admin.id, **WHEN)

    with pytest.raises(NotAllowed):
        begin_view(engine, token, account_id=leader.id, **WHEN)
    with pytest.raises(SignInRequired):
        begin_view(engine, "x" * 43, account_id=None, **WHEN)


def test_the_reader_is_the_account_with_its_grants_and_writes_nothing(
    engine, province_admin, leader, token
):
    begin_view(engine, token, account_id=leader.id, **WHEN)

    reader = view(engine, token).reader
    assert (reader.account_id, reader.viewed_by) == (leader.id, province_admin.id)
    assert [(grant.role, grant.area_code) for grant in reader.grants] == [(Role.LEADER, "397")]
    with pytest.raises(ViewOnly):
        reader.writing_id()


def test_the_public_holds_nothing(engine, token):
    begin_view(engine, token, account_id=None, **WHEN)

    assert view(engine, token).reader is None


def test_a_view_is_not_begun_inside_another(engine, leader, token):
    begin_view(engine, token, account_id=leader.id, **WHEN)

    with pytest.raises(ViewOnly):
        begin_view(engine, token, account_id=None, **WHEN)
    assert view(engine, token).reader.account_id == leader.id


def test_a_view_belongs_to_one_browser_only(engine, province_admin, leader, token):
    other = open_session(engine, province_admin)

    begin_view(engine, token, account_id=leader.id, **WHEN)

    assert view(engine, other) is None


def test_a_view_ends_after_half_an_hour_however_busy(engine, leader, token):
    begin_view(engine, token, account_id=leader.id, **WHEN)

    assert view(engine, token, now=NOW + VIEW_LIFETIME - SECOND) is not None
    assert view(engine, token, now=NOW + VIEW_LIFETIME) is None
    later = {"now": NOW + VIEW_LIFETIME, "today": TODAY}
    begin_view(engine, token, account_id=None, **later)
    assert [(action, why) for action, _, _, why in trail(engine)] == [
        ("view_as.begin", None),
        ("view_as.end", "time_over"),
        ("view_as.begin", None),
    ]


def test_a_view_ends_when_the_viewed_account_grows_beyond_the_reach(engine, admin, leader, token):
    begin_view(engine, token, account_id=leader.id, **WHEN)

    give(engine, leader, Role.LEADER, "398", by=admin)

    assert view(engine, token) is None


@pytest.mark.parametrize("today", [TODAY, TODAY + timedelta(days=1)])
def test_a_view_ends_with_the_grant_of_the_administrator(engine, admin, leader, today):
    deputy = add_account(engine, "pho", by=admin)
    give(engine, deputy, Role.ADMIN, "38", by=admin, valid_to=TODAY)
    token = open_session(engine, deputy)
    begin_view(engine, token, account_id=leader.id, **WHEN)

    assert (view(engine, token, today=today) is None) == (today > TODAY)


@pytest.mark.parametrize("what", ["revoke", "disable", "reset", "sign_out"])
def test_a_view_ends_with_the_session_and_says_so(engine, admin, province_admin, leader, what):
    token = open_session(engine, province_admin)
    begin_view(engine, token, account_id=leader.id, **WHEN)
    grant_id = grant_of(engine, province_admin)
    by = {"by": admin.id, **WHEN}

    match what:
        case "revoke":
            revoke_grant(engine, grant_id=grant_id, **by)
        case "disable":
            disable_account(engine, account_id=province_admin.id, **by)
        case "reset":
            reset_password(engine, account_id=province_admin.id, **by)
        case "sign_out":
            end_session(engine, token, now=NOW)

    assert signed_in(engine, token, now=NOW) is None
    assert trail(engine) == [
        ("view_as.begin", province_admin.id, f"account:{leader.id}", None),
        ("view_as.end", province_admin.id, f"account:{leader.id}", "session_over"),
    ]


def test_a_disabled_account_is_viewed_no_more(engine, admin, leader, token):
    begin_view(engine, token, account_id=leader.id, **WHEN)

    disable_account(engine, account_id=leader.id, by=admin.id, **WHEN)

    assert view(engine, token) is None
    assert signed_in(engine, token, now=NOW) is not None


def test_ending_names_both_accounts_and_ending_twice_says_it_once(
    engine, province_admin, leader, token
):
    begin_view(engine, token, account_id=leader.id, **WHEN)

    end_view(engine, token, now=NOW)
    end_view(engine, token, now=NOW)

    assert view(engine, token) is None
    assert trail(engine) == [
        ("view_as.begin", province_admin.id, f"account:{leader.id}", None),
        ("view_as.end", province_admin.id, f"account:{leader.id}", "asked"),
    ]


def test_a_view_left_in_an_expired_session_is_closed_at_the_next_sign_in(engine, leader, token):
    begin_view(engine, token, account_id=leader.id, **WHEN)

    later = NOW + SESSION_LIFETIME
    redeem_ticket(engine, issue_ticket(engine, leader.id, now=later), now=later)

    assert trail(engine)[-1][0] == "view_as.end"
