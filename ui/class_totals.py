"""What an area held this quarter, people and visits apart; and its households, beside reports."""

import pandas as pd
import streamlit as st
from sqlmodel import Session

from db import households, indicators
from db.classes import ClassTotals, totals
from db.households import HouseholdTotals
from domain.access import Scope
from domain.households import share_of_all
from text import formats
from ui import clock, indicator_words, reference
from ui.class_list import quarter_start
from ui.database import engine
from ui.language import current, t

_INDICATOR = "gia-dinh-so"  # seed/data/indicators.csv


def draw(scope: Scope) -> None:
    """Each area of the scope: what was counted, and what was reported, side by side."""
    today = clock.today()
    with Session(engine()) as session:
        for code, name in reference.areas(scope, current()).items():
            st.markdown(f"**{name}**")
            held = totals(session, scope, area_code=code, since=quarter_start(today), until=today)
            _draw_classes(held)
            reports = indicators.latest(
                session, scope, area_codes=[code], indicator_code=_INDICATOR
            )
            _draw_households(households.totals(session, scope, area_code=code), reports)
    st.caption(t("classes.people_and_visits"))


def _draw_classes(held: ClassTotals) -> None:
    st.write(
        t(
            "classes.totals",
            planned=held.planned,
            held=held.held,
            cancelled=held.cancelled,
            visits=held.visits,
            phones=held.phones,
            tallied=held.tallied,
        )
    )


def _draw_households(counted: HouseholdTotals, reports: pd.DataFrame) -> None:
    """The two stand beside each other and are never added."""
    st.write(_counted(counted))
    known = reports[reports["denominator"].notna()]
    if known.empty:
        return
    newest = known.iloc[-1]
    st.write(
        t(
            "classes.households_reported",
            period=indicator_words.any_period(str(newest["period"])),
            reached=formats.count(int(newest["numerator"]), current()),
            all=formats.count(int(newest["denominator"]), current()),
            source=newest["source"],
        )
    )
    if counted.reached is not None:
        share = share_of_all(counted.reached, int(newest["denominator"]))
        st.write(t("classes.households_share", percent=share))


def _counted(families: HouseholdTotals) -> str:
    if families.households is None:
        return t("classes.few_households")
    if families.reached is None:
        return t("classes.households", households=families.households)
    return t("classes.households_reached", households=families.households, reached=families.reached)
