"""How reported figures came: who reported when, every version of one, the files they came with."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import pandas as pd
from sqlalchemy import func
from sqlmodel import Session, col, select

from db.indicator_versions import (
    figure_of,
    first_times,
    inside,
    is_newest,
    newest_versions,
    same_figure,
)
from db.models import Account, IndicatorReport
from domain.access import Scope
from domain.indicators import Figure


@dataclass(frozen=True)
class Version:
    """One version of a figure, as its history tells it."""

    version: int
    figure: Figure
    withdrawn: bool
    by_name: str
    reported_at: datetime


@dataclass(frozen=True)
class ListedFile:
    """A file of figures that can be taken back: how many of them still count."""

    batch: str
    rows: int
    by_name: str
    sent_at: datetime


def first_reports(
    session: Session, scope: Scope, *, area_codes: Iterable[str], indicator_code: str
) -> pd.DataFrame:
    """
    When each figure that still counts was first reported; for the board of who did.

    Columns: area_code, period, first_at (UTC), version (the newest).
    """
    newest, first = newest_versions(), first_times()
    statement = (
        select(
            IndicatorReport.area_code,
            IndicatorReport.period,
            first.c.first_at,
            IndicatorReport.version,
        )
        .join(newest, is_newest(newest))
        .join(first, same_figure(first))
        .where(
            col(IndicatorReport.withdrawn).is_(False),
            IndicatorReport.indicator_code == indicator_code,
            col(IndicatorReport.area_code).in_(sorted(area_codes)),
            inside(scope, col(IndicatorReport.area_code)),
        )
    )
    rows = session.exec(statement).all()
    return pd.DataFrame(rows, columns=["area_code", "period", "first_at", "version"])


def history(
    session: Session, scope: Scope, *, area_code: str, indicator_code: str, period: str
) -> list[Version]:
    """Every version of one figure, the newest first; none of an area outside the scope."""
    statement = (
        select(IndicatorReport, func.coalesce(Account.display_name, ""))
        .join(Account, col(Account.id) == IndicatorReport.reported_by, isouter=True)
        .where(
            IndicatorReport.area_code == area_code,
            IndicatorReport.indicator_code == indicator_code,
            IndicatorReport.period == period,
            inside(scope, col(IndicatorReport.area_code)),
        )
        .order_by(col(IndicatorReport.version).desc())
    )
    return [
        Version(row.version, figure_of(row), row.withdrawn, name, row.reported_at)
        for row, name in session.exec(statement)
    ]


def report_files(session: Session, scope: Scope, *, limit: int = 10) -> list[ListedFile]:
    """The newest files all of whose figures lie inside the scope, and of which any still counts."""
    newest = newest_versions()
    outside = select(IndicatorReport.batch).where(
        col(IndicatorReport.batch).is_not(None), ~inside(scope, col(IndicatorReport.area_code))
    )
    statement = (
        select(
            IndicatorReport.batch,
            func.count(),
            func.coalesce(func.max(Account.display_name), ""),
            func.max(IndicatorReport.reported_at),
        )
        .join(newest, is_newest(newest))
        .join(Account, col(Account.id) == IndicatorReport.reported_by, isouter=True)
        .where(
            col(IndicatorReport.batch).is_not(None),
            col(IndicatorReport.batch).not_in(outside),
            col(IndicatorReport.withdrawn).is_(False),
        )
        .group_by(IndicatorReport.batch)
        .order_by(func.max(IndicatorReport.id).desc())
        .limit(limit)
    )
    return [ListedFile(*row) for row in session.exec(statement) if row[0] is not None]


def versions_so_far(session: Session) -> int:
    """The number of the last version anybody reported; no figure. What is kept until the next."""
    return session.exec(select(func.max(IndicatorReport.id))).one() or 0
