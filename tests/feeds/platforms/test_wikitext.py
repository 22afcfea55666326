"""The markup of wikis made copy."""

from __future__ import annotations

import pytest

from morgue.feeds.platforms.wikitext import Page, Reader
from tests.growth import grows_too_fast, run_of


def page(markup: str) -> Page:
    return Reader(frozenset(("datei",)), frozenset(("kategorie",))).page(markup)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("'''Bold''' and ''italic'' and '''''both'''''.", "Bold and italic and both."),
        ("A [[ferry]] of [[Quay Lines|the line]].", "A ferry of the line."),
        ("One.\n\nTwo\nlines.", "One.\n\nTwo lines."),
        ("== Head ==\nText.\n=== Below ===\nMore.", "Head\n\nText.\n\nBelow\n\nMore."),
        ("* one\n* two\n** three\nText.", "one\ntwo\nthree\n\nText."),
        ("A<ref>note</ref> b<ref name='x' />.<!-- c -->", "A b."),
        ("{{Infobox|a=[[b]]|c={{d|e}}}}Text.", "Text."),
        ("{{w|Piraeus}} and {{w|Port of Piraeus|the port}}.", "Piraeus and the port."),
        ("{{convert|5|km|mi}} {{nowrap|in all}}", "5 km in all"),
        ("See [https://a.example the page] and [https://a.example].", "See the page and ."),
        ("<nowiki>[[not a link]] {{nor this}}</nowiki>", "[[not a link]] {{nor this}}"),
        ("__NOTOC__Text &amp; more &nbsp;here.", "Text & more here."),
        ("[[fr:Traversier]][[Category:Ships]]Text.", "Text."),
        ("Said ({{IPA|x}}) so.", "Said so."),
        ("a<br/>b", "a b"),
        ("{|\n! A !! B\n|-\n| style='x' | 1 || 2\n|}\nText.", "A | B\n1 | 2\n\nText."),
        ("{{unclosed|[[link]] text", ""),
        ("[[unclosed link", "unclosed link"),
        ("}} ]] text", " text".strip()),
    ],
)  # fmt: skip
def test_no_markup_is_left_in_the_text(markup: str, text: str) -> None:
    assert page(markup).text == text


def test_what_is_beside_a_story_is_kept_apart() -> None:
    found = page(
        "[[Datei:a.jpg|mini|Die Fähre]]Text.\n== Quellen ==\n* {{Quelle|title=Ferry lost|pub=Quay Post}}\n=== Weiter ===\nmore\n== Folgen ==\nEnd."
        "[[Kategorie:Schiffe]]"
    )
    assert found.text == "Text.\n\nFolgen\n\nEnd."
    assert found.aside == ["Die Fähre", "Quellen\nFerry lost, Quay Post\nWeiter\nmore"]
    assert found.categories == ["Schiffe"]


def test_templates_are_noted_with_their_values() -> None:
    date, byline = page("{{date|March 5, 2010}}{{byline|date=March 6, 2010|location=[[Oslo]]}}").templates
    assert (date.name, date.said("1")) == ("date", "March 5, 2010")
    assert (byline.said("date"), byline.said("location"), byline.said("3")) == ("March 6, 2010", "Oslo", None)


@pytest.mark.parametrize(
    "unit", ["{{", "[[", "}}", "]]", "{|", "|", "'", "=", "= ", "<ref>", "<ref \"", "{{a|", "[[a|", "<!--", "<nowiki>", "[http://a", "| a\n", "* a\n", "("]
)  # fmt: skip
def test_work_grows_with_the_text(unit: str) -> None:
    """Whatever is never closed, and however often."""
    assert not grows_too_fast(page, run_of(unit))
