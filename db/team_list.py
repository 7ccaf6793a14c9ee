"""Teams as leaders and volunteers find them: those whose every commune lies inside their scope."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, or_, select

from db.models import (
    Account,
    AreaMember,
    Grant,
    Team,
    TeamCommune,
    TeamMember,
    TeamQuota,
    Unit,
)
from db.scopes import in_area, whole_area_within, within
from domain.access import PERMISSIONS, Permission, Role, Scope
from domain.errors import UnknownTeam
from domain.teams import MemberRole, TeamKind, Work

_MAY_LOG = sorted(role for role in Role if Permission.CAPTURE in PERMISSIONS[role])


@dataclass(frozen=True)
class ListedTeam:
    """A team with where it works, who answers for it and how many it is."""

    id: int
    kind: TeamKind
    name: str
    responsible_id: int | None
    responsible: str
    dissolved_on: date | None
    communes: Mapping[str, str]  # code → full name
    members: Mapping[MemberRole, int]


def whole_team_within(scope: Scope) -> ColumnElement[bool]:
    """The condition that every commune of a team lies inside the scope, and that it has one."""
    outside = select(TeamCommune.team_id).where(~within(scope, col(TeamCommune.commune_id)))
    inside = select(TeamCommune.team_id).where(within(scope, col(TeamCommune.commune_id)))
    return col(Team.id).in_(inside) & col(Team.id).not_in(outside)


def teams_within(
    session: Session, scope: Scope, *, area_code: str | None = None
) -> list[ListedTeam]:
    """The teams of a scope, or of an area of it; dissolved ones last."""
    condition = whole_team_within(scope)
    if area_code is not None:
        here = select(TeamCommune.team_id).where(in_area(area_code, col(TeamCommune.commune_id)))
        condition &= col(Team.id).in_(here)
    return _listed(session, condition)


def teams_logged_by(session: Session, scope: Scope, account_id: int) -> list[ListedTeam]:
    """The teams of a scope this account answers for and that still work."""
    mine = (col(Team.responsible_id) == account_id) & col(Team.dissolved_on).is_(None)
    return _listed(session, whole_team_within(scope) & mine)


def team_of(session: Session, scope: Scope, team_id: int) -> ListedTeam:
    """
    One team.

    Raises:
        UnknownTeam: there is none, or a commune of it lies outside the scope.
    """
    found = _listed(session, whole_team_within(scope) & (col(Team.id) == team_id))
    if not found:
        raise UnknownTeam
    return found[0]


def quotas(
    session: Session, scope: Scope, *, periods: tuple[str, ...]
) -> dict[tuple[int, str, Work], int]:
    """Team, period and work → what is owed, of the teams of a scope."""
    statement = (
        select(TeamQuota)
        .join(Team, col(Team.id) == TeamQuota.team_id)
        .where(whole_team_within(scope), col(TeamQuota.period).in_(periods))
    )
    return {
        (row.team_id, row.period, Work(row.work)): row.amount for row in session.exec(statement)
    }


def who_may_answer(session: Session, scope: Scope, *, on: date) -> dict[int, str]:
    """Account → its name: who may log work on a day, by a grant that lies inside the scope."""
    statement = (
        select(Account.id, Account.display_name)
        .join(Grant, col(Grant.account_id) == Account.id)
        .where(
            col(Account.disabled_at).is_(None),
            col(Grant.revoked_at).is_(None),
            col(Grant.role).in_(_MAY_LOG),
            col(Grant.valid_from) <= on,
            or_(col(Grant.valid_to).is_(None), col(Grant.valid_to) >= on),
            col(Grant.area_code).in_(select(AreaMember.area_code)),
            whole_area_within(scope, col(Grant.area_code)),
        )
        .order_by(Account.display_name)
    )
    return {id_: name for id_, name in session.exec(statement) if id_ is not None}


def _listed(session: Session, condition: ColumnElement[bool]) -> list[ListedTeam]:
    statement = (
        select(Team, Account.display_name)
        .join(Account, col(Account.id) == Team.responsible_id, isouter=True)
        .where(condition)
        .order_by(col(Team.dissolved_on).is_not(None), col(Team.kind), col(Team.name), col(Team.id))
    )
    rows = session.exec(statement).all()
    ids = [team.id for team, _ in rows if team.id is not None]
    places, members = _communes(session, ids), _members(session, ids)
    return [
        ListedTeam(
            id=team.id,
            kind=TeamKind(team.kind),
            name=team.name,
            responsible_id=team.responsible_id,
            responsible=name or "",
            dissolved_on=team.dissolved_on,
            communes=places.get(team.id, {}),
            members=members.get(team.id, {}),
        )
        for team, name in rows
        if team.id is not None
    ]


def _communes(session: Session, ids: list[int]) -> dict[int, dict[str, str]]:
    statement = (
        select(TeamCommune.team_id, Unit.code, Unit.full_name)
        .join(Unit, col(Unit.id) == TeamCommune.commune_id)
        .where(col(TeamCommune.team_id).in_(ids))
        .order_by(Unit.sort_key, Unit.code)
    )
    found: dict[int, dict[str, str]] = {}
    for team_id, code, name in session.exec(statement):
        found.setdefault(team_id, {})[code] = name
    return found


def _members(session: Session, ids: list[int]) -> dict[int, dict[MemberRole, int]]:
    found: dict[int, dict[MemberRole, int]] = {}
    for row in session.exec(select(TeamMember).where(col(TeamMember.team_id).in_(ids))):
        found.setdefault(row.team_id, {})[MemberRole(row.role)] = row.members
    return found
