"""Numbers and dates as Vietnamese and English readers write them."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from babel.dates import format_date
from babel.numbers import get_decimal_symbol, get_group_symbol

DECIMALS_FROM = 100  # people; below it a percentage has no decimals (PRODUCT rule 4)


def count(value: int, language: str) -> str:
    """1234567 → 1.234.567 in Vietnamese."""
    return f"{value:,}".translate(_marks(language))


def percent(value: float, n: int, language: str) -> str:
    """A percentage 0-100 over n people: 63.44 of 250 → "63,4 %"; whole numbers under n = 100."""
    return decimal(value, 1 if n >= DECIMALS_FROM else 0, language) + "\u00a0%"


def decimal(value: float, places: int, language: str) -> str:
    """A number rounded half up to `places` decimals."""
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return f"{rounded:,f}".translate(_marks(language))


def day(value: date, language: str) -> str:
    """22/11/2026 in Vietnamese, 22 Nov 2026 in English."""
    return value.strftime("%-d/%-m/%Y") if language == "vi" else format_date(value, locale=language)


def month(code: str, language: str) -> str:
    """2026-07 → 7/2026 in Vietnamese, Jul 2026 in English."""
    first = date.fromisoformat(f"{code}-01")
    if language == "vi":
        return first.strftime("%-m/%Y")
    return format_date(first, "MMM y", locale=language)


@lru_cache(maxsize=8)
def _marks(language: str) -> dict[int, str]:
    """Python's marks → those of the language; a page formats a thousand numbers this way."""
    return str.maketrans({",": get_group_symbol(language), ".": get_decimal_symbol(language)})
