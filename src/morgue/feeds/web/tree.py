"""Parse a page and walk its tree once, into elements and blocks of text.

A block is the text between two edges of block elements or two line breaks, so that a page which marks its
paragraphs with `p`, `div`, `br` or table cells is read in one way. Elements and blocks are rows of parallel
lists: an element knows its parent and the first and last block inside it, a block its innermost element.

The parser is lexbor, which builds the tree as the HTML standard (section 13.2) prescribes and browsers do; what would
take it more time than the size of the page allows is limited before (`bounds`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from morgue.feeds.web.bounds import bounded
from morgue.feeds.web.names import BLOCKS, HEADINGS, SKIPPED, Name, Names, kinds
from morgue.model.article import printable

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

MAX_MARKS = 2_000
"""How many elements that may state a fact are looked at."""

SHORT_LINES = 200
"""Line breaks are kept in text that is no longer than this and no sentence: a headline, byline and date in one cell."""

Attributes = dict[str, str | None]


class FactElement(NamedTuple):
    """Hold an element that may state a fact: its flags of `Name`, its tag, the block element around it, and how many
    blocks were before it."""

    kind: int
    tag: str
    node: LexborNode
    attributes: Attributes
    owner: int
    at: int


@dataclass(slots=True)
class Tree:
    """Hold the elements and blocks of a page, as parallel lists; element 0 is the body."""

    tags: list[str] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    """Of each element the one behind the last inside it."""
    names: list[Names] = field(default_factory=list)
    kinds: list[int] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    """The elements that are headings."""
    firsts: list[int] = field(default_factory=list)
    lasts: list[int] = field(default_factory=list)
    owners: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    linked: list[int] = field(default_factory=list)
    """Of each block, how many of its characters are in links."""
    links: list[tuple[int, int, str]] = field(default_factory=list)
    """Of each link its first block, the one behind the last block that it is around, and its address."""
    anchors: int = 0
    """How many links the tree has, the parser's copies of those that are left open among them."""
    marks: list[FactElement] = field(default_factory=list)
    properties: list[FactElement] = field(default_factory=list)
    metas: list[Attributes] = field(default_factory=list)
    canonical: list[str] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    """The JSON-LD blocks."""
    title: str = ""
    language: str | None = None
    comments: list[str] = field(default_factory=list)
    """Comments before the html element, where browsers note the address of a saved page."""
    base: str | None = None

    def texts_of(self, element: int) -> str:
        """Return the text of an element's blocks on one line."""
        return " ".join(self.texts[self.firsts[element] : self.lasts[element]]).replace("\n", " ")

    def main_headings(self) -> list[str]:
        """Return the texts of the h1 elements that have one."""
        found = [self.texts_of(element) for element in self.headings if self.tags[element] == "h1"]
        return [each for each in found if each]

    def is_within(self, element: int, around: int) -> bool:
        """Return whether an element is within another or is that."""
        return around <= element < self.ends[around]


_INSTEAD = re.compile(
    rb"<(/?)(?:object|noscript|template|applet|canvas|video|audio)(?=[\s/>])", re.IGNORECASE
)
"""Elements whose content replaces what a program cannot show."""


def parse(markup: bytes) -> Tree:
    """Return the tree of a page's markup, which is UTF-8; what replaces objects is read where nothing else is."""
    tree = _parse_once(markup)
    if not tree.texts and _INSTEAD.search(markup):
        return _parse_once(_INSTEAD.sub(rb"<\1div", markup))
    return tree


def _parse_once(markup: bytes) -> Tree:
    from selectolax.lexbor import LexborHTMLParser

    parser = LexborHTMLParser(bounded(markup))
    tree = Tree()
    root = parser.root
    if root is None:
        return tree
    before = root.prev
    while before is not None and len(tree.comments) < 20:
        if before.is_comment_node:
            tree.comments.append((before.comment_content or "")[:2_000])
        before = before.prev
    attributes = root.attributes
    tree.language = attributes.get("lang") or attributes.get("xml:lang")
    _walk(root, tree)
    _open_links(tree, markup)
    return tree


_UNSEEN = dict.fromkeys(map(ord, "\xad\ufeff"))
"""Soft hyphens and byte order marks, which nobody sees."""

_CONTROLS = "\x0b\x1c\x1d\x1e\x1f"
"""Control characters that Python takes for white space."""


def text_of(node: LexborNode, limit: int = 300) -> str:
    """Return the text below a node on one line, of at most `limit` nodes, without scripts."""
    pieces: list[str] = []
    for count, each in enumerate(node.traverse(include_text=True)):
        if count > limit:
            break
        if each.tag == "-text":
            parent = each.parent
            if parent is None or parent.tag not in SKIPPED:
                pieces.append(each.text_content or "")
        elif each.tag in BLOCKS or each.tag == "br":
            pieces.append(" ")
    return clean("".join(pieces))


