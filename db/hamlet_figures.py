"""Who lives in a hamlet by the newest sheet, and who answered there, group by group."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from db.assessments import SUBMITTED
from db.hamlets import Hamlet, hamlets_within
from db.models import (
    Account,
    Assessment,
    HamletPopulation,
    HamletSheet,
    HamletTotal,
)
from db.scopes import within
from domain.access import Scope
from domain.reached import COUNTED, HamletGroup, Reach

_OF_A_SHEET: Sequence[Any] = (
    col(HamletPopulation.hamlet_id), col(HamletPopulation.population_group),
    col(HamletPopulation.people), col(HamletSheet.year), col(HamletSheet.source),
)  # fmt: skip


@dataclass(frozen=True)
class Exists:
    """People of a group, from a sheet."""

    people: int
    year: int
    source: str


@dataclass(frozen=True)
class HamletFigures:
    """One hamlet with everything that is known of its groups."""

    hamlet: Hamlet
    exists: Mapping[HamletGroup, Exists]
    answered: Mapping[HamletGroup, int]
    last_answer: date | None

    def reach(self, group: HamletGroup) -> Reach:
        """A group of this hamlet; what nobody can count says so."""
        known = self.exists.get(group)
        answered = self.answered.get(group, 0) if group in COUNTED else None
        return Reach(group, known.people if known else None, answered)


@dataclass(frozen=True)
class ListedSheet:
    """A sheet that can be taken back."""

    key: str
    year: int
    source: str
    hamlets: int
    by_name: str
    created_at: datetime


def figures_of_hamlets(
    session: Session, scope: Scope, *, area_code: str, campaign_code: str, on: date
) -> list[HamletFigures]:
    """The open hamlets of an area, in dictionary order; who answered is of one campaign."""
    hamlets = hamlets_within(session, scope, on=on, area_code=area_code)
    exists = _people(session, hamlets)
    answered = _answered(session, scope, campaign_code)
    last = last_answers(session, scope)
    return [
        HamletFigures(
            one,
            exists.get(one.code, {}),
            answered.get(one.unit_id, {}),
            last.get(one.unit_id),
        )
        for one in hamlets
    ]


def people_of_hamlets(
    session: Session, scope: Scope, *, on: date
) -> dict[str, dict[HamletGroup, Exists]]:
    """Code of an open hamlet → group → people, each from the newest sheet that names it."""
    return _people(session, hamlets_within(session, scope, on=on))


def _people(session: Session, hamlets: Iterable[Hamlet]) -> dict[str, dict[HamletGroup, Exists]]:
    codes = {one.unit_id: one.code for one in hamlets}
    statement = (
        select(*_OF_A_SHEET)
        .join(HamletSheet, col(HamletSheet.id) == HamletPopulation.sheet_id)
        .where(
            col(HamletSheet.undone_at).is_(None),
            col(HamletPopulation.hamlet_id).in_(codes),
        )
        .order_by(col(HamletSheet.id))
    )
    found: defaultdict[str, dict[HamletGroup, Exists]] = defaultdict(dict)
    for hamlet_id, group, *known in session.execute(statement):
        found[codes[hamlet_id]][HamletGroup(group)] = Exists(*known)
    return dict(found)


def sheets_within(
    session: Session, scope: Scope, *, on: date, limit: int = 10
) -> list[ListedSheet]:
    """The newest sheets all of whose hamlets lie inside the scope, and that still count."""
    mine = [one.unit_id for one in hamlets_within(session, scope, on=on, closed=True)]
    outside = select(HamletPopulation.sheet_id).where(col(HamletPopulation.hamlet_id).not_in(mine))
    statement = (
        select(
            HamletSheet,
            func.count(func.distinct(HamletPopulation.hamlet_id)),
            func.coalesce(func.max(Account.display_name), ""),
        )
        .join(HamletPopulation, col(HamletPopulation.sheet_id) == HamletSheet.id)
        .join(Account, col(Account.id) == HamletSheet.created_by, isouter=True)
        .where(col(HamletSheet.undone_at).is_(None), col(HamletSheet.id).not_in(outside))
        .group_by(col(HamletSheet.id))
        .order_by(col(HamletSheet.id).desc())
        .limit(limit)
    )
    return [
        ListedSheet(sheet.key, sheet.year, sheet.source, hamlets, name, sheet.created_at)
        for sheet, hamlets, name in session.exec(statement)
    ]


def _answered(
    session: Session, scope: Scope, campaign_code: str
) -> dict[int, dict[HamletGroup, int]]:
    statement = (
        select(
            HamletTotal.hamlet_id,
            *(func.sum(getattr(HamletTotal, name)) for name in COUNTED.values()),
        )
        .where(
            HamletTotal.campaign_code == campaign_code, within(scope, col(HamletTotal.commune_id))
        )
        .group_by(col(HamletTotal.hamlet_id))
    )
    return {
        row[0]: dict(zip(COUNTED, map(int, row[1:]), strict=True))
        for row in session.execute(statement)
    }


def last_answers(session: Session, scope: Scope) -> dict[int, date]:
    """The day of the last answer of each hamlet, whatever the campaign; no other day, no person."""
    statement = (
        select(Assessment.hamlet_id, func.max(Assessment.submitted_on))
        .where(
            col(Assessment.hamlet_id).is_not(None),
            Assessment.status == SUBMITTED,
            within(scope, col(Assessment.commune_id)),
        )
        .group_by(col(Assessment.hamlet_id))
    )
    return {hamlet_id: day for hamlet_id, day in session.exec(statement) if hamlet_id and day}
