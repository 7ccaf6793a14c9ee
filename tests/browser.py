"""The browser of the journeys: found, or installed by `make test`; never silently absent."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ADVICE = (
    "Journeys need a browser. "
    "As root: apt-get install chromium. Otherwise: playwright install chromium"
)
_NAMES = ("chromium", "chromium-browser", "google-chrome")


def find() -> str | None:
    """The path of an installed browser: the system's first, then Playwright's own."""
    for name in _NAMES:
        if path := shutil.which(name):
            return path
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def install() -> None:
    """Try Debian's package when root, else Playwright's download."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        subprocess.run(["apt-get", "install", "-y", "-qq", "chromium"], check=False)
    if find() is None:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


if __name__ == "__main__":
    if find() is None:
        install()
    print(find() or ADVICE)
