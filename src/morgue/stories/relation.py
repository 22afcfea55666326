"""What an article is beside an earlier one of its story, and how much it kept and added."""

from __future__ import annotations

from typing import Literal, NamedTuple

from morgue.stories.furniture import own_runs
from morgue.stories.signature import Signature

Relation = Literal["first", "copy", "cut", "extended", "rewritten", "update", "correction", "withdrawn"]

MOST_KEPT = 0.85
"""The share of the earlier text that a copy or an extension keeps: headlines, credits and a line or two may differ."""

LITTLE_NEW = 0.15
"""The share of the later text that may be new where nothing was added to speak of."""

MUCH_MORE = 2
"""How many times more a cut has lost than it has added: an edited text loses about what it gains."""

MOST_LOST = 4
"""The same where up to MOST_NEW of the later text is new: a few paragraphs of a long story, with words that lead from one to the next."""

MOST_NEW = 1 / 3
"""The share of a cut that may be new, where it has lost far more."""


class Shares(NamedTuple):
    """The share of the earlier text's 3-word runs that the later one has, and of the later one's that the earlier has not, 0 to 1."""

    kept: float
    new: float


def shares(earlier: Signature, later: Signature) -> Shares:
    """Return what a later article kept of an earlier one and what it added; of a text without three words all is kept and nothing new."""
    common = len(earlier.runs & later.runs)
    kept = common / len(earlier.runs) if earlier.runs else 1.0
    new = 1 - common / len(later.runs) if later.runs else 0.0
    return Shares(kept, new)


def relation(earlier: Signature, later: Signature) -> Relation:
    """Return what a later article is beside an earlier one of its story: what a desk says of it first, then by its words."""
    for kind in ("withdrawn", "correction", "update"):
        if kind in later.kinds:
            return kind
    if later.is_note:
        return "correction"
    return _by_words(earlier, later)


def _by_words(earlier: Signature, later: Signature) -> Relation:
    """Return what a text is beside an earlier one, the furniture of both pages aside."""
    kept, new = shares(earlier, later)
    if kept >= MOST_KEPT and new <= LITTLE_NEW:
        return "copy"
    before, after = own_runs(earlier, later), own_runs(later, earlier)
    lost, added = len(before - later.runs), len(after - earlier.runs)
    lost_much, added_much = lost > (1 - MOST_KEPT) * len(before), added > LITTLE_NEW * len(after)
    if not lost_much:
        return "extended" if added_much else "copy"
    if not added_much and lost >= MUCH_MORE * added:
        return "cut"
    return "cut" if added <= MOST_NEW * len(after) and lost >= MOST_LOST * added else "rewritten"
