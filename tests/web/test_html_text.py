"""Type-setting: what is printed is all of the text, marked where it matches, and never alive."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from morgue.model.article import Article
from morgue.web.html_text import (
    address,
    direction,
    language_tag,
    outward,
    paragraphs,
    pieces,
    printable,
    sentence,
    text_direction,
    written_day,
    written_instant,
)


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]]]:
    """A text and disjoint marks in it."""
    text = draw(st.text(alphabet="ab \n<&", min_size=1, max_size=60))
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    return text, list(zip(cuts[::2], cuts[1::2], strict=False))


@given(marked())
def test_runs_hold_the_whole_text_and_exactly_its_marks(case: tuple[str, list[tuple[int, int]]]) -> None:
    text, marks = case
    runs = list(pieces(text, marks))
    assert "".join(run.text for run in runs) == text
    flags = "".join("x" * len(run.text) if run.marked else "." * len(run.text) for run in runs)
    assert flags == "".join(
        "x" if any(start <= at < end for start, end in marks) else "." for at in range(len(text))
    )


@given(marked())
def test_paragraphs_lose_nothing_but_blank_lines(case: tuple[str, list[tuple[int, int]]]) -> None:
    text, marks = case
    set_ = paragraphs(text, marks)
    assert "".join("".join(run.text for run in each) for each in set_).split() == text.split() or "\n" in text
    kept = "".join(run.text for each in set_ for run in each if run.marked)
    wanted = "".join(text[start:end] for start, end in marks)
    assert "".join(kept.split()) == "".join(wanted.split())


def test_paragraphs_are_parted_by_blank_lines_only() -> None:
    found = [["".join(run.text for run in each)] for each in paragraphs("One\ntwo\n \n\tThree")]
    assert found == [["One\ntwo"], ["\tThree"]] or found == [["One\ntwo"], ["Three"]]
    assert paragraphs(None) == paragraphs(" \n ") == []


def test_what_drives_a_terminal_or_turns_text_is_not_printed() -> None:
    assert printable("a\x1b[31m\u202eb\u2066c\x00\ud800\uffff\U000e0041") == "a[31mbc\ufffd"
    assert printable(None) == ""
    assert printable(7) == 7
    assert printable(Markup("<b>")) == "<b>"


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://example.org/a?b=c", "https://example.org/a?b=c"),
        ("HTTP://example.org/", "HTTP://example.org/"),
        ("javascript:alert(1)", None),
        ("java\nscript:alert(1)", None),
        (" javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("//example.org/", None),
        ("https:///x", None),
        ("https://[::1", None),
        ("file:///etc/passwd", None),
        ("", None),
        (None, None),
    ],
)
def test_only_addresses_of_the_web_become_links(url: str | None, link: str | None) -> None:
    assert outward(url) == link


def test_addresses_escape_what_they_hold() -> None:
    assert address("/", q='"a" & b', sort=None) == "/?q=%22a%22+%26+b"
    assert address("/", q="") == "/"
    assert address("/feed", q="\udc80") == "/feed?q=%3F"


def test_only_tags_of_languages_are_said() -> None:
    assert language_tag("en-GB") == "en-GB"
    assert language_tag('en" onload="x') is None
    assert language_tag(None) is None


def test_days_and_instants_in_words() -> None:
    assert written_day("2025-10-23") == "23 October 2025"
    assert written_day("soon") == "soon"
    assert written_instant("2025-10-23T23:30:00+05:30") == "23 October 2025, 23:30 +05:30"
    assert written_instant("2025-10-23T23:30:05Z") == "23 October 2025, 23:30:05 UTC"
    assert written_instant("2025-10-23T23:30:00") == "23 October 2025, 23:30"
    assert written_instant("2025-10-23") == "23 October 2025"


def test_sentences_begin_and_end() -> None:
    assert sentence("did you mean oil?") == "Did you mean oil?"
    assert sentence("write it out") == "Write it out."
    assert sentence(None) == ""


@pytest.mark.parametrize(
    ("language", "headline", "body", "wanted"),
    [
        ("ar", "BBC: وزير الخارجية", None, "rtl"),
        ("he-IL", "שר", None, "rtl"),
        ("fa", None, "3 وزیر", "rtl"),
        ("ur_PK", "وزیر", None, "rtl"),
        ("yi", "מיניסטער", None, "rtl"),
        ("az-Arab", "وزیر", None, "rtl"),
        ("pa-Arab-PK", "وزیر", None, "rtl"),
        ("ar", "Minister resigns", "He resigned.", "auto"),
        ("en", "Minister: وزير", None, "auto"),
        ("az", "Nazir", None, "auto"),
        (None, "وزير", None, "auto"),
        ("ar", None, None, "auto"),
    ],
)
def test_the_direction_of_a_story(
    language: str | None, headline: str | None, body: str | None, wanted: str
) -> None:
    assert direction(Article("abcdefghijklmnop", headline, body, language=language)) == wanted


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("de", "חיפה: Minister besucht den Hafen", "ltr"),
        ("en-GB", "Minister visits חיפה again", "ltr"),
        ("en", "العربية", "auto"),
        ("en", "العربية قال الوزير BBC", "auto"),
        ("en", "Minister visits port", "auto"),
        (None, "חיפה: Minister besucht den Hafen", "auto"),
        ("ur", "This report is auto-generated.", "auto"),
        ("ur", "BBC: وزیر", "rtl"),
        ("ur", "2025-10-23", "rtl"),
        ("ur", "", "rtl"),
    ],
)
def test_the_direction_of_one_text(language: str | None, text: str, wanted: str) -> None:
    from morgue.render.layout import Piece

    article = Article("abcdefghijklmnop", "وزیر", "Minister", language=language)
    assert text_direction(text, article) == wanted
    assert text_direction([Piece(text[:3], True), Piece(text[3:], False)], article) == wanted


def test_a_headline_without_an_end_is_cut() -> None:
    from morgue.render.layout import Piece
    from morgue.web.html_text import brief, first_pieces

    runs = [Piece("one ", False), Piece("two", True), Piece(" three", False)]
    assert first_pieces(runs, 13) == runs
    assert first_pieces(runs, 12) == [*runs[:2], Piece(" thre…", False)]
    assert first_pieces(runs, 5) == [runs[0], Piece("t…", True)]
    assert first_pieces(iter(runs), 4) == [runs[0], Piece("…", True)]
    assert first_pieces([], 4) == []
    assert brief("a\nb" * 100, 10) == "a ba ba b…"
    assert brief(None) == ""
