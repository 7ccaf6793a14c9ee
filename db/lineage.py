"""What the database knows of older and newer boundaries: units by day, and what became of them."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, select

from db.models import Area, AreaMember, Unit, UnitLineage
from db.scopes import in_area, within
from domain.access import NATION, Scope
from domain.errors import UnitEnded, UnknownUnit
from domain.lineage import Edge, Lineage, Period, grouped
from domain.quoted import quoted

PROVINCE, DISTRICT, COMMUNE = "province", "district", "commune"

_EXACT = 1e-9  # how far the pieces of a unit that came together again may miss 1

Shares = dict[int, dict[str, float]]  # unit id → code of the view's unit → share


@dataclass(frozen=True)
class UnitName:
    """A unit of some day as a table lists it."""

    code: str
    full_name: str


def valid_on(day: date | None) -> ColumnElement[bool]:
    """The condition that a unit exists on a day; without a day, the newest boundaries known."""
    if day is None:
        return col(Unit.valid_to).is_(None)
    return (col(Unit.valid_from) <= day) & or_(
        col(Unit.valid_to).is_(None), col(Unit.valid_to) >= day
    )


def change_days(session: Session) -> list[date]:
    """The days on which new boundaries began, the earliest first."""
    days = select(col(UnitLineage.happened_on)).distinct()
    return sorted(session.exec(days).all())


def commune_lineage(session: Session) -> Lineage:
    """The days of all communes and what became of them."""
    communes = select(col(Unit.id), col(Unit.valid_from), col(Unit.valid_to)).where(
        Unit.level == COMMUNE
    )
    periods = {
        id_: Period(first, last) for id_, first, last in session.exec(communes) if id_ is not None
    }
    edges = session.exec(
        select(UnitLineage.old_id, UnitLineage.new_id, UnitLineage.weight)
        .join(Unit, col(Unit.id) == col(UnitLineage.old_id))
        .where(Unit.level == COMMUNE)
    )
    return Lineage(periods, (Edge(*edge) for edge in edges))


def shares_on(
    session: Session,
    unit_ids: Iterable[int],
    *,
    on: date,
    level: str = COMMUNE,
    lineage: Lineage | None = None,
) -> Shares:
    """Which units of a day and level each commune stands for, and in what shares."""
    lineage = lineage or commune_lineage(session)
    homes = _homes(session, on, level)
    return {
        unit_id: grouped(lineage.on(unit_id, on), lambda piece: homes.get(piece, ""))
        for unit_id in unit_ids
    }


def ended_shares(
    session: Session, scope: Scope, area_code: str, on: date | None
) -> dict[int, dict[int, float]]:
    """
    What of each ended commune of an area went to which commune of a day: id → id → share.

    Empty for nearly every area: answers mostly lie on units that still exist.
    """
    ended = session.exec(
        select(Unit.id).where(in_area(area_code, col(Unit.id)), ~valid_on(on))
    ).all()
    if not ended:
        return {}
    lineage, day = commune_lineage(session), on or date.max
    return {
        unit_id: {one.unit_id: one.share for one in lineage.on(unit_id, day)}
        for unit_id in ended
        if unit_id is not None
    }


def estimated_codes(session: Session, scope: Scope, area_code: str, *, on: date) -> frozenset[str]:
    """The communes of a day in an area that hold a share of an ended one, not the whole."""
    pieces = {
        piece
        for shares in ended_shares(session, scope, area_code, on).values()
        for piece, share in shares.items()
        if share < 1 - _EXACT
    }
    if not pieces:
        return frozenset()
    return frozenset(session.exec(select(Unit.code).where(col(Unit.id).in_(pieces))).all())


def estimated_provinces(session: Session, scope: Scope, *, on: date) -> frozenset[str]:
    """The provinces of a day that hold a share of an ended commune, not the whole."""
    ended = ended_shares(session, scope, NATION, on)
    if not ended:
        return frozenset()
    homes = _homes(session, on, PROVINCE)
    found = [{homes.get(piece, "") for piece in pieces} for pieces in ended.values()]
    return frozenset(code for codes in found if len(codes) > 1 for code in codes)


def units_of(session: Session, *, on: date, level: str, codes: Iterable[str]) -> list[UnitName]:
    """The units of a day and level with these codes, in Vietnamese order."""
    rows = session.exec(
        select(Unit.code, Unit.full_name)
        .where(Unit.level == level, valid_on(on), col(Unit.code).in_(sorted(codes)))
        .order_by(Unit.sort_key, Unit.code)
    ).all()
    return [UnitName(code, full_name) for code, full_name in rows]


def levels_on(session: Session, *, on: date) -> Sequence[str]:
    """The levels below the nation that had units on a day: no district since 2025-07-01."""
    return [
        level
        for level in (PROVINCE, DISTRICT, COMMUNE)
        if session.exec(select(Unit.id).where(Unit.level == level, valid_on(on)).limit(1)).first()
    ]


def require_province(session: Session, code: str, *, on: date) -> UnitName:
    """
    The province of a day with this code.

    Raises:
        UnitEnded: there was one before; `became` and `became_code` name where it is now.
        UnknownUnit: there never was.
    """
    found = units_of(session, on=on, level=PROVINCE, codes=[code])
    if found:
        return found[0]
    old = session.exec(
        select(Unit.id, Unit.full_name)
        .where(Unit.level == PROVINCE, Unit.code == code)
        .order_by(col(Unit.valid_to).desc())
    ).first()
    if old is None:
        raise UnknownUnit(code=quoted(code, 12))
    new = successors(session, old[0] or 0)
    raise UnitEnded(
        name=old[1],
        became=", ".join(unit.full_name for unit in new),
        became_code=new[0].code if new else "",
    )


def successors(session: Session, unit_id: int) -> list[UnitName]:
    """The newest units that a unit of any level became, directly or through others."""
    steps = session.exec(select(UnitLineage.new_id).where(UnitLineage.old_id == unit_id)).all()
    if not steps:
        name = select(Unit.code, Unit.full_name).where(Unit.id == unit_id)
        return [UnitName(*session.exec(name).one())]
    found = [unit for new_id in steps for unit in successors(session, new_id)]
    return list(dict.fromkeys(found))


def members_within(session: Session, scope: Scope, area_code: str) -> list[int]:
    """Every commune of an area, of any time, as far as the scope reaches."""
    members = select(Unit.id).where(within(scope, col(Unit.id)), in_area(area_code, col(Unit.id)))
    return [unit_id for unit_id in session.exec(members).all() if unit_id is not None]


def communes_by_area(session: Session, *, on: date) -> dict[str, list[str]]:
    """Every area → its communes of a day."""
    rows = session.exec(
        select(AreaMember.area_code, Unit.code)
        .join(Unit, col(Unit.id) == AreaMember.unit_id)
        .where(valid_on(on))
    ).all()
    found: dict[str, list[str]] = {}
    for area_code, code in rows:
        found.setdefault(area_code, []).append(code)
    return found


def became(session: Session, area_code: str, *, on: date) -> str:
    """The names of the communes of a day that those of an area went into."""
    members = select(AreaMember.unit_id).where(AreaMember.area_code == area_code)
    lineage = commune_lineage(session)
    ids = {one.unit_id for id_ in session.exec(members).all() for one in lineage.on(id_, on)}
    names = select(Unit.full_name).where(col(Unit.id).in_(ids)).order_by(Unit.sort_key)
    return ", ".join(session.exec(names).all())


def area_codes_of(session: Session, unit_ids: Iterable[int]) -> dict[str, set[int]]:
    """Area code → which of these units belong to it."""
    rows = session.exec(
        select(AreaMember.area_code, AreaMember.unit_id)
        .join(Area, col(Area.code) == AreaMember.area_code)
        .where(col(AreaMember.unit_id).in_(sorted(unit_ids)))
    ).all()
    found: dict[str, set[int]] = {}
    for code, unit_id in rows:
        found.setdefault(code, set()).add(unit_id)
    return found


def _homes(session: Session, on: date, level: str) -> dict[int, str]:
    """Commune id → code of the unit of a level it belonged to on a day."""
    communes = session.exec(
        select(Unit.id, Unit.code, Unit.parent_code).where(Unit.level == COMMUNE, valid_on(on))
    ).all()
    parents = dict(
        session.exec(
            select(Unit.code, Unit.parent_code).where(Unit.level == DISTRICT, valid_on(on))
        ).all()
    )
    if level == COMMUNE:
        return {id_ or 0: code for id_, code, _ in communes}
    districts = {id_ or 0: parent for id_, _, parent in communes}
    districts = {**_districts_without_communes(session, parents), **districts}
    if level == DISTRICT:
        return districts
    return {id_: parents.get(code, code) for id_, code in districts.items()}


def _districts_without_communes(session: Session, districts: Container[str]) -> dict[int, str]:
    """
    Commune id → district, by the areas of former districts.

    Five island districts had no communes: no lineage leads there from the special zones of today.
    """
    members = session.exec(
        select(AreaMember.unit_id, AreaMember.area_code)
        .join(Area, col(Area.code) == AreaMember.area_code)
        .where(Area.kind == "former_district")
    ).all()
    return {unit_id: code for unit_id, code in members if code in districts}
