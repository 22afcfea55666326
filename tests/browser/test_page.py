"""The page in a real browser: search, narrow, zoom, read, go wrong; by mouse, by keys, without scripts."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.browser.navigation import follow, press

pytestmark = pytest.mark.browser

CHECKS = Path(__file__).with_name("checks.js").read_text(encoding="utf-8")
AXE = Path(
    os.environ.get("AXE", Path(__file__).resolve().parents[2] / ".venv/axe/node_modules/axe-core/axe.min.js")
)
UNFOLD = "document.querySelectorAll('details').forEach((each) => { each.open = true; })"
PATHS = (
    "/",
    "/?q=ferry+crews+OR+wheat",
    "/?q=ferry+agency:ap+date:2025-10&sort=newest",
    "/?q=pact&group=1",
    "/?q=zebra+ferry",
    "/?q=ferry+%22crews",
    "/bursts",
    "/bursts?by=day",
    "/bursts?q=pact&by=day&against=archive",
    "/bursts?q=zebra",
    "/help",
)


def query(page: Any) -> str:
    """The query of the page's address."""
    return parse_qs(urlsplit(page.url).query).get("q", [""])[0]


def articles(page: Any) -> list[str]:
    """The addresses of the newest article, of one that has had several texts, and of the first of these."""
    newest = page.locator(".hit a.headline").first.get_attribute("href")
    page.goto("/?q=lighthouse")
    changed = urlsplit(page.locator(".hit a.headline").first.get_attribute("href")).path
    return [newest + "?q=ferry+wheat", changed, f"{changed}@1?q=stroma"]


def found(page: Any) -> str:
    text: str = page.locator(".found strong").inner_text()
    return text


def test_search_and_read(open_page: Callable[..., Any]) -> None:
    page = open_page()
    page.get_by_role("searchbox", name="Search the archive").fill("wheat")
    follow(page.get_by_role("button", name="Search"))
    assert found(page) == "1 article"
    assert page.locator(".hit mark").first.inner_text() == "Wheat"
    follow(page.get_by_role("link", name="Wheat prices climb"))
    assert page.locator("h1").inner_text() == "Wheat prices climb in Paris & Rouen"
    assert page.locator(".copy mark").inner_text() == "wheat"
    assert page.get_by_text("Subscribe to our letter").is_hidden()
    page.get_by_text("Boilerplate: 1 line").click()
    assert page.get_by_text("Subscribe to our letter").is_visible()
    assert page.locator(".provenance").get_by_text("AFP").count() >= 1
    follow(page.get_by_role("link", name="← wheat"))
    assert found(page) == "1 article"


def test_narrow_and_widen(open_page: Callable[..., Any]) -> None:
    page = open_page("/?q=ferry")
    assert found(page) == "30 articles"
    follow(page.locator(".facet").get_by_role("link", name="Reuters"))
    assert (query(page), found(page)) == ("ferry agency:Reuters", "10 articles")
    follow(page.locator(".chips a"))
    assert (query(page), found(page)) == ("ferry", "30 articles")


@pytest.mark.parametrize("script", [True, False])
def test_zoom_by_a_bar_and_by_dates(open_page: Callable[..., Any], script: bool) -> None:
    page = open_page("/?q=ferry", script=script)
    follow(page.locator(".bars a").nth(4))
    assert (query(page), found(page)) == ("ferry date:2025-10-05", "1 article")
    follow(page.get_by_role("link", name="All dates"))
    page.get_by_label("From").fill("2025-10-03")
    page.get_by_label("to", exact=True).fill("2025-10-06")
    follow(page.get_by_role("button", name="Zoom"))
    assert (query(page), found(page)) == ("ferry date:2025-10-03..2025-10-06", "4 articles")


