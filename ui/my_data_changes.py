"""What a person changes in what is stored about them: who they are, and what they agreed to."""

from collections.abc import Callable

import streamlit as st

from db.commands.rights import correct_person, withdraw_consent
from db.engine import fold_log
from db.places import search
from db.rights import MyData
from domain import minors
from domain.consent import OPTIONAL
from domain.errors import DomainError
from domain.people import ADULTS, AgeBand, Audience, Gender, is_child
from ui import clock, form, language, pages
from ui.database import engine
from ui.language import t
from ui.my_data_words import consent_line
from ui.places import communes

_DONE, _ERROR = "my_data_done", "my_data_error"
_CHOICES: dict[str, list[str]] = {
    "age_band": [band.value for band in ADULTS],
    "gender": [gender.value for gender in Gender],
    "audience": [audience.value for audience in Audience],
}


_OF_A_CHILD: dict[str, list[str]] = {
    **_CHOICES,
    "age_band": [AgeBand.FROM_7.value],
    "audience": [audience.value for audience in minors.AUDIENCES],
}


def say_what_was_done() -> None:
    """What the last command did, or why not; once."""
    if done := st.session_state.pop(_DONE, None):
        st.success(t(done))
    if error := st.session_state.pop(_ERROR, None):
        st.error(error)


def do(command: Callable[[], object], *, done: str | None) -> None:
    """Give a command; what it says is drawn at the top of the next run."""
    try:
        command()
    except DomainError as error:
        st.session_state[_ERROR] = t(error.key, **error.details)
        return
    if done is not None:
        st.session_state[_DONE] = done


def draw_correct(data: MyData) -> None:
    """Choices are corrected at once; answers in the form, as long as they are not sent."""
    st.subheader(t("my_data.correct"), anchor=False)
    if data.sent_on is None:
        st.write(t("my_data.answers_draft"))
        if st.button(t("my_data.go_on"), key="my-data-go-on", width="stretch"):
            form.enter(data.draft.code)
            st.switch_page(
                pages.BY_NAME["self_assessment"].file, query_params=st.query_params.to_dict()
            )
    else:
        st.write(t("my_data.answers_sent"))
    with st.expander(t("my_data.correct")):
        with st.form("correct", border=False):
            choices = _OF_A_CHILD if is_child(data.draft.age_band) else _CHOICES
            for name, values in choices.items():
                st.pills(
                    t(f"my_data.{name}"),
                    values,
                    default=str(getattr(data.draft, name)),
                    key=f"correct-{name}",
                    format_func=_in_words(name),
                    required=True,
                    width="stretch",
                )
            st.form_submit_button(
                t("my_data.correct_save"), on_click=_save_choices, args=(data,), width="stretch"
            )
        _correct_place(data)


def _correct_place(data: MyData) -> None:
    with st.form("correct-place", border=False):
        typed = st.text_input(t("my_data.correct_place"), key="correct-place-name", max_chars=60)
        st.form_submit_button(t("my_data.correct_find"), width="stretch")
    for place in search(communes(), typed) if typed.strip() else ():
        st.button(
            f"{place.full_name}, {place.province_name}",
            key=f"correct-place-{place.code}",
            width="stretch",
            on_click=_save,
            args=(data,),
            kwargs={"commune_code": place.code},
        )


def _save_choices(data: MyData) -> None:
    _save(data, **{name: st.session_state[f"correct-{name}"] for name in _CHOICES})


def _save(data: MyData, **changed: str) -> None:
    draft = data.draft
    stored = {"commune_code": draft.commune_code, **{n: getattr(draft, n) for n in _CHOICES}}
    wanted = {**stored, **changed}
    do(
        lambda: correct_person(
            engine(),
            code=draft.code,
            commune_code=wanted["commune_code"],
            audience=wanted["audience"],
            age_band=wanted["age_band"],
            gender=wanted["gender"],
            now=clock.now(),
        ),
        done="my_data.corrected",
    )


def _in_words(family: str) -> Callable[[str], str]:
    return lambda value: t(f"{family}.{value}")


def draw_consents(data: MyData) -> None:
    """Every consent, and the way back from those that are not needed."""
    st.subheader(t("my_data.consents"), anchor=False)
    for one in data.consents:
        st.markdown(f"- {consent_line(one, t, language.current())}")
    if is_child(data.draft.age_band):
        st.caption(t("minor.take_back"))
    for purpose in OPTIONAL:
        if purpose in data.held:
            st.button(
                t("my_data.withdraw_consent", purpose=t(f"purpose.{purpose}")),
                key=f"take-back-{purpose}",
                width="stretch",
                on_click=_take_back,
                args=(data.draft.code, purpose),
            )


def _take_back(code: str, purpose: str) -> None:
    def take_back() -> None:
        withdraw_consent(engine(), code=code, purpose=purpose, now=clock.now())
        fold_log(engine())

    do(take_back, done="my_data.consent_gone")
