"""The meetings of an area, and the way to prepare the next one."""

import streamlit as st
from sqlmodel import Session

from db.commands.meetings import ToFreeze, prepare_meeting
from db.meetings import ListedMeeting, OpenedMeeting, meetings_of
from domain.access import Permission, Scope
from domain.calendar_day import day_of
from domain.errors import DomainError, FiguresMoved
from domain.lineage import BoundaryView
from domain.meetings import TITLE_LETTERS
from meeting.agenda import default_agenda
from text import formats
from ui import auth, boundary, clock, filters, language, meeting_address, meeting_frozen, show
from ui.database import engine
from ui.language import t
from ui.meeting_words import plain, refusal_words
from ui.reference import Area, Round

_TRIES = 2  # a release in between is rare; twice in a row nearly never


def draw(scope: Scope) -> None:
    """Choose what the next meeting is about; below it the earlier ones."""
    area = filters.own_area_or_stop(scope)
    show.scope_bar(area, auth.grant_over_area(Permission.VIEW_OVERVIEW, area.code))
    st.title(t("hold.title", area=area.name), anchor=False)
    st.markdown(t("hold.lead"))
    with Session(engine()) as session:
        held = meetings_of(session, scope, area.code)
    _draw_new(scope, area, held)
    st.subheader(t("hold.earlier"), anchor=False)
    if not held:
        st.info(t("hold.none"))
    for one in held:
        _draw_one(one)


def prepare_again(scope: Scope, meeting: OpenedMeeting) -> None:
    """The same agenda over the figures of today, as a meeting of its own."""
    frozen = meeting.snapshot
    _prepare(scope, frozen.area_code, frozen.campaign_code, frozen.boundary_view, meeting.title,
             meeting.agenda)  # fmt: skip


def _draw_new(scope: Scope, area: Area, held: list[ListedMeeting]) -> None:
    st.subheader(t("hold.new"), anchor=False)
    campaign = filters.campaign()
    view = boundary.chosen()
    title = st.text_input(
        t("hold.name"),
        value=t("hold.default_name", area=area.name),
        max_chars=TITLE_LETTERS,
        key=f"hold-name-{area.code}",
    )
    if st.button(t("hold.prepare"), key="hold-prepare", type="primary"):
        _begin(scope, area, campaign, view, title, held)


def _begin(
    scope: Scope,
    area: Area,
    campaign: Round,
    view: BoundaryView,
    title: str,
    held: list[ListedMeeting],
) -> None:
    is_open = any(one.open_conclusions for one in held)
    agenda = tuple(kind.value for kind in default_agenda(earlier_conclusions=is_open))
    _prepare(scope, area.code, campaign.code, view.code, title, agenda)


def _prepare(
    scope: Scope,
    area_code: str,
    campaign_code: str,
    view_code: str,
    title: str,
    agenda: tuple[str, ...],
) -> None:
    """Freeze and open; a refusal is said."""
    spoken = language.current()
    for last in range(_TRIES):
        try:
            release, content = meeting_frozen.gathered(
                scope, area_code, campaign_code, view_code, spoken
            )
            meeting_id = prepare_meeting(
                engine(),
                figures=ToFreeze(area_code, campaign_code, view_code, spoken, release, content),
                title=title,
                agenda=agenda,
                by=auth.writer(Permission.HOLD_MEETINGS),
                now=clock.now(),
                today=clock.today(),
            )
        except FiguresMoved as refusal:
            if last == _TRIES - 1:
                st.error(t(refusal.key))
        except DomainError as refusal:
            st.error(refusal_words(refusal))
            return
        else:
            meeting_address.open_meeting(meeting_id)


def _draw_one(one: ListedMeeting) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"held-{one.id}"):
        day = formats.day(day_of(one.created_at), language.current())
        said = t("hold.one", day=day, name=plain(one.prepared_by), number=one.snapshot_number)
        waiting = t("hold.waiting", count=one.open_conclusions) if one.open_conclusions else ""
        if st.button(plain(one.title), key=f"open-meeting-{one.id}"):
            meeting_address.open_meeting(one.id)
        st.caption(f"{said} {waiting}")
