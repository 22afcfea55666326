"""Give what bursts a name for people: a word as it is mostly written, a longer run of characters, an example, a headline.

Articles of the period are looked at for it, the oldest first, so that every engine gives the same names.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import orjson

from morgue.analysis.analyzer import folded_words, stands_alone, stem, words
from morgue.archive.arguments import Unit
from morgue.archive.bursts.features import Feature, both, place_key
from morgue.archive.bursts.keyness import Keyness, keyness
from morgue.archive.bursts.reading import Article, units
from morgue.archive.results import Burst, Example, StoryBurst
from morgue.engines.base import Searcher
from morgue.highlight.matcher import Matchers
from morgue.model.article import as_text
from morgue.query import deadline
from morgue.query.tree import DEFAULT_FIELDS, Node, Phrase, Word

LOOKED_AT = 20
"""Articles of a period in which it is looked how a word is written mostly."""

LONGEST_RUN = 12
"""Characters of a run at most: names and compounds of the scripts without spaces hardly have more."""

SPARE = 4
"""How many times as many words as are shown are looked at: several runs of two characters are parts of one word."""


class Compared(NamedTuple):
    """A feature, how it compares, and how many units of the period and of the rest could have it."""

    feature: Feature
    keyness: Keyness
    size: int
    rest_size: int

    def rank(self) -> tuple[float, int, Feature]:
        """Return what orders features, the best first."""
        return -self.keyness.score, -self.keyness.having, self.feature


class TopStory(NamedTuple):
    """A story in a period: its id, its first article there, how many outlets carried it there, how its articles compare."""

    story: str
    first: str
    outlets: int
    keyness: Keyness

    def rank(self) -> tuple[int, float, str]:
        """Return what orders stories, the best first."""
        return -self.keyness.having, -self.keyness.score, self.story


class Written(NamedTuple):
    """A word where it is written: the text, start and end in it."""

    text: str
    start: int
    end: int

    @property
    def form(self) -> str:
        """Return the word as it is written."""
        return self.text[self.start : self.end]


class Names:
    """Names what bursts in one period. `tree` is of its articles, `whole` of all that were compared."""

    def __init__(self, searcher: Searcher, tree: Node, whole: Node, count: Unit) -> None:
        self._searcher = searcher
        self._tree, self._whole, self._count = tree, whole, count

    def words(self, found: Sequence[Compared], top: int) -> list[Burst]:
        """Return the first words, at most `top`, the best first."""
        made: list[Burst] = []
        runs: list[str] = []
        for each in found[: SPARE * top]:
            if len(made) == top:
                break
            articles = self._having(each.feature)
            leaf = _shown_leaf(each.feature, articles)
            written = [list(_written(leaf, article)) for article in articles]
            form, measured = _commonest(written), each.keyness
            if each.feature.is_run:
                form = _extended([one for many in written for one in many]) or form
                if any(form in run or run in form for run in runs):
                    continue
                runs.append(form)
                measured = self._run(form, each)
                if not measured.is_burst:
                    continue
            made.append(Burst(form, *measured, _example(articles, leaf), each.feature.language or None))
        return sorted(made, key=lambda each: (-each.score, each.value))

    def places(self, found: Sequence[Compared], top: int) -> list[Burst]:
        """Return the first places, at most `top`."""
        made = []
        for feature, measured, *_ in found[:top]:
            articles = self._having(feature)
            called = Counter(
                (place["place"], place.get("country"))
                for article in articles
                for place in article.get("locations") or ()
                if place.get("place") and place_key(place["place"]) == feature.key
            )
            name, country = min(
                called, key=lambda each: (-called[each], each[0], each[1] or ""), default=(feature.key, None)
            )
            made.append(Burst(name, *measured, _example(articles, feature.leaf), country=country))
        return made

    def stories(self, found: Sequence[TopStory]) -> list[StoryBurst]:
        """Return stories, each with the headline of its first article."""
        firsts = self._searcher.articles([each.first for each in found])
        made = []
        for story, first, outlets, measured in found:
            headline = orjson.loads(firsts[first]).get("headline")
            made.append(StoryBurst(story, Example(first, headline), outlets, *measured))
        return made

    def _having(self, feature: Feature) -> list[Article]:
        """Return articles of the period that have a feature, the oldest first."""
        deadline.check()
        tree = both(self._tree, feature.node)
        answer = self._searcher.search(tree, limit=LOOKED_AT, sort="oldest", count=False)
        return [orjson.loads(each.stored) for each in answer.found]

    def _run(self, form: str, found: Compared) -> Keyness:
        """Return how a run of more than two characters compares."""
        among = Feature(found.feature.kind, found.feature.language, "").node
        asked = both(Phrase(tuple(folded_words(form))), among)
        part, whole = (
            units(self._searcher, both(tree, asked), self._count) for tree in (self._tree, self._whole)
        )
        rest = min(max(0, whole - part), found.rest_size)
        return keyness(min(part, found.size), found.size, rest, found.rest_size)


def _shown_leaf(feature: Feature, articles: Sequence[Article]) -> Node:
    """Return the tree of a feature with a word of its stem: what is English is looked for in texts by the word."""
    forms = (
        word.folded
        for article in articles
        for name in DEFAULT_FIELDS
        for word in words(as_text(article.get(name)) or "")
        if stem(word.folded) == feature.key
    )
    found = next(forms, None) if isinstance(feature.leaf, Word) else None
    return Word(found, tokens=(feature.key,)) if found else feature.leaf


def _written(leaf: Node, article: Article) -> Iterator[Written]:
    """Yield where an article has what is looked for: in its body, else in its headline or another text."""
    wanted = Matchers(leaf).of(article.get)
    for name in sorted(wanted.fields, key=lambda name: (name != "body", name != "headline")):
        text = as_text(article.get(name))
        marks = wanted.marks(name, text) if text else ()
        if text and marks:
            yield from (Written(text, start, end) for start, end, _ in marks)
            return


def _commonest(written: Sequence[Sequence[Written]]) -> str:
    """Return the form that most articles have, of several the one that comes first in the alphabet."""
    forms = Counter(form for many in written for form in {each.form for each in many})
    return min(forms, key=lambda form: (-forms[form], form), default="")


def _extended(written: Sequence[Written]) -> str:
    """Return the longest run that all occurrences of a shorter one are part of."""
    if not written:
        return ""
    before = after = 0
    while before + after < LONGEST_RUN:
        left = {
            each.text[each.start - before - 1 : each.start - before]
            for each in written
            if each.start > before
        }
        if len(left) == 1 and all(each.start > before for each in written) and stands_alone(min(left)):
            before += 1
            continue
        right = {each.text[each.end + after : each.end + after + 1] for each in written}
        if len(right) == 1 and (following := min(right)) and stands_alone(following):
            after += 1
            continue
        break
    first = written[0]
    return first.text[first.start - before : first.end + after]


def _example(articles: Sequence[Article], leaf: Node) -> Example | None:
    """Return the article that shows best what a word is about: one that has it in its headline, of the largest story."""
    if not articles:
        return None
    wanted = Matchers(leaf)

    def rank(article: Article) -> tuple[bool, int]:
        headline = article.get("headline") or ""
        told = (
            bool(headline)
            and "headline" in wanted.fields
            and bool(wanted.of(article.get).marks("headline", headline))
        )
        return not told, -(article.get("copies") or 1)

    best = min(articles, key=rank)
    return Example(best["id"], best.get("headline"))
