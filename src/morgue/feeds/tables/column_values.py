"""Know what the columns of a table are by what their first rows hold, where their names do not say it.

A column is taken for a field only where its values leave no doubt and no other column is like it: days of the calendar, addresses
of the web, names of newspapers, running text, and lines of a headline beside a text. What a person named (`--map`) and what
a name says is never overruled, but for one thing: a `title` that repeats beside a headline is that of the paper.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from morgue.extract.dates import reading
from morgue.feeds.support.columns import Column
from morgue.feeds.support.data import ordered_lists
from morgue.feeds.support.keys import DAY_FIRST, bare, is_prose
from morgue.feeds.tables.json_rows import LONG

LEAST = 3
"""Rows in which a column of no known name must hold the same kind of thing: fewer may agree by chance."""
LINE = 250
"""The longest headline, in code points."""
_ADDRESS = re.compile(r"https?://[^\s/]+\.[^\s/]+/\S+")
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|mp[34]|ico)(?:\?|\Z)", re.IGNORECASE)
_DOMAIN = re.compile(r"(?:[a-z0-9-]{1,63}\.){1,3}[a-z]{2,12}")
_NUMERIC = re.compile(r"(?<![\d:])(\d{1,2})([/-]) ?(\d{1,2})\2 ?(\d{4})(?!\d)")
_OTHER_MOMENT = re.compile(
    r"updat|modif|creat|crawl|scrap|harvest|index|down|load|retriev|access|collect|fetch|import|export|birth|event|end|expir|geburt|abruf|naissance|nacimiento"
)
"""Parts of the names of columns of moments that are none of publication."""


@dataclass(frozen=True, slots=True)
class Judged:
    """The columns of a table, by name and by value; `day_first` says how the numeric dates of its columns are read, where that is known."""

    columns: tuple[Column, ...]
    day_first: dict[str, bool] = field(default_factory=dict)

    def dated(self, name: str, value: object) -> object:
        """Return a value of a column with its numeric date in ISO 8601, where the order of its numbers is known."""
        day_first = self.day_first.get(name)
        if day_first is None or not isinstance(value, str):
            return value
        return _NUMERIC.sub(lambda found: _iso(found, day_first=day_first), value, count=1)


def _iso(found: re.Match[str], *, day_first: bool) -> str:
    day, month = (found[1], found[3]) if day_first else (found[3], found[1])
    return f"{found[4]}-{int(month):02}-{int(day):02}" if int(month) <= 12 else found[0]


def judge(names: Sequence[str], rows: Sequence[Sequence[object]], columns: Sequence[Column]) -> Judged:
    """Return what the columns of a table are; `rows` are its first ones, `columns` those that are known by name."""
    values = {name: _filled(rows, at) for at, name in enumerate(names)}
    found = _papers(list(columns), values)
    stated = {column.field for column in found}
    unknown = [
        name
        for name, texts in values.items()
        if name and len(texts) >= LEAST and all(column.name != name for column in found)
    ]
    for kind, is_of_kind in _KINDS.items():
        if kind in stated or (kind == "headline" and "text" not in stated):
            continue
        like = [name for name in unknown if is_of_kind(name, values[name])]
        if len(like) == 1 and _is_credible(kind, stated, unknown, values):
            found.append(Column(kind, like[0], _LAST, f"column {like[0]}, by its values"))
            stated.add(kind)
            unknown.remove(like[0])
    return Judged(tuple(found), _orders(names, values, found))


_LAST = 1_000
"""The rank of a column that is known by its values: behind all that are known by name."""


def _filled(rows: Sequence[Sequence[object]], at: int) -> list[str]:
    return [text for row in rows if at < len(row) and row[at] is not None and (text := str(row[at]).strip())]


def _is_credible(kind: str, stated: set[str], unknown: Sequence[str], values: dict[str, list[str]]) -> bool:
    """Return whether a table that has a text by its values alone has two more things of a story: headline, day, address, outlet.

    Reviews, tickets and answers have a text and a day.
    """
    if kind != "text":
        return True
    others = {"headline", "published", "url", "publisher"} & stated
    if "headline" not in others and any(_is_headline(name, values[name]) for name in unknown):
        others.add("headline")
    return len(others) > 1


def _papers(columns: list[Column], values: dict[str, list[str]]) -> list[Column]:
    """Return the columns, a `title` for the paper's where it stands beside a headline and repeats."""
    if any(column.field == "publisher" and column.rank < 0 for column in columns):
        return columns
    named = {
        bare(column.name): column for column in columns if column.field == "headline" and column.rank >= 0
    }
    title = named.get("title")
    if title is None:
        return columns
    is_beside = not named.keys().isdisjoint(("heading", "headline", "head", "articletitle", "headlinetext"))
    texts = values[title.name]
    if not is_beside or len(texts) < LEAST or len(set(texts)) * 2 > len(texts):
        return columns
    paper = Column("publisher", title.name, -1, f"{title.rule}, by its values")
    return [paper if column is title else column for column in columns]


