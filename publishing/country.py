"""The places figures are published for, as positions in arrays, by the boundaries of a day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, select
from sqlmodel import Session

from db.lineage import COMMUNE, commune_lineage
from db.models import metadata
from domain.access import NATION
from publishing.divided import Held, seen_on_eves, wholes_and_pieces
from stats.lattice import Places, places_of

_areas, _members = metadata.tables["area"], metadata.tables["areamember"]
_units, _changes = metadata.tables["unit"], metadata.tables["unitchange"]

Joined = tuple[str, int, date]  # area, unit, first day


@dataclass(frozen=True, eq=False)
class Country:
    """
    Where answers were collected, and what of it lies where today.

    A row of arrays is the part of one unit's answers that lies in one commune of the day: all of
    them, unless the unit has ended and was divided. `facts` and `shares` are per row.

    `areas`: area code → position in arrays of places; an area of one row stands where that does.
    """

    places: Places
    unit_ids: Sequence[int]
    facts: NDArray[np.int64]  # position in `unit_ids`
    shares: NDArray[np.float64]
    areas: Mapping[str, int]
    provinces: Sequence[str]
    eves: Sequence[tuple[int, Sequence[Held]]] = ()  # places of the past, and what was held back

    def rows_of(self, of_units: NDArray[np.int64]) -> NDArray[np.int64]:
        """Counts per row from counts per unit; a share of people is rounded to whole ones."""
        found = of_units[self.facts]
        if (self.shares == 1).all():
            return found
        # Rounded are the sums of the first pieces of a unit: so all of them are the unit again.
        shape = (-1, *[1] * (found.ndim - 1))
        through, before = (ends.reshape(shape) for ends in self._spans())
        return np.rint(found * through).astype(np.int64) - np.rint(found * before).astype(np.int64)

    def _spans(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Where the share of a row ends and begins in its unit; rows of a unit stand together."""
        ends = np.cumsum(self.shares)
        starts = np.append(0.0, ends[:-1])
        first = np.append(0, np.flatnonzero(np.diff(self.facts)) + 1)
        offset = np.repeat(starts[first], np.diff(np.append(first, len(ends))))
        return np.round(ends - offset, 9), np.round(starts - offset, 9)

    def whole_units(self, rows: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Which units all rows of are marked."""
        units = np.ones((len(self.unit_ids), *rows.shape[1:]), bool)
        np.logical_and.at(units, self.facts, rows)
        return units


def read_country(connection: Connection, on: date) -> Country:
    """
    The country of a day. Ended units count where they lie then, and as what they were.

    The second because readers may remember their figures and subtract them from the new unit's.
    """
    everything, joined = _members_of_areas(connection), _joined(connection)
    for code, unit_id, first in joined:  # of a day that begins with this release
        if first <= on and unit_id not in everything.setdefault(code, []):
            everything[code].append(unit_id)
    inside = _members_on(everything, joined, on)
    unit_ids = sorted({unit_id for members in inside.values() for unit_id in members})
    today = _valid(connection, on)
    pieces = _pieces(connection, unit_ids, today, on)
    names = [_name(fact, leaf) for fact, leaf, _ in pieces]
    by_leaf = _rows_by([leaf for _, leaf, _ in pieces])
    by_fact = _rows_by([fact for fact, _, _ in pieces])
    members, ended = {}, set()
    for code, units in inside.items():
        current = [unit for unit in units if unit in today]
        found = by_leaf if current else by_fact
        rows = sorted({row for unit in current or units for row in found.get(unit, ())})
        members[code] = [names[row] for row in rows]
        if not current:
            ended.add(code)
    before = _as_they_were(connection, everything, joined, on, by_fact, names)
    places = places_of({**members, **before}, names)
    number = {unit_id: place for place, unit_id in enumerate(unit_ids)}
    areas = {
        code: places.at[rows[0] if len(rows) == 1 else code]
        for code, rows in members.items()
        if rows
    }
    drawn = {code: place for code, place in areas.items() if code not in ended}
    eves = seen_on_eves(connection, on, before, places.at) if before else []
    past = {place for code, place in areas.items() if code in ended}
    past |= {places.at[code] for code in before if code in places.at} | {at for at, _ in eves}
    sets = {code: set(rows) for code, rows in {**members, **before}.items()}
    return Country(
        replace(
            places,
            past=frozenset(past - {*drawn.values()}),
            divided=wholes_and_pieces(pieces, names, sets, drawn, places.at),
            as_seen=frozenset(place for place, _ in eves),
        ),
        unit_ids,
        np.array([number[fact] for fact, _, _ in pieces], dtype=np.int64),
        np.array([share for _, _, share in pieces], dtype=float),
        areas,
        _provinces(connection),
        eves,
    )


def _as_they_were(
    connection: Connection,
    everything: Mapping[str, Sequence[int]],
    joined: Sequence[Joined],
    on: date,
    by_fact: Mapping[int, Sequence[int]],
    names: Sequence[str],
) -> dict[str, list[str]]:
    """
    Areas as they were on the eve of each change of theirs, under codes that no area has.

    Readers remember these figures and can subtract today's from them.
    """
    ended = select(_units.c.id, _units.c.valid_to).where(_units.c.valid_to < on)
    ends = {unit_id: last for unit_id, last in connection.execute(ended)}
    eves = {day - timedelta(days=1) for _, _, day in joined if day <= on}
    if not eves:
        return {}
    with Session(connection) as session:
        lineage = commune_lineage(session)
    found = {}
    for eve in eves:
        touched = {code for code, _, day in joined if day == eve + timedelta(days=1)}
        for code, units in _members_on(everything, joined, eve).items():
            if code in touched or any(ends.get(unit) == eve for unit in units):
                found[f"{code} until {eve}"] = [
                    names[row]
                    for fact, rows in by_fact.items()
                    if set(units).issuperset(one.unit_id for one in lineage.on(fact, eve))
                    for row in rows
                ]
    return found


def large_areas(country: Country) -> dict[str, int]:
    """The areas whose history is kept: every one of several communes."""
    return {
        code: place
        for code, place in country.areas.items()
        if place >= country.places.communes or code == NATION
    }


def _members_of_areas(connection: Connection) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    rows = connection.execute(
        select(_members.c.area_code, _members.c.unit_id).order_by(
            _members.c.area_code, _members.c.unit_id
        )
    )
    for area_code, unit_id in rows:
        found.setdefault(area_code, []).append(unit_id)
    return found


def _joined(connection: Connection) -> list[Joined]:
    """Which units joined which areas by a change of units, and since when they count there."""
    rows = connection.execute(
        select(_changes.c.added, _changes.c.happens_on).where(_changes.c.undone_at.is_(None))
    )
    return [
        (code, unit_id, happens_on)
        for added, happens_on in rows
        for code, unit_id in [*added["members"], *added["later"]]
    ]


def _members_on(
    everything: Mapping[str, Sequence[int]], joined: Sequence[Joined], on: date
) -> dict[str, list[int]]:
    """The members of areas on a day: without those that join them later."""
    later = {(code, unit_id) for code, unit_id, happens_on in joined if happens_on > on}
    kept = {
        code: [unit_id for unit_id in units if (code, unit_id) not in later]
        for code, units in everything.items()
    }
    return {code: units for code, units in kept.items() if units}


def _provinces(connection: Connection) -> list[str]:
    of_provinces = select(_areas.c.code).where(_areas.c.kind == "province")
    return list(connection.scalars(of_provinces.order_by(_areas.c.code)))


def _valid(connection: Connection, on: date) -> set[int]:
    open_ended = _units.c.valid_to.is_(None) | (_units.c.valid_to >= on)
    communes = (_units.c.level == COMMUNE) & (_units.c.valid_from <= on) & open_ended
    return set(connection.scalars(select(_units.c.id).where(communes)))


def _pieces(
    connection: Connection, unit_ids: Sequence[int], today: set[int], on: date
) -> list[tuple[int, int, float]]:
    """(unit, commune of the day, share) for every unit; lineage is read only when one has ended."""
    if today.issuperset(unit_ids):
        return [(unit_id, unit_id, 1.0) for unit_id in unit_ids]
    with Session(connection) as session:
        lineage = commune_lineage(session)
    return [
        (unit_id, piece.unit_id, piece.share)
        for unit_id in unit_ids
        for piece in lineage.on(unit_id, on)
    ]


def _rows_by(units: Sequence[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for row, unit_id in enumerate(units):
        found.setdefault(unit_id, []).append(row)
    return found


def _name(fact: int, leaf: int) -> str:
    """Apart from area codes, which hold no space."""
    return f"{fact} in {leaf}"
