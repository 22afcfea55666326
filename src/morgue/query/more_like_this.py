"""Make a query for more articles like one: of its words that are frequent in it and rare elsewhere."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable

from morgue.analysis.analyzer import folded_words, stem
from morgue.model.article import Article
from morgue.query import scoring
from morgue.query.tree import Boost, Node, Or, Word

TERMS = 24
"""Words that a query for more like an article has at most."""

CANDIDATES = 80
HEADLINE = 3
"""How many times a word of the headline counts."""


def like(article: Article, total: int, frequency: Callable[[Node], int]) -> Node | None:
    """Return the words that distinguish `article` from the others, joined by OR, each weighted by tf-idf; None if it has none.

    `total` is the number of articles of the archive, `frequency` how many of them a word matches. Function
    words, single characters and words that no other article has are left out.
    """
    counts: Counter[str] = Counter()
    typed: dict[str, str] = {}
    for text, times in ((article.headline, HEADLINE), (article.body, 1)):
        for word in folded_words(text or ""):
            if len(word) > 1 and word not in scoring.FUNCTION_WORDS and not word.isdigit():
                typed.setdefault(stem(word), word)
                counts[stem(word)] += times
    weights = {}
    for stemmed, count in counts.most_common(CANDIDATES):
        found = frequency(Word(typed[stemmed]))
        if 1 < found < total or total <= 2:
            weights[stemmed] = (1 + math.log(count)) * math.log(1 + total / max(1, found))
    best = sorted(weights, key=lambda each: (-weights[each], each))[:TERMS]
    if not best:
        return None
    scale = weights[best[0]]
    shares = {each: max(0.01, round(weights[each] / scale, 2)) for each in best}
    words = [
        Boost(Word(typed[each]), share) if share < 1 else Word(typed[each]) for each, share in shares.items()
    ]
    return Or(tuple(words)) if len(words) > 1 else words[0]
