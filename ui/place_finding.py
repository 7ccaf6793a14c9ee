"""A name somebody still says: where that place is today, and what became of it."""

import streamlit as st

from db.former_places import FormerPlace, search_former
from db.places import Place, search
from domain.quoted import quoted
from text import formats
from ui import filters, language, pages
from ui.language import t
from ui.places import communes, former, moved
from ui.what_became import became, written


def draw() -> None:
    """The search box, and a sentence for each place found."""
    with st.form("old-place", border=False):
        typed = st.text_input(
            t("place_search.name"),
            key="old-place-name",
            max_chars=60,
            placeholder=t("place_search.example"),
        )
        st.form_submit_button(t("place_search.find"))
    if not typed.strip():
        return
    today, before = search(communes(), typed, limit=4), search_former(former(), typed)
    if not today and not before:
        st.info(t("place_search.none", typed=quoted(typed)))
    for old in before:
        _draw_former(old)
    for place in today:
        _draw_today(place)


def _draw_former(old: FormerPlace) -> None:
    st.markdown(became(old))
    provinces = dict.fromkeys((one.province_code, one.province_name) for one in old.became)
    for code, name in provinces:
        _link(code, name, key=f"{old.level}-{old.code}-{old.ended_on}-{code}")


def _draw_today(place: Place) -> None:
    name = f"{place.full_name}, {place.province_name}"
    st.markdown(" ".join([t("place_search.today", name=name), *_history(place)]))
    _link(place.province_code, place.province_name, key=f"today-{place.code}")


def _history(place: Place) -> list[str]:
    return [
        t(
            "place_search.part_moved",
            day=formats.day(part.happened_on, language.current()),
            old=part.old_name,
            new=part.new_name,
            document=written(part.document),
        )
        for part in moved()
        if place.code in (part.old_code, part.new_code)
    ]


def _link(code: str, name: str, *, key: str) -> None:
    if st.button(t("boundary.open", name=name), key=f"open-{key}"):
        target = pages.BY_NAME["province"].file
        st.switch_page(target, query_params=pages.link("province", **{filters.AREA: code}))
