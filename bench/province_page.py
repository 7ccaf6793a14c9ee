"""CPU of the province page at 60,000 and at 1,000,000 people: cold, warm, and the ratio."""

import argparse
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import databases
from bench.measure import Line, mean, print_table
from bench.visitor import cpu_seconds, serving, visitor
from db.engine import transaction
from db.rollups import outdate_published_figures
from tests.server_process import Server

_PAGE = "tinh"
_PEOPLE = (60_000, 1_000_000)
_COLD_BUDGET, _WARM_BUDGET = 150.0, 15.0  # ms of CPU
_RATIO_BUDGET = 1.3
_WARM_VISITS = 10  # one after the other, between two readings of the clock
_SECONDS_TO_AGE = 1.1  # a server asks for the data version once a second


def run(*options: str) -> bool:
    """Print what the page costs on both databases; whether every budget is kept."""
    wanted = _parser().parse_args(options)
    with TemporaryDirectory() as name, ExitStack() as stack:
        files = [databases.nation_file(number, *wanted.folder) for number in wanted.people]
        servers = [
            stack.enter_context(serving(Path(name) / str(number), file))
            for number, file in zip(wanted.people, files, strict=True)
        ]
        first = [_visit(server, wanted.province) for server in servers]
        cold: list[list[float]] = [[] for _ in servers]
        warm: list[list[float]] = [[] for _ in servers]
        for _ in range(wanted.repetitions):  # by turns, so that a drift of the machine hits both
            outdate(servers)
            for server, times in zip(servers, cold, strict=True):
                times.append(_visit(server, wanted.province))
            for server, times in zip(servers, warm, strict=True):
                times.append(_visit(server, wanted.province, visits=_WARM_VISITS))
    named = [f"{number:,} people" for number in wanted.people]
    return print_table(
        [
            *_lines("first of a process", first, named)[:-1],
            *_lines("cold", [mean(times) for times in cold], named, _COLD_BUDGET),
            *_lines("warm", [mean(times) for times in warm], named, _WARM_BUDGET),
        ]
    )


def _lines(
    what: str, times: list[float], named: list[str], budget: float | None = None
) -> list[Line]:
    parts = [Line(f"{what}, {name}", ms, budget) for name, ms in zip(named, times, strict=True)]
    return [*parts, Line(f"{what}, ratio", times[-1] / times[0], _RATIO_BUDGET, unit="×")]


def _visit(server: Server, province_code: str, *, visits: int = 1) -> float:
    """Milliseconds of CPU for one visit of the page by somebody who is connected already."""
    with visitor(server) as one:
        one.open("")
        before = cpu_seconds(server)
        for _ in range(visits):
            one.open(_PAGE, ma=province_code)
        after = cpu_seconds(server)
        if not one.sees(f"filter-ma-{province_code}"):
            raise RuntimeError("the page of the province did not come")
    return (after - before) * 1000 / visits


def outdate(servers: Sequence[Server]) -> None:
    """What one more answer does: the published figures are new, and every cache is of before."""
    for server in servers:
        with transaction(server.engine) as connection:
            outdate_published_figures(connection)
    time.sleep(_SECONDS_TO_AGE)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench province_page", description=__doc__)
    parser.add_argument("--province", default="38", help="code, by default Thanh Hóa, 166 communes")
    parser.add_argument("--repetitions", type=int, default=20)
    parser.add_argument("--people", type=int, nargs=2, default=_PEOPLE, help="of both databases")
    parser.add_argument("--folder", type=Path, nargs=1, default=[], help="keep databases here")
    return parser
