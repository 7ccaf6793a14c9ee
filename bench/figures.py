"""CPU of each figure readers see, of its answer from raw rows, and of writing, on DATABASE_URL.

Run by `bench.scale` in a process of its own for each database; prints one JSON object.
"""

import json
import logging
import os
import sys
import time
import warnings
from collections.abc import Callable, Mapping
from contextlib import suppress
from itertools import count
from pathlib import Path

from sqlalchemy import Engine

from bench import raw, writes

Work = Callable[[], object]

_REPETITIONS = 12
_SLOW_SECONDS = 0.5  # what takes longer is done less often
_versions = count(1)


def main() -> None:
    """Measure everything and print it."""
    logging.disable(logging.WARNING)  # Streamlit says that no server runs
    from ui.database import engine  # reads the database of DATABASE_URL

    found: dict[str, float] = {}
    for name, work in (shown() | raw.from_rows(engine()) | raw.by_duckdb(engine())).items():
        found[name] = milliseconds(engine(), work)
    found |= writes.measured(engine(), milliseconds_of(engine()))
    print(json.dumps(found))


def shown() -> Mapping[str, Work]:
    """What a page computes once for a new data version: counts, publication, specification."""
    from charts.months import known_months
    from domain.access import NATION, PUBLIC, Role, Scope
    from domain.people import Mode
    from stats.ranking import Board
    from ui import boards, drawings, load, reference

    campaign = reference.rounds()[0]
    leader = Scope(Role.LEADER, frozenset({raw.AREA}))

    def key(scope: Scope, area_code: str) -> tuple[object, ...]:
        return scope, area_code, campaign, -next(_versions), "vi"

    def page(scope: Scope, area_code: str) -> None:
        asked = key(scope, area_code)
        load.communes(*asked[:3], Mode.SELF, *asked[3:])
        load.communes(*asked[:3], Mode.ASSISTED, *asked[3:])
        drawings.tile_map(*asked)
        drawings.group_profile(*asked)
        drawings.commune_bars(*asked)

    def ranking() -> object:
        scope, area_code, of, *more = key(PUBLIC, raw.PROVINCE)
        return boards.drawing(scope, area_code, of, next(iter(Board)), *more)

    def trend() -> None:
        asked = key(PUBLIC, raw.PROVINCE)
        if len(known_months(load.months(*asked))) > 1:  # of few people none is published
            drawings.months(*asked)

    return {
        "national map": lambda: drawings.national_map(PUBLIC, *key(PUBLIC, NATION)[2:]),
        "province page": lambda: page(PUBLIC, raw.PROVINCE),
        "area page": lambda: page(leader, raw.AREA),
        "ranking": ranking,
        "trend": trend,
    }


def milliseconds(engine: Engine, work: Work) -> float:
    """
    The least CPU of doing it again, after once to warm up; the database's processes included.

    The least, because whatever else runs on the machine only ever adds to it.
    """
    started = time.monotonic()
    work()
    slow = time.monotonic() - started > _SLOW_SECONDS
    repetitions = 2 if slow else _REPETITIONS
    measure = milliseconds_of(engine)
    return min(measure(work) for _ in range(repetitions))


def milliseconds_of(engine: Engine) -> Callable[[Work], float]:
    """What measures the CPU of a piece of work, here and in PostgreSQL's processes."""

    def measure(work: Work) -> float:
        before = time.process_time() + _server_seconds(engine)
        work()
        return (time.process_time() + _server_seconds(engine) - before) * 1000

    return measure


def _server_seconds(engine: Engine) -> float:
    if engine.name != "postgresql":
        return 0.0
    postmaster = os.environ["BENCH_POSTMASTER"]
    nanoseconds = 0
    for status in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # a process that ended meanwhile
            if status.read_text().rsplit(")", 1)[1].split()[1] == postmaster:
                nanoseconds += int((status.parent / "schedstat").read_text().split()[0])
    return nanoseconds / 1e9


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    main()
    sys.exit(0)
