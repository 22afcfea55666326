"""Take apart what RSS in all its versions, RDF, CDF and Atom share: items, where they are, and what they say.

The dialects borrow from each other freely, so one table reads all: an element is known by its name and the
group of its namespace. A document that is not well-formed is cut into its items first, and each is read by
itself, so that damage to one leaves the others whole.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from morgue.errors import FeedError
from morgue.feeds.support.markup import line
from morgue.feeds.support.xml import ILLEGAL, Parsed, mended, parse
from morgue.feeds.support.xml_elements import Element, spans
from morgue.feeds.syndication.elements import PREFIXES, Children, children, is_known, key_of
from morgue.io.encoding import decode, undoubled, undoubled_parts

MAX_SALVAGED = 100_000
"""How many items of a document that is not well-formed are read, each at its own cost."""

_ITEMS = frozenset(("item", "entry", "rbnews"))


@dataclass(frozen=True, slots=True)
class Item:
    """One item: its element, and where its bytes are (the whole document where that is not known).

    `is_cut` says that the feed ends in it.
    """

    element: Element
    offset: int
    length: int
    is_cut: bool = False


@dataclass(slots=True)
class Document:
    """A feed taken apart: its root, what describes the channel, the items, and what was wrong with them.

    `silent` is how many items are left out because they hold neither text nor an attribute.
    """

    root: Element
    channel: Children
    items: list[Item]
    complaints: list[str] = field(default_factory=list)
    silent: int = 0


def document(data: bytes) -> Document:
    """Return the feed in `data`. Raises FeedError for what is no XML; items may be none."""
    parsed = parse(data)
    _take_default_namespace(parsed.root)
    if parsed.recovered:
        found = _salvage(data, parsed)
        _mend([parsed.root, *(item.element for item in found.items)])
        return found
    if not data.isascii():
        _mend([parsed.root])
    count = sum(1 for _ in _elements(parsed.root))
    places = spans(data, _ITEM_NAMES, count)
    items = [
        Item(element, *place)
        for element, place in zip(_elements(parsed.root), places, strict=True)
        if _says_something(element)
    ]
    return Document(parsed.root, _channel(parsed.root), items, silent=count - len(items))


_LABELS = ("label", "term", "text")
"""Attributes that hold words."""


def _mend(roots: list[Element]) -> None:
    """Make text that was encoded twice whole: in all of the feed where one text of it is so, or in none."""
    texts = [each for root in roots for each in root.iter() if _is_beyond_ascii(each)]
    parts = (part for each in texts for part in (each.text, each.tail, *map(each.get, _LABELS)) if part)
    if all(undoubled(each) == each for each in parts):
        return
    for each in texts:
        each.text = each.text and undoubled_parts(each.text)
        each.tail = each.tail and undoubled_parts(each.tail)
        for name in _LABELS:
            if value := each.get(name):
                each.set(name, undoubled_parts(value))


def _is_beyond_ascii(element: Element) -> bool:
    """Return whether any word of an element's own is written in more than ASCII."""
    own = (element.text, element.tail, *map(element.get, _LABELS))
    return isinstance(element.tag, str) and not all(each is None or each.isascii() for each in own)


def _take_default_namespace(root: Element) -> None:
    """Name the elements of a feed without its own namespace, where that is none of a format or module known here.

    What is not prefixed in RSS, RDF and Atom is of the format, whatever namespace a feed declares as its default.
    """
    found = {
        (each.nsmap.get(each.prefix), each.prefix)
        for each in (root, *islice(root.iter("{*}channel", "{*}item", "{*}entry"), 2))
        if each.prefix is None or key_of(each.tag).startswith("?:")
    }
    own = {(namespace, prefix) for namespace, prefix in found if namespace and not is_known(namespace)}
    if not own:
        return
    for element in root.iter("{*}*"):
        if (element.nsmap.get(element.prefix), element.prefix) in own:
            element.tag = element.tag.rpartition("}")[2]


def _elements(root: Element) -> Iterator[Element]:
    """Yield the item elements of a tree, in document order."""
    return (
        element
        for element in root.iter("{*}item", "{*}entry", "{*}ITEM", "{*}Item", "{*}RBNews")
        if key_of(element.tag) in _ITEMS
    )


def _says_something(element: Element) -> bool:
    """Return whether there is any text or attribute in an element; most have some at their beginning."""
    return any(
        each.attrib or (each.text and not each.text.isspace()) or (each.tail and not each.tail.isspace())
        for each in element.iter()
    )


def _channel(root: Element) -> dict[str, list[Element]]:
    """Return what describes the channel: the children of `channel`, or of the root where there is none."""
    if key_of(root.tag) in _ITEMS:
        return {}
    own = children(root, without=_ITEMS)
    for element in own.get("channel", ()):
        for key, value in children(element, without=_ITEMS).items():
            own.setdefault(key, []).extend(value)
    return own


