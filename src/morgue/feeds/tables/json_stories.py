"""Find the objects of a JSON document that are stories, wherever they are, and the tables that it holds by columns.

Every branch is read. An object inside a story (its pictures, its author, what is related) is none; an object whose
items are stories is a container of them. A table may be columns of equal length, columns by row number (pandas,
orient `columns`), names beside rows (`split`) or rows under a first row of names.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from morgue.feeds.support.columns import can_hold_story, columns_of
from morgue.feeds.support.keys import COPY, LISTS, NO_COPY, OF_OTHERS, bare
from morgue.feeds.tables.json_rows import flat, has_copy, is_story

_FOREIGN_TYPES = frozenset(
    ("featurecollection", "feature", "geometrycollection", "topology", "point", "polygon")
)
_GEOGRAPHIC = frozenset(("features", "geometry", "geometries", "coordinates", "arcs", "properties"))
_NEVER = frozenset(("comments", "comment", "links", "menu", "menus", "navigation"))
_OF_STORY = frozenset(("headline", "text", "published", "url", "byline"))
_DEEPEST = 100
_NUMBER = re.compile(r"-?\d+|\d{4}-\d\d-\d\d[T \d:.Z+-]*")

Row = dict[str, Any]


def is_geographic(value: Mapping[str, Any]) -> bool:
    """Return whether an object is of GeoJSON or TopoJSON."""
    return str(value.get("type", "")).lower() in _FOREIGN_TYPES and not _GEOGRAPHIC.isdisjoint(value)


def stories_in(value: Any, mapped: Mapping[str, str]) -> list[Row]:
    """Return the objects in a value that are stories, in order; the rows of a table in it as objects."""
    found: list[Row] = []
    _Search(mapped).add(value, "", 0, found)
    return found


def stories_under(row: Row, mapped: Mapping[str, str], *, is_one: bool) -> list[Row]:
    """Return the stories that a row of JSON Lines is (itself alone, as a rule) or contains; `is_one` says whether it is one."""
    found: list[Row] = []
    _Search(mapped).add_object(row, "", 0, found, is_one=is_one)
    return found


class _Search:
    """A walk over a document that gathers its stories."""

    def __init__(self, mapped: Mapping[str, str]) -> None:
        self.mapped = mapped

    def add(self, value: Any, key: str, depth: int, found: list[Row]) -> None:
        """Add the stories of a value under `key`."""
        if depth > _DEEPEST:
            return
        if isinstance(value, dict):
            self.add_object(value, key, depth, found, is_one=self.is_story(value, key))
        elif isinstance(value, list):
            self._add_list(value, key, depth, found)

    def _add_list(self, value: list[Any], key: str, depth: int, found: list[Row]) -> None:
        if (rows := rows_of_lists(value)) is not None:
            found += rows
            return
        stories = [isinstance(each, dict) and self.is_story(each, key) for each in value]
        is_of_stories = any(stories)
        for each, is_one in zip(value, stories, strict=True):
            if isinstance(each, list):
                self.add(each, key, depth + 1, found)
            elif isinstance(each, dict):
                before = len(found)
                self.add_object(each, key, depth, found, is_one=is_one)
                if is_of_stories and len(found) == before:
                    found.append(each)  # one that says too little to be sure of is one of them all the same

    def add_object(self, value: Row, key: str, depth: int, found: list[Row], *, is_one: bool) -> None:
        """Add an object that is a story (`is_one`), or the stories in it."""
        if is_geographic(value):
            return
        if (rows := rows_of_columns(value)) is not None:
            found += rows
            return
        inner: list[Row] = []
        if not is_one or self._is_wrapper(value):
            for name, part in value.items():
                self.add(part, name, depth + 1, inner)
            lists = any(name.lower() in LISTS and isinstance(part, list) for name, part in value.items())
            found += inner if not is_one or len(inner) > 1 or (inner and lists) else [value]
        elif self._has_copy(value):
            self._add_lists(value, depth, inner)
            found.append(value)
            found += filter(self._has_copy, inner)
        else:
            self._add_lists(value, depth, inner)
            self._add_others(value, depth, inner)
            found += inner or [value]

    def _add_lists(self, value: Row, depth: int, found: list[Row]) -> None:
        """Add the stories in the usual lists of an object that has a headline itself."""
        for name, part in value.items():
            if isinstance(part, list) and (name.lower() in LISTS or self._is_of_stories(name, part)):
                self.add(part, name, depth + 1, found)

    def _add_others(self, value: Row, depth: int, found: list[Row]) -> None:
        """Add the stories with copy elsewhere in an object that has a headline and no copy itself."""
        for name, part in value.items():
            if name.lower() in LISTS or name.lower() in OF_OTHERS or bare(name) in NO_COPY:
                continue
            if self._is_of_stories(name, part):
                continue
            inner: list[Row] = []
            self.add(part, name, depth + 1, inner)
            found += (each for each in inner if self._has_copy(each) and self._has_headline(each))

    def _has_headline(self, row: Row) -> bool:
        facts = flat(row)
        return any(
            column.field == "headline" and facts[column.name] for column in columns_of(facts, self.mapped)
        )

    def is_story(self, row: Row, key: str) -> bool:
        """Return whether an object under `key` is a story: ours, or one by its common names.

        Under a key of people, subjects or pictures, which a section may be called too, only one with copy is.
        """
        from morgue.feeds.support.own_form import is_own

        if is_own(row) and ("headline" in row or "body" in row):
            return True
        folded = key.lower()
        if folded not in OF_OTHERS:
            return is_story(flat(row), self.mapped)
        return folded not in _NEVER and _is_dated_copy(row, self.mapped)

    def _is_wrapper(self, row: Row) -> bool:
        """Return whether an object says nothing of a story but in parts, which may be several stories."""
        own = [name for name, value in row.items() if value and not isinstance(value, (dict, list))]
        return all(column.field not in _OF_STORY for column in columns_of(own, self.mapped))

    def _has_copy(self, row: Row) -> bool:
        """Return whether a row has a text of its own; a list of stories by the name of one is none."""
        facts = flat(row)
        texts = {name: value for name, value in facts.items() if not self._is_of_stories(name, value)}
        return has_copy(texts, self.mapped)

    def _is_of_stories(self, name: str, value: Any) -> bool:
        """Return whether a value by the name of a text is a list of stories: the blocks of a text have no headlines, or some only."""
        return (
            isinstance(value, list)
            and len(value) > 0
            and bare(name) in COPY
            and all(
                isinstance(each, dict) and self.is_story(each, "") and self._has_headline(each)
                for each in value
            )
        )


def _is_dated_copy(row: Row, mapped: Mapping[str, str]) -> bool:
    """Return whether an object has a headline, copy and a date or address: more than a person or a picture has."""
    facts = flat(row)
    fields = {
        column.field
        for column in columns_of(facts, mapped)
        if facts[column.name] and bare(column.name) != "name"
    }
    return (
        {"headline", "text"} <= fields
        and not fields.isdisjoint(("published", "url"))
        and has_copy(facts, mapped)
        and is_story(facts, mapped)
    )


def rows_of_columns(value: Mapping[str, Any]) -> list[Row] | None:
    """Return the rows of an object that is a table by columns; None for any other object."""
    parts = {name: part for name, part in value.items() if isinstance(part, (list, dict)) and part}
    if len(parts) < 2:
        return None
    return _of_equal_lists(value, parts) or _of_numbered(parts) or _of_split(parts)


def _of_equal_lists(value: Mapping[str, Any], parts: Mapping[str, Any]) -> list[Row] | None:
    """Return rows of columns that are lists of one length, of two or more values each."""
    plain = {
        name: part for name, part in parts.items() if isinstance(part, list) and all(map(_is_scalar, part))
    }
    columns = columns_of(plain)
    first = next((column.name for column in columns if column.field in ("headline", "text")), None)
    if first is None or (length := len(plain[first])) < 2:
        return None
    plain = {name: part for name, part in plain.items() if len(part) == length}
    fields = {column.field for column in columns if column.name in plain}
    outside = {
        column.field for column in columns_of(value) if column.name not in plain and value[column.name]
    }
    if len(fields & {"headline", "text", "published", "url"}) < 2 or fields.isdisjoint(
        ("headline", "published")
    ):
        return None
    if not outside.isdisjoint(("headline", "text", "published", "url")):
        return None
    common = {name: part for name, part in value.items() if _is_scalar(part)}
    return [{**common, **{name: part[at] for name, part in plain.items()}} for at in range(length)]


def _of_numbered(parts: Mapping[str, Any]) -> list[Row] | None:
    """Return rows of columns that are objects of values by the number, or the date, of their row."""
    numbered = {
        name: part
        for name, part in parts.items()
        if isinstance(part, dict)
        and all(map(_NUMBER.fullmatch, part))
        and all(map(_is_scalar, part.values()))
    }
    if len(numbered) < 2 or not can_hold_story(columns_of(numbered)):
        return None
    keys = dict.fromkeys(key for part in numbered.values() for key in part)
    return [{name: part[key] for name, part in numbered.items() if key in part} for key in keys]


def _of_split(parts: Mapping[str, Any]) -> list[Row] | None:
    """Return rows that are lists of values, beside a list of their names."""
    for names in parts.values():
        called = [_called(each) for each in names] if isinstance(names, list) else []
        if len(called) < 2 or not all(called) or not can_hold_story(columns_of(filter(None, called))):
            continue
        for rows in parts.values():
            if isinstance(rows, list) and rows is not names and _are_rows(rows, len(called)):
                return [dict(zip(map(str, called), row, strict=True)) for row in rows]
    return None


def _called(value: Any) -> str | None:
    """Return the name of a column: a string, or what an object of its type calls it."""
    name = value.get("name") or value.get("label") if isinstance(value, dict) else value
    return name if isinstance(name, str) and 0 < len(name) <= 60 else None


def rows_of_lists(value: list[Any]) -> list[Row] | None:
    """Return the rows of a list of lists whose first is their names; None for any other list."""
    if len(value) < 2 or not isinstance(value[0], list):
        return None
    names = [each for each in value[0] if isinstance(each, str) and 0 < len(each) <= 60]
    if len(names) != len(value[0]) or len({column.field for column in columns_of(names)}) < 2:
        return None
    if not can_hold_story(columns_of(names)) or not all(isinstance(row, list) for row in value):
        return None
    return [dict(zip(names, row, strict=False)) for row in value[1:]]


def _are_rows(rows: list[Any], width: int) -> bool:
    return bool(rows) and all(isinstance(row, list) and len(row) == width for row in rows)


def _is_scalar(value: Any) -> bool:
    return value is None or isinstance(value, (str, int, float))
