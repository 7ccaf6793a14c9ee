"""Which numbers a sentence says, and whether the figures of its slide say them too."""

import re
from collections.abc import Iterable
from datetime import date

from meeting.deck import Grid, Slide

_MARKS = {"vi": (".", ","), "en": (",", ".")}  # thousands, decimals
_DAY_VI = re.compile(r"(?<![\d.,/])(\d{1,2})/(\d{1,2})/(\d{4})(?![\d/])")
_MONTH_VI = re.compile(r"(?<![\d.,/])(\d{1,2})/(\d{4})(?![\d/])")
_MONTHS_EN = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_NAMED_EN = "|".join(_MONTHS_EN)
_DAY_EN = re.compile(rf"\b(\d{{1,2}}) ({_NAMED_EN})[a-z]* (\d{{4}})\b")
_MONTH_EN = re.compile(rf"\b({_NAMED_EN})[a-z]* (\d{{4}})\b")
_CLOSE = 1e-6


def numbers_in(sentence: str, language: str) -> list[float]:
    """
    Every number a sentence writes with digits, in the marks of the language, in its order.

    A day counts as one number, 31/12/2026 as 20261231, and a month as 202612. A minus or a plus
    before a number is a part of it.
    """
    return [value for _, value in _written_numbers(sentence, language)]


def numbers_of_grid(grid: Grid, language: str) -> list[float]:
    """Every number of the cells of a grid."""
    cells = [*grid.head, *(cell for row in grid.rows for cell in row)]
    return [number for cell in cells for number in numbers_in(cell, language)]


def day_number(day: date) -> float:
    """A day as `numbers_in` reads it."""
    return float(day.year * 10_000 + day.month * 100 + day.day)


def unfounded(slide: Slide, language: str = "vi") -> tuple[str, ...]:
    """
    The numbers of a slide's sentence, as they are written, that its figures do not say.

    A sign is not asked for: somebody may write "giảm 3 điểm" of a figure of −3.
    """
    return strange_numbers(slide.finding, slide.quotable, language)


def strange_numbers(sentence: str, known: Iterable[float], language: str = "vi") -> tuple[str, ...]:
    """The numbers of a sentence, as they are written, that are none of the known ones."""
    sizes = [abs(number) for number in known]
    return tuple(
        written
        for written, number in _written_numbers(sentence, language)
        if not is_among(abs(number), sizes)
    )


def is_among(number: float, known: Iterable[float]) -> bool:
    """Whether a number is one of the known ones, but for the error of binary fractions."""
    return any(abs(number - one) < _CLOSE for one in known)


def _written_numbers(sentence: str, language: str) -> list[tuple[str, float]]:
    """Each number as it is written and what it is; days and months before plain numbers."""
    found: list[tuple[int, str, float]] = []
    rest = sentence
    for pattern, read in _DATES[language]:
        for match in pattern.finditer(rest):
            value = read(match)
            if value is not None:
                found.append((match.start(), match.group(), value))
                rest = _blanked(rest, match)
    for match in _plain(language).finditer(rest):
        found.append((match.start(), match.group(), _number(match, language)))
    return [(written, value) for _, written, value in sorted(found)]


def _plain(language: str) -> re.Pattern[str]:
    thousands, decimal = (re.escape(mark) for mark in _MARKS[language])
    return re.compile(
        rf"(?<![\w{thousands}{decimal}])([+−-]?)(\d{{1,3}}(?:{thousands}\d{{3}})+|\d+)"
        rf"(?:{decimal}(\d+))?(?!\d)"
    )


def _number(match: re.Match[str], language: str) -> float:
    sign, whole, decimals = match.groups()
    value = float(f"{whole.replace(_MARKS[language][0], '')}.{decimals or 0}")
    return -value if sign in ("-", "−") else value


def _blanked(text: str, match: re.Match[str]) -> str:
    return text[: match.start()] + " " * len(match.group()) + text[match.end() :]


def _day_vi(match: re.Match[str]) -> float | None:
    day, month, year = (int(part) for part in match.groups())
    return _checked(year, month, day)


def _day_en(match: re.Match[str]) -> float | None:
    day, month, year = match.groups()
    return _checked(int(year), _MONTHS_EN.index(month) + 1, int(day))


def _month_vi(match: re.Match[str]) -> float | None:
    month, year = (int(part) for part in match.groups())
    return float(year * 100 + month) if 1 <= month <= 12 else None


def _month_en(match: re.Match[str]) -> float | None:
    month, year = match.groups()
    return float(int(year) * 100 + _MONTHS_EN.index(month) + 1)


def _checked(year: int, month: int, day: int) -> float | None:
    try:
        return day_number(date(year, month, day))
    except ValueError:
        return None


_DATES = {
    "vi": ((_DAY_VI, _day_vi), (_MONTH_VI, _month_vi)),
    "en": ((_DAY_EN, _day_en), (_MONTH_EN, _month_en)),
}
