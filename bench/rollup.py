"""Seconds that `python -m db verify` takes on 60,000 and on 1,000,000 people."""

import resource
import time

from bench import databases
from bench.measure import report
from db.verification import verify

_BUDGETS = {60_000: 15.0, 1_000_000: 90.0}  # people → seconds


def run() -> bool:
    """Whether nothing differs, in time."""
    return all([_verify(people, budget) for people, budget in _BUDGETS.items()])


def _verify(people: int, budget: float) -> bool:
    with databases.nation(people) as engine:
        started = time.monotonic()
        found = verify(engine)
        seconds = time.monotonic() - started
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{found.people:,} people recomputed: {found.differences} differences, {megabytes:.0f} MB"
    )
    return report("  verify", seconds, budget=budget, unit="s") and found.is_clean
