"""Accounts: making, disabling and granting, each in one transaction with its audit line."""

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import Connection, Engine, insert, select, update
from sqlmodel import col

from db.authority import Reach, may_manage, may_restore, reach_of
from db.commands.audit import record
from db.commands.new_grant import NewGrant, check_grant, insert_grant
from db.commands.sessions import end_all
from db.engine import transaction
from db.models import Account, Grant
from db.password_hash import hash_password
from domain import password as rules
from domain.access import COMMANDS, NATION, Role
from domain.errors import InvalidGrant, NotAllowed, UsernameTaken
from domain.username import as_display_name, as_username

FIRST_ADMIN = "quan-tri"


@dataclass(frozen=True)
class NewAccount:
    """A new account with the password to say once; it is stored nowhere."""

    account_id: int
    username: str
    one_time_password: str = field(repr=False)


def create_first_admin(
    engine: Engine, *, display_name: str, now: datetime, today: date
) -> NewAccount | None:
    """The administrator of the nation, made when no account exists at all; otherwise None."""
    with engine.connect() as connection:
        if _any_account(connection):
            return None
    password = rules.one_time()
    password_hash = hash_password(password)
    with transaction(engine) as connection:
        if _any_account(connection):  # two processes may start together
            return None
        account_id = _insert(connection, FIRST_ADMIN, display_name, password_hash, now)
        grant = NewGrant(Role.ADMIN, NATION, today, None)
        insert_grant(connection, account_id, grant, by=None)
        record(connection, "account.first_admin", f"account:{account_id}", by=None, now=now)
    return NewAccount(account_id, FIRST_ADMIN, password)


def create_account(
    engine: Engine, *, username: str, display_name: str, by: int, now: datetime, today: date
) -> NewAccount:
    """
    An account without any grant, so far.

    Raises:
        NotAllowed: `by` manages no accounts today.
        InvalidUsername: the name has other characters, or the display name is blank or too long.
        UsernameTaken: an account of this name exists, disabled or not.
    """
    name, shown = as_username(username), as_display_name(display_name)
    password = rules.one_time()
    password_hash = hash_password(password)
    with transaction(engine) as connection:
        if not reach_of(connection, by, on=today).area_codes:
            raise _refused("create_account")
        if connection.scalar(select(col(Account.id)).where(col(Account.username) == name)):
            raise UsernameTaken(username=name)
        account_id = _insert(connection, name, shown, password_hash, now)
        record(connection, "account.create", f"account:{account_id}", by=by, now=now)
    return NewAccount(account_id, name, password)


def reset_password(engine: Engine, *, account_id: int, by: int, now: datetime, today: date) -> str:
    """
    A new one-time password for somebody who lost theirs; ends all their sessions.

    Raises:
        NotAllowed: `by` does not hold as much as this account does, for as long, or it is their
            own.
    """
    password = rules.one_time()
    password_hash = hash_password(password)
    with transaction(engine) as connection:
        reach = _reach_over(connection, account_id, by=by, on=today)
        if not may_restore(connection, reach, account_id):
            raise _refused("reset_password")
        connection.execute(
            update(Account)
            .where(col(Account.id) == account_id)
            .values(password_hash=password_hash, must_change_password=True)
        )
        end_all(connection, account_id, now=now)
        record(connection, "account.reset_password", f"account:{account_id}", by=by, now=now)
    return password


def disable_account(
    engine: Engine, *, account_id: int, by: int, now: datetime, today: date
) -> None:
    """
    Nobody signs in under this account any more; its sessions end.

    Raises:
        NotAllowed: `by` does not hold as much as this account does, or it is their own.
    """
    with transaction(engine) as connection:
        _reach_over(connection, account_id, by=by, on=today)
        connection.execute(
            update(Account).where(col(Account.id) == account_id).values(disabled_at=now)
        )
        end_all(connection, account_id, now=now)
        record(connection, "account.disable", f"account:{account_id}", by=by, now=now)


