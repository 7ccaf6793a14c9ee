"""A meeting before it is shown: its agenda, its sentences, its conclusions, its files."""

import streamlit as st

from db.commands.meetings import edit_meeting
from db.meetings import OpenedMeeting
from domain.access import Permission, Scope
from domain.errors import DomainError
from domain.meetings import TITLE_LETTERS, moved
from meeting.agenda import CHOOSABLE
from meeting.deck import Deck, SlideKind
from ui import (
    auth,
    clock,
    language,
    meeting_address,
    meeting_conclusions,
    meeting_frozen,
    meeting_list,
    meeting_slides,
    reference,
    show,
)
from ui.database import engine
from ui.language import t
from ui.meeting_words import changing, plain, refusal_words


def draw(scope: Scope, meeting: OpenedMeeting) -> None:
    """What is frozen, what is shown of it, and the way to the slides."""
    code = meeting.snapshot.area_code
    with changing():
        area = reference.area(scope, code, language.current())
        show.scope_bar(area, auth.grant_over_area(Permission.VIEW_OVERVIEW, code))
    st.title(plain(meeting.title), anchor=False)
    st.markdown(meeting_frozen.line(meeting.snapshot))
    st.caption(t("hold.frozen_note"))
    try:
        deck = meeting_frozen.deck_of(scope, meeting)
    except DomainError as refusal:
        st.error(refusal_words(refusal))
        return
    _draw_ways(scope, meeting)
    _draw_files(scope, deck)
    st.subheader(t("hold.agenda"), anchor=False)
    _draw_agenda(meeting)
    st.subheader(t("hold.sentences"), anchor=False)
    st.caption(t("hold.sentences_note"))
    meeting_slides.draw(meeting, deck)
    meeting_conclusions.draw(meeting)


def _draw_ways(scope: Scope, meeting: OpenedMeeting) -> None:
    with st.container(horizontal=True):
        if st.button(t("hold.present"), key="hold-present", type="primary"):
            meeting_address.present()
        if st.button(t("hold.all"), key="hold-all"):
            meeting_address.close()
    if meeting_frozen.has_newer(scope, meeting.snapshot):
        st.warning(t("hold.newer"))
        if st.button(t("hold.again"), key="hold-again"):
            meeting_list.prepare_again(scope, meeting)


def _draw_files(scope: Scope, deck: Deck) -> None:
    from ui import meeting_files  # makes files: not before somebody holds a meeting

    with st.expander(t("hold.files")):
        meeting_files.draw(deck, scope=scope)


def _draw_agenda(meeting: OpenedMeeting) -> None:
    with st.expander(t("hold.agenda_change", count=len(meeting.agenda))):
        _draw_title(meeting)
        others = tuple(kind.value for kind in CHOOSABLE if kind not in meeting.agenda)
        for place, kind in enumerate((*meeting.agenda, *others)):
            _draw_kind(meeting, kind, place)


def _draw_title(meeting: OpenedMeeting) -> None:
    """What is typed stays in its field, also where somebody else changes the meeting meanwhile."""
    typed = st.text_input(
        t("written.title"),
        value=meeting.title,
        max_chars=TITLE_LETTERS,
        key=f"title-{meeting.id}",
    )
    seen = f"title-revision-{meeting.id}"
    revision: int = st.session_state.setdefault(seen, meeting.revision)
    if typed == meeting.title:
        st.session_state[seen] = meeting.revision
    elif st.button(t("hold.rename"), key="hold-rename"):
        st.session_state[seen] = meeting.revision  # told once, whoever saves again means it
        _change(meeting, typed, meeting.agenda, revision)


def _draw_kind(meeting: OpenedMeeting, kind: str, place: int) -> None:
    is_shown = kind in meeting.agenda
    heading = t(f"slide.heading_{SlideKind(kind)}")
    key = f"{kind}-{meeting.id}-{meeting.revision}"
    with st.container(horizontal=True, vertical_alignment="center", key=f"agenda-{kind}"):
        label = f"{place + 1}. {heading}" if is_shown else heading
        ticked = st.checkbox(label, value=is_shown, key=f"shown-{key}")
        if ticked != is_shown:
            rest = tuple(one for one in meeting.agenda if one != kind)
            _change(meeting, meeting.title, (*rest, kind) if ticked else rest)
        if not is_shown:
            return
        for sign, by, words in (("↑", -1, "hold.up"), ("↓", 1, "hold.down")):
            label = f"{sign} {t(words)}"
            if st.button(label, key=f"{words}-{key}", type="tertiary"):
                _change(meeting, meeting.title, moved(meeting.agenda, kind, by))


def _change(
    meeting: OpenedMeeting, title: str, agenda: tuple[str, ...], revision: int | None = None
) -> None:
    with changing():
        edit_meeting(
            engine(),
            meeting_id=meeting.id,
            title=title,
            agenda=agenda,
            revision=meeting.revision if revision is None else revision,
            by=auth.writer(Permission.HOLD_MEETINGS),
            now=clock.now(),
            today=clock.today(),
        )
        st.rerun()
