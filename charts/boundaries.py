"""
Finds, reads and checks boundary files (TopoJSON), so that a bad one is refused before it is drawn.

A folder of finer boundaries holds `communes/<province code>.topo.json` with the objects
`communes` (id = commune code) and `province`.
"""

import json
from collections.abc import Collection, Mapping
from pathlib import Path

from charts.theme import Spec
from charts.topology import arc_numbers
from domain.errors import BoundaryFileCorrupt, BoundaryFileMissing

PROVINCES = "provinces"
COMMUNES = "communes"
_PROVINCES_PATTERN = "provinces_34.*.topo.json"  # the part between is a hash of the content
_LARGEST_BYTES = 5_000_000


def find_provinces(folder: Path) -> Path:
    """
    The file of province outlines in the static folder.

    Raises:
        BoundaryFileMissing: there is none.
        BoundaryFileCorrupt: there are several, so that nobody knows which is right.
    """
    found = sorted(folder.glob(_PROVINCES_PATTERN))
    if not found:
        raise BoundaryFileMissing(file=_PROVINCES_PATTERN)
    if len(found) > 1:
        raise BoundaryFileCorrupt(file=_PROVINCES_PATTERN, reason="more than one file")
    return found[0]


def read_provinces(path: Path, codes: Collection[str]) -> Spec:
    """
    The outlines of exactly these provinces.

    Raises:
        BoundaryFileMissing, BoundaryFileCorrupt: see `read_topology`.
    """
    return read_topology(path, PROVINCES, codes)


def read_communes(folder: Path | None, province_code: str, codes: Collection[str]) -> Spec:
    """
    The boundaries of exactly these communes of a province, from the folder an operator installed.

    Raises:
        BoundaryFileMissing: no folder is set, or it has no file for this province.
        BoundaryFileCorrupt: see `read_topology`.
    """
    name = f"{province_code}.topo.json"
    if folder is None or not (province_code.isascii() and province_code.isdigit()):
        raise BoundaryFileMissing(file=name)
    return read_topology(folder / "communes" / name, COMMUNES, codes)


def read_topology(path: Path, name: str, codes: Collection[str]) -> Spec:
    """
    A TopoJSON whose object `name` has one geometry for each code, and no other.

    Raises:
        BoundaryFileMissing: the file does not exist.
        BoundaryFileCorrupt: it is not such a TopoJSON; `reason` says what is wrong.
    """
    topology = _read(path)
    reason = _fault(topology, name, codes)
    if reason:
        raise BoundaryFileCorrupt(file=path.name, reason=reason)
    return topology


def outlined(path: Path, name: str) -> frozenset[str]:
    """
    The ids that have an outline in an object of a file.

    Raises:
        BoundaryFileMissing, BoundaryFileCorrupt: as `read_topology`.
    """
    found = _geometries(_read(path), name)
    if found is None:
        raise BoundaryFileCorrupt(file=path.name, reason=f"no object {name!r} with geometries")
    return frozenset(str(one.get("id")) for one in found)


def _read(path: Path) -> Spec:
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            raise BoundaryFileCorrupt(file=path.name, reason="too large")
        content = json.loads(path.read_bytes())
    except FileNotFoundError:
        raise BoundaryFileMissing(file=path.name) from None
    except (OSError, ValueError, RecursionError) as error:
        raise BoundaryFileCorrupt(file=path.name, reason=str(error)) from error
    if not isinstance(content, dict) or content.get("type") != "Topology":
        raise BoundaryFileCorrupt(file=path.name, reason="not a Topology")
    return content


def _fault(topology: Mapping[str, object], name: str, codes: Collection[str]) -> str | None:
    """What is wrong with the topology, in English for the operator; None when nothing is."""
    geometries = _geometries(topology, name)
    if geometries is None:
        return f"no object {name!r} with geometries"
    found = [str(geometry.get("id")) for geometry in geometries]
    if len(found) != len(set(found)):
        return "an id appears twice"
    missing, unknown = set(codes) - set(found), set(found) - set(codes)
    if missing or unknown:
        return f"ids differ: {len(missing)} missing, {len(unknown)} unknown"
    return _fault_of_arcs(topology, geometries)


def _geometries(topology: Mapping[str, object], name: str) -> list[Spec] | None:
    objects = topology.get("objects")
    collection = objects.get(name) if isinstance(objects, dict) else None
    geometries = collection.get("geometries") if isinstance(collection, dict) else None
    if not isinstance(geometries, list) or not all(isinstance(one, dict) for one in geometries):
        return None
    return geometries


def _fault_of_arcs(topology: Mapping[str, object], geometries: list[Spec]) -> str | None:
    arcs = topology.get("arcs")
    if not isinstance(arcs, list) or not all(_is_arc(arc) for arc in arcs):
        return "arcs are not lists of points"
    transform = topology.get("transform")
    if transform is not None and not _is_transform(transform):
        return "transform is not a scale and a translate"
    for geometry in geometries:
        if geometry.get("type") not in ("Polygon", "MultiPolygon"):
            return f"{geometry.get('id')} is not a polygon"
        numbers = list(arc_numbers(geometry.get("arcs")))
        if not numbers or not all(-len(arcs) <= number < len(arcs) for number in numbers):
            return f"{geometry.get('id')} refers to an arc that does not exist"
    return None


def _is_arc(arc: object) -> bool:
    return isinstance(arc, list) and len(arc) > 1 and all(_is_pair(point) for point in arc)


def _is_transform(transform: object) -> bool:
    return isinstance(transform, dict) and all(
        _is_pair(transform.get(part)) for part in ("scale", "translate")
    )


def _is_pair(value: object) -> bool:
    return (
        isinstance(value, list)
        and len(value) >= 2
        and all(isinstance(number, (int, float)) for number in value)
    )
