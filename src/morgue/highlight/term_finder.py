"""A text made ready for searching, and single words found in it: by beginning, by half, or one by one.

A text is lower-cased and searched for beginnings that every matching word must have (`str.find`, which is
what makes it fast); each place found is then checked by the rules of `morgue.analysis.analyzer`. That is right for plain
text: ASCII and common separators. What holds any other character is cut out with the white space around it
and read by `morgue.analysis.analyzer.words`; in the searched text it is masked.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import chain, groupby
from typing import TypeAlias, TypeVar

from morgue._startup.expression import expression
from morgue._startup.frozen import frozen
from morgue.analysis.analyzer import (
    ENGLISH,
    IRREGULAR,
    SHORT,
    Word,
    cached_words,
    folded_words,
    indexed_words,
    special_places,
    stem,
    word_at,
    words,
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
_BLANKS = expression(r"(\s+)")
_BLANK = expression(r"\s")
_CUT = expression(
    "[,;:!?()/\u0e01-\u0e2e\u0e81-\u0eae\u1000-\u1021\u1780-\u17a2\u3041-\u3096\u30a1-\u30fa\u3400-\u9fff]"
)
"""A character before which every word ends.

It parts words, or is a word by itself and no part of the one before it: letters of Thai, Lao, Myanmar and Khmer, kana, Han.
"""

_BETWEEN_BLANKS = expression(r"\S+")
_MASK = "\u00aa"
"""A letter of Latin-1 that is never plain: phrases do not run across it."""

KNOWN_WORDS = 50_000
"""Words of which a finder remembers at most whether it looks for them."""

ROOM = 2_000_000
"""Code points of the runs of a language that are remembered at most, some 40 MB where every letter is a word, as in Chinese."""

_HALVED = 4
"""Letters from which on both halves of a word are long enough to look for."""


T = TypeVar("T")


def _until_deadline(items: Iterable[T]) -> Iterator[T]:
    """Yield items and look at the deadline now and then. Raises TooLongError."""
    for number, each in enumerate(items):
        if number % LEARNT == 0:
            deadline.check()
        yield each


@cache
def _spaces() -> bytes:
    """Return the table for `bytes.translate` that makes white space of all but letters and digits of ASCII."""
    return bytes(each if chr(each).isascii() and chr(each).isalnum() else 32 for each in range(256))


LOOKED_AT = 100_000
"""Code points of a text in another language than English that are looked through for bare words in any case."""

DIFFERENT = 20_000
"""Different runs of a longer text up to which it is looked through further, so that a book is looked through to its end.

