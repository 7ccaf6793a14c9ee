"""Frozen figures as a deck, and whether newer ones differ from them."""

from dataclasses import replace

from sqlmodel import Session

from db.deployment import data_version
from db.meetings import (
    FrozenFigures,
    KeptConclusion,
    OpenedMeeting,
    content_of,
    current_release,
)
from domain.access import Scope
from domain.calendar_day import VIETNAM, day_of
from domain.errors import DomainError
from domain.lineage import boundary_view
from domain.meetings import fingerprint
from meeting.deck import Conclusion, Deck, Frozen, SlideKind
from meeting.figures import freeze, thaw
from meeting.slides import deck
from text import formats, translator
from ui import boundary, language, meeting_figures, meeting_language, reading_day, reference
from ui.database import engine
from ui.language import t


def deck_of(scope: Scope, meeting: OpenedMeeting) -> Deck:
    """
    The slides of a meeting: the same figures for ever, in the language of who reads them.

    What people wrote stays as they wrote it. Days are counted from the one they were frozen on.
    """
    frozen = meeting.snapshot
    with Session(engine()) as session:
        figures = thaw(content_of(session, scope, frozen.number), frozen.sha256)
    spoken = language.current()
    figures = meeting_language.said_in(scope, figures, spoken)
    made = deck(
        figures,
        title=meeting.title,
        frozen=Frozen(frozen.number, frozen.taken_at, frozen.sha256),
        agenda=[SlideKind(kind) for kind in meeting.agenda],
        edited={SlideKind(one.kind): one.sentence for one in meeting.slides},
        before=_said(meeting.before),
        conclusions=_said(meeting.conclusions),
        geometry=meeting_figures.geometry_of(scope, figures),
        today=day_of(frozen.taken_at),
        t=translator(spoken),
        language=spoken,
    )
    notes = {one.kind: one.notes for one in meeting.slides if one.notes}
    slides = (replace(one, notes=notes.get(one.kind, one.notes)) for one in made.slides)
    return replace(made, slides=tuple(slides))


def gathered(
    scope: Scope, area_code: str, campaign_code: str, view_code: str, spoken: str
) -> tuple[int | None, bytes]:
    """
    The release readers read now, and its figures of an area as they would be frozen.

    Raises:
        DomainError: the area or its boundaries cannot be read any more.
    """
    with Session(engine()) as session:
        version, release = data_version(session), current_release(session)
    campaign = next(one for one in reference.rounds() if one.code == campaign_code)
    area = reference.area(scope, area_code, spoken)
    days = boundary.change_days()
    view = boundary_view(view_code, today=reading_day.current(), changes=days)
    return release, freeze(meeting_figures.gather(scope, area, campaign, view, version, spoken))


def has_newer(scope: Scope, frozen: FrozenFigures) -> bool:
    """Whether a later release says something else; asked only when there was one."""
    with Session(engine()) as session:
        if current_release(session) == frozen.release_id:
            return False
    try:
        _, content = gathered(
            scope, frozen.area_code, frozen.campaign_code, frozen.boundary_view, frozen.language
        )
    except DomainError:  # nothing newer can be read of an area that is no longer
        return False
    return fingerprint(content) != frozen.sha256


def line(frozen: FrozenFigures) -> str:
    """Which frozen figures these are, as people say it to each other."""
    at = frozen.taken_at.astimezone(VIETNAM)
    code = Frozen(frozen.number, frozen.taken_at, frozen.sha256).code
    day = formats.day(at.date(), language.current())
    return t("slide.spine_frozen", number=frozen.number, at=f"{at:%H:%M}", day=day, code=code)


def _said(kept: tuple[KeptConclusion, ...]) -> tuple[Conclusion, ...]:
    return tuple(Conclusion(one.task, one.who, one.due, one.is_done) for one in kept)
