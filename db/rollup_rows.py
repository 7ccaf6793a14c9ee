"""One row of a rollup: more people in it, or fewer."""

from collections.abc import Mapping
from functools import lru_cache

from sqlalchemy import Connection, Table

from db.counted import Rollup
from db.dialects import UpsertInsert, insert_into


class RollupOutOfStep(Exception):
    """A person to take out was never counted. For operators: `python -m db rebuild`."""


def count_in(
    connection: Connection, rollup: Rollup, key: Mapping[str, object], counts: Mapping[str, int]
) -> None:
    """Add people to columns of the row of a key, which is made where there is none."""
    everything = {**key, **dict.fromkeys(rollup.columns, 0), **counts}
    connection.execute(_upsert(rollup, connection.dialect.name), everything)


@lru_cache(maxsize=16)
def _upsert(rollup: Rollup, dialect_name: str) -> UpsertInsert:
    statement = insert_into(rollup.table, dialect_name)
    return statement.on_conflict_do_update(
        index_elements=list(rollup.table.primary_key),
        set_={name: rollup.table.c[name] + statement.excluded[name] for name in rollup.columns},
    )


def take_back(
    connection: Connection, table: Table, key: Mapping[str, object], counts: Mapping[str, int]
) -> None:
    """
    Take people out of columns of the row of a key.

    Raises:
        RollupOutOfStep: there is no such row.
    """
    # An upsert would not do: its INSERT of -1 people is refused before the conflict is looked at.
    reduced = (
        table.update()
        .where(*(table.c[name] == value for name, value in key.items()))
        .values({name: table.c[name] - people for name, people in counts.items()})
    )
    if connection.execute(reduced).rowcount != 1:
        raise RollupOutOfStep(f"{table.name} has no row for {dict(key)}")
