"""Take the paragraphs out of a Word document (Office Open XML, ECMA-376 part 1: WordprocessingML, transitional or strict).

Text as a reader of the document sees it: what was inserted counts and what was deleted or hidden does not, a text box
follows the paragraph that it is anchored in, a table gives its cells in reading order, a footnote or endnote belongs to the
paragraph that refers to it, and a page that the document imports (`imported`) is read at its place. Headers and footers are
printed around the text; comments and the instructions of fields are not text. The document is parsed as a stream and nothing
outside it is looked at: no link, no template, no macro.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from morgue.errors import FeedError
from morgue.feeds.office.imported import is_page, page_of, paragraphs_of_import
from morgue.feeds.office.layout import line_of
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
from morgue.feeds.support.xml import pull_parser
from morgue.feeds.support.xml_elements import Element, first, local
from morgue.io.feed import HEAD_BYTES, MAX_DOCUMENT_BYTES, Feed
from morgue.io.zip import Package
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
        *("del", "moveFrom", "rt", "annotationRef"),
    )
)
"""Elements of a paragraph in which nothing is text; `rt` is the reading of a word, printed above it (17.3.3.24)."""

_UNPRINTED = ("hdr", "ftr", "docPr", "Fallback")
"""Elements outside paragraphs whose paragraphs are not the text: headers and footers, and the marks that part off notes, of
Word 2003, and what a program shows that does not know an element of a later one (ECMA-376 part 3, 10.2.3)."""
_PARTING = frozenset(("separator", "continuationSeparator", "continuationNotice"))
"""Types of the notes that are lines above the others (17.18.33)."""
_TEXT = re.compile(rb"<(?:\w+:)?t[\s>]")

MAX_DEPTH = 2
"""How deep documents may be that import one another."""

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
        document = paragraphs_of_part(data, _own_styles(data), complain=feed.complain)
        yield from stories(feed, data, document, About(), around=partial(_edges_of_xml, data))
        return
    package = package_of(data)
    kind = kind_of(package)
    if kind != "docx":
        feed.source, feed.stream = replace(feed.source, format=kind), io.BytesIO(data)
        yield from reader(kind).read(feed)
        return
    if (pages := _pages(package)) and (handed := _handed_on(feed, pages)) is not None:
        yield from handed
        return
    document = paragraphs(data, feed.complain)
    yield from stories(feed, data, document, about_package(package), around=partial(_edges, package))


def _pages(package: Package) -> list[bytes]:
    """Return the pages that a document imports where it has no text besides."""
    main = main_part(package, "word/document.xml")
    document = optional_part(package, main) or b""
    if b"altChunk" not in document or _TEXT.search(document):
        return []
    named = [target for kind, target in relations(package, main).values() if kind == "aFChunk"]
    found = [optional_part(package, each) for each in named]
    return [page_of(each)[0] for each in found if each is not None]


def _handed_on(feed: Feed, pages: list[bytes]) -> Iterator[Article] | None:
    """Return the stories of pages each of which is surely of another form than a page; None for any other ones."""
    from morgue.feeds import SURE, pick

    chosen = [pick(page, feed.name) for page in pages if is_page(page)]
    if len(chosen) < len(pages) or any(each.name in ("html", "text") for each in chosen):
        return None
    if any(each.sniff(page[:HEAD_BYTES], feed.name) < SURE for each, page in zip(chosen, pages, strict=True)):
        return None

    def read_each() -> Iterator[Article]:
        source = feed.source
        for each, page in zip(chosen, pages, strict=True):
            feed.source, feed.stream = replace(source, format=each.name), io.BytesIO(page)
            yield from each.read(feed)

    return read_each()


def _edges(package: Package) -> list[str]:
    """Return the lines of the headers and footers of a document that have a letter, each once."""
    related = relations(package, main_part(package, "word/document.xml"))
    named = [target for wanted in ("header", "footer") for kind, target in related.values() if kind == wanted]
    found: list[Paragraph] = []
    for each in dict.fromkeys(named):
        try:
            found += paragraphs_of_part(
                optional_part(package, each) or b"", Styles({}), complain=lambda _: None
            )
        except FeedError:  # the text can be read without what is around it
            continue
    return _printed_once(found)


def _edges_of_xml(data: bytes) -> list[str]:
    """Return the lines of the headers and footers of the one XML file that Word 2003 writes, each once."""
    reader = _Reader(Styles({}), Beside(), [])
    found: list[Paragraph] = []
    for node in _elements(data, "hdr", "ftr"):
        for inner in _outermost(node):
            found += reader.paragraphs(inner, is_cell=False)
    return _printed_once(found)


def _printed_once(found: list[Paragraph]) -> list[str]:
    lines = dict.fromkeys(map(line_of, found))
    return [line for line in lines if any(map(str.isalpha, line))]


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


@dataclass(frozen=True, slots=True)
class Beside:
    """What the text of a document refers to: targets of links by their relation, notes by kind and number, what it imports.

    A note is taken out of `notes` where it is first referred to.
    """

    links: Mapping[str, str] = field(default_factory=dict)
    notes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    imported: Callable[[str], Iterator[Paragraph]] = lambda _: iter(())


def paragraphs(
    data: bytes, complain: Callable[[str], None] | None = None, depth: int = 1
) -> Iterator[Paragraph]:
    """Yield the paragraphs of a document, in order, empty ones too.

    Raises FeedError where `data` is no Word document or is damaged from its start. Damage further in ends the
    paragraphs and goes to `complain`; without one it raises FeedError there. `depth` counts the documents around it that
    import this one.
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
    imports = _Imports(package, related, complain, depth)
    beside = Beside(links, _notes(package, related, styles), imports.paragraphs)
    yield from paragraphs_of_part(document, styles, beside, complain)


