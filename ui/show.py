"""Drawing what is published: a chart or table never stands without n, period and source."""

from collections.abc import Hashable, Mapping
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from charts.picking import PICK, PICK_BAR
from charts.theme import Spec
from domain.access import GrantFact
from domain.people import Mode
from stats.boundaries import view_sentence
from stats.disclosure import Status
from stats.measures import Measured
from stats.published import Published
from text import formats
from ui import language
from ui.filters import AREA
from ui.language import t
from ui.pages import BY_NAME, link
from ui.reference import Area
from ui.table_file import TableFile

ABSENT = "–"
Row = pd.Series | dict[Hashable, Any]  # a row of a published table, by its column names
_LEAST_COVERAGE = 0.01  # percent


def summary(published: Published, code: str) -> None:
    """The three figures of a whole area: rate with interval, n, coverage."""
    row = row_of(published, code)
    with st.container(horizontal=True, key="summary"):
        st.metric(t("show.percent"), percent(row), border=True)
        st.metric(t("show.people"), number(row["n"]), border=True)
        st.metric(t("show.coverage"), coverage(row), border=True)
    if pd.notna(row["low"]):
        st.caption(t("show.interval", low=bound(row, "low"), high=bound(row, "high")))
    if pd.notna(row["population"]):
        st.caption(
            t(
                "show.coverage_basis",
                people=number(row["population"]),
                year=int(row["population_year"]),
                source=row["population_source"],
            )
        )


def modes_table(by_mode: Mapping[Mode, Published], code: str) -> None:
    """One unit answered alone, helped and by somebody else: side by side, never added up."""
    rows = [
        {
            t("show.how"): t(f"mode_name.{mode}"),
            t("show.percent_interval"): f"{percent(row)} ({interval(row)})",
            t("show.firm"): _share(row, "firm_percent"),
            t("show.people"): number(row["n"]),
            t("show.undetermined"): number(row["undetermined"]),
        }
        for mode, row in ((mode, row_of(table, code)) for mode, table in by_mode.items())
    ]
    st.table(pd.DataFrame(rows).set_index(t("show.how")))


def row_of(published: Published, code: str) -> pd.Series:
    """The row of one unit."""
    table = published.table
    return table[table["unit_code"] == code].iloc[0]


def spine(published: Published | Measured) -> None:
    """What stands under every chart and table: n, period, source, boundary view, what is hidden."""
    st.caption(spine_text(published))


def spine_text(published: Published | Measured) -> str:
    """The same as one text, for what leaves the page."""
    notes = published.notes
    known = published.n_total is not None
    total = t("show.n_people", n=number(published.n_total)) if known else t("show.under_minimum")
    said = t(
        "show.spine",
        n=total,
        period=notes.period,
        source=notes.source,
        boundary=view_sentence(published, t),
        mode=t(f"mode_name.{notes.modes[0]}"),
        minimum=notes.minimum,
    )
    return f"{said} {t('show.simulated')}" if notes.simulated else said


def units_table(published: Published, *, label: str) -> None:
    """Every unit as a row, in the order of the table; withheld ones say so."""
    rows = [
        {
            t("show.unit"): unit_name(row),
            t("show.percent"): percent(row),
            t("show.interval_short"): interval(row),
            t("show.firm"): _share(row, "firm_percent"),
            t("show.n"): number(row["n"]),
            t("show.undetermined"): number(row["undetermined"]),
            t("show.state"): t(f"status.{row['status']}"),
        }
        for row in published.table.to_dict("records")
    ]
    with st.expander(label):
        st.table(pd.DataFrame(rows).set_index(t("show.unit")))


def unit_name(row: Row) -> str:
    """The name of a unit; of an estimate with the mark."""
    name = str(row["unit_name"])
    return f"{name} ({t('chart.estimated')})" if row.get("estimated") else name


def download(file: TableFile, label: str = "") -> None:
    """A button that hands a table over as a file; named, where a page has several."""
    st.download_button(
        label or t("show.download"),
        data=file.content,
        file_name=file.name,
        mime="text/csv",
        on_click="ignore",
    )


