"""Units as equal squares, roughly where they lie: no invented borders, no small one lost."""

from collections.abc import Mapping, Sequence

from charts import islands as sea
from charts.findings import COMMUNE
from charts.grid import Cell, grid_cells
from charts.islands import Box, Island
from charts.maps import PROVINCE_HEIGHT, picture_layer
from charts.picking import hover_param, pick_param
from charts.picture import Picture, picture_of
from charts.scales import legend_below
from charts.theme import SEPARATOR, Spec, Translate, chart
from charts.tile_text import size_params, text_layers
from stats.published import Published

_GAP = 0.04  # of a tile, free on each side
_FLAT = {"type": "identity", "reflectY": True}


def tile_map(
    figures: Published | Picture,
    points: Mapping[str, tuple[float, float]],
    islands: Sequence[Island],
    *,
    t: Translate,
    height: int = PROVINCE_HEIGHT,
) -> Spec:
    """
    The communes of one province as squares by class, the rounded percentage written in each.

    Where squares are few and large enough, the commune's name stands above it.

    Args:
        points: commune code → (longitude, latitude) in degrees, for every unit of the table.
        islands: those of this province only; their communes stand in a titled inset.
    """
    picture = picture_of(figures, COMMUNE, t)
    rows = picture.rows[picture.rows["unit_code"].isin(points)]
    corners, insets = layout({code: points[code] for code in rows["unit_code"]}, islands)
    return chart(
        [
            picture_layer(picture, squares(corners), t, legend=legend_below(t, picture.legend)),
            *text_layers(picture, corners, t),
            *sea.inset_layers(insets),
        ],
        title=picture.title,
        subtitle=f"{picture.subtitle}{SEPARATOR}{t('chart.tiles.note')}",
        height=height,
        t=t,
        projection=_FLAT,
        params=[pick_param(), hover_param(), *size_params(rows, frame_of(corners, insets))],
    )


def squares(corners: Mapping[str, tuple[float, float]]) -> Spec:
    """A square for each south-west corner, as a source of shapes."""
    return {"values": [_square(code, *corner) for code, corner in corners.items()]}


def layout(
    points: Mapping[str, tuple[float, float]], islands: Sequence[Island]
) -> tuple[dict[str, tuple[float, float]], dict[Island, Box]]:
    """The south-west corner of each tile, and where each archipelago's inset stands."""
    far = {code: island for island in islands for code in sea.far_units(points, island)}
    cells = grid_cells({code: at for code, at in points.items() if code not in far})
    corners = {code: (float(column), float(-row - 1)) for code, (column, row) in cells.items()}
    middle = sum(y for _, y in points.values()) / max(len(points), 1)
    bounds = _bounds(cells)
    insets = {
        island: sea.box_beside(bounds, northern=island.latitude >= middle) for island in islands
    }
    for code, island in far.items():
        box = insets[island]
        corners[code] = (box.middle[0] - 0.5, box.south + 0.2 * (box.north - box.south))
    return corners, insets


def _bounds(cells: Mapping[str, Cell]) -> Box:
    columns = max(column for column, _ in cells.values()) + 1
    rows = max(row for _, row in cells.values()) + 1
    return Box(0, -rows, columns, 0)


def frame_of(corners: Mapping[str, tuple[float, float]], insets: Mapping[Island, Box]) -> Box:
    """What the drawing fits into its frame: all squares and insets."""
    boxes = [Box(x, y, x + 1, y + 1) for x, y in corners.values()] + list(insets.values())
    return Box(
        min(box.west for box in boxes),
        min(box.south for box in boxes),
        max(box.east for box in boxes),
        max(box.north for box in boxes),
    )


def _square(code: str, west: float, south: float) -> Spec:
    x0, x1, y0, y1 = west + _GAP, west + 1 - _GAP, south + _GAP, south + 1 - _GAP
    ring = [[x0, y0], [x0, y1], [x1, y1], [x1, y0], [x0, y0]]
    return {
        "type": "Feature",
        "id": code,
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
