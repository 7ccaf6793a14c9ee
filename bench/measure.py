"""CPU time of a piece of work, and the line that says whether it keeps its budget."""

import os
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass


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


@dataclass(frozen=True)
class Line:
    """One line of a table: what was measured, in ms of CPU unless the unit says otherwise."""

    what: str
    measured: float
    budget: float | None = None
    unit: str = "ms"


def print_table(lines: Iterable[Line]) -> bool:
    """Print budget and measurement side by side; whether every budget is kept."""
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    print(f"{'CPU of the server':<40}{'budget':>10}{'measured':>10}")
    kept = True
    for line in lines:
        budget = "" if line.budget is None else f"{line.budget:g}"
        over = line.budget is not None and line.measured > line.budget
        verdict = "" if line.budget is None else "over" if over else "ok"
        print(f"{line.what:<40}{budget:>10}{line.measured:>10.2f} {line.unit:<3}{verdict}")
        kept = kept and not over
    return kept
