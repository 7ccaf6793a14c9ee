"""The rows of the unit files in seed/data, and how they are read and written."""

import csv
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import TypeVar

DATA = Path(__file__).parents[1] / "data"

PROVINCE, DISTRICT, COMMUNE = "province", "district", "commune"
KINDS = ("thành phố", "đặc khu", "thị trấn", "thị xã", "phường", "huyện", "quận", "tỉnh", "xã")
TWO_TIER_START, OLD_UNITS_END = "2025-07-01", "2025-06-30"  # NQ 203/2025/QH15, NQ 202/2025/QH15


@dataclass(frozen=True, order=True)
class Unit:
    """
    A unit while its name, kind and parent stayed the same.

    Dates are ISO days, both included; an empty one is open (before our records, until today).
    """

    level: str
    code: str
    name: str
    full_name: str
    kind: str
    parent_code: str
    valid_from: str
    valid_to: str


@dataclass(frozen=True, order=True)
class Edge:
    """The share (weight, 0–1) of an old unit that went to a new one on a day, by which act."""

    level: str
    old_code: str
    old_valid_from: str
    new_code: str
    new_valid_from: str
    weight: str
    part: str  # whole or part
    document: str
    date: str


@dataclass(frozen=True, order=True)
class Area:
    """A named set of today's communes, in a province of today."""

    code: str
    name: str
    kind: str
    province_code: str


@dataclass(frozen=True, order=True)
class Member:
    """A commune of today in an area."""

    area_code: str
    commune_code: str


@dataclass(frozen=True, order=True)
class Point:
    """Where the label of a unit of today stands, in degrees (WGS 84)."""

    level: str
    code: str
    lon: float
    lat: float


Row = TypeVar("Row", Unit, Edge, Area, Member, Point)


def read(name: str) -> list[dict[str, str]]:
    """The lines of a file in seed/data, by column name."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(name: str, row_type: type[Row], rows: Iterable[Row]) -> None:
    """Write sorted rows of one of the types above to a file in seed/data."""
    with (DATA / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(field.name for field in fields(row_type))
        writer.writerows(astuple(row) for row in sorted(rows))
