"""What the rule of stories looks at in an article."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from copy import copy
from functools import cached_property
from operator import itemgetter

from morgue.stories.marks import corrects_one, kinds_of_body, kinds_of_note, marked
from morgue.stories.words import Run, numbers_of, shingles, tickers_of, without_tickers, words_of

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


_PARAGRAPH = re.compile(r"\n\s*\n")


class Paragraph:
    """A paragraph of a body, with its words and runs.

    `again` says whether the body has it twice; `is_beside` whether it is no part of the story, None while nobody has asked.
    """

    __slots__ = ("again", "is_beside", "runs", "text", "words")

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = tuple(words_of(text))
        self.runs = shingles([*self.words])
        self.again = False
        self.is_beside: bool | None = None


class Signature:
    """An article as the rule compares it; what it looks at last, and seldom, is made when it is first asked for.

    `day` is the time of the article in days since 1970, None where unknown. `kinds` is what desks say of it. `head` has the words of
    its headline without marks, `content` those of them that are no function words nor symbols of securities, `figures` its numbers,
    `tickers` the symbols. `words` are those of the `body`, `runs` its 3-word shingles, `vocabulary` its words, each once.
    """

    def __init__(self, id: str, headline: str, body: str, moment: str | None) -> None:  # noqa: A002  the contract's word
        mark = marked(headline)
        self.id = id
        self.day = day_of(moment)
        self.kinds: frozenset[str] = frozenset((*mark.kinds, *kinds_of_body(body)))
        self.words = words_of(body)
        self._headline = headline
        self._unmarked = mark.headline
        self.body = body

    @cached_property
    def runs(self) -> frozenset[Run]:
        """The runs of three words of the body."""
        return shingles(self.words)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The words of the body, each once."""
        return frozenset(self.words)

    @property
    def is_marked(self) -> bool:
        """Whether a desk has marked it as an update, correction or repetition of an earlier story."""
        return bool(self.kinds)

    @cached_property
    def is_note(self) -> bool:
        """Whether the body says what to read instead in an earlier story."""
        if self.kinds:
            return bool(kinds_of_note(self.body))
        if corrects_one(self._headline, self.body, ()):
            return True
        return len(self.words) < NOTE_WORDS and bool(kinds_of_note(self.body, strict=True))

    @cached_property
    def may_quote(self) -> bool:
        """Whether the body may name the story that it corrects or withdraws by its headline."""
        return self.is_note or (
            "correction" in self.kinds and corrects_one(self._headline, self.body, self.kinds)
        )

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The paragraphs of the body, without empty ones."""
        found = tuple(Paragraph(each) for each in _PARAGRAPH.split(self.body) if each.strip())
        times = Counter(each.words for each in found)
        for each in found:
            each.again = times[each.words] > 1
        return found

    @cached_property
    def head(self) -> tuple[str, ...]:
        """The words of the headline, without marks."""
        return tuple(words_of(self._unmarked))

    @cached_property
    def content(self) -> frozenset[str]:
        """The words of the headline that say something of the story: no function words, no symbols of securities."""
        if not self.tickers:
            return frozenset(self.head) - _FUNCTION
        return frozenset(words_of(without_tickers(self._unmarked))) - _FUNCTION

    @cached_property
    def figures(self) -> frozenset[str]:
        """The numbers of the headline."""
        return numbers_of(self._unmarked)

    @cached_property
    def tickers(self) -> frozenset[str]:
        """The symbols of securities in the headline."""
        return tickers_of(self._headline)

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The numbers of the body."""
        return numbers_of(self.body)

    @cached_property
    def figured(self) -> float:
        """The share of the body's words that begin with a digit, from 0 to 1."""
        return sum(map(str.isdecimal, map(itemgetter(0), self.words))) / max(1, len(self.words))

    @cached_property
    def pairs(self) -> frozenset[Run]:
        """The runs of two words of the body."""
        return shingles(self.words, 2)

    @cached_property
    def _named(self) -> frozenset[str]:
        return frozenset(word for word in self.content & self.vocabulary if not word.isdecimal())

    def without_marks(self) -> Signature:
        """Return the signature of the same article if no desk had said anything of it."""
        found = copy(self)
        found.kinds = frozenset()
        found.is_note = False
        found.may_quote = False
        return found

    def subjects_beside(self, other: Signature) -> frozenset[str]:
        """Return the words of the headline, without numbers, that the body has too and the other article has nowhere."""
        left = self._named.difference(other.content)
        return left - other.vocabulary if left else left


def signature(id: str, headline: str | None, body: str | None, moment: str | None) -> Signature:  # noqa: A002  the contract's word
    """Return the signature of an article; `moment` is an instant (RFC 3339) or a day, None where unknown."""
    return Signature(id, headline or "", body or "", moment)


def day_of(moment: str | None) -> float | None:
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
