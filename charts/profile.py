"""The competence profile of one unit: the six groups, AI apart, answered alone beside helped."""

import pandas as pd

from charts.axes import percent_axis, pixel_axis
from charts.bars import whiskers
from charts.findings import COMMUNE, context_line
from charts.labels import records, with_labels
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
from domain.people import Mode
from stats.attainment import GROUPS
from stats.published import Published

_NAME_HEIGHT = 19  # pixels
_BAR_HEIGHT = 17
_GAP = 9
_APART = 16  # before AI
_COLOURS = {
    Mode.SELF: SELF_COLOUR,
    Mode.ASSISTED: ASSISTED_COLOUR,
    Mode.PROXY: "#84748f",
}


def competence_profile(published: Published, *, t: Translate) -> Spec:
    """
    The share at least basic in each group with its interval, one bar for each mode of the notes.

    Raises:
        ValueError: the table has more than one unit.
    """
    if published.table["unit_code"].nunique() != 1:
        raise ValueError("a profile shows one unit")
    rows = _placed(with_labels(published.table, t), published.notes.modes, t)
    height = int(rows["bar_y"].max() + _BAR_HEIGHT / 2 + _GAP)
    layers = [
        *_bars(published.notes.modes, height, t),
        _names(published.notes.modes[0], height),
        _values(height),
        _divider(rows, height),
    ]
    return chart(
        unread(layers),
        title=_finding(rows, published.notes.modes[0], t),
        subtitle=f"{context_line(published, COMMUNE, t)}{SEPARATOR}{t('chart.bars.note')}",
        height=height,
        t=t,
        data={"values": records(rows)},
        autosize={"type": "fit-x", "contains": "padding"},
    )


def _finding(rows: pd.DataFrame, mode: Mode, t: Translate) -> str:
    """The lowest and the highest of the six groups in the main mode; AI is not compared."""
    main = rows[(rows["mode"] == mode.value) & (rows["group"] != "ai")]
    shown = main.dropna(subset="percent").sort_values("percent", kind="stable")
    if shown.empty:
        return t("chart.finding.profile_none")
    lowest, highest = shown.iloc[0], shown.iloc[-1]
    return t(
        "chart.finding.profile",
        low=lowest["percent_text"],
        low_group=lowest["group_name"],
        high=highest["percent_text"],
        high_group=highest["group_name"],
    )


def _placed(rows: pd.DataFrame, modes: tuple[Mode, ...], t: Translate) -> pd.DataFrame:
    """The rows with the names of group and mode, and the pixels they are drawn at."""
    block = _NAME_HEIGHT + _BAR_HEIGHT * len(modes) + _GAP
    place = {mode.value: number for number, mode in enumerate(modes)}
    top = rows["group"].map(GROUPS.index) * block + (rows["group"] == "ai") * _APART
    people = t("chart.n", n="{n}")
    values = [
        percent if pd.isna(known) else f"{percent} ({people.format(n=n)})"
        for percent, known, n in zip(
            rows["percent_text"], rows["percent"], rows["n_text"], strict=True
        )
    ]
    return rows.assign(
        group_name=[t(f"chart.group.{group}") for group in rows["group"]],
        mode_name=[t(f"chart.mode.{mode}") for mode in rows["mode"]],
        value_text=values,
        name_y=top + _NAME_HEIGHT / 2,
        bar_y=top + _NAME_HEIGHT + (rows["mode"].map(place) + 0.5) * _BAR_HEIGHT,
    )


def _bars(modes: tuple[Mode, ...], height: int, t: Translate) -> list[Spec]:
    y, x = pixel_axis("bar_y", height), percent_axis(t)
    colour = {
        "field": "mode_name",
        "type": "nominal",
        "scale": {
            "domain": [t(f"chart.mode.{mode.value}") for mode in modes],
            "range": [_COLOURS[mode] for mode in modes],
        },
        "legend": {"orient": "top", "title": None, "symbolType": "square", "columns": 2},
    }
    bars: Spec = {
        "name": "bars",
        "transform": [{"filter": "isValid(datum.percent)"}],
        "mark": {"type": "bar", "orient": "horizontal", "size": _BAR_HEIGHT - 5},
        "encoding": {
            "y": y,
            "x": {**x, "field": "percent"},
            "x2": {"datum": 0},
            "color": colour,
            "tooltip": _tooltip(t),
        },
    }
    return [bars, *whiskers(y, x)]


def _tooltip(t: Translate) -> list[Spec]:
    named = {
        "group_name": "group",
        "mode_name": "mode",
        "percent_text": "percent",
        "interval_text": "interval",
        "n_text": "n",
    }
    return [
        {"field": field, "type": "nominal", "title": t(f"chart.tooltip.{key}")}
        for field, key in named.items()
    ]


def _names(main: Mode, height: int) -> Spec:
    return {
        "name": "names",
        "transform": [{"filter": {"field": "mode", "equal": main.value}}],
        "mark": {"type": "text", "align": "left", "baseline": "middle", "fontWeight": 700},
        "encoding": {
            "y": pixel_axis("name_y", height),
            "x": {"value": 0},
            "text": {"field": "group_name"},
        },
    }


def _values(height: int) -> Spec:
    known = {"condition": {"test": "!isValid(datum.percent)", "value": SOFT_INK}, "value": INK}
    return {
        "name": "values",
        "mark": {"type": "text", "align": "left", "baseline": "middle", "dx": 8},
        "encoding": {
            "y": pixel_axis("bar_y", height),
            "x": {"value": "width"},
            "text": {"field": "value_text"},
            "color": known,
        },
    }


def _divider(rows: pd.DataFrame, height: int) -> Spec:
    """A line over the AI group: reported apart, no part of the basic level."""
    first = rows.loc[rows["group"] == "ai", "name_y"].min()
    return {
        "name": "apart",
        "data": {"values": [{"y": float(first - _NAME_HEIGHT / 2 - _APART / 2)}]},
        "mark": {"type": "rule", "color": BORDER, "strokeDash": [2, 3]},
        "encoding": {"y": pixel_axis("y", height)},
    }
