"""Meetings as they are opened: by whoever answers for their area, and by nobody else."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from db.meeting_scopes import named
from db.models import Account, Meeting, MeetingConclusion, MeetingSlide, Release, Snapshot
from domain.access import Scope
from domain.errors import SnapshotDamaged, UnknownMeeting
from domain.meetings import fingerprint

_MOST_LISTED = 50


@dataclass(frozen=True)
class FrozenFigures:
    """What was frozen: which figures, when, and their fingerprint."""

    number: int
    area_code: str
    campaign_code: str
    boundary_view: str
    language: str
    release_id: int | None
    taken_at: datetime
    sha256: str


@dataclass(frozen=True)
class ListedMeeting:
    """A meeting in the list of an area."""

    id: int
    title: str
    created_at: datetime
    prepared_by: str
    snapshot_number: int
    open_conclusions: int


@dataclass(frozen=True)
class EditedSlide:
    """What somebody made of a slide; an empty text is the generated one."""

    kind: str
    is_shown: bool
    sentence: str
    notes: str
    revision: int
    changed_by: str


@dataclass(frozen=True)
class KeptConclusion:
    """A conclusion as it is kept."""

    id: int
    meeting_id: int
    task: str
    who: str
    due: date | None
    is_done: bool


@dataclass(frozen=True)
class OpenedMeeting:
    """
    A meeting with everything but its figures.

    `before`: what earlier meetings of the area left open when this one was prepared.
    """

    id: int
    title: str
    revision: int
    created_at: datetime
    changed_by: str
    snapshot: FrozenFigures
    slides: tuple[EditedSlide, ...]  # those of the agenda in its order, then the others
    conclusions: tuple[KeptConclusion, ...]
    before: tuple[KeptConclusion, ...]

    @property
    def agenda(self) -> tuple[str, ...]:
        """The kinds that are shown, in their order."""
        return tuple(slide.kind for slide in self.slides if slide.is_shown)

    def slide(self, kind: str) -> EditedSlide:
        """What was made of one slide; nothing, of a kind that is newer than the meeting."""
        blank = EditedSlide(kind, False, "", "", 0, "")
        return next((one for one in self.slides if one.kind == kind), blank)


def current_release(session: Session) -> int | None:
    """The release that readers read now; None before the first."""
    return session.exec(select(Release.id).order_by(col(Release.id).desc()).limit(1)).first()


def meetings_of(session: Session, scope: Scope, area_code: str) -> list[ListedMeeting]:
    """The meetings of an area, the newest first."""
    statement = (
        select(Meeting, Account.display_name)
        .join(Snapshot, col(Snapshot.number) == Meeting.snapshot_number)
        .join(Account, col(Account.id) == Meeting.created_by)
        .where(Snapshot.area_code == area_code, named(scope, col(Snapshot.area_code)))
        .order_by(col(Meeting.id).desc())
        .limit(_MOST_LISTED)
    )
    found = session.exec(statement).all()
    waiting = _open_by_meeting(session, [row.id for row, _ in found if row.id is not None])
    return [
        ListedMeeting(row.id, row.title, row.created_at, name, row.snapshot_number,
                      waiting.count(row.id))
        for row, name in found
        if row.id is not None
    ]  # fmt: skip


def opened(session: Session, scope: Scope, meeting_id: int) -> OpenedMeeting:
    """
    One meeting.

    Raises:
        UnknownMeeting: there is none, or its area is not one of the scope.
    """
    statement = (
        select(Meeting)
        .join(Snapshot, col(Snapshot.number) == Meeting.snapshot_number)
        .where(Meeting.id == meeting_id, named(scope, col(Snapshot.area_code)))
    )
    row = session.exec(statement).first()
    if row is None:
        raise UnknownMeeting
    frozen = _frozen(session, row.snapshot_number)
    return OpenedMeeting(
        id=meeting_id,
        title=row.title,
        revision=row.revision,
        created_at=row.created_at,
        changed_by=_name(session, row.changed_by),
        snapshot=frozen,
        slides=_slides(session, meeting_id),
        conclusions=_conclusions(session, MeetingConclusion.meeting_id == meeting_id),
        before=_before(session, meeting_id, frozen.area_code, row.created_at),
    )


def content_of(session: Session, scope: Scope, number: int) -> bytes:
    """
    The frozen figures of a snapshot.

    Raises:
        UnknownMeeting: there are none, or they are of an area the scope does not name.
        SnapshotDamaged: they are not what was frozen.
    """
    statement = select(Snapshot.content, Snapshot.sha256).where(
        Snapshot.number == number, named(scope, col(Snapshot.area_code))
    )
    found = session.exec(statement).first()
    if found is None:
        raise UnknownMeeting
    content, sha256 = found
    if fingerprint(content) != sha256:
        raise SnapshotDamaged(number=number)
    return content


def _frozen(session: Session, number: int) -> FrozenFigures:
    columns = (
        *(Snapshot.number, Snapshot.area_code, Snapshot.campaign_code, Snapshot.boundary_view),
        *(Snapshot.language, Snapshot.release_id, Snapshot.taken_at, Snapshot.sha256),
    )
    statement = select(*columns).where(Snapshot.number == number)  # type: ignore[call-overload]
    return FrozenFigures(*session.exec(statement).one())


def _slides(session: Session, meeting_id: int) -> tuple[EditedSlide, ...]:
    statement = (
        select(MeetingSlide, Account.display_name)
        .join(Account, col(Account.id) == MeetingSlide.changed_by, isouter=True)
        .where(MeetingSlide.meeting_id == meeting_id)
    )
    rows = session.exec(statement).all()
    ordered = sorted(rows, key=lambda row: (row[0].position is None, row[0].position or 0))
    return tuple(
        EditedSlide(row.kind, row.position is not None, row.sentence, row.notes, row.revision,
                    name or "")
        for row, name in ordered
    )  # fmt: skip


def _before(
    session: Session, meeting_id: int, area_code: str, since: datetime
) -> tuple[KeptConclusion, ...]:
    """Of earlier meetings: open then, whether they were ticked since or not."""
    earlier = (
        select(Meeting.id)
        .join(Snapshot, col(Snapshot.number) == Meeting.snapshot_number)
        .where(Snapshot.area_code == area_code, col(Meeting.id) < meeting_id)
    )
    undone = col(MeetingConclusion.done_at).is_(None) | (col(MeetingConclusion.done_at) >= since)
    return _conclusions(session, col(MeetingConclusion.meeting_id).in_(earlier) & undone)


def _conclusions(session: Session, which: ColumnElement[bool] | bool) -> tuple[KeptConclusion, ...]:
    statement = select(MeetingConclusion).where(which).order_by(col(MeetingConclusion.id))
    return tuple(
        KeptConclusion(row.id, row.meeting_id, row.task, row.who, row.due, row.done_at is not None)
        for row in session.exec(statement)
        if row.id is not None
    )


def _open_by_meeting(session: Session, ids: list[int]) -> list[int]:
    """For each open conclusion the meeting it is of."""
    return list(
        session.exec(
            select(MeetingConclusion.meeting_id).where(
                col(MeetingConclusion.meeting_id).in_(ids), col(MeetingConclusion.done_at).is_(None)
            )
        )
    )


def _name(session: Session, account_id: int) -> str:
    return session.exec(select(Account.display_name).where(Account.id == account_id)).one()
