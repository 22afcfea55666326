"""Parse a page and walk its tree once, into elements and blocks of text.

A block is the text between two edges of block elements or two line breaks, so that a page which marks its
paragraphs with `p`, `div`, `br` or table cells is read in one way. Elements and blocks are rows of parallel
lists: an element knows its parent and the first and last block inside it, a block its innermost element.

The parser is lexbor, which builds the tree as the HTML standard (section 13.2) prescribes and browsers do. Its
time grows with the depth of the tree and with the attributes of one element; both are limited before the parse,
so that no page takes longer than its size allows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from morgue.feeds.columns import printable
from morgue.feeds.web.names import BLOCKS, HEADINGS, SKIPPED, Name, kind_of

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

MAX_DEPTH = 512
"""How deep elements are nested at most, as in browsers; deeper ones are read as if they were at this depth."""

MANY_TAGS = 20_000
"""From how many tags on a page is searched for too deep nesting."""

LONG_TAG = 20_000
"""From how many characters on a tag is searched for too many attributes."""

MAX_ATTRIBUTES = 500
MAX_MARKS = 2_000
"""How many elements that may state a fact are looked at."""

SHORT_LINES = 200
"""Line breaks are kept in text that is no longer than this and no sentence: a headline, byline and date in one cell."""

Attributes = dict[str, str | None]


class Mark(NamedTuple):
    """An element that may state a fact: its flags of `Name`, its tag, the block element around it, and how many
    blocks were before it."""

    kind: int
    tag: str
    node: LexborNode
    attributes: Attributes
    owner: int
    at: int


@dataclass(slots=True)
class Tree:
    """The elements and blocks of a page, as parallel lists; element 0 is the body."""

    tags: list[str] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    kinds: list[int] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    firsts: list[int] = field(default_factory=list)
    lasts: list[int] = field(default_factory=list)
    owners: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    linked: list[int] = field(default_factory=list)
    """Of each block, how many of its characters are in links."""
    links: list[tuple[int, int]] = field(default_factory=list)
    """Links around whole blocks: the first block and the one behind the last."""
    marks: list[Mark] = field(default_factory=list)
    properties: list[Mark] = field(default_factory=list)
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

    def headings(self, *tags: str) -> list[tuple[int, str]]:
        """Return element and text of the headings with one of the tags that have a text."""
        found = [(e, self.texts_of(e)) for e, tag in enumerate(self.tags) if tag in tags]
        return [each for each in found if each[1]]


_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]{0,60})((?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+)>")
_IMPLIED = frozenset("p li td th tr tbody thead tfoot dt dd option optgroup colgroup rt rp html head body".split())
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_ATTRIBUTE = re.compile(r"[^\s\"'=<>/]+(?:\s*=\s*(?:\"[^\"]*+\"|'[^']*+'|[^\s>]+))?")
_OPENING = re.compile(r"<[a-zA-Z]")


def parse(text: str) -> Tree:
    """Return the tree of a page's markup."""
    from selectolax.lexbor import LexborHTMLParser

    parser = LexborHTMLParser(_bounded(text))
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
    _Walk(tree).run(root)
    _open_links(tree)
    return tree


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
    text = " ".join(text.split())
    return text if text.isprintable() else " ".join(printable(text).replace("\xad", "").split())


def _bounded(text: str) -> str:
    """Return markup that the parser reads in linear time."""
    parts = text.split(">")
    if len(parts) > MANY_TAGS:
        text = _flattened(text)
        parts = text.split(">")
    if max(map(len, parts)) < LONG_TAG:
        return text
    return ">".join([_few_attributes(part) if len(part) >= LONG_TAG else part for part in parts])


def _few_attributes(part: str) -> str:
    """Return what is before a `>`, with no more attributes than MAX_ATTRIBUTES in the tag that it ends."""
    found = None
    for found in _OPENING.finditer(part):
        if len(part) - found.start() < LONG_TAG:
            break
        attributes = 0
        for attribute in _ATTRIBUTE.finditer(part, found.start() + 1):
            attributes += 1
            if attributes > MAX_ATTRIBUTES:
                return part[: attribute.start()]
    return part


