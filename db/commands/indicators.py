"""Figures of units: checked again, then a new version of each, all of them or none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Engine, select
from sqlmodel import Session, col

from db.authority import acting_scope
from db.commands.audit import record
from db.dialects import insert_into
from db.engine import transaction
from db.indicator_facts import Facts, Stored, facts
from db.indicator_versions import inside
from db.indicators import catalogue
from db.models import IndicatorReport, metadata
from domain.access import Permission, Scope
from domain.errors import (
    OutsideScope,
    ReportedMeanwhile,
    ReportRefused,
    UnknownReportFile,
)
from domain.indicator_checks import check, is_overtaken
from domain.indicators import NOTICES, Entry, Figure, Indicator, same_figure
from domain.quoted import quoted

_reports = metadata.tables["indicatorreport"]
_KEY = ("area_code", "indicator_code", "period", "version")


class Became(StrEnum):
    """What storing an entry does."""

    NEW = "new"
    CORRECTED = "corrected"
    SAME = "same"  # stored before, word for word: nothing is written


@dataclass(frozen=True)
class Reported:
    """How many figures became what."""

    new: int
    corrected: int
    same: int


def report_figures(
    engine: Engine,
    entries: Sequence[Entry],
    *,
    by: int,
    now: datetime,
    today: date,
    batch: str | None = None,
) -> Reported:
    """
    Store these figures as new versions, in one transaction; what is stored already stays.

    Args:
        batch: the file they came with, by which they can be taken back together.

    Raises:
        NotAllowed: `by` reports nowhere today.
        OutsideScope: they do not report for one of the units, or it is none.
        ReportRefused: a figure breaks a rule; `faults` are `domain.indicators.EntryFault`.
        ReportedMeanwhile: one has another version than its typist saw; nothing was stored.
    """
    with transaction(engine) as connection:
        scope = acting_scope(connection, by, Permission.REPORT_INDICATORS, on=today)
        figures, known = _checked(connection, scope, entries, today)
        became = [
            _store(connection, entry, figure, known.stored.get(entry.place), by, now, batch)
            for entry, figure in zip(entries, figures, strict=True)
        ]
        _audit(connection, entries, became, by, now, batch)
        return Reported(*(became.count(kind) for kind in Became))


def undo_report_file(
    engine: Engine, batch: str, *, reason: str, by: int, now: datetime, today: date
) -> int:
    """
    Take back what a file brought and nobody corrected since; returns how many figures.

    A figure that had been reported before gets that version again, as a new one.

    Raises:
        NotAllowed: `by` reports nowhere today.
        UnknownReportFile: there is none, or a figure of it lies outside their scope.
    """
    with transaction(engine) as connection:
        scope = acting_scope(connection, by, Permission.REPORT_INDICATORS, on=today)
        rows = _counting_rows(connection, scope, batch)
        if not rows:
            raise UnknownReportFile
        for row in rows:
            _insert(connection, {**_before(connection, row), **_stamp(row, reason, by, now)})
        record(connection, "indicator.undo", f"file:{batch}", by=by, now=now, figures=len(rows))
        return len(rows)


def _checked(
    connection: Connection, scope: Scope, entries: Sequence[Entry], today: date
) -> tuple[list[Figure], Facts]:
    with Session(connection) as session:
        indicators = catalogue(session)
        known = facts(session, scope, {entry.area_code for entry in entries}, on=today)
    for entry in entries:
        if entry.area_code not in known.units:
            raise OutsideScope(area=quoted(entry.area_code, 12))
    return [_figure(entry, indicators, known, today) for entry in entries], known


def _figure(entry: Entry, indicators: Mapping[str, Indicator], known: Facts, today: date) -> Figure:
    of_place, indicator = known.known(entry.place), indicators.get(entry.indicator_code)
    if indicator is not None and is_overtaken(entry, indicator, of_place):
        stored = known.stored.get(entry.place)
        raise ReportedMeanwhile(name=stored.by_name if stored else "")
    figure, faults = check(entry, indicator, of_place, today=today)
    if figure is None:
        raise ReportRefused(faults=[fault for fault in faults if fault.kind not in NOTICES])
    return figure


def _store(
    connection: Connection,
    entry: Entry,
    figure: Figure,
    stored: Stored | None,
    by: int,
    now: datetime,
    batch: str | None,
) -> Became:
    if stored and stored.figure and same_figure(stored.figure, figure):
        return Became.SAME
    version = stored.version if stored else 0
    area_code, indicator_code, period = entry.place
    _insert(
        connection,
        {
            **{"area_code": area_code, "indicator_code": indicator_code, "period": period},
            **{"value": figure.value, "numerator": figure.numerator},
            **{"denominator": figure.denominator, "qualifier": figure.qualifier},
            **{"source": figure.source, "reason": figure.reason, "withdrawn": False},
            **{"version": version + 1, "batch": batch, "reported_by": by, "reported_at": now},
        },
    )
    return Became.CORRECTED if version else Became.NEW


def _insert(connection: Connection, row: Mapping[str, object]) -> None:
    """On PostgreSQL two may write at once: the unique version lets one through."""
    statement = (
        insert_into(_reports, connection.dialect.name)
        .on_conflict_do_nothing(index_elements=_KEY)
        .returning(_reports.c.id)
    )
    if connection.execute(statement, row).scalar() is None:
        raise ReportedMeanwhile(name="")


def _audit(
    connection: Connection,
    entries: Sequence[Entry],
    became: Sequence[Became],
    by: int,
    now: datetime,
    batch: str | None,
) -> None:
    written = [entry for entry, kind in zip(entries, became, strict=True) if kind != Became.SAME]
    if batch is not None and written:
        subject = f"file:{batch}"
        record(connection, "indicator.file", subject, by=by, now=now, figures=len(written))
        return
    for entry in written:
        area_code, indicator_code, period = entry.place
        record(
            connection,
            "indicator.report",
            f"area:{area_code}",
            by=by,
            now=now,
            indicator=indicator_code,
            period=period,
        )


def _counting_rows(connection: Connection, scope: Scope, batch: str) -> list[dict[str, Any]]:
    """The rows of a file that are still the newest; none when one lies outside the scope."""
    mine = _reports.c.batch == batch
    outside = select(_reports.c.id).where(mine, ~inside(scope, col(IndicatorReport.area_code)))
    if connection.execute(outside.limit(1)).first() is not None:
        return []
    rows = connection.execute(select(_reports).where(mine, _reports.c.withdrawn.is_(False)))
    return [dict(row) for row in rows.mappings() if _is_last(connection, row)]


def _is_last(connection: Connection, row: Mapping[Any, Any]) -> bool:
    return connection.execute(_version(row, row["version"] + 1)).first() is None


def _before(connection: Connection, row: Mapping[str, Any]) -> dict[str, Any]:
    """The version a row replaced; the row itself, taken back, when there was none."""
    found = connection.execute(_version(row, row["version"] - 1)).mappings().first()
    before = {**row, "withdrawn": True} if found is None else dict(found)
    return {name: value for name, value in before.items() if name != "id"}


def _version(row: Mapping[Any, Any], version: int) -> Any:  # noqa: ANN401
    same = [_reports.c[name] == row[name] for name in _KEY[:-1]]
    return select(_reports).where(*same, _reports.c.version == version)


def _stamp(row: Mapping[str, Any], reason: str, by: int, now: datetime) -> dict[str, object]:
    return {
        **{"version": row["version"] + 1, "reason": reason, "batch": None},
        **{"reported_by": by, "reported_at": now},
    }
