"""Find phrases, windows, NEARs and chains of NEARs among the words of one text; the definition, by positions.

`words` is always the folded words of one text (`analyzer.folded_words`), in order; positions count them from 0.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import product
from operator import add
from typing import NamedTuple, TypeAlias

from morgue.analysis.analyzer import ENGLISH, indexable, indexed_words, stem
from morgue.errors import QueryError
from morgue.query import tree
from morgue.query.expansion import acceptor

Span: TypeAlias = tuple[int, int]
"""First and last word position."""


Pause: TypeAlias = Callable[[], None]
Used: TypeAlias = tuple[int, ...]
Ways: TypeAlias = dict[Used, dict[int, int]]
"""By what the stretches use: for each last position the lowest first one."""

MOST_WAYS = 100_000
"""Stretches of one NEAR in one text that are kept where they are kept apart by how many words they use."""

MOST_PLACED = 20_000
"""Stretches that are kept where they are kept apart by which words they use."""

MOST_AT_ONE_END = 500
"""Of these, stretches that end at one position: each new one is compared with all of them."""

_STEPS = 10_000
"""Steps of a loop between two pauses."""


class Side(NamedTuple):
    """Where a side of a NEAR occurs in a text: `leaves` its words and phrases, `nears` the NEARs in it."""

    number: int
    leaves: Sequence[Span]
    nears: Sequence[Joint]

    @property
    def numbers(self) -> set[int]:
        """Those of this side and of all sides in it."""
        inner = (each.numbers for joint in self.nears for each in (joint.left, joint.right))
        return {self.number}.union(*inner)


class Joint(NamedTuple):
    """A NEAR of two sides that both occur."""

    node: tree.Near
    left: Side
    right: Side


def _nothing() -> None:
    pass


def stretches(
    node: tree.Near, places: Callable[[tree.Leaf], Sequence[Span]], pause: Pause = _nothing
) -> list[Span]:
    """Return for each position where a stretch of the NEAR ends the longest that ends there, in order.

    No word of a text is two words of a stretch. `places` gives the occurrences of a leaf; `pause` is called now
    and then and may raise. Raises QueryError for a chain whose words make too many different stretches.

    Where no two sides occur at one position, this takes time O(n log n) in the number of places, whatever the
    distances. Where they do, stretches are kept apart by how many of such positions they use; and only where
    phrases or two stretches may share some, by which.

        position   0    1    2    3    4    5        (aa NEAR/2 bb) NEAR/3 cc
        word       aa   .    bb   .    cc   aa       the inner NEAR is the stretch (0, 2), the whole (0, 4)
    """
    reader = _Reader(places)
    (joint,) = reader.side(node).nears or (None,)
    if joint is None or reader.words() < _fewest(node):
        return []
    shared = _shared(joint, pause)
    if not shared:
        found = _Counted({}, pause).ways(joint)
    elif _are_counted(joint, shared):
        found = _Counted(shared, pause).ways(joint)
    else:
        return _longest((first, last) for first, last, _ in _Placed(shared, pause).ways(joint, whole=True))
    return _longest((first, last) for firsts in found.values() for last, first in firsts.items())


def _longest(spans: Iterable[Span]) -> list[Span]:
    firsts: dict[int, int] = {}
    _extend(firsts, spans)
    return sorted((first, last) for last, first in firsts.items())


def _extend(firsts: dict[int, int], spans: Iterable[Span]) -> None:
    """Note for each last position the lowest first one."""
    for first, last in spans:
        firsts[last] = min(first, firsts.get(last, first))


class _Reader:
    """Reads where the sides of a NEAR occur, each leaf once."""

    def __init__(self, places: Callable[[tree.Leaf], Sequence[Span]]) -> None:
        self.places = places
        self.read: dict[tree.Node, Sequence[Span]] = {}
        self.sides = 0

    def side(self, node: tree.Node) -> Side:
        self.sides += 1
        number = self.sides
        children = node.children if isinstance(node, tree.Or) else (node,)
        leaves: set[Span] = set()
        nears: list[Joint] = []
        for child in children:
            if isinstance(child, tree.Near):
                left = self.side(child.left)
                if left.leaves or left.nears:
                    right = self.side(child.right)
                    if right.leaves or right.nears:
                        nears.append(Joint(child, left, right))
            elif isinstance(child, tree.Or):
                inner = self.side(child)
                leaves.update(inner.leaves)
                nears += inner.nears
            else:
                leaves.update(self._leaf(child))
        return Side(number, sorted(leaves), nears)

    def words(self) -> int:
        """Return how many different positions the words and phrases that were read begin at."""
        return len({first for spans in self.read.values() for first, _ in spans})

    def _leaf(self, node: tree.Node) -> Sequence[Span]:
        if node not in self.read:
            (leaf,) = tree.leaves(node)
            self.read[node] = self.places(leaf)
        return self.read[node]


def _fewest(side: tree.Node) -> int:
    """Return how many words and phrases an occurrence of a side has at least."""
    match side:
        case tree.Near():
            return _fewest(side.left) + _fewest(side.right)
        case tree.Or():
            return min(map(_fewest, side.children))
        case _:
            return 1


def _every_side(joint: Joint) -> Iterator[Side]:
    for side in (joint.left, joint.right):
        yield side
        for inner in side.nears:
            yield from _every_side(inner)


def _shared(joint: Joint, pause: Pause) -> dict[int, frozenset[int]]:
    """Return the positions at which more than one side of a chain occurs, with the numbers of these sides."""
    if not joint.left.nears and not joint.right.nears:
        return {}
    held: dict[int, set[int]] = {}
    for side in _every_side(joint):
        pause()
        for first, last in side.leaves:
            for at in range(first, last + 1):
                held.setdefault(at, set()).add(side.number)
    kinds = {frozenset(sides): frozenset(sides) for sides in held.values() if len(sides) > 1}
    return {at: kinds[frozenset(sides)] for at, sides in held.items() if len(sides) > 1}


def _are_counted(joint: Joint, shared: Mapping[int, frozenset[int]]) -> bool:
    """Return whether it is enough to count shared positions: all are of single words, and no two stretches that
    are joined may use some of one kind."""
    if any(
        first != last and not shared.keys().isdisjoint(range(first, last + 1))
        for side in _every_side(joint)
        for first, last in side.leaves
    ):
        return False
    kinds = set(shared.values())
    pending = [joint]
    while pending:
        each = pending.pop()
        pending += [*each.left.nears, *each.right.nears]
        if each.left.nears and each.right.nears:
            left, right = each.left.numbers, each.right.numbers
            if any(kind & left and kind & right for kind in kinds):
                return False
    return True


class _Counted:
    """Finds stretches, kept apart by how many shared positions of each kind they use.

    A kind is positions at which the same sides occur. All that a stretch uses lie in it, and whatever lies in it
    is near it: of those of a kind it is the same for what follows which are used.

        position   0    1    2          (aa NEAR/2 bb) NEAR/5 aa
        word       aa   aa   bb         positions 0 and 1 are of the one kind, which both sides with aa share. The
                                        stretches (0, 2) and (1, 2) use one of it; (0, 2) holds two, so one is left
                                        for the last aa, and the whole is the stretch (0, 2), which uses two
    """

    def __init__(self, shared: Mapping[int, frozenset[int]], pause: Pause) -> None:
        self.pause = pause
        kinds = {kind: number for number, kind in enumerate(dict.fromkeys(shared.values()))}
        self.kind = {at: kinds[kind] for at, kind in shared.items()}
        self.at: list[list[int]] = [[] for _ in kinds]
        for at in sorted(self.kind):
            self.at[self.kind[at]].append(at)

    def ways(self, joint: Joint) -> Ways:
        """Return the stretches of a NEAR."""
        found: Ways = {}
        node = joint.node
        lefts, rights = self._leaves(joint.left), self._leaves(joint.right)
        for (one, earlier), (other, later) in product(lefts.items(), rights.items()):
            self._join(found, self._with(self._with(None, one), other), earlier, later, node)
        before = self._stretches(joint.left)
        if not before and not found and not joint.right.nears:
            return found
        after = self._stretches(joint.right)
        for (used, earlier), (kind, later) in product(before.items(), rights.items()):
            self._beside(found, (used, earlier), (kind, later), node, turned=False)
        for (used, later), (kind, earlier) in product(after.items(), lefts.items()):
            self._beside(found, (used, later), (kind, earlier), node, turned=True)
        for (ours, earlier), (theirs, later) in product(before.items(), after.items()):
            used = tuple(map(add, ours, theirs))
            self._join(found, used, earlier, later, node, overlap=True)
        return found

    def _leaves(self, side: Side) -> dict[int | None, list[Span]]:
        found: dict[int | None, list[Span]] = {}
        for span in side.leaves:
            found.setdefault(self.kind.get(span[0]), []).append(span)
        return found

    def _stretches(self, side: Side) -> dict[Used, list[Span]]:
        found: Ways = {}
        for joint in side.nears:
            for used, firsts in self.ways(joint).items():
                _extend(found.setdefault(used, {}), ((first, last) for last, first in firsts.items()))
        return {used: [(first, last) for last, first in firsts.items()] for used, firsts in found.items()}

    def _with(self, used: Used | None, kind: int | None) -> Used:
        counts = list(used or (0,) * len(self.at))
        if kind is not None:
            counts[kind] += 1
        return tuple(counts)

    def _beside(
        self,
        found: Ways,
        stretch: tuple[Used, list[Span]],
        leaf: tuple[int | None, list[Span]],
        node: tree.Near,
        *,
        turned: bool,
    ) -> None:
        """Note the stretches with a leaf, which is the left side where they are `turned`.

        A leaf is near a stretch that has more positions of the leaf's kind in it than it uses: one of these is free.
        """
        (used, spans), (kind, places) = stretch, leaf
        after = self._with(used, kind)
        one, other = (places, spans) if turned else (spans, places)
        self._join(found, after, one, other, node, overlap=kind is None)
        if kind is None or node.ordered:
            return
        at = self.at[kind]
        inside = [
            (first, last)
            for first, last in spans
            if bisect_right(at, last) - bisect_left(at, first) > used[kind]
        ]
        if inside:
            _extend(found.setdefault(after, {}), inside)

    def _join(
        self,
        found: Ways,
        used: Used,
        one: Sequence[Span],
        other: Sequence[Span],
        node: tree.Near,
        *,
        overlap: bool = False,
    ) -> None:
        self.pause()
        firsts = dict(found.get(used, {}))
        _join(firsts, one, other, node.distance, self.pause, overlap=overlap and not node.ordered)
        if not node.ordered:
            _join(firsts, other, one, node.distance, self.pause, overlap=overlap)
        if firsts:
            found[used] = firsts
            if len(found) > 1 and sum(map(len, found.values())) > MOST_WAYS:
                raise too_many_ways(node)


Way: TypeAlias = tuple[int, int, int]
"""A stretch, and the shared positions that it uses as bits."""


class _Placed:
    """Finds stretches, kept apart by the shared positions that they use."""

    def __init__(self, shared: Iterable[int], pause: Pause) -> None:
        self.bit = {at: 1 << number for number, at in enumerate(sorted(shared))}
        self.pause = pause
        self.steps = 0

    def ways(self, joint: Joint, *, whole: bool = False) -> list[Way]:
        """Return the stretches of a NEAR, without those that are worth no more than another one.

        Of the `whole` chain it does not matter what they use, and one stretch for each end is enough.
        """
        node = joint.node
        best: dict[int, list[tuple[int, int]]] = {}
        kept = 0
        rights = sorted(self._side(joint.right))
        begins = [first for first, *_ in rights]
        widest = max((last - first for first, last, *_ in rights), default=0)
        for first, last, bits, is_stretch in self._side(joint.left):
            low = bisect_left(begins, first - node.distance - widest)
            for begin, end, others, other_is_stretch in rights[
                low : bisect_right(begins, last + node.distance)
            ]:
                self._step()
                if bits & others or not _near(
                    (first, last), (begin, end), node, is_stretch or other_is_stretch
                ):
                    continue
                way = min(first, begin), 0 if whole else bits | others
                known = best.setdefault(max(last, end), [])
                if not any(lower <= way[0] and held & way[1] == held for lower, held in known):
                    known.append(way)
                    kept += 1
                    if kept > MOST_PLACED or len(known) > MOST_AT_ONE_END:
                        raise too_many_ways(node)
        return [(first, last, bits) for last, known in best.items() for first, bits in known]

    def _side(self, side: Side) -> list[tuple[int, int, int, bool]]:
        leaves = [(first, last, self._bits(first, last), False) for first, last in side.leaves]
        return leaves + [(*way, True) for joint in side.nears for way in self.ways(joint)]

    def _bits(self, first: int, last: int) -> int:
        return sum(self.bit.get(at, 0) for at in range(first, last + 1))

    def _step(self) -> None:
        self.steps += 1
        if self.steps % 100 == 0:
            self.pause()


def _near(one: Span, other: Span, node: tree.Near, reaching: bool) -> bool:
    if 1 <= other[0] - one[1] <= node.distance:
        return True
    if node.ordered:
        return False
    return 1 <= one[0] - other[1] <= node.distance or (reaching and one[0] <= other[1] and other[0] <= one[1])


def too_many_ways(node: tree.Near) -> QueryError:
    """Return the error for a chain whose words one story has in too many ways."""
    return QueryError(
        "a story has the words of this chain of NEAR and PRE in too many ways",
        hint="take out a part that repeats another, or write a smaller distance",
        position=node.span[0],
    )


def _join(
    firsts: dict[int, int],
    earlier: Iterable[Span],
    later: Iterable[Span],
    distance: int,
    pause: Pause,
    *,
    overlap: bool,
) -> None:
    """Note for each of `later` the lowest first position of the `earlier` near it, by its last position.

    With `overlap` those that reach into it, and end no later than it, are near it too.

        position    0   1   2   3   4   5   6       distance 3: near (5, 6) is what ends at 2, 3 or 4,
        earlier     |-------|       |---|           here (0, 2), which makes (0, 6); with `overlap` what ends
        later                           |---|       at 5 or 6 too, here (4, 5), which makes nothing longer
    """
    ordered = sorted((last, first) for first, last in earlier)
    lasts = [last for last, _ in ordered]
    lowest = _Lowest([first for _, first in ordered])
    for number, (first, last) in enumerate(later):
        if number % _STEPS == 0:
            pause()
        start = bisect_left(lasts, first - distance)
        end = bisect_right(lasts, last) if overlap else bisect_left(lasts, first)
        if start < end:
            begin = min(first, lowest.between(start, end))
            firsts[last] = min(begin, firsts.get(last, begin))


class _Lowest:
    """Answers what the lowest of a run of numbers is, from the lowest of every run of 1, 2, 4, 8 … of them."""

    __slots__ = ("runs",)

    def __init__(self, numbers: list[int]) -> None:
        self.runs = [numbers]
        size = 1
        while 2 * size <= len(numbers):
            last = self.runs[-1]
            self.runs.append(list(map(min, last, last[size:])))
            size *= 2

    def between(self, start: int, end: int) -> int:
        """Return the lowest of the numbers from index `start` to before `end`, of which there is one at least."""
        level = (end - start).bit_length() - 1
        run = self.runs[level]
        return min(run[start], run[end - (1 << level)])


def width(side: tree.Node) -> int:
    """Return how many words an occurrence of a side can span at most, from its first to its last."""
    match side:
        case tree.Near():
            return width(side.left) + width(side.right) + side.distance
        case tree.Or():
            return max(map(width, side.children))
        case tree.Phrase():
            return len(side.words)
        case _:
            return 1


class Places:
    """Gives the occurrences of words, wildcards, near spellings, and phrases without slop, in one text.

    The text is gone through once; each leaf is then compared with its distinct words.
    """

    __slots__ = ("_stems", "_tokens", "held", "words")

    def __init__(self, words: Sequence[str], tokens: Sequence[str] | None = None) -> None:
        """Read the folded words of a text, in order, and their tokens by stem; without those they are English."""
        self.words = tuple(words)
        self._tokens = tokens
        self._stems: dict[str, list[Span]] | None = None
        self.held: dict[str, list[Span]] = {}
        for at, word in enumerate(words):
            self.held.setdefault(word, []).append((at, at))

    @classmethod
    def of_text(cls, text: str, code: str = ENGLISH) -> Places:
        """Return those of a text of a stem class."""
        prepared = indexable(text)
        if code == ENGLISH:
            return cls(indexed_words(prepared))
        from morgue.analysis.stems import prepared as stemmed

        return cls(indexed_words(prepared), stemmed(text, code).split())

    def __call__(self, leaf: tree.Leaf) -> list[Span]:
        """Return every occurrence of a leaf, in order."""
        match leaf:
            case tree.Word():
                tokens = leaf.tokens or (stem(leaf.word),)
                found = [self._by_stem(each) for each in tokens]
                return found[0] if len(found) == 1 else sorted(span for spans in found for span in spans)
            case tree.Phrase():
                size = len(leaf.words)
                return [
                    (at, at + size - 1)
                    for at, _ in self.held.get(leaf.words[0], ())
                    if self.words[at : at + size] == leaf.words
                ]
            case _:
                accepts = _acceptor(leaf)
                return sorted(span for word, spans in self.held.items() if accepts(word) for span in spans)

    def _by_stem(self, stemmed: str) -> list[Span]:
        if self._stems is None:
            self._stems = {}
            for at, token in enumerate(self._tokens or map(stem, self.words)):
                self._stems.setdefault(token, []).append((at, at))
        return self._stems.get(stemmed, [])


@lru_cache(maxsize=256)
def _acceptor(leaf: tree.Expanding) -> Callable[[str], bool]:
    """Return the acceptor of a leaf; that of a near spelling remembers a few words."""
    accepts = acceptor(leaf)
    return lru_cache(maxsize=512)(accepts) if isinstance(leaf, tree.Fuzzy) else accepts


def windows(placed: Iterable[tuple[int, str]], phrase: tree.Phrase) -> list[Span]:
    """Return first and last position of the smallest windows that hold all words of a phrase with slop.

    `placed` are positions with their words, in order; others than those of the phrase may be left out. A window ends
    where it is first complete and is as short as it can be from there; none is longer than the slop allows.

        position  0  1  2  3  4  5        "aa bb"~2: (0, 2) and (2, 3) and (3, 4)
        word      aa .  bb aa bb .        not (0, 4): it holds others
    """
    need = Counter(phrase.words)
    missing = len(phrase.words)
    held: Counter[str] = Counter()
    inside: deque[tuple[int, str]] = deque()
    found = []
    for at, word in placed:
        if word not in need:
            continue
        held[word] += 1
        inside.append((at, word))
        missing -= held[word] <= need[word]
        while not missing:
            first, leaving = inside.popleft()
            if at - first <= (phrase.slop or 0):
                found.append((first, at))
            missing += held[leaving] <= need[leaving]
            held[leaving] -= 1
    return found


def have_partner(
    spans: Iterable[Span], others: Sequence[Span], distance: int, *, before: bool, after: bool
) -> list[bool]:
    """Return for each span whether one of the others is near it: `before` its first word or `after` its last.

    oil . price . . oil        `oil NEAR/2 price`: the first oil has a partner after it; the second has none
    """
    firsts = sorted(first for first, _ in others)
    lasts = sorted(last for _, last in others)
    return [
        (after and _any_between(firsts, last + 1, last + distance))
        or (before and _any_between(lasts, first - distance, first - 1))
        for first, last in spans
    ]


def _any_between(numbers: list[int], low: int, high: int) -> bool:
    return bisect_left(numbers, low) < bisect_right(numbers, high)


def found_in(places: Places, node: tree.Node, pause: Pause = _nothing) -> bool:
    """Return whether the phrase (with its slop) or the NEAR is in a text. Raises TypeError for any other node.

    `pause` is called before each leaf of a NEAR is looked for and while its places are joined, and may raise.
    """

    def placed(leaf: tree.Leaf) -> list[Span]:
        pause()
        return places(leaf)

    match node:
        case tree.Near():
            return bool(stretches(node, placed, pause))
        case tree.Phrase():
            return bool(places(node) if node.slop is None else windows(enumerate(places.words), node))
        case _:
            raise TypeError(f"{type(node).__name__} has no places")
