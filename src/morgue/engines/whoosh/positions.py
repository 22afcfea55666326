"""Where words, phrases, windows and pairs stand in the documents of one Whoosh segment, from the postings.

Everything is by document number: `places` gives spans (first and last word position) for each document that
has any; only documents that are still candidates are read.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from typing import Any, TypeAlias

from morgue.analysis.analyzer import stem
from morgue.engines.whoosh.fields import encoded
from morgue.query import proximity, tree

Span: TypeAlias = tuple[int, int]
Places: TypeAlias = dict[int, list[Span]]
Candidates: TypeAlias = Sequence[int] | None


class Segment:
    """Reads postings of one segment; `pause` is called now and then and may raise.

    `expand` gives the words that a wildcard or a word of near spelling stands for.
    """

    def __init__(
        self,
        reader: Any,
        pause: Callable[[], None],
        expand: Callable[[tree.Wildcard | tree.Fuzzy], Sequence[str]],
    ) -> None:
        self.reader = reader
        self.pause = pause
        self.expand = expand

    def positions(self, field: str, word: str, within: Candidates = None) -> dict[int, Sequence[int]]:
        """The positions of a term by document, in the order of the documents; `within` is sorted."""
        term = encoded(word)
        if (field, term) not in self.reader:
            return {}
        self.pause()
        matcher = self.reader.postings(field, term)
        found: dict[int, Sequence[int]] = {}
        if within is None:
            while matcher.is_active():
                found[matcher.id()] = matcher.value_as("positions")
                matcher.next()
            return found
        for document in within:
            if not matcher.is_active():
                break
            if matcher.id() < document:
                matcher.skip_to(document)
            if matcher.is_active() and matcher.id() == document:
                found[document] = matcher.value_as("positions")
        return found

    def all_positions(self, field: str, words: Iterable[str]) -> dict[str, dict[int, Sequence[int]]] | None:
        """The positions of several written words in the documents that have all of them, the rarest read first."""
        rarest = sorted(set(words), key=lambda word: self._frequency(field, word))
        found: dict[str, dict[int, Sequence[int]]] = {}
        within: Candidates = None
        for word in rarest:
            found[word] = self.positions(field, word, within)
            within = list(found[word])
            if not within:
                return None
        return found

    def _frequency(self, field: str, word: str) -> int:
        term = encoded(word)
        number: int = self.reader.doc_frequency(field, term) if (field, term) in self.reader else 0
        return number

    def places(self, field: str, node: tree.Node, within: Candidates = None) -> Places:
        """Return where a leaf of a NEAR, an Or of these, a window or a NEAR is found in a field."""
        match node:
            case tree.Word():
                found = self.positions(field, stem(node.word), within)
                return {document: [(at, at) for at in positions] for document, positions in found.items()}
            case tree.Wildcard() | tree.Fuzzy():
                return self._any_word(field + "_w", self.expand(node), within)
            case tree.Or():
                return _united([self.places(field, child, within) for child in node.children])
            case tree.Phrase(slop=None):
                return self._phrase(field + "_w", node.words)
            case tree.Phrase():
                return self._windows(field + "_w", node)
            case tree.Near() if tree.holds_near(node.left) or tree.holds_near(node.right):
                return self._chain(field, node)
            case tree.Near():
                return self._near(field, node)
            case _:
                raise TypeError(node)

    def _any_word(self, field: str, words: Iterable[str], within: Candidates) -> Places:
        found: dict[int, list[int]] = {}
        for word in words:
            for document, positions in self.positions(field, word, within).items():
                found.setdefault(document, []).extend(positions)
        return {document: [(at, at) for at in sorted(found[document])] for document in sorted(found)}

    def _chain(self, field: str, node: tree.Near) -> Places:
        """The stretches of a NEAR that has another on a side."""
        held = {leaf: self.places(field, leaf) for leaf in dict.fromkeys(tree.leaves(node))}
        candidates = _having_all(node, {leaf: places.keys() for leaf, places in held.items()})
        found: Places = {}
        for number, document in enumerate(sorted(candidates)):
            if number % 64 == 0:
                self.pause()

            def placed(leaf: tree.Leaf, document: int = document) -> Sequence[Span]:
                return held[leaf].get(document, ())

            if spans := proximity.stretches(node, placed, self.pause):
                found[document] = spans
        return found

    def _phrase(self, field: str, words: tuple[str, ...]) -> Places:
        held = self.all_positions(field, words)
        if held is None:
            return {}
        rarest = min(range(len(words)), key=lambda at: sum(map(len, held[words[at]].values())))
        others = [(at, word) for at, word in enumerate(words) if at != rarest]
        last = len(words) - 1
        found: Places = {}
        for document in min(held.values(), key=len):
            if any(document not in each for each in held.values()):
                continue
            starts = {at - rarest for at in held[words[rarest]][document] if at >= rarest}
            for offset, word in others:
                starts &= {at - offset for at in held[word][document]}
                if not starts:
                    break
            if starts:
                found[document] = [(at, at + last) for at in sorted(starts)]
        return found

    def _windows(self, field: str, node: tree.Phrase) -> Places:
        held = self.all_positions(field, node.words)
        if held is None:
            return {}
        need = Counter(node.words)
        found: Places = {}
        for document in min(held.values(), key=len):
            if all(document in each for each in held.values()):
                placed = sorted((at, word) for word, each in held.items() for at in each[document])
                if spans := windows(placed, need, node.slop or 0):
                    found[document] = spans
        return found

    def _near(self, field: str, node: tree.Near) -> Places:
        lefts = self.places(field, node.left)
        if not lefts:
            return {}
        rights = self.places(field, node.right, sorted(lefts))
        found: Places = {}
        for document, spans in rights.items():
            if document in lefts and (pairs := near(lefts[document], spans, node)):
                found[document] = pairs
        return found


def _having_all(node: tree.Node, held: Mapping[tree.Leaf, Set[int]]) -> Set[int]:
    """The documents that have something of each side of every NEAR."""
    match node:
        case tree.Near():
            return _having_all(node.left, held) & _having_all(node.right, held)
        case tree.Or():
            return {document for child in node.children for document in _having_all(child, held)}
        case _:
            (leaf,) = tree.leaves(node)
            return held[leaf]


def windows(placed: Sequence[tuple[int, str]], need: Counter[str], slop: int) -> list[Span]:
    """The smallest windows at most `slop` wide that hold all words; `placed` are words by position."""
    held: Counter[str] = Counter()
    found = []
    first = 0
    for at, word in placed:
        held[word] += 1
        while all(held[each] >= count for each, count in need.items()):
            start, leaving = placed[first]
            if at - start <= slop:
                found.append((start, at))
            held[leaving] -= 1
            first += 1
    return found


def near(lefts: Sequence[Span], rights: Sequence[Span], node: tree.Near) -> list[Span]:
    """The spans of one side that have a partner near enough (and, for PRE, behind them)."""
    firsts = sorted(first for first, _ in rights)
    lasts = sorted(last for _, last in rights)
    return [
        (first, last)
        for first, last in lefts
        if _any_between(firsts, last + 1, last + node.distance)
        or (not node.ordered and _any_between(lasts, first - node.distance, first - 1))
    ]


def _any_between(numbers: list[int], low: int, high: int) -> bool:
    return bisect_left(numbers, low) < bisect_right(numbers, high)


def _united(several: Sequence[Places]) -> Places:
    found: Places = {}
    for places in several:
        for document, spans in places.items():
            found.setdefault(document, []).extend(spans)
    return {document: sorted(set(spans)) for document, spans in found.items()}
