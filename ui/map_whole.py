"""Under a map of rates: the whole of it in three figures, the full table, and the file."""

import streamlit as st

from domain.access import NATION, PUBLIC, Scope
from domain.people import Mode
from ui import checked_reading, language, load, show
from ui.language import t
from ui.map_levels import Step
from ui.measures import Choice
from ui.pages import BY_NAME, link
from ui.reference import Round

_kept = st.cache_data(show_spinner=False, max_entries=32, ttl=3600, hash_funcs=load.HASHED_AS)


def draw(path: tuple[Step, ...], campaign: Round, choice: Choice) -> None:
    """
    The nation with what was shown beside what was claimed; of a province the way to its page.

    A part of a province has no total for everybody: beside the public ones it would tell of small
    communes.
    """
    if not path:
        if choice.is_plain:
            _nation(campaign)
        checked_reading.draw(NATION, campaign)
        return
    query = link("province", ma=path[0].code)
    label = t("map.to_province", name=path[0].name)
    st.page_link(BY_NAME["province"].file, label=label, query_params=query)


def _nation(campaign: Round) -> None:
    key = (PUBLIC, campaign, load.data_version(), language.current())
    _figures(*key)
    show.download(load.provinces_file(*key))


@_kept
def _figures(scope: Scope, campaign: Round, version: int, language_code: str) -> None:
    """The three figures of the nation, and every province as a row."""
    published = load.provinces(scope, campaign, Mode.SELF, version, language_code)
    show.summary(published, NATION)
    show.units_table(published.without(NATION), label=t("map.table"))
