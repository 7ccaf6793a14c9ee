"""The ranked bars beside a map, in its own picture: pointed at, they show the unit in both."""

import pandas as pd

from charts.axes import pixel_axis
from charts.labels import records, short_names
from charts.maps import NOT_DRAWN, tooltip
from charts.picking import BARS, chosen_unit
from charts.picture import Picture
from charts.scales import class_colour
from charts.theme import BORDER, INK, SOFT_INK, Spec, Translate

NARROW = 620  # pixels; below it the map has all the room, and the bars stand further down the page
_NAMES, _VALUES = 132, 74  # pixels beside the bars
_CHOSEN = "#ffb000"
_SHOWN: Spec = {"expr": f"width < {NARROW} ? 0 : 1"}
_SILENT: Spec = {"aria": False, "opacity": _SHOWN}


def placed(picture: Picture, step: int) -> pd.DataFrame:
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


def bars(rows: pd.DataFrame, picture: Picture, height: int, t: Translate) -> list[Spec]:
    """
    The layers of the bars: marks and intervals, names and values, and the rows one points at.

    Args:
        rows: of `placed`.
    """
    y = pixel_axis("middle", height)
    data: Spec = {"values": records(rows)}
    return [
        *_marks(data, y, picture, t),
        *_texts(data, y),
        _rows_of_bars(data, rows, picture, height, t),
    ]


def _marks(data: Spec, y: Spec, picture: Picture, t: Translate) -> list[Spec]:
    x = _axis(picture, t)
    known = [{"filter": "isValid(datum.percent)"}]
    return [
        {
            "name": "bar_marks",
            "data": data,
            "transform": known,
            "mark": {"type": "bar", "orient": "horizontal", "size": 10, "clip": True, **_SILENT},
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
            "mark": {"type": "rule", "color": INK, "strokeWidth": 1.2, "clip": True, **_SILENT},
            "encoding": {"x": {**x, "field": "low"}, "x2": {"field": "high"}, "y": y},
        },
    ]


def _texts(data: Spec, y: Spec) -> list[Spec]:
    soft = {"condition": {"test": "!isValid(datum.percent)", "value": SOFT_INK}, "value": INK}
    text: Spec = {"type": "text", "baseline": "middle", "align": "right", "fontSize": 12}
    return [
        {
            "name": name,
            "data": data,
            "mark": {**text, "clip": False, **_SILENT},
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


def _axis(picture: Picture, t: Translate) -> Spec:
    """The fixed axis of the measure in the room between names and values."""
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
            "titleAnchor": {"expr": f"width < {NARROW} ? 'end' : 'start'"},
            "values": {"expr": f"width < {NARROW} ? [] : {_ticks(picture)}"},
            "labelFlush": True,
            "grid": True,
            "domain": False,
            "ticks": False,
            "gridOpacity": _SHOWN,
            "titleOpacity": _SHOWN,
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
            "x": {"value": {"expr": f"width < {NARROW} ? width : split"}},
            "x2": {"value": {"expr": "width"}},
            "y": top,
            "y2": bottom,
            "fillOpacity": {"condition": {"test": chosen, "value": 0.22}, "value": 0},
            "stroke": {"condition": {"test": chosen, "value": INK}, "value": None},
            "tooltip": tooltip(rows, t, picture.value_title),
        },
    }
