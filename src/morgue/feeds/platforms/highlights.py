"""Read a story of the collection of CNN and the Daily Mail (`.story`, Hermann et al., 2015): a text, then its highlights.

    The ferry was lost.

    @highlight

    The ferry Thetis was lost

The highlights are the points that the page had beside its story, and are kept beside it; there is no headline. A file is named by
the SHA-1 of the page's address. Stories of the Daily Mail begin with the lines of their page: `By`, the name, the moments.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from morgue.errors import NoArticle
from morgue.extract.assembly import article
from morgue.extract.dates import reading
from morgue.extract.draft import Draft
from morgue.io.encoding import decode, narrow
from morgue.io.feed import Feed
from morgue.model.article import Article

_MARK = re.compile(rb"^@highlight\s*$", re.MULTILINE)
_HIGHLIGHT = re.compile(r"^@highlight[ \t]*$", re.MULTILINE)
_DIGEST = re.compile(r"[0-9a-f]{40}")
_BLANK = re.compile(r"\n\s*\n")
_LABEL = re.compile(
    r"(by|(?:published|created|posted)|(?:updated|last updated at|last updated))\s*:?\Z", re.IGNORECASE
)
_STATED = re.compile(
    r"(?:last updated at|(published|created|posted)|updated)\s*:?\s+(\S.{6,60})\Z", re.IGNORECASE
)
_MARKS = frozenset((".", "|", ""))
LONGEST = 90
"""A line above a story is no longer, in code points."""


def sniff(head: bytes, name: str) -> int:
    """Return 96 for a text with a line `@highlight`, else 0; 96, too, for a first line of one (a story without text)."""
    return 96 if _MARK.search(narrow(head)) else 0


def read(feed: Feed) -> Iterator[Article]:
    """Yield the story. Raises NoArticle where there is no text and no highlight."""
    data = feed.bytes()
    text, *points = _HIGHLIGHT.split(decode(data).replace("\r\n", "\n"))
    draft = Draft()
    stem = feed.name.partition(".")[0]
    draft.identifier = stem if _DIGEST.fullmatch(stem) else None
    lines = [" ".join(each.split()) for each in _BLANK.split(text) if each.strip()]
    story = _without_heading(lines, draft)
    draft.state("text", "\n\n".join(story), "text")
    if draft.text:
        draft.evidence["body"] = "text"
    draft.boilerplate += [words for each in points if (words := " ".join(each.split()))]
    draft.clean()
    if not (draft.text or draft.boilerplate):
        raise NoArticle("a story without text")
    yield article(draft, feed.at(0, len(data)))


def _without_heading(lines: list[str], draft: Draft) -> list[str]:
    """Return the paragraphs below what a page of the Daily Mail says first, which is stated: `By`, `.`, `Jane Doe`, `.`, `PUBLISHED:`, …"""
    at = 0
    names: list[str] = []
    while at < len(lines) and len(lines[at]) <= LONGEST:
        line = lines[at]
        if line in _MARKS:
            at += 1
            continue
        label = _LABEL.match(line)
        if label is None and (found := _STATED.match(line)) and reading(found[2]):
            draft.state("published" if found[1] else "updated", found[2], "heading")
            at += 1
            continue
        if label is None:
            break
        at = _behind_marks(lines, at + 1)
        if at >= len(lines) or len(lines[at]) > LONGEST:
            break
        kind = label[1].lower()
        if kind == "by":
            names.append(lines[at])
        elif reading(lines[at]):
            draft.state("updated" if "updated" in kind else "published", lines[at], "heading")
        else:
            continue
        at += 1
    draft.state("byline", " and ".join(names), "By")
    return lines[at:]


def _behind_marks(lines: list[str], at: int) -> int:
    while at < len(lines) and lines[at] in _MARKS:
        at += 1
    return at
