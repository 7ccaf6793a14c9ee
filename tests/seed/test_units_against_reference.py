"""The unit files equal an independent compilation, but for the listed, explained differences."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DATA = ROOT / "seed" / "data"
REFERENCE = ROOT.parent / "shared" / "data" / "geo"
KNOWN = Path(__file__).parent / "known_differences.csv"

pytestmark = pytest.mark.skipif(
    not REFERENCE.is_dir(), reason="the reference units (../shared/data/geo) are not here"
)

Row = dict[str, str]
Difference = tuple[str, str, str, str]  # what, key, ours, reference


def read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def compared(what: str, ours: dict[str, str], reference: dict[str, str]) -> Iterator[Difference]:
    for key in sorted(ours.keys() | reference.keys()):
        pair = (ours.get(key, "(none)"), reference.get(key, "(none)"))
        if pair[0] != pair[1]:
            yield (what, key, *pair)


def units(rows: Iterable[Row]) -> dict[str, str]:
    columns = ("kind", "name", "full_name", "parent_code", "valid_to")
    return {
        " ".join((row["level"], row["code"], row["valid_from"])).strip(): "|".join(
            row[column].removesuffix(" trung ương") for column in columns
        )
        for row in rows
    }


def our_communes_of_2025() -> dict[str, str]:
    """Part or whole, by old and new code."""
    return {
        f"{edge['old_code']} {edge['new_code']}": edge["part"]
        for edge in read(DATA / "unit_lineage.csv")
        if edge["level"] == "commune" and edge["date"] == "2025-07-01"
    }


def differences() -> list[Difference]:
    """Everything in which our files and the reference disagree."""
    crosswalk = {
        f"{row['old_code']} {row['new_code']}": row["part"]
        for row in read(REFERENCE / "commune_crosswalk.csv")
        if row["old_code"]  # five island districts without communes are areas with us
    }
    members = {row["commune_code"]: row["area_code"] for row in read(DATA / "area_members.csv")}
    districts = {
        row["new_code"]: row["old_district"] for row in read(REFERENCE / "commune_to_district.csv")
    }
    return [
        *compared("unit", units(read(DATA / "units.csv")), units(read(REFERENCE / "units.csv"))),
        *compared("crosswalk", our_communes_of_2025(), crosswalk),
        *compared("former district", members, districts),
    ]


def test_only_the_known_differences_remain() -> None:
    known = [(row["what"], row["key"], row["ours"], row["reference"]) for row in read(KNOWN)]

    assert differences() == known


def test_every_known_difference_has_a_reason() -> None:
    assert [row for row in read(KNOWN) if not row["reason"].strip()] == []


def test_island_districts_without_communes_are_the_areas_of_the_reference() -> None:
    members = defaultdict(set)
    for row in read(DATA / "area_members.csv"):
        members[row["area_code"]].add(row["commune_code"])
    islands = {
        row["new_code"]: row["old_district"]
        for row in read(REFERENCE / "commune_crosswalk.csv")
        if not row["old_code"]
    }

    assert len(islands) == 5
    assert all(members[district] == {commune} for commune, district in islands.items())
