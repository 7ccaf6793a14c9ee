"""The six characters a person says aloud to go on with an unfinished assessment."""

import secrets

from domain.errors import UnknownResumeCode
from domain.quoted import quoted

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # no 0 O 1 I: 32 characters, 2^30 codes
LENGTH = 6
DAYS_VALID = 30


def new_code() -> str:
    """A code nobody can guess from another one."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def is_code(text: object) -> bool:
    """Whether this can be a code as stored; nothing else is looked up."""
    return isinstance(text, str) and len(text) == LENGTH and all(char in ALPHABET for char in text)


def normalise(typed: str) -> str:
    """
    The code as stored, from what a person typed: spaces, dashes and small letters are forgiven.

    Raises:
        UnknownResumeCode: what remains is not six characters of the alphabet.
    """
    code = "".join(char for char in typed.upper() if char.isalnum())
    if len(code) != LENGTH or any(char not in ALPHABET for char in code):
        raise UnknownResumeCode(code=quoted(typed, 12))
    return code
