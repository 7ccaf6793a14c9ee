"""The map of the festival wall: outlines as one picture, and where each site has its dot."""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from math import cos, radians, sin, sqrt

from charts.boundaries import find_provinces
from charts.islands import ARCHIPELAGO
from db.settings import PROJECT
from ui import geometry

WIDTH, HEIGHT = 640, 850  # units of the drawing
APART = 6.0  # units between the middles of two dots, so that 1,018 of them stay dots
_WEST, _NORTH, _PER_DEGREE = 101.9, 23.7, 52.0
_FLATTER = cos(radians(16))  # a degree of longitude in the middle of the country
_GOLDEN = 2.399963  # radians: a spiral of these turns fills a disc evenly
_MOST_TRIES = 900
_ISLET = 16  # units an archipelago's mark is wide and high
_LINE = '<path fill="#f6f1ea" stroke="#8a7d72" stroke-width=".8" stroke-linejoin="round" d="{}"/>'

Place = tuple[float, float]


def place(longitude: float, latitude: float) -> Place:
    """Where a point of the earth lies in the drawing."""
    x = (longitude - _WEST) * _PER_DEGREE * _FLATTER
    return round(x, 1), round((_NORTH - latitude) * _PER_DEGREE, 1)


@lru_cache(maxsize=64)  # walls somebody looks at; sites change seldom
def dots(points: tuple[Place | None, ...]) -> list[Place | None]:
    """
    A place for the dot of each point (longitude, latitude), as near as the dots before allow.

    A point nobody knows has none.
    """
    taken: dict[tuple[int, int], list[Place]] = {}
    return [None if one is None else _settle(place(*one), taken) for one in points]


def archipelagos() -> list[dict[str, object]]:
    """Hoàng Sa and Trường Sa: mark, and the lines of the label with their place."""
    return [
        {
            "at": place(one.longitude, one.latitude),
            "lines": [part.rstrip(")") for part in one.label.split(" (")],
        }
        for one in geometry.islands()
    ]


def islets() -> tuple[str, int]:
    """The mark of an archipelago as a path around its middle, and how much to enlarge it."""
    return ARCHIPELAGO, _ISLET


@cache
def outlines() -> bytes:
    """
    The provinces as an SVG of their own, which browsers keep.

    Raises:
        BoundaryFileMissing: there are no outlines.
    """
    topology = json.loads(find_provinces(PROJECT / "static").read_text("utf-8"))
    arcs = [_decoded(topology["transform"], arc) for arc in topology["arcs"]]
    paths = "".join(
        _LINE.format(_path(arcs, one)) for one in topology["objects"]["provinces"]["geometries"]
    )
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">'
    return f"{head}{paths}</svg>".encode()


def _settle(wanted: Place, taken: dict[tuple[int, int], list[Place]]) -> Place:
    for step in range(_MOST_TRIES):
        away = APART / 2 * sqrt(step)
        spot = (
            round(wanted[0] + away * cos(step * _GOLDEN), 1),
            round(wanted[1] + away * sin(step * _GOLDEN), 1),
        )
        if not any(_near(spot, other) for other in _around(spot, taken)):
            break
    taken.setdefault(_cell(spot), []).append(spot)
    return spot


def _around(spot: Place, taken: Mapping[tuple[int, int], list[Place]]) -> Iterator[Place]:
    column, row = _cell(spot)
    for dx in (-1, 0, 1):
        for dy in (-1, 0, 1):
            yield from taken.get((column + dx, row + dy), ())


def _cell(spot: Place) -> tuple[int, int]:
    return int(spot[0] // APART), int(spot[1] // APART)


def _near(one: Place, other: Place) -> bool:
    return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2 < APART**2


def _decoded(transform: Mapping[str, Sequence[float]], arc: Sequence[Sequence[int]]) -> list[Place]:
    (scale_x, scale_y), (west, south) = transform["scale"], transform["translate"]
    x = y = 0
    found = []
    for dx, dy in arc:
        x, y = x + dx, y + dy
        found.append(place(x * scale_x + west, y * scale_y + south))
    return found


def _path(arcs: Sequence[list[Place]], shape: Mapping[str, object]) -> str:
    rings = [ring for polygon in _polygons(shape) for ring in polygon]
    return "".join(f"M{_line(arcs, ring)}Z" for ring in rings)


def _polygons(shape: Mapping[str, object]) -> list[list[list[int]]]:
    found: list[list[list[int]]] = shape["arcs"]  # type: ignore[assignment]
    return found if shape["type"] == "MultiPolygon" else [found]  # type: ignore[list-item]


def _line(arcs: Sequence[list[Place]], ring: Sequence[int]) -> str:
    """The points of a ring; one that stays on its place is left out."""
    points: list[Place] = []
    for number in ring:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += [point for point in arc if not points or point != points[-1]]
    return " ".join(f"{x:g},{y:g}" for x, y in points)
