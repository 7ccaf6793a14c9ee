"""Where one unit stands among all that are shown: a tick for each, and the one picked out."""

from charts.bars import value_axis
from charts.labels import records
from charts.maps import tooltip
from charts.picture import Picture
from charts.theme import BORDER, INK, SELF_COLOUR, Spec, Translate, chart, unread

_HEIGHT = 56


def strip(picture: Picture, unit_code: str, *, t: Translate) -> Spec:
    """
    The units of a picture as ticks on the fixed axis of the measure, one with its interval.

    No unit but that one is named.
    """
    shown = picture.rows[picture.rows["percent"].notna()]
    own = shown[shown["unit_code"] == unit_code]
    others = shown.loc[shown["unit_code"] != unit_code, ["percent"]]
    full = value_axis(picture, t)
    x: Spec = {**full, "axis": full["axis"] | {"tickCount": 5}}  # type: ignore[operator]
    fields = [name for name in own.columns if name not in ("tile", "white", "class")]
    layers: list[Spec] = [
        {
            "name": "others",
            "data": {"values": records(others)},
            "mark": {"type": "tick", "color": BORDER, "opacity": 0.55, "size": 22},
            "encoding": {"x": {**x, "field": "percent"}},
        },
        {
            "name": "interval",
            "data": {"values": records(own[fields])},
            "transform": [{"filter": "isValid(datum.low)"}],
            "mark": {"type": "rule", "color": INK, "strokeWidth": 2},
            "encoding": {"x": x | {"field": "low"}, "x2": {"field": "high"}},
        },
        {
            "name": "own",
            "data": {"values": records(own[fields])},
            "mark": {
                "type": "point", "filled": True, "size": 130, "color": SELF_COLOUR,
                "stroke": "#ffffff", "opacity": 1,
            },
            "encoding": {
                "x": x | {"field": "percent"},
                "tooltip": tooltip(own, t, picture.value_title),
            },
        },
    ]  # fmt: skip
    return chart(
        unread(layers),
        title=t("chart.strip.title", measure=picture.value_title),
        subtitle=picture.subtitle,
        height=_HEIGHT,
        t=t,
        autosize={"type": "fit-x", "contains": "padding"},
    )
