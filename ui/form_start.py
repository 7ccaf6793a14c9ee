"""Before the first question: how, where, who, consent. Nothing is stored until it is given."""

from collections.abc import Sequence

import streamlit as st

from db.commands import assessments
from db.former_places import FormerPlace, ended_with_code, namesakes
from db.places import Place, place_with_code, search
from domain.consent import STATISTICS, TEXT_VERSIONS
from domain.errors import DomainError, TooYoung
from domain.people import AgeBand, Audience, Gender, Mode
from domain.quoted import quoted
from ui import clock, form
from ui.database import engine
from ui.language import t
from ui.limits import count_start
from ui.places import communes, former
from ui.step_focus import arrive
from ui.what_became import became

PLACE_PARAMETER = "noi"
_CHOSEN = "start_choices"
_ERROR = "start_error"
_UNDER_16 = "under-16"
_OPTIONS: dict[str, list[str]] = {
    "age_band": [_UNDER_16, *(band.value for band in AgeBand if band != AgeBand.UNSAID)],
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
    if "mode" not in chosen:
        _welcome()
    elif "place" not in chosen:
        _choose_place()
    elif "age_band" not in chosen:
        _choose("age_band")
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
    for mode in Mode:
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


def _resume() -> None:
    try:
        form.resume(st.session_state.typed_code)
    except DomainError as error:
        st.session_state[_ERROR] = t(error.key, **error.details)


def _choose_place() -> None:
    linked = _linked_place()
    if linked is not None:
        st.subheader(t("start.place_right", place=_label(linked)), anchor=False)
        st.button(
            t("start.place_yes"),
            key="place-yes",
            type="primary",
            width="stretch",
            on_click=_take_place,
            args=(linked.code,),
        )
        st.button(t("start.place_other"), key="place-other", width="stretch", on_click=_unlink)
        return
    st.subheader(t("start.place"), anchor=False)
    with st.form("place-search", border=False):
        typed = st.text_input(
            t("start.place_name"),
            key="typed_place",
            max_chars=60,
            placeholder=t("start.place_example"),
        )
        st.form_submit_button(t("start.place_find"), width="stretch")
    if not typed.strip():
        return
    found = search(communes(), typed)
    if not found:
        old = namesakes(former(), typed)
        _offer_what_became(old)
        if not old:
            st.warning(t("start.place_none", typed=quoted(typed)))
    for place in found:
        st.button(
            _label(place),
            key=f"place-{place.code}",
            width="stretch",
            on_click=_take_place,
            args=(place.code,),
        )


def _offer_what_became(old: Sequence[FormerPlace]) -> None:
    """A commune of before is offered as what it is now."""
    for place in old:
        st.write(became(place))
        for one in place.became:
            st.button(
                t("start.place_now", place=f"{one.full_name}, {one.province_name}"),
                key=f"place-{place.code}-{one.code}",
                width="stretch",
                on_click=_take_place,
                args=(one.code,),
            )


def _linked_place() -> Place | None:
    code = st.query_params.get(PLACE_PARAMETER)
    if code is None:
        return None
    try:
        return place_with_code(communes(), code)
    except DomainError as error:
        old = ended_with_code(former(), code)
        _offer_what_became(old)
        if not old:
            st.warning(t(error.key, **error.details))
        return None


def _unlink() -> None:
    st.query_params.pop(PLACE_PARAMETER, None)


def _take_place(code: str) -> None:
    st.query_params[PLACE_PARAMETER] = code
    _put("place", code)


def _label(place: Place) -> str:
    return f"{place.full_name}, {place.province_name}"


def _choose(name: str) -> None:
    st.subheader(t(f"start.{name}"), anchor=False)
    st.pills(
        t(f"start.{name}"),
        _OPTIONS[name],
        key=f"start-{name}",
        format_func=lambda code: t(f"{name}.{code}"),
        label_visibility="collapsed",
        required=True,
        width="stretch",
        on_change=_take_choice,
        args=(name,),
    )


def _take_choice(name: str) -> None:
    value = st.session_state.pop(f"start-{name}")
    if value not in _OPTIONS[name]:  # no browser of ours sends that
        return
    if value == _UNDER_16:
        st.session_state[_ERROR] = t(TooYoung.key)
        return
    _put(name, value)


def _consent() -> None:
    st.subheader(t("consent.title"), anchor=False)
    st.markdown(t("consent.text"))
    st.checkbox(t("consent.agree"), key="consent-statistics", value=False)
    st.button(t("consent.begin"), key="begin", type="primary", width="stretch", on_click=_begin)


def _begin() -> None:
    chosen = _chosen()
    agreed = st.session_state.get("consent-statistics", False)
    try:
        if agreed:
            count_start()
        draft = assessments.start(
            engine(),
            commune_code=chosen["place"],
            audience=Audience(chosen["audience"]),
            age_band=AgeBand(chosen["age_band"]),
            gender=Gender(chosen["gender"]),
            mode=Mode(chosen["mode"]),
            consents={STATISTICS: TEXT_VERSIONS[STATISTICS]} if agreed else {},
            now=clock.now(),
        )
    except DomainError as error:
        st.session_state[_ERROR] = t(error.key, **error.details)
        return
    st.session_state.pop(_CHOSEN)
    form.enter(draft.code)
