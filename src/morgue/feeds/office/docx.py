"""Take the paragraphs out of a Word document (Office Open XML, ECMA-376 part 1: WordprocessingML, transitional or strict).

Text as a reader of the document sees it: what was inserted counts and what was deleted or hidden does not, a text box
follows the paragraph that it is anchored in, a table gives its cells in reading order. Headers, footers, comments and the
instructions of fields are not text. The document is parsed as a stream and nothing outside it is looked at: no link, no
template, no macro.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from morgue.errors import FeedError
from morgue.feeds.office.package import (
    MAX_PACKAGE_BYTES,
    forget,
    kind_in_head,
    kind_of,
    main_part,
    optional_part,
    package_of,
    part,
    relations,
)
from morgue.feeds.office.paragraph import PRIVATE, SIGNS_OF_FONTS, Paragraph
from morgue.feeds.office.properties import about_package
from morgue.feeds.office.stories import About, stories
from morgue.feeds.office.word_styles import Styles, is_toggled, level_of, styles_of, value_of
from morgue.feeds.support.xml_elements import Element, first, local
from morgue.io.feed import Feed
from morgue.model.article import Article

PAGE = "\f"
"""What a page break is in the text of a paragraph until it is cut there; XML has no such character."""

_SIGNS = {
    "tab": "\t",
    "ptab": "\t",
    "cr": "\n",
    "noBreakHyphen": "-",
    "softHyphen": "",
}
_PASSED = frozenset(
    (
        *("pPr", "rPr", "sdtPr", "sdtEndPr", "fldChar", "instrText", "delText", "delInstrText"),
        *("del", "moveFrom", "Fallback", "rt", "annotationRef", "footnoteReference", "endnoteReference"),
    )
)
"""Elements of a paragraph in which nothing is text; `rt` is the reading of a word, printed above it (17.3.3.24)."""

_INSTRUCTION = re.compile(r'\bHYPERLINK\s+(?:\\\w\s+)*"([^"]{1,2000})"')
_SECTIONS = re.compile(rb"<(?:\w+:)?(?:(sectPr)[\s/>]|type\s+(?:\w+:)?val=[\"'](\w+)[\"'])")


def sniff(head: bytes, name: str) -> int:
    """Return 100 for a zip whose members are those of a Word document, or whose kind its head does not show, and for Word's XML."""
    return 100 if kind_in_head(head) == "docx" or _is_xml(head) else 0


def _is_xml(head: bytes) -> bool:
    """Return whether a document is the one XML file that Word 2003 writes."""
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and _OF_WORD in head[:16_384]


_OF_WORD = b"http://schemas.microsoft.com/office/word/2003/wordml"


def read(feed: Feed) -> Iterator[Article]:
    """Yield the stories of a document. Raises FeedError where it is damaged, or one of another kind."""
    from morgue.feeds import reader

    data = feed.bytes(MAX_PACKAGE_BYTES)
    if _is_xml(data):
        document = paragraphs_of_part(data, _own_styles(data), {}, feed.complain)
        yield from stories(feed, data, document, About())
        return
    package = package_of(data)
    kind = kind_of(package)
    if kind != "docx":
        feed.source, feed.stream = replace(feed.source, format=kind), io.BytesIO(data)
        yield from reader(kind).read(feed)
        return
    yield from stories(feed, data, paragraphs(data, feed.complain), about_package(package))


def _own_styles(data: bytes) -> Styles:
    """Return the styles that one XML file holds beside its text; none where they are damaged."""
    found = _STYLES.search(data)
    if found is None:
        return Styles({})
    try:
        return styles_of(b'<w:styles xmlns:w="%s" xmlns:wx="x">%s</w:styles>' % (_OF_WORD, found[1]))
    except FeedError:
        return Styles({})


_STYLES = re.compile(rb"<w:styles>(.{0,2000000}?)</w:styles>", re.DOTALL)


