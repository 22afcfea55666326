"""Make a tree of XML, hostile and broken as it may be.

`parse` is the one way to an XML tree here. No entity is ever expanded, no DTD or file or address is read, and
a tree deeper than 256 levels is refused. A sound document is parsed as it is. For any other the text is
mended first: junk before the declaration goes, the DOCTYPE goes, references to HTML's and to simple declared
entities become their characters, stray `&` and `<` are escaped, characters that XML 1.0 (section 2.2) does
not allow go. Then the strict parser is asked again, and last the recovering one.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, lru_cache
from html.entities import html5
from typing import Any, Protocol

from morgue.errors import FeedError
from morgue.feeds.support.vocabulary import PAGE_ELEMENTS
from morgue.feeds.support.xml_elements import Element, local
from morgue.feeds.support.xml_reasons import xml_reason
from morgue.io.encoding import EBCDIC_XML, codec_of, declaration, decode

MAX_EXPANSION = 1 << 20
"""How many characters declared entities may add to a document."""

_TOO_DEEP = 114  # libxml2's XML_ERR_RESOURCE_LIMIT


@dataclass(frozen=True, slots=True)
class Parsed:
    """A tree: `recovered` where parts may be missing, `error` what the strict parser said then, else None."""

    root: Element
    recovered: bool = False
    error: str | None = None


def parse(data: bytes, declared: str | None = None) -> Parsed:
    """Return the tree of a document. `declared` is an encoding that a header outside the document gives.

    Raises FeedError for what is no XML at all, nests deeper than 256 levels, or expands beyond bounds.
    """
    label = declared if declared is not None else declaration(data)
    if _is_plain(data, label):
        try:
            root = _tree(data.lstrip(), recover=False)
        except ValueError:
            pass
        else:
            if local(root).lower() not in PAGE_ELEMENTS or _FEED.search(data) is None:
                return Parsed(root)
    text = mended(decode(data, label))
    if not text:
        raise FeedError("empty document" if not data.strip() else "no XML element in the document")
    encoded = text.encode("utf-8", "ignore")
    try:
        return Parsed(_tree(encoded, recover=False))
    except ValueError as strict:
        if (several := _in_one(text)) is not None:
            encoded = several.encode("utf-8", "ignore")
            with suppress(ValueError):
                return Parsed(_tree(encoded, recover=False))
        try:
            root = _tree(encoded, recover=True)
        except ValueError as error:
            raise FeedError(f"not XML: {xml_reason(str(strict))}") from error
        return Parsed(root, recovered=_UNDECLARED.match(str(strict)) is None, error=xml_reason(str(strict)))


_FEED = re.compile(rb"<(?:rss|feed|[\w-]{1,20}:RDF)\s")
_UNDECLARED = re.compile(r"Namespace prefix \S+ (?:for \S+ )?on \S+ is not defined")


_SUSPECT = re.compile(rb"&#(?:1[2-5][0-9]|[xX][89][0-9a-fA-F]);|<!DOCTYPE", re.IGNORECASE)


def _is_plain(data: bytes, label: str | None) -> bool:
    """Return whether the bytes may go to the parser as they are: UTF-8 by declaration, without a DOCTYPE."""
    return (label is None or codec_of(label) == "utf-8") and _SUSPECT.search(data) is None


_SAFE: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}
"""How every parser of feeds is set: no entity is expanded, nothing is fetched, depth and text are bounded."""


def _parser(*, recover: bool) -> Any:
    from lxml import etree

    return etree.XMLParser(
        **_SAFE,
        collect_ids=False,  # an xml:id that is repeated, or is no name, is no damage to a document without a DTD
        recover=recover,
        encoding="utf-8",
    )


class SupportsRead(Protocol):
    """What gives bytes: a stream."""

    def read(self, size: int = -1, /) -> bytes:
        """Return up to `size` bytes, all that is left where it is negative."""


def pull_parser(stream: SupportsRead, tags: str | Iterable[str], *, events: Iterable[str] = ("end",)) -> Any:
    """Return what yields (event, element) for the elements with these tags of a document that is read piece by piece.

    `tags` are as lxml has them (`{*}p`). No entity is expanded, nothing is fetched, and depth and text are bounded as by
    `parse`. Damage is etree.XMLSyntaxError where it is met. What was yielded stays in memory until its reader clears it.
    """
    from lxml import etree

    return etree.iterparse(
        stream,
        events=tuple(events),
        tag=tags,
        **_SAFE,
    )


@cache
def _strict_parser() -> Any:
    """Return the one parser of sound documents: it keeps nothing of the one before, as a parser that recovers does."""
    return _parser(recover=False)


def _tree(data: bytes, *, recover: bool) -> Element:
    """Return the root of UTF-8 XML. Raises ValueError where strict parsing fails, or recovering finds nothing."""
    from lxml import etree

    parser = _parser(recover=True) if recover else _strict_parser()
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if error.code == _TOO_DEEP:
            raise FeedError("the XML is nested too deep, or one text in it is too long") from error
        raise ValueError(str(error)) from error
    if recover and any(entry.type == _TOO_DEEP for entry in parser.error_log):
        raise FeedError("the XML is nested too deep, or one text in it is too long")
    if root is None:
        raise ValueError("no element")
    return root


ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""The characters that XML 1.0 (section 2.2) does not allow."""

