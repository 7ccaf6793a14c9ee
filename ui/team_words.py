"""How teams, their work and their pace are said."""

from collections.abc import Mapping
from datetime import date

from db.settings import settings
from db.team_list import ListedTeam
from domain.indicator_periods import Period
from domain.pace import PaceState, pace
from domain.teams import MemberRole, Work
from text import formats
from ui import clock, language
from ui.language import t

_PEOPLE = (Work.PEOPLE, Work.VISITS)


def count(number: int) -> str:
    """A count with the marks of the language."""
    return formats.count(number, language.current())


def day(value: date) -> str:
    """A day as a reader says it."""
    return formats.day(value, language.current())


def amount(work: Work, number: int) -> str:
    """ "5 người", "1 buổi"."""
    return t(f"team_amount.{work}", number=count(number))


def done(work: Work, number: int, *, exact: bool = True) -> str:
    """The same of what was done; who does not work with these people reads few as few."""
    if not exact and is_few(work, number):
        return t(f"team_amount.{work}", number=t("teams.under", minimum=settings().minimum_group))
    return amount(work, number)


def is_few(work: Work, number: int) -> bool:
    """Whether a number of people or visits is too small for figures that go further."""
    return work in _PEOPLE and 0 < number < settings().minimum_group


def line(numbers: Mapping[Work, int], *, exact: bool = True) -> str:
    """All work beside each other, never added."""
    return " · ".join(done(work, numbers.get(work, 0), exact=exact) for work in Work)


def members(team: ListedTeam) -> str:
    """How many a team is, and whom they come from."""
    parts = "; ".join(  # the names of the roles hold commas
        t(f"member_role.{role}") + f" {count(team.members[role])}"
        for role in MemberRole
        if role in team.members
    )
    return t("teams.members_said", people=count(sum(team.members.values())), parts=parts)


def owed(work: Work, reached: int, needed: int, period: Period, *, exact: bool = True) -> str:
    """What is done of what is owed, and the pace to the last day of the period."""
    part = t("team_pace.part", done=done(work, reached, exact=exact), owed=count(needed))
    if not exact and is_few(work, reached):
        return part  # what is missing would say how few
    return f"{part}: {_pace(work, reached, needed, period)}"


def _pace(work: Work, reached: int, needed: int, period: Period) -> str:
    today = max(clock.today(), period.first)
    found = pace(today=today, deadline=period.last, reached=reached, needed=needed)
    if found.state is PaceState.REACHED:
        return t("team_pace.reached")
    if found.state is PaceState.OVERDUE:
        return t("team_pace.overdue", missing=amount(work, found.remaining))
    if found.days <= 7:
        missing = amount(work, found.remaining)
        return t("team_pace.soon", missing=missing, day=day(period.last))
    weekly = amount(work, found.per_week)
    return t("team_pace.within", weekly=weekly, day=day(period.last))
