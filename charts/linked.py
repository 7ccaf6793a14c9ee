"""A map with its ranked bars beside it in one picture: what is pointed at in one shows in both."""

from collections.abc import Mapping, Sequence
from math import radians

import pandas as pd

from charts import islands as sea
from charts.bars import pixel_axis, with_interval_note
from charts.islands import Box, Island
from charts.labels import records, short_names
from charts.maps import NOT_DRAWN, geometry_source, picture_layer, tooltip
from charts.nation_squares import nation_layout
from charts.picking import BARS, chosen_unit, linked_params
from charts.picture import Picture
from charts.scales import class_colour, legend_below, legend_in_corner
from charts.theme import BORDER, INK, SOFT_INK, Spec, Translate, chart
from charts.tile_text import size_params, text_layers
from charts.tiles import frame_of, layout, squares

MOST_UNITS = 40  # with more, bars leave the screen before the map does
_STEP, _WIDEST_STEP = 15, 36  # pixels for each bar, at least and at most
_NAMES, _VALUES, _LEGEND = 132, 74, 128  # pixels beside the bars, and of the legend in the corner
_NARROW = 620  # pixels; below it the map has all the room, and the bars stand further down the page
_LAND = Box(102.1, 8.1, 114.7, 23.45)  # degrees: the mainland, both archipelagos and their names
_CHOSEN = "#ffb000"


def linked_map(
    picture: Picture,
    geometry: str | Mapping[str, object],
    islands: Sequence[Island],
    *,
    t: Translate,
    height: int,
) -> Spec:
    """
    The provinces inside their outlines, with Hoàng Sa and Trường Sa at their places, and the bars.

    Args:
        geometry: as `maps.national_map`.
    """
    frame = Box(radians(_LAND.west), sea.up(_LAND.south), radians(_LAND.east), sea.up(_LAND.north))
    source = geometry_source(geometry, "provinces")
    legend = _legend(picture, frame.north - frame.south, t)
    shapes = picture_layer(picture, source, t, legend=legend, linked=True)
    layers = [shapes, *sea.national_layers(islands)]
    return _beside(layers, "mercator", frame, picture, [], height, t)


def _legend(picture: Picture, tall: float, t: Translate) -> Spec:
    """In the corner; on a phone that holds the name of an archipelago: there below the map."""
    return legend_in_corner(t, picture.legend) | {
        "orient": "none",
        "legendX": {"expr": f"width < {_NARROW} ? 0 : max(0, split - {_LEGEND})"},
        "legendY": {"expr": f"width < {_NARROW} ? fitted * {tall:.6f} + 10 : 0"},
        "columns": {"expr": f"width < {_NARROW} ? 2 : 1"},
    }


def linked_tiles(
    picture: Picture,
    points: Mapping[str, tuple[float, float]],
    islands: Sequence[Island],
    *,
    t: Translate,
    height: int,
    nation: bool = False,
) -> Spec:
    """
    The units as equal squares, each archipelago in a titled inset, and the bars.

    Args:
        points, islands: as `tiles.tile_map`.
        nation: the units are provinces, placed in the shape of the country.
    """
    rows = picture.rows[picture.rows["unit_code"].isin(points)]
    near = {code: points[code] for code in rows["unit_code"]}
    corners, insets = nation_layout(near, islands) if nation else layout(near, islands)
    frame = frame_of(corners, insets)
    across, down = frame.east - frame.west, frame.north - frame.south
    params = size_params(rows, frame)
    params[0]["expr"] = f"min(split / {across:.3f}, {height} / {down:.3f})"
    legend = legend_below(t, picture.legend)
    layers = [
        picture_layer(picture, squares(corners), t, legend=legend, linked=True),
        *text_layers(picture, corners, t),
        *sea.inset_layers(insets),
    ]
    return _beside(layers, "identity", frame, picture, params, height, t)


