"""A province as circles at the middle of each commune, on the outline of the province."""

from collections.abc import Mapping, Sequence

from charts import islands as sea
from charts.findings import COMMUNE
from charts.islands import Box, Island
from charts.labels import records
from charts.maps import (
    MERCATOR,
    NOT_DRAWN,
    PROVINCE_HEIGHT,
    geometry_source,
    tooltip,
)
from charts.picking import UNITS, edge_colour, edge_width, hover_param, pick_param
from charts.picture import Picture, picture_of
from charts.scales import class_colour, legend_below
from charts.theme import BORDER, SEPARATOR, Spec, Translate, chart
from stats.published import Published

_OUTLINE_FILL = "#f6f7f8"
_GAP = 0.3  # of an inset's side: the outline reaches further than the middles of the communes


def point_map(
    figures: Published | Picture,
    points: Mapping[str, tuple[float, float]],
    geometry: str | Mapping[str, object],
    islands: Sequence[Island],
    *,
    province_code: str,
    t: Translate,
    height: int = PROVINCE_HEIGHT,
) -> Spec:
    """
    The communes of one province as circles by class.

    Args:
        points: commune code → (longitude, latitude) in degrees, for every unit of the table.
        geometry: URL of the TopoJSON of provinces, or the TopoJSON; without far archipelagos.
        islands: those of this province only; their communes stand in a titled inset.
    """
    picture = picture_of(figures, COMMUNE, t)
    codes = picture.rows["unit_code"]
    places, insets = _layout({code: points[code] for code in codes if code in points}, islands)
    return chart(
        [
            _outline(geometry, province_code),
            _circles(picture, places, t),
            *sea.inset_layers(insets),
        ],
        title=picture.title,
        subtitle=f"{picture.subtitle}{SEPARATOR}{t('chart.points.note')}",
        height=height,
        t=t,
        projection=MERCATOR,
        params=[pick_param(), hover_param()],
    )


def _layout(
    points: Mapping[str, tuple[float, float]], islands: Sequence[Island]
) -> tuple[dict[str, tuple[float, float]], dict[Island, Box]]:
    """Where each circle is drawn, and where each archipelago's inset stands."""
    far = {code: island for island in islands for code in sea.far_units(points, island)}
    near = {code: at for code, at in points.items() if code not in far}
    longitudes, latitudes = zip(*near.values(), strict=True)
    bounds = Box(min(longitudes), min(latitudes), max(longitudes), max(latitudes))
    insets = {
        island: sea.box_beside(bounds, northern=island.latitude >= bounds.middle[1], gap=_GAP)
        for island in islands
    }
    moved = {
        code: (box.middle[0], box.south + 0.25 * (box.north - box.south))
        for code, island in far.items()
        for box in [insets[island]]
    }
    return {**points, **moved}, insets


def _outline(geometry: str | Mapping[str, object], province_code: str) -> Spec:
    return {
        "name": "outline",
        "data": geometry_source(geometry, "provinces"),
        "transform": [{"filter": {"field": "id", "equal": province_code}}],
        "mark": {"type": "geoshape", "fill": _OUTLINE_FILL, "stroke": BORDER, "strokeWidth": 1},
    }


def _circles(picture: Picture, places: Mapping[str, tuple[float, float]], t: Translate) -> Spec:
    """The units that have a place; the page names the others."""
    rows = picture.rows[picture.rows["unit_code"].isin(places)]
    drawn = rows.drop(columns=[*NOT_DRAWN], errors="ignore").assign(
        longitude=[places[code][0] for code in rows["unit_code"]],
        latitude=[places[code][1] for code in rows["unit_code"]],
    )
    without_first = drawn.sort_values("percent", na_position="first", kind="stable")
    return {
        "name": UNITS,
        "data": {"values": records(without_first)},
        "mark": {
            "type": "point",
            "filled": True,
            "shape": "circle",
            "size": 90,
            "opacity": 1,
            "cursor": "pointer",
        },
        "encoding": {
            "longitude": {"field": "longitude", "type": "quantitative"},
            "latitude": {"field": "latitude", "type": "quantitative"},
            "color": class_colour(t, legend_below(t, picture.legend), picture.scale),
            "stroke": edge_colour(t, picture.scale),
            "strokeWidth": edge_width(3, 0.7),
            "tooltip": tooltip(rows, t, picture.value_title),
        },
    }