class _Imports:
    """The parts of a package that its document imports, each once and within bounds; nothing outside is looked at."""

    def __init__(
        self,
        package: Package,
        related: Mapping[str, tuple[str, str]],
        complain: Callable[[str], None] | None,
        depth: int,
    ) -> None:
        self._package = package
        self._names = {each: target for each, (kind, target) in related.items() if kind == "aFChunk"}
        self._complain = complain
        self._depth = depth
        self._size = 0

    def paragraphs(self, identifier: str) -> Iterator[Paragraph]:
        """Yield the paragraphs of the part of a relation, once."""
        if (name := self._names.pop(identifier, None)) is None:
            return
        data = optional_part(self._package, name)
        self._size += len(data or b"")
        if data is None or self._size > MAX_DOCUMENT_BYTES:
            self._say(
                f"{name[:80]}, which the document imports, is missing in it or too large, and was not read"
            )
        elif kind_in_head(data) == "docx":
            if self._depth < MAX_DEPTH:
                yield from self._within(partial(paragraphs, data, self._complain, self._depth + 1), name)
        elif data[:1024].lstrip().startswith(b"{\\rtf"):
            from morgue.feeds.office import rtf

            yield from self._within(partial(rtf.paragraphs, data, self._complain), name)
        else:
            yield from paragraphs_of_import(data)

    def _within(self, read: Callable[[], Iterator[Paragraph]], name: str) -> Iterator[Paragraph]:
        """Yield the paragraphs of a document within, whose damage does not end the one that is around it."""
        try:
            yield from read()
        except FeedError as error:
            self._say(f"{name[:80]}, which the document imports: {error}")

    def _say(self, what: str) -> None:
        if self._complain is not None:
            self._complain(what)


def _notes(
    package: Package, related: Mapping[str, tuple[str, str]], styles: Styles
) -> dict[str, tuple[str, ...]]:
    """Return the paragraphs of each footnote and endnote, by its kind and number (17.11.10, 17.11.2)."""
    found: dict[str, tuple[str, ...]] = {}
    reader = _Reader(styles, Beside(), [])
    for kind, target in related.values():
        if kind in ("footnotes", "endnotes") and (data := optional_part(package, target)) is not None:
            for node in _elements(data, kind[:-1]):
                if value_of(node, "type") not in _PARTING:
                    made = [
                        each for inner in _outermost(node) for each in reader.paragraphs(inner, is_cell=False)
                    ]
                    lines = tuple(each.text.strip() for each in made if each.text.strip())
                    found[f"{kind[:-1]} {value_of(node, 'id') or ''}"] = lines
                forget(node)
    return found