A run that was never met costs 5 to 25 µs: a hundred thousand different ones, which no story has, would take a second or two.
"""

LEARNT = 4_096
"""Runs that are read between two looks at the deadline."""

_DENSE = 32
"""Special runs from which on a text is masked run by run: they take 1.2 µs each to be looked for, and a whole text 60."""

_FEW_PLACES = 4
"""Words of a text up to which it takes less to find each by itself than to make a list of all."""


PIECE = 10_000
"""Code points of a long run that are read between two looks at the deadline, at least: 0.2 seconds where each is a word."""


def _pieces(run: str) -> Iterator[tuple[int, str]]:
    """Yield the pieces that a long run is read in, each with its start, cut between words. Raises TooLongError."""
    start = 0
    while start < len(run):
        deadline.check()
        cut = _CUT.search(run, start + PIECE)
        end = cut.start() if cut else len(run)
        yield start, run[start:end]
        start = end


def _has_special(run: str) -> bool:
    """Return whether a run has a character that is not plain."""
    return next(special_places(run), None) is not None


_short_has_special = lru_cache(maxsize=1 << 14)(_has_special)


def _is_special(run: str) -> bool:
    """Return whether a run that is not ASCII has a character that is not plain, remembered where it is short."""
    return _short_has_special(run) if len(run) <= SHORT else _has_special(run)


def _tokens_of(run: str, code: str) -> list[str]:
    """Return the tokens of the words of a run in a stem class, in order."""
    from morgue.analysis.stems import prepared

    if len(run) <= SHORT:
        return prepared(run, code).split()
    return [each for _, piece in _pieces(run) for each in prepared(piece, code).split()]


class Text:
    """A text ready to be searched: `low` is its plain part, `special` the runs between white space that are not plain.

    What is made of a text is made when it is first asked for.
    """

    __slots__ = (
        "_before",
        "_distinct",
        "_folded",
        "_long",
        "_low",
        "_searched_runs",
        "_spaced",
        "_special",
        "_words",
        "raw"
    )  # fmt: skip

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self._words: list[Word] | None = None
        self._folded: str | None = None
        self._before: list[int] = []  # words of `folded` before each LEARNT runs
        self._spaced: bytes | None = None
        self._distinct: frozenset[bytes] | None = None
        self._long: dict[str, list[Word]] = {}
        self._searched_runs: tuple[frozenset[str], int] | None = None
        self._special: list[tuple[str, Sequence[Word]]] | None = [] if raw.isascii() else None
        self._low: str | None = raw.lower() if raw.isascii() else None

    @property
    def low(self) -> str:
        """The text in lower case, with what is not plain masked."""
        if self._low is None:
            self._low = self._masked()
        return self._low

    @property
    def special(self) -> list[tuple[str, Sequence[Word]]]:
        """The different runs that are not plain, with their words; their order is chance."""
        if self._special is None:
            runs = self.searched_runs[0] if len(self.raw) <= LOOKED_AT else frozenset(self.raw.split())
            special = [run for run in runs if not run.isascii() and _is_special(run)]
            self._special = [(run, self.words_of(run)) for run in _until_deadline(special)]
        return self._special

    @property
    def searched_runs(self) -> tuple[frozenset[str], int]:
        """The different runs of what is no white space that are looked through for bare words, and where the last ends.

        That is an end of a run, but where a single one has LOOKED_AT code points and more.
        """
        if self._searched_runs is None:
            raw, size = self.raw, len(self.raw)
            runs: set[str] = set()
            end = 0
            while end < size and (not end or (len(runs) < DIFFERENT and raw[end].isspace())):
                start, most = end, min(size, end + 2 * LOOKED_AT)
                blank = _BLANK.search(raw, start + LOOKED_AT, most)
                end = blank.start() if blank else most
                runs.update(raw[start:end].split())
            self._searched_runs = frozenset(runs), end
        return self._searched_runs

    def _masked(self) -> str:
        if not self.special:
            return self.raw.lower()
        masks = {run: (_MASK if found else " ") * len(run) for run, found in self.special}
        if len(masks) > _DENSE:
            return "".join([masks.get(piece) or piece.lower() for piece in _BLANKS.split(self.raw)])
        raw, last = self.raw, 0
        pieces: list[str] = []
        for at, run in sorted((at, each) for each in masks for at in self.places(each)):
            pieces += (raw[last:at].lower(), masks[run])
            last = at + len(run)
        return "".join(pieces) + raw[last:].lower()

    def words_of(self, run: str) -> Sequence[Word]:
        """Return the words of a run between white space; a long one is read once, and looks at the deadline."""
        if len(run) <= SHORT:
            return cached_words(run)
        found = self._long.get(run)
        if found is None:
            found = self._long[run] = []
            for start, piece in _pieces(run):
                found += (
                    [Word(start + first, start + last, each) for first, last, each in words(piece)]
                    if start
                    else words(piece)
                )
        return found

    def places(self, run: str, end: int | None = None) -> Iterator[int]:
        """Yield where the text has a run between white space, or one that is cut at `end`."""
        raw = self.raw
        end = len(raw) if end is None else end
        at, size = raw.find(run, 0, end), len(run)
        while at >= 0:
            after = at + size
            if (not at or raw[at - 1].isspace()) and (after == end or raw[after].isspace()):
                yield at
            at = raw.find(run, after, end)

    def special_spans(self, verdicts: Mapping[str, bool]) -> list[Span]:
        """Return the places of the words that are not plain and are accepted, in no order."""
        found: list[Span] = []
        for run, inside in self.special:
            if accepted := [(start, end) for start, end, folded in inside if verdicts[folded]]:
                found += [(at + start, at + end) for at in self.places(run) for start, end in accepted]
        return found

    def words(self) -> list[Word]:
        """Return all words, kept once they were asked for."""
        if self._words is None:
            self._words = self._all_words() if self.special else words(self.raw)
        return self._words

    def _all_words(self) -> list[Word]:
        found: list[Word] = []
        for match in _until_deadline(_BETWEEN_BLANKS.finditer(self.raw)):
            first = match.start()
            found += [Word(first + start, first + end, each) for start, end, each in self.words_of(match[0])]
        return found

    @property
    def folded(self) -> str:
        """All words as they are compared, with a blank before and behind each."""
        if self._folded is None:
            from morgue.analysis.stems import AS_WRITTEN, LONG, analyse

            runs = self.raw.split()
            parts: list[str] = []
            longest = LONG if len(self.raw) <= LOOKED_AT else 0
            for start in range(0, len(runs), LEARNT):
                deadline.check()
                self._before.append(len(parts))
                for is_long, some in groupby(runs[start : start + LEARNT], lambda run: len(run) > longest):
                    text = " ".join(some)
                    if is_long:
                        parts += chain.from_iterable(folded_words(piece) for _, piece in _pieces(text))
                    else:
                        parts += indexed_words(analyse(text, AS_WRITTEN)[0])
            self._folded = f" {' '.join(parts)} "
        return self._folded

    def phrase_spans(self, phrase: Sequence[str]) -> list[Span]:
        """Return the places of words next to each other, by their place in `folded`."""
        wanted, numbers = f" {' '.join(phrase)} ", []
        at, last, number = self.folded.find(wanted), 0, 0
        while at >= 0:
            number += self.folded.count(" ", last, at)
            numbers.append(number)
            last, at = at, self.folded.find(wanted, at + 1)
        if len(numbers) > _FEW_PLACES:
            found = self.words()
            return [(found[each].start, found[each + len(phrase) - 1].end) for each in numbers]
        return [(self._word(each)[0], self._word(each + len(phrase) - 1)[1]) for each in numbers]

    def _word(self, number: int) -> Span:
        """Return the place of a word, by how many are before it in `folded`."""
        from bisect import bisect_right

        runs = self.raw.split()
        block = bisect_right(self._before, number) - 1
        number -= self._before[block]
        for before in range(block * LEARNT, len(runs)):
            run = runs[before]
            size = len(cached_words(run) if len(run) <= SHORT else folded_words(run))
            if number < size:
                first = len(self.raw) - len(self.raw.split(None, before)[-1])
                word = self.words_of(run)[number]
                return first + word.start, first + word.end
            number -= size
        raise IndexError(number)

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
        verdicts = self.verdicts
        found = text.special_spans(verdicts)
        sort = bool(found) or len(self.needles) > 1
        if not self.needles:
            found.sort()
            return found
        low = text.low
        find = low.find
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
        if sort:
            found.sort()
        return found


def _apart(text: Text, verdicts: _Verdicts) -> set[Span]:
    """Return places of words that are not plain runs of letters: special ones and initials."""
    found = set(text.special_spans(verdicts))
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


class _Runs:
    """The runs between white space that texts of a stem class, other than that of English, have had, by their tokens.

    They are remembered from query to query, KNOWN_WORDS of them and ROOM of their code points at most, or else those of one text: a
    word of a run takes 5 µs to read. Several threads may add to them; none is ever taken out.
    """

    def __init__(self, code: str) -> None:
        self.code = code
        self.known: set[str] = set()
        self.held = 0
        # hashes of the texts whose runs are known, and where each is looked through to
        self.ends: dict[int, int] = {}
        self._having: dict[str, list[str]] = {}

    def has_room(self, new: Collection[str]) -> bool:
        """Return whether some runs may be remembered too."""
        if max(len(self.known) + len(new), len(self.ends)) > KNOWN_WORDS:
            return False
        return self.held + sum(map(len, new)) <= ROOM

    def learn(self, runs: Iterable[str]) -> None:
        for run in _until_deadline(runs):
            for each in set(_tokens_of(run, self.code)):
                self._having.setdefault(each, []).append(run)
            self.held += len(run)
            self.known.add(run)

    def having(self, tokens: Collection[str]) -> frozenset[str]:
        """Return the runs that have a word with one of some tokens."""
        return frozenset(run for each in tokens for run in self._having.get(each, ()))


_runs_by_class: dict[str, _Runs] = {}
"""What is remembered of each stem class."""


def _learn_text(text: Text, code: str) -> _Runs:
    """Return what is remembered of a stem class when the runs of a text are too."""
    key = hash(text.raw)
    met = _runs_by_class.get(code)
    if met is not None and key in met.ends:
        return met
    runs, end = text.searched_runs
    new = runs - met.known if met else runs
    if met is None or not met.has_room(new):
        met, new = _Runs(code), runs
        _runs_by_class[code] = met
    met.learn(new)
    met.ends[key] = end
    return met


@frozen
class _Accepted:
    """Which of so many remembered runs have a word that is meant, and where in each these are, filled as they are met."""

    met: _Runs
    known: int
    runs: frozenset[str]
    inside: dict[str, list[Span]]


class OfLanguage:
    """Single words whose tokens in an article of a stem class, other than that of English, are among some.

    Several threads may ask it: what it remembers is exchanged as a whole.
    """

    __slots__ = ("accepted", "code", "tokens")

    def __init__(self, tokens: Collection[str], code: str) -> None:
        self.tokens = frozenset(tokens)
        self.code = code
        self.accepted: _Accepted | None = None

    def spans(self, text: Text) -> list[Span]:
        met = _learn_text(text, self.code)
        accepted, end = self._accepted(met), met.ends[hash(text.raw)]
        found: list[Span] = []
        for run in accepted.runs if len(accepted.runs) <= _FEW else text.searched_runs[0] & accepted.runs:
            inside = accepted.inside.get(run)
            if inside is None:
                inside = accepted.inside[run] = self._inside(text.words_of(run), _tokens_of(run, self.code))
            found += [(at + first, at + last) for at in text.places(run, end) for first, last in inside]
        found.sort()
        if found and found[-1][1] == end < len(text.raw) and not text.raw[end].isspace():
            found.pop()  # may be a half of a word
        return found

    def _accepted(self, met: _Runs) -> _Accepted:
        """Return what is meant of the runs that are remembered now."""
        before, known = self.accepted, len(met.known)
        if before is not None and before.met is met and before.known == known:
            return before
        inside = before.inside if before is not None and before.met is met else {}
        self.accepted = made = _Accepted(met, known, met.having(self.tokens), inside)
        return made

    def _inside(self, found: Sequence[Word], made: Sequence[str]) -> list[Span]:
        """Return where the words are that are meant, of the words of a run and their tokens."""
        return [(word.start, word.end) for word, each in zip(found, made, strict=True) if each in self.tokens]


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
