"""Before and after of those who came to classes: counted anew, read in steps of the minimum."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from sqlalchemy import Connection, Engine, FromClause, Select, func, select

from db.dialects import insert_into
from db.engine import snapshot, transaction
from db.models import metadata
from domain.classes import quarter_of
from domain.people import Mode
from domain.scoring import Outcome
from stats.checked import released

_classes = metadata.tables["classsession"]
_attendance = metadata.tables["classattendance"]
_assessments = metadata.tables["assessment"]
_earlier, _later = _assessments.alias("earlier"), _assessments.alias("later")
_published = metadata.tables["releasedtotal"]
_released = metadata.tables["releasedclass"]
_REACHED = (Outcome.BASIC.value, Outcome.FIRM.value)
# After a year attendances are linked with nobody (domain/retention.py): what is read of a quarter
# stays as it is from its last whole one on, instead of shrinking day by day.
_STILL_LINKED = timedelta(days=270)
_NOT_YET_PUBLISHED = 10**9  # nobody can subtract from a figure that is not there

Key = tuple[int, str]  # commune, quarter
Counts = tuple[int, int, int]  # people, of them who reached the basic level before, and after
Cell = tuple[str, str]  # campaign, audience


@dataclass(frozen=True)
class _Pair:
    """One person who answered alone before and after a class."""

    reached_before: bool
    reached_after: bool
    cells: tuple[Cell, Cell]


def release_classes(engine: Engine, *, today: date, minimum: int) -> int:
    """
    Move what leaders read where it may move; how many communes and quarters did.

    Only quarters that are over, and as a whole: a class alone, or a quarter that still grows,
    could be subtracted. The rule of steps is `stats.checked.released`.

    Decided over one unchanging view, so that nobody who writes waits for it, and stored in one
    short transaction; when another process moved something meanwhile, not at all.
    """
    with snapshot(engine) as connection:
        before = _read(connection)
        moves = _moves(connection, before, today, minimum)
    if not moves:
        return 0
    with transaction(engine) as connection:
        if _read(connection) != before:
            return 0
        for key, counts in moves.items():
            _store(connection, key, counts)
    return len(moves)


def _moves(
    connection: Connection, before: Mapping[Key, Counts], today: date, minimum: int
) -> dict[Key, Counts]:
    """What is read from now on, where that is not what was read before."""
    moves = {}
    for key, people in _pairs(connection, today).items():
        beside = _beside(connection, key[0], list(people.values()))
        read = before.get(key, (0, 0, 0))
        after = _after(read, people.values(), beside, minimum)
        if after != read:
            moves[key] = after
    return moves


def _after(before: Counts, pairs: Collection[_Pair], beside: int, minimum: int) -> Counts:
    counts = (
        len(pairs),
        sum(pair.reached_before for pair in pairs),
        sum(pair.reached_after for pair in pairs),
    )
    everybody = np.array([counts[0] + beside])
    after = released(np.array([before]), np.array([counts]), everybody, minimum)[0]
    people, reached_before, reached_after = after.tolist()
    return people, reached_before, reached_after


def _store(connection: Connection, key: Key, counts: Counts) -> None:
    mine = (_released.c.commune_id == key[0]) & (_released.c.quarter == key[1])
    connection.execute(_released.delete().where(mine))
    if counts[0] > 0:
        names = ("people", "reached_before", "reached_after")
        row = {"commune_id": key[0], "quarter": key[1], **dict(zip(names, counts, strict=True))}
        connection.execute(insert_into(_released, connection.dialect.name), row)


def _read(connection: Connection) -> dict[Key, Counts]:
    rows = connection.execute(select(_released))
    return {
        (row.commune_id, row.quarter): (row.people, row.reached_before, row.reached_after)
        for row in rows
    }


def _pairs(connection: Connection, today: date) -> dict[Key, dict[int, _Pair]]:
    """Each person once in a quarter of a commune, by their earlier assessment."""
    found: dict[Key, dict[int, _Pair]] = defaultdict(dict)
    oldest = quarter_of(today - _STILL_LINKED)
    for told, other in ((_earlier, _later), (_later, _earlier)):  # for both at once no index helps
        for row in connection.execute(_before_and_after(told, other)):
            quarter = quarter_of(row.held_on)
            if oldest <= quarter < quarter_of(today):
                found[row.commune_id, quarter][row.id] = _Pair(
                    row.before in _REACHED,
                    row.after in _REACHED,
                    (
                        (row.campaign_before, row.audience_before),
                        (row.campaign_after, row.audience),
                    ),
                )
    return found


def _before_and_after(told: FromClause, other: FromClause) -> Select[tuple[int, ...]]:
    """Whoever told the code of this time, joined by themselves with their other (`repeat_of`)."""
    earlier, later = _earlier, _later
    determined = [outcome.value for outcome in Outcome if outcome is not Outcome.UNDETERMINED]
    return (
        select(
            _classes.c.commune_id, _classes.c.held_on, earlier.c.id,
            earlier.c.outcome.label("before"), later.c.outcome.label("after"),
            earlier.c.campaign_code.label("campaign_before"),
            later.c.campaign_code.label("campaign_after"),
            earlier.c.audience.label("audience_before"), later.c.audience,
        )
        .select_from(_attendance)
        .join(_classes, _classes.c.id == _attendance.c.class_id)
        .join(told, told.c.id == _attendance.c.assessment_id)
        .join(other, later.c.repeat_of == earlier.c.id)
        .where(
            told.c.id.in_(select(_attendance.c.assessment_id)),  # else all the country is read
            earlier.c.submitted_on <= _classes.c.held_on,
            later.c.submitted_on > _classes.c.held_on,
            *(one.c.mode == Mode.SELF.value for one in (earlier, later)),
            *(one.c.outcome.in_(determined) for one in (earlier, later)),
            *(one.c.commune_id == _classes.c.commune_id for one in (earlier, later)),
        )
    )  # fmt: skip


def _beside(connection: Connection, commune_id: int, pairs: list[_Pair]) -> int:
    """The fewest people a reader could be left with by subtracting these from what is published."""
    published = _published_people(connection, commune_id)
    rest = _NOT_YET_PUBLISHED
    for used in _tables(pairs):
        for cell, people in used.items():
            if cell in published:
                rest = min(rest, max(published[cell] - people, 0))
    return rest


def _tables(pairs: list[_Pair]) -> Iterator[Counter[Cell]]:
    """How many of them stand in each cell that readers know, of everybody and of an audience."""
    for time in (0, 1):
        cells = [pair.cells[time] for pair in pairs]
        yield Counter((campaign, "") for campaign, _ in cells)
        if len(set(cells)) == 1:  # of several audiences together no one row can be subtracted
            yield Counter(cells)


def _published_people(connection: Connection, commune_id: int) -> dict[Cell, int]:
    mine = (_published.c.commune_id == commune_id) & (_published.c.mode == Mode.SELF.value)
    sums = (
        select(_published.c.campaign_code, _published.c.audience, func.sum(_published.c.people))
        .where(mine)
        .group_by(_published.c.campaign_code, _published.c.audience)
    )
    found: Counter[Cell] = Counter()
    for campaign, audience, people in connection.execute(sums):
        found[campaign, audience] += int(people)
        found[campaign, ""] += int(people)
    return dict(found)
