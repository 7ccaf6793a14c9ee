"""What the festival wall counts: open sites of kind điểm cầu, and everybody who finished."""

from dataclasses import dataclass

from sqlalchemy import func
from sqlmodel import Session, col, select

from db.models import AttainmentTotal, CollectionPoint, PointDay, Unit
from db.scopes import within
from domain.access import Scope
from domain.collection import PointKind


@dataclass(frozen=True)
class Site:
    """An open site; `finished` is exact and for nobody's eyes before `publishing.wall`."""

    token: str
    name: str
    commune: str
    province_code: str
    place: tuple[float, float] | None  # longitude, latitude
    finished: int


def sites(session: Session, scope: Scope) -> list[Site]:
    """The open sites of a scope by province and name; a revoked one is none."""
    finished = func.coalesce(func.sum(PointDay.finished), 0)
    statement = (
        select(  # type: ignore[call-overload]  # sqlmodel knows at most four columns
            CollectionPoint.token,
            CollectionPoint.name,
            Unit.full_name,
            Unit.parent_code,
            Unit.longitude,
            Unit.latitude,
            finished,
        )
        .join(Unit, col(Unit.id) == CollectionPoint.commune_id)
        .join(PointDay, col(PointDay.point_id) == CollectionPoint.id, isouter=True)
        .where(
            CollectionPoint.kind == PointKind.VIDEO_LINK.value,
            col(CollectionPoint.revoked_at).is_(None),
            within(scope, col(CollectionPoint.commune_id)),
        )
        .group_by(col(CollectionPoint.id), col(Unit.id))
        .order_by(
            col(Unit.parent_code), Unit.sort_key, CollectionPoint.name, col(CollectionPoint.id)
        )
    )
    return [_site(*row) for row in session.exec(statement)]


def finished_in(session: Session, scope: Scope, campaign_code: str) -> int:
    """How many people of a round are counted now, whatever way they answered."""
    statement = select(func.sum(AttainmentTotal.people)).where(
        AttainmentTotal.campaign_code == campaign_code,
        within(scope, col(AttainmentTotal.commune_id)),
    )
    return int(session.exec(statement).one() or 0)


def _site(
    token: str,
    name: str,
    commune: str,
    province_code: str | None,
    longitude: float | None,
    latitude: float | None,
    finished: int,
) -> Site:
    place = None if longitude is None or latitude is None else (longitude, latitude)
    return Site(token, name, commune, province_code or "", place, int(finished))
