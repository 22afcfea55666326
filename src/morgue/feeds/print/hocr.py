"""Read pages in hOCR (1.0 to 1.2), the HTML of Tesseract, OCRopus, Kraken and the Internet Archive: a story for each page.

A paragraph is an `ocr_par`, else an area (`ocr_carea`) or an element of HTML that parts paragraphs; a line `ocr_line` (Tesseract calls
the lines of headings and captions `ocr_header` and `ocr_caption`); a word `ocrx_word`, whose `x_wconf` is how sure its recognition is, in
per cent. The headline of a page is the heading that it begins with. Metadata of the document (`DC.title`, `DC.creator`,
`DC.date`, `DC.publisher`) hold for its pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from morgue.errors import NoArticle
from morgue.extract.assembly import article
from morgue.extract.draft import Draft
from morgue.feeds.print.kinds import has_words
from morgue.feeds.print.ocr_lines import Confidence, joined, paragraphs_of, words_in_line
from morgue.feeds.support.xml_elements import Element, local, text_of
from morgue.io.encoding import declaration, decode, narrow
from morgue.io.feed import Feed
from morgue.model.article import Article, Edition

_MARK = re.compile(
    rb"class\s*=\s*[\"'][^\"'<>]{0,80}\bocrx?_(?:page|line|word|carea|par)\b|name\s*=\s*[\"']?ocr-(?:system|capabilities)",
    re.I,
)
_BEGINS = re.compile(rb"<[a-zA-Z]{1,12}\s[^<>]{0,1000}?\bclass\s*=\s*[\"'][^\"'<>]{0,200}?\bocr_page\b")
"""The tag of a page. A document is read page by page: the tree of a book of a thousand pages would take gigabytes."""
_SEVERAL = 2
_LINES = frozenset(("ocr_line", "ocrx_line", "ocr_header", "ocr_caption", "ocr_textfloat"))
_PARAGRAPHS = frozenset(
    (
        "ocr_par",
        "ocr_carea",
        "ocr_column",
        "ocrx_block",
        "ocr_blockquote",
        "ocr_section",
        "ocr_chapter",
        "ocr_title",
        "ocr_abstract",
        "ocr_table",
        "ocr_float",
        "ocr_document",
    )
)
_BESIDE = frozenset(("ocr_pageno", "ocr_footer"))
_DROPPED = frozenset(("ocr_separator", "ocr_noise"))
_TITLES = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_BLOCKS = frozenset(
    ("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "table", "tr", "li", "ul", "ol", "blockquote", "center")
)
_CONFIDENCE = re.compile(r"\bx_w?confs?((?:\s+\d{1,3}(?:\.\d+)?){1,200})")
"""How sure a word, or each of its characters, is: in per cent, or as a share of one (Kraken)."""
_PAGE_NUMBERS = re.compile(r"\b(lpageno|ppageno)\s+\"?([\w.-]+)")
_DEEPEST = 200


def sniff(head: bytes, name: str) -> int:
    """Return 95 for a page in which elements have the classes of hOCR, else 0."""
    return 95 if _MARK.search(head) else 0


def read(feed: Feed) -> Iterator[Article]:
    """Yield a story for each page with words. Raises NoArticle where none has any."""
    given = feed.bytes()
    data = narrow(given)
    if b"<html" in data[:4096] and b"</html" not in data[-1024:]:
        feed.complain("the page in hOCR is truncated: its end is missing")
    label = declaration(data)
    begins = [found.start() for found in _BEGINS.finditer(data)]
    above = _root(decode(data[: begins[0]] if begins else data, label))
    stated = _metadata(above) if above is not None else {}
    count = 0
    for begin, end in pairwise([*begins, len(data)]) if begins else [(0, len(data))]:
        root = _root(decode(data[begin:end], label))
        draft = _draft(root, stated, is_one=len(begins) < _SEVERAL) if root is not None else None
        if draft is not None:
            count += 1
            place = (begin, end - begin) if data is given else (0, len(given))
            yield article(draft, feed.at(*place))
    if not count:
        raise NoArticle("pages in hOCR without a word")


def _root(text: str) -> Element | None:
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        return html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def _classes(node: Element) -> frozenset[str]:
    return frozenset((node.get("class") or "").split())


@dataclass(slots=True)
class _Page:
    """What is set of a page: paragraphs of lines, each with whether it is a heading; what is aside; confidence; languages."""

    paragraphs: list[tuple[list[str], bool]] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)
    number: str | None = None
    confidence: Confidence = field(default_factory=Confidence)
    languages: dict[str, int] = field(default_factory=dict)
    is_open: bool = False

    def add(self, line: str, *, is_heading: bool) -> None:
        """Put a line into the paragraph that is open, or begin one; a heading is of headings only."""
        if not self.is_open or self.paragraphs[-1][1] != is_heading:
            self.paragraphs.append(([], is_heading))
            self.is_open = True
        self.paragraphs[-1][0].append(line)

    def close(self) -> None:
        """End the paragraph."""
        self.is_open = False


def _walk(page: _Page, node: Element, *, is_heading: bool = False, depth: int = 0) -> None:
    name = local(node).lower()
    classes = _classes(node)
    if not name or depth > _DEEPEST or classes & _DROPPED or name in ("script", "style", "head"):
        return
    if language := node.get("lang"):
        page.languages[language] = page.languages.get(language, 0) + 1
    if classes & _BESIDE:
        line = " ".join(text_of(node).split())
        page.aside += [line] if line else []
        if "ocr_pageno" in classes and line:
            page.number = page.number or line
        return
    if classes & _LINES and not _holds_lines(node):
        is_title = is_heading or "ocr_header" in classes
        if line := _line(node, page.confidence):
            page.add(line, is_heading=is_title)
        return
    is_block = name in _BLOCKS or bool(classes & _PARAGRAPHS)
    is_heading = is_heading or name in _TITLES or "ocr_title" in classes
    if is_block:
        page.close()
    _text(page, node.text, is_heading=is_heading)
    for child in node:
        _walk(page, child, is_heading=is_heading, depth=depth + 1)
        _text(page, child.tail, is_heading=is_heading)
    if is_block:
        page.close()


def _holds_lines(node: Element) -> bool:
    return any(_classes(each) & _LINES for each in node.iterdescendants())


def _text(page: _Page, text: str | None, *, is_heading: bool) -> None:
    if text and (line := " ".join(text.split())):
        page.add(line, is_heading=is_heading)


def _line(node: Element, confidence: Confidence) -> str:
    """Return the words of a line."""
    words = [
        each
        for each in node.iterdescendants()
        if "ocrx_word" in _classes(each) or "ocr_word" in _classes(each)
    ]
    for each in words:
        _add(confidence, each)
    if not words:
        _add(confidence, node)
    texts = ["".join(text_of(each).split()) for each in words]
    line = words_in_line(texts)
    whole = " ".join(text_of(node).split())
    return line if "".join(line.split()) == "".join(whole.split()) else whole


def _add(confidence: Confidence, node: Element) -> None:
    """Count the confidence that an element states: the mean of its numbers, which are shares where none is above one."""
    if found := _CONFIDENCE.search(node.get("title") or ""):
        values = list(map(float, found[1].split()))
        mean = sum(values) / len(values)
        confidence.add(str(mean), whole=1.0 if "." in found[1] and max(values) <= 1 else 100.0)


def _draft(node: Element, stated: dict[str, str], *, is_one: bool) -> Draft | None:
    """Return the draft of a page; None where it has no words."""
    page = _Page()
    _walk(page, node)
    own = next((each for each in node.iter() if "ocr_page" in _classes(each)), node)
    draft = Draft(copy=False)
    paragraphs = page.paragraphs
    if paragraphs and paragraphs[0][1] and len(paragraphs) > 1:
        draft.state("headline", joined(paragraphs[0][0]), "heading")
        paragraphs = paragraphs[1:]
    draft.state("text", paragraphs_of(lines for lines, _ in paragraphs), "ocr_page")
    if not has_words(draft):
        return None
    draft.evidence["body"] = page.confidence.rule("ocr_page")
    draft.state("headline", stated.get("title"), "DC.title")
    draft.state("byline", stated.get("creator"), "DC.creator")
    draft.state("publisher", stated.get("publisher"), "DC.publisher")
    draft.state("published", stated.get("date"), "DC.date")
    tongue = max(page.languages, key=lambda each: page.languages[each], default=None)
    draft.state("language", _tongue(tongue) or stated.get("language") or stated.get("lang"), "lang")
    draft.boilerplate += page.aside
    number = page.number or _stated_number(own, is_one=is_one)
    if number:
        draft.edition = Edition(None, number, None, None)
        draft.evidence["edition"] = "ocr_pageno" if page.number else "ocr_page"
    return draft


def _tongue(code: str | None) -> str | None:
    """Return a language of Tesseract's (`eng`, `chi_sim`, `deu_frak`) without its script; a script's own (`Fraktur`) is none."""
    bare = code.partition("_")[0] if code and "_" in code else code
    return bare if bare not in (None, "frk", "Fraktur", "Latin", "unknown") else None


def _stated_number(node: Element, *, is_one: bool) -> str | None:
    """Return the page's number: the logical one, else the place in a document of several pages, counted from 1."""
    stated: dict[str, str] = dict(_PAGE_NUMBERS.findall(node.get("title") or ""))
    if "lpageno" in stated:
        return stated["lpageno"]
    place = stated.get("ppageno", "")
    return (
        str(int(place) + 1) if not is_one and place.isascii() and place.isdigit() and len(place) < 7 else None
    )


def _metadata(root: Element) -> dict[str, str]:
    """Return what the document says by Dublin Core, by the names in lower case without their prefix."""
    found: dict[str, str] = {"lang": language} if (language := root.get("lang")) else {}
    for each in root.iter("meta"):
        prefix, _, name = (each.get("name") or "").partition(".")
        value = " ".join((each.get("content") or "").split())
        if prefix.lower() in ("dc", "dcterms") and value:
            found.setdefault(name.lower(), value)
    return found
