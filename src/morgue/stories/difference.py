"""What changed between two texts: paragraphs that were kept, moved, cut and added, then the words of those that were edited."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from morgue.analysis.analyzer import stands_alone
from morgue.stories.alignment import matching
from morgue.stories.words import shingles, words_of

Kind = Literal["kept", "moved", "edited", "cut", "added"]

ALIKE = 0.5
"""The share of words, of both paragraphs together, that an edited paragraph has in common with the one that it was."""

MOST_COMPARED = 400
"""Pairs of paragraphs, one of each text, that are all compared for edits: twenty of either."""

RARE = 8
"""Paragraphs that a word is in at most, for them to be compared on its account where there are more."""

LIKELY = 6
"""Paragraphs that one is compared with where there are more: those with most of its rare words."""

_PIECE = re.compile(r"([^\W_]+(?:[.,:'’\-][^\W_]+)*|[^\s\w]|_|\w|^)(\s*)")
_PARAGRAPH = re.compile(r"\n[^\S\n]*\n\s*")
_SENTENCE_END = re.compile(r"(?:[.!?…:]['\"’”»)\]]*\s+|\A\W*)\Z")


class Span(NamedTuple):
    """A run of a paragraph: `=` both have it, `-` only the earlier text, `+` only the later one."""

    sign: Literal["=", "-", "+"]
    text: str


class Part(NamedTuple):
    """A paragraph: what became of it, its number in both texts from 1 (None where a text has none), and its runs.

    The runs with = and - are the earlier paragraph, those with = and + the later one, letter by letter. One that was kept or
    moved has the same words; signs and case may differ.
    """

    kind: Kind
    before: int | None
    after: int | None
    spans: tuple[Span, ...]


class Difference(NamedTuple):
    """Two texts side by side, in the order of the later one, what was cut in its place; and the words that tell most.

    `changed` pairs what stood and what stands instead where it has a number or a name, as a correction changes it: numbers first.
    """

    parts: tuple[Part, ...]
    changed: tuple[tuple[str, str], ...]

    def count(self, kind: Kind) -> int:
        """Return how many paragraphs are of a kind."""
        return sum(part.kind == kind for part in self.parts)


def paragraphs_of(text: str) -> list[str]:
    """Return the paragraphs of a text, without empty ones."""
    return [each.strip() for each in _PARAGRAPH.split(text) if each.strip()]


def difference(earlier: str, later: str) -> Difference:
    """Return what changed from an earlier text to a later one, in time that grows with their length."""
    before, after = paragraphs_of(earlier), paragraphs_of(later)
    keys, keys_after = _keys(before), _keys(after)
    kept = dict(matching(keys, keys_after))
    moved = _moved(keys, keys_after, kept)
    edited = _edited(before, after, {**kept, **moved})
    parts = tuple(_in_order(before, after, kept, moved, edited))
    changed = [each for part in parts if part.kind == "edited" for each in _telling(part.spans)]
    changed.sort(key=lambda each: not any(map(str.isdigit, "".join(each))))
    return Difference(parts, tuple(dict.fromkeys(changed)))


def _keys(paragraphs: list[str]) -> list[str]:
    return [" ".join(words_of(each)) or each for each in paragraphs]


def _moved(before: list[str], after: list[str], kept: dict[int, int]) -> dict[int, int]:
    """Return the paragraphs that both have in another order: number in the earlier to number in the later."""
    found, taken = {}, set(kept.values())
    left: dict[str, list[int]] = {}
    for number in range(len(after) - 1, -1, -1):
        if number not in taken:
            left.setdefault(after[number], []).append(number)
    for number, key in enumerate(before):
        if number not in kept and left.get(key):
            found[number] = left[key].pop()
    return found


def _edited(before: list[str], after: list[str], known: dict[int, int]) -> dict[int, int]:
    """Return the paragraphs of the earlier text that stand in the later one with other words, the likest first, none twice."""
    taken = set(known.values())
    return edits(
        {number: words_of(text) for number, text in enumerate(before) if number not in known},
        {number: words_of(text) for number, text in enumerate(after) if number not in taken},
    )


def edits(before: Mapping[int, Sequence[str]], after: Mapping[int, Sequence[str]]) -> dict[int, int]:
    """Return which paragraphs of an earlier text stand in a later one with other words: number to number, the likest first.

    Both have the words of paragraphs by number, without those that both texts have as they are.
    """
    one, other = ({number: Counter(words) for number, words in each.items()} for each in (before, after))
    likeness = []
    for a, b in _worth_comparing(before, after):
        left, right = one[a], other[b]
        total = left.total() + right.total()
        share = 2 * (left & right).total() / total if total else 0.0
        if share >= ALIKE:
            likeness.append((-share, abs(a - b), a, b))
    found: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, a, b in sorted(likeness):
        if a not in found and b not in taken:
            found[a] = b
            taken.add(b)
    return found


def _worth_comparing(
    before: Mapping[int, Sequence[str]], after: Mapping[int, Sequence[str]]
) -> Iterator[tuple[int, int]]:
    """Yield pairs of paragraphs that may be one with other words: all of few, else those with rare words or a place in common."""
    if len(before) * len(after) <= MOST_COMPARED:
        yield from ((a, b) for a in before for b in after)
        return
    holders: dict[str, list[int]] = {}
    for b, words in after.items():
        for word in dict.fromkeys(words):
            holders.setdefault(word, []).append(b)
    places = list(after)
    for place, (a, words) in enumerate(before.items()):
        shared: Counter[int] = Counter()
        for word in dict.fromkeys(words):
            if len(holders.get(word, ())) <= RARE:
                shared.update(holders.get(word, ()))
        likely = sorted(shared, key=lambda b: (-shared[b], b))[:LIKELY]
        same_place = (b for b in (a, places[place] if place < len(places) else a) if b in after)
        yield from ((a, b) for b in dict.fromkeys((*likely, *same_place)))


def _in_order(
    before: list[str], after: list[str], kept: dict[int, int], moved: dict[int, int], edited: dict[int, int]
) -> Iterator[Part]:
    """Yield the parts in the order of the later text; what was cut stands behind what stood before it."""
    kinds: tuple[tuple[Kind, dict[int, int]], ...] = (("kept", kept), ("moved", moved), ("edited", edited))
    origin = {b: (kind, a) for kind, pairs in kinds for a, b in pairs.items()}
    waiting: dict[int, list[int]] = {}
    place = -1
    for number in range(len(before)):
        if number in kept or number in edited:
            place = kept[number] if number in kept else edited[number]
        elif number not in moved:  # what was moved stands elsewhere
            waiting.setdefault(place, []).append(number)
    yield from (_cut(before, number) for number in waiting.get(-1, ()))
    for number, text in enumerate(after):
        if number in origin:
            kind, old = origin[number]
            yield Part(kind, old + 1, number + 1, tuple(_spans(before[old], text)))
        else:
            yield Part("added", None, number + 1, (Span("+", text),))
        yield from (_cut(before, each) for each in waiting.get(number, ()))


def _cut(before: list[str], number: int) -> Part:
    return Part("cut", number + 1, None, (Span("-", before[number]),))


def _spans(earlier: str, later: str) -> Iterator[Span]:
    """Yield the runs of a paragraph, word by word; characters of Han, Kana, Thai and their kin are words."""
    one, other = _pieces(earlier), _pieces(later)
    pairs = matching([word for word, _ in one], [word for word, _ in other]) if earlier != later else []
    at = at_b = 0
    signs: list[
        tuple[str, str, str]
    ] = []  # what only the earlier has, what only the later, then what both have
    for a, b in (*pairs, (len(one), len(other))):
        old, new = "".join(map("".join, one[at:a])), "".join(map("".join, other[at_b:b]))
        word = one[a][0] if a < len(one) else ""
        signs.append((old, new, word))
        if a < len(one):
            old, new = one[a][1], other[b][1]
            signs.append(("", "", old) if old == new else (old, new, ""))
        at, at_b = a + 1, b + 1
    yield from _runs(signs) if earlier != later else (Span("=", later),)


def _runs(signs: list[tuple[str, str, str]]) -> Iterator[Span]:
    """Yield as few runs as there can be; the space at the end of what changed is of what follows."""
    old = new = same = ""
    for cut, added, both in (*signs, ("", "", "")):
        if (cut or added) and same:
            yield Span("=", same)
            same = ""
        old, new = old + cut, new + added
        if both and (old or new):
            rest = len(old) - len(old.rstrip())
            if rest and old[-rest:] == new[len(new.rstrip()) :]:
                old, new, both = old[:-rest], new[:-rest], old[-rest:] + both
            yield from (each for each in (Span("-", old), Span("+", new)) if each.text)
            old = new = ""
        same += both
    yield from (each for each in (Span("=", same), Span("-", old), Span("+", new)) if each.text)


def _pieces(text: str) -> list[tuple[str, str]]:
    """Return the words and signs of a text, each with the space behind it."""
    pieces: list[tuple[str, str]] = _PIECE.findall(text)
    if text.isascii():
        return pieces
    return [part for piece in pieces for part in _characters(*piece)]


def _characters(word: str, space: str) -> Sequence[tuple[str, str]]:
    """Return the characters of a word of a script without spaces; the word itself of another."""
    if word.isascii() or not any(map(stands_alone, word)):
        return ((word, space),)
    return (*((each, "") for each in word[:-1]), (word[-1], space))


def _telling(spans: tuple[Span, ...]) -> Iterator[tuple[str, str]]:
    """Yield what stood and what stands instead where one of them has a number or a name: a capital within a sentence."""
    for at, span in enumerate(spans[:-1]):
        instead = spans[at + 1]
        if span.sign != "-" or instead.sign != "+":
            continue
        was, now = span.text.strip(), instead.text.strip()
        begins = not at or bool(_SENTENCE_END.search(spans[at - 1].text))
        if words_of(was) != words_of(now) and (_is_telling(was, begins) or _is_telling(now, begins)):
            yield was, now


def _is_telling(text: str, begins: bool) -> bool:
    """Return whether a run of words has a number or a name; the first word of a sentence has a capital anyway."""
    if any(map(str.isdigit, text)):
        return True
    return any(word[:1].isupper() for word in text.split()[begins:])


def overlap(earlier: str, later: str) -> float:
    """Return the share of the earlier text's 3-word runs that the later one has, from 0 to 1."""
    one, other = shingles(words_of(earlier)), shingles(words_of(later))
    return len(one & other) / len(one) if one else 1.0
