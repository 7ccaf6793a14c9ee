"""Before sending: every answer on one screen, the offer of the pack, and the button that sends."""

import streamlit as st

from db.assessments import open_draft
from db.commands import assessments
from domain import flow
from domain.device import Device
from domain.errors import DomainError, MissingAnswers
from domain.flow import DEVICE, Part, Step
from ui import clock
from ui.database import engine
from ui.form_steps import Form, form_of, go_to, refuse
from ui.language import current, t
from ui.wording import address, person


def draw(form: Form) -> None:
    """Draw the review; a tap on a line goes there and comes back."""
    st.subheader(t("review.title"), anchor=False)
    st.write(t("review.intro", person=person(form.draft)))
    _send_button("send", form)
    _offer_pack(form)
    _device_row(form)
    for number, step in enumerate(_rows(form), start=1):
        _row(form, number, step)
    _send_button("send-below", form)


def _rows(form: Form) -> list[Step]:
    """What was asked; of the pack only what somebody began."""
    begun = [step for step in form.of(Part.PACK) if step in form.answered]
    return [*form.of(Part.CORE), *form.of(Part.AI), *begun]


def _offer_pack(form: Form) -> None:
    steps = form.of(Part.PACK)
    if not steps or all(step in form.answered for step in steps):
        return
    who = t(f"pack_audience.{form.draft.audience}")
    st.button(
        t("pack.offer", count=len(steps), audience=who),
        key="pack-offer",
        width="stretch",
        on_click=go_to,
        args=(flow.first_open_of(Part.PACK, form.steps, form.answered),),
    )
    st.caption(t("pack.why"))


def _device_row(form: Form) -> None:
    device = form.draft.device
    if device is not None and device is not Device.SMARTPHONE:
        st.info(t(f"review.without_{device.name.lower()}", person=person(form.draft)))
    answer = t("review.unanswered") if device is None else t(f"device.{device.value}")
    sentence = t(f"device.question_{address(form.draft).value}")
    _line("device", f"{sentence} — **{answer}**", DEVICE)


def _row(form: Form, number: int, step: Step) -> None:
    value = form.answer(step)
    answer = t("review.unanswered") if value is None else t(f"answer.{value}")
    sentence = form.question(step).sentence(current(), address(form.draft))
    _line(step.id, f"{number}. {sentence} — **{answer}**", step)


def _line(name: str, label: str, step: Step) -> None:
    st.button(
        label,
        key=f"review-{name}",
        width="stretch",
        on_click=go_to,
        args=(step,),
        kwargs={"returning": True},
    )


def _send_button(key: str, form: Form) -> None:
    st.button(
        t("review.send"),
        key=key,
        type="primary",
        width="stretch",
        on_click=_send,
        args=(form,),
    )


def _send(form: Form) -> None:
    code = form.draft.code
    try:
        assessments.submit(
            engine(),
            code=code,
            questionnaire=form.asked,
            now=clock.now(),
            today=clock.today(),
        )
    except MissingAnswers as error:
        still = form_of(open_draft(engine(), code, clock.now()))
        open_now = [step not in still.answered for step in still.of(Part.CORE)]
        numbers = [str(number) for number, is_open in enumerate(open_now, start=1) if is_open]
        refuse(t(error.key, numbers=", ".join(numbers)))
    except DomainError as error:
        refuse(t(error.key, **error.details))
