"""Read the words of an ALTO page, and the text of any part of it.

ALTO 1 to 4 (Library of Congress, `alto.xsd`), with its namespaces, CCS's, or none. A page is one list of words in reading
order; every element with an ID (a block, a composed block, a line, a word, the print space) is a span of that list, so that a
description of an issue may name any of them, or go from one to another.

Reading order is that of `ReadingOrder` (ALTO 4) where there is one, else that of the chain of IDNEXT, else that of the
document. A word that is parted at the end of a line is the SUBS_CONTENT of its first part; without that the parts are joined
where a HYP ends the line, and by the hyphen where the page has neither. What stands in the margins above and below the print space (a running head, a page number) is
set aside where the print space has text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from morgue.feeds.print.ocr_lines import confident, continued, without_end, words_in_line
from morgue.feeds.support.xml_elements import Element, local

_BLOCKS = frozenset(("TextBlock", "ComposedBlock", "Illustration", "GraphicalElement"))
_MARGINS = frozenset(("TopMargin", "BottomMargin", "LeftMargin", "RightMargin"))
_PARTS = {"HypPart1": 1, "HypPart2": 2}
_FEW_BLOCKS = 20_000
"""Blocks of a page beyond which no order is looked for: no page of a paper has as many."""


class Word(NamedTuple):
    """A word or part of one: `whole` is the word that it is a part of, `part` 1 or 2 which (0: none); `ends` says what follows.

    `ends` is "" for a word of the same line, "line" or "block", and "-" for the end of a line that parts a word.
    """

    text: str
    part: int = 0
    whole: str = ""
    confidence: float | None = None
    ends: str = ""


class Span(NamedTuple):
    """The words of a page from `start` on and before `end`."""

    start: int
    end: int


@dataclass(slots=True)
class Page:
    """A page: its words, the spans of its elements by ID, the places of its words by ID, its own span, and what is set aside.

    `number` is the printed number or else that of the image, as `number_rule` says. `tags` has the labels of the tags of
    a block by its span, `languages` how many blocks are in a language. `corners` has left and top of each word where they
    were asked for.
    """

    words: list[Word] = field(default_factory=list)
    spans: dict[str, Span] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
    body: list[Span] = field(default_factory=list)
    aside: list[Span] = field(default_factory=list)
    number: str | None = None
    number_rule: str = ""
    confidence: float | None = None
    languages: Counter[str] = field(default_factory=Counter)
    tags: dict[Span, tuple[str, ...]] = field(default_factory=dict)
    corners: list[tuple[float, float]] = field(default_factory=list)

    def within(self, begin: str, end: str = "") -> Span | None:
        """Return the span from one element to another, both included; None where the first is not of this page."""
        opening = self._span(begin)
        closing = self._span(end) if end else opening
        if opening is None:
            return None
        return Span(opening.start, max(opening.end, closing.end)) if closing else opening

    def _span(self, name: str) -> Span | None:
        place = self.places.get(name)
        if place is None:
            return self.spans.get(name)
        return Span(place, min(place + 1, len(self.words)))

    def language(self) -> str | None:
        """Return the language of most blocks."""
        return self.languages.most_common(1)[0][0] if self.languages else None


def pages_of(root: Element, *, with_corners: bool = False) -> list[Page]:
    """Return the pages of an ALTO document, in order."""
    labels = {
        each.get("ID"): each.get("LABEL") or each.get("TYPE") or ""
        for tags in root.iter("{*}Tags")
        for each in tags
        if isinstance(each.tag, str)
    }
    order = _stated_order(root)
    return [_Reader(labels, order, with_corners=with_corners).page(each) for each in root.iter("{*}Page")]


def _stated_order(root: Element) -> list[str]:
    found = []
    for order in root.iter("{*}ReadingOrder"):
        found += [each.get("REF") for each in order.iter("{*}ElementRef") if each.get("REF")]
    return found


class _Reader:
    """Puts the words of one page in a row."""

    def __init__(self, labels: dict[str, str], order: list[str], *, with_corners: bool) -> None:
        self.with_corners = with_corners
        self.page_read = Page()
        self.labels = labels
        self.order = {each: at for at, each in enumerate(order)}

    def page(self, node: Element) -> Page:
        page = self.page_read
        for name in ("PRINTED_IMG_NR", "PHYSICAL_IMG_NR"):
            number = (node.get(name) or "").strip()
            if number and number != "0":
                page.number, page.number_rule = number, f"Page@{name}"
                break
        page.confidence = _share(node.get("PC"))
        margins: list[Span] = []
        start = len(page.words)
        for each in node.iterchildren("{*}*"):
            name = local(each)
            if name in _MARGINS:
                margins.append(self._blocks(each))
            elif name == "PrintSpace":
                page.body.append(self._blocks(each))
            elif name in _BLOCKS:
                page.body.append(self._block(each))
        if node.get("ID"):
            page.spans[node.get("ID")] = Span(start, len(page.words))
        page.body = [each for each in page.body if each.end > each.start]
        margins = [each for each in margins if each.end > each.start]
        if page.body:
            page.aside = margins
        else:
            page.body = margins
        return page

    def _blocks(self, space: Element) -> Span:
        start = len(self.page_read.words)
        for each in self._ordered([each for each in space if local(each) in _BLOCKS]):
            self._block(each)
        return self._named(space, start)

    def _named(self, node: Element, start: int) -> Span:
        span = Span(start, len(self.page_read.words))
        if name := node.get("ID"):
            self.page_read.spans.setdefault(name, span)
        return span

    def _ordered(self, blocks: list[Element]) -> list[Element]:
        """Return blocks in reading order."""
        if len(blocks) > _FEW_BLOCKS:
            return blocks
        if self.order and any(each.get("ID") in self.order for each in blocks):
            last = len(self.order)
            return sorted(blocks, key=lambda each: self.order.get(each.get("ID") or "", last))
        following = {each.get("IDNEXT") for each in blocks} - {None}
        if not following:
            return blocks
        by_name = {each.get("ID"): each for each in blocks}
        found: dict[int, Element] = {}
        for first in [*(each for each in blocks if each.get("ID") not in following), *blocks]:
            each: Element | None = first
            while each is not None and id(each) not in found:
                found[id(each)] = each
                each = by_name.get(each.get("IDNEXT"))
        return list(found.values())

    def _block(self, node: Element) -> Span:
        """Put a block's words in the row; in a loop over the blocks that it is composed of."""
        name = local(node)
        page, start = self.page_read, len(self.page_read.words)
        if name == "ComposedBlock":
            for each in self._ordered([each for each in node if local(each) in _BLOCKS]):
                self._block(each)
        elif name == "TextBlock":
            for line in node.iterchildren("{*}TextLine"):
                self._line(line)
            self._end(start, "block")
            language = node.get("LANG") or node.get("language") or node.get("lang")
            if language:
                page.languages[language] += 1
        span = self._named(node, start)
        if span.end > span.start and (refs := node.get("TAGREFS")):
            labels = tuple(self.labels[each].lower() for each in refs.split() if self.labels.get(each))
            if labels:
                page.tags[span] = labels
        return span

    def _line(self, line: Element) -> None:
        """Put the words of a line in the row: the one loop that every word of a page goes through."""
        page = self.page_read
        words, places = page.words, page.places
        start = len(words)
        is_parted = False
        string = ""
        for each in line:
            read = each.get
            content = read("CONTENT")
            if content is None or (each.tag != string and local(each) != "String"):
                is_parted = is_parted or local(each) == "HYP"
                continue
            string = each.tag
            if name := read("ID"):
                places[name] = len(words)
            text = content.strip()
            if not text:
                continue
            part, whole = 0, ""
            if kind := read("SUBS_TYPE"):
                part = _PARTS.get(kind, 0)
                whole = (read("SUBS_CONTENT") or "").strip()
            confidence = read("WC")
            words.append(Word(text, part, whole, _share(confidence) if confidence else None))
            if self.with_corners:
                page.corners.append((_number(read("HPOS")), _number(read("VPOS"))))
        self._end(start, "-" if is_parted else "line")
        self._named(line, start)

    def _end(self, start: int, how: str) -> None:
        """Note how the words since `start` end; the end of a block is the end of a line too, which may part a word."""
        words = self.page_read.words
        if len(words) > start and not (how == "block" and words[-1].ends == "-"):
            words[-1] = words[-1]._replace(ends=how)


