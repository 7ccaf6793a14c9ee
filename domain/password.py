"""What a password must be, and how it is read whatever keyboard typed it."""

import secrets
import unicodedata

from domain.errors import WeakPassword
from domain.resume_code import ALPHABET

MINIMUM_CHARACTERS = 10
MAXIMUM_BYTES = 72  # UTF-8; bcrypt reads no further and its version 5 refuses more
_ONE_TIME_GROUPS, _ONE_TIME_GROUP_LENGTH = 4, 4  # 80 bits


def normalise(typed: str) -> str:
    """
    The password as it is hashed and checked.

    Vietnamese keyboards send "ệ" as one character or as three; both are the same password.
    """
    return unicodedata.normalize("NFC", typed).strip()


def fits(password: str) -> bool:
    """Whether a hash can be made of it at all."""
    return 0 < len(password.encode()) <= MAXIMUM_BYTES and "\0" not in password


def check_new(password: str, username: str) -> None:
    """
    Refuse a new (normalised) password that is too short, too long, or the name itself.

    Raises:
        WeakPassword: with what is allowed.
    """
    allowed = (
        len(password) >= MINIMUM_CHARACTERS
        and fits(password)
        and password.casefold() != username.casefold()
    )
    if not allowed:
        raise WeakPassword(minimum=MINIMUM_CHARACTERS)


def one_time() -> str:
    """A password to read aloud once and change at once: "H7K2-PQ4M-…", without 0 O 1 I."""
    return "-".join(
        "".join(secrets.choice(ALPHABET) for _ in range(_ONE_TIME_GROUP_LENGTH))
        for _ in range(_ONE_TIME_GROUPS)
    )
