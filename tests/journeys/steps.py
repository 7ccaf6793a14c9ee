"""Steps of journeys that must not race the page: they wait until the last run has been drawn."""

from playwright.sync_api import Page, TimeoutError, expect


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