def test_zoom_by_drawing_a_range(open_page: Callable[..., Any]) -> None:
    page = open_page("/?q=ferry")
    steps = page.locator(".bars [data-from]")
    first, last = steps.nth(2).bounding_box(), steps.nth(6).bounding_box()
    dates = [steps.nth(2).get_attribute("data-from"), steps.nth(6).get_attribute("data-to")]
    page.mouse.move(last["x"] + last["width"] / 2, last["y"] + 20)
    page.mouse.down()
    page.mouse.move(first["x"] + first["width"] / 2, first["y"] + 30, steps=5)
    assert float(page.locator(".chosen").get_attribute("width")) == 50
    with page.expect_navigation():
        page.mouse.up()
    assert query(page) == f"ferry date:{dates[0]}..{dates[1]}"


def test_where_nothing_is_found_one_part_leads_on(open_page: Callable[..., Any]) -> None:
    page = open_page("/?q=ferry+zebra")
    assert found(page) == "No articles"
    follow(page.get_by_role("link", name="30 without zebra"))
    assert (query(page), found(page)) == ("ferry", "30 articles")
    page.go_back()
    assert found(page) == "No articles"


def test_a_story_in_another_script_stands_on_its_own_side(open_page: Callable[..., Any]) -> None:
    page = open_page("/?q=language:ar")
    follow(page.locator(".hit a.headline"))
    for part in ("h1", ".dateline", ".copy p"):
        assert page.locator(part).first.evaluate("(each) => getComputedStyle(each).direction") == "rtl", part


@pytest.mark.parametrize("script", [True, False])
def test_the_texts_of_an_article(open_page: Callable[..., Any], script: bool) -> None:
    page = open_page("/?q=lighthouse", script=script)
    follow(page.get_by_role("link", name="Lighthouse of Stroma"))
    assert page.locator("h1").inner_text() == "Lighthouse of Stroma stays lit"
    assert page.locator(".versions li").count() == 3
    follow(page.get_by_role("link", name="Compare 2 with 1"))
    assert page.locator(".pair.edited del").inner_text() == "128"
    follow(page.get_by_role("link", name="All texts of the article"))
    follow(page.locator(".versions li").first.get_by_role("link"))
    assert page.locator("h1").inner_text() == "Lighthouse of Stroma goes dark"
    assert page.locator(".alarm").get_by_text("An earlier text").is_visible()
    follow(page.get_by_role("link", name="Read the text that stands"))
    assert page.locator("h1").inner_text() == "Lighthouse of Stroma stays lit"


@pytest.mark.parametrize("script", [True, False])
def test_bursts(open_page: Callable[..., Any], script: bool) -> None:
    page = open_page("/?q=walrus+OR+pact", script=script)
    follow(page.get_by_label("This search elsewhere").get_by_role("link", name="Bursts"))
    page.get_by_label("by", exact=True).select_option("day")
    page.get_by_label("beside").select_option("archive")
    follow(page.get_by_role("button", name="Show"))
    assert parse_qs(urlsplit(page.url).query)["by"] == ["day"]
    follow(page.get_by_role("link", name="10 September 2025: 3 articles"))
    assert page.url.endswith("#p-2025-09-10")
    section = page.locator("#p-2025-09-10")
    assert section.locator("h2").inner_text() == "10 September 2025"
    follow(section.locator(".burst-list", has_text="Places").get_by_role("link", name="Ostend", exact=True))
    assert query(page) == "(walrus OR pact) date:2025-09-10 location:Ostend"
    assert found(page) == "3 articles"
    page.go_back()
    follow(section.get_by_role("link", name="walrus", exact=True))
    assert found(page) == "3 articles"


