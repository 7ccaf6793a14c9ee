"""Many units on one slide: each a dot at its rate, stacked, beside the rate of the whole."""

from collections import Counter
from collections.abc import Sequence

import pandas as pd

from charts.big import percent_scale, slide_chart
from charts.labels import records
from charts.theme import EDGE, TARGET_COLOUR, Spec, Translate

ABOVE, BELOW, BETWEEN = "above", "below", "between"
_COLOURS = {ABOVE: "#1f2a76", BETWEEN: "#9fb0c3", BELOW: "#c9762b"}
_SHAPES = {ABOVE: "triangle-up", BETWEEN: "circle", BELOW: "triangle-down"}
_BIN = 2  # percent to a stack of dots
_LEAST_ROOM = 16  # dots above each other, so that few do not look like many


def big_strip(
    rows: pd.DataFrame,
    standings: Sequence[str],
    *,
    whole: tuple[float, str] | None,
    subject: Sequence[str],
    t: Translate,
) -> Spec:
    """
    A dot for each unit with a rate.

    Args:
        rows: as `labels.with_labels` makes them.
        standings: of each row: ABOVE or BELOW the rate of the whole beyond both intervals, or
            BETWEEN.
        whole: the rate of all together, percent 0-100, and its name; None where it is not shown.
    """
    dots = _stacked(rows.assign(standing=list(standings)).dropna(subset="percent"))
    height = max(_LEAST_ROOM, int(dots["step"].max()) + 2 if len(dots) else 0)
    x = percent_scale(t)
    y: Spec = {
        "type": "quantitative",
        "scale": {"domain": [0, height], "nice": False},
        "axis": None,
    }
    return slide_chart(
        [*_whole(whole, x), _dots(x, y, dots, t)],
        subject=subject,
        t=t,
        data={"values": records(dots)},
    )


def _stacked(rows: pd.DataFrame) -> pd.DataFrame:
    used: Counter[int] = Counter()
    steps = []
    for value in rows["percent"]:
        stack = int(value // _BIN)
        steps.append(used[stack])
        used[stack] += 1
    at = [(value // _BIN + 0.5) * _BIN for value in rows["percent"]]
    return pd.DataFrame(
        {
            "unit_name": rows["unit_name"].to_numpy(),
            "text": rows["percent_text"].to_numpy(),
            "standing": rows["standing"].to_numpy(),
            "at": [min(place, 100.0) for place in at],
            "step": [float(step) + 0.6 for step in steps],
        }
    )


def _dots(x: Spec, y: Spec, dots: pd.DataFrame, t: Translate) -> Spec:
    names = {
        standing: t(f"slide.standing_{standing}", count=int((dots["standing"] == standing).sum()))
        for standing in _COLOURS
    }
    labels = ", ".join(f"'{key}': '{name}'" for key, name in names.items())
    legend: Spec = {
        "orient": "top", "title": None, "columns": 1, "labelExpr": f"({{{labels}}})[datum.label]",
        "labelLimit": 800,
    }  # fmt: skip
    scale = {"domain": list(_COLOURS), "range": list(_COLOURS.values())}
    shapes = {"domain": list(_SHAPES), "range": list(_SHAPES.values())}
    return {
        "name": "dots",
        "mark": {
            "type": "point", "filled": True, "size": 260, "opacity": 1, "stroke": EDGE,
            "strokeWidth": 0.7, "aria": False,
        },
        "encoding": {
            "x": {**x, "field": "at"},
            "y": {**y, "field": "step"},
            "color": {"field": "standing", "type": "nominal", "scale": scale, "legend": legend},
            "shape": {"field": "standing", "type": "nominal", "scale": shapes, "legend": legend},
            "tooltip": [
                {"field": "unit_name", "type": "nominal", "title": t("chart.tooltip.unit")},
                {"field": "text", "type": "nominal", "title": t("chart.tooltip.percent")},
            ],
        },
    }  # fmt: skip


def _whole(whole: tuple[float, str] | None, x: Spec) -> list[Spec]:
    if whole is None:
        return []
    value, name = whole
    left = value <= 50
    place = {"align": "left", "dx": 8} if left else {"align": "right", "dx": -8}
    at = {"values": [{"whole": value}]}
    return [
        {
            "name": "whole",
            "data": at,
            "mark": {"type": "rule", "color": TARGET_COLOUR, "strokeWidth": 3, "aria": False},
            "encoding": {"x": {**x, "field": "whole"}},
        },
        {
            "name": "whole_name",
            "data": at,
            "mark": {
                "type": "text", "color": TARGET_COLOUR, "fontWeight": 700, "baseline": "top",
                "aria": False, **place,
            },
            "encoding": {
                "x": {**x, "field": "whole"},
                "y": {"value": 4},
                "text": {"value": name},
            },
        },
    ]  # fmt: skip
