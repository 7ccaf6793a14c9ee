"""When a class is, as people say it: the part of the day, the weekday, the date, the hour."""

from datetime import date

from text import Translate, formats

_NOON, _EVENING = 12 * 60, 18 * 60


def when(held_on: date, starts_minute: int, t: Translate, language: str) -> str:
    """As in "tối thứ Ba 24/11/2026, 19:30"."""
    return t(
        "class.when",
        part=t(f"day_part.{_part(starts_minute)}"),
        weekday=t(f"weekday.{held_on.weekday()}"),
        day=formats.day(held_on, language),
        hour=hour(starts_minute),
    )


def heading(held_on: date, starts_minute: int, t: Translate, language: str) -> str:
    """The same at the beginning of a line, with a capital."""
    words = when(held_on, starts_minute, t, language)
    return f"{words[:1].upper()}{words[1:]}"


def hour(starts_minute: int) -> str:
    """19:30, from the minutes since midnight."""
    return f"{starts_minute // 60:02}:{starts_minute % 60:02}"


def _part(starts_minute: int) -> str:
    if starts_minute < _NOON:
        return "morning"
    return "afternoon" if starts_minute < _EVENING else "evening"
