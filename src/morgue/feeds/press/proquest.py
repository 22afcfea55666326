"""Read the exports of ProQuest: text between rules, HTML, and the HTML of an e-mail that brings documents.

Text has sixty underscores between documents, a cover, mostly a table of contents, and at the end a bibliography in a
style of citation. HTML has an anchor above each document, whose name ends in its number. What is in a document is read
in one way (`proquest_record`). `Document 3 of 100` and the table of contents say how many there should be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from morgue.errors import NoArticle
from morgue.extract.assembly import article
from morgue.feeds.press.download import Download
from morgue.feeds.press.labelled_lines import Line, lines_of_markup, lines_of_text
from morgue.feeds.press.proquest_record import (
    draft_of,
    has_beginning,
    has_end,
    is_label,
    is_record,
    meaning_of,
)
from morgue.io.encoding import declaration, decode, narrow
from morgue.io.feed import Feed
from morgue.model.article import Article

_ANCHOR = re.compile(
    rb"<a\b[^<>]{0,200}?\bname\s*=\s*[\"']?DocID_(?:[A-Za-z]+_)?(\w{1,40})[^<>]{0,200}>", re.IGNORECASE
)
_RULE = re.compile(rb"^(?:>[ >]*)?_{40,}[ \t]*\r?$", re.MULTILINE)
_COVER = re.compile(rb"\A[\s>_\xef\xbb\xbf]*Report Information from ProQuest\b")
_NUMBER = re.compile(
    rb"^(?:> ?)*[^\W\d_][^\n:]{0,50}ProQuest[^\n:]{0,20}: *\d{4,12}\s*$|^(?:> ?)*ProQuest[^\n:]{0,40}: *\d{4,12}\s*$",
    re.MULTILINE,
)
_MESSAGE = re.compile(
    rb"\A[!-9;-~]{1,76}:[^\n]*\n(?:[^\n]+\n){0,60}?(?:From|Received|Return-Path|Message-ID|MIME-Version):",
    re.IGNORECASE,
)
_COUNT = re.compile(
    r"\s*[^\W\d_]{2,20}\s+(?P<number>\d{1,6})\s+(?:of|de|von|di|van|z|из|sur|da|/)\s+(?P<all>\d{1,6})\s*"
)
_LISTED = re.compile(r"(?P<number>\d{1,5})\.\s+\S")
_ALL_TEXT = "text"
"""The element in which ProQuest's HTML has the full text."""


class _Record(NamedTuple):
    """Hold the lines of a document, where it is, and the number that its markup states."""

    offset: int
    length: int
    lines: list[Line]
    number: str = ""


def sniff(head: bytes, name: str) -> int:
    """Return how sure: an anchor over a document, the cover of a report, or the label of a document's number."""
    head = narrow(head)
    if _MESSAGE.match(head):
        return 0
    if _ANCHOR.search(head) or _COVER.match(head):
        return 98
    return 96 if _NUMBER.search(head) and (b"Publication" in head or _RULE.search(head)) else 0


def read(feed: Feed) -> Iterator[Article]:
    """Yield one story a document. Raises NoArticle for a report without one."""
    data = narrow(feed.bytes())
    download = Download()
    records = list(_in_markup(data) if _ANCHOR.search(data) else _in_text(data, download))
    whole = any(has_end(record.lines) for record in records[:-1])
    numbers: set[str] = set()
    for at, record in enumerate(records, 1):
        draft = draft_of(record.lines, record.number)
        if not draft.headline and not draft.text:
            continue
        download.count()
        if at == len(records) and whole and not has_end(record.lines):
            draft.is_cut = draft.partial = True
            feed.complain(f"the last of {at:,} documents is cut off")
        if draft.identifier and draft.identifier in numbers:
            continue  # one document that is in a report twice
        numbers.add(draft.identifier or "")
        yield article(draft, feed.at(record.offset, record.length))
    if not download.found:
        raise NoArticle("a ProQuest export without a document")
    download.check(feed)


