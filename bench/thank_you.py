"""From the QR code to the thank-you on a cheap phone and a slow line: taps, seconds, bytes.

Chromium with 1.6 Mbit/s, 150 ms and a processor four times slower; the light path and the
Streamlit form side by side, each visit with an empty cache, twelve questions answered; and once
more with every question heard to its end, from a recording, before it is answered.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page, expect, sync_playwright

from bench import voices
from domain.collection import CORE_QUESTIONS
from tests import browser as installed
from tests.server_process import reference_database, running
from text import translator

t = translator("vi")
_COMMUNE = "15664"  # Xã Triệu Sơn, Thanh Hóa
_LINE = {"offline": False, "latency": 150, "downloadThroughput": 200_000,
         "uploadThroughput": 94_000}  # fmt: skip  # bytes a second: 1.6 and 0.75 Mbit/s
_SLOWER = 4
_PHONE = {"width": 360, "height": 740}
_WHO = ("age_band.70+", "gender.female", "audience.citizen")
_GUARD = 500  # ms: taps sooner after a new question are ignored on purpose
_LOOK_AGAIN, _A_WHILE = 50, 15_000  # ms
_PATIENCE = 120_000  # ms
_FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
          "--autoplay-policy=no-user-gesture-required")  # fmt: skip
_FIRST_CHOICE = 1.5  # s, the budget of the light path
_HEARD = """(() => {
  window.heard = 0;
  const play = HTMLMediaElement.prototype.play;
  HTMLMediaElement.prototype.play = function () {
    this.addEventListener("ended", () => { window.heard += 1; }, { once: true });
    return play.call(this);
  };
})()"""
_Way = Callable[[Page, "Visit"], None]


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
        folder, path = Path(name), installed.find()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=list(_FLAGS))
            found = _found(browser, folder, wanted.visits)
            browser.close()
    return _print(found)


def _found(browser: Browser, folder: Path, visits: int) -> dict[str, list[Visit]]:
    """Every visit of each way, one after the other."""
    ways: dict[str, tuple[str, _Way]] = {
        "light": ("nhe", _light),
        "Streamlit": ("tu-danh-gia", _streamlit),
        "light, heard": ("nhe", partial(_light, aloud=True)),
        "Streamlit, heard": ("tu-danh-gia", partial(_streamlit, aloud=True)),
    }
    reference, clips, home = reference_database(folder), folder / "clips", folder / "server"
    voices.record_everything(reference, clips, voices.tone(browser))
    home.mkdir()
    with running(home, reference, FRESHNESS_SECONDS="1", CLIPS_DIR=str(clips)) as server:
        for path, go in list(ways.values())[:2]:  # what the first visitors pay is not counted
            _measured(browser, f"{server.url}/{path}", go)
        return {
            way: [_measured(browser, f"{server.url}/{path}", go) for _ in range(visits)]
            for way, (path, go) in ways.items()
        }


def _print(found: dict[str, list[Visit]]) -> bool:
    """Medians, the ways side by side; whether the budget of the first choice is kept."""
    rows: dict[str, Callable[[Visit], float]] = {
        "taps": lambda one: one.taps,
        "first choice ready, s": lambda one: one.first,
        "QR to thank-you, s": lambda one: one.seconds,
        "received, kB": lambda one: one.received / 1000,
    }
    print(f"{'median of ' + str(len(found['light'])) + ' visits':<24}", end="")
    print("".join(f"{way:>18}" for way in found))
    for what, value in rows.items():
        cells = (median(value(one) for one in visits) for visits in found.values())
        print(f"{what:<24}" + "".join(f"{cell:>18.1f}" for cell in cells))
    first = median(one.first for one in found["light"])
    print(f"first choice on the light path: {first:.2f} s, budget {_FIRST_CHOICE}")
    return first <= _FIRST_CHOICE


def _measured(browser: Browser, address: str, go: _Way) -> Visit:
    context = browser.new_context(viewport=_PHONE, has_touch=True)  # type: ignore[arg-type]
    context.add_init_script(_HEARD)
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
    page.goto(f"{address}?noi={_COMMUNE}", wait_until="commit")
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


def _hear(page: Page, visit: Visit) -> None:
    """Listen to the question; the answers begin when it has ended."""
    before = page.evaluate("window.heard")
    page.get_by_role("button", name=t("light.listen")).click()
    visit.taps += 1
    while page.evaluate("window.heard") <= before:  # the pages allow no script made of a string
        page.wait_for_timeout(_LOOK_AGAIN)


def _is_over(page: Page, number: int) -> bool:
    """Whether another question has come within a while."""
    words = t("form.counter", number=number, total=CORE_QUESTIONS)
    try:
        expect(page.get_by_text(words).first).to_be_hidden(timeout=_A_WHILE)
    except AssertionError:
        return False
    return True


def _light(page: Page, visit: Visit, *, aloud: bool = False) -> None:
    for key in ("mode.self", "start.place_yes", *_WHO):
        _tap(page, visit, "button", key)
    page.get_by_text(t("consent.agree")).click()
    visit.taps += 1
    _tap(page, visit, "button", "consent.begin")
    _tap(page, visit, "button", "device.2")
    for number in range(1, CORE_QUESTIONS + 1):
        _asked(page, number)
        if aloud:
            _hear(page, visit)
        _tap(page, visit, "button", "answer.2")
    _tap(page, visit, "link", "form.skip_extra")
    _tap(page, visit, "button", "review.send")
    page.wait_for_url("**/ket-qua*")


def _streamlit(page: Page, visit: Visit, *, aloud: bool = False) -> None:
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
        if aloud:
            _hear(page, visit)
        _tap(page, visit, "radio", "answer.2")
        while not _is_over(page, number):  # drawn late, and so ignored on purpose
            _tap(page, visit, "radio", "answer.2")
    _tap(page, visit, "button", "form.skip_extra")
    _tap(page, visit, "button", "review.send")
    expect(page.get_by_text(t("result.sent"))).to_be_visible()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench thank_you", description=__doc__)
    parser.add_argument("--visits", type=int, default=5, help="of each path")
    return parser
