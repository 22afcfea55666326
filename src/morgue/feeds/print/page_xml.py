"""Read a page in PAGE XML (PRImA, 2009 to 2019), as Transkribus, OCR-D and eScriptorium write it.

The regions are read in the order of `ReadingOrder`, else of the index that Transkribus puts into `custom`, else as they are in
the file. Where lines are marked as those of articles (`custom="structure {id:a1; type:article;}"`), or the reading order groups
them as such, each article is a story; else the page is one. Its headline is the heading that it begins with, if any. Running
heads, page numbers and the like are set aside. Of several readings of a line the one of the lowest `index` is taken (section
TextEquiv of the schema); the confidence of the readings is kept in the evidence of the body.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from morgue.extract.draft import Draft
from morgue.feeds.print import alto_page
from morgue.feeds.print.issue import refuse_part
from morgue.feeds.print.kinds import is_kind
from morgue.feeds.print.ocr_lines import Confidence, joined, paragraphs_of, words_in_line
from morgue.feeds.support.xml import parse, root_name
from morgue.feeds.support.xml_elements import Element, children, descendants, first, local, text_of
from morgue.feeds.support.xml_stories import articles_of
from morgue.io.feed import Feed
from morgue.model.article import Article, Edition

_REGIONS = frozenset(
    (
        "TextRegion",
        "AdvertRegion",
        "TableRegion",
        "TableCell",
        "ImageRegion",
        "GraphicRegion",
        "FrameRegion",
        "CustomRegion",
        "MapRegion",
    )
)
"""Regions that hold text, or others that do."""
_BESIDE = frozenset(("header", "footer", "page-number", "signature-mark", "catch-word"))
"""Types of regions whose words are of the page and not of a story on it (TextTypeSimpleType)."""
_HEADINGS = frozenset(("heading", "title", "headline"))
_GIVEN = re.compile(r"0*[1-9]\d*")
"""A number that a server of Transkribus has given; what was made without one is -1."""
_CUSTOM = re.compile(r"([\w-]+)\s*\{([^{}]*)\}")
_VALUE = re.compile(r"([\w-]+)\s*:\s*([^;]*)")


def sniff(head: bytes, name: str) -> int:
    """Return 95 for a document whose root is `PcGts`, else 0."""
    root = root_name(head)
    return 95 if root is not None and root[1].lower() == "pcgts" else 0


def read(feed: Feed) -> Iterator[Article]:
    """Yield the articles of the page, or the page. Raises PartOf for a page of an issue, NoArticle where nothing is written on it."""
    refuse_part(feed)
    data = feed.bytes()
    parsed = parse(data)
    drafts = ((draft, (0, len(data))) for draft in drafts_of(parsed.root))
    yield from articles_of(feed, parsed, data, drafts, lambda: "a page in PAGE XML without any text")


@dataclass(slots=True)
class _Block:
    """Lines of one region that belong to one article: its type, and the article's name where one is given."""

    kind: str
    lines: list[str]
    article: str | None = None
    is_advertisement: bool = False


@dataclass(slots=True)
class _Page:
    """The blocks of a page in reading order, and how sure their recognition was."""

    blocks: list[_Block] = field(default_factory=list)
    confidence: Confidence = field(default_factory=Confidence)


def drafts_of(root: Element) -> Iterator[Draft]:
    """Yield the articles of a page, or the page, as drafts."""
    for element in descendants(root, "Page"):
        page = _Page()
        groups = _articles_of_order(element)
        for region in _in_order(element):
            _add(page, region, groups.get(region.get("id") or ""))
        yield from _of_page(page, element, root)


def pages_of(root: Element) -> list[alto_page.Page]:
    """Return the words of a page in reading order, with the spans of its regions and lines, as those of a page in ALTO."""
    return [_words_of(element) for element in descendants(root, "Page")]


def _words_of(element: Element) -> alto_page.Page:
    page = alto_page.Page()
    for region in _in_order(element):
        _add_words(page, region)
    return page


