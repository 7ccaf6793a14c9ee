"""What stands open in an area today: who gets no further, what is due, who could help more."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func
from sqlmodel import Session, col, select

from db import teams
from db.collection_points import communes_of_scope
from db.indicator_versions import inside, is_newest, newest_versions
from db.indicators import catalogue, reporting_units
from db.models import (
    Ambassador,
    CollectionPoint,
    IndicatorReport,
    Learner,
    Mentorship,
    PointDay,
    Unit,
)
from db.scopes import within
from db.team_list import ListedTeam, quotas, teams_within
from db.weeks import narrowed
from domain.access import Scope
from domain.calendar_day import VIETNAM
from domain.indicator_board import Timeliness, due_day, timeliness
from domain.indicator_periods import newest_ended, period_of
from domain.ledger import CIRCLES, LearnerState
from domain.teams import OWED, PERIODS, Work
from domain.weeks import QUIET_DAYS, is_behind

_DUE_SOON = timedelta(days=7)
_SILENT = timedelta(days=14)  # a team without an entry
# Days in one state after which somebody may have been forgotten.
LONG_IN = {LearnerState.INVITED: 14, LearnerState.LEARNING: 30, LearnerState.CHECKED: 14}


@dataclass(frozen=True)
class Stuck:
    """
    Who gets no further.

    Learners as counts; teams and points by their names, with the commune where the area has
    several.
    """

    learners: dict[LearnerState, int]
    silent_teams: tuple[str, ...]
    teams_behind: tuple[str, ...]
    quiet_points: tuple[str, ...]


def stuck(session: Session, scope: Scope, *, area_code: str, today: date) -> Stuck:
    """
    Who gets no further in an area.

    Raises:
        OutsideScope: some commune of the area lies outside the scope.
    """
    here = narrowed(session, scope, area_code)
    several = len(communes_of_scope(session, here, on=today)) > 1
    working = [one for one in teams_within(session, here) if one.dissolved_on is None]
    done = teams.done_by_team(session, here, since=today - _SILENT, until=today)
    active = {team for team, _ in done}
    silent = [_named(one) for one in working if one.id not in active]
    return Stuck(
        learners=_long_in_one_state(session, here, today),
        silent_teams=_told(silent, several=several),
        teams_behind=_told(map(_named, _behind(session, here, working, today)), several=several),
        quiet_points=_told(_quiet_points(session, here, today), several=several),
    )


def empty_circles(session: Session, scope: Scope, *, area_code: str) -> int:
    """
    How many more people the ambassadors of an area could take along today.

    Raises:
        OutsideScope: some commune of the area lies outside the scope.
    """
    scope = narrowed(session, scope, area_code)
    active = col(Ambassador.left_on).is_(None)
    ambassadors = session.exec(
        select(func.count()).where(within(scope, col(Ambassador.commune_id)), active)
    ).one()
    taken = session.exec(
        select(func.count())
        .select_from(Mentorship)
        .join(Ambassador, col(Ambassador.id) == Mentorship.ambassador_id)
        .where(
            within(scope, col(Ambassador.commune_id)), active, col(Mentorship.ended_on).is_(None)
        )
    ).one()
    return max(CIRCLES * ambassadors - taken, 0)


def reports_due(session: Session, scope: Scope, *, area_code: str, today: date) -> int:
    """
    How many figures of the newest period are due within a week, or overdue, over all units.

    Who has been silent for longer is on the board of reports; it is no work of this week.

    Raises:
        OutsideScope: some commune of the area lies outside the scope.
    """
    here = narrowed(session, scope, area_code)
    units = reporting_units(session, here, area_code, on=today)
    came = _reported(session, here, list(units))
    due = 0
    for code, indicator in catalogue(session).items():
        [period] = newest_ended(indicator.period_kind, today, 1)
        soon = due_day(period, indicator.due_days) - today <= _DUE_SOON
        state = timeliness(period, indicator.due_days, first_on=None, today=today)
        if soon and state is not Timeliness.SILENT and period.has_ended(today):
            due += sum((unit, code, period.code) not in came for unit in units)
    return due


def _reported(
    session: Session, scope: Scope, units: Sequence[str]
) -> frozenset[tuple[str, str, str]]:
    newest = newest_versions()
    report = IndicatorReport
    statement = (
        select(report.area_code, report.indicator_code, report.period)
        .join(newest, is_newest(newest))
        .where(
            col(report.withdrawn).is_(False),
            col(report.area_code).in_(units),
            inside(scope, col(report.area_code)),
        )
    )
    return frozenset((area, code, period) for area, code, period in session.exec(statement))


def _long_in_one_state(session: Session, scope: Scope, today: date) -> dict[LearnerState, int]:
    found = {}
    for state, days in LONG_IN.items():
        found[state] = session.exec(
            select(func.count()).where(
                within(scope, col(Learner.commune_id)),
                Learner.state == state.value,
                Learner.state_on <= today - timedelta(days=days),
                col(Learner.deleted_on).is_(None),
            )
        ).one()
    return found


def _behind(
    session: Session, scope: Scope, working: Sequence[ListedTeam], today: date
) -> list[ListedTeam]:
    late: set[int] = set()
    for period in (period_of(kind, today) for kind in PERIODS):
        owed = quotas(session, scope, periods=(period.code,))
        done = teams.done_by_team(session, scope, since=period.first, until=today)
        for (team, _, work), amount in owed.items():
            reached = done.get((team, Work(work)), 0)
            if work in OWED and is_behind(reached, amount, period, today=today):
                late.add(team)
    return [one for one in working if one.id in late]


def _quiet_points(session: Session, scope: Scope, today: date) -> list[tuple[str, str]]:
    """Open points, older than two weeks, that nobody finished at since."""
    since = today - timedelta(days=QUIET_DAYS)
    busy = select(PointDay.point_id).where(PointDay.day > since, PointDay.finished > 0)
    statement = (
        select(CollectionPoint.name, Unit.full_name)
        .join(Unit, col(Unit.id) == CollectionPoint.commune_id)
        .where(
            within(scope, col(CollectionPoint.commune_id)),
            col(CollectionPoint.revoked_at).is_(None),
            CollectionPoint.created_at < datetime.combine(since, datetime.min.time(), VIETNAM),
            col(CollectionPoint.id).not_in(busy),
        )
        .order_by(CollectionPoint.name, Unit.sort_key)
    )
    return list(session.exec(statement).all())


def _named(team: ListedTeam) -> tuple[str, str]:
    return team.name, ", ".join(team.communes.values())


def _told(found: Iterable[tuple[str, str]], *, several: bool) -> tuple[str, ...]:
    """Names, with their communes where the area has several: two places may have one name."""
    return tuple(f"{name} ({commune})" if several else name for name, commune in found)