def _is_day(name: str, texts: Sequence[str]) -> bool:
    if _OTHER_MOMENT.search(bare(name)):
        return False
    return all(len(text) < 40 and any(map(str.isdigit, text)) and _is_a_day(text) for text in texts)


def _is_a_day(text: str) -> bool:
    return bool(_NUMERIC.fullmatch(text)) or (
        not text.replace(".", "").isdigit() and reading(text) is not None
    )


def _is_address(_name: str, texts: Sequence[str]) -> bool:
    return all(_ADDRESS.fullmatch(text) and not _PICTURE.search(text) for text in texts) and len(
        set(texts)
    ) * 2 > len(texts)


@cache
def _words() -> tuple[frozenset[str], re.Pattern[str]]:
    lists = ordered_lists("outlet_words.tsv")
    return frozenset(lists["words"]), re.compile("|".join(lists["parts"]))


def _is_outlet(_name: str, texts: Sequence[str]) -> bool:
    """Return whether most values, none of them long, are names of outlets: a domain, or a name with a word that newspapers have."""
    if any(len(text) > 60 for text in texts):
        return False
    if all(_DOMAIN.fullmatch(text.lower()) for text in texts):
        return True
    words, parts = _words()
    like = sum(
        not words.isdisjoint(re.findall(r"\w+", text.lower())) or parts.search(text) is not None
        for text in texts
    )
    return like * 2 > len(texts)


def _is_text(_name: str, texts: Sequence[str]) -> bool:
    return sum(map(len, texts)) >= LONG * len(texts) and sum(map(is_prose, texts)) * 4 >= len(texts) * 3


def _is_headline(name: str, texts: Sequence[str]) -> bool:
    """Return whether the values are lines of several words, nearly all of them different and without the end of a sentence."""
    if len(set(texts)) * 10 < len(texts) * 9 or any("\n" in text or len(text) > LINE for text in texts):
        return False
    if _is_text(name, texts):
        return False
    several = sum(len(text.split()) >= 3 or (len(text) >= 10 and not text.isascii()) for text in texts)
    return (
        several * 4 >= len(texts) * 3
        and sum(text.endswith((".", "。")) for text in texts) * 4 < len(texts)
        and not any(text.startswith(("http://", "https://")) for text in texts)
    )


_KINDS = {
    "published": _is_day,
    "url": _is_address,
    "publisher": _is_outlet,
    "text": _is_text,
    "headline": _is_headline,
}
"""The fields that values tell, in the order in which they are asked."""


def _orders(names: Sequence[str], values: dict[str, list[str]], columns: Sequence[Column]) -> dict[str, bool]:
    """Return whether the day comes first in the numeric dates of each column of moments, where its values or the language of the names tell."""
    is_foreign = any(bare(name) in DAY_FIRST for name in names)
    found = {}
    for column in columns:
        if column.field not in ("published", "updated"):
            continue
        pairs = [
            (int(date[1]), int(date[3]))
            for text in values.get(column.name, ())
            if (date := _NUMERIC.search(text))
        ]
        day_first, month_first = (
            any(first > 12 for first, _ in pairs),
            any(second > 12 for _, second in pairs),
        )
        if pairs and day_first != month_first:
            found[column.name] = day_first
        elif pairs and is_foreign and not month_first:
            found[column.name] = True
    return found
