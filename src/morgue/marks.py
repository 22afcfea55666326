"""Where a query tree matches in a text: places of words, phrases and pairs, without an index.

`matcher(tree)` is compiled once for a query and then reads any number of texts. A text is lower-cased and
searched for beginnings that every matching word must have (`str.find`, which is what makes it fast); each
place found is then checked by the rules of `morgue.text`. That is right for plain text: ASCII and common
separators. What holds any other character is cut out with the white space around it and read by
`morgue.text.words`; in the searched text it is masked.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Protocol, TypeAlias

from morgue.query import tree
from morgue.query.match import osa, wildcard
from morgue.text import Word, special_places, stem, word_at, words

Span: TypeAlias = tuple[int, int]
"""Start and end of a place in a text, in code points."""

_run = re.compile(r"[a-z0-9]*").match
_PLAIN_WORD = re.compile(r"(?<![^\W_])[a-z](?:\.[a-z])+(?![^\W_])|[^\W_]+")
_LAST_INITIAL = re.compile(r"\.[a-z](?![a-z0-9])")
_SPACED = bytes(each if chr(each).isascii() and chr(each).isalnum() else 32 for each in range(256))
_SPACE = re.compile(r"[ \n]")
_MASK = "\u00aa"
"""A letter of Latin-1 that is never plain: phrases do not run across it."""

_IRREGULAR = {"die": "dying", "lie": "lying", "tie": "tying"}
"""Stems, and the words that share only a letter with them."""

_KNOWN_WORDS = 50_000


class Text:
    """A text ready to be searched: `low` is its plain part, `special` the words outside of that, in order."""

    __slots__ = ("_spaced", "_words", "low", "raw", "special")

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self._words: list[Word] | None = None
        self._spaced: bytes | None = None
        self.special: list[Word] = []
        self.low = raw.lower() if raw.isascii() else self._masked()

    def _masked(self) -> str:
        raw, pieces, last = self.raw, [], 0
        for start in special_places(self.raw):
            if start < last:
                continue
            first = max(raw.rfind(" ", last, start), raw.rfind("\n", last, start), last - 1) + 1
            stop = _SPACE.search(raw, start)
            end = stop.start() if stop else len(raw)
            found = words(raw[first:end])
            self.special += [Word(first + word.start, first + word.end, word.folded) for word in found]
            pieces += [raw[last:first].lower(), (_MASK if found else " ") * (end - first)]
            last = end
        return "".join(pieces) + raw[last:].lower()

    def words(self) -> list[Word]:
        """All words, kept once they were asked for."""
        if self._words is None:
            self._words = words(self.raw)
        return self._words

    @property
    def spaced(self) -> bytes:
        """`low` with one byte a character, white space for all that is no letter or digit of ASCII."""
        if self._spaced is None:
            self._spaced = self.low.encode("ascii", "replace").translate(_SPACED)
        return self._spaced

    def positions(self, places: Sequence[int], far: int) -> dict[int, int]:
        """The word position of each start of a word; `places` are in order.

        Positions that differ by more than `far` may be told wrong, but always by more than `far`.
        """
        if self._words is not None or self.special:
            return {word.start: at for at, word in enumerate(self.words())}
        found, position, last = {}, 0, 0
        for place in places:
            nearer = last + 8 * far + 64
            count = self._count(last, nearer) if nearer < place else 0
            position += count if count > far + 8 else self._count(last, place)
            found[place] = position
            last = place
        return found

    def _count(self, start: int, end: int) -> int:
        """How many words begin in a range of a plain text."""
        if _LAST_INITIAL.search(self.low, start, end):
            return len(_PLAIN_WORD.findall(self.low, start, end))
        return len(self.spaced[start:end].split())


class _Verdicts(dict[str, bool]):
    """Whether a folded word is meant, remembered."""

    def __init__(self, accepts: Callable[[str], bool]) -> None:
        super().__init__()
        self.accepts = accepts

    def __missing__(self, word: str) -> bool:
        if len(self) >= _KNOWN_WORDS:
            self.clear()
        verdict = self[word] = bool(self.accepts(word))
        return verdict


class Finder(Protocol):
    """Finds the places of one part of a query in a text, in order."""

    def spans(self, text: Text) -> list[Span]:
        """Start and end of every place."""


class Term:
    """Single words: those that `accepts` likes. Every such plain word begins with one of `beginnings`."""

    __slots__ = ("needles", "verdicts")

    def __init__(self, beginnings: Sequence[str], accepts: Callable[[str], bool]) -> None:
        plain = [each for each in beginnings if each.isascii()]
        initials = [f"{each[0]}.{each[1]}" for each in plain if len(each) > 1 and each[:2].isalpha()]
        self.needles = tuple(
            (each, len(each), each[-2:-1] == ".") for each in dict.fromkeys(plain + initials)
        )
        self.verdicts = _Verdicts(accepts)

    def spans(self, text: Text) -> list[Span]:
        low, verdicts = text.low, self.verdicts
        find = low.find
        found: list[Span] = []
        for needle, size, initials in self.needles:
            at = find(needle)
            while at >= 0:
                end = at + size
                if not at or not low[at - 1].isalnum():
                    run = None if initials else _run(low, end)
                    if run and run.end() - at > 1:
                        end = run.end()
                        if verdicts[low[at:end]]:
                            found.append((at, end))
                    else:
                        start, end, folded = word_at(low, at)
                        if start == at and verdicts[folded]:
                            found.append((at, end))
                at = find(needle, end)
        found += [(word.start, word.end) for word in text.special if verdicts[word.folded]]
        if len(self.needles) > 1 or text.special:
            found.sort()
        return found


class AnyWord:
    """Single words that cannot be told by their beginning, of so many letters; each is looked at but once."""

    __slots__ = ("lengths", "rejected", "verdicts")

    def __init__(self, accepts: Callable[[str], bool], lengths: range) -> None:
        self.lengths = lengths
        self.verdicts = _Verdicts(accepts)
        self.rejected: set[bytes] = set()

    def spans(self, text: Text) -> list[Span]:
        low, verdicts = text.low, self.verdicts
        found = [(word.start, word.end) for word in text.special if verdicts[word.folded]]
        joined = {word_at(low, match.end() - 1) for match in _LAST_INITIAL.finditer(low)}
        found += [(start, end) for start, end, folded in joined if verdicts[folded]]
        for word in self._accepted(set(text.spaced.split())):
            size = len(word)
            at = low.find(word)
            while at >= 0:
                if _stands(low, at, at + size) and (size > 1 or word_at(low, at)[:2] == (at, at + 1)):
                    found.append((at, at + size))
                at = low.find(word, at + size)
        return sorted(set(found)) if joined else sorted(found)

    def _accepted(self, distinct: set[bytes]) -> list[str]:
        if len(self.rejected) >= _KNOWN_WORDS:
            self.rejected.clear()
        left, lengths = distinct - self.rejected, self.lengths
        accepted = [word for word in left if len(word) in lengths and self.verdicts[word.decode()]]
        if len(accepted) < len(left):
            self.rejected |= left.difference(accepted)
        return [word.decode() for word in accepted]


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
        low = text.low
        if text.special and not {word.folded for word in text.special}.isdisjoint(self.words):
            return self._slow(text)
        if not self.plain:
            return []
        if any(map(low.__contains__, self.initials)):
            return self._slow(text)
        found: list[Span] = []
        anchor, size = self.anchor, len(self.anchor)
        at = low.find(anchor)
        while at >= 0:
            end = at + size
            if _stands(low, at, end):
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
            if start < 0 or not low.startswith(word, start) or not _stands(low, start, end):
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
            if not low.startswith(word, start) or not _stands(low, start, end):
                return -1
            if len(word) == 1 and _dotted(low, start):
                return _DOUBT
        return end

    def _slow(self, text: Text) -> list[Span]:
        """The same by whole words: for initials, and for words that are not plain."""
        if not text.special:
            starts = _written(self.words[0]).spans(text)
            ends = [self._walk(text.low, end) for _, end in starts]
            return [(start, end) for (start, _), end in zip(starts, ends, strict=True) if end >= 0]
        found, size = text.words(), len(self.words)
        return [
            (word.start, found[at + size - 1].end)
            for at, word in enumerate(found)
            if word.folded == self.words[0]
            and tuple(each.folded for each in found[at : at + size]) == self.words
        ]

    def _walk(self, low: str, end: int) -> int:
        for word in self.words[1:]:
            match = _PLAIN_WORD.search(low, end)
            if match is None or match[0].replace(".", "") != word:
                return -1
            end = match.end()
        return end


_DOUBT = -2
"""A single letter beside a full stop may be a part of initials."""


def _stands(low: str, start: int, end: int) -> bool:
    return not (start and low[start - 1].isalnum()) and not (end < len(low) and low[end].isalnum())


def _dotted(low: str, at: int) -> bool:
    return low[at + 1 : at + 2] == "." or low[at - 1 : at] == "."


class Window:
    """The words of a phrase with slop, each by itself, where they stand near enough."""

    __slots__ = ("need", "slop", "terms")

    def __init__(self, phrase: tree.Phrase) -> None:
        self.need = Counter(phrase.words)
        self.slop = phrase.slop or 0
        self.terms = {word: _written(word) for word in self.need}

    def spans(self, text: Text) -> list[Span]:
        places = {word: term.spans(text) for word, term in self.terms.items()}
        if any(len(places[word]) < count for word, count in self.need.items()):
            return []
        ordered = sorted((span, word) for word, spans in places.items() for span in spans)
        at = text.positions([span[0] for span, _ in ordered], self.slop)
        marked: list[Span] = []
        held: Counter[str] = Counter()
        first = shown = 0
        for last, (span, word) in enumerate(ordered):
            held[word] += 1
            while at[span[0]] - at[ordered[first][0][0]] > self.slop:
                held[ordered[first][1]] -= 1
                first += 1
            if all(held[each] >= count for each, count in self.need.items()):
                marked += [each for each, _ in ordered[max(first, shown) : last + 1]]
                shown = last + 1
        return marked


class Pair:
    """Both ends of a NEAR or PRE, where they stand near enough."""

    __slots__ = ("distance", "left", "longest", "ordered", "right")

    def __init__(self, node: tree.Near) -> None:
        self.left = [(_finder(leaf), _size(leaf)) for leaf in leaves(node.left)]
        self.right = [(_finder(leaf), _size(leaf)) for leaf in leaves(node.right)]
        self.longest = max(size for _, size in self.left + self.right)
        self.distance = node.distance
        self.ordered = node.ordered

    def spans(self, text: Text) -> list[Span]:
        lefts = [(span, size) for finder, size in self.left for span in finder.spans(text)]
        if not lefts:
            return []
        rights = [(span, size) for finder, size in self.right for span in finder.spans(text)]
        if not rights:
            return []
        at = text.positions(sorted({span[0] for span, _ in lefts + rights}), self.distance + self.longest)
        one = [(at[span[0]], at[span[0]] + size - 1, span) for span, size in lefts]
        other = [(at[span[0]], at[span[0]] + size - 1, span) for span, size in rights]
        found = self._earlier(one, other)
        if not self.ordered:
            found |= self._earlier(other, one)
        return sorted(found)

    def _earlier(self, lefts: list[tuple[int, int, Span]], rights: list[tuple[int, int, Span]]) -> set[Span]:
        """The places of lefts that a right follows, and of those rights."""
        firsts = sorted(first for first, _, _ in rights)
        lasts = sorted(last for _, last, _ in lefts)
        return {span for _, last, span in lefts if _any_between(firsts, last + 1, last + self.distance)} | {
            span for first, _, span in rights if _any_between(lasts, first - self.distance, first - 1)
        }


def _any_between(numbers: list[int], low: int, high: int) -> bool:
    return bisect_left(numbers, low) < bisect_right(numbers, high)


Leaf: TypeAlias = tree.Word | tree.Phrase | tree.Wildcard | tree.Fuzzy | tree.Near


def leaves(node: tree.Node) -> Iterator[Leaf]:
    """The parts of a tree that stand for words and are wanted, not those under a NOT."""
    match node:
        case tree.And() | tree.Or():
            for child in node.children:
                yield from leaves(child)
        case tree.Boost():
            yield from leaves(node.child)
        case tree.Word() | tree.Phrase() | tree.Wildcard() | tree.Fuzzy() | tree.Near():
            yield node


def _field(leaf: Leaf) -> str | None:
    """The field of a leaf; a NEAR has the field of its words."""
    if isinstance(leaf, tree.Near):
        return _field(next(leaves(leaf.left)))
    return leaf.field


def _size(leaf: Leaf) -> int:
    return len(leaf.words) if isinstance(leaf, tree.Phrase) else 1


def _written(word: str) -> Term:
    return Term((word,), word.__eq__)


def _stemmed(word: str) -> Term:
    """Words of one stem. They share it but for a last e, i, l or y that the stemmer made."""
    stemmed = stem(word)
    shared = stemmed[:-1] if len(stemmed) > 2 and stemmed[-1] in "eily" else stemmed
    irregular = _IRREGULAR.get(stemmed)
    return Term((shared, irregular) if irregular else (shared,), lambda each: stem(each) == stemmed)


def _spelt_like(word: str, limit: int) -> Callable[[str], bool]:
    """Whether a word is within `limit` edits; each takes away at most one of the letters."""
    missing = frozenset(word).difference
    return lambda each: len(missing(each)) <= limit and osa(word, each, limit) <= limit


def _finder(leaf: Leaf) -> Finder:
    match leaf:
        case tree.Word():
            return _stemmed(leaf.word)
        case tree.Phrase() if len(leaf.words) == 1:
            return _written(leaf.words[0])
        case tree.Phrase(slop=None):
            return Adjacent(leaf.words)
        case tree.Phrase():
            return Window(leaf)
        case tree.Wildcard():
            pattern = wildcard(leaf.pattern)
            beginning = re.split(r"[*?]", leaf.pattern, maxsplit=1)[0]
            return Term((beginning,), lambda each: pattern.fullmatch(each) is not None)
        case tree.Fuzzy():
            longest = len(leaf.word) + leaf.distance
            lengths = range(longest - 2 * leaf.distance, longest + 1)
            return AnyWord(_spelt_like(leaf.word, leaf.distance), lengths)
        case tree.Near():
            return Pair(leaf)


Mark: TypeAlias = tuple[int, int, int]
"""A place that is to be shown: start, end, and the number of the part of the query that is found there."""


class Matcher:
    """The wanted words of one query, in so many `parts`; `fields` are the texts to read, as they are shown."""

    def __init__(self, node: tree.Node) -> None:
        parts = list(dict.fromkeys(leaves(node)))
        self.parts = len(parts)
        self.by_field: dict[str, list[tuple[int, Finder]]] = {}
        for number, leaf in enumerate(parts):
            finder = _finder(leaf)
            field = _field(leaf)
            for name in tree.fields_of(field):
                self.by_field.setdefault(name, []).append((number, finder))
        order = ("body", "headline", "dateline", "byline", "boilerplate")
        self.fields = tuple(name for name in order if name in self.by_field)

    def marks(self, field: str, raw: str) -> list[Mark]:
        """All places in a field's text by start, the longest first of those that start together."""
        text = Text(raw)
        finders = self.by_field[field]
        found = [(start, end, part) for part, finder in finders for start, end in finder.spans(text)]
        if len(finders) > 1:
            found.sort(key=lambda mark: (mark[0], -mark[1], mark[2]))
        return found


@lru_cache(maxsize=64)
def matcher(node: tree.Node) -> Matcher:
    """The matcher of a tree, kept for the last queries."""
    return Matcher(node)


def disjoint(marks: Sequence[Mark]) -> list[Span]:
    """Start and end of marks in order, without those that overlap one before them."""
    found: list[Span] = []
    last = 0
    for start, end, _ in marks:
        if start >= last:
            found.append((start, end))
            last = end
    return found
