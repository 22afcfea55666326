"""Read what an office document states about itself, as far as it says something of its story.

A title that a program has put there (the name of a file, `Document1`) says nothing. Who created a document is not who wrote
the story, and when it was created or saved is not when that was published, which templates and converters show: the byline
and the day are those that are printed.
"""

from __future__ import annotations

import re

from morgue.errors import FeedError
from morgue.feeds.office.package import optional_part, relations
from morgue.feeds.office.stories import About
from morgue.feeds.support.xml import parse
from morgue.feeds.support.xml_elements import Element, descendants, line_of
from morgue.io.zip import Package

_MADE_UP = re.compile(
    r"(?:microsoft (?:word|excel|powerpoint)|(?:un)?titled|unbenannt|sans (?:titre|nom)|sin título|senza (?:titolo|nome)|naamloos"
    r"|без имени|документ|document|dokument|documento|word document|normal|blank)\b[\s\d.-]*(?:-.*)?"
    r"|.*\.(?:docx?|rtf|odt|html?|txt|pdf|xlsx?|dotx?|indd|qxd)|[\w.~-]*\d[\w.~-]*|.{0,3}",
    re.IGNORECASE,
)
"""Titles that no person gave: a program's, a file's name, a number."""


def title_of(stated: str | None) -> str | None:
    """Return the title of a document on one line; None where there is none, or a program has made it up."""
    line = " ".join((stated or "").split())
    return None if not line or _MADE_UP.fullmatch(line) else line


def keywords_of(stated: str | None) -> list[str]:
    """Return keywords that are parted by commas or semicolons, each once."""
    words = (" ".join(each.split()) for each in re.split(r"[,;，；、]", stated or ""))
    return list(dict.fromkeys(filter(None, words)))


def about_package(package: Package) -> About:
    """Return what a document of Office Open XML states about itself (ECMA-376 part 2, 11: core properties)."""
    names = [target for kind, target in relations(package, "").values() if kind == "core-properties"]
    data = optional_part(package, names[0] if names else "docProps/core.xml")
    return _about(data, "keywords")


def about_opendocument(data: bytes | None) -> About:
    """Return what `meta.xml` of an OpenDocument file states (OpenDocument 1.3 part 3, 4.3)."""
    return _about(data, "keyword")


def _about(data: bytes | None, keywords: str) -> About:
    if data is None:
        return About()
    try:
        root: Element = parse(data).root
    except FeedError:  # the text can be read without them
        return About()
    titles = [line_of(node) for node in descendants(root, "title")]
    words = [word for node in descendants(root, keywords) for word in keywords_of(line_of(node))]
    return About(title_of(next(iter(titles), None)), list(dict.fromkeys(words)))
