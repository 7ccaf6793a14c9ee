"""Steps of journeys that must not race the page: they wait until the last run has been drawn."""

import re

from playwright.sync_api import Page, TimeoutError, expect

from text import translator

t = translator("vi")


def at_rest(page: Page) -> None:
    """Wait until no run of the script is under way."""
    expect(page.locator("[data-testid=stApp][data-test-script-state=notRunning]")).to_be_visible()


def choose(page: Page, label: str, option: str) -> None:
    """Pick one option of a drop-down, opened again when a run that ended has closed it."""
    wanted = page.get_by_role("option", name=option, exact=True)
    for _ in range(5):
        at_rest(page)
        page.get_by_label(label).press("ArrowDown")
        try:
            wanted.click(timeout=4_000)
        except TimeoutError:
            continue
        return
    raise AssertionError(f"{label!r} does not offer {option!r}")


def open_select(page: Page, label: str) -> None:
    """Open a drop-down that stays open; one that scrolls into sight closes itself again."""
    box = page.get_by_role("combobox", name=label, exact=True)
    at_rest(page)
    box.scroll_into_view_if_needed()
    for _ in range(5):
        box.press("ArrowDown")
        try:
            expect(page.get_by_role("option").first).to_be_visible(timeout=1_000)
        except AssertionError:
            continue
        return
    raise AssertionError(f"{label!r} does not open")


def people_on(page: Page, path: str) -> int:
    """n as the public reads it on a page."""
    page.goto(path)
    metric = page.locator("[data-testid=stMetric]").filter(has_text=t("show.people"))
    expect(metric).to_be_visible()
    return int(re.sub(r"\D", "", metric.locator("[data-testid=stMetricValue]").inner_text()))
