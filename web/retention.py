"""Forgets what is kept no longer, at the start and once a day, beside the visitors."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from db.commands.retention import retain
from ui import clock
from ui.database import engine

_SECONDS = 24 * 3600

_log = logging.getLogger("uvicorn.error")


@asynccontextmanager
async def kept_no_longer() -> AsyncIterator[None]:
    """Within: the rules of `domain.retention` are applied, the first time at once."""
    task = asyncio.create_task(_keep_forgetting())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _keep_forgetting() -> None:
    while True:
        try:
            await asyncio.to_thread(_forget)
        except Exception:  # a database that is away for a moment must not end all later days
            _log.exception("retention failed; it is tried again tomorrow")
        await asyncio.sleep(_SECONDS)


def _forget() -> None:
    retain(engine(), now=clock.now())
