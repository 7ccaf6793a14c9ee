"""CPU time of a piece of work, and the line that says whether it keeps its budget."""

import time
from collections.abc import Callable, Iterable


def cpu_milliseconds(work: Iterable[Callable[[], object]]) -> list[float]:
    """User and system time of this process for each piece of work."""
    times = []
    for piece in work:
        before = time.process_time()
        piece()
        times.append((time.process_time() - before) * 1000)
    return times


def mean(times: list[float]) -> float:
    """The mean: what a server pays, bad cases included."""
    return sum(times) / len(times)


def report(what: str, measured: float, *, budget: float, unit: str) -> bool:
    """Print one line; whether the budget is kept."""
    kept = measured <= budget
    print(f"{what}: {measured:.2f} {unit} (budget {budget:g}) {'ok' if kept else 'TOO MUCH'}")
    return kept