def paragraphs(data: bytes, complain: Callable[[str], None] | None = None) -> Iterator[Paragraph]:
    """Yield the paragraphs of a document, in order, empty ones too.

    Raises FeedError where `data` is no Word document or is damaged from its start. Damage further in ends the
    paragraphs and goes to `complain`; without one it raises FeedError there.
    """
    package = package_of(data)
    main = main_part(package, "word/document.xml")
    document = part(package, main, complain)
    related = relations(package, main)
    styles = Styles({})
    name = next((target for kind, target in related.values() if kind == "styles"), "")
    if name and (stated := optional_part(package, name)) is not None:
        try:
            styles = styles_of(stated)
        except FeedError:  # the text can be read without its styles
            styles = Styles({})
    links = {identifier: target for identifier, (kind, target) in related.items() if kind == "hyperlink"}
    yield from paragraphs_of_part(document, styles, links, complain)


def paragraphs_of_part(
    data: bytes,
    styles: Styles,
    links: Mapping[str, str],
    complain: Callable[[str], None] | None = None,
) -> Iterator[Paragraph]:
    """Yield the paragraphs of the XML of a document (or of footnotes). `links` are the targets by their relation."""
    from lxml import etree

    context = etree.iterparse(
        io.BytesIO(data),
        events=("start", "end"),
        tag=("{*}p", "{*}tbl"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    reader = _Reader(styles, links, [found[2] for found in _sections(data)])
    inside = tables = 0
    try:
        for event, node in context:
            if local(node) == "tbl":
                tables += 0 if inside else 1 if event == "start" else -1
            elif event == "start":
                inside += 1
            else:
                inside -= 1
                if not inside:
                    yield from reader.paragraphs(node, is_cell=tables > 0)
                    forget(node)
    except etree.XMLSyntaxError as error:
        reason = f"the Word document is damaged: {error.msg}"
        if complain is None or not reader.has_read:
            raise FeedError(reason) from error
        complain(f"{reason}; what is before the damage was read")


def _sections(data: bytes) -> Iterator[tuple[bytes, bytes, str]]:
    """Yield the sections of a document in order, the last of each tuple how it begins (17.18.77)."""
    is_open, how = False, "nextPage"
    for found in _SECTIONS.finditer(data):
        if found[1]:
            if is_open:
                yield b"", b"", how
            is_open, how = True, "nextPage"
        elif is_open:
            how = found[2].decode("ascii", "replace")
    if is_open:
        yield b"", b"", how


class _Reader:
    """Makes paragraphs of elements, and knows whether a page has been broken since the last one."""

    def __init__(self, styles: Styles, links: Mapping[str, str], sections: list[str]) -> None:
        self._styles = styles
        self._links = links
        self._sections = sections
        self._section = 0
        self._is_new_page = False
        self.has_read = False

    def paragraphs(self, node: Element, *, is_cell: bool) -> Iterator[Paragraph]:
        """Yield an element's paragraph (several where a page breaks in it), then those of text boxes in it."""
        self.has_read = True
        properties = first(node, "pPr")
        identifier = value_of(first(properties, "pStyle")) if properties is not None else None
        runs: list[tuple[str, bool]] = []
        found = _Found(self._styles, self._links, self._styles.is_bold(identifier) or False)
        found.walk(node, runs)
        if is_toggled(properties, "pageBreakBefore"):
            self._is_new_page = True
        text = "".join(text for text, _ in runs)
        inked = [is_bold for text, is_bold in runs if text.strip()]
        level = level_of(properties)
        made = Paragraph(
            "",
            self._styles.name(identifier),
            self._styles.level(identifier) if level is None else level + 1 if level < 9 else 0,
            bool(inked) and all(inked),
            found.targets(),
            is_cell=is_cell,
        )
        *before, last = text.split(PAGE)
        for each in before:
            if each.strip():
                yield self._paragraph(each, made)
            self._is_new_page = True
        if last.strip() or not before:
            yield self._paragraph(last, made)
        for inner in found.boxes:
            yield from self.paragraphs(inner, is_cell=is_cell)
        if properties is not None and first(properties, "sectPr") is not None:
            self._section += 1
            following = self._sections[self._section : self._section + 1]
            self._is_new_page = self._is_new_page or following != ["continuous"]

    def _paragraph(self, text: str, made: Paragraph) -> Paragraph:
        starts = self._is_new_page and bool(text.strip())
        self._is_new_page = self._is_new_page and not starts
        return Paragraph(text, made.style, made.level, made.is_bold, made.links, starts, made.is_cell)


class _Found:
    """What is found in the runs of one paragraph beside their text: links and text boxes."""

    def __init__(self, styles: Styles, links: Mapping[str, str], is_bold: bool) -> None:
        self._styles = styles
        self._related = links
        self._is_bold = is_bold
        self._linked: list[str] = []
        self._instructions: list[str] = []
        self.boxes: list[Element] = []

    def targets(self) -> tuple[str, ...]:
        """Return the addresses that are linked to, each once."""
        stated = _INSTRUCTION.findall("".join(self._instructions))
        return tuple(dict.fromkeys((*self._linked, *stated)))

    def walk(self, node: Element, runs: list[tuple[str, bool]]) -> None:
        """Add the text of an element to `runs`, each piece with whether it is bold."""
        for child in node:
            name = local(child)
            if name == "r":
                self._run(child, runs)
            elif name == "txbxContent":
                self.boxes += [inner for inner in child.iter("{*}p") if _box_of(inner) is child]
            elif name == "instrText":
                self._instructions.append(child.text or "")
            elif name not in _PASSED:
                if name == "hyperlink":
                    self._link(child)
                elif name == "hlink" and (target := value_of(child, "dest")):
                    self._linked.append(target)
                elif name == "fldSimple":
                    self._instructions.append(f" {value_of(child, 'instr') or ''} ")
                self.walk(child, runs)

    def _link(self, node: Element) -> None:
        target = self._related.get(value_of(node, "id") or "")
        if target:
            self._linked.append(target)

    def _run(self, node: Element, runs: list[tuple[str, bool]]) -> None:
        properties = first(node, "rPr")
        style = value_of(first(properties, "rStyle")) if properties is not None else None
        hidden = is_toggled(properties, "vanish")
        is_hidden = self._styles.is_hidden(style) if hidden is None else hidden
        is_bold = is_toggled(properties, "b")
        if is_bold is None and style is not None:
            is_bold = self._styles.is_bold(style, is_run=True)
        text = [] if is_hidden else runs
        self._pieces(node, text, self._is_bold if is_bold is None else is_bold)

    def _pieces(self, node: Element, runs: list[tuple[str, bool]], is_bold: bool) -> None:
        """Add the text of a run, or of what is in it."""
        for child in node:
            name = local(child)
            if name == "t":
                runs.append((child.text or "", is_bold))
            elif name in _SIGNS:
                runs.append((_SIGNS[name], is_bold))
            elif name == "br":
                runs.append((PAGE if value_of(child, "type") == "page" else "\n", is_bold))
            elif name == "sym":
                runs.append((_symbol(child), is_bold))
            elif name == "instrText":
                self._instructions.append(child.text or "")
            elif name == "txbxContent":
                self.boxes += [inner for inner in child.iter("{*}p") if _box_of(inner) is child]
            elif name not in _PASSED:
                self._pieces(child, runs, is_bold)


def _box_of(node: Element) -> Element | None:
    """Return the text box that a paragraph is in."""
    found: Any = next(node.iterancestors("{*}txbxContent"), None)
    return found


def _symbol(node: Element) -> str:
    """Return the character of a symbol (17.3.3.30); nothing for what only its font can draw."""
    code = value_of(node, "char") or ""
    number = int(code, 16) if re.fullmatch(r"[0-9A-Fa-f]{1,6}", code) else 0
    if PRIVATE <= number < 0xF900:
        return SIGNS_OF_FONTS.get(number, "")
    return chr(number) if 0x20 <= number < 0xD800 or 0xF900 <= number < 0x110000 else ""
