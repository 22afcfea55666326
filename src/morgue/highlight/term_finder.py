"""A text made ready for searching, and single words found in it: by beginning, by half, or one by one.

A text is lower-cased and searched for beginnings that every matching word must have (`str.find`, which is
what makes it fast); each place found is then checked by the rules of `morgue.analysis.analyzer`. That is right for plain
text: ASCII and common separators. What holds any other character is cut out with the white space around it
and read by `morgue.analysis.analyzer.words`; in the searched text it is masked.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cache
from typing import TypeAlias

from morgue._startup.expression import expression
from morgue.analysis.analyzer import (
    ENGLISH,
    IRREGULAR,
    Word,
    special_places,
    stem,
    word_at,
    words,
    words_of_piece,
    written,
)
from morgue.query import deadline, tree
from morgue.query.tree import Fuzzy

Span: TypeAlias = tuple[int, int]
"""Start and end of a place in a text, in code points."""

_RUN = expression(r"[a-z0-9]*")
PLAIN_WORD = expression(r"(?<![^\W_])[a-z](?:\.[a-z])+(?![^\W_])|[^\W_]+")
"""A word of a plain, lower-cased text: initials, else a run of letters and digits."""

_LAST_INITIAL = expression(r"\.[a-z](?![a-z0-9])")
_SPACE = expression(r"[ \n]")
_MASK = "\u00aa"
"""A letter of Latin-1 that is never plain: phrases do not run across it."""

KNOWN_WORDS = 50_000
"""Words of which a finder remembers at most whether it looks for them."""

_HALVED = 4
"""Letters from which on both halves of a word are long enough to look for."""


@cache
def _spaces() -> bytes:
    """Return the table for `bytes.translate` that makes white space of all but letters and digits of ASCII."""
    return bytes(each if chr(each).isascii() and chr(each).isalnum() else 32 for each in range(256))


class Text:
    """A text ready to be searched: `low` is its plain part, `special` the words outside of that, in order.

    What is made of a text is made when it is first asked for.
    """

    __slots__ = ("_distinct", "_low", "_runs", "_spaced", "_special", "_words", "raw")

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self._words: list[Word] | None = None
        self._spaced: bytes | None = None
        self._distinct: frozenset[bytes] | None = None
        self._runs: frozenset[str] | None = None
        self._special: list[Word] = []
        self._low: str | None = raw.lower() if raw.isascii() else None

    @property
    def low(self) -> str:
        """The text in lower case, with what is not plain masked."""
        if self._low is None:
            self._low = self._masked()
        return self._low

    @property
    def special(self) -> list[Word]:
        """The words that are not plain."""
        if self._low is None:
            self._low = self._masked()
        return self._special

    @property
    def runs(self) -> frozenset[str]:
        """The different runs of what is no white space, of the first LOOKED_AT code points."""
        if self._runs is None:
            self._runs = frozenset(self.raw[:LOOKED_AT].split())
        return self._runs

    def _masked(self) -> str:
        raw, pieces, last = self.raw, [], 0
        for start in special_places(self.raw):
            if start < last:
                continue
            first = max(raw.rfind(" ", last, start), raw.rfind("\n", last, start), last - 1) + 1
            stop = _SPACE.search(raw, start)
            end = stop.start() if stop else len(raw)
            found = words_of_piece(raw[first:end])
            self._special += [Word(first + word.start, first + word.end, word.folded) for word in found]
            pieces += [raw[last:first].lower(), (_MASK if found else " ") * (end - first)]
            last = end
        return "".join(pieces) + raw[last:].lower()

    def words(self) -> list[Word]:
        """Return all words, kept once they were asked for."""
        if self._words is None:
            self._words = words(self.raw)
        return self._words

    @property
    def spaced(self) -> bytes:
        """`low` with one byte a character, white space for all that is no letter or digit of ASCII."""
        if self._spaced is None:
            self._spaced = self.low.encode("ascii", "replace").translate(_spaces())
        return self._spaced

    @property
    def distinct(self) -> frozenset[bytes]:
        """The different words of `spaced`."""
        if self._distinct is None:
            self._distinct = frozenset(self.spaced.split())
        return self._distinct

    def positions(self, places: Sequence[int], far: int) -> dict[int, int]:
        """Return the word position of each start of a word; `places` are in order.

        Positions that differ by more than `far` may be given wrong, but always as more than `far`.
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
        """Return how many words begin in a range of a plain text."""
        if _LAST_INITIAL.search(self.low, start, end):
            return len(PLAIN_WORD.findall(self.low, start, end))
        return len(self.spaced[start:end].split())


LOOKED_AT = 100_000
"""Code points of a text in another language than English that are looked through for bare words.

A run that was never met costs 10 µs and more: a hundred thousand different ones, which no story has, took three seconds.
"""


