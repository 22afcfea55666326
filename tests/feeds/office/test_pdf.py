"""PDF documents: reading order, what is around the text, words that break, and those that cannot be read."""

from __future__ import annotations

import builtins
import re
import runpy
import textwrap
from typing import Any

import pytest

from morgue.errors import FeedError
from morgue.feeds import feed_of_bytes, pick
from morgue.feeds.office import pdf
from morgue.feeds.office.pdf_flow import Flow
from morgue.feeds.office.pdf_page import Line, Page, in_reading_order
from morgue.feeds.office.pdf_page import page_of as whole_page
from morgue.model.article import Article
from tests.conftest import ROOT

pytest.importorskip("pypdfium2", reason="needs morgue[pdf]")
made_of = runpy.run_path(str(ROOT / "corpus" / "make.py"))["pdf_of"]
LEFT = "The harbour was closed on Thursday and the pilots went home early, all but one, who had no home to go to and stayed."
RIGHT = "The clock on the tower was mended by the watchmaker of the town, whom nobody paid before the council met again in May."


def stories(data: bytes) -> list[Article]:
    return list(pdf.read(feed_of_bytes(data, path="a.pdf")))


def lines(x: int, y: int, words: str, *, width: int = 38) -> list[str]:
    return [f"regular 10 {x} {y - 12 * at} {each}" for at, each in enumerate(textwrap.wrap(words, width))]


def page(*parts: list[str] | str) -> str:
    return (
        "\n".join(["page", *(line for part in parts for line in ([part] if isinstance(part, str) else part))])
        + "\n"
    )


def body(text: str) -> str | None:
    (story,) = stories(made_of(text))
    return story.body


def test_columns_that_are_drawn_one_after_the_other() -> None:
    assert (
        body(page("bold 20 72 760 Both columns", lines(72, 700, LEFT), lines(320, 700, RIGHT)))
        == f"{LEFT}\n\n{RIGHT}"
    )


def test_columns_that_are_drawn_line_by_line_across() -> None:
    rows = [line for pair in zip(lines(72, 700, LEFT), lines(320, 700, RIGHT), strict=False) for line in pair]
    both = page(
        "bold 20 72 760 Both columns",
        rows,
        "regular 10 72 600 A line below them both that is as wide as the page itself, or nearly so.",
    )
    assert (
        body(both)
        == f"{LEFT}\n\n{RIGHT}\n\nA line below them both that is as wide as the page itself, or nearly so."
    )


def test_columns_of_a_script_that_runs_from_right_to_left() -> None:
    rows = [
        Line(text, x, y, x + 100, y + 10, 10)
        for y in (50, 30, 10)
        for x, text in ((0, "זה הטור השמאלי"), (200, "זה הטור הימני"))
    ]
    assert [each.text for each in in_reading_order(rows)] == ["זה הטור הימני"] * 3 + ["זה הטור השמאלי"] * 3


def test_the_rows_of_a_table_are_paragraphs_in_order() -> None:
    cells = [("Ship", "Days at anchor", "Cargo"), ("Corncrake", "4", "coal"), ("Alde Feanen", "2", "grain")]
    drawn = [
        f"regular 10 {x} {600 - 14 * row} {text}"
        for row, texts in enumerate(cells)
        for x, text in zip((72, 220, 360), texts, strict=True)
    ]
    assert (
        body(page("bold 20 72 760 At anchor", lines(72, 700, LEFT), drawn, lines(72, 540, RIGHT)))
        == f"{LEFT}\n\nShip Days at anchor Cargo\n\nCorncrake 4 coal\n\nAlde Feanen 2 grain\n\n{RIGHT}"
    )


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_page_whose_text_does_not_run_from_left_to_right_is_turned(turns: int) -> None:
    cos, sin = ((0, 1), (-1, 0), (0, -1))[turns - 1]

    def turned(found: re.Match[bytes]) -> bytes:
        x, y = int(found[1]), int(found[2])
        place = x * cos - y * sin + (842 if turns < 3 else 0), x * sin + y * cos + (842 if turns > 1 else 0)
        return b" Tf %d %d %d %d %d %d Tm" % (cos, sin, -sin, cos, *place)

    upright = made_of(page("bold 20 72 760 Turned", lines(72, 700, LEFT), lines(320, 700, RIGHT)))
    data = re.sub(rb" Tf (\d+) (\d+) Td", turned, upright).replace(b"[0 0 595 842]", b"[0 0 842 842]")
    data = re.sub(
        rb"/Length \d+", b"/Length %d" % (data.index(b"\nendstream") - data.index(b"stream\n") - 7), data
    )
    (story,) = stories(data[: data.index(b"xref\n")] + b"trailer\n<< /Root 1 0 R >>\n%%EOF\n")
    assert (story.headline, story.body) == ("Turned", f"{LEFT}\n\n{RIGHT}")


def test_the_running_head_of_a_single_page_is_set_aside_and_its_date_is_read() -> None:
    head = ["regular 8 72 810 THE ESTUARY", "regular 8 400 810 Thursday 13 February 2003"]
    (story,) = stories(made_of(page(head, "bold 20 72 760 Closed", lines(72, 700, LEFT))))
    assert (story.headline, story.body, story.day) == ("Closed", LEFT, "2003-02-13")
    assert (story.boilerplate or "").split("\n\n") == ["THE ESTUARY", "Thursday 13 February 2003"]


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("The harbour-", "master wants it.", "The harbourmaster wants it."),
        ("The Franco-", "Prussian war.", "The Franco-Prussian war."),
        ("The U-", "20 was sunk.", "The U-20 was sunk."),
        (
            "It is a well-",
            "known thing, and well-known it was.",
            "It is a well-known thing, and well-known it was.",
        ),
        ("He came -", "and went again.", "He came - and went again."),
        ("He came", "and went again.", "He came and went again."),
    ],
)
def test_words_that_break_at_the_end_of_a_line(first: str, second: str, joined: str) -> None:
    assert (
        body(page("bold 20 72 760 A headline", f"regular 10 72 700 {first}", f"regular 10 72 688 {second}"))
        == joined
    )


