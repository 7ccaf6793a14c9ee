"""Whose meetings somebody holds and opens: of areas a grant names, and of no part of them."""

from datetime import date

from sqlalchemy import ColumnElement, Connection
from sqlalchemy.orm import Mapped
from sqlmodel import select
from sqlmodel.sql.expression import SelectOfScalar

from db.authority import holds, live_grants
from db.models import Area
from domain.access import NATION, Permission, Scope, scope_for
from domain.errors import NotAllowed


def holder_scope(connection: Connection, account_id: int, *, on: date) -> Scope:
    """
    Of which areas this account holds meetings on a day, read now; a disabled one of none.

    Raises:
        NotAllowed: it holds no such grant.
    """
    if not holds(connection, account_id, Permission.HOLD_MEETINGS, on=on):
        raise NotAllowed(permission=Permission.HOLD_MEETINGS.value)
    return scope_for(live_grants(connection, account_id), Permission.HOLD_MEETINGS, on=on)


def named(scope: Scope, area_code: ColumnElement[str] | Mapped[str]) -> ColumnElement[bool]:
    """
    The condition that a scope names an area; the nation is read province by province.

    A part of a named area is not enough: the frozen figures of all parts could be subtracted from
    those of the whole.
    """
    if NATION in scope.area_codes:
        provinces: SelectOfScalar[str] = select(Area.code).where(Area.kind == "province")
        return area_code.in_(provinces)
    return area_code.in_(sorted(scope.area_codes))
