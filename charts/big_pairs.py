"""Two rates of the same people or units side by side on a slide: before and now, said and shown."""

from collections.abc import Sequence

import pandas as pd

from charts.big import bands, name_layer, name_lines, percent_scale, slide_chart
from charts.labels import records
from charts.theme import ASSISTED_COLOUR, INK, SELF_COLOUR, SOFT_INK, Spec, Translate

_COLUMNS = ["label", "percent", "low", "high", "which", "percent_text"]


def big_pairs(
    first: pd.DataFrame,
    second: pd.DataFrame,
    *,
    names: tuple[str, str],
    subject: Sequence[str],
    t: Translate,
) -> Spec:
    """
    Two points with their intervals in each row, one above the other, each with its rate.

    Args:
        first, second: rows as `labels.with_labels` makes them, of the same names in one order.
        names: what the first and the second point are called.
    """
    labels = name_lines(list(second["unit_name"]))
    points = pd.concat(
        [
            rows.assign(label=labels, which=name)[_COLUMNS]
            for rows, name in zip((first, second), names, strict=True)
        ],
        ignore_index=True,
    )
    return slide_chart(
        [*_points(bands(labels), percent_scale(t), names), name_layer(labels)],
        subject=subject,
        t=t,
        data={"values": records(points)},
    )


def _points(y: Spec, x: Spec, names: tuple[str, str]) -> list[Spec]:
    which = {"field": "which", "type": "nominal", "sort": None}
    legend = {"orient": "top", "title": None, "columns": 2, "symbolOpacity": 1}
    place = {
        "y": y,
        "yOffset": {**which, "scale": {"domain": list(names), "paddingInner": 0.1}},
    }
    colour = {
        **which,
        "scale": {"domain": list(names), "range": [ASSISTED_COLOUR, SELF_COLOUR]},
        "legend": legend,
    }
    shapes = {"domain": list(names), "range": ["diamond", "circle"]}
    shape = {**which, "scale": shapes, "legend": legend}
    soft = {"condition": {"test": "!isValid(datum.percent)", "value": SOFT_INK}, "value": INK}
    return [
        {
            "name": "intervals",
            "transform": [{"filter": "isValid(datum.low)"}],
            "mark": {"type": "rule", "strokeWidth": 3, "aria": False},
            "encoding": {
                **place,
                "x": {**x, "field": "low"},
                "x2": {"field": "high"},
                "color": colour,
            },
        },
        {
            "name": "points",
            "transform": [{"filter": "isValid(datum.percent)"}],
            "mark": {"type": "point", "filled": True, "size": 240, "opacity": 1, "aria": False},
            "encoding": {
                **place,
                "x": {**x, "field": "percent"},
                "color": colour,
                "shape": shape,
            },
        },
        {
            "name": "values",
            "mark": {
                "type": "text", "align": "left", "baseline": "middle", "dx": 14, "aria": False,
            },
            "encoding": {
                **place,
                "x": {"value": "width"},
                "text": {"field": "percent_text"},
                "color": soft,
            },
        },
    ]  # fmt: skip
