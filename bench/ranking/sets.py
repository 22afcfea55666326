"""Sets of queries with their relevant documents, the documents they ask, and the measures of a ranking.

A folder of sets holds, for each, NAME/queries.jsonl with `{"id", "query"}` a line and NAME/qrels.txt with TREC's `query 0
document grade`, where a grade above 0 is relevant; and make_docs.py, which is run with a folder as its argument and
writes COLLECTION.jsonl there, `{"id", "title", "text"}` a line, for each collection that a set asks.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

DEPTH = 100
"""Hits of each answer that are measured."""


class Set(NamedTuple):
    """A set by name: the collection it asks, how the words of a query are joined, and the measure.

    A set that is asked as OR alone has sentences or headlines as queries; one that is asked as AND too, a few words.
    """

    name: str
    collection: str
    joins: tuple[str, ...]
    measure: str

    def kind(self, join: str) -> str:
        """Under which pooled mean the set counts when its words are joined so."""
        return "AND" if join == "AND" else "long OR" if len(self.joins) == 1 else "short OR"


SETS = (
    Set("tags-reuters-s", "reuters", ("OR", "AND"), "MAP"),
    Set("ki-reuters-s-mid", "reuters-stories", ("OR", "AND"), "MRR"),
    Set("ki-reuters-s-midx", "reuters-stories", ("OR", "AND"), "MRR"),
    Set("ki-bbc-s-mid", "bbc", ("OR", "AND"), "MRR"),
    Set("ki-wnw-s-mid", "wnw", ("OR", "AND"), "MRR"),
    Set("ki-bbc-s-head", "bbc-bodies", ("OR",), "MRR"),
    Set("TIME-odd", "time", ("OR",), "MAP"),
)

_WORD = re.compile(r"[^\W\d_](?:\.[^\W\d_])+\b|[^\W_]+")
_POSSESSIVE = re.compile(r"['’]s\b")


@dataclass(frozen=True, slots=True)
class Document:
    """A text of a collection; "" for a title that it does not have."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Query:
    """The words of a query, each once and in lower case, and the ids of the documents that are relevant to it."""

    words: tuple[str, ...]
    relevant: frozenset[str]


def write_documents(gold: Path, folder: Path) -> None:
    """Have the sets' own script write its collections into a folder, where they are not there yet."""
    if not (folder / ".complete").exists():
        subprocess.run(
            [sys.executable, "-B", str(gold / "make_docs.py"), str(folder)],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        (folder / ".complete").touch()


def read_documents(folder: Path, collection: str) -> list[Document]:
    """The documents of a collection, of JSON Lines with `id`, `title` and `text`."""
    with (folder / f"{collection}.jsonl").open(encoding="utf-8") as file:
        return [Document(each["id"], each["title"], each["text"]) for each in map(json.loads, file)]


def read_queries(folder: Path) -> list[Query]:
    """The queries of `queries.jsonl` with what `qrels.txt` (TREC's format) has of each."""
    relevant: dict[str, set[str]] = {}
    for line in (folder / "qrels.txt").read_text(encoding="utf-8").splitlines():
        query, _, document, grade = line.split()
        if int(grade) > 0:
            relevant.setdefault(query, set()).add(document)
    with (folder / "queries.jsonl").open(encoding="utf-8") as file:
        return [
            Query(tuple(dict.fromkeys(words_of(each["query"]))), frozenset(relevant[each["id"]]))
            for each in map(json.loads, file)
        ]


def words_of(text: str) -> list[str]:
    """The words of a text in lower case, without punctuation and possessive s; initials (U.N) stay whole."""
    return _WORD.findall(_POSSESSIVE.sub("", unicodedata.normalize("NFC", text).lower()))


def folded(text: str) -> str:
    """The text without accents, as morgue's queries and articles are compared."""
    return "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))


def average_precision(ranked: Sequence[str], relevant: frozenset[str]) -> float:
    """The mean, over the relevant documents, of the precision at the rank of each; 0 for one that is not there."""
    hits, total = 0, 0.0
    for rank, document in enumerate(ranked, 1):
        if document in relevant:
            hits += 1
            total += hits / rank
    return total / len(relevant)


def reciprocal_rank(ranked: Sequence[str], relevant: frozenset[str]) -> float:
    """1 over the rank of the first relevant document; 0 where there is none."""
    return next((1 / rank for rank, document in enumerate(ranked, 1) if document in relevant), 0.0)


MEASURES: dict[str, Callable[[Sequence[str], frozenset[str]], float]] = {
    "MAP": average_precision,
    "MRR": reciprocal_rank,
}
