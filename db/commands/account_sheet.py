"""Accounts by the sheet: all of it or nothing, each with one grant that ends."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, Engine, insert, select
from sqlmodel import col

from db.authority import Reach, reach_of
from db.commands.accounts import NewAccount
from db.commands.audit import record
from db.commands.new_grant import NewGrant, check_grant, insert_grant
from db.engine import transaction
from db.models import Account
from db.password_hash import hash_password
from domain import password as rules
from domain.access import COMMANDS
from domain.account_sheet import MOST_ACCOUNTS, WantedAccount
from domain.errors import DomainError, NotAllowed, SheetRefused, TooManyRows, UsernameTaken


@dataclass(frozen=True)
class RowRefusal:
    """Why the account of a row cannot be made by whoever asks."""

    row: int
    refusal: DomainError


def refusals_of(
    engine: Engine, wanted: Sequence[WantedAccount], *, by: int, today: date
) -> list[RowRefusal]:
    """
    What `create_accounts` would refuse, row by row; nothing is stored.

    Raises:
        NotAllowed: `by` manages no accounts today.
    """
    with engine.connect() as connection:
        return _refusals(connection, _reach(connection, by, today), wanted)


def create_accounts(
    engine: Engine, wanted: Sequence[WantedAccount], *, by: int, now: datetime, today: date
) -> list[NewAccount]:
    """
    Every account with its grant from today on, in one transaction; passwords to say once.

    Raises:
        NotAllowed: `by` manages no accounts today.
        SheetRefused: `refusals` names the rows whose name is taken or whose grant is more than `by`
            holds.
        TooManyRows: more than MOST_ACCOUNTS.
    """
    if len(wanted) > MOST_ACCOUNTS:
        raise TooManyRows(most=MOST_ACCOUNTS)
    if refused := refusals_of(engine, wanted, by=by, today=today):
        raise SheetRefused(refusals=refused)
    passwords = [rules.one_time() for _ in wanted]
    with ThreadPoolExecutor(max_workers=2) as pool:  # bcrypt leaves the other threads running
        hashes = list(pool.map(hash_password, passwords))
    with transaction(engine) as connection:
        if refused := _refusals(connection, _reach(connection, by, today), wanted):
            raise SheetRefused(refusals=refused)
        return [
            NewAccount(_make(connection, one, hash_, by, now, today), one.username, password)
            for one, password, hash_ in zip(wanted, passwords, hashes, strict=True)
        ]


def _reach(connection: Connection, by: int, today: date) -> Reach:
    reach = reach_of(connection, by, on=today)
    if not reach.area_codes:
        raise NotAllowed(permission=COMMANDS["create_accounts"].value)
    return reach


def _refusals(
    connection: Connection, reach: Reach, wanted: Sequence[WantedAccount]
) -> list[RowRefusal]:
    names = [one.username for one in wanted]
    taken = set(
        connection.scalars(select(col(Account.username)).where(col(Account.username).in_(names)))
    )
    found: list[RowRefusal] = []
    for one in wanted:
        try:
            if one.username in taken:
                raise UsernameTaken(username=one.username)
            taken.add(one.username)
            check_grant(connection, reach, _grant(one, reach.on))
        except DomainError as refusal:
            found.append(RowRefusal(one.row, refusal))
    return found


def _grant(one: WantedAccount, today: date) -> NewGrant:
    return NewGrant(one.role, one.area_code, today, one.until)


def _make(
    connection: Connection,
    one: WantedAccount,
    password_hash: str,
    by: int,
    now: datetime,
    today: date,
) -> int:
    account_id = connection.execute(
        insert(Account)
        .values(
            username=one.username,
            display_name=one.display_name,
            password_hash=password_hash,
            must_change_password=True,
            created_at=now,
        )
        .returning(col(Account.id))
    ).scalar_one()
    if account_id is None:
        raise ValueError("a stored account has an id")
    grant_id = insert_grant(connection, account_id, _grant(one, today), by=by)
    subject = f"account:{account_id}"
    record(connection, "account.create", subject, by=by, now=now)
    record(
        connection, "grant.give", subject, by=by, now=now, grant_id=grant_id,
        role=one.role.value, area_code=one.area_code, valid_from=today.isoformat(),
        valid_to=one.until.isoformat(),
    )  # fmt: skip
    return account_id
