"""What changed between two texts: paragraphs that were kept, moved, cut and added, then the words of those that were edited."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from morgue.stories.alignment import Block, blocks
from morgue.stories.words import shingles, words_of

Kind = Literal["kept", "moved", "edited", "cut", "added"]

ALIKE = 0.5
"""The share of words, of both paragraphs together, that an edited paragraph has in common with the one that it was."""

MOST_COMPARED = 200
"""Paragraphs of a text that are compared with one another for edits: more have only those at the same place compared."""

LONGEST = 4_000
"""Words of a paragraph that are compared one by one; a longer one is cut and added as a whole."""

_PIECE = re.compile(r"\s+|[^\W_]+(?:[.,:'’\-][^\W_]+)*|[^\s\w]|_")
_PARAGRAPH = re.compile(r"\n\s*\n")


class Span(NamedTuple):
    """A run of a paragraph: `=` both have it, `-` only the earlier text, `+` only the later one."""

    sign: Literal["=", "-", "+"]
    text: str


class Part(NamedTuple):
    """A paragraph: what became of it, its number in both texts from 1 (None where a text has none), and its runs."""

    kind: Kind
    before: int | None
    after: int | None
    spans: tuple[Span, ...]


class Difference(NamedTuple):
    """Two texts side by side, in the order of the later one, what was cut in its place; and the words that tell most.

    `changed` pairs what stood and what stands instead where it has a number or a name, as a correction changes it.
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
    """Return what changed from an earlier text to a later one."""
    before, after = paragraphs_of(earlier), paragraphs_of(later)
    pairs = _kept(before, after)
    moved = _moved(before, after, pairs)
    edited = _edited(before, after, {**pairs, **moved})
    parts = tuple(_in_order(before, after, pairs, moved, edited))
    changed = [each for part in parts if part.kind == "edited" for each in _telling(part.spans)]
    return Difference(parts, tuple(dict.fromkeys(changed)))


def _keys(paragraphs: list[str]) -> list[str]:
    return [" ".join(words_of(each)) or each for each in paragraphs]


def _kept(before: list[str], after: list[str]) -> dict[int, int]:
    """Return the paragraphs that both texts have in the same order: number in the earlier to number in the later."""
    return {a + at: b + at for a, b, size in blocks(_keys(before), _keys(after)) for at in range(size)}


def _moved(before: list[str], after: list[str], pairs: dict[int, int]) -> dict[int, int]:
    """Return the paragraphs that both have in another order."""
    keys, found = _keys(before), {}
    left: dict[str, deque[int]] = {}
    taken = set(pairs.values())
    for number, key in enumerate(_keys(after)):
        if number not in taken:
            left.setdefault(key, deque()).append(number)
    for number, key in enumerate(keys):
        if number not in pairs and left.get(key):
            found[number] = left[key].popleft()
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
    near = len(one) > MOST_COMPARED or len(other) > MOST_COMPARED
    likeness = []
    for a, left in one.items():
        for b in [a] if near and a in other else [] if near else other:
            right = other[b]
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


def _in_order(
    before: list[str], after: list[str], kept: dict[int, int], moved: dict[int, int], edited: dict[int, int]
) -> Iterator[Part]:
    """Yield the parts in the order of the later text; what was cut stands behind what stood before it."""
    origin = {
        b: (kind, a)
        for kind, pairs in (("kept", kept), ("moved", moved), ("edited", edited))
        for a, b in pairs.items()
    }
    found = {**kept, **edited}  # what was moved stood elsewhere
    waiting: dict[int, list[int]] = {}
    place = -1
    for number in range(len(before)):
        place = found.get(number, place)
        if number not in found and number not in moved:
            waiting.setdefault(place, []).append(number)
    yield from (_cut(before, number) for number in waiting.get(-1, ()))
    for number, text in enumerate(after):
        kind, old = origin.get(number, ("added", None))
        if kind == "edited" and old is not None:
            yield Part("edited", old + 1, number + 1, tuple(_spans(before[old], text)))
        elif old is None:
            yield Part("added", None, number + 1, (Span("+", text),))
        else:
            yield Part("moved" if kind == "moved" else "kept", old + 1, number + 1, (Span("=", text),))
        yield from (_cut(before, each) for each in waiting.get(number, ()))


def _cut(before: list[str], number: int) -> Part:
    return Part("cut", number + 1, None, (Span("-", before[number]),))


def _spans(earlier: str, later: str) -> Iterator[Span]:
    """Yield the runs of an edited paragraph, word by word."""
    one, other = _PIECE.findall(earlier), _PIECE.findall(later)
    if max(len(one), len(other)) > 2 * LONGEST:
        yield Span("-", earlier)
        yield Span("+", later)
        return
    a = b = 0
    for block in (*blocks(one, other), Block(len(one), len(other), 0)):
        if block.a > a:
            yield Span("-", "".join(one[a : block.a]))
        if block.b > b:
            yield Span("+", "".join(other[b : block.b]))
        a, b = block.a + block.size, block.b + block.size
        if block.size:
            yield Span("=", "".join(other[block.b : b]))


def _telling(spans: tuple[Span, ...]) -> Iterator[tuple[str, str]]:
    """Yield what stood and what stands instead where one of them has a number or a word with a capital."""
    for at, span in enumerate(spans):
        if span.sign != "-":
            continue
        instead = spans[at + 1].text.strip() if at + 1 < len(spans) and spans[at + 1].sign == "+" else ""
        was = span.text.strip()
        if (instead and any(each.isdigit() for each in was + instead)) or (
            instead and (was[:1].isupper() or instead[:1].isupper())
        ):
            yield was, instead


def overlap(earlier: str, later: str) -> float:
    """Return the share of the earlier text's 3-word runs that the later one has, from 0 to 1."""
    one, other = shingles(words_of(earlier)), shingles(words_of(later))
    return len(one & other) / len(one) if one else 1.0
