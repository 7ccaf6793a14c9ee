"""A grant before it is given: what it says, whether it may be given, and its row."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, insert, select
from sqlmodel import col

from db.authority import Reach, may_give, may_give_until
from db.models import Area, Grant
from domain.access import COMMANDS, GrantFact, Role
from domain.errors import GrantInThePast, GrantTooLong, InvalidGrant, NotAllowed


@dataclass(frozen=True)
class NewGrant:
    """A role over an area, from a day to a day (both belong to it) or without end."""

    role: Role
    area_code: str
    valid_from: date
    valid_to: date | None


def check_grant(connection: Connection, reach: Reach, grant: NewGrant) -> None:
    """
    Refuse a grant that says nothing, or that is more than the giver holds.

    Raises:
        InvalidGrant, GrantInThePast, NotAllowed, GrantTooLong: as `db.commands.accounts`.
    """
    known = connection.scalar(select(col(Area.code)).where(col(Area.code) == grant.area_code))
    backwards = grant.valid_to is not None and grant.valid_to < grant.valid_from
    if not known or backwards or grant.role is Role.PUBLIC:
        raise InvalidGrant(area_code=grant.area_code)
    if grant.valid_from < reach.on:
        raise GrantInThePast
    if not may_give(connection, reach, grant.role, grant.area_code):
        raise NotAllowed(permission=COMMANDS["grant_area"].value)
    fact = GrantFact(grant.role, grant.area_code, grant.valid_from, grant.valid_to)
    if not may_give_until(connection, reach, fact):
        raise GrantTooLong


def insert_grant(
    connection: Connection, account_id: int, grant: NewGrant, *, by: int | None
) -> int:
    """Store it; returns its id. `by` is None for the first administrator's only."""
    statement = insert(Grant).values(
        account_id=account_id,
        role=grant.role.value,
        area_code=grant.area_code,
        valid_from=grant.valid_from,
        valid_to=grant.valid_to,
        granted_by=by,
    )
    return connection.execute(statement.returning(col(Grant.id))).scalar_one()  # type: ignore[return-value]
