"""The seal of a resume code: says that our server wrote the code into an address."""

import hmac

from db.keyed_hash import keyed_hash

LENGTH = 16


def seal_of(code: str) -> str:
    """The seal of a code as stored."""
    return keyed_hash("resume code", code)[:LENGTH]


def is_sealed(code: str, seal: str) -> bool:
    """Whether the seal belongs to the code; takes the same time for every wrong one."""
    return hmac.compare_digest(seal.encode(), seal_of(code).encode())
