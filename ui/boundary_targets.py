"""Targets beside the provinces of another day: what can be compared with them, and what cannot."""

import pandas as pd
import streamlit as st
from sqlmodel import Session

from db.reference import former_targets
from domain.access import PUBLIC
from domain.lineage import BoundaryView
from domain.targets import EVERYONE, UnitOfMeasure
from stats.published import Published
from ui import boundary, boundary_reading, documents, language, load, reference, show, targets
from ui.boundary import PROVINCE, TOTAL
from ui.database import engine
from ui.language import t
from ui.reference import Area, Round


def draw(area: Area, campaign: Round, view: BoundaryView) -> None:
    """The provinces that lay in one of today, against targets for everybody, then old documents."""
    st.info(t("targets.by_day", day=boundary_reading.day(view)))
    st.subheader(t("boundary.level_province"), anchor=False)
    boundary_reading.units(PUBLIC, area.code, campaign, view, PROVINCE)
    key = (PUBLIC, area.code, campaign, view, PROVINCE, load.data_version(), language.current())
    provinces = boundary.table(*key).without(TOTAL)
    old = former(provinces)
    _against(comparable(reference.targets(area.code), old), provinces)
    st.subheader(t("targets.former"), anchor=False)
    documents.list_of(old, t("targets.former_none"))


def former(provinces: Published) -> pd.DataFrame:
    """Targets of documents that provinces of another day had for themselves."""
    with Session(engine()) as session:
        return former_targets(session, names=list(provinces.table["unit_name"]))


def comparable(of_today: pd.DataFrame, old: pd.DataFrame) -> pd.DataFrame:
    """Percentages asked of everybody: the only ones for which these provinces have a rate."""
    rows = pd.concat([of_today, old], ignore_index=True) if len(old) else of_today
    asked = (rows["compared_with"] == EVERYONE) & rows["target_value"].notna()
    return rows[asked & (rows["unit_of_measure"] == UnitOfMeasure.PERCENT)]


def _against(asked: pd.DataFrame, provinces: Published) -> None:
    """Every target beside the rate of every province it was or is asked of, never subtracted."""
    st.subheader(t("targets.by_day_against"), anchor=False)
    st.caption(t("overview.note"))
    rows = [
        _row(target, province)
        for target in asked.to_dict("records")
        for province in provinces.table.to_dict("records")
        if target["area_code"] or _is_of(target, province)
    ]
    if rows:
        st.table(pd.DataFrame(rows).set_index(t("show.unit")))
    else:
        st.info(t("overview.none"))


def _row(target: show.Row, province: show.Row) -> dict[str, str]:
    asked = documents.value(target["operator"], target["target_value"], target["unit_of_measure"])
    return {
        t("show.unit"): show.unit_name(province),
        t("overview.self"): show.percent(province),
        t("show.interval_short"): show.interval(province),
        t("show.n"): show.number(province["n"]),
        t("targets.value"): f"{asked} ({target['year']})" if target["year"] else asked,
        t("targets.what"): target["indicator"],
        t("targets.document"): (
            f"{target['document']} · {target['place']}. {targets.source_words(target)}"
        ),
    }


def _is_of(target: show.Row, province: show.Row) -> bool:
    """Whether a document of a province that is no more was this province's own."""
    return str(target["place"]).startswith(f"{province['unit_name']} cũ")
