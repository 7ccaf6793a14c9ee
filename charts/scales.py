"""The fixed five classes of percent and their colours, the same on every map and every day."""

import textwrap
from itertools import pairwise

import numpy as np
import pandas as pd

from charts.theme import BORDER, Spec, Translate

CUTS = (20, 40, 60, 80)  # percent; a value on a cut belongs to the class above
# Light is low. One hue path from yellow to blue that stays in order for colour-blind eyes, in
# grey and on a pale projector (after ColorBrewer YlGnBu, www.colorbrewer2.org).
COLOURS = ("#fdf2b5", "#9fd8b0", "#41adbf", "#2a73b3", "#1f2a76")
MISSING_COLOURS = ("#eef0f2", "#aab2ba")  # the two stripes of "not enough data"
_STRIPES = 14
_CORNER_LETTERS = 14  # a line of the legend's title that leaves the land free at 320 px


def class_labels(t: Translate) -> list[str]:
    """The five classes as the legend names them, low to high, then the one without figures."""
    edges = [0, *CUTS, 100]
    classes = [t("chart.class_open", low=low, high=high) for low, high in pairwise(edges[:-1])]
    return [*classes, t("chart.class_last", low=edges[-2], high=edges[-1]), t("chart.missing")]


def classes(percent: pd.Series, t: Translate) -> pd.Series:
    """The class label of each percentage (0-100); missing ones get the label without figures."""
    labels = np.array(class_labels(t), dtype=object)
    values = percent.to_numpy(dtype=float, na_value=np.nan)
    position = np.where(np.isnan(values), len(COLOURS), np.digitize(values, CUTS))
    return pd.Series(labels[position], index=percent.index)


def class_colour(t: Translate, legend: Spec | None) -> Spec:
    """The colour channel of a map: every class is in the legend, also one no unit is in."""
    return {
        "field": "class",
        "type": "nominal",
        "scale": {"domain": class_labels(t), "range": [*COLOURS, {"expr": _hatch()}]},
        "legend": legend,
    }


def legend_below(t: Translate) -> Spec:
    """The classes under a map: one row where there is room, else two or three columns."""
    columns = {"expr": "width < 480 ? 2 : width < 860 ? 3 : 6"}
    return {"title": t("chart.legend.percent"), "orient": "bottom", "columns": columns, **_SYMBOL}


def legend_in_corner(t: Translate) -> Spec:
    """The classes in the north-east of the national map, where there is no land of ours."""
    title = textwrap.wrap(t("chart.legend.percent"), _CORNER_LETTERS)
    return {"title": title, "orient": "top-right", "columns": 1, "offset": 6, **_SYMBOL}


_SYMBOL = {"symbolType": "square", "symbolStrokeColor": BORDER}


def _hatch() -> str:
    """Diagonal stripes as a Vega expression: the missing differ from low in more than colour."""
    stops = ",".join(
        f"{{offset:{edge / _STRIPES:.4f},color:'{MISSING_COLOURS[stripe % 2]}'}}"
        for stripe in range(_STRIPES)
        for edge in (stripe, stripe + 1)
    )
    return f"{{gradient:'linear',x1:0,y1:0,x2:1,y2:1,stops:[{stops}]}}"
