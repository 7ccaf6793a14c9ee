import threading
from contextlib import suppress
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from db.accounts import signed_in
from db.commands.sessions import (
    SESSION_LIFETIME,
    TICKET_LIFETIME,
    end_session,
    issue_ticket,
    redeem_ticket,
)
from db.commands.sign_in_attempts import (
    FAILURES_PER_ADDRESS,
    FAILURES_PER_NAME,
    WINDOW,
    begin_attempt,
    forget_failures,
)
from db.models import SignInFailure, SignInSession, SignInTicket
from domain.errors import SignInRequired
from tests.sign_in_world import NOW, Person, add_first_admin, audited, open_session

SECOND = timedelta(seconds=1)


pytestmark = pytest.mark.usefixtures("quick_and_secret")


@pytest.fixture
def engine(world_engine):
    """Every test here runs on both databases."""
    return world_engine


@pytest.fixture
def person(engine) -> Person:
    return add_first_admin(engine)


def count(engine, table) -> int:
    with Session(engine) as session:
        return len(session.exec(select(table)).all())


def test_a_ticket_opens_one_session_only(engine, person):
    ticket = issue_ticket(engine, person.id, now=NOW)
    redeem_ticket(engine, ticket, now=NOW)

    with pytest.raises(SignInRequired):
        redeem_ticket(engine, ticket, now=NOW)
    assert count(engine, SignInSession) == 1


def test_a_ticket_redeemed_by_many_at_once_opens_one_session(engine, person):
    ticket = issue_ticket(engine, person.id, now=NOW)
    opened = []

    def redeem():
        with suppress(SignInRequired):
            opened.append(redeem_ticket(engine, ticket, now=NOW))

    threads = [threading.Thread(target=redeem) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(opened) == 1


def test_a_ticket_dies_after_a_minute(engine, person):
    ticket = issue_ticket(engine, person.id, now=NOW)

    with pytest.raises(SignInRequired):
        redeem_ticket(engine, ticket, now=NOW + TICKET_LIFETIME)


def test_a_ticket_lives_up_to_a_minute(engine, person):
    ticket = issue_ticket(engine, person.id, now=NOW)

    assert redeem_ticket(engine, ticket, now=NOW + TICKET_LIFETIME - SECOND)


@pytest.mark.parametrize("forged", ["", "x", "a" * 43, "ệ", "' OR 1=1 --"])
def test_a_forged_ticket_or_cookie_is_nobody(engine, person, forged):
    open_session(engine, person)

    with pytest.raises(SignInRequired):
        redeem_ticket(engine, forged, now=NOW)
    assert signed_in(engine, forged, now=NOW) is None


def test_a_session_ends_after_twelve_hours_however_busy(engine, person):
    token = open_session(engine, person)

    assert signed_in(engine, token, now=NOW + SESSION_LIFETIME - SECOND) is not None
    assert signed_in(engine, token, now=NOW + SESSION_LIFETIME) is None


def test_the_stored_hash_is_no_cookie(engine, person):
    token = open_session(engine, person)
    with Session(engine) as session:
        stored = session.exec(select(SignInSession.token_hash)).one()

    assert stored != token
    assert signed_in(engine, stored, now=NOW) is None


def test_a_session_of_another_secret_is_nobody(engine, person, monkeypatch):
    token = open_session(engine, person)

    monkeypatch.setattr("db.keyed_hash.app_secret", lambda: b"another secret, also long enough")

    assert signed_in(engine, token, now=NOW) is None


def test_signing_out_ends_this_session_and_leaves_the_other(engine, person):
    here, elsewhere = open_session(engine, person), open_session(engine, person)

    end_session(engine, here, now=NOW)
    end_session(engine, here, now=NOW)

    assert signed_in(engine, here, now=NOW) is None
    assert signed_in(engine, elsewhere, now=NOW) is not None
    assert audited(engine).count("session.end") == 1


def test_old_tickets_and_sessions_do_not_pile_up(engine, person):
    for _ in range(3):
        issue_ticket(engine, person.id, now=NOW)
        open_session(engine, person)

    later = NOW + SESSION_LIFETIME
    redeem_ticket(engine, issue_ticket(engine, person.id, now=later), now=later)

    assert count(engine, SignInSession) == 1
    assert count(engine, SignInTicket) == 0


def attempt(engine, username="lan", address="203.0.113.7", now=NOW):
    return begin_attempt(engine, username=username, address=address, now=now)


def test_the_fifth_try_is_heard_and_the_sixth_is_not(engine):
    heard = [attempt(engine).locked for _ in range(FAILURES_PER_NAME)]

    assert heard == [False] * FAILURES_PER_NAME
    assert attempt(engine).locked


def test_a_lock_is_for_the_name_from_every_address(engine):
    for _ in range(FAILURES_PER_NAME):
        attempt(engine)

    assert attempt(engine, address="198.51.100.1").locked
    assert not attempt(engine, username="hoa").locked


def test_an_address_is_locked_for_every_name_after_twenty(engine):
    for number in range(FAILURES_PER_ADDRESS):
        assert not attempt(engine, username=f"name-{number}").locked

    assert attempt(engine, username="quan-tri").locked
    assert not attempt(engine, username="quan-tri", address="198.51.100.1").locked


def test_one_household_is_one_address_in_ipv6(engine):
    for number in range(FAILURES_PER_ADDRESS):
        attempt(engine, username=f"name-{number}", address=f"2001:db8:1:2::{number + 1:x}")

    assert attempt(engine, username="x1", address="2001:db8:1:2:ffff::1").locked
    assert not attempt(engine, username="x2", address="2001:db8:1:3::1").locked


def test_without_a_known_address_nobody_is_locked_out_by_address(engine):
    for number in range(FAILURES_PER_ADDRESS):
        attempt(engine, username=f"name-{number}", address=None)

    assert not attempt(engine, username="quan-tri", address=None).locked


def test_a_lock_expires_however_often_somebody_knocks_meanwhile(engine):
    for _ in range(FAILURES_PER_NAME):
        attempt(engine)
    for minutes in range(1, 15):
        assert attempt(engine, now=NOW + timedelta(minutes=minutes)).locked

    assert not attempt(engine, now=NOW + WINDOW).locked


def test_a_right_password_forgets_the_failures_of_the_name(engine):
    for _ in range(FAILURES_PER_NAME - 1):
        attempt(engine)
    forget_failures(engine, attempt(engine))

    assert not attempt(engine).locked


def test_parallel_guesses_all_count(engine):
    locked = []
    threads = [
        threading.Thread(target=lambda: locked.append(attempt(engine).locked)) for _ in range(20)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert locked.count(False) == FAILURES_PER_NAME


def test_failures_hold_neither_name_nor_address_and_are_pruned(engine):
    attempt(engine)
    with Session(engine) as session:
        row = session.exec(select(SignInFailure)).one()
        assert "lan" not in row.name_hash
        assert row.address_hash[:3] != "203" or "113" not in row.address_hash

    attempt(engine, username="hoa", now=NOW + WINDOW)

    assert count(engine, SignInFailure) == 1
