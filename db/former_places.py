"""Places that are no longer, by the names people still say, and what became of each."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from db.lineage import COMMUNE, DISTRICT, PROVINCE, valid_on
from db.models import Area, AreaMember, Unit, UnitLineage
from domain.places import search_key

_LEVELS = {PROVINCE: 0, DISTRICT: 1, COMMUNE: 2}


@dataclass(frozen=True)
class Successor:
    """A unit of today, and whether it is made of this one alone."""

    code: str
    full_name: str
    province_code: str
    province_name: str


@dataclass(frozen=True)
class FormerPlace:
    """
    A unit that ended, with the keys it is found by.

    `where` says which district and province it lay in; `documents` what decided about it; `alone`
    is true when it went on under another kind or name, together with no other unit.
    """

    level: str
    code: str
    full_name: str
    where: str
    ended_on: date
    documents: tuple[str, ...]
    became: tuple[Successor, ...]
    alone: bool
    name_key: str
    full_key: str
    whole_key: str


class _Unit(NamedTuple):
    """A unit of any time, as a plain row: thousands of records would cost a second."""

    id: int
    level: str
    code: str
    name: str
    full_name: str
    parent_code: str
    sort_key: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True)
class _Rows:
    """Everything the answers are put together from."""

    units: Mapping[int, _Unit]
    of_code: Mapping[tuple[str, str], Sequence[_Unit]]
    next_of: Mapping[int, Sequence[tuple[int, str]]]
    pieces: Mapping[int, int]
    communes_of_district: Mapping[str, Sequence[int]]
    today: date

    def at(self, level: str, code: str, day: date) -> _Unit | None:
        """The unit that had this code on a day."""
        for unit in self.of_code.get((level, code), ()):
            if unit.valid_from <= day and (unit.valid_to is None or day <= unit.valid_to):
                return unit
        return None


def former_places(session: Session, *, today: date) -> tuple[FormerPlace, ...]:
    """Every unit that has ended by a day and goes on under no code, in Vietnamese order."""
    rows = _rows(session, today)
    ended = [
        unit
        for unit in rows.units.values()
        if unit.valid_to and unit.valid_to < today and not _goes_on(unit, rows)
    ]
    ended.sort(key=lambda unit: (_LEVELS[unit.level], unit.sort_key, unit.code))
    return tuple(_place(unit, rows) for unit in ended)


def search_former(
    places: Sequence[FormerPlace], typed: str, *, limit: int = 8
) -> list[FormerPlace]:
    """
    The former places a person may mean by "nan san", "huyện Triệu Sơn" or "Xã Nàn Sán, Lào Cai".

    Every word must occur. Exact names come first, then their beginnings; provinces before
    districts before communes.
    """
    key = search_key(typed)
    if len(key) < 2:
        return []
    words = key.split()
    found = [place for place in places if all(word in place.whole_key for word in words)]
    exact = typed.strip().casefold()

    def rank(place: FormerPlace) -> tuple[int, int, int]:
        closeness = (
            0
            if key in (place.full_key, place.name_key)
            else 1
            if place.name_key.startswith(key)
            else 2
            if key in place.full_key
            else 3
        )
        return closeness, 0 if exact in place.full_name.casefold() else 1, _LEVELS[place.level]

    ranked = sorted(found, key=rank)
    named = [place for place in ranked if rank(place)[0] < 2]  # not all that lies inside it
    return (named or ranked)[:limit]


def namesakes(places: Sequence[FormerPlace], typed: str) -> list[FormerPlace]:
    """The former communes whose own name, or whole name, is what was typed."""
    key = search_key(typed)
    return [
        place
        for place in search_former(places, typed)
        if place.level == COMMUNE and key in (place.name_key, place.full_key)
    ]


def ended_with_code(places: Sequence[FormerPlace], code: str) -> list[FormerPlace]:
    """The commune that last had this code, when none has it today; an old link names it."""
    found = [place for place in places if place.level == COMMUNE and place.code == code]
    return sorted(found, key=lambda place: place.ended_on)[-1:]


def _rows(session: Session, today: date) -> _Rows:
    table = Unit.__table__  # type: ignore[attr-defined]
    columns = [table.c[name] for name in _Unit._fields]
    known = sql_select(*columns).where(table.c.level.in_(_LEVELS))
    units = {row[0]: _Unit(*row) for row in session.execute(known)}
    of_code: dict[tuple[str, str], list[_Unit]] = defaultdict(list)
    for unit in units.values():
        of_code[unit.level, unit.code].append(unit)
    next_of: dict[int, list[tuple[int, str]]] = defaultdict(list)
    pieces: dict[int, int] = defaultdict(int)
    edges = select(UnitLineage.old_id, UnitLineage.new_id, UnitLineage.document)
    for old_id, new_id, document in session.exec(edges).all():
        next_of[old_id].append((new_id, document))
        pieces[new_id] += 1
    return _Rows(units, of_code, next_of, pieces, _communes_of_district(session, today), today)


def _communes_of_district(session: Session, today: date) -> dict[str, list[int]]:
    members: dict[str, list[int]] = defaultdict(list)
    rows = session.exec(
        select(AreaMember.area_code, AreaMember.unit_id)
        .join(Area, col(Area.code) == AreaMember.area_code)
        .join(Unit, col(Unit.id) == AreaMember.unit_id)
        .where(Area.kind == "former_district", valid_on(today))
        .order_by(Unit.sort_key)
    ).all()
    for area_code, unit_id in rows:
        members[area_code].append(unit_id)
    return members


def _place(unit: _Unit, rows: _Rows) -> FormerPlace:
    where = _where(unit, rows)
    steps = rows.next_of.get(unit.id, ())
    became = _today_of(unit, rows)
    return FormerPlace(
        level=unit.level,
        code=unit.code,
        full_name=unit.full_name,
        where=where,
        ended_on=unit.valid_to or rows.today,
        documents=tuple(dict.fromkeys(document for _, document in steps)),
        became=tuple(_successor(one, rows) for one in became),
        alone=len(became) == 1 and all(rows.pieces[new_id] == 1 for new_id, _ in steps),
        name_key=search_key(unit.name),
        full_key=search_key(unit.full_name),
        whole_key=search_key(f"{unit.full_name} {where}"),
    )


def _goes_on(unit: _Unit, rows: _Rows) -> bool:
    """Whether it only gave or got a part: the same place begins again under the same code."""
    following = [rows.units[new_id] for new_id, _ in rows.next_of.get(unit.id, ())]
    return any(
        (one.code, one.full_name, one.parent_code) == (unit.code, unit.full_name, unit.parent_code)
        for one in following
    )


def _today_of(unit: _Unit, rows: _Rows) -> list[_Unit]:
    """The units valid today that it became; of a district, the communes of its area."""
    if unit.level == DISTRICT:
        return [rows.units[id_] for id_ in rows.communes_of_district.get(unit.code, ())]
    found: dict[int, _Unit] = {}
    waiting = [unit]
    while waiting:
        one = waiting.pop(0)
        steps = rows.next_of.get(one.id, ())
        if steps and one.valid_to is not None and one.valid_to < rows.today:
            waiting += [rows.units[new_id] for new_id, _ in steps]
        else:
            found[one.id] = one
    return list(found.values())


def _successor(unit: _Unit, rows: _Rows) -> Successor:
    code = unit.code if unit.level == PROVINCE else unit.parent_code
    home = rows.at(PROVINCE, code, rows.today) or unit
    return Successor(unit.code, unit.full_name, home.code, home.full_name)


def _where(unit: _Unit, rows: _Rows) -> str:
    """District and province it lay in, by their names at its end."""
    last = unit.valid_to or rows.today
    district = rows.at(DISTRICT, unit.parent_code, last)
    province = rows.at(PROVINCE, district.parent_code if district else unit.parent_code, last)
    return ", ".join(one.full_name for one in (district, province) if one)
