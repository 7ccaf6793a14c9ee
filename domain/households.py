"""Gia đình số: people who choose to stand together, by a code one of them reads aloud."""

from enum import StrEnum

from domain.errors import UnknownHousehold
from domain.quoted import quoted
from domain.resume_code import is_code

MOST_MEMBERS = 20
LEAST_HOUSEHOLDS = 10  # fewer are said as "dưới 10", and no share is made of them


class Part(StrEnum):
    """What somebody says they do at home; they choose it, nothing is worked out from answers."""

    LEARNS = "learns"
    TEACHES = "teaches"
    BOTH = "both"


def as_household_code(typed: str) -> str:
    """
    The code as stored: spaces, dashes and small letters are forgiven.

    Raises:
        UnknownHousehold: it cannot be one.
    """
    code = "".join(char for char in typed.upper() if char.isalnum())
    if not is_code(code):
        raise UnknownHousehold(code=quoted(typed, 12))
    return code


def share_of_all(reached: int, households: int) -> int:
    """At least so many of a hundred households, rounded down; never more than all of them."""
    return min(100 * reached // households, 100)


def rounded_households(households: int) -> int:
    """Down to whole tens: one family that joins or leaves moves nothing a reader could see."""
    return households - households % LEAST_HOUSEHOLDS
