"""CPU of each figure at 10 thousand, 1 million and 4.3 million people, on both databases."""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

from bench import databases, raw
from db.settings import PROJECT

_PEOPLE = (10_000, 1_000_000, 4_300_000)
_KINDS = ("sqlite", "postgresql")
_RATIO_BUDGET = 1.3
_FIGURES = ("national map", "province page", "area page", "ranking", "trend")
_WRITES = ("an answer", "a submission", "a withdrawal")

Measured = Mapping[str, float]  # what → ms of CPU


def run(*options: str) -> bool:
    """Print a table for each kind of database; whether every ratio keeps its budget."""
    wanted = _parser().parse_args(options)
    if find_spec("duckdb") is None:
        print(f"DuckDB is not installed, its lines are left out: {raw.INSTALL}")
    kept = True
    for kind in wanted.kinds:
        found = [_measured(kind, people, wanted.folder) for people in wanted.people]
        kept = _print(kind, wanted.people, found) and kept
    return kept


def _measured(kind: str, people: int, folder: Path) -> Measured:
    with databases.nation_on(kind, people, folder) as url:
        environment = {**os.environ, "DATABASE_URL": url}
        if kind == "postgresql":
            environment["BENCH_POSTMASTER"] = str(databases.postmaster(folder))
        done = subprocess.run(
            [sys.executable, "-m", "bench.figures"],
            cwd=PROJECT,
            env=environment,
            stdout=subprocess.PIPE,
            check=True,
        )
    return json.loads(done.stdout.splitlines()[-1])


def _print(kind: str, sizes: Sequence[int], found: Sequence[Measured]) -> bool:
    heads = "".join(f"{people:>14,}" for people in sizes)
    print(f"\n{kind}, CPU in ms{'people':>14}{heads}{'last ÷ first':>14}")
    kept = [_line(what, found, _RATIO_BUDGET) for what in _FIGURES]
    for source in ("raw rows", "DuckDB"):
        for what in _FIGURES:
            _line(f"{what}, {source}", found)
    for what in _WRITES:
        _line(f"{what}, rollups", found)
        _line(f"{what}, none", found)
    return all(kept)


def _line(what: str, found: Sequence[Measured], budget: float | None = None) -> bool:
    if what not in found[0]:
        return True
    times = [measured[what] for measured in found]
    ratio = times[-1] / times[0]
    kept = budget is None or ratio <= budget
    verdict = "" if budget is None else " ok" if kept else f" over {budget:g}"
    print(f"{what:<32}{''.join(f'{ms:>14.2f}' for ms in times)}{ratio:>13.2f}×{verdict}")
    return kept


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench scale", description=__doc__)
    parser.add_argument("--people", type=int, nargs="+", default=_PEOPLE)
    parser.add_argument("--kinds", nargs="+", choices=_KINDS, default=_KINDS)
    parser.add_argument("--folder", type=Path, default=databases.KEPT, help="keep databases here")
    return parser
