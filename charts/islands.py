"""Hoàng Sa and Trường Sa: on every map of Vietnam, labelled, drawn last, inside the frame."""

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import dist, log, pi, radians, tan
from statistics import median

from charts.theme import BORDER, INK, Spec

LAYER_NAMES = ("island_markers", "island_labels")
# Six islets: reads as an archipelago at any zoom, larger than any line that could cover it.
_ISLETS = ((-0.7, -0.3), (-0.1, -0.75), (0.55, -0.4), (0.0, 0.0), (-0.45, 0.6), (0.6, 0.55))
ARCHIPELAGO = "".join(
    f"M{x - 0.17},{y}a0.17,0.17 0 1,0 0.34,0a0.17,0.17 0 1,0 -0.34,0" for x, y in _ISLETS
)
_NARROW = 480  # pixels; from this width on labels are larger, to be read from the back of a room
_LINE = f"(width < {_NARROW} ? 13 : 16)"  # pixels
_ROOM_EAST = 2.7  # degrees kept free for half a label at 320 px


@dataclass(frozen=True)
class Island:
    """An archipelago: where to mark it (degrees) and what to write beside it."""

    name: str
    province_code: str
    longitude: float
    latitude: float
    label: str


@dataclass(frozen=True)
class Box:
    """A titled inset, in the coordinates of the map it stands on."""

    west: float
    south: float
    east: float
    north: float

    @property
    def middle(self) -> tuple[float, float]:
        return (self.west + self.east) / 2, (self.south + self.north) / 2


def of_province(islands: Iterable[Island], province_code: str) -> list[Island]:
    """The archipelagos that belong to a province."""
    return [island for island in islands if island.province_code == province_code]


def national_layers(islands: Sequence[Island]) -> list[Spec]:
    """Marker and label at the true place, with the room a label needs kept inside the frame."""
    rows = [
        {
            "longitude": island.longitude,
            "latitude": island.latitude,
            "label": island.label.replace(" (", "\n("),
            "name": island.label,
            "unit_code": island.province_code,
        }
        for island in islands
    ]
    room = [
        {**row, "longitude": island.longitude + _ROOM_EAST}
        for row, island in zip(rows, islands, strict=True)
    ]
    return [
        _at_points("island_room", room, {"type": "point", "opacity": 0, "tooltip": None}),
        _markers(rows),
        _labels(rows, dy={"expr": f"-12 - 2 * {_LINE}"}, align="center", baseline="top"),
    ]


def box_beside(bounds: Box, *, northern: bool, gap: float = 0.12) -> Box:
    """A square to the right of the bounds, at their northern or southern end."""
    side = 0.58 * max(bounds.east - bounds.west, bounds.north - bounds.south)
    west = bounds.east + gap * side
    if northern:
        return Box(west, bounds.north - side, west + side, bounds.north)
    return Box(west, bounds.south, west + side, bounds.south + side)


def up(latitude: float) -> float:
    """How far north Mercator puts a latitude."""
    return log(tan(pi / 4 + radians(latitude) / 2))


def far_units(points: Mapping[str, tuple[float, float]], island: Island) -> list[str]:
    """The units that lie nearer to the archipelago than to the middle of their province."""
    middle = median(x for x, _ in points.values()), median(y for _, y in points.values())
    there = island.longitude, island.latitude
    return [code for code, at in points.items() if dist(at, there) < dist(at, middle)]


def inset_layers(insets: Mapping[Island, Box]) -> list[Spec]:
    """The frame of each inset, its title and its marker; no layer when there is no inset."""
    if not insets:
        return []
    titles = [
        {
            "longitude": box.west + 0.16 * (box.east - box.west),
            "latitude": box.north - 0.16 * (box.north - box.south),
            "label": _narrow(island.label),
            "name": island.label,
        }
        for island, box in insets.items()
    ]
    return [
        {
            "name": "inset_frames",
            "data": {"values": [_outline(box) for box in insets.values()]},
            "mark": {"type": "geoshape", "filled": False, "stroke": BORDER, "strokeWidth": 0.8},
        },
        _markers(titles),
        _labels(titles, dx=14, dy=-8, align="left", baseline="top"),
    ]


def _narrow(label: str) -> str:
    """The label in short lines; what stands in brackets stays together."""
    name, bracket, province = label.partition(" (")
    lines = textwrap.wrap(name, 10)
    return "\n".join([*lines, f"({province}"] if bracket else lines)


def _outline(box: Box) -> Spec:
    """A line, not a polygon: a ring wound the wrong way would cover the whole sphere."""
    corners = [
        [box.west, box.south],
        [box.west, box.north],
        [box.east, box.north],
        [box.east, box.south],
        [box.west, box.south],
    ]
    return {"type": "Feature", "geometry": {"type": "LineString", "coordinates": corners}}


def _markers(rows: Sequence[Mapping[str, object]]) -> Spec:
    mark = {"type": "point", "shape": ARCHIPELAGO, "filled": True, "size": 260, "opacity": 1}
    layer = _at_points("island_markers", rows, {**mark, "color": INK})
    layer["encoding"] = {**_POSITION, "tooltip": {"field": "name", "type": "nominal"}}
    return layer


def _labels(rows: Sequence[Mapping[str, object]], **place: object) -> Spec:
    mark: Spec = {
        "type": "text",
        "lineBreak": "\n",
        "fontSize": {"expr": f"width < {_NARROW} ? 11 : 13"},
        "lineHeight": {"expr": _LINE},
        "fontStyle": "italic",
    }
    mark |= place
    layer = _at_points("island_labels", rows, {**mark, "color": INK})
    layer["encoding"] = {**_POSITION, "text": {"field": "label", "type": "nominal"}}
    return layer


_POSITION = {
    "longitude": {"field": "longitude", "type": "quantitative"},
    "latitude": {"field": "latitude", "type": "quantitative"},
}


def _at_points(name: str, rows: Sequence[Mapping[str, object]], mark: Spec) -> Spec:
    return {"name": name, "data": {"values": list(rows)}, "mark": mark, "encoding": _POSITION}
