"""The caches behind the ranking page. Every function takes the scope and the data version."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st
from sqlmodel import Session

from charts.findings import COMMUNE, PROVINCE
from charts.labels import marked_names
from charts.theme import Spec
from charts.tiers import tier_chart
from db import helpers_share, items, strata, withholding
from db.settings import settings
from domain.access import NATION, Scope
from domain.people import Mode
from stats import ranking
from stats.boards import EVERYONE, board_table, mix_table
from stats.coverage import with_coverage
from stats.published import Published, publish
from stats.ranking import Board, Rules
from stats.standardised import audience_mix
from text import translator
from ui import load, reading_day
from ui import reference as known
from ui.database import engine
from ui.reference import HASHED_AS, Round

_ENTRIES = 64
_COVERAGE = [
    "unit_code", "coverage", "population", "population_year", "population_basis",
    "population_source",
]  # fmt: skip


@st.cache_data(show_spinner=False, max_entries=_ENTRIES, hash_funcs=HASHED_AS)
def figures(
    scope: Scope, area_code: str, campaign: Round, version: int, language: str
) -> Published:
    """
    Every board's figures for the communes of an area (or the provinces), with the whole as a row.

    A unit shows figures here exactly where its own rate is shown, and a change where that was
    shown in the earlier campaign as well.
    """
    rates = _rates(scope, area_code, campaign, version, language)
    codes = tuple(rates.table["unit_code"])
    earlier = previous(campaign)
    held = _held(scope, codes, campaign)
    table = board_table(
        _strata(scope, area_code, campaign, version),
        _strata(scope, area_code, earlier, version) if earlier else None,
        whole=(area_code, _name(area_code, language)),
        minimum=settings().minimum_group,
        held=held,
        held_before=_held(scope, codes, earlier) if earlier else None,
    )
    known = [name for name in (*_COVERAGE, "estimated") if name in rates.table]
    table = with_coverage(table, rates.table[known])
    of_rate = held[held["audience"] == EVERYONE]
    return publish(table, rates.notes, total_code=area_code, held=of_rate)


@st.cache_data(show_spinner=False, max_entries=_ENTRIES, hash_funcs=HASHED_AS)
def mixes(scope: Scope, area_code: str, campaign: Round, version: int, language: str) -> Published:
    """The share of the hard group of each commune, as `figures` tells it, without the boards."""
    rates = _rates(scope, area_code, campaign, version, language)
    held = _held(scope, tuple(rates.table["unit_code"]), campaign)
    table = mix_table(
        _strata(scope, area_code, campaign, version),
        whole=(area_code, _name(area_code, language)),
        minimum=settings().minimum_group,
        held=held,
    )
    of_rate = held[held["audience"] == EVERYONE]
    return publish(table, rates.notes, total_code=area_code, held=of_rate)


@st.cache_data(show_spinner=False, max_entries=_ENTRIES, hash_funcs=HASHED_AS)
def ranked(
    scope: Scope, area_code: str, campaign: Round, board: Board, version: int, language: str
) -> pd.DataFrame:
    """Where each unit stands on a board; columns as `stats.ranking.rank`."""
    published = figures(scope, area_code, campaign, version, language).without(area_code)
    counts = _strata(scope, area_code, campaign, version)
    lopsided = ranking.lopsided_units(counts, audience_mix(counts), rules())
    odd = _odd(scope, area_code, campaign, version)
    rows = ranking.rank(published, board, rules(), lopsided=lopsided, odd=odd)
    return rows.assign(unit_name=marked_names(published.table, translator(language)))


@st.cache_data(show_spinner=False, max_entries=_ENTRIES, hash_funcs=HASHED_AS)
def drawing(
    scope: Scope, area_code: str, campaign: Round, board: Board, version: int, language: str
) -> Spec:
    """The tiers of a board as a chart."""
    published = figures(scope, area_code, campaign, version, language).without(area_code)
    rows = ranked(scope, area_code, campaign, board, version, language)
    level = PROVINCE if area_code == NATION else COMMUNE
    return tier_chart(published, rows, board, level=level, t=translator(language))


@st.cache_data(show_spinner=False, max_entries=32, hash_funcs=HASHED_AS)
def _odd(scope: Scope, area_code: str, campaign: Round, version: int) -> pd.DataFrame | None:
    """Odd answers and the busiest helper of each commune; provinces are not checked by them."""
    if area_code == NATION:
        return None
    asked = {"area_code": area_code, "campaign_code": campaign.code}
    with Session(engine()) as session:
        day = reading_day.of(version)
        counted = items.odd_by_commune(session, scope, **asked, on=day)
        helped = helpers_share.most_by_one_pass(session, scope, **asked, on=day)
    by_one = counted["unit_code"].map(helped.set_index("unit_code")["by_one"])
    return counted.assign(by_one=by_one.fillna(0))


def rules() -> Rules:
    """Who may stand on a board, as this installation sets it."""
    return Rules(settings().ranking_minimum, settings().ranking_coverage)


def previous(campaign: Round) -> Round | None:
    """The campaign before this one; None for the first."""
    earlier = [one for one in known.rounds() if one.starts_on < campaign.starts_on]
    return max(earlier, key=lambda one: one.starts_on) if earlier else None


def _held(scope: Scope, codes: Sequence[str], campaign: Round) -> pd.DataFrame:
    with Session(engine()) as session:
        held = withholding.held_back(
            session,
            scope,
            area_codes=codes,
            campaign_code=campaign.code,
            figures=[withholding.OUTCOME],
        )
    return held.drop(columns="group")


@st.cache_data(show_spinner=False, max_entries=32, hash_funcs=HASHED_AS)
def _strata(scope: Scope, area_code: str, campaign: Round, version: int) -> pd.DataFrame:
    with Session(engine()) as session:
        if area_code == NATION:
            return strata.provinces_by_audience(session, scope, campaign_code=campaign.code)
        return strata.communes_by_audience(
            session,
            scope,
            area_code=area_code,
            campaign_code=campaign.code,
            on=reading_day.of(version),
        )


def _rates(scope: Scope, area_code: str, campaign: Round, version: int, language: str) -> Published:
    if area_code == NATION:
        return load.provinces(scope, campaign, Mode.SELF, version, language)
    return load.communes(scope, area_code, campaign, Mode.SELF, version, language)


def _name(area_code: str, language: str) -> str:
    if area_code == NATION:
        return translator(language)("area.nation")
    return known.area_names()[area_code]
