"""Which words a wildcard or a word of near spelling stands for; engines and highlights go by the same rule."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from morgue.analysis.distance import near_among, osa
from morgue.analysis.wildcards import wildcard
from morgue.errors import QueryError
from morgue.query import deadline
from morgue.query.tree import Expanding, Near, Wildcard, fields_of, leaves

MAX_EXPANSION = 10_000
"""Words that a wildcard or a fuzzy word may stand for, and all different ones of a chain of NEARs together."""


def beginning(leaf: Expanding) -> str:
    """Return what all words that a leaf stands for begin with: `oi` of `oi*l?`, nothing of a near spelling."""
    return re.split(r"[*?]", leaf.pattern, maxsplit=1)[0] if isinstance(leaf, Wildcard) else ""


def acceptor(leaf: Expanding) -> Callable[[str], bool]:
    """Return a function that says whether a leaf stands for a folded word."""
    if isinstance(leaf, Wildcard):
        fits = wildcard(leaf.pattern).fullmatch
        return lambda word: fits(word) is not None
    wanted, limit, size = leaf.word, leaf.distance, len(leaf.word)
    missing = frozenset(wanted).difference
    return lambda word: (
        abs(len(word) - size) <= limit
        and len(missing(word)) <= limit  # an edit takes away one letter at most
        and osa(wanted, word, limit) <= limit
    )


def expansion(leaf: Expanding, words: Iterable[str]) -> Iterable[str]:
    """Return those of many words that a leaf stands for, in their order."""
    if isinstance(leaf, Wildcard):
        return filter(wildcard(leaf.pattern).fullmatch, words)
    return near_among(leaf.word, leaf.distance, words)


class Expansions:
    """Gives the words of an archive that the leaves of one query stand for; each leaf is looked up once.

    `lexicon` yields the words as written of a text field that begin so.
    """

    def __init__(self, lexicon: Callable[[str, str], Iterable[str]]) -> None:
        self.lexicon = lexicon
        self._known: dict[Expanding, Sequence[str]] = {}

    def __call__(self, leaf: Expanding) -> Sequence[str]:
        """Return the words in order. Raises QueryError where those of a wildcard are too many."""
        if leaf not in self._known:
            fields, start = fields_of(leaf.field), beginning(leaf)
            found = {word for field in fields for word in expansion(leaf, self.lexicon(field, start))}
            if isinstance(leaf, Wildcard):
                check_width(leaf, len(found))
            self._known[leaf] = sorted(found)
        return self._known[leaf]


def check_width(leaf: Expanding, number: int) -> None:
    """Raise QueryError for a leaf that stands for more than MAX_EXPANSION words."""
    if number > MAX_EXPANSION:
        shown = leaf.pattern if isinstance(leaf, Wildcard) else f"{leaf.word}~{leaf.distance}"
        raise QueryError(
            f"{shown} stands for {number:,} words; at most {MAX_EXPANSION:,} are allowed",
            hint="write more letters before the wildcard",
            position=leaf.span[0],
        )


def check_chain(chain: Near, expand: Callable[[Expanding], Sequence[str]]) -> None:
    """Raise QueryError for a chain of NEARs whose leaves stand for too many words; `expand` gives those of one."""
    words = 0
    for leaf in dict.fromkeys(leaves(chain)):
        if isinstance(leaf, Expanding):
            deadline.check()
            words += len(expand(leaf))
            if words > MAX_EXPANSION:
                raise QueryError(
                    f"the wildcards of this chain of NEAR and PRE stand for more than {MAX_EXPANSION:,} words together",
                    hint="write more letters before the wildcards, or fewer of them",
                    position=leaf.span[0],
                )