def _beside(
    layers: Sequence[Spec],
    projection: str,
    frame: Box,
    picture: Picture,
    params: Sequence[Spec],
    height: int,
    t: Translate,
) -> Spec:
    """The layers of the map in the left part, fitted by hand, and the bars in the right one."""
    step = min(_WIDEST_STEP, max(_STEP, height // max(len(picture.rows), 1)))
    rows = _placed(picture, step)
    whole = max(height, len(rows) * step)
    reflected = {"reflectY": True} if projection == "identity" else {}
    return chart(
        [*layers, *_bars(rows, picture, whole, t)],
        title=picture.title,
        subtitle=with_interval_note(picture, t),
        height=whole,
        t=t,
        autosize={"type": "fit-x", "contains": "padding"},
        projection={
            "type": projection,
            **reflected,
            "scale": {"expr": "fitted"},
            "translate": {"expr": f"[-fitted * {frame.west:.6f}, fitted * {frame.north:.6f}]"},
        },
        params=[
            {"name": "split", "expr": f"width < {_NARROW} ? width : 0.54 * width"},
            {
                "name": "fitted",
                "expr": f"min(split / {frame.east - frame.west:.6f},"
                f" {height} / {frame.north - frame.south:.6f})",
            },
            *linked_params(),
            *params,
        ],
    )


def _placed(picture: Picture, step: int) -> pd.DataFrame:
    """Highest first; units without a value last, by name as they stood."""
    rows = picture.rows.sort_values("percent", ascending=False, na_position="last", kind="stable")
    rows = rows.reset_index(drop=True)
    top = rows.index * step
    return rows.drop(columns=[*NOT_DRAWN], errors="ignore").assign(
        low=rows["low"],
        high=rows["high"],
        top=top,
        bottom=top + step,
        middle=top + step / 2,
        short_name=short_names(list(rows["unit_name"])),
    )


def _bars(rows: pd.DataFrame, picture: Picture, height: int, t: Translate) -> list[Spec]:
    x, y = _axis(picture, t), pixel_axis("middle", height)
    shown: Spec = {"expr": f"width < {_NARROW} ? 0 : 1"}
    data: Spec = {"values": records(rows)}
    silent: Spec = {"aria": False, "opacity": shown, "clip": True}
    soft = {"condition": {"test": "!isValid(datum.percent)", "value": SOFT_INK}, "value": INK}
    text: Spec = {"type": "text", "baseline": "middle", "align": "right", "fontSize": 12}
    known = [{"filter": "isValid(datum.percent)"}]
    layers: list[Spec] = [
        {
            "name": "bar_marks",
            "data": data,
            "transform": known,
            "mark": {"type": "bar", "orient": "horizontal", "size": 10, **silent},
            "encoding": {
                "x": {**x, "field": "percent"},
                "x2": {"datum": 0},
                "y": y,
                "fill": class_colour(t, None, picture.scale),
                "stroke": {"value": BORDER},
                "strokeWidth": {"value": 0.5},
            },
        },
        {
            "name": "intervals",
            "data": data,
            "transform": [{"filter": "isValid(datum.low)"}],
            "mark": {"type": "rule", "color": INK, "strokeWidth": 1.2, **silent},
            "encoding": {"x": {**x, "field": "low"}, "x2": {"field": "high"}, "y": y},
        },
    ]
    texts: list[Spec] = [
        {
            "name": name,
            "data": data,
            "mark": {**text, **silent, "clip": False},
            "encoding": {
                "x": {"value": {"expr": at}},
                "y": y,
                "text": {"field": field},
                "color": soft,
            },
        }
        for name, field, at in (
            ("names_of_bars", "short_name", f"min(width, split + {_NAMES - 6})"),
            ("values_of_bars", "percent_text", "width"),
        )
    ]
    return [*layers, *texts, _rows_of_bars(data, rows, picture, height, t)]


def _axis(picture: Picture, t: Translate) -> Spec:
    """The fixed axis of the measure in the room between names and values."""
    shown: Spec = {"expr": f"width < {_NARROW} ? 0 : 1"}
    left = f"min(width, split + {_NAMES})"
    return {
        "type": "quantitative",
        "scale": {
            "domain": list(picture.span),
            "nice": False,
            "clamp": True,
            "range": [{"expr": left}, {"expr": f"max({left}, width - {_VALUES})"}],
        },
        "axis": {
            "orient": "top",
            "title": picture.axis or t("chart.axis.percent"),
            # Not seen on a phone, but a title that begins at the right edge would take room there.
            "titleAnchor": {"expr": f"width < {_NARROW} ? 'end' : 'start'"},
            "values": {"expr": f"width < {_NARROW} ? [] : {_ticks(picture)}"},
            "labelFlush": True,
            "grid": True,
            "domain": False,
            "ticks": False,
            "gridOpacity": shown,
            "titleOpacity": shown,
        },
    }


def _ticks(picture: Picture) -> list[float]:
    """Three of them, at round numbers: zero is always one."""
    low, high = picture.span
    return [low, 0, high] if low < 0 else [0, high / 2, high]


def _rows_of_bars(
    data: Spec, rows: pd.DataFrame, picture: Picture, height: int, t: Translate
) -> Spec:
    """What is pointed at: the whole row of a unit, with its name and also where it has no bar."""
    top, bottom = pixel_axis("top", height), {"field": "bottom"}
    chosen = chosen_unit(linked=True)
    return {
        "name": BARS,
        "data": data,
        "mark": {"type": "rect", "cursor": "pointer", "fill": _CHOSEN, "aria": False},
        "encoding": {
            "x": {"value": {"expr": f"width < {_NARROW} ? width : split"}},
            "x2": {"value": {"expr": "width"}},
            "y": top,
            "y2": bottom,
            "fillOpacity": {"condition": {"test": chosen, "value": 0.22}, "value": 0},
            "stroke": {"condition": {"test": chosen, "value": INK}, "value": None},
            "tooltip": tooltip(rows, t, picture.value_title),
        },
    }
