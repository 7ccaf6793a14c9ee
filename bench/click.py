"""A click on the map in a real browser → the next level drawn, down two levels and back.

Chromium at 1280 × 800 on this machine; medians and the slowest of each step, once with everything
kept and once right after a release. "answer" is from the browser's message to the last part of the
page that came; what is left is the browser's own: it waits 150 ms for a second click before it
tells of the first, and draws what came. Of server and page also the CPU, which says more than
milliseconds where other work runs beside.
"""

import argparse
import os
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from playwright.sync_api import CDPSession, Page, expect, sync_playwright

from bench import databases
from bench.province_page import outdate
from bench.visitor import cpu_seconds, serving
from tests import browser as installed
from tests.server_process import Server

_BUDGET = 1000.0  # ms from a click to the next level drawn
_LAPTOP = {"width": 1280, "height": 800}
_FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking")
_PATIENCE = 60_000  # ms
_PAUSE = 400  # ms between two steps: nobody clicks faster
_INSIDE = """path => {
  const box = path.getBBox(), to = path.getScreenCTM();
  for (const down of [0.5, 0.4, 0.6, 0.3, 0.7])
    for (const across of [0.12, 0.3, 0.5, 0.7, 0.88]) {
      const at = new DOMPoint(box.x + across * box.width, box.y + down * box.height);
      const seen = at.matrixTransform(to);
      if (path.isPointInFill(at) && document.elementFromPoint(seen.x, seen.y) === path)
        return [seen.x, seen.y];
    }
  return null;
}"""


@dataclass(frozen=True)
class _Level:
    """What stands on a level: its title, the key of its map, and the unit to wait for and click."""

    title: str
    map: str
    unit: str


_NATION = _Level("Bản đồ kỹ năng số cả nước", "national-map-hinh", "Tỉnh Thanh Hóa")
_PROVINCE = _Level("Tỉnh Thanh Hóa", "map-38-o-vuong", "Xã Thọ Bình")
_DISTRICT = _Level("Địa bàn huyện Triệu Sơn cũ", "map-397-o-vuong", "Xã Thọ Bình")


@dataclass
class _Wire:
    """When messages crossed the line, in seconds of the browser's clock, and their bytes."""

    listener: CDPSession
    sent: list[float] = field(default_factory=list)
    came: list[float] = field(default_factory=list)
    received: float = 0.0


@dataclass(frozen=True)
class _Step:
    """One step of a reader, in ms."""

    whole: float
    before: float  # until the browser told of it
    answer: float
    drawing: float
    server: float  # CPU
    page: float  # CPU of the thread that draws
    kilobytes: float


def run(*options: str) -> bool:
    """Print each step, warm and after a release; whether the budget is kept."""
    wanted = _parser().parse_args(options)
    with TemporaryDirectory() as name, ExitStack() as stack:
        file = databases.nation_file(wanted.people, *wanted.folder)
        server = stack.enter_context(serving(Path(name), file))
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=installed.find(), args=list(_FLAGS))
        expect.set_options(timeout=_PATIENCE)
        page = browser.new_page(viewport=_LAPTOP)  # type: ignore[arg-type]
        page.set_default_timeout(_PATIENCE)
        found = _found(page, server, wanted.repetitions)
        browser.close()
    return _print(found, wanted.repetitions)


def _found(page: Page, server: Server, repetitions: int) -> dict[str, list[_Step]]:
    """Every way down and back, by step."""
    wire = _listen(page)
    page.goto(f"{server.url}/ban-do")
    _wait(page, _NATION)
    _way(page, server, wire)  # what the first reader of a process pays is not counted
    found: dict[str, list[_Step]] = {}
    for _ in range(repetitions):
        for when in ("warm", "after a release"):
            if when != "warm":
                outdate([server])
            for what, step in _way(page, server, wire).items():
                found.setdefault(f"{what}, {when}", []).append(step)
    return found


