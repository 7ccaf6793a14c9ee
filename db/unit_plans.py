"""A merge or split before it happens: whether it can be, and what it would move where."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import func
from sqlmodel import Session, col, select

from db.lineage import COMMUNE, PROVINCE, area_codes_of, commune_lineage, successors, valid_on
from db.models import Area, Assessment, Unit
from domain.access import NATION
from domain.errors import (
    BadChange,
    ChangeTooEarly,
    CodeTaken,
    DocumentMissing,
    SameUnitTwice,
    UnitEnded,
    UnknownUnit,
)
from domain.lineage import as_unit_code, as_unit_name, check_shares
from domain.quoted import quoted

KINDS = ("xã", "phường", "đặc khu")  # of a commune, Luật 72/2025/QH15
_LONGEST_DOCUMENT = 120


class Change(StrEnum):
    """Several whole communes become one, or one becomes several."""

    MERGE = "merge"
    SPLIT = "split"


@dataclass(frozen=True)
class NewUnit:
    """A commune to come; `share` (0-1] is how much of the split one it takes."""

    code: str
    name: str
    kind: str
    share: float = 1.0

    @property
    def full_name(self) -> str:
        """As it is written: "Xã Si Ma Cai"."""
        return f"{self.kind[0].upper()}{self.kind[1:]} {self.name}"


@dataclass(frozen=True)
class PlannedChange:
    """What a document decides, as an administrator enters it; `happens_on` is the first new day."""

    kind: Change
    old_codes: tuple[str, ...]
    new_units: tuple[NewUnit, ...]
    document: str
    happens_on: date


@dataclass(frozen=True)
class Move:
    """A share of an old commune's figures and the new one they are read under."""

    old_code: str
    old_name: str
    new_code: str
    new_name: str
    share: float


@dataclass(frozen=True)
class AreaEffect:
    """What a change does to an area: new units it holds, and old ones whose figures leave it."""

    code: str
    name: str
    kind: str
    gains: tuple[str, ...]
    loses: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """A change that can be applied, with everything it needs."""

    change: PlannedChange
    old_ids: tuple[int, ...]
    province_code: str
    province_name: str
    moves: tuple[Move, ...]
    areas: tuple[AreaEffect, ...]
    ancestors: tuple[int, ...]  # the old units and those before them, on which answers may lie
    point: tuple[float | None, float | None]


def plan_of(session: Session, change: PlannedChange) -> Plan:
    """
    What a change would do. Nothing is written.

    Raises:
        DocumentMissing, BadChange, SameUnitTwice, BadShares: it is not complete.
        UnknownUnit, UnitEnded: an old unit is not there on the eve of the change.
        CodeTaken: another unit has a new code.
        ChangeTooEarly: people answered on an old unit on or after the day.
    """
    clean = _clean(change)
    old = [_old_unit(session, code, clean.happens_on) for code in clean.old_codes]
    old_ids = [unit.id or 0 for unit in old]
    _refuse_taken_codes(session, clean)
    _refuse_later_answers(session, old_ids, clean.happens_on)
    lineage = commune_lineage(session)
    before = {id_ for unit_id in old_ids for id_ in lineage.before(unit_id)}
    known = area_codes_of(session, before).get(NATION, set())
    return Plan(
        change=clean,
        old_ids=tuple(old_ids),
        province_code=old[0].parent_code,
        province_name=_province_name(session, old[0].parent_code),
        moves=tuple(
            Move(unit.code, unit.full_name, new.code, new.full_name, new.share)
            for unit in old
            for new in clean.new_units
        ),
        areas=_areas(session, clean, old),
        ancestors=tuple(sorted({*old_ids, *known})),
        point=_middle(old),
    )


