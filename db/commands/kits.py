"""An offline kit of a collection point: made once for each text it asks and reads out."""

from datetime import date, datetime

from sqlalchemy import Connection, Engine, select
from sqlmodel import Session, col

from db.authority import acting_scope
from db.commands.audit import record
from db.dialects import insert_into
from db.engine import transaction
from db.kits import kit_within
from db.models import CollectionPoint, OfflineKit, metadata
from db.questionnaires import current_version
from db.scopes import within
from domain.access import Permission, Scope
from domain.collection import as_token
from domain.errors import UnknownPoint
from domain.kit import Kit, new_token

_kits = metadata.tables["offlinekit"]


def make_kit(
    engine: Engine, *, point: str, consent_version: str, by: int, now: datetime, today: date
) -> Kit:
    """
    The kit of an open point with the newest questionnaire; the same one when it was made before.

    Raises:
        NotAllowed: `by` collects nowhere today.
        UnknownPoint: no open point of theirs has this token.
    """
    with transaction(engine) as connection, Session(connection) as session:
        scope = acting_scope(connection, by, Permission.COLLECT, on=today)
        wanted = {
            "point_id": _open_point_id(connection, scope, point),
            "version": current_version(session),
            "consent_version": consent_version,
        }
        made = connection.execute(
            insert_into(_kits, connection.dialect.name)
            .on_conflict_do_nothing(index_elements=list(wanted))
            .returning(_kits.c.token),
            {**wanted, "token": new_token(), "created_by": by, "created_at": now},
        ).scalar()
        if made is not None:
            record(connection, "kit.make", f"kit:{made}", by=by, now=now, point=point)
        return kit_within(session, scope, made or _token_of(connection, wanted))


def _open_point_id(connection: Connection, scope: Scope, point: str) -> int:
    token = as_token(point)
    found = connection.execute(
        select(col(CollectionPoint.id)).where(
            col(CollectionPoint.token) == token,
            col(CollectionPoint.revoked_at).is_(None),
            within(scope, col(CollectionPoint.commune_id)),
        )
    ).scalar()
    if found is None:
        raise UnknownPoint(token=token)
    return int(found)


def _token_of(connection: Connection, wanted: dict[str, object]) -> str:
    return connection.execute(
        select(col(OfflineKit.token)).where(
            *(_kits.c[name] == value for name, value in wanted.items())
        )
    ).scalar_one()
