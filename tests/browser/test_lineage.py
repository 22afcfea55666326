"""The life of a story in a real browser: the picture leads to articles, each is compared with another, all can read it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.navigation import follow
from tests.browser.test_page import AXE, CHECKS
from tests.stories.life import CORRECTION, CUT, FIRST, STORY, UPDATE

pytestmark = pytest.mark.browser

PATHS = (f"/story/{FIRST.id}", f"/diff?a={UPDATE.id}&b={CORRECTION.id}", f"/diff?a={CUT.id}&b={FIRST.id}")


@pytest.mark.parametrize("script", [True, False])
def test_the_life_of_a_story(open_page: Callable[..., Any], script: bool) -> None:
    page = open_page(f"/story/{CUT.id}", script=script)
    assert page.locator("h1").inner_text() == FIRST.headline
    assert page.locator(".life-line .dot").count() == len(STORY)
    assert page.locator(".members > li").count() == len(STORY)
    assert page.get_by_text("4 articles still have the uncorrected text").is_visible()
    xs = [page.locator(".life-line .dot").nth(at).bounding_box()["x"] for at in range(len(STORY))]
    assert xs == sorted(xs)
    follow(page.get_by_role("link", name="Compare 6 with 5"))
    assert page.locator("h1").inner_text().lower() == "what changed"
    assert page.locator(".changes").inner_text() == "28 → 29"
    assert page.locator(".pair.edited del").inner_text() == "28"
    assert page.locator(".pair.edited ins").inner_text() == "29"
    follow(page.get_by_role("link", name="The life of the story"))
    follow(page.get_by_role("link", name=re.compile("The Sund Star: cut")))
    assert f"/article/{CUT.id}" in page.url


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 400])
def test_everybody_can_read_it(open_page: Callable[..., Any], width: int, scheme: str) -> None:
    page = open_page(width=width, scheme=scheme)
    for path in PATHS:
        page.goto(path)
        assert page.evaluate(CHECKS) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(open_page: Callable[..., Any], scheme: str) -> None:
    if not AXE.is_file():
        pytest.skip(f"needs axe-core at {AXE}; make test-browser puts it there")
    page = open_page(scheme=scheme)
    for path in PATHS:
        page.goto(path)
        page.evaluate(AXE.read_text(encoding="utf-8"))
        report = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        assert [(each["id"], each["nodes"][0]["html"]) for each in report["violations"]] == []
