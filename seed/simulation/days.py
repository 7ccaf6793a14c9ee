"""When simulated people answer: more at week-ends, more as word spreads, always in daytime."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from domain.errors import SeedError

_WEEK = (0.9, 0.9, 1.0, 1.0, 1.1, 1.4, 1.2)  # Monday to Sunday
_GROWTH = 1.5  # so many times more on the last day than on the first
# 07:00-21:59 in Vietnam is 00:00-14:59 UTC: the calendar day is the same in both
_MINUTES_OF_DAYTIME = 15 * 60


@dataclass(frozen=True)
class Days:
    """The days on which people may answer, the share of each, and months since the first day."""

    days: tuple[date, ...]
    share: NDArray[np.float64]
    month: NDArray[np.float64]


def days_of(first: date, last: date) -> Days:
    """
    The days from first to last, both included.

    Raises:
        SeedError: the last lies before the first.
    """
    count = (last - first).days + 1
    if count < 1:
        raise SeedError(f"nobody can have answered: the campaign starts on {first}, after {last}")
    days = tuple(first + timedelta(days=offset) for offset in range(count))
    weight = np.linspace(1, _GROWTH, count) * np.array([_WEEK[day.weekday()] for day in days])
    return Days(days, weight / weight.sum(), np.arange(count) / 30.4)


def simulated_days(days: Days, count: int, random: np.random.Generator) -> NDArray[np.int64]:
    """A position in `days.days` for each of so many people."""
    return random.choice(len(days.days), size=count, p=days.share)


def simulated_minutes(count: int, random: np.random.Generator) -> NDArray[np.int64]:
    """The minute of the day, in UTC, at which each of so many people began."""
    return random.integers(0, _MINUTES_OF_DAYTIME, count)
