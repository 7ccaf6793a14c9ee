"""People counted by unit, audience and mode: what standardised rates and rankings are made of."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, func
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, select

from db.attainment import _added, _communes, _moved
from db.lineage import PROVINCE, ended_shares, shares_on, valid_on
from db.models import ReleasedTotal, Unit
from db.scopes import in_area, within
from domain.access import Scope
from domain.people import Audience, Mode

COUNTED = ("people", "reached", "firm", "undetermined")

Counted = Sequence[Sequence[Any]]  # key, (audience, mode), then COUNTED


def communes_by_audience(
    session: Session, scope: Scope, *, area_code: str, campaign_code: str, on: date | None = None
) -> pd.DataFrame:
    """
    People counted in each commune of an area and each audience, as far as the scope reaches.

    Columns: unit_code, unit_name, audience, mode, then COUNTED (people). Every commune has a row
    for each audience and mode, zeros where nobody was counted. `on` as in `db.attainment`.
    """
    key = col(ReleasedTotal.commune_id)
    counted = _counted(session, key, scope, campaign_code, in_area(area_code, key))
    moved = _moved(counted, ended_shares(session, scope, area_code, on))
    return _frame(_communes(session, scope, area_code, on), moved)


def provinces_by_audience(
    session: Session, scope: Scope, *, campaign_code: str, on: date | None = None
) -> pd.DataFrame:
    """People counted in each province and audience; columns as `communes_by_audience`."""
    units = session.exec(
        select(Unit.code, Unit.code, Unit.full_name)
        .where(Unit.level == "province", valid_on(on))
        .order_by(Unit.sort_key)
    ).all()
    counted = _counted(session, col(Unit.parent_code), scope, campaign_code, valid_on(on))
    key = col(ReleasedTotal.commune_id)
    ended = _counted(session, key, scope, campaign_code, ~valid_on(on))
    if ended:
        codes = {unit_id for unit_id, *_ in ended}
        ended = _moved(ended, shares_on(session, codes, on=on or date.max, level=PROVINCE))
    return _frame(units, _added([*counted, *ended]))


def _counted(
    session: Session,
    key: Mapped[Any],
    scope: Scope,
    campaign_code: str,
    units: ColumnElement[bool],
) -> Counted:
    table = ReleasedTotal.__table__  # type: ignore[attr-defined]
    sums = [func.sum(table.c[name]) for name in COUNTED]
    audience, mode = col(ReleasedTotal.audience), col(ReleasedTotal.mode)
    statement = (
        select(key, audience, mode, *sums)
        .join(Unit, col(Unit.id) == ReleasedTotal.commune_id)
        .where(
            ReleasedTotal.campaign_code == campaign_code,
            within(scope, col(ReleasedTotal.commune_id)),
            units,
        )
        .group_by(key, audience, mode)
    )
    return [  # PostgreSQL sums are decimals
        (row[0], (row[1], row[2]), *map(float, row[3:])) for row in session.exec(statement)
    ]


def _frame(units: Sequence[tuple[Any, str, str]], counted: Counted) -> pd.DataFrame:
    by_key = {(row[0], row[1]): row[2:] for row in counted}
    nobody: Sequence[Any] = [0] * len(COUNTED)
    rows = [
        (code, name, who.value, how.value, *by_key.get((key, (who.value, how.value)), nobody))
        for key, code, name in units
        for who in Audience
        for how in Mode
    ]
    frame = pd.DataFrame(rows, columns=["unit_code", "unit_name", "audience", "mode", *COUNTED])
    return frame.astype(dict.fromkeys(COUNTED, "float64"))
