"""Find words, phrases, windows and pairs in the documents of one Whoosh segment, from the postings.

Everything is by document number: `places` gives spans (first and last word position) for each document that
has any; only documents that are still candidates are read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from itertools import compress
from typing import Any, TypeAlias

from morgue.engines.whoosh.fields import encoded
from morgue.query import proximity, tree

Span: TypeAlias = tuple[int, int]
Places: TypeAlias = dict[int, list[Span]]
Candidates: TypeAlias = Sequence[int] | None


class Segment:
    """Reads postings of one segment; `pause` is called now and then and may raise.

    `expand` gives the words that a wildcard or a word of near spelling stands for, `tokens` what a bare word stands for
    in a field of stems.
    """

    def __init__(
        self,
        reader: Any,
        pause: Callable[[], None],
        expand: Callable[[tree.Expanding], Sequence[str]],
        tokens: Callable[[tree.Word], Sequence[str]],
    ) -> None:
        self.reader = reader
        self.pause = pause
        self.expand = expand
        self.tokens = tokens

    def positions(self, field: str, word: str, within: Candidates = None) -> dict[int, Sequence[int]]:
        """Return the positions of a term by document, in the order of the documents; `within` is sorted."""
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
        """Return the positions of several written words in the documents that have all of them, the rarest read first."""
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
                return self._any_word(field, self.tokens(node), within)
            case tree.Wildcard() | tree.Fuzzy():
                return self._any_word(field + "_w", self.expand(node), within)
            case tree.Or():
                return _united([self.places(field, child, within) for child in node.children])
            case tree.Phrase(slop=None):
                return self._phrase(field + "_w", node.words)
            case tree.Phrase():
                return self._windows(field + "_w", node)
            case tree.Near() if tree.is_chain(node):
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
        """Return the stretches of a NEAR that has another on a side."""
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
        found: Places = {}
        for document in min(held.values(), key=len):
            if all(document in each for each in held.values()):
                placed = sorted((at, word) for word, each in held.items() for at in each[document])
                if spans := proximity.windows(placed, node):
                    found[document] = spans
        return found

    def _near(self, field: str, node: tree.Near) -> Places:
        """Return the spans of the left side that the right side is near, as many as count for the score."""
        lefts = self.places(field, node.left)
        if not lefts:
            return {}
        rights = self.places(field, node.right, sorted(lefts))
        found: Places = {}
        for document, others in rights.items():
            spans = lefts.get(document, ())
            near = proximity.have_partner(spans, others, node.distance, before=not node.ordered, after=True)
            if any(near):
                found[document] = list(compress(spans, near))
        return found


def _having_all(node: tree.Node, held: Mapping[tree.Leaf, Set[int]]) -> Set[int]:
    """Return the documents that have something of each side of every NEAR."""
    match node:
        case tree.Near():
            return _having_all(node.left, held) & _having_all(node.right, held)
        case tree.Or():
            return {document for child in node.children for document in _having_all(child, held)}
        case _:
            (leaf,) = tree.leaves(node)
            return held[leaf]


def _united(several: Sequence[Places]) -> Places:
    found: Places = {}
    for places in several:
        for document, spans in places.items():
            found.setdefault(document, []).extend(spans)
    return {document: sorted(set(spans)) for document, spans in found.items()}
