"""Know a form by a mark that no other form bears, before any reader is imported or asked.

The marks are rows of `data/marks.tsv`, whose remarks say what its columns are. A reader whose form has rows there is
asked for its opinion (`sniff`) only about a feed that bears one of them, and has it when it is sure: so that thirty
forms cost a feed of another one a few searches for literals, and no import.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from morgue._startup.tables import read_rows
from morgue.feeds.support.data import DATA
from morgue.feeds.support.xml import is_made_to_be_shared, root_name
from morgue.io.encoding import narrow, with_line_feeds

BEGINNING = 1_024
"""How many bytes a mark at the beginning is looked for in."""


_OF_PAGES = frozenset(
    b"html head body meta title style div section article main blockquote table tbody tr td p a span font center pre b strong"
    b" h1 h2 h3 h4 ul ol br hr img".split()
)
"""The elements with which a page begins, or a part of one that was saved without the rest."""


class Mark(NamedTuple):
    """A row: the form, the literals of which a head has one (none: not asked), and the expression to find, if any."""

    form: str
    literals: tuple[bytes, ...]
    pattern: re.Pattern[bytes] | None


@cache
def _rows(where: str) -> list[Mark]:
    return [
        Mark(
            form,
            tuple(each.replace("\\t", "\t").encode() for each in literals.split("|") if each),
            re.compile(pattern.encode("latin-1"), re.MULTILINE) if pattern else None,
        )
        for form, place, literals, pattern in (
            (*row, *[""] * (4 - len(row))) for row in read_rows(DATA / "marks.tsv")
        )
        if place == where
    ]


@cache
def marked_forms() -> frozenset[str]:
    """Return the forms that have a row in the table."""
    return frozenset(row[0] for row in read_rows(DATA / "marks.tsv"))


def forms_of(head: bytes, name: str = "") -> list[str]:
    """Return the forms whose marks a feed that begins with `head` bears, in the order of the table, each once. Never raises.

    `name` is the feed's own: texts without any mark in them are known by names that are as good as one.
    """
    head = with_line_feeds(narrow(head))
    begin = head[:BEGINNING].lstrip(b"\xef\xbb\xbf \t\r\n\0")
    found = _bearing("begins", head[:BEGINNING], at_start=True)
    if begin.startswith(b"<"):
        root = root_name(head)
        rooted = root[1].lower().encode() if root is not None else b""
        found += [
            each.form
            for each in _rows("root")
            if rooted in each.literals and (each.pattern is None or each.pattern.search(head))
        ]
        if (rooted in _OF_PAGES or root is None) and not is_made_to_be_shared(head):
            found += _bearing("page", head)
    elif begin.startswith((b"{", b"[")):
        found += _bearing("json", head)
    found += _bearing("text", head) if not begin.startswith((b"<", b"{")) else []
    if name and not begin.startswith((b"<", b"{", b"[")):
        found += _bearing("name", name.encode("utf-8", "replace"))
    return list(dict.fromkeys(found))


def _bearing(where: str, head: bytes, *, at_start: bool = False) -> list[str]:
    found = []
    for each in _rows(where):
        if each.literals and not any(map(head.__contains__, each.literals)):
            continue
        if each.pattern is None or (each.pattern.match if at_start else each.pattern.search)(head):
            found.append(each.form)
    return found


def forms_of_document(text: str) -> list[str]:
    """Return the forms whose marks the text of a document bears (Word, OpenDocument, RTF), a paragraph a line. Never raises."""
    return list(dict.fromkeys(_bearing("document", text.encode("utf-8", "replace"))))
