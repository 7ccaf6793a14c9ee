"""What every read of reported figures shares: which version counts, and the scope they lie in."""

from sqlalchemy import ColumnElement, Subquery, and_, func, select
from sqlalchemy.orm import Mapped, aliased
from sqlmodel import col

from db.models import AreaMember, IndicatorReport
from db.scopes import whole_area_within, within
from domain.access import Scope
from domain.indicators import Figure

_FIGURE = {
    "area_code": col(IndicatorReport.area_code),
    "indicator_code": col(IndicatorReport.indicator_code),
    "period": col(IndicatorReport.period),
}


def inside(scope: Scope, area_code: Mapped[str]) -> ColumnElement[bool]:
    """The condition that an area has communes and all of them lie inside the scope."""
    some = select(col(AreaMember.area_code)).where(within(scope, col(AreaMember.unit_id)))
    return and_(whole_area_within(scope, area_code), area_code.in_(some))


def newest_versions() -> Subquery:
    """Area, indicator and period of every figure with its newest version."""
    statement = select(*_FIGURE.values(), func.max(IndicatorReport.version).label("version"))
    return statement.group_by(*_FIGURE.values()).subquery()


def is_newest(newest: Subquery) -> ColumnElement[bool]:
    """The condition that a row is the newest version of its figure."""
    return same_figure(newest) & (col(IndicatorReport.version) == newest.c.version)


def figure_of(row: IndicatorReport) -> Figure:
    """What a stored version says."""
    numbers = row.value, row.numerator, row.denominator
    return Figure(*numbers, row.qualifier, row.source, row.reason)


def same_figure(other: Subquery) -> ColumnElement[bool]:
    """The condition that a row is of a figure of a subquery."""
    return and_(*(column == other.c[name] for name, column in _FIGURE.items()))


def first_times() -> Subquery:
    """
    Area, indicator and period of every figure with when it was first reported.

    What came before it was taken back does not count: reporting again late is late.
    """
    later = aliased(IndicatorReport)
    same = (col(getattr(later, name)) == column for name, column in _FIGURE.items())
    taken_back = select(later.id).where(  # type: ignore[call-overload]
        *same, col(later.withdrawn), col(later.version) >= col(IndicatorReport.version)
    )
    first = func.min(col(IndicatorReport.reported_at)).label("first_at")
    standing = select(*_FIGURE.values(), first).where(~taken_back.exists())
    return standing.group_by(*_FIGURE.values()).subquery()
