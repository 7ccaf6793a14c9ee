"""
Publishes what was answered, every few minutes, beside the visitors.

By hand: `python -m web.releases`; with `anew` it forgets first what was published.
"""

import sys
from contextlib import AbstractAsyncContextManager, nullcontext
from importlib import import_module

from db.settings import settings
from domain import calendar_day
from publishing.class_outcomes import release_classes
from publishing.release import Released, catch_up, release
from ui import clock
from ui.database import engine
from web.regularly import regularly


def published_regularly() -> AbstractAsyncContextManager[None]:
    """Within: releases every RELEASE_MINUTES, the first one at once; with 0 none at all."""
    if settings().release_minutes == 0:
        return nullcontext()
    return regularly(
        _publish_for_readers, seconds=60 * settings().release_minutes, name="a release"
    )


def _publish_for_readers() -> None:
    _publish()
    import_module("web.first_visit").make_ready()  # here: Streamlit's caches need the runtime


def _publish() -> Released:
    now = clock.now()
    month = calendar_day.month_of(calendar_day.day_of(now))
    done = release(engine(), now=now, minimum=settings().minimum_group, month=month)
    today = calendar_day.day_of(now)
    release_classes(engine(), today=today, minimum=settings().minimum_group)
    return done


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
