"""Weigh the blocks of a page as prose, and find the block of its headline.

Prose is text outside links, measured in characters as a Latin script has them.
"""

from __future__ import annotations

import re
from itertools import accumulate

from morgue.feeds.web.names import ASIDE_TAGS, HEADINGS, Name
from morgue.feeds.web.phrases import PLACEHOLDER
from morgue.feeds.web.tree import Tree

LEAST_WEIGHT = 40
"""How many characters make a block prose; those in links count twice against it."""

SURE_WEIGHT = 80
"""A block as long as this is prose whether or not it ends as a sentence does."""

SITE_WORDS = 3
"""Up to how many words the title of a page may be the name of its site and no headline."""

SHARED_WORDS = 2
"""How many words an h1 shares at least with what the page calls itself, to be its headline in other words."""

WIDE = 2.5
"""How many Latin characters say what one sign of a script without spaces says."""

WIDE_SIGNS = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""The signs of scripts without spaces, and of Korean."""
ENDS = tuple('.!?…。！？」』”"’»):;؟۔।၊።๚')
"""How sentences end, in the scripts that mark it."""

_WORD = re.compile(r"\w+")


def size_of(text: str) -> int:
    """Return how long a text is, in characters as a Latin script has them."""
    if text.isascii():
        return len(text)
    return len(text) + int((WIDE - 1) * len(WIDE_SIGNS.findall(text, 0, 2_000)))


def words_of(text: str | None) -> str:
    """Return the words of a text for comparing."""
    return " ".join(_WORD.findall((text or "").casefold()))


def sums_of(weights: list[int]) -> list[int]:
    """Return the sums of the weights before each block and behind the last."""
    return [0, *accumulate(weights)]


class Prose:
    """Measure how much prose the blocks and elements of a page have, with a threshold for what is prose."""

    def __init__(self, tree: Tree, headlines: list[str], least: int) -> None:
        self.tree = tree
        self.least = least
        self.headlines = list(dict.fromkeys(said for each in headlines if (said := words_of(each))))
        self.sizes = [len(text) if text.isascii() else size_of(text) for text in tree.texts]
        self.weights = self._weights()
        self.sums = sums_of(self.weights)
        self.title_at = self._find_headline()

    def _weights(self) -> list[int]:
        tree, least, sizes = self.tree, self.least, self.sizes
        tags = tree.tags
        found = []
        for owner, text, linked, size in zip(tree.owners, tree.texts, tree.linked, sizes, strict=True):
            weight = size - 2 * linked
            if (
                weight < least
                or tags[owner] in HEADINGS
                or (weight < SURE_WEIGHT and least >= LEAST_WEIGHT and not text.endswith(ENDS))
                or PLACEHOLDER.match(text)
            ):
                found.append(0)
            else:
                found.append(weight)
        return found

    def held(self, element: int) -> int:
        """Return how much prose an element holds."""
        return self.sums[self.tree.lasts[element]] - self.sums[self.tree.firsts[element]]

    def _find_headline(self) -> int | None:
        """Return the block of the headline: the heading that says what the page calls itself, else the first h1."""
        tree = self.tree
        best, at_best = 0.0, None
        known = [set(each.split()) for each in self.headlines]
        for element in tree.headings:
            at, tag = tree.firsts[element], tree.tags[element]
            if at == tree.lasts[element]:
                continue
            likeness = self._likeness(tree.texts[at], known)
            if tag == "h1":
                if likeness < 0.5 and self._is_in_aside(element):
                    continue
                likeness += 0.3 if len(tree.texts[at]) > 12 and tree.linked[at] < len(tree.texts[at]) else 0.1
            elif likeness < 0.8:
                continue
            if likeness > best:
                best, at_best = likeness, at
        return self._named_headline() if at_best is None else self._above_its_text(at_best, known)

    def _above_its_text(self, at: int, known: list[set[str]]) -> int:
        """Return the block of an h1 above a heading of another rank, where text is between them: that heads a part of it.

        The h1 says in other words what the page calls itself; a slogan has none of these, a site's name, which titles
        have behind the headline, no others.
        """
        tree = self.tree
        if tree.tags[tree.owners[at]] == "h1":
            return at
        for element in tree.headings:
            first = tree.firsts[element]
            if first >= at:
                break
            if (
                tree.tags[element] != "h1"
                or tree.lasts[element] == first
                or not any(self.weights[first + 1 : at])
            ):
                continue
            ours = set(words_of(tree.texts[first]).split())
            is_named = any(ours <= theirs for theirs in known)
            shares = any(len(ours & theirs) >= SHARED_WORDS for theirs in known)
            if shares and not is_named and not self._is_in_aside(element):
                return first
        return at

    def _is_in_aside(self, element: int) -> bool:
        """Return whether an element is in one that HTML has for what is beside the story, and that does not hold most of the prose."""
        tree = self.tree
        while element > 0:
            if tree.kinds[element] & Name.FOREIGN:
                return True
            if tree.tags[element] in ASIDE_TAGS and 2 * self.held(element) <= self.sums[-1]:
                return True
            element = tree.parents[element]
        return False

    def _named_headline(self) -> int | None:
        """Return the block, no heading, that is named for a headline or says all of one that the page states."""
        tree = self.tree
        for mark in tree.marks:
            if mark.kind & Name.HEADLINE and mark.at < len(tree.texts):
                said = words_of(tree.texts[mark.at].partition("\n")[0])
                is_title = "entry-title" in (mark.attributes.get("class") or "")  # hNews
                if len(said) > 12 and (
                    is_title or any(said in each or each in said for each in self.headlines)
                ):
                    return mark.at
        for at, text in enumerate(tree.texts):
            if (
                len(text) < 300
                and not tree.linked[at]
                and words_of(text.partition("\n")[0]) in self.headlines
            ):
                return at
        return self._heading_above()

    def _heading_above(self) -> int | None:
        """Return the heading above the first prose, where the page is called by a name of fewer words: its site's."""
        tree = self.tree
        if len(self.headlines) > 1:
            return None
        named = len(self.headlines[0].split()) if self.headlines else 0
        for at, owner in enumerate(tree.owners):
            if self.weights[at]:
                return None
            is_whole = tree.tags[owner] in HEADINGS and not tree.linked[at] and not self._is_in_aside(owner)
            if (
                named <= SITE_WORDS
                and is_whole
                and len(tree.texts[at].split()) > named
                and any(self.weights[at + 1 : at + 4])
            ):
                return at
        return None

    def _likeness(self, text: str, known: list[set[str]]) -> float:
        """Return how much a heading says what the page calls itself, from 0 to 1."""
        said = words_of(text)
        if said in self.headlines:
            return 1.0
        ours = set(said.split())
        if len(ours) < 2:
            return 0.0
        return max((len(ours & theirs) / max(len(ours), len(theirs), 3) for theirs in known), default=0.0)
