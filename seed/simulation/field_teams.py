"""Teams of the field: members, quotas, eight weeks of logged work, and one entry made twice."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import numpy as np
from sqlalchemy import insert

from db.commands.teams import TeamForm, found_team
from db.engine import transaction
from db.models import TeamActivity, TeamQuota
from domain.indicator_periods import PeriodKind, before, period_of
from domain.teams import MemberRole, TeamKind, Work
from seed.simulation.field_places import DOUBTFUL, FIRST, Field, Hamlet, Place, evening

_WEEKS = 8
_WEEKDAYS = (1, 3)  # on which teams go out
_DAYS_A_MONTH = 8  # of them
_NAMES = {
    TeamKind.COMMUNITY: "Tổ công nghệ số thử",
    TeamKind.LITERACY: "Đội hình học vụ số thử",
    TeamKind.YOUTH: "Đội hình tình nguyện thử",
}
_FROM = {  # from whom members come, and the most of them
    TeamKind.COMMUNITY: {MemberRole.YOUTH_UNION: 4, MemberRole.OFFICER: 3, MemberRole.POLICE: 2},
    TeamKind.LITERACY: {MemberRole.YOUTH_UNION: 8, MemberRole.TEACHER: 4},
    TeamKind.YOUTH: {MemberRole.YOUTH_UNION: 9, MemberRole.ASSOCIATION: 3, MemberRole.OTHER: 2},
}
_OWED = {Work.PEOPLE: 56, Work.SESSIONS: 3, Work.ISSUES: 6}  # in a month
_PACE = {TeamKind.COMMUNITY: 1.4, TeamKind.LITERACY: 0.9, TeamKind.YOUTH: 0.35}  # of what it owes
_Row = dict[str, object]


def make_teams(field: Field, place: Place, hamlets: Sequence[Hamlet]) -> None:
    """Three teams in the first commune, two elsewhere; the last of them is behind."""
    random = field.random(place, 4)
    kinds = list(TeamKind) if place.code == FIRST else [TeamKind.COMMUNITY, TeamKind.YOUTH]
    rows: list[_Row] = []
    owed: list[_Row] = []
    for number, kind in enumerate(kinds):
        team_id = _found(field, place, kind, random)
        owed += _owed(field, place, team_id)
        at = [one.name for one in hamlets[number :: len(kinds)]]  # no two teams at one place
        rows += _work(field, place, team_id, kind, at, random)
        if number == 0 and place.code in DOUBTFUL:
            rows += _twice(field, place, team_id, at[0])
    for number, row in enumerate(rows):
        row["tap_key"] = f"mophong{number:05}"
    with transaction(field.engine) as connection:
        connection.execute(insert(TeamQuota), owed)
        connection.execute(insert(TeamActivity), rows)


def _found(field: Field, place: Place, kind: TeamKind, random: np.random.Generator) -> int:
    members = {role.value: int(random.integers(1, most + 1)) for role, most in _FROM[kind].items()}
    form = TeamForm(
        kind.value, f"{_NAMES[kind]} {place.name}", (place.code,), members, place.helper_id
    )
    first = field.first_day
    return found_team(field.engine, form, by=place.leader_id, now=evening(first), today=first)


def _owed(field: Field, place: Place, team_id: int) -> Iterator[_Row]:
    """What it owes this month and owed the last one, said on the first day of each."""
    this = period_of(PeriodKind.MONTH, field.today)
    for period in filter(None, (before(this), this)):
        said = {"set_by": place.leader_id, "set_at": evening(period.first)}
        for work, amount in _OWED.items():
            owed = {"team_id": team_id, "period": period.code, "work": work.value}
            yield {**owed, "amount": amount, **said}


def _work(
    field: Field,
    place: Place,
    team_id: int,
    kind: TeamKind,
    at: Sequence[str],
    random: np.random.Generator,
) -> Iterator[_Row]:
    """Two days of work a week at most: people, visits, a session, issues that were solved."""
    for week in range(_WEEKS):
        pace = _PACE[kind] * random.uniform(0.8, 1.2)
        monday = field.today - timedelta(days=field.today.weekday() + 7 * (_WEEKS - 1 - week))
        for weekday in _WEEKDAYS:
            day = monday + timedelta(days=weekday)
            people = round(_OWED[Work.PEOPLE] / _DAYS_A_MONTH * pace)
            if day > field.today or people == 0:
                continue
            where = f"Nhà văn hóa {at[week % len(at)]}"
            amounts = [(Work.PEOPLE, people), (Work.VISITS, people + int(random.integers(0, 6)))]
            if weekday == _WEEKDAYS[-1] and random.random() < pace:
                amounts += [(Work.SESSIONS, 1), (Work.ISSUES, int(random.integers(2, 4)))]
            for minutes, (work, amount) in enumerate(amounts):
                yield _row(place, team_id, day, work, amount, where, 20 * minutes)


def _twice(field: Field, place: Place, team_id: int, hamlet: str) -> Iterator[_Row]:
    """The same people, written down again five minutes later."""
    day = field.today - timedelta(days=3)
    for minutes in (0, 5):
        where = f"Nhà văn hóa {hamlet}"
        yield _row(place, team_id, day, Work.PEOPLE, 12, where, 200 + minutes)


def _row(
    place: Place, team_id: int, day: date, work: Work, amount: int, where: str, minutes: int
) -> _Row:
    return {
        **{"team_id": team_id, "commune_id": place.unit_id, "day": day, "work": work.value},
        **{"amount": amount, "place": where, "logged_by": place.helper_id},
        "logged_at": evening(day, minutes=minutes),
    }
