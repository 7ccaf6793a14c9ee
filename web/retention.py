"""Forgets what is kept no longer, at the start and once a day, beside the visitors."""

from contextlib import AbstractAsyncContextManager

from db.commands.retention import retain
from ui import clock
from ui.database import engine
from web.regularly import regularly

_SECONDS = 24 * 3600


def kept_no_longer() -> AbstractAsyncContextManager[None]:
    """Within: the rules of `domain.retention` are applied, the first time at once."""
    return regularly(_forget, seconds=_SECONDS, name="retention")


def _forget() -> None:
    retain(engine(), now=clock.now())