@pytest.mark.parametrize("script", [True, False])
def test_hits_are_made_stories(open_page: Callable[..., Any], script: bool) -> None:
    page = open_page("/?q=pact&sort=oldest", script=script)
    number = page.locator(".hit").count()
    assert found(page) == f"{number} articles"
    hits = page.get_by_role("navigation", name="Hits")
    assert hits.locator("[aria-current]").inner_text() == "Articles"
    follow(hits.get_by_role("link", name="Stories"))
    assert (hits.locator("[aria-current]").inner_text(), page.locator(".hit").count()) == ("Stories", 1)
    assert found(page).startswith("1 story in ")
    said = page.locator(".carried").inner_text()
    assert said.startswith("carried by ")
    page.get_by_role("searchbox").fill("pact ministers OR ferry")
    follow(page.get_by_role("button", name="Search"))
    assert "group=1" in page.url
    page.go_back()
    follow(page.locator(".carried a").first)
    assert query(page).startswith("story:")
    assert page.locator(".hit").count() > 1
    assert page.locator(".carried").count() == 0


def test_an_error_stands_beside_its_place(open_page: Callable[..., Any]) -> None:
    page = open_page()
    page.get_by_role("searchbox").fill('ferry "crews')
    press(page, "Enter")
    assert "column 7" in page.get_by_role("alert").inner_text()
    assert page.locator(".here").inner_text() == '"'
    chosen = page.evaluate(
        "(() => { const q = document.activeElement; return [q.id, q.selectionStart, q.selectionEnd] })()"
    )
    assert chosen == ["q", 6, 7]


def test_keys(open_page: Callable[..., Any]) -> None:
    page = open_page("/?q=ferry&sort=oldest")
    focused = "document.activeElement.closest('.hit') ? [...document.querySelectorAll('.hit')].indexOf(document.activeElement.closest('.hit')) : -1"
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert page.evaluate(focused) == 1
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("j/k")
    assert page.locator("#q").input_value() == "j/k"
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    press(page, "Enter")
    assert "/article/" in page.url
    assert "day 1" in page.locator("h1").inner_text()
    assert page.locator(".at").inner_text() == "1 of 30"
    for key, rank in (("j", 2), ("j", 3), ("k", 2)):
        press(page, key)
        assert page.url.endswith(f"at={rank}")
        assert f"day {rank}" in page.locator("h1").inner_text()
    press(page, "u")
    assert query(page) == "ferry"
    page.go_back()
    assert page.locator(".at").inner_text() == "2 of 30"


def test_the_first_key_leads_past_the_masthead_and_focus_is_always_seen(
    open_page: Callable[..., Any],
) -> None:
    page = open_page("/?q=ferry")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator(".skip").first.bounding_box()["x"] >= 0
    outlined = """() => {
      const at = document.activeElement, look = getComputedStyle(at), inside = at.querySelector('.reach');
      return (look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) >= 2)
        || (inside !== null && getComputedStyle(inside).stroke !== 'none') ? '' : at.outerHTML.slice(0, 100);
    }"""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        assert page.evaluate(outlined) == ""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_everybody_can_read_it(open_page: Callable[..., Any], width: int, scheme: str) -> None:
    page = open_page(width=width, scheme=scheme)
    for path in (*PATHS, *articles(page)):
        page.goto(path)
        page.evaluate(UNFOLD)
        assert page.evaluate(CHECKS) == [], path


def test_the_checks_find_what_is_wrong(open_page: Callable[..., Any]) -> None:
    page = open_page()
    page.evaluate(
        """document.querySelector('main').innerHTML = '<h3 id="q">x</h3><input><a href="/"></a><h1>y</h1>';
        document.querySelector('h3').style.color = '#ccc';"""
    )
    said = " ".join(page.evaluate(CHECKS))
    for what in ("contrast", "no label", "no name", "skips a level", "stands twice"):
        assert what in said


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(open_page: Callable[..., Any], scheme: str) -> None:
    if not AXE.is_file():
        pytest.skip(f"needs axe-core at {AXE}; make test-browser puts it there")
    page = open_page(scheme=scheme)
    for path in (*PATHS, *articles(page)):
        page.goto(path)
        page.evaluate(UNFOLD)
        page.evaluate(AXE.read_text(encoding="utf-8"))
        report = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        broken = [
            (each["id"], [node["html"][:150] for node in each["nodes"]]) for each in report["violations"]
        ]
        assert broken == [], path
