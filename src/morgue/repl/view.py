"""Hold what is being looked at: a search and the steps that narrowed it, one after the other."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from morgue.engines.base import Sort
from morgue.errors import QueryError
from morgue.query import tree
from morgue.query.fields import known
from morgue.render.layout import shorten, width

_BETWEEN = " › "

_TITLE = 24
"""Cells of a headline in a prompt."""


@dataclass(frozen=True, slots=True)
class View:
    """A search: `steps` are queries that all have to match, `like` the id of an article to be like, or None.

    `title` is its headline. With `partial`, what has most of the words is listed behind what has all; with `group`, there
    is one hit a story.
    """

    steps: tuple[str, ...] = ()
    like: str | None = None
    title: str = ""
    sort: Sort = "relevance"
    partial: bool = False
    group: bool = False

    def narrowed(self, step: str) -> View:
        """Return this view with one more step."""
        return dataclasses.replace(self, steps=(*self.steps, step))

    def query(self, now: dt.datetime) -> str:
        """Return the steps as one query; `*` where there is none. Steps that are an OR are put in parentheses."""
        kept = [step for step in self.steps if step.strip() != "*"] or ["*"]
        if len(kept) == 1:
            return kept[0]
        return " ".join(_closed(step, now) for step in kept)

    def trail(self, cells: int) -> str:
        """Return the steps for a prompt, the last ones where not all have room in `cells`."""
        liked = f"like “{shorten(self.title, _TITLE)}”" if self.title else f"like {(self.like or '')[:8]}"
        names = [
            *([liked] if self.like else []),
            *self.steps,
            *(["any"] if self.partial else []),
            *(["by story"] if self.group else []),
        ]
        shown = ""
        for name in reversed(names):
            longer = name + (_BETWEEN + shown if shown else "")
            if width(longer) > cells:
                return "…" + _BETWEEN + shown if shown else shorten(name, cells)
            shown = longer
        return shown


def _closed(step: str, now: dt.datetime) -> str:
    """Return a step as it has to be written beside others."""
    from morgue.query.parser import parse

    return f"({step})" if isinstance(parse(step, now=now).tree, tree.Or) else step


def narrowing(field: str, value: str) -> str:
    """Return the query for a value of a field as it was typed after its name: words of a text field, else one value.

    What begins with a quote or a parenthesis is taken as it is where all of it is about the field.
    """
    plain = f"{field}:{value}"
    name = known(field) or field
    if not (value[:1] == "-" or any(each.isspace() for each in value)):
        return plain
    if value[:1] in '"“”„«»([{' and _is_about(plain, name):
        return plain
    if name in tree.TEXT_FIELDS:
        return f"{field}:({value})"
    from morgue.query.canonical import value_text

    if value.endswith("*"):
        return f"{field}:{value_text(name, value[:-1], prefix=True)}"
    return f"{field}:{value_text(name, value)}"


def _is_about(text: str, field: str) -> bool:
    """Return whether a query is wrong, which is to be said, or speaks of one field only."""
    from morgue.query.parser import parse

    try:
        found = parse(text, now=dt.datetime.now(dt.UTC)).tree
    except QueryError:
        return True
    return all(_field_of(leaf) == field for leaf in _leaves(found))


def _leaves(node: tree.Node) -> Iterator[tree.Node]:
    match node:
        case tree.And() | tree.Or():
            for child in node.children:
                yield from _leaves(child)
        case tree.Not() | tree.Boost():
            yield from _leaves(node.child)
        case tree.Near():
            yield from tree.leaves(node)
        case _:
            yield node


def _field_of(leaf: tree.Node) -> str | None:
    """Return the name of the field that a leaf is about; every date is one of `date`."""
    match leaf:
        case tree.Location():
            return "location"
        case tree.Days():
            return "date"
        case tree.Has():
            return "has"
        case tree.Word() | tree.Phrase() | tree.Wildcard() | tree.Fuzzy() | tree.Keyword() | tree.Instants():
            return leaf.field
        case _:
            return None
