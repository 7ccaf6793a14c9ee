"""Counts of people for populations, read from the coarse rollup only, always inside a scope."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import func
from sqlalchemy.orm import Mapped
from sqlmodel import Session, SQLModel, col, select
from sqlmodel.sql.expression import Select

from db.lineage import PROVINCE, ended_shares, valid_on
from db.models import COUNT_COLUMNS, Campaign, ReleasedProvince, ReleasedTotal, Unit
from db.scopes import in_area, whole_area_within, within
from domain.access import Scope
from domain.people import Audience, Mode

KEYS = ("unit_code", "unit_name", "mode")

# `on`, where a function takes it, is the day whose units are listed; without it the newest known.
# People counted on a unit that had ended by then are counted on what it became.


def campaigns(session: Session) -> list[Campaign]:
    """All rounds, the latest first."""
    rows = session.exec(select(Campaign).order_by(col(Campaign.starts_on).desc())).all()
    for row in rows:
        session.expunge(row)
    return list(rows)


def by_commune(
    session: Session,
    scope: Scope,
    *,
    area_code: str,
    campaign_code: str,
    on: date | None = None,
    audience: Audience | None = None,
) -> pd.DataFrame:
    """
    People counted in each commune of an area, as far as the scope reaches; of one audience, or all.

    Columns: unit_code, unit_name, mode, then COUNT_COLUMNS (people). Every commune has one row for
    each mode; nobody counted is a row of zeros, so that it stays visible.
    """
    units = _communes(session, scope, area_code, on)
    statement = _counted_by(col(ReleasedTotal.commune_id), scope, area_code, campaign_code)
    if audience is not None:
        statement = statement.where(ReleasedTotal.audience == audience.value)
    counted = session.exec(statement).all()
    return _frame(units, _moved(counted, ended_shares(session, scope, area_code, on)))


def collected(
    session: Session, scope: Scope, *, area_code: str, campaign_code: str
) -> pd.DataFrame:
    """
    People as they were collected: on the commune of that day, as far as the scope reaches.

    Columns: unit_id, mode, then COUNT_COLUMNS (people); nobody counted is no row.
    """
    key = col(ReleasedTotal.commune_id)
    rows = session.exec(_counted_by(key, scope, area_code, campaign_code)).all()
    return pd.DataFrame(rows, columns=["unit_id", "mode", *COUNT_COLUMNS])


def by_audience(
    session: Session, scope: Scope, *, area_code: str, campaign_code: str, on: date | None = None
) -> pd.DataFrame:
    """
    People counted in each audience of an area, as far as the scope reaches.

    Columns as `by_commune`; unit_code and unit_name are both the code of the audience.
    """
    units = [(audience.value, audience.value, audience.value) for audience in Audience]
    statement = _counted_by(col(ReleasedTotal.audience), scope, area_code, campaign_code)
    counted = session.exec(statement).all()
    outside = _outside(session, scope, area_code, campaign_code, on)
    return _frame(units, _added([*counted, *outside]))


def by_province(
    session: Session, scope: Scope, *, campaign_code: str, audience: Audience | None = None
) -> pd.DataFrame:
    """
    People counted in each province of today that lies inside the scope; columns as `by_commune`.

    Read from sums that the release made, so that the map costs the same whatever was answered.
    """
    statement = (
        select(ReleasedProvince.province_code, ReleasedProvince.mode, *_sums(ReleasedProvince))
        .where(
            ReleasedProvince.campaign_code == campaign_code,
            whole_area_within(scope, col(ReleasedProvince.province_code)),
        )
        .group_by(col(ReleasedProvince.province_code), col(ReleasedProvince.mode))
    )
    if audience is not None:
        statement = statement.where(ReleasedProvince.audience == audience.value)
    return _frame(provinces_of_today(session), session.exec(statement).all())


def provinces_of_today(session: Session) -> list[tuple[str, str, str]]:
    """Key, code and name of every province, in Vietnamese order; key and code are the same."""
    return list(
        session.exec(
            select(Unit.code, Unit.code, Unit.full_name)
            .where(Unit.level == PROVINCE, valid_on(None))
            .order_by(Unit.sort_key)
        ).all()
    )


def _communes(
    session: Session, scope: Scope, area_code: str, on: date | None
) -> list[tuple[int, str, str]]:
    rows = session.exec(
        select(Unit.id, Unit.code, Unit.full_name)
        .where(within(scope, col(Unit.id)), in_area(area_code, col(Unit.id)), valid_on(on))
        .order_by(Unit.sort_key, Unit.code)
    ).all()
    return [(unit_id or 0, code, name) for unit_id, code, name in rows]


def _counted_by(key: Mapped[Any], scope: Scope, area_code: str, campaign_code: str) -> Select[Any]:
    """People of an area inside the scope, by one column of the rollup and mode."""
    return (
        select(key, ReleasedTotal.mode, *_sums())
        .where(
            ReleasedTotal.campaign_code == campaign_code,
            within(scope, col(ReleasedTotal.commune_id)),
            in_area(area_code, col(ReleasedTotal.commune_id)),
        )
        .group_by(key, col(ReleasedTotal.mode))
    )


def _outside(
    session: Session, scope: Scope, area_code: str, campaign_code: str, on: date | None
) -> list[Sequence[Any]]:
    """What of the ended communes of an area lies outside it now, as counts to take away."""
    ended = ended_shares(session, scope, area_code, on)
    inside = {unit_id for unit_id, _, _ in _communes(session, scope, area_code, on)}
    left = {
        unit_id: sum(share for piece, share in shares.items() if piece not in inside)
        for unit_id, shares in ended.items()
    }
    if not any(left.values()):
        return []
    commune, audience = col(ReleasedTotal.commune_id), col(ReleasedTotal.audience)
    statement = _counted_by(audience, scope, area_code, campaign_code)
    rows = session.exec(  # type: ignore[call-overload]  # sqlmodel loses track of new columns
        statement.with_only_columns(commune, audience, col(ReleasedTotal.mode), *_sums())
        .where(commune.in_(left))
        .group_by(commune)
    ).all()
    return [
        (key, mode, *(-left[unit_id] * count for count in counts))
        for unit_id, key, mode, *counts in rows
    ]


def _moved(
    counted: Sequence[Sequence[Any]], shares: Mapping[int, Mapping[Any, float]]
) -> list[Sequence[Any]]:
    """
    The counts, a row per key and mode, with those of some communes given to what these became.

    By their shares; where nothing has ended, which is nearly everywhere, they are what they were.
    """
    if not shares:
        return list(counted)
    rows: list[Sequence[Any]] = []
    for unit_id, mode, *counts in counted:
        pieces = shares.get(unit_id, {unit_id: 1})
        for piece, share in pieces.items():
            whole = share == 1
            rows.append((piece, mode, *(n if whole else n * share for n in counts)))
    return _added(rows)


def _added(rows: Sequence[Sequence[Any]]) -> list[Sequence[Any]]:
    """One row per key and mode."""
    sums: dict[tuple[Any, Any], list[Any]] = {}
    for key, mode, *counts in rows:
        known = sums.get((key, mode))
        sums[key, mode] = (
            counts if known is None else [a + b for a, b in zip(known, counts, strict=True)]
        )
    return [(*key, *counts) for key, counts in sums.items()]


def _sums(source: type[SQLModel] = ReleasedTotal) -> list[Any]:
    table = source.__table__  # type: ignore[attr-defined]
    return [func.sum(table.c[name]) for name in COUNT_COLUMNS]


def _frame(
    units: Sequence[tuple[object, str, str]], counted: Sequence[Sequence[Any]]
) -> pd.DataFrame:
    """One row per unit and mode: the counted ones filled in, the others zero."""
    by_key = {(key, mode): counts for key, mode, *counts in counted}
    nobody = [0] * len(COUNT_COLUMNS)
    wanted = [(key, code, name, mode.value) for key, code, name in units for mode in Mode]
    rows = [by_key.get((key, mode), nobody) for key, _, _, mode in wanted]
    numbers = np.array(rows).reshape(-1, len(COUNT_COLUMNS))
    frame = pd.DataFrame(numbers, columns=list(COUNT_COLUMNS))
    for place, column in enumerate(KEYS):
        frame.insert(place, column, [row[place + 1] for row in wanted])
    return frame
