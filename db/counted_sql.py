"""What `db.counted` counts, as selections: every row of a rollup from the stored answers."""

from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, and_, case, func, or_, select, true

from db.assessments import SUBMITTED
from db.check_counts import EXTRA_FACTS
from db.counted import (
    CELLS,
    CORE_COLUMNS,
    FAST_SECONDS,
    MINUTES_FROM,
    TAPPED,
    TOTALS,
    Condition,
    Rollup,
)
from db.dialects import month_of
from db.models import ANSWER_COLUMNS, COUNT_COLUMNS, metadata
from domain.people import AgeBand

assessments = metadata.tables["assessment"]
_units = metadata.tables["unit"]
extras = metadata.tables["extraanswers"]


def counted(rollup: Rollup) -> Select[Any]:
    """Every row the rollup must hold, its key and then its columns, from the raw answers."""
    key = [_SQL_FACTS[name] for name in rollup.key]
    people = (func.count().filter(_met(condition)) for condition in rollup.conditions.values())
    statement = select(*key, *people).select_from(_source(rollup)).group_by(*key)
    statement = statement.where(assessments.c.age_band != AgeBand.FROM_7.value)
    if rollup.only_with is not None:
        statement = statement.where(assessments.c[rollup.only_with].is_not(None))
    return statement if rollup.of_drafts else statement.where(assessments.c.status == SUBMITTED)


def summed_from_cells() -> Select[Any]:
    """The rows of TOTALS, from CELLS: a hundredth of the work of counting answers again."""
    cells = CELLS.table.c
    key = [cells[name] for name in TOTALS.key]
    return select(*key, *(func.sum(cells[name]) for name in COUNT_COLUMNS)).group_by(*key)


def _source(rollup: Rollup) -> FromClause:
    if rollup.of_extras:
        return assessments.join(extras, extras.c.assessment_id == assessments.c.id)
    if "province_code" not in rollup.key:
        return assessments
    return assessments.join(_units, _units.c.id == assessments.c.commune_id)


def _met(condition: Condition) -> ColumnElement[bool]:
    return and_(true(), *(_is_one_of(name, values) for name, values in condition.items()))


def _is_one_of(name: str, values: tuple[int | str, ...]) -> ColumnElement[bool]:
    """Without IN, which SQLite builds anew for each row."""
    fact = _SQL_FACTS[name]
    return or_(*(fact == value for value in values))


def _sql_minutes() -> ColumnElement[int]:
    seconds = assessments.c.seconds_taken
    spans = ((seconds < 60 * end, span) for span, end in enumerate(MINUTES_FROM))
    return case((seconds.is_(None), None), *spans, else_=len(MINUTES_FROM))


def _sql_straight() -> ColumnElement[int]:
    first, *others = (assessments.c[column] for column in CORE_COLUMNS)
    same = and_(*(first == other for other in others))
    return case((same & (func.coalesce(assessments.c.skipped, 0) == 0), 1), else_=0)


def _sql_tapped(slot: int) -> ColumnElement[int]:
    given = assessments.c[ANSWER_COLUMNS[slot - 1]].is_not(None)
    bit = func.coalesce(assessments.c.skipped, 0).op("&")(1 << (slot - 1))
    return case((given & (bit == 0), 1), else_=0)


def _sql_fast() -> ColumnElement[int]:
    later = (_sql_tapped(slot) for slot in range(2, len(ANSWER_COLUMNS) + 1))
    given = sum(later, start=_sql_tapped(1))
    return case((assessments.c.seconds_taken < FAST_SECONDS * given, 1), else_=0)


_SQL_FACTS: dict[str, ColumnElement[Any]] = {
    **{column.name: column for column in assessments.columns},
    "month": month_of(assessments.c.submitted_on),
    "province_code": _units.c.parent_code,
    "minutes": _sql_minutes(),
    "straight": _sql_straight(),
    "fast": _sql_fast(),
    **{name: _sql_tapped(slot) for slot, name in enumerate(TAPPED, start=1)},
    **{name: extras.c[name] for name in EXTRA_FACTS},
}
