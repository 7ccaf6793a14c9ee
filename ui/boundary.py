"""Reading by the boundaries of another day: the choice, and the tables it gives."""

from dataclasses import replace
from datetime import date

import pandas as pd
import streamlit as st
from sqlmodel import Session

from db import attainment as counts
from db import lineage, scopes, withholding
from db.settings import settings
from domain.access import NATION, PUBLIC, Scope
from domain.errors import DomainError, OutsideScope
from domain.lineage import (
    TODAY_CODE,
    BoundaryView,
    boundary_view,
    offered_days,
    today_view,
)
from domain.people import Mode
from domain.quoted import quoted
from domain.targets import EVERYONE
from stats.attainment import attainment
from stats.boundaries import apportioned, estimated_units, in_whole_people
from stats.boundary_guard import held_in_view
from stats.coverage import coverage, with_coverage
from stats.published import Published, publish
from text import formats
from ui import boundary_places, filters, language, load, reading_day, reference
from ui.database import engine
from ui.language import t
from ui.pages import BOUNDARIES
from ui.reference import HASHED_AS, Round
from ui.table_file import TableFile, file_of

TOTAL = "tong"  # the whole of a table; codes of old units may be those of today's areas
PROVINCE, DISTRICT, COMMUNE = lineage.PROVINCE, lineage.DISTRICT, lineage.COMMUNE

_HASHED = {**HASHED_AS, BoundaryView: repr}


def chosen() -> BoundaryView:
    """The boundaries to read by: those of the URL or of the choice; a refusal is said."""
    days = change_days()
    asked = st.query_params.get(BOUNDARIES, TODAY_CODE)
    view = today_view(today=reading_day.current(), changes=days)
    try:
        view = boundary_view(asked, today=reading_day.current(), changes=days)
    except DomainError as error:
        st.warning(t(error.key, **error.details))
    known = offered_days(today=reading_day.current(), changes=days)
    options = {TODAY_CODE: t("boundary.choice_today")}
    for day in sorted({*known, *([] if view.is_today else [view.on])}, reverse=True):
        options[day.isoformat()] = t("boundary.choice_day", day=_day(day))
    if view.is_today:
        picked = filters.choose(t("boundary.choose"), BOUNDARIES, options, default=TODAY_CODE)
    else:
        picked = filters.choose(t("boundary.choose"), BOUNDARIES, options)
    return boundary_view(picked, today=reading_day.current(), changes=days)


@st.cache_data(show_spinner=False, ttl=60)
def change_days() -> list[date]:
    """The days on which boundaries changed; public documents."""
    with Session(engine()) as session:
        return lineage.change_days(session)


@st.cache_data(show_spinner=False, ttl=3600)
def levels(on: date) -> list[str]:
    """The levels that had units on a day; public documents."""
    with Session(engine()) as session:
        return list(lineage.levels_on(session, on=on))


@st.cache_data(show_spinner=False, max_entries=64, hash_funcs=_HASHED)
def table(
    scope: Scope,
    area_code: str,
    campaign: Round,
    view: BoundaryView,
    level: str,
    version: int,
    language_code: str,
) -> Published:
    """
    Attainment of the units of another day, self-answered, with all of them together as TOTAL.

    What stands in it is read beside today's tables and the views of newer days, so it hides what
    they would tell together: that is judged for provinces and the nation, and for nothing smaller.

    Raises:
        OutsideScope: the area is neither, or not all of it lies inside the scope.
    """
    if area_code not in {NATION, *reference.province_codes()}:
        raise OutsideScope(area=quoted(area_code, 12))
    minimum = settings().minimum_group
    with Session(engine()) as session:
        scopes.require_area(session, scope, area_code)
        facts = counts.collected(session, scope, area_code=area_code, campaign_code=campaign.code)
        places = boundary_places.maps().places(view.on, level)
        ids = lineage.members_within(session, scope, area_code)
        if area_code != NATION:  # a commune that went to another province is read there alone
            ids = [id_ for id_ in ids if places.blocks[id_] == area_code]
        facts = facts[facts["unit_id"].isin(ids)]
        shares = {unit_id: places.views[-1][unit_id] for unit_id in ids}
        codes = {code for parts in shares.values() for code in parts}
        units = lineage.units_of(session, on=view.on, level=level, codes=codes)
    parts = apportioned(facts, shares, [(unit.code, unit.full_name) for unit in units])
    name = reference.area_names()[area_code]
    whole = apportioned(facts, {id_: {TOTAL: 1.0} for id_ in ids}, [(TOTAL, name)])
    everything = pd.concat([parts, whole], ignore_index=True)
    rows = in_whole_people(attainment(everything, mode=Mode.SELF), total_code=TOTAL)
    rows["estimated"] = rows["unit_code"].isin(estimated_units(shares))
    covered = coverage(everything, _population(area_code), minimum=minimum)
    held = held_in_view(
        facts[facts["mode"] == Mode.SELF.value],
        places,
        _held_today(PUBLIC, campaign),
        mode=Mode.SELF.value,
        minimum=minimum,
    )
    notes = replace(
        load.context("reached", campaign, (Mode.SELF,), language_code),
        boundary_view=view.on.isoformat(),
    )
    return publish(with_coverage(rows, covered), notes, total_code=TOTAL, held=held)


@st.cache_data(show_spinner=False, max_entries=64, hash_funcs=_HASHED)
def file(
    scope: Scope,
    area_code: str,
    campaign: Round,
    view: BoundaryView,
    level: str,
    version: int,
    language_code: str,
) -> TableFile:
    """The units of another day as a file."""
    found = table(scope, area_code, campaign, view, level, version, language_code)
    name = f"dia-gioi-{view.code}-{area_code}-{level}"
    return file_of(found.without(TOTAL), name, language_code)


def _population(area_code: str) -> pd.DataFrame:
    """Of the whole only: no source counts the people of units that are no longer."""
    known = reference.population()
    return known[known["unit_code"] == area_code].assign(unit_code=TOTAL)


def _day(day: date) -> str:
    return formats.day(day, language.current())


def _held_today(scope: Scope, campaign: Round) -> pd.DataFrame:
    """What the last release holds back of rates over all six groups, of every area."""
    with Session(engine()) as session:
        return withholding.outcomes_held_back(
            session,
            scope,
            campaign_code=campaign.code,
            audience=EVERYONE,
            mode=Mode.SELF.value,
        )