def percent(row: Row) -> str:
    """A rate as text, or that there is too little data."""
    if row["status"] == Status.SHIELDED:
        return t("show.shielded")
    if pd.isna(row["percent"]):
        return t("show.too_few")
    text = formats.percent(float(row["percent"]), int(row["n"]), language.current())
    bounds = (Status.AT_MOST, Status.AT_LEAST)
    return t(f"chart.{row['status']}", percent=text) if row["status"] in bounds else text


def bound(row: Row, name: str) -> str:
    """One end of the interval as text."""
    return formats.percent(float(row[name]), int(row["n"]), language.current())


def _share(row: Row, name: str) -> str:
    """A percentage of n as text, or a dash when it may not be shown."""
    return ABSENT if pd.isna(row[name]) else bound(row, name)


def interval(row: Row) -> str:
    """Both ends of the interval as text."""
    return ABSENT if pd.isna(row["low"]) else f"{bound(row, 'low')} – {bound(row, 'high')}"


def number(value: int | float | None) -> str:
    """A count as text, or a dash when it may not be shown."""
    return (
        ABSENT if value is None or pd.isna(value) else formats.count(int(value), language.current())
    )


def coverage(row: Row) -> str:
    """People reached per population as text, or that no population is known."""
    if pd.isna(row["population"]):
        return t("show.no_population")
    if pd.isna(row["coverage"]):
        return t("show.too_few")
    if row["coverage"] < _LEAST_COVERAGE:  # rounded to nothing it would read as zero
        least = formats.decimal(_LEAST_COVERAGE, 2, language.current())
        return t("show.less_than", percent=f"{least}\u00a0%")
    return formats.decimal(float(row["coverage"]), 2, language.current()) + "\u00a0%"


def chart(spec: Spec, *, key: str, selectable: bool = False) -> str | None:
    """
    Draw a specification; the code of the unit a reader clicked, when it is selectable.

    The text alternative is the specification's own description.
    """
    spec = _titled(spec)
    if not selectable:
        st.vega_lite_chart(spec=spec, theme=None, key=key, alt=str(spec["description"]))
        return None
    event = st.vega_lite_chart(
        spec=spec,
        theme=None,
        key=key,
        on_select="rerun",
        selection_mode=_picks(spec),
        alt=str(spec["description"]),
    )
    picked = [one for name in _picks(spec) for one in event["selection"].get(name, [])]
    return str(picked[0]["unit_code"]) if picked and "unit_code" in picked[0] else None


def _picks(spec: Spec) -> list[str]:
    """The selections of a specification that are clicks: on its map, and on bars beside it."""
    params: list[Spec] = spec["params"]  # type: ignore[assignment]
    return [str(one["name"]) for one in params if one["name"] in (PICK, PICK_BAR)]


def _titled(spec: Spec) -> Spec:
    """Write the finding as text, which wraps, grows and is read aloud; the drawing goes below."""
    title, _, subtitle = str(spec["description"]).partition(". ")
    st.markdown(f"**{title}**")
    st.caption(subtitle)
    return {name: part for name, part in spec.items() if name != "title"}


def go_to_province(code: str) -> None:
    """Open the page of a province."""
    st.switch_page(BY_NAME["province"].file, query_params=link("province", **{AREA: code}))


def scope_bar(area: Area, grant: GrantFact | None = None) -> None:
    """The permanent bar that says what the reader is seeing, and on which days they may."""
    held = "" if grant is None else t("scope.days", days=days(grant.valid_from, grant.valid_to))
    with st.container(key="scope-bar"):
        st.markdown(t("area.scope", area=area.name, communes=number(area.communes)) + held)


def days(first: date, last: date | None) -> str:
    """The days of a grant as a reader says them; both end days belong to it."""
    code = language.current()
    said = t("accounts.days_from", first=formats.day(first, code))
    return said if last is None else said + t("accounts.days_to", last=formats.day(last, code))


def boundary_line(area: Area) -> None:
    """How many communes an area has, by the boundaries of today."""
    st.caption(t("area.communes", communes=number(area.communes)))
