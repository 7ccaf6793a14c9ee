"""A meeting of Thanh Hóa from gathering to its files, and what 50 citizens wait meanwhile."""

import argparse
import asyncio
import cProfile
import os
import pickle
import pstats
import random
import re
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import AsyncExitStack, contextmanager
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from typing import TypeVar

from bench import databases, light, visit
from bench.measure import Line, print_table
from bench.visitor import Page, PatientVisitor, patient_visitor, serving
from db.settings import PROJECT
from meeting.deck import Deck
from tests.server_process import SECRET, Server
from ui.file_maker import DeckFile, FileKind

_PROVINCE = "38"
_SLIDES_BUDGET = 5000.0  # ms until somebody holds the slides
_WAIT_BUDGET = 2.0  # times as long as without
_FORM = "tu-danh-gia"
_PACKAGE = re.compile(r"site-packages[/\\](\w+)")
_NATIVE = re.compile(r"(vl_convert|lxml|typst|zlib|pandas|sqlite3)")
Made = TypeVar("Made")
Timed = tuple[float, float, str]  # ms of wall clock, ms of CPU, what takes most of it


def run(*options: str) -> bool:
    """Print what a meeting costs and what others wait; whether both budgets are kept."""
    wanted = _parser().parse_args(options)
    file = databases.nation_file(wanted.people, *wanted.folder)
    reading = partial(_reads, f"sqlite:///{file}")
    with ProcessPoolExecutor(1, get_context("spawn"), initializer=reading) as process:
        deck, times = process.submit(prepared, wanted.province).result()
        times |= process.submit(files, deck).result()
    lines = [_line(what, one) for what, one in times.items()]
    print(f"{len(deck.shown)} slides, {len(deck.asked)} for questions")
    for what, (wall, cpu, most) in times.items():
        print(f"  {what:<24}{wall:>8.0f} ms, {cpu:>6.0f} ms of CPU; {most}")
    if wanted.citizens:
        with TemporaryDirectory() as name, serving(Path(name) / "server", file) as server:
            before, during = asyncio.run(_taps(server, deck, wanted.citizens, wanted.pause))
        lines += [
            Line("a tap, p95", before * 1000),
            Line("a tap while slides are made, p95", during * 1000),
            Line("the second by the first", during / before, _WAIT_BUDGET, unit="×"),
        ]
    return print_table(lines)


def _line(what: str, timed: Timed) -> Line:
    return Line(what, timed[0], _SLIDES_BUDGET if what == FileKind.SLIDES else None)


def _reads(url: str) -> None:
    os.environ.update(DATABASE_URL=url, APP_SECRET=SECRET)
    import logging

    logging.disable(logging.WARNING)  # Streamlit says that no server runs


def prepared(province_code: str) -> tuple[Deck, dict[str, Timed]]:
    """A deck of the province over figures of now, and what each step to it cost."""
    from datetime import UTC, datetime

    from domain.access import Role, Scope
    from domain.lineage import today_view
    from domain.meetings import fingerprint
    from meeting.agenda import default_agenda
    from meeting.deck import Frozen
    from meeting.figures import freeze, thaw
    from meeting.slides import deck
    from text import translator
    from ui import boundary, meeting_figures, reading_day, reference

    scope = Scope(Role.OFFICIAL, frozenset({province_code}))
    today, version = reading_day.current(), reading_day.data_version()
    area, campaign = reference.area(scope, province_code, "vi"), reference.rounds()[0]
    view = today_view(today=today, changes=boundary.change_days())
    gathering = partial(meeting_figures.gather, scope, area, campaign, view, version, "vi")
    figures, gather = _timed(gathering)
    content, frozen = _timed(partial(freeze, figures))
    mark = fingerprint(content)

    def made() -> Deck:
        return deck(
            thaw(content, mark), title="Họp giao ban", frozen=Frozen(1, datetime.now(UTC), mark),
            agenda=default_agenda(earlier_conclusions=False), edited={}, before=(), conclusions=(),
            geometry=meeting_figures.geometry_of(scope, figures), today=today,
            t=translator("vi"), language="vi",
        )  # fmt: skip

    whole, slides = _timed(made)
    return whole, {"gather": gather, "freeze": frozen, "deck": slides}