def test_running_heads_and_page_numbers_are_set_aside_and_a_paragraph_runs_over_the_page() -> None:
    def around(number: int) -> list[str]:
        return [f"regular 8 72 810 THE ESTUARY {2000 + number}", f"regular 8 290 20 - {number} -"]

    first = LEFT[: LEFT.index("all but")]
    text = page(around(7), "bold 20 72 760 Closed", lines(72, 700, first, width=60)) + page(
        around(8), lines(72, 760, LEFT[len(first) :], width=60)
    )
    (story,) = stories(made_of(text))
    assert (story.headline, story.body) == ("Closed", LEFT)
    assert (story.boilerplate or "").split("\n\n") == [
        "THE ESTUARY 2007",
        "- 7 -",
        "THE ESTUARY 2008",
        "- 8 -",
    ]


def test_a_page_that_begins_with_a_headline_begins_a_story() -> None:
    text = page("bold 20 72 760 Harbour", lines(72, 700, LEFT)) + page(
        "bold 20 72 760 Clock", lines(72, 700, RIGHT)
    )
    assert [(each.headline, each.body) for each in stories(made_of(text))] == [
        ("Harbour", LEFT),
        ("Clock", RIGHT),
    ]


def test_paragraphs_are_known_by_indent_by_distance_and_by_a_short_last_line() -> None:
    indented = [
        *lines(72, 700, LEFT),
        f"regular 10 84 {700 - 12 * len(lines(72, 700, LEFT))} Next day it was open.",
    ]
    assert (body(page("bold 20 72 760 One", indented)) or "").endswith("stayed.\n\nNext day it was open.")
    apart = [*lines(72, 700, LEFT), "regular 10 72 600 Next day it was open."]
    assert (body(page("bold 20 72 760 One", apart)) or "").endswith("stayed.\n\nNext day it was open.")


def test_a_scanned_document_is_a_story_a_page() -> None:
    pages = [
        Page(at, [Line(text, 10, 100, 300, 112, 10)], is_scanned=True)
        for at, text in enumerate((LEFT, RIGHT), 1)
    ]
    found = list(pdf._by_page(feed_of_bytes(b"", path="a"), 0, pages, Flow(pages)))
    assert [(each.headline, each.body) for each in found] == [(None, each.lines[0].text) for each in pages]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (made_of("page\n"), "a PDF without text: OCR it first"),
        (made_of("page\nregular 10 72 700 1234 - 5\n"), "a PDF without text: OCR it first"),
        (b"%PDF-1.7 nothing", "damaged and cannot be opened"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, reason: str) -> None:
    with pytest.raises(FeedError, match=reason):
        stories(data)


def test_letters_that_no_font_tells_are_no_text() -> None:
    pages = [Page(1, [Line("\ue001\ue002\ue003 a", 0, 0, 9, 9, 9)])]
    with pytest.raises(FeedError, match="fonts do not tell"):
        pdf._check(pages, lambda _: None)


def test_pages_without_text_among_others_are_named() -> None:
    feed = feed_of_bytes(made_of("page\npage\n" + page("bold 20 72 760 One", lines(72, 700, LEFT))), path="a")
    assert len(list(pdf.read(feed))) == 1
    assert [each.message for each in feed.complaints] == ["2 of 3 pages are without text: OCR them first"]


def test_without_the_library_the_document_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def missing(name: str, *args: Any, **more: Any) -> Any:
        if name == "pypdfium2":
            raise ImportError(name)
        return real(name, *args, **more)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(FeedError, match=r"a PDF document: pip install 'morgue\[pdf\]'"):
        stories(made_of("page\n"))


def test_junk_before_the_mark_does_not_hide_it() -> None:
    assert pick(b"\r\nX-Junk: 1\r\n%PDF-1.4\n", "a").name == "pdf"


def test_short_lines_on_a_page_of_one_column_are_no_paragraph() -> None:
    """Nothing stands beside them, and two lines elsewhere on the page show how wide it is."""
    texts = ["Harbour Times", "4 May 2024", "12", "English", "The ferry sails."] * 3
    data = made_of(
        page(
            *(f"regular 10 40 {700 - 12 * at} {each}" for at, each in enumerate(texts)),
            lines(40, 500, LEFT, width=60),
            lines(40, 440, RIGHT, width=60),
        )
    )
    assert [each.text for each in pdf.paragraphs(data, print)] == [*texts, LEFT, RIGHT]


def test_pages_that_are_damaged_are_said_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    import pypdfium2

    def page_of(document: Any, number: int) -> Page:
        if number:
            raise pypdfium2.PdfiumError("no page")
        return whole_page(document, number)

    monkeypatch.setattr(pdf, "page_of", page_of)
    data = made_of(page(lines(40, 700, LEFT)) + page(lines(40, 700, RIGHT)) * 3)
    said: list[str] = []
    assert [each.text for each in pdf.paragraphs(data, said.append)] == [LEFT]
    assert said == ["page 2 is damaged, as are 2 more", "3 of 4 pages are without text: OCR them first"]
    monkeypatch.setattr(pdf, "page_of", lambda document, number: page_of(document, number + 1))
    with pytest.raises(FeedError, match="none of its pages can be read"):
        list(pdf.paragraphs(data, said.append))
