"""The rollups pages read: kept in the transaction of each answer, rebuilt on demand."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache

from sqlalchemy import Connection, Engine, Table, bindparam, insert, select

from db.counted import (
    DRAFT_COLUMNS,
    PROGRESS,
    ROLLUPS,
    SENT_COLUMNS,
    TOTALS,
    Person,
    Rollup,
    counted,
    counts_in,
    facts,
    summed_from_cells,
)
from db.dialects import UpsertInsert, block_writers, insert_into
from db.engine import transaction
from db.models import ANSWERED_COLUMNS, metadata

_deployments = metadata.tables["deployment"]
_units = metadata.tables["unit"]


class RollupOutOfStep(Exception):
    """A person to take out was never counted. For operators: `python -m db rebuild`."""


def add_person(connection: Connection, person: Person, *, sign: int = 1) -> None:
    """
    Count one submitted assessment in every rollup, inside the transaction that submits it.

    What it counted in the progress of drafts stays: that is `add_draft`.

    Args:
        person: the columns of a submitted Assessment.
        sign: 1 to count, -1 to take back.

    Raises:
        RollupOutOfStep: taken back without having been counted.
    """
    known = {**facts(person), "province_code": _province_of(connection, person["commune_id"])}
    for rollup in ROLLUPS:
        columns = SENT_COLUMNS if rollup is PROGRESS else rollup.columns
        _add(connection, rollup, known, columns, sign)


def add_draft(connection: Connection, draft: Person, *, sign: int = 1) -> None:
    """
    Count that somebody started, and the answers given so far; -1 takes it back.

    Raises:
        RollupOutOfStep: taken back without having been counted.
    """
    _add(connection, PROGRESS, facts(draft), DRAFT_COLUMNS, sign)


def move_draft(connection: Connection, draft: Person, *, mode: str) -> None:
    """Count a draft under another mode from now on."""
    changes = [(draft, -1), ({**draft, "mode": mode}, 1)]
    # In one order, whichever way people change, so that two of them never wait for each other.
    for changed, sign in sorted(changes, key=lambda change: str(change[0]["mode"])):
        add_draft(connection, changed, sign=sign)


def take_back_drafts(connection: Connection, drafts: Sequence[Person]) -> None:
    """
    Count many drafts no more, one statement for each row of the rollup.

    Raises:
        RollupOutOfStep: one was never counted.
    """
    lost: dict[tuple[object, ...], Counter[str]] = {}
    for draft in drafts:
        key = tuple(draft[name] for name in PROGRESS.key)
        lost.setdefault(key, Counter()).update(_met(PROGRESS, DRAFT_COLUMNS, facts(draft)))
    for key in sorted(lost, key=str):  # in one order, as everybody who writes several rows
        _take_back(connection, PROGRESS.table, dict(zip(PROGRESS.key, key, strict=True)), lost[key])


def add_answer(connection: Connection, draft: Person, slot: int) -> None:
    """Count that somebody answered this slot for the first time; `draft` has PROGRESS.key."""
    column = ANSWERED_COLUMNS[slot - 1]
    key = {name: draft[name] for name in PROGRESS.key}
    _count(connection, PROGRESS, key, {column: 1})


def outdate_published_figures(connection: Connection) -> None:
    """Raise the data version, so that no cache shows the figures of before."""
    version = _deployments.c.data_version
    connection.execute(_deployments.update().values(data_version=version + 1))


def rebuild(engine: Engine) -> None:
    """Delete every rollup and fill it again from the answers, in one transaction."""
    with transaction(engine) as connection:
        block_writers(connection, metadata.tables["assessment"])
        for rollup in ROLLUPS:
            connection.execute(rollup.table.delete())
            rows = summed_from_cells() if rollup is TOTALS else counted(rollup)
            names = [*rollup.key, *rollup.columns]
            connection.execute(insert(rollup.table).from_select(names, rows))
        outdate_published_figures(connection)


def _province_of(connection: Connection, commune_id: object) -> str:
    return str(connection.execute(_PROVINCE, {"commune_id": commune_id}).scalar_one())


_PROVINCE = select(_units.c.parent_code).where(_units.c.id == bindparam("commune_id"))


def _add(
    connection: Connection, rollup: Rollup, known: Person, columns: Sequence[str], sign: int
) -> None:
    met = _met(rollup, columns, known)
    if not met:
        return
    key = {name: known[name] for name in rollup.key}
    if sign > 0:
        _count(connection, rollup, key, dict.fromkeys(met, 1))
    else:
        _take_back(connection, rollup.table, key, dict.fromkeys(met, 1))


def _met(rollup: Rollup, columns: Sequence[str], known: Person) -> list[str]:
    return [name for name in columns if counts_in(rollup.conditions[name], known)]


def _count(
    connection: Connection, rollup: Rollup, key: Mapping[str, object], counts: Mapping[str, int]
) -> None:
    everything = {**key, **dict.fromkeys(rollup.columns, 0), **counts}
    connection.execute(_upsert(rollup, connection.dialect.name), everything)


@lru_cache(maxsize=16)
def _upsert(rollup: Rollup, dialect_name: str) -> UpsertInsert:
    statement = insert_into(rollup.table, dialect_name)
    return statement.on_conflict_do_update(
        index_elements=list(rollup.table.primary_key),
        set_={name: rollup.table.c[name] + statement.excluded[name] for name in rollup.columns},
    )


def _take_back(
    connection: Connection, table: Table, key: Mapping[str, object], counts: Mapping[str, int]
) -> None:
    # An upsert would not do: its INSERT of -1 people is refused before the conflict is looked at.
    reduced = (
        table.update()
        .where(*(table.c[name] == value for name, value in key.items()))
        .values({name: table.c[name] - people for name, people in counts.items()})
    )
    if connection.execute(reduced).rowcount != 1:
        raise RollupOutOfStep(f"{table.name} has no row for {dict(key)}")
