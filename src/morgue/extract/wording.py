"""Give the words and phrases of `data/words.tsv` and `data/phrases.tsv`, by the name of their list."""

from __future__ import annotations

from pathlib import Path

from morgue._startup.tables import phrase_lists, read_rows, word_lists, words_of_column

DATA = Path(__file__).with_name("data")
_WORDS, _PHRASES = DATA / "words.tsv", DATA / "phrases.tsv"


def words(name: str) -> frozenset[str]:
    """Return the words of a list."""
    return word_lists(_WORDS)[name]


def phrases(name: str) -> str:
    """Return the alternatives of a regular expression for the phrases of a list, in one group."""
    return f"(?:{phrase_lists(_PHRASES)[name]})"


def first_words(*names: str) -> frozenset[str]:
    """Return the words (of lists of links in other languages the three letters) with which these phrases begin."""
    return words_of_column(_PHRASES, 2, *names)


def languages_of(name: str) -> dict[str, tuple[str, ...]]:
    """Return the languages of each phrase of a list."""
    return {row[3]: tuple(row[1].split(",")) for row in read_rows(_PHRASES) if row[0] == name}
