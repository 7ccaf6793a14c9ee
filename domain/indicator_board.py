"""Who reported a figure in time, who late, and of whom nothing came."""

from datetime import date, timedelta
from enum import StrEnum

from domain.indicator_periods import Period
from domain.indicators import LATEST_DAYS


class Timeliness(StrEnum):
    """In the order of the board."""

    ON_TIME = "on_time"
    LATE = "late"
    WAITING = "waiting"  # nothing yet, and not due
    OVERDUE = "overdue"
    SILENT = "silent"  # nothing for LATEST_DAYS since the period ended


def due_day(period: Period, due_days: int) -> date:
    """The last day on which a report is in time."""
    return period.last + timedelta(days=due_days)


def timeliness(period: Period, due_days: int, *, first_on: date | None, today: date) -> Timeliness:
    """
    How a unit stands with one figure.

    Args:
        first_on: the day its first report came; a correction later is not late.
    """
    due = due_day(period, due_days)
    if first_on is not None:
        return Timeliness.ON_TIME if first_on <= due else Timeliness.LATE
    if today <= due:
        return Timeliness.WAITING
    silent_from = period.last + timedelta(days=LATEST_DAYS)
    return Timeliness.OVERDUE if today < silent_from else Timeliness.SILENT
