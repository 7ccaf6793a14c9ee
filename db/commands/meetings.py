"""Meetings: figures frozen once and never changed, slides edited by several."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, Engine, insert, select, update
from sqlmodel import Session, col

from db.authority import acting_scope
from db.commands.audit import record
from db.engine import transaction
from db.meeting_scopes import named
from db.meetings import EditedSlide, OpenedMeeting, current_release, opened
from db.models import Area, metadata
from domain.access import Permission
from domain.errors import EditedMeanwhile, FiguresMoved, OutsideScope
from domain.meetings import Written, as_agenda, as_written, fingerprint
from domain.quoted import quoted

_snapshots = metadata.tables["snapshot"]
_meetings = metadata.tables["meeting"]
_slides = metadata.tables["meetingslide"]


@dataclass(frozen=True)
class ToFreeze:
    """
    Figures as gathered, and what of; `release_id` is the release they were gathered from.

    `content` is what `meeting.figures.freeze` made of published tables.
    """

    area_code: str
    campaign_code: str
    boundary_view: str
    language: str
    release_id: int | None
    content: bytes


def prepare_meeting(
    engine: Engine,
    *,
    figures: ToFreeze,
    title: str,
    agenda: Sequence[str],
    by: int,
    now: datetime,
    today: date,
) -> int:
    """
    Freeze the figures and begin a meeting over them; its id.

    Raises:
        NotAllowed: `by` holds no meetings today.
        OutsideScope: the area is not one of theirs.
        FiguresMoved: others were released while these were gathered.
        BadAgenda, TextMissing, TextTooLong.
    """
    kinds, title = as_agenda(agenda), as_written(Written.TITLE, title)
    with transaction(engine) as connection:
        _require_area(connection, figures.area_code, by, today)
        if current_release(Session(connection)) != figures.release_id:
            raise FiguresMoved
        number = _freeze(connection, figures, by, now)
        meeting = insert(_meetings).values(
            snapshot_number=number, title=title, revision=0, created_by=by, created_at=now,
            changed_by=by,
        )  # fmt: skip
        id_ = int(connection.execute(meeting.returning(_meetings.c.id)).scalar_one())
        _order(connection, id_, kinds)
        record(connection, "meeting.prepare", f"meeting:{id_}", by=by, now=now, snapshot=number)
        return id_


def edit_meeting(
    engine: Engine,
    *,
    meeting_id: int,
    title: str,
    agenda: Sequence[str],
    revision: int,
    by: int,
    now: datetime,
    today: date,
) -> None:
    """
    Another title or agenda; what was written on a slide that is left out stays.

    Raises:
        NotAllowed, UnknownMeeting.
        EditedMeanwhile: the meeting was changed since `revision`.
        BadAgenda, TextMissing, TextTooLong.
    """
    kinds, title = as_agenda(agenda), as_written(Written.TITLE, title)
    with transaction(engine) as connection:
        there = _opened(connection, meeting_id, by, today)
        values = {"title": title, "revision": revision + 1, "changed_by": by}
        mine = (_meetings.c.id == meeting_id) & (_meetings.c.revision == revision)
        if connection.execute(update(_meetings).where(mine).values(values)).rowcount == 0:
            raise EditedMeanwhile(by=there.changed_by, theirs=there.title)
        _order(connection, meeting_id, kinds)
        record(connection, "meeting.edit", f"meeting:{meeting_id}", by=by, now=now)


def edit_slide(
    engine: Engine,
    *,
    meeting_id: int,
    kind: str,
    sentence: str,
    notes: str,
    revision: int,
    by: int,
    now: datetime,
    today: date,
) -> None:
    """
    Other words on a slide; empty ones bring back what was generated.

    Raises:
        NotAllowed, UnknownMeeting.
        EditedMeanwhile: somebody else saved this slide since `revision`; nothing is overwritten.
        BadAgenda, TextTooLong.
    """
    [kind] = as_agenda([kind])
    words = {
        "sentence": as_written(Written.SENTENCE, sentence),
        "notes": as_written(Written.NOTES, notes),
    }
    with transaction(engine) as connection:
        there = _opened(connection, meeting_id, by, today).slide(kind)
        if there.revision != revision:
            raise EditedMeanwhile(by=there.changed_by, theirs=there.sentence)
        _write(connection, meeting_id, there, {**words, "changed_by": by})
        subject = f"meeting:{meeting_id}"
        record(connection, "meeting.slide", subject, by=by, now=now, slide=kind)


def _require_area(connection: Connection, area_code: str, by: int, today: date) -> None:
    mine = named(acting_scope(connection, by, Permission.HOLD_MEETINGS, on=today), col(Area.code))
    if connection.scalar(select(col(Area.code)).where(col(Area.code) == area_code, mine)) is None:
        raise OutsideScope(area=quoted(area_code, 12))


def _freeze(connection: Connection, figures: ToFreeze, by: int, now: datetime) -> int:
    row = {
        "area_code": figures.area_code,
        "campaign_code": figures.campaign_code,
        "boundary_view": figures.boundary_view,
        "language": figures.language,
        "release_id": figures.release_id,
        "taken_by": by,
        "taken_at": now,
        "sha256": fingerprint(figures.content),
        "content": figures.content,
    }
    added = insert(_snapshots).values(row).returning(_snapshots.c.number)
    return int(connection.execute(added).scalar_one())


def _opened(connection: Connection, meeting_id: int, by: int, today: date) -> OpenedMeeting:
    scope = acting_scope(connection, by, Permission.HOLD_MEETINGS, on=today)
    return opened(Session(connection), scope, meeting_id)


def _order(connection: Connection, meeting_id: int, kinds: Sequence[str]) -> None:
    """Give the slides of the agenda their places, and take the others out of it."""
    mine = _slides.c.meeting_id == meeting_id
    connection.execute(update(_slides).where(mine).values(position=None))
    there = set(connection.scalars(select(_slides.c.kind).where(mine)))
    for position, kind in enumerate(kinds):
        one = mine & (_slides.c.kind == kind)
        if kind in there:
            connection.execute(update(_slides).where(one).values(position=position))
        else:
            _add(connection, meeting_id, kind, {"position": position})


def _write(
    connection: Connection, meeting_id: int, slide: EditedSlide, values: dict[str, object]
) -> None:
    """Write a slide's next revision; of a slide outside the agenda it is the first row."""
    values["revision"] = slide.revision + 1
    mine = (_slides.c.meeting_id == meeting_id) & (_slides.c.kind == slide.kind)
    mine &= _slides.c.revision == slide.revision
    if connection.execute(update(_slides).where(mine).values(values)).rowcount == 0:
        _add(connection, meeting_id, slide.kind, values)


def _add(connection: Connection, meeting_id: int, kind: str, values: dict[str, object]) -> None:
    blank = {"position": None, "sentence": "", "notes": "", "revision": 0, "changed_by": None}
    row = {**blank, "meeting_id": meeting_id, "kind": kind, **values}
    connection.execute(insert(_slides).values(row))
