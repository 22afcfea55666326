"""Plain text: pages, wire copy, one story a line, and what is no text."""

from __future__ import annotations

import gzip
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from morgue.article import Article, Place
from morgue.errors import FeedError, NoArticle
from morgue.feeds import feed_of_bytes, pick, text

SENTENCE = "The ferries sail again on Monday, the harbour master of the old town said after a week of storms that had closed it. "
PARAGRAPH = SENTENCE * 3


def stories(data: bytes | str) -> list[Article]:
    """The stories of a text file."""
    data = data.encode() if isinstance(data, str) else data
    return list(text.read(feed_of_bytes(data, path="story.txt", format="text")))


def story(data: bytes | str) -> Article:
    """The only story of a text file."""
    (found,) = stories(data)
    return found


def test_a_saved_page() -> None:
    """Day line, breadcrumb, headline, agency, update, dateline, story, sign-off, disclaimer."""
    got = story(
        " date 2025-10-23 DT\nHome / World / Ferries sail again\n\nFerries sail again\n\nANI\n"
        "Updated At : 11:30 PM Oct 23, 2025 IST\n"
        f"Ostend [Belgium], October 23 (ANI): {PARAGRAPH}\n\nThe harbour is open. (ANI)\n\n"
        "(This content is sourced from a syndicated feed. The Evening Post assumes no responsibility for it.)\n"
    )
    assert got.headline == "Ferries sail again"
    assert got.body == f"{PARAGRAPH.strip()}\n\nThe harbour is open."
    assert (got.published, got.updated, got.day) == ("2025-10-23", "2025-10-23T23:30:00+05:30", "2025-10-23")
    assert (got.agency, got.publisher, got.section) == ("ANI", "The Evening Post", ("World",))
    assert got.locations == (Place("Ostend", "BE"),)
    assert got.evidence["published"] == "date-line"


def test_wire_copy_with_a_headline() -> None:
    """A headline line, then a dateline."""
    got = story("Ferries sail again\n\nOSTEND, May 3 (Reuters) - The ferries sail.\n")
    assert (got.headline, got.dateline, got.body) == (
        "Ferries sail again",
        "OSTEND, May 3 (Reuters) -",
        "The ferries sail.",
    )


def test_wire_copy_without_a_headline() -> None:
    """A dateline is no headline, nor is a sentence as long as a paragraph."""
    assert story("OSTEND, May 3 (Reuters) - The ferries sail.\n\nThey do.").headline is None
    assert story(PARAGRAPH + "\n\n" + PARAGRAPH).headline is None


def test_headline_and_body() -> None:
    """The headline that ends with no full stop, and one with a colon that a dateline could have."""
    got = story("Ferries sail again\n\n" + PARAGRAPH + "\n\nThe end came soon.\n")
    assert (got.headline, got.body) == ("Ferries sail again", PARAGRAPH.strip() + "\n\nThe end came soon.")
    assert story("Ostend: ferries sail again\n\n" + PARAGRAPH).headline == "Ostend: ferries sail again"


def test_address_first_with_windows_line_ends() -> None:
    """The URL gives the address and the day; zero-width characters are gone."""
    got = story(
        f"https://post.example/2022/07/21/ferries\r\n\r\nOSTEND \u2013 \u200b{PARAGRAPH}\r\n\r\nThey \u201cdo\u201d.\r\n"
    )
    assert (got.url, got.published, got.headline) == (
        "https://post.example/2022/07/21/ferries",
        "2022-07-21",
        None,
    )
    assert (got.dateline, got.body) == ("OSTEND \u2013", f"{PARAGRAPH.strip()}\n\nThey \u201cdo\u201d.")
    assert got.evidence["published"] == "url"


