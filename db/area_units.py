"""The communes of an area by themselves: how many, where they lie, and in which province."""

from datetime import date

import pandas as pd
from sqlalchemy import func
from sqlmodel import Session, col, select

from db.lineage import valid_on
from db.models import Unit
from db.scopes import in_area, within
from domain.access import Scope
from domain.errors import OutsideScope


def commune_points(
    session: Session, scope: Scope, *, area_code: str, on: date | None = None
) -> pd.DataFrame:
    """
    Where to draw the communes of an area, as far as the scope reaches.

    Columns: unit_code, unit_name, longitude, latitude (degrees, WGS 84).
    """
    rows = session.exec(
        select(Unit.code, Unit.full_name, Unit.longitude, Unit.latitude)
        .where(within(scope, col(Unit.id)), in_area(area_code, col(Unit.id)), valid_on(on))
        .order_by(Unit.sort_key, Unit.code)
    ).all()
    return pd.DataFrame(rows, columns=["unit_code", "unit_name", "longitude", "latitude"])


def communes_of(session: Session, scope: Scope, area_code: str, *, on: date | None = None) -> int:
    """How many communes of an area the scope reaches."""
    reached = select(Unit.id).where(
        within(scope, col(Unit.id)), in_area(area_code, col(Unit.id)), valid_on(on)
    )
    return session.exec(select(func.count()).select_from(reached.subquery())).one()


def province_of(session: Session, scope: Scope, area_code: str) -> str:
    """
    The code of the province an area lies in.

    Raises:
        OutsideScope: the scope reaches no commune of it.
    """
    code = session.exec(
        select(Unit.parent_code)
        .where(within(scope, col(Unit.id)), in_area(area_code, col(Unit.id)))
        .order_by(~valid_on(None))  # a unit that is no longer may have lain elsewhere
    ).first()
    if code is None:
        raise OutsideScope(area=area_code)
    return code
