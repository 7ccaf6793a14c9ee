"""Hamlets of a scope: units of the level below the commune, with the names they had."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row
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
_COLUMNS: Sequence[Any] = (col(Unit.id), col(Unit.code), col(Unit.full_name), col(Unit.valid_to))


@dataclass(frozen=True)
class Hamlet:
    """
    A hamlet and its commune; `closed_on` is the first day on which it was no more.

    `called`: its name, and where two of a merged commune have the same the commune each was of.
    """

    unit_id: int
    code: str
    full_name: str
    commune_code: str
    commune_name: str
    closed_on: date | None = None
    old_names: tuple[str, ...] = ()
    called: str = ""


def hamlets_within(
    session: Session, scope: Scope, *, on: date, area_code: str = NATION, closed: bool = False
) -> list[Hamlet]:
    """
    The hamlets of communes of a day in an area, in dictionary order; of a scope only.

    Args:
        closed: also those that were closed, after the others of their commune.
    """
    commune = aliased(Unit)
    of: Sequence[Any] = (
        col(commune.code).label("of_code"), col(commune.full_name).label("of_name"),
    )  # fmt: skip
    statement = (
        select(*_COLUMNS, *of)
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
    rows = session.execute(statement).all()
    names = _old_names(session, [row.id for row in rows])
    return _told_apart(session, [_hamlet(row, names) for row in rows])


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


def hamlet_of_commune(
    session: Session, scope: Scope, code: str, *, commune_code: str, on: date
) -> Hamlet:
    """
    As `hamlet_within`, of one commune.

    Raises:
        UnknownHamlet: it was closed, lies in another commune or outside the scope, or is none.
    """
    found = hamlet_within(session, scope, code, on=on)
    if found.commune_code != commune_code:
        raise UnknownHamlet(hamlet=quoted(code, 16))
    return found


def _told_apart(session: Session, hamlets: Sequence[Hamlet]) -> list[Hamlet]:
    """Each with what it is called: the code of a hamlet begins with the commune that made it."""
    makers: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for one in hamlets:
        makers[_key(one)].add(_maker(one))
    doubled = {code for codes in makers.values() if len(codes) > 1 for code in codes}
    communes = select(Unit.code, Unit.full_name).where(
        Unit.level == COMMUNE, col(Unit.code).in_(doubled)
    )
    names = dict(session.exec(communes.order_by(col(Unit.id))).all()) if doubled else {}
    return [
        replace(one, called=f"{one.full_name} ({names.get(_maker(one), one.commune_name)})")
        if len(makers[_key(one)]) > 1
        else replace(one, called=one.full_name)
        for one in hamlets
    ]


def _key(hamlet: Hamlet) -> tuple[str, str]:
    return hamlet.commune_code, hamlet.full_name.casefold()


def _maker(hamlet: Hamlet) -> str:
    return hamlet.code.split("-")[0]


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


def _hamlet(row: Row[Any], names: Mapping[int, tuple[str, ...]]) -> Hamlet:
    closed_on = None if row.valid_to is None else row.valid_to + timedelta(days=1)
    old = names.get(row.id, ())
    return Hamlet(row.id, row.code, row.full_name, row.of_code, row.of_name, closed_on, old)