def files(deck: Deck) -> dict[str, Timed]:
    """What the pictures and each file of a deck cost; libraries are loaded before."""
    from exports.deck_parts import has_picture, svg

    drawn = [slide for slide in deck.slides if slide.picture and has_picture(slide)]
    svg(drawn[0])
    found = {"pictures": _timed(lambda: [svg(slide) for slide in drawn])[1]}
    for kind in FileKind:
        _, found[kind.value] = _timed(DeckFile(kind, deck).made)
    return found


def _timed(work: Callable[[], Made]) -> tuple[Made, Timed]:
    wall, cpu = time.perf_counter(), time.process_time()
    made = work()
    spent = (time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000
    return made, (*spent, _most(work))


def _most(work: Callable[[], object]) -> str:
    """The two packages in which a second run of it spends most of its time."""
    profile = cProfile.Profile()
    profile.runcall(work)
    inside: Counter[str] = Counter()
    for (file, _, name), (_, _, own, *_) in pstats.Stats(profile).stats.items():  # type: ignore[attr-defined]
        found = _PACKAGE.search(file) or _NATIVE.search(name)
        inside[found[1] if found else "our code, Python"] += own
    whole = sum(inside.values()) or 1.0
    return ", ".join(f"{name} {100 * own / whole:.0f} %" for name, own in inside.most_common(2))


async def _taps(server: Server, deck: Deck, citizens: int, pause: float) -> tuple[float, float]:
    """p95 of taps, in seconds: alone, and while slides are made one after the other."""
    ids = [question.id for question in databases.questionnaire(server.engine).core]
    half = len(ids) // 2
    async with AsyncExitStack() as stack:
        opened = [await stack.enter_async_context(patient_visitor(server)) for _ in range(citizens)]
        for one in opened:
            await one.does(lambda page: page.opening(_FORM, noi=light.COMMUNE))
            for deed in visit.BEGINNING:
                await one.does(deed)
        before = await _everybody(opened, ids[:half], pause)
        with _slides_are_made(deck):
            during = await _everybody(opened, ids[half:], pause)
    return _p95(before), _p95(during)


async def _everybody(opened: list[PatientVisitor], ids: list[str], pause: float) -> list[float]:
    taps: list[float] = []

    async def answers(one: PatientVisitor) -> None:
        for name in ids:
            await asyncio.sleep(random.uniform(0, 2) * pause)
            started = time.monotonic()
            await one.does(partial(Page.choosing, key=name, number=2))
            taps.append(time.monotonic() - started)

    await asyncio.gather(*(answers(one) for one in opened))
    return taps


@contextmanager
def _slides_are_made(deck: Deck) -> Iterator[None]:
    """The process of the product that makes files, never without an order."""
    maker = subprocess.Popen(
        [sys.executable, "-m", "ui.file_maker"],
        cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    orders, answers = maker.stdin, maker.stdout
    assert orders is not None
    assert answers is not None
    stopped = threading.Event()

    def ordering() -> None:
        while not stopped.is_set():
            pickle.dump(DeckFile(FileKind.SLIDES, deck), orders)
            orders.flush()
            pickle.load(answers)  # from our own child

    thread = threading.Thread(target=ordering)
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join()
        orders.close()
        maker.wait(timeout=20)


def _p95(taps: list[float]) -> float:
    return quantiles(taps, n=20)[-1]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench meeting", description=__doc__)
    parser.add_argument("--province", default=_PROVINCE, help="code, by default Thanh Hóa")
    parser.add_argument("--people", type=int, default=60_000, help="simulated, in the nation")
    parser.add_argument("--citizens", type=int, default=50, help="open sessions; 0 leaves them out")
    parser.add_argument("--pause", type=float, default=3.0, help="seconds between two taps")
    parser.add_argument("--folder", type=Path, nargs=1, default=[], help="keep databases here")
    return parser
