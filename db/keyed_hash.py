"""Hashes nobody can recompute without the secret of this installation."""

import hashlib
import hmac

from db.settings import app_secret


def keyed_hash(purpose: str, value: str) -> str:
    """HMAC-SHA256 of the value under our secret; the purpose keeps the uses apart."""
    return hmac.new(app_secret(), f"{purpose}:{value}".encode(), hashlib.sha256).hexdigest()
