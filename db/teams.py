"""What teams did: sums by work, what can still be taken back, and what looks like logged twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, func
from sqlmodel import Session, col, or_, select

from db.models import Team, TeamActivity, Unit, metadata
from db.scopes import in_area, within
from db.team_list import whole_team_within
from domain.access import Scope
from domain.team_doubts import Entry, Suspect, Verdict, suspects
from domain.teams import Work

_MOST_LISTED = 20
_MOST_COMPARED = 5000  # the newest entries of an area: some days of a province
_table = metadata.tables["teamactivity"]
_KEPT = ("id", "team_id", "commune_id", "day", "work", "amount", "place", "logged_at", "verdict")
_ENTRY: Sequence[Any] = (
    *(_table.c[name] for name in _KEPT),
    col(Team.name).label("team_name"), col(Unit.full_name).label("commune_name"),
)  # fmt: skip


@dataclass(frozen=True)
class Totals:
    """Work done, each kind by itself: people and visits are never added to each other."""

    people: int = 0
    visits: int = 0
    sessions: int = 0
    issues: int = 0
    teams: int = 0  # that logged anything


@dataclass(frozen=True)
class Logged:
    """One entry as its team reads it."""

    id: int
    team_name: str
    commune_name: str
    day: date
    work: Work
    amount: int
    place: str
    logged_at: datetime


@dataclass(frozen=True)
class Doubtful:
    """Two entries that may be one piece of work, with the names a leader knows them by."""

    suspect: Suspect
    first_team: str
    second_team: str
    commune_name: str


def totals(session: Session, scope: Scope, *, area_code: str, since: date, until: date) -> Totals:
    """
    What teams logged in the communes of an area, both days inside, as far as the scope reaches.

    What was taken back or removed as logged twice is not counted.
    """
    statement = (
        select(TeamActivity.team_id, TeamActivity.work, func.sum(TeamActivity.amount))
        .where(
            within(scope, col(TeamActivity.commune_id)),
            in_area(area_code, col(TeamActivity.commune_id)),
            col(TeamActivity.day).between(since, until),
            _counts(),
        )
        .group_by(col(TeamActivity.team_id), col(TeamActivity.work))
    )
    rows = session.exec(statement).all()
    by_work = {work: sum(int(number) for _, of, number in rows if of == work) for work in Work}
    return Totals(**by_work, teams=len({team for team, _, _ in rows}))


def done_by_team(
    session: Session, scope: Scope, *, since: date, until: date
) -> dict[tuple[int, Work], int]:
    """Team and work → how much the teams of a scope did, both days inside."""
    statement = (
        select(TeamActivity.team_id, TeamActivity.work, func.sum(TeamActivity.amount))
        .join(Team, col(Team.id) == TeamActivity.team_id)
        .where(
            within(scope, col(TeamActivity.commune_id)),
            whole_team_within(scope),
            col(TeamActivity.day).between(since, until),
            _counts(),
        )
        .group_by(col(TeamActivity.team_id), col(TeamActivity.work))
    )
    return {(team, Work(work)): int(amount) for team, work, amount in session.exec(statement)}


def logged_since(
    session: Session, scope: Scope, *, account_id: int, since: datetime
) -> list[Logged]:
    """What an account logged since a moment and did not take back, the newest first."""
    mine = col(TeamActivity.logged_by) == account_id
    return _logged(session, scope, mine & (col(TeamActivity.logged_at) >= since))


def logged_in(
    session: Session, scope: Scope, *, area_code: str, since: date, until: date
) -> list[Logged]:
    """The newest entries of an area that count, of days from one to another."""
    here = in_area(area_code, col(TeamActivity.commune_id))
    return _logged(session, scope, here & col(TeamActivity.day).between(since, until))


def _logged(session: Session, scope: Scope, condition: ColumnElement[bool]) -> list[Logged]:
    statement = (
        select(TeamActivity, Team.name, Unit.full_name)
        .join(Team, col(Team.id) == TeamActivity.team_id)
        .join(Unit, col(Unit.id) == TeamActivity.commune_id)
        .where(within(scope, col(TeamActivity.commune_id)), condition, _counts())
        .order_by(col(TeamActivity.id).desc())
        .limit(_MOST_LISTED)
    )
    return [
        Logged(
            row.id,
            team,
            commune,
            row.day,
            Work(row.work),
            row.amount,
            row.place,
            row.logged_at,
        )
        for row, team, commune in session.exec(statement)
        if row.id is not None
    ]


def doubtful(session: Session, scope: Scope, *, area_code: str, since: date) -> list[Doubtful]:
    """Pairs of the newest entries in an area that look like one piece of work, not judged yet."""
    statement = (
        select(*_ENTRY)
        .join(Team, col(Team.id) == TeamActivity.team_id)
        .join(Unit, col(Unit.id) == TeamActivity.commune_id)
        .where(
            within(scope, col(TeamActivity.commune_id)),
            in_area(area_code, col(TeamActivity.commune_id)),
            col(TeamActivity.day) >= since,
            (col(TeamActivity.amount) > 1) | (col(TeamActivity.work) == Work.SESSIONS.value),
            _counts(),
        )
        .order_by(col(TeamActivity.id).desc())
        .limit(_MOST_COMPARED)
    )
    rows = session.execute(statement).all()
    names = {row.id: (row.team_name, row.commune_name) for row in rows}
    return [
        Doubtful(pair, names[pair.first.id][0], *names[pair.second.id])
        for pair in suspects(map(_entry, rows))
    ]


def _counts() -> ColumnElement[bool]:
    """The condition that an entry stands: neither taken back nor removed by a leader."""
    kept = or_(col(TeamActivity.verdict).is_(None), TeamActivity.verdict == Verdict.DIFFERENT.value)
    return col(TeamActivity.undone_at).is_(None) & kept


def _entry(row: Row[Any]) -> Entry:
    return Entry(
        id=row.id,
        team_id=row.team_id,
        commune_id=row.commune_id,
        day=row.day,
        work=Work(row.work),
        amount=row.amount,
        place=row.place,
        logged_at=row.logged_at,
        judged=row.verdict is not None,
    )
