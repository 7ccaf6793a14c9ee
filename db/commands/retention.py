"""Applies the rules of `domain.retention`, a bounded number of rows in each transaction."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Date, Engine, Table, bindparam, func, select

from db.commands.few_at_a_time import PACE, Pace, change_few_at_a_time
from db.commands.old_drafts import delete_old_drafts
from db.deployment import REAL
from db.engine import fold_log
from db.models import metadata
from domain import retention
from domain.calendar_day import day_of
from domain.retention import Rule

_assessments = metadata.tables["assessment"]
_consents = metadata.tables["consent"]
_import_rows = metadata.tables["importrow"]
_household_members = metadata.tables["householdmember"]
_attendance = metadata.tables["classattendance"]
_a = _assessments.c

# A code nobody can type: "~" is no letter of `domain.resume_code.ALPHABET`. Five digits to base 62
# number 916 million assessments.
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
CLEARED = "~"
_HALF_MINUTE = 30  # seconds; times under it are kept, because by them "fast" is counted


@dataclass(frozen=True)
class Due:
    """How many rows a rule applies to now, and the first day on which it applies to another."""

    rule: Rule
    rows: int
    next_on: date | None


@dataclass(frozen=True)
class _Step:
    """How a rule finds rows that wait for it, and when they fall due; then what it does."""

    table: Table
    waiting: ColumnElement[bool]
    since: ColumnElement[Any]
    change: Callable[[Connection, list[int]], None] | None = None


def due(engine: Engine, *, now: datetime) -> list[Due]:
    """Every rule that does something, with what waits for it."""
    with engine.connect() as connection:
        return [_due(connection, rule, now) for rule in retention.applied() if rule.name in STEPS]


def retain(engine: Engine, *, now: datetime, pace: Pace = PACE) -> Mapping[str, int]:
    """
    Apply every rule to what is due; how many rows each applied to.

    Rollups and released figures stay as they are: only what nothing is counted by changes.
    """
    done = {"draft": delete_old_drafts(engine, now=now, pace=pace)}
    for rule in retention.applied():
        if rule.name in STEPS and rule.name not in done:
            done[rule.name] = _apply(engine, rule, now, pace)
    if any(done.values()):
        fold_log(engine)
    return done


def _apply(engine: Engine, rule: Rule, now: datetime, pace: Pace) -> int:
    step = STEPS[rule.name]
    key, is_due = next(iter(step.table.primary_key)), _is_due(rule, step, now)

    def change(connection: Connection, keys: Sequence[Any]) -> int:
        return _change(connection, step, is_due & key.in_(keys))

    return change_few_at_a_time(engine, key, is_due, change, pace)


def _change(connection: Connection, step: _Step, still_due: ColumnElement[bool]) -> int:
    """What is still due now that nobody else writes: a person may just have withdrawn."""
    key = next(iter(step.table.primary_key))
    keys = list(connection.scalars(select(key).where(still_due).with_for_update()))
    if not keys:
        return 0
    if step.change is None:
        connection.execute(step.table.delete().where(key.in_(keys)))
    else:
        step.change(connection, keys)
    return len(keys)


def _due(connection: Connection, rule: Rule, now: datetime) -> Due:
    step = STEPS[rule.name]
    counted = select(func.count()).select_from(step.table).where(_is_due(rule, step, now))
    first = connection.scalar(
        select(func.min(step.since)).where(step.waiting, step.since > _cutoff(rule, step, now))
    )
    rows = connection.scalar(counted) or 0
    return Due(rule, rows, None if first is None else _falls_due(rule, first))


def _is_due(rule: Rule, step: _Step, now: datetime) -> ColumnElement[bool]:
    return step.waiting & (step.since <= _cutoff(rule, step, now))


def _cutoff(rule: Rule, step: _Step, now: datetime) -> date | datetime:
    earlier = timedelta(days=rule.days or 0)
    return day_of(now) - earlier if isinstance(step.since.type, Date) else now - earlier


def _falls_due(rule: Rule, since: date | datetime) -> date:
    day = day_of(since) if isinstance(since, datetime) else since
    return day + timedelta(days=rule.days or 0)


def _make_times_coarse(connection: Connection, keys: list[int]) -> None:
    """The month of sending is what rollups count by; its first day stands for all of them."""
    rows = connection.execute(
        select(_a.id, _a.submitted_on, _a.seconds_taken).where(_a.id.in_(keys))
    ).all()
    changes = [
        {
            "row_id": row.id,
            "month_start": row.submitted_on.replace(day=1),
            "moment": datetime.combine(row.submitted_on.replace(day=1), time(), UTC),
            "seconds": _coarse_seconds(row.seconds_taken),
        }
        for row in rows
    ]
    connection.execute(_COARSE_TIMES, changes)


_COARSE_TIMES = (
    _assessments.update()
    .where(_a.id == bindparam("row_id"))
    .values(
        started_at=bindparam("moment"),
        expires_at=bindparam("moment"),  # equal to the start: by this a row is known to be done
        submitted_on=bindparam("month_start"),
        seconds_taken=bindparam("seconds"),
    )
)


def _coarse_seconds(seconds: int | None) -> int | None:
    if seconds is None or seconds < _HALF_MINUTE:
        return seconds
    return seconds // _HALF_MINUTE * _HALF_MINUTE


def _forget_help(connection: Connection, keys: list[int]) -> None:
    forgotten = _assessments.update().where(_a.id.in_(keys))
    connection.execute(forgotten.values(helper_relation=None, help_language=None))


def _forget_who_came(connection: Connection, keys: list[int]) -> None:
    nobody = {"visitor_hash": None, "assessment_id": None}
    connection.execute(_attendance.update().where(_attendance.c.id.in_(keys)).values(nobody))


def _forget_codes(connection: Connection, keys: list[int]) -> None:
    """From now on nobody, with any code, can tell whose answers these are."""
    later = _a.repeat_of.in_(keys)
    connection.execute(_assessments.update().where(later).values(repeat_of=None))
    for table in (_consents, _import_rows, _household_members):
        connection.execute(table.delete().where(table.c.assessment_id.in_(keys)))
    connection.execute(
        _assessments.update()
        .where(_a.id == bindparam("row_id"))
        .values(resume_code=bindparam("no_code"), repeat_of=None),
        [{"row_id": key, "no_code": _no_code(key)} for key in keys],
    )


def _no_code(number: int) -> str:
    digits = ""
    for _ in range(5):
        number, digit = divmod(number, len(_DIGITS))
        digits = _DIGITS[digit] + digits
    return CLEARED + digits


def _rows_of(name: str) -> Table:
    return metadata.tables[name]


# Simulated people need no forgetting. What was sent is known by its day and not by its status: the
# index of that leads to every row but a few, one by one, where the table is to be read along.
_SENT = (_a.data_kind == REAL) & _a.submitted_on.is_not(None)
_sensitive, _requests = _rows_of("sensitiveanswers"), _rows_of("rightsrequest")
_sessions, _tickets = _rows_of("signinsession"), _rows_of("signinticket")
_named, _used = _rows_of("namedperson"), _rows_of("usedcheck")
_failures, _events = _rows_of("signinfailure"), _rows_of("auditevent")

STEPS: Mapping[str, _Step] = {
    "draft": _Step(_assessments, (_a.data_kind == REAL) & _a.submitted_on.is_(None), _a.started_at),
    "times": _Step(
        _assessments, _SENT & (_a.expires_at != _a.started_at), _a.submitted_on, _make_times_coarse
    ),
    "help": _Step(
        _assessments,
        _SENT & (_a.helper_relation.is_not(None) | _a.help_language.is_not(None)),
        _a.submitted_on,
        _forget_help,
    ),
    "code": _Step(
        _assessments,
        _SENT & _a.resume_code.not_like(f"{CLEARED}%"),
        _a.submitted_on,
        _forget_codes,
    ),
    "attendance": _Step(
        _attendance,
        _attendance.c.visitor_hash.is_not(None) | _attendance.c.assessment_id.is_not(None),
        _attendance.c.attended_on,
        _forget_who_came,
    ),
    "sensitive": _Step(_sensitive, _sensitive.c.assessment_id > 0, _sensitive.c.given_at),
    "request": _Step(_requests, _requests.c.closed_at.is_not(None), _requests.c.closed_at),
    # A session in which somebody was being viewed is closed, with its audit line, at a sign-in.
    "session": _Step(_sessions, _sessions.c.view_ends_at.is_(None), _sessions.c.expires_at),
    "ticket": _Step(_tickets, _tickets.c.account_id > 0, _tickets.c.expires_at),
    "failure": _Step(_failures, _failures.c.id > 0, _failures.c.happened_at),
    "named_person": _Step(_named, _named.c.id > 0, _named.c.agreed_at),
    "used_check": _Step(_used, _used.c.assessment_hash != "", _used.c.used_in),
    "audit": _Step(_events, _events.c.id > 0, _events.c.happened_at),
}
