"""What those who came to classes reached before and after: one sentence a commune and quarter."""

import pandas as pd
import streamlit as st
from sqlmodel import Session

from db.class_outcomes import by_quarter
from db.settings import settings
from domain.access import Scope
from stats.class_change import AFTER, BEFORE, before_and_after, bounds, for_publishing
from stats.disclosure import Status
from stats.published import Context, Published, publish
from text import formats
from ui.database import engine, is_simulated
from ui.language import current, t

_SAID = (Status.SHOWN.value, Status.AT_MOST.value, Status.AT_LEAST.value)


def draw(scope: Scope) -> None:
    """The released figures of the communes of a scope, and what they do not say."""
    st.subheader(t("class_outcome.title"), anchor=False)
    published = figures(scope)
    sentences = [] if published is None else said(published)
    if not sentences:
        st.caption(t("class_outcome.none", minimum=settings().minimum_group))
        return
    for sentence in sentences:
        st.write(sentence)
    st.caption(t("class_outcome.note", minimum=settings().minimum_group))


def figures(scope: Scope) -> Published | None:
    """The rates before and after as they may be seen; None when nothing was released yet."""
    with Session(engine()) as session:
        counts = by_quarter(session, scope)
    if counts.empty:
        return None
    table = before_and_after(counts)
    notes = Context(
        source=t("class_outcome.source"),
        period="",
        measure="class_change",
        boundary_view="today",
        simulated=is_simulated(),
        minimum=settings().minimum_group,
    )
    return publish(for_publishing(table), notes, held=bounds(table))


def said(published: Published) -> list[str]:
    """One sentence for each commune and quarter of which something is shown."""
    table = published.table[published.table["status"].isin(_SAID)]
    sentences = []
    for (_, group), rows in table.groupby(["unit_code", "group"], sort=False):
        by_figure = {row["figure"]: row for _, row in rows.iterrows()}
        if {BEFORE, AFTER} <= by_figure.keys():
            sentences.append(_sentence(str(group), by_figure[BEFORE], by_figure[AFTER]))
    return sentences


def _sentence(quarter: str, before: pd.Series, after: pd.Series) -> str:
    year, number = quarter.split("-")
    return t(
        "class_outcome.sentence",
        place=before["unit_name"],
        number=number,
        year=year,
        people=int(before["n"]),
        before=_rate(before),
        after=_rate(after),
    )


def _rate(row: pd.Series) -> str:
    """The rate, or its bound in words."""
    percent = formats.percent(float(row["percent"]), int(row["n"]), current())
    if row["status"] == Status.SHOWN.value:
        return percent
    return t(f"class_outcome.{row['status']}", percent=percent)
