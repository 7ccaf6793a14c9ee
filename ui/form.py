"""The self-assessment as a person meets it: one thing a screen, saved at the tap."""

from collections.abc import Callable

import streamlit as st

from db.assessments import Draft, open_draft
from db.commands import assessments
from domain import resume_code
from domain.errors import DomainError, MissingAnswers, UnknownResumeCode
from domain.questionnaire import Answer, Question, Questionnaire
from ui import clock, draft_link
from ui.database import engine, questionnaire
from ui.language import current, t
from ui.limits import count_wrong_code, refuse_guessing
from ui.step_focus import arrive
from ui.wording import address, person

_CODE, _STEP, _NOTE, _ERROR = "draft_code", "step", "saved_note", "form_error"
REVIEW = "review"


def draft_code() -> str | None:
    """The code of the draft this visit is filling in, from the visit or the URL."""
    return st.session_state.get(_CODE) or draft_link.code()


def enter(code: str) -> None:
    """Make this draft the visit's own; the URL keeps the code so that a reload loses nothing."""
    st.session_state[_CODE] = code
    draft_link.write(code)


def leave() -> None:
    """Forget the draft in this visit; it stays on the server."""
    for key in (_CODE, _STEP, _NOTE, _ERROR):
        st.session_state.pop(key, None)
    draft_link.clear()


def resume(typed: str) -> Draft:
    """
    Open a draft, or a sent assessment, by the code a person typed or said.

    Raises:
        UnknownResumeCode, ExpiredResumeCode, TooManyTries.
    """
    code = resume_code.normalise(typed)
    if not draft_link.is_sealed(code):
        refuse_guessing()
    try:
        draft = open_draft(engine(), code, clock.now())
    except UnknownResumeCode:
        count_wrong_code()
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
    asked = questionnaire(draft.version)
    step = st.session_state.setdefault(_STEP, first_open_step(draft, asked))
    _show_error()
    if step == REVIEW:
        _review(draft, asked)
    else:
        _question(draft, asked, step)
    arrive(str(step))


def first_open_step(draft: Draft, asked: Questionnaire) -> int | str:
    """Where to go on: the first core question without an answer, else the review."""
    for index, question in enumerate(asked.core):
        if question.id not in draft.answers:
            return index
    return REVIEW


def _question(draft: Draft, asked: Questionnaire, step: int) -> None:
    question = asked.questions[step]
    core = len(asked.core)
    if step < core:
        st.progress((step + 1) / core, text=t("form.counter", number=step + 1, total=core))
    else:
        st.caption(t("form.extra_counter", number=step - core + 1, total=len(asked.ai)))
    if note := st.session_state.pop(_NOTE, None):
        st.caption(note)
    st.caption(t("form.think_of", person=person(draft)))
    sentence = question.sentence(current(), address(draft))
    st.subheader(sentence, anchor=False)
    with st.container(key=f"ask-{'even' if step % 2 == 0 else 'odd'}"):
        _answers(draft, question, sentence, lambda: _go_on(asked, step))
    _steps_around(draft, asked, step)
    _code_reminder(draft)


def _answers(draft: Draft, question: Question, label: str, go_on: Callable[[], None]) -> None:
    if question.id not in st.session_state:
        st.session_state[question.id] = draft.answers.get(question.id)
    st.pills(
        label,
        [answer.value for answer in Answer],
        format_func=lambda value: t(f"answer.{value}"),
        key=question.id,
        label_visibility="collapsed",
        required=True,  # a second tap on the same answer must not take it back
        width="stretch",
        on_change=_save,
        args=(draft, question.id, go_on),
    )


def _save(draft: Draft, question_id: str, go_on: Callable[[], None]) -> None:
    """Store the tapped answer, and only then move on."""
    tapped = st.session_state.pop(question_id)
    try:
        assessments.save_answer(
            engine(),
            code=draft.code,
            question_id=question_id,
            value=tapped,
            questionnaire=questionnaire(draft.version),
            now=clock.now(),
        )
    except DomainError as error:
        st.session_state[_ERROR] = t(error.key, **error.details)
        return
    st.session_state[_NOTE] = t("form.saved")
    go_on()


def _go_on(asked: Questionnaire, step: int) -> None:
    last = len(asked.questions) - 1
    open_again = st.session_state.pop("return_to_review", False)
    st.session_state[_STEP] = REVIEW if open_again or step == last else step + 1


def _steps_around(draft: Draft, asked: Questionnaire, step: int) -> None:
    with st.container(horizontal=True):
        st.button(t("form.back"), key="back", on_click=_go_back, args=(step,), disabled=step == 0)
        if asked.questions[step].id in draft.answers:
            st.button(
                t("form.next"), key="next", on_click=_go_on, args=(asked, step), type="primary"
            )
        if step >= len(asked.core):
            st.button(t("form.skip_extra"), key="skip", on_click=_go_to, args=(REVIEW,))


def _go_back(step: int) -> None:
    _go_to(max(step - 1, 0))


def _go_to(step: int | str, *, returning: bool = False) -> None:
    st.session_state[_STEP] = step
    st.session_state["return_to_review"] = returning
    st.session_state.pop(_NOTE, None)


def _review(draft: Draft, asked: Questionnaire) -> None:
    st.subheader(t("review.title"), anchor=False)
    st.write(t("review.intro", person=person(draft)))
    _send_button("send", draft, asked)
    for index, question in enumerate(asked.questions):
        _review_row(draft, index, question)
    _send_button("send-below", draft, asked)
    _code_reminder(draft)


def _send_button(key: str, draft: Draft, asked: Questionnaire) -> None:
    st.button(
        t("review.send"),
        key=key,
        type="primary",
        width="stretch",
        on_click=_send,
        args=(draft, asked),
    )


def _review_row(draft: Draft, index: int, question: Question) -> None:
    value = draft.answers.get(question.id)
    answer = t("review.unanswered") if value is None else t(f"answer.{value}")
    st.button(
        f"{index + 1}. {question.sentence(current(), address(draft))} — **{answer}**",
        key=f"review-{question.id}",
        width="stretch",
        on_click=_go_to,
        args=(index,),
        kwargs={"returning": True},
    )


def _send(draft: Draft, asked: Questionnaire) -> None:
    try:
        assessments.submit(
            engine(), code=draft.code, questionnaire=asked, now=clock.now(), today=clock.today()
        )
    except MissingAnswers as error:
        still_open = open_draft(engine(), draft.code, clock.now()).answers
        numbers = [
            str(number)
            for number, question in enumerate(asked.core, start=1)
            if question.id not in still_open
        ]
        st.session_state[_ERROR] = t(error.key, numbers=", ".join(numbers))
    except DomainError as error:
        st.session_state[_ERROR] = t(error.key, **error.details)


def _show_error() -> None:
    if sentence := st.session_state.pop(_ERROR, None):
        st.error(sentence)


def _code_reminder(draft: Draft) -> None:
    spaced = f"{draft.code[:3]} {draft.code[3:]}"
    st.caption(t("form.code_reminder", code=spaced))
