"""bcrypt hashes of passwords, and the one that stands in for accounts that do not exist."""

import secrets
from functools import lru_cache

import bcrypt

from domain import password as rules

ROUNDS = 12  # about 0.25 s of CPU; the stand-in has the same, so both answers take the same time


def hash_password(password: str) -> str:
    """The hash to store of a normalised password."""
    return bcrypt.hashpw(password.encode(), bcrypt.gensalt(ROUNDS)).decode()


def matches(password: str, password_hash: str) -> bool:
    """Whether a normalised password belongs to the hash."""
    return rules.fits(password) and bcrypt.checkpw(password.encode(), password_hash.encode())


@lru_cache(maxsize=1)
def stand_in() -> str:
    """The hash of a password nobody knows, checked when there is nothing to check against."""
    return hash_password(secrets.token_urlsafe(32))
