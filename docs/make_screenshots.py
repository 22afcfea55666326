"""Take the pictures of docs/screenshots: the page over the sample corpus, in a real browser.

`python docs/make_screenshots.py [DIRECTORY]`. Needs playwright (PyPI) and Chromium; $CHROMIUM names it where it
is not /usr/bin/chromium.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

import morgue

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "screenshots"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NOW = "2025-11-30T12:00:00+00:00"


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture: its name, the address, the width of the window, the scheme, whether the whole page is on it."""

    name: str
    path: str
    width: int = 1280
    scheme: str = "light"
    whole: bool = False
    story: bool = False


SANCTIONS = "/?q=sanctions+(tankers+OR+brussels)"
SHOTS = (
    Shot("front", "/"),
    Shot("front-dark", "/", scheme="dark"),
    Shot("search", SANCTIONS),
    Shot("search-dark", SANCTIONS, scheme="dark"),
    Shot("search-phone", SANCTIONS, width=390),
    Shot("zoom", "/?q=(ferry+OR+port)+date%3A2025-10-20..2025-11-10&sort=newest"),
    Shot("narrow-phone", SANCTIONS + "+agency%3Aani#narrow", width=390),
    Shot("nothing", "/?q=tankers+brussels+agency%3Adpa"),
    Shot("story", "/?q=sanctions+brussels", story=True),
    Shot("story-dark", "/?q=sanctions+brussels", scheme="dark", story=True),
    Shot("story-phone", "/?q=sanctions+brussels", width=390, scheme="dark", story=True),
    Shot("error", "/?q=sanctions+%22air+defence+date%3A2025-10"),
)


@contextlib.contextmanager
def serving(archive: Path) -> Iterator[str]:
    """The address of a server that runs as long as the block."""
    command = [
        sys.executable,
        "-m",
        "morgue",
        "--archive",
        str(archive),
        "--now",
        NOW,
        "serve",
        "--port",
        "0",
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        if server.stdout is None:
            raise RuntimeError("no standard output")
        try:
            yield server.stdout.readline().strip()
        finally:
            server.terminate()


def take(browser: Browser, url: str, shot: Shot, directory: Path) -> None:
    """Take one picture."""
    page: Page = browser.new_page(
        viewport={"width": shot.width, "height": 844 if shot.width < 600 else 900},
        color_scheme="dark" if shot.scheme == "dark" else "light",
    )
    page.goto(url.rstrip("/") + shot.path)
    if shot.story:
        with page.expect_navigation():
            page.locator(".hit a.headline").first.click()
    page.screenshot(path=directory / f"{shot.name}.png", full_page=shot.whole)
    page.close()


def main() -> int:
    """Index the corpus, serve it, take every picture."""
    directory = Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURES
    directory.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        archive = Path(scratch) / "index"
        with morgue.create(archive) as made:
            made.index([ROOT / "corpus"])
        with serving(archive) as url, sync_playwright() as play:
            browser = play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
            for shot in SHOTS:
                take(browser, url, shot, directory)
            browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
