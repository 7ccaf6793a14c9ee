"""What a chart of units draws of a measure: rows with their texts, classes, and what it finds."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from charts import scales
from charts.findings import context_line, range_finding
from charts.labels import (
    amount_text,
    count_text,
    count_texts,
    marked_names,
    percent_texts,
    share_texts,
    unit_rows,
    whole_texts,
)
from charts.scales import Scale
from charts.theme import SEPARATOR, Translate
from domain.targets import EVERYONE
from stats.disclosure import Status
from stats.measures import POINTS, Measure, Measured, beyond_chance
from stats.published import Published

_SCALES = {
    Measure.COVERAGE: scales.COVERAGE, Measure.CHANGE: scales.CHANGE, Measure.GAP: scales.GAP,
    Measure.TARGET: scales.TARGET,
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Picture:
    """
    Rows ready to draw, and the words round them.

    `rows`: unit_code, unit_name, percent (the value, in percent or points), low, high, class,
    tile (what is written in a square), white (whether in white), and percent_text, interval_text,
    n_text, coverage_text as far as they are known; all missing unless shown.
    """

    rows: pd.DataFrame
    title: str
    subtitle: str
    scale: Scale = scales.PERCENT
    legend: str = ""  # of the classes; empty = that of the rate
    value_title: str = ""  # of the value in tooltips; empty = that of the rate
    axis: str = ""
    signed: bool = False
    span: tuple[float, float] = (0, 100)  # of the axis, fixed


def picture_of(figures: "Published | Picture", level: str, t: Translate) -> Picture:
    """What to draw: a picture as it is, or the rates of a published table."""
    if isinstance(figures, Picture):
        return figures
    rows = unit_rows(figures, t)
    positions = scales.PERCENT.positions(rows["percent"])
    rows = rows.assign(
        tile=pd.Series(whole_texts(rows["percent"]), index=rows.index, dtype=object),
        white=positions.isin(scales.PERCENT.white),
    )
    return Picture(rows, range_finding(rows, level, t), context_line(figures, level, t))


def measured_picture(
    measured: Measured, *, level: str, place: str, audience: str, name: str, t: Translate
) -> Picture:
    """
    One measure of the units of a place.

    Args:
        audience: a code of `domain.people.Audience`, or everyone.
        name: of the measure, as a reader reads it.
    """
    scale = scale_of(measured)
    rows = _rows(measured, scale, t)
    return Picture(
        rows=rows,
        title=_finding(measured, rows, name, level, t),
        subtitle=_context(measured, place, audience, name, level, t),
        scale=scale,
        legend=name,
        value_title=name,
        axis=_axis(measured, scale, t),
        signed=measured.measure in POINTS,
        span=_span(measured),
    )


def _axis(measured: Measured, scale: Scale, t: Translate) -> str:
    if scale is scales.REPORTED:
        return t("chart.axis.reported")
    return t("chart.axis.points" if measured.measure in POINTS else "chart.axis.value")


def scale_of(measured: Measured) -> Scale:
    """The fixed classes of a measure; counts that were reported have one."""
    if measured.measure is Measure.REPORTED and "said" in measured.table:
        return scales.PERCENT if bool(measured.table["in_percent"].all()) else scales.REPORTED
    return _SCALES.get(measured.measure, scales.PERCENT)


def _rows(measured: Measured, scale: Scale, t: Translate) -> pd.DataFrame:
    table = measured.table
    positions = scale.positions(table["value"], beyond_chance(table))
    labels = np.array(scale.labels(t), dtype=object)
    texts = _value_texts(measured, t)
    rows = pd.DataFrame(
        {
            "unit_code": table["unit_code"],
            "unit_name": marked_names(table, t),
            "percent": table["value"],
            "low": table["low"],
            "high": table["high"],
            "class": labels[positions],
            "percent_text": _marked(texts, table, t).fillna(
                t(
                    "chart.not_reported"
                    if measured.measure is Measure.REPORTED
                    else "chart.missing_inline"
                )
            ),
            "tile": _tiles(measured),
            "white": positions.isin(scale.white),
        }
    )
    if table["low"].notna().any():
        low, high = (_texts(table[end], table["n"], measured, t) for end in ("low", "high"))
        rows["interval_text"] = (low + " – " + high).fillna("–")
    if table["n"].notna().any():
        rows["n_text"] = count_texts(table["n"], t).fillna("–")
    return rows


def _value_texts(measured: Measured, t: Translate) -> pd.Series:
    table = measured.table
    if measured.measure is Measure.REPORTED:
        return table["said"]
    if measured.measure is Measure.COVERAGE:
        return share_texts(table["value"], t)
    return _texts(table["value"], table["n"], measured, t)


def _texts(values: pd.Series, n: pd.Series, measured: Measured, t: Translate) -> pd.Series:
    if measured.measure not in POINTS:
        return percent_texts(values, n, t)
    said = [
        None if pd.isna(v) else points_text(v, many, t) for v, many in zip(values, n, strict=True)
    ]
    return pd.Series(said, index=values.index, dtype=object)


def points_text(value: float, n: float, t: Translate) -> str:
    """A difference in points with its sign; one decimal from 100 people on, none below."""
    number = amount_text(value, n, t)
    sign = "" if not number.strip("0.,") else "+" if value > 0 else "−"
    return t("chart.points", number=f"{sign}{number}")


def _marked(texts: pd.Series, table: pd.DataFrame, t: Translate) -> pd.Series:
    """A bound says that it is one, and a rate that is not told that there is none."""
    for status in (Status.AT_MOST, Status.AT_LEAST):
        bound = (table["status"] == status.value) & texts.notna()
        said = [t(f"chart.{status.value}", percent=text) for text in texts[bound]]
        texts = texts.mask(bound, pd.Series(said, index=texts.index[bound], dtype=object))
    return texts


def _tiles(measured: Measured) -> list[str | None]:
    values = measured.table["value"]
    if measured.measure is Measure.REPORTED:
        return [None] * len(values)
    if measured.measure is Measure.COVERAGE:
        return ["<1" if known and v < 1 else w for v, w, known in
                zip(values, whole_texts(values), values.notna(), strict=True)]  # fmt: skip
    whole = whole_texts(values.abs())
    signs = np.where(values > 0, "+", "−") if measured.measure in POINTS else [""] * len(values)
    return [None if w is None else w if w == "0" else f"{s}{w}"
            for s, w in zip(signs, whole, strict=True)]  # fmt: skip


def _finding(measured: Measured, rows: pd.DataFrame, name: str, level: str, t: Translate) -> str:
    """What the picture shows, in one sentence; nothing is said of what lies within chance."""
    units = t(f"chart.units.{level}")
    shown = measured.table[measured.table["value"].notna()]
    if shown.empty:
        return t("measure_finding.none", name=name, units=units)
    beyond = beyond_chance(shown)
    numbers = {
        "more": int((beyond & (shown["value"] > 0)).sum()),
        "less": int((beyond & (shown["value"] < 0)).sum()),
        "reached": int((shown["value"] >= 0).sum()),
        "shown": len(shown),
    }
    if measured.measure in (*POINTS, Measure.REPORTED):
        key = f"measure_finding.{measured.measure}"
        return t(key, name=name, units=units, **numbers)
    ordered = rows.dropna(subset="percent").sort_values("percent", kind="stable")
    low, high = ordered.iloc[0], ordered.iloc[-1]
    if len(ordered) == 1:
        return t("measure_finding.one", name=name, unit=low["unit_name"], value=low["percent_text"])
    said = {"low": low["percent_text"], "high": high["percent_text"]}
    return t("measure_finding.range", name=name, units=units, **said)


def _context(
    measured: Measured, place: str, audience: str, name: str, level: str, t: Translate
) -> str:
    """Measure, place, who was asked, how many, when; how many have no figure; if simulated."""
    notes, measure = measured.notes, measured.measure
    parts = [name, place]
    if measure is not Measure.REPORTED:
        parts.append(t("chart.everybody" if measure is Measure.COVERAGE
                       else f"chart.who.{notes.modes[0].value}"))  # fmt: skip
    if audience != EVERYONE:
        parts.append(t(f"audience.{audience}"))
    if measured.n_total is not None and measure is not Measure.COVERAGE:
        parts.append(t("chart.n", n=count_text(measured.n_total, t)))
    parts.append(notes.period)
    missing = len(measured.table) - measured.told
    if missing:
        key = "chart.units_silent" if measure is Measure.REPORTED else "chart.units_missing"
        parts.append(t(key, count=missing, units=t(f"chart.units.{level}")))
    if notes.simulated:
        parts.append(t("chart.simulated"))
    return SEPARATOR.join(parts)


def _span(measured: Measured) -> tuple[float, float]:
    """The axis: fixed, but for coverage and counts, which begin at zero and grow in steps."""
    match measured.measure:
        case Measure.TARGET:
            return -100, 20
        case Measure.CHANGE:
            return -30, 30
        case Measure.GAP:
            return -60, 60
        case Measure.COVERAGE:
            ends = (*scales.COVERAGE.cuts, 100.0)
        case Measure.REPORTED if scale_of(measured) is scales.REPORTED:
            ends = tuple(float(10**power) for power in range(1, 16))
        case _:
            return 0, 100
    largest = float(measured.table["value"].max())
    return 0, next((end for end in ends if not largest > end), ends[-1])