def _way(page: Page, server: Server, wire: _Wire) -> dict[str, _Step]:
    def step(deed: Callable[[], object], to: _Level) -> _Step:
        return _measured(page, server, wire, deed, to)

    return {
        "nation → province": step(_click(page, _NATION), _PROVINCE),
        "province → district": step(_click(page, _PROVINCE), _DISTRICT),
        "back to the province": step(page.go_back, _PROVINCE),
        "back to the nation": step(page.go_back, _NATION),
    }


def _click(page: Page, level: _Level) -> Callable[[], None]:
    """A click inside the unit, where no word lies over it; found before the clock runs."""

    def deed() -> None:
        page.mouse.click(*at)

    shape = page.locator(_shape(level)).first
    shape.scroll_into_view_if_needed()
    at = shape.evaluate(_INSIDE)
    if at is None:
        raise RuntimeError(f"{level.unit} has no free place")
    return deed


def _measured(
    page: Page, server: Server, wire: _Wire, deed: Callable[[], object], to: _Level
) -> _Step:
    server_cpu, page_cpu = cpu_seconds(server), _page_seconds(wire)
    wire.sent.clear()
    wire.came.clear()
    wire.received = 0
    started = time.monotonic()  # the browser's clock on Linux
    deed()
    _wait(page, to)
    drawn = time.monotonic()
    page.wait_for_timeout(_PAUSE)  # the foot of the page may come after its map
    sent = next(one for one in wire.sent if one >= started)
    came = max(one for one in wire.came if one <= drawn)
    spans = (
        *(drawn - started, sent - started, came - sent, drawn - came),
        cpu_seconds(server) - server_cpu,
        _page_seconds(wire) - page_cpu,
        wire.received / 1e6,  # megabytes, and so kilobytes below
    )
    return _Step(*(1000 * span for span in spans))


def _page_seconds(wire: _Wire) -> float:
    """CPU of the thread that runs scripts and draws, so far."""
    metrics = wire.listener.send("Performance.getMetrics")["metrics"]
    return next(float(one["value"]) for one in metrics if one["name"] == "TaskDuration")


def _wait(page: Page, level: _Level) -> None:
    """Until the level is drawn, with its title and its map."""
    page.get_by_role("heading", name=level.title, exact=True, level=1).wait_for()
    page.locator(_shape(level)).first.wait_for()


def _shape(level: _Level) -> str:
    return f".st-key-{level.map} svg path[aria-label*='{level.unit}']"


def _listen(page: Page) -> _Wire:
    listener = page.context.new_cdp_session(page)
    wire = _Wire(listener)

    def note(event: dict[str, object]) -> None:
        wire.came.append(float(event["timestamp"]))  # type: ignore[arg-type]
        wire.received += len(event["response"]["payloadData"]) * 3 / 4  # type: ignore[index]  # base64

    listener.send("Network.enable")
    listener.send("Performance.enable", {"timeDomain": "threadTicks"})
    listener.on("Network.webSocketFrameSent", lambda event: wire.sent.append(event["timestamp"]))
    listener.on("Network.webSocketFrameReceived", note)
    return wire


def _print(found: dict[str, list[_Step]], repetitions: int) -> bool:
    print(f"n = {repetitions}, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores; medians")
    heads = ("budget", "ms", "slowest", "until told", "answer", "drawing",
             "server CPU", "page CPU", "kB")  # fmt: skip
    print(f"{'':<38}" + "".join(f"{head:>11}" for head in heads))
    return all([_line(what, steps) for what, steps in sorted(found.items())])


def _line(what: str, steps: Sequence[_Step]) -> bool:
    parts = ("before", "answer", "drawing", "server", "page", "kilobytes")
    middle = median(step.whole for step in steps)
    cells = [_BUDGET, middle, max(step.whole for step in steps),
             *(median(getattr(step, part) for step in steps) for part in parts)]  # fmt: skip
    verdict = "ok" if middle <= _BUDGET else "over"
    print(f"{what:<38}" + "".join(f"{cell:>11.0f}" for cell in cells), verdict)
    return middle <= _BUDGET


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench click", description=__doc__)
    parser.add_argument("--repetitions", type=int, default=5)
    parser.add_argument("--people", type=int, default=60_000)
    parser.add_argument("--folder", type=Path, nargs=1, default=[], help="keep databases here")
    return parser
