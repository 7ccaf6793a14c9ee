"""What documents set and others reported, beside what people say of themselves."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

import pandas as pd
import streamlit as st

from domain.access import Scope
from domain.calendar_day import day_of
from stats.published import Published
from text import formats
from ui import chart_pictures, drawings, language, load, reference, show
from ui.language import t
from ui.reference import Round

_OPERATORS = (">=", ">")  # in words: a table would read ">" as a quotation
_kept = st.cache_data(  # replays what was drawn
    show_spinner=False, max_entries=256, ttl=3600, hash_funcs=load.HASHED_AS
)


def against_targets(scope: Scope, area: reference.Area, campaign: Round) -> None:
    """The self-assessed rate of each audience, and beside it the targets set for that audience."""
    key = (scope, area.code, campaign, load.data_version(), language.current())
    _against(*key)
    chart_pictures.offer(
        lambda: drawings.audience_bars(*key),
        lambda: show.spine_text(load.audiences(*key)),
        key="doi-tuong",
    )


def draw(area_code: str) -> None:
    """Targets and reported figures of an area, as their documents say, with the source."""
    _documents(area_code, reference.reports(), language.current())


@_kept
def _against(
    scope: Scope, area_code: str, campaign: Round, version: int, language_code: str
) -> None:
    key = (scope, area_code, campaign, version, language_code)
    audiences = load.audiences(*key)
    st.subheader(t("overview.against"), anchor=False)
    show.chart(drawings.audience_bars(*key), key="audiences")
    show.spine(audiences)
    st.caption(t("overview.note"))
    targets = reference.targets(area_code)
    comparable = targets[targets["compared_with"] != ""]
    _table(comparable, lambda row: _compared_row(row, audiences), t("overview.none"))


@_kept
def _documents(area_code: str, reports: int, language_code: str) -> None:  # parts of the key
    targets = reference.targets(area_code)
    reported = reference.reported_figures(area_code)
    st.subheader(t("targets.title"), anchor=False)
    list_of(targets, t("targets.none"))
    st.subheader(t("reported.title"), anchor=False)
    st.caption(t("reported.note"))
    with _folded(reported, t("reported.rows", rows=len(reported))):
        _table(reported, _reported_row, t("reported.none"))


def list_of(targets: pd.DataFrame, none: str) -> None:
    """Targets as their documents set them, folded away; `none` where there are none."""
    with _folded(targets, t("targets.rows", rows=len(targets))):
        _table(targets, _target_row, none)


def _folded(frame: pd.DataFrame, label: str) -> AbstractContextManager[object]:
    """Closed at first, since documents are long; that there is none is said openly."""
    return nullcontext() if frame.empty else st.expander(label)


def _table(frame: pd.DataFrame, as_row: Callable[[pd.Series], dict[str, str]], none: str) -> None:
    if frame.empty:
        st.info(none)
        return
    rows = pd.DataFrame([as_row(row) for _, row in frame.iterrows()])
    st.table(rows.set_index(rows.columns[0]))


def _compared_row(row: pd.Series, audiences: Published) -> dict[str, str]:
    """A target and the rate of whom it is compared with; how far apart they are, the map says."""
    rate = show.row_of(audiences, row["compared_with"])
    return {
        t("targets.document"): row["document"],
        t("targets.who"): row["audience"],
        t("targets.what"): row["indicator"],
        t("targets.year"): str(row["year"]),
        t("targets.value"): value(row["operator"], row["target_value"], row["unit_of_measure"]),
        t("overview.self"): f"{show.percent(rate)} (n = {show.number(rate['n'])})",
        t("show.interval_short"): show.interval(rate),
    }


def _target_row(row: pd.Series) -> dict[str, str]:
    return {
        t("targets.document"): f"{row['document']} · {row['issuer']}",
        t("targets.place"): row["place"],
        t("targets.who"): row["audience"],
        t("targets.what"): row["indicator"],
        t("targets.year"): str(row["year"]),
        t("targets.value"): value(row["operator"], row["target_value"], row["unit_of_measure"]),
        t("targets.confidence"): t(f"confidence.{row['confidence']}"),
        t("targets.source"): row["source"],
    }


def _reported_row(row: pd.Series) -> dict[str, str]:
    said = (
        t("show.too_few")
        if row["too_few"]
        else value(row["qualifier"], row["value"], row["unit_of_measure"])
    )
    return {
        t("reported.what"): row["indicator"],
        t("reported.value"): said,
        t("reported.period"): row["period"],
        t("targets.place"): row["place"],
        t("targets.source"): _reported_source(row),
    }


def _reported_source(row: pd.Series) -> str:
    """Of a report, also on which day it came; articles say their own."""
    if pd.isna(row["reported_at"]):
        return str(row["source"])
    day = formats.day(day_of(row["reported_at"]), language.current())
    return f"{row['source']} · {t('reported.by_office', day=day)}"


def value(prefix: str, amount: float, unit: str) -> str:
    """A figure as its document writes it: "ít nhất 80 %"; or that it names none."""
    if pd.isna(amount):
        return t("targets.no_value")
    places = 0 if float(amount).is_integer() else 2
    number = formats.decimal(float(amount), places, language.current())
    words = t(f"operator.{prefix}") if prefix in _OPERATORS else prefix
    return f"{words} {number} {t(f'unit.{unit}')}".strip()
