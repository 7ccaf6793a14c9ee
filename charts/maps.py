"""Maps: provinces of the nation, and communes of a province where boundaries are installed."""

from collections.abc import Mapping, Sequence

import pandas as pd

from charts import islands as sea
from charts.findings import COMMUNE, PROVINCE
from charts.islands import Island
from charts.labels import records
from charts.picking import UNITS, edge_colour, edge_width, hover_param, pick_param
from charts.picture import Picture, picture_of
from charts.scales import PERCENT, Scale, class_colour, legend_below, legend_in_corner
from charts.theme import EDGE, Spec, Translate, chart
from charts.topology import bounds, object_alone
from stats.published import Published

NATION_HEIGHT = 600
PROVINCE_HEIGHT = 520
MERCATOR = {"type": "mercator"}
_TOOLTIP = ("percent", "interval", "n", "coverage")
NOT_DRAWN = ("mode", "low", "high", "tile", "white")  # of the rows of a picture


def national_map(
    figures: Published | Picture,
    geometry: str | Mapping[str, object],
    islands: Sequence[Island],
    *,
    t: Translate,
    height: int = NATION_HEIGHT,
) -> Spec:
    """
    The provinces by class, with Hoàng Sa and Trường Sa at their places.

    Args:
        geometry: URL of the TopoJSON (object `provinces`, id = province code), or the TopoJSON.
    """
    picture = picture_of(figures, PROVINCE, t)
    source = geometry_source(geometry, "provinces")
    legend = legend_in_corner(t, picture.legend)
    layers = [picture_layer(picture, source, t, legend=legend), *sea.national_layers(islands)]
    return _chart(picture, layers, height, t)


def commune_map(
    figures: Published | Picture,
    topology: Mapping[str, object],
    islands: Sequence[Island],
    *,
    t: Translate,
    height: int = PROVINCE_HEIGHT,
) -> Spec:
    """
    The communes of the table by class: of a province, or of an area in it.

    An archipelago stands in a titled inset.

    Args:
        topology: the province's file (objects `communes` and `province`), as `boundaries` reads it.
        islands: those of this province only (`islands.of_province`).
    """
    picture = picture_of(figures, COMMUNE, t)
    codes = set(picture.rows["unit_code"])
    near = bounds(topology, "communes", codes)
    insets = {
        island: sea.box_beside(near, northern=island.latitude >= near.middle[1])
        for island in islands
    }
    communes = object_alone(topology, "communes", codes, next(iter(insets.values()), None))
    source = geometry_source(communes, "communes")
    shapes = picture_layer(picture, source, t, legend=legend_below(t, picture.legend))
    return _chart(picture, [shapes, *sea.inset_layers(insets)], height, t)


def _chart(picture: Picture, layers: Sequence[Spec], height: int, t: Translate) -> Spec:
    """The layers with the words of a picture, on a map whose units are picked."""
    return chart(
        layers,
        title=picture.title,
        subtitle=picture.subtitle,
        height=height,
        t=t,
        projection=MERCATOR,
        params=[pick_param(), hover_param()],
    )


def picture_layer(
    picture: Picture, source: Spec, t: Translate, *, legend: Spec | None, linked: bool = False
) -> Spec:
    """The shapes of a picture, with the words of its measure."""
    return area_layer(
        picture.rows, source, t, legend=legend, scale=picture.scale,
        value_title=picture.value_title, linked=linked,
    )  # fmt: skip


def area_layer(
    rows: pd.DataFrame,
    source: Spec,
    t: Translate,
    *,
    legend: Spec | None,
    scale: Scale = PERCENT,
    value_title: str = "",
    linked: bool = False,
) -> Spec:
    """Shapes whose `id` is a unit code, coloured by class; a shape without a row says so."""
    fields = [column for column in rows.columns if column not in NOT_DRAWN]
    missing = scale.labels(t)[-1]
    return {
        "name": UNITS,
        "data": source,
        "transform": [
            {
                "lookup": "id",
                "from": {
                    "data": {"values": records(rows[fields])},
                    "key": "unit_code",
                    "fields": fields,
                },
            },
            {"calculate": f"datum.class || '{missing}'", "as": "class"},
        ],
        "mark": {"type": "geoshape", "stroke": EDGE, "strokeJoin": "round", "cursor": "pointer"},
        "encoding": {
            "color": class_colour(t, legend, scale),
            "strokeWidth": edge_width(3, 0.7, linked=linked),
            "stroke": edge_colour(t, scale, linked=linked),
            "tooltip": tooltip(rows, t, value_title),
        },
    }


def tooltip(rows: pd.DataFrame, t: Translate, value_title: str = "") -> list[Spec]:
    """Unit, value, interval, n and, where a population is known, coverage: all as text."""
    known = [part for part in _TOOLTIP if f"{part}_text" in rows.columns]
    named = [("unit_name", "unit"), *((f"{part}_text", part) for part in known)]
    return [
        {
            "field": field,
            "type": "nominal",
            "title": value_title if value_title and key == "percent" else t(f"chart.tooltip.{key}"),
        }
        for field, key in named
    ]


def geometry_source(geometry: str | Mapping[str, object], feature: str) -> Spec:
    """Where shapes come from: a URL the browser fetches, or the TopoJSON itself."""
    form = {"type": "topojson", "feature": feature}
    if isinstance(geometry, str):
        return {"url": geometry, "format": form}
    return {"values": geometry, "format": form}
