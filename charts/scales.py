"""The fixed classes of each measure and their colours, the same on every map and every day."""

import textwrap
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Scale:
    """
    The fixed classes of a measure, five at most.

    `words` is the family of keys that name the classes; without it they are percentages between
    the cuts. A scale around `chance` puts what may be chance alone into its middle class. `pale`
    and `white` are the classes so dark that edges and text on them are light.
    """

    cuts: tuple[float, ...]
    colours: tuple[str, ...]
    words: str = ""
    chance: bool = False
    pale: tuple[int, ...] = (4,)
    white: tuple[int, ...] = (3, 4)

    def labels(self, t: Translate) -> list[str]:
        """The classes as the legend names them, low to high, then the one without figures."""
        if self.words:
            named = [t(f"{self.words}.{place}") for place in range(len(self.colours))]
            return [*named, t("chart.missing")]
        edges = [f"{edge:g}" for edge in (0, *self.cuts, 100)]
        open_ = [t("chart.class_open", low=low, high=high) for low, high in pairwise(edges[:-1])]
        return [*open_, t("chart.class_last", low=edges[-2], high=edges[-1]), t("chart.missing")]

    def positions(self, values: pd.Series, beyond: pd.Series | None = None) -> pd.Series:
        """
        The class of each value, counted from 0; missing ones stand behind the last class.

        Args:
            beyond: whether a difference lies beyond chance, for scales around it.
        """
        numbers = values.to_numpy(dtype=float, na_value=np.nan)
        found = np.digitize(numbers, self.cuts)
        if self.chance and beyond is not None:
            found = np.where(beyond.to_numpy(dtype=bool), found, len(self.colours) // 2)
        found = np.where(np.isnan(numbers), len(self.colours), found)
        return pd.Series(found, index=values.index)


PERCENT = Scale(CUTS, COLOURS)
COVERAGE = Scale((1, 5, 20, 50), COLOURS)
TARGET = Scale((-50, -30, -10, 0), COLOURS, words="class_target")
# Orange is less, blue is more, white may be chance: two hues that colour-blind eyes keep apart.
_AROUND_CHANCE = ("#b35806", "#f5b26b", "#fbfaf7", "#8ab6de", "#1f4e8c")
_HAIR = 1e-9  # points; what is exactly on a cut below zero belongs to the class further from it


def _around_zero(points: float, words: str) -> Scale:
    cuts = (_HAIR - points, -_HAIR, 0, points)
    return Scale(cuts, _AROUND_CHANCE, words, chance=True, white=(0, 4))


CHANGE = _around_zero(5, "class_change")
GAP = _around_zero(10, "class_gap")
REPORTED = Scale((), (COLOURS[2],), "class_reported", pale=(), white=())


def class_labels(t: Translate, scale: Scale = PERCENT) -> list[str]:
    """The classes as the legend names them, low to high, then the one without figures."""
    return scale.labels(t)


def classes(percent: pd.Series, t: Translate) -> pd.Series:
    """The class label of each percentage (0-100); missing ones get the label without figures."""
    labels = np.array(class_labels(t), dtype=object)
    return pd.Series(labels[PERCENT.positions(percent)], index=percent.index)


def class_colour(t: Translate, legend: Spec | None, scale: Scale = PERCENT) -> Spec:
    """The colour channel of a map: every class is in the legend, also one no unit is in."""
    return {
        "field": "class",
        "type": "nominal",
        "scale": {"domain": scale.labels(t), "range": [*scale.colours, {"expr": _hatch()}]},
        "legend": legend,
    }


def legend_below(t: Translate, title: str = "") -> Spec:
    """The classes under a map: one row where there is room, else two or three columns."""
    columns = {"expr": "width < 480 ? 2 : width < 860 ? 3 : 6"}
    title = title or t("chart.legend.percent")
    return {"title": title, "orient": "bottom", "columns": columns, **_SYMBOL}


def legend_in_corner(t: Translate, title: str = "") -> Spec:
    """The classes in the north-east of the national map, where there is no land of ours."""
    lines = textwrap.wrap(title or t("chart.legend.percent"), _CORNER_LETTERS)
    return {"title": lines, "orient": "top-right", "columns": 1, "offset": 6, **_SYMBOL}


_SYMBOL = {"symbolType": "square", "symbolStrokeColor": BORDER}


def _hatch() -> str:
    """Diagonal stripes as a Vega expression: the missing differ from low in more than colour."""
    stops = ",".join(
        f"{{offset:{edge / _STRIPES:.4f},color:'{MISSING_COLOURS[stripe % 2]}'}}"
        for stripe in range(_STRIPES)
        for edge in (stripe, stripe + 1)
    )
    return f"{{gradient:'linear',x1:0,y1:0,x2:1,y2:1,stops:[{stops}]}}"
