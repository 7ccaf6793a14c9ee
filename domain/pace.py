"""How fast a target must be approached to be reached by its last day: in people, or in points."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import ceil, floor

MILESTONES = (2026, 2027, 2030)  # years the plans of the movement are drawn up for
_YEARS = re.compile(r"\d{4}")
_DAYS_A_MONTH = 365.25 / 12


class PaceState(StrEnum):
    """Where a target stands on a day."""

    REACHED = "reached"
    WITHIN = "within"  # the deadline has not passed
    OVERDUE = "overdue"
    UNKNOWN = "unknown"


class Unknown(StrEnum):
    """Why no pace can be said."""

    NO_VALUE = "no_value"  # the document names no figure
    NO_DEADLINE = "no_deadline"
    NOT_PEOPLE = "not_people"  # e.g. learners per ambassador
    NOT_COMPARABLE = "not_comparable"  # what is counted here is not what the document means
    NO_POPULATION = "no_population"
    NO_PEOPLE = "no_people"  # a population of zero
    NO_COUNT = "no_count"  # too few people answered to publish a figure


@dataclass(frozen=True)
class Points:
    """
    What a rate of those who answered still lacks, in percentage points, unrounded.

    `seen` is how many points a month the rate may have risen at most since the round before; None
    when that is not known. `n` people stand behind the rate.
    """

    missing: float
    per_month: float
    n: int
    seen: float | None = None

    @property
    def is_beyond(self) -> bool:
        """Whether more is needed every month than may have been seen: not reached at this pace."""
        return self.seen is not None and self.per_month > self.seen


@dataclass(frozen=True)
class Pace:
    """
    What is left to do: people in all, and people a week, rounded up.

    Of a percentage of a population the people are the most that can be missing: all who did not
    answer count as not able. `points` says the same of those who answered.
    `days` counts today and the deadline both; it is 1 when the deadline is today, 0 when it passed.
    """

    state: PaceState
    remaining: int = 0
    per_week: int = 0
    days: int = 0
    because: Unknown | None = None
    points: Points | None = None


def unknown(because: Unknown) -> Pace:
    """The pace that cannot be said."""
    return Pace(PaceState.UNKNOWN, because=because)


def days_left(today: date, deadline: date) -> int:
    """Days that count, today and the deadline both; 0 when it passed."""
    return max((deadline - today).days + 1, 0)


def points(*, days: int, rate: float, percent: float, n: int, seen: float | None = None) -> Points:
    """
    The points from a rate to a target, both 0-100, and those needed every month of `days`.

    What is missing in less than a month is needed in that time, not projected onto a month.
    """
    missing = max(percent - rate, 0.0)
    months = max(days / _DAYS_A_MONTH, 1.0)
    return Points(missing, missing / months if days else 0.0, n, seen)


def points_a_month(rise: float, days: int) -> float:
    """A rise of so many points in so many days, as points a month; a fall is no rise."""
    return max(rise, 0.0) / (days / _DAYS_A_MONTH)


def pace(*, today: date, deadline: date, reached: int, needed: int) -> Pace:
    """
    The pace from `reached` to `needed` people.

    Who is still missing in less than a week is needed in that time, not projected onto seven days.

    Raises:
        ValueError: a negative number of people.
    """
    if reached < 0 or needed < 0:
        raise ValueError(f"people cannot be negative: {reached}, {needed}")
    remaining = max(needed - reached, 0)
    days = days_left(today, deadline)
    if remaining == 0:
        return Pace(PaceState.REACHED, days=days)
    if days == 0:
        return Pace(PaceState.OVERDUE, remaining)
    return Pace(PaceState.WITHIN, remaining, ceil(remaining * 7 / max(days, 7)), days)


def people_needed(percent: float, people: int, *, strictly: bool = False) -> int:
    """
    The least whole number of people that is `percent` (0-100) of `people`; more, if `strictly`.

    Raises:
        ValueError: a percentage outside 0-100, or a negative number of people.
    """
    if not 0 <= percent <= 100 or people < 0:
        raise ValueError(f"not a share of a population: {percent} of {people}")
    exact = round(percent * people / 100, 6)  # 7 % of 100 is 7.000000000000001 in binary
    return floor(exact) + 1 if strictly else ceil(exact)


def pace_to_percent(
    *,
    today: date,
    deadline: date,
    reached: int | None,
    percent: float,
    population: int | None,
    strictly: bool = False,
) -> Pace:
    """
    The pace towards a percentage of a population, or why there is none.

    Args:
        reached: people counted as having reached it; None when that may not be shown.
        population: people who exist; None when no source is known.
        strictly: whether the document asks for more than the percentage.
    """
    if population is None:
        return unknown(Unknown.NO_POPULATION)
    if population == 0:
        return unknown(Unknown.NO_PEOPLE)
    if reached is None:
        return unknown(Unknown.NO_COUNT)
    needed = people_needed(percent, population, strictly=strictly)
    return pace(today=today, deadline=deadline, reached=reached, needed=needed)


def deadline_of(year: str) -> date | None:
    """The last day of the last year a document names ("2025/2026" → 31/12/2026); None for none."""
    years = [int(found) for found in _YEARS.findall(year)]
    return date(max(years), 12, 31) if years else None
