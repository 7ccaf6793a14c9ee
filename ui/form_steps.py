"""Which step of a draft this visit shows, and how a tap is saved and moves on."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import streamlit as st

from db.assessments import Draft
from domain import flow
from domain.errors import DomainError
from domain.flow import DEVICE, REVIEW, Part, Situation, Step
from domain.questionnaire import PackItem, Packs, Question, Questionnaire
from ui.database import packs, questionnaire
from ui.language import t

_STEP, _NOTE, _ERROR, _RETURN = "step", "saved_note", "form_error", "return_to_review"


@dataclass(frozen=True)
class Form:
    """A draft, what its person is asked and what has an answer."""

    draft: Draft
    asked: Questionnaire
    packs: Packs | None

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Every step up to the review."""
        return flow.before_sending(self.asked, self.packs, situation(self.draft))

    @cached_property
    def answered(self) -> frozenset[Step]:
        """The steps that have an answer."""
        answered = {
            step
            for step in self.steps
            if step.part in (Part.CORE, Part.AI, Part.PACK) and self.answer(step) is not None
        }
        return frozenset(answered if self.draft.device is None else {DEVICE, *answered})

    def question(self, step: Step) -> Question | PackItem:
        """What is asked at a step of the core, of AI or of the pack."""
        if step.part is Part.PACK and self.packs is not None:
            return self.packs.item(self.draft.audience, step.id)
        return self.asked.question(step.id)

    def answer(self, step: Step) -> int | None:
        """What was answered there; None when nothing was."""
        asked = self.question(step)
        if isinstance(asked, PackItem):
            return self.draft.extras.answer(asked)
        return self.draft.answers.get(asked.id)

    def of(self, part: Part) -> list[Step]:
        """The steps of a part."""
        return [step for step in self.steps if step.part is part]


def form_of(draft: Draft) -> Form:
    """The form of a draft; a pack that was begun keeps its version."""
    return Form(draft, questionnaire(draft.version), packs(draft.extras.pack_version))


def situation(draft: Draft) -> Situation:
    """What decides the steps of a draft."""
    return Situation(draft.device, draft.audience, draft.mode)


def current_step(form: Form) -> Step:
    """Where this visit is; a new one begins at the first step that is open."""
    step: Step = st.session_state.setdefault(_STEP, flow.next_open(form.steps, form.answered))
    if step not in form.steps:  # another tab, or another device, changed what is asked
        step = st.session_state[_STEP] = flow.next_open(form.steps, form.answered)
    return step


def go_to(step: Step, *, returning: bool = False) -> None:
    """Show a step; `returning` = the answer there leads back to the review."""
    st.session_state[_STEP] = step
    st.session_state[_RETURN] = returning
    st.session_state.pop(_NOTE, None)


def go_on(form: Form, step: Step) -> None:
    """Show what comes after a step."""
    returning = st.session_state.pop(_RETURN, False)
    st.session_state[_STEP] = REVIEW if returning else flow.following(form.steps, step)


def go_back(form: Form, step: Step) -> None:
    """Show what comes before a step."""
    go_to(flow.preceding(form.steps, step))


def find_open_step() -> None:
    """Forget where this visit was: what is asked may have changed."""
    for key in (_STEP, _RETURN):
        st.session_state.pop(key, None)


def save(store: Callable[[], None], go: Callable[[], None]) -> None:
    """Store a tap, and only then move on."""
    try:
        store()
    except DomainError as error:
        refuse(t(error.key, **error.details))
        return
    st.session_state[_NOTE] = t("form.saved")
    go()


def refuse(sentence: str) -> None:
    """Say this at the top of the next run."""
    st.session_state[_ERROR] = sentence


def show_refusal() -> None:
    """The sentence of the last refusal, once."""
    if sentence := st.session_state.pop(_ERROR, None):
        st.error(sentence)


def show_note() -> None:
    """That the last answer is saved, once."""
    if note := st.session_state.pop(_NOTE, None):
        st.caption(note)


def forget() -> None:
    """Nothing of a draft stays in this visit."""
    for key in (_STEP, _NOTE, _ERROR, _RETURN):
        st.session_state.pop(key, None)
