"""The caches of everything readers see. Every function takes the scope and the data version."""

from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st
from sqlmodel import Session

from db import attainment as counts
from db import deployment, lineage, withholding
from db.months import by_month
from db.settings import settings
from domain.access import NATION, Scope
from domain.people import Mode
from domain.targets import EVERYONE
from exports.table_csv import MONTHS
from stats.attainment import attainment, combined, profile
from stats.boundaries import RECORDED, in_whole_people
from stats.coverage import coverage, with_coverage
from stats.months import shown_months
from stats.published import Context, Published, publish
from text import translator
from text.formats import day, month
from ui import reading_day
from ui import reference as known
from ui.database import engine
from ui.reading_day import data_version as data_version
from ui.reference import HASHED_AS, Round
from ui.table_file import TableFile, file_of

_ENTRIES = 256  # units × campaigns × languages a process keeps; older ones are computed again


@dataclass(frozen=True, eq=False)
class Counted:
    """Counts of units with the whole as a row, and what stands beside them in every mode."""

    units: pd.DataFrame
    covered: pd.DataFrame
    held: pd.DataFrame
    divided: frozenset[str]


@st.cache_data(show_spinner=False, max_entries=_ENTRIES, hash_funcs=HASHED_AS)
def communes(
    scope: Scope, area_code: str, campaign: Round, mode: Mode, version: int, language: str
) -> Published:
    """Attainment of each commune of an area in one mode, with the area's total as a row."""
    counted = _counted(scope, area_code, campaign, version)
    return _attainment(counted, area_code, mode, campaign, language)


@st.cache_data(show_spinner=False, max_entries=32, hash_funcs=HASHED_AS)
def provinces(scope: Scope, campaign: Round, mode: Mode, version: int, language: str) -> Published:
    """Attainment of each province in one mode, with the nation's total as a row."""
    with Session(engine()) as session:
        frame = counts.by_province(session, scope, campaign_code=campaign.code)
    counted = _with_whole(scope, frame, (NATION, translator(language)("area.nation")), campaign)
    return _attainment(counted, NATION, mode, campaign, language)


@st.cache_data(show_spinner=False, max_entries=_ENTRIES, hash_funcs=HASHED_AS)
def audiences(
    scope: Scope, area_code: str, campaign: Round, version: int, language: str
) -> Published:
    """Attainment of each audience of an area, self-answered, with everyone together as a row."""
    t = translator(language)
    with Session(engine()) as session:
        frame = counts.by_audience(
            session,
            scope,
            area_code=area_code,
            campaign_code=campaign.code,
            on=reading_day.of(version),
        )
    frame["unit_name"] = frame["unit_code"].map(lambda code: t(f"audience.{code}"))
    everyone = combined(frame, code=EVERYONE, name=t("audience.everyone"))
    table = attainment(pd.concat([everyone, frame], ignore_index=True), mode=Mode.SELF)
    notes = context("reached", campaign, (Mode.SELF,), language)
    with Session(engine()) as session:
        held = withholding.held_back(
            session,
            scope,
            area_codes=[area_code],
            campaign_code=campaign.code,
            figures=[withholding.OUTCOME],
        )
    held["unit_code"] = held["audience"]
    return publish(table, notes, total_code=EVERYONE, held=held)


@st.cache_data(show_spinner=False, max_entries=_ENTRIES, hash_funcs=HASHED_AS)
def groups(scope: Scope, area_code: str, campaign: Round, version: int, language: str) -> Published:
    """The six groups and AI of an area as a whole, self-answered with assisted beside."""
    frame = _commune_counts(scope, area_code, campaign, version)
    name = known.area_names()[area_code]
    modes = (Mode.SELF, Mode.ASSISTED)
    table = profile(combined(frame, code=area_code, name=name), modes=modes)
    with Session(engine()) as session:
        held = withholding.held_back(
            session,
            scope,
            area_codes=[area_code],
            campaign_code=campaign.code,
            audience=EVERYONE,
        )
    return publish(table, context("groups", campaign, modes, language), held=held)


@st.cache_data(show_spinner=False, max_entries=_ENTRIES, hash_funcs=HASHED_AS)
def months(scope: Scope, area_code: str, campaign: Round, version: int, language: str) -> Published:
    """
    Attainment of an area by the end of each month, self-answered with assisted beside.

    Its units are months; n is of the latest. A release records a month only where nothing of it
    was held back, and moves a figure by nobody or by at least the minimum of people, so that no
    two rows give a smaller group away: nothing more is held back here than what has too few people.
    """
    modes = (Mode.SELF, Mode.ASSISTED)
    with Session(engine()) as session:
        recorded = by_month(session, scope, area_code=area_code, campaign_code=campaign.code)
    recorded = recorded[recorded["mode"].isin([mode.value for mode in modes])]
    frame = shown_months(recorded, last=f"{campaign.ends_on:%Y-%m}")
    frame["unit_name"] = [month(code, language) for code in frame["unit_code"]]
    table = pd.concat([attainment(frame, mode=mode) for mode in modes], ignore_index=True)
    own = frame.loc[(frame["mode"] == Mode.SELF) & (frame["people"] > 0), "unit_code"]
    latest = None if own.empty else own.iloc[-1]
    held = pd.DataFrame(columns=["unit_code", "mode", *withholding.FLAGS])
    notes = replace(context("months", campaign, modes, language), boundary_view=RECORDED)
    return publish(table, notes, total_code=latest, held=held)


