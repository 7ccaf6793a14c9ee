"""How many people live in which hamlet: what a row of a sheet must be before it is stored."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.errors import HamletSourceMissing
from domain.quoted import quoted
from domain.reached import OF_ADULTS, HamletGroup

MOST_PEOPLE = 50_000  # in one hamlet; the largest ones of towns have a tenth of it
MOST_ROWS = 1000
LONGEST_SOURCE = 200
FIRST_YEAR = 2019  # of the last census before the communes of today
_NUMBER = re.compile(r"\d{1,3}([. \u00a0]\d{3})+|\d{1,9}")
_NEGATIVE = re.compile(r"[-−–]\s*\d.*")
_SOURCE_MARKS = " -'’,./;:()“”%&+"


class HamletFault(StrEnum):
    """What can be wrong with a row."""

    ELSEWHERE = "elsewhere"
    CLOSED = "closed"
    TWICE = "twice"
    NEGATIVE = "negative"
    NOT_A_NUMBER = "not_a_number"
    TOO_MANY = "too_many"
    OVER_ADULTS = "over_adults"


@dataclass(frozen=True)
class RowFault:
    """One thing to mend; `field` is a group or "hamlet"."""

    row: int
    field: str
    kind: HamletFault
    value: str = ""


@dataclass(frozen=True)
class SheetCell:
    """People, or households, of a group in a hamlet."""

    row: int
    hamlet_code: str
    group: HamletGroup
    people: int

    @property
    def place(self) -> tuple[str, HamletGroup]:
        return self.hamlet_code, self.group


def check_rows(
    rows: Iterable[tuple[int, str, str, Mapping[str, str]]],
    *,
    open_codes: frozenset[str],
    closed_codes: frozenset[str],
) -> tuple[list[SheetCell], list[RowFault]]:
    """
    The cells of these rows and every fault; an empty cell says nothing.

    Args:
        rows: number of the row, a name, code of its hamlet, and group → what was typed.
        open_codes, closed_codes: the hamlets of whoever sends the sheet.
    """
    cells: list[SheetCell] = []
    faults: list[RowFault] = []
    seen: set[str] = set()
    for row, name, code, typed in rows:
        misplaced = _misplaced(code, open_codes, closed_codes, seen)
        if misplaced is not None:
            faults.append(RowFault(row, "hamlet", misplaced, quoted(name or code)))
            continue
        seen.add(code)
        found, wrong = _cells(row, code, typed)
        cells += found
        faults += wrong
    return cells, faults


def as_source(typed: str) -> str:
    """
    Where the figures come from, in plain marks.

    Raises:
        HamletSourceMissing: nothing remains, or it is too long.
    """
    kept = "".join(char for char in typed if char.isalnum() or char in _SOURCE_MARKS)
    source = " ".join(kept.split())
    if not any(char.isalnum() for char in source) or len(source) > LONGEST_SOURCE:
        raise HamletSourceMissing(longest=LONGEST_SOURCE)
    return source


def _misplaced(
    code: str, open_codes: frozenset[str], closed_codes: frozenset[str], seen: set[str]
) -> HamletFault | None:
    if code in seen:
        return HamletFault.TWICE
    if code in closed_codes:
        return HamletFault.CLOSED
    return None if code in open_codes else HamletFault.ELSEWHERE


def _cells(row: int, code: str, typed: Mapping[str, str]) -> tuple[list[SheetCell], list[RowFault]]:
    people: dict[HamletGroup, int] = {}
    faults = []
    for group in HamletGroup:
        text = typed.get(group, "").strip()
        fault = _fault(text) if text else None
        if fault is not None:
            faults.append(RowFault(row, group, fault, quoted(text, 20)))
        elif text:
            people[group] = _number(text)
    adults = people.get(HamletGroup.ADULTS)
    faults += [
        RowFault(row, group, HamletFault.OVER_ADULTS, str(number))
        for group, number in people.items()
        if group in OF_ADULTS and adults is not None and number > adults
    ]
    return [SheetCell(row, code, group, number) for group, number in people.items()], faults


def _fault(text: str) -> HamletFault | None:
    if _NEGATIVE.fullmatch(text):
        return HamletFault.NEGATIVE
    if not _NUMBER.fullmatch(text):
        return HamletFault.NOT_A_NUMBER
    return HamletFault.TOO_MANY if _number(text) > MOST_PEOPLE else None


def _number(text: str) -> int:
    return int(re.sub(r"\D", "", text))
