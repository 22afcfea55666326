"""What an article is beside an earlier one of its story, and how much it kept and added."""

from __future__ import annotations

from typing import Literal, NamedTuple

from morgue.stories.signature import Signature

Relation = Literal["first", "copy", "cut", "extended", "rewritten", "update", "correction", "withdrawn"]

MOST_KEPT = 0.85
"""The share of the earlier text that a copy or an extension keeps: headlines, credits and a line or two may differ."""

LITTLE_NEW = 0.15
"""The share of the later text that may be new where nothing was added to speak of."""

CUT = 0.7
"""The share of the earlier text below which one that adds little has been cut; between the two it has been edited."""


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
    kept, new = shares(earlier, later)
    if new <= LITTLE_NEW:
        return "copy" if kept >= MOST_KEPT else "cut" if kept < CUT else "rewritten"
    return "extended" if kept >= MOST_KEPT else "rewritten"
