"""Ranked bars: each unit's rate with its interval, and those without figures still on the axis."""

from typing import Literal

import pandas as pd

from charts.axes import percent_axis, pixel_axis
from charts.findings import target_finding, target_text
from charts.labels import records
from charts.maps import tooltip
from charts.picking import PICK, UNITS, pick_param
from charts.picture import Picture, picture_of
from charts.scales import class_colour
from charts.theme import (
    BORDER,
    INK,
    SEPARATOR,
    SOFT_INK,
    TARGET_COLOUR,
    Spec,
    Translate,
    chart,
    unread,
)
from stats.published import Published

Names = Literal["above", "beside"]

_STEP = {"above": 32, "beside": 19}  # pixels for each unit
_BAR_AT = {"above": 21, "beside": 9}  # middle of the bar under the top of its step
_TEXT_AT = {"above": 8, "beside": 9}
_BAR_SIZE = {"above": 8, "beside": 11}
_RATE_ROOM, _VALUE_ROOM, _LETTER = 54, 128, 6.4  # pixels: "100,0 %", with n beside it; a letter
_TARGET_SIZE = {"above": 15, "beside": 17}
_TARGET_HEAD = 18  # room for the name of the target rule


def ranked_bars(
    figures: Published | Picture,
    *,
    level: str,
    t: Translate,
    target: float | None = None,
    names: Names = "above",
) -> Spec:
    """
    One bar per unit, highest first; units without figures come last and say so.

    Args:
        level: `findings.PROVINCE` or `findings.COMMUNE`.
        target: percent 0-100, drawn as a rule.
        names: "above" the bars fits every width from 320 px; "beside" them is lower, for screens
            from 700 px.
    """
    picture = picture_of(figures, level, t)
    rows = _placed(picture.rows.drop(columns=["tile", "white"]), names, target, t)
    height = int(rows["top"].max() + _STEP[names]) if len(rows) else _STEP[names]
    finding = picture.title if target is None else target_finding(rows, target, level, t)
    layers = [
        *_bars(rows, picture, names, height, t),
        *_texts(names, height),
        *_target_rule(target, names, height, t),
    ]
    return chart(
        unread(layers),
        title=finding,
        subtitle=with_interval_note(picture, t),
        height=height,
        t=t,
        data={"values": records(rows)},
        autosize={"type": "fit-x", "contains": "padding"},
        params=[pick_param()],
    )


def with_interval_note(picture: Picture, t: Translate) -> str:
    """The subtitle, with what the black lines are; reported figures have none."""
    if picture.rows["low"].isna().all() and picture.rows["percent"].notna().any():
        return picture.subtitle
    return f"{picture.subtitle}{SEPARATOR}{t('chart.bars.note')}"


def whiskers(y: Spec, x: Spec, **halo: object) -> list[Spec]:
    """The interval as a line over its bar, with a light edge so that it shows on dark bars."""
    position = {"y": y, "x": {**x, "field": "low"}, "x2": {"field": "high"}}
    known = [{"filter": "isValid(datum.low)"}]
    return [
        {
            "name": name,
            "transform": known,
            "mark": {"type": "rule", "color": colour, "strokeWidth": width, "strokeCap": "butt"},
            "encoding": position,
            **halo,
        }
        for name, colour, width in (("halo", "#ffffff", 4), ("intervals", INK, 1.6))
    ]


def _placed(rows: pd.DataFrame, names: Names, target: float | None, t: Translate) -> pd.DataFrame:
    """The rows in the order they are drawn, with the pixels they are drawn at."""
    ranked = rows.sort_values("percent", ascending=False, na_position="last", kind="stable")
    ranked = ranked.reset_index(drop=True)
    head = 0 if target is None else _TARGET_HEAD
    ranked["top"] = ranked.index * _STEP[names] + head
    ranked["bar_y"] = ranked["top"] + _BAR_AT[names]
    ranked["target"] = target
    ranked["text_y"] = ranked["top"] + _TEXT_AT[names]
    people = t("chart.n", n="{n}")
    shown = ranked["percent"].notna() & ("n_text" in ranked)
    n_texts = ranked.get("n_text", ranked["percent_text"])
    ranked["value_text"] = [
        f"{percent} ({people.format(n=n)})" if there else percent
        for percent, n, there in zip(ranked["percent_text"], n_texts, shown, strict=True)
    ]
    return ranked


