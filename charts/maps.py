"""Maps: provinces of the nation, and communes of a province where boundaries are installed."""

from collections.abc import Mapping, Sequence

import pandas as pd

from charts import islands as sea
from charts.findings import COMMUNE, PROVINCE, context_line, range_finding
from charts.islands import Island
from charts.labels import records, unit_rows
from charts.picking import UNITS, edge_colour, edge_width, hover_param, pick_param
from charts.scales import class_colour, class_labels, legend_below, legend_in_corner
from charts.theme import EDGE, Spec, Translate, chart
from charts.topology import bounds, object_alone
from stats.published import Published

NATION_HEIGHT = 600
PROVINCE_HEIGHT = 520
MERCATOR = {"type": "mercator"}
_TOOLTIP = ("percent", "interval", "n", "coverage")


def national_map(
    published: Published,
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
    rows = unit_rows(published, t)
    source = geometry_source(geometry, "provinces")
    shapes = area_layer(rows, source, t, legend=legend_in_corner(t))
    return chart(
        [shapes, *sea.national_layers(islands)],
        title=range_finding(rows, PROVINCE, t),
        subtitle=context_line(published, PROVINCE, t),
        height=height,
        t=t,
        projection=MERCATOR,
        params=[pick_param(), hover_param()],
    )


def commune_map(
    published: Published,
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
    rows = unit_rows(published, t)
    codes = set(rows["unit_code"])
    near = bounds(topology, "communes", codes)
    insets = {
        island: sea.box_beside(near, northern=island.latitude >= near.middle[1])
        for island in islands
    }
    communes = object_alone(topology, "communes", codes, next(iter(insets.values()), None))
    return chart(
        [
            area_layer(rows, geometry_source(communes, "communes"), t, legend=legend_below(t)),
            *sea.inset_layers(insets),
        ],
        title=range_finding(rows, COMMUNE, t),
        subtitle=context_line(published, COMMUNE, t),
        height=height,
        t=t,
        projection=MERCATOR,
        params=[pick_param(), hover_param()],
    )


def area_layer(rows: pd.DataFrame, source: Spec, t: Translate, *, legend: Spec) -> Spec:
    """Shapes whose `id` is a unit code, coloured by class; a shape without a row says so."""
    fields = [column for column in rows.columns if column not in ("mode", "low", "high")]
    missing = class_labels(t)[-1]
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
            "color": class_colour(t, legend),
            "strokeWidth": edge_width(3, 0.7),
            "stroke": edge_colour(t),
            "tooltip": tooltip(rows, t),
        },
    }


def tooltip(rows: pd.DataFrame, t: Translate) -> list[Spec]:
    """Unit, rate, interval, n and, where a population is known, coverage: all as text."""
    known = [part for part in _TOOLTIP if f"{part}_text" in rows.columns]
    named = [("unit_name", "unit"), *((f"{part}_text", part) for part in known)]
    return [
        {"field": field, "type": "nominal", "title": t(f"chart.tooltip.{key}")}
        for field, key in named
    ]


def geometry_source(geometry: str | Mapping[str, object], feature: str) -> Spec:
    """Where shapes come from: a URL the browser fetches, or the TopoJSON itself."""
    form = {"type": "topojson", "feature": feature}
    if isinstance(geometry, str):
        return {"url": geometry, "format": form}
    return {"values": geometry, "format": form}
