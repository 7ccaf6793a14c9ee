"""The administrative units of yesterday and today."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from sqlalchemy import Connection, select

from db.models import Unit
from domain.places import search_key, sort_key
from seed.rows import DATA, Row, read_rows, refuse_repeats
from seed.store import Changes, Record, synchronise, table_of

UNIT_COLUMNS = (
    "level", "code", "name", "full_name", "kind", "parent_code", "valid_from", "valid_to",
)  # fmt: skip
POINT_COLUMNS = ("level", "code", "lon", "lat")
ALWAYS = date(1, 1, 1)  # an empty valid_from: since before our records
PARENT_LEVELS = {"province": (), "district": ("province",), "commune": ("province", "district")}

UnitKey = tuple[str, str, date]  # level, code, valid_from
Period = tuple[date, date]


def seed_units(connection: Connection, folder: Path = DATA) -> Changes:
    """
    The units of units.csv with the points of unit_points.csv.

    Units are never deleted: answers stay on the unit and date where they were collected.

    Raises:
        SeedError: a unit appears twice or overlaps itself, a name is blank, the parent never
            existed at the same time, or a point is not in Vietnam; names the file and line.
    """
    rows = read_rows(folder / "units.csv", UNIT_COLUMNS)
    records = [_unit(row) for row in rows]
    refuse_repeats(rows, [unit_key(record) for record in records])
    periods = _periods(rows, records)
    for row, record in zip(rows, records, strict=True):
        _check_parent(row, record, periods)
    points = _points(folder, {(str(r["level"]), str(r["code"])) for r in records if is_today(r)})
    placed = [record | _point(record, points) for record in records]
    return synchronise(connection, Unit, placed, key=("level", "code", "valid_from"))


def unit_ids(connection: Connection) -> dict[UnitKey, int]:
    """The id of every stored unit, by level, code and first day."""
    unit = table_of(Unit).c
    rows = connection.execute(select(unit.level, unit.code, unit.valid_from, unit.id))
    return {(level, code, valid_from): id_ for level, code, valid_from, id_ in rows}


def today_ids(connection: Connection, level: str) -> dict[str, int]:
    """The id of every unit of a level that exists today, by its code."""
    unit = table_of(Unit).c
    statement = select(unit.code, unit.id).where(unit.level == level, unit.valid_to.is_(None))
    return {code: id_ for code, id_ in connection.execute(statement)}


def unit_key(record: Record) -> UnitKey:
    """Level, code and first day: what makes a unit."""
    return record["level"], record["code"], record["valid_from"]  # type: ignore[return-value]


def is_today(record: Record) -> bool:
    """Whether the unit exists today."""
    return record["valid_to"] is None


def _unit(row: Row) -> dict[str, object]:
    name = row.text("name")
    valid_from = first_day(row, "valid_from")
    valid_to = row.day("valid_to") if row.optional("valid_to") else None
    if valid_to is not None and valid_to < valid_from:
        raise row.refusal(f"valid_to {valid_to} is before valid_from {valid_from}")
    return {
        "level": row.choice("level", PARENT_LEVELS),
        "code": row.text("code"),
        "name": name,
        "full_name": row.text("full_name"),
        "kind": row.text("kind"),
        "parent_code": row.optional("parent_code"),
        "valid_from": valid_from,
        "valid_to": valid_to,
        "search_key": search_key(name),
        "sort_key": sort_key(name),
    }


def first_day(row: Row, column: str) -> date:
    """The day, or the beginning of time when the file leaves it empty."""
    return row.day(column) if row.optional(column) else ALWAYS


def _periods(
    rows: Sequence[Row], records: Sequence[Record]
) -> Mapping[tuple[str, str], list[Period]]:
    """The days of each level and code; a unit may end and begin anew, but not overlap itself."""
    periods: dict[tuple[str, str], list[Period]] = defaultdict(list)
    for row, record in zip(rows, records, strict=True):
        level, code, first = unit_key(record)
        last = _last_day(record)
        if any(
            first <= other_last and other_first <= last
            for other_first, other_last in periods[level, code]
        ):
            raise row.refusal(f"{level} {code} overlaps another row of the same code")
        periods[level, code].append((first, last))
    return periods


def _check_parent(
    row: Row, record: Record, periods: Mapping[tuple[str, str], list[Period]]
) -> None:
    level, code, begin = unit_key(record)
    parent = str(record["parent_code"])
    parents = PARENT_LEVELS[level]
    if not parents:
        if parent:
            raise row.refusal(f"a {level} has no parent, not {parent}")
        return
    known = any(
        first <= _last_day(record) and begin <= last
        for parent_level in parents
        for first, last in periods.get((parent_level, parent), ())
    )
    if not known:
        raise row.refusal(f"unknown parent {parent!r} of {level} {code}")


def _last_day(record: Record) -> date:
    valid_to = record["valid_to"]
    return valid_to if isinstance(valid_to, date) else date.max


def _points(
    folder: Path, today: set[tuple[str, str]]
) -> dict[tuple[str, str], tuple[float, float]]:
    rows = read_rows(folder / "unit_points.csv", POINT_COLUMNS)
    refuse_repeats(rows, [(row.text("level"), row.text("code")) for row in rows])
    points = {}
    for row in rows:
        name = (row.text("level"), row.text("code"))
        if name not in today:
            raise row.refusal(f"no {name[0]} {name[1]} exists today")
        longitude = row.number("lon", least=102, most=118)  # with Hoàng Sa and Trường Sa
        points[name] = longitude, row.number("lat", least=6, most=24)
    return points


def _point(
    record: Record, points: Mapping[tuple[str, str], tuple[float, float]]
) -> dict[str, object]:
    known = points.get((str(record["level"]), str(record["code"]))) if is_today(record) else None
    longitude, latitude = known or (None, None)
    return {"longitude": longitude, "latitude": latitude}
