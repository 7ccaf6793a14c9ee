"""The unit files hang together: counts, keys, parents, lineage, areas, label points."""

import csv
from collections import Counter, defaultdict
from datetime import date, timedelta
from pathlib import Path

import pytest

DATA = Path(__file__).parents[2] / "seed" / "data"
LAST_OLD_DAY, TODAY = "2025-06-30", "2026-09-20"
TRIEU_SON = {
    "Triệu Sơn",
    "Thọ Bình",
    "Hợp Tiến",
    "Tân Ninh",
    "Đồng Tiến",
    "Thọ Ngọc",
    "Thọ Phú",
    "An Nông",
}
LON_RANGE, LAT_RANGE = (102.1, 117.9), (6.5, 23.5)  # with Hoàng Sa and Trường Sa
THO_CHAU = "31105"  # an island 100 km from Phú Quốc, its former district

Row = dict[str, str]


def read(name: str) -> list[Row]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def units() -> list[Row]:
    return read("units.csv")


@pytest.fixture(scope="module")
def lineage() -> list[Row]:
    return read("unit_lineage.csv")


def on(units: list[Row], day: str, level: str) -> list[Row]:
    return [
        unit
        for unit in units
        if unit["level"] == level
        and unit["valid_from"] <= day
        and (not unit["valid_to"] or day <= unit["valid_to"])
    ]


