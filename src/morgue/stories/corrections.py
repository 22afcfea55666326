"""Say what a correction changed, and which articles of its story have the old wording or the new one.

What changed is searched for with the words beside it, so that a "28" elsewhere in a text is not taken for the one that
was corrected: an article of which nothing like that place is left has neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from morgue._startup.frozen import frozen
from morgue.stories.difference import Span, difference
from morgue.stories.marks import NOTED
from morgue.stories.words import words_of

MOST_CHANGES = 20
"""Changes of one correction that are followed: one with more of them has written the story again."""

SPELLED = 4
"""Letters of a word from which on it places what is beside it by itself: shorter ones are of any sentence."""

_SIDES = ((2, 2), (1, 1), (0, 2), (2, 0), (0, 1))
"""Words before and after a change by which its place is known again, the surest first."""

_QUOTES = "\"“”'‘’«»:"
_SAID = r"\s+([^;()]{1,60}?),?\s+"
_REST = r"\s+([^;()]{1,60})"
_NOTES = (
    (re.compile(rf"\bread:?{_SAID}(?:instead\s+of|in\s+place\s+of|not){_REST}", re.IGNORECASE), True),
    (re.compile(rf"\bto{_SAID}(?:from|instead\s+of|not){_REST}", re.IGNORECASE), True),
    (re.compile(rf"\bfrom{_SAID}to{_REST}", re.IGNORECASE), False),
)
"""What a note says of a change, and whether what is right comes first: "please read 29 instead of 28", "corrects to 29 from 28",
"corrects from 28 to 29"."""

_CORRECTING = re.compile(r"correct|amend|\bfix|\bread\b|instead of|\bshould (?:be|say)\b", re.IGNORECASE)
"""What the sentence of a note has: others say "from Oslo to Rome" of a journey."""

_READ = re.compile(r"\b(?:please|pls)\s+(?:read|reverse|correct)\b", re.IGNORECASE)
"""What a note asks of those who have the story."""

_SENTENCE = re.compile(r"(?<=[.!?)])\s+|\n")

_SHORT = 4
"""Words that a correction adds or leaves out with nothing in their place, such as "not": more of them are news."""

_LONGEST = 6
"""Words of what a note says was wrong, or right, where nothing but the earlier version tells where it ends."""


class Change(NamedTuple):
    """What stood and what stands instead, as printed, with the folded words before and after it in the paragraph."""

    was: str
    now: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@frozen
class Text:
    """A headline and a body as a change is searched for in them: their folded words, with a bar where one ends."""

    words: str

    @classmethod
    def of(cls, headline: str | None, body: str | None) -> Text:
        """Make the text of an article."""
        return cls(f" {' '.join(words_of(headline or ''))} | {' '.join(words_of(body or ''))} ")

    def has(self, wording: Sequence[str]) -> bool:
        """Return whether these words are in it, one after the other."""
        return f" {' '.join(wording)} " in self.words


def changes(
    earlier: tuple[str | None, str | None], later: tuple[str | None, str | None]
) -> tuple[Change, ...]:
    """Return what a correction changed of an earlier version; both are (headline, body).

    Of headlines only what stands instead of something counts: words come and go there. Of a note that quotes a few words
    ("in the Oslo item please read…") it is numbers alone. Where a note of the correction says what was wrong and the earlier version has that, it is this and nothing else. Else it is
    what has a number or a name among the words that differ, or all of them where none has.
    """
    noted = list(_noted(earlier, later[1] or ""))
    if noted:
        return tuple(dict.fromkeys(noted))[:MOST_CHANGES]
    found: list[Change] = []
    telling: set[tuple[str, str]] = set()
    for is_body, before, after in zip((False, True), earlier, later, strict=True):
        compared = difference(before or "", after or "")
        telling.update(compared.changed)
        made = [
            change for part in compared.parts if part.kind == "edited" for change in _replaced(part.spans)
        ]
        found += [each for each in made if _is_exact(each) and (is_body or (each.was and each.now))]
    if _READ.search((later[1] or "")[:NOTED]):  # the words around what it quotes are its own
        found = [each for each in found if _has_digit(each.was) and _has_digit(each.now)]
    told = [each for each in found if (each.was, each.now) in telling]
    return tuple(dict.fromkeys(told or found))[:MOST_CHANGES]


def _has_digit(text: str) -> bool:
    return any(character.isdigit() for character in text)


def _is_exact(change: Change) -> bool:
    """Return whether words take the place of words, or few come or go."""
    return bool(change.was and change.now) or len(words_of(change.was + change.now)) <= _SHORT


def _replaced(spans: Sequence[Span]) -> Iterator[Change]:
    """Yield the changes of an edited paragraph, each with the words beside it."""
    for at, span in enumerate(spans):
        if span.sign == "=" or (span.sign == "+" and at and spans[at - 1].sign == "-"):
            continue
        follows = spans[at + 1] if at + 1 < len(spans) else None
        paired = span.sign == "-" and follows is not None and follows.sign == "+"
        was = span.text if span.sign == "-" else ""
        now = follows.text if paired and follows else span.text if span.sign == "+" else ""
        rest = spans[at + 1 + paired :]
        if words_of(was) != words_of(now):  # else only signs differ
            before = words_of("".join(each.text for each in spans[:at] if each.sign == "="))
            after = words_of("".join(each.text for each in rest if each.sign == "="))
            yield Change(was.strip(), now.strip(), tuple(before[-2:]), tuple(after[:2]))


def _noted(earlier: tuple[str | None, str | None], note: str) -> Iterator[Change]:
    """Yield the changes that a note names, at every place where the earlier version has what was wrong."""
    for sentence in _SENTENCE.split(note[:NOTED]):
        if not _CORRECTING.search(sentence):
            continue
        for pattern, right_first in _NOTES:
            for found in pattern.finditer(sentence):
                one, other = (each.strip(_QUOTES).split() for each in found.groups())
                places = list(_places(earlier, one, other) if right_first else _ended(earlier, one, other))
                surest = [each for each, sure in places if sure]
                yield from surest or (each for each, _ in places)


def _ended(
    earlier: tuple[str | None, str | None], was: list[str], rest: list[str]
) -> Iterator[tuple[Change, bool]]:
    """Yield the places of what was wrong; what is right ends with a sentence, or is as long."""
    size = next((at + 1 for at, word in enumerate(rest) if word.endswith((".", ",", '"', "”"))), len(was))
    yield from _places(earlier, [each.strip(_QUOTES + ".,") for each in rest[: min(size, _LONGEST)]], was)


def _places(
    earlier: tuple[str | None, str | None], now: list[str], rest: list[str]
) -> Iterator[tuple[Change, bool]]:
    """Yield the places in which the earlier version has what was wrong, the most words of `rest` that stand there.

    With each comes whether the words behind it say too that it is meant: "29 countries instead of 28".
    """
    texts = [words_of(text or "") for text in earlier]
    ends = [words_of(each) for each in rest[:_LONGEST]]
    if now and words_of(now[-1]) in ends:  # "29 countries instead of 28 countries in the first paragraph"
        rest = rest[: ends.index(words_of(now[-1])) + 1]
    for size in range(min(_LONGEST, len(rest)), 0, -1):
        was = [each.strip(_QUOTES + ".,") for each in rest[:size]]
        old, new = words_of(" ".join(was)), words_of(" ".join(now))
        found = [
            (words, at) for words in texts for at in range(len(words)) if words[at : at + len(old)] == old
        ]
        if not old or not new or old == new or not found:
            continue
        if any(word[:1].isdigit() or word[:1].isupper() for word in (*was, *now)):
            for words, at in found:
                yield _placed(words, at, was, now)
        return


def _placed(words: list[str], at: int, was: list[str], now: list[str]) -> tuple[Change, bool]:
    """Return the change at a place, without the words that stand before and after it in what is right too."""
    end, right = at + len(words_of(" ".join(was))), list(now)
    sure = False
    while len(was) > 1 and len(right) > 1 and words_of(was[-1]) == words_of(right[-1]):
        end -= len(words_of(was[-1]))
        was, right = was[:-1], right[:-1]
    while len(was) > 1 and len(right) > 1 and words_of(was[0]) == words_of(right[0]):
        at += len(words_of(was[0]))
        was, right = was[1:], right[1:]
    for size in range(len(right) - 1, 0, -1):
        tail = words_of(" ".join(right[-size:]))
        if words[end : end + len(tail)] == tail:
            right, sure = right[:-size], True
            break
    return Change(
        " ".join(was), " ".join(right), tuple(words[max(0, at - 2) : at]), tuple(words[end : end + 2])
    ), sure


def _sides(change: Change) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Yield the words before and after that a place is known by, the surest first."""
    for before, after in _SIDES:
        left = change.before[-before:] if before else ()
        right = change.after[:after]
        if left or (right and (len(right) > 1 or len(right[0]) >= SPELLED)):
            yield left, right


def has_new(change: Change, text: Text) -> bool | None:
    """Return whether a text has what stands instead (True) or still what stood (False); None where it has neither."""
    was, now = words_of(change.was), words_of(change.now)
    for left, right in _sides(change):
        if text.has((*left, *now, *right)):
            return True
        if text.has((*left, *was, *right)):
            return False
    return None


def is_corrected(corrections: Iterable[Change], text: Text) -> bool | None:
    """Return whether a text has what corrections changed, as far as it has those places; None where it has none of them.

    The changes are in order of time: of two at one place the later one counts.
    """
    places: dict[tuple[tuple[str, ...], tuple[str, ...]], bool] = {}
    for change in corrections:
        seen = has_new(change, text)
        if seen is not None:
            places[change.before, change.after] = seen
    return all(places.values()) if places else None
