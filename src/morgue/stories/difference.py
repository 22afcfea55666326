"""What changed between two texts: paragraphs that were kept, moved, cut and added, then the words of those that were edited."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Container, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Literal, NamedTuple

from morgue.analysis.analyzer import stands_alone
from morgue.stories.alignment import matching
from morgue.stories.words import runs_of, shingles, words_of

Kind = Literal["kept", "moved", "edited", "cut", "added"]

ALIKE = 0.5
"""The share of words, of both paragraphs together, that an edited paragraph has in common with the one that it was."""

MOST_COMPARED = 400
"""Pairs of paragraphs, one of each text, that are all compared for edits: twenty of either."""

RARE = 8
"""Paragraphs that a word is in at most, for them to be compared on its account where there are more."""

LIKELY = 6
"""Paragraphs that one is compared with where there are more: those with most of its rare words."""

PARTLY = 1 / 3
"""The share of the shorter paragraph's 3-word runs that a longer one has where sentences of it went there: of three, one."""

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
    moved has the same words; signs and case may differ. Where paragraphs were put together or parted, a part is what one of
    either has in common: several parts have the number of one paragraph, which is their runs one after the other.
    """

    kind: Kind
    before: int | None
    after: int | None
    spans: tuple[Span, ...]

    @property
    def text(self) -> str:
        """Return it as the later text has it, or the earlier one where it was cut; without space at its ends."""
        sign = "-" if self.after is not None else "+"
        return "".join(span.text for span in self.spans if span.sign != sign).strip()


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
    known = {**kept, **moved}
    taken = set(known.values())
    left = {number: words_of(text) for number, text in enumerate(before) if number not in known}
    right = {number: words_of(text) for number, text in enumerate(after) if number not in taken}
    groups = regrouped(left, right)
    edited = edits(*_outside(groups, left, right))
    parts = tuple(_in_order(before, after, kept, moved, edited, groups))
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


class Group(NamedTuple):
    """Paragraphs of an earlier text that stand in some of the later one, put together or parted otherwise or edited; numbers that follow each other.

    `stayed` and `came` are those of either text that have something of the other; the rest stands between them.
    """

    before: range
    after: range
    stayed: frozenset[int]
    came: frozenset[int]


def regrouped(before: Mapping[int, Sequence[str]], after: Mapping[int, Sequence[str]]) -> list[Group]:
    """Return which paragraphs were put together or parted, in order; both have the words of paragraphs by number, as `edits` takes them.

    Two paragraphs belong together where the longer one has PARTLY of the shorter one's 3-word runs. A group is all that belong together through
    others, with what stands between them, unless that has its place elsewhere.
    """
    runs = {number: frozenset(runs_of([*words])) for number, words in before.items()}
    holders: dict[str, list[int]] = {}
    sizes = {}
    for number, words in after.items():
        found = frozenset(runs_of([*words]))
        sizes[number] = len(found)
        for run in found:
            holders.setdefault(run, []).append(number)
    groups: dict[int, tuple[set[int], set[int]]] = {}
    for number, own in runs.items():
        shared = Counter(
            other for run in own if len(holders.get(run, ())) <= RARE for other in holders.get(run, ())
        )
        others = {other for other, count in shared.items() if count >= PARTLY * min(len(own), sizes[other])}
        met = {id(groups[other]): groups[other] for other in others if other in groups}.values()
        group = ({number}.union(*(each[0] for each in met)), others.union(*(each[1] for each in met)))
        groups.update(dict.fromkeys(group[1], group))
    distinct = {id(group): group for group in groups.values()}.values()
    return _apart([Group(_span(a), _span(b), frozenset(a), frozenset(b)) for a, b in distinct], before, after)


def _span(numbers: Collection[int]) -> range:
    return range(min(numbers), max(numbers) + 1)


def _apart(groups: list[Group], before: Container[int], after: Container[int]) -> list[Group]:
    """Return the groups that have only paragraphs of these, and none in common with one that comes first in the later text."""
    found: list[Group] = []
    gone: set[int] = set()
    for group in sorted(groups, key=lambda group: (group.after.start, group.before.start)):
        whole = all(number in before for number in group.before) and all(
            number in after for number in group.after
        )
        come = found[-1].after.stop if found else 0
        if whole and group.after.start >= come and gone.isdisjoint(group.before):
            found.append(group)
            gone.update(group.before)
    return found


def changed_paragraphs(
    before: Mapping[int, Sequence[str]], after: Mapping[int, Sequence[str]]
) -> tuple[set[int], set[int]]:
    """Return the numbers of paragraphs of an earlier and of a later text that stand in the other one with other words, or put together otherwise.

    Both have the words of paragraphs by number, without those that both texts have as they are; the rest were cut, and are new.
    """
    groups = regrouped(before, after)
    edited = edits(*_outside(groups, before, after))
    stayed = {number for group in groups for number in group.stayed}
    came = {number for group in groups for number in group.came}
    return stayed | edited.keys(), came | set(edited.values())


def _outside(
    groups: Sequence[Group], before: Mapping[int, Sequence[str]], after: Mapping[int, Sequence[str]]
) -> tuple[dict[int, Sequence[str]], dict[int, Sequence[str]]]:
    """Return the paragraphs of both texts that are in no group."""
    gone = {number for group in groups for number in group.before}
    come = {number for group in groups for number in group.after}
    return (
        {number: words for number, words in before.items() if number not in gone},
        {number: words for number, words in after.items() if number not in come},
    )


def _in_group(before: list[str], after: list[str], group: Group) -> Iterator[Part]:
    """Yield what each paragraph of a group has in common with each other one, in the order of both."""
    earlier, later = [before[at] for at in group.before], [after[at] for at in group.after]
    pieces: dict[tuple[int, int], list[Span]] = {}
    for a, b, span in _cut_at(_spans(" ".join(earlier), " ".join(later)), _ends(earlier), _ends(later)):
        spans = pieces.setdefault((a, b), [])
        if spans and spans[-1].sign == span.sign:
            spans[-1] = Span(span.sign, spans[-1].text + span.text)
        else:
            spans.append(span)
    for (a, b), spans in pieces.items():
        signs = {span.sign for span in spans}
        place, other = group.before[a] + 1, group.after[b] + 1
        if "=" not in signs and "-" not in signs:
            yield Part("added", None, other, tuple(spans))
        elif "=" not in signs and "+" not in signs:
            yield Part("cut", place, None, tuple(spans))
        else:
            was, now = ("".join(span.text for span in spans if span.sign != sign) for sign in "+-")
            yield Part("kept" if words_of(was) == words_of(now) else "edited", place, other, tuple(spans))


def _ends(paragraphs: Sequence[str]) -> list[int]:
    """Return where paragraphs end that are put together with a space between them."""
    return [end + at for at, end in enumerate(accumulate(map(len, paragraphs)))]


def _cut_at(
    spans: Iterator[Span], ends: Sequence[int], ends_after: Sequence[int]
) -> Iterator[tuple[int, int, Span]]:
    """Yield runs cut where a paragraph of either text ends, with the places of both; the spaces between paragraphs are of none."""
    at = at_after = place = place_after = 0
    for sign, text in spans:
        while text:
            rest = ends[place] - at if sign != "+" else len(text)
            rest_after = ends_after[place_after] - at_after if sign != "-" else len(text)
            size = min(rest, rest_after, len(text))
            if size:
                yield place, place_after, Span(sign, text[:size])
            else:  # a space between two paragraphs, of one text or of both
                size = 1
                if rest and sign == "=":
                    yield place, place_after, Span("-", text[:1])
                elif rest_after and sign == "=":
                    yield place, place_after, Span("+", text[:1])
                place, place_after = place + (not rest), place_after + (not rest_after)
            at += size * (sign != "+")
            at_after += size * (sign != "-")
            text = text[size:]


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
    before: list[str],
    after: list[str],
    kept: dict[int, int],
    moved: dict[int, int],
    edited: dict[int, int],
    groups: Sequence[Group],
) -> Iterator[Part]:
    """Yield the parts in the order of the later text; what was cut stands behind what stood before it."""
    kinds: tuple[tuple[Kind, dict[int, int]], ...] = (("kept", kept), ("moved", moved), ("edited", edited))
    origin = {b: (kind, a) for kind, pairs in kinds for a, b in pairs.items()}
    first = {group.after.start: group for group in groups}
    inside = {number for group in groups for number in group.after}
    last = {number: group.after[-1] for group in groups for number in group.before}
    waiting: dict[int, list[int]] = {}
    place = -1
    for number in range(len(before)):
        if number in kept or number in edited:
            place = kept[number] if number in kept else edited[number]
        elif number in last:
            place = last[number]
        elif number not in moved:  # what was moved stands elsewhere
            waiting.setdefault(place, []).append(number)
    yield from (_cut(before, number) for number in waiting.get(-1, ()))
    for number, text in enumerate(after):
        if number in first:
            yield from _in_group(before, after, first[number])
        elif number in inside:
            pass
        elif number in origin:
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
