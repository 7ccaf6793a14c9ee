"""What the records say of a week of an area, and what stands open there today."""

from datetime import date

from sqlalchemy import func
from sqlmodel import Session, col, select

from db import classes, ledger, teams
from db.hamlet_figures import last_answers
from db.hamlets import hamlets_within
from db.models import CollectionPoint, HelperPass, HelperTotal, PointDay
from db.scopes import require_area, whole_area_within, within
from domain.access import Scope
from domain.ledger import CLOSED
from domain.reached import is_stale
from domain.weeks import Week, WeekCounts


def counts(
    session: Session, scope: Scope, *, area_code: str, week: Week, today: date
) -> WeekCounts:
    """
    What the records say of a week, read by the same functions as the pages they stand on.

    Of a week that is not over, so far.

    Raises:
        OutsideScope: some commune of the area lies outside the scope.
    """
    here = narrowed(session, scope, area_code)
    since, until = week.first, week.last
    worked = teams.totals(session, here, area_code=area_code, since=since, until=until)
    held = classes.totals(session, here, area_code=area_code, since=since, until=until)
    paired = ledger.totals(session, here, area_code=area_code, since=since, until=until)
    people, points = _finished(session, here, week)
    hamlets, stale = _hamlets(session, here, area_code, min(week.last, today))
    return WeekCounts(
        point_people=people,
        points=points,
        passes=_passes(session, here, week),
        team_people=worked.people,
        team_visits=worked.visits,
        team_sessions=worked.sessions,
        team_issues=worked.issues,
        teams=worked.teams,
        classes_planned=held.planned,
        classes_held=held.held,
        classes_cancelled=held.cancelled,
        class_visits=held.visits,
        class_phones=held.phones,
        ambassadors=paired.ambassadors,
        learning=sum(n for state, n in paired.learners.items() if state not in CLOSED),
        can_do=sum(n for state, n in paired.learners.items() if state in CLOSED),
        waiting=paired.waiting,
        closed_circles=paired.closed_circles,
        hamlets=hamlets,
        stale_hamlets=stale,
    )


def narrowed(session: Session, scope: Scope, area_code: str) -> Scope:
    """
    The part of a scope that is one area, so that every read of it stays inside.

    Raises:
        OutsideScope: some commune of the area lies outside the scope.
    """
    require_area(session, scope, area_code)
    return Scope(scope.role, frozenset({area_code}))


def _finished(session: Session, scope: Scope, week: Week) -> tuple[int, int]:
    """People who finished at points in a week, and at how many points."""
    people, points = session.exec(
        select(func.coalesce(func.sum(PointDay.finished), 0),
               func.count(func.distinct(PointDay.point_id)))
        .join(CollectionPoint, col(CollectionPoint.id) == PointDay.point_id)
        .where(within(scope, col(CollectionPoint.commune_id)),
               col(PointDay.day).between(week.first, week.last), PointDay.finished > 0)
    ).one()  # fmt: skip
    return int(people), int(points)


def _passes(session: Session, scope: Scope, week: Week) -> int:
    """Passes of a week by which at least one person sent."""
    used = select(HelperTotal.helper_pass_id).where(
        HelperTotal.people > 0, within(scope, col(HelperTotal.commune_id))
    )
    return session.exec(
        select(func.count())
        .select_from(HelperPass)
        .where(
            whole_area_within(scope, col(HelperPass.area_code)),
            col(HelperPass.valid_on).between(week.first, week.last),
            col(HelperPass.id).in_(used) | (col(HelperPass.children) > 0),
        )
    ).one()


def _hamlets(session: Session, scope: Scope, area_code: str, on: date) -> tuple[int, int]:
    """How many hamlets there are, and in how many nobody answered for 30 days."""
    found = hamlets_within(session, scope, on=on, area_code=area_code)
    last = last_answers(session, scope)
    return len(found), sum(is_stale(last.get(one.unit_id), on) for one in found)
