"""Offline kits as they were made: what a file that comes back is held against."""

from sqlmodel import Session, col, select

from db.models import CollectionPoint, OfflineKit, Unit
from db.scopes import within
from domain.access import Scope
from domain.errors import UnknownKit
from domain.kit import Kit


def kit_within(session: Session, scope: Scope, token: str) -> Kit:
    """
    The kit of this name.

    Raises:
        UnknownKit: there is none, or it is of a point outside the scope.
    """
    statement = (
        select(OfflineKit, CollectionPoint, Unit)
        .join(CollectionPoint, col(CollectionPoint.id) == OfflineKit.point_id)
        .join(Unit, col(Unit.id) == CollectionPoint.commune_id)
        .where(OfflineKit.token == token, within(scope, col(CollectionPoint.commune_id)))
    )
    found = session.exec(statement).first() if token.isalnum() else None
    if found is None:
        raise UnknownKit
    kit, point, commune = found
    return Kit(
        token=kit.token,
        point_token=point.token,
        point_name=point.name,
        is_point_open=point.revoked_at is None,
        commune_code=commune.code,
        commune_name=commune.full_name,
        version=kit.version,
        consent_version=kit.consent_version,
        made_at=kit.created_at,
    )
