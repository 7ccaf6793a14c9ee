"""Counting refused passwords, so that guessing stops and honest people are let in again."""

import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Engine, delete, func, insert, select
from sqlmodel import col

from db.dialects import block_writers
from db.engine import transaction
from db.keyed_hash import keyed_hash
from db.models import SignInFailure, metadata

WINDOW = timedelta(minutes=15)
FAILURES_PER_NAME = 5
FAILURES_PER_ADDRESS = 20  # higher: a village or an office shares one address


@dataclass(frozen=True)
class Attempt:
    """One try. `locked` means: refuse, whatever the password."""

    name_hash: str
    locked: bool


def begin_attempt(engine: Engine, *, username: str, address: str | None, now: datetime) -> Attempt:
    """
    Count a try as refused before its password is looked at, so that parallel tries all count.

    While locked nothing is counted: the lock ends fifteen minutes after the failures that made it,
    however often somebody knocks meanwhile. `address` None (this machine itself, or a proxy that
    does not say) is not counted by address: it would lock everybody out at once.
    """
    name_hash, address_hash = keyed_hash("sign-in name", username), _address_hash(address)
    with transaction(engine) as connection:
        block_writers(connection, metadata.tables["signinfailure"])  # counted one after the other
        connection.execute(
            delete(SignInFailure).where(col(SignInFailure.happened_at) <= now - WINDOW)
        )
        by_name = _count(connection, col(SignInFailure.name_hash) == name_hash)
        by_address = _count(connection, col(SignInFailure.address_hash) == address_hash)
        locked = by_name >= FAILURES_PER_NAME or (
            bool(address_hash) and by_address >= FAILURES_PER_ADDRESS
        )
        if not locked:
            connection.execute(
                insert(SignInFailure).values(
                    name_hash=name_hash, address_hash=address_hash, happened_at=now
                )
            )
    return Attempt(name_hash, locked)


def forget_failures(engine: Engine, attempt: Attempt) -> None:
    """The password was right: what was counted against the name is forgotten."""
    with transaction(engine) as connection:
        connection.execute(
            delete(SignInFailure).where(col(SignInFailure.name_hash) == attempt.name_hash)
        )


def _count(connection: Connection, condition: ColumnElement[bool]) -> int:
    statement = select(func.count()).select_from(SignInFailure).where(condition)
    return connection.scalar(statement) or 0


def _address_hash(address: str | None) -> str:
    """One household has a whole IPv6 network, so the first 64 bits are its address."""
    if not address:
        return ""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return keyed_hash("sign-in address", address)
    if known.version == 6:
        known = ipaddress.ip_network((int(known) >> 64 << 64, 64)).network_address
    return keyed_hash("sign-in address", known.compressed)
