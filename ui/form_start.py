"""Before the first question: how, where, who, consent. Nothing is stored until it is given."""

from collections.abc import Mapping

import streamlit as st

from db.commands import assessments
from db.commands.rights import give_sensitive
from db.helper_passes import require_place
from domain import minors
from domain.consent import CHILD, STATISTICS
from domain.errors import DomainError, HelperPassRefused, UnderSeven
from domain.minors import ConsentBy
from domain.people import AgeBand, Audience, Gender, Mode, is_child
from ui import (
    clock,
    consent_text,
    form,
    form_help,
    form_minor,
    form_place,
    helper_bar,
    point_link,
)
from ui.database import engine
from ui.language import t
from ui.limits import count_start
from ui.step_focus import arrive

_CHOSEN = "start_choices"
_ERROR = "start_error"
_OPTIONS: dict[str, list[str]] = {
    "age_band": [minors.UNDER_7, *(band.value for band in AgeBand if band != AgeBand.UNSAID)],
    "gender": [gender.value for gender in Gender],
    "audience": [audience.value for audience in Audience],
}


@st.fragment
def draw() -> None:
    """Draw the first open step: mode, place, age, gender, audience, consent; a tap, a short run."""
    if form.draft_code() is not None:  # the tap that led here began a draft, or resumed one
        st.rerun()
    chosen = _chosen()
    if sentence := st.session_state.pop(_ERROR, None):
        st.error(sentence)
    point_link.draw()
    if "mode" not in chosen:
        _welcome()
    elif "help" not in chosen and chosen["mode"] != Mode.SELF:
        form_help.draw(Mode(chosen["mode"]), _put)
    elif _place(chosen) is None:
        form_place.draw(_take_place)
    elif "age_band" not in chosen:
        _choose("age_band")
    elif is_child(chosen["age_band"]) and "consent_by" not in chosen:
        form_minor.draw_company(chosen, _put, _refuse)
    elif "gender" not in chosen:
        _choose("gender")
    elif "audience" not in chosen:
        _choose("audience")
    else:
        _consent()
    arrive(f"start-{len(chosen)}")
    if chosen:
        st.button(t("form.back"), key="start-back", on_click=_take_back)


def _chosen() -> dict[str, str]:
    """What was chosen so far, in the order it was asked."""
    chosen: dict[str, str] = st.session_state.setdefault(_CHOSEN, {})
    return chosen


def _take_back() -> None:
    _chosen().popitem()


def _put(name: str, value: str) -> None:
    _chosen()[name] = value


def _welcome() -> None:
    st.title(t("start.title"), anchor=False)
    st.markdown(t("start.length"))
    st.subheader(t("start.mode"), anchor=False)
    for mode in _modes():
        st.button(
            t(f"mode.{mode}"),
            key=f"mode-{mode}",
            width="stretch",
            on_click=_put,
            args=("mode", mode.value),
            type="primary" if mode is Mode.SELF else "secondary",
        )
    with st.expander(t("start.have_code")), st.form("resume", border=False):
        st.text_input(t("start.code"), key="typed_code", placeholder="H7K 2PQ", max_chars=12)
        st.form_submit_button(t("start.resume"), on_click=_resume, width="stretch")


def _modes() -> list[Mode]:
    """With a helper's pass nobody answers alone."""
    return [mode for mode in Mode if mode is not Mode.SELF or helper_bar.held() is None]


def _place(chosen: Mapping[str, str]) -> str | None:
    """The commune chosen, or the one of the pass, which nobody is asked for."""
    held = helper_bar.held()
    return chosen.get("place") or (held.commune_code if held is not None else None)


def _resume() -> None:
    try:
        form.resume(st.session_state.typed_code)
    except DomainError as error:
        st.session_state[_ERROR] = t(error.key, **error.details)


def _take_place(code: str) -> None:
    token = helper_bar.token()
    try:
        if token is not None:
            require_place(engine(), token, commune_code=code, now=clock.now())
    except DomainError as error:
        _refuse(error)
        return
    st.query_params[form_place.PLACE_PARAMETER] = code
    _put("place", code)


def _choose(name: str) -> None:
    st.subheader(t(f"start.{name}"), anchor=False)
    st.pills(
        t(f"start.{name}"),
        _options(name),
        key=f"start-{name}",
        format_func=lambda code: t(f"{name}.{code}"),
        label_visibility="collapsed",
        required=True,
        width="stretch",
        on_change=_take_choice,
        args=(name,),
    )


def _take_choice(name: str) -> None:
    value = st.session_state.pop(f"start-{name}", None)  # a second tap finds it taken
    if value not in _options(name):  # no browser of ours sends that
        return
    try:
        if value == minors.UNDER_7:
            raise UnderSeven
        if is_child(value):
            form_minor.company(_chosen())
    except DomainError as error:
        _refuse(error)
        return
    _put(name, value)


def _options(name: str) -> list[str]:
    """A child is asked only whether it goes to school."""
    if name == "audience" and "consent_by" in _chosen():
        return [audience.value for audience in minors.AUDIENCES]
    return _OPTIONS[name]


def _consent() -> None:
    if by := _chosen().get("consent_by"):
        form_minor.draw_consent(ConsentBy(by))
    else:
        consent_text.draw()
    st.button(t("consent.begin"), key="begin", type="primary", width="stretch", on_click=_begin)


def _begin() -> None:
    chosen = _chosen()
    by = chosen.get("consent_by")
    agreed = form_minor.agreed(ConsentBy(by)) if by else consent_text.agreed()
    sensitive = None if by else consent_text.sensitive()
    try:
        if {STATISTICS, CHILD} & agreed.keys():
            count_start(point=point_link.token())
        draft = assessments.start(
            engine(),
            commune_code=_place(chosen) or "",
            audience=Audience(chosen["audience"]),
            age_band=AgeBand(chosen["age_band"]),
            gender=Gender(chosen["gender"]),
            mode=Mode(chosen["mode"]),
            consents=agreed,
            now=clock.now(),
            helper_pass=helper_bar.token(),
            point=point_link.token(),
            consent_by=by,
            **form_help.said(chosen.get("help", "")),
        )
        if sensitive is not None:
            ethnicity, disability = sensitive
            give_sensitive(
                engine(),
                code=draft.code,
                ethnicity=ethnicity,
                disability=disability,
                now=clock.now(),
            )
    except DomainError as error:
        _refuse(error)
        return
    st.session_state.pop(_CHOSEN)
    st.session_state.pop(form_place.POINT_LEFT, None)
    form.enter(draft.code)


def _refuse(error: DomainError) -> None:
    """Say why; a pass that is over is put aside, and the next tap goes on without it."""
    st.session_state[_ERROR] = t(error.key, **error.details)
    if isinstance(error, HelperPassRefused):
        place = _place(_chosen())
        if place is not None:
            _chosen().setdefault("place", place)
        helper_bar.drop()