_AMPERSAND = re.compile(
    r"&(?:#([0-9]{1,10});|#[xX]([0-9a-fA-F]{1,8});|([A-Za-z_][A-Za-z0-9._-]{0,60});)?|<(?![^\x00- \"-.0-9;->@\[-^`{-\x7f])"
)
_ENTITY = re.compile(r"""<!ENTITY\s+([A-Za-z_][\w.-]{0,60})\s+(?:"([^"<%]{0,200})"|'([^'<%]{0,200})')\s*>""")
_KEPT = {"lt", "gt", "amp", "quot", "apos"}


def mended(text: str) -> str:
    """Return XML text with what strict parsers refuse mended; empty where there is no `<` at all."""
    start, body, subset = _prolog(text)
    if start < 0:
        return ""
    entities = {name: double or single for name, double, single in _ENTITY.findall(subset)}
    text = _without_page(text[body:]) if "<" in text[:start] else text[body:]
    if ILLEGAL.search(text):
        text = ILLEGAL.sub("", text)
    budget = [MAX_EXPANSION]
    pieces: list[str] = []
    for part, verbatim in _sections(text):
        pieces.append(part if verbatim else _AMPERSAND.sub(lambda m: _reference(m, entities, budget), part))
    return "".join(pieces)


def _without_page(text: str) -> str:
    """Return the document that begins the text, without what follows its root element: the rest of a page around it."""
    tag = _TAG.match(text)
    closing = f"</{tag[1]}:{tag[2]}" if tag and tag[2] else f"</{tag[1]}" if tag else ""
    end = text.rfind(closing) if closing else -1
    return text[: _after(text, ">", end)] if end >= 0 else text


def _sections(text: str) -> list[tuple[str, bool]]:
    """Return the text cut into (part, whether it is a CDATA section, a comment or an instruction)."""
    parts: list[tuple[str, bool]] = []
    at = 0
    ends = {"<![CDATA[": "]]>", "<!--": "-->", "<?": "?>"}
    for found in re.finditer(r"<!\[CDATA\[|<!--|<\?", text):
        if found.start() < at or found[0] not in ends:
            continue
        close = text.find(ends[found[0]], found.end())
        if close < 0:
            del ends[found[0]]
            continue
        close += len(ends[found[0]])
        parts += [(text[at : found.start()], False), (text[found.start() : close], True)]
        at = close
    parts.append((text[at:], False))
    return parts


def _reference(found: re.Match[str], entities: dict[str, str], budget: list[int]) -> str:
    """Return what replaces a reference, a bare ampersand or a stray `<` in well-formed XML."""
    decimal, hexadecimal, name = found.groups()
    if found[0] == "<":
        return "&lt;"
    if name in _KEPT:
        return found[0]
    if name:
        value = entities.get(name)
        if value is not None:
            budget[0] -= len(value)
            if budget[0] < 0:
                raise FeedError("the entities of the document expand beyond bounds")
            return html.escape(html.unescape(value), quote=False)
        value = html5.get(name + ";")
        return html.escape(value) if value is not None else f"&amp;{name};"
    if decimal or hexadecimal:
        return html.escape(ILLEGAL.sub("", html.unescape(found[0])))
    return "&amp;"


_DOCTYPE = re.compile(r"""<!DOCTYPE(?:[^\[<>"']++|"[^"]*+"|'[^']*+')*+(\[)?""", re.IGNORECASE)
_SUBSET_END = re.compile(r"\]\s{0,80}>")
_SPACE = re.compile(r"[\s\ufeff\x00]*")


