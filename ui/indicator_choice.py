"""What is reported, for which unit and period: chosen on the page and kept in the URL as codes."""

from collections.abc import Mapping
from enum import StrEnum

import streamlit as st
from sqlmodel import Session

from db import indicators
from domain.access import Scope
from domain.indicator_periods import Period, PeriodKind, newest_ended, period_of
from domain.indicators import Indicator
from ui import clock, filters
from ui.database import engine
from ui.indicator_words import period as period_name
from ui.language import t

_INDICATOR, _UNIT, _PERIOD = "chi-tieu", "don-vi", "ky"
_LISTED = {PeriodKind.MONTH: 18, PeriodKind.QUARTER: 8, PeriodKind.YEAR: 6}


class Part(StrEnum):
    """What the page is for at the moment."""

    FORM = "form"
    FILE = "file"
    BOARD = "board"


def indicator() -> Indicator | None:
    """One of the catalogue, with what it means beside; None while no catalogue is loaded."""
    with Session(engine()) as session:
        known = indicators.catalogue(session)
    if not known:
        return None
    names = {code: one.name for code, one in known.items()}
    chosen = known[filters.choose(t("indicators.which"), _INDICATOR, names)]
    _explain(chosen)
    return chosen


def units(scope: Scope, area_code: str) -> dict[str, str]:
    """Code → name of the units one reports for, of an area."""
    with Session(engine()) as session:
        return indicators.reporting_units(session, scope, area_code, on=clock.today())


def unit(names: Mapping[str, str]) -> str:
    """The code of one of these units."""
    return filters.choose(t("indicators.unit"), _UNIT, names)


def period(of: Indicator) -> Period:
    """A period that has ended; the newest unless the URL or the reader says otherwise."""
    today = clock.today()
    if of.period_kind is PeriodKind.MOMENT:
        day = st.date_input(
            t("indicators.day"), today, max_value=today, format="DD/MM/YYYY", key="indicator-day"
        )
        return period_of(PeriodKind.MOMENT, day)
    listed = {one.code: one for one in newest_ended(of.period_kind, today, _LISTED[of.period_kind])}
    names = {code: period_name(one) for code, one in listed.items()}
    return listed[filters.choose(t("indicators.period"), _PERIOD, names)]


def part() -> Part:
    """Which part of the page is open."""
    chosen = st.pills(  # which wrap evenly where the screen is narrow
        t("indicators.part"),
        [one.value for one in Part],
        default=Part.FORM.value,
        required=True,
        format_func=lambda one: t(f"indicator_part.{one}"),
        key="indicator-part",
        label_visibility="collapsed",
    )
    return Part(chosen)


def _explain(chosen: Indicator) -> None:
    lines = {
        "numerator": chosen.numerator,
        "denominator": chosen.denominator or t("indicators.is_count"),
        "owner": chosen.owner,
        "due": t("indicators.due_days", days=chosen.due_days),
        "source": chosen.source_document,
    }
    with st.expander(t("indicators.meaning")):
        st.markdown("\n".join(f"- **{t(f'indicators.{name}')}:** {said}" for name, said in
                              lines.items()))  # fmt: skip
    st.caption(f"**{chosen.name}.** {chosen.note}")  # the list shows the beginning of long names
