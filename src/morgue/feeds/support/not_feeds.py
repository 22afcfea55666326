"""Recognize files that are not news feeds by their first bytes or lines, so that the reason names what they are.

One table says it (`data/other_kinds.tsv`): what binary files begin with, what text files begin with or consist of, the roots
of documents, the keys of JSON. A file that holds stories which no reader takes out (a PDF document, the
export of a press database) is rejected; one that holds none (a list of checksums, subtitles, an index) is sound
and without a story.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from morgue._startup.tables import read_rows
from morgue.errors import FeedError, NoArticle
from morgue.feeds.support.data import DATA
from morgue.feeds.support.xml import is_made_to_be_shared, root_name
from morgue.feeds.support.xml_elements import local
from morgue.io.encoding import decode

_LOOKED_AT = 16_384
"""How many bytes of a head are cut into lines."""

_COMMENT = re.compile(r"\s*(?:[#;%]|//|-----|Hash: )")
_PRESS = "{}: not supported yet"
_EXPORT_HINT = "export the stories as RSS, CSV or single pages"


@cache
def _rows(how: str) -> list[list[str]]:
    """Return the rows for one way of knowing a kind of file, without its name."""
    table = list(read_rows(DATA / "other_kinds.tsv"))
    parts = {name: part for first, name, part, *_ in table if first == "let"}
    return [
        [kind, re.sub(r"\{([A-Z]+)\}", lambda found: parts[found[1]], pattern), *more]
        for first, kind, pattern, *more in table
        if first == how
    ]


@cache
def _forms(how: str) -> dict[str, re.Pattern[str]]:
    """Return the kinds of text that are known in this way, each with the expression for it."""
    found: dict[str, list[str]] = {}
    for kind, pattern in _rows(how):
        found.setdefault(kind, []).append(pattern)
    return {kind: re.compile("|".join(each), re.MULTILINE) for kind, each in found.items()}


@cache
def _beginnings() -> tuple[re.Pattern[bytes], list[str]]:
    """Return an expression for how binary files begin, with a group for each kind, and the kinds."""
    table = _rows("binary")
    pattern = "|".join(f"({pattern})" for _, pattern in table)
    return re.compile(pattern.encode("latin-1"), re.DOTALL), [kind for kind, _ in table]


def binary_kind(data: bytes) -> str | None:
    """Return what a file is by the mark that it begins with and what its format demands behind it; None for any other file."""
    pattern, kinds = _beginnings()
    found = pattern.match(data[:80])
    return kinds[found.lastindex - 1] if found and found.lastindex else None


def refused(head: bytes) -> FeedError | None:
    """Return the reason against a file that begins with `head`, as an error to raise; None where it may be a feed.

    NoArticle for a sound file of a kind that holds no story, FeedError for one that is not supported.
    """
    if (what := binary_kind(head)) is not None:
        return FeedError(what, hint=_SAVE if "supported" in what else None)
    begin = head[:400].lstrip(b"\xef\xbb\xbf \t\r\n\0")
    if (export := _export(head, is_marked=begin.startswith(b"<"))) is not None:
        return FeedError(_PRESS.format(export), hint=_EXPORT_HINT)
    if begin.startswith(b"<") and not begin.startswith(b"<?php"):
        if _TOPICS.match(begin):
            return NoArticle("queries of a test collection (TREC)")
        root = root_name(head)
        return _of_root(root[1].lower()) if root is not None else None
    if begin.startswith((b"{", b"[")) and _TIMED.match(begin) is None:
        return None
    kind = kind_of_text(_text(head))
    return NoArticle(kind) if kind is not None else None


@cache
def _exports(how: str) -> list[tuple[str, re.Pattern[bytes], list[bytes]]]:
    """Return the press databases whose exports are pages or texts: what each is, its expression, and marks of which it has one."""
    return [
        (
            kind,
            re.compile(pattern.encode("latin-1"), re.MULTILINE),
            [mark.replace("\\t", "\t").encode() for mark in marks.split("|")],
        )
        for kind, pattern, marks in _rows(how)
    ]


def _export(head: bytes, *, is_marked: bool) -> str | None:
    """Return the press database whose export a file is, or None: a page that is made to be shared is none."""
    if is_marked and is_made_to_be_shared(head):
        return None
    for kind, pattern, marks in _exports("page" if is_marked else "text"):
        if any(map(head.__contains__, marks)) and pattern.search(head):
            return kind
    return None


_TOPICS = re.compile(rb"<top>\s*<num>", re.IGNORECASE)

_SAVE = "save it as text, HTML or CSV"
_TIMED = re.compile(rb"\{\d|\[(?:\d\d|[a-z]{2,6}:|[A-Z][a-z]{2}[ a-z]|[A-Z]{4,8}\]|\d{4}[-/])")
"""How subtitles and logs begin with a bracket."""


def _text(head: bytes) -> str:
    """Return the whole lines that a head begins with."""
    part = head[:_LOOKED_AT]
    text = (
        decode(part)
        if part[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in part[:64]
        else part.decode("latin-1")
    )
    text = text.removeprefix("\xef\xbb\xbf")
    return text if len(head) <= _LOOKED_AT else text[: text.rfind("\n") + 1] or text


def kind_of_text(text: str) -> str | None:
    """Return what a text is by how it begins or by what nearly all its lines are; None where it may be a story."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff\n\t ").rstrip()
    for kind, begins in _forms("begins").items():
        if begins.match(text):
            return kind
    if text.startswith("<"):
        return None
    lines = [line.strip() for line in text.split("\n") if line.strip() and not _COMMENT.match(line)]
    if not lines:
        return None
    for kind, consists in _forms("lines").items():
        if (consists.match(lines[0]) or consists.match(lines[-1])) and _share(lines, consists) >= 0.9:
            return kind
    return _log(text)


def _share(lines: list[str], form: re.Pattern[str]) -> float:
    """Return how much of the lines is of a form, from 0 to 1."""
    return sum(form.match(line) is not None for line in lines) / len(lines)


def _log(text: str) -> str | None:
    """Return what a log is called, most of whose lines are entries; what is indented continues the entry before it."""
    lines = [line for line in text.split("\n") if line.strip() and not line[0].isspace()]
    ((kind, entry),) = _forms("log").items()
    return kind if lines and entry.match(lines[0]) and _share(lines, entry) >= 0.6 else None


def kind_of_json(document: Mapping[str, Any]) -> str | None:
    """Return what a JSON document is by its keys where it is not a list of articles; None where it may be one."""
    if "$schema" in document and document.get("type") in ("object", "array", "string"):
        return "a JSON schema"
    return next((kind for kind, keys in _rows("keys") if document.keys() >= set(keys.split())), None)


def _of_root(name: str) -> FeedError | None:
    """Return the reason against a document with this root, by whether it holds stories; None where it may be a feed."""
    for kind, root in _rows("archive root"):
        if root == name:
            return FeedError(_PRESS.format(kind))
    return next((NoArticle(kind) for kind, root in _rows("root") if root == name), None)


def refused_xml(root: Any) -> FeedError | None:
    """Return the reason against an XML document, by its root; None where there may be a story in it."""
    from morgue.feeds.support.failure_messages import message_in_xml

    name = local(root).lower()
    if (reason := _of_root(name)) is not None:
        return reason
    if (message := message_in_xml(name, root)) is not None:
        return NoArticle(f"an error message: {message}")
    return None
