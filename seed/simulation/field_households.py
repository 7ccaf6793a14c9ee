"""Households of the field: people of a commune who stand together, two or three at a time."""

from datetime import timedelta

from sqlalchemy import Connection, insert, select

from db.assessments import SUBMITTED
from db.engine import transaction
from db.models import Assessment, Campaign, Household, HouseholdMember
from domain.households import Part
from domain.resume_code import new_code
from seed.simulation.field_places import Field, Place, evening
from seed.store import table_of

_MOST = 18  # households of a commune
_PARTS = (Part.LEARNS, Part.TEACHES, Part.BOTH)
_JOINED = 20  # days ago


def found_households(field: Field, place: Place) -> None:
    """As many as there are people for; half of those who answered stand in none."""
    random = field.random(place, 8)
    joined = evening(field.today - timedelta(days=_JOINED))
    with transaction(field.engine) as connection:
        people = _people(connection, field, place)
        for _ in range(_MOST):
            members = [people.pop() for _ in range(min(int(random.integers(2, 4)), len(people)))]
            if len(members) < 2:
                return
            row = {"code": new_code(), "commune_id": place.unit_id, "created_at": joined}
            added = insert(Household).values(row).returning(table_of(Household).c.id)
            household_id = connection.execute(added).scalar_one()
            rows = [
                {"assessment_id": person, "household_id": household_id, "joined_at": joined,
                 "part": _PARTS[number].value}
                for number, person in enumerate(members)
            ]  # fmt: skip
            connection.execute(insert(HouseholdMember), rows)


def _people(connection: Connection, field: Field, place: Place) -> list[int]:
    """Every second one of the present campaign, who answered before the households were founded."""
    a, campaign = table_of(Assessment).c, table_of(Campaign).c
    present = (
        select(campaign.code)
        .where(campaign.starts_on <= field.today)
        .order_by(campaign.starts_on.desc())
        .limit(1)
        .scalar_subquery()
    )
    statement = select(a.id).where(
        a.status == SUBMITTED,
        a.commune_id == place.unit_id,
        a.campaign_code == present,
        a.submitted_on < field.today - timedelta(days=_JOINED),
    )
    return list(connection.scalars(statement.order_by(a.id)))[::2]
