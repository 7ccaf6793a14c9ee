"""Households: begun, joined and left by people themselves, with nothing but their own codes."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, func, select

from db.assessments import SUBMITTED
from db.commands.held_rows import locked
from db.dialects import insert_into
from db.engine import transaction
from db.households import MyHousehold, read_household
from db.models import metadata
from domain.errors import (
    AlreadyInHousehold,
    ChoiceMissing,
    HouseholdElsewhere,
    HouseholdFull,
    UnknownHousehold,
    UnknownResumeCode,
)
from domain.households import MOST_MEMBERS, Part, as_household_code
from domain.resume_code import new_code, normalise

_TRIES = 20  # 2^30 codes
_households = metadata.tables["household"]
_members = metadata.tables["householdmember"]


def begin_household(engine: Engine, *, code: str, part: str, now: datetime) -> MyHousehold:
    """
    A new household with its first member; the code to read aloud is in what is returned.

    Raises:
        UnknownResumeCode: nobody has this code, or what it opens was not sent yet.
        AlreadyInHousehold, ChoiceMissing.
    """
    with transaction(engine) as connection:
        person = _person(connection, code)
        household_id = _insert(connection, {"commune_id": person["commune_id"], "created_at": now})
        _add(connection, household_id, person["id"], _part(part), now)
        return _mine(connection, person)


def join_household(
    engine: Engine, *, code: str, household_code: str, part: str, now: datetime
) -> MyHousehold:
    """
    Stand together with who read this code aloud.

    Raises:
        UnknownHousehold, HouseholdElsewhere, HouseholdFull: as they say.
        UnknownResumeCode, AlreadyInHousehold, ChoiceMissing.
    """
    with transaction(engine) as connection:
        person = _person(connection, code)
        household = _household(connection, as_household_code(household_code))
        if household["commune_id"] != person["commune_id"]:
            raise HouseholdElsewhere
        if _size(connection, household["id"]) >= MOST_MEMBERS:
            raise HouseholdFull(most=MOST_MEMBERS)
        _add(connection, household["id"], person["id"], _part(part), now)
        return _mine(connection, person)


def leave_household(engine: Engine, *, code: str) -> None:
    """
    Leave; who is in none has left already. A household nobody is in any more is deleted.

    Raises:
        UnknownResumeCode.
    """
    with transaction(engine) as connection:
        person = locked(connection, normalise(code))
        connection.execute(_members.delete().where(_members.c.assessment_id == person["id"]))
        # Also those whose last member deleted everything since.
        inhabited = select(_members.c.household_id)
        connection.execute(_households.delete().where(_households.c.id.not_in(inhabited)))


def _person(connection: Connection, code: str) -> dict[str, Any]:
    row = locked(connection, normalise(code))
    if row["status"] != SUBMITTED:
        raise UnknownResumeCode(code=code)
    if read_household(connection, row["resume_code"]) is not None:
        raise AlreadyInHousehold
    return row


def _household(connection: Connection, code: str) -> dict[str, Any]:
    found = connection.execute(
        select(_households).where(_households.c.code == code).with_for_update()
    )
    row = found.mappings().first()
    if row is None or _size(connection, row["id"]) == 0:
        raise UnknownHousehold(code=code)
    return dict(row)


def _size(connection: Connection, household_id: int) -> int:
    mine = _members.c.household_id == household_id
    return int(connection.scalar(select(func.count()).select_from(_members).where(mine)) or 0)


def _add(
    connection: Connection, household_id: int, assessment_id: int, part: Part, now: datetime
) -> None:
    row = {"household_id": household_id, "assessment_id": assessment_id}
    connection.execute(_members.insert().values(**row, part=part.value, joined_at=now))


def _mine(connection: Connection, person: dict[str, Any]) -> MyHousehold:
    found = read_household(connection, person["resume_code"])
    if found is None:
        raise UnknownHousehold(code="")
    return found


def _part(value: str) -> Part:
    try:
        return Part(value)
    except ValueError:
        raise ChoiceMissing(field="part") from None


def _insert(connection: Connection, row: dict[str, object]) -> int:
    statement = (
        insert_into(_households, connection.dialect.name)
        .on_conflict_do_nothing(index_elements=["code"])
        .returning(_households.c.id)
    )
    for _ in range(_TRIES):
        made = connection.execute(statement, {**row, "code": new_code()}).scalar()
        if made is not None:
            return int(made)
    raise RuntimeError(f"no free code in {_TRIES} tries")
