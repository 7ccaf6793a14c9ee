"""Tiers: every unit of a board as a point with its interval, grouped, never numbered 1…n."""

import pandas as pd

from charts.axes import percent_axis, pixel_axis
from charts.bars import whiskers
from charts.findings import context_line
from charts.labels import records
from charts.theme import (
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
from stats.published import Published
from stats.ranking import Board, Standing

_HEAD, _STEP, _GAP = 26, 34, 10  # pixels: name of a tier, one unit, room below a tier
_NAME_AT, _POINT_AT = 8, 23  # under the top of a unit's step
_BANDS = ("#f4f6f8", "#ffffff")  # tiers differ by a frame and a heading too
# A change is written with its sign, and none is "0".
SIGNED = "datum.value > 0 ? '+' + datum.value : datum.value < 0 ? '−' + -datum.value : '0'"
_WIDEST = 10  # points; the axis of change ends at a multiple of it


def tier_chart(
    published: Published,
    ranked: pd.DataFrame,
    board: Board,
    *,
    level: str,
    t: Translate,
    figure: str = "",
) -> Spec:
    """
    The ranked units, tier by tier; inside a tier in the order of the table, which says nothing.

    Args:
        ranked: as `stats.ranking.rank` makes it of this published table.
        level: `findings.PROVINCE` or `findings.COMMUNE`.
        figure: what the values are called, where they are not the board's own.
    """
    figure = figure or board.value
    rows = _texts(_placed(ranked[ranked["standing"] == Standing.RANKED.value]), board, t)
    bands = _bands(rows, t)
    height = int(bands["bottom"].max()) if len(bands) else _STEP
    x = _axis(rows, board, figure, t)
    layers = [
        _band_layer(bands, height),
        _heading_layer(bands, height),
        *_zero(board, x),
        *whiskers(pixel_axis("point_y", height), x),
        _points(figure, height, x, t),
        *_labels(height),
    ]
    return chart(
        unread(layers),
        title=_finding(rows, t),
        subtitle=f"{context_line(published, level, t)}{SEPARATOR}{t('chart.tiers.note')}",
        height=height,
        t=t,
        data={"values": records(rows)},
        autosize={"type": "fit-x", "contains": "padding"},
    )


def value_text(value: float, n: float, board: Board, t: Translate) -> str:
    """A figure of a board: a percentage, or signed points for a change."""
    places = 1 if n >= 100 else 0
    number = f"{abs(value):.{places}f}".replace(".", t("chart.decimal_mark"))
    if board is not Board.PROGRESS:
        return f"{number}\u00a0%"
    sign = "" if float(f"{value:.{places}f}") == 0 else "+" if value > 0 else "−"
    return t("chart.points", number=f"{sign}{number}")


def _placed(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows by tier with the pixels they are drawn at."""
    ordered = rows.sort_values("tier", kind="stable").reset_index(drop=True)
    ordered["top"] = ordered.index * _STEP + ordered["tier"].astype(int) * (_HEAD + _GAP) - _GAP
    return ordered.assign(
        name_y=ordered["top"] + _NAME_AT,
        point_y=ordered["top"] + _POINT_AT,
        value=ordered["value"].astype(float),
        low=ordered["low"].astype(float),
        high=ordered["high"].astype(float),
    )


def _texts(rows: pd.DataFrame, board: Board, t: Translate) -> pd.DataFrame:
    def text(column: str) -> list[str]:
        pairs = zip(rows[column], rows["n"], strict=True)
        return [value_text(value, int(n), board, t) for value, n in pairs]

    low, high = text("low"), text("high")
    return rows.assign(
        value_text=text("value"),
        interval_text=[f"{one} – {other}" for one, other in zip(low, high, strict=True)],
    )


def _bands(rows: pd.DataFrame, t: Translate) -> pd.DataFrame:
    """One row per tier: where its frame begins and ends, its heading and colour."""
    if rows.empty:
        return pd.DataFrame(columns=["top", "bottom", "heading", "head_y", "fill"])
    found = rows.groupby("tier")["top"].agg(["min", "max", "size"]).reset_index()
    return pd.DataFrame(
        {
            "top": found["min"] - _HEAD,
            "bottom": found["max"] + _STEP,
            "head_y": found["min"] - _HEAD / 2,
            "heading": [
                t("chart.tiers.heading", tier=tier, units=size)
                for tier, size in zip(found["tier"], found["size"], strict=True)
            ],
            "fill": [_BANDS[number % 2] for number in range(len(found))],
        }
    )


def _finding(rows: pd.DataFrame, t: Translate) -> str:
    if rows.empty:
        return t("chart.tiers.none")
    tiers = int(rows["tier"].max())
    key = "chart.tiers.one" if tiers == 1 else "chart.tiers.finding"
    return t(key, units=len(rows), tiers=tiers)


def _axis(rows: pd.DataFrame, board: Board, figure: str, t: Translate) -> Spec:
    if board is not Board.PROGRESS:
        axis = {**percent_axis(t)["axis"], "title": t(f"chart.axis.{figure}")}  # type: ignore[dict-item]
        return {**percent_axis(t), "axis": axis}
    largest = float(rows[["low", "high"]].abs().to_numpy().max()) if len(rows) else _WIDEST
    end = _WIDEST * max(1, int(-(-largest // _WIDEST)))
    axis = {**percent_axis(t)["axis"], "title": t(f"chart.axis.{figure}"), "values": None}  # type: ignore[dict-item]
    del axis["values"]
    return {
        "type": "quantitative",
        "scale": {"domain": [-end, end], "nice": False},
        "axis": {**axis, "tickCount": 5, "labelExpr": SIGNED},
    }


def _band_layer(bands: pd.DataFrame, height: int) -> Spec:
    return {
        "name": "tiers",
        "data": {"values": records(bands)},
        "mark": {"type": "rect", "stroke": BORDER, "strokeWidth": 0.6},
        "encoding": {
            "y": pixel_axis("top", height),
            "y2": {"field": "bottom"},
            "x": {"value": 0},
            "x2": {"value": "width"},
            "fill": {"field": "fill", "type": "nominal", "scale": None},
        },
    }


def _heading_layer(bands: pd.DataFrame, height: int) -> Spec:
    return {
        "name": "headings",
        "data": {"values": records(bands)},
        "mark": {
            "type": "text", "align": "left", "dx": 6, "baseline": "middle", "fontWeight": 700,
            "color": INK,
        },
        "encoding": {
            "y": pixel_axis("head_y", height),
            "x": {"value": 0},
            "text": {"field": "heading"},
        },
    }  # fmt: skip


def _zero(board: Board, x: Spec) -> list[Spec]:
    """No change, as a line through all tiers."""
    if board is not Board.PROGRESS:
        return []
    mark = {"type": "rule", "color": SOFT_INK, "strokeDash": [4, 3]}
    return [
        {
            "name": "zero",
            "data": {"values": [{"zero": 0}]},
            "mark": mark,
            "encoding": {"x": {**x, "field": "zero"}},
        }
    ]


def _points(figure: str, height: int, x: Spec, t: Translate) -> Spec:
    titles = {
        "unit_name": t("chart.tooltip.unit"),
        "value_text": t(f"board_value.{figure}"),
        "interval_text": t("chart.tooltip.interval"),
    }
    encoding: Spec = {
        "y": pixel_axis("point_y", height),
        "x": {**x, "field": "value"},
        "tooltip": [
            {"field": field, "type": "nominal", "title": title} for field, title in titles.items()
        ],
    }
    mark = {
        "type": "point", "filled": True, "size": 70, "color": SELF_COLOUR, "opacity": 1,
        "stroke": "#ffffff", "strokeWidth": 1.2,
    }  # fmt: skip
    return {"name": "units", "mark": mark, "encoding": encoding}


def _labels(height: int) -> list[Spec]:
    y = pixel_axis("name_y", height)
    return [
        {
            "name": "names",
            "mark": {"type": "text", "align": "left", "dx": 6, "baseline": "middle"},
            "encoding": {"y": y, "x": {"value": 0}, "text": {"field": "unit_name"}},
        },
        {
            "name": "values",
            "mark": {"type": "text", "align": "right", "dx": -6, "baseline": "middle"},
            "encoding": {"y": y, "x": {"value": "width"}, "text": {"field": "value_text"}},
        },
    ]
