"""Accounts of a demonstration: a leader, a volunteer, an official; nobody's name stands in them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import Connection, Engine, insert, select
from sqlmodel import col

from db.commands.accounts import create_first_admin
from db.commands.audit import record
from db.commands.new_grant import NewGrant, insert_grant
from db.engine import transaction
from db.models import Account, Grant
from db.password_hash import hash_password
from domain.access import Role
from domain.errors import SeedError
from domain.password import one_time
from seed.simulation.field_places import COMMUNES, FIRST, FIRST_DISTRICT, OFFICIAL_PROVINCE
from seed.store import table_of

LEADER, REGION, HELPER, OFFICIAL = "thu-lanh-dao", "thu-vung", "thu-ho-tro", "thu-can-bo"


@dataclass(frozen=True)
class _Wanted:
    """An account as it is made; the area codes of its grants."""

    display_name: str
    role: Role
    area_codes: tuple[str, ...]


_BEYOND = tuple(one.code for one in COMMUNES if one.district != FIRST_DISTRICT)
_WANTED: Mapping[str, _Wanted] = {
    LEADER: _Wanted("Người thử 01", Role.LEADER, (FIRST,)),
    REGION: _Wanted("Người thử 02", Role.LEADER, (FIRST_DISTRICT, *_BEYOND)),
    HELPER: _Wanted("Người thử 03", Role.HELPER, (FIRST,)),
    OFFICIAL: _Wanted("Người thử 04", Role.OFFICIAL, (OFFICIAL_PROVINCE,)),
}


@dataclass(frozen=True)
class Accounts:
    """Username → id, and the one-time passwords of those made now, to be said once."""

    ids: Mapping[str, int]
    passwords: Mapping[str, str] = field(repr=False)


def demo_accounts(engine: Engine, *, since: date, now: datetime) -> Accounts:
    """
    The accounts of the demonstration, made where they are missing; those that are there stay.

    The first administrator comes first: the server makes one only where nobody has an account.

    Raises:
        SeedError: somebody disabled one of them.
    """
    admin = create_first_admin(engine, display_name="Quản trị", now=now, today=since)
    passwords = {} if admin is None else {admin.username: admin.one_time_password}
    with engine.connect() as connection:
        missing = _WANTED.keys() - _known(connection).keys()
    new = {username: one_time() for username in _WANTED if username in missing}
    hashes = {username: hash_password(password) for username, password in new.items()}
    with transaction(engine) as connection:
        for username, password_hash in hashes.items():
            _insert(connection, username, password_hash, now)
        ids = _known(connection)
        for username, wanted in _WANTED.items():
            _give_missing(connection, ids[username], wanted, since)
    return Accounts(ids, passwords | new)


def _known(connection: Connection) -> dict[str, int]:
    account = table_of(Account).c
    statement = select(account.username, account.id, account.disabled_at).where(
        account.username.in_(_WANTED)
    )
    rows = connection.execute(statement).all()
    for username, _, disabled_at in rows:
        if disabled_at is not None:
            raise SeedError(f"account {username} is disabled: open it again, or use --no-field")
    return {username: account_id for username, account_id, _ in rows}


def _insert(connection: Connection, username: str, password_hash: str, now: datetime) -> None:
    statement = insert(Account).values(
        username=username,
        display_name=_WANTED[username].display_name,
        password_hash=password_hash,
        must_change_password=True,
        created_at=now,
    )
    account_id = connection.execute(statement.returning(col(Account.id))).scalar_one()
    record(connection, "account.create", f"account:{account_id}", by=None, now=now)


def _give_missing(connection: Connection, account_id: int, wanted: _Wanted, since: date) -> None:
    """What somebody took back is given again: without it the field cannot be written down."""
    live = select(col(Grant.area_code)).where(
        col(Grant.account_id) == account_id,
        col(Grant.role) == wanted.role.value,
        col(Grant.revoked_at).is_(None),
        col(Grant.valid_from) <= since,
        col(Grant.valid_to).is_(None),
    )
    held = set(connection.scalars(live))
    for area_code in wanted.area_codes:
        if area_code not in held:
            grant = NewGrant(wanted.role, area_code, since, None)
            insert_grant(connection, account_id, grant, by=None)