def _add_words(page: alto_page.Page, region: Element) -> None:
    start = len(page.words)
    for line in _sorted(list(children(region, "TextLine"))):
        confidence = Confidence()
        _add_line(page, line, _reading(line, confidence))
    for each in _sorted([each for each in region if local(each) in _REGIONS]):
        _add_words(page, each)
    if len(page.words) == start:
        _add_line(page, None, _stated(region, Confidence()))
    if len(page.words) > start:
        page.words[-1] = page.words[-1]._replace(ends="block")
        span = alto_page.Span(start, len(page.words))
        page.spans.setdefault(region.get("id") or "", span)
        (page.aside if _kind(region) in _BESIDE else page.body).append(span)


def _add_line(page: alto_page.Page, line: Element | None, text: str) -> None:
    start = len(page.words)
    for part in text.split("\n"):
        words = [alto_page.Word(each) for each in part.split()]
        page.words += [*words[:-1], words[-1]._replace(ends="line")] if words else []
    if line is not None and len(page.words) > start:
        page.spans.setdefault(line.get("id") or "", alto_page.Span(start, len(page.words)))


def _of_page(page: _Page, element: Element, root: Element) -> Iterator[Draft]:
    aside = [joined(block.lines) for block in page.blocks if block.kind in _BESIDE]
    blocks = [block for block in page.blocks if block.kind not in _BESIDE]
    number = next((joined(each.lines) for each in page.blocks if each.kind == "page-number"), None)
    articles: dict[str | None, list[_Block]] = {}
    for block in blocks:
        articles.setdefault(block.article, []).append(block)
    for name, part in articles.items():
        draft = Draft()
        if part[0].kind in _HEADINGS:
            head = part.pop(0)
            draft.state("headline", joined(head.lines), "heading")
        draft.state("text", paragraphs_of(block.lines for block in part), "TextEquiv")
        if not (draft.text or draft.headline):
            continue
        if draft.headline and not draft.text and len(articles) == 1:
            draft.state("text", draft.headline, "heading")
            draft.drop("headline")
        if all(block.is_advertisement for block in part) and part:
            draft.type = "advertisement"
            draft.evidence["type"] = "AdvertRegion"
        draft.copy = name is not None
        draft.evidence["body"] = page.confidence.rule("TextEquiv")
        draft.boilerplate += filter(None, aside)
        aside = []
        _state_page(draft, element, root, number, name)
        yield draft


def _state_page(
    draft: Draft, element: Element, root: Element, number: str | None, article: str | None
) -> None:
    """State the page by its printed number, else by its place in the document of Transkribus, and by which name it is known."""
    metadata = next(iter(root.iter("{*}TranskribusMetadata")), None)
    page = (number or "").strip(" .-–—[]()") or None
    rule = "page-number"
    if page is None and metadata is not None:
        page, rule = metadata.get("pageNr"), "TranskribusMetadata@pageNr"
    if page:
        draft.edition = Edition(None, page, None, None)
        draft.evidence["edition"] = rule
    draft.state("language", element.get("primaryLanguage"), "Page@primaryLanguage")
    numbers = [metadata.get(name) or "" for name in ("docId", "pageId")] if metadata is not None else []
    if numbers and all(map(_GIVEN.fullmatch, numbers)):
        draft.authority = "transkribus"
        parts = (*numbers, article)
        draft.state("identifier", "/".join(filter(None, parts)), "TranskribusMetadata")


def _custom(node: Element) -> dict[str, dict[str, str]]:
    """Return what the attribute `custom` of Transkribus states: `readingOrder {index:0;}` is {"readingOrder": {"index": "0"}}."""
    return {
        name: {key: value.strip() for key, value in _VALUE.findall(values)}
        for name, values in _CUSTOM.findall(node.get("custom") or "")
    }


def _kind(region: Element) -> str:
    kind = region.get("type") or _custom(region).get("structure", {}).get("type") or ""
    return kind.lower().replace("_", "-")


def _article_of(node: Element) -> str | None:
    """Return the name of the article to which a line or region is said to belong."""
    stated = _custom(node)
    structure = stated.get("structure", {})
    if structure.get("id") and is_kind(structure.get("type"), "article"):
        return structure["id"]
    return stated.get("article", {}).get("id") or stated.get("articleid", {}).get("id") or None


