"""The rollups pages read: kept in the transaction of each answer, rebuilt on demand."""

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import Connection, Engine, bindparam, insert, select

from db.check_counts import EXTRA_FACTS
from db.counted import (
    CHECKS,
    DRAFT_COLUMNS,
    PROGRESS,
    ROLLUPS,
    SENT_COLUMNS,
    TOTALS,
    Person,
    Rollup,
    counts_in,
    facts,
    is_counted,
)
from db.counted_sql import counted, extras, summed_from_cells
from db.dialects import block_writers
from db.engine import transaction
from db.models import ANSWERED_COLUMNS, metadata
from db.rollup_rows import count_in, take_back

_deployments = metadata.tables["deployment"]
_units = metadata.tables["unit"]


def add_person(connection: Connection, person: Person, *, sign: int = 1) -> None:
    """
    Count one submitted assessment in every rollup, inside the transaction that submits it.

    A child counts in none, here and in everything below (`is_counted`). What a person counted in
    the progress of drafts stays: that is `add_draft`.

    Args:
        person: the columns of a submitted Assessment.
        sign: 1 to count, -1 to take back.

    Raises:
        RollupOutOfStep: taken back without having been counted.
    """
    if not is_counted(person):
        return
    known = _known(connection, person)
    for rollup in ROLLUPS:
        columns = SENT_COLUMNS if rollup is PROGRESS else rollup.columns
        _add(connection, rollup, known, columns, sign)


def add_draft(connection: Connection, draft: Person, *, sign: int = 1) -> None:
    """
    Count that somebody started, and the answers given so far; -1 takes it back.

    Raises:
        RollupOutOfStep: taken back without having been counted.
    """
    if is_counted(draft):
        _add(connection, PROGRESS, facts(draft), DRAFT_COLUMNS, sign)


def move_draft(connection: Connection, draft: Person, **changed: object) -> None:
    """Count a draft under other choices, or in another commune, from now on."""
    changes = [(draft, -1), ({**draft, **changed}, 1)]
    # In one order, whichever way people change, so that two of them never wait for each other.
    for person, sign in sorted(changes, key=lambda change: _key_of(PROGRESS, change[0])):
        add_draft(connection, person, sign=sign)


def move_person(connection: Connection, before: Person, after: Person) -> None:
    """
    Count somebody, with their draft, under other choices from now on.

    Both rows of a rollup are written before the next rollup, in the order of their keys, so that
    two people who change at once, or somebody who sends, never wait for each other in a circle.
    """
    counted_ones = [one for one in ((before, -1), (after, 1)) if is_counted(one[0])]
    changes = [(_known(connection, person), sign) for person, sign in counted_ones]
    for rollup in ROLLUPS:
        _move(connection, rollup, changes)


def _move(connection: Connection, rollup: Rollup, changes: Sequence[tuple[Person, int]]) -> None:
    for known, sign in sorted(changes, key=lambda change: _key_of(rollup, change[0])):
        _add(connection, rollup, known, rollup.columns, sign)


def _key_of(rollup: Rollup, known: Person) -> tuple[str, ...]:
    return _ordered([known[name] for name in rollup.key])


def _ordered(key: Sequence[object]) -> tuple[str, ...]:
    """The one order in which everybody writes the rows of a rollup; an enum counts as its value."""
    return tuple(str(value) for value in key)


def take_back_drafts(connection: Connection, drafts: Sequence[Person]) -> None:
    """
    Count many drafts no more, one statement for each row of the rollup.

    Raises:
        RollupOutOfStep: one was never counted.
    """
    lost: dict[tuple[object, ...], Counter[str]] = {}
    for draft in filter(is_counted, drafts):
        key = tuple(draft[name] for name in PROGRESS.key)
        lost.setdefault(key, Counter()).update(_met(PROGRESS, DRAFT_COLUMNS, facts(draft)))
    for key in sorted(lost, key=_ordered):
        take_back(connection, PROGRESS.table, dict(zip(PROGRESS.key, key, strict=True)), lost[key])


