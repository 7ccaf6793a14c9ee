"""What maps need of a TopoJSON: single objects, their extent, and far islands moved into a box."""

from collections.abc import Callable, Collection, Iterator, Mapping
from itertools import accumulate, pairwise

from charts.islands import Box
from charts.theme import Spec

Point = tuple[float, float]
_TITLE_SHARE = 0.5  # of a box, kept for its title


def geometries(topology: Mapping[str, object], name: str) -> list[Spec]:
    """The geometries of one object."""
    return topology["objects"][name]["geometries"]  # type: ignore[index]


def only(topology: Mapping[str, object], name: str, codes: Collection[str]) -> Spec:
    """The same file with the geometries of these ids only in one object."""
    kept = [one for one in geometries(topology, name) if one.get("id") in codes]
    collection = {"type": "GeometryCollection", "geometries": kept}
    return {**topology, "objects": {name: collection}}


def is_inset(geometry: Mapping[str, object]) -> bool:
    """Whether the file says that this geometry is drawn apart (`properties.inset`)."""
    properties = geometry.get("properties")
    return isinstance(properties, Mapping) and bool(properties.get("inset"))


def object_alone(
    topology: Mapping[str, object], name: str, codes: Collection[str], box: Box | None
) -> Spec:
    """
    The geometries of these codes with only the arcs they need.

    What the file draws apart is moved into the box, in the same object, so that it is coloured
    and clicked like the rest; without a box it stays where it is.
    """
    kept = [geometry for geometry in geometries(topology, name) if geometry["id"] in codes]
    used = sorted({_forward(arc) for geometry in kept for arc in arc_numbers(geometry["arcs"])})
    new_number = {old: new for new, old in enumerate(used)}
    arcs: list[object] = topology["arcs"]  # type: ignore[assignment]
    moved = {} if box is None else _moved_arcs(topology, kept, box)
    return {
        **{key: topology[key] for key in ("type", "transform") if key in topology},
        "arcs": [moved.get(old, arcs[old]) for old in used],
        "objects": {
            name: {
                "type": "GeometryCollection",
                "geometries": [
                    {**geometry, "arcs": _renumbered(geometry["arcs"], new_number)}
                    for geometry in kept
                ],
            }
        },
    }


def _moved_arcs(
    topology: Mapping[str, object], kept: list[Spec], box: Box
) -> dict[int, list[list[float]]]:
    """The arcs of what is drawn apart, scaled into the lower part of the box."""
    apart = [geometry for geometry in kept if is_inset(geometry)]
    numbers = {_forward(arc) for geometry in apart for arc in arc_numbers(geometry["arcs"])}
    places = {number: _arc(topology, number) for number in sorted(numbers)}
    if not places:
        return {}
    move = _mover(_extent([point for arc in places.values() for point in arc]), box)
    return {
        number: _stored(topology, [move(point) for point in arc]) for number, arc in places.items()
    }


def _stored(topology: Mapping[str, object], arc: list[Point]) -> list[list[float]]:
    """An arc in degrees as the file stores it: whole steps from point to point."""
    transform = topology.get("transform")
    if not isinstance(transform, Mapping):
        return [[x, y] for x, y in arc]
    (scale_x, scale_y), (west, south) = transform["scale"], transform["translate"]
    whole = [(round((x - west) / scale_x), round((y - south) / scale_y)) for x, y in arc]
    steps = [(x - a, y - b) for (a, b), (x, y) in pairwise(whole)]
    return [[*point] for point in (whole[0], *steps)]


def bounds(topology: Mapping[str, object], name: str, codes: Collection[str]) -> Box:
    """The extent of the geometries of these codes in degrees, without what is drawn apart."""
    chosen = [geometry for geometry in geometries(topology, name) if geometry["id"] in codes]
    near = [geometry for geometry in chosen if not is_inset(geometry)]
    points = [
        point
        for geometry in near or chosen
        for ring in _rings(topology, geometry)
        for point in ring
    ]
    return _extent(points)


def arc_numbers(arcs: object) -> Iterator[int]:
    """Every arc number of a geometry, however deep its rings lie; ~n means arc n backwards."""
    if isinstance(arcs, int):
        yield arcs
    elif isinstance(arcs, list):
        for part in arcs:
            yield from arc_numbers(part)


def _forward(arc: int) -> int:
    return arc if arc >= 0 else ~arc


def _renumbered(arcs: object, new_number: Mapping[int, int]) -> object:
    if isinstance(arcs, int):
        return new_number[arcs] if arcs >= 0 else ~new_number[~arcs]
    return [_renumbered(part, new_number) for part in arcs]  # type: ignore[attr-defined]


def _rings(topology: Mapping[str, object], geometry: Mapping[str, object]) -> list[list[Point]]:
    """The outer rings of a polygon or multipolygon, in degrees."""
    parts = geometry["arcs"]
    polygons = [parts] if geometry["type"] == "Polygon" else parts
    return [_ring(topology, polygon[0]) for polygon in polygons]  # type: ignore[attr-defined]


def _ring(topology: Mapping[str, object], numbers: list[int]) -> list[Point]:
    ring: list[Point] = []
    for number in numbers:
        arc = _arc(topology, _forward(number))
        arc = arc if number >= 0 else arc[::-1]
        ring.extend(arc[1:] if ring else arc)
    return ring


def _arc(topology: Mapping[str, object], number: int) -> list[Point]:
    stored: list[list[float]] = topology["arcs"][number]  # type: ignore[index]
    transform = topology.get("transform")
    if not isinstance(transform, Mapping):
        return [(x, y) for x, y, *_ in stored]
    (scale_x, scale_y), (west, south) = transform["scale"], transform["translate"]
    steps = accumulate(stored, lambda at, step: [at[0] + step[0], at[1] + step[1]])
    return [(west + scale_x * x, south + scale_y * y) for x, y, *_ in steps]


def _extent(points: list[Point]) -> Box:
    longitudes, latitudes = zip(*points, strict=True)
    return Box(min(longitudes), min(latitudes), max(longitudes), max(latitudes))


def _mover(extent: Box, box: Box) -> Callable[[Point], Point]:
    """Moves a point of the extent into the lower part of the box, keeping the shape."""
    room_x = 0.8 * (box.east - box.west)
    room_y = 0.9 * (1 - _TITLE_SHARE) * (box.north - box.south)
    width, height = extent.east - extent.west, extent.north - extent.south
    scale = min(room_x / max(width, 1e-9), room_y / max(height, 1e-9))
    middle_x, middle_y = extent.middle
    at_x = box.middle[0]
    at_y = box.south + (1 - _TITLE_SHARE) * (box.north - box.south) / 2

    def move(point: Point) -> Point:
        x = at_x + (point[0] - middle_x) * scale
        y = at_y + (point[1] - middle_y) * scale
        return x, y

    return move
