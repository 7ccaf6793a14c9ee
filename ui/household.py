"""Gia đình số for the people of a household: begin one, join one, see it, leave it."""

from collections.abc import Callable

import streamlit as st

from db.commands.households import begin_household, join_household, leave_household
from db.households import MyHousehold, household_of
from domain import resume_code
from domain.errors import DomainError, UnknownHousehold, UnknownResumeCode
from domain.households import Part
from ui import clock, form
from ui.database import engine
from ui.language import t
from ui.limits import count_wrong_code, refuse_guessing

_CODE, _REFUSED = "household-code", "household-refused"


def code() -> str | None:
    """The resume code this visit opened the page with, or fills the form in with."""
    return st.session_state.get(_CODE) or form.draft_code()


def draw_refusal() -> None:
    """What the last tap was refused for, said once."""
    if said := st.session_state.pop(_REFUSED, None):
        st.error(said)


def draw_door() -> None:
    """The one field: one's own code."""
    with st.form("household-door", border=False):
        st.text_input(t("household.my_code"), key="household-typed", placeholder="H7K 2PQ",
                      max_chars=12)  # fmt: skip
        st.form_submit_button(t("household.open"), on_click=_enter, width="stretch", type="primary")


def draw(mine: str) -> None:
    """The household of this code, or the two ways into one."""
    try:
        found = household_of(engine(), mine)
    except UnknownResumeCode as unknown:  # not sent yet, or deleted meanwhile
        st.session_state.pop(_CODE, None)
        st.error(t(unknown.key, **unknown.details))
        return
    if found is None:
        _draw_ways_in(mine)
    else:
        _draw_mine(mine, found)
    st.button(t("household.close"), key="household-close", on_click=close, width="stretch")


def close() -> None:
    """Forget the code in this visit, so that the next person sees nothing of it."""
    st.session_state.pop(_CODE, None)
    form.leave()


def _draw_ways_in(mine: str) -> None:
    part = st.radio(
        t("household.part"),
        [one.value for one in Part],
        format_func=lambda one: t(f"household_part.{one}"),
        key="household-part",
    )
    st.subheader(t("household.join_title"), anchor=False)
    with st.form("household-join", border=False):
        theirs = st.text_input(t("household.their_code"), key="household-theirs", max_chars=12)
        joins = st.form_submit_button(t("household.join"), width="stretch", type="primary")
    st.subheader(t("household.begin_title"), anchor=False)
    st.write(t("household.begin_how"))
    begins = st.button(t("household.begin"), key="household-begin", width="stretch")
    now = clock.now()
    if joins:
        _do(lambda: join_household(engine(), code=mine, household_code=theirs, part=part, now=now))
    elif begins:
        _do(lambda: begin_household(engine(), code=mine, part=part, now=now))


def _draw_mine(mine: str, found: MyHousehold) -> None:
    st.markdown(t("household.code", code=f"{found.code[:3]} {found.code[3:]}"))
    st.write(t("household.members", members=found.members, learn=found.learn, teach=found.teach))
    st.write(t("household.you", part=t(f"household_part.{found.part}")))
    st.caption(t("household.nobody_sees"))
    if st.button(t("household.leave"), key="household-leave", width="stretch"):
        _do(lambda: leave_household(engine(), code=mine))


def _enter() -> None:
    try:
        typed = st.session_state["household-typed"]
        refuse_guessing(code=typed)
        household_of(engine(), typed)
        st.session_state[_CODE] = resume_code.normalise(typed)
    except DomainError as refusal:
        if isinstance(refusal, UnknownResumeCode):
            count_wrong_code()
        st.session_state[_REFUSED] = t(refusal.key, **refusal.details)


def _do(command: Callable[[], object]) -> None:
    """The command, then the page anew; a code nobody has is counted as a guess."""
    try:
        refuse_guessing()
        command()
    except DomainError as refusal:
        if isinstance(refusal, UnknownResumeCode | UnknownHousehold):
            count_wrong_code()
        st.session_state[_REFUSED] = t(refusal.key, **refusal.details)
    st.rerun()
