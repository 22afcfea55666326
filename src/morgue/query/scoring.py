"""What a query's words count in ranking. Never in matching: every word must still be there.

The constants were chosen on the TIME collection by `bench/ranking.py`: any exact weight of 0.3 to 0.6 with any
pair weight of 0.1 to 0.3 and distance of 4 to 12 does better there than neither, so that the choice does not
hang on these queries.
"""

from __future__ import annotations

FIELD_WEIGHTS = {"headline": 2.0}
"""Share of a text field in the score; the others count once."""

FUNCTION_WORD_WEIGHT = 0.2
"""What a function word counts beside other words."""

PROSE_WORDS = 4
"""Different words joined by OR from which on a query is read as prose: which words stand as typed, and which
neighbours stand near each other, then count too. Both only add to scores of articles that match anyway."""

EXACT_WEIGHT = 0.3
"""What the word as typed adds to its stem, in prose."""

PAIR_WEIGHT = 0.25
PAIR_DISTANCE = 4
"""What two neighbours of the query add where they stand at most so far apart, in prose."""

FUNCTION_WORDS = frozenset(
    (
        "a",
        "about",
        "after",
        "all",
        "also",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "been",
        "before",
        "being",
        "between",
        "both",
        "but",
        "by",
        "can",
        "could",
        "did",
        "do",
        "does",
        "during",
        "each",
        "for",
        "from",
        "further",
        "had",
        "has",
        "have",
        "having",
        "he",
        "her",
        "here",
        "him",
        "his",
        "how",
        "i",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "itself",
        "more",
        "most",
        "my",
        "no",
        "nor",
        "not",
        "of",
        "off",
        "on",
        "once",
        "only",
        "or",
        "other",
        "our",
        "out",
        "over",
        "own",
        "same",
        "she",
        "should",
        "so",
        "some",
        "such",
        "than",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "those",
        "through",
        "to",
        "too",
        "under",
        "until",
        "up",
        "very",
        "was",
        "we",
        "were",
        "what",
        "when",
        "where",
        "which",
        "while",
        "who",
        "whom",
        "why",
        "will",
        "with",
        "would",
        "you",
        "your",
    )
)


def word_weight(word: str) -> float:
    """What a folded word of a query counts in ranking."""
    return FUNCTION_WORD_WEIGHT if word in FUNCTION_WORDS else 1.0
