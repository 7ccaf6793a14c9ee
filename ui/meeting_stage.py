"""The slides as a room sees them: all of them in the page, so that a key turns them at once."""

import json
import re
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Protocol

import streamlit as st

from charts.theme import Spec
from db.meetings import OpenedMeeting
from domain.access import Scope
from domain.errors import DomainError, FileNotMade
from meeting.deck import Deck, Slide, SlideKind
from ui import meeting_address, meeting_conclusions, meeting_frozen
from ui.language import t
from ui.meeting_words import refusal_words

_HERE = Path(__file__).parent
_HTML = '<section data-slides tabindex="-1"></section>'
_WIDTH = 940  # pixels a picture is drawn for: what is left of a projector's 1024
_REFUSED = "stage-refused"
_SIZE = re.compile(r'(<svg\b[^>]*?) width="[^"]*" height="[^"]*"')
WORDS = (  # of `stage.*`, which the browser fills in and shows
    *("previous", "next", "table", "picture", "notes", "blank", "full", "help", "leave", "asked"),
    *("timer", "timer_off", "timer_seconds", "of", "end", "jump", "help_title", "help_keys"),
    *("no_notes", "blanked", "add", "newer", "controls", "close"),
)


class _Sent(Protocol):
    left: object
    decided: object


class _Component(Protocol):
    def __call__(
        self,
        *,
        key: str,
        data: dict[str, object],
        on_left_change: Callable[[], None],
        on_decided_change: Callable[[], None],
    ) -> _Sent: ...


def draw(scope: Scope, meeting: OpenedMeeting) -> None:
    """Show the slides over the whole window; what the room decides is written down."""
    try:
        deck = meeting_frozen.deck_of(scope, meeting)
    except DomainError as refusal:
        st.error(refusal_words(refusal))
        if st.button(t("stage.leave"), key="stage-leave"):
            meeting_address.leave_slides()
        return
    with st.spinner(t("stage.drawing")):
        data = _data(deck, meeting.id, is_old=meeting_frozen.has_newer(scope, meeting.snapshot))
    sent = _slides()(
        key=f"slides-{meeting.id}",
        data=data,
        on_left_change=lambda: None,
        on_decided_change=lambda: None,
    )
    if sent.left is not None:
        st.session_state.pop(_REFUSED, None)
        meeting_address.leave_slides(sent.left if isinstance(sent.left, int) else None)
    if isinstance(sent.decided, dict):
        _decide(meeting, sent.decided)


def _decide(meeting: OpenedMeeting, sent: dict[str, object]) -> None:
    """What was sent is checked like what is typed into the form of the preparation."""
    words = {name: str(sent.get(name) or "") for name in ("task", "who", "due")}
    try:
        due = date.fromisoformat(words["due"]) if words["due"] else None
    except ValueError:
        refused = t("error.due_in_the_past")
    else:
        refused = meeting_conclusions.add(meeting, words["task"], words["who"], due)
    st.session_state[_REFUSED] = refused
    st.rerun()


def _data(deck: Deck, meeting_id: int, *, is_old: bool) -> dict[str, object]:
    slides = (*deck.shown, *deck.asked)
    return {
        "meeting": meeting_id,
        "slides": [_slide(slide) for slide in slides],
        "shown": len(deck.shown),
        "start": min(meeting_address.first_slide(), len(slides)),
        "address": meeting_address.SLIDE,
        "place": deck.place,
        "title": deck.title,
        "language": deck.language,
        "simulated": t("frame.simulated") if deck.simulated else "",
        "old": t("stage.newer") if is_old else "",
        "refused": st.session_state.get(_REFUSED, ""),
        "words": {name: t(f"stage.{name}") for name in WORDS},
        "fields": {name: t(f"written.{name}") for name in ("task", "who")} | {"due": t("hold.due")},
    }


def _slide(slide: Slide) -> dict[str, object]:
    """One slide as the browser draws it; where no picture can be made it says why."""
    picture = _picture(slide)
    fallen = slide.picture is not None and not picture
    refused = slide.refused or (t("stage.no_picture") if fallen else "")
    return {
        "heading": slide.subtitle,
        "finding": slide.finding,
        "picture": picture,
        "alternative": slide.alternative,
        "head": list(slide.grid.head),
        "rows": [list(row) for row in slide.grid.rows],
        "spine": list(slide.spine),
        "notes": slide.notes,
        "refused": refused,
        "asked": slide.backup,
        "decides": slide.kind is SlideKind.CONCLUSIONS,
    }


def _picture(slide: Slide) -> str:
    """The chart of a slide as SVG; empty where there is none, or where it cannot be drawn."""
    if slide.picture is None or slide.refused:
        return ""
    try:
        return _drawn(json.dumps(slide.picture, ensure_ascii=False))
    except FileNotMade:
        return ""


@st.cache_data(show_spinner=False, max_entries=64)
def _drawn(specification: str) -> str:
    """A chart as SVG that fills its room; who has the specification has its figures already."""
    from exports.pictures import svg_of, untitled  # a compiler of charts: only where one is drawn

    spec: Spec = json.loads(specification)
    return _SIZE.sub(r"\1", svg_of(untitled(spec), width=_WIDTH), count=1)


@cache
def _slides() -> _Component:
    made: _Component = st.components.v2.component(
        "slides",
        html=_HTML,
        css=(_HERE / "slides.css").read_text(encoding="utf-8"),
        js=(_HERE / "slides.js").read_text(encoding="utf-8"),
    )
    return made
