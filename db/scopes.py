"""The one place where a scope becomes a WHERE. An empty scope sees nothing."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, func
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from db.models import Area, AreaMember
from domain.access import Scope
from domain.errors import OutsideScope
from domain.quoted import quoted

CommuneId = Mapped[int] | Mapped[int | None]


def within(scope: Scope, commune_id: CommuneId) -> ColumnElement[bool]:
    """The condition that a commune lies inside the scope."""
    return commune_id.in_(_members(scope.area_codes))


def in_area(area_code: str, commune_id: CommuneId) -> ColumnElement[bool]:
    """The condition that a commune belongs to an area."""
    return commune_id.in_(_members([area_code]))


def whole_area_within(scope: Scope, area_code: Mapped[str]) -> ColumnElement[bool]:
    """The condition that every commune of an area lies inside the scope."""
    outside = select(AreaMember.area_code).where(
        col(AreaMember.unit_id).not_in(_members(scope.area_codes))
    )
    return area_code.not_in(outside)


def require_area(session: Session, scope: Scope, area_code: str) -> Area:
    """
    The area, when every commune of it lies inside the scope.

    Raises:
        OutsideScope: it does not, or there is no such area; the two are not told apart.
    """
    area = session.get(Area, area_code)
    communes = _count(session, _members([area_code]))
    outside = _count(
        session,
        _members([area_code]).where(col(AreaMember.unit_id).not_in(_members(scope.area_codes))),
    )
    if area is None or communes == 0 or outside > 0:
        raise OutsideScope(area=quoted(area_code, 12))
    return area


def areas_within(session: Session, scope: Scope) -> list[Area]:
    """The areas that a scope names, by name."""
    statement = select(Area).where(col(Area.code).in_(scope.area_codes)).order_by(Area.search_key)
    return list(session.exec(statement).all())


def _members(area_codes: Iterable[str]) -> SelectOfScalar[int]:
    return select(AreaMember.unit_id).where(col(AreaMember.area_code).in_(sorted(area_codes)))


def _count(session: Session, members: SelectOfScalar[int]) -> int:
    return session.exec(select(func.count()).select_from(members.subquery())).one()
