"""Journeys: the real product in its own process, and a real browser in front of it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from seed.demo import simulate
from tests import browser as installed
from tests.server_process import SECRET, Server, running
from tests.templates import template

expect.set_options(timeout=15_000)  # a busy machine is no fault of the product
_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def reference(reference_file) -> Path:
    """A migrated database with all reference data; every server gets a copy."""
    return reference_file


@pytest.fixture(scope="session")
def country_server(reference, tmp_path_factory) -> Iterator[Server]:
    """The product over the reference data and 3,000 simulated people; figures are never cached."""
    folder = tmp_path_factory.mktemp("country")
    populated = template(tmp_path_factory, "journeys", populate, start=reference)
    with running(folder, populated, FRESHNESS_SECONDS="0", CONTACT_KEY=SECRET) as server:
        yield server


def populate(engine):
    simulate(engine, people=3000, random_state=7)


@pytest.fixture(scope="module")
def server(reference, tmp_path_factory) -> Iterator[Server]:
    """The product on a free port, fresh for each module: `.url`, `.engine`, `.open_session`."""
    with running(tmp_path_factory.mktemp("server"), reference) as server:
        yield server


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; a missing one is a failure that says what to do, never a skip."""
    path = installed.find()
    if path is None:
        pytest.fail(installed.ADVICE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def new_context(browser, server) -> Iterator[Callable[..., BrowserContext]]:
    """Makes browsers that share nothing: `new_context(cookie=…, viewport=…)`; closed at the end."""
    made: list[BrowserContext] = []

    def make(*, cookie: str | None = None, **options: object) -> BrowserContext:
        context = browser.new_context(base_url=server.url, locale="vi-VN", **options)
        context.set_default_timeout(15_000)
        if cookie is not None:
            context.add_cookies([{**_COOKIE, "value": cookie, "url": server.url}])
        made.append(context)
        return context

    yield make
    for context in made:
        context.close()


@pytest.fixture
def page(new_context) -> Page:
    """A page of an anonymous visitor; `page.goto("/tu-danh-gia")` is relative to the server."""
    return new_context().new_page()


_COOKIE = {"name": "binhdanso_phien", "httpOnly": True, "secure": False, "sameSite": "Lax"}
