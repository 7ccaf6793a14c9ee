"""Named sets of today's communes: the nation, provinces, former districts, single communes."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, select

from db.models import Area, AreaMember, Unit
from domain.access import NATION
from domain.places import search_key
from seed.rows import DATA, Row, read_rows, refuse_repeats
from seed.store import Changes, Record, synchronise, table_of
from seed.units import today_ids

AREA_COLUMNS = ("code", "name", "kind", "province_code")
MEMBER_COLUMNS = ("area_code", "commune_code")
NATION_NAME = "Việt Nam"


@dataclass(frozen=True)
class _Areas:
    """Areas and the communes (unit ids) of each."""

    records: list[Record]
    members: dict[str, list[int]]


def seed_areas(connection: Connection, folder: Path = DATA) -> tuple[Changes, Changes]:
    """
    The nation, the provinces and communes of today, and the former districts of areas.csv and
    area_members.csv. Returns what changed in the areas and in their members.

    Areas are never deleted: grants refer to them. Members are replaced by what the files say.

    Raises:
        SeedError: a code appears twice, a name is blank, a province or commune is unknown, or an
            area of the file has no commune; names the file and line.
    """
    communes = today_ids(connection, "commune")
    provinces = today_ids(connection, "province")
    parts = (_units_of_today(connection), _former_districts(folder, provinces, communes))
    records = [record for part in parts for record in part.records]
    members = [
        {"area_code": code, "unit_id": unit_id}
        for part in parts
        for code, unit_ids in part.members.items()
        for unit_id in unit_ids
    ]
    areas = synchronise(connection, Area, records, key=("code",))
    key = ("area_code", "unit_id")
    return areas, synchronise(connection, AreaMember, members, key=key, delete_others=True)


def area_codes(connection: Connection) -> set[str]:
    """The code of every stored area."""
    return set(connection.execute(select(table_of(Area).c.code)).scalars())


def _units_of_today(connection: Connection) -> _Areas:
    """The nation, every province and every commune of today, each an area of its own."""
    unit = table_of(Unit).c
    today = select(unit.id, unit.code, unit.full_name, unit.parent_code).where(
        unit.valid_to.is_(None)
    )
    provinces = connection.execute(today.where(unit.level == "province")).all()
    communes = connection.execute(today.where(unit.level == "commune")).all()
    province_names = {province.code: province.full_name for province in provinces}
    records = [_area(NATION, NATION_NAME, "nation", None)]
    records += [_area(p.code, p.full_name, "province", p.code) for p in provinces]
    members: dict[str, list[int]] = {NATION: [commune.id for commune in communes]}
    for commune in communes:
        province = commune.parent_code
        name = f"{commune.full_name}, {province_names[province]}"  # names repeat across provinces
        records.append(_area(commune.code, name, "commune", province))
        members.setdefault(province, []).append(commune.id)
        members[commune.code] = [commune.id]
    return _Areas(records, members)


def _former_districts(
    folder: Path, provinces: Mapping[str, int], communes: Mapping[str, int]
) -> _Areas:
    rows = read_rows(folder / "areas.csv", AREA_COLUMNS)
    refuse_repeats(rows, [row.text("code") for row in rows])
    members = _members(folder, {row.text("code") for row in rows}, communes)
    for row in rows:
        if row.text("code") not in members:
            raise row.refusal(f"area {row.text('code')} has no commune in area_members.csv")
    return _Areas([_file_area(row, provinces) for row in rows], members)


def _members(folder: Path, codes: set[str], communes: Mapping[str, int]) -> dict[str, list[int]]:
    rows = read_rows(folder / "area_members.csv", MEMBER_COLUMNS)
    refuse_repeats(rows, [(row.text("area_code"), row.text("commune_code")) for row in rows])
    members: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        if row.text("area_code") not in codes:
            raise row.refusal(f"unknown area {row.text('area_code')}")
        members[row.text("area_code")].append(_commune(row, row.text("commune_code"), communes))
    return dict(members)


def _file_area(row: Row, provinces: Mapping[str, int]) -> Record:
    kind = row.choice("kind", ("former_district",))
    return _area(row.text("code"), row.text("name"), kind, _province(row, provinces))


def _area(code: str, name: str, kind: str, province_code: str | None) -> Record:
    return {
        "code": code,
        "name": name,
        "kind": kind,
        "province_code": province_code,
        "search_key": search_key(name),
    }


def _province(row: Row, provinces: Mapping[str, int]) -> str:
    code = row.text("province_code")
    if code not in provinces:
        raise row.refusal(f"unknown province {code}")
    return code


def _commune(row: Row, code: str, communes: Mapping[str, int]) -> int:
    if code not in communes:
        raise row.refusal(f"unknown commune of today {code}")
    return communes[code]
