"""What is being looked at: a search and the steps that narrowed it, one after the other."""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass

from morgue.engines.base import Sort
from morgue.query import tree
from morgue.render.layout import shorten, width

_BETWEEN = " › "

_TITLE = 24
"""Cells of a headline in a prompt."""


@dataclass(frozen=True, slots=True)
class View:
    """A search: `steps` are queries that all have to match, `like` the id of an article to be like, or None.

    `title` is its headline.
    """

    steps: tuple[str, ...] = ()
    like: str | None = None
    title: str = ""
    sort: Sort = "relevance"

    def narrowed(self, step: str) -> View:
        """The same with one more step."""
        return dataclasses.replace(self, steps=(*self.steps, step))

    def query(self, now: dt.datetime) -> str:
        """The steps as one query; `*` where there is none. Steps that are an OR stand in parentheses."""
        kept = [step for step in self.steps if step.strip() != "*"] or ["*"]
        if len(kept) == 1:
            return kept[0]
        return " ".join(_closed(step, now) for step in kept)

    def trail(self, cells: int) -> str:
        """The steps for a prompt, the last ones where not all have room in `cells`."""
        liked = f"like “{shorten(self.title, _TITLE)}”" if self.title else f"like {(self.like or '')[:8]}"
        names = [*([liked] if self.like else []), *self.steps]
        shown = ""
        for name in reversed(names):
            longer = name + (_BETWEEN + shown if shown else "")
            if width(longer) > cells:
                return "…" + _BETWEEN + shown if shown else shorten(name, cells)
            shown = longer
        return shown


def _closed(step: str, now: dt.datetime) -> str:
    """A step that means the same beside others."""
    from morgue.query.parse import parse

    return f"({step})" if isinstance(parse(step, now=now).tree, tree.Or) else step


def narrowing(field: str, value: str) -> str:
    """The query for a value of a field as it was typed after its name: words of a text field, else one value."""
    if value[:1] in '"([{' or not (value[:1] == "-" or any(each.isspace() for each in value)):
        return f"{field}:{value}"
    if field in tree.TEXT_FIELDS:
        return f"{field}:({value})"
    from morgue.query.canonical import value_text

    return f"{field}:{value_text(field, value)}"
