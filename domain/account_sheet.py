"""Many accounts in one sheet: what each row must say before any account is made."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.access import Role
from domain.errors import InvalidUsername
from domain.quoted import quoted
from domain.username import as_display_name, as_username

MOST_ACCOUNTS = 50  # a quarter of a second of computing each, for a password nobody can guess
ROLES = (Role.HELPER, Role.LEADER, Role.OFFICIAL, Role.ADMIN)
FIELDS = ("username", "display_name", "role", "area", "until")


class SheetFault(StrEnum):
    """What can be wrong with one cell."""

    MISSING = "missing"
    BAD_USERNAME = "bad_username"
    BAD_NAME = "bad_name"
    BAD_ROLE = "bad_role"
    BAD_DAY = "bad_day"
    TWICE = "twice"


@dataclass(frozen=True)
class CellFault:
    """One thing to mend: `row` as the sheet counts it, `field` one of FIELDS."""

    row: int
    field: str
    kind: SheetFault
    value: str = ""


@dataclass(frozen=True)
class WantedAccount:
    """An account of a sheet with its one grant, from today until the last day."""

    row: int
    username: str
    display_name: str
    role: Role
    area_code: str
    until: date


def check_sheet(
    rows: Iterable[tuple[int, Mapping[str, str]]],
) -> tuple[list[WantedAccount], list[CellFault]]:
    """The accounts of the rows that say everything, and every fault of the others."""
    wanted: list[WantedAccount] = []
    faults: list[CellFault] = []
    seen: set[str] = set()
    for row, typed in rows:
        wrong = _faults(row, {field: typed.get(field, "").strip() for field in FIELDS}, seen)
        faults += wrong
        seen.add(typed.get("username", "").strip().lower())
        if not wrong:
            wanted.append(_wanted(row, typed))
    return wanted, faults


def day_typed(text: str) -> date | None:
    """A day as people (31/12/2026) or a workbook (2026-12-31 …) write it; None for anything else"""
    for form, length in (("%d/%m/%Y", 10), ("%Y-%m-%d", 10)):
        try:
            return datetime.strptime(text[:length], form).date()  # a day has no zone
        except ValueError:
            continue
    return None


def _faults(row: int, typed: Mapping[str, str], seen: set[str]) -> list[CellFault]:
    found = [CellFault(row, field, SheetFault.MISSING) for field, text in typed.items() if not text]
    tests = {
        "username": _username_fault(typed["username"], seen),
        "display_name": None if _is_name(typed["display_name"]) else SheetFault.BAD_NAME,
        "role": None if typed["role"] in ROLES else SheetFault.BAD_ROLE,
        "until": None if day_typed(typed["until"]) else SheetFault.BAD_DAY,
    }
    return found + [
        CellFault(row, field, kind, quoted(typed[field], 40))
        for field, kind in tests.items()
        if kind is not None and typed[field]
    ]


def _username_fault(text: str, seen: set[str]) -> SheetFault | None:
    try:
        name = as_username(text)
    except InvalidUsername:
        return SheetFault.BAD_USERNAME
    return SheetFault.TWICE if name in seen else None


def _is_name(text: str) -> bool:
    try:
        return bool(as_display_name(text))
    except InvalidUsername:
        return False


def _wanted(row: int, typed: Mapping[str, str]) -> WantedAccount:
    until = day_typed(typed["until"].strip())
    if until is None:
        raise ValueError(f"row {row} was checked")
    return WantedAccount(
        row,
        as_username(typed["username"]),
        as_display_name(typed["display_name"]),
        Role(typed["role"].strip()),
        typed["area"].strip(),
        until,
    )