class _Verdicts(dict[str, bool]):
    """Whether a folded word is meant, remembered for up to `room` words."""

    def __init__(self, accepts: Callable[[str], bool], room: int) -> None:
        super().__init__()
        self.accepts = accepts
        self.room = room

    def __missing__(self, word: str) -> bool:
        if len(self) >= self.room:
            self.clear()
        verdict = self[word] = bool(self.accepts(word))
        return verdict


class Term:
    """Single words: those that `accepts` likes. Every such plain word begins with one of `beginnings`."""

    __slots__ = ("needles", "verdicts")

    def __init__(
        self, beginnings: Sequence[str], accepts: Callable[[str], bool], room: int = KNOWN_WORDS
    ) -> None:
        plain = [each for each in beginnings if each.isascii()]
        initials = [f"{each[0]}.{each[1]}" for each in plain if len(each) > 1 and each[:2].isalpha()]
        self.needles = tuple(
            (each, len(each), each[-2:-1] == ".") for each in dict.fromkeys(plain + initials)
        )
        self.verdicts = _Verdicts(accepts, room)

    def spans(self, text: Text) -> list[Span]:
        low, verdicts = text.low, self.verdicts
        find = low.find
        found: list[Span] = []
        for needle, size, initials in self.needles:
            at = find(needle)
            while at >= 0:
                end = at + size
                if not at or not low[at - 1].isalnum():
                    run = None if initials else _RUN.match(low, end)
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


def _apart(text: Text, verdicts: _Verdicts) -> set[Span]:
    """Return places of words that are not plain runs of letters: special ones and initials."""
    found = {(word.start, word.end) for word in text.special if verdicts[word.folded]}
    for match in _LAST_INITIAL.finditer(text.low):
        start, end, folded = word_at(text.low, match.end() - 1)
        if verdicts[folded]:
            found.add((start, end))
    return found


class OneEdit:
    """Single words within one edit of a word of `_HALVED` letters or more.

    They begin with its first half or end with its second, or only the two letters in its middle changed places.
    """

    __slots__ = ("first", "last", "swapped", "verdicts")

    def __init__(self, word: str, accepts: Callable[[str], bool], room: int = KNOWN_WORDS) -> None:
        half = len(word) // 2
        self.first, self.last = word[:half], word[half:]
        self.swapped = word[: half - 1] + word[half] + word[half - 1] + word[half + 1 :]
        self.verdicts = _Verdicts(accepts, room)

    def spans(self, text: Text) -> list[Span]:
        low, found = text.low, _apart(text, self.verdicts)
        for needle, reach in ((self.first, 0), (self.last, len(self.first) + 1), (self.swapped, 0)):
            at = low.find(needle)
            while at >= 0:
                start, end = self._word(low, at, at + len(needle), reach)
                if start >= 0 and self.verdicts[low[start:end]]:
                    found.add((start, end))
                at = low.find(needle, at + 1)
        return sorted(found)

    def _word(self, low: str, start: int, end: int, reach: int) -> Span:
        """Return the word that a needle begins, or with a `reach` ends; its start is -1 where there is none."""
        if not reach:
            if start and low[start - 1].isalnum():
                return -1, end
            run = _RUN.match(low, end)
            return start, run.end() if run else end
        if end < len(low) and low[end].isalnum():
            return -1, end
        lowest = max(0, start - reach)
        while start > lowest and low[start - 1].isalnum():
            start -= 1
        return (-1 if start and low[start - 1].isalnum() else start), end


def is_apart(low: str, start: int, end: int) -> bool:
    """Return whether no letter or digit touches a place."""
    return not (start and low[start - 1].isalnum()) and not (end < len(low) and low[end].isalnum())


class AnyWord:
    """Single words that cannot be found by their beginning, of so many letters; each is looked at but once."""

    __slots__ = ("lengths", "rejected", "room", "verdicts")

    def __init__(self, accepts: Callable[[str], bool], lengths: range, room: int = KNOWN_WORDS) -> None:
        self.lengths = lengths
        self.room = room
        self.verdicts = _Verdicts(accepts, room)
        self.rejected: set[bytes] = set()

    def spans(self, text: Text) -> list[Span]:
        low, verdicts = text.low, self.verdicts
        found = _apart(text, verdicts)
        for word in self._accepted(text.distinct):
            size = len(word)
            at = low.find(word)
            while at >= 0:
                if is_apart(low, at, at + size) and (size > 1 or word_at(low, at)[:2] == (at, at + 1)):
                    found.add((at, at + size))
                at = low.find(word, at + size)
        return sorted(found)

    def _accepted(self, distinct: frozenset[bytes]) -> list[str]:
        if len(self.rejected) >= self.room:
            self.rejected.clear()
        left, lengths = distinct - self.rejected, self.lengths
        accepted = [word for word in left if len(word) in lengths and self.verdicts[word.decode()]]
        if len(accepted) < len(left) <= self.room:
            self.rejected |= left.difference(accepted)
        return [word.decode() for word in accepted]


_FEW = 16
"""Runs up to which it takes less to look for each in a text than to see first which of them it has."""

