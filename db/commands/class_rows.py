"""Rows of classes as their commands find and write them, always inside a scope."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, RowMapping, func, select
from sqlmodel import Session

from db.classes import stored_token
from db.hamlets import hamlet_of_commune
from db.models import metadata
from db.scopes import within
from domain.access import Scope
from domain.classes import ClassPlan
from domain.collection import as_token
from domain.errors import PointOfAnotherHamlet, UnknownClass, UnknownPoint

_classes = metadata.tables["classsession"]
_attendance = metadata.tables["classattendance"]
_points = metadata.tables["collectionpoint"]


def class_within(connection: Connection, scope: Scope, token: str) -> RowMapping:
    """
    A class of the scope, held against others until the transaction ends.

    Raises:
        UnknownClass: there is none, or it is of elsewhere; the two are not told apart.
    """
    mine = within(scope, _classes.c.commune_id)  # type: ignore[arg-type]
    return locked_class(connection, stored_token(token), mine)


def locked_class(connection: Connection, token: str, *conditions: Any) -> RowMapping:  # noqa: ANN401
    """
    A class by its token as stored, held against others.

    Raises:
        UnknownClass: there is none of which the conditions are true.
    """
    found = connection.execute(
        select(_classes).where(_classes.c.token == token, *conditions).with_for_update()
    )
    row = found.mappings().first()
    if row is None:
        raise UnknownClass
    return row


def came(connection: Connection, class_id: int) -> int:
    """How many phones said that they are at a class."""
    mine = _attendance.c.class_id == class_id
    return int(connection.scalar(select(func.count()).select_from(_attendance).where(mine)) or 0)


def columns_of(plan: ClassPlan) -> dict[str, object]:
    """What of a plan stands in the row as it is."""
    return {
        "kind": plan.kind.value,
        "place_kind": plan.place_kind.value,
        "place_name": plan.place_name,
        "held_on": plan.held_on,
        "starts_minute": plan.starts_minute,
        "minutes": plan.minutes,
        "audience": plan.audience,
        "teacher": plan.teacher.value,
        "competences": list(plan.competences),
        "resources": list(plan.resources),
    }


def links_of(
    session: Session, scope: Scope, plan: ClassPlan, commune_id: int, *, today: date
) -> dict[str, object]:
    """
    The ids of the hamlet and of the point of a plan, looked at again in the scope.

    Raises:
        UnknownHamlet: it is no open hamlet of this commune.
        UnknownPoint: it is no open point of this commune.
        PointOfAnotherHamlet: who answers there would not belong to the hamlet of the class.
    """
    hamlet_id = None
    if plan.hamlet_code is not None:
        hamlet_id = hamlet_of_commune(
            session, scope, plan.hamlet_code, commune_code=plan.commune_code, on=today
        ).unit_id
    point_id = None
    if plan.point_token is not None:
        point_id, of_point = _open_point(session, plan.point_token, commune_id)
        if of_point != hamlet_id:
            raise PointOfAnotherHamlet
    return {"hamlet_id": hamlet_id, "point_id": point_id}


def _open_point(session: Session, token: str, commune_id: int) -> tuple[int, int | None]:
    found = session.execute(
        select(_points.c.id, _points.c.hamlet_id).where(
            _points.c.token == as_token(token),
            _points.c.commune_id == commune_id,
            _points.c.revoked_at.is_(None),
        )
    ).first()
    if found is None:
        raise UnknownPoint(token=token)
    return found.id, found.hamlet_id
