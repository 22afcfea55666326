"""Where a query tree matches in a text: places of words, phrases and pairs, without an index.

`matcher(tree)` is compiled once for a query and then reads any number of texts. Single words are found by
`morgue.highlight.term_finder`; here are what is made of several, and the reading of the tree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import accumulate, compress
from typing import Any, Protocol, TypeAlias

from morgue.analysis.analyzer import ENGLISH
from morgue.analysis.stem_class import class_of
from morgue.highlight.term_finder import (
    KNOWN_WORDS,
    PLAIN_WORD,
    Span,
    Term,
    Text,
    is_apart,
    nearly,
    of_language,
    stemmed_word,
    written_word,
)
from morgue.query import deadline, tree


class Finder(Protocol):
    """Finds the places of one part of a query in a text, in order."""

    def spans(self, text: Text) -> list[Span]:
        """Return start and end of every place."""


class Adjacent:
    """Words as written, next to each other."""

    __slots__ = ("after", "anchor", "before", "first", "initials", "plain", "words")

    def __init__(self, phrase: tuple[str, ...]) -> None:
        self.words = phrase
        self.plain = all(word.isascii() for word in phrase)
        longest = max(range(len(phrase)), key=lambda at: len(phrase[at]))
        self.anchor = phrase[longest]
        self.before = tuple(reversed(phrase[:longest]))
        self.after = phrase[longest + 1 :]
        self.initials = tuple(".".join(word) for word in phrase if len(word) > 1 and word.isalpha())

    def spans(self, text: Text) -> list[Span]:
        if not self.plain:
            return [] if text.raw.isascii() else text.phrase_spans(self.words)
        if _has_special(text, self.words):
            return text.phrase_spans(self.words)
        low = text.low
        if any(map(low.__contains__, self.initials)):
            return self._slow(text)
        found: list[Span] = []
        anchor, size = self.anchor, len(self.anchor)
        at = low.find(anchor)
        while at >= 0:
            end = at + size
            if is_apart(low, at, end):
                start = self._backwards(low, at)
                stop = self._forwards(low, end) if start >= 0 else -1
                if _DOUBT in (start, stop) or (size == 1 and _dotted(low, at)):
                    return self._slow(text)
                if stop >= 0:
                    found.append((start, stop))
            at = low.find(anchor, end)
        return found

    def _backwards(self, low: str, start: int) -> int:
        for word in self.before:
            end = start
            while end and not low[end - 1].isalnum():
                end -= 1
            start = end - len(word)
            if start < 0 or not low.startswith(word, start) or not is_apart(low, start, end):
                return -1
            if len(word) == 1 and _dotted(low, start):
                return _DOUBT
        return start

    def _forwards(self, low: str, end: int) -> int:
        size = len(low)
        for word in self.after:
            start = end
            while start < size and not low[start].isalnum():
                start += 1
            end = start + len(word)
            if not low.startswith(word, start) or not is_apart(low, start, end):
                return -1
            if len(word) == 1 and _dotted(low, start):
                return _DOUBT
        return end

    def _slow(self, text: Text) -> list[Span]:
        """Find the phrase by whole words, for initials."""
        if text.special:
            return text.phrase_spans(self.words)
        starts = written_word(self.words[0]).spans(text)
        ends = [self._walk(text.low, end) for _, end in starts]
        return [(start, end) for (start, _), end in zip(starts, ends, strict=True) if end >= 0]

    def _walk(self, low: str, end: int) -> int:
        for word in self.words[1:]:
            match = PLAIN_WORD.search(low, end)
            if match is None or match[0].replace(".", "") != word:
                return -1
            end = match.end()
        return end


def _has_special(text: Text, words: Sequence[str]) -> bool:
    """Return whether a text has one of some words in a run that is not plain."""
    return any(word.folded in words for _, inside in text.special for word in inside)


_DOUBT = -2
"""A single letter beside a full stop may be a part of initials."""


def _dotted(low: str, at: int) -> bool:
    return low[at + 1 : at + 2] == "." or low[at - 1 : at] == "."


class Window:
    """The words of a phrase with slop, each by itself, where they are near enough."""

    __slots__ = ("need", "phrase", "terms")

    def __init__(self, phrase: tree.Phrase, room: int) -> None:
        self.phrase = phrase
        self.need = Counter(phrase.words)
        self.terms = {word: written_word(word, room) for word in self.need}

    def spans(self, text: Text) -> list[Span]:
        from morgue.query import proximity

        places = {word: term.spans(text) for word, term in self.terms.items()}
        if any(len(places[word]) < count for word, count in self.need.items()):
            return []
        slop = self.phrase.slop or 0
        ordered = sorted((span, word) for word, spans in places.items() for span in spans)
        position = text.positions([span[0] for span, _ in ordered], slop)
        placed = [(position[span[0]], word) for span, word in ordered]
        windows = proximity.windows(placed, self.phrase)
        # a smallest window, made longer as far as the slop allows, holds what is marked
        inside = _Inside([(last - slop, first + slop) for first, last in windows])
        return [span for (span, _), (at, _) in zip(ordered, placed, strict=True) if inside.holds(at, at)]


class Chain:
    """The words of a NEAR that has another on a side, where they lie in a stretch that the whole of it makes."""

    __slots__ = ("finders", "node", "reach")

    def __init__(self, node: tree.Near, room: int, code: str) -> None:
        from morgue.query import proximity

        self.node = node
        self.finders = {leaf: (_finder(leaf, room, code), _size(leaf)) for leaf in tree.leaves(node)}
        self.reach = proximity.width(node)

    def spans(self, text: Text) -> list[Span]:
        from morgue.query import proximity

        found = {leaf: self._found(finder, text) for leaf, (finder, _) in self.finders.items()}
        starts = sorted({start for spans in found.values() for start, _ in spans})
        at = text.positions(starts, self.reach)
        placed = {
            leaf: [(at[start], at[start] + size - 1) for start, _ in found[leaf]]
            for leaf, (_, size) in self.finders.items()
        }
        inside = _Inside(proximity.stretches(self.node, placed.__getitem__, deadline.check))
        return sorted(
            {
                span
                for leaf, spans in found.items()
                for span, (first, last) in zip(spans, placed[leaf], strict=True)
                if inside.holds(first, last)
            }
        )

    @staticmethod
    def _found(finder: Finder, text: Text) -> list[Span]:
        deadline.check()
        return finder.spans(text)


class _Inside:
    """Answers what lies inside of any of some stretches, of which none ends where another does."""

    __slots__ = ("firsts", "lasts")

    def __init__(self, stretches: Sequence[Span]) -> None:
        ordered = sorted((last, first) for first, last in stretches)
        self.lasts = [last for last, _ in ordered]
        self.firsts = list(accumulate((first for _, first in reversed(ordered)), min))[::-1]

    def holds(self, first: int, last: int) -> bool:
        """Return whether a stretch begins no later than `first` and ends no earlier than `last`."""
        from bisect import bisect_left

        at = bisect_left(self.lasts, last)
        return at < len(self.lasts) and self.firsts[at] <= first


class Pair:
    """Both ends of a NEAR or PRE, where they are near enough."""

    __slots__ = ("left", "longest", "node", "right")

    def __init__(self, node: tree.Near, room: int, code: str) -> None:
        self.node = node
        self.left = [(_finder(leaf, room, code), _size(leaf)) for leaf in leaves(node.left)]
        self.right = [(_finder(leaf, room, code), _size(leaf)) for leaf in leaves(node.right)]
        self.longest = max(size for _, size in self.left + self.right)

    def spans(self, text: Text) -> list[Span]:
        from morgue.query.proximity import have_partner

        lefts = [(span, size) for finder, size in self.left for span in finder.spans(text)]
        if not lefts:
            return []
        rights = [(span, size) for finder, size in self.right for span in finder.spans(text)]
        if not rights:
            return []
        distance, either = self.node.distance, not self.node.ordered
        at = text.positions(sorted({span[0] for span, _ in lefts + rights}), distance + self.longest)
        one, other = (
            [(at[span[0]], at[span[0]] + size - 1) for span, size in side] for side in (lefts, rights)
        )
        near = have_partner(one, other, distance, before=either, after=True)
        near += have_partner(other, one, distance, before=True, after=either)
        return sorted({span for span, _ in compress(lefts + rights, near)})


class Parted:
    """A word that an apostrophe parts: both parts, and what is between them."""

    __slots__ = ("left", "right")

    def __init__(self, node: tree.Near, room: int, code: str) -> None:
        (left,), (right,) = leaves(node.left), leaves(node.right)
        self.left, self.right = _finder(left, room, code), _finder(right, room, code)

    def spans(self, text: Text) -> list[Span]:
        lefts = self.left.spans(text)
        rights = self.right.spans(text) if lefts else []
        if not rights:
            return []
        at = text.positions(sorted({start for start, _ in lefts + rights}), 1)
        ends = {at[start]: end for start, end in rights}
        return sorted((start, ends[at[start] + 1]) for start, _ in lefts if at[start] + 1 in ends)


Leaf: TypeAlias = tree.Leaf | tree.Near


def leaves(node: tree.Node) -> list[Leaf]:
    """Return the parts of a tree that are looked for in texts and are wanted, not those under a NOT; a NEAR is one."""
    wanted = tree.walk(node, without=tree.Not, whole=tree.Near)
    return [each for each in wanted if isinstance(each, Leaf)]


def _field(leaf: Leaf) -> str | None:
    """Return the field of a leaf; a NEAR has the field of its words."""
    if isinstance(leaf, tree.Near):
        return tree.leaves(leaf)[0].field
    return leaf.field


def _words(leaf: Leaf) -> int:
    """Return how many words, wildcards and phrases a part is made of."""
    return len(tree.leaves(leaf)) if isinstance(leaf, tree.Near) else 1


def _size(leaf: Leaf) -> int:
    return len(leaf.words) if isinstance(leaf, tree.Phrase) else 1


def _finder(leaf: Leaf, room: int, code: str) -> Finder:
    match leaf:
        case tree.Word() if code == ENGLISH:
            return stemmed_word(leaf.word, room)
        case tree.Word():
            return of_language(leaf, code)
        case tree.Phrase() if len(leaf.words) == 1:
            return written_word(leaf.words[0], room)
        case tree.Phrase(slop=None):
            return Adjacent(leaf.words)
        case tree.Phrase():
            return Window(leaf, room)
        case tree.Wildcard():
            from morgue.query.expansion import acceptor, beginning

            return Term((beginning(leaf),), acceptor(leaf), room)
        case tree.Fuzzy():
            return nearly(leaf, room)
        case tree.Near() if tree.is_chain(leaf):
            return Chain(leaf, room, code)
        case tree.Near() if leaf.is_word:
            return Parted(leaf, room, code)
        case tree.Near():
            return Pair(leaf, room, code)


Mark: TypeAlias = tuple[int, int, int]
"""A place that is to be shown: start, end, and the number of the part of the query that is found there."""


_ROOM = 200_000
"""Words that all parts of a query remember together: what a query takes does not grow with its parts."""

_CHECKED = 16
"""Parts of a query that are looked for in a text between two looks at the deadline."""


_READ_FIRST = ("body", "headline", "dateline", "byline")
"""The texts that snippets are cut of before any other."""


class Matcher:
    """The wanted words of one query, in so many `parts`; `fields` are the texts to read, as they are shown."""

    def __init__(self, node: tree.Node, code: str = ENGLISH) -> None:
        parts = list(dict.fromkeys(leaves(node)))
        self.parts = len(parts)
        room = min(KNOWN_WORDS, _ROOM // max(1, sum(map(_words, parts))))
        self.by_field: dict[str, list[tuple[int, Finder]]] = {}
        for number, leaf in enumerate(parts):
            finder = _finder(leaf, room, code)
            field = _field(leaf)
            for name in tree.fields_of(field):
                self.by_field.setdefault(name, []).append((number, finder))
        order = dict.fromkeys((*_READ_FIRST, *tree.TEXT_FIELDS))
        self.fields = tuple(name for name in order if name in self.by_field)

    def marks(self, field: str, raw: str) -> list[Mark]:
        """Return all places in a field's text by start, the longest first of those that start together.

        Raises TooLongError at the deadline of the query.
        """
        text = Text(raw)
        finders = self.by_field[field]
        found: list[Mark] = []
        for number, (part, finder) in enumerate(finders):
            if number % _CHECKED == 0:
                deadline.check()
            found += [(start, end, part) for start, end in finder.spans(text)]
        if len(finders) > 1:
            found.sort(key=lambda mark: (mark[0], -mark[1], mark[2]))
        return found


@lru_cache(maxsize=32)
def matcher(node: tree.Node, code: str = ENGLISH) -> Matcher:
    """Return the matcher of a tree for texts of a stem class, kept for the last queries.

    Where the class is not English the words of the tree should be resolved (`engines.base.Searcher.resolved`): else
    those of other spelling are not known.
    """
    return Matcher(node, code)


class Matchers:
    """The matchers of one tree, for articles of any language."""

    __slots__ = ("_by_language", "fields", "node")

    def __init__(self, node: tree.Node) -> None:
        self.node = node
        self.fields = matcher(node).fields
        self._by_language: dict[str, Matcher] = {}

    def of(self, get: Callable[[str], Any]) -> Matcher:
        """Return the matcher for an article; `get` gives its fields."""
        language = get("language")
        if language in self._by_language:
            return self._by_language[language]
        made = matcher(self.node, class_of(language, get("headline"), get("body")))
        if language:
            self._by_language[language] = made
        return made


def disjoint(marks: Sequence[Mark]) -> list[Span]:
    """Return start and end of marks in order, without those that overlap one before them."""
    found: list[Span] = []
    last = 0
    for start, end, _ in marks:
        if start >= last:
            found.append((start, end))
            last = end
    return found
