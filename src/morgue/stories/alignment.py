"""Match two sequences in order, in time that grows with their length.

Elements that both have once are the anchors: of these the longest part in the same order is kept (patience sorting, as Bram
Cohen's patience diff has it), and what lies between two anchors is matched in the same way. What is left without any is short in
most texts, and is matched by its longest common runs (`difflib`, Ratcliff and Obershelp). The rest, as of a page with one line a thousand
times, is matched by the order in which equal elements come.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from difflib import SequenceMatcher

SMALL = 4_096
"""Pairs of elements, of two parts, that are compared with one another: two paragraphs of 64 words."""

DEEPEST = 8
"""How often a part is parted again by what it has once."""

Part = tuple[int, int, int, int, int]
"""From where to where a part is in both sequences, and how often it was parted."""


def matching(a: Sequence[Hashable], b: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Return places of equal elements, rising in both sequences: as many as were found, which may be fewer than there are."""
    found: list[tuple[int, int]] = []
    parts: list[Part] = [(0, len(a), 0, len(b), 0)]
    while parts:
        at, end, at_b, end_b, depth = parts.pop()
        while at < end and at_b < end_b and a[at] == b[at_b]:
            found.append((at, at_b))
            at, at_b = at + 1, at_b + 1
        while at < end and at_b < end_b and a[end - 1] == b[end_b - 1]:
            end, end_b = end - 1, end_b - 1
            found.append((end, end_b))
        if at == end or at_b == end_b or depth > DEEPEST + 1:
            continue
        part = (at, end, at_b, end_b, depth)
        if (end - at) * (end_b - at_b) <= SMALL:
            found += _by_runs(a, b, part)
        else:
            anchors = _rising(_once(a, b, part) if depth < DEEPEST else []) or _rising(_by_turn(a, b, part))
            found += anchors
            parts += _between(anchors, part)
    return sorted(found)


def _by_runs(a: Sequence[Hashable], b: Sequence[Hashable], part: Part) -> Iterator[tuple[int, int]]:
    """Yield the places of the longest common runs of a small part."""
    at, end, at_b, end_b, _ = part
    matcher = SequenceMatcher(None, a[at:end], b[at_b:end_b], autojunk=False)
    for one, other, size in matcher.get_matching_blocks():
        yield from ((at + one + step, at_b + other + step) for step in range(size))


def _once(a: Sequence[Hashable], b: Sequence[Hashable], part: Part) -> list[tuple[int, int]]:
    """Return the places of elements that a part has once in either sequence, in the order of the first."""
    at, end, at_b, end_b, _ = part
    counts, counts_b = Counter(a[at:end]), Counter(b[at_b:end_b])
    places = {b[place]: place for place in range(at_b, end_b) if counts_b[b[place]] == 1}
    return [
        (place, places[a[place]]) for place in range(at, end) if counts[a[place]] == 1 and a[place] in places
    ]


def _by_turn(a: Sequence[Hashable], b: Sequence[Hashable], part: Part) -> list[tuple[int, int]]:
    """Return the places of equal elements of a part, the first with the first, the second with the second and so on."""
    at, end, at_b, end_b, _ = part
    places: dict[Hashable, list[int]] = {}
    for place in range(end_b - 1, at_b - 1, -1):
        places.setdefault(b[place], []).append(place)
    return [(place, places[a[place]].pop()) for place in range(at, end) if places.get(a[place])]


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest part of pairs, which rise in the first number, that rises in the second too (patience sorting)."""
    ends: list[int] = []  # the least second number that a rising part of each length ends with
    last: list[int] = []  # the pair that it is of
    before: list[int] = []
    for number, (_, place) in enumerate(pairs):
        length = bisect_left(ends, place)
        before.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [place]
        last[length : length + 1] = [number]
    found = []
    number = last[-1] if last else -1
    while number >= 0:
        found.append(pairs[number])
        number = before[number]
    return found[::-1]


def _between(anchors: list[tuple[int, int]], part: Part) -> Iterator[Part]:
    """Yield the parts before, between and behind anchors that both sequences have something in."""
    at, end, at_b, end_b, depth = part
    if not anchors:
        return
    for one, other in (*anchors, (end, end_b)):
        if at < one and at_b < other:
            yield at, one, at_b, other, depth + 1
        at, at_b = one + 1, other + 1
