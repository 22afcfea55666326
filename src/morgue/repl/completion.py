"""Offer what may come next in a line: commands, fields, values and words that the archive really holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from morgue.archive.arguments import ORDERS, PERIODS
from morgue.errors import MorgueError
from morgue.model.fields import FACET_FIELDS, FACETS, HAS_FIELDS, IS
from morgue.query.fields import BOUNDS, known
from morgue.render.sanitize import clean
from morgue.repl.commands import COMMANDS, FIELDS, is_field

if TYPE_CHECKING:
    from morgue.archive.archive import Archive

DATE_FIELDS = ("date", *BOUNDS, "asof")
DATE_WORDS = (
    "today", "yesterday", "this-week", "last-week", "this-month", "last-month", "this-year", "last-year", "7d..",
)  # fmt: skip
_FIXED = {
    **dict.fromkeys(DATE_FIELDS, DATE_WORDS),
    **dict.fromkeys(("has", "missing"), HAS_FIELDS),
    "is": IS,
    "versions": ("all", "current"),
}
"""Fields that take one of a few values."""

OPERATORS = ("AND", "OR", "NOT", "NEAR/5", "PRE/5")

_SHORTEST = 2
"""Letters of a word before the archive's words are offered."""

_MOST = 30

_PLAIN = re.compile(r"[^\s()\":*?~^\[\]{}]+")
_AFTER_FIELD = re.compile(r'(?:^|[\s(\-])([a-z]+):(?:\(?)("[^"]*|[^\s()"]*)$')
_WORD = re.compile(r"[^\s()\"\-][^\s()\"]*$")

_ARGUMENTS = {
    "sort": ORDERS,
    "timeline": PERIODS[1:],
    "bursts": PERIODS[1:],
    "facets": FACETS,
    "versions": _FIXED["versions"],
}


class Offer(NamedTuple):
    """A completion: `text` takes the place of the last `replaced` characters; `meta` says what it is."""

    text: str
    replaced: int
    meta: str = ""


def offers(line: str, archive: Archive) -> Iterator[Offer]:
    """Yield what may end `line`, which is all before the cursor."""
    if line.lstrip().startswith(":"):
        yield from _commands(line.lstrip(), archive)
    elif match := _AFTER_FIELD.search(line):
        yield from _values(match[1], match[2], archive)
    elif match := _WORD.search(line):
        yield from _words(match[0], archive)


def _commands(line: str, archive: Archive) -> Iterator[Offer]:
    name, space, argument = line[1:].partition(" ")
    if not space:
        for each, entry in COMMANDS.items():
            if each.startswith(name):
                yield Offer(f":{each}", len(line), entry.meaning)
        for each in FIELDS:
            if name and each.startswith(name) and each not in COMMANDS:
                yield Offer(f":{each}", len(line), "narrows")
        return
    if name in ("and", "not", "explain", "bursts"):
        yield from offers(argument, archive)
    elif is_field(name):
        yield from _values(name, argument, archive)
    elif name == "run":
        for kept in archive.saved:
            if kept.name.startswith(argument):
                yield Offer(kept.name, len(argument), clean(kept.query))
    word = argument.rpartition(" ")[2]
    for value in _ARGUMENTS.get(name, ()):
        if value.startswith(word):
            yield Offer(value, len(word))


def _quoted(field: str, value: str) -> str:
    from morgue.query.canonical import value_text

    return value_text(field, value) if "*" in value else value if _PLAIN.fullmatch(value) else f'"{value}"'


def _values(field: str, typed: str, archive: Archive) -> Iterator[Offer]:
    begun = typed.removeprefix('"')
    fixed = _FIXED.get(known(field) or field, ())
    for value in fixed:
        if value.startswith(begun.lower()):
            yield Offer(value, len(typed))
    name = known(field) or field
    if name not in FACET_FIELDS:
        return
    for value, number in archive.values(name, begun, limit=_MOST):
        if '"' not in value:
            yield Offer(_quoted(name, clean(value)), len(typed), f"{number:,}")


def _words(typed: str, archive: Archive) -> Iterator[Offer]:
    for field in FIELDS:
        if field.startswith(typed):
            yield Offer(f"{field}:", len(typed), "field")
    for operator in OPERATORS:
        if operator.startswith(typed):
            yield Offer(operator, len(typed), "operator")
    if len(typed) < _SHORTEST or not typed.isalnum():
        return
    try:
        found = archive.words(typed.lower(), limit=_MOST)
    except MorgueError:  # more words than can be listed: nothing to offer yet
        return
    for word, number in sorted(found, key=lambda pair: -pair[1]):
        yield Offer(word, len(typed), f"{number:,}")
