"""Whose meetings somebody holds and opens: of areas a grant names, and of no part of them."""

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Mapped
from sqlmodel import select
from sqlmodel.sql.expression import SelectOfScalar

from db.models import Area
from domain.access import NATION, Scope


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