def _flattened(text: str) -> str:
    """Return markup without the tags that nest elements deeper than MAX_DEPTH."""
    depth = 0
    pieces: list[str] = []
    at = 0
    for found in _TAG.finditer(text):
        name = found[2].lower()
        if name in _IMPLIED or name in _VOID or found[3].endswith("/"):
            continue
        if not found[1]:
            depth += 1
        if depth > MAX_DEPTH:
            pieces.append(text[at : found.start()])
            at = found.end()
        if found[1]:
            depth = max(0, depth - 1)
    pieces.append(text[at:])
    return "".join(pieces)


_INDENTED = re.compile(r"[ \t\r\n]*(?:\xa0[ \t\r\n]*){2,}\S")
_BLANK_LINE = re.compile(r"\n[ \t\r\xa0]*\n")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_META_ROLES = frozenset(("navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alertdialog"))


class _Walk:
    """The walk over a tree: what is open, and the text of the block that is being read."""

    __slots__ = ("_breaks", "_in_link", "_linked", "_owner", "_pieces", "_tree", "_verbatim")

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._pieces: list[str] = []
        self._linked = 0
        self._in_link = 0
        self._breaks = 0
        self._owner = -1
        self._verbatim = 0

    def run(self, root: LexborNode) -> None:
        """Walk the tree below the html element, by a loop: pages are as deep as their writers like."""
        stack: list[tuple[LexborNode, str, int]] = []
        self._enter("body", {}, None)
        node: LexborNode | None = root.first_child
        while True:
            if node is None:
                if not stack:
                    break
                above, tag, start = stack.pop()
                self._leave(tag, start)
                node = above.next
                continue
            tag = node.tag or ""
            if tag == "-text":
                self._say(node.text_content or "")
            elif tag == "br":
                self._break()
            elif tag in SKIPPED:
                if tag == "script":
                    self._script(node)
            elif tag[:1] != "-" and (start := self._open(tag, node)) is not None:
                below = node.first_child
                if below is not None:
                    stack.append((node, tag, start))
                    node = below
                    continue
                self._leave(tag, start)
            node = node.next
        self._flush()
        self._tree.lasts[0] = len(self._tree.texts)

    def _open(self, tag: str, node: LexborNode) -> int | None:
        """Note an element; None where its content is not to be read. The number is for `_leave`."""
        attributes = node.attributes
        if tag in BLOCKS or "-" in tag:
            self._enter(tag, attributes, node)
            return -1
        if tag == "body" or tag == "head":
            return -1
        if tag == "a":
            self._in_link += 1
            if attributes:
                self._mark(tag, node, attributes, 0)
            return len(self._tree.texts) if self._in_link == 1 else -1
        if tag in ("meta", "link", "title", "base"):
            self._of_head(tag, node, attributes)
            return None
        if attributes:
            name = attributes.get("class")
            kind = kind_of(name) if name else 0
            if kind & Name.UNSEEN:
                return None
            self._mark(tag, node, attributes, kind)
        elif tag == "time":
            self._mark(tag, node, attributes, 0)
        return -1

    def _enter(self, tag: str, attributes: Attributes, node: LexborNode | None) -> None:
        """Begin a block element."""
        tree = self._tree
        self._flush()
        name, kind, role = "", 0, ""
        if attributes:
            name = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
            kind = kind_of(name) if name != " " else 0
            role = attributes.get("itemprop") or attributes.get("role") or ""
            if "hidden" in attributes or _HIDDEN_STYLE.search(attributes.get("style") or ""):
                kind |= Name.UNSEEN | Name.SOFT
            if role in _META_ROLES:
                kind |= Name.HARD
            kind_type = attributes.get("itemtype")
            if kind_type and kind_type.endswith("/Comment"):
                kind |= Name.FOREIGN | Name.HARD
            elif kind_type and "LiveBlog" in kind_type:
                kind |= Name.LIVE
        tree.tags.append(tag)
        tree.parents.append(self._owner)
        tree.names.append(name)
        tree.kinds.append(kind)
        tree.roles.append(role)
        tree.firsts.append(len(tree.texts))
        tree.lasts.append(0)
        self._owner = len(tree.tags) - 1
        if node is not None and attributes:
            self._mark(tag, node, attributes, kind)
        if tag == "pre":
            self._verbatim += 1

    def _leave(self, tag: str, start: int) -> None:
        """End an element."""
        if tag == "a":
            self._in_link -= 1
            tree = self._tree
            if start >= 0 and len(tree.texts) > start:
                tree.links.append((start, len(tree.texts)))
        elif tag in BLOCKS or "-" in tag:
            self._flush()
            if tag == "pre":
                self._verbatim -= 1
            tree = self._tree
            tree.lasts[self._owner] = len(tree.texts)
            self._owner = tree.parents[self._owner]

    def _mark(self, tag: str, node: LexborNode, attributes: Attributes, kind: int) -> None:
        """Keep an element that may state a fact."""
        tree = self._tree
        if "itemprop" in attributes or "property" in attributes:
            if len(tree.properties) < MAX_MARKS:
                tree.properties.append(Mark(kind, tag, node, attributes, self._owner, len(tree.texts)))
        if tag == "time" or kind & (Name.DATED | Name.CREDIT) or attributes.get("rel") == "author":
            if len(tree.marks) < MAX_MARKS:
                tree.marks.append(Mark(kind, tag, node, attributes, self._owner, len(tree.texts)))

    def _of_head(self, tag: str, node: LexborNode, attributes: Attributes) -> None:
        tree = self._tree
        if tag == "meta":
            tree.metas.append(attributes)
            if "itemprop" in attributes and len(tree.properties) < MAX_MARKS:
                tree.properties.append(Mark(0, tag, node, attributes, self._owner, len(tree.texts)))
        elif tag == "title":
            tree.title = tree.title or clean(node.text(deep=True))
        elif tag == "base":
            tree.base = tree.base or attributes.get("href")
        elif "canonical" in (attributes.get("rel") or "").lower().split() and attributes.get("href"):
            tree.canonical.append(attributes["href"] or "")

    def _script(self, node: LexborNode) -> None:
        kind = node.attributes.get("type")
        if kind and "ld+json" in kind.lower():
            self._tree.scripts.append(node.text(deep=True))

    def _break(self) -> None:
        self._breaks += 1
        self._pieces.append("\n")
        if self._breaks > 1:
            self._flush()
            self._breaks = 2

    def _say(self, text: str) -> None:
        if not text:
            return
        if self._breaks and _INDENTED.match(text):
            self._flush()
        if not text.isspace():
            self._breaks = 0
            if self._in_link:
                self._linked += len(text.strip())
        elif not self._pieces:
            return
        self._pieces.append(text if self._verbatim or "\n" not in text else text.replace("\n", " "))

    def _flush(self) -> None:
        """End the block that is being read."""
        self._breaks = 0
        if not self._pieces:
            self._linked = 0
            return
        whole = "".join(self._pieces)
        self._pieces.clear()
        linked, self._linked = self._linked, 0
        tree = self._tree
        for part in _BLANK_LINE.split(whole) if self._verbatim else (whole,):
            text = self._lines(part) if "\n" in part else clean(part)
            if text:
                tree.owners.append(self._owner)
                tree.texts.append(text)
                tree.linked.append(min(linked, len(text)))

    def _lines(self, text: str) -> str:
        """Return text in one line, or in lines of its own where it is short and no sentence."""
        lines = [line for line in map(clean, text.split("\n")) if line]
        whole = " ".join(lines)
        if self._tree.tags[self._owner] in HEADINGS:
            return whole
        is_head = len(whole) <= SHORT_LINES and not whole.rstrip("\"'”’»)").endswith((".", "!", "?", "…", "。"))
        return "\n".join(lines) if is_head else whole


def _open_links(tree: Tree) -> None:
    """Count no link around a headline and its story, or around many paragraphs: its end tag is missing."""
    for first, end in tree.links:
        prose = heading = 0
        for at in range(first, min(end, len(tree.texts))):
            tag = tree.tags[tree.owners[at]]
            heading += tag == "h1"
            prose += tag not in HEADINGS and len(tree.texts[at]) > 60
        if prose > 3 or (heading and prose > 1):
            tree.linked[first:end] = [0] * (min(end, len(tree.texts)) - first)
