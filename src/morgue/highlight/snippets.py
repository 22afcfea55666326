"""Fragments of an article that show where a query matches, from the stored article and the tree.

No engine takes part, so that every engine shows the same. What is marked is found by `morgue.highlight.matcher`:
phrases only as a whole, the ends of a NEAR only where they are near, nothing of a NOT.
All offsets are code points.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from morgue._startup.expression import expression
from morgue.analysis.analyzer import words
from morgue.highlight.matcher import Mark, Matcher, Matchers, disjoint
from morgue.highlight.term_finder import Span
from morgue.model.article import Article, Snippet, as_text
from morgue.query import deadline
from morgue.query.tree import Node

WIDTH = 180
"""Code points that a fragment has, more or less; a longer phrase is not cut."""

MOST_MARKS = 2_000
"""Marks of one text that are looked at for fragments; the rest is further down in a very long text."""

_ALNUM = r"[^\W_]"
_SENTENCE = expression(
    rf"""[.!?…。！？\n] (?:
        (?<=\n) [ \t]* \n \s*
      | (?<!\n) (?: (?<!\.) | (?<={_ALNUM}{{4}}\.) | (?<!{_ALNUM}\.) )
        [\"'”’)\]]* (?: \s+ | (?<=[。！？]) ) )
    """,
    re.VERBOSE,
)
"""What is between two sentences; a full stop after a short word is taken for an abbreviation's."""

_PLAIN_SENTENCE = expression(
    rf"""[.!?\n] (?:
        (?<=\n) [ \t]* \n \s*
      | (?<!\n) (?: (?<!\.) | (?<={_ALNUM}{{4}}\.) | (?<!{_ALNUM}\.) ) [\"')\]]* \s+ )
    """,
    re.VERBOSE,
)
"""What is between two sentences of ASCII."""

_SPACE = expression(r"\s+")
_REACH = 64
"""How far from a cut white space is looked for before a word may be cut off by rule."""

TextOf = Callable[[str], str]
"""The text of a field of an article, empty where it has none."""

Get = Callable[[str], Any]
"""The value of a field of an article."""


def snippets(article: Article, tree: Node, *, limit: int = 2, width: int = WIDTH) -> tuple[Snippet, ...]:
    """Return at most `limit` fragments, the best first: the most different parts of the query, then by place.

    Fragments are of the body; another field is shown for what is found only there. Where nothing is to be
    marked the opening of the body (else of the headline) is shown.
    """
    return cuttings(Matchers(tree), article.__getattribute__, limit=limit, width=width)


def cuttings(wanted: Matchers, get: Get, *, limit: int = 2, width: int = WIDTH) -> tuple[Snippet, ...]:
    """Return the `snippets` of a compiled query, of an article of which only the texts and the language are read."""
    if limit < 1:
        return ()

    def text_of(field: str) -> str:
        return as_text(get(field)) or ""

    return _cuttings(wanted.of(get), text_of, limit, width)


def _cuttings(wanted: Matcher, text_of: TextOf, limit: int, width: int) -> tuple[Snippet, ...]:
    found: list[Snippet] = []
    seen: set[int] = set()
    for field in wanted.fields:
        text = text_of(field)
        marks = wanted.marks(field, text) if text else None
        if not marks:
            continue
        if len(marks) > MOST_MARKS:
            marks = marks[:MOST_MARKS]
        parts = {0} if wanted.parts == 1 else {part for *_, part in marks}
        if not seen:
            found = _fragments(field, text, marks, limit, width)
        elif fresh := parts - seen:
            room = max(1, limit - len(found)) if limit > 1 else 0
            new = [mark for mark in marks if mark[2] in fresh]
            found = found[: limit - room] + _fragments(field, text, marks, room, width, around=new)
        seen |= parts
        if len(seen) == wanted.parts:
            break
    return tuple(found) or _opening(text_of, width)


@deadline.timed
def highlights(article: Article, tree: Node) -> dict[str, list[Span]]:
    """Return for each field that has any: start and end of what matches in the whole field, in order, disjoint."""
    wanted = Matchers(tree).of(article.__getattribute__)
    found = {}
    for field in wanted.fields:
        text = article.text_of(field)
        if text and (marks := wanted.marks(field, text)):
            found[field] = disjoint(marks)
    return found


def _fragments(
    field: str, text: str, marks: Sequence[Mark], limit: int, width: int, around: Sequence[Mark] | None = None
) -> list[Snippet]:
    """Return up to `limit` fragments that do not overlap, chosen `around` marks and showing all marks inside."""
    made: list[Snippet] = []
    taken: list[Span] = []
    shown: set[int] = set()
    left = marks if around is None else around
    every = {part for *_, part in left}
    while left and len(made) < limit:
        deadline.check()
        start, end, parts = _best(left, width, shown, every) if len(every) > 1 else (*left[0][:2], every)
        low, high = 0, len(text)
        for first, last in taken:
            if last <= start:
                low = max(low, last)
            elif first >= end:
                high = min(high, first)
        snippet = _fragment(field, text, (start, end), (low, high), width, marks)
        made.append(snippet)
        if len(made) < limit:
            first, last = snippet.start, snippet.end
            taken.append((first, last))
            shown |= parts
            left = [mark for mark in left if mark[0] >= last or mark[1] <= first]
    return made


def _best(marks: Sequence[Mark], width: int, shown: set[int], every: set[int]) -> tuple[int, int, set[int]]:
    """Return start, end and parts of the run of marks that shows most: new parts, then parts, then the first."""
    most = (len(every - shown), len(every))
    best = (-1, -1)
    chosen = (0, 0)
    held: dict[int, int] = {}
    found: set[int] = set()
    last, size = 0, len(marks)
    for at, (start, _, part) in enumerate(marks):
        while last < size and marks[last][1] - start <= width:
            each = marks[last][2]
            held[each] = held.get(each, 0) + 1
            last += 1
        if last == at:  # wider than a fragment by itself
            last += 1
            held[part] = 1
        value = (len(held.keys() - shown) if shown else len(held), len(held))
        if value > best:
            best, chosen, found = value, (at, last), set(held)
            if value == most:
                break
        held[part] -= 1
        if not held[part]:
            del held[part]
    inside = marks[chosen[0] : chosen[1]]
    return inside[0][0], max(stop for _, stop, _ in inside), found


def _fragment(field: str, text: str, inner: Span, outer: Span, width: int, marks: Sequence[Mark]) -> Snippet:
    """Return the fragment that holds `inner`, inside `outer`: sentences where they fit, else whole words."""
    start, end = inner
    low, high = outer
    if high - low <= width:
        first, last = low, high
    else:
        room = max(0, width - (end - start))
        first = _beginning(text, start, max(low, start - room * 2 // 3), low, room)
        last = _ending(text, max(end, first + width), end, first, high)
    inside: list[Span] = []
    edge = 0
    for begin, stop, _ in marks:
        if begin < first:
            if stop <= first or begin < low:
                continue
            first = begin
        elif begin >= last:
            break
        if stop > last:
            if stop > high:
                continue
            last = stop
        if begin >= edge:
            inside.append((begin, stop))
            edge = stop
    while first < start and text[first].isspace():
        first += 1
    while last > end and text[last - 1].isspace():
        last -= 1
    marked = tuple([(begin - first, stop - first) for begin, stop in inside])
    return Snippet(field, text[first:last], first, last, marked)


def _sentences(text: str) -> Callable[[str, int, int], Iterator[re.Match[str]]]:
    """Return what finds the ends of sentences in a text."""
    return (_PLAIN_SENTENCE if text.isascii() else _SENTENCE).finditer


def _beginning(text: str, start: int, earliest: int, low: int, room: int) -> int:
    """Return where a fragment begins that has to show `start`: its sentence if that begins after `earliest`."""
    sentence = -1
    for match in _sentences(text)(text, earliest, start):
        sentence = match.end()
    if sentence >= 0:
        return sentence
    if earliest == low:
        return low
    cut = max(earliest, start - room // 2)
    space = _SPACE.search(text, cut, min(start, cut + _REACH))
    return space.end() if space else _between_words(text, cut, start)


def _ending(text: str, latest: int, end: int, first: int, high: int) -> int:
    """Return where a fragment ends that has to show all up to `end`: after a sentence if it is long enough by then."""
    if latest >= high:
        return high
    sentence = -1
    for match in _sentences(text)(text, max(end, first + (latest - first) * 6 // 10), latest + 1):
        sentence = match.end()
    if sentence >= 0:
        return min(sentence, high)
    lowest = max(end, latest - _REACH)
    space = max(text.rfind(" ", lowest, latest + 1), text.rfind("\n", lowest, latest + 1))
    return space if space >= 0 else _between_words(text, latest, end)


def _between_words(text: str, cut: int, edge: int) -> int:
    """Return `cut`, or the beginning of the word that it would cut, but nothing on the other side of `edge`."""
    if cut == edge:
        return cut
    base = max(0, cut - _REACH)
    begins = [base + word.start for word in words(text[base : cut + _REACH])]
    inside = [at for at in begins if at <= cut and (at > base or not base)]
    if not inside:
        return cut
    return min(inside[-1], edge) if cut <= edge else max(inside[-1], edge)


def _opening(text_of: TextOf, width: int) -> tuple[Snippet, ...]:
    for field in ("body", "headline"):
        text = text_of(field)
        if text and not text.isspace():
            start = len(text) - len(text.lstrip())
            return (_fragment(field, text, (start, start), (start, len(text)), width, ()),)
    return ()