def add_people(connection: Connection, people: Sequence[Person], *, sign: int = 1) -> None:
    """
    Count many submitted assessments, or count them no more, with one statement for each row.

    In the order of ROLLUPS, and inside one in the order of its keys, as everybody else.

    Raises:
        RollupOutOfStep: taken back without having been counted.
    """
    known = [_known(connection, person) for person in people if is_counted(person)]
    for rollup in ROLLUPS:
        counts: dict[tuple[object, ...], Counter[str]] = {}
        for person in known:
            met = _met(rollup, rollup.columns, person)
            if met and (rollup.only_with is None or person[rollup.only_with] is not None):
                counts.setdefault(tuple(person[name] for name in rollup.key), Counter()).update(met)
        for key in sorted(counts, key=_ordered):
            named = dict(zip(rollup.key, key, strict=True))
            if sign > 0:
                count_in(connection, rollup, named, counts[key])
            else:
                take_back(connection, rollup.table, named, counts[key])


def add_answer(connection: Connection, draft: Person, slot: int) -> None:
    """Count a first answer to this slot; `draft` has PROGRESS.key and the age band."""
    if not is_counted(draft):
        return
    column = ANSWERED_COLUMNS[slot - 1]
    key = {name: draft[name] for name in PROGRESS.key}
    count_in(connection, PROGRESS, key, {column: 1})


def outdate_published_figures(connection: Connection) -> None:
    """Raise the data version, so that no cache shows the figures of before."""
    version = _deployments.c.data_version
    connection.execute(_deployments.update().values(data_version=version + 1))


def rebuild(engine: Engine) -> None:
    """Delete every rollup and fill it again from the answers, in one transaction."""
    with transaction(engine) as connection:
        block_writers(connection, metadata.tables["assessment"])
        for rollup in ROLLUPS:
            refill(connection, rollup)
        outdate_published_figures(connection)


def refill(connection: Connection, rollup: Rollup) -> None:
    """Delete one rollup and fill it again; of the totals, from the cells as they are now."""
    connection.execute(rollup.table.delete())
    rows = summed_from_cells() if rollup is TOTALS else counted(rollup)
    names = [*rollup.key, *rollup.columns]
    connection.execute(insert(rollup.table).from_select(names, rows))


def change_check(connection: Connection, person: Person, before: Person) -> None:
    """
    Count what a sent person's check says now instead of what it said before.

    Args:
        before: EXTRA_FACTS as they were; what they are now is read.
    """
    if not is_counted(person):
        return
    now = _known(connection, person)
    counted_before = set(_met(CHECKS, CHECKS.columns, {**now, **before}))
    counted_now = set(_met(CHECKS, CHECKS.columns, now))
    key = {name: now[name] for name in CHECKS.key}
    if lost := counted_before - counted_now:
        take_back(connection, CHECKS.table, key, dict.fromkeys(lost, 1))
    if gained := counted_now - counted_before:
        count_in(connection, CHECKS, key, dict.fromkeys(gained, 1))


def _known(connection: Connection, person: Person) -> dict[str, object]:
    """A stored person with every fact a rollup asks for."""
    extra = connection.execute(_EXTRA, {"assessment_id": person["id"]}).mappings().first()
    return {
        **facts(person),
        **(dict(extra) if extra else dict.fromkeys(EXTRA_FACTS)),
        "province_code": _province_of(connection, person["commune_id"]),
    }


_EXTRA = select(*(extras.c[name] for name in EXTRA_FACTS)).where(
    extras.c.assessment_id == bindparam("assessment_id")
)


def _province_of(connection: Connection, commune_id: object) -> str:
    return str(connection.execute(_PROVINCE, {"commune_id": commune_id}).scalar_one())


_PROVINCE = select(_units.c.parent_code).where(_units.c.id == bindparam("commune_id"))


def _add(
    connection: Connection, rollup: Rollup, known: Person, columns: Sequence[str], sign: int
) -> None:
    met = _met(rollup, columns, known)
    if not met or (rollup.only_with is not None and known[rollup.only_with] is None):
        return
    key = {name: known[name] for name in rollup.key}
    if sign > 0:
        count_in(connection, rollup, key, dict.fromkeys(met, 1))
    else:
        take_back(connection, rollup.table, key, dict.fromkeys(met, 1))


def _met(rollup: Rollup, columns: Sequence[str], known: Person) -> list[str]:
    return [name for name in columns if counts_in(rollup.conditions[name], known)]
