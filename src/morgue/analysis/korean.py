"""Find the forms of a Korean noun: Korean writes particles together with the word that they are behind.

Words of Korean are in an index as they are written, so that a query asks for a noun with each of the particles that
may be behind it. Which of two shapes a particle has is decided by the last sound of the noun, so that few other words are
among the forms; that a noun ends as another one with a particle does (`고양이`, a cat, and `고양`, a city) is not seen.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from morgue._startup.expression import expression
from morgue._startup.tables import read_rows

_TABLE = Path(__file__).with_name("data") / "korean.tsv"

HANGUL = expression("[\uac00-\ud7a3]+")
"""A word of whole Korean syllables."""

_FINALS = 28
"""Syllables of Unicode that begin alike and end in the same vowel: one without a final consonant, then 27 with one."""
_L = 8
"""The number of the final consonant l, behind which the direction is written as behind a vowel (`서울로`)."""

_LEFT = 2
"""Syllables that are left at least where a particle is taken off what was typed: many nouns are a syllable and one more."""

_TAKEN = expression(
    "(?:들?(?:에게서|에게는|에게|에서는|에서도|에서|으로부터|로부터|까지)|들(?:이|은|을|의|과|도)?|으로|를|을)\\Z"
)
"""What is taken off a word that is typed with it. Other particles are the last syllables of too many nouns and names."""


def korean_forms(word: str) -> Iterator[str]:
    """Yield the forms that a word of Hangul is written in, itself left out, each once; none of any other word."""
    if not HANGUL.fullmatch(word):
        return
    for noun in dict.fromkeys((word, _without_particle(word))):
        if noun != word:
            yield noun
        yield from (noun + each for each in _behind(noun[-1]) if noun + each != word)


def _without_particle(word: str) -> str:
    """Return a word without the particle that it surely ends with, else the word."""
    found = _TAKEN.search(word)
    if found is None or found.start() < _LEFT:
        return word
    noun, particle = word[: found.start()], found[0]
    return noun if particle in _behind(noun[-1]) else word


def _behind(syllable: str) -> tuple[str, ...]:
    """Return what may be behind a syllable."""
    final = (ord(syllable) - 0xAC00) % _FINALS
    made = _particles()
    if final == 0:
        return (*made["vowel"], *made["any"])
    direction = (each for each in made["vowel"] if each.startswith("로")) if final == _L else ()
    own = (each for each in made["consonant"] if final != _L or not each.startswith("으로"))
    return (*own, *direction, *made["any"])


@cache
def _particles() -> dict[str, tuple[str, ...]]:
    """What is written behind a noun, by the sound that it is behind."""
    found: dict[str, tuple[str, ...]] = {}
    for after, endings in read_rows(_TABLE):
        found[after] = (*found.get(after, ()), *endings.split())
    return found
