"""
What a person may ask of whoever keeps their data, and until when it must be answered.

Luật 91/2025/QH15, Điều 4; Nghị định 356/2025/NĐ-CP, Điều 5.
"""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from domain.errors import UnknownRequest
from domain.quoted import quoted
from domain.resume_code import ALPHABET

_SATURDAY = 5
REPLY_WORKING_DAYS = 2  # NĐ 356/2025 Điều 5


class RequestKind(StrEnum):
    """What a person asks for; with the code most of it is done at once, without asking."""

    VIEW = "view"
    CORRECT = "correct"
    WITHDRAW = "withdraw"
    DELETE = "delete"
    RESTRICT = "restrict"
    OBJECT = "object"
    COMPLAIN = "complain"
    LOST_CODE = "lost_code"


# Calendar days, NĐ 356/2025 Điều 5; the last two are our own, as for viewing.
DAYS = {
    RequestKind.VIEW: 10,
    RequestKind.CORRECT: 10,
    RequestKind.WITHDRAW: 15,
    RequestKind.RESTRICT: 15,
    RequestKind.OBJECT: 15,
    RequestKind.DELETE: 20,
    RequestKind.COMPLAIN: 10,
    RequestKind.LOST_CODE: 10,
}


class State(StrEnum):
    """How far a request has come."""

    RECEIVED = "received"
    REPLIED = "replied"
    CLOSED = "closed"


class ExtensionReason(StrEnum):
    """Why one more period is needed."""

    MANY_REQUESTS = "many_requests"
    OTHER_UNIT = "other_unit"
    TECHNICAL = "technical"


class Outcome(StrEnum):
    """How a request ended: sentences to choose from, so that nothing about a person is typed."""

    DONE = "done"
    BY_CODE = "by_code"
    NOT_FOUND = "not_found"
    EXPLAINED = "explained"
    REFERRED = "referred"


@dataclass(frozen=True)
class Deadlines:
    """The last days on which a first reply, and the whole request, are in time."""

    reply_due: date
    due: date


def deadlines(kind: RequestKind, received: date, holidays: Collection[date]) -> Deadlines:
    """The deadlines of a request; the day it came is not counted (Bộ luật Dân sự, Điều 147)."""
    return Deadlines(
        reply_due=add_working_days(received, REPLY_WORKING_DAYS, holidays),
        due=received + timedelta(days=DAYS[kind]),
    )


def extended(kind: RequestKind, due: date) -> date:
    """The last day after the one extension: as long again."""
    return due + timedelta(days=DAYS[kind])


def add_working_days(day: date, count: int, holidays: Collection[date]) -> date:
    """
    The last of `count` working days after a day; weekends and holidays do not count.

    A holiday that is missing from the list makes a deadline earlier, never later.
    """
    while count > 0:
        day += timedelta(days=1)
        if day.weekday() < _SATURDAY and day not in holidays:
            count -= 1
    return day


def is_overdue(*, state: State, reply_due: date, due: date, today: date) -> bool:
    """Whether a reply, or the whole request, should have been there before this day."""
    if state is State.CLOSED:
        return False
    return due < today or (state is State.RECEIVED and reply_due < today)


REQUEST_CODE_LENGTH = (
    8  # of resume_code.ALPHABET; longer than a resume code, so never taken for one
)


def new_request_code() -> str:
    """A code by which somebody asks what became of their request."""
    return "".join(secrets.choice(ALPHABET) for _ in range(REQUEST_CODE_LENGTH))


def normalise_request_code(typed: str) -> str:
    """
    The code as made, from what a person typed.

    Raises:
        UnknownRequest: what remains is not eight characters of the alphabet.
    """
    code = "".join(char for char in typed.upper() if char.isalnum())
    if len(code) != REQUEST_CODE_LENGTH or any(char not in ALPHABET for char in code):
        raise UnknownRequest(code=quoted(typed, 14))
    return code