def test_lines_and_indents_part_paragraphs() -> None:
    """Long lines are paragraphs; wrapped lines are one, until the next indent."""
    assert (
        story("Ferries sail\n" + PARAGRAPH + "\n" + PARAGRAPH).body
        == f"{PARAGRAPH.strip()}\n\n{PARAGRAPH.strip()}"
    )
    wrapped = "Ferries sail\n\n   The ferries sail\nagain on Monday.\n   The storm\nis over.\n"
    assert story(wrapped).body == "The ferries sail\nagain on Monday.\n\nThe storm\nis over."


def test_one_story_a_line() -> None:
    """Each line with its own place in the file."""
    lines = [f"Day {number}. " + SENTENCE * 6 for number in range(12)]
    data = ("\n".join(lines) + "\n").encode()
    found = stories(data)
    assert [each.body for each in found] == [line.strip() for line in lines]
    assert [data[each.source.offset :][: each.source.length].decode().strip() for each in found] == [
        line.strip() for line in lines
    ]
    assert len({each.id for each in found}) == 12


@pytest.mark.parametrize(
    "lines",
    [
        ["A headline", *[SENTENCE * 6] * 12],
        [SENTENCE * 6] * 9,
        [SENTENCE * 6, ""] * 12,
        [SENTENCE] * 30,
    ],
)
def test_not_one_story_a_line(lines: list[str]) -> None:
    """A headline, few lines, blank lines, or short ones make it a single story."""
    assert len(stories("\n".join(lines))) == 1


def test_a_headline_alone() -> None:
    """A story of a few words is one."""
    got = story("Ferries sail again")
    assert (got.headline, got.body) == ("Ferries sail again", None)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "the file is empty"),
        (b" \r\n\x1a", "the file is empty"),
        (b"%PDF-1.7 ferries", "a PDF document: PDF is not supported"),
        (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
        (
            b"ferries\x00\x00\x00\x01\x02 sail again on monday and so on",
            "not text: binary data (3 zero bytes)",
        ),
        (bytes(range(1, 9)) * 20, "not text: binary data (control bytes)"),
        (b"12345 67890\n\n--- 42", "the text has no words"),
    ],
)
def test_what_is_no_text(data: bytes, reason: str) -> None:
    """Rejected with the true reason."""
    with pytest.raises(FeedError) as error:
        stories(data)
    assert error.value.message == reason


