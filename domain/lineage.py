"""
Which units of another day a unit of one day became, or was made of, and in what shares.

Forward (an older unit, read by newer boundaries) the shares are the weights its document or data
give. Backward (a newer unit, read by older boundaries) each old unit counts by as much of it as
went into the new one, because the people of single communes are not known: two whole communes
share a merged one equally, and half a commune counts half as much as a whole one.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from domain.errors import DateBeforeData, DateNotReached, NotADate
from domain.quoted import quoted

TODAY_CODE = "hom-nay"  # the view of today in links

Key = TypeVar("Key")


@dataclass(frozen=True)
class Period:
    """The days a unit is valid, both ends included; no last day means still."""

    first: date
    last: date | None

    def covers(self, day: date) -> bool:
        """Whether the unit exists on a day."""
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True)
class Edge:
    """`weight` (0-1] of the old unit went to the new one."""

    old_id: int
    new_id: int
    weight: float


@dataclass(frozen=True)
class Share:
    """A unit and the share (0-1] of the asked one that it stands for."""

    unit_id: int
    share: float


@dataclass(frozen=True)
class BoundaryView:
    """Boundaries to read by: `code` as links carry it, and the day whose units are listed."""

    code: str
    on: date

    @property
    def is_today(self) -> bool:
        """Whether these are the boundaries of today."""
        return self.code == TODAY_CODE


class Lineage:
    """The days of units and what became of them."""

    def __init__(self, periods: Mapping[int, Period], edges: Iterable[Edge]) -> None:
        self._periods = periods
        self._forward: dict[int, list[tuple[int, float]]] = defaultdict(list)
        self._backward: dict[int, list[tuple[int, float]]] = defaultdict(list)
        for edge in edges:
            self._forward[edge.old_id].append((edge.new_id, edge.weight))
            self._backward[edge.new_id].append((edge.old_id, edge.weight))

    def on(self, unit_id: int, day: date) -> tuple[Share, ...]:
        """
        The units of a day that a unit stands for; the shares add up to 1.

        A unit without a known successor or predecessor stands for itself: nobody is lost.
        """
        found: dict[int, float] = defaultdict(float)
        self._collect(unit_id, day, 1.0, found)
        return tuple(Share(id_, share) for id_, share in sorted(found.items()))

    def before(self, unit_id: int) -> tuple[int, ...]:
        """Every unit of any time of which something went into this one, itself not counted."""
        found: set[int] = set()
        waiting = [unit_id]
        while waiting:
            for old_id, _ in self._backward.get(waiting.pop(), ()):
                if old_id not in found:
                    found.add(old_id)
                    waiting.append(old_id)
        return tuple(sorted(found))

    def _collect(self, unit_id: int, day: date, share: float, found: dict[int, float]) -> None:
        period = self._periods[unit_id]
        if period.covers(day):
            found[unit_id] += share
            return
        way = self._backward if day < period.first else self._forward
        steps = way.get(unit_id, [])
        if not steps:
            found[unit_id] += share
            return
        total = sum(weight for _, weight in steps)
        for next_id, weight in steps:
            self._collect(next_id, day, share * weight / total, found)


def grouped(shares: Iterable[Share], key_of: Callable[[int], Key]) -> dict[Key, float]:
    """
    The same by a coarser level: key → share.

    Several keys mean an estimate; a single one is exact, however many pieces it has, and is 1.
    """
    by_key: dict[Key, float] = defaultdict(float)
    for one in shares:
        by_key[key_of(one.unit_id)] += one.share
    if len(by_key) == 1:
        return dict.fromkeys(by_key, 1.0)
    return dict(by_key)


def boundary_view(asked: str, *, today: date, changes: Sequence[date]) -> BoundaryView:
    """
    The boundaries a link asks for: "hom-nay", or a day as "2025-06-30".

    Args:
        changes: the days on which new boundaries began, as far as lineage knows.

    Raises:
        NotADate: it is neither.
        DateBeforeData: no boundaries are known of that day.
        DateNotReached: the day lies ahead; boundaries may still change by then.
    """
    if asked == TODAY_CODE:
        return today_view(today=today, changes=changes)
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        raise NotADate(asked=quoted(asked, 20)) from None
    first = first_day(changes) or today
    if day < first:
        raise DateBeforeData(asked=_written(day), first=_written(first))
    if day > today:
        raise DateNotReached(asked=_written(day))
    if not any(day < change <= today for change in changes):
        return today_view(today=today, changes=changes)  # nothing changed since
    return BoundaryView(day.isoformat(), day)


def today_view(*, today: date, changes: Sequence[date]) -> BoundaryView:
    """Today's boundaries, named by the day they began, so that a cache keeps them overnight."""
    return BoundaryView(TODAY_CODE, max((day for day in changes if day <= today), default=today))


def offered_days(*, today: date, changes: Sequence[date]) -> list[date]:
    """The last day of each older state of the boundaries, the latest first."""
    return sorted({day - timedelta(days=1) for day in changes if day <= today}, reverse=True)


def first_day(changes: Sequence[date]) -> date | None:
    """The earliest day whose boundaries are known: the eve of the first change."""
    return min(changes) - timedelta(days=1) if changes else None


def _written(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"
