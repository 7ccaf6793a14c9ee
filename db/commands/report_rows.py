"""The row of a weekly report as its commands read and write it, inside their transaction."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select, update
from sqlmodel import Session, col

from db.authority import acting_scope
from db.meeting_scopes import named
from db.models import Account, Area, metadata
from db.settings import settings
from db.weekly_reports import Edit, Report, own_report
from db.weeks import counts
from domain.access import Permission, Scope
from domain.errors import OutsideScope, ReportLocked
from domain.quoted import quoted
from domain.weeks import Figure, Said, Week, as_bytes, upward

reports = metadata.tables["weeklyreport"]

Rate = Mapping[str, float]


def naming_scope(connection: Connection, area_code: str, by: int, today: date) -> Scope:
    """
    Where `by` reports today, when that names the area.

    Raises:
        NotAllowed, OutsideScope.
    """
    scope = acting_scope(connection, by, Permission.REPORT_WEEK, on=today)
    mine = named(scope, col(Area.code)) & (col(Area.code) == area_code)
    if connection.scalar(select(col(Area.code)).where(mine)) is None:
        raise OutsideScope(area=quoted(area_code, 12))
    return scope


def held_report(
    connection: Connection, report_id: int, by: int, today: date
) -> tuple[Report, Scope]:
    """
    A report of theirs, held until the end of the transaction.

    Raises:
        NotAllowed, UnknownReport.
    """
    scope = acting_scope(connection, by, Permission.REPORT_WEEK, on=today)
    mine = reports.c.id == report_id
    connection.execute(select(reports.c.id).where(mine).with_for_update())
    return own_report(Session(connection), scope, report_id), scope


def held_draft(
    connection: Connection, report_id: int, by: int, today: date
) -> tuple[Report, Scope]:
    """
    The same, while nobody has signed it.

    Raises:
        NotAllowed, UnknownReport, ReportLocked.
    """
    report, scope = held_report(connection, report_id, by, today)
    if report.is_locked:
        raise ReportLocked
    return report, scope


def counted_now(
    connection: Connection, scope: Scope, area_code: str, week: Week, today: date
) -> dict[str, Figure]:
    """What the records say at this moment, as it may leave the area."""
    found = counts(Session(connection), scope, area_code=area_code, week=week, today=today)
    return upward(found, minimum=settings().minimum_group)


def content_of(
    language: str,
    figures: Mapping[str, Figure],
    rate: Rate | None,
    *,
    edits: Mapping[Said, Edit],
    said: Mapping[Said, str] | None = None,
    signed_by: str = "",
) -> bytes:
    """A report as it is stored; `said` and `signed_by` of one that is being signed."""
    content: dict[str, Any] = {
        "language": language,
        "figures": dict(figures),
        "rate": None if rate is None else dict(rate),
        "edits": {one.value: asdict(edit) for one, edit in edits.items()},
        "said": {one.value: text for one, text in (said or {}).items()},
        "signed_by": signed_by,
    }
    return as_bytes(content)


def new_row(
    area_code: str, week: Week, version: int, reason: str, content: bytes, by: int, now: datetime
) -> dict[str, object]:
    """A version nobody has signed."""
    return {"area_code": area_code, "week": week.first, "version": version, "reason": reason,
            "content": content, "created_by": by, "created_at": now}  # fmt: skip


def write_draft(connection: Connection, report: Report, content: bytes, **lock: object) -> None:
    """
    Write a draft, or sign it (`lock`).

    Raises:
        ReportLocked: asked again where it is written, so that nothing signed is overwritten.
    """
    open_ = (reports.c.id == report.id) & reports.c.locked_at.is_(None)
    written = connection.execute(update(reports).where(open_).values(content=content, **lock))
    if written.rowcount == 0:
        raise ReportLocked


def display_name(connection: Connection, account_id: int) -> str:
    """The name an account is known by, as it is kept with what it signs."""
    name = select(col(Account.display_name)).where(col(Account.id) == account_id)
    return str(connection.execute(name).scalar_one())
