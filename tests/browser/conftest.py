"""A server over an invented archive, and pages of a real browser that fail on any complaint of its console."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import morgue
from morgue.model.article import Place
from tests.conftest import story, write_jsonl
from tests.ingest.runs.test_keeping import channel, put
from tests.linked import link
from tests.stories.life import STORY
from tests.web.conftest import NOW, stories

playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright")

EGYPTIAN = story(
    200,
    headline="قاعة جديدة في المتحف",
    body="افتتح المتحف قاعة جديدة.",
    dateline="القاهرة في 12 نوفمبر /أ ش أ/",
    language="ar",
    agency="MENA",
)
LIGHTHOUSE = (
    ("Lighthouse of Stroma goes dark", "The lighthouse of Stroma goes dark on Friday after 128 years, its keeper said."),
    ("Lighthouse of Stroma goes dark", "The lighthouse of Stroma goes dark on Friday after 129 years, its keeper said."),
    ("Lighthouse of Stroma stays lit", "The lighthouse of Stroma stays lit, its keeper said. The oil came by rowing boat."),
)  # fmt: skip
"""The texts of one article, one after the other."""

WALRUS = [
    story(
        300 + number,
        headline=f"Walrus {what}",
        body=f"A walrus {what} at Ostend, {who} said.",
        locations=(Place("Ostend", "BE"),),
        published=f"2025-09-10T{number + 8:02}:00:00Z",
        day="2025-09-10",
    )
    for number, (what, who) in enumerate(
        (("sleeps on a slipway", "the harbour master"), ("eats forty mussels", "a cook"), ("leaves by night", "her keeper"))
    )
]  # fmt: skip
"""What one day is about."""

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip

PATIENCE = 600_000
"""Milliseconds to wait for what a page should come to: how fast a machine is decides nothing."""


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server."""
    directory = tmp_path_factory.mktemp("browser")
    feed = write_jsonl(directory / "feeds" / "ferry.jsonl", [*stories(), EGYPTIAN])
    with morgue.create(directory / "archive") as archive:
        archive.index([feed.parent])
        assert archive.count("*") == len(stories()) + 1
        archive.index([write_jsonl(directory / "story" / "pact.jsonl", STORY).parent])
        link(archive, [[each.id for each in STORY]])
        archive.index([write_jsonl(directory / "walrus" / "walrus.jsonl", WALRUS).parent])
        for at, text in enumerate(LIGHTHOUSE):
            archive.index([put(directory / "light" / "a.xml", channel(text, f"09:{at}0"), at).parent])
    process = subprocess.Popen(
        [sys.executable, "-m", "morgue", "--archive", str(directory / "archive"), "--now", NOW, "serve", "--port", "0"],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )  # fmt: skip
    with process:
        assert process.stdout is not None
        yield process.stdout.readline().strip().rstrip("/")
        process.terminate()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The browser, without a picture."""
    if not Path(CHROMIUM).exists():
        pytest.skip(f"needs {CHROMIUM}; $CHROMIUM names another")
    with playwright.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Any, home: str) -> Iterator[Callable[..., Any]]:
    """A function that opens a page; at the end nothing may stand in the console but the statuses expected.

    Any request to another host fails the test.
    """
    contexts: list[Any] = []
    complaints: list[str] = []

    def strange(request: Any) -> None:
        if not request.url.startswith(home + "/"):
            complaints.append(f"asked for {request.url}")

    def told(message: Any) -> None:
        if message.type in ("error", "warning") and "status of 400" not in message.text:
            complaints.append(message.text)

    def make(path: str = "/", *, width: int = 1280, scheme: str = "light", script: bool = True) -> Any:
        context = chromium.new_context(
            base_url=home,
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            java_script_enabled=script,
            reduced_motion="reduce",
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.on("console", told)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", strange)
        page.goto(path)
        return page

    yield make
    for context in contexts:
        context.close()
    assert complaints == []