def clean(text: str) -> str:
    """Return text on one line, without control characters and soft hyphens."""
    text = text.strip()
    if "\xa0" in text:
        text = text.replace("\xa0", " ")
    if text.isprintable():
        return " ".join(text.split()) if "  " in text else text
    for each in _CONTROLS:
        if each in text:
            text = text.replace(each, "")
    text = " ".join(text.split())
    if text.isprintable():
        return text
    return " ".join(printable(text).translate(_UNSEEN).split())


_INDENTED = re.compile(r"[ \t\r\n]*(?:\xa0[ \t\r\n]*){2,}\S")
_BLANK_LINE = re.compile(r"\n[ \t\r\xa0]*\n")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_CLIPPED = re.compile(r"\bclip\s*:\s*rect\(\s*[01](?:px)?\b|\bclip-path\s*:\s*inset\((?:50|100)%", re.I)
"""How pages hide what is for screen readers only."""
_NAMELESS: Names = (None, None)
_META_ROLES = frozenset(
    ("navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alertdialog")
)


def _walk(root: LexborNode, tree: Tree) -> None:
    """Read all that is below the html element into the tree, by a loop: pages are as deep as their writers like.

    One function with what it needs in local names, since its lines run two thousand times a page: a third of the time
    that a page takes is spent here. What is open is on a stack: of a block -1 (with its white space kept: -2), of a
    link its first block, of other elements _INLINE.
    """
    links = tree.links
    blocks: list[_Block] = []
    rows: list[_Row] = [["body", -1, _NAMELESS, 0, "", 0, 0, 0]]
    pieces: list[str] = []
    owner = elements = in_link = linked = breaks = verbatim = 0
    href = ""
    known, codes, says_nothing = kinds, _codes, _SAYING.isdisjoint
    say, add_row = pieces.append, rows.append
    stack: list[tuple[LexborNode, int]] = []
    push, pop = stack.append, stack.pop
    node: LexborNode | None = root.first_child
    while True:
        if node is None:
            if not stack:
                break
            node, start = pop()
            if start >= 0:
                in_link -= 1
                if not in_link:
                    links.append((start, len(blocks), href))
                node = node.next
                continue
            node = node.next
            if start == _INLINE:
                continue
            if pieces:
                _end_block(blocks, rows, pieces, owner, linked, verbatim)
                linked = 0
            breaks = 0
            row = rows[owner]
            row[_LAST] = len(blocks)
            row[_END] = elements + 1
            owner = row[_PARENT]
            if start == _VERBATIM:
                verbatim -= 1
            if node is not None and node.is_empty_text_node:
                node = node.next
            continue
        tag = node.tag or ""
        try:
            code = codes[tag]
        except KeyError:
            code = _code_of(tag)
        if code == _TEXT:
            text = node.text_content
            if not text or text.isspace():
                if pieces and text:
                    say(" ")
            elif not breaks and not verbatim:
                if in_link:
                    linked += len(text.strip())
                say(text.replace("\n", " ") if "\n" in text else text)
            else:
                if breaks and pieces and _INDENTED.match(text):
                    _end_block(blocks, rows, pieces, owner, linked, verbatim)
                    linked = 0
                breaks = 0
                if in_link:
                    linked += len(text.strip())
                say(text if verbatim else text.replace("\n", " "))
        elif code >= _VERBATIM:
            if pieces:
                _end_block(blocks, rows, pieces, owner, linked, verbatim)
                linked = 0
            breaks = 0
            below = node.first_child
            attributes = node.attributes
            if attributes:
                kind, role = 0, ""
                of_class, of_id = names = attributes.get("class"), attributes.get("id")
                if of_class:
                    kind = known[of_class]
                if of_id:
                    kind |= known[of_id]
                says = not says_nothing(attributes)
                if says:
                    role = attributes.get("itemprop") or attributes.get("role") or ""
                    kind |= _kind_by_attributes(attributes, role)
                if below is not None:
                    add_row([tag, owner, names, kind, role, len(blocks), 0, 0])
                    elements += 1
                    owner = elements
                if kind & _MARKED or (says and (role or "property" in attributes)):
                    _mark(tree, tag, node, attributes, kind, owner, len(blocks))
            elif below is not None:
                add_row([tag, owner, _NAMELESS, 0, "", len(blocks), 0, 0])
                elements += 1
                owner = elements
            if below is not None:
                if code == _VERBATIM:
                    verbatim += 1
                push((node, code))
                node = below.next if below.is_empty_text_node else below
                continue
        elif code == _UNREAD:
            if tag == "script":
                of_type = node.attributes.get("type")
                if of_type and "ld+json" in of_type.lower():
                    tree.scripts.append(node.text(deep=True))
            node = node.next
            if not pieces and node is not None and node.is_empty_text_node:
                node = node.next
            continue
        elif code == _LINK:
            attributes = node.attributes
            tree.anchors += 1
            if "itemprop" in attributes or (
                "rel" in attributes and (attributes["rel"] == "author" or "property" in attributes)
            ):
                _mark(tree, tag, node, attributes, 0, owner, len(blocks))
            below = node.first_child
            if below is not None:
                in_link += 1
                if in_link == 1:
                    href = attributes.get("href") or ""
                push((node, len(blocks)))
                node = below
                continue
        elif code == _BREAK:
            breaks += 1
            say("\n")
            if breaks > 1:
                _end_block(blocks, rows, pieces, owner, linked, verbatim)
                linked = 0
                breaks = 2
        elif code == _INLINE:
            attributes = node.attributes
            if attributes:
                of_class = attributes.get("class")
                kind = known[of_class] if of_class else 0
                if (kind & Name.UNSEEN and tag != "time") or (
                    "style" in attributes and _CLIPPED.search(attributes["style"] or "")
                ):
                    node = node.next
                    continue
                if kind & _MARKED or tag == "time" or "itemprop" in attributes or "property" in attributes:
                    _mark(tree, tag, node, attributes, kind, owner, len(blocks))
            elif tag == "time":
                _mark(tree, tag, node, attributes, 0, owner, len(blocks))
            below = node.first_child
            if below is not None:
                push((node, _INLINE))
                node = below
                continue
        elif code == _AROUND:
            below = node.first_child
            if below is not None:
                push((node, _INLINE))
                node = below
                continue
        else:
            _of_head(tree, tag, node, node.attributes, owner, len(blocks))
            node = node.next
            if not pieces and node is not None and node.is_empty_text_node:
                node = node.next
            continue
        node = node.next
    if pieces:
        _end_block(blocks, rows, pieces, owner, linked, verbatim)
    rows[0][_LAST], rows[0][_END] = len(blocks), elements + 1
    tree.tags, tree.parents, tree.names, tree.kinds, tree.roles, tree.firsts, tree.lasts, tree.ends = map(
        list, zip(*rows, strict=True)
    )
    if blocks:
        tree.owners, tree.texts, tree.linked = map(list, zip(*blocks, strict=True))
    tree.headings = [element for element, tag in enumerate(tree.tags) if tag in HEADINGS]


