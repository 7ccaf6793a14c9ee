"""Teams of the movement: kinds, what they owe a period and what they log."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum

from domain.collection import as_point_name
from domain.errors import (
    BadAmount,
    BadMembers,
    BadPointName,
    BadQuota,
    BadTeamName,
    BadWorkPeriod,
    ChoiceMissing,
    UndoTooLate,
    WorkInFuture,
    WorkTooOld,
)
from domain.indicator_periods import Period, PeriodKind, as_period

OLDEST_DAYS = 31  # a day further back is remembered by nobody and was reported already
UNDO_MINUTES = 10
MOST_AT_ONCE = 500  # one entry; a larger gathering is a class with its own list
MOST_MEMBERS = 500
MOST_OWED = 1_000_000
QUICK = (1, 5)  # people or visits by one tap
LONGEST_PLACE = 60


class TeamKind(StrEnum):
    """What teams are founded as."""

    COMMUNITY = "community"  # tổ công nghệ số cộng đồng, QĐ 146/QĐ-TTg 28/01/2022
    LITERACY = "literacy"  # đội hình "Bình dân học vụ số"
    YOUTH = "youth"  # đội hình thanh niên tình nguyện


class MemberRole(StrEnum):
    """Whom members come from; each person is counted once, where they mainly belong."""

    YOUTH_UNION = "youth_union"
    OFFICER = "officer"
    POLICE = "police"
    TEACHER = "teacher"
    ASSOCIATION = "association"
    OTHER = "other"


class Work(StrEnum):
    """What is counted. People and visits are never added to each other."""

    PEOPLE = "people"
    VISITS = "visits"
    SESSIONS = "sessions"
    ISSUES = "issues"


OWED = (Work.PEOPLE, Work.SESSIONS, Work.ISSUES)  # no quota on visits: it is met by counting twice
PERIODS = (PeriodKind.MONTH, PeriodKind.QUARTER)


def as_team_name(typed: str) -> str:
    """
    The name of a team: letters, digits and plain marks.

    Raises:
        BadTeamName: no letter remains, or it is too long.
    """
    try:
        return as_point_name(typed)
    except BadPointName as refusal:
        raise BadTeamName(**refusal.details) from None


def as_place(typed: str) -> str:
    """
    Where the work was done, in one line; nobody has to say it.

    Raises:
        BadTeamName: it is too long, or holds no letter.
    """
    return as_team_name(typed) if typed.strip() else ""


def as_members(people: Mapping[str, int]) -> dict[MemberRole, int]:
    """
    Members by whom they come from; roles without anybody fall out.

    Raises:
        BadMembers: a negative number, more than a team can be, or nobody at all.
        ChoiceMissing: no role of ours.
    """
    try:
        known = {MemberRole(role): count for role, count in people.items()}
    except ValueError:
        raise ChoiceMissing(field="role") from None
    if any(count < 0 for count in known.values()) or not 1 <= sum(known.values()) <= MOST_MEMBERS:
        raise BadMembers(most=MOST_MEMBERS)
    return {role: count for role, count in known.items() if count}


def as_quota(work: str, amount: int) -> tuple[Work, int]:
    """
    What a team owes.

    Raises:
        BadQuota: nothing, less than nothing, or a number nobody can mean.
        ChoiceMissing: a work no quota is set on.
    """
    if work not in OWED:
        raise ChoiceMissing(field="work")
    if not 1 <= amount <= MOST_OWED:
        raise BadQuota(most=MOST_OWED)
    return Work(work), amount


def as_quota_period(code: str, *, today: date) -> Period:
    """
    The month or quarter of a quota.

    Raises:
        BadWorkPeriod: neither, or one that is over: what was owed is not changed afterwards.
    """
    found = period_named(code)
    if found is None or found.last < today:
        raise BadWorkPeriod
    return found


def period_named(code: str) -> Period | None:
    """The month or quarter a code means."""
    known = (as_period(kind, code) for kind in PERIODS)
    return next((one for one in known if one is not None), None)


def as_amount(work: str, amount: int) -> tuple[Work, int]:
    """
    What is logged at once.

    Raises:
        BadAmount: nothing, less than nothing, or too much for one entry.
        ChoiceMissing: no work of ours.
    """
    try:
        known = Work(work)
    except ValueError:
        raise ChoiceMissing(field="work") from None
    if not 1 <= amount <= MOST_AT_ONCE:
        raise BadAmount(most=MOST_AT_ONCE)
    return known, amount


def check_day(day: date, *, today: date) -> None:
    """
    Refuse a day work cannot be logged for.

    Raises:
        WorkInFuture, WorkTooOld.
    """
    if day > today:
        raise WorkInFuture
    if day < oldest_day(today):
        raise WorkTooOld(days=OLDEST_DAYS)


def oldest_day(today: date) -> date:
    """The first day that can still be logged."""
    return today - timedelta(days=OLDEST_DAYS)


def undo_since(now: datetime) -> datetime:
    """What was logged at this moment or later can still be taken back."""
    return now - timedelta(minutes=UNDO_MINUTES)


def check_undo(logged_at: datetime, *, now: datetime) -> None:
    """
    Refuse to take back what was logged too long ago.

    Raises:
        UndoTooLate.
    """
    if logged_at < undo_since(now):
        raise UndoTooLate(minutes=UNDO_MINUTES)
