"""The places figures are published for, as positions in arrays, by the boundaries of a day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, select
from sqlmodel import Session

from db.lineage import COMMUNE, commune_lineage
from db.models import metadata
from domain.access import NATION
from stats.release import Places, places_of

_members, _units = metadata.tables["areamember"], metadata.tables["unit"]


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

    def rows_of(self, of_units: NDArray[np.int64]) -> NDArray[np.int64]:
        """Counts per row from counts per unit; a share of people is rounded to whole ones."""
        found = of_units[self.facts]
        if (self.shares == 1).all():
            return found
        shape = (-1, *[1] * (found.ndim - 1))
        return np.rint(found * self.shares.reshape(shape)).astype(np.int64)

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
    inside = _members_of_areas(connection)
    unit_ids = sorted({unit_id for members in inside.values() for unit_id in members})
    today = _valid(connection, on)
    pieces = _pieces(connection, unit_ids, today, on)
    names = [_name(fact, leaf) for fact, leaf, _ in pieces]
    by_leaf, by_fact = (
        _rows_by([leaf for _, leaf, _ in pieces]),
        _rows_by([f for f, _, _ in pieces]),
    )
    members = {}
    for code, units in inside.items():
        current = [unit for unit in units if unit in today]
        found = by_leaf if current else by_fact
        rows = sorted({row for unit in current or units for row in found.get(unit, ())})
        members[code] = [names[row] for row in rows]
    places = places_of(members, names)
    position = {code: number for number, code in enumerate(places.codes)}
    number = {unit_id: place for place, unit_id in enumerate(unit_ids)}
    return Country(
        places,
        unit_ids,
        np.array([number[fact] for fact, _, _ in pieces], dtype=np.int64),
        np.array([share for _, _, share in pieces], dtype=float),
        {
            code: position[rows[0] if len(rows) == 1 else code]
            for code, rows in members.items()
            if rows
        },
    )


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
