"""After the result: six small questions, or tasks a helper sees done, and then what was right."""

from collections.abc import Callable

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from db.assessments import Draft
from db.commands import extra_answers
from domain import checking, flow
from domain.checking import Asked, Check, CheckItem, Overclaim, Seen, Task
from domain.errors import CheckClosed
from domain.flow import TOLD, Part, Step
from domain.people import Mode
from domain.recording import choice_id
from ui import clock, form_question, form_steps, read_aloud
from ui.database import check as published_check
from ui.database import engine
from ui.form_steps import situation
from ui.language import current, t
from ui.read_aloud import Said
from ui.step_focus import arrive
from ui.wording import address, person

_STEP = "check_step"


def offer(draft: Draft) -> None:
    """Below the result: the check, where it can still be answered; or what was right in it."""
    check = published_check(draft.extras.check_version)
    steps = flow.after_sending(check, situation(draft))
    if check is None or not steps:
        return
    if draft.extras.is_finished(check.asked(draft.mode, draft.device)):
        st.button(t("check.see_again"), key="check-again", width="stretch",
                  on_click=_go_to, args=(TOLD,))  # fmt: skip
        return
    if not _is_open(draft):
        return
    kind = "tasks" if draft.mode is Mode.ASSISTED else "questions"
    who = person(draft)
    st.button(t(f"check.offer_{kind}", count=len(steps) - 1), key="check-offer", width="stretch",
              on_click=_begin, args=(_first_open(draft, check, steps),))  # fmt: skip
    st.caption(t(f"check.why_{kind}", person=who.capitalize()))


def draw(draft: Draft) -> bool:
    """Draw the step of the check this visit is at; False when it is at none."""
    step: Step | None = st.session_state.get(_STEP)
    check = published_check(draft.extras.check_version)
    steps = flow.after_sending(check, situation(draft))
    if step is None or check is None or step not in steps:
        return False
    form_steps.show_refusal()
    if step == TOLD:
        _told(draft, check)
    else:
        _ask(draft, check, steps, step)
    arrive(f"check-{step.id}")
    return True


def forget() -> None:
    """Nothing of the check stays in this visit."""
    st.session_state.pop(_STEP, None)


def _begin(step: Step) -> None:
    form_steps.forget()
    _go_to(step)


def _go_to(step: Step) -> None:
    st.session_state[_STEP] = step


def _is_open(draft: Draft) -> bool:
    try:
        checking.refuse_when_closed(draft.submitted_on, clock.today())
    except CheckClosed:
        return False
    return True


def _first_open(draft: Draft, check: Check, steps: tuple[Step, ...]) -> Step:
    asked = check.asked(draft.mode, draft.device)
    answered = {Step(Part.CHECK, one.id) for one in asked if draft.extras.answer(one) is not None}
    return flow.first_open_of(Part.CHECK, steps, answered)


def _ask(draft: Draft, check: Check, steps: tuple[Step, ...], step: Step) -> None:
    asked = check.one(draft.mode, draft.device, step.id)
    number, total = flow.place_in_part(steps, step)
    st.progress(number / total, text=t("check.counter", number=number, total=total))
    form_steps.show_note()
    if isinstance(asked, Task):
        st.caption(t("check.helper_reads"))
    sentence = asked.sentence(current(), address(draft))
    st.subheader(sentence, anchor=False)
    options = _options(asked)
    read_aloud.draw(f"check-{asked.id}", _said(draft, asked, sentence, options))
    with _room(asked, number):
        form_question.choose(
            sentence,
            key=asked.id,
            options=options,
            value=draft.extras.answer(asked),
            on_tap=_saving(draft, check, steps, step),
        )
    with st.container(horizontal=True):
        st.button(t("form.back"), key="check-back", disabled=number == 1, on_click=_go_to,
                  args=(flow.preceding(steps, step),))  # fmt: skip
        st.button(t("check.leave"), key="check-leave", on_click=forget)


def _said(draft: Draft, asked: Asked, sentence: str, options: dict[int, str]) -> list[Said]:
    answers = (Said(words, choice_id(asked, value)) for value, words in options.items())
    return [Said(sentence, f"{asked.id}-{address(draft)}"), *answers]


def _room(asked: Asked, number: int) -> DeltaGenerator:
    """Only answers on the scale have its pictures."""
    if isinstance(asked, Overclaim):
        return form_question.scale(number)
    return st.container(key=f"ask-{'odd' if number % 2 else 'even'}")


def _options(asked: Asked) -> dict[int, str]:
    if isinstance(asked, Task):
        return {seen: t(f"seen.{Seen(seen).name.lower()}") for seen in checking.choices(asked)}
    if isinstance(asked, Overclaim):
        return {value: t(f"answer.{value}") for value in checking.choices(asked)}
    own = {number: option.sentences[current()] for number, option in enumerate(asked.options)}
    return own | {
        checking.DO_NOT_KNOW: t("check.do_not_know"),
        checking.DO_NOT_UNDERSTAND: t("check.do_not_understand"),
        checking.REFUSED: t("answer.9"),
    }


def _saving(
    draft: Draft, check: Check, steps: tuple[Step, ...], step: Step
) -> Callable[[object], None]:
    def store(tapped: object) -> None:
        extra_answers.save_check_answer(
            engine(), code=draft.code, item_id=step.id, value=tapped, check=check,
            now=clock.now(), today=clock.today(),
        )  # fmt: skip

    def save(tapped: object) -> None:
        form_steps.save(lambda: store(tapped), lambda: _go_to(flow.following(steps, step)))

    return save


def _told(draft: Draft, check: Check) -> None:
    asked = check.asked(draft.mode, draft.device)
    tasks = draft.mode is Mode.ASSISTED
    title = t("check.told_title_tasks") if tasks else t("check.told_title")
    st.subheader(title, anchor=False)
    shown = draft.extras.shown()
    for one in asked:
        if isinstance(one, CheckItem):
            _tell_item(draft, one, is_right=shown[one.group] == 1)
        elif isinstance(one, Task):
            _tell_task(draft, one)
        elif draft.extras.answer(one) is not None:
            st.info(t("check.told_overclaim", person=person(draft)))
    st.caption(t("check.told_no_change"))
    st.button(t("check.leave"), key="check-leave", width="stretch", type="primary",
              on_click=forget)  # fmt: skip


def _tell_item(draft: Draft, item: CheckItem, *, is_right: bool) -> None:
    sentence = item.sentence(current(), address(draft))
    right = item.options[item.right].sentences[current()]
    told = t("check.told_right", right=right) if is_right else t("check.told_other", right=right)
    st.markdown(f"{sentence}  \n{told}")


def _tell_task(draft: Draft, task: Task) -> None:
    seen = draft.extras.answer(task)
    if seen is not None:
        sentence = task.sentence(current(), address(draft))
        st.markdown(f"{sentence}  \n{t(f'seen.{Seen(seen).name.lower()}')}")