@lru_cache(maxsize=4_096)
def _share(text: str | None) -> float | None:
    """Return a confidence from 0 to 1; some programs write it in hundredths."""
    try:
        value = float(text or "")
    except ValueError:
        return None
    value = value / 100 if 1 < value <= 100 else value
    return value if 0 <= value <= 1 else None


def _number(text: str | None) -> float:
    try:
        return float(text or "")
    except ValueError:
        return -1.0


_GOES_ON = re.compile(r"[a-zß-öø-ÿ\u0101-\u017f\u03b1-\u03ce\u0430-\u045f]")


def text_of(words: Iterable[Word]) -> list[str]:
    """Return the paragraphs of a row of words: a block each, but one that goes on in the middle of a sentence.

    A parted word is written once, where it begins. A block that begins with a small letter goes on with the one before.
    """
    paragraphs: list[str] = []
    pieces: list[str] = []
    carried = False  # whether the word before is a first part whose whole stands already
    is_new = False
    for line in lines_of(words):
        tokens: list[str] = []
        for word in line:
            if not (word.part == 2 and carried):
                tokens.append(word.whole if word.part == 1 and word.whole else word.text)
            carried = word.part == 1 and bool(word.whole)
        text = words_in_line(tokens)
        if line[-1].ends == "-" and text and not carried:
            text = text.rstrip(_HYPHENS) + _DIVIDED
        if text and is_new and pieces and not _GOES_ON.match(text) and not pieces[-1].endswith(_DIVIDED):
            paragraphs.append(without_end("".join(pieces)))
            pieces = []
        if text:
            _add_line(pieces, text)
        is_new = line[-1].ends == "block" or (is_new and not text)
    if pieces:
        paragraphs.append(without_end("".join(pieces)))
    return paragraphs


_DIVIDED = "\u00ac"
_HYPHENS = "-\u00ac\u00ad\u2010\u2e17"


def _add_line(pieces: list[str], line: str) -> None:
    """Add a line to the pieces of a paragraph; what stands between it and the line before goes with that one."""
    if pieces:
        before = pieces.pop()
        pieces.append(continued(before, line)[: -len(line)])
    pieces.append(line)


def lines_of(words: Iterable[Word]) -> Iterator[list[Word]]:
    """Yield the lines of a row of words."""
    line: list[Word] = []
    for word in words:
        line.append(word)
        if word.ends:
            yield line
            line = []
    if line:
        yield line


def rule_of(name: str, words: Iterable[Word], page: float | None = None) -> str:
    """Return a rule of evidence with the mean of the confidence of words behind it, else with that of their page."""
    stated = [each.confidence for each in words if each.confidence is not None]
    if stated:
        return confident(name, 100 * sum(stated) / len(stated))
    return confident(name, None if page is None else 100 * page)
