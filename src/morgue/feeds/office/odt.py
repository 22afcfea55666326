"""Read text documents of OpenDocument (ISO/IEC 26300, OASIS OpenDocument 1.3 part 3), in a zip or as one XML file (FODT).

Text as a reader of the document sees it: what was deleted or hidden, comments and the table of contents do not count, a text
box or a shape with text follows the paragraph that it is anchored in, a footnote or endnote belongs to the paragraph that
refers to it. Headers and footers of the pages are printed around the text. The document is parsed as a stream; nothing outside
it is looked at.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from morgue.errors import FeedError
from morgue.feeds.office.layout import line_of
from morgue.feeds.office.package import MAX_PACKAGE_BYTES, kind_in_head, optional_part, package_of, part
from morgue.feeds.office.paragraph import Paragraph
from morgue.feeds.office.properties import about_opendocument
from morgue.feeds.office.stories import stories
from morgue.feeds.office.word_styles import value_of
from morgue.feeds.support.xml import parse, pull_parser
from morgue.feeds.support.xml_elements import Element, children, descendants, first, local
from morgue.io.feed import Feed
from morgue.io.zip import Package
from morgue.model.article import Article

_FLAT = re.compile(rb"<(?:\w+:)?document\s[^<>]{0,20000}application/vnd\.oasis\.opendocument\.text")
_UNPRINTED = ("tracked-changes", "table-of-content", "styles", "master-styles", "annotation")
"""Elements whose paragraphs are not the text of the document."""
_PASSED = frozenset(
    (
        *_UNPRINTED,
        *("annotation-end", "ruby-text", "hidden-text", "bookmark", "bookmark-start", "bookmark-end"),
        *("script", "desc", "title", "event-listeners", "binary-data"),
    )
)
"""Elements of a paragraph in which nothing is text."""
_DRAWN = frozenset(
    (
        *("frame", "text-box", "g", "custom-shape", "rect", "line", "polyline", "polygon", "regular-polygon"),
        *("path", "circle", "ellipse", "connector", "caption", "measure"),
    )
)
"""Elements of drawings (part 3, 10.3 and 10.4), whose paragraphs are not those that they are anchored in."""
_EDGES = ("header", "header-first", "header-left", "footer", "footer-first", "footer-left")
MOST_SPACES = 1_000
"""How many spaces one element may stand for (its count is only a number)."""


class _Style(NamedTuple):
    """A style, and what it says itself (None: nothing)."""

    name: str
    parent: str | None
    is_automatic: bool
    level: int | None
    is_bold: bool | None
    breaks_page: bool | None
    is_hidden: bool | None


def sniff(head: bytes, name: str) -> int:
    """Return 100 for a zip that says that it is an OpenDocument text, and for one that is a single XML file."""
    is_flat = head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and _FLAT.search(head[:32_768]) is not None
    return 100 if is_flat or kind_in_head(head) == "odt" else 0


def read(feed: Feed) -> Iterator[Article]:
    """Yield the stories of a document. Raises FeedError where it is damaged or encrypted."""
    data = feed.bytes(MAX_PACKAGE_BYTES)
    if data.startswith(b"PK"):
        package = package_of(data)
        if is_encrypted(package):
            raise FeedError("an encrypted OpenDocument text: save it without a password")
        about = about_opendocument(optional_part(package, "meta.xml"))
        content, styles = part(package, "content.xml", feed.complain), optional_part(package, "styles.xml")
        document = paragraphs(content, styles, feed.complain)
        around = partial(_edges, content, styles)
    else:
        about = about_opendocument(_meta(data))
        document = paragraphs(data, None, feed.complain)
        around = partial(_edges, data, data)
    yield from stories(feed, data, document, about, around=around)


def paragraphs_of_document(data: bytes, complain: Callable[[str], None]) -> Iterator[Paragraph]:
    """Yield the paragraphs of a document, in a zip or as one XML file. Raises FeedError where it is damaged or encrypted."""
    if not data.startswith(b"PK"):
        yield from paragraphs(data, None, complain)
        return
    package = package_of(data)
    if is_encrypted(package):
        raise FeedError("an encrypted OpenDocument text: save it without a password")
    content, styles = part(package, "content.xml", complain), optional_part(package, "styles.xml")
    yield from paragraphs(content, styles, complain)


_MASTER = re.compile(rb"\bmaster-page-name=[\"']([^\"'<>]{1,200})[\"']")


def _edges(content: bytes, styles: bytes | None) -> list[str]:
    """Return the lines of the headers and footers of the pages that a document uses, each once (part 3, 16.9 to 16.14)."""
    try:
        root = parse(styles).root if styles else None
    except FeedError:  # the text can be read without what is around it
        return []
    if root is None:
        return []
    pages = {value_of(node, "name") or "": node for node in descendants(root, "master-page")}
    named = [each.decode("utf-8", "replace") for each in _MASTER.findall(content)]
    used = dict.fromkeys(["Standard" if "Standard" in pages else next(iter(pages), ""), *named])
    for name in list(used):
        while (node := pages.get(name)) is not None and (
            name := value_of(node, "next-style-name") or ""
        ) not in used:
            used[name] = None
    reader = _Reader(_styles_of(styles))
    lines = (
        line_of(each)
        for name in used
        if name in pages
        for edge in pages[name]
        if local(edge) in _EDGES and value_of(edge, "display") != "false"
        for inner in _outermost(edge)
        for each in reader.paragraphs(inner, is_cell=False)
    )
    return [line for line in dict.fromkeys(lines) if any(map(str.isalpha, line))]


def is_encrypted(package: Package) -> bool:
    """Return whether the parts of an OpenDocument file are encrypted, by its manifest (part 2, 4.4)."""
    manifest = optional_part(package, "META-INF/manifest.xml")
    return manifest is not None and b"encryption-data" in manifest


def _meta(data: bytes) -> bytes | None:
    """Return the part of a single XML file that states what the document is, as a document without its namespaces."""
    found = re.search(rb"<office:meta>.{0,100000}?</office:meta>", data, re.DOTALL)
    return found[0] if found else None


def paragraphs(
    content: bytes, styles: bytes | None = None, complain: Callable[[str], None] | None = None
) -> Iterator[Paragraph]:
    """Yield the paragraphs of `content.xml` (or of a single XML file), in order, empty ones too.

    Damage behind the first paragraph ends them and goes to `complain`; else, and without one, it raises FeedError.
    """
    from lxml import etree

    known = _styles_of(styles)
    reader = _Reader(known)
    context = pull_parser(
        io.BytesIO(content),
        tuple(f"{{*}}{name}" for name in ("p", "h", "table", "section", "automatic-styles", *_UNPRINTED)),
        events=("start", "end"),
    )
    inside = passed = tables = count = 0
    try:
        for event, node in context:
            name = local(node)
            step = 1 if event == "start" else -1
            if name in ("p", "h"):
                inside += step
                if step < 0 and not inside:
                    if not passed:
                        count += 1
                        yield from reader.paragraphs(node, is_cell=tables > 0)
                    node.clear()
            elif inside:
                continue
            elif name == "table":
                tables += step
            elif name == "section":
                passed += step if value_of(node, "display") == "none" else 0
            elif name == "automatic-styles" or (name == "styles" and step < 0):
                known |= _styles_in(node) if step < 0 else {}
                passed += step if name == "styles" else 0
            else:
                passed += step
    except etree.XMLSyntaxError as error:
        is_deep = "xcessive depth" in error.msg
        reason = f"the OpenDocument text is {'nested too deep' if is_deep else f'damaged: {error.msg}'}"
        if complain is None or not count:
            raise FeedError(reason) from error
        complain(f"{reason}; what is before the damage was read")


def _styles_of(data: bytes | None) -> dict[str, _Style]:
    """Return the styles of `styles.xml`; none where it is missing or no XML, without which the text can be read."""
    try:
        root = parse(data).root if data else None
    except FeedError:
        return {}
    found: dict[str, _Style] = {}
    for node in descendants(root, "styles", "automatic-styles") if root is not None else ():
        found |= _styles_in(node)
    return found


def _styles_in(node: Element) -> dict[str, _Style]:
    found: dict[str, _Style] = {}
    for each in children(node, "style"):
        name = value_of(each, "name") or ""
        text, block = first(each, "text-properties"), first(each, "paragraph-properties")
        weight = value_of(text, "font-weight")
        breaks = value_of(block, "break-before")
        level = value_of(each, "default-outline-level") or ""
        hidden = value_of(text, "display")
        found[name] = _Style(
            value_of(each, "display-name") or name,
            value_of(each, "parent-style-name"),
            local(node) == "automatic-styles",
            int(level) if level.isdecimal() and len(level) < 3 else None,
            None if weight is None else weight in ("bold", "600", "700", "800", "900"),
            True if value_of(each, "master-page-name") else None if breaks is None else breaks == "page",
            None if hidden is None else hidden == "none",
        )
    return found


class _Reader:
    """Makes paragraphs of elements, and knows whether a page has been broken since the last one."""

    def __init__(self, styles: dict[str, _Style]) -> None:
        self._styles = styles
        self._is_new_page = False
        self._has_begun = False

    def paragraphs(self, node: Element, *, is_cell: bool) -> Iterator[Paragraph]:
        """Yield an element's paragraph, then those of drawings in it."""
        style = value_of(node, "style-name")
        chain = self._chain(style)
        if self._has_begun and next(
            (each.breaks_page for each in chain if each.breaks_page is not None), False
        ):
            self._is_new_page = True
        runs: list[tuple[str, bool]] = []
        links: list[str] = []
        boxes: list[Element] = []
        notes: list[str] = []
        is_bold = next((each.is_bold for each in chain if each.is_bold is not None), False)
        if not next((each.is_hidden for each in chain if each.is_hidden is not None), False):
            self._walk(node, runs, links, boxes, notes, is_bold=bool(is_bold))
        text = "".join(text for text, _ in runs)
        inked = [is_bold for text, is_bold in runs if text.strip()]
        starts = self._is_new_page and bool(text.strip())
        self._is_new_page = self._is_new_page and not starts
        self._has_begun = self._has_begun or bool(text.strip())
        named = next((each.name for each in chain if not each.is_automatic), "")
        yield Paragraph(
            text,
            named,
            self._level(node, chain),
            bool(inked) and all(inked),
            tuple(dict.fromkeys(links)),
            starts,
            is_cell,
            tuple(notes),
        )
        for each in boxes:
            yield from self.paragraphs(each, is_cell=is_cell)

    def _level(self, node: Element, chain: list[_Style]) -> int:
        """Return the level of a heading; a paragraph has one where its style does."""
        stated = value_of(node, "outline-level") or ""
        if local(node) == "h":
            return min(9, max(1, int(stated))) if stated.isdecimal() and len(stated) < 3 else 1
        level = next((each.level for each in chain if each.level is not None), 0)
        return min(9, level)

    def _chain(self, name: str | None) -> list[_Style]:
        """Return a style and those that it inherits from, each once."""
        found: dict[str, _Style] = {}
        while name is not None and name not in found and name in self._styles:
            found[name] = self._styles[name]
            name = found[name].parent
        return list(found.values())

    def _walk(
        self,
        node: Element,
        runs: list[tuple[str, bool]],
        links: list[str],
        boxes: list[Element],
        notes: list[str],
        *,
        is_bold: bool,
    ) -> None:
        """Add the text of an element, each piece with whether it is bold; white space is collapsed (6.1.2)."""
        runs.append((_collapsed(node.text, runs), is_bold))
        for child in node:
            name = local(child)
            if name == "line-break":
                runs.append(("\n", is_bold))
            elif name == "tab":
                runs.append(("\t", is_bold))
            elif name == "s":
                count = value_of(child, "c") or "1"
                runs.append(
                    (
                        " " * min(MOST_SPACES, int(count) if count.isdecimal() and len(count) < 9 else 1),
                        is_bold,
                    )
                )
            elif name == "note":
                self._note(child, links, notes)
            elif name in _DRAWN:
                boxes += _outermost(child)
            elif name and name not in _PASSED:
                chain = self._chain(value_of(child, "style-name")) if name == "span" else []
                own = next((each.is_bold for each in chain if each.is_bold is not None), is_bold)
                if name == "a" and (target := value_of(child, "href")):
                    links.append(target)
                if not next((each.is_hidden for each in chain if each.is_hidden is not None), False):
                    self._walk(child, runs, links, boxes, notes, is_bold=bool(own))
            runs.append((_collapsed(child.tail, runs), is_bold))

    def _note(self, node: Element, links: list[str], notes: list[str]) -> None:
        """Add the paragraphs of a footnote or endnote (part 3, 6.3)."""
        body = first(node, "note-body")
        for inner in _outermost(body) if body is not None else ():
            runs: list[tuple[str, bool]] = []
            self._walk(inner, runs, links, [], notes, is_bold=False)
            if text := "".join(text for text, _ in runs).strip():
                notes.append(text)


def _outermost(node: Element) -> list[Element]:
    """Return the paragraphs of an element that are in no other paragraph of it."""
    found: list[Element] = []
    for child in node:
        name = local(child)
        if name in ("p", "h"):
            found.append(child)
        elif name not in _PASSED:
            found += _outermost(child)
    return found


_SPACE = re.compile(r"[ \t\r\n]+")


def _collapsed(text: str | None, runs: list[tuple[str, bool]]) -> str:
    """Return text with its white space collapsed; none at its start where it follows some."""
    made = _SPACE.sub(" ", text or "")
    before = next((piece for piece, _ in reversed(runs) if piece), "")
    return made[1:] if made.startswith(" ") and (not before or before[-1].isspace()) else made
