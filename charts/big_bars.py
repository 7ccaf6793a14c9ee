"""Bars for a slide: at most a dozen, the name at the left, the rate with its n at the right."""

from collections.abc import Sequence

import pandas as pd

from charts.big import bands, name_layer, name_lines, percent_scale, slide_chart
from charts.labels import records
from charts.theme import INK, SELF_COLOUR, SOFT_INK, TARGET_COLOUR, Spec, Translate

_COLUMNS = ["label", "percent", "low", "high", "value_text"]


def big_bars(
    rows: pd.DataFrame, *, subject: Sequence[str], t: Translate, target: float | None = None
) -> Spec:
    """
    One bar with its interval for each row, in the order of the rows.

    Args:
        rows: as `labels.with_labels` makes them; who has no figure keeps its place, and says so.
        target: percent 0-100, drawn through all bars.
    """
    drawn = rows.assign(label=name_lines(list(rows["unit_name"])), value_text=values(rows, t))
    labels = list(drawn["label"])
    y, x = bands(labels), percent_scale(t)
    return slide_chart(
        [*_bars(y, x), *_target(target, x), name_layer(labels), _values(y)],
        subject=subject,
        t=t,
        data={"values": records(drawn[_COLUMNS])},
    )


def values(rows: pd.DataFrame, t: Translate) -> list[str]:
    """What stands beside each bar: the rate and how many people it is of."""
    people = t("chart.n", n="{n}")
    return [
        text if pd.isna(known) else f"{text} ({people.format(n=n)})"
        for text, known, n in zip(
            rows["percent_text"], rows["percent"], rows["n_text"], strict=True
        )
    ]


def _bars(y: Spec, x: Spec) -> list[Spec]:
    known = [{"filter": "isValid(datum.percent)"}]
    limits = {"y": y, "x": {**x, "field": "low"}, "x2": {"field": "high"}}
    lines: list[Spec] = [
        {
            "name": name,
            "transform": [{"filter": "isValid(datum.low)"}],
            "mark": {"type": "rule", "color": colour, "strokeWidth": width, "aria": False},
            "encoding": limits,
        }
        for name, colour, width in (("halo", "#ffffff", 7), ("intervals", INK, 3))
    ]
    return [
        {
            "name": "bars",
            "transform": known,
            "mark": {"type": "bar", "color": SELF_COLOUR, "aria": False},
            "encoding": {"y": y, "x": {**x, "field": "percent"}, "x2": {"datum": 0}},
        },
        *lines,
    ]


def _values(y: Spec) -> Spec:
    soft = {"condition": {"test": "!isValid(datum.percent)", "value": SOFT_INK}, "value": INK}
    return {
        "name": "values",
        "mark": {"type": "text", "align": "left", "baseline": "middle", "dx": 14, "aria": False},
        "encoding": {
            "y": y,
            "x": {"value": "width"},
            "text": {"field": "value_text"},
            "color": soft,
        },
    }


def _target(target: float | None, x: Spec) -> list[Spec]:
    if target is None:
        return []
    return [
        {
            "name": "target",
            "data": {"values": [{"target": target}]},
            "mark": {"type": "rule", "color": TARGET_COLOUR, "strokeWidth": 4, "aria": False},
            "encoding": {"x": {**x, "field": "target"}},
        }
    ]
