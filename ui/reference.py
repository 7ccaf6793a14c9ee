"""What readers choose from and what others published: it does not change with the answers."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

import pandas as pd
import streamlit as st
from sqlmodel import Session

from db import area_units, attainment, indicators, lineage, reference, scopes
from db.indicator_history import versions_so_far
from db.settings import settings
from domain.access import NATION, PUBLIC, Scope
from domain.errors import UnitEnded, UnknownUnit
from text import translator
from ui import reading_day
from ui.database import engine

_ENTRIES = 256  # areas × languages a process keeps; older ones are read again


@dataclass(frozen=True)
class Round:
    """A campaign as the filter shows it."""

    code: str
    name: str
    starts_on: date
    ends_on: date


# Frozen records say all of themselves; taking them apart on every run cost 3 ms a page.
HASHED_AS: dict[str | type, Callable[[object], object]] = {Scope: repr, Round: repr}


@dataclass(frozen=True)
class Area:
    """An area a reader may see."""

    code: str
    name: str
    communes: int


@st.cache_data(show_spinner=False, ttl=60)
def rounds() -> list[Round]:
    """All campaigns, the latest first."""
    with Session(engine()) as session:
        return [
            Round(row.code, row.name, row.starts_on, row.ends_on)
            for row in attainment.campaigns(session)
        ]


def areas(scope: Scope, language: str) -> dict[str, str]:
    """Code → name of the areas this scope names."""
    with Session(engine()) as session:
        found = scopes.areas_within(session, scope)
        return {area.code: _area_name(area.kind, area.name, language) for area in found}


def own_areas(scope: Scope, language: str) -> dict[str, str]:
    """
    Code → name of the areas somebody reads as their own; the nation province by province.

    A part of an area of the scope is none: who reads all the parts could subtract them.
    """
    own = areas(scope, language)
    return province_names(scope) if own.pop(NATION, None) else own


def area(scope: Scope, area_code: str, language: str) -> Area:
    """
    One area, when all of it lies inside the scope; a refusal is never kept.

    Raises:
        OutsideScope: it does not, or there is no such area.
        UnitEnded: none of its communes exists any more.
    """
    return _area(scope, area_code, reading_day.data_version(), language)


@st.cache_data(show_spinner=False, max_entries=_ENTRIES, ttl=60, hash_funcs=HASHED_AS)
def _area(scope: Scope, area_code: str, version: int, language: str) -> Area:
    day = reading_day.of(version)
    with Session(engine()) as session:
        found = scopes.require_area(session, scope, area_code)
        name = _area_name(found.kind, found.name, language)
        communes = area_units.communes_of(session, scope, area_code, on=day)
        if not communes:  # a merge took its last one
            became = lineage.became(session, area_code, on=day)
            raise UnitEnded(name=name, became=became)
        return Area(found.code, name, communes)


def _area_name(kind: str, name: str, language: str) -> str:
    """A former district is called what it is now: the area of a district that was."""
    if kind != "former_district":
        return name
    return translator(language)("area.former_district", name=name[0].lower() + name[1:])


def refuse_ended_province(code: str) -> None:
    """
    Nothing, unless a province of this code has ended.

    Raises:
        UnitEnded: with what it became.
    """
    with Session(engine()) as session, suppress(UnknownUnit):
        lineage.require_province(session, code, on=reading_day.current())


@st.cache_data(show_spinner=False, ttl=3600)
def targets(area_code: str) -> pd.DataFrame:
    """Public targets that hold in an area."""
    with Session(engine()) as session:
        return reference.targets(session, area_code=area_code)


def reported_figures(area_code: str) -> pd.DataFrame:
    """
    Figures reported for a province, by articles and units, as the public reads them.

    Columns as `db.indicators.latest`, with the name of what is reported as `indicator`.
    """
    return _reported_figures(area_code, reports())


@st.cache_data(show_spinner=False, max_entries=_ENTRIES, ttl=3600)
def _reported_figures(area_code: str, version: int) -> pd.DataFrame:  # part of the key
    with Session(engine()) as session:
        found = indicators.latest(session, PUBLIC, area_codes=[area_code])
    return found.drop(columns="indicator").rename(columns={"name": "indicator"})


@st.cache_data(show_spinner=False, ttl=settings().freshness_seconds)
def reports() -> int:
    """How many versions of figures were reported so far, at most some seconds old."""
    with Session(engine()) as session:
        return versions_so_far(session)


def commune_points(scope: Scope, area_code: str) -> pd.DataFrame:
    """Where the communes of an area lie."""
    return _commune_points(scope, area_code, reading_day.data_version())


@st.cache_data(show_spinner=False, max_entries=_ENTRIES, hash_funcs=HASHED_AS)
def _commune_points(scope: Scope, area_code: str, version: int) -> pd.DataFrame:
    day = reading_day.of(version)
    with Session(engine()) as session:
        return area_units.commune_points(session, scope, area_code=area_code, on=day)


def commune_codes(scope: Scope, area_code: str) -> frozenset[str]:
    """The communes of today of an area, as far as the scope reaches."""
    return frozenset(commune_points(scope, area_code)["unit_code"])


@st.cache_data(show_spinner=False, ttl=3600)
def province_points() -> dict[str, tuple[float, float]]:
    """The middle of each province of today, longitude and latitude; public."""
    with Session(engine()) as session:
        return reference.province_points(session)


@st.cache_data(show_spinner=False, max_entries=_ENTRIES, hash_funcs=HASHED_AS)
def province_of(scope: Scope, area_code: str) -> str:
    """The code of the province an area lies in."""
    with Session(engine()) as session:
        return area_units.province_of(session, scope, area_code)


@st.cache_data(show_spinner=False, ttl=3600)
def province_codes() -> frozenset[str]:
    """Codes of all provinces of today."""
    with Session(engine()) as session:
        return reference.province_codes(session)


@st.cache_data(show_spinner=False, max_entries=_ENTRIES, hash_funcs=HASHED_AS)
def province_names(scope: Scope) -> dict[str, str]:
    """Code → full name of the provinces a scope reaches, in Vietnamese order."""
    with Session(engine()) as session:
        return reference.province_names(session, scope)


def area_names() -> dict[str, str]:
    """Code → name of every area."""
    return _area_names(reading_day.data_version())


@st.cache_data(show_spinner=False, max_entries=2)
def _area_names(version: int) -> dict[str, str]:  # part of the key
    with Session(engine()) as session:
        return reference.area_names(session)


@st.cache_data(show_spinner=False, ttl=3600)
def population() -> pd.DataFrame:
    """People who exist, where a source is known; columns as `db.reference.population`."""
    with Session(engine()) as session:
        return reference.population(session)
