"""Read the documents of Nexis Uni and Lexis Advance, which come as Word and RTF; also text that was made of these.

    Ferry to Oland sails again; Crews end strike        a heading, which links to the document in the database
    The Harbour Times(Kirkwall)                         outlet
    May 4, 2019 Saturday 9:20 AM GMT                    day, time, edition
    Copyright 2019 Harbour Press All Rights Reserved
    Section: NEWS; Pg. 6                                labels, a hard space behind the colon
    Length: 57 words
    Byline: Ann Roe
    Body
    The ferry to Oland …                                copy
    Graphic                                             captions; may be missing, as all that follows
    Classification                                      labels
    Load-Date: May 5, 2019
    End of Document

A cover may be before the first one: `Documents (10)`, and what was searched for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from morgue.feeds.office.paragraph import Paragraph
from morgue.feeds.press.issue import date_line
from morgue.feeds.press.labels import role_of
from morgue.feeds.press.nexis_facts import (
    DATABASE,
    Document,
    Labelled,
    documents_on_cover,
    is_classification,
    is_copyright,
    is_end,
    is_remark,
    language_in,
)

_LABEL = re.compile(r"([^\W\d_][\w /'’-]{1,30}):(?P<gap>[ \t\xa0]+)(.*)", re.DOTALL)
_NUMBER = re.compile(r"urn(?::|%3A)contentItem(?::|%3A)([A-Z0-9]{4}-[A-Z0-9-]{4,40})", re.IGNORECASE)
"""The number of a document in the database, as links to it have it."""
MOST_ABOVE = 40
"""Paragraphs above the copy of a document."""
_NEAR = 8
"""Paragraphs between a headline and the day below it."""
_HEAD = frozenset(
    ("section", "length", "byline", "dateline", "summary", "headline", "edition", "series", "name")
)
_BELOW = frozenset(("graphic", "note", "correction"))
"""What a heading behind the copy says."""
_ENDING = frozenset(("loaded", "language", "kind"))
"""Labels that are behind the copy."""
_ABSTRACT, _FULL = "ABSTRACT", "FULL TEXT"
"""Headings that some outlets have within their copy."""
MOST_OF_ABSTRACT = 6


class Piece(NamedTuple):
    """The paragraphs of one document that have text, a cover before the first of them, and whether its end was found."""

    paragraphs: list[Paragraph]
    is_whole: bool


def is_of_uni(text: str) -> bool:
    """Return whether a text, a paragraph a line, has two marks of these documents, one of them above the copy."""
    marks = {mark for line in text.split("\n") if (mark := _mark(line.strip()))}
    return len(marks) > 1 and not marks <= {"end", "loaded"}


_LENGTH = re.compile(r"[\d.,]{1,9}[ \xa0]+[^\W\d]+")


def _mark(line: str) -> str | None:
    if not line or len(line) > 80:
        return None
    if is_end(line):
        return "end"
    if documents_on_cover(line) is not None:
        return "cover"
    found = _labelled(line)
    if found is not None and found.label.isupper():
        return None  # of the classic layout
    if found is None:
        return "body" if _heading(line) == "body" and line[0].isupper() else None
    if found.role == "length":
        return "length" if _LENGTH.fullmatch(found.text) else None
    if found.role == "loaded":
        return "loaded" if date_line(found.text) else None
    return "job" if found.label.casefold() == "job number" else None


def pieces(paragraphs: Iterable[Paragraph]) -> Iterator[Piece]:
    """Yield the documents among paragraphs: each up to the line that ends it, or to the next heading below copy."""
    held: list[Paragraph] = []
    has_copy = False
    for each in paragraphs:
        text = each.text.strip()
        if not text:
            continue
        if is_end(text) or is_end(text.rpartition("\n")[2]):
            if rest := text.rpartition("\n")[0].strip():
                held.append(Paragraph(rest))
            yield Piece(held, is_whole=True)
            held, has_copy = [], False
            continue
        if each.level and has_copy:
            yield Piece(held, is_whole=False)
            held, has_copy = [], False
        has_copy = has_copy or _heading(text) == "body"
        held.append(each)
    if held:
        yield Piece(held, is_whole=False)


def documents_stated(piece: Piece) -> int | None:
    """Return how many documents the cover before a document says there are, or None."""
    return next(
        (found for each in piece.paragraphs if (found := documents_on_cover(each.text.strip()))), None
    )


def is_document(piece: Piece) -> bool:
    """Return whether a piece is a document, and no cover by itself or what else is behind the last one."""
    return any(
        each.level or _is_day(each.text) or _heading(each.text.strip()) == "body" for each in piece.paragraphs
    )


def read_document(piece: Piece) -> Document:
    """Return what the paragraphs of a document say."""
    begin, day = _begin(piece.paragraphs)
    paragraphs = piece.paragraphs[begin:]
    document = Document()
    if not paragraphs:
        return document
    document.headline = [paragraphs[0].text.strip()]
    document.identifier = _identifier(paragraphs[0])
    texts = [each.text.strip() for each in paragraphs[1:]]
    copy = _above_copy(document, texts, None if day is None else day - begin - 1)
    _copy_and_below(document, texts[copy:])
    return document


def _identifier(heading: Paragraph) -> str | None:
    """Return the number of the document that a heading links to, as a name that is unique in the world."""
    numbers = (_NUMBER.search(each) for each in heading.links)
    return next((f"urn:contentItem:{found[1].upper()}" for found in numbers if found), None)


def _begin(paragraphs: Sequence[Paragraph]) -> tuple[int, int | None]:
    """Return the numbers of the headline and of the date line below it; a cover may be before them."""
    days = [at for at, each in enumerate(paragraphs) if _is_day(each.text)]
    for at, each in enumerate(paragraphs):
        if each.level:
            return at, next((day for day in days if at < day <= at + _NEAR), None)
    for day in days:
        if any(
            _labelled(each.text) or is_copyright(each.text.strip())
            for each in paragraphs[day + 1 : day + _NEAR]
        ):
            return max(day - 2, 0), day
    return 0, None


def _is_day(text: str) -> bool:
    return date_line(text.strip().partition("\n")[0]) is not None


def _heading(text: str) -> str | None:
    """Return what a line says that is a label and nothing else: `Body`, `Graphic`."""
    return role_of(DATABASE, text) if len(text) < MOST_ABOVE and ":" not in text else None


def _labelled(text: str) -> Labelled | None:
    """Return the label that a paragraph begins with, or None: one that is known, or is parted by a hard space."""
    found = _LABEL.match(text.strip())
    if found is None:
        return None
    made = Labelled(found[1].strip(), found[3].strip())
    return made if made.role is not None or "\xa0" in found["gap"] else None


def _above_copy(document: Document, texts: Sequence[str], day: int | None) -> int:
    """Read what is between the headline and the copy; return the number of the paragraph with which that begins."""
    at = 0
    end = next((each for each, text in enumerate(texts[:MOST_ABOVE]) if _heading(text) == "body"), None)
    is_open = True
    while at < (len(texts) if end is None else end):
        text = texts[at]
        found = _labelled(text)
        if at == day:
            _day(document, text)
        elif is_copyright(text):
            document.aside.append(" ".join(text.split()))
            is_open = False
        elif found is not None and (end is not None or found.role in _HEAD):
            document.labelled.append(found)
            is_open = False
        elif document.publisher is None and (day is None or at < day):
            document.publisher = " ".join(text.split())
        elif end is None and (day is None or at > day) and not (is_open and len(text) < MOST_ABOVE):
            return at
        elif document.date is not None and is_open and not is_remark(text):
            document.edition = "; ".join(filter(None, (document.edition, " ".join(text.split()).strip(" ;"))))
        else:
            document.aside.append(" ".join(text.split()))
        at += 1
    return at if end is None else end + 1


def _day(document: Document, text: str) -> None:
    first, _, rest = text.partition("\n")
    found = date_line(first)
    if found is not None:
        document.date = found.moment
        parts = [
            each for line in (found.rest, *rest.split("\n")) if (each := " ".join(line.split()).strip(" ;"))
        ]
        document.edition = "; ".join(parts) or None


def _copy_and_below(document: Document, texts: list[str]) -> None:
    """Read the copy up to the first heading or label that is behind it, and what is there."""
    end = next((at for at, text in enumerate(texts) if _is_below(text)), len(texts))
    document.body = _without_abstract(document, texts[:end])
    heading = ""
    for text in texts[end:]:
        stated = "classification" if is_classification(text) else _heading(text)
        found = _labelled(text)
        if stated in (*_BELOW, "classification"):
            heading = stated or ""
        elif found is not None and (heading != "graphic" or found.role in _ENDING):
            document.labelled.append(found)
        elif heading == "graphic":
            document.captions.append(" ".join(text.split()))
        else:
            document.aside.append(" ".join(text.split()))


def _is_below(text: str) -> bool:
    """Return whether a paragraph is the first behind the copy."""
    if len(text) > 200:
        return False
    if is_classification(text) or (_heading(text) in _BELOW and text[0].isupper()):
        return True
    found = _labelled(text)
    if found is None or found.role not in _ENDING:
        return False
    if "\xa0" in text or (found.role == "loaded" and date_line(found.text) is not None):
        return True
    return found.role == "language" and found.text.isupper() and language_in(found.text) is not None


def _without_abstract(document: Document, copy: list[str]) -> list[str]:
    """Return the copy, without the abstract that some outlets have between two headings above it."""
    if copy and copy[0] == _ABSTRACT and _FULL in copy[: MOST_OF_ABSTRACT + 2]:
        at = copy.index(_FULL)
        document.summary += copy[1:at]
        return copy[at + 1 :]
    return copy