_Row = list[Any]
"""An element as the walk keeps it: tag, parent, names, kind, role, its first block, the one behind its last, and the element behind it."""

_TAG, _PARENT, _LAST, _END = 0, 1, 6, 7
_Block = tuple[int, str, int]
"""A block as the walk keeps it: the element that it is in, its text, and how many of its characters are in links."""


def _end_block(
    blocks: list[_Block], rows: list[_Row], pieces: list[str], owner: int, linked: int, verbatim: int
) -> None:
    """Add the block that has been read; `linked` of its characters are in links."""
    whole = pieces[0] if len(pieces) == 1 else "".join(pieces)
    pieces.clear()
    text = whole.strip()
    if not verbatim and text.isprintable():  # which has no end of a line either
        if text:
            if "  " in text:
                text = " ".join(text.split())
            blocks.append((owner, text, linked if linked < len(text) else len(text)))
        return
    if not verbatim and "\n" not in text:
        if text := clean(text):
            blocks.append((owner, text, min(linked, len(text))))
        return
    for part in _BLANK_LINE.split(whole) if verbatim else (whole,):
        if text := _lines(part):
            line = text.replace("\n", " ") if rows[owner][_TAG] in HEADINGS else text
            blocks.append((owner, line, min(linked, len(text))))


_BLOCK, _VERBATIM, _INLINE, _LINK, _TEXT, _BREAK, _UNREAD, _AROUND, _HEAD = range(-1, -10, -1)
_codes: dict[str, int] = {
    "-text": _TEXT,
    "br": _BREAK,
    **dict.fromkeys(BLOCKS, _BLOCK),
    "pre": _VERBATIM,
    **dict.fromkeys(SKIPPED, _UNREAD),
    "a": _LINK,
    **dict.fromkeys(("body", "head"), _AROUND),
    **dict.fromkeys(("meta", "link", "title", "base"), _HEAD),
    **dict.fromkeys(
        ("img", "wbr", "input", "source", "track", "param", "col", "-comment", "-doctype"), _UNREAD
    ),
}
"""How elements are read, by their names; custom elements (a hyphen in the name) are blocks, others run on."""


