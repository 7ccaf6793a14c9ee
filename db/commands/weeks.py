"""Weekly reports are begun, rewritten, signed and corrected here."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import Connection, Engine, select

from db.commands.audit import record
from db.commands.report_rows import (
    Rate,
    content_of,
    counted_now,
    display_name,
    held_draft,
    held_report,
    naming_scope,
    new_row,
    reports,
    write_draft,
)
from db.dialects import insert_into
from db.engine import transaction
from db.weekly_reports import Edit
from domain.errors import ChoiceMissing, EditedMeanwhile, RecordsMoved, ReportNotLocked
from domain.meetings import fingerprint
from domain.weeks import Said, as_reason, as_sentence, reportable


def begin_report(
    engine: Engine,
    *,
    area_code: str,
    week: date,
    rate: Rate | None,
    language: str,
    by: int,
    now: datetime,
    today: date,
) -> int:
    """
    The first version of an area's report of a week, with what the records say; its id.

    Who begins it a second time gets the one that is there.

    Raises:
        NotAllowed: `by` leads nowhere today.
        OutsideScope: the area is not one of theirs.
        WeekNotOver.
    """
    of = reportable(week, today=today)
    with transaction(engine) as connection:
        scope = naming_scope(connection, area_code, by, today)
        content = content_of(
            language, counted_now(connection, scope, area_code, of, today), rate, edits={}
        )
        row = new_row(area_code, of, 1, "", content, by, now)
        return _added(connection, row, "week.begin")


def refresh_report(
    engine: Engine, *, report_id: int, rate: Rate | None, by: int, now: datetime, today: date
) -> None:
    """
    Take into a draft what the records say now; what was written stays.

    Raises:
        NotAllowed, UnknownReport, ReportLocked.
    """
    with transaction(engine) as connection:
        report, scope = held_draft(connection, report_id, by, today)
        figures = counted_now(connection, scope, report.area_code, report.week, today)
        write_draft(
            connection, report, content_of(report.language, figures, rate, edits=report.edits)
        )
        record(connection, "week.refresh", f"report:{report_id}", by=by, now=now)


def edit_sentence(
    engine: Engine,
    *,
    report_id: int,
    said: str,
    text: str,
    revision: int,
    by: int,
    now: datetime,
    today: date,
) -> None:
    """
    Other words for a sentence of a draft; empty ones bring back what was generated.

    Raises:
        NotAllowed, UnknownReport, ReportLocked, TextTooLong.
        EditedMeanwhile: somebody else saved this sentence since `revision`; nothing is overwritten.
        ChoiceMissing: no sentence of ours.
    """
    if said not in set(Said):
        raise ChoiceMissing(field="sentence")
    which = Said(said)
    words = as_sentence(which, text)
    with transaction(engine) as connection:
        report, _ = held_draft(connection, report_id, by, today)
        there = report.edits.get(which, Edit("", 0, ""))
        if there.revision != revision:
            raise EditedMeanwhile(by=there.by_name, theirs=there.text)
        mine = Edit(words, revision + 1, display_name(connection, by))
        edits = {**report.edits, which: mine}
        write_draft(connection, report, content_of(report.language, report.figures, report.rate,
                                            edits=edits))  # fmt: skip
        record(connection, "week.edit", f"report:{report_id}", by=by, now=now, sentence=said)


def lock_report(
    engine: Engine,
    *,
    report_id: int,
    generated: Mapping[Said, str],
    revision: int,
    by: int,
    now: datetime,
    today: date,
) -> None:
    """
    Sign a draft: from now on it is what it is.

    Args:
        generated: the sentences as they were read; what somebody rewrote goes before them.
        revision: of the report as it was read (`Report.revision`).

    Raises:
        NotAllowed, UnknownReport, ReportLocked.
        EditedMeanwhile: a sentence was saved since it was read.
        RecordsMoved: the records say something else by now.
    """
    with transaction(engine) as connection:
        report, scope = held_draft(connection, report_id, by, today)
        if report.revision != revision:
            newest = max(report.edits.values(), key=lambda edit: edit.revision)
            raise EditedMeanwhile(by=newest.by_name, theirs=newest.text)
        if counted_now(connection, scope, report.area_code, report.week, today) != report.figures:
            raise RecordsMoved
        name = display_name(connection, by)
        said = {**generated, **{one: edit.text for one, edit in report.edits.items() if edit.text}}
        content = content_of(report.language, report.figures, report.rate, edits=report.edits,
                           said=said, signed_by=name)  # fmt: skip
        lock = {"locked_by": by, "locked_at": now, "sha256": fingerprint(content)}
        write_draft(connection, report, content, **lock)
        record(connection, "week.lock", f"report:{report_id}", by=by, now=now,
               sha256=lock["sha256"])  # type: ignore[arg-type]  # fmt: skip


def correct_report(
    engine: Engine,
    *,
    report_id: int,
    reason: str,
    rate: Rate | None,
    by: int,
    now: datetime,
    today: date,
) -> int:
    """
    A new version of a signed report, as a draft with what the records say now; its id.

    The signed one stays as it is. Asked twice, the draft that is there is given.

    Raises:
        NotAllowed, UnknownReport, TextMissing, TextTooLong.
        ReportNotLocked: it is a draft itself.
    """
    why = as_reason(reason)
    with transaction(engine) as connection:
        report, scope = held_report(connection, report_id, by, today)
        if not report.is_locked:
            raise ReportNotLocked
        figures = counted_now(connection, scope, report.area_code, report.week, today)
        content = content_of(report.language, figures, rate, edits=report.edits)
        row = new_row(report.area_code, report.week, report.version + 1, why, content, by, now)
        return _added(connection, row, "week.correct")


def _added(connection: Connection, row: Mapping[str, object], action: str) -> int:
    """The id of a new version; when another tap was faster, of the one that is there."""
    key = ("area_code", "week", "version")
    added = (
        insert_into(reports, connection.dialect.name)
        .on_conflict_do_nothing(index_elements=key)
        .returning(reports.c.id)
    )
    report_id = connection.execute(added, row).scalar()
    if report_id is None:
        same = (reports.c[name] == row[name] for name in key)
        return int(connection.execute(select(reports.c.id).where(*same)).scalar_one())
    by, now = row["created_by"], row["created_at"]
    record(connection, action, f"report:{report_id}", by=by, now=now)  # type: ignore[arg-type]
    return int(report_id)
