"""The ledger 1-kèm-5: who is written down, which steps a learner takes, when a circle closes."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from domain.calendar_day import day_of
from domain.errors import (
    BadContact,
    BadPersonName,
    CheckTooEarly,
    DayInTheFuture,
    DayTooEarly,
    NamedConsentMissing,
    StepBackNeedsReason,
    StepRefused,
)

CIRCLES = 5  # people one ambassador takes along: "1 kèm 5"
CONSENT_VERSIONS = ("2026.1",)  # of the text read aloud to whoever agrees to be named
CONSENT_VERSION = CONSENT_VERSIONS[-1]
BACKDATED = timedelta(days=31)  # a paper ledger is typed in within a month
LONGEST_NAME = 60
TEACHES = 6  # of the twelve questions "Hướng dẫn được người khác": somebody to be asked
_TENS = 10  # candidates are counted in tens, so that no one person is seen to come or go
_CONTACT = re.compile(r"0\d{8,10}")


class LearnerState(StrEnum):
    """How far a learner came, in order."""

    INVITED = "invited"
    LEARNING = "learning"
    CHECKED = "checked"
    CAN_DO = "can_do"
    HELPS = "helps"


class BackReason(StrEnum):
    """Why a step is taken back. A list, so that nobody writes about a person in free words."""

    MISTAKE = "mistake"
    FORGOT = "forgot"
    PAUSED = "paused"


class PairEnd(StrEnum):
    """Why an ambassador and a learner are no pair any more."""

    AMBASSADOR_LEFT = "ambassador_left"
    CHANGED = "changed"
    DELETED = "deleted"


CLOSED = frozenset({LearnerState.CAN_DO, LearnerState.HELPS})  # the circle is closed
_BY_A_CHECK = frozenset({LearnerState.CHECKED, LearnerState.CAN_DO})
_ORDER = tuple(LearnerState)


@dataclass(frozen=True)
class Naming:
    """What somebody agreed to have written down; `contact` only by their own choice."""

    name: str
    contact: str = ""


def as_naming(name: str, contact: str, *, agreed: bool, version: str) -> Naming:
    """
    A person as they are written down, after they heard the text and said yes.

    Raises:
        NamedConsentMissing: they did not, or to a text that is not the one read today.
        BadPersonName, BadContact.
    """
    if not agreed or version != CONSENT_VERSION:
        raise NamedConsentMissing
    return Naming(as_name(name), as_contact(contact))


def as_name(typed: str) -> str:
    """
    A name with single spaces.

    Raises:
        BadPersonName: it is too short or too long, or more than letters (a number, a note).
    """
    name = " ".join(unicodedata.normalize("NFC", typed).split())
    letters = all(char.isalpha() or char in " '’.-" for char in name)
    if not 2 <= len(name) <= LONGEST_NAME or not letters:
        raise BadPersonName
    return name


def as_contact(typed: str) -> str:
    """
    A telephone number as digits from 0 on; empty when none is given.

    Raises:
        BadContact: it is no number of Vietnam.
    """
    digits = re.sub(r"[\s.\-()]", "", typed)
    if digits.startswith("+84"):
        digits = f"0{digits[3:]}"
    if digits and not (digits.isascii() and _CONTACT.fullmatch(digits)):
        raise BadContact
    return digits


def is_same_person(one: Naming, other: Naming) -> bool:
    """The same name, and no two different numbers."""
    if one.name.casefold() != other.name.casefold():
        return False
    return not (one.contact and other.contact and one.contact != other.contact)


def refuse_step(before: LearnerState, after: LearnerState, reason: BackReason | None) -> None:
    """
    Nothing, when somebody may take this step on their own word.

    Forward one step at a time; to `CHECKED` and `CAN_DO` only a check leads. Back to any earlier
    step, for a reason.

    Raises:
        StepRefused, StepBackNeedsReason.
    """
    forward = _ORDER.index(after) - _ORDER.index(before)
    if forward == 0 or forward > 1 or (forward == 1 and after in _BY_A_CHECK):
        raise StepRefused
    if forward < 0 and reason is None:
        raise StepBackNeedsReason


def state_after_check(before: LearnerState, *, showed_something: bool) -> LearnerState:
    """
    Where a finished check leads: who showed nothing is checked and learns on.

    Raises:
        StepRefused: the circle is closed already, or they have not begun to learn.
    """
    if before not in (LearnerState.LEARNING, LearnerState.CHECKED):
        raise StepRefused
    return LearnerState.CAN_DO if showed_something else LearnerState.CHECKED


def refuse_day(day: date, *, today: date, not_before: date | None = None) -> None:
    """
    Nothing, when something may have happened on this day.

    Raises:
        DayInTheFuture: also what a clock that runs ahead says.
        DayTooEarly: before what must have come first, or longer ago than anybody types in.
    """
    if day > today:
        raise DayInTheFuture
    if day < max(not_before or date.min, today - BACKDATED):
        raise DayTooEarly


def refuse_early_check(started_at: datetime, *, began_on: date, paired_at: datetime) -> None:
    """
    Nothing, when a check was begun after the pair was.

    On the day the pair began only what was begun after it was written down counts.

    Raises:
        CheckTooEarly.
    """
    if day_of(started_at) <= began_on and started_at < paired_at:
        raise CheckTooEarly


def in_tens(people: int, *, minimum: int) -> int | None:
    """A count rounded down to tens; None below the minimum."""
    return None if people < max(minimum, _TENS) else people // _TENS * _TENS