def _prolog(text: str) -> tuple[int, int, str]:
    """Return where the markup starts (-1: nowhere), where the root element does, and the DOCTYPE's own subset.

    A document inside a page, or behind the messages of a server, starts where the page's own markup ends.
    """
    start, at, subset = _prolog_from(text, _start(text))
    if start >= 0 and (tag := _TAG.match(text, at)) and (tag[2] or tag[1]).lower() in PAGE_ELEMENTS:
        inside = document_inside(text, at)
        if inside > at:
            found = _prolog_from(text, inside)
            following = _TAG.match(text, found[1])
            before = text[max(at, inside - 200) : inside].rstrip()
            if not (following and following[0] == tag[0] and before.endswith(f"</{tag[1]}>")):
                return found  # else the documents follow one another
    return start, at, subset


def _prolog_from(text: str, start: int) -> tuple[int, int, str]:
    at = start
    subset = ""
    while 0 <= at < len(text):
        at = _SPACE.match(text, at).end()  # type: ignore[union-attr]  # an empty match at least
        if text.startswith("<?", at):
            at = _after(text, "?>", at)
        elif text.startswith("<!--", at):
            at = _after(text, "-->", at)
        elif doctype := _DOCTYPE.match(text, at):
            at = doctype.end()
            if doctype[1]:
                closing = _SUBSET_END.search(text, at)
                subset = text[at : closing.start()] if closing else ""
                at = closing.end() if closing else _after(text, ">", at)
            else:
                at = _after(text, ">", at)
        else:
            break
    return start, at, subset


def _start(text: str) -> int:
    """Return where the markup starts: the first `<`, or the XML declaration behind some junk; -1 for nowhere."""
    first = text.find("<")
    if first > 0 and text[:first].strip("\ufeff\x00 \t\r\n"):
        declared = text.find("<?xml", first, first + 4096)
        return declared if declared >= 0 else first
    return first


_WITH_A_HEAD = frozenset(("rss", "feed", "rdf", "channel", "urlset", "sitemapindex"))
"""The roots of feeds, whose items are read one by one where the feed is damaged."""
_NOT_JOINED = (PAGE_ELEMENTS | _WITH_A_HEAD) - {"article"}
_DECLARED = re.compile(r"<!DOCTYPE[^<>\[]{0,500}(?:\[[^\]]{0,2000}\]\s{0,80})?>", re.IGNORECASE)


def _in_one(text: str) -> str | None:
    """Return the documents that follow one another in a text inside one root; None where there is only one.

    They are of one kind: the first root is closed and opens again, whatever declarations are between.
    """
    tag = _TAG.match(text)
    if tag is None or (tag[2] or tag[1]).lower() in _NOT_JOINED:
        return None
    close = text.find(f"</{tag[0][1:]}")
    if close < 0 or not re.match(
        rf"</[^<>]{{1,200}}>\s*(?:<\?[^<>]{{0,500}}\?>\s*|<!--(?:(?!-->).)*+-->\s*|<!DOCTYPE[^<>\[]{{0,500}}(?:\[[^\]]{{0,2000}}\]\s{{0,80}})?>\s*)*+{re.escape(tag[0])}[\s/>]",
        text[close:],
        re.DOTALL | re.IGNORECASE,
    ):
        return None
    parts = [
        part if verbatim else _DECLARED.sub("", part)
        for part, verbatim in _sections(text)
        if not part.startswith("<?xml")
    ]
    return f"<documents>{''.join(parts)}</documents>"


_INSIDE_BYTES = 60_000
"""How far into a page a document is looked for; less than a head, so that its beginning shows in one."""

_INSIDE = re.compile(
    r"<\?xml\s+version[^<>]{0,200}\?>(?:\s|<!--(?:(?!-->).){0,2000}+-->|<\?[^<>]{0,500}\?>|<!DOCTYPE[^<>\[]{0,500}>)*+"
    r"<(?!svg[\s>]|math[\s>]|html[\s>])[A-Za-z_]"
    r"|<rss[\s>](?=.{0,2000}?<channel[\s>])|<feed\s[^<>]{0,1000}xmlns|<(?:\w{1,20}:)?RDF\s[^<>]{0,2000}purl\.org/rss",
    re.DOTALL,
)
"""How a feed, or any XML document of its own, begins inside a page."""

