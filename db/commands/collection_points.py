"""Collection points: opened and closed by a leader inside their scope, counted as people finish."""

from datetime import date, datetime

from sqlalchemy import Connection, Engine, or_, select, update
from sqlmodel import Session, col

from db.authority import acting_scope
from db.collection_points import Point, commune_within, read_point
from db.commands.audit import record
from db.dialects import insert_into
from db.engine import transaction
from db.hamlets import hamlet_of_commune
from db.models import CollectionPoint, metadata
from db.scopes import within
from domain.access import Permission
from domain.collection import PointKind, as_point_name, as_token, new_token
from domain.errors import ChoiceMissing, UnknownPoint

_TRIES = 20  # 2^25 tokens: with a million points 20 collisions in a row do not happen

_points = metadata.tables["collectionpoint"]
_days = metadata.tables["pointday"]
_units = metadata.tables["unit"]


def open_point(
    engine: Engine,
    *,
    kind: PointKind,
    name: str,
    commune_code: str,
    by: int,
    now: datetime,
    today: date,
    hamlet: str | None = None,
) -> Point:
    """
    Make a point with a link of its own.

    Args:
        hamlet: the code of the hamlet to which everybody belongs who answers by way of this point.

    Raises:
        UnknownHamlet: it is no open hamlet of this commune.
        NotAllowed: `by` collects nowhere today.
        OutsideScope: the commune is not one of theirs.
        BadPointName, ChoiceMissing.
    """
    row: dict[str, object] = {"kind": _kind(kind), "name": as_point_name(name)}
    row |= {"created_by": by, "created_at": now}
    with transaction(engine) as connection, Session(connection) as session:
        scope = acting_scope(connection, by, Permission.COLLECT, on=today)
        row["commune_id"] = commune_within(session, scope, commune_code, on=today)
        if hamlet is not None:
            row["hamlet_id"] = hamlet_of_commune(
                session, scope, hamlet, commune_code=commune_code, on=today
            ).unit_id
        token = insert_point(connection, row)
        record(connection, "point.open", f"point:{token}", by=by, now=now, commune=commune_code)
        return read_point(session, token)


def revoke_point(engine: Engine, *, token: str, by: int, now: datetime, today: date) -> None:
    """
    Close a point for good; people who began there go on, and stay counted.

    Raises:
        NotAllowed: `by` collects nowhere today.
        UnknownPoint: no open point of theirs has this token.
    """
    with transaction(engine) as connection:
        scope = acting_scope(connection, by, Permission.COLLECT, on=today)
        mine = within(scope, col(CollectionPoint.commune_id))
        closed = connection.execute(
            update(CollectionPoint)
            .where(
                col(CollectionPoint.token) == as_token(token),
                col(CollectionPoint.revoked_at).is_(None),
                mine,
            )
            .values(revoked_at=now)
        )
        if closed.rowcount == 0:
            raise UnknownPoint(token=token)
        record(connection, "point.revoke", f"point:{token}", by=by, now=now)


def open_point_id(connection: Connection, token: str | None) -> int | None:
    """The point of a token; None when there is no such point, or none any more."""
    try:
        stored = as_token(token or "")
    except UnknownPoint:
        return None
    found = select(_points.c.id).where(_points.c.token == stored, _points.c.revoked_at.is_(None))
    return connection.execute(found).scalar()


def hamlet_of_point(
    connection: Connection, point_id: int | None, commune_id: int, today: date
) -> int | None:
    """The open hamlet of a point, for people of its own commune; None for everybody else."""
    if point_id is None:
        return None
    hamlet = (
        select(_points.c.hamlet_id)
        .join(_units, _units.c.id == _points.c.hamlet_id)
        .where(
            _points.c.id == point_id,
            _points.c.commune_id == commune_id,
            or_(_units.c.valid_to.is_(None), _units.c.valid_to >= today),
        )
    )
    return connection.execute(hamlet).scalar()


def count_at_point(
    connection: Connection, point_id: int | None, day: date, people: int = 1
) -> None:
    """Count people who finished at a point; fewer than none when a batch is undone."""
    if point_id is None:
        return
    row = {"point_id": point_id, "day": day, "finished": people}
    mine = (_days.c.point_id == point_id) & (_days.c.day == day)
    if people < 0:  # an upsert would not do: its INSERT of -1 is refused before the conflict
        fewer = _days.c.finished + people
        connection.execute(update(_days).where(mine).values(finished=fewer))
        return
    statement = insert_into(_days, connection.dialect.name)
    more = {"finished": _days.c.finished + statement.excluded.finished}
    connection.execute(
        statement.on_conflict_do_update(set_=more, index_elements=_days.primary_key), row
    )


def insert_point(connection: Connection, row: dict[str, object]) -> str:
    """Store a point under a token nobody has; the token."""
    statement = (
        insert_into(_points, connection.dialect.name)
        .on_conflict_do_nothing(index_elements=["token"])
        .returning(_points.c.token)
    )
    for _ in range(_TRIES):
        token = connection.execute(statement, {**row, "token": new_token()}).scalar()
        if token is not None:
            return str(token)
    raise RuntimeError(f"no free token in {_TRIES} tries")


def _kind(value: str) -> PointKind:
    try:
        return PointKind(value)
    except ValueError:
        raise ChoiceMissing(field="kind") from None