@st.cache_data(show_spinner=False, max_entries=_ENTRIES, hash_funcs=HASHED_AS)
def months_file(
    scope: Scope, area_code: str, campaign: Round, version: int, language: str
) -> TableFile:
    """The months of an area as a file."""
    found = months(scope, area_code, campaign, version, language)
    return file_of(found, f"theo-thang-{area_code}", language, rows=MONTHS)


@st.cache_data(show_spinner=False, max_entries=_ENTRIES, hash_funcs=HASHED_AS)
def communes_file(
    scope: Scope, area_code: str, campaign: Round, version: int, language: str
) -> TableFile:
    """The communes of an area as a file."""
    found = communes(scope, area_code, campaign, Mode.SELF, version, language)
    return file_of(found.without(area_code), f"dia-ban-{area_code}", language)


@st.cache_data(show_spinner=False, max_entries=32, hash_funcs=HASHED_AS)
def provinces_file(scope: Scope, campaign: Round, version: int, language: str) -> TableFile:
    """The provinces as a file."""
    found = provinces(scope, campaign, Mode.SELF, version, language)
    return file_of(found.without(NATION), "ban-do-ca-nuoc", language)


@st.cache_data(show_spinner=False, max_entries=32, hash_funcs=HASHED_AS)
def _commune_counts(scope: Scope, area_code: str, campaign: Round, version: int) -> pd.DataFrame:
    """What the tables of an area are made of, whatever the mode and the language."""
    with Session(engine()) as session:
        return counts.by_commune(
            session,
            scope,
            area_code=area_code,
            campaign_code=campaign.code,
            on=reading_day.of(version),
        )


@st.cache_data(show_spinner=False, max_entries=32, hash_funcs=HASHED_AS)
def _counted(scope: Scope, area_code: str, campaign: Round, version: int) -> Counted:
    """The communes of an area."""
    frame = _commune_counts(scope, area_code, campaign, version)
    return _with_whole(scope, frame, (area_code, known.area_names()[area_code]), campaign)


def _with_whole(
    scope: Scope, frame: pd.DataFrame, whole: tuple[str, str], campaign: Round
) -> Counted:
    code, name = whole
    units = frame
    if code not in set(frame["unit_code"]):  # an area of one commune is its own total
        units = pd.concat([frame, combined(frame, code=code, name=name)], ignore_index=True)
    with Session(engine()) as session:
        held = withholding.held_back(
            session,
            scope,
            area_codes=list(units["unit_code"].unique()),
            campaign_code=campaign.code,
            figures=[withholding.OUTCOME],
            audience=EVERYONE,
        )
    return Counted(
        units=units,
        covered=coverage(units, known.population(), minimum=settings().minimum_group),
        held=held,
        divided=estimated(scope, code),
    )


def _attainment(
    counted: Counted, total_code: str, mode: Mode, campaign: Round, language: str
) -> Published:
    rows = attainment(counted.units, mode=mode)
    if counted.divided:
        rows = in_whole_people(rows, total_code=total_code)
        rows["estimated"] = rows["unit_code"].isin(counted.divided)
    table = with_coverage(rows, counted.covered)
    notes = context("reached", campaign, (mode,), language)
    return publish(table, notes, total_code=total_code, held=counted.held)


def estimated(scope: Scope, area_code: str) -> frozenset[str]:
    """Units whose figures rest on a share of a commune that was divided; mostly none."""
    with Session(engine()) as session:
        if area_code == NATION:
            return lineage.estimated_provinces(session, scope, on=reading_day.current())
        return lineage.estimated_codes(session, scope, area_code, on=reading_day.current())


def context(measure: str, campaign: Round, modes: tuple[Mode, ...], language: str) -> Context:
    """What must be said beside figures of a round, read by the boundaries of today."""
    t = translator(language)
    with Session(engine()) as session:
        simulated = deployment.is_simulated(session)
    return Context(
        source=t("source.self_assessment"),
        period=period_words(campaign, language),
        measure=measure,
        boundary_view="today",
        simulated=simulated,
        minimum=settings().minimum_group,
        modes=modes,
    )


def period_words(campaign: Round, language: str) -> str:
    """A round with its days, as it stands beside figures."""
    span = f"{day(campaign.starts_on, language)}–{day(campaign.ends_on, language)}"
    return f"{campaign.name} ({span})"
