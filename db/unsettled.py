"""What ended communes left: nobody of a split one can say by itself which part it lies in."""

from collections.abc import Mapping
from datetime import date

from sqlmodel import Session, col, select

from db.collection_points import commune_within
from db.hamlets import HAMLET
from db.lineage import COMMUNE, commune_lineage, valid_on
from db.models import ClassSession, CollectionPoint, Team, TeamCommune, Unit
from db.scopes import within
from db.team_list import whole_team_within
from domain.access import Scope
from domain.left_over import Left, LeftOver


def former_communes(
    session: Session, scope: Scope, commune_id: int, *, on: date
) -> dict[int, tuple[str, str]]:
    """Id → code and name of the ended communes of which something went into one, in the scope."""
    before = commune_lineage(session).before(commune_id)
    statement = select(Unit.id, Unit.code, Unit.full_name).where(
        col(Unit.id).in_(before), ~valid_on(on), within(scope, col(Unit.id))
    )
    return {id_: (code, name) for id_, code, name in session.exec(statement) if id_ is not None}


def left_over(session: Session, scope: Scope, *, commune_code: str, on: date) -> list[LeftOver]:
    """
    Hamlets, teams, open points and coming classes that a commune of a day may take.

    After a merge there are none: they came along (`db.field_moves`). People are in the ledger.

    Raises:
        OutsideScope: the commune lies outside the scope, or there is none.
    """
    commune_id = commune_within(session, scope, commune_code, on=on)
    former = former_communes(session, scope, commune_id, on=on)
    if not former:
        return []
    names = {id_: name for id_, (_, name) in former.items()}
    return [
        *_hamlets(session, former, on),
        *_teams(session, scope, names),
        *_points(session, scope, names),
        *_classes(session, scope, names, on),
    ]


def _hamlets(session: Session, former: Mapping[int, tuple[str, str]], on: date) -> list[LeftOver]:
    """Of a commune whose code goes on the hamlets went on with it."""
    living = select(Unit.code).where(Unit.level == COMMUNE, valid_on(on))
    names = dict(former.values())
    statement = (
        select(Unit.code, Unit.full_name, Unit.parent_code)
        .where(
            Unit.level == HAMLET,
            col(Unit.valid_to).is_(None),
            col(Unit.parent_code).in_(names),
            col(Unit.parent_code).not_in(living),
        )
        .order_by(Unit.sort_key, Unit.code)
    )
    return [
        LeftOver(Left.HAMLET, code, name, names[parent])
        for code, name, parent in session.exec(statement)
    ]


def _teams(session: Session, scope: Scope, names: Mapping[int, str]) -> list[LeftOver]:
    statement = (
        select(Team.id, Team.name, TeamCommune.commune_id)
        .join(TeamCommune, col(TeamCommune.team_id) == Team.id)
        .where(
            whole_team_within(scope),
            col(Team.dissolved_on).is_(None),
            col(TeamCommune.commune_id).in_(names),
        )
        .order_by(Team.name)
    )
    return [
        LeftOver(Left.TEAM, str(id_), name, names[place])
        for id_, name, place in session.exec(statement)
    ]


def _points(session: Session, scope: Scope, names: Mapping[int, str]) -> list[LeftOver]:
    statement = (
        select(CollectionPoint.token, CollectionPoint.name, CollectionPoint.commune_id)
        .where(
            within(scope, col(CollectionPoint.commune_id)),
            col(CollectionPoint.commune_id).in_(names),
            col(CollectionPoint.revoked_at).is_(None),
        )
        .order_by(CollectionPoint.name)
    )
    return [
        LeftOver(Left.POINT, token, name, names[place])
        for token, name, place in session.exec(statement)
    ]


def _classes(session: Session, scope: Scope, names: Mapping[int, str], on: date) -> list[LeftOver]:
    statement = (
        select(ClassSession)
        .where(
            within(scope, col(ClassSession.commune_id)),
            col(ClassSession.commune_id).in_(names),
            col(ClassSession.cancelled_at).is_(None),
            col(ClassSession.held_on) >= on,
        )
        .order_by(col(ClassSession.held_on))
    )
    return [
        LeftOver(
            Left.CLASS, row.token, f"{row.place_name}, {row.held_on:%d/%m/%Y}",
            names[row.commune_id],
        )
        for row in session.exec(statement)
    ]  # fmt: skip
