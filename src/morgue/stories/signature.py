"""What the rule of stories looks at in an article."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from morgue.stories.marks import kinds_of_body, kinds_of_note, marked
from morgue.stories.words import numbers_of, shingles, tickers_of, without_tickers, words_of

_FUNCTION = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "to",
        "in",
        "on",
        "for",
        "at",
        "by",
        "and",
        "or",
        "with",
        "from",
        "as",
        "is",
        "are",
        "was",
        "said",
        "its",
        "it",
        "that",
        "be",
        "has",
        "have",
        "had",
        "not",
        "but",
        "s",
        "inc",
        "corp",
        "co",
        "ltd",
        "plc",
    ]
)
"""Words of a headline that say nothing of its story: articles, prepositions, what companies are called in law."""

NOTE_WORDS = 120
"""Words of a body that is a note and no story."""


@dataclass(slots=True)
class Signature:
    """An article as the rule compares it.

    `day` is the time of the article in days since 1970 (published, else noon of its day, else None). `head` has the words of
    its headline without marks and tickers, `content` those of them that are no function words, `figures` its numbers.
    `runs` are the 3-word shingles of its body, `numbers` its numbers, `figured` the share of its words that are numbers.
    `is_note` says that the body tells what to read instead in an earlier story.
    """

    id: str
    day: float | None
    kinds: frozenset[str]
    head: tuple[str, ...]
    content: frozenset[str]
    figures: frozenset[str]
    tickers: frozenset[str]
    words: list[str]
    runs: frozenset[str]
    numbers: frozenset[str]
    figured: float
    is_note: bool
    _pairs: frozenset[str] | None = field(default=None, repr=False)
    _named: frozenset[str] | None = field(default=None, repr=False)

    @property
    def is_marked(self) -> bool:
        """Whether a desk has marked it as an update, correction or repetition of an earlier story."""
        return bool(self.kinds)

    @property
    def pairs(self) -> frozenset[str]:
        """The runs of two words of the body."""
        if self._pairs is None:
            self._pairs = shingles(self.words, 2)
        return self._pairs

    def subjects_beside(self, other: Signature) -> frozenset[str]:
        """Return the words of the headline, without numbers, that the body has too and the other article has nowhere."""
        if self._named is None:
            self._named = frozenset(
                word for word in self.content.intersection(self.words) if not word.isdecimal()
            )
        left = self._named.difference(other.content)
        return left.difference(other.words) if left else left


def signature(id: str, headline: str | None, body: str | None, moment: str | None) -> Signature:  # noqa: A002  the contract's word
    """Return the signature of an article; `moment` is an instant (RFC 3339) or a day, None where unknown."""
    head = marked(headline or "")
    text = body or ""
    kinds = frozenset((*head.kinds, *kinds_of_body(text)))
    words = words_of(text)
    figured = sum(word[0].isdecimal() for word in words) / max(1, len(words))
    return Signature(
        id,
        _day(moment),
        kinds,
        tuple(words_of(head.headline)),
        frozenset(words_of(without_tickers(head.headline))) - _FUNCTION,
        numbers_of(head.headline),
        tickers_of(headline or ""),
        words,
        shingles(words),
        numbers_of(text),
        figured,
        bool(kinds_of_note(text))
        if kinds
        else len(words) < NOTE_WORDS and bool(kinds_of_note(text, strict=True)),
    )


def _day(moment: str | None) -> float | None:
    """Return days since 1970; a day counts from its noon."""
    if not moment:
        return None
    try:
        instant = dt.datetime.fromisoformat(moment)
    except ValueError:
        return None
    if len(moment) == 10:
        instant = instant.replace(hour=12)
    if instant.tzinfo is None:
        instant = instant.replace(tzinfo=dt.UTC)
    return instant.timestamp() / 86_400
