"""Who reported a figure of a period in time, late, or not at all: as numbers, a list, a file."""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st
from sqlmodel import Session

from charts.timeliness import timeliness_bars
from db.indicator_history import first_reports
from domain.access import Scope
from domain.calendar_day import day_of
from domain.indicator_board import Timeliness, due_day, timeliness
from domain.indicator_periods import Period
from domain.indicators import Indicator
from exports.indicator_csv import BoardRow, board_csv
from text import formats
from ui import chart_pictures, clock, indicator_choice, indicator_words, language, show
from ui.database import engine
from ui.language import t
from ui.table_file import TableFile

_FEW = 30  # more are folded away


def draw(scope: Scope, names: Mapping[str, str], indicator: Indicator) -> None:
    """Numbers first, then whom to call."""
    period = indicator_choice.period(indicator)
    rows = _rows(scope, names, indicator, period)
    numbers = Counter(row.state for row in rows)
    reported = numbers[Timeliness.ON_TIME] + numbers[Timeliness.LATE]
    said = indicator_words.period(period)
    due = due_day(period, indicator.due_days)
    spec = timeliness_bars(
        numbers,
        title=t("timeliness.found", reported=reported, units=len(rows), period=said),
        subtitle=t(
            "timeliness.about", name=indicator.name, due=_day(due), today=_day(clock.today())
        ),
        t=t,
    )
    show.chart(spec, key="timeliness")
    chart_pictures.offer(
        lambda: spec, lambda: f"{indicator.name} · {said}", key=f"tien-do-{indicator.code}"
    )
    _list(rows)
    content = board_csv(rows, indicator=indicator.code, period=period.code, due=due, t=t)
    name = f"tien-do-{indicator.code}-{period.code}.csv"
    show.download(TableFile(name, content), t("timeliness.download"))


def _rows(
    scope: Scope, names: Mapping[str, str], indicator: Indicator, period: Period
) -> list[BoardRow]:
    with Session(engine()) as session:
        came = first_reports(session, scope, area_codes=names, indicator_code=indicator.code)
    of_period = came[came["period"] == period.code].to_dict("records")
    by_code = {str(row["area_code"]): row for row in of_period}
    return [_row(code, name, by_code.get(code), indicator, period) for code, name in names.items()]


def _row(
    code: str, name: str, came: Mapping[Hashable, Any] | None, indicator: Indicator, period: Period
) -> BoardRow:
    first = None if came is None else day_of(came["first_at"])
    state = timeliness(period, indicator.due_days, first_on=first, today=clock.today())
    return BoardRow(code, name, state, first, 0 if came is None else int(came["version"]))


def _list(rows: Sequence[BoardRow]) -> None:
    """Those who are missing on top."""
    order = list(reversed(Timeliness))
    lines = [
        {
            t("board_csv.unit"): row.unit,
            t("board_csv.state"): t(f"timeliness.{row.state}"),
            t("board_csv.first_on"): show.ABSENT if row.first_on is None else _day(row.first_on),
            t("board_csv.versions"): str(row.versions or show.ABSENT),
        }
        for row in sorted(rows, key=lambda row: order.index(row.state))
    ]
    with st.expander(t("timeliness.list", units=len(rows)), expanded=len(rows) <= 30):
        st.table(pd.DataFrame(lines).set_index(t("board_csv.unit")))


def _day(day: date) -> str:
    return formats.day(day, language.current())
