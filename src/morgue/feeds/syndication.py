"""What RSS in all its versions, RDF, CDF and Atom share: items, where they stand, and what they say.

The dialects borrow from each other freely, so one table reads all: an element is known by its name and the
group of its namespace. A document that is not well-formed is cut into its items first, and each is read by
itself, so that damage to one leaves the others whole.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from morgue.errors import FeedError
from morgue.feeds.encoding import decode, undoubled
from morgue.feeds.markup import plain
from morgue.feeds.xml import Parsed, markup_of, mended, parse, raw_text

Element = Any
Children = Mapping[str, list[Element]]

_GROUPS = (
    ("purl.org/dc/terms", "dcterms:"),
    ("purl.org/dc/elements", "dc:"),
    ("modules/content", "content:"),
    ("search.yahoo.com/mrss", "media:"),
    ("w3.org/1999/xhtml", "xhtml:"),
    ("georss", "georss:"),
    ("wordpress.org/export/1.2/excerpt", "excerpt:"),
    ("wordpress.org/export", "wp:"),
    ("feedburner", "feedburner:"),
    ("prismstandard.org", "prism:"),
    ("schemas.google.com/g/2005", "gd:"),
    ("itunes", "itunes:"),
    ("purl.org/rss/1.0/modules/rss091", ""),
    ("purl.org/rss/1.0/modules/", "module:"),
    ("purl.org/rss/", ""),
    ("purl.org/net/rss", ""),
    ("netscape.com/rdf", ""),
    ("backend.userland.com", ""),
    ("blogs.law.harvard.edu/tech/rss", ""),
    ("w3.org/2005/atom", ""),
    ("purl.org/atom", ""),
    ("purl.org/pie", ""),
    ("purl.org/echo", ""),
    ("example.com/ne", ""),
    ("uri/of/echo", ""),
)
_PREFIXES = {"rss": "", "atom": "", "a10": "", "geo": "geo:"}
_ITEMS = frozenset(("item", "entry", "rbnews"))
_XML = "{http://www.w3.org/XML/1998/namespace}"


@dataclass(frozen=True, slots=True)
class Item:
    """One item: its element, and where its bytes stand (the whole document where that is not known)."""

    element: Element
    offset: int
    length: int


@dataclass(slots=True)
class Document:
    """A feed taken apart: its root, what describes the channel, the items, and what was wrong with them."""

    root: Element
    channel: Children
    items: list[Item]
    complaints: list[str] = field(default_factory=list)


@lru_cache(maxsize=2048)
def key_of(tag: str) -> str:
    """The name of an element in the one table: `title`, `dc:creator`, `content:encoded`, `?:unknown`."""
    if tag.startswith("{"):
        namespace, _, local = tag[1:].partition("}")
        lowered = namespace.lower()
        for part, group in _GROUPS:
            if part in lowered:
                return group + local.lower()
        return "?:" + local.lower()
    prefix, colon, local = tag.rpartition(":")
    return _PREFIXES.get(prefix.lower(), prefix.lower() + colon) + local.lower()


def children(element: Element) -> dict[str, list[Element]]:
    """The child elements by key, in document order."""
    found: dict[str, list[Element]] = {}
    for child in element:
        if isinstance(child.tag, str):
            found.setdefault(key_of(child.tag), []).append(child)
    return found


def document(data: bytes) -> Document:
    """The feed in `data`. Raises FeedError for what is no XML; items may be none."""
    parsed = parse(data)
    if parsed.recovered:
        return _salvaged(data, parsed)
    elements = _elements(parsed.root)
    spans = _spans(data)
    if len(spans) != len(elements):
        spans = [(0, len(data))] * len(elements)
    items = [Item(element, start, end - start) for element, (start, end) in zip(elements, spans, strict=True)]
    return Document(parsed.root, _channel(parsed.root), items)


def _elements(root: Element) -> list[Element]:
    """The item elements of a tree, in document order."""
    return [
        element
        for element in root.iter("{*}item", "{*}entry", "{*}ITEM", "{*}Item", "{*}RBNews")
        if key_of(element.tag) in _ITEMS
    ]


def _channel(root: Element) -> dict[str, list[Element]]:
    """What describes the channel: the children of `channel`, or of the root where there is none."""
    if key_of(root.tag) in _ITEMS:
        return {}
    own = children(root)
    for element in own.get("channel", ()):
        for key, value in children(element).items():
            own.setdefault(key, []).extend(value)
    return own


_OPENING = re.compile(rb"<((?:[A-Za-z][\w.-]{0,20}:)?(?:[iI][tT][eE][mM]|entry|RBNews))(?=[\s>])")


def _spans(data: bytes) -> list[tuple[int, int]]:
    """(start, end) in bytes of each item, by its tags; none where they are not written in ASCII."""
    spans: list[tuple[int, int]] = []
    ends: set[bytes] = set()
    for found in _OPENING.finditer(data):
        closing = b"</" + found[1] + b">"
        end = -1 if closing in ends else data.find(closing, found.end())
        if end < 0:
            ends.add(closing)
            continue
        spans.append((found.start(), end + len(closing)))
    return spans


_ITEM = re.compile(r"<((?:[A-Za-z][\w.-]{0,20}:)?(?:item|entry|rbnews))(?=[\s>])", re.IGNORECASE)
_DECLARATION = re.compile(r"""\sxmlns(?::[\w.-]+)?\s*=\s*(?:"[^"<>]*"|'[^'<>]*')""")


