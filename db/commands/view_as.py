"""Reading as somebody else: begun by an administrator, kept in their session, audited both ways."""

from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Engine, Row, select, update
from sqlmodel import col

from db.authority import holds, may_manage, reach_of
from db.commands.audit import record
from db.engine import transaction
from db.keyed_hash import keyed_hash
from db.models import Account, SignInSession
from domain.access import COMMANDS
from domain.errors import NotAllowed, SignInRequired, ViewOnly

VIEW_LIFETIME = timedelta(minutes=30)  # fixed: whoever needs longer begins again, and is audited
_PERMISSION = COMMANDS["begin_view"]


def begin_view(
    engine: Engine, token: str, *, account_id: int | None, now: datetime, today: date
) -> None:
    """
    This browser reads as the account from now on, or as the public when it is None.

    Raises:
        SignInRequired: the cookie belongs to nobody any more.
        NotAllowed: they may not view as others, do not manage this account, it is disabled, or it
            is their own.
        ViewOnly: they read as somebody already.
    """
    with transaction(engine) as connection:
        session = _session(connection, token, now)
        if session.view_ends_at is not None and session.view_ends_at > now:
            raise ViewOnly
        if not _may_view(connection, session.account_id, account_id, on=today):
            raise NotAllowed(permission=_PERMISSION.value)
        this_one = _is(token)
        end_views(connection, this_one, now=now, reason="time_over")
        ends_at = now + VIEW_LIFETIME
        connection.execute(
            update(SignInSession)
            .where(this_one)
            .values(viewed_account_id=account_id, view_ends_at=ends_at)
        )
        record(
            connection,
            "view_as.begin",
            _subject(account_id),
            by=session.account_id,
            now=now,
            until=ends_at.isoformat(),
        )


def end_view(engine: Engine, token: str, *, now: datetime, reason: str = "asked") -> None:
    """This browser reads as itself again. A view that is over already stays so."""
    with transaction(engine) as connection:
        end_views(connection, _is(token), now=now, reason=reason)


def end_views(
    connection: Connection, which: ColumnElement[bool], *, now: datetime, reason: str
) -> None:
    """End the views of these sessions inside an open transaction, each with its audit line."""
    viewing = which & col(SignInSession.view_ends_at).is_not(None)
    begun = connection.execute(
        select(col(SignInSession.account_id), col(SignInSession.viewed_account_id)).where(viewing)
    ).all()
    connection.execute(
        update(SignInSession).where(viewing).values(viewed_account_id=None, view_ends_at=None)
    )
    for account_id, viewed in begun:
        subject = _subject(viewed)
        record(connection, "view_as.end", subject, by=account_id, now=now, reason=reason)


def _session(connection: Connection, token: str, now: datetime) -> Row[int, datetime | None]:
    found = connection.execute(
        select(col(SignInSession.account_id), col(SignInSession.view_ends_at))
        .join(Account, col(Account.id) == col(SignInSession.account_id))
        .where(_is(token), col(SignInSession.expires_at) > now, col(Account.disabled_at).is_(None))
    ).first()
    if found is None:
        raise SignInRequired
    return found


def _may_view(connection: Connection, by: int, account_id: int | None, *, on: date) -> bool:
    if not holds(connection, by, _PERMISSION, on=on):
        return False
    if account_id is None:
        return True
    enabled = connection.scalar(
        select(col(Account.id)).where(
            col(Account.id) == account_id, col(Account.disabled_at).is_(None)
        )
    )
    reach = reach_of(connection, by, on=on)
    return enabled is not None and by != account_id and may_manage(connection, reach, account_id)


def _is(token: str) -> ColumnElement[bool]:
    return col(SignInSession.token_hash) == keyed_hash("session", token)


def _subject(account_id: int | None) -> str:
    return "public" if account_id is None else f"account:{account_id}"