def _add(page: _Page, region: Element, article: str | None, *, is_advertisement: bool = False) -> None:
    """Add the lines of a region, and those of the regions in it, as blocks."""
    kind = _kind(region)
    name = article or _article_of(region)
    is_advertisement = is_advertisement or local(region) == "AdvertRegion" or is_kind(kind, "advertisement")
    count = len(page.blocks)
    for line in _sorted(list(children(region, "TextLine"))):
        words = _reading(line, page.confidence)
        if not words:
            continue
        owner = _article_of(line) or name
        if len(page.blocks) == count or page.blocks[-1].article != owner:
            page.blocks.append(_Block(kind, [], owner, is_advertisement))
        page.blocks[-1].lines += words.split("\n")
    inner = _sorted([each for each in region if local(each) in _REGIONS])
    for each in inner:
        _add(page, each, name, is_advertisement=is_advertisement)
    if len(page.blocks) == count and (words := _stated(region, page.confidence)):
        page.blocks.append(_Block(kind, words.split("\n"), name, is_advertisement))


def _reading(line: Element, confidence: Confidence) -> str:
    """Return the text of a line: its own reading, else those of its words, else of their glyphs."""
    if words := _stated(line, confidence):
        return words
    parts = []
    for word in children(line, "Word"):
        reading = _stated(word, confidence) or "".join(
            _stated(each, confidence) for each in children(word, "Glyph")
        )
        parts += [reading] if reading else []
    return words_in_line(parts)


def _stated(node: Element, confidence: Confidence) -> str:
    """Return the best reading that an element states itself, as it is written; empty where it states none."""
    readings = list(children(node, "TextEquiv"))
    if not readings:
        return ""
    best = min(readings, key=_rank)
    for name in ("Unicode", "PlainText"):
        found = first(best, name)
        text = text_of(found) if found is not None else ""
        if text.strip():
            confidence.add(best.get("conf"), whole=1.0)
            return text.strip()
    return ""


def _rank(reading: Element) -> int:
    stated = reading.get("index") or ""
    return int(stated) if stated.isascii() and stated.isdigit() and len(stated) < 6 else 0


def _sorted(nodes: list[Element]) -> list[Element]:
    """Return regions or lines by the index that Transkribus gives them, where all have one."""
    stated = [_custom(each).get("readingOrder", {}).get("index", "") for each in nodes]
    if nodes and all(each.isascii() and each.isdigit() and len(each) < 8 for each in stated):
        order = sorted(range(len(nodes)), key=lambda at: int(stated[at]))
        return [nodes[at] for at in order]
    return nodes


_REFERENCES = ("RegionRefIndexed", "RegionRef")
_GROUPS = ("OrderedGroup", "UnorderedGroup", "OrderedGroupIndexed", "UnorderedGroupIndexed")


def _in_order(page: Element) -> list[Element]:
    """Return the outermost regions in reading order; those that it does not name come behind, as they are in the file."""
    regions = _sorted(list(_outermost(page)))
    order = first(page, "ReadingOrder")
    if order is None:
        return regions
    at = {name: number for number, name in enumerate(dict.fromkeys(_named(order)))}
    last = len(at)
    return sorted(regions, key=lambda region: _place(region, at, last))


def _place(region: Element, at: dict[str, int], last: int) -> int:
    """Return where a region is in the order: its own place, else that of the first region in it that has one."""
    own = at.get(region.get("id") or "")
    if own is not None:
        return own
    inner = [
        at[name]
        for each in region.iter("{*}TextRegion", "{*}TableCell")
        if (name := each.get("id") or "") in at
    ]
    return min(inner, default=last)


def _outermost(page: Element) -> Iterator[Element]:
    for each in page:
        name = local(each)
        if name in _REGIONS:
            yield each
        elif name in ("PrintSpace", "Layers"):
            yield from _outermost(each)


def _named(node: Element) -> Iterator[str]:
    """Yield the regions that a reading order names, in its order: by `index` in an ordered group."""
    parts = [each for each in node if local(each) in (*_REFERENCES, *_GROUPS)]
    if local(node).startswith("Ordered"):
        parts.sort(key=_rank)
    for each in parts:
        if name := each.get("regionRef"):
            yield name
        if local(each) in _GROUPS:
            yield from _named(each)


def _articles_of_order(page: Element) -> dict[str, str]:
    """Return for each region that a group of type `article` names the name of the group."""
    found: dict[str, str] = {}
    for group in descendants(page, *_GROUPS):
        if (group.get("type") or "").lower() == "article" and (
            name := group.get("id") or group.get("caption")
        ):
            found.update(dict.fromkeys(_named(group), name))
    return found