_ITEM_NAMES = "[iI][tT][eE][mM]|entry|RBNews"
_ITEM = re.compile(r"<((?:[A-Za-z][\w.-]{0,20}:)?(?:item|entry|rbnews))(?=[\s>])", re.IGNORECASE)
_DECLARATION = re.compile(r"""\sxmlns(?::[\w.-]+)?\s*=\s*(?:"[^"<>]*"|'[^'<>]*')""")


def _salvage(data: bytes, parsed: Parsed) -> Document:
    """Return a document that is not well-formed, item by item."""
    text = mended(decode(data))
    opens = list(islice(_ITEM.finditer(text), MAX_SALVAGED + 1))
    places = spans(data, _ITEM_NAMES, sum(1 for _ in _ITEM.finditer(text)))
    first = opens[0].start() if opens else 0
    declared = "".join(dict.fromkeys(_DECLARATION.findall(text, 0, min(first, 65_536))))
    found = Document(parsed.root, _channel(parsed.root), [])
    for number, (mark, place) in enumerate(zip(opens[:MAX_SALVAGED], places, strict=False)):
        limit = opens[number + 1].start() if number + 1 < len(opens) else len(text)
        end = text.find(f"</{mark[1]}", mark.end(), limit)
        inside = text[mark.end() : end if end >= 0 else limit]
        is_cut = end < 0 and limit == len(text)
        element = _item(mark[1], inside.partition(">"), declared, is_cut=is_cut)
        if end < 0:
            said = (
                ""
                if element is not None
                else f", and of it only this was read: {inside.lstrip('> ').strip()[:200]}"
            )
            found.complaints.append(f"item {number + 1} is not closed{said}")
        if element is not None:
            found.items.append(Item(element, *place, is_cut))
    if len(opens) > MAX_SALVAGED:
        found.complaints.append(f"only the first {MAX_SALVAGED} items of a damaged feed are read")
    if not opens:
        found.items.extend(Item(element, 0, len(data)) for element in _elements(parsed.root))
    return found


_CHILD = re.compile(r"<([A-Za-z][\w.-]{0,40}(?::[A-Za-z][\w.-]{0,40})?)((?:\s[^<>]*|/)?)>", re.ASCII)
_ATTRIBUTE = re.compile(
    r"""(?:[A-Za-z_][\w.-]{0,40}:)?([A-Za-z_][\w.-]{0,40})\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)')""", re.ASCII
)


def _item(name: str, cut: tuple[str, str, str], declared: str, *, is_cut: bool) -> Element | None:
    """Return an item of its own: strictly where its XML is sound, else by the tags of its children.

    None for one that the feed ends in before its title is whole.
    """
    attributes, _, inside = cut
    document = f"<{name}{attributes}{declared}>{inside}</{name}>"
    try:
        parsed = parse(document.encode("utf-8", "ignore"))
    except FeedError:
        parsed = None
    if parsed is not None and not parsed.recovered:
        _take_default_namespace(parsed.root)
        return parsed.root
    element = _read_tags(name, inside, is_cut=is_cut)
    return element if len(element) or not is_cut else None


_UNUSABLE = frozenset(("link", "guid", "id", "pubdate", "published", "updated", "date", "title"))
"""Children of which a part is of no use, or misleads: half an address, half a date."""


def _read_tags(name: str, inside: str, *, is_cut: bool) -> Element:
    """Return an item whose children are taken by their tags alone; what is inside one is its text.

    Where the feed ends in the item (`is_cut`), an address or a date that it ends in is left out.
    """
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
            if prefix in PREFIXES or not prefix
            else f"{{{prefix}}}{local}"
        )
        element = etree.SubElement(root, tag)
        for key, double, single in _ATTRIBUTE.findall(child[2]):
            element.set(key, decoded(double or single))
        if child[2].endswith("/"):
            continue
        end = inside.find(f"</{child[1]}", at)
        if end < 0 and is_cut and local.lower() in _UNUSABLE:
            root.remove(element)
            break
        content = inside[at : end if end >= 0 else len(inside)]
        text = line(content, declared=True) if local == "title" and "<![" not in content else decoded(content)
        element.text = _CUT_TAG.sub("", text) if end < 0 else text
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
    """Return raw XML content as the text that a parser would give: CDATA as it is, references decoded once."""
    pieces: list[str] = []
    at = 0
    for found in _CDATA.finditer(content):
        pieces += [html.unescape(content[at : found.start()]), found[1]]
        at = found.end()
    pieces.append(html.unescape(content[at:]))
    return ILLEGAL.sub("", "".join(pieces))
