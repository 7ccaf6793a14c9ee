"""One question a screen: which phone there is, the core, AI, and the pack of an audience."""

from collections.abc import Callable

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from db.commands import assessments, extra_answers
from db.language_packs import LanguagePack
from domain import flow
from domain.device import Device
from domain.flow import DEVICE, OPTIONAL, REVIEW, Part, Step
from domain.questionnaire import Answer, PackItem, Question, Wording
from ui import clock, form_tongue, read_aloud
from ui.database import engine
from ui.form_steps import Form, find_open_step, go_back, go_on, go_to, save, show_note
from ui.language import current, t
from ui.read_aloud import Said
from ui.wording import address, person


def draw(form: Form, step: Step) -> None:
    """Draw the step; a tap saves, and the next one comes."""
    if step == DEVICE:
        _device(form)
        return
    question = form.question(step)
    _counter(form, step)
    show_note()
    st.caption(t("form.think_of", person=person(form.draft)))
    form_tongue.draw_choice(form.draft)
    pack = form_tongue.pack_of(form.draft)
    sentence = question.sentence(current(), address(form.draft))
    own = form_tongue.question(pack, question.id)
    if pack is None:
        st.subheader(sentence, anchor=False)
    else:
        form_tongue.draw_question(sentence, own, pack)
    read_aloud.draw(
        f"{step.id} {pack.language if pack else ''}",
        _said(question.id, sentence, address(form.draft), pack),
    )
    with scale(form.steps.index(step)):
        _answers(form, step, question, own or sentence, pack)
    if pack is not None:
        form_tongue.draw_our_answers(pack)
    _steps_around(form, step)


def scale(number: int) -> DeltaGenerator:
    """The place of answers on the scale: each with its picture, a stair of four steps."""
    room = st.container(key=f"ask-{'odd' if number % 2 else 'even'}")
    return room.container(key="scale")


def _said(asked_id: str, sentence: str, wording: Wording, pack: LanguagePack | None) -> list[Said]:
    names = [(f"answer-{answer.value}", t(f"answer.{answer.value}")) for answer in Answer]
    return [
        form_tongue.said(pack, asked_id, sentence, f"{asked_id}-{wording}"),
        *(form_tongue.said(pack, name, words, name) for name, words in names),
    ]


def _counter(form: Form, step: Step) -> None:
    number, total = flow.place_in_part(form.steps, step)
    if step.part is Part.CORE:
        st.progress(number / total, text=t("form.counter", number=number, total=total))
    elif step.part is Part.AI:
        st.caption(t("form.extra_counter", number=number, total=total))
    else:
        who = t(f"pack_audience.{form.draft.audience}")
        st.caption(t("form.pack_counter", number=number, total=total, audience=who))


def _answers(
    form: Form, step: Step, question: Question | PackItem, label: str, pack: LanguagePack | None
) -> None:
    choose(
        label,
        key=question.id,
        options=form_tongue.answers(pack),
        value=form.answer(step),
        on_tap=lambda tapped: save(lambda: _store(form, step, tapped), lambda: go_on(form, step)),
    )


def choose(
    label: str,
    *,
    key: str,
    options: dict[int, str],
    value: int | None,
    on_tap: Callable[[object], None],
) -> None:
    """Answers as wide as the screen; a tap hands its value on, whatever a browser made of it."""
    if key not in st.session_state:
        st.session_state[key] = value
    st.pills(
        label,
        list(options),
        format_func=lambda one: options[one],
        key=key,
        label_visibility="collapsed",
        required=True,  # a second tap on the same answer must not take it back
        width="stretch",
        on_change=lambda: on_tap(st.session_state.pop(key)),
    )


def _store(form: Form, step: Step, tapped: object) -> None:
    code, now = form.draft.code, clock.now()
    if step.part is Part.PACK and form.packs is not None:
        extra_answers.save_pack_answer(
            engine(), code=code, item_id=step.id, value=tapped, packs=form.packs, now=now
        )
        return
    assessments.save_answer(
        engine(), code=code, question_id=step.id, value=tapped, questionnaire=form.asked, now=now
    )


def _device(form: Form) -> None:
    sentence = t(f"device.question_{address(form.draft).value}")
    st.subheader(sentence, anchor=False)
    st.caption(t("device.hint"))
    device = form.draft.device
    options = {device.value: t(f"device.{device.value}") for device in Device}
    said = [Said(words, f"device-{value}") for value, words in options.items()]
    read_aloud.draw("device", [Said(sentence, f"device-{address(form.draft)}"), *said])
    with st.container(key="ask-device"):
        choose(
            sentence,
            key="device",
            options=options,
            value=None if device is None else device.value,
            on_tap=lambda tapped: save(lambda: _store_device(form, tapped), find_open_step),
        )
    if device is not None:
        st.button(t("form.next"), key="next", on_click=go_on, args=(form, DEVICE), type="primary")


def _store_device(form: Form, tapped: object) -> None:
    extra_answers.set_device(engine(), code=form.draft.code, device=tapped, now=clock.now())


def _steps_around(form: Form, step: Step) -> None:
    with st.container(horizontal=True):
        st.button(t("form.back"), key="back", on_click=go_back, args=(form, step))
        if step in form.answered:
            st.button(t("form.next"), key="next", on_click=go_on, args=(form, step), type="primary")
        if step.part in OPTIONAL:
            st.button(t("form.skip_extra"), key="skip", on_click=go_to, args=(REVIEW,))