LEARNT = 4_096
"""Runs that are read between two looks at the deadline."""


class _Runs:
    """The runs between white space that texts of a stem class, other than that of English, have had, by their tokens.

    They are remembered from query to query, KNOWN_WORDS of them at most: a run takes 5 µs to read. Several threads may add to
    them; none is ever taken out.
    """

    def __init__(self, code: str) -> None:
        self.code = code
        self.known: set[str] = set()
        self.texts: set[int] = set()  # hashes of the texts whose runs are known
        self._having: dict[str, list[str]] = {}

    def learn(self, runs: Iterable[str]) -> None:
        from morgue.analysis.stems import prepared

        for number, run in enumerate(runs):
            if number % LEARNT == 0:
                deadline.check()
            for each in set(prepared(run, self.code).split()):
                self._having.setdefault(each, []).append(run)
            self.known.add(run)

    def having(self, tokens: Collection[str]) -> frozenset[str]:
        """Return the runs that have a word with one of some tokens."""
        return frozenset(run for each in tokens for run in self._having.get(each, ()))


_met: dict[str, _Runs] = {}
"""What is remembered of each stem class."""


def _learnt(text: Text, code: str) -> _Runs:
    """Return what is remembered of a stem class when the runs of a text are too."""
    key = hash(text.raw)
    met = _met.get(code)
    if met is not None and key in met.texts:
        return met
    runs = text.runs
    if met is None or max(len(met.known) + len(runs), len(met.texts)) > KNOWN_WORDS:
        met = _met[code] = _Runs(code)
    if not met.known.issuperset(runs):
        met.learn(runs - met.known)
    met.texts.add(key)
    return met


class OfLanguage:
    """Single words whose tokens in an article of a stem class, other than that of English, are among some."""

    __slots__ = ("accepted", "code", "inside", "met", "seen", "tokens")

    def __init__(self, tokens: Collection[str], code: str) -> None:
        self.tokens = frozenset(tokens)
        self.code = code
        self.met: _Runs | None = None
        self.seen = 0
        self.accepted: frozenset[str] = frozenset()
        self.inside: dict[str, list[Span]] = {}

    def spans(self, text: Text) -> list[Span]:
        met = _learnt(text, self.code)
        if met is not self.met or self.seen != len(met.known):
            self.met, self.seen = met, len(met.known)
            self.accepted = met.having(self.tokens)
        found: list[Span] = []
        for run in self.accepted if len(self.accepted) <= _FEW else text.runs & self.accepted:
            found += self._places(text.raw[:LOOKED_AT], run)
        found.sort()
        return found

    def _places(self, raw: str, run: str) -> Iterator[Span]:
        """Yield the places of the words of a run that are meant, wherever a text has it between white space."""
        inside = self.inside.get(run)
        if inside is None:
            inside = self.inside[run] = self._inside(run)
        at = raw.find(run)
        while at >= 0:
            end = at + len(run)
            if (not at or raw[at - 1].isspace()) and (end == len(raw) or raw[end].isspace()):
                for start, stop in inside:
                    yield at + start, at + stop
            at = raw.find(run, end)

    def _inside(self, run: str) -> list[Span]:
        """Return where in a run the words are that are meant."""
        from morgue.analysis.stems import prepared

        made = prepared(run, self.code).split()
        pairs = zip(words(run), made, strict=True)
        return [(word.start, word.end) for word, each in pairs if each in self.tokens]


def written_word(word: str, room: int = KNOWN_WORDS) -> Term:
    """Return the word as written."""
    return Term((word,), word.__eq__, room)


def stemmed_word(word: str, room: int = KNOWN_WORDS) -> Term:
    """Return words of one stem. They share it but for a last e, i, l or y that the stemmer made."""
    stemmed = stem(word)
    shared = stemmed[:-1] if len(stemmed) > 2 and stemmed[-1] in "eily" else stemmed
    irregular = IRREGULAR.get(stemmed)
    return Term((shared, irregular) if irregular else (shared,), lambda each: stem(each) == stemmed, room)


def of_language(leaf: tree.Word, code: str) -> OfLanguage:
    """Return words that have a token of a bare word, in texts of a stem class; of one without tokens those of its own."""
    if leaf.tokens:
        return OfLanguage(leaf.tokens, code)
    from morgue.analysis.stems import query_tokens

    forms = (leaf.typed or written(leaf.word), written(leaf.word))
    made = [each for form in forms for each in query_tokens(form, (ENGLISH, code))]
    return OfLanguage(made, code)


def nearly(leaf: Fuzzy, room: int = KNOWN_WORDS) -> OneEdit | AnyWord:
    """Return the finder of words of near spelling."""
    from morgue.query.expansion import acceptor

    word, limit = leaf.word, leaf.distance
    if limit == 1 and word.isascii() and len(word) >= _HALVED:
        return OneEdit(word, acceptor(leaf), room)
    return AnyWord(acceptor(leaf), range(len(word) - limit, len(word) + limit + 1), room)
