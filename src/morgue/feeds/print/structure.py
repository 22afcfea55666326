"""Read the structure of an issue from METS: which articles it has, of which parts of which pages.

METS 1 (Library of Congress). A logical div points at parts of pages in one of three ways: by the areas of its own `fptr` (CCS
docWorks), by links from it to divs of the physical structure (`structLink`, British Library), or only to whole pages (German
libraries), which is no structure of articles. What a TYPE means is in `data/print_parts.tsv`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from morgue.feeds.print.kinds import is_kind
from morgue.feeds.print.mods import Record, record_of
from morgue.feeds.print.vocabulary import kinds
from morgue.feeds.support.xml_elements import Element, local

STORIES = ("story", "advertisement", "picture")
_PARTS = ("title", "deck", "author", "caption", "text")


Records = tuple[Record, ...]


MOST_LINKS = 200_000
"""Links between groups of labels that a document may have: an issue of a hundred pages has some ten thousand."""


class Area(NamedTuple):
    """A part of a page: the file, the element that it begins with and ends with ("": the whole page), what it is of an article.

    `corners` are left, top, right and bottom where the part is stated as a rectangle alone.
    """

    file: str
    begin: str = ""
    end: str = ""
    role: str = "text"
    corners: tuple[float, float, float, float] | None = None


@dataclass(slots=True)
class Item:
    """An article of the structure: `kind` is one of STORIES, `label` and `record` what is stated of it.

    `sections` are the labels of the sections around it, the outermost first. For the first article in a section `before` has
    the areas of its heading, and `lead` those of its own text. `above` are the records of the issue around it, the nearest first.
    """

    key: str
    kind: str
    label: str | None = None
    record: Record = field(default_factory=Record)
    sections: tuple[str, ...] = ()
    areas: list[Area] = field(default_factory=list)
    before: list[Area] = field(default_factory=list)
    lead: list[Area] = field(default_factory=list)
    above: Records = ()


class Sheet(NamedTuple):
    """A page: its file in the list of files, its number as stated (None: not), and the records of the issue around it.

    `others` are more files of the same page, in other forms or versions.
    """

    file: str
    number: str | None
    above: Records = ()
    others: tuple[str, ...] = ()


@dataclass(slots=True)
class Structure:
    """An issue: addresses of files by ID, pages in order, articles in order, and what is stated of the issue.

    `inside` are files that the description holds in itself: an element, or the text of base64.
    `aside` are areas of what is no article (the masthead). `records` are those of the issue, the nearest to it first.
    """

    files: dict[str, str] = field(default_factory=dict)
    inside: dict[str, Element | str] = field(default_factory=dict)
    sheets: list[Sheet] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    aside: list[Area] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    label: str | None = None
    identifier: str | None = None


def structure_of(root: Element) -> Structure:
    """Return the structure of a METS document (its `mets` element)."""
    return _Reader(root).read()


_PICTURES = re.compile(r"image/|application/pdf|audio/|video/", re.IGNORECASE)
_PAGE = ("application/vnd.prima.page+xml", "text/page+xml")
_TRUTH = re.compile(r"\bGT\b")
"""What OCR-D has in the name of a group of files that people have read."""
_SEVERAL = 2
_NO_TEXT = re.compile(r"\.(?:jpe?g|jp2|tiff?|png|gif|pdf|html?|txt|md5|mp3|djvu)\Z", re.IGNORECASE)
_XLINK = "{http://www.w3.org/1999/xlink}"


class _Reader:
    def __init__(self, root: Element) -> None:
        self.root = root
        self.found = Structure(label=_line(root.get("LABEL")), identifier=_line(root.get("OBJID")))
        self._sections: dict[str, Element] = {}
        for section in root.iterchildren("{*}dmdSec"):
            if name := section.get("ID"):
                self._sections[name] = section
            for each in section.iter("{*}relatedItem"):
                if each.get("type") == "constituent" and (name := each.get("ID")):
                    self._sections[name] = each  # an article within the record of its issue
        self._records: dict[str, Record] = {}
        self._chains: dict[tuple[str, ...], Records] = {}
        self._areas: dict[str, list[Area]] = {}
        self._linked: dict[str, dict[str, None]] = {}
        self._links = 0
        self._shared: frozenset[str] = frozenset()  # records that several divs of the logical structure name
        self._of_text: set[str] = set()
        self._steps: dict[str, bool] = {}  # files in PAGE XML, and whether they are of the ground truth

    def read(self) -> Structure:
        self._read_files()
        maps = list(self.root.iterchildren("{*}structMap"))
        physical = [each for each in maps if (each.get("TYPE") or "").lower().startswith("phys")]
        logical = [each for each in maps if (each.get("TYPE") or "").lower().startswith("logic")]
        physical = physical or [each for each in maps if each not in logical]
        for each in physical:
            self._read_pages(each)
        if not self.found.sheets:
            self.found.sheets = [Sheet(name, None) for name in self.found.files]
        self._read_links()
        names = Counter(div.get("DMDID") for each in logical for div in each.iter("{*}div"))
        self._shared = frozenset(name for name, count in names.items() if name and count > 1)
        for each in logical or [each for each in physical if self._holds_stories(each)]:
            for div in each.iterchildren("{*}div"):
                self._walk(div, "", (), [])
        self._read_records(physical + logical)
        return self.found

    # -- files and pages ---------------------------------------------------------------------------------------

    def _read_files(self) -> None:
        """Note the addresses of the files that may be pages of text."""
        for each in self.root.iter("{*}fileSec"):
            for file in each.iter("{*}file"):
                name = file.get("ID")
                if name and re.search(r"alto|ocr|text", " ".join(_uses(file)), re.IGNORECASE):
                    self._of_text.add(name)
                if name and (file.get("MIMETYPE") or "").lower() in _PAGE:
                    self._steps[name] = any(_TRUTH.search(use) for use in _uses(file))
                if not name or _PICTURES.match(file.get("MIMETYPE") or "") or _is_no_page(file):
                    continue
                content = next(file.iterchildren("{*}FContent"), None)
                held = _held(content) if content is not None else None
                if held is not None:
                    self.found.files[name], self.found.inside[name] = f"{name}.xml", held
                    continue
                places = (
                    each.get(_XLINK + "href") or each.get("href") for each in file.iterchildren("{*}FLocat")
                )
                address = next(filter(None, places), None)
                if address and not _NO_TEXT.search(address.partition("?")[0]):
                    self.found.files[name] = address

    def _read_pages(self, structure: Element) -> None:
        """Note the pages of a physical structure and the areas of its divs; the largest such structure counts."""
        sheets: list[Sheet] = []
        seen: set[str] = set()
        for div in structure.iter("{*}div"):
            areas = self._own_areas(div, "text")
            if name := div.get("ID"):
                self._areas[name] = areas
            files = [each for each in dict.fromkeys(area.file for area in areas) if each not in seen]
            if not files:
                continue
            seen.update(files)
            record = self._record(div)
            number = record.page or _number(div.get("ORDERLABEL")) or _number(div.get("ORDER"))
            files = self._ranked(files)
            sheets.append(Sheet(files[0], number, self._above(div), tuple(files[1:])))
        if len(sheets) > len(self.found.sheets):
            self.found.sheets = sheets

    def _ranked(self, files: list[str]) -> list[str]:
        """Return the files of a page, those of text first.

        Of several in PAGE XML (OCR-D) that of the ground truth goes before the others, and a later step before an earlier one.
        """
        files = sorted(files, key=lambda each: each not in self._of_text)
        steps = [each for each in files if each in self._steps]
        if len(steps) < _SEVERAL:
            return files
        steps.reverse()
        steps.sort(key=lambda each: not self._steps[each])
        return [*(each for each in files if each not in self._steps), *steps]

    def _own_areas(self, div: Element, role: str) -> list[Area]:
        """Return the areas of a div's own pointers, in order."""
        found: list[Area] = []
        for pointer in div.iterchildren("{*}fptr"):
            whole = pointer.get("FILEID")
            if whole in self.found.files:
                found.append(Area(whole, role=role))
            for area in pointer.iter("{*}area"):
                file = area.get("FILEID")
                if file not in self.found.files:
                    continue
                begin = area.get("BEGIN") if (area.get("BETYPE") or "IDREF").upper() == "IDREF" else None
                corners = None if begin else _corners(area)
                found.append(Area(file, begin or "", area.get("END") or "", role, corners))
        return found

    # -- links ---------------------------------------------------------------------------------------------------

    def _read_links(self) -> None:
        for links in self.root.iterchildren("{*}structLink"):
            for link in links.iterchildren("{*}smLink"):
                self._link(link.get(_XLINK + "from"), link.get(_XLINK + "to"))
            for group in links.iterchildren("{*}smLinkGrp"):
                self._read_group(group)

    def _read_group(self, group: Element) -> None:
        """Note the links of a group, between locators that are known by their labels in it."""
        labels: dict[str, dict[str, None]] = {}
        for each in group.iterchildren("{*}smLocatorLink"):
            name = (each.get(_XLINK + "href") or "").lstrip("#")
            labels.setdefault(each.get(_XLINK + "label") or name, {})[name] = None
        arcs = [
            (each.get(_XLINK + "from"), each.get(_XLINK + "to"))
            for each in group.iterchildren("{*}smArcLink")
        ]
        if not arcs and labels:
            first, *others = labels
            arcs = [(first, other) for other in others]
        for one, other in dict.fromkeys(arcs):
            self._links += len(labels.get(one or "", ())) * len(labels.get(other or "", ()))
            if self._links > MOST_LINKS:
                return
            for start in labels.get(one or "", ()):
                for end in labels.get(other or "", ()):
                    self._link(start, end)

    def _link(self, one: str | None, other: str | None) -> None:
        if one and other:
            self._linked.setdefault(one.lstrip("#"), {})[other.lstrip("#")] = None

    def _areas_of(self, div: Element, role: str) -> list[Area]:
        """Return the areas that a div of the logical structure has, its own and those that it is linked to."""
        found = self._own_areas(div, role)
        for name in self._linked.get(div.get("ID") or "", ()):
            found += [each._replace(role=role) for each in self._areas.get(name, ())]
        return found

    # -- articles ------------------------------------------------------------------------------------------------

    def _walk(self, div: Element, above: str, sections: tuple[str, ...], before: list[Area]) -> None:
        """Find the articles in a div that is none itself, in order.

        `above` is what the div around it is, `before` the text of sections that belongs before the next article.
        """
        kind = _kind(div)
        if kind in STORIES:
            if not (kind == "story" and self._holds_stories(div)):
                self._item(div, kind, sections, before)
                return
            kind = "section"  # articles in an article are its parts, each with a headline
        if kind == "aside" or above == "aside":
            self.found.aside += self._areas_of(div, "text")
            for each in div.iterchildren("{*}div"):
                self._walk(each, "aside", sections, before)
            return
        if kind == "section":
            label = self._label(div)
            sections = (*sections, label) if label else sections
        own = [] if kind in ("level", "section") else self._areas_of(div, "text")
        if kind in _PARTS or kind == "":
            if kind in ("title", "deck") or above == "title":
                before += own
            elif own and any(each.begin for each in own):
                self._loose(div, own, sections, before)
            kind = "title" if kind in ("title", "deck") else ""
        for each in div.iterchildren("{*}div"):
            self._walk(each, kind, sections, before)

    def _loose(self, div: Element, areas: list[Area], sections: tuple[str, ...], before: list[Area]) -> None:
        """Take text that is in no article: it goes with what comes next in its section, or is an article without a headline."""
        last = self.found.items[-1] if self.found.items else None
        if last is not None and last.kind == "loose" and last.sections == sections:
            last.areas += areas
        else:
            item = Item(self._key(div), "loose", sections=sections, areas=areas)
            item.above = self._above(div)
            self._add(item, before)

    def _add(self, item: Item, before: list[Area]) -> None:
        """Add an article, with what of its section stands before it."""
        items = self.found.items
        item.before = [*before]
        before.clear()
        if (
            items
            and items[-1].kind == "loose"
            and items[-1].sections == item.sections[: len(items[-1].sections)]
        ):
            loose = items.pop()
            item.before, item.lead = [*loose.before, *item.before], loose.areas
        items.append(item)

    def _holds_stories(self, div: Element) -> bool:
        return any(_kind(each) == "story" for each in div.iter("{*}div") if each is not div)

    def _item(self, div: Element, kind: str, sections: tuple[str, ...], before: list[Area]) -> None:
        record = self._record(div)
        if kind == "story" and is_kind(record.genre, "advertisement"):
            kind = "advertisement"
        item = Item(self._key(div), kind, self._label(div), record, sections)
        item.above = self._above(div)
        self._add(item, before)
        self._collect(div, "text", item)
        item.areas = _once(item.areas)

    def _key(self, div: Element) -> str:
        """Return what an article is known by: its record, or its own ID where others have the same (the advertisements of the BnF)."""
        record, name = div.get("DMDID"), div.get("ID")
        own = None if record in self._shared and name else record
        return own or name or str(len(self.found.items) + 1)

    def _collect(self, div: Element, role: str, item: Item) -> None:
        """Add the areas below a div of an article, in order; an advertisement or article inside it is one of its own."""
        item.areas += self._areas_of(div, "text" if role == "crosshead" else role)
        nested: list[Element] = []
        for each in div.iterchildren("{*}div"):
            kind = _kind(each)
            if kind in ("story", "advertisement"):
                nested.append(each)
                continue
            inner = kind if kind in _PARTS and kind != "text" else role
            if kind == "picture":
                inner = "caption"
            if "crosshead" in (kind, role):  # a line between paragraphs, whatever is in it
                inner = "crosshead"
            if kind == "text" and role in ("title", "deck"):
                inner = role
            self._collect(each, inner, item)
        for each in nested:
            self._item(each, _kind(each), item.sections, [])

    # -- what is stated ------------------------------------------------------------------------------------------

    def _record(self, div: Element) -> Record:
        """Return what is stated of a div: the record that it names, or the first of several that has a title."""
        made = [self._record_at(name) for name in (div.get("DMDID") or "").split() if name in self._sections]
        return next((each for each in made if each.title or each.date), made[0] if made else Record())

    def _above(self, div: Element) -> Records:
        """Return the records of the divs around one that are of no article or section, the nearest first."""
        names: list[str] = []
        around = div.getparent()
        while around is not None and local(around) == "div":
            if _kind(around) not in (*STORIES, *_PARTS, "section", "aside"):
                names += [name for name in (around.get("DMDID") or "").split() if name in self._sections]
            around = around.getparent()
        return self._chains.setdefault(tuple(names), tuple(self._record_at(name) for name in names))

    def _record_at(self, name: str) -> Record:
        if name not in self._records:
            self._records[name] = record_of(self._sections[name])
        return self._records[name]

    def _label(self, div: Element) -> str | None:
        label = self._record(div).title or _line(div.get("LABEL"))
        return None if label is None or label.lower() in kinds("untitled") else label

    def _read_records(self, maps: list[Element]) -> None:
        """Find the records of the issue: those of the divs above its articles or pages, the nearest first."""
        names: list[str] = []
        for each in maps:
            for div in each.iter("{*}div"):
                if _kind(div) in (*STORIES, *_PARTS, "section", "aside"):
                    continue
                if _is_page(div):
                    continue
                names += [name for name in (div.get("DMDID") or "").split() if name in self._sections]
        names.reverse()
        if not names:
            names = list(self._sections)[:1]
        self.found.records = [self._record_at(name) for name in dict.fromkeys(names)]


