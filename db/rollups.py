"""The two rollups pages read: kept in the same transaction as each answer, rebuilt on demand."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import cast

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Insert,
    Table,
    and_,
    func,
    insert,
    select,
    true,
)

from db.assessments import SUBMITTED
from db.dialects import UpsertInsert, insert_into, month_of
from db.engine import transaction
from db.models import COUNT_COLUMNS, LEVEL_COLUMNS, metadata
from domain import calendar_day
from domain.scoring import GroupLevel, Outcome

assessments = metadata.tables["assessment"]
cells = metadata.tables["attainmentcell"]
totals = metadata.tables["attainmenttotal"]
_deployments = metadata.tables["deployment"]

CELL_KEY = ("commune_id", "campaign_code", "month", "audience", "age_band", "gender", "mode")
TOTAL_KEY = ("commune_id", "campaign_code", "audience", "mode")

_NAMED_LEVELS = {
    "none": GroupLevel.NONE,
    "help": GroupLevel.WITH_HELP,
    "basic": GroupLevel.BASIC,
    "firm": GroupLevel.FIRM,
}

Condition = Mapping[str, tuple[int, ...]]  # column of Assessment → the values that count

CONDITIONS: dict[str, Condition] = {
    "people": {},
    "reached": {"outcome": (Outcome.BASIC, Outcome.FIRM)},
    "firm": {"outcome": (Outcome.FIRM,)},
    "undetermined": {"outcome": (Outcome.UNDETERMINED,)},
    **{
        f"groups_{number}": {"outcome": (Outcome.BELOW,), "groups_reached": (number,)}
        for number in (3, 4, 5)
    },
    **{
        f"{group}_{name}": {column: (level,)}
        for group, column in zip(
            ("g0", "g1", "g2", "g3", "g4", "g5", "ai"), (*LEVEL_COLUMNS, "level_ai"), strict=True
        )
        for name, level in _NAMED_LEVELS.items()
    },
}


class RollupOutOfStep(Exception):
    """A person to take out was never counted. For operators: `python -m db rebuild`."""


def counts_in(column: str, person: Mapping[str, object]) -> bool:
    """Whether a scored person counts in this column of the rollups."""
    return all(person[name] in values for name, values in CONDITIONS[column].items())


def add_person(connection: Connection, person: Mapping[str, object], *, sign: int = 1) -> None:
    """
    Count one submitted assessment in both rollups, inside the transaction that submits it.

    Args:
        person: the columns of a submitted Assessment.
        sign: 1 to count, -1 to take back.

    Raises:
        RollupOutOfStep: taken back without having been counted.
    """
    counts = {column: sign * counts_in(column, person) for column in COUNT_COLUMNS}
    month = calendar_day.month_of(cast(date, person["submitted_on"]))
    values = {**{name: person.get(name) for name in CELL_KEY}, "month": month}
    add = _count if sign > 0 else _take_back
    add(connection, cells, {name: values[name] for name in CELL_KEY}, counts)
    add(connection, totals, {name: values[name] for name in TOTAL_KEY}, counts)
    outdate_published_figures(connection)


def outdate_published_figures(connection: Connection) -> None:
    """Raise the data version, so that no cache shows the figures of before."""
    version = _deployments.c.data_version
    connection.execute(_deployments.update().values(data_version=version + 1))


def rebuild(engine: Engine) -> None:
    """Delete both rollups and fill them again from what was submitted, in one transaction."""
    with transaction(engine) as connection:
        connection.execute(totals.delete())
        connection.execute(cells.delete())
        connection.execute(_fill_cells())
        connection.execute(_fill_totals())
        outdate_published_figures(connection)


def _count(
    connection: Connection, table: Table, key: Mapping[str, object], counts: Mapping[str, int]
) -> None:
    connection.execute(_upsert(table, connection.dialect.name), {**key, **counts})


@lru_cache(maxsize=4)
def _upsert(table: Table, dialect_name: str) -> UpsertInsert:
    statement = insert_into(table, dialect_name)
    return statement.on_conflict_do_update(
        index_elements=list(table.primary_key),
        set_={name: table.c[name] + statement.excluded[name] for name in COUNT_COLUMNS},
    )


def _take_back(
    connection: Connection, table: Table, key: Mapping[str, object], counts: Mapping[str, int]
) -> None:
    # An upsert would not do: its INSERT of -1 people is refused before the conflict is looked at.
    reduced = (
        table.update()
        .where(*(table.c[name] == value for name, value in key.items()))
        .values({name: table.c[name] + change for name, change in counts.items()})
    )
    if connection.execute(reduced).rowcount != 1:
        raise RollupOutOfStep(f"{table.name} has no row for {dict(key)}")


def _fill_cells() -> Insert:
    columns = {name: assessments.c[name] for name in CELL_KEY if name != "month"}
    key = [columns.get(name, month_of(assessments.c.submitted_on)) for name in CELL_KEY]
    counted = (
        select(*key, *(func.count().filter(_condition(name)) for name in COUNT_COLUMNS))
        .where(assessments.c.status == SUBMITTED)
        .group_by(*key)
    )
    return insert(cells).from_select([*CELL_KEY, *COUNT_COLUMNS], counted)


def _fill_totals() -> Insert:
    key = [cells.c[name] for name in TOTAL_KEY]
    counted = select(*key, *(func.sum(cells.c[name]) for name in COUNT_COLUMNS)).group_by(*key)
    return insert(totals).from_select([*TOTAL_KEY, *COUNT_COLUMNS], counted)


def _condition(column: str) -> ColumnElement[bool]:
    rules = [assessments.c[name].in_(values) for name, values in CONDITIONS[column].items()]
    return and_(true(), *rules)