def _in_markup(data: bytes) -> Iterator[_Record]:
    """Yield the documents of a page: each from its anchor to the next one."""
    label = declaration(data)
    anchors = list(_ANCHOR.finditer(data))
    for anchor, after in zip(anchors, [*anchors[1:], None], strict=True):
        end = after.start() if after else _end_of_page(data, anchor.end())
        lines = lines_of_markup(decode(data[anchor.end() : end], label or ""), _ALL_TEXT, is_label)
        if after is None:
            lines = _without_footer(lines)
        yield _Record(anchor.start(), end - anchor.start(), lines, anchor[1].decode("ascii", "replace"))


_FOOTER = re.compile(
    rb"<!--\s*Email footer|<div\b[^<>]{0,200}\bclass\s*=\s*[\"']copyright[\"']", re.IGNORECASE
)


def _end_of_page(data: bytes, start: int) -> int:
    found = _FOOTER.search(data, start)
    return found.start() if found else len(data)


def _without_footer(lines: list[Line]) -> list[Line]:
    """Return the lines of the last document of a page without those below its last fact."""
    last = max((at for at, line in enumerate(lines) if line.label and is_label(line.label)), default=None)
    return lines if last is None or meaning_of(lines[last].label) == "full text" else lines[: last + 1]


def _in_text(data: bytes, download: Download) -> list[_Record]:
    """Return the documents of a report; `download` is told how many it says that it has, or lists on its cover."""
    records: list[_Record] = []
    listed = stated = 0
    rules = [(0, 0), *((rule.start(), rule.end()) for rule in _RULE.finditer(data))]
    encoding = "utf-8" if _is_utf8(data) else "windows-1252"
    for (_, start), end in zip(rules, [*(begin for begin, _ in rules[1:]), len(data)], strict=True):
        lines = list(lines_of_text(decode(data[start:end], encoding), is_label))
        counted = _take_count(lines)
        stated = max(stated, counted)
        if records and not counted and not has_end(records[-1].lines) and not has_beginning(lines):
            last = records[-1]  # a rule within a text
            records[-1] = last._replace(length=end - last.offset, lines=[*last.lines, *lines])
        elif is_record(lines) or counted:
            records += _documents(lines, start, end - start)
        elif not records:
            listed += sum(_LISTED.match(line.text) is not None for line in lines)
    if stated or listed:
        download.state(None, stated or listed)
    return records


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _take_count(lines: list[Line]) -> int:
    """Return how many documents a report has, by the line above one of them, which is taken from its lines; else 0."""
    for at, line in enumerate(lines[:6]):
        if found := _COUNT.fullmatch(line.text):
            del lines[at]
            return int(found["all"])
        if line.text:
            break
    return 0


_BROUGHT = re.compile(
    r"<>|Email \d{1,4} of \d{1,4}|.{0,60} sent you the following:|Please do not reply directly to this e-?mail\.?"
)
"""What a message says above the first document that it brings."""


def _begin(lines: list[Line]) -> int:
    """Return where the first document begins, below what the message that brings it says."""
    first = next((at for at, line in enumerate(lines) if line.label and is_label(line.label)), 0)
    return next((at + 1 for at in range(first - 1, -1, -1) if _BROUGHT.fullmatch(lines[at].text)), 0)


def _documents(lines: list[Line], offset: int, length: int) -> Iterator[_Record]:
    """Yield the documents of what is between two rules: several, where a message was forwarded without its rules."""
    begin = _begin(lines)
    ended = False
    for at, line in enumerate(lines[begin:], begin):
        if line.label and is_label(line.label):
            ended = meaning_of(line.label) == "identifier" or (ended and not has_beginning([line]))
        elif ended and line.text and has_beginning(lines[at + 1 : at + 12]):
            yield _Record(offset, length, lines[begin:at])
            begin, ended = at, False
    yield _Record(offset, length, lines[begin:])
