"""What an accessibility checker (axe, WCAG 2 A and AA) finds on a page."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# At most two seconds: what is never drawn never finishes.
_STILL = """() => Promise.race([
  new Promise(done => setTimeout(done, 2000)),
  Promise.all(document.getAnimations()
    .filter(one => one.playState === "running")
    .filter(one => one.effect.getComputedTiming().endTime !== Infinity)
    .map(one => one.finished.catch(() => null))),
])"""


def axe_violations(page: Page) -> list[tuple[str, list[str]]]:
    """(rule, first elements) of every serious or critical fault."""
    page.evaluate(_STILL)  # half-way through a fade every colour is pale
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        (fault["id"], [node["html"][:150] for node in fault["nodes"]][:3])
        for fault in found
        if fault["impact"] in ("serious", "critical")
    ]
