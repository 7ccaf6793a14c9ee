"""The name an account signs in with."""

import re

from domain.errors import InvalidUsername
from domain.quoted import quoted

_LONGEST_DISPLAY_NAME = 60
_ALLOWED = re.compile(r"[a-z0-9][a-z0-9._-]{2,39}")


def as_display_name(typed: str) -> str:
    """
    The name as others read it: letters, digits, spaces and dashes, so that it is never markup.

    Raises:
        InvalidUsername: nothing remains, or it is too long.
    """
    name = quoted(typed, _LONGEST_DISPLAY_NAME + 1)
    if not name or len(name) > _LONGEST_DISPLAY_NAME:
        raise InvalidUsername(username=name)
    return name


def as_username(typed: str) -> str:
    """
    The name as stored: small letters a-z, digits, dot, dash and underscore, 3 to 40 characters.

    Raises:
        InvalidUsername: it is anything else.
    """
    name = typed.strip().lower()
    if not _ALLOWED.fullmatch(name):
        raise InvalidUsername(username=quoted(typed))
    return name