def _elements(data: bytes, *names: str) -> Iterator[Element]:
    """Yield the elements of these names, to where the XML is damaged."""
    from lxml import etree

    context = pull_parser(io.BytesIO(data), tuple(f"{{*}}{name}" for name in names))
    try:
        yield from (node for _, node in context)
    except etree.XMLSyntaxError:
        return


def _outermost(node: Element) -> list[Element]:
    """Return the paragraphs of an element that are in no other paragraph of it."""
    found: list[Element] = []
    for child in node:
        found += [child] if local(child) == "p" else _outermost(child)
    return found


def paragraphs_of_part(
    data: bytes,
    styles: Styles,
    beside: Beside | None = None,
    complain: Callable[[str], None] | None = None,
) -> Iterator[Paragraph]:
    """Yield the paragraphs of the XML of a document, of a header or of a footer."""
    from lxml import etree

    context = pull_parser(
        io.BytesIO(data),
        tuple(f"{{*}}{name}" for name in ("p", "tbl", "altChunk", *_UNPRINTED)),
        events=("start", "end"),
    )
    beside = beside or Beside()
    reader = _Reader(styles, beside, [found[2] for found in _sections(data)])
    inside = tables = passed = 0
    try:
        for event, node in context:
            step = 1 if event == "start" else -1
            name = local(node)
            if name == "p":
                inside += step
                if not inside and (step < 0):
                    if not passed:
                        yield from reader.paragraphs(node, is_cell=tables > 0)
                    forget(node)
            elif inside:
                continue
            elif name == "tbl":
                tables += step
            elif name != "altChunk":
                passed += 0 if node.getparent() is None else step  # the part of a header is one itself
            elif step < 0:
                yield from beside.imported(value_of(node, "id") or "")
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

    def __init__(self, styles: Styles, beside: Beside, sections: list[str]) -> None:
        self._styles = styles
        self._beside = beside
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
        found = _Found(self._styles, self._beside, self._styles.is_bold(identifier) or False)
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
            notes=tuple(found.notes),
        )
        *before, last = text.split(PAGE)
        for each in before:
            if each.strip():
                yield self._paragraph(each, replace(made, notes=()))
            self._is_new_page = True
        if last.strip() or not before or made.notes:
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
        return replace(made, text=text, starts_page=starts)


class _Found:
    """What is found in the runs of one paragraph beside their text: links, notes and text boxes."""

    def __init__(self, styles: Styles, beside: Beside, is_bold: bool) -> None:
        self._styles = styles
        self._beside = beside
        self._is_bold = is_bold
        self._linked: list[str] = []
        self._instructions: list[str] = []
        self.boxes: list[Element] = []
        self.notes: list[str] = []

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
            elif name == "AlternateContent":
                self.walk(_shown(child), runs)
            elif name not in _PASSED:
                if name == "hyperlink":
                    self._link(child)
                elif name == "hlink" and (target := value_of(child, "dest")):
                    self._linked.append(target)
                elif name == "fldSimple":
                    self._instructions.append(f" {value_of(child, 'instr') or ''} ")
                self.walk(child, runs)

    def _link(self, node: Element) -> None:
        target = self._beside.links.get(value_of(node, "id") or "")
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
            elif name in ("footnoteReference", "endnoteReference"):
                self.notes += self._beside.notes.pop(f"{name[:-9]} {value_of(child, 'id') or ''}", ())
            elif name in ("footnote", "endnote"):
                self._note(child)
            elif name == "AlternateContent":
                self._pieces(_shown(child), runs, is_bold)
            elif name not in _PASSED:
                self._pieces(child, runs, is_bold)

    def _note(self, node: Element) -> None:
        """Add a note that is within its run, as Word 2003 writes it."""
        for inner in _outermost(node):
            runs: list[tuple[str, bool]] = []
            self.walk(inner, runs)
            if text := "".join(text for text, _ in runs).strip():
                self.notes.append(text)


def _shown(node: Element) -> Element:
    """Return the one of several contents that is printed: the first with a text, else the first (ECMA-376 part 3, 10.2.1)."""
    choices = [child for child in node if local(child) in ("Choice", "Fallback")]
    with_text = (each for each in choices if any((inner.text or "").strip() for inner in each.iter("{*}t")))
    return next(with_text, choices[0] if choices else node)


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
