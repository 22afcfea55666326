"""Plain text: a saved web or wire page, a headline and its copy, or a file with one story a line.

A page may begin with a line that gives its day (` date 2025-10-23 DT`) or its address, then a breadcrumb. The
headline is the first line of its own that is neither of these nor a dateline, short and, beyond the length of
a headline, without the full stop of a sentence. What stands around the story is told apart by
`morgue.extract`. Blank lines part paragraphs; where lines are long, or begin with white space, each line does.

A file is read as one story a line (a corpus file) only where nothing contradicts it: ten lines or more, no
blank lines among them, and nearly all of them several sentences long.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from morgue.article import Article
from morgue.errors import FeedError, NoArticle
from morgue.extract import Draft, article
from morgue.extract.boilerplate import furniture, same
from morgue.extract.datelines import Dateline, dateline
from morgue.feeds.encoding import decode
from morgue.feeds.feed import Feed

HEADLINE = 250
"""A line longer than this is no headline, in code points."""
SENTENCE = 60
"""A line longer than this that ends with a full stop is a sentence of the story."""
_BINARY = (
    (b"%PDF-", "a PDF document"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"{\\rtf", "a rich text document"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"SQLite format 3", "a database"),
    (b"OggS", "a sound file"),
    (b"ID3", "a sound file"),
    (b"RIFF", "a sound or video file"),
)
_MAGICS = tuple(magic for magic, _ in _BINARY)
_WIDE_BOMS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_CONTROL = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b"))


def sniff(head: bytes, name: str) -> int:
    """30 for anything that is text, so that every other format goes first; 1 for nothing at all."""
    if not head:
        return 1
    return 0 if _binary(head) else 30


def _binary(data: bytes) -> str | None:
    """Why bytes are not text, or None where they may be."""
    if data.startswith(_MAGICS):
        return next(what for magic, what in _BINARY if data.startswith(magic))
    head = data[:65_536]
    if head.startswith(_WIDE_BOMS):
        return None
    zeros = head.count(0)
    if zeros and not _wide(head):
        return f"binary data ({zeros} zero bytes)"
    if not zeros and (len(head) - len(head.translate(None, _CONTROL))) * 10 > len(head):
        return "binary data (control bytes)"
    return None


def _wide(head: bytes) -> bool:
    """Whether zero bytes lie as UTF-16 or UTF-32 without a mark lays them: in every second byte, or three of four."""
    pairs = len(head) // 2
    even, odd = head[::2].count(0), head[1::2].count(0)
    return pairs > 3 and (min(even, odd) * 10 < pairs < max(even, odd) * 2 or (even + odd) * 10 > pairs * 14)


def read(feed: Feed) -> Iterator[Article]:
    """The story of a text file, or one a line. Raises FeedError where it is empty, binary or without a word,
    NoArticle for a list of words.
    """
    data = feed.bytes()
    if not data.strip(b" \t\r\n\v\f\x00\x1a\xef\xbb\xbf\xff\xfe"):
        raise FeedError("the file is empty")
    if what := _binary(data):
        raise FeedError(f"not text: {what}")
    text = _clean(decode(data))
    if not any(map(str.isalpha, text[:100_000])) and not any(map(str.isalpha, text)):
        raise FeedError("the text has no words")
    if listed := _list_of_words(text):
        raise NoArticle(f"a list of {listed} words, not a story")
    if _one_a_line(text):
        yield from _lines(feed, data, text)
    else:
        yield article(_draft(text), feed.at(0, len(data)))


_JUNK = re.compile("\x1b\\[[0-9;?]{0,20}[A-Za-z]|[\ufeff\u200b\u2060\x00\x01-\x08\x0e-\x1f\x7f]")
"""Characters that print nothing, and the sequences by which terminals are told of colours."""
_JUNK_BEGINS = re.compile("[\ufeff\u200b\u2060\x00-\x08\x0e-\x1f\x7f]")
"""The characters that such junk begins with, which are found in a tenth of the time."""


def _clean(text: str) -> str:
    """The text with one kind of line end and without characters that print nothing."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\f" in text or "\v" in text:
        text = text.replace("\f", "\n").replace("\v", "\n")
    return _JUNK.sub("", text) if _JUNK_BEGINS.search(text) else text


