"""Hamlets of a scope: units of the level below the commune, with the names they had."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from db.lineage import COMMUNE, valid_on
from db.models import HamletName, Unit
from db.scopes import in_area, within
from domain.access import NATION, Scope
from domain.errors import UnknownHamlet
from domain.quoted import quoted

HAMLET = "hamlet"
_CODE = re.compile(r"\d{1,8}-\d{3,4}")


@dataclass(frozen=True)
class Hamlet:
    """A hamlet and its commune; `closed_on` is the first day on which it was no more."""

    unit_id: int
    code: str
    full_name: str
    commune_code: str
    commune_name: str
    closed_on: date | None = None
    old_names: tuple[str, ...] = ()


def hamlets_within(
    session: Session, scope: Scope, *, on: date, area_code: str = NATION, closed: bool = False
) -> list[Hamlet]:
    """
    The hamlets of communes of a day in an area, in dictionary order; of a scope only.

    Args:
        closed: also those that were closed, after the others of their commune.
    """
    commune = aliased(Unit)
    statement = (
        select(Unit, commune.code, commune.full_name)
        .join(commune, col(commune.code) == Unit.parent_code)
        .where(
            Unit.level == HAMLET,
            commune.level == COMMUNE,
            col(commune.valid_from) <= on,
            col(commune.valid_to).is_(None) | (col(commune.valid_to) >= on),
            within(scope, col(commune.id)),
            in_area(area_code, col(commune.id)),
        )
        .order_by(
            col(commune.sort_key), col(commune.code), col(Unit.valid_to).is_not(None),
            col(Unit.sort_key), col(Unit.code),
        )
    )  # fmt: skip
    if not closed:
        statement = statement.where(valid_on(on))
    rows = session.exec(statement).all()
    names = _old_names(session, [unit.id for unit, *_ in rows if unit.id is not None])
    return [_hamlet(unit, code, name, names) for unit, code, name in rows]


def hamlet_within(session: Session, scope: Scope, code: str, *, on: date) -> Hamlet:
    """
    An open hamlet of a day.

    Raises:
        UnknownHamlet: it was closed, lies outside the scope, or there is none.
    """
    if _CODE.fullmatch(code):
        for hamlet in hamlets_within(session, scope, on=on):
            if hamlet.code == code:
                return hamlet
    raise UnknownHamlet(hamlet=quoted(code, 16))


def _old_names(session: Session, ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
    statement = (
        select(HamletName.hamlet_id, HamletName.full_name)
        .where(col(HamletName.hamlet_id).in_(sorted(ids)))
        .order_by(col(HamletName.id))
    )
    names: defaultdict[int, tuple[str, ...]] = defaultdict(tuple)
    for hamlet_id, name in session.exec(statement):
        names[hamlet_id] += (name,)
    return names


def _hamlet(
    unit: Unit, commune_code: str, commune_name: str, names: dict[int, tuple[str, ...]]
) -> Hamlet:
    if unit.id is None:
        raise ValueError("a stored unit has an id")
    closed_on = None if unit.valid_to is None else unit.valid_to + timedelta(days=1)
    old = names.get(unit.id, ())
    return Hamlet(unit.id, unit.code, unit.full_name, commune_code, commune_name, closed_on, old)
