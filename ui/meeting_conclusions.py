"""What was decided: written down, ticked off, taken back."""

from datetime import date

import streamlit as st

from db.commands.conclusions import add_conclusion, drop_conclusion, tick_conclusion
from db.meetings import KeptConclusion, OpenedMeeting
from domain.access import Permission
from domain.errors import DomainError
from domain.meetings import TASK_LETTERS, WHO_LETTERS
from text import formats
from ui import auth, clock, language
from ui.database import engine
from ui.language import t
from ui.meeting_words import changing, plain, refusal_words


def draw(meeting: OpenedMeeting) -> None:
    """What is still open of earlier meetings, what this one decided, and a line for more."""
    if meeting.before:
        st.subheader(t("hold.before"), anchor=False)
        _draw_list(meeting.before, droppable=False)
    st.subheader(t("hold.conclusions"), anchor=False)
    if not meeting.conclusions:
        st.caption(t("hold.no_conclusions"))
    _draw_list(meeting.conclusions, droppable=True)
    _draw_form(meeting)


def add(meeting: OpenedMeeting, task: str, who: str, due: date | None) -> str:
    """Write one down; what is wrong with it in words, or nothing."""
    try:
        add_conclusion(
            engine(),
            meeting_id=meeting.id,
            task=task,
            who=who,
            due=due,
            by=auth.writer(Permission.HOLD_MEETINGS),
            now=clock.now(),
            today=clock.today(),
        )
    except DomainError as refusal:
        return refusal_words(refusal)
    return ""


def _draw_form(meeting: OpenedMeeting) -> None:
    with st.form("conclusion", clear_on_submit=False, border=True):
        count = len(meeting.conclusions)  # a new line begins empty
        task = st.text_input(
            t("written.task"), max_chars=TASK_LETTERS, key=f"conclusion-task-{count}"
        )
        who = st.text_input(t("written.who"), max_chars=WHO_LETTERS, key=f"conclusion-who-{count}")
        due = st.date_input(
            t("hold.due"),
            value=None,
            min_value=clock.today(),
            format="DD/MM/YYYY",
            key=f"conclusion-due-{count}",
        )
        if st.form_submit_button(t("hold.add")):
            refused = add(meeting, task, who, due)
            if not refused:
                st.rerun()
            st.error(refused)


def _draw_list(kept: tuple[KeptConclusion, ...], *, droppable: bool) -> None:
    for one in kept:
        with st.container(horizontal=True, vertical_alignment="center"):
            is_done = st.checkbox(
                _words(one), value=one.is_done, key=f"done-{one.id}-{one.is_done}"
            )
            if is_done != one.is_done:
                _tick(one.id, is_done=is_done)
            if droppable and st.button(t("hold.drop"), key=f"drop-{one.id}", type="tertiary"):
                _drop(one.id)


def _words(one: KeptConclusion) -> str:
    said = t("hold.conclusion", task=plain(one.task), who=plain(one.who))
    if one.due is None:
        return said
    return said + t("hold.by_day", day=formats.day(one.due, language.current()))


def _tick(conclusion_id: int, *, is_done: bool) -> None:
    with changing():
        tick_conclusion(
            engine(),
            conclusion_id=conclusion_id,
            is_done=is_done,
            by=auth.writer(Permission.HOLD_MEETINGS),
            now=clock.now(),
            today=clock.today(),
        )
        st.rerun()


def _drop(conclusion_id: int) -> None:
    with changing():
        drop_conclusion(
            engine(),
            conclusion_id=conclusion_id,
            by=auth.writer(Permission.HOLD_MEETINGS),
            now=clock.now(),
            today=clock.today(),
        )
        st.rerun()
