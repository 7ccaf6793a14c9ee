"""Classes: planned and cancelled by a leader, tallied by a helper, attended by a phone."""

from datetime import date, datetime

from sqlalchemy import Connection, Engine, select
from sqlmodel import Session

from db.authority import acting_scope
from db.class_topics import competences, resource_ids
from db.classes import stored_token, visitor_hash
from db.collection_points import commune_within
from db.commands.audit import record
from db.commands.class_rows import came, class_within, columns_of, links_of, locked_class
from db.commands.held_rows import locked
from db.dialects import insert_into
from db.engine import transaction
from db.models import metadata
from domain.access import Permission
from domain.calendar_day import day_of
from domain.classes import (
    MOST_IN_A_CLASS,
    ClassPlan,
    checked,
    checked_tally,
    refuse_unless_open,
)
from domain.collection import new_token
from domain.errors import AttendanceGiven, ClassCancelled, ClassFull
from domain.resume_code import normalise

_TRIES = 20  # 2^25 tokens
_classes = metadata.tables["classsession"]
_attendance = metadata.tables["classattendance"]


def plan_class(engine: Engine, *, plan: ClassPlan, by: int, now: datetime, today: date) -> str:
    """
    Put a class into the calendar of a commune; the token of its link.

    Raises:
        NotAllowed: `by` collects nowhere today.
        OutsideScope: the commune is not one of theirs.
        BadClassPlace, BadClassDay, BadClassTime, ChoiceMissing.
        UnknownHamlet, UnknownPoint, PointOfAnotherHamlet.
    """
    with transaction(engine) as connection, Session(connection) as session:
        scope = acting_scope(connection, by, Permission.COLLECT, on=today)
        commune_id = commune_within(session, scope, plan.commune_code, on=today)
        known = competences(session)
        plan = checked(plan, today=today, competences=known, resources=resource_ids())
        links = links_of(session, scope, plan, commune_id, today=today)
        row = {**columns_of(plan), **links, "commune_id": commune_id, "revision": 0,
               "created_by": by, "created_at": now}  # fmt: skip
        token = _insert(connection, row)
        record(connection, "class.plan", f"class:{token}", by=by, now=now, on=str(plan.held_on))
        return token


def cancel_class(engine: Engine, *, token: str, by: int, now: datetime, today: date) -> None:
    """
    Say that a class does not take place; its line stays.

    Raises:
        NotAllowed, UnknownClass: it is in no commune of theirs.
        ClassCancelled: it was already.
        AttendanceGiven: people came to it.
    """
    with transaction(engine) as connection:
        scope = acting_scope(connection, by, Permission.COLLECT, on=today)
        row = class_within(connection, scope, token)
        if row["cancelled_at"] is not None:
            raise ClassCancelled
        if row["tallied"] or came(connection, row["id"]):
            raise AttendanceGiven
        changes = {"cancelled_at": now, "tallied": None}
        connection.execute(_classes.update().where(_classes.c.id == row["id"]).values(changes))
        record(connection, "class.cancel", f"class:{row['token']}", by=by, now=now)


def tally_class(
    engine: Engine, *, token: str, people: int, by: int, now: datetime, today: date
) -> None:
    """
    How many came without a phone; a later count takes the place of the earlier one.

    Raises:
        NotAllowed, UnknownClass, ClassCancelled, AttendanceClosed, BadTally.
    """
    with transaction(engine) as connection:
        scope = acting_scope(connection, by, Permission.CAPTURE, on=today)
        row = class_within(connection, scope, token)
        cancelled = row["cancelled_at"] is not None
        tallied = checked_tally(people, row["held_on"], cancelled=cancelled, today=today)
        changes = {"tallied": tallied, "tallied_by": by}
        connection.execute(_classes.update().where(_classes.c.id == row["id"]).values(changes))
        record(
            connection, "class.tally", f"class:{row['token']}", by=by, now=now,
            before=row["tallied"], people=tallied,
        )  # fmt: skip


def attend(
    engine: Engine, *, token: str, visitor: str, now: datetime, code: str | None = None
) -> None:
    """
    Somebody is there: once for each phone, and once for each resume code, however often it is sent.

    Args:
        visitor: the random token of the phone.
        code: the resume code, of who wants their results before and after to be compared.

    Raises:
        UnknownClass, ClassCancelled, AttendanceClosed, ClassFull, UnknownResumeCode.
    """
    with transaction(engine) as connection:
        row = locked_class(connection, stored_token(token))
        cancelled = row["cancelled_at"] is not None
        refuse_unless_open(row["held_on"], row["starts_minute"], cancelled=cancelled, now=now)
        person = None if code is None else locked(connection, normalise(code))["id"]
        if person is not None and _is_there(connection, row["id"], person):
            return
        if came(connection, row["id"]) >= MOST_IN_A_CLASS:
            raise ClassFull(most=MOST_IN_A_CLASS)
        phone = visitor_hash(visitor, row["held_on"])
        _note(connection, row["id"], phone, person, day_of(now))


def _note(connection: Connection, class_id: int, phone: str, person: int | None, day: date) -> None:
    """The first row of a phone stays; a code that is typed later is added to it."""
    row = {"class_id": class_id, "visitor_hash": phone, "attended_on": day, "assessment_id": person}
    statement = insert_into(_attendance, connection.dialect.name)
    key = [_attendance.c.class_id, _attendance.c.visitor_hash]
    if person is None:
        connection.execute(statement.on_conflict_do_nothing(index_elements=key), row)
        return
    told = {"assessment_id": statement.excluded.assessment_id}
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=key, set_=told, where=_attendance.c.assessment_id.is_(None)
        ),
        row,
    )


def _is_there(connection: Connection, class_id: int, person: int) -> bool:
    mine = (_attendance.c.class_id == class_id) & (_attendance.c.assessment_id == person)
    return connection.execute(select(_attendance.c.id).where(mine)).first() is not None


def _insert(connection: Connection, row: dict[str, object]) -> str:
    statement = (
        insert_into(_classes, connection.dialect.name)
        .on_conflict_do_nothing(index_elements=["token"])
        .returning(_classes.c.token)
    )
    for _ in range(_TRIES):
        token = connection.execute(statement, {**row, "token": new_token()}).scalar()
        if token is not None:
            return str(token)
    raise RuntimeError(f"no free token in {_TRIES} tries")
