"""
Write the administrative units of Vietnam, before and after 2025-07-01, into seed/data.

Run as `python -m seed.build.units` from the root of the repository, after
`pip install vietnamadminunits==1.0.4` (seed/build/requirements.txt); the app itself does not
need the package. Running twice changes nothing. What the package lacks or has wrong stands in
the files acts_*.csv and *_corrections.csv of seed/data, each line with its source.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from seed.build import areas, lineage, source
from seed.build.records import (
    COMMUNE,
    DISTRICT,
    KINDS,
    OLD_UNITS_END,
    PROVINCE,
    TWO_TIER_START,
    Area,
    Edge,
    Member,
    Point,
    Unit,
    read,
    write,
)

HUE_CITY_START = {"46": "2025-01-01"}  # NQ 175/2024/QH15; other old units: before our records


def main() -> None:
    """Write units, unit_lineage, areas, area_members and unit_points."""
    folder = source.package_folder()
    old, new = source.old_communes(folder), source.new_communes(folder)
    takeovers = lineage.takeovers(old, new, source.conversions(folder))
    provinces = lineage.province_successors(old, new, takeovers)

    former = old_units(old, kept_names={row.name for row in new})
    units, later_edges = with_later_acts(
        [*without_unchanged(former, new_units(new), provinces)], read("acts_2026.csv")
    )
    edges = [
        *lineage.province_edges(provinces, HUE_CITY_START),
        *lineage.commune_edges(takeovers, new),
        *later_edges,
    ]
    districts = [unit for unit in units if unit.level == DISTRICT]
    members = areas.members(old, new, takeovers)

    write("units.csv", Unit, units)
    write("unit_lineage.csv", Edge, edges)
    write("areas.csv", Area, areas.former_districts(districts, provinces))
    write("area_members.csv", Member, members)
    write("unit_points.csv", Point, points(new))


def parsed(level: str, code: str, full_name: str, parent_code: str) -> Unit:
    """
    A unit from its full name: "Thị Trấn Ái Tử" → kind "thị trấn", name "Ái Tử".

    A unit named by a number keeps its kind in its name ("Phường 1", "Phường 2 Bảo Lộc").
    """
    kind = next(kind for kind in KINDS if full_name.casefold().startswith(f"{kind} "))
    rest = full_name[len(kind) + 1 :]
    full_name = f"{kind.capitalize()} {rest}"
    name = full_name if rest[0].isdigit() else rest
    return Unit(level, code, name, full_name, kind, parent_code, valid_from="", valid_to="")


def old_units(old: Iterable[source.OldCommune], *, kept_names: Collection[str]) -> list[Unit]:
    """Provinces, districts and communes of 2025-06-30, closed on that day, names corrected."""
    names = {(row["level"], row["code"]): row["full_name"] for row in read("unit_corrections.csv")}
    units = set()
    for row in old:
        units.add((PROVINCE, row.province_code, row.province_name, ""))
        units.add((DISTRICT, row.district_code, row.district_name, row.province_code))
        if row.code and row.name:
            name = row.name if row.name in kept_names else one_capital(row.name)
            units.add((COMMUNE, row.code, name, row.district_code))
    return [
        replace(
            parsed(level, code, names.get((level, code), name), parent_code),
            valid_from=HUE_CITY_START.get(code, "") if level == PROVINCE else "",
            valid_to=OLD_UNITS_END,
        )
        for level, code, name, parent_code in units
    ]


def one_capital(full_name: str) -> str:
    """
    The name with no capital inside a syllable ("Ia RBol" → "Ia Rbol").

    NĐ 30/2020/NĐ-CP, Phụ lục II: the first letter is the capital. Roman numerals stay.
    """
    if re.search(r" [IVX]+$", full_name):
        return full_name
    return re.sub(r"(?<=[^\W\d_])[^\W\d_]+", lambda rest: rest[0].lower(), full_name)


def new_units(new: Iterable[source.NewCommune]) -> list[Unit]:
    """Provinces and communes as they stood on 2025-07-01."""
    provinces = {(PROVINCE, row.province_code, row.province_name, "") for row in new}
    communes = {(COMMUNE, row.code, row.name, row.province_code) for row in new}
    return [replace(parsed(*unit), valid_from=TWO_TIER_START) for unit in provinces | communes]


def without_unchanged(
    former: Iterable[Unit], current: Iterable[Unit], provinces: Mapping[str, str]
) -> Iterable[Unit]:
    """Old and new units; a province that took in no other one is a single, open row."""
    unchanged = lineage.unchanged_provinces(provinces)
    for unit in former:
        stays = unit.level == PROVINCE and unit.code in unchanged
        yield replace(unit, valid_to="") if stays else unit
    for unit in current:
        if not (unit.level == PROVINCE and unit.code in unchanged):
            yield unit


def with_later_acts(
    units: Iterable[Unit], acts: Iterable[Mapping[str, str]]
) -> tuple[list[Unit], list[Edge]]:
    """
    The units after acts that change a kind, and the edges from each closed row to its heir.

    Raises:
        KeyError: an act names a unit that does not exist on its day.
    """
    current = {(unit.level, unit.code): unit for unit in units if not unit.valid_to}
    closed = [unit for unit in units if unit.valid_to]
    edges = []
    for act in acts:
        before = current[act["level"], act["code"]]
        after = parsed(before.level, before.code, act["full_name"], before.parent_code)
        current[before.level, before.code] = replace(after, valid_from=act["date"])
        closed.append(replace(before, valid_to=day_before(act["date"])))
        edges.append(lineage.whole_edge(before, act["date"], act["document"]))
    return [*closed, *current.values()], edges


def day_before(day: str) -> str:
    """The ISO day before an ISO day."""
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()


def points(new: Iterable[source.NewCommune]) -> set[Point]:
    """Label points of today's provinces and communes, with point_corrections.csv applied."""
    better = {
        (row["level"], row["code"]): (float(row["lon"]), float(row["lat"]))
        for row in read("point_corrections.csv")
    }
    communes = {(COMMUNE, row.code): (row.lon, row.lat) for row in new}
    provinces = {(PROVINCE, row.province_code): (row.province_lon, row.province_lat) for row in new}
    return {Point(*unit, *place) for unit, place in (communes | provinces | better).items()}


if __name__ == "__main__":
    main()
