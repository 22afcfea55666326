"""Fragments of an article that show where a query matches, from the stored article and the tree.

No engine takes part, so that every engine shows the same. What is marked is found by `morgue.marks`:
phrases only where they stand as a whole, the ends of a NEAR only where they are near, nothing of a NOT.
All offsets are code points.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from morgue.article import Article, Snippet
from morgue.marks import Mark, Matcher, Span, disjoint, matcher
from morgue.query.tree import Node
from morgue.text import words

WIDTH = 180
"""Code points that a fragment has, more or less; a longer phrase is not cut."""

MOST_MARKS = 2_000
"""Marks of one text that are looked at for fragments; the rest is further down in a very long text."""

_SENTENCE = re.compile(r"[.!?…。！？\n](?:(?<=\n)[ \t]*\n\s*|(?<!\n)[\"'”’)\]]*(?:\s+|(?<=[。！？])))")
"""What stands between two sentences, or after a full stop that is an abbreviation's."""

_SPACE = re.compile(r"\s+")
_REACH = 64
"""How far from a cut white space is looked for before a word may be cut off by rule."""


def snippets(article: Article, tree: Node, *, limit: int = 2, width: int = WIDTH) -> tuple[Snippet, ...]:
    """At most `limit` fragments, the best first: the most different parts of the query, then by place.

    Fragments are of the body; another field is shown for what is found only there. Where nothing is to be
    marked the opening of the body (else of the headline) is shown.
    """
    if limit < 1:
        return ()
    wanted = matcher(tree)
    found: list[Snippet] = []
    seen: set[int] = set()
    for field in wanted.fields:
        text: str | None = getattr(article, field)
        marks = wanted.marks(field, text)[:MOST_MARKS] if text else []
        fresh = {part for *_, part in marks} - seen
        if not text or not fresh:
            continue
        if not seen:
            found = list(_fragments(field, text, marks, limit, width))
        else:
            room = max(1, limit - len(found)) if limit > 1 else 0
            found = found[: limit - room]
            new = [mark for mark in marks if mark[2] in fresh]
            found += _fragments(field, text, marks, room, width, around=new)
        seen |= fresh
        if len(seen) == wanted.parts:
            break
    return tuple(found) or _opening(article, width)


def highlights(article: Article, tree: Node) -> dict[str, list[Span]]:
    """For each field that has any: start and end of what matches in the whole field, in order, disjoint."""
    wanted: Matcher = matcher(tree)
    found = {}
    for field in wanted.fields:
        text = getattr(article, field)
        if text and (marks := wanted.marks(field, text)):
            found[field] = disjoint(marks)
    return found


def _fragments(
    field: str, text: str, marks: Sequence[Mark], limit: int, width: int, around: Sequence[Mark] | None = None
) -> Iterator[Snippet]:
    """Up to `limit` fragments that do not overlap, chosen `around` marks and showing all marks inside."""
    taken: list[Span] = []
    shown: set[int] = set()
    left = list(marks if around is None else around)
    several = any(part != left[0][2] for *_, part in left)
    while left and len(taken) < limit:
        start, end, parts = _best(left, width, shown) if several else (left[0][0], left[0][1], set())
        low = max((stop for _, stop in taken if stop <= start), default=0)
        high = min((first for first, _ in taken if first >= end), default=len(text))
        span = _fragment(text, start, end, low, high, width, marks)
        taken.append(span)
        shown |= parts
        if len(taken) < limit:
            left = [mark for mark in left if mark[1] <= span[0] or mark[0] >= span[1]]
        yield _snippet(field, text, span, marks)


def _best(marks: Sequence[Mark], width: int, shown: set[int]) -> tuple[int, int, set[int]]:
    """Start, end and parts of the run of marks that shows most: new parts, then parts, then the first."""
    best: tuple[int, int] = (-1, -1)
    found: tuple[int, int, set[int]] = (0, 0, set())
    last = 0
    for at, (start, end, part) in enumerate(marks):
        last = max(last, at)
        while last < len(marks) and marks[last][1] - start <= width:
            last += 1
        inside = marks[at:last]
        parts = {each for *_, each in inside} | {part}
        value = (len(parts - shown), len(parts))
        if value > best:
            best = value
            found = (start, max((stop for _, stop, _ in inside), default=end), parts)
    return found


def _fragment(
    text: str, start: int, end: int, low: int, high: int, width: int, marks: Sequence[Mark]
) -> Span:
    """The span around [start, end) inside [low, high): sentences where they fit, else whole words."""
    room = max(0, width - (end - start))
    first = _beginning(text, start, max(low, start - room * 2 // 3), low, room)
    last = _ending(text, max(end, first + width), end, first, high)
    for begin, stop, _ in marks:
        if begin < first < stop and begin >= low:
            first = begin
        elif begin < last < stop <= high:
            last = stop
        elif begin >= last:
            break
    while first < start and text[first].isspace():
        first += 1
    while last > end and text[last - 1].isspace():
        last -= 1
    return first, last


def _sentence_ends(text: str, first: int, last: int) -> Iterator[re.Match[str]]:
    """The ends of sentences in a range; a full stop after a short word is taken for an abbreviation's."""
    for match in _SENTENCE.finditer(text, first, last):
        at = match.start()
        if text[at] != "." or text[max(0, at - 4) : at].isalnum() or not text[at - 1 : at].isalnum():
            yield match


def _beginning(text: str, start: int, earliest: int, low: int, room: int) -> int:
    """Where a fragment begins that has to show `start`: its sentence if that begins after `earliest`."""
    sentence = -1
    for match in _sentence_ends(text, earliest, start):
        sentence = match.end()
    if sentence >= 0:
        return sentence
    if earliest == low:
        return low
    cut = max(earliest, start - room // 2)
    space = _SPACE.search(text, cut, min(start, cut + _REACH))
    return space.end() if space else _between_words(text, cut, start)


def _ending(text: str, latest: int, end: int, first: int, high: int) -> int:
    """Where a fragment ends that has to show all up to `end`: after a sentence if it is long enough by then."""
    if latest >= high:
        return high
    sentence = -1
    for match in _sentence_ends(text, max(end, first + (latest - first) * 6 // 10), latest + 1):
        sentence = match.end()
    if sentence >= 0:
        return min(sentence, high)
    lowest = max(end, latest - _REACH)
    space = max(text.rfind(" ", lowest, latest + 1), text.rfind("\n", lowest, latest + 1))
    return space if space >= 0 else _between_words(text, latest, end)


def _between_words(text: str, cut: int, edge: int) -> int:
    """`cut`, or the beginning of the word that it would cut, but nothing on the other side of `edge`."""
    base = max(0, cut - _REACH)
    begins = [base + word.start for word in words(text[base : cut + _REACH])]
    inside = [at for at in begins if at <= cut and (at > base or not base)]
    if not inside:
        return cut
    return min(inside[-1], edge) if cut <= edge else max(inside[-1], edge)


def _snippet(field: str, text: str, span: Span, marks: Sequence[Mark]) -> Snippet:
    start, end = span
    inside = [mark for mark in marks if mark[0] >= start and mark[1] <= end]
    marked = tuple((first - start, last - start) for first, last in disjoint(inside))
    return Snippet(field, text[start:end], start, end, marked)


def _opening(article: Article, width: int) -> tuple[Snippet, ...]:
    for field in ("body", "headline"):
        text: str | None = getattr(article, field)
        if text and not text.isspace():
            start = len(text) - len(text.lstrip())
            return (_snippet(field, text, _fragment(text, start, start, start, len(text), width, ()), ()),)
    return ()