@pytest.mark.parametrize(
    "codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_encodings(codec: str) -> None:
    """A text in any of the usual encodings is text, and read."""
    data = f"Fähren fahren wieder\n\n{PARAGRAPH}\n\nÜber Nacht.\n".encode(codec)
    assert text.sniff(data, "story.txt") == 30
    assert story(data).headline == "Fähren fahren wieder"


def test_sniff() -> None:
    """Text is the last resort: any text, no binary, and an empty file by courtesy."""
    assert text.sniff(b"", "x.txt") == 1
    assert text.sniff(b"\x7fELF\x02", "x.txt") == 0
    assert text.sniff(b"Ferries", "picture.jpg") == 30
    assert pick(b"Ferries sail again\n\nThey do.", "story.dat").name == "text"


@given(st.binary(max_size=500))
def test_any_bytes(data: bytes) -> None:
    """Stories or a FeedError."""
    with suppress(FeedError):
        for each in stories(data):
            assert each.headline or each.body or each.boilerplate or each.url or each.published


@pytest.mark.shared
def test_the_seed_story(shared: Path) -> None:
    """The syndicated page that the whole began with."""
    (path,) = (shared / "corpora/seed").glob("*.txt")
    got = story(path.read_bytes())
    assert (
        got.headline
        == 'Zelensky, Macron meet in Brussels to coordinate on Ukraine strategy ahead of "Coalition" meeting'
    )
    assert (got.agency, got.publisher, got.section) == ("ANI", "The Tribune", ("World",))
    assert got.locations == (Place("Brussels", "BE"),)
    assert (got.published, got.updated, got.day) == ("2025-10-23", "2025-10-23T23:30:00+05:30", "2025-10-23")
    assert got.body is not None
    assert got.body.startswith("Ukrainian President")
    assert got.body.endswith("security cooperation within the bloc.")


def test_a_list_of_words_is_no_story() -> None:
    words = "\n".join(f"category-{number}" for number in range(40))
    with pytest.raises(NoArticle, match="a list of 40 words, not a story"):
        list(text.read(feed_of_bytes(words.encode(), path="topics.txt", format="text")))


ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nServer: x\r\n\r\n"
FIRE = b"Fire at mill\n\nA fire burned the mill down on Monday, the owner said.\n"


@pytest.mark.parametrize(
    "data",
    [
        ANSWER + FIRE.replace(b"\n", b"\r\n"),
        b"HTTP/2 200\r\ncontent-type: text/plain\r\n\r\n" + FIRE,
        ANSWER.replace(b"\r\n", b"\n").replace(b"/1.1", b"/1.0") + FIRE,
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(FIRE),
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%b\r\n0\r\n\r\n" % (len(FIRE), FIRE),
        ANSWER
        + b'[{"title":"Fire at mill","body":"A fire burned the mill down on Monday, the owner said."}]',
        ANSWER + b'title,text\nFire at mill,"A fire burned the mill down on Monday, the owner said."\n',
    ],
)
def test_the_header_of_an_answer_is_taken_away(data: bytes) -> None:
    (story,) = pick(data, "a").read(feed_of_bytes(data, path="a"))
    assert story.headline == "Fire at mill"
    assert story.body == "A fire burned the mill down on Monday, the owner said."


@pytest.mark.parametrize(
    "data",
    [
        FIRE.replace(b"mill down", b"mi\0ll down"),
        b"\0" + FIRE,
        FIRE + b"\0" * 20,
        FIRE.replace(b"burned", b"\0burned"),
    ],
)
def test_zero_bytes_in_a_text_are_removed(data: bytes) -> None:
    (story,) = pick(data, "a").read(feed_of_bytes(data, path="a"))
    assert story.body == "A fire burned the mill down on Monday, the owner said."


@pytest.mark.parametrize(
    ("date", "published"),
    [
        ("Tuesday, March 4, 2025", "2025-03-04"),
        ("4 mars 2025", "2025-03-04"),
        ("2025-03-04", "2025-03-04"),
        ("2025年3月4日", "2025-03-04"),
        ("March 4, 2025 8:05 PM EST", "2025-03-04T20:05:00-05:00"),
        ("вторник, 4 марта 2025 г.", "2025-03-04"),
        ("03/04/2025", None),
    ],
)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_date_above_the_headline(date: str, published: str | None, gap: str) -> None:
    """The line below the date is the headline; a date that cannot be read is no headline either."""
    read = story(f"{date}{gap}Ferries sail again\n\nThe ferries sail again from the old harbour.\n")
    assert (read.headline, read.published) == ("Ferries sail again", published)
    assert date in f"{read.body}{read.boilerplate}"


def test_a_headline_that_begins_with_a_date() -> None:
    """A date in a headline of more words is the headline's."""
    read = story("March 4, 2025: the day the ferries sailed\n\nThe ferries sailed from the old harbour.\n")
    assert (read.headline, read.published) == ("March 4, 2025: the day the ferries sailed", None)


@pytest.mark.parametrize("line", ["\u2028", "\x85", "\r", "\r\n", "\v"])
def test_every_end_of_line_ends_a_line(line: str) -> None:
    got = story(line.join(("Ferries sail again", "", f"OSTEND, Oct 23 (ANI) - {PARAGRAPH.strip()}")))
    assert got.headline == "Ferries sail again"
    assert (got.agency, got.body) == ("ANI", PARAGRAPH.strip())


def test_a_separator_of_paragraphs_ends_one() -> None:
    got = story(
        f"Ferries sail again\u2029OSTEND, Oct 23 (ANI) - {SENTENCE.strip()}\u2029The harbour is open."
    )
    assert got.body == f"{SENTENCE.strip()}\n\nThe harbour is open."
