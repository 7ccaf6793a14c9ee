"""People counted by unit, audience and mode: what standardised rates and rankings are made of."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import ColumnElement, func
from sqlalchemy.orm import Mapped
from sqlmodel import Session, SQLModel, col, select

from db.attainment import _communes, _moved, provinces_of_today
from db.lineage import ended_shares
from db.models import ReleasedProvince, ReleasedTotal
from db.scopes import in_area, whole_area_within, within
from domain.access import Scope
from domain.people import Audience, Mode

KEYS = ("unit_code", "unit_name", "audience", "mode")
COUNTED = ("people", "reached", "firm", "undetermined")

Counted = Sequence[Sequence[Any]]  # key, (audience, mode), then COUNTED
_COLUMNS = [(who, how) for who in Audience for how in Mode]


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


def provinces_by_audience(session: Session, scope: Scope, *, campaign_code: str) -> pd.DataFrame:
    """People counted in each province and audience, as `db.attainment.by_province` reads them."""
    table = ReleasedProvince
    rows = session.exec(
        select(table.province_code, table.audience, table.mode, *_columns(table)).where(
            table.campaign_code == campaign_code,
            whole_area_within(scope, col(table.province_code)),
        )
    )
    counted = [(row[0], (row[1], row[2]), *map(float, row[3:])) for row in rows]
    return _frame(provinces_of_today(session), counted)


def _counted(
    session: Session,
    key: Mapped[Any],
    scope: Scope,
    campaign_code: str,
    units: ColumnElement[bool],
) -> Counted:
    sums = [func.sum(column) for column in _columns(ReleasedTotal)]
    audience, mode = col(ReleasedTotal.audience), col(ReleasedTotal.mode)
    statement = (
        select(key, audience, mode, *sums)
        .where(
            ReleasedTotal.campaign_code == campaign_code,
            within(scope, col(ReleasedTotal.commune_id)),
            units,
        )
        .group_by(key, audience, mode)
    )
    rows: Sequence[Any] = session.exec(statement).all()
    return [  # PostgreSQL sums are decimals
        (unit_id, (who, how), *map(float, counts)) for unit_id, who, how, *counts in rows
    ]


def _columns(source: type[SQLModel]) -> list[Any]:
    table = source.__table__  # type: ignore[attr-defined]
    return [table.c[name] for name in COUNTED]


def _frame(units: Sequence[tuple[Any, str, str]], counted: Counted) -> pd.DataFrame:
    """One row per unit, audience and mode: the counted ones filled in, the others zero."""
    columns = {(who.value, how.value): place for place, (who, how) in enumerate(_COLUMNS)}
    first = {key: place * len(columns) for place, (key, _, _) in enumerate(units)}
    inside = [row for row in counted if row[0] in first]
    numbers = np.zeros((len(units) * len(columns), len(COUNTED)))
    if inside:
        at = [first[row[0]] + columns[row[1]] for row in inside]
        numbers[at] = [row[2:] for row in inside]
    named = [(code, name) for _, code, name in units]
    keys = [(*unit, *column) for unit in named for column in columns]
    by_key = np.array(keys, dtype=object).reshape(-1, len(KEYS)).T
    values = (*by_key, *numbers.T)
    return pd.DataFrame(dict(zip((*KEYS, *COUNTED), values, strict=True)))
