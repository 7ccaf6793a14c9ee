"""What a figure somebody reports must be before it is stored, each rule with its own sentence."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from domain.indicator_periods import Period, as_period, before
from domain.indicators import (
    NOTICES,
    QUALIFIERS,
    Counted,
    Entry,
    EntryFault,
    FaultKind,
    Figure,
    Indicator,
    Known,
    same_figure,
)
from domain.quoted import quoted

JUMP_FACTOR = 2  # more than twice, or less than half of the last one, is asked about
LONGEST_TEXT = 200
_TEXT_MARKS = " -'’,./;()“”%&+"
_GROUPED = re.compile(r"\d{1,3}([. \u00a0]\d{3})+")
_PLAIN = re.compile(r"\d{1,15}")
_NEGATIVE = re.compile(r"[-−–]\s*\d.*")


def check(
    entry: Entry, indicator: Indicator | None, known: Known, *, today: date
) -> tuple[Figure | None, list[EntryFault]]:
    """
    The figure of an entry, and everything to be said about it; no figure when one must be mended.

    A figure may come with notices (NOTICES), which refuse nothing.
    """
    if indicator is None:
        return None, [EntryFault(entry.row, "indicator", FaultKind.UNKNOWN_INDICATOR)]
    faults = [
        *_period_faults(entry, indicator, known, today),
        *_count_faults(entry, indicator),
        *_word_faults(entry, indicator),
    ]
    if faults:
        return None, faults
    figure = _figure(entry, indicator)
    faults = _comparisons(entry, indicator, known, figure)
    refused = any(fault.kind not in NOTICES for fault in faults)
    return (None if refused else figure), faults


def is_overtaken(entry: Entry, indicator: Indicator, known: Known) -> bool:
    """Whether another version stands than its typist saw, and says something else."""
    return known.version != entry.based_on and not _is_stored(known, _figure(entry, indicator))


def check_all(
    entries: Iterable[Entry],
    indicators: Mapping[str, Indicator],
    known_of: Callable[[Entry], Known | None],
    *,
    today: date,
) -> tuple[list[tuple[Entry, Figure]], list[EntryFault]]:
    """
    The figures of these entries that can be stored, and every fault and notice of all.

    Args:
        known_of: what is known of the unit of an entry; None when its typist reports not for it.
    """
    figures: list[tuple[Entry, Figure]] = []
    faults: list[EntryFault] = []
    seen: set[tuple[str, str, str]] = set()
    for entry in entries:
        known = known_of(entry)
        if known is None:
            details = {"unit": quoted(entry.unit or entry.area_code)}
            faults.append(EntryFault(entry.row, "unit", FaultKind.ELSEWHERE, details))
            continue
        if entry.place in seen:
            faults.append(EntryFault(entry.row, "unit", FaultKind.TWICE))
        seen.add(entry.place)
        figure, found = check(entry, indicators.get(entry.indicator_code), known, today=today)
        faults += found
        if figure is not None:
            figures.append((entry, figure))
    return figures, faults


def as_count(typed: str) -> int | None:
    """A whole number as people write it, "25.736" and "25 736" too; None when it is none."""
    text = typed.strip()
    if _GROUPED.fullmatch(text):
        text = re.sub(r"\D", "", text)
    return int(text) if text.isascii() and _PLAIN.fullmatch(text) else None


def as_words(typed: str) -> str:
    """A source or a reason as it may stand on a page: no markup, no address to follow."""
    kept = "".join(char for char in typed if char.isalnum() or char in _TEXT_MARKS)
    plain = re.sub(r"(?i)www\.", "www ", kept.replace("//", "/ /"))
    return " ".join(plain.split())[:LONGEST_TEXT]


def _period_faults(
    entry: Entry, indicator: Indicator, known: Known, today: date
) -> list[EntryFault]:
    period = as_period(indicator.period_kind, entry.period)
    if period is None:
        details = {"kind": indicator.period_kind.value}
        return [EntryFault(entry.row, "period", FaultKind.NOT_A_PERIOD, details)]
    if not period.has_ended(today):
        return [EntryFault(entry.row, "period", FaultKind.NOT_ENDED, {"last": _day(period.last)})]
    if period.last < known.unit_since:
        since = {"since": _day(known.unit_since)}
        return [EntryFault(entry.row, "period", FaultKind.BEFORE_UNIT, since)]
    return []


def _count_faults(entry: Entry, indicator: Indicator) -> list[EntryFault]:
    found = [("numerator", _count_fault(entry.numerator, FaultKind.MISSING))]
    if indicator.is_ratio:
        found.append(("denominator", _count_fault(entry.denominator, FaultKind.NO_DENOMINATOR)))
    elif entry.denominator.strip():
        found.append(("denominator", FaultKind.NEEDS_NO_DENOMINATOR))
    faults = [EntryFault(entry.row, name, kind) for name, kind in found if kind]
    if faults or not indicator.is_ratio:
        return faults
    some, whole = as_count(entry.numerator) or 0, as_count(entry.denominator) or 0
    if whole == 0:
        return [EntryFault(entry.row, "denominator", FaultKind.ZERO_DENOMINATOR)]
    if some > whole:
        details = {"numerator": some, "denominator": whole}
        return [EntryFault(entry.row, "numerator", FaultKind.ABOVE_DENOMINATOR, details)]
    return []


def _count_fault(typed: str, missing: FaultKind) -> FaultKind | None:
    if not typed.strip():
        return missing
    if _NEGATIVE.fullmatch(typed.strip()):
        return FaultKind.NEGATIVE
    return FaultKind.NOT_A_COUNT if as_count(typed) is None else None


def _word_faults(entry: Entry, indicator: Indicator) -> list[EntryFault]:
    found = []
    if not entry.counted:
        found.append(EntryFault(entry.row, "counted", FaultKind.COUNTED_MISSING))
    elif entry.counted != indicator.counted:
        details = {"wanted": indicator.counted.value}
        found.append(EntryFault(entry.row, "counted", FaultKind.COUNTED_OTHERWISE, details))
    if entry.qualifier not in QUALIFIERS:
        found.append(EntryFault(entry.row, "qualifier", FaultKind.UNKNOWN_QUALIFIER))
    if not as_words(entry.source):
        found.append(EntryFault(entry.row, "source", FaultKind.NO_SOURCE))
    return found


def _figure(entry: Entry, indicator: Indicator) -> Figure:
    some = float(as_count(entry.numerator) or 0)
    whole = float(as_count(entry.denominator) or 0) if indicator.is_ratio else None
    value = 100 * some / whole if whole else some
    words = as_words(entry.source), as_words(entry.reason)
    return Figure(value, None if whole is None else some, whole, entry.qualifier, *words)


def _comparisons(
    entry: Entry, indicator: Indicator, known: Known, figure: Figure
) -> list[EntryFault]:
    """What only shows beside other figures: of the population, of earlier periods, of this one."""
    found = []
    people = figure.value if figure.denominator is None else figure.denominator
    if (
        indicator.counted is Counted.PEOPLE
        and known.population is not None
        and people > known.population
    ):
        details = {"people": people, "population": known.population}
        name = "denominator" if indicator.is_ratio else "numerator"
        found.append(EntryFault(entry.row, name, FaultKind.ABOVE_POPULATION, details))
    if known.version and not figure.reason and not _is_stored(known, figure):
        found.append(EntryFault(entry.row, "reason", FaultKind.NO_REASON))
    period = as_period(indicator.period_kind, entry.period)
    return found if period is None else found + _beside_earlier(entry.row, period, known, figure)


def _beside_earlier(row: int, period: Period, known: Known, figure: Figure) -> list[EntryFault]:
    earlier = {code: value for code, value in known.earlier.items() if code < period.code}
    if not earlier:
        return []
    found = []
    newest = max(earlier)
    previous = before(period)
    if previous is not None and newest != previous.code:
        details: dict[str, str | float] = {"missing": previous.code}
        found.append(EntryFault(row, "period", FaultKind.GAP, details))
    if (
        not figure.reason
        and not _is_stored(known, figure)
        and _jumps(earlier[newest], figure.value)
    ):
        details = {"before": newest, "value": earlier[newest]}
        found.append(EntryFault(row, "reason", FaultKind.JUMP, details))
    return found


def _jumps(old: float, new: float) -> bool:
    """From or to nothing is a jump too, unless both are."""
    return max(old, new) > JUMP_FACTOR * min(old, new)


def _is_stored(known: Known, figure: Figure) -> bool:
    return known.stored is not None and same_figure(known.stored, figure)


def _day(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"
