"""The calendar of Vietnam: which day a moment falls on."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def day_of(moment: datetime) -> date:
    """The calendar day in Vietnam at an aware moment."""
    return moment.astimezone(VIETNAM).date()


def month_of(day: date) -> str:
    """The month of a day as YYYY-MM, as the rollups keep it."""
    return f"{day:%Y-%m}"
