"""Reported figures: what is reported, and as what somebody types or stores it."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.indicator_periods import PeriodKind

LATEST_DAYS = 30  # so long after the end of a period without a report, a unit is silent
MOST_ROWS = 1000  # of one file
QUALIFIERS = ("", "khoảng", "hơn", "gần")  # as the source words it


class Counted(StrEnum):
    """What a number counts. Visits (lượt) are never people: one person comes many times."""

    PEOPLE = "people"
    VISITS = "visits"
    HOUSEHOLDS = "households"
    BUSINESSES = "businesses"
    DOSSIERS = "dossiers"
    CLASSES = "classes"
    SESSIONS = "sessions"
    TEAMS = "teams"  # đội hình
    GROUPS = "groups"  # tổ
    PAIRS = "pairs"


ABOUT_PERSONS = frozenset({Counted.PEOPLE, Counted.HOUSEHOLDS})  # few of them can be recognised


@dataclass(frozen=True)
class Indicator:
    """A row of the catalogue; without `denominator` it is a count, else a percentage."""

    code: str
    name: str
    numerator: str
    denominator: str
    owner: str
    period_kind: PeriodKind
    counted: Counted
    due_days: int  # after the end of the period
    source_document: str
    note: str

    @property
    def is_ratio(self) -> bool:
        return bool(self.denominator)

    @property
    def unit_of_measure(self) -> str:
        return "percent" if self.is_ratio else self.counted.value


class FaultKind(StrEnum):
    """What can be wrong with a figure somebody is about to report."""

    UNKNOWN_INDICATOR = "unknown_indicator"
    NOT_A_PERIOD = "not_a_period"
    NOT_ENDED = "not_ended"
    BEFORE_UNIT = "before_unit"
    ELSEWHERE = "elsewhere"
    TWICE = "twice"
    MISSING = "missing"
    NOT_A_COUNT = "not_a_count"
    NEGATIVE = "negative"
    NO_DENOMINATOR = "no_denominator"
    ZERO_DENOMINATOR = "zero_denominator"
    ABOVE_DENOMINATOR = "above_denominator"
    NEEDS_NO_DENOMINATOR = "needs_no_denominator"
    COUNTED_MISSING = "counted_missing"
    COUNTED_OTHERWISE = "counted_otherwise"
    ABOVE_POPULATION = "above_population"
    UNKNOWN_QUALIFIER = "unknown_qualifier"
    NO_SOURCE = "no_source"
    NO_REASON = "no_reason"  # a correction without one
    JUMP = "jump"  # confirmed by a reason
    GAP = "gap"  # told, and stored all the same


NOTICES = frozenset({FaultKind.GAP})


@dataclass(frozen=True)
class EntryFault:
    """One thing to mend, or to know: in which row and field, with what its sentence says."""

    row: int
    field: str
    kind: FaultKind
    details: Mapping[str, str | float] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True)
class Entry:
    """A figure as typed. `based_on`: the version its typist saw, 0 when there was none."""

    row: int
    area_code: str
    indicator_code: str
    period: str
    numerator: str
    denominator: str = ""
    counted: str = ""
    qualifier: str = ""
    source: str = ""
    reason: str = ""
    based_on: int = 0
    unit: str = ""  # how a file calls the unit

    @property
    def place(self) -> tuple[str, str, str]:
        """What tells one figure from all others."""
        return self.area_code, self.indicator_code, self.period.strip()


@dataclass(frozen=True)
class Figure:
    """A figure that can be stored."""

    value: float  # percent 0-100, or a count
    numerator: float | None
    denominator: float | None
    qualifier: str
    source: str
    reason: str


@dataclass(frozen=True)
class Known:
    """What is known of a unit and indicator before a figure is reported."""

    unit_since: date = date.min
    population: int | None = None  # of the unit, else of the province it lies in
    earlier: Mapping[str, float] = dataclasses.field(
        default_factory=dict
    )  # code of a period → its value
    stored: Figure | None = None  # of the same period
    version: int = 0  # of the same period; also when it was taken back


def is_small(counted: Counted, figure: Figure, minimum: int) -> bool:
    """Whether so few people or households are counted, or left over, that no reader sees it."""
    if counted not in ABOUT_PERSONS:
        return False
    some = figure.value if figure.numerator is None else figure.numerator
    rest = 0 if figure.denominator is None else figure.denominator - some
    return any(0 < number < minimum for number in (some, rest))


def same_figure(one: Figure, other: Figure) -> bool:
    """Whether two say the same, whatever the reasons."""
    return _content(one) == _content(other)


def _content(figure: Figure) -> tuple[object, ...]:
    numbers = figure.value, figure.numerator, figure.denominator
    return *numbers, figure.qualifier, figure.source
