"""What the XML news formats share: elements by local name, their text on one line, where a story stands.

Namespaces are ignored: agencies declare them, forget them and invent them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from morgue.errors import FeedError, NoArticle
from morgue.extract.assembly import article
from morgue.extract.draft import Draft

if TYPE_CHECKING:
    from morgue.feeds.support.xml import Parsed
    from morgue.io.feed import Feed
    from morgue.model.article import Article

Element = Any
"""An lxml element; lxml itself is imported only by what parses."""


def local(node: Element) -> str:
    """The name of an element without its namespace; empty for a comment or processing instruction."""
    tag = node.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(node: Element, name: str) -> Iterator[Element]:
    """The child elements of that local name, in order."""
    return iter(node.iterchildren("{*}" + name))


def every(node: Element, path: str) -> list[Element]:
    """All elements at a path of local names (`contentMeta/headline`) below `node`."""
    found = [node]
    for name in path.split("/"):
        found = [child for each in found for child in children(each, name)]
    return found


def first(node: Element, path: str) -> Element | None:
    """The first element at a path of local names, or None."""
    for name in path.split("/"):
        node = next(children(node, name), None)
        if node is None:
            return None
    return node


def descendants(node: Element, *names: str) -> Iterator[Element]:
    """All elements of those local names below and including `node`, in document order."""
    return iter(node.iter(*("{*}" + name for name in names)))


@cache
def string_of() -> Callable[[Element], str]:
    """The text of an element and all below it, by an expression that is compiled once."""
    from lxml import etree

    text: Callable[[Element], str] = etree.XPath("string()", smart_strings=False)
    return text


def line_of(node: Element | None) -> str | None:
    """The text of an element on one line, without its comments; None where it has none."""
    if node is None:
        return None
    text = string_of()(node) if len(node) else node.text or ""
    return " ".join(text.split()) or None


def line_at(node: Element, path: str) -> str | None:
    """The first line of text that is not empty at a path of local names."""
    return next(filter(None, map(line_of, every(node, path))), None)


def language_of(node: Element) -> str | None:
    """The xml:lang in force at an element, or None."""
    while node is not None:
        for name, value in node.attrib.items():
            if (
                name == "{http://www.w3.org/XML/1998/namespace}lang" or name.rpartition("}")[2] == "lang"
            ) and value:
                return str(value)
        node = node.getparent()
    return None


def spans(data: bytes, name: str, count: int) -> list[tuple[int, int]]:
    """Offset and length in bytes of the `count` elements of that name; of the whole where they do not show."""
    whole = (0, len(data))
    if count < 2:
        return [whole] * count
    starts = [
        found.start() for found in re.finditer(rb"<(?:[\w.-]{1,40}:)?%s(?=[\s>])" % name.encode(), data)
    ]
    ends = [found.end() for found in re.finditer(rb"</(?:[\w.-]{1,40}:)?%s\s{0,80}>" % name.encode(), data)]
    if (
        len(starts) != count
        or len(ends) != count
        or any(end < start for start, end in zip(starts, ends, strict=True))
    ):
        return [whole] * count
    return [(start, end - start) for start, end in zip(starts, ends, strict=True)]


def stories_of(
    feed: Feed,
    parsed: Parsed,
    data: bytes,
    drafts: Iterable[tuple[Draft, tuple[int, int]]],
    instead: Callable[[], str],
) -> Iterator[Article]:
    """The articles of a document, from drafts and where in `data` each stands, by offset and length.

    Where there are none: FeedError for a damaged document, else NoArticle with what is there `instead`.
    """
    found = False
    for draft, (offset, length) in drafts:
        worded = draft.headline or draft.text
        draft.clean()
        if worded and not (draft.headline or draft.text):
            continue
        if not found:
            _complain_of_damage(feed, parsed, data)
        found = True
        yield article(draft, feed.at(offset, length))
    if not found:
        if parsed.recovered:
            raise FeedError(f"the document is damaged and holds no readable story: {parsed.error}")
        raise NoArticle(instead())


def _complain_of_damage(feed: Feed, parsed: Parsed, data: bytes) -> None:
    """Tell the feed that its document had to be recovered, and whether it only breaks off."""
    if not parsed.recovered:
        return
    tail = data[-400:].replace(b"\0", b"").rstrip()
    whole = b"</" in tail and tail.endswith(b">") and local(parsed.root).encode() in tail
    what = "damaged" if whole else "truncated"
    feed.complain(f"the XML is {what}, what can be read is: {parsed.error}")