def _clean(change: PlannedChange) -> PlannedChange:
    document = " ".join(change.document.split())[:_LONGEST_DOCUMENT]
    if not any(char.isalnum() for char in document):
        raise DocumentMissing
    repeated = [code for code, times in Counter(change.old_codes).items() if times > 1]
    if repeated:
        raise SameUnitTwice(code=quoted(repeated[0], 12))
    merges = change.kind is Change.MERGE
    if merges != (len(change.new_units) == 1) or merges != (len(change.old_codes) > 1):
        raise BadChange(name=document)
    check_shares([unit.share for unit in change.new_units])
    new_units = tuple(_clean_unit(unit) for unit in change.new_units)
    return PlannedChange(change.kind, change.old_codes, new_units, document, change.happens_on)


def _clean_unit(unit: NewUnit) -> NewUnit:
    if unit.kind not in KINDS:
        raise BadChange(name=quoted(unit.kind))
    return NewUnit(as_unit_code(unit.code), as_unit_name(unit.name), unit.kind, unit.share)


def _old_unit(session: Session, code: str, day: date) -> Unit:
    """The commune that is there before the day, and has no end yet."""
    named = select(Unit).where(Unit.level == COMMUNE, Unit.code == code)
    unit = session.exec(named.order_by(col(Unit.valid_from).desc())).first()
    if unit is None:
        raise UnknownUnit(code=quoted(code, 12))
    if unit.valid_to is not None:
        new = successors(session, unit.id or 0)
        raise UnitEnded(
            name=unit.full_name,
            became=", ".join(one.full_name for one in new),
            became_code=new[0].code,
        )
    if unit.valid_from >= day:
        raise UnknownUnit(code=quoted(code, 12))
    return unit


def _refuse_taken_codes(session: Session, change: PlannedChange) -> None:
    codes = [unit.code for unit in change.new_units]
    others = select(Unit.code).where(
        Unit.level == COMMUNE,
        col(Unit.code).in_(codes),
        col(Unit.code).not_in(change.old_codes),
        col(Unit.valid_to).is_(None) | (col(Unit.valid_to) >= change.happens_on),
    )
    taken = session.exec(others).first()
    repeated = [code for code, times in Counter(codes).items() if times > 1]
    if taken is not None or repeated:
        raise CodeTaken(code=taken or repeated[0])


def _refuse_later_answers(session: Session, old_ids: Sequence[int], day: date) -> None:
    later = session.exec(
        select(func.max(Assessment.submitted_on)).where(
            Assessment.status == "submitted",
            col(Assessment.commune_id).in_(old_ids),
            col(Assessment.submitted_on) >= day,
        )
    ).one()
    if later is not None:
        raise ChangeTooEarly(day=f"{later.day}/{later.month}/{later.year}")


def _areas(session: Session, change: PlannedChange, old: Sequence[Unit]) -> tuple[AreaEffect, ...]:
    members = area_codes_of(session, [unit.id or 0 for unit in old])
    found = session.exec(
        select(Area).where(col(Area.code).in_(members)).order_by(Area.kind, Area.code)
    ).all()
    gaining = _gaining(found, members, old)
    gains = tuple(unit.full_name for unit in change.new_units)
    return tuple(
        AreaEffect(
            area.code,
            area.name,
            area.kind,
            gains if area.code in gaining else (),
            ()
            if area.code in gaining
            else tuple(u.full_name for u in old if (u.id or 0) in members[area.code]),
        )
        for area in found
        if area.kind != COMMUNE
    )


def _gaining(
    areas: Iterable[Area], members: dict[str, set[int]], old: Sequence[Unit]
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


def _province_name(session: Session, code: str) -> str:
    named = select(Unit.full_name).where(Unit.level == PROVINCE, Unit.code == code, valid_on(None))
    return session.exec(named).one()


def _middle(units: Sequence[Unit]) -> tuple[float | None, float | None]:
    """Where to label what becomes of these units, until somebody draws it."""
    points = [(u.longitude, u.latitude) for u in units if u.longitude and u.latitude]
    if not points:
        return None, None
    longitudes, latitudes = zip(*points, strict=True)
    return sum(longitudes) / len(points), sum(latitudes) / len(points)
