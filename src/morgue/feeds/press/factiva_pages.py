"""Find the documents of Factiva in a page of HTML, in both of its layouts.

With codes, a document is a table of a row a field; without, its fields are `div`s in a fixed order (see `factiva_lines`):

    <div class="article frArticle"><table>               <div id="article-X" class="article"><div class="article enArticle">
      <tr><td><b>HD</b></td><td><b class='frHeadline'>     <div>News</div> <div id="hd"><span class="enHeadline">…</span></div>
      <tr><td><b>PG</b></td><td>26</td></tr> …             <div class="author">…</div> <div>184 words</div> …
      <tr><td><b>LP</b></td><td><p class="articleParagraph"> <p class="articleParagraph">…</p> <p>Publisher</p> <p>Document X</p>

The page is cut into its documents before it is parsed, so that each is parsed by itself: damage stays within one, and
the place of each in the file is known. Of documents that Factiva takes for duplicates it prints a headline and a few
words only (`carryOver`), which are counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from morgue.feeds.press.factiva_fields import Fields, codes
from morgue.feeds.press.factiva_lines import beside, day_of, is_count, is_end
from morgue.feeds.press.pages import line_of, paragraphs_of
from morgue.feeds.web.bounds import bounded

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_BEGIN = re.compile(
    rb"<div\b[^<>]{0,200}?\bclass\s*=\s*[\"']?(?:[\w -]{0,40} )?([a-z]{2,4})Article\b", re.IGNORECASE
)
_CARRIED = re.compile(rb"<tr\b[^<>]{0,80}\bdata-accno\s*=|\bprintheadline\b")
_CODE = re.compile(r"[A-Z]{2,3}")
_TONGUES = {"zhcn": "zh-Hans", "zhtw": "zh-Hant", "zh": "zh", "no": "no"}


class Found(NamedTuple):
    """A document of a page: its fields, the language that its layout is of, its place in bytes, and whether its end is there."""

    fields: Fields
    language: str | None
    offset: int
    length: int
    is_whole: bool


def found_in(markup: bytes) -> Iterator[Found]:
    """Yield the documents of a page, which is in UTF-8, in order."""
    from selectolax.lexbor import LexborHTMLParser

    begins = [*_BEGIN.finditer(markup)]
    for at, begin in enumerate(begins):
        end = begins[at + 1].start() if at + 1 < len(begins) else len(markup)
        piece = markup[begin.start() : end]
        body = LexborHTMLParser(bounded(piece)).body
        node = next(iter(body.iter()), None) if body is not None else None
        fields = _fields(node) if node is not None else {}
        if fields:
            tongue = begin[1].decode().lower()
            language = _TONGUES.get(tongue, tongue if len(tongue) == 2 else None)
            yield Found(fields, language, begin.start(), len(piece), "AN" in fields)


def carried(markup: bytes) -> int:
    """Return of how many documents a page prints the headline only."""
    return len(_CARRIED.findall(markup)) // 2


def _fields(node: LexborNode) -> Fields:
    """Return the fields of the element of a document; none for an element that is none."""
    table = next((each for each in node.iter() if each.tag == "table"), None)
    if table is not None and (fields := _of_table(table)):
        return fields
    return _of_blocks(node)


def _of_table(table: LexborNode) -> Fields:
    """Return the fields of a table with codes."""
    fields: Fields = {}
    code = ""
    for row in _rows(table):
        cells = [each for each in row.iter() if each.tag in ("td", "th")]
        label = cells[0].text().strip(" \n\t\r\xa0") if len(cells) > 1 else ""
        if _CODE.fullmatch(label) and label in codes():
            code = label
        elif label:
            code = ""
        if code and cells:
            fields.setdefault(code, []).extend(paragraphs_of(cells[-1]))
    return fields if "HD" in fields or "AN" in fields else {}


def _rows(table: LexborNode) -> Iterator[LexborNode]:
    """Yield the rows of a table, without those of tables within."""
    for child in table.iter():
        if child.tag == "tr":
            yield child
        elif child.tag in ("tbody", "thead", "tfoot"):
            yield from (each for each in child.iter() if each.tag == "tr")


def _of_blocks(node: LexborNode) -> Fields:
    """Return the fields of blocks in a fixed order."""
    head: list[tuple[str, str]] = []
    text: list[str] = []
    tail: list[str] = []
    for child in node.iter():
        names = (child.attributes.get("class") or "").lower()
        if "articleparagraph" in names:
            text += paragraphs_of(child)
        elif child.tag == "div" and not text:
            kind = "HD" if child.attributes.get("id") == "hd" else "BY" if "author" in names else ""
            head.append((kind, line_of(child)))
        elif child.tag in ("p", "div", "pre", "table", "ul", "ol", "blockquote"):
            tail += paragraphs_of(child)
    fields = _head([each for each in head if each[1]])
    if fields and text:
        fields["TD"] = text
    if tail and is_end(tail[-1]):
        fields["AN"] = [tail.pop()]
    if fields and tail:
        fields["PUB"] = tail
    return fields


def _head(blocks: list[tuple[str, str]]) -> Fields:
    """Return the fields of the blocks above the text: which is the headline and which the author is marked."""
    fields: Fields = {}
    title = next((at for at, (kind, _) in enumerate(blocks) if kind == "HD"), None)
    if title is None:
        return {}
    fields["HD"] = [blocks[title][1]]
    if title:
        fields["SE"] = [line for kind, line in blocks[:title] if not kind]
    rest = blocks[title + 1 :]
    fields |= {kind: [line] for kind, line in rest if kind}
    lines = [line for kind, line in rest if not kind]
    day = next((at for at, line in enumerate(lines) if day_of(line)), None)
    if day is None:
        return fields
    if credit := [line for line in lines[:day] if not is_count(line)]:
        fields["CR"] = credit
    return fields | beside(lines[day:])
