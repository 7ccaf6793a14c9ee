"""One look for every chart: font, ink, number locale, titles that wrap."""

import textwrap
from collections.abc import Callable, Mapping, Sequence

Spec = dict[str, object]  # a Vega-Lite specification, ready for JSON
Translate = Callable[..., str]

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
FONT = "Be Vietnam Pro, sans-serif"
INK = "#1f2933"
SOFT_INK = "#52606d"
GRID = "#d9dee3"
BORDER = "#5b6770"  # of frames and outlines
EDGE = "#2b3743"  # between units, never white: a white line hides small islands
PALE_EDGE = "#9fb0c3"  # where the dark one is not seen
SELF_COLOUR = "#1f6fa8"
ASSISTED_COLOUR = "#c9762b"
TARGET_COLOUR = "#8a1c3b"
SEPARATOR = " · "  # between the facts of a subtitle
EVERY_WIDTH = "container"

_TITLE_LETTERS = 36  # a line that fits 280 px, the room on a screen of 320 px
_SUBTITLE_LETTERS = 42


def chart(
    layers: Sequence[Mapping[str, object]],
    *,
    title: str,
    subtitle: str,
    height: int,
    t: Translate,
    **more: object,
) -> Spec:
    """
    The layers under a wrapped title, as wide as their container.

    The description (text alternative) is the title and subtitle unless `description` is given.
    """
    return {
        "$schema": SCHEMA,
        "description": f"{title}. {subtitle}.",
        "title": {
            "text": textwrap.wrap(title, _TITLE_LETTERS),
            "subtitle": _lines(subtitle),
        },
        "width": EVERY_WIDTH,
        "height": height,
        "autosize": {"type": "fit", "contains": "padding"},
        "layer": list(layers),
        "config": config(t),
        **more,
    }


def _lines(subtitle: str) -> list[str]:
    """Lines broken between the facts, and inside one only when it is longer than a line."""
    lines = [""]
    for fact in subtitle.split(SEPARATOR):
        joined = f"{lines[-1]}{SEPARATOR}{fact}" if lines[-1] else fact
        if len(joined) <= _SUBTITLE_LETTERS:
            lines[-1] = joined
        else:
            lines.append(fact)
    return [part for line in lines if line for part in textwrap.wrap(line, _SUBTITLE_LETTERS)]


def unread(layers: Sequence[Mapping[str, object]]) -> list[Spec]:
    """Layers whose marks are not read out one by one: the table beside says the same in order."""
    return [{**layer, "mark": {**layer["mark"], "aria": False}} for layer in layers]  # type: ignore[dict-item]


def on_white(layer: Mapping[str, object]) -> list[Spec]:
    """A layer of text over its own white edge, so that no line behind it crosses the letters."""
    mark: Spec = layer["mark"]  # type: ignore[assignment]
    edge = {"stroke": "#ffffff", "strokeWidth": 5, "strokeJoin": "round", "aria": False}
    below = {**layer, "name": f"{layer['name']}_edge", "mark": {**mark, **edge}}
    return [below, dict(layer)]


def config(t: Translate) -> Spec:
    """The Vega-Lite config of the house, with the numbers of the language."""
    return {
        "background": "#ffffff",
        "font": FONT,
        "locale": {
            "number": {
                "decimal": t("chart.decimal_mark"),
                "thousands": t("chart.thousands_mark"),
                "grouping": [3],
                "currency": ["", ""],
            }
        },
        "view": {"stroke": None},
        "title": {
            "anchor": "start",
            "frame": "bounds",
            "fontSize": 14,
            "fontWeight": 700,
            "color": INK,
            "lineHeight": 18,
            "subtitleFontSize": 12,
            "subtitleColor": SOFT_INK,
            "subtitleLineHeight": 17,
            "subtitlePadding": 4,
            "offset": 12,
        },
        "axis": {
            "labelFontSize": 12,
            "titleFontSize": 12,
            "titleFontWeight": 400,
            "labelColor": SOFT_INK,
            "titleColor": SOFT_INK,
            "gridColor": GRID,
            "domainColor": GRID,
            "tickColor": GRID,
        },
        "legend": {
            "labelFontSize": 12,
            "titleFontSize": 12,
            "titleFontWeight": 400,
            "titleLimit": 340,
            "labelLimit": 170,
            "labelColor": INK,
            "titleColor": SOFT_INK,
            "symbolSize": 160,
            "symbolStrokeWidth": 0.8,
        },
        "text": {"color": INK, "fontSize": 12},
    }
