"""Collection points as leaders list them, and as a link finds them."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, func
from sqlmodel import Session, col, select

from db.lineage import valid_on
from db.models import CollectionPoint, PointDay, Unit
from db.scopes import within
from domain.access import Scope
from domain.collection import PointKind, as_token
from domain.errors import OutsideScope, RevokedPoint, UnknownPoint
from domain.places import is_unit_code
from domain.quoted import quoted


@dataclass(frozen=True)
class Point:
    """A point as its poster says it."""

    token: str
    kind: PointKind
    name: str
    commune_code: str
    commune_name: str


@dataclass(frozen=True)
class ListedPoint:
    """
    A point with how many people finished there.

    The counts may be under ten: they say how much was done at the point, and no result.
    """

    point: Point
    revoked: bool
    finished_today: int
    finished: int


def communes_of_scope(session: Session, scope: Scope, *, on: date) -> dict[str, str]:
    """Code → full name of the communes of this day inside a scope, in dictionary order."""
    statement = (
        select(Unit.code, Unit.full_name)
        .where(Unit.level == "commune", valid_on(on), within(scope, col(Unit.id)))
        .order_by(Unit.sort_key, Unit.code)
    )
    return {code: name for code, name in session.exec(statement)}


def commune_within(session: Session, scope: Scope, code: str, *, on: date) -> int:
    """
    The id of a commune of this day.

    Raises:
        OutsideScope: it lies outside the scope, or there is none; the two are not told apart.
    """
    statement = select(Unit.id).where(
        Unit.level == "commune", Unit.code == code, valid_on(on), within(scope, col(Unit.id))
    )
    found = session.exec(statement).first() if is_unit_code(code) else None
    if found is None:
        raise OutsideScope(area=quoted(code, 12))
    return found


def points_within(session: Session, scope: Scope, *, today: date) -> list[ListedPoint]:
    """The points of a scope, open ones first and then the newest, each with its counts."""
    today_only = case((col(PointDay.day) == today, PointDay.finished), else_=0)
    statement = (
        select(
            CollectionPoint,
            Unit,
            func.coalesce(func.sum(today_only), 0),
            func.coalesce(func.sum(PointDay.finished), 0),
        )
        .join(Unit, col(Unit.id) == CollectionPoint.commune_id)
        .join(PointDay, col(PointDay.point_id) == CollectionPoint.id, isouter=True)
        .where(within(scope, col(CollectionPoint.commune_id)))
        .group_by(col(CollectionPoint.id), col(Unit.id))
        .order_by(col(CollectionPoint.revoked_at).is_not(None), col(CollectionPoint.id).desc())
    )
    return [
        ListedPoint(_point(row, unit), row.revoked_at is not None, int(now), int(ever))
        for row, unit, now, ever in session.exec(statement)
    ]


def open_points_of(
    session: Session, scope: Scope, commune_code: str, *, on: date
) -> dict[str, str]:
    """
    Token → name of the open points of a commune, the newest first.

    Raises:
        OutsideScope: the commune lies outside the scope, or there is none.
    """
    commune_id = commune_within(session, scope, commune_code, on=on)
    statement = (
        select(CollectionPoint.token, CollectionPoint.name)
        .where(
            CollectionPoint.commune_id == commune_id,
            col(CollectionPoint.revoked_at).is_(None),
            within(scope, col(CollectionPoint.commune_id)),
        )
        .order_by(col(CollectionPoint.id).desc())
    )
    return dict(session.exec(statement).all())


def open_point_of(session: Session, token: str) -> Point:
    """
    The point a link names.

    Raises:
        UnknownPoint: there is none.
        RevokedPoint: it was closed.
    """
    return read_point(session, as_token(token))


def read_point(session: Session, token: str) -> Point:
    """As `open_point_of`, by the token as stored."""
    statement = (
        select(CollectionPoint, Unit)
        .join(Unit, col(Unit.id) == CollectionPoint.commune_id)
        .where(CollectionPoint.token == token)
    )
    found = session.exec(statement).first()
    if found is None:
        raise UnknownPoint(token=token)
    row, unit = found
    if row.revoked_at is not None:
        raise RevokedPoint(token=token)
    return _point(row, unit)


def _point(row: CollectionPoint, unit: Unit) -> Point:
    return Point(row.token, PointKind(row.kind), row.name, unit.code, unit.full_name)
