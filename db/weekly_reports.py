"""Weekly reports: an area's own drafts and versions, and what was signed for the level above."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, or_, select

from db.indicator_versions import inside
from db.meeting_scopes import named
from db.models import Account, Area, Grant, WeeklyReport
from domain.access import PERMISSIONS, Permission, Role, Scope
from domain.errors import ReportDamaged, UnknownReport
from domain.meetings import fingerprint
from domain.weeks import Figure, Said, Week

_REPORTERS = sorted(role for role in Role if Permission.REPORT_WEEK in PERMISSIONS[role])


@dataclass(frozen=True)
class Edit:
    """What somebody made of a sentence; `revision` grows with each time."""

    text: str
    revision: int
    by_name: str


@dataclass(frozen=True)
class Report:
    """
    A weekly report; of a locked one `said` is the whole text as it was signed.

    `rate` as `stats.monday.Rate` has it, or None.
    """

    id: int
    area_code: str
    area_name: str
    week: Week
    version: int
    reason: str
    language: str
    figures: Mapping[str, Figure]
    rate: Mapping[str, float] | None
    edits: Mapping[Said, Edit]
    said: Mapping[Said, str]
    created_at: datetime
    locked_at: datetime | None
    signed_by: str
    sha256: str | None

    @property
    def is_locked(self) -> bool:
        return self.locked_at is not None

    @property
    def revision(self) -> int:
        """How often a sentence was changed; whoever signs says which of these they read."""
        return sum(edit.revision for edit in self.edits.values())


def own_reports(session: Session, scope: Scope, *, area_code: str, week: Week) -> list[Report]:
    """The versions of an area's report of a week, drafts too, the newest first."""
    mine = (col(WeeklyReport.area_code) == area_code) & (col(WeeklyReport.week) == week.first)
    return _reports(session, mine & named(scope, col(WeeklyReport.area_code)))


def own_report(session: Session, scope: Scope, report_id: int) -> Report:
    """
    One report of an area the scope names.

    Raises:
        UnknownReport: there is none, or it is of an area of others.
        ReportDamaged: it is not what was signed.
    """
    mine = (col(WeeklyReport.id) == report_id) & named(scope, col(WeeklyReport.area_code))
    found = _reports(session, mine)
    if not found:
        raise UnknownReport
    return found[0]


def newest_signed(session: Session, scope: Scope, *, area_code: str, before: Week) -> Report | None:
    """The newest signed report of an area of an earlier week; None when none was signed."""
    earlier = (
        (col(WeeklyReport.area_code) == area_code)
        & (col(WeeklyReport.week) < before.first)
        & col(WeeklyReport.locked_at).is_not(None)
    )
    found = _reports(session, earlier & inside(scope, col(WeeklyReport.area_code)))
    return found[0] if found else None


def received(session: Session, scope: Scope, *, week: Week) -> list[Report]:
    """The signed reports of a week of areas inside the scope, of each the newest version."""
    signed = (col(WeeklyReport.week) == week.first) & col(WeeklyReport.locked_at).is_not(None)
    newest: dict[str, Report] = {}
    for report in _reports(session, signed & inside(scope, col(WeeklyReport.area_code))):
        newest.setdefault(report.area_code, report)
    return sorted(newest.values(), key=lambda one: one.area_name)


def reporting_areas(session: Session, scope: Scope, *, on: date) -> dict[str, str]:
    """Code → name of the areas inside the scope somebody answers for on a day, in word order."""
    statement = (
        select(Area.code, Area.name)
        .join(Grant, col(Grant.area_code) == Area.code)
        .join(Account, col(Account.id) == Grant.account_id)
        .where(
            col(Grant.role).in_(_REPORTERS),
            col(Grant.revoked_at).is_(None),
            col(Account.disabled_at).is_(None),
            col(Grant.valid_from) <= on,
            or_(col(Grant.valid_to).is_(None), col(Grant.valid_to) >= on),
            inside(scope, col(Area.code)),
        )
        .order_by(Area.search_key, Area.code)
    )
    return dict(session.exec(statement).all())


def _reports(session: Session, condition: ColumnElement[bool]) -> list[Report]:
    """The newest week and version first."""
    statement = (
        select(WeeklyReport, Area.name)
        .join(Area, col(Area.code) == WeeklyReport.area_code)
        .where(condition)
        .order_by(col(WeeklyReport.week).desc(), col(WeeklyReport.version).desc())
    )
    return [_report(row, name) for row, name in session.exec(statement)]


def _report(row: WeeklyReport, area_name: str) -> Report:
    if row.sha256 is not None and fingerprint(row.content) != row.sha256:
        raise ReportDamaged(week=f"{row.week:%-d/%-m/%Y}")
    content: dict[str, Any] = json.loads(row.content)
    return Report(
        id=row.id or 0,
        area_code=row.area_code,
        area_name=area_name,
        week=Week(row.week),
        version=row.version,
        reason=row.reason,
        language=content["language"],
        figures=content["figures"],
        rate=content["rate"],
        edits={Said(name): Edit(**edit) for name, edit in content["edits"].items()},
        said={Said(name): text for name, text in content["said"].items()},
        created_at=row.created_at,
        locked_at=row.locked_at,
        signed_by=content["signed_by"],
        sha256=row.sha256,
    )
