"""The questions that two checkouts are asked, chosen by seed from the stories of an archive."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.peers.minimal import Story, of_file

SAMPLE = 4_000
"""Stories that are looked at."""

FREQUENT, MIDDLING, RARE = (0.05, 0.30), (0.005, 0.05), (0.0003, 0.005)
"""Share of the stories in which a word of each kind stands."""

SHORTEST, LONGEST = 8, 20
"""Words of a sentence that is asked as a long OR."""

_TOKEN = re.compile(r"[^\W_]+")
_WORD = re.compile(r"[^\W\d_]{2,20}")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_OPERATORS = frozenset(("and", "or", "not", "near", "pre"))
"""Words that a query with a note would have."""

_OPENING = 12
"""Words at the beginning of a body among which a dateline may stand."""

_NEAR = 5


class Chooser:
    """Knows the words of a sample of stories, and makes questions of them."""

    def __init__(self, feeds: Path, seed: int) -> None:
        self.random = random.Random(seed)
        self.bodies = [
            tokens
            for story in _sample(feeds)
            if len(tokens := _TOKEN.findall(story.body.lower())) > 3 * _OPENING
        ]
        self.sentences = [
            words
            for story in _sample(feeds)
            for sentence in _SENTENCE.split(story.body.lower())[1:]
            if SHORTEST <= len(words := _different(sentence)) <= LONGEST
        ]
        self.headlines = [words for story in _sample(feeds) if (words := _different(story.headline.lower()))]
        frequency: Counter[str] = Counter()
        for body in self.bodies:
            frequency.update(list(dict.fromkeys(body)))  # no set: its order changes from run to run
        self.share = {word: number / len(self.bodies) for word, number in frequency.items()}

    def choose(self, kind: str, number: int) -> list[str]:
        """So many different queries of a kind."""
        found: dict[str, None] = {}
        for _ in range(1_000 * number):
            query = KINDS[kind](self)
            if query:
                found[query] = None
            if len(found) == number:
                break
        return list(found)

    def long_or(self) -> str:
        """All words of a sentence."""
        return " OR ".join(self.random.choice(self.sentences))

    def short_or(self) -> str:
        """Two to four words of a sentence, in its order, none of them frequent."""
        words = [word for word in self.random.choice(self.sentences) if self.is_of(word, MIDDLING, RARE)]
        number = self.random.randint(2, 4)
        if len(words) < number:
            return ""
        at = sorted(self.random.sample(range(len(words)), number))
        return " OR ".join(words[each] for each in at)

    def both(self) -> str:
        """Two words of a story, one of them middling."""
        return " ".join(self._together(200))

    def near(self) -> str:
        """Two words that are near each other in a story."""
        return f" NEAR/{_NEAR} ".join(self._together(_NEAR))

    def phrase(self, length: int) -> str:
        """Neighbours as they stand in a story."""
        words = self.random.choice(self.bodies)[_OPENING:]
        at = self.random.randrange(len(words) - length)
        run = words[at : at + length]
        telling = any(self.is_of(word, MIDDLING, RARE) for word in run)
        return f'"{" ".join(run)}"' if telling and all(map(_is_asked, run)) else ""

    def one(self, band: tuple[float, float]) -> str:
        """A word of a band; any word where a small archive has none."""
        words = [word for word in self.share if len(word) > 3 and _is_asked(word)]
        return self.random.choice([word for word in words if self.is_of(word, band)] or words)

    def is_of(self, word: str, *bands: tuple[float, float]) -> bool:
        """Whether the share of stories with a word is inside one of the bands."""
        return any(low <= self.share.get(word, 0) < high for low, high in bands)

    def _together(self, far: int) -> tuple[str, ...]:
        words = self.random.choice(self.bodies)[_OPENING:]
        at = self.random.randrange(len(words))
        others = [
            word
            for word in words[max(0, at - far) : at + far]
            if word[:4] != words[at][:4] and _is_asked(word) and self.is_of(word, FREQUENT, MIDDLING, RARE)
        ]
        middling = _is_asked(words[at]) and self.is_of(words[at], MIDDLING)
        return (words[at], self.random.choice(others)) if middling and others else ()


KINDS: dict[str, Callable[[Chooser], str]] = {
    "long OR": Chooser.long_or,
    "short OR": Chooser.short_or,
    "AND of two": Chooser.both,
    "frequent word": lambda chooser: chooser.one(FREQUENT),
    "rare word": lambda chooser: chooser.one(RARE),
    "NEAR": Chooser.near,
    "phrase of two": lambda chooser: chooser.phrase(2),
    "phrase of three": lambda chooser: chooser.phrase(3),
    "headline": lambda chooser: f"headline:{chooser.random.choice(chooser.random.choice(chooser.headlines))}",
    "prefix": lambda chooser: f"{chooser.one(MIDDLING)[:5]}*",
}
"""How a query of each kind is made; "" where the stories that were looked at gave none."""


def _is_asked(token: str) -> bool:
    """Whether a token is a plain word: no number, no single letter, no operator."""
    return token not in _OPERATORS and _WORD.fullmatch(token) is not None


def _different(text: str) -> list[str]:
    """The plain words of a text, each once."""
    return list(dict.fromkeys(filter(_is_asked, _TOKEN.findall(text))))


def _sample(feeds: Path) -> Iterator[Story]:
    """Stories from all over an archive, the same ones every time."""
    files = sorted(path for path in feeds.rglob("*") if path.is_file())
    chosen = files[:: max(1, len(files) // 100)]
    most = -(-SAMPLE // len(chosen))
    for path in chosen:
        for number, story in enumerate(of_file(path)):
            if number == most:
                break
            yield story
