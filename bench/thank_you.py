"""From the QR code to the thank-you on a cheap phone and a slow line: taps, seconds, bytes.

Chromium with 1.6 Mbit/s, 150 ms and a processor four times slower; the light path and the
Streamlit form side by side, each visit with an empty cache, twelve questions answered.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page, expect, sync_playwright

from bench.measure import Line, print_table
from bench.visitor import serving
from domain.collection import CORE_QUESTIONS
from tests import browser as installed
from tests.server_process import reference_database
from text import translator

t = translator("vi")
_COMMUNE = "15664"  # Xã Triệu Sơn, Thanh Hóa
_LINE = {"offline": False, "latency": 150, "downloadThroughput": 200_000,
         "uploadThroughput": 94_000}  # fmt: skip  # bytes a second: 1.6 and 0.75 Mbit/s
_SLOWER = 4
_PHONE = {"width": 360, "height": 740}
_WHO = ("age_band.70+", "gender.female", "audience.citizen")
_GUARD = 500  # ms: taps sooner after a new question are ignored on purpose
_PATIENCE = 120_000  # ms
_FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking")


@dataclass
class Visit:
    """What one visit took; `first` is when the first choice could be tapped."""

    taps: int = 0
    first: float = 0.0
    seconds: float = 0.0
    received: float = 0.0


def run(*options: str) -> bool:
    """Print the medians of both paths; whether the budget of the first page is kept."""
    wanted = _parser().parse_args(options)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        reference = reference_database(folder)
        with serving(folder / "server", reference) as server, sync_playwright() as playwright:
            path = installed.find()
            browser = playwright.chromium.launch(executable_path=path, args=list(_FLAGS))
            ways = {"light": _light, "Streamlit": _streamlit}
            _measured(browser, server.url, _light)  # what the first visitors pay is not counted
            found = {
                way: [_measured(browser, server.url, go) for _ in range(wanted.visits)]
                for way, go in ways.items()
            }
            browser.close()
    return print_table([line for way, visits in found.items() for line in _lines(way, visits)])


def _lines(way: str, visits: list[Visit]) -> list[Line]:
    budget = 1.5 if way == "light" else None
    return [
        Line(f"{way}: taps", median(one.taps for one in visits), unit=""),
        Line(f"{way}: first choice ready", median(one.first for one in visits), budget, "s"),
        Line(f"{way}: QR to thank-you", median(one.seconds for one in visits), unit="s"),
        Line(f"{way}: received", median(one.received for one in visits) / 1000, unit="kB"),
    ]


def _measured(browser: Browser, url: str, go: Callable[[Page, Visit], None]) -> Visit:
    context = browser.new_context(viewport=_PHONE, has_touch=True)  # type: ignore[arg-type]
    page, visit = context.new_page(), Visit()
    page.set_default_timeout(_PATIENCE)
    expect.set_options(timeout=_PATIENCE)
    phone = context.new_cdp_session(page)
    phone.send("Network.enable")
    phone.send("Network.emulateNetworkConditions", _LINE)
    phone.send("Emulation.setCPUThrottlingRate", {"rate": _SLOWER})
    phone.on("Network.loadingFinished", lambda event: _count(visit, event["encodedDataLength"]))
    phone.on(
        "Network.webSocketFrameReceived",
        lambda event: _count(visit, len(event["response"]["payloadData"]) * 3 / 4),  # base64
    )
    started = time.monotonic()
    path = "nhe" if go is _light else "tu-danh-gia"
    page.goto(f"{url}/{path}?noi={_COMMUNE}", wait_until="commit")
    expect(page.get_by_role("button", name=t("mode.self")).first).to_be_enabled()
    visit.first = time.monotonic() - started
    go(page, visit)
    visit.seconds = time.monotonic() - started
    context.close()
    return visit


def _count(visit: Visit, received: float) -> None:
    visit.received += received


def _tap(page: Page, visit: Visit, role: str, key: str) -> None:
    page.get_by_role(role, name=t(key)).first.click()  # type: ignore[arg-type]
    visit.taps += 1


def _asked(page: Page, number: int) -> None:
    words = t("form.counter", number=number, total=CORE_QUESTIONS)
    expect(page.get_by_text(words).first).to_be_visible()


def _light(page: Page, visit: Visit) -> None:
    for key in ("mode.self", "start.place_yes", *_WHO):
        _tap(page, visit, "button", key)
    page.get_by_text(t("consent.agree")).click()
    visit.taps += 1
    _tap(page, visit, "button", "consent.begin")
    _tap(page, visit, "button", "device.2")
    for number in range(1, CORE_QUESTIONS + 1):
        _asked(page, number)
        _tap(page, visit, "button", "answer.2")
    _tap(page, visit, "link", "form.skip_extra")
    _tap(page, visit, "button", "review.send")
    page.wait_for_url("**/ket-qua*")


def _streamlit(page: Page, visit: Visit) -> None:
    for key in ("mode.self", "start.place_yes"):
        _tap(page, visit, "button", key)
    for key in _WHO:
        _tap(page, visit, "radio", key)
    page.get_by_text(t("consent.agree")).click()
    visit.taps += 1
    _tap(page, visit, "button", "consent.begin")
    page.wait_for_timeout(_GUARD)
    _tap(page, visit, "radio", "device.2")
    for number in range(1, CORE_QUESTIONS + 1):
        _asked(page, number)
        page.wait_for_timeout(_GUARD)
        _tap(page, visit, "radio", "answer.2")
    _tap(page, visit, "button", "form.skip_extra")
    _tap(page, visit, "button", "review.send")
    expect(page.get_by_text(t("result.sent"))).to_be_visible()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench thank_you", description=__doc__)
    parser.add_argument("--visits", type=int, default=5, help="of each path")
    return parser