def value_axis(picture: Picture, t: Translate) -> Spec:
    """The horizontal axis of a measure; fixed, whatever the values are."""
    axis = percent_axis(t)
    if not picture.axis:
        return axis
    words = {key: value for key, value in axis["axis"].items() if key != "values"}  # type: ignore[attr-defined]
    scale = {"domain": list(picture.span), "nice": False, "clamp": True}
    return {**axis, "scale": scale, "axis": {**words, "title": picture.axis}}


def _bars(
    rows: pd.DataFrame, picture: Picture, names: Names, height: int, t: Translate
) -> list[Spec]:
    y = pixel_axis("bar_y", height)
    x = value_axis(picture, t)
    size = _BAR_SIZE[names]
    return [
        {
            "name": UNITS,
            "transform": [{"filter": "isValid(datum.percent)"}],
            "mark": {"type": "bar", "orient": "horizontal", "size": size, "cursor": "pointer"},
            "encoding": {
                "y": y,
                "x": {**x, "field": "percent"},
                "x2": {"datum": 0},
                "color": class_colour(t, None, picture.scale),
                "stroke": {"value": BORDER},
                "strokeWidth": _picked_width(),
                "tooltip": tooltip(rows, t, picture.value_title),
            },
        },
        *whiskers(y, x),
    ]


def _picked_width() -> Spec:
    return {"condition": {"param": PICK, "empty": False, "value": 2}, "value": 0.5}


def _texts(names: Names, height: int) -> list[Spec]:
    y = pixel_axis("text_y", height)
    beside = names == "beside"
    place: Spec = {"align": "right", "dx": -8} if beside else {"align": "left", "dx": 0}
    text: Spec = {"field": "value_text"}
    if not beside:  # on a narrow screen a long name takes the room of n, which the table says too
        place |= {"limit": {"expr": f"width - {_RATE_ROOM}"}, "ellipsis": "…"}
        is_long = f"length(datum.unit_name) * {_LETTER} + {_VALUE_ROOM} > width"
        text |= {"condition": {"test": is_long, "value": {"expr": "datum.percent_text"}}}
    value = {"align": "left", "dx": 8} if beside else {"align": "right", "dx": 0}
    soft = {"condition": {"test": "!isValid(datum.percent)", "value": SOFT_INK}, "value": INK}
    return [
        {
            "name": "names",
            "mark": {"type": "text", "baseline": "middle", "cursor": "pointer", **place},
            "encoding": {
                "y": y,
                "x": {"value": 0},
                "text": {"field": "unit_name"},
                "color": soft,
            },
        },
        {
            "name": "values",
            "mark": {"type": "text", "baseline": "middle", **value},
            "encoding": {
                "y": y,
                "x": {"value": "width"},
                "text": text,
                "color": soft,
            },
        },
    ]


def _target_rule(target: float | None, names: Names, height: int, t: Translate) -> list[Spec]:
    """A stroke over each bar and not through the words, with its name above the first."""
    if target is None:
        return []
    x = {**percent_axis(t), "field": "target"}
    after = target <= 60  # near the right edge the name stands on the left of the rule
    place = {"align": "left", "dx": 5} if after else {"align": "right", "dx": -5}
    return [
        {
            "name": "target",
            "mark": {
                "type": "tick",
                "orient": "vertical",
                "color": TARGET_COLOUR,
                "size": _TARGET_SIZE[names],
                "thickness": 4,
                "stroke": "#ffffff",  # seen on dark bars too
                "strokeWidth": 1,
            },
            "encoding": {"x": x, "y": pixel_axis("bar_y", height)},
        },
        {
            "name": "target_name",
            "data": {"values": [{"target": target}]},
            "mark": {"type": "text", "color": TARGET_COLOUR, "fontWeight": 700, **place},
            "encoding": {
                "x": x,
                "y": {"value": 7},
                "text": {"value": t("chart.target", target=target_text(target, t))},
            },
        },
    ]
