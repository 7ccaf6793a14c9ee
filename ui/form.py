"""The self-assessment as a person meets it: one thing a screen, saved at the tap."""

import streamlit as st

from db.assessments import Draft, open_draft
from domain import resume_code
from domain.errors import DomainError, UnknownResumeCode
from domain.flow import REVIEW
from ui import (
    clock,
    draft_link,
    form_check,
    form_question,
    form_review,
    form_steps,
    form_tongue,
    pages,
    point_link,
)
from ui.database import engine
from ui.form_steps import current_step, form_of, show_refusal
from ui.language import t
from ui.limits import count_wrong_code, refuse_guessing
from ui.step_focus import arrive

_CODE = "draft_code"


def draft_code() -> str | None:
    """The code of the draft this visit is filling in, from the visit or the URL."""
    return st.session_state.get(_CODE) or draft_link.code()


def enter(code: str) -> None:
    """Make this draft the visit's own; the URL keeps the code so that a reload loses nothing."""
    st.session_state[_CODE] = code
    draft_link.write(code)


def leave() -> None:
    """Forget the draft in this visit; it stays on the server."""
    st.session_state.pop(_CODE, None)
    form_steps.forget()
    form_check.forget()
    form_tongue.forget()
    draft_link.clear()


def resume(typed: str) -> Draft:
    """
    Open a draft, or a sent assessment, by the code a person typed or said.

    Raises:
        UnknownResumeCode, ExpiredResumeCode, TooManyTries.
    """
    code = resume_code.normalise(typed)
    if not draft_link.is_sealed(code):
        refuse_guessing(code=code, point=point_link.token())
    try:
        draft = open_draft(engine(), code, clock.now())
    except UnknownResumeCode:
        count_wrong_code(point=point_link.token())
        raise
    enter(draft.code)
    return draft


def opened() -> Draft | None:
    """The draft of this visit; None when there is none, or when its code is refused, and why."""
    if draft_code() is None:
        return None
    try:
        return current_draft()
    except DomainError as error:
        leave()
        st.error(t(error.key, **error.details))
        return None


def current_draft() -> Draft:
    """The draft of this visit as the server has it now."""
    code = draft_code()
    if code != st.session_state.get(_CODE):
        return resume(code or "")
    return open_draft(engine(), code or "", clock.now())


@st.fragment
def questions() -> None:
    """Draw the step this person is at; each tap is one short run of this fragment."""
    try:
        draft = current_draft()
    except DomainError:  # meanwhile too old, or gone: the page says so and offers a new start
        st.rerun()
    if draft.status == "submitted":
        st.rerun()
    form = form_of(draft)
    step = current_step(form)
    show_refusal()
    if step == REVIEW:
        form_review.draw(form)
    else:
        form_question.draw(form, step)
    arrive(step.id)


def code_reminder(draft: Draft) -> None:
    """Below the questions, outside their fragment: no tap changes it."""
    spaced = f"{draft.code[:3]} {draft.code[3:]}"
    st.caption(t("form.code_reminder", code=spaced))
    my_data_link()


def my_data_link() -> None:
    """The way to what is stored about this person, from the question and from the result."""
    page = pages.BY_NAME["my_data"]
    st.page_link(page.file, label=t("page.my_data"), query_params=pages.link(page.name))
