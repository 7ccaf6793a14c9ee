"""A map with its ranked bars beside it in one picture: what is pointed at in one shows in both."""

from collections.abc import Mapping, Sequence
from math import radians

from charts import islands as sea
from charts.bars import with_interval_note
from charts.islands import Box, Island
from charts.linked_bars import NARROW, bars, placed
from charts.maps import geometry_source, picture_layer
from charts.nation_squares import nation_layout
from charts.picking import linked_params
from charts.picture import Picture
from charts.scales import legend_below, legend_in_corner
from charts.theme import Spec, Translate, chart
from charts.tile_text import size_params, text_layers
from charts.tiles import frame_of, layout, squares

MOST_UNITS = 40  # with more, bars leave the screen before the map does
_STEP, _WIDEST_STEP = 15, 36  # pixels for each bar, at least and at most
_LEGEND = 128  # pixels of the legend in the corner
_LAND = Box(102.1, 8.1, 114.7, 23.45)  # degrees: the mainland, both archipelagos and their names


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
        "legendX": {"expr": f"width < {NARROW} ? 0 : max(0, split - {_LEGEND})"},
        "legendY": {"expr": f"width < {NARROW} ? fitted * {tall:.6f} + 10 : 0"},
        "columns": {"expr": f"width < {NARROW} ? 2 : 1"},
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
    rows = placed(picture, step)
    whole = max(height, len(rows) * step)
    reflected = {"reflectY": True} if projection == "identity" else {}
    return chart(
        [*layers, *bars(rows, picture, whole, t)],
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
            {"name": "split", "expr": f"width < {NARROW} ? width : 0.54 * width"},
            {
                "name": "fitted",
                "expr": f"min(split / {frame.east - frame.west:.6f},"
                f" {height} / {frame.north - frame.south:.6f})",
            },
            *linked_params(),
            *params,
        ],
    )
