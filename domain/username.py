"""The name an account signs in with."""

import re

from domain.errors import InvalidUsername

_ALLOWED = re.compile(r"[a-z0-9][a-z0-9._-]{2,39}")


def as_username(typed: str) -> str:
    """
    The name as stored: small letters a-z, digits, dot, dash and underscore, 3 to 40 characters.

    Raises:
        InvalidUsername: it is anything else.
    """
    name = typed.strip().lower()
    if not _ALLOWED.fullmatch(name):
        raise InvalidUsername(username=typed.strip()[:40])
    return name
