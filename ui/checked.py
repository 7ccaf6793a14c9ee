"""The caches of what people say beside what they showed, by province and nation only."""

import pandas as pd
import streamlit as st
from sqlmodel import Session

from db import checked as counts
from db.settings import settings
from domain.access import NATION, Scope
from exports.table_csv import CHECKS
from stats.checked import bounds, claimed_and_shown, for_publishing
from stats.published import Published, publish
from text import translator
from ui import load
from ui.database import engine
from ui.reference import HASHED_AS, Round
from ui.table_file import TableFile, file_of


@st.cache_data(show_spinner=False, max_entries=64, hash_funcs=HASHED_AS)
def figures(
    scope: Scope, area_code: str, campaign: Round, version: int, language: str
) -> Published:
    """
    Rates of those who were checked in a province, or in the nation; see `stats.checked`.

    Raises:
        ValueError: the area is neither.
    """
    table = _rows_of(everywhere(scope, campaign, version, language), area_code)
    notes = load.context("checked", campaign, counts.MODES, language)
    return publish(for_publishing(table), notes, held=bounds(table))


@st.cache_data(show_spinner=False, max_entries=64, hash_funcs=HASHED_AS)
def file(scope: Scope, area_code: str, campaign: Round, version: int, language: str) -> TableFile:
    """The same as a file."""
    found = figures(scope, area_code, campaign, version, language)
    return file_of(found, f"tu-danh-gia-va-lam-thu-{area_code}", language, rows=CHECKS)


@st.cache_data(show_spinner=False, max_entries=16, hash_funcs=HASHED_AS)
def everywhere(scope: Scope, campaign: Round, version: int, language: str) -> pd.DataFrame:
    """Every province and the nation, before the gate."""
    with Session(engine()) as session:
        provinces = counts.by_province(session, scope, campaign_code=campaign.code)
    whole = (NATION, translator(language)("area.nation"))
    return claimed_and_shown(provinces, minimum=settings().minimum_group, whole=whole)


def _rows_of(table: pd.DataFrame, area_code: str) -> pd.DataFrame:
    found = table[table["unit_code"] == area_code].reset_index(drop=True)
    if found.empty:
        raise ValueError(f"checks are told of provinces and the nation, not of {area_code}")
    return found
