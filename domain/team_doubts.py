"""Work of teams that may have been logged twice, and what a leader decided about it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import combinations

from domain.places import search_key
from domain.teams import Work

TWICE_MINUTES = 10


class Verdict(StrEnum):
    """What a leader decided about an entry that looked like another."""

    DIFFERENT = "different"  # both were done: kept
    TWICE = "twice"  # one work, entered twice: removed
    OTHER_TEAM = "other_team"  # the other team's work: removed
    MISTAKE = "mistake"  # never done: removed


@dataclass(frozen=True)
class Entry:
    """One logged piece of work, as far as telling twins from each other needs it."""

    id: int
    team_id: int
    commune_id: int
    day: date
    work: Work
    amount: int
    place: str
    logged_at: datetime
    judged: bool = False  # somebody looked at it already


@dataclass(frozen=True)
class Suspect:
    """Two entries that may be one piece of work; `verdict` is why the later would go."""

    first: Entry
    second: Entry
    verdict: Verdict


def suspects(entries: Iterable[Entry]) -> list[Suspect]:
    """
    Pairs that may be one piece of work, the newest first.

    A team that logs the same number twice within minutes, and two teams with a session on one day
    at one place. Single people, visits and issues are never suspect: they are logged tap by tap.
    A later entry somebody has judged is not asked about again.
    """
    by_day: dict[tuple[int, date, Work], list[Entry]] = {}
    for entry in entries:
        by_day.setdefault((entry.commune_id, entry.day, entry.work), []).append(entry)
    found = [pair for same in by_day.values() for pair in _pairs(same)]
    return sorted(found, key=lambda pair: (pair.second.logged_at, pair.second.id), reverse=True)


def _pairs(same: Sequence[Entry]) -> Iterator[Suspect]:
    ordered = sorted(same, key=lambda entry: (entry.logged_at, entry.id))
    for first, second in combinations(ordered, 2):
        if second.judged:
            continue
        if first.team_id == second.team_id and _is_repeated(first, second):
            yield Suspect(first, second, Verdict.TWICE)
        elif first.team_id != second.team_id and _is_claimed_twice(first, second):
            yield Suspect(first, second, Verdict.OTHER_TEAM)


def _is_repeated(first: Entry, second: Entry) -> bool:
    single = first.amount == 1 and first.work is not Work.SESSIONS
    apart = second.logged_at - first.logged_at
    return (
        not single and first.amount == second.amount and apart <= timedelta(minutes=TWICE_MINUTES)
    )


def _is_claimed_twice(first: Entry, second: Entry) -> bool:
    if first.work is not Work.SESSIONS or not first.place:
        return False
    return search_key(first.place) == search_key(second.place)
