"""Make copy of the text of TEI: paragraphs as printed, divided words joined, notes and running heads apart.

Of a `choice` the corrected, regularized and expanded reading is taken (`corr`, `reg`, `expan`), of an `app` its `lem`. A line that
ends in a hyphen before `lb`, `pb` or `cb`, or where these say break="no", goes on without a blank.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from morgue.feeds.print.ocr_lines import joined
from morgue.feeds.support.data import ordered_lists
from morgue.feeds.support.xml_elements import Element, local

_GROUPS = ordered_lists("tei.tsv")
_APART = frozenset(_GROUPS["apart"])
_LINE = frozenset(_GROUPS["line"])
_BREAK = frozenset(_GROUPS["break"])
_LEFT_OUT = frozenset(_GROUPS["left out"])
_ASIDE = frozenset(_GROUPS["aside"])
_CHOICES = _GROUPS["choices"]
_END = "\x1e"
"""Where a line of the print ends."""
_WITHIN = "\x1f"
"""Where one ends within a word."""
_HYPHENS = "-\u2010\u00ac\u00ad\u2e17"
_SPACE = " \t\r\n\x1e\x1f"
_JOIN = "\x1d"
"""Before what follows the word before it without a blank (`join="left"` of `pc`)."""
_DEEPEST = 250


class Copy:
    """The copy of a part of a TEI text: paragraphs, what is aside, and the first page that begins before any word."""

    __slots__ = ("_pieces", "aside", "page", "paragraphs", "skipped")

    def __init__(self, skipped: Callable[[Element], bool]) -> None:
        self.paragraphs: list[str] = []
        self.aside: list[str] = []
        self.page: Element | None = None
        self.skipped = skipped
        self._pieces: list[str] = []

    @property
    def text(self) -> str:
        """The paragraphs, separated by blank lines."""
        self.close()
        return "\n\n".join(self.paragraphs)

    def close(self) -> None:
        """End the paragraph that is open."""
        if self._pieces:
            if words := _set("".join(self._pieces)):
                self.paragraphs.append(words)
            self._pieces.clear()

    def add(self, text: str | None) -> None:
        """Put text into the open paragraph."""
        if text:
            self._pieces.append(text.replace("\n", " ") if "\n" in text else text)

    def walk(self, node: Element, depth: int = 0) -> None:
        """Set an element with all in it, but not its tail."""
        name = local(node)
        if not name or name in _LEFT_OUT or depth > _DEEPEST or self.skipped(node):
            return
        if name in _BREAK:
            self._break(node, name)
        elif name in _ASIDE and not (name == "note" and node.get("place") in ("inline", "text")):
            if words := text_within(node):
                self.aside.append(words)
        elif name in ("choice", "app"):
            if (chosen := _chosen(node)) is not None:
                self._inside(chosen, depth)
        elif name in _APART or (name in ("quote", "q", "cit") and _has_blocks(node)):
            self.close()
            self._inside(node, depth)
            self.close()
        elif name in _LINE:
            self._pieces.append("\n")
            self._inside(node, depth)
            self._pieces.append("\n")
        elif name == "cell":
            self._pieces.append(" | " if node.getprevious() is not None else "")
            self._inside(node, depth)
        elif name in ("w", "pc"):
            self._token(node, depth)
        elif name == "seq":  # the parts of a word that a line divides, as programs of recognition write them
            self.add("".join("".join(each.itertext()).strip() for each in node.iter("{*}w")))
        else:
            self._inside(node, depth)

    def _inside(self, node: Element, depth: int) -> None:
        self.add(node.text)
        for child in node:
            self.walk(child, depth + 1)
            self.add(child.tail)

    def _break(self, node: Element, name: str) -> None:
        if name == "pb" and self.page is None and not self.paragraphs and not "".join(self._pieces).strip():
            self.page = node
        self._pieces.append(_WITHIN if node.get("break") == "no" else _END)

    def _token(self, node: Element, depth: int) -> None:
        """Set a word or sign of a text that is cut into words, with the blank before it that `join` forbids or allows."""
        if node.get("join") in ("left", "both"):
            self._pieces.append(_JOIN)
        self._inside(node, depth)
        if node.get("join") in ("right", "both"):
            self._pieces.append(_WITHIN)
        elif not node.tail and local(node) == "w" and _is_word(node.getnext()):
            self._pieces.append(" ")


def _is_word(node: Element | None) -> bool:
    return node is not None and local(node) == "w"


def _set(raw: str) -> str:
    """Return a paragraph of raw pieces, its lines as they are printed where they are of verse, a list or a table."""
    if _WITHIN in raw:
        raw = _closed_up(raw.split(_WITHIN), is_word=True)
    if _JOIN in raw:
        raw = _closed_up(raw.split(_JOIN), is_word=False)
    lines = [joined(line.split(_END)) for line in raw.split("\n")]
    return "\n".join(filter(None, lines))


def _closed_up(parts: list[str], *, is_word: bool) -> str:
    """Return parts without blanks between them, and of a divided word (`is_word`) without its hyphen."""
    pieces: list[str] = []
    for part in parts:
        if pieces:
            before = pieces[-1].rstrip(_SPACE)
            pieces[-1] = before[:-1] if is_word and before.endswith(tuple(_HYPHENS)) else before
        pieces.append(part.lstrip(_SPACE) if pieces and is_word else part)
    return "".join(pieces)


def _chosen(node: Element) -> Element | None:
    """Return the reading of a `choice` or `app` that is taken; None where it has none."""
    parts = {local(each): each for each in reversed(list(node)) if local(each)}
    return next(
        (parts[name] for name in _CHOICES if name in parts), next(iter(node.iterchildren("{*}*")), None)
    )


def _has_blocks(node: Element) -> bool:
    return next(node.iter("{*}p", "{*}lg", "{*}ab"), None) is not None


def text_within(node: Element) -> str:
    """Return the copy of what is in an element, on one line."""
    copy = Copy(lambda _: False)
    for part in _parts(node):
        if isinstance(part, str):
            copy.add(part)
        else:
            copy.walk(part)
    return " ".join(copy.text.split())


def _parts(node: Element) -> Iterator[Element | str]:
    if node.text:
        yield node.text
    for child in node:
        yield child
        if child.tail:
            yield child.tail
