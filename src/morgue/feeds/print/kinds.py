"""Say what a part of a printed page is by what its form calls it (an advertisement, a picture, a story, furniture), and whether it has words."""

from __future__ import annotations

import re
from functools import cache

from morgue.extract.draft import Draft
from morgue.feeds.support.data import ordered_lists
from morgue.model.fields import TYPES

_BARE = re.compile(r"[\W_]+")


@cache
def _groups() -> dict[str, frozenset[str]]:
    return {group: frozenset(names) for group, names in ordered_lists("print_kinds.tsv").items()}


def is_kind(stated: str | None, group: str) -> bool:
    """Return whether a name of a part is of a group of `data/print_kinds.tsv`; case, blanks and signs do not count."""
    return stated is not None and len(stated) < 100 and _BARE.sub("", stated).lower() in _groups()[group]


def state_kind(draft: Draft, stated: str | None, rule: str) -> None:
    """State the type of an article by what its form calls it; what is the name of no type is its section."""
    name = " ".join((stated or "").split())
    if not name:
        return
    for kind in TYPES[1:]:
        if kind in _groups() and is_kind(name, kind):
            draft.type = kind
            draft.evidence["type"] = rule
            return
    if not is_kind(name, "article") and name not in draft.section:
        draft.section.append(name)
        draft.evidence.setdefault("section", rule)


def has_words(draft: Draft) -> bool:
    """Return whether a headline or a text is left of a draft when the control characters are taken out of it."""
    draft.clean()
    return bool(draft.headline or draft.text)
