"""Work of the server itself, done again and again beside the visitors."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

_log = logging.getLogger("uvicorn.error")


@asynccontextmanager
async def regularly(
    work: Callable[[], object], *, seconds: float, name: str
) -> AsyncIterator[None]:
    """Within: `work` is done in a thread, at once and every so many seconds."""
    task = asyncio.create_task(_keep_on(work, seconds, name))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _keep_on(work: Callable[[], object], seconds: float, name: str) -> None:
    while True:
        try:
            await asyncio.to_thread(work)
        except Exception:  # a database that is away for a moment must not end it for ever
            _log.exception("%s failed; it is tried again in %g seconds", name, seconds)
        await asyncio.sleep(seconds)
