"""Counts of people for populations, read from the coarse rollup only, always inside a scope."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
from sqlalchemy import func
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from db.models import COUNT_COLUMNS, AttainmentTotal, Campaign, Unit
from db.scopes import in_area, within
from domain.access import Scope
from domain.errors import OutsideScope
from domain.people import Audience, Mode

KEYS = ("unit_code", "unit_name", "mode")


def campaigns(session: Session) -> list[Campaign]:
    """All rounds, the latest first."""
    rows = session.exec(select(Campaign).order_by(col(Campaign.starts_on).desc())).all()
    for row in rows:
        session.expunge(row)
    return list(rows)


def by_commune(
    session: Session, scope: Scope, *, area_code: str, campaign_code: str
) -> pd.DataFrame:
    """
    People counted in each commune of an area, as far as the scope reaches.

    Columns: unit_code, unit_name, mode, then COUNT_COLUMNS (people). Every commune has one row for
    each mode; nobody counted is a row of zeros, so that it stays visible.
    """
    units = _communes(session, scope, area_code)
    statement = _counted_by(col(AttainmentTotal.commune_id), scope, area_code, campaign_code)
    return _frame(units, session.exec(statement).all())


def by_audience(
    session: Session, scope: Scope, *, area_code: str, campaign_code: str
) -> pd.DataFrame:
    """
    People counted in each audience of an area, as far as the scope reaches.

    Columns as `by_commune`; unit_code and unit_name are both the code of the audience.
    """
    units = [(audience.value, audience.value, audience.value) for audience in Audience]
    statement = _counted_by(col(AttainmentTotal.audience), scope, area_code, campaign_code)
    return _frame(units, session.exec(statement).all())


def by_province(session: Session, scope: Scope, *, campaign_code: str) -> pd.DataFrame:
    """
    People counted in each province, as far as the scope reaches; columns as `by_commune`.
    """
    provinces = session.exec(
        select(Unit.code, Unit.code, Unit.full_name)
        .where(Unit.level == "province", col(Unit.valid_to).is_(None))
        .order_by(Unit.sort_key)
    ).all()
    statement = (
        select(Unit.parent_code, AttainmentTotal.mode, *_sums())
        .join(Unit, col(Unit.id) == AttainmentTotal.commune_id)
        .where(
            AttainmentTotal.campaign_code == campaign_code,
            within(scope, col(AttainmentTotal.commune_id)),
        )
        .group_by(col(Unit.parent_code), col(AttainmentTotal.mode))
    )
    return _frame(list(provinces), session.exec(statement).all())


def commune_points(session: Session, scope: Scope, *, area_code: str) -> pd.DataFrame:
    """
    Where to draw the communes of an area, as far as the scope reaches.

    Columns: unit_code, unit_name, longitude, latitude (degrees, WGS 84).
    """
    rows = session.exec(
        select(Unit.code, Unit.full_name, Unit.longitude, Unit.latitude)
        .where(within(scope, col(Unit.id)), in_area(area_code, col(Unit.id)))
        .order_by(Unit.sort_key, Unit.code)
    ).all()
    return pd.DataFrame(rows, columns=["unit_code", "unit_name", "longitude", "latitude"])


def communes_of(session: Session, scope: Scope, area_code: str) -> int:
    """How many communes of an area the scope reaches."""
    reached = select(Unit.id).where(within(scope, col(Unit.id)), in_area(area_code, col(Unit.id)))
    return session.exec(select(func.count()).select_from(reached.subquery())).one()


def province_of(session: Session, scope: Scope, area_code: str) -> str:
    """
    The code of the province an area lies in.

    Raises:
        OutsideScope: the scope reaches no commune of it.
    """
    code = session.exec(
        select(Unit.parent_code).where(
            within(scope, col(Unit.id)), in_area(area_code, col(Unit.id))
        )
    ).first()
    if code is None:
        raise OutsideScope(area=area_code)
    return code


def _communes(session: Session, scope: Scope, area_code: str) -> list[tuple[int, str, str]]:
    rows = session.exec(
        select(Unit.id, Unit.code, Unit.full_name)
        .where(within(scope, col(Unit.id)), in_area(area_code, col(Unit.id)))
        .order_by(Unit.sort_key, Unit.code)
    ).all()
    return [(unit_id or 0, code, name) for unit_id, code, name in rows]


def _counted_by(key: Mapped[Any], scope: Scope, area_code: str, campaign_code: str) -> Select[Any]:
    """People of an area inside the scope, by one column of the rollup and mode."""
    return (
        select(key, AttainmentTotal.mode, *_sums())
        .where(
            AttainmentTotal.campaign_code == campaign_code,
            within(scope, col(AttainmentTotal.commune_id)),
            in_area(area_code, col(AttainmentTotal.commune_id)),
        )
        .group_by(key, col(AttainmentTotal.mode))
    )


def _sums() -> list[Any]:
    table = AttainmentTotal.__table__  # type: ignore[attr-defined]
    return [func.sum(table.c[name]) for name in COUNT_COLUMNS]


def _frame(
    units: Sequence[tuple[object, str, str]], counted: Sequence[Sequence[Any]]
) -> pd.DataFrame:
    """One row per unit and mode: the counted ones filled in, the others zero."""
    by_key = {(key, mode): counts for key, mode, *counts in counted}
    nobody = [0] * len(COUNT_COLUMNS)
    rows = [
        (code, name, mode.value, *by_key.get((key, mode.value), nobody))
        for key, code, name in units
        for mode in Mode
    ]
    return pd.DataFrame(rows, columns=[*KEYS, *COUNT_COLUMNS])
