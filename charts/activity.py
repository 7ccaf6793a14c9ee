"""Reported activity beside the change of ability: each unit as a point, and what stands out."""

from collections.abc import Hashable

import pandas as pd

from charts.findings import context_line
from charts.labels import marked_names, records
from charts.theme import (
    ASSISTED_COLOUR,
    BORDER,
    INK,
    SELF_COLOUR,
    SEPARATOR,
    SOFT_INK,
    Spec,
    Translate,
    chart,
    unread,
)
from charts.tiers import SIGNED, value_text
from stats.activity import Flag, beside, quarters
from stats.change import changes
from stats.published import Published
from stats.ranking import Board

_HEIGHT = 340
_NAMED = 6  # units that carry their name at most; the table says all
_APART = 4  # points of change between two names, so that they do not overlap
_WIDEST = 10  # points; the axis of change ends at a multiple of it
_LOOKS = {  # colour and shape: told apart without colour
    Flag.MUCH_NO_RISE: (ASSISTED_COLOUR, "square"),
    Flag.LITTLE_BUT_RISE: (SELF_COLOUR, "triangle-up"),
    Flag.NEITHER: (SOFT_INK, "circle"),
}


def activity_and_change(
    before: Published, now: Published, activity: pd.DataFrame, *, level: str, t: Translate
) -> Spec:
    """
    A point for each unit with both figures; the quarters of activity as rules.

    Args:
        before, now: units in two rounds.
        activity: as `stats.activity.per_month` makes it.

    Raises:
        ValueError: too few units have both figures (`stats.activity.LEAST_PEERS`).
    """
    rows = beside(changes(before, now), activity)
    edges = quarters(rows)
    if edges is None:
        raise ValueError(f"too few units to read beside each other: {now.notes.period}")
    drawn = _texts(rows[rows["flag"] != Flag.TOO_LITTLE.value], t)
    largest = float(drawn["change"].abs().max())
    end = _WIDEST * max(1, int(-(-largest // _WIDEST)))
    x, y = _count_axis(drawn, t), _change_axis(end, t)
    parts = [context_line(now, level, t), t("chart.activity.note")]
    return chart(
        unread([*_rules(edges, x, y), _points(x, y, t), _names(x, y)]),
        title=activity_finding(rows, t),
        subtitle=SEPARATOR.join(parts),
        height=_HEIGHT,
        t=t,
        data={"values": records(drawn)},
        autosize={"type": "fit-x", "contains": "padding"},
    )


def activity_finding(rows: pd.DataFrame, t: Translate) -> str:
    """How many units stand out in each of the two ways."""
    counted = rows["flag"].value_counts()
    return t(
        "chart.activity.finding",
        much=int(counted.get(Flag.MUCH_NO_RISE.value, 0)),
        little=int(counted.get(Flag.LITTLE_BUT_RISE.value, 0)),
        units=int(len(rows) - counted.get(Flag.TOO_LITTLE.value, 0)),
    )


def count_text(value: float, t: Translate) -> str:
    """An average count, with one decimal where it is no whole number."""
    text = f"{value:.1f}".removesuffix(".0")
    return text.replace(".", t("chart.decimal_mark"))


def _texts(rows: pd.DataFrame, t: Translate) -> pd.DataFrame:
    least = rows[["before_n", "now_n"]].min(axis=1)
    named = _named(rows)
    names = marked_names(rows, t)
    changed = zip(rows["change"], least, strict=True)
    return pd.DataFrame(
        {
            "unit_code": rows["unit_code"],
            "unit_name": names,
            "activity": rows["activity"],
            "change": rows["change"],
            "flag_name": [t(f"activity_flag.{flag}") for flag in rows["flag"]],
            "label": [name if index in named else "" for index, name in names.items()],
            "activity_text": [count_text(value, t) for value in rows["activity"]],
            "change_text": [value_text(c, n, Board.PROGRESS, t) for c, n in changed],
        }
    )


def _named(rows: pd.DataFrame) -> set[Hashable]:
    """The rows that carry their name: what stands out most, with room between the names."""
    found = rows[rows["flag"] != Flag.NEITHER.value]
    away = (found["activity"] - rows["activity"].median()).abs()
    order = found.loc[away.sort_values(ascending=False, kind="stable").index, "change"]
    chosen: dict[Hashable, float] = {}
    for index, change in order.items():
        free = all(abs(change - other) >= _APART for other in chosen.values())
        if free and len(chosen) < _NAMED:
            chosen[index] = float(change)
    return set(chosen)


def _count_axis(rows: pd.DataFrame, t: Translate) -> Spec:
    return {
        "type": "quantitative",
        "scale": {"domain": [0, max(1.0, 1.05 * float(rows["activity"].max()))], "nice": True},
        "axis": {"title": t("chart.axis.activity"), "grid": False, "tickCount": 5},
    }


def _change_axis(end: int, t: Translate) -> Spec:
    return {
        "type": "quantitative",
        "scale": {"domain": [-end, end], "nice": False},
        "axis": {"title": t("chart.axis.progress"), "tickCount": 5, "labelExpr": SIGNED},
    }


def _rules(edges: tuple[float, float], x: Spec, y: Spec) -> list[Spec]:
    """No change across, and the lower and upper quarter of activity upright."""
    mark = {"type": "rule", "color": BORDER, "strokeDash": [4, 3]}
    return [
        {
            "name": "zero",
            "data": {"values": [{"zero": 0}]},
            "mark": {"type": "rule", "color": SOFT_INK},
            "encoding": {"y": {**y, "field": "zero"}},
        },
        {
            "name": "quarters",
            "data": {"values": [{"edge": edge} for edge in edges]},
            "mark": mark,
            "encoding": {"x": {**x, "field": "edge"}},
        },
    ]


def _points(x: Spec, y: Spec, t: Translate) -> Spec:
    names = [t(f"activity_flag.{flag}") for flag in _LOOKS]
    legend = {"orient": "top", "title": None, "columns": 1, "symbolOpacity": 1, "labelLimit": 320}
    looks = {
        "color": [colour for colour, _ in _LOOKS.values()],
        "shape": [shape for _, shape in _LOOKS.values()],
    }
    titles = {
        "unit_name": t("chart.tooltip.unit"),
        "activity_text": t("chart.axis.activity"),
        "change_text": t("chart.axis.progress"),
    }
    return {
        "name": "units",
        "mark": {"type": "point", "filled": True, "size": 70, "opacity": 1,
                 "stroke": "#ffffff", "strokeWidth": 0.8},
        "encoding": {
            "x": {**x, "field": "activity"},
            "y": {**y, "field": "change"},
            **{
                channel: {"field": "flag_name", "type": "nominal", "legend": legend,
                          "scale": {"domain": names, "range": looked}}
                for channel, looked in looks.items()
            },
            "tooltip": [
                {"field": field, "type": "nominal", "title": title}
                for field, title in titles.items()
            ],
        },
    }  # fmt: skip


def _names(x: Spec, y: Spec) -> Spec:
    right = {"expr": "datum.activity > 0.6 * domain('x')[1] ? 'right' : 'left'"}
    away = {"expr": "datum.activity > 0.6 * domain('x')[1] ? -8 : 8"}
    return {
        "name": "names",
        "transform": [{"filter": "datum.label != ''"}],
        "mark": {"type": "text", "color": INK, "align": right, "dx": away, "limit": 150},
        "encoding": {
            "x": {**x, "field": "activity"},
            "y": {**y, "field": "change"},
            "text": {"field": "label"},
        },
    }