def enable_account(engine: Engine, *, account_id: int, by: int, now: datetime, today: date) -> str:
    """
    Open a disabled account again, with a new one-time password; its live grants hold again.

    Whoever knew the old password must not come back with it, so it is never the old one.

    Raises:
        NotAllowed: `by` could not give every grant of this account, it is their own, or it is not
            disabled.
    """
    password = rules.one_time()
    password_hash = hash_password(password)
    with transaction(engine) as connection:
        reach = _reach_over(connection, account_id, by=by, on=today)
        if not may_restore(connection, reach, account_id):
            raise _refused("enable_account")
        enabled = connection.execute(
            update(Account)
            .where(col(Account.id) == account_id, col(Account.disabled_at).is_not(None))
            .values(disabled_at=None, password_hash=password_hash, must_change_password=True)
        )
        if enabled.rowcount != 1:
            raise _refused("enable_account")
        record(connection, "account.enable", f"account:{account_id}", by=by, now=now)
    return password


def grant_area(
    engine: Engine, *, account_id: int, grant: NewGrant, by: int, now: datetime, today: date
) -> int:
    """
    Give a role over an area; returns the grant's id.

    Raises:
        NotAllowed: `by` holds less than this, does not manage this account, or it is their own.
        InvalidGrant: the role is the public one, the area unknown, or the days out of order.
        GrantInThePast: it would begin before today.
        GrantTooLong: `by` holds as much today, but not until its last day.
    """
    with transaction(engine) as connection:
        reach = _reach_over(connection, account_id, by=by, on=today)
        check_grant(connection, reach, grant)
        grant_id = insert_grant(connection, account_id, grant, by=by)
        record(
            connection,
            "grant.give",
            f"account:{account_id}",
            by=by,
            now=now,
            grant_id=grant_id,
            role=grant.role.value,
            area_code=grant.area_code,
            valid_from=grant.valid_from.isoformat(),
            valid_to=None if grant.valid_to is None else grant.valid_to.isoformat(),
        )
    return grant_id


def revoke_grant(engine: Engine, *, grant_id: int, by: int, now: datetime, today: date) -> None:
    """
    Take a grant back; it has no effect from now on, and the account's sessions end.

    Raises:
        InvalidGrant: no live grant has this id.
        NotAllowed: `by` does not hold as much as the account does, or it is their own.
    """
    with transaction(engine) as connection:
        account_id = connection.scalar(
            select(col(Grant.account_id)).where(
                col(Grant.id) == grant_id, col(Grant.revoked_at).is_(None)
            )
        )
        if account_id is None:
            raise InvalidGrant(grant_id=grant_id)
        _reach_over(connection, account_id, by=by, on=today)
        connection.execute(update(Grant).where(col(Grant.id) == grant_id).values(revoked_at=now))
        end_all(connection, account_id, now=now)
        record(
            connection, "grant.revoke", f"account:{account_id}", by=by, now=now, grant_id=grant_id
        )


def _refused(command: str) -> NotAllowed:
    return NotAllowed(permission=COMMANDS[command].value)


def _any_account(connection: Connection) -> bool:
    return connection.scalar(select(col(Account.id)).limit(1)) is not None


def _reach_over(connection: Connection, account_id: int, *, by: int, on: date) -> Reach:
    """Nobody changes their own account here: the last administrator could lock everybody out."""
    reach = reach_of(connection, by, on=on)
    if by == account_id or not may_manage(connection, reach, account_id):
        raise _refused("grant_area")
    return reach


def _insert(
    connection: Connection, username: str, display_name: str, password_hash: str, now: datetime
) -> int:
    statement = insert(Account).values(
        username=username,
        display_name=display_name,
        password_hash=password_hash,
        must_change_password=True,
        created_at=now,
    )
    return connection.execute(statement.returning(col(Account.id))).scalar_one()  # type: ignore[return-value]