def _code_of(tag: str) -> int:
    code = _BLOCK if "-" in tag and tag[0] != "-" else _UNREAD if tag[:1] == "-" else _INLINE
    if len(_codes) < 2_000:
        _codes[tag] = code
    return code


def _mark(
    tree: Tree, tag: str, node: LexborNode, attributes: Attributes, kind: int, owner: int, at: int
) -> None:
    """Keep an element that may state a fact."""
    is_property = "itemprop" in attributes or "property" in attributes
    is_mark = tag == "time" or kind & _MARKED or attributes.get("rel") == "author"
    if is_property or is_mark:
        mark = FactElement(kind, tag, node, attributes, owner, at)
        if is_property and len(tree.properties) < MAX_MARKS:
            tree.properties.append(mark)
        if is_mark and len(tree.marks) < MAX_MARKS:
            tree.marks.append(mark)


def _lines(text: str) -> str:
    """Return text in one line, or in lines of its own where it is short and no sentence."""
    lines = [line for line in map(clean, text.split("\n")) if line]
    whole = " ".join(lines)
    is_head = len(whole) <= SHORT_LINES and not whole.rstrip("\"'”’»)").endswith((".", "!", "?", "…", "。"))
    return "\n".join(lines) if is_head else whole


_SAYING = frozenset(("style", "hidden", "role", "itemprop", "itemtype", "property"))
"""Attributes besides class and id that say what an element is."""

_MARKED = Name.DATED | Name.CREDIT | Name.HEADLINE


def _kind_by_attributes(attributes: Attributes, role: str) -> int:
    """Return the flags of `Name` that attributes other than class and id give an element."""
    kind = 0
    style = attributes.get("style")
    if "hidden" in attributes or (style and (_HIDDEN_STYLE.search(style) or _CLIPPED.search(style))):
        kind = Name.UNSEEN | Name.SOFT
    if role in _META_ROLES:
        kind |= Name.HARD
    of_type = attributes.get("itemtype")
    if of_type:
        if of_type.endswith("/Comment"):
            kind |= Name.FOREIGN | Name.HARD
        elif "LiveBlog" in of_type:
            kind |= Name.LIVE
    return kind


def _of_head(tree: Tree, tag: str, node: LexborNode, attributes: Attributes, owner: int, at: int) -> None:
    """Keep what an element of the head says, wherever it is."""
    if tag == "meta":
        tree.metas.append(attributes)
        if "itemprop" in attributes and owner and len(tree.properties) < MAX_MARKS:
            tree.properties.append(FactElement(0, tag, node, attributes, owner, at))
    elif tag == "title":
        tree.title = tree.title or clean(node.text(deep=True))
    elif tag == "base":
        tree.base = tree.base or attributes.get("href")
    elif "canonical" in (attributes.get("rel") or "").lower().split() and attributes.get("href"):
        tree.canonical.append(attributes["href"] or "")


def _open_links(tree: Tree, markup: bytes) -> None:
    """Count no link around a headline and its story, or around many paragraphs: its end tag is missing.

    What a link that is left open takes in is one link in the tree, or, behind the end of the element that it is in, a
    copy of it in each paragraph up to the next link (HTML, section 13.2.4.3).
    """
    has_copies: bool | None = None
    links = tree.links
    at = 0
    while at < len(links):
        start, last, address = links[at]
        if last - start < 2 and (at + 1 == len(links) or links[at + 1][2] != address):
            at += 1
            continue
        number = 1
        while at + number < len(links) and links[at + number][2] == address:
            _, last, _ = links[at + number]
            number += 1
        end = min(max(last, links[at + number - 1][0] + 1), len(tree.texts))
        at += number
        if end - start < 2 or not (whole := _taken_in(tree, start, end)):
            continue
        if number > 1 and has_copies is None:
            has_copies = tree.anchors > len(_ANCHOR.findall(markup))
        if number == 1 or has_copies:
            for block in whole:
                tree.linked[block] = 0


def _taken_in(tree: Tree, first: int, end: int) -> list[int]:
    """Return the blocks that are wholly in a link, where they are a story: a headline and its text, or many paragraphs."""
    whole = [at for at in range(first, end) if 10 * tree.linked[at] > 9 * len(tree.texts[at])]
    heading = any(tree.tags[tree.owners[at]] == "h1" for at in whole)
    prose = sum(1 for at in whole if tree.tags[tree.owners[at]] not in HEADINGS and len(tree.texts[at]) > 60)
    return whole if prose > 3 or (heading and prose > 1) else []


_ANCHOR = re.compile(rb"<[aA][\s/>]")