def _held(content: Element) -> Element | str | None:
    """Return the page that a file of the description holds in itself: an element, or the text of base64."""
    for each in content.iterchildren("{*}*"):
        if local(each) == "xmlData":
            return next((inner for inner in each if local(inner).lower() == "alto"), None)
        if local(each) == "binData":
            return each.text or ""
    return None


def _once(areas: list[Area]) -> list[Area]:
    """Return areas without those that are there again, each as what it is called other than text."""
    found: dict[Area, Area] = {}
    for area in areas:
        known = found.get(bare := area._replace(role=""))
        if known is None or known.role == "text":
            found[bare] = area
    return list(found.values())


def _is_no_page(file: Element) -> bool:
    """Return whether a file of XML is said to be something else than a page: the table of contents, TEI, a description."""
    return any(
        re.search(r"(?<![a-z])(?:toc|tei)(?![a-z])|metadata|techmd|thumb|image|pdf|audio", use, re.IGNORECASE)
        for use in _uses(file)
    )


def _uses(file: Element) -> list[str]:
    """Return what a file is for: its USE, and USE and ID of the groups around it."""
    above = file.getparent()
    uses = [file.get("USE") or ""]
    while above is not None and local(above) == "fileGrp":
        uses += [above.get("USE") or "", above.get("ID") or ""]
        above = above.getparent()
    return uses


