"""Take the lines out of what an export of a database may be: text, a document of Word or OpenDocument, RTF, PDF."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from morgue.feeds.office.package import kind_in_head
from morgue.feeds.office.paragraph import Paragraph
from morgue.feeds.press.pages import utf8_of
from morgue.io.encoding import narrow, with_line_feeds
from morgue.io.feed import HEAD_BYTES


class Line(NamedTuple):
    """A line or a paragraph of a document: its text, whether it is bold, and its place in the file in bytes."""

    text: str
    is_bold: bool = False
    offset: int = 0
    length: int = 0


_ENDS = re.compile(rb"\r\n|\r|\n")
_RTF = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,80}\{\\rtf")
_FLAT = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,80}(?:<\?xml[^<>]{0,200}\?>\s{0,80})?<office:document[\s>]")
_BREAKS = re.compile("[\n\u2028\u2029]")
"""What ends a line within a paragraph; programs have written Unicode's own separators into RTF."""

SENTENCE_END = re.compile(r"[.!?:…»”\"')\]]\Z")
_WIDEST = 110
"""A longer line was not wrapped."""
_SLACK = 6
"""By how much a line that ends a paragraph is too short at the least: lines are not wrapped to the letter."""


def lines_in(data: bytes, complain: Callable[[str], None]) -> Iterator[Line]:
    """Yield the lines of text, or of the paragraphs of a document, empty ones too."""
    document = paragraphs_in(data, complain)
    if document is None:
        yield from lines_of_text(data)
        return
    for paragraph in document:
        for text in _BREAKS.split(paragraph.text):
            yield Line(text, paragraph.is_bold)


def lines_of_text(data: bytes) -> Iterator[Line]:
    """Yield the lines of text; each knows its place where the text is in UTF-8."""
    text, is_own = utf8_of(data)
    at = 0
    for end in _ENDS.finditer(text):
        line = text[at : end.start()].decode().lstrip("\ufeff")
        yield Line(line, False, at, end.end() - at) if is_own else Line(line)
        at = end.end()
    line = text[at:].decode().lstrip("\ufeff")
    yield Line(line, False, at, len(text) - at) if is_own else Line(line)


def is_text(head: bytes) -> bool:
    """Return whether bytes begin as text or markup does, and as no document: Word, OpenDocument, RTF, PDF."""
    return _kind(head) is None


def _kind(head: bytes) -> str | None:
    """Return the kind of a document that begins so: `docx`, `odt`, `rtf`, `pdf`, or None."""
    if head.startswith(b"PK\x03\x04"):
        return "odt" if kind_in_head(head[:HEAD_BYTES]) == "odt" else "docx"
    if _RTF.match(head):
        return "rtf"
    if b"%PDF-" in head[:1024]:
        return "pdf"
    return "odt" if _FLAT.match(head) and b"opendocument.text" in head[:HEAD_BYTES] else None


def paragraphs_in(data: bytes, complain: Callable[[str], None]) -> Iterator[Paragraph] | None:
    """Return the paragraphs of a document, or None where the bytes are of no kind that has them."""
    kind = _kind(data)
    if kind == "docx":
        from morgue.feeds.office import docx

        return docx.paragraphs(data, complain)
    if kind == "odt":
        from morgue.feeds.office import odt

        return odt.paragraphs_of_document(data, complain)
    if kind == "rtf":
        from morgue.feeds.office import rtf

        return rtf.paragraphs(data, complain)
    if kind == "pdf":
        from morgue.feeds.office import pdf

        return pdf.paragraphs(data, complain)
    return None


def unwrapped(text: str) -> list[str]:
    """Return the paragraphs of text that was wrapped: parted by blank lines, or by a line that ends before it is full.

    Such a line ends with its sentence, or is half as wide as the others and before a capital letter.
    """
    lines = [" ".join(each.split()) for each in text.split("\n")]
    width = max((len(each) for each in lines if len(each) <= _WIDEST), default=0)
    found: list[list[str]] = []
    last = ""
    for line in lines:
        if line and last and not _is_end(last, line, width):
            found[-1].append(line)
        elif line:
            found.append([line])
        last = line
    return [" ".join(each) for each in found]


def _is_end(line: str, following: str, width: int) -> bool:
    """Return whether a paragraph ends with a line before the `following` one."""
    if len(line) > _WIDEST:
        return True
    if len(line) + 1 + len(following.split(" ", 1)[0]) > width - _SLACK:
        return False
    return SENTENCE_END.search(line) is not None or (2 * len(line) < width and not following[0].islower())


def text_of(data: bytes, complain: Callable[[str], None]) -> bytes:
    """Return the text of a document in UTF-8, a paragraph a line; of anything else its bytes, two bytes a letter as one, with line feeds."""
    document = paragraphs_in(data, complain)
    if document is None:
        return with_line_feeds(narrow(data))
    return "\n".join(each.text for each in document).encode("utf-8", "replace")
