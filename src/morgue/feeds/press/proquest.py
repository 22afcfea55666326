"""Read the exports of ProQuest: text between rules, Word and RTF, HTML, and the HTML of an e-mail that brings documents.

Text has sixty underscores between documents, a cover, mostly a table of contents, and at the end a bibliography in a
style of citation. HTML has an anchor above each document, whose name ends in its number. What is in a document is read
in one way (`proquest_record`). `Document 3 of 100` and the table of contents say how many there should be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, pairwise
from typing import NamedTuple

from morgue.errors import NoArticle
from morgue.extract.assembly import article
from morgue.feeds.press.documents import text_of
from morgue.feeds.press.download import Download
from morgue.feeds.press.labelled_lines import Line, lines_of_markup, lines_of_text
from morgue.feeds.press.proquest_record import (
    draft_of,
    has_beginning,
    has_end,
    is_label,
    is_record,
    meaning_of,
    with_headings,
)
from morgue.io.encoding import declaration, decode, narrow, with_line_feeds
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
    r"\s*(?:[Dd]o[ck]ument\w{0,4}|Документ|Belge|Dokumen|문서|ドキュメント|文档|文件|文檔)\s+(?P<number>\d{1,6})\s+(?:of|de|von|di|van|z|из|sur|da|/)\s+(?P<all>\d{1,6})\s*"
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
    head = with_line_feeds(narrow(head))
    if _MESSAGE.match(head):
        return 0
    if _ANCHOR.search(head) or _COVER.match(head):
        return 98
    return 96 if _NUMBER.search(head) and (b"Publication" in head or _RULE.search(head)) else 0


def read(feed: Feed) -> Iterator[Article]:
    """Yield one story a document. Raises NoArticle for a report without one."""
    data = text_of(feed.bytes(), feed.complain)
    download = Download()
    numbers: set[str] = set()
    ended = False
    for record, is_last in _with_last(_in_markup(data) if _ANCHOR.search(data) else _in_text(data, download)):
        draft = draft_of(record.lines, record.number)
        if not draft.headline and not draft.text:
            continue
        download.count()
        if is_last and ended and not has_end(record.lines):
            draft.is_cut = draft.partial = True
            feed.complain(f"the last of {download.found:,} documents is cut off")
        ended = ended or has_end(record.lines)
        if draft.identifier and draft.identifier in numbers:
            continue  # one document that is in a report twice
        numbers.add(draft.identifier or "")
        yield article(draft, feed.at(record.offset, record.length))
    if not download.found:
        raise NoArticle("a ProQuest export without a document")
    download.check(feed)


def _with_last(records: Iterator[_Record]) -> Iterator[tuple[_Record, bool]]:
    """Yield records, each with whether it is the last one."""
    held: _Record | None = None
    for record in records:
        if held is not None:
            yield held, False
        held = record
    if held is not None:
        yield held, True


def _in_markup(data: bytes) -> Iterator[_Record]:
    """Yield the documents of a page: each from its anchor to the next one."""
    label = declaration(data)
    for anchor, after in pairwise(chain(_ANCHOR.finditer(data), (None,))):
        if anchor is None:
            return
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


def _in_text(data: bytes, download: Download) -> Iterator[_Record]:
    """Yield the documents of a report; `download` is told how many it says that it has, or lists on its cover."""
    held: _Record | None = None
    listed = 0
    is_counted = False
    encoding = "utf-8" if _is_utf8(data) else "windows-1252"
    for start, end in _between_rules(data):
        lines = with_headings(lines_of_text(decode(data[start:end], encoding), is_label))
        counted = _counted(lines)
        if counted and not is_counted:
            is_counted = True
            download.state(*counted)
        if held and not counted and not has_end(held.lines) and not has_beginning(lines):
            held = held._replace(
                length=end - held.offset, lines=[*held.lines, *lines]
            )  # a rule within a text
        elif is_record(lines) or counted:
            if listed and not is_counted:
                is_counted = True
                download.state(None, listed)
            for record in _documents(lines, start, end - start):
                if held:
                    yield held
                held = record
        elif held is None:
            listed += sum(_LISTED.match(line.text) is not None for line in lines)
    if held:
        yield held


def _between_rules(data: bytes) -> Iterator[tuple[int, int]]:
    """Yield where each piece between two rules begins and ends."""
    begin = 0
    for rule in _RULE.finditer(data):
        yield begin, rule.start()
        begin = rule.end()
    yield begin, len(data)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _is_count(lines: list[Line], at: int) -> bool:
    """Return whether a line is that above a document which counts it."""
    line = lines[at]
    return (
        not line.label and _COUNT.fullmatch(line.text) is not None and has_beginning(lines[at + 1 : at + FAR])
    )


FAR = 30
"""Lines below the one that counts a document within which the first of its facts is."""


def _counted(lines: list[Line]) -> tuple[int, int] | None:
    """Return the number of the first document that a line counts, and of how many it is; None where none is counted."""
    for at, line in enumerate(lines):
        if _is_count(lines, at) and (found := _COUNT.fullmatch(line.text)):
            return int(found["number"]), int(found["all"])
    return None


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
        if _is_count(lines, at):
            if is_record(lines[begin:at]):
                yield _Record(offset, length, lines[begin:at])
            begin, ended = at + 1, False
        elif line.label and is_label(line.label):
            ended = meaning_of(line.label) == "identifier" or (ended and not has_beginning([line]))
        elif ended and line.text and has_beginning(lines[at + 1 : at + 12]):
            yield _Record(offset, length, lines[begin:at])
            begin, ended = at, False
    yield _Record(offset, length, lines[begin:])
