"""
One release: what may be published now is copied to where readers read.

Between two releases nothing that is read changes. See docs/method.md, "What is not shown".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Engine, Table, delete, func, insert, select

from db.area_members import take_effect
from db.engine import snapshot, transaction
from db.models import metadata
from db.rollups import outdate_published_figures
from domain import calendar_day
from publishing import checks, storing, withheld
from publishing.country import Country, read_country
from publishing.counts import Counts, Round, cells, live, measured, read_counts, released, rounds
from publishing.divided import remember_eves
from publishing.storing import Step
from stats.release import Seen, figures, publishable

_RELEASE_LOCK = 20_260_101  # any constant: processes release one after the other
_releases = metadata.tables["release"]
_changes, _units = metadata.tables["unitchange"], metadata.tables["unit"]


@dataclass(frozen=True)
class Released:
    """What a release did: people published in all, and people who still wait."""

    people: int
    waiting: int
    changed: bool


def release(
    engine: Engine,
    *,
    now: datetime,
    minimum: int,
    month: str,
    through: bool = False,
    country: Country | None = None,
) -> Released:
    """
    Publish what can be published.

    It is decided over one unchanging view of the database, so that nobody who answers waits for
    it, and stored in one short transaction; when another process released meanwhile, not at all.

    Args:
        minimum: the smallest group of people whose figures may be seen.
        month: YYYY-MM, the month that this release is the latest of.
        through: leave out what was sent after that month, as when months are caught up.
        country: that of the day, where it was read before; None = read it.
    """
    today = calendar_day.day_of(now)
    with snapshot(engine) as connection:
        last = _last_id(connection)
        if not through and not _anything_waits(connection, minimum, now):
            return Released(_people(connection, released), 0, changed=False)
        country = country or read_country(connection, today)
        until = month if through else None
        steps = [_step(connection, country, one, minimum, until) for one in rounds(connection)]
        checked = [
            checks.decide(connection, country, step.round, step.after, minimum) for step in steps
        ]
    result = Released(
        people=sum(step.published for step in steps),
        waiting=sum(step.waiting for step in steps),
        changed=any(step.changed for step in steps) or any(step.changed for step in checked),
    )
    with transaction(engine) as connection:
        _one_at_a_time(connection)
        if _last_id(connection) != last:
            return Released(_people(connection, released), 0, changed=False)
        remember_eves(connection, today)
        take_effect(connection, today=today)
        _store(connection, country, steps, month)
        for step in checked:
            checks.store(connection, step)
        moved = _boundaries_moved(connection, today)
        connection.execute(
            insert(_releases).values(released_at=now, minimum=minimum, people=result.people)
        )
        if result.changed or moved:
            outdate_published_figures(connection)
    return result


def catch_up(engine: Engine, *, now: datetime, minimum: int) -> Released:
    """
    Forget what was published and publish it month by month, as if it had been done in time.

    For simulated countries, and for operators who accept that figures already seen may jump.
    """
    with transaction(engine) as connection:
        for table in (*storing.TABLES, withheld.table, _releases):
            connection.execute(delete(table))
        months = connection.execute(select(cells.c.month).distinct()).scalars().all()
    with snapshot(engine) as connection:  # one day's country is the same for every month
        country = read_country(connection, calendar_day.day_of(now))
    result = Released(0, 0, changed=False)
    for month in sorted(months):
        result = release(
            engine, now=now, minimum=minimum, month=month, through=True, country=country
        )
    return result


def _step(
    connection: Connection, country: Country, one: Round, minimum: int, until: str | None
) -> Step:
    before = read_counts(connection, released, country, one)
    source = live if until is None else cells
    wanted = read_counts(connection, source, country, one, through=until)
    stored = withheld.read_hidden(connection, country, one)
    remembered = withheld.with_eves(withheld.by_place(stored, country), country, one)
    known = withheld.seen(figures(country.places, *measured(country.rows_of(before))), remembered)
    chosen = _choose(country, before, wanted, known, minimum)
    after = np.where(chosen[:, :, None], wanted, before)
    held = withheld.held_back(country.places, country.rows_of(after), known, minimum)
    return Step(one, chosen, wanted, after, stored, withheld.by_area(held, country))


def _choose(
    country: Country, before: Counts, wanted: Counts, known: Seen, minimum: int
) -> NDArray[np.bool_]:
    """Which units' audiences are brought up to date: (units, audiences)."""
    published = country.rows_of(before)
    step = country.rows_of(wanted) - published
    may = np.ones(step.shape[:2], bool)
    while True:
        chosen = publishable(
            country.places,
            figures(country.places, *measured(published)),
            measured(step),
            (step != 0).any(axis=2) & may,
            known,
            minimum,
        )
        still = chosen | (step == 0).all(axis=2)
        units = country.whole_units(still)
        if not (chosen & ~units[country.facts]).any():
            return units & (wanted != before).any(axis=2)
        may &= units[country.facts]  # a unit that was divided moves in all its pieces, or in none


def _store(connection: Connection, country: Country, steps: Sequence[Step], month: str) -> None:
    for step in steps:
        totals = country.places.up(country.rows_of(step.after))
        storing.store_counts(connection, country, step)
        withheld.store(connection, country, step.round, step.stored, step.held)
        storing.store_provinces(connection, country, step.round, totals)
        storing.record_month(connection, country, step, totals.sum(axis=1), month)


def _boundaries_moved(connection: Connection, today: date) -> bool:
    """Whether readers read by other boundaries from this release on."""
    last = connection.scalar(
        select(_releases.c.released_at).order_by(_releases.c.id.desc()).limit(1)
    )
    if last is None:
        return False
    began = _units.c.valid_from
    since = (began > calendar_day.day_of(last)) & (began <= today)
    return connection.scalar(select(_units.c.id).where(since).limit(1)) is not None


def _last_id(connection: Connection) -> int:
    return int(connection.scalar(select(func.max(_releases.c.id))) or 0)


def _anything_waits(connection: Connection, minimum: int, now: datetime) -> bool:
    """
    Cheap: whether the live figures differ from the published ones, or anything else may have.

    The rule may have been changed, or units, which happens between two days.
    """
    latest = select(_releases).order_by(_releases.c.id.desc()).limit(1)
    last = connection.execute(latest).mappings().first()
    if last is None or last["minimum"] != minimum:
        return True
    if calendar_day.day_of(last["released_at"]) != calendar_day.day_of(now):
        return True
    entered = func.coalesce(_changes.c.undone_at, _changes.c.created_at)
    if connection.scalar(select(func.count()).where(entered >= last["released_at"])):
        return True
    return any(
        _sums(connection, live, name) != _sums(connection, released, name)
        for name in ("people", "reached", "undetermined")
    ) or checks.any_waits(connection, minimum)


def _sums(connection: Connection, table: Table, column: str) -> dict[tuple[object, ...], int]:
    keys = (table.c.commune_id, table.c.campaign_code, table.c.mode)
    rows = connection.execute(
        select(*keys, func.sum(table.c[column]))
        .group_by(*keys)
        .having(func.sum(table.c.people) > 0)
    )
    return {tuple(row)[:-1]: int(row[-1]) for row in rows}


def _people(connection: Connection, table: Table) -> int:
    return int(connection.scalar(select(func.sum(table.c.people))) or 0)


def _one_at_a_time(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_RELEASE_LOCK})")
