"""Teams of the movement: kinds, what they owe a period, what they log and what looks twice."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import combinations

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
from domain.places import search_key

OLDEST_DAYS = 31  # a day further back is remembered by nobody and was reported already
UNDO_MINUTES = 10
TWICE_MINUTES = 10
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
