"""The questions of a run, chosen by seed from the articles themselves, so that every kind finds something."""

from __future__ import annotations

import itertools
import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bench.peers.ask import KINDS, NEAR, Ask
from bench.peers.minimal import Story, of_file

SAMPLE = 20_000
"""Stories that are looked at to choose questions."""

BANDS = ((0.05, 0.30), (0.005, 0.05), (0.0003, 0.005))
"""Share of the stories that a frequent, a middling and a rare word of a question stands in."""

KNOWN = 4
"""Times that a phrase stands in 4,000 stories to be one that people know."""

_WORD = re.compile(r"\b[a-z]{4,14}\b")
_RUN = re.compile(r"\b[a-z]{3,14}\b(?: [a-z]{3,14}\b)+")
_BYLINES = frozenset(["reuter", "reuters", "xinhua", "tass", "afp"])
"""Agencies' names, which morgue takes out of the text as sign-offs and bylines, and the others leave in it."""

_OPENING = 12
"""Words at the beginning of a body among which a dateline may stand, which morgue takes out of it too."""

_NOT_PLACES = frozenset(("usa", "uk", "ussr"))
"""Tags of Reuters-21578 that no person types as a place."""


class Chooser:
    """Knows the words of a sample of stories, and makes questions of them."""

    def __init__(self, feeds: Path, seed: int) -> None:
        self.random = random.Random(seed)
        self.stories = list(_sample(feeds))
        if not self.stories:
            raise ValueError(f"{feeds} holds no stories")
        frequency: Counter[str] = Counter()
        for story in self.stories:
            frequency.update(set(_words(f"{story.headline} {story.body}")))
        self.bands = [_band(frequency, len(self.stories), *each) for each in BANDS]
        self.phrases = self._count_phrases()
        self.known = KNOWN if len(self.stories) >= SAMPLE // 10 else 1
        self.days = sorted(story.day for story in self.stories if story.day)
        named = Counter(place for story in self.stories for place in story.places)
        plain = re.compile(r"[a-z]+")
        self.places = [p for p, _ in named.most_common(40) if plain.fullmatch(p) and p not in _NOT_PLACES]

    def ask(self, kind: str, at: int) -> Ask:
        """The question number `at` of a kind; the numbers go round the bands."""
        word = self._word(at)
        match kind:
            case "and" | "near":
                return Ask(kind, self._together(at, NEAR if kind == "near" else 10_000))
            case "or":
                return Ask(kind, (word, self._word(at + 1)))
            case "not":
                return Ask(kind, (word, self._word(0)))
            case "phrase2" | "phrase3":
                return Ask(kind, self._neighbours(int(kind[-1]), known=at % 2 == 0))
            case "date":
                first, last = sorted(self.random.sample(self.days, 2))
                return Ask(kind, (word,), first, last)
            case "place":
                return Ask(kind, (word,), place=self.random.choice(self.places))
            case "prefix":
                return Ask(kind, (word[: self.random.choice((4, 5))],))
            case "headline":
                return Ask(kind, (self._of_headline(),))
            case _:
                return Ask(kind, (word,))

    def _word(self, band: int) -> str:
        return self.random.choice(self.bands[band % len(self.bands)])

    def _together(self, band: int, far: int) -> tuple[str, str]:
        while True:
            words = _words(self.random.choice(self.stories).body)[_OPENING:]
            known = [at for at, word in enumerate(words) if word in self.bands[band % len(self.bands)]]
            if not known:
                continue
            at = self.random.choice(known)
            near = words[max(0, at - far + 2) : at + far - 1]
            other = self.random.choice(near)
            if other[:4] != words[at][:4]:  # nor two words of one stem
                return words[at], other

    def _neighbours(self, length: int, *, known: bool) -> tuple[str, ...]:
        """Neighbours as they stand somewhere; `known` ones stand in many stories."""
        while True:
            runs = [run.split() for run in _RUN.findall(self.random.choice(self.stories).body)]
            runs = [run for run in runs if len(run) >= length]
            if not runs:
                continue
            run = self.random.choice(runs)
            at = self.random.randrange(len(run) - length + 1)
            words = tuple(run[at : at + length])
            if not known or (self.phrases[words] >= self.known and any(len(word) > 4 for word in words)):
                return words

    def _count_phrases(self) -> Counter[tuple[str, ...]]:
        counted: Counter[tuple[str, ...]] = Counter()
        for story in self.stories[:: max(1, len(self.stories) // 4_000)]:
            for run in _RUN.findall(story.body):
                words = run.split()
                counted.update(itertools.pairwise(words))
                counted.update(zip(words, words[1:], words[2:], strict=False))
        return counted

    def _of_headline(self) -> str:
        while True:
            words: list[str] = _WORD.findall(self.random.choice(self.stories).headline.lower())
            if words:
                return self.random.choice(words)


def _words(text: str) -> list[str]:
    """The plain words of a text that may be asked for."""
    return [word for word in _WORD.findall(text.lower()) if word not in _BYLINES]


def _sample(feeds: Path) -> Iterator[Story]:
    files = sorted(path for path in feeds.rglob("*") if path.is_file())
    step = max(1, len(files) // 200)
    number = 0
    for path in files[::step]:
        for story in of_file(path):
            yield story
            number += 1
            if number >= SAMPLE:
                return


def _band(frequency: Counter[str], total: int, low: float, high: float) -> list[str]:
    chosen = sorted(word for word, number in frequency.items() if low <= number / total < high)
    return chosen or [word for word, _ in frequency.most_common(100)]


def choose(feeds: Path, *, seed: int, each: int, kinds: tuple[str, ...] = KINDS) -> list[Ask]:
    """`each` questions of every kind."""
    chooser = Chooser(feeds, seed)
    return [chooser.ask(kind, at) for kind in kinds for at in range(each)]
