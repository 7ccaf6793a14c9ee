"""Signed-in browsers: a ticket after the password, exchanged once for a session."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, delete, insert, select
from sqlmodel import col

from db.commands.audit import record
from db.commands.view_as import end_views
from db.engine import transaction
from db.keyed_hash import keyed_hash
from db.models import Account, SignInSession, SignInTicket
from domain.errors import SignInRequired

TICKET_LIFETIME = timedelta(seconds=60)
SESSION_LIFETIME = timedelta(hours=12)  # fixed, however busy: one working day
_RANDOM_BYTES = 32


def issue_ticket(engine: Engine, account_id: int, *, now: datetime) -> str:
    """A proof that this account's password was just checked. Only its keyed hash is kept."""
    ticket = secrets.token_urlsafe(_RANDOM_BYTES)
    with transaction(engine) as connection:
        connection.execute(delete(SignInTicket).where(col(SignInTicket.expires_at) <= now))
        connection.execute(
            insert(SignInTicket).values(
                ticket_hash=keyed_hash("ticket", ticket),
                account_id=account_id,
                expires_at=now + TICKET_LIFETIME,
            )
        )
    return ticket


def redeem_ticket(engine: Engine, ticket: str, *, now: datetime) -> str:
    """
    Exchange a ticket, once, for the random id of a new session.

    Raises:
        SignInRequired: the ticket is forged, used, older than a minute, or its account disabled.
    """
    token = secrets.token_urlsafe(_RANDOM_BYTES)
    with transaction(engine) as connection:
        account_id = _take_ticket(connection, ticket, now)
        expired = col(SignInSession.expires_at) <= now
        end_views(connection, expired, now=now, reason="session_over")
        connection.execute(delete(SignInSession).where(expired))
        connection.execute(
            insert(SignInSession).values(
                token_hash=keyed_hash("session", token),
                account_id=account_id,
                created_at=now,
                expires_at=now + SESSION_LIFETIME,
            )
        )
        record(connection, "session.open", f"account:{account_id}", by=account_id, now=now)
    return token


def end_session(engine: Engine, token: str, *, now: datetime) -> None:
    """Sign out this browser. An unknown session is already ended."""
    this_one = col(SignInSession.token_hash) == keyed_hash("session", token)
    with transaction(engine) as connection:
        end_views(connection, this_one, now=now, reason="session_over")
        account_id = connection.scalar(
            delete(SignInSession).where(this_one).returning(col(SignInSession.account_id))
        )
        if account_id is not None:
            record(connection, "session.end", f"account:{account_id}", by=account_id, now=now)


def end_all(connection: Connection, account_id: int, *, now: datetime) -> None:
    """Sign out every browser of an account, inside the transaction that gives the reason."""
    own = col(SignInSession.account_id) == account_id
    end_views(connection, own, now=now, reason="session_over")
    for table in (SignInSession, SignInTicket):
        connection.execute(delete(table).where(col(table.account_id) == account_id))


def _take_ticket(connection: Connection, ticket: str, now: datetime) -> int:
    taken = connection.execute(
        delete(SignInTicket)
        .where(col(SignInTicket.ticket_hash) == keyed_hash("ticket", ticket))
        .returning(col(SignInTicket.account_id), col(SignInTicket.expires_at))
    ).first()
    if taken is None or taken.expires_at <= now:
        raise SignInRequired
    enabled = connection.scalar(
        select(col(Account.id)).where(
            col(Account.id) == taken.account_id, col(Account.disabled_at).is_(None)
        )
    )
    if enabled is None:
        raise SignInRequired
    return int(taken.account_id)
