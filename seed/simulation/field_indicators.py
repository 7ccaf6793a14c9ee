"""Figures as units would report them: of every province, and of the communes of one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from sqlalchemy import Connection, insert, select
from sqlmodel import col

from db.engine import transaction
from db.models import Indicator, IndicatorReport, Unit
from domain.indicator_periods import Period, PeriodKind, newest_ended
from seed.simulation.field_accounts import OFFICIAL
from seed.simulation.field_places import FIRST, OFFICIAL_PROVINCE, SOURCE, Field, evening

MONTHS = 6
_CLASSES = "lop-hoc"
_PER_CLASS = {_CLASSES: 1.0, "buoi-hoc": 2.6, "nguoi-hoc": 24.0, "luot-hoc": 47.0}  # counts a month
_IDENTITY = "vneid-muc-2"  # people of 14 and older, a share
_OF_A_COMMUNE, _OF_A_PROVINCE = (2, 9), (120, 700)  # classes a month
_REPORTS, _IN_TIME = 0.88, 0.8
_DAYS_LATE = (6, 24)
_JUMP = 3.2
_WHY = f"{SOURCE}: tháng có ngày hội, đã kiểm tra lại"
_CORRECTED = f"{SOURCE}: đính chính sau khi rà soát"
_ROOM = 2000  # rows of one statement
_Row = dict[str, object]


@dataclass(frozen=True)
class _Unit:
    """Who reports, and how many classes it holds in a usual month."""

    code: str
    classes: int
    adults: int  # about whom a share is reported; 0 = it reports none
    reported_by: int | None


def report_indicators(field: Field) -> None:
    """Write what units reported, late reports, gaps, a jump and a correction among them."""
    months = list(reversed(newest_ended(PeriodKind.MONTH, field.today, MONTHS)))
    with transaction(field.engine) as connection:
        known = set(connection.scalars(select(col(Indicator.code))))
        rows = [
            row
            for number, unit in enumerate(_units(connection, field))
            for row in _of_unit(field, unit, months, number)
            if row["indicator_code"] in known
        ]
        for start in range(0, len(rows), _ROOM):
            connection.execute(insert(IndicatorReport), rows[start : start + _ROOM])


def _units(connection: Connection, field: Field) -> Iterator[_Unit]:
    statement = (
        select(col(Unit.code), col(Unit.level))
        .where(col(Unit.valid_to).is_(None))
        .where(
            (col(Unit.level) == "province")
            | ((col(Unit.level) == "commune") & (col(Unit.parent_code) == OFFICIAL_PROVINCE))
        )
        .order_by(col(Unit.level), col(Unit.code))
    )
    random = np.random.default_rng([field.random_state, 5])
    for code, level in connection.execute(statement):
        is_commune = level == "commune"
        classes = int(random.integers(*(_OF_A_COMMUNE if is_commune else _OF_A_PROVINCE)))
        mine = is_commune or code == OFFICIAL_PROVINCE
        adults = int(random.integers(4_000, 14_000)) if is_commune else 0
        yield _Unit(code, classes, adults, field.accounts[OFFICIAL] if mine else None)


def _of_unit(field: Field, unit: _Unit, months: Sequence[Period], number: int) -> Iterator[_Row]:
    random = np.random.default_rng([field.random_state, 6, number])
    missing = len(months) - 3 if unit.code == FIRST else None
    jump = len(months) - 2 if unit.code == FIRST else None
    for place, month in enumerate(months):
        silent = random.random() >= _REPORTS and unit.code != FIRST
        at = _reported_at(unit, month, random)
        if silent or place == missing or at.date() > field.today:
            continue
        factor = random.uniform(0.7, 1.3) * (_JUMP if place == jump else 1)
        reason = _WHY if place == jump else ""
        for code, each in _PER_CLASS.items():
            count = max(round(unit.classes * each * factor), 1)
            yield _row(unit, code, month, at, value=count, reason=reason)
        if unit.adults:
            yield _share(unit, month, at, 0.55 + 0.04 * place)
    if unit.code == FIRST:
        last = months[-1]
        corrected = evening(min(last.last + timedelta(days=15), field.today))
        row = _row(unit, _CLASSES, last, corrected, value=unit.classes, reason=_CORRECTED)
        yield {**row, "version": 2}


def _reported_at(unit: _Unit, month: Period, random: np.random.Generator) -> datetime:
    in_time = unit.code == FIRST or random.random() < _IN_TIME
    days = int(random.integers(1, 6) if in_time else random.integers(*_DAYS_LATE))
    return evening(month.last + timedelta(days=days))


def _share(unit: _Unit, month: Period, at: datetime, share: float) -> _Row:
    some = round(unit.adults * share)
    value = 100 * some / unit.adults
    fraction = {"numerator": some, "denominator": unit.adults}
    return {**_row(unit, _IDENTITY, month, at, value=value), **fraction}


def _row(
    unit: _Unit, indicator: str, month: Period, at: datetime, *, value: float, reason: str = ""
) -> _Row:
    return {
        **{"area_code": unit.code, "indicator_code": indicator, "period": month.code},
        **{"version": 1, "value": value, "numerator": None, "denominator": None},
        **{"qualifier": "", "source": SOURCE, "reason": reason, "withdrawn": False},
        **{"reported_by": unit.reported_by, "reported_at": at},
    }