def _list_of_words(text: str) -> int:
    """How many lines a list of words has (a stop list, category names); 0 for any other text."""
    lines = [line for line in text[:100_000].split("\n") if line.strip()]
    if len(lines) < 10:
        return 0
    short = sum(len(line.split(None, 2)) < 3 for line in lines)
    return len(lines) if short * 20 >= len(lines) * 19 else 0


def _one_a_line(text: str) -> bool:
    lines = text.rstrip("\n").split("\n")
    if len(lines) < 10 or not all(lines):
        return False
    long = [line for line in lines if len(line) >= 250 and line.count(". ") >= 2]
    return len(long) * 20 >= len(lines) * 19 and len(text) >= 500 * len(lines)


def _lines(feed: Feed, data: bytes, text: str) -> Iterator[Article]:
    """One story for each line, with the line's place in the file where lines and bytes agree."""
    raw = data.splitlines(keepends=True)
    lines = text.rstrip("\n").split("\n")
    offset = 0
    for number, line in enumerate(lines):
        length = len(raw[number]) if len(raw) == len(lines) else 0
        yield article(Draft(text=line.strip()), feed.at(offset, length or len(data)))
        offset += length


_DAY = re.compile(r"\s*date[ :]\s*(\d{4}-\d\d-\d\d(?:[T ][\d:]{5,8}\S{0,6})?)\s*(?:DT)?\s*", re.IGNORECASE)
_URL = re.compile(r"\s*((?:https?://|www\.)[^\s<>\"]+)(?:\s+|$)", re.IGNORECASE)


def _draft(text: str) -> Draft:
    """What the first lines of a page state, and the copy below them."""
    lines = text.strip("\n").split("\n")
    draft = Draft()
    stated = 0
    for line in lines:
        if not draft.published and (day := _DAY.fullmatch(line)):
            draft.state("published", day[1], "date-line")
        elif not draft.url and (url := _URL.fullmatch(line)):
            draft.state("url", _address(url[1]), "url-line")
        elif line.strip():
            break
        stated += 1
    del lines[:stated]
    headline = _headline(lines)
    if headline is not None:
        draft.state("headline", " ".join(lines.pop(headline).split()), "headline-line")
    draft.text = "\n\n".join(_paragraphs(lines))
    return draft


def _address(url: str) -> str:
    return url if "://" in url else f"http://{url}"


def _headline(lines: list[str]) -> int | None:
    """Which line is the headline: the first that is not above the story, if it may be one."""
    crumb = ""
    for at, line in enumerate(lines[:20]):
        line = line.strip()
        if not line:
            continue
        above = furniture(line)
        if above:
            crumb = crumb or (line if above.kind == "breadcrumb" else "")
            continue
        return at if _may_be_headline(line, lines[at + 1 :]) or same(crumb.rsplit(" / ")[-1], line) else None
    return None


def _may_be_headline(line: str, below: list[str]) -> bool:
    if len(line) > HEADLINE or not any(map(str.isalpha, line)):
        return False
    if not any(each.strip() for each in below):
        return len(line) <= SENTENCE
    ends = line.rstrip("\"'”’)").endswith((".", "。"))
    if (
        (ends and len(line) > SENTENCE)
        or (". " in line and len(line) > 2 * SENTENCE)
        or line.endswith((",", ";"))
    ):
        return False
    read = dateline(line)
    return not read or (len(line) < 2 * SENTENCE and not ends and not _is_filed(read))


def _is_filed(read: Dateline) -> bool:
    """Whether a dateline is more than a name and a colon, with which headlines begin too."""
    return bool(read.agency or read.month) or (read.text == read.text.upper() and not read.text.endswith(":"))


def _paragraphs(lines: list[str]) -> Iterator[str]:
    """The paragraphs of the copy: blocks between blank lines, or their lines where each is a paragraph."""
    block: list[str] = []
    for line in [*lines, ""]:
        if line.strip():
            block.append(line)
        elif block:
            yield from _split(block)
            block = []


def _split(block: list[str]) -> Iterator[str]:
    if len(block) == 1 or any(len(line) > 130 for line in block):
        yield from (line.strip() for line in block)
        return
    part: list[str] = []
    for before, line in pairwise(["", *block]):
        if part and line[:2].isspace() and not before[:2].isspace():
            yield "\n".join(part)
            part = []
        part.append(line.strip())
    if part:
        yield "\n".join(part)
