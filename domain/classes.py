"""Classes and events: what can be planned, when somebody can say they came, and how many."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TypeVar

from domain.calendar_day import VIETNAM
from domain.collection import as_point_name
from domain.errors import (
    AttendanceClosed,
    BadClassDay,
    BadClassPlace,
    BadClassTime,
    BadPointName,
    BadTally,
    ChoiceMissing,
    ClassCancelled,
    ClassHeld,
)
from domain.people import Audience
from domain.targets import EVERYONE

MOST_IN_A_CLASS = 500  # a festival; more is a mistake, or somebody who plays with the link
SHORTEST_MINUTES, LONGEST_MINUTES = 15, 12 * 60
_DAYS_BACK, _DAYS_AHEAD = 31, 366  # written down afterwards; planned for a year
_OPENS_BEFORE = timedelta(minutes=60)  # people come early
_TALLY_DAYS = 7  # after the class, for whoever counts on paper
_LAST_MINUTE = 24 * 60 - 1

_Choice = TypeVar("_Choice", bound=StrEnum)


class ClassKind(StrEnum):
    """What is held: one kind of row, whatever the plan calls it."""

    LESSON = "lesson"
    GUIDANCE = "guidance"
    PARTY_PIONEER = "party_pioneer"  # Đảng viên tiên phong
    DIGITAL_MARKET = "digital_market"  # Chợ số
    DIGITAL_FAMILY = "digital_family"  # Gia đình số
    FESTIVAL = "festival"


class ClassPlace(StrEnum):
    """Where people sit together."""

    CULTURE_HOUSE = "culture_house"
    MARKET = "market"
    POST_OFFICE = "post_office"  # bưu điện văn hóa xã
    SCHOOL = "school"
    HOME = "home"
    OTHER = "other"


class Teacher(StrEnum):
    """As what somebody teaches; never who."""

    AMBASSADOR = "ambassador"
    VOLUNTEER = "volunteer"
    SCHOOL_TEACHER = "school_teacher"
    PARTY_MEMBER = "party_member"
    OFFICIAL = "official"
    NEIGHBOUR = "neighbour"


@dataclass(frozen=True)
class ClassPlan:
    """
    A class as somebody planned it; `starts_minute` counts from midnight in Vietnam.

    `hamlet_code`: whose people it is for, when it is of one hamlet. `point_token`: the collection
    point at which those who come answer; it is of the same hamlet.
    """

    kind: ClassKind
    place_kind: ClassPlace
    place_name: str
    commune_code: str
    held_on: date
    starts_minute: int
    minutes: int
    audience: str  # Audience, or everyone
    teacher: Teacher
    competences: tuple[str, ...]
    resources: tuple[str, ...]
    hamlet_code: str | None = None
    point_token: str | None = None


def checked(
    plan: ClassPlan, *, today: date, competences: Collection[str], resources: Collection[str]
) -> ClassPlan:
    """
    The plan as it is stored: its place cleaned, every choice one of ours.

    Args:
        competences, resources: codes that exist.

    Raises:
        BadClassPlace, BadClassDay, BadClassTime, ChoiceMissing.
    """
    first, last = today - timedelta(days=_DAYS_BACK), today + timedelta(days=_DAYS_AHEAD)
    if not first <= plan.held_on <= last:
        raise BadClassDay(first=f"{first:%d/%m/%Y}", last=f"{last:%d/%m/%Y}")
    fits = SHORTEST_MINUTES <= plan.minutes <= LONGEST_MINUTES
    if not (fits and 0 <= plan.starts_minute <= _LAST_MINUTE):
        raise BadClassTime(shortest=SHORTEST_MINUTES, longest=LONGEST_MINUTES)
    _refuse_unknown("audience", [plan.audience], {EVERYONE, *Audience})
    _refuse_unknown("competence", plan.competences, competences)
    _refuse_unknown("resource", plan.resources, resources)
    return replace(
        plan,
        kind=_one_of(ClassKind, plan.kind, "kind"),
        place_kind=_one_of(ClassPlace, plan.place_kind, "place"),
        place_name=_place_name(plan.place_name),
        teacher=_one_of(Teacher, plan.teacher, "teacher"),
        competences=tuple(sorted(set(plan.competences))),
        resources=tuple(sorted(set(plan.resources))),
    )


def refuse_if_held(
    held_on: date, starts_minute: int, minutes: int, *, cancelled: bool, now: datetime
) -> None:
    """
    Nothing, as long as the plan of a class can be changed: until it ends.

    Raises:
        ClassCancelled, ClassHeld.
    """
    if cancelled:
        raise ClassCancelled
    if now >= starts_at(held_on, starts_minute) + timedelta(minutes=minutes):
        raise ClassHeld(day=f"{held_on:%d/%m/%Y}")


def written_plan(place_name: str, held_on: date, starts_minute: int, minutes: int) -> str:
    """Where and when, in any language: "Nhà văn hóa thôn 3, 20/11/2026 19:30 (90)"."""
    begins = starts_at(held_on, starts_minute)
    return f"{place_name}, {begins:%d/%m/%Y %H:%M} ({minutes})"


def quarter_of(day: date) -> str:
    """The quarter of a day, e.g. 2026-4."""
    return f"{day.year}-{(day.month - 1) // 3 + 1}"


def starts_at(held_on: date, starts_minute: int) -> datetime:
    """The moment a class begins."""
    return datetime.combine(held_on, time(starts_minute // 60, starts_minute % 60), VIETNAM)


def refuse_unless_open(
    held_on: date, starts_minute: int, *, cancelled: bool, now: datetime
) -> None:
    """
    Whether somebody can say now that they are there: an hour before the start to midnight.

    Raises:
        ClassCancelled, AttendanceClosed.
    """
    if cancelled:
        raise ClassCancelled
    begins = starts_at(held_on, starts_minute)
    ends = datetime.combine(held_on + timedelta(days=1), time(), VIETNAM)
    if not begins - _OPENS_BEFORE <= now < ends:
        raise AttendanceClosed(day=f"{held_on:%d/%m/%Y}")


def checked_tally(people: int, held_on: date, *, cancelled: bool, today: date) -> int:
    """
    How many came without a phone, as the helper counted them.

    Raises:
        ClassCancelled: it did not take place.
        AttendanceClosed: it is still to come, or over for too long.
        BadTally: fewer than nobody, or more than fit.
    """
    if cancelled:
        raise ClassCancelled
    if not held_on <= today <= held_on + timedelta(days=_TALLY_DAYS):
        raise AttendanceClosed(day=f"{held_on:%d/%m/%Y}")
    if not 0 <= people <= MOST_IN_A_CLASS:
        raise BadTally(most=MOST_IN_A_CLASS)
    return people


def _place_name(typed: str) -> str:
    try:
        return as_point_name(typed)
    except BadPointName as refusal:
        raise BadClassPlace(**refusal.details) from None


def _one_of(family: type[_Choice], value: str, field: str) -> _Choice:
    try:
        return family(value)
    except ValueError:
        raise ChoiceMissing(field=field) from None


def _refuse_unknown(field: str, given: Collection[str], known: Collection[str]) -> None:
    if not set(given) <= set(known):
        raise ChoiceMissing(field=field)
