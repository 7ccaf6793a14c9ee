"""The periods figures are reported for: a month, a quarter, a year, or one day."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

FIRST_YEAR = 2015  # older figures belong to no list of today
_ONE_DAY = timedelta(days=1)
_MONTHS_OF = {"month": 1, "quarter": 3, "year": 12}


class PeriodKind(StrEnum):
    MONTH = "month"  # 2026-10
    QUARTER = "quarter"  # 2026-Q4
    YEAR = "year"  # 2026
    MOMENT = "moment"  # 2026-10-10


_FORMS = {
    PeriodKind.MONTH: re.compile(r"(\d{4})-(\d{2})"),
    PeriodKind.QUARTER: re.compile(r"(\d{4})-Q([1-4])"),
    PeriodKind.YEAR: re.compile(r"(\d{4})"),
    PeriodKind.MOMENT: re.compile(r"(\d{4}-\d{2}-\d{2})"),
}


@dataclass(frozen=True)
class Period:
    """Its first and its last day, both inside; `code` is how it is stored and linked."""

    kind: PeriodKind
    code: str
    first: date
    last: date

    def has_ended(self, today: date) -> bool:
        """A moment may be of today; of anything longer the last day must be over."""
        return self.last <= today if self.kind is PeriodKind.MOMENT else self.last < today


def as_period(kind: PeriodKind, code: str) -> Period | None:
    """The period a code means; None when it is none of this kind."""
    found = _FORMS[kind].fullmatch(code.strip()) if code.isascii() else None
    if found is None:
        return None
    try:
        first = _first_day(kind, found)
    except ValueError:  # month 13, 30 February, year 0
        return None
    return _beginning(kind, first) if first.year >= FIRST_YEAR else None


def period_of(kind: PeriodKind, day: date) -> Period:
    """The period of this kind a day lies in."""
    length = _MONTHS_OF.get(kind)
    if length is None:
        return _beginning(kind, day)
    return _beginning(kind, day.replace(month=(day.month - 1) // length * length + 1, day=1))


def before(period: Period) -> Period | None:
    """The period just before; a moment has none."""
    if period.kind is PeriodKind.MOMENT:
        return None
    return period_of(period.kind, period.first - _ONE_DAY)


def newest_ended(kind: PeriodKind, today: date, count: int) -> Sequence[Period]:
    """The last periods that have ended, the newest first; of moments, today alone."""
    if kind is PeriodKind.MOMENT:
        return [_beginning(kind, today)]
    found: list[Period] = []
    day = period_of(kind, today).first - _ONE_DAY
    while len(found) < count:
        found.append(period_of(kind, day))
        day = found[-1].first - _ONE_DAY
    return found


def _first_day(kind: PeriodKind, found: re.Match[str]) -> date:
    if kind is PeriodKind.MOMENT:
        return date.fromisoformat(found[1])
    if kind is PeriodKind.YEAR:
        return date(int(found[1]), 1, 1)
    number = int(found[2])
    return date(int(found[1]), 3 * number - 2 if kind is PeriodKind.QUARTER else number, 1)


def _beginning(kind: PeriodKind, first: date) -> Period:
    length = _MONTHS_OF.get(kind)
    if length is None:
        return Period(kind, f"{first:%Y-%m-%d}", first, first)
    months = 12 * first.year + first.month - 1 + length
    last = date(months // 12, months % 12 + 1, 1) - _ONE_DAY
    return Period(kind, _code(kind, first), first, last)


def _code(kind: PeriodKind, first: date) -> str:
    if kind is PeriodKind.YEAR:
        return f"{first:%Y}"
    if kind is PeriodKind.QUARTER:
        return f"{first:%Y}-Q{(first.month + 2) // 3}"
    return f"{first:%Y-%m}"
