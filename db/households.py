"""Families who learn together: what one of them may see of theirs, and how many a commune has."""

from dataclasses import dataclass

from sqlalchemy import Connection, Engine, func, select
from sqlmodel import Session

from db.assessments import SUBMITTED
from db.models import metadata
from db.scopes import in_area, require_area
from domain.access import Scope
from domain.errors import UnknownResumeCode
from domain.households import LEAST_HOUSEHOLDS, Part, rounded_households
from domain.resume_code import normalise
from domain.scoring import Outcome

_households = metadata.tables["household"]
_members = metadata.tables["householdmember"]
_assessments = metadata.tables["assessment"]
_REACHED = (Outcome.BASIC.value, Outcome.FIRM.value)


@dataclass(frozen=True)
class MyHousehold:
    """
    A family as each of its members sees it: how many, never who, and no result of anybody.

    Who does both is counted among those who learn and among those who teach.
    """

    code: str
    members: int
    learn: int
    teach: int
    part: Part


@dataclass(frozen=True)
class HouseholdTotals:
    """
    Households of an area, down to whole tens; None where there are fewer than ten.

    `reached`: with at least one member whose newest result is basic or firm; None also where fewer
    than ten have nobody yet.
    """

    households: int | None
    reached: int | None


def household_of(engine: Engine, code: str) -> MyHousehold | None:
    """
    The household of whoever holds this resume code; None when they are in none.

    Raises:
        UnknownResumeCode: nobody who sent their answers has it.
    """
    stored = normalise(code)
    with engine.connect() as connection:
        sent = _assessments.c.status == SUBMITTED
        mine = select(_assessments.c.id).where(_assessments.c.resume_code == stored, sent)
        if connection.execute(mine).first() is None:
            raise UnknownResumeCode(code=stored)
        return read_household(connection, stored)


def read_household(connection: Connection, code: str) -> MyHousehold | None:
    """As `household_of`, by the code as stored."""
    found = connection.execute(
        select(_households.c.id, _households.c.code, _members.c.part)
        .join(_members, _members.c.household_id == _households.c.id)
        .join(_assessments, _assessments.c.id == _members.c.assessment_id)
        .where(_assessments.c.resume_code == code)
    ).first()
    if found is None:
        return None
    mine = select(_members.c.part).where(_members.c.household_id == found.id)
    parts = [Part(part) for part in connection.scalars(mine)]
    return MyHousehold(
        code=found.code,
        members=len(parts),
        learn=sum(part is not Part.TEACHES for part in parts),
        teach=sum(part is not Part.LEARNS for part in parts),
        part=Part(found.part),
    )


def totals(session: Session, scope: Scope, *, area_code: str) -> HouseholdTotals:
    """
    How many households of an area stand together, and how many have somebody who reached basic.

    Raises:
        OutsideScope: the area reaches beyond the scope.
    """
    require_area(session, scope, area_code)
    mine = in_area(area_code, _households.c.commune_id)  # type: ignore[arg-type]
    later = _assessments.alias("later")
    newest = func.coalesce(later.c.outcome, _assessments.c.outcome)
    people = (
        select(_households.c.id, newest.label("outcome"))
        .join(_members, _members.c.household_id == _households.c.id)
        .join(_assessments, _assessments.c.id == _members.c.assessment_id)
        .join(later, later.c.repeat_of == _assessments.c.id, isouter=True)
        .where(mine)
        .subquery()
    )
    count = func.count(people.c.id.distinct())
    every = session.scalar(select(count)) or 0
    reached = session.scalar(select(count).where(people.c.outcome.in_(_REACHED))) or 0
    # Nearly all, or nearly none, would say it of each of them.
    is_mixed = every - reached >= LEAST_HOUSEHOLDS
    return HouseholdTotals(_told(every), _told(reached) if is_mixed else None)


def _told(households: int) -> int | None:
    return None if households < LEAST_HOUSEHOLDS else rounded_households(households)