def _is_page(div: Element) -> bool:
    return (div.get("TYPE") or "").lower() in ("page", "np:page", "object", "pagearea") or div.get(
        "ORDERLABEL"
    ) is not None


def _kind(div: Element) -> str:
    """Return what a div is by its TYPE; empty for a type that is not known."""
    name = (div.get("TYPE") or "").strip().lower()
    return kinds("div").get(name) or kinds("div").get(name.replace(" ", "_")) or ""


def _line(text: str | None) -> str | None:
    return " ".join(text.split()) or None if text else None


def _number(text: str | None) -> str | None:
    """Return the number of a page as printed; None for a mark that there is none."""
    text = (text or "").strip()
    return (
        text
        if text and text.upper() not in ("NP", "-", "[", "N.P.", "UNNUMBERED") and text != " - "
        else None
    )


def _corners(area: Element) -> tuple[float, float, float, float] | None:
    """Return the rectangle of an area, where it states one."""
    if (area.get("SHAPE") or "").upper() != "RECT":
        return None
    try:
        numbers = [float(each) for each in (area.get("COORDS") or "").split(",")]
    except ValueError:
        return None
    return (numbers[0], numbers[1], numbers[2], numbers[3]) if len(numbers) == 4 else None


def walk_items(structure: Structure) -> Iterator[tuple[Item, Area]]:
    """Yield every area of every article with its article."""
    for item in structure.items:
        for area in (*item.lead, *item.before, *item.areas):
            yield item, area
