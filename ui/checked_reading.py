"""What people say of themselves beside what they showed, as a section of a page."""

import pandas as pd
import streamlit as st

from charts.tiers import value_text
from domain.access import NATION, PUBLIC, Scope
from domain.people import Mode
from stats.checked import GROUPS, Measure
from stats.disclosure import Status
from stats.ranking import Board
from ui import checked, language, load, show
from ui.language import t
from ui.reference import Round

_kept = st.cache_data(show_spinner=False, max_entries=64, ttl=3600, hash_funcs=load.HASHED_AS)
_UNKNOWN = (Status.WITHHELD, Status.NO_DATA)


def draw(area_code: str, campaign: Round) -> None:
    """A province, or the nation, as everybody may read it: smaller areas are never told."""
    key = (PUBLIC, area_code, campaign, load.data_version(), language.current())
    if _draw(*key):
        show.download(checked.file(*key), t("checked.download"))


@_kept
def _draw(scope: Scope, area_code: str, campaign: Round, version: int, language_code: str) -> bool:
    """Whether anything could be told."""
    published = checked.figures(scope, area_code, campaign, version, language_code)
    table = published.table
    st.subheader(t("checked.title", area=table["unit_name"].iloc[0]), anchor=False)
    known = table[~table["status"].isin(_UNKNOWN)]
    if known.empty:
        st.info(t("checked.none", minimum=published.notes.minimum))
        return False
    st.markdown(t("checked.about"))
    for mode in published.notes.modes:
        if (known["mode"] == mode).any():
            _groups(table[table["mode"] == mode], mode)
    _overclaim(table)
    show.spine(published)
    st.caption(t("checked.note_nation" if area_code == NATION else "checked.note"))
    return True


def _groups(table: pd.DataFrame, mode: Mode) -> None:
    """Every group as a row; who was checked too seldom says so."""
    of = {(row["group"], row["figure"]): row for row in table.to_dict("records")}
    rows = [_row(group, of[group, Measure.CLAIMED], of[group, Measure.SHOWN]) for group in GROUPS]
    st.markdown(f"**{t(f'checked_mode.{mode}')}**")
    st.table(pd.DataFrame(rows).set_index(t("checked.group")))


def _row(group: str, said: show.Row, did: show.Row) -> dict[str, str]:
    return {
        t("checked.group"): t(f"group.{group}"),
        t("checked.claimed"): _rate(said),
        t("checked.shown"): _rate(did),
        t("checked.gap"): _gap(did),
        t("checked.people"): show.number(did["n"]),
    }


def _rate(row: show.Row) -> str:
    if row["status"] in _UNKNOWN:
        return t("checked.unverified")
    return f"{show.percent(row)} ({show.interval(row)})"


def _gap(row: show.Row) -> str:
    if pd.isna(row["gap"]):
        return show.ABSENT
    n = int(row["n"])
    names = ("gap", "gap_low", "gap_high")
    gap, low, high = (value_text(float(row[name]), n, Board.PROGRESS, t) for name in names)
    return t("checked.gap_interval", gap=gap, low=low, high=high)


def _overclaim(table: pd.DataFrame) -> None:
    """A word of caution about everything that people say of themselves."""
    row = table[table["figure"] == Measure.OVERCLAIMED].iloc[0]
    if row["status"] in _UNKNOWN:
        return
    said = {"n": show.number(row["n"]), "percent": show.percent(row)}
    if row["status"] != Status.SHOWN:
        st.caption(t("checked.overclaim_bound", **said))
        return
    people = show.number(round(float(row["percent"]) * int(row["n"]) / 100))
    st.caption(t("checked.overclaim", people=people, interval=show.interval(row), **said))
