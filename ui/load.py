"""The caches of everything readers see. Every function takes the scope and the data version."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st
from sqlmodel import Session

from db import attainment as counts
from db import deployment, reference
from db.settings import settings
from domain.access import NATION, PUBLIC, Scope
from domain.people import Mode
from domain.targets import EVERYONE
from exports.table_csv import table_csv
from stats.attainment import attainment, combined, profile
from stats.coverage import coverage, with_coverage
from stats.disclosure import Row
from stats.published import Context, Published, publish
from text import translator
from text.formats import day
from ui import reference as known
from ui.database import engine
from ui.reference import HASHED_AS, Round

_ENTRIES = 256  # units × campaigns × languages a process keeps; older ones are computed again


@dataclass(frozen=True)
class TableFile:
    """A published table as a reader takes it away."""

    name: str
    content: bytes


@st.cache_data(show_spinner=False, ttl=settings().freshness_seconds)
def data_version() -> int:
    """The version of the published figures, at most some seconds old."""
    with Session(engine()) as session:
        return deployment.data_version(session)


@st.cache_data(show_spinner=False, max_entries=_ENTRIES)
def communes(
    scope: Scope, area_code: str, campaign: Round, mode: Mode, version: int, language: str
) -> Published:
    """
    Attainment of each commune of an area in one mode, with the area's total as a row.

    The table of a province is what everybody sees; a smaller area hides the same communes.
    """
    frame = _commune_counts(scope, area_code, campaign, version)
    name = known.area_names()[area_code]
    with Session(engine()) as session:
        margins = reference.areas_inside(session, area_code)
    elsewhere = None
    if area_code not in known.province_codes():
        province = known.province_of(scope, area_code)
        elsewhere = communes(PUBLIC, province, campaign, mode, version, language).withheld()
    whole = (area_code, name)
    return _attainment(frame, whole, mode, campaign, language, margins=margins, elsewhere=elsewhere)


@st.cache_data(show_spinner=False, max_entries=32)
def provinces(scope: Scope, campaign: Round, mode: Mode, version: int, language: str) -> Published:
    """Attainment of each province in one mode, with the nation's total as a row."""
    with Session(engine()) as session:
        frame = counts.by_province(session, scope, campaign_code=campaign.code)
    nation = (NATION, translator(language)("area.nation"))
    return _attainment(frame, nation, mode, campaign, language)


@st.cache_data(show_spinner=False, max_entries=_ENTRIES)
def audiences(
    scope: Scope, area_code: str, campaign: Round, version: int, language: str
) -> Published:
    """Attainment of each audience of an area, self-answered, with everyone together as a row."""
    t = translator(language)
    with Session(engine()) as session:
        frame = counts.by_audience(session, scope, area_code=area_code, campaign_code=campaign.code)
    frame["unit_name"] = frame["unit_code"].map(lambda code: t(f"audience.{code}"))
    everyone = combined(frame, code=EVERYONE, name=t("audience.everyone"))
    table = attainment(pd.concat([everyone, frame], ignore_index=True), mode=Mode.SELF)
    notes = _context("reached", campaign, (Mode.SELF,), language)
    modes = _modes_without_total(scope, area_code, campaign, notes.modes, version, language)
    elsewhere = frozenset((mode, code) for mode in modes for code in table["unit_code"]) or None
    return publish(table, notes, total_code=EVERYONE, elsewhere=elsewhere)


@st.cache_data(show_spinner=False, max_entries=_ENTRIES)
def groups(scope: Scope, area_code: str, campaign: Round, version: int, language: str) -> Published:
    """The six groups and AI of an area as a whole, self-answered with assisted beside."""
    frame = _commune_counts(scope, area_code, campaign, version)
    name = known.area_names()[area_code]
    modes = (Mode.SELF, Mode.ASSISTED)
    table = profile(combined(frame, code=area_code, name=name), modes=modes)
    without = _modes_without_total(scope, area_code, campaign, modes, version, language)
    elsewhere = frozenset((mode, area_code) for mode in without)
    return publish(table, _context("groups", campaign, modes, language), elsewhere=elsewhere)


@st.cache_data(show_spinner=False, max_entries=_ENTRIES, hash_funcs=HASHED_AS)
def communes_file(
    scope: Scope, area_code: str, campaign: Round, version: int, language: str
) -> TableFile:
    """The communes of an area as a file."""
    found = communes(scope, area_code, campaign, Mode.SELF, version, language)
    return _file(found.without(area_code), f"dia-ban-{area_code}", language)


@st.cache_data(show_spinner=False, max_entries=32)
def provinces_file(scope: Scope, campaign: Round, version: int, language: str) -> TableFile:
    """The provinces as a file."""
    found = provinces(scope, campaign, Mode.SELF, version, language)
    return _file(found.without(NATION), "ban-do-ca-nuoc", language)


def _file(published: Published, name: str, language: str) -> TableFile:
    mark = "-mo-phong" if published.notes.simulated else ""
    return TableFile(f"{name}{mark}.csv", table_csv(published, t=translator(language)))


def _modes_without_total(
    scope: Scope,
    area_code: str,
    campaign: Round,
    modes: Sequence[Mode],
    version: int,
    language: str,
) -> frozenset[str]:
    """The modes in which the whole area is withheld: no other table may give its sum."""
    whole = [communes(scope, area_code, campaign, mode, version, language) for mode in modes]
    return frozenset(
        mode for table in whole for mode, code in table.withheld() if code == area_code
    )


@st.cache_data(show_spinner=False, max_entries=32)
def _commune_counts(scope: Scope, area_code: str, campaign: Round, version: int) -> pd.DataFrame:
    """What the tables of an area are made of, whatever the mode and the language."""
    with Session(engine()) as session:
        return counts.by_commune(session, scope, area_code=area_code, campaign_code=campaign.code)


def _attainment(
    frame: pd.DataFrame,
    whole: tuple[str, str],
    mode: Mode,
    campaign: Round,
    language: str,
    *,
    margins: Sequence[frozenset[str]] = (),
    elsewhere: frozenset[Row] | None = None,
) -> Published:
    minimum = settings().minimum_group
    population = known.population()
    code, name = whole
    everything = frame
    if code not in set(frame["unit_code"]):  # an area of one commune is its own total
        everything = pd.concat([frame, combined(frame, code=code, name=name)], ignore_index=True)
    covered = coverage(everything, population, minimum=minimum)
    table = with_coverage(attainment(everything, mode=mode), covered)
    notes = _context("reached", campaign, (mode,), language)
    return publish(table, notes, total_code=code, margins=margins, elsewhere=elsewhere)


def _context(measure: str, campaign: Round, modes: tuple[Mode, ...], language: str) -> Context:
    t = translator(language)
    with Session(engine()) as session:
        simulated = deployment.is_simulated(session)
    span = f"{day(campaign.starts_on, language)}–{day(campaign.ends_on, language)}"
    return Context(
        source=t("source.self_assessment"),
        period=f"{campaign.name} ({span})",
        measure=measure,
        boundary_view="today",
        simulated=simulated,
        minimum=settings().minimum_group,
        modes=modes,
    )
