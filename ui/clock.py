"""The only place that reads the clock."""

from datetime import UTC, date, datetime

from domain.calendar_day import day_of


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The calendar day in Vietnam."""
    return day_of(now())
