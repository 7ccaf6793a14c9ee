"""Records of communes that make one look, as counts; and what came of looking."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import and_, func, or_
from sqlmodel import Session, col, select

from db.hamlet_figures import figures_of_hamlets
from db.models import Account, AttainmentCell, OddResolution, Unit
from db.scopes import in_area, within
from db.teams import doubtful
from db.weeks import narrowed
from domain.access import Scope
from domain.reached import HamletGroup
from domain.weeks import UNLIKELY, OddKind, OddReason

LOOK_BACK = timedelta(days=62)  # older work was reported already
_MOST_LISTED = 20

LookedAt = Mapping[tuple[str, OddKind], int]  # commune code and kind → the number it had then


@dataclass(frozen=True)
class Resolved:
    """One look, as it is kept."""

    commune_name: str
    kind: OddKind
    reason: OddReason
    by_name: str
    resolved_at: datetime


def unlikely(
    session: Session, scope: Scope, *, area_code: str, campaign_code: str
) -> dict[str, int]:
    """Commune code → people said to be what is rarely found together (domain.weeks.UNLIKELY)."""
    cell = AttainmentCell
    pairs = (
        and_(col(cell.audience) == audience.value, col(cell.age_band) == age.value)
        for audience, age in UNLIKELY
    )
    statement = (
        select(Unit.code, func.sum(cell.people))
        .join(Unit, col(Unit.id) == cell.commune_id)
        .where(
            within(scope, col(cell.commune_id)),
            in_area(area_code, col(cell.commune_id)),
            cell.campaign_code == campaign_code,
            or_(*pairs),
        )
        .group_by(Unit.code)
    )
    return {code: int(people) for code, people in session.exec(statement) if people}


def hamlets_over(
    session: Session, scope: Scope, *, area_code: str, campaign_code: str, on: date
) -> dict[str, int]:
    """Commune code → hamlets by way of which more people answered than live there."""
    figures = figures_of_hamlets(
        session, scope, area_code=area_code, campaign_code=campaign_code, on=on
    )
    return Counter(
        one.hamlet.commune_code
        for one in figures
        if any(one.reach(group).is_over for group in HamletGroup)
    )


def logged_twice(session: Session, scope: Scope, *, area_code: str, on: date) -> dict[str, int]:
    """Commune code → pairs of entries that look like one piece of work, not judged yet."""
    pairs = doubtful(session, scope, area_code=area_code, since=on - LOOK_BACK)
    ids = {pair.suspect.first.commune_id for pair in pairs}
    units = select(Unit.id, Unit.code).where(col(Unit.id).in_(ids))
    codes = {id_: code for id_, code in session.exec(units)}
    return Counter(codes[pair.suspect.first.commune_id] for pair in pairs)


def looked_at(session: Session, scope: Scope, *, area_code: str, campaign_code: str) -> LookedAt:
    """
    The number each kind of odd record had when somebody last looked at it.

    Raises:
        OutsideScope: some commune of the area lies outside the scope.
    """
    here = narrowed(session, scope, area_code)
    statement = (
        select(Unit.code, OddResolution.kind, OddResolution.number)
        .join(Unit, col(Unit.id) == OddResolution.commune_id)
        .where(
            within(here, col(OddResolution.commune_id)),
            OddResolution.campaign_code == campaign_code,
        )
        .order_by(col(OddResolution.id))
    )
    return {(code, OddKind(kind)): number for code, kind, number in session.exec(statement)}


def resolved(
    session: Session, scope: Scope, *, area_code: str, campaign_code: str
) -> list[Resolved]:
    """
    The newest looks: who, when and what came of it.

    Raises:
        OutsideScope: some commune of the area lies outside the scope.
    """
    here = narrowed(session, scope, area_code)
    statement = (
        select(OddResolution, Unit.full_name, Account.display_name)
        .join(Unit, col(Unit.id) == OddResolution.commune_id)
        .join(Account, col(Account.id) == OddResolution.resolved_by, isouter=True)
        .where(
            within(here, col(OddResolution.commune_id)),
            OddResolution.campaign_code == campaign_code,
        )
        .order_by(col(OddResolution.id).desc())
        .limit(_MOST_LISTED)
    )
    return [
        Resolved(commune, OddKind(row.kind), OddReason(row.reason), name or "", row.resolved_at)
        for row, commune, name in session.exec(statement)
    ]
