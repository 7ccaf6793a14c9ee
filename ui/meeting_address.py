"""Which meeting the address names, and whether it is prepared or shown."""

import streamlit as st
from sqlmodel import Session

from db.meetings import OpenedMeeting, opened
from domain.access import Scope
from domain.errors import DomainError, UnknownMeeting
from ui.database import engine
from ui.language import t

_MEETING, _PRESENTED, SLIDE = "buoi", "chieu", "trang"
_LONGEST_NUMBER = 9
ON = "1"


def asked_or_stop(scope: Scope) -> OpenedMeeting | None:
    """The meeting of the address, or None; a refusal is said and the page ends."""
    asked = st.query_params.get(_MEETING)
    if asked is None:
        return None
    try:
        with Session(engine()) as session:
            return opened(session, scope, _number(asked))
    except DomainError as refusal:
        st.title(t("page.meeting"), anchor=False)
        st.error(t(refusal.key, **refusal.details))
        if st.button(t("hold.all"), key="hold-all"):
            close()
        st.stop()


def is_presented() -> bool:
    """Whether the slides are shown now."""
    return st.query_params.get(_PRESENTED) == ON


def first_slide() -> int:
    """The slide the address asks for, from 1; a reload comes back to it."""
    asked = st.query_params.get(SLIDE, "")
    return max(1, int(asked)) if asked.isdecimal() and len(asked) <= _LONGEST_NUMBER else 1


def open_meeting(meeting_id: int) -> None:
    """Go on with a meeting."""
    st.query_params[_MEETING] = str(meeting_id)
    st.rerun()


def present() -> None:
    """Show the slides."""
    st.query_params[_PRESENTED] = ON
    st.rerun()


def leave_slides(slide: int | None = None) -> None:
    """Back to the preparation; the address keeps the slide, to go on there."""
    st.query_params.pop(_PRESENTED, None)
    if slide is not None:
        st.query_params[SLIDE] = str(slide)
    st.rerun()


def close() -> None:
    """Back to all meetings of the area."""
    for name in (_MEETING, _PRESENTED, SLIDE):
        st.query_params.pop(name, None)
    st.rerun()


def _number(asked: str) -> int:
    if not (asked.isascii() and asked.isdecimal() and len(asked) <= _LONGEST_NUMBER):
        raise UnknownMeeting
    return int(asked)
