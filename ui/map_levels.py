"""The way down from the nation to a commune: where a reader is, and how they go up and on."""

from collections.abc import Callable

import streamlit as st
from sqlmodel import Session

from db import area_paths
from db.area_paths import COMMUNE, DISTRICT, Step
from domain.access import NATION, PUBLIC
from text import translator
from ui import filters, language, reading_day, reference
from ui.database import engine
from ui.language import t
from ui.pages import BY_NAME, link

_PART = " \u203a "


def here() -> tuple[Step, ...]:
    """
    The steps to the area of the URL; none for the nation.

    Raises:
        OutsideScope: the URL asks for anything that is no province, former district or commune.
        UnitEnded: it asks for a province that is no longer.
    """
    return path_to(st.query_params.get(filters.AREA, NATION))


def path_to(area_code: str) -> tuple[Step, ...]:
    """
    The steps to an area.

    Raises:
        OutsideScope, UnitEnded: as `here`.
    """
    return steps(area_code, reading_day.data_version(), language.current())


@st.cache_data(show_spinner=False, max_entries=256)
def steps(area_code: str, version: int, language_code: str) -> tuple[Step, ...]:
    """The steps to an area, named as a reader says them."""
    with Session(engine()) as session:
        found = area_paths.path_to(session, area_code)
    return tuple(Step(one.code, _name(one, language_code), one.kind) for one in found)


@st.cache_data(show_spinner=False, max_entries=64)
def districts(province_code: str, version: int, language_code: str) -> dict[str, tuple[str, str]]:
    """Commune of a province → code and name of the former district it lies in."""
    t = translator(language_code)
    with Session(engine()) as session:
        found = area_paths.districts_of(session, province_code)
    return {
        commune: (code, t("area.former_district", name=name[0].lower() + name[1:]))
        for commune, (code, name) in found.items()
    }


def breadcrumb(path: tuple[Step, ...]) -> None:
    """The way from the nation to here; every step but the last is a link."""
    if not path:
        return
    with st.container(horizontal=True, key="breadcrumb"):
        for step in (Step(NATION, t("area.nation"), ""), *path[:-1]):
            st.page_link(BY_NAME["map"].file, label=step.name, query_params=address(step.code))
            st.markdown(_PART.strip())
        st.markdown(f"**{path[-1].name}**")


def is_commune(path: tuple[Step, ...]) -> bool:
    """Whether the way ends at a commune."""
    return bool(path) and path[-1].kind == COMMUNE


def open_below(path: tuple[Step, ...], opens: Callable[[str], None] | None = None) -> None:
    """The next level by keyboard, as a click on the map opens it."""
    names = _below(path, reading_day.data_version(), language.current())
    if not names:
        return
    level = "province" if not path else "district" if len(path) == 1 else "commune"
    chosen = st.selectbox(
        t(f"map.open_{level}"), list(names), index=None, format_func=lambda code: names[code],
        key=f"open-below-{path[-1].code if path else NATION}", placeholder=t("show.choose"),
    )  # fmt: skip
    if chosen is not None:
        (opens or go)(chosen)


@st.cache_data(show_spinner=False, max_entries=64)
def _below(path: tuple[Step, ...], version: int, language_code: str) -> dict[str, str]:
    """Code → name of what lies directly below a level."""
    if not path:
        return reference.province_names(PUBLIC)
    if is_commune(path):
        return {}
    communes = reference.commune_points(PUBLIC, path[-1].code)
    names = dict(zip(communes["unit_code"], communes["unit_name"], strict=True))
    if len(path) > 1:
        return names
    known = districts(path[0].code, version, language_code)
    parts = {known[code][0]: known[code][1] for code in names if code in known}
    return {**parts, **{code: name for code, name in names.items() if code not in known}}


def link_to(area_code: str) -> None:
    """The way from the page of a province to its place on the map."""
    query = link("map", **{filters.AREA: area_code})
    st.page_link(BY_NAME["map"].file, label=t("map.from_province"), query_params=query)


def open_on_map(code: str) -> None:
    """Open a level from another page, with the round that is read there."""
    round_read = st.query_params.get(filters.CAMPAIGN)
    kept = {} if round_read is None else {filters.CAMPAIGN: round_read}
    query = link("map", **{filters.AREA: code}, **kept)
    st.switch_page(BY_NAME["map"].file, query_params=query)


def go(code: str) -> None:
    """Open a level: a new entry of the browser's history, so that back leads here again."""
    st.query_params.from_dict(address(code))
    st.rerun()


def address(code: str) -> dict[str, str]:
    """The address of a level with everything else a reader chose."""
    kept = {
        name: value for name, value in st.query_params.to_dict().items() if name != filters.AREA
    }
    return kept if code == NATION else {**kept, filters.AREA: code}


def below(code: str, path: tuple[Step, ...]) -> str:
    """
    Where a click leads: from the nation to a province, from there to the former district of the
    commune that was clicked, from there to the commune.
    """
    if len(path) == 1:
        known = districts(path[0].code, reading_day.data_version(), language.current())
        found = known.get(code)
        return found[0] if found else code
    return code


def _name(step: Step, language_code: str) -> str:
    if step.kind == DISTRICT:
        name = step.name[0].lower() + step.name[1:]
        return translator(language_code)("area.former_district", name=name)
    return step.name.rpartition(", ")[0] or step.name if step.kind == COMMUNE else step.name