def _salvaged(data: bytes, parsed: Parsed) -> Document:
    """A document that is not well-formed, item by item."""
    text = mended(decode(data))
    opens = list(_ITEM.finditer(text))
    spans = _spans(data)
    if len(spans) != len(opens):
        spans = []
    first = opens[0].start() if opens else 0
    declared = "".join(dict.fromkeys(_DECLARATION.findall(text, 0, min(first, 65_536))))
    found = Document(parsed.root, _channel(parsed.root), [])
    for number, mark in enumerate(opens):
        limit = opens[number + 1].start() if number + 1 < len(opens) else len(text)
        end = text.find(f"</{mark[1]}", mark.end(), limit)
        inside = text[mark.end() : end if end >= 0 else limit]
        start, stop = spans[number] if spans else (0, len(data))
        found.items.append(Item(_item(mark[1], inside.partition(">"), declared), start, stop - start))
        if end < 0:
            found.complaints.append(f"item {number + 1} is not closed")
    if not opens:
        found.items.extend(Item(element, 0, len(data)) for element in _elements(parsed.root))
    return found


_CHILD = re.compile(r"<([A-Za-z][\w.-]{0,40}(?::[\w.-]{1,40})?)((?:\s[^<>]*)?)>")
_ATTRIBUTE = re.compile(r"""([\w.:-]+)\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)')""")


def _item(name: str, cut: tuple[str, str, str], declared: str) -> Element:
    """An item of its own: strictly where its XML is sound, else by the tags of its children."""
    attributes, _, inside = cut
    document = f"<{name}{attributes}{declared}>{inside}</{name}>"
    try:
        parsed = parse(document.encode("utf-8", "ignore"))
    except FeedError:
        parsed = None
    if parsed is not None and not parsed.recovered:
        return parsed.root
    return _loose(name, inside)


def _loose(name: str, inside: str) -> Element:
    """An item whose children are taken by their tags alone; what stands inside one is its text."""
    from lxml import etree

    root = etree.Element(name.rpartition(":")[2])
    at = 0
    while (child := _CHILD.search(inside, at)) is not None:
        at = child.end()
        prefix, _, local = child[1].rpartition(":")
        tag = (
            f"{{{_BY_PREFIX[prefix]}}}{local}"
            if prefix in _BY_PREFIX
            else local
            if prefix in _PREFIXES or not prefix
            else f"{{{prefix}}}{local}"
        )
        element = etree.SubElement(root, tag)
        for key, double, single in _ATTRIBUTE.findall(child[2]):
            element.set(key.rpartition(":")[2], decoded(double or single))
        if child[2].endswith("/"):
            continue
        end = inside.find(f"</{child[1]}", at)
        content = inside[at : end if end >= 0 else len(inside)]
        element.text = _CUT_TAG.sub("", decoded(content)) if end < 0 else decoded(content)
        at = inside.find(">", end) + 1 if end >= 0 else len(inside)
        if at == 0:
            break
    return root


_BY_PREFIX = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "media": "http://search.yahoo.com/mrss/",
    "georss": "http://www.georss.org/georss",
    "wp": "http://wordpress.org/export/1.2/",
}
_CUT_TAG = re.compile(r"<[^<>]*\Z")
_CDATA = re.compile(r"<!\[CDATA\[(.*?)(?:\]\]>|\Z)", re.DOTALL)


def decoded(content: str) -> str:
    """Raw XML content as the text that a parser would give: CDATA as it stands, references decoded once."""
    import html

    pieces: list[str] = []
    at = 0
    for found in _CDATA.finditer(content):
        pieces += [html.unescape(content[at : found.start()]), found[1]]
        at = found.end()
    pieces.append(html.unescape(content[at:]))
    return "".join(pieces)


# What one element says ------------------------------------------------------------------------------------

_TEXTUAL = re.compile(r"text|html|xml")
_BINARY = re.compile(r"(?:application|image|audio|video|font|model)/")


def prose(element: Element) -> str:
    """The text of a title, a summary or a body, by its `type` and `mode` (RFC 4287, section 3.1; Atom 0.3).

    An element without a type holds escaped HTML, or text, or markup as it stands.
    """
    kind = (element.get("type") or "").lower().strip()
    mode = (element.get("mode") or "").lower()
    if element.get("src") and len(element) == 0 and not (element.text or "").strip():
        return ""
    if len(element):
        return plain(undoubled(markup_of(element)))
    text = undoubled(element.text or "")
    if mode == "base64" or (_BINARY.match(kind) and not _TEXTUAL.search(kind)):
        return _from_base64(text, kind)
    if kind in ("text", "text/plain") and mode != "escaped":
        return text.strip() if "\n" not in text else plain(text.replace("&", "&amp;").replace("<", "&lt;"))
    return plain(text)


def _from_base64(text: str, kind: str) -> str:
    """The text in base64 content; nothing for pictures and sound."""
    try:
        data = base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return ""
    if kind and not _TEXTUAL.search(kind):
        try:
            return plain(data.decode("utf-8"))
        except UnicodeDecodeError:
            return ""
    return plain(decode(data))


def first(item: Children, *keys: str) -> tuple[str | None, str]:
    """(text on one line, key) of the first element of these keys that holds text; (None, "") where none does."""
    for key in keys:
        for element in item.get(key, ()):
            text = line_of(element)
            if text:
                return text, key
    return None, ""


def every(item: Children, *keys: str) -> Iterator[str]:
    """The text on one line of each element of these keys."""
    for key in keys:
        for element in item.get(key, ()):
            text = line_of(element)
            if text:
                yield text


def line_of(element: Element) -> str:
    """The text in an element on one line; empty where there is none."""
    return " ".join(undoubled(raw_text(element)).split())


def language_of(element: Element) -> str | None:
    """The nearest `xml:lang`, of the element or what it stands in."""
    while element is not None:
        lang = element.get(_XML + "lang")
        if lang:
            return str(lang)
        element = element.getparent()
    return None
