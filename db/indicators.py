"""Figures units reported, by version; beside them, never added, those of public articles."""

from collections.abc import Iterable, Sequence
from datetime import date

import pandas as pd
from sqlmodel import Session, col, select

from db.indicator_versions import figure_of, inside, is_newest, newest_versions
from db.lineage import valid_on
from db.models import (
    Area,
    Indicator,
    IndicatorReport,
    IndicatorValue,
    Unit,
)
from db.scopes import in_area
from db.settings import settings
from domain.access import Role, Scope
from domain.indicator_periods import PeriodKind
from domain.indicators import Counted, is_small
from domain.indicators import Indicator as CatalogueEntry

PUBLIC_KINDS = ("nation", "province")  # smaller units are read by who answers for them
UNIT_KINDS = ("province", "commune")  # what reports; an area that was a district reports nothing
COLUMNS = (
    "area_code", "indicator", "name", "period", "value", "unit_of_measure", "qualifier",
    "numerator", "denominator", "source", "reported_at", "place", "too_few",
)  # fmt: skip


def catalogue(session: Session) -> dict[str, CatalogueEntry]:
    """Code → what is reported, in the order of the catalogue."""
    rows = session.exec(select(Indicator).order_by(col(Indicator.position))).all()
    return {row.code: catalogue_entry(row) for row in rows}


def reporting_units(session: Session, scope: Scope, area_code: str, *, on: date) -> dict[str, str]:
    """Code → full name of the units of an area that report, itself first; all inside the scope."""
    statement = (
        select(Area.code, Unit.full_name)
        .join(Unit, (col(Unit.code) == Area.code) & (col(Unit.level) == Area.kind))
        .where(
            col(Area.kind).in_(UNIT_KINDS),
            valid_on(on),
            (col(Area.code) == area_code)
            | ((col(Area.kind) == "commune") & in_area(area_code, col(Unit.id))),
            inside(scope, col(Area.code)),
        )
        .order_by(col(Area.code) != area_code, Unit.sort_key, Area.code)
    )
    return dict(session.exec(statement).all())


def latest(
    session: Session,
    scope: Scope,
    *,
    area_codes: Iterable[str],
    indicator_code: str | None = None,
) -> pd.DataFrame:
    """
    The newest version of every reported figure of these areas: one row per period.

    Of areas outside the scope there is no row; the public reads provinces. Figures of articles
    come too, with an empty `indicator`, unless one indicator is asked for. Of fewer people or
    households than the minimum, value and numerator are empty and `too_few` says so.

    Columns: area_code, indicator (code), name, period, value, unit_of_measure, qualifier,
    numerator, denominator, source, reported_at (UTC; empty for articles), place, too_few.
    """
    codes = sorted(area_codes)
    rows = [_row(*found) for found in _reports(session, scope, codes, indicator_code)]
    if indicator_code is None:
        rows += [_article(figure) for figure in _articles(session, codes)]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _reports(
    session: Session, scope: Scope, codes: Sequence[str], indicator_code: str | None
) -> Sequence[tuple[IndicatorReport, Indicator, str]]:
    newest = newest_versions()
    statement = (
        select(IndicatorReport, Indicator, Area.name)
        .join(newest, is_newest(newest))
        .join(Indicator, col(Indicator.code) == IndicatorReport.indicator_code)
        .join(Area, col(Area.code) == IndicatorReport.area_code)
        .where(
            col(IndicatorReport.withdrawn).is_(False),
            col(IndicatorReport.area_code).in_(codes),
            inside(scope, col(IndicatorReport.area_code)),
        )
        .order_by(
            col(IndicatorReport.area_code), col(Indicator.position), col(IndicatorReport.period)
        )
    )
    if indicator_code is not None:
        statement = statement.where(IndicatorReport.indicator_code == indicator_code)
    if scope.role is Role.PUBLIC:
        statement = statement.where(col(Area.kind).in_(PUBLIC_KINDS))
    return session.exec(statement).all()


def _row(report: IndicatorReport, indicator: Indicator, place: str) -> dict[str, object]:
    entry = catalogue_entry(indicator)
    too_few = is_small(entry.counted, figure_of(report), settings().minimum_group)
    return {
        "area_code": report.area_code,
        "indicator": report.indicator_code,
        "name": entry.name,
        "period": report.period,
        "value": None if too_few else report.value,
        "unit_of_measure": entry.unit_of_measure,
        "qualifier": "" if too_few else report.qualifier,
        "numerator": None if too_few else report.numerator,
        "denominator": report.denominator,
        "source": report.source,
        "reported_at": report.reported_at,
        "place": place,
        "too_few": too_few,
    }


def _articles(session: Session, codes: Sequence[str]) -> Sequence[IndicatorValue]:
    statement = select(IndicatorValue).where(col(IndicatorValue.area_code).in_(codes))
    return session.exec(statement.order_by(col(IndicatorValue.id))).all()


def _article(figure: IndicatorValue) -> dict[str, object]:
    same = ("area_code", "period", "value", "unit_of_measure", "qualifier", "numerator",
            "denominator", "source", "place")  # fmt: skip
    said = {name: getattr(figure, name) for name in same}
    return {**said, "indicator": "", "name": figure.indicator, "too_few": False}


def catalogue_entry(row: Indicator) -> CatalogueEntry:
    """A stored row of the catalogue as `domain` takes it."""
    return CatalogueEntry(
        code=row.code,
        name=row.name,
        numerator=row.numerator,
        denominator=row.denominator,
        owner=row.owner,
        period_kind=PeriodKind(row.period_kind),
        counted=Counted(row.counted),
        due_days=row.due_days,
        source_document=row.source_document,
        note=row.note,
    )
