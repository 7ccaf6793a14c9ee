"""What meetings decided: written down, ticked off, taken back if it was a mistake."""

from datetime import date, datetime

from sqlalchemy import Connection, Engine, delete, insert, select, update
from sqlmodel import Session

from db.authority import acting_scope
from db.commands.audit import record
from db.engine import transaction
from db.meeting_scopes import named
from db.meetings import opened
from db.models import metadata
from domain.access import Permission
from domain.errors import UnknownConclusion
from domain.meetings import Written, as_due, as_written

_meetings = metadata.tables["meeting"]
_snapshots = metadata.tables["snapshot"]
_conclusions = metadata.tables["meetingconclusion"]


def add_conclusion(
    engine: Engine,
    *,
    meeting_id: int,
    task: str,
    who: str,
    due: date | None,
    by: int,
    now: datetime,
    today: date,
) -> None:
    """
    Write down what was decided.

    Raises:
        NotAllowed, UnknownMeeting, TextMissing, TextTooLong, DueInThePast.
    """
    row: dict[str, object] = {
        "meeting_id": meeting_id,
        "task": as_written(Written.TASK, task),
        "who": as_written(Written.WHO, who),
        "due": as_due(due, today=today),
        "created_by": by,
        "created_at": now,
    }
    with transaction(engine) as connection:
        opened(
            Session(connection),
            acting_scope(connection, by, Permission.HOLD_MEETINGS, on=today),
            meeting_id,
        )
        connection.execute(insert(_conclusions).values(row))
        record(connection, "conclusion.add", f"meeting:{meeting_id}", by=by, now=now)


def tick_conclusion(
    engine: Engine, *, conclusion_id: int, is_done: bool, by: int, now: datetime, today: date
) -> None:
    """
    Say that a conclusion was carried out, or that it was not after all.

    Raises:
        NotAllowed, UnknownConclusion.
    """
    with transaction(engine) as connection:
        meeting_id = _meeting_of(connection, conclusion_id, by, today)
        done = {"done_by": by, "done_at": now} if is_done else {"done_by": None, "done_at": None}
        mine = _conclusions.c.id == conclusion_id
        connection.execute(update(_conclusions).where(mine).values(done))
        subject = f"meeting:{meeting_id}"
        record(connection, "conclusion.tick", subject, by=by, now=now, done=int(is_done))


def drop_conclusion(
    engine: Engine, *, conclusion_id: int, by: int, now: datetime, today: date
) -> None:
    """
    Take a conclusion back that was written down by mistake.

    Raises:
        NotAllowed, UnknownConclusion.
    """
    with transaction(engine) as connection:
        meeting_id = _meeting_of(connection, conclusion_id, by, today)
        connection.execute(delete(_conclusions).where(_conclusions.c.id == conclusion_id))
        record(connection, "conclusion.drop", f"meeting:{meeting_id}", by=by, now=now)


def _meeting_of(connection: Connection, conclusion_id: int, by: int, today: date) -> int:
    scope = acting_scope(connection, by, Permission.HOLD_MEETINGS, on=today)
    found = connection.scalar(
        select(_conclusions.c.meeting_id)
        .join(_meetings, _meetings.c.id == _conclusions.c.meeting_id)
        .join(_snapshots, _snapshots.c.number == _meetings.c.snapshot_number)
        .where(_conclusions.c.id == conclusion_id, named(scope, _snapshots.c.area_code))
    )
    if found is None:
        raise UnknownConclusion
    return int(found)