def day_before(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()


@pytest.mark.parametrize(
    ("day", "counts"),
    [
        (LAST_OLD_DAY, {"province": 63, "district": 696, "commune": 10_035}),
        ("2025-07-01", {"province": 34, "district": 0, "commune": 3_321}),
        (TODAY, {"province": 34, "district": 0, "commune": 3_321}),
    ],
)
def test_every_level_has_its_official_number_of_units(
    units: list[Row], day: str, counts: dict[str, int]
) -> None:
    assert {level: len(on(units, day, level)) for level in counts} == counts


@pytest.mark.parametrize(
    ("day", "kinds"),
    [
        ("2025-07-01", {"thành phố": 6, "tỉnh": 28}),
        ("2026-04-29", {"thành phố": 6, "tỉnh": 28}),
        ("2026-04-30", {"thành phố": 7, "tỉnh": 27}),
        ("2026-09-01", {"thành phố": 8, "tỉnh": 26}),
        ("2026-09-20", {"thành phố": 9, "tỉnh": 25}),
    ],
)
def test_provinces_become_cities_on_the_day_of_the_act(
    units: list[Row], day: str, kinds: dict[str, int]
) -> None:
    assert Counter(unit["kind"] for unit in on(units, day, "province")) == kinds


def test_thanh_hoa_has_19_wards_and_147_communes(units: list[Row]) -> None:
    communes = [unit for unit in on(units, TODAY, "commune") if unit["parent_code"] == "38"]

    assert Counter(unit["kind"] for unit in communes) == {"phường": 19, "xã": 147}


def test_units_open_today_have_no_last_day(units: list[Row]) -> None:
    levels = ("province", "district", "commune")
    current = [unit for level in levels for unit in on(units, TODAY, level)]

    assert all(not unit["valid_to"] for unit in current)
    assert len(current) == sum(not unit["valid_to"] for unit in units)


def test_level_code_and_first_day_name_one_unit(units: list[Row]) -> None:
    keys = Counter((unit["level"], unit["code"], unit["valid_from"]) for unit in units)

    assert [key for key, count in keys.items() if count > 1] == []


def test_rows_of_one_code_never_overlap(units: list[Row]) -> None:
    rows = defaultdict(list)
    for unit in units:
        rows[unit["level"], unit["code"]].append((unit["valid_from"], unit["valid_to"]))

    overlaps = [
        key
        for key, spans in rows.items()
        for (_, end), (start, _) in zip(sorted(spans), sorted(spans)[1:], strict=False)
        if not end or start <= end
    ]

    assert overlaps == []


def test_every_parent_existed_while_its_child_did(units: list[Row]) -> None:
    parent_level = {"district": "province"}
    orphans = []
    for level in ("district", "commune"):
        for day in (LAST_OLD_DAY, "2025-07-01", "2026-04-30", TODAY):
            above = parent_level.get(level, "district" if day == LAST_OLD_DAY else "province")
            codes = {unit["code"] for unit in on(units, day, above)}
            orphans += [
                (day, unit["code"])
                for unit in on(units, day, level)
                if unit["parent_code"] not in codes
            ]

    assert orphans == []


def test_full_names_are_kind_and_name(units: list[Row]) -> None:
    odd = [
        unit["full_name"]
        for unit in units
        if unit["full_name"] not in (f"{unit['kind'].capitalize()} {unit['name']}", unit["name"])
    ]

    assert odd == []


def test_former_numbered_wards_keep_their_kind_in_their_name(units: list[Row]) -> None:
    assert {unit["name"] for unit in units if unit["full_name"] == "Phường 1"} == {"Phường 1"}


def test_every_former_commune_went_somewhere_in_full(units: list[Row], lineage: list[Row]) -> None:
    millionths: dict[tuple[str, str], int] = defaultdict(int)
    for edge in lineage:
        if edge["level"] == "commune":
            millionths[edge["old_code"], edge["old_valid_from"]] += round(
                float(edge["weight"]) * 1_000_000
            )
    closed = {
        (unit["code"], unit["valid_from"])
        for unit in units
        if unit["level"] == "commune" and unit["valid_to"]
    }

    assert set(millionths) == closed
    assert set(millionths.values()) == {1_000_000}


def test_every_closed_province_has_one_heir(units: list[Row], lineage: list[Row]) -> None:
    closed = {
        (unit["code"], unit["valid_from"])
        for unit in units
        if unit["level"] == "province" and unit["valid_to"]
    }
    edges = [edge for edge in lineage if edge["level"] == "province"]

    assert Counter((e["old_code"], e["old_valid_from"]) for e in edges) == Counter(closed)
    assert len(closed) == 52 + 3


def test_lineage_joins_a_row_that_ended_to_one_that_began_the_day_after(
    units: list[Row], lineage: list[Row]
) -> None:
    last_day = {(u["level"], u["code"], u["valid_from"]): u["valid_to"] for u in units}
    wrong = [
        edge
        for edge in lineage
        if edge["date"] != edge["new_valid_from"]
        or (edge["level"], edge["new_code"], edge["new_valid_from"]) not in last_day
        or last_day.get((edge["level"], edge["old_code"], edge["old_valid_from"]))
        != day_before(edge["date"])
    ]

    assert wrong == []


def test_whole_and_part_agree_with_the_weight(lineage: list[Row]) -> None:
    assert {edge["part"] for edge in lineage if edge["weight"] == "1"} == {"whole"}
    assert {edge["part"] for edge in lineage if edge["weight"] != "1"} == {"part"}


def test_every_edge_names_its_act(lineage: list[Row]) -> None:
    acts = {edge["document"] for edge in lineage}

    assert "" not in acts
    assert {f"NQ {number}/NQ-UBTVQH15" for number in range(1654, 1688)} <= acts


def test_every_commune_of_today_is_in_exactly_one_former_district(units: list[Row]) -> None:
    members = [member["commune_code"] for member in read("area_members.csv")]

    assert sorted(members) == sorted(unit["code"] for unit in on(units, TODAY, "commune"))


def test_every_former_district_is_an_area_in_the_province_of_its_communes(
    units: list[Row],
) -> None:
    areas = {area["code"]: area for area in read("areas.csv")}
    province = {unit["code"]: unit["parent_code"] for unit in on(units, TODAY, "commune")}
    districts = {unit["code"] for unit in on(units, LAST_OLD_DAY, "district")}

    assert set(areas) == districts
    assert {area["kind"] for area in areas.values()} == {"former_district"}
    assert [
        member
        for member in read("area_members.csv")
        if areas[member["area_code"]]["province_code"] != province[member["commune_code"]]
    ] == []


@pytest.mark.parametrize(
    ("area_name", "communes"),
    [
        ("Huyện Triệu Sơn", TRIEU_SON),
        ("Huyện Si Ma Cai", {"Si Ma Cai", "Sín Chéng"}),
        ("Huyện Côn Đảo", {"Côn Đảo"}),
        ("Huyện Hoàng Sa", {"Hoàng Sa"}),
    ],
)
def test_known_former_districts_hold_their_communes(
    units: list[Row], area_name: str, communes: set[str]
) -> None:
    [code] = [area["code"] for area in read("areas.csv") if area["name"] == area_name]
    name = {unit["code"]: unit["name"] for unit in on(units, TODAY, "commune")}
    members = [m for m in read("area_members.csv") if m["area_code"] == code]

    assert {name[member["commune_code"]] for member in members} == communes
    assert len(members) == len(communes)


def test_every_unit_of_today_has_one_label_point_inside_the_country(units: list[Row]) -> None:
    points = read("unit_points.csv")
    current = [
        (level, unit["code"])
        for level in ("commune", "province")
        for unit in on(units, TODAY, level)
    ]

    assert sorted((point["level"], point["code"]) for point in points) == sorted(current)
    assert [
        point
        for point in points
        if not LON_RANGE[0] <= float(point["lon"]) <= LON_RANGE[1]
        or not LAT_RANGE[0] <= float(point["lat"]) <= LAT_RANGE[1]
    ] == []


def test_only_the_archipelagos_lie_far_from_the_coast(units: list[Row]) -> None:
    archipelagos = ("Đặc khu Hoàng Sa", "Đặc khu Trường Sa")
    special = {unit["code"] for unit in units if unit["full_name"] in archipelagos}
    far = {point["code"] for point in read("unit_points.csv") if float(point["lon"]) > 109.6}

    assert len(special) == 2
    assert far == special


def test_communes_lie_near_the_middle_of_their_former_district(units: list[Row]) -> None:
    """A swapped or misplaced point would stand out among its neighbours."""
    place = {
        point["code"]: (float(point["lon"]), float(point["lat"]))
        for point in read("unit_points.csv")
        if point["level"] == "commune"
    }
    groups = defaultdict(list)
    for member in read("area_members.csv"):
        groups[member["area_code"]].append(member["commune_code"])

    def median(values: list[float]) -> float:
        return sorted(values)[len(values) // 2]

    astray = []
    for codes in groups.values():
        lon = median([place[code][0] for code in codes])
        lat = median([place[code][1] for code in codes])
        astray += [
            code
            for code in codes
            if abs(place[code][0] - lon) > 0.6 or abs(place[code][1] - lat) > 0.6
        ]

    assert astray == [THO_CHAU]
