"""The province map: the 34 provinces of today, drawn whole, with both archipelagos named."""

import csv
import hashlib
import json
import math
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DATA = ROOT / "seed" / "data"
REFERENCE = ROOT.parent / "shared" / "data" / "geo" / "unit_attributes.csv"
LARGEST_FILE_BYTES = 150_000
EARTH_RADIUS_KM = 6371
# Published areas count bays, islets and river mouths that Natural Earth does not draw.
WATERY = {"22", "31", "86"}

Row = dict[str, str]
Place = tuple[float, float]
Ring = list[Place]


def read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def map_file() -> Path:
    [path] = (ROOT / "static").glob("provinces_34.*.topo.json")
    return path


@pytest.fixture(scope="module")
def topology(map_file: Path) -> dict:
    return json.loads(map_file.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def rings(topology: dict) -> dict[str, list[list[Ring]]]:
    """Polygons (outer ring, then holes) of every province, in degrees."""
    arcs = [decoded(arc, topology["transform"]) for arc in topology["arcs"]]
    return {
        geometry["id"]: [
            [joined(ring, arcs) for ring in polygon]
            for polygon in (
                geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
            )
        ]
        for geometry in topology["objects"]["provinces"]["geometries"]
    }


def decoded(arc: list[list[int]], transform: dict) -> Ring:
    (scale_x, scale_y), (start_x, start_y) = transform["scale"], transform["translate"]
    x = y = 0
    places = []
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        places.append((x * scale_x + start_x, y * scale_y + start_y))
    return places


def joined(arc_numbers: list[int], arcs: list[Ring]) -> Ring:
    ring: Ring = []
    for number in arc_numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        assert not ring or math.dist(ring[-1], arc[0]) < 1e-9
        ring += arc[1:] if ring else arc
    return ring


def signed_area(ring: Ring) -> float:
    """In squares of the unit of the ring; negative when the ring runs clockwise."""
    corners = pairwise(ring)
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in corners) / 2


def contains(polygons: list[list[Ring]], place: Place) -> bool:
    """Even number of borders crossed to the east: outside."""
    x, y = place
    crossings = 0
    for ring in (ring for polygon in polygons for ring in polygon):
        for (x1, y1), (x2, y2) in pairwise(ring):
            if (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1):
                crossings += 1
    return crossings % 2 == 1


def area_km2(polygons: list[list[Ring]]) -> float:
    """On the sphere: longitude and the sine of latitude keep areas."""
    rings = [
        [(math.radians(lon), math.sin(math.radians(lat))) for lon, lat in ring]
        for polygon in polygons
        for ring in polygon
    ]
    return -(EARTH_RADIUS_KM**2) * sum(signed_area(ring) for ring in rings)


def label_points(level: str) -> dict[str, Place]:
    return {
        row["code"]: (float(row["lon"]), float(row["lat"]))
        for row in read(DATA / "unit_points.csv")
        if row["level"] == level
    }


def test_the_map_shows_the_provinces_of_today_by_their_full_names(topology: dict) -> None:
    today = {
        row["code"]: row["full_name"]
        for row in read(DATA / "units.csv")
        if row["level"] == "province" and not row["valid_to"]
    }
    shapes = topology["objects"]["provinces"]["geometries"]

    assert topology["type"] == "Topology"
    assert len(shapes) == 34
    assert {shape["id"]: shape["properties"]["name"] for shape in shapes} == today


def test_the_file_is_small_and_named_after_its_content(map_file: Path) -> None:
    content = map_file.read_bytes()

    assert len(content) < LARGEST_FILE_BYTES
    assert map_file.name.split(".")[1] == hashlib.sha256(content).hexdigest()[:8]


def test_rings_are_closed_and_run_clockwise_as_d3_geo_wants(
    rings: dict[str, list[list[Ring]]],
) -> None:
    for polygons in rings.values():
        for outer, *holes in polygons:
            assert outer[0] == pytest.approx(outer[-1])
            assert signed_area(outer) < 0
            assert holes == []


def test_every_province_contains_its_label_point_and_no_other(
    rings: dict[str, list[list[Ring]]],
) -> None:
    inside = {
        (code, place_code)
        for code, polygons in rings.items()
        for place_code, place in label_points("province").items()
        if contains(polygons, place)
    }

    assert inside == {(code, code) for code in rings}


def test_communes_are_drawn_in_their_province(rings: dict[str, list[list[Ring]]]) -> None:
    """Up to 3 in 100 may fall off the coast or across a border of Natural Earth."""
    places = label_points("commune")
    astray = [
        row["full_name"]
        for row in read(DATA / "units.csv")
        if row["level"] == "commune"
        and not row["valid_to"]
        and not contains(rings[row["parent_code"]], places[row["code"]])
    ]

    assert len(astray) < 0.03 * len(places)


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ((105.85, 21.03), "01"),  # Hồ Gươm
        ((107.59, 16.46), "46"),  # Huế
        ((108.21, 16.06), "48"),  # Đà Nẵng
        ((106.70, 10.78), "79"),  # Bến Thành
        ((106.60, 8.69), "79"),  # Côn Đảo
        ((107.02, 20.79), "31"),  # Cát Bà
        ((103.98, 10.27), "91"),  # Phú Quốc
        ((103.88, 21.96), "12"),  # Than Uyên
        ((105.66, 10.29), "82"),  # Lai Vung
        ((104.98, 22.82), "08"),  # Hà Giang
        ((105.74, 10.19), "86"),  # Tân Lược, where a strip of Cần Thơ was left
        ((105.81, 10.15), "86"),  # Tân Quới, the same strip
        ((105.53, 10.40), "91"),  # Hội An, the other end of it
        ((103.75, 22.23), "12"),  # Bản Bo, where a tongue of Lào Cai was left
    ],
)
def test_known_places_are_in_the_right_province(
    rings: dict[str, list[list[Ring]]], place: Place, code: str
) -> None:
    assert [found for found, polygons in rings.items() if contains(polygons, place)] == [code]


@pytest.mark.skipif(
    not REFERENCE.is_file(), reason="the published areas (../shared/data/geo) are not here"
)
def test_areas_are_near_the_published_ones(rings: dict[str, list[list[Ring]]]) -> None:
    published = {
        row["code"]: float(row["area_km2_pub"])
        for row in read(REFERENCE)
        if row["level"] == "province"
    }
    ratio = {code: area_km2(polygons) / published[code] for code, polygons in rings.items()}

    assert {code for code in rings if abs(ratio[code] - 1) > 0.1} <= WATERY
    assert all(ratio[code] > 0.8 for code in WATERY)


def test_both_archipelagos_are_named_with_their_province() -> None:
    islands = read(DATA / "islands.csv")

    assert {(island["label"], island["province_code"]) for island in islands} == {
        ("Quần đảo Hoàng Sa (Đà Nẵng)", "48"),
        ("Quần đảo Trường Sa (Khánh Hòa)", "56"),
    }
    assert all(float(island["lon"]) > 111 for island in islands)
