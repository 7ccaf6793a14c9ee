"""Changing many rows so that nobody waits: each transaction is short, and others come between."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Engine, select

from db.engine import copy_log, transaction

_LOOKED_AT = 20_000  # rows of one read: a long one keeps SQLite's log from being emptied
_SECONDS = 0.05  # without a rest the next transaction takes the lock before those who wait for it


@dataclass(frozen=True)
class Pace:
    """At most `rows` change in one transaction; then `rest` is called with seconds."""

    rows: int = 100
    rest: Callable[[float], None] = time.sleep


PACE = Pace()


def change_few_at_a_time(
    engine: Engine,
    key: Column[Any],
    wanted: ColumnElement[bool],
    change: Callable[[Connection, Sequence[Any]], int],
    pace: Pace,
) -> int:
    """
    Find rows without holding up anybody, and change them in short transactions.

    Args:
        key: the primary key of their table.
        wanted: which rows; `change` asks again, since a person may just have withdrawn.
        change: gets keys, and gives back how many rows it changed.

    Returns:
        The sum of what `change` gave back.
    """
    changed = 0
    for keys in _batches(engine, key, wanted, pace.rows):
        with transaction(engine) as connection:
            changed += change(connection, keys)
        copy_log(engine)
        pace.rest(_SECONDS)
    return changed


def _batches(
    engine: Engine, key: Column[Any], wanted: ColumnElement[bool], rows: int
) -> Iterator[Sequence[Any]]:
    """Along the primary key, a stretch of the table at a time."""
    last = None
    while True:
        ahead = select(key).order_by(key)
        ahead = ahead if last is None else ahead.where(key > last)
        with engine.connect() as connection:
            end = connection.scalar(ahead.offset(_LOOKED_AT).limit(1))
            stretch = ahead.where(wanted) if end is None else ahead.where(wanted, key <= end)
            found = list(connection.scalars(stretch))
        yield from (found[first : first + rows] for first in range(0, len(found), rows))
        if end is None:
            return
        last = end
