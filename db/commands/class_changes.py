"""A class that was planned gets another plan, or a point at which those who come can answer."""

from datetime import date, datetime

from sqlalchemy import Connection, Engine, RowMapping, select
from sqlmodel import Session

from db.authority import acting_scope
from db.class_topics import competences, resource_ids
from db.collection_points import Point, commune_within, read_point
from db.commands.audit import record
from db.commands.class_rows import came, class_within, columns_of, links_of
from db.commands.collection_points import insert_point
from db.engine import transaction
from db.models import metadata
from domain.access import Permission
from domain.classes import ClassPlan, checked, refuse_if_held, written_plan
from domain.collection import PointKind
from domain.errors import DayOfAttendance, EditedMeanwhile, OutsideScope
from domain.quoted import quoted

_classes = metadata.tables["classsession"]
_points = metadata.tables["collectionpoint"]
_accounts = metadata.tables["account"]


def change_class(
    engine: Engine, *, token: str, plan: ClassPlan, revision: int, by: int, now: datetime,
    today: date,
) -> None:  # fmt: skip
    """
    Another plan for a class that is not over; who came already stays counted, on the same day.

    Args:
        revision: of the plan that `by` saw, so that nobody overwrites what they did not read.

    Raises:
        NotAllowed, UnknownClass: it is in no commune of theirs.
        ClassCancelled, ClassHeld: it can no longer be changed.
        EditedMeanwhile: somebody saved another plan since `revision`; nothing is overwritten.
        OutsideScope: a class stays in its commune.
        DayOfAttendance: people came, and the day would be another.
        BadClassPlace, BadClassDay, BadClassTime, ChoiceMissing.
        UnknownHamlet, UnknownPoint, PointOfAnotherHamlet.
    """
    with transaction(engine) as connection, Session(connection) as session:
        scope = acting_scope(connection, by, Permission.COLLECT, on=today)
        row = class_within(connection, scope, token)
        _refuse_if_held(row, now)
        if row["revision"] != revision:
            raise EditedMeanwhile(by=_name(connection, row["changed_by"]), theirs=_theirs(row))
        if commune_within(session, scope, plan.commune_code, on=today) != row["commune_id"]:
            raise OutsideScope(area=quoted(plan.commune_code, 12))
        known = competences(session)
        plan = checked(plan, today=today, competences=known, resources=resource_ids())
        if plan.held_on != row["held_on"] and (row["tallied"] or came(connection, row["id"])):
            raise DayOfAttendance
        links = links_of(session, scope, plan, row["commune_id"], today=today)
        changes = {**columns_of(plan), **links, "revision": revision + 1, "changed_by": by}
        connection.execute(_classes.update().where(_classes.c.id == row["id"]).values(changes))
        record(connection, "class.change", f"class:{row['token']}", by=by, now=now,
               on=str(plan.held_on))  # fmt: skip


def open_point_of_class(
    engine: Engine, *, token: str, by: int, now: datetime, today: date
) -> Point:
    """
    The point at which those who come to a class answer, made when there is none that is open.

    It bears the name of the place and is of the hamlet of the class. A second tap finds the first.

    Raises:
        NotAllowed, UnknownClass, ClassCancelled, ClassHeld.
    """
    with transaction(engine) as connection, Session(connection) as session:
        scope = acting_scope(connection, by, Permission.COLLECT, on=today)
        row = class_within(connection, scope, token)
        _refuse_if_held(row, now)
        there = _open_token(connection, row["point_id"])
        if there is not None:
            return read_point(session, there)
        made = insert_point(connection, {
            "kind": PointKind.CLASS.value, "name": row["place_name"],
            "commune_id": row["commune_id"], "hamlet_id": row["hamlet_id"],
            "created_by": by, "created_at": now,
        })  # fmt: skip
        point_id = select(_points.c.id).where(_points.c.token == made).scalar_subquery()
        mine = _classes.c.id == row["id"]
        connection.execute(_classes.update().where(mine).values(point_id=point_id))
        record(connection, "point.open", f"point:{made}", by=by, now=now, of=row["token"])
        return read_point(session, made)


def _refuse_if_held(row: RowMapping, now: datetime) -> None:
    cancelled = row["cancelled_at"] is not None
    refuse_if_held(
        row["held_on"], row["starts_minute"], row["minutes"], cancelled=cancelled, now=now
    )


def _open_token(connection: Connection, point_id: int | None) -> str | None:
    mine = (_points.c.id == point_id) & _points.c.revoked_at.is_(None)
    return connection.scalar(select(_points.c.token).where(mine))


def _name(connection: Connection, account_id: int | None) -> str:
    named = select(_accounts.c.display_name).where(_accounts.c.id == account_id)
    return quoted(connection.scalar(named) or "", 60)


def _theirs(row: RowMapping) -> str:
    return written_plan(row["place_name"], row["held_on"], row["starts_minute"], row["minutes"])
