"""
Publishes what was answered, every few minutes, beside the visitors.

By hand: `python -m web.releases`; with `anew` it forgets first what was published.
"""

import asyncio
import logging
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from db.settings import settings
from domain import calendar_day
from publishing.release import Released, catch_up, release
from ui import clock
from ui.database import engine

_log = logging.getLogger("uvicorn.error")


@asynccontextmanager
async def published_regularly() -> AsyncIterator[None]:
    """Within: releases every RELEASE_MINUTES, the first one at once; with 0 none at all."""
    if settings().release_minutes == 0:
        yield
        return
    task = asyncio.create_task(_keep_publishing(60 * settings().release_minutes))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _keep_publishing(seconds: float) -> None:
    while True:
        try:
            await asyncio.to_thread(_publish)
        except Exception:  # a database that is away for a moment must not end all later releases
            _log.exception("a release failed; the next one is tried in time")
        await asyncio.sleep(seconds)


def _publish() -> Released:
    now = clock.now()
    month = calendar_day.month_of(calendar_day.day_of(now))
    return release(engine(), now=now, minimum=settings().minimum_group, month=month)


def main(arguments: list[str]) -> int:
    """Publish once and say how many people are published and how many wait; 2 for a wrong word."""
    if arguments not in ([], ["anew"]):
        print(__doc__)
        return 2
    if arguments:
        done = catch_up(engine(), now=clock.now(), minimum=settings().minimum_group)
    else:
        done = _publish()
    print(f"{done.people} people published, {done.waiting} wait")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
