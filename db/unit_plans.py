"""A change of units before it happens: whether it can be, and what it would move where."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from sqlmodel import Session, select

from db.lineage import PROVINCE, valid_on
from db.models import Unit
from db.unit_areas import AreaEffect, Membership, merged_areas, transferred_areas
from db.unit_refusals import (
    refuse_cut_by_a_border,
    refuse_later_answers,
    refuse_taken_codes,
    require_open_unit,
)
from domain.errors import BadChange, DocumentMissing, SameUnitTwice
from domain.quoted import quoted
from domain.unit_entry import Piece, as_unit_code, as_unit_name, check_pieces, check_shares

KINDS = ("xã", "phường", "đặc khu")  # of a commune, Luật 72/2025/QH15
_LONGEST_DOCUMENT = 120


class Change(StrEnum):
    """Several whole communes become one, one becomes several, or parts go to others that go on."""

    MERGE = "merge"
    SPLIT = "split"
    TRANSFER = "transfer"


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
    """
    What a document decides, as an administrator enters it; `happens_on` is the first new day.

    A transfer is its `pieces`; a merge or a split the old units and the new ones.
    """

    kind: Change
    old_codes: tuple[str, ...]
    new_units: tuple[NewUnit, ...]
    document: str
    happens_on: date
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True)
class Move:
    """A share of an old commune's figures and the new one they are read under."""

    old_id: int
    old_code: str
    old_name: str
    new_code: str
    new_name: str
    share: float


@dataclass(frozen=True)
class ComingUnit:
    """A commune as it will be; its point is where to label it, until somebody draws it."""

    code: str
    name: str
    full_name: str
    kind: str
    province_code: str
    province_name: str
    longitude: float | None
    latitude: float | None


@dataclass(frozen=True)
class Plan:
    """A change that can be applied, with everything it needs."""

    change: PlannedChange
    old_ids: tuple[int, ...]
    new_units: tuple[ComingUnit, ...]
    moves: tuple[Move, ...]
    areas: tuple[AreaEffect, ...]
    membership: Membership

    @property
    def estimated(self) -> bool:
        """Whether figures will be read by a share."""
        return any(move.share < 1 for move in self.moves)


def plan_of(session: Session, change: PlannedChange) -> Plan:
    """
    What a change would do. Nothing is written.

    Raises:
        DocumentMissing, BadChange, SameUnitTwice, BadShares: it is not complete.
        NoPieces, PieceToItself, SamePieceTwice, BadPieceShare, WholeUnitMoved: nor is a transfer.
        UnknownUnit, UnitEnded: an old unit is not there on the eve of the change.
        AlreadyChanged: it was changed on that day by another change.
        CodeTaken: another unit has a new code.
        ChangeTooEarly: people answered on an old unit on or after the day.
        PartAcrossProvinces: a part of a unit would lie in another province.
    """
    clean = _clean(change)
    day = clean.happens_on
    old = [require_open_unit(session, code, day) for code in clean.old_codes]
    old_ids = tuple(unit.id or 0 for unit in old)
    codes = [unit.code for unit in clean.new_units]
    refuse_taken_codes(session, codes, freed=clean.old_codes, day=day)
    refuse_later_answers(session, old_ids, day)
    transfers = clean.kind is Change.TRANSFER
    coming = _going_on(session, old) if transfers else _coming(session, clean, old)
    if transfers:
        areas, membership = transferred_areas(session, clean.pieces, old)
    else:
        names = [(unit.code, unit.full_name) for unit in coming]
        areas, membership = merged_areas(session, names, old)
    moves = _parts(clean.pieces, old) if transfers else _product(clean, old)
    refuse_cut_by_a_border(session, _provinces_of(moves, coming), day)
    return Plan(clean, old_ids, coming, moves, areas, membership)


def _clean(change: PlannedChange) -> PlannedChange:
    document = " ".join(change.document.split())[:_LONGEST_DOCUMENT]
    if not any(char.isalnum() for char in document):
        raise DocumentMissing
    if change.kind is Change.TRANSFER:
        return _clean_transfer(replace(change, document=document))
    repeated = [code for code, times in Counter(change.old_codes).items() if times > 1]
    if repeated:
        raise SameUnitTwice(code=quoted(repeated[0], 12))
    merges = change.kind is Change.MERGE
    if merges != (len(change.new_units) == 1) or merges != (len(change.old_codes) > 1):
        raise BadChange(name=document)
    check_shares([unit.share for unit in change.new_units])
    new_units = tuple(_clean_unit(unit) for unit in change.new_units)
    return replace(change, document=document, new_units=new_units, pieces=())


def _clean_transfer(change: PlannedChange) -> PlannedChange:
    pieces = tuple(
        Piece(piece.from_code.strip(), piece.to_code.strip(), piece.share)
        for piece in change.pieces
    )
    check_pieces(pieces)
    named = [code for piece in pieces for code in (piece.from_code, piece.to_code)]
    return replace(change, old_codes=tuple(dict.fromkeys(named)), new_units=(), pieces=pieces)


def _clean_unit(unit: NewUnit) -> NewUnit:
    if unit.kind not in KINDS:
        raise BadChange(name=quoted(unit.kind))
    return NewUnit(as_unit_code(unit.code), as_unit_name(unit.name), unit.kind, unit.share)


def _product(change: PlannedChange, old: Sequence[Unit]) -> tuple[Move, ...]:
    """Of a merge or split: every old unit goes to every new one, by its share."""
    return tuple(
        Move(unit.id or 0, unit.code, unit.full_name, new.code, new.full_name, new.share)
        for unit in old
        for new in change.new_units
    )


def _parts(pieces: Sequence[Piece], old: Sequence[Unit]) -> tuple[Move, ...]:
    """Of a transfer: the pieces, and what stays of every unit."""
    by_code = {unit.code: unit for unit in old}
    given = {
        code: round(1 - sum(one.share for one in pieces if one.from_code == code), 9)
        for code in by_code
    }
    stays = [Piece(code, code, share) for code, share in given.items()]
    ordered = sorted([*stays, *pieces], key=lambda one: list(by_code).index(one.from_code))
    return tuple(
        Move(
            by_code[one.from_code].id or 0,
            one.from_code,
            by_code[one.from_code].full_name,
            one.to_code,
            by_code[one.to_code].full_name,
            one.share,
        )
        for one in ordered
    )


def _coming(session: Session, change: PlannedChange, old: Sequence[Unit]) -> tuple[ComingUnit, ...]:
    province = old[0].parent_code
    name, point = _province_name(session, province), _middle(old)
    return tuple(
        ComingUnit(new.code, new.name, new.full_name, new.kind, province, name, *point)
        for new in change.new_units
    )


def _going_on(session: Session, old: Sequence[Unit]) -> tuple[ComingUnit, ...]:
    return tuple(
        ComingUnit(
            unit.code,
            unit.name,
            unit.full_name,
            unit.kind,
            unit.parent_code,
            _province_name(session, unit.parent_code),
            unit.longitude,
            unit.latitude,
        )
        for unit in old
    )


def _provinces_of(moves: Sequence[Move], coming: Sequence[ComingUnit]) -> dict[int, set[str]]:
    homes = {unit.code: unit.province_code for unit in coming}
    found: dict[int, set[str]] = {}
    for move in moves:
        found.setdefault(move.old_id, set()).add(homes[move.new_code])
    return found


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
