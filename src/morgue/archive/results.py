"""Define what the methods of an Archive return: frozen values that know their JSON of the contract."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import field
from typing import TYPE_CHECKING, Any

from morgue._startup.frozen import fields_of, frozen
from morgue.model.article import FIELDS, Hit, Snippet
from morgue.model.fields import HIT_KEYS
from morgue.query.tree import Note, Query

if TYPE_CHECKING:
    from morgue.archive.meanings import Meaning

FORMAT_VERSION = 1


@frozen
class Whereabouts:
    """The file that an article was read from, the other files that hold it, and how many texts it has had.

    Paths are as they are shown.
    """

    read_from: str
    also_in: list[str]
    versions: int = 1

    def to_json(self) -> dict[str, object]:
        """Return the keys read_from, also_in and versions."""
        return fields_of(self)


def snippet_json(snippet: Snippet) -> dict[str, Any]:
    """Return a snippet as in the contract; offsets are code points."""
    return {**fields_of(snippet), "highlights": [list(each) for each in snippet.highlights]}


HIT_FIELDS = ("rank", "score", "id", *HIT_KEYS, "snippets")
"""The keys of a hit, where no others are asked for."""

CARRIED = "carried"
"""The key of a hit that speaks of its whole story, where an answer has one hit a story."""

ALL_FIELDS = ("rank", "score", *FIELDS, "snippets", CARRIED)
"""Every key that a hit can have; the last one where an answer has one hit a story."""

STORY_FIELDS = (*HIT_FIELDS, CARRIED)
"""The keys of a hit of an answer that has one a story, where no others are asked for."""

_OWN: dict[str, Callable[[Hit], Any]] = {
    "rank": lambda hit: hit.rank,
    "score": lambda hit: hit.score,
    "snippets": lambda hit: [snippet_json(each) for each in hit.snippets],
    CARRIED: lambda hit: hit.carried.to_json() if hit.carried else None,
}
"""The keys of a hit that its article does not have."""


def hit_json(hit: Hit, names: Sequence[str] = HIT_FIELDS) -> dict[str, Any]:
    """Return a hit as in the contract, with the keys of `names` in their order."""
    return {name: _OWN[name](hit) if name in _OWN else hit.article.value_json(name) for name in names}


@frozen
class Asked:
    """A query as it was understood, with the clock that its relative dates were read by.

    `told` replaces the explanation where the tree does not say what was asked (articles like one).
    """

    text: str
    query: Query
    now: dt.datetime
    notes: tuple[Note, ...] = ()
    told: str | None = None

    @property
    def canonical(self) -> str:
        """Return the query as text that parses to the same tree, relative dates resolved."""
        from morgue.query.canonical import canonical

        return canonical(self.query.tree)

    @property
    def explanation(self) -> str:
        """Return the query in plain words."""
        from morgue.query.explain import explanation

        return self.told or explanation(self.query)

    def to_json(self) -> dict[str, str]:
        """Return the `query` object of the contract."""
        return {
            "text": self.text,
            "canonical": self.canonical,
            "explanation": self.explanation,
            "now": self.now.isoformat(),
        }


@frozen
class Held:
    """The archive that answered, and its state."""

    id: str
    revision: int
    engine: str

    def to_json(self) -> dict[str, object]:
        """Return the `archive` object of the contract."""
        return fields_of(self)


@frozen
class Partial:
    """Articles that have most of the words of a query: how many, those with all words included, and the query for them.

    `words` are those of the query, without function words; of two of them one is most.
    """

    total: int
    query: str
    words: int = 3
    stories: int | None = None

    def to_json(self) -> dict[str, object]:
        """Return the `partial` object of the contract; with the stories that they are of where they were counted."""
        counted = {} if self.stories is None else {"stories": self.stories}
        return {"total": self.total, **counted, "query": self.query}

    @property
    def having(self) -> str:
        """Return what such an article has, in words."""
        return "one of the two words" if self.words == 2 else "most of the words"


@frozen
class Results:
    """The answer to a search. `total` is None where it was not asked for; `took_ms` is milliseconds.

    `partial` says how many articles have most of the words, where fewer than ten have all and in queries of which most
    words are not all. Where these are `listed`, the hits of a rank above `full` are those.

    Where it is `grouped`, there is one hit for each story, and `stories` says how many there are; `total` counts articles.
    """

    archive: Held
    query: Asked
    total: int | None
    offset: int
    took_ms: float
    hits: tuple[Hit, ...]
    diagnosis: list[dict[str, object]] | None = None
    partial: Partial | None = None
    listed: bool = False
    grouped: bool = False
    stories: int | None = None

    @property
    def notes(self) -> tuple[Note, ...]:
        """Return what the user should know of how the query was read."""
        return self.query.notes

    @property
    def listable(self) -> int | None:
        """Return how many hits all pages together have; None where that was not counted."""
        if self.listed and self.partial:
            return self.partial.stories if self.grouped else self.partial.total
        return self.full

    @property
    def full(self) -> int | None:
        """Return how many hits have all that was asked for; None where that was not counted."""
        return self.stories if self.grouped else self.total

    @property
    def unlisted(self) -> int:
        """Return how many articles have most of the words and are on no page."""
        return 0 if self.listed or not self.partial else self.partial.total - (self.total or 0)

    def head(self) -> dict[str, Any]:
        """Return the search document of the contract without its hits."""
        return {
            "format_version": FORMAT_VERSION,
            "archive": self.archive.to_json(),
            "query": self.query.to_json(),
            "total": self.total,
            **({"stories": self.stories} if self.grouped else {}),
            "offset": self.offset,
            "took_ms": round(self.took_ms, 3),
            "notes": [note.to_json() for note in self.notes],
            "diagnosis": self.diagnosis,
            "partial": self.partial.to_json() if self.partial else None,
        }

    def to_json(self) -> dict[str, Any]:
        """Return the search document of the contract."""
        names = STORY_FIELDS if self.grouped else HIT_FIELDS
        return {**self.head(), "hits": [hit_json(hit, names) for hit in self.hits]}


def _pairs(facets: dict[str, list[tuple[str, int]]]) -> dict[str, list[list[object]]]:
    """Return facets with their pairs as JSON has them."""
    return {name: [list(pair) for pair in pairs] for name, pairs in facets.items()}


@frozen
class Facets:
    """Counts of values: `facets` has (value, articles or stories) pairs by facet name, most first.

    `stories` is how many there are in all where they are what is counted, else None.
    """

    query: Asked
    total: int
    facets: dict[str, list[tuple[str, int]]]
    stories: int | None = None

    @property
    def count(self) -> str:
        """Return what is counted: `articles` or `stories`."""
        return "articles" if self.stories is None else "stories"

    def to_json(self) -> dict[str, Any]:
        """Return the facets document of the contract."""
        return {
            "format_version": FORMAT_VERSION,
            "total": self.total,
            **_stories(self.stories),
            "facets": _pairs(self.facets),
        }


@frozen
class Timeline:
    """Counts over time: `buckets` are (day, ISO week, month or year, articles or stories), empty ones included.

    Articles without a day are in `total` and in no bucket. Where stories are counted, `stories` is how many there are in
    all; one with articles in several buckets counts in each, which a note says.
    """

    query: Asked
    total: int
    by: str
    buckets: list[tuple[str, int]]
    stories: int | None = None

    @property
    def count(self) -> str:
        """Return what is counted: `articles` or `stories`."""
        return "articles" if self.stories is None else "stories"

    @property
    def notes(self) -> tuple[Note, ...]:
        """Return what the user should know of how the query was read, and of what the numbers add up to."""
        return self.query.notes

    def to_json(self) -> dict[str, Any]:
        """Return the timeline document of the contract."""
        return {
            "format_version": FORMAT_VERSION,
            "total": self.total,
            **_stories(self.stories),
            **({} if self.stories is None else {"notes": [note.to_json() for note in self.notes]}),
            "by": self.by,
            "buckets": [list(pair) for pair in self.buckets],
        }


def _stories(number: int | None) -> dict[str, object]:
    """Return the keys of what counts stories; none where articles are counted."""
    return {} if number is None else {"stories": number, "count": "stories"}


@frozen
class Example:
    """An article that shows what something is about."""

    id: str
    headline: str | None

    def to_json(self) -> dict[str, object]:
        """Return the keys id and headline."""
        return fields_of(self)


DIGITS = 2
"""Decimals of expected counts, scores and ratios as they are shown."""


def _measured(count: int, unit: str, expected: float, score: float, log_ratio: float) -> dict[str, object]:
    """Return what was counted and how it compares, as JSON has it."""
    return {
        unit: count,
        "expected": round(expected, DIGITS),
        "score": round(score, DIGITS),
        "log_ratio": round(log_ratio, DIGITS),
    }


@frozen
class Burst:
    """A word or place that is over-represented in a period: `count` stories (or articles) of it have it.

    `expected` would have it if it were as frequent there as in all that was compared. `score` is the log-likelihood G2, and
    `log_ratio` the binary logarithm of how many times as frequent it is as in the rest (`bursts.keyness`). `value` is as it is
    written mostly. A word has the `language` whose articles were compared, None where that is unknown; a place its `country`.
    """

    value: str
    count: int
    expected: float
    score: float
    log_ratio: float
    example: Example | None
    language: str | None = None
    country: str | None = None

    def to_json(self, kind: str, unit: str) -> dict[str, object]:
        """Return a word or a place, as `kind` says, with its count under the name of the unit."""
        beside = {"word": {"language": self.language}, "place": {"country": self.country}}[kind]
        measured = _measured(self.count, unit, self.expected, self.score, self.log_ratio)
        return {
            kind: self.value,
            **beside,
            **measured,
            "example": self.example.to_json() if self.example else None,
        }


@frozen
class StoryBurst:
    """A story of several articles in a period: its id, the first of them there, and how many outlets carried it there.

    `count`, `expected`, `score` and `log_ratio` are those of its articles, as of a Burst.
    """

    story: str
    first: Example
    outlets: int
    count: int
    expected: float
    score: float
    log_ratio: float

    def to_json(self) -> dict[str, object]:
        """Return the keys story, headline, outlets, articles, expected, score, log_ratio, example."""
        measured = _measured(self.count, "articles", self.expected, self.score, self.log_ratio)
        return {
            "story": self.story,
            "headline": self.first.headline,
            "outlets": self.outlets,
            **measured,
            "example": self.first.to_json(),
        }


@frozen
class BurstPeriod:
    """A day, ISO week, month or year, how many articles and stories of the query it has, and what bursts in it."""

    period: str
    articles: int
    stories: int
    words: list[Burst]
    places: list[Burst]
    top_stories: list[StoryBurst]

    def to_json(self, unit: str) -> dict[str, object]:
        """Return a period of the bursts document."""
        return {
            "period": self.period,
            "articles": self.articles,
            "stories": self.stories,
            "words": [each.to_json("word", unit) for each in self.words],
            "places": [each.to_json("place", unit) for each in self.places],
            "top_stories": [each.to_json() for each in self.top_stories],
        }


@frozen
class Bursts:
    """What is over-represented in periods, which are in order of time; `total` articles match the query.

    `by` is day, week, month or year, `count` what was counted (`stories` or `articles`), `against` what a period was
    compared with: `query`, which is all that matches at other times, or `archive`, which is all other articles. `measure` names the score. Of `compared` articles `read` were read to see what may
    burst; where that is not all of them, what is shown was counted in all of them nevertheless.
    """

    query: Asked
    total: int
    by: str
    count: str
    against: str
    measure: str
    periods: list[BurstPeriod]
    read: int
    compared: int

    @property
    def notes(self) -> tuple[Note, ...]:
        """Return what the user should know of the query, and of what was compared."""
        return self.query.notes

    def to_json(self) -> dict[str, Any]:
        """Return the bursts document."""
        return {
            "format_version": FORMAT_VERSION,
            "query": self.query.to_json(),
            "total": self.total,
            "by": self.by,
            "count": self.count,
            "against": self.against,
            "measure": self.measure,
            "read": self.read,
            "compared": self.compared,
            "periods": [each.to_json(self.count) for each in self.periods],
            "notes": [note.to_json() for note in self.notes],
        }


@frozen
class Explanation:
    """How a query was read: `parts` are {"part", "total"}, `words` what bare words, `*`, `?` and `~` stand for."""

    query: Asked
    parts: list[dict[str, object]]
    words: list[Meaning]

    @property
    def notes(self) -> tuple[Note, ...]:
        """Return what the user should know of how the query was read."""
        return self.query.notes

    def to_json(self) -> dict[str, Any]:
        """Return the explain document of the contract."""
        return {
            "format_version": FORMAT_VERSION,
            "query": self.query.to_json(),
            "parts": self.parts,
            "words": [each.to_json() for each in self.words],
            "notes": [note.to_json() for note in self.notes],
        }


@frozen
class Stats:
    """The summary of an archive. `coverage` counts articles that have a field, over all and by source.

    `coverage["all"]` maps field to articles; `coverage["format"]` and `coverage["publisher"]` map a source
    to its `articles` and the same fields. Sizes are bytes. `rejected`, `partly_read` and `no_article` count files.
    `roots` are the directories of this machine that were indexed, and files that were named themselves, with their
    numbers of files. `stories` counts articles of one story as one, `with_several` the stories that have several.
    """

    archive: Held
    articles: int
    files: int
    first_day: str | None
    last_day: str | None
    bytes: int
    rejected: int
    no_article: int
    years: list[tuple[str, int]] = field(default_factory=list)
    facets: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    coverage: dict[str, Any] = field(default_factory=dict)
    partly_read: int = 0
    passed_over: int = 0
    roots: list[tuple[str, int]] = field(default_factory=list)
    stories: int = 0
    with_several: int = 0

    def to_json(self) -> dict[str, Any]:
        """Return the stats document."""
        plain = (
            "articles", "stories", "with_several", "files", "first_day", "last_day", "bytes", "rejected", "no_article", "partly_read", "passed_over",
        )  # fmt: skip
        return {
            "format_version": FORMAT_VERSION,
            "archive": self.archive.to_json(),
            "engine": self.archive.engine,
            "revision": self.archive.revision,
            **{name: getattr(self, name) for name in plain},
            "roots": [{"path": path, "files": number} for path, number in self.roots],
            "years": [list(pair) for pair in self.years],
            "facets": _pairs(self.facets),
            "coverage": self.coverage,
        }


@frozen
class StoryCensus:
    """The stories of an archive. `stories` counts all of them, `with_several` those that have several articles, `in_several` these articles.

    `largest` is the id of a story with the most articles, and their number; None where each is alone. `not_compared` counts articles
    that have not been compared with others: a run was cut off, and the next `index` does it.
    """

    archive: Held
    articles: int
    stories: int
    with_several: int
    in_several: int
    largest: tuple[str, int] | None
    not_compared: int

    def to_json(self) -> dict[str, Any]:
        """Return the stories document."""
        return {
            "format_version": FORMAT_VERSION,
            "archive": self.archive.to_json(),
            **{name: getattr(self, name) for name in ("articles", "stories", "with_several", "in_several")},
            "largest": self.largest and {"id": self.largest[0], "articles": self.largest[1]},
            "not_compared": self.not_compared,
        }


class Forgotten(int):
    """What `forget` did, as the number of articles that are gone.

    `files` counts the files that it removed, `remaining` the articles of theirs that other files still hold, `texts` the
    earlier texts that are gone, by themselves or with their articles.
    """

    files: int
    remaining: int
    texts: int

    def __new__(cls, files: int, removed: int, remaining: int, texts: int = 0) -> Forgotten:
        """Make the number, with the others beside it."""
        made = super().__new__(cls, removed)
        made.files, made.remaining, made.texts = files, remaining, texts
        return made

    @property
    def removed(self) -> int:
        """Return the articles that are gone."""
        return int(self)

    def to_json(self) -> dict[str, int]:
        """Return the forget document."""
        return {
            "removed": self.removed,
            "remaining": self.remaining,
            "files": self.files,
            "texts": self.texts,
        }


@frozen
class VerifyReport:
    """What `verify` found: `problems` before any repair, `mended` whether none is left."""

    problems: list[str]
    articles: int
    mended: bool = False
    lost: list[str] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Return whether the archive is whole now."""
        return (not self.problems or self.mended) and not self.lost

    def to_json(self) -> dict[str, Any]:
        """Return the verify document."""
        return {
            "format_version": FORMAT_VERSION,
            "sound": self.sound,
            "problems": self.problems,
            "mended": self.mended,
            "lost": self.lost,
            "articles": self.articles,
        }


@frozen
class Moved:
    """What a copy of an archive came to: articles copied now, and those copied before; files; searches; seconds."""

    source: str
    target: str
    engine: str
    copied: int
    kept: int
    removed: int
    total: int
    files: int
    searches: int
    seconds: float

    def to_json(self) -> dict[str, Any]:
        """Return the copy document."""
        return {
            "format_version": FORMAT_VERSION,
            "from": self.source,
            "to": self.target,
            "engine": self.engine,
            "articles": {
                "copied": self.copied,
                "unchanged": self.kept,
                "removed": self.removed,
                "total": self.total,
            },
            "files": self.files,
            "searches": self.searches,
            "seconds": round(self.seconds, 3),
        }