_UNREAD = (
    ("<!--", "-->"),
    ("<![CDATA[", "]]>"),
    ("<script", "</script"),
    ("<style", "</style"),
    ("<textarea", "</textarea"),
)


def document_inside(text: str, at: int = 0) -> int:
    """Return where an XML document begins in the first bytes of a page from `at` on; -1 where there is none.

    Nothing is looked for in comments, scripts, styles and fields of a form.
    """
    end = min(len(text), at + _INSIDE_BYTES)
    if all(text.find(mark, at, end) < 0 for mark in ("<?xml", "<rss", "<feed", "RDF")):
        return -1
    for found in _INSIDE.finditer(text, at, end):
        begin = found.start()
        if all(text.rfind(opens, at, begin) <= text.rfind(closes, at, begin) for opens, closes in _UNREAD):
            return begin
    return -1


def _after(text: str, mark: str, at: int) -> int:
    """Return the offset behind the next `mark`, or the end of the text."""
    found = text.find(mark, at)
    return len(text) if found < 0 else found + len(mark)


_NAME = r"[^\x00-@\[-^`{-\x7f][\w.-]*+"
"""A name: `[A-Za-z_]` or what is beyond ASCII, then more; the class is written by what it lacks, which compiles at once."""
_TAG = re.compile(rf"<({_NAME})(?::({_NAME}))?")
_XMLNS = re.compile(r"""\sxmlns(?::([\w.-]+))?\s*=\s*(?:"([^"<]*)"|'([^'<]*)')""")


_ASCII_OPENING = re.compile(
    rb"(?:\xef\xbb\xbf)?([ \t\r\n]*(?:<\?xml[^<>\x00\x80-\xff]{0,300}\?>[ \t\r\n]*)?<([A-Za-z_][\w.-]*+)[^<>\x00\x80-\xff]{0,2000}>)"
)
"""A declaration and the root element's tag, without anything that an encoding or a DOCTYPE could change."""


_OPEN_GRAPH = (b'"og:', b"'og:")


def is_made_to_be_shared(head: bytes) -> bool:
    """Return whether a page says by Open Graph how it is to be shown elsewhere, as published pages do and nothing else.

    No feed is looked for in such a page, and it is no export of a database that is behind a login.
    """
    return any(mark in head for mark in _OPEN_GRAPH)


_PAGE_OPENING = re.compile(
    rb"(?:\xef\xbb\xbf)?(\s*+(?:<!--(?:(?!-->)[\x01-\x7f]){0,2000}+-->\s*+){0,9}+(?:<!doctype\s[^<>\[\]\x00\x80-\xff]{0,500}>\s*+)?"
    rb"(?:<!--(?:(?!-->)[\x01-\x7f]){0,2000}+-->\s*+){0,9}+<html\b[^<>\x00\x80-\xff]{0,2000}>)",
    re.IGNORECASE,
)
"""A page's DOCTYPE and root element, without anything that an encoding could change."""


def _opening(head: bytes) -> str:
    """Return the text of a head as far as the root element's tag, where that is plain; else all of it.

    All of it too of a page, where a feed may be inside, but for one that is made to be shared.
    """
    found = _ASCII_OPENING.match(head)
    if found is None or found[2].decode("ascii").lower() in PAGE_ELEMENTS:
        found = _PAGE_OPENING.match(head) if is_made_to_be_shared(head) else None
    if found is None or b"\0" in head[:1024]:
        return decode(head)
    return found[1].decode("ascii")


@lru_cache(maxsize=4)
def root_name(head: bytes) -> tuple[str | None, str] | None:
    """Return (namespace, local name) of the root element of a document that begins so; None where it is no XML.

    In any encoding, with blank lines or some junk before the XML declaration. An undeclared prefix gives a
    namespace of None. HTML has a root element too. Never raises.
    """
    if b"<" not in head and not head.startswith(EBCDIC_XML):
        return None
    text = _opening(head)
    start, at, _ = _prolog(text)
    junk = text[:start].strip("\ufeff\x00 \t\r\n")
    if start < 0 or (junk and not text.startswith("<?xml", start) and not _INSIDE.match(text, start)):
        return None
    tag = _TAG.match(text, at)
    if tag is None:
        return None
    prefix, name = (tag[1], tag[2]) if tag[2] else (None, tag[1])
    end = text.find(">", tag.end())
    for declared, double, single in _XMLNS.findall(text, tag.end(), end if end >= 0 else len(text)):
        if declared == (prefix or ""):
            return (double or single) or None, name
    return None, name
