"""A leader's week: what is counted of it, which records are odd, and what goes upward, signed."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta
from enum import StrEnum

from domain.errors import TextMissing, TextTooLong, WeekNotOver
from domain.indicator_periods import Period
from domain.meetings import Written, as_written
from domain.people import AgeBand, Audience

LISTED_WEEKS = 4  # older ones were reported long ago
QUIET_DAYS = 14  # an open point nobody finished at
SENTENCE_LETTERS = 400
REASON_LETTERS = 200
FEW = "few"  # of people or visits: more than none and less than the minimum
# Kinds of people that are rarely found together: a wrong tap, or somebody trying the form out.
UNLIKELY = (
    (Audience.STUDENT, AgeBand.FROM_60),
    (Audience.STUDENT, AgeBand.FROM_70),
    (Audience.PUBLIC_EMPLOYEE, AgeBand.FROM_70),
)
_WEEK = timedelta(days=7)
_JUDGED_AFTER = 7  # days of a month or quarter; earlier nobody is behind
_ON_PACE = 0.8  # of what an even pace would have brought

Figure = int | str  # a count, or FEW


class OddKind(StrEnum):
    """Why a record of a commune is looked at."""

    FAST = "fast"
    STRAIGHT = "straight"
    ONE_HELPER = "one_helper"
    UNLIKELY = "unlikely"
    OVER = "over"  # more answered by way of a hamlet than live there
    DUPLICATES = "duplicates"


class OddReason(StrEnum):
    """What came of looking. A list, so that nobody writes about a person in free words."""

    FINE = "fine"
    TOLD = "told"
    MENDED = "mended"


class Said(StrEnum):
    """The sentences of a weekly report, in their order; the last is the writer's own."""

    RATE = "rate"
    POINTS = "points"
    TEAMS = "teams"
    CLASSES = "classes"
    LEDGER = "ledger"
    HAMLETS = "hamlets"
    NOTE = "note"


@dataclass(frozen=True)
class Week:
    """Monday to Sunday."""

    first: date

    def __post_init__(self) -> None:
        if self.first.weekday():
            raise ValueError(f"a week begins on Monday, not on {self.first}")

    @property
    def last(self) -> date:
        return self.first + timedelta(days=6)

    @property
    def before(self) -> "Week":
        return Week(self.first - _WEEK)


@dataclass(frozen=True)
class WeekCounts:
    """
    What the records say of a week: people and visits (lượt) apart, never added to each other.

    Ambassadors, learners, who waits and hamlets are those at its end; the rest happened in it.
    """

    point_people: int = 0  # finished at a collection point
    points: int = 0  # at which somebody finished
    passes: int = 0  # with which somebody was helped
    team_people: int = 0
    team_visits: int = 0
    team_sessions: int = 0
    team_issues: int = 0
    teams: int = 0
    classes_planned: int = 0
    classes_held: int = 0
    classes_cancelled: int = 0
    class_visits: int = 0
    class_phones: int = 0
    ambassadors: int = 0
    learning: int = 0
    can_do: int = 0
    waiting: int = 0
    closed_circles: int = 0
    hamlets: int = 0
    stale_hamlets: int = 0

    def is_quiet(self) -> bool:
        """Whether nothing at all happened in this week."""
        return not any(getattr(self, name) for name in HAPPENED)


HAPPENED = (
    "point_people", "passes", "team_people", "team_visits", "team_sessions", "team_issues",
    "classes_held", "class_visits", "closed_circles",
)  # fmt: skip
ABOUT_PEOPLE = frozenset(
    {"point_people", "team_people", "team_visits", "class_visits", "class_phones", "ambassadors",
     "learning", "can_do", "waiting", "closed_circles"}
)  # fmt: skip
COUNTED = tuple(field.name for field in fields(WeekCounts))


def week_of(day: date) -> Week:
    """The week a day lies in."""
    return Week(day - timedelta(days=day.weekday()))


def ended_weeks(today: date) -> tuple[Week, ...]:
    """The weeks a report can be written of, the newest first."""
    newest = week_of(today).before
    return tuple(Week(newest.first - number * _WEEK) for number in range(LISTED_WEEKS))


def reportable(first: date, *, today: date) -> Week:
    """
    The week of a report.

    Raises:
        WeekNotOver: it is not over, or lies further back than reports are written.
    """
    found = next((week for week in ended_weeks(today) if week.first == first), None)
    if found is None:
        raise WeekNotOver
    return found


def is_behind(done: int, owed: int, period: Period, *, today: date) -> bool:
    """Whether less than 80 % of an even pace is done; in the first days nobody is behind."""
    gone = (min(today, period.last) - period.first).days + 1
    if gone < _JUDGED_AFTER:
        return False
    return done * ((period.last - period.first).days + 1) < _ON_PACE * owed * gone


def upward(counts: WeekCounts, *, minimum: int) -> dict[str, Figure]:
    """The counts as they may leave the area: few people or visits are FEW."""
    return {
        name: FEW if name in ABOUT_PEOPLE and 0 < number < minimum else number
        for name, number in asdict(counts).items()
    }


def as_sentence(said: Said, typed: str) -> str:
    """
    A sentence as somebody rewrote it; empty brings back what was generated. The note keeps lines.

    Raises:
        TextTooLong.
    """
    text = as_written(Written.NOTES, typed)
    if said is Said.NOTE:
        return text
    return _short(" ".join(text.split()), "report_sentence", SENTENCE_LETTERS)


def as_reason(typed: str) -> str:
    """
    Why a report that was sent is corrected.

    Raises:
        TextMissing, TextTooLong.
    """
    text = " ".join(as_written(Written.NOTES, typed).split())
    if not text:
        raise TextMissing(field="reason")
    return _short(text, "reason", REASON_LETTERS)


def as_bytes(content: Mapping[str, object]) -> bytes:
    """A report as it is stored, always the same for the same content: its fingerprint is of it."""
    return json.dumps(
        content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


def _short(text: str, field: str, most: int) -> str:
    if len(text) > most:
        raise TextTooLong(field=field, letters=len(text), most=most)
    return text
