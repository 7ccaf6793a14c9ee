"""Where a person lives: the commune of the link, or one found by its name, new or old."""

from collections.abc import Callable, Sequence

import streamlit as st

from db.former_places import FormerPlace, ended_with_code, namesakes
from db.places import Place, place_with_code, search
from domain.errors import DomainError
from domain.quoted import quoted
from ui import point_link
from ui.language import t
from ui.places import communes, former
from ui.what_became import became

PLACE_PARAMETER = "noi"
POINT_LEFT = "point_place_refused"  # lives elsewhere than the point one answers at


def draw(take: Callable[[str], None]) -> None:
    """Ask for the commune, the one of the link first; `take` is given the code of that chosen."""
    linked = _linked(take)
    if linked is not None:
        st.subheader(t("start.place_right", place=_label(linked)), anchor=False)
        st.button(
            t("start.place_yes"),
            key="place-yes",
            type="primary",
            width="stretch",
            on_click=take,
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
        _offer_what_became(old, take)
        if not old:
            st.warning(t("start.place_none", typed=quoted(typed)))
    for place in found:
        st.button(
            _label(place),
            key=f"place-{place.code}",
            width="stretch",
            on_click=take,
            args=(place.code,),
        )


def _offer_what_became(old: Sequence[FormerPlace], take: Callable[[str], None]) -> None:
    """A commune of before is offered as what it is now."""
    for place in old:
        st.write(became(place))
        for one in place.became:
            st.button(
                t("start.place_now", place=f"{one.full_name}, {one.province_name}"),
                key=f"place-{place.code}-{one.code}",
                width="stretch",
                on_click=take,
                args=(one.code,),
            )


def _linked(take: Callable[[str], None]) -> Place | None:
    point = None if POINT_LEFT in st.session_state else point_link.current()
    code = st.query_params.get(PLACE_PARAMETER, point.commune_code if point else None)
    if code is None:
        return None
    try:
        return place_with_code(communes(), code)
    except DomainError as error:
        old = ended_with_code(former(), code)
        _offer_what_became(old, take)
        if not old:
            st.warning(t(error.key, **error.details))
        return None


def _unlink() -> None:
    st.query_params.pop(PLACE_PARAMETER, None)
    st.session_state[POINT_LEFT] = True


def _label(place: Place) -> str:
    return f"{place.full_name}, {place.province_name}"
