"""Which areas the units of a change belong to, and whose figures are read there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from db.lineage import COMMUNE, PROVINCE, area_codes_of, commune_lineage
from db.models import Area, Unit
from domain.access import NATION
from domain.unit_entry import Piece


@dataclass(frozen=True)
class AreaEffect:
    """What a change does to an area: units (or parts of them) it gains, and those it loses."""

    code: str
    name: str
    kind: str
    gains: tuple[str, ...]
    loses: tuple[str, ...]


@dataclass(frozen=True)
class Membership:
    """
    What joins which area: `new` by the code of the new unit, `old` by the id of an older one.

    Answers lie on older units, so they join wherever something of them is read; how much of them
    is read there follows from lineage (`db.lineage.ended_shares`).
    """

    new: tuple[tuple[str, str], ...]
    old: tuple[tuple[str, int], ...]


def merged_areas(
    session: Session, new_units: Sequence[tuple[str, str]], old: Sequence[Unit]
) -> tuple[tuple[AreaEffect, ...], Membership]:
    """Of a merge or split: all new units (code, name) belong to the same areas."""
    members = area_codes_of(session, [unit.id or 0 for unit in old])
    found = _areas(session, members)
    gaining = _gaining(found, members, old)
    gains = tuple(name for _, name in new_units)
    effects = tuple(
        AreaEffect(
            area.code,
            area.name,
            area.kind,
            gains if area.code in gaining else (),
            () if area.code in gaining else _names(old, members[area.code]),
        )
        for area in found
        if area.kind != COMMUNE
    )
    kept = [area.code for area in found if area.kind != COMMUNE and area.code in gaining]
    codes = [code for code, _ in new_units]
    before = _with_ancestors(session, old)
    return effects, Membership(
        new=tuple((area, code) for code in codes for area in [*kept, code]),
        old=tuple((area, unit_id) for area in [*kept, *codes] for unit_id in before),
    )


def transferred_areas(
    session: Session, pieces: Sequence[Piece], old: Sequence[Unit]
) -> tuple[tuple[AreaEffect, ...], Membership]:
    """
    Of a transfer: every unit stays in its areas, and these read the pieces it got.

    What an area loses or gains is part of a unit; the unit itself it never gains.
    """
    by_code = {unit.code: unit for unit in old}
    members = area_codes_of(session, [unit.id or 0 for unit in old])
    areas_of = {
        unit.code: [code for code, inside in members.items() if unit.id in inside] for unit in old
    }
    effects = tuple(
        _effect(area, [by_code[code] for code in by_code if area.code in areas_of[code]], pieces,
                by_code)
        for area in _areas(session, members)
        if area.kind != COMMUNE
    )  # fmt: skip
    read_in = [(code, unit) for code, unit in by_code.items()]
    read_in += [(piece.to_code, by_code[piece.from_code]) for piece in pieces]
    joined = {
        (area, unit_id)
        for code, unit in read_in
        for unit_id in _with_ancestors(session, [unit])
        for area in {*areas_of[code], code}
    }
    return tuple(one for one in effects if one.gains or one.loses), Membership(
        new=tuple((area, code) for code in by_code for area in sorted({*areas_of[code], code})),
        old=tuple(sorted(joined)),
    )


def _effect(
    area: Area, inside: Sequence[Unit], pieces: Sequence[Piece], by_code: Mapping[str, Unit]
) -> AreaEffect:
    codes = {unit.code for unit in inside}
    gains = [one.from_code for one in pieces if one.to_code in codes and one.from_code not in codes]
    loses = [one.from_code for one in pieces if one.from_code in codes and one.to_code not in codes]
    gained, lost = (
        tuple(by_code[code].full_name for code in dict.fromkeys(each)) for each in (gains, loses)
    )
    return AreaEffect(area.code, area.name, area.kind, gained, lost)


def _areas(session: Session, codes: Iterable[str]) -> Sequence[Area]:
    named = select(Area).where(col(Area.code).in_(sorted(codes)))
    return session.exec(named.order_by(Area.kind, Area.code)).all()


def _names(units: Sequence[Unit], ids: Iterable[int]) -> tuple[str, ...]:
    inside = set(ids)
    return tuple(unit.full_name for unit in units if (unit.id or 0) in inside)


def _with_ancestors(session: Session, old: Sequence[Unit]) -> list[int]:
    """The old units and those before them, on which answers may lie."""
    lineage = commune_lineage(session)
    old_ids = [unit.id or 0 for unit in old]
    before = {id_ for unit_id in old_ids for id_ in lineage.before(unit_id)}
    known = area_codes_of(session, before).get(NATION, set())
    return sorted({*old_ids, *known})


def _gaining(
    areas: Iterable[Area], members: Mapping[str, set[int]], old: Sequence[Unit]
) -> frozenset[str]:
    """
    The areas the new units belong to.

    The nation, the province of the first old unit, the former district of most of them, and an
    area of our own only when it held all of them: nobody's scope grows by a merge.
    """
    first = old[0]
    districts = [area.code for area in areas if area.kind == "former_district"]
    home = max(
        districts,
        key=lambda code: (len(members[code]), (first.id or 0) in members[code]),
        default=None,
    )
    everything = {unit.id or 0 for unit in old}
    return frozenset(
        area.code
        for area in areas
        if area.kind == "nation"
        or (area.kind == PROVINCE and area.code == first.parent_code)
        or area.code == home
        or (area.kind == "custom" and members[area.code] >= everything)
    )
