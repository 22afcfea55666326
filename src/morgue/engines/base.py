"""The contract of every engine: Documents in, trees in, articles out.

An engine knows nothing of files, catalogs or locks. A Writer is used by one process at a time; what it adds
is found after `commit`. A Searcher is a snapshot: all its answers are of one committed state.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol, TypeVar

from morgue.analysis.analyzer import ENGLISH, stem, written
from morgue.errors import ArchiveError, MorgueError
from morgue.model.fields import FACET_FIELDS as FACET_FIELDS
from morgue.model.fields import FACETS as FACETS
from morgue.model.fields import VALUE_FIELDS as VALUE_FIELDS
from morgue.process.debug import logger

if TYPE_CHECKING:
    from morgue.query.tree import Node, Word

Sort = Literal["relevance", "newest", "oldest"]


@dataclass(slots=True)
class Document:
    """An article made ready for any engine (`engines.document.document` makes it).

    Each mapping is by field, of those that the article has. `texts` holds the text fields (`body` without the
    dateline), already `analyzer.indexable`. `values` holds folded values of the keyword fields and of `location` (place
    names), and upper-case codes of `country`; `has` the names of HAS_FIELDS that are present. `facets` holds display
    values (year and month are made from `day`), `numbers` the numbers, and `spans` the instants as (first, last)
    microseconds since 1970 UTC, a bare day being the whole day. `day` is YYYYMMDD. `moment` orders by time:
    microseconds of the updated, else published instant, else the noon of the day; None where there is none. `stored`
    is the article as JSON. `story` is the number (`stories.label`) of a story that has several articles, None where there is one.
    `replaced` is the moment, in the same microseconds, of the text that took the place of this one; None where none did, or at an unknown time.

    `stem_class` is the language whose stemmer its texts go through (`analysis.stems`), `tokens` the texts as stems with
    blanks between them, by field. `spellings` are (folded word, token) of words that have another stem when they are typed
    without their accents.
    """

    id: str
    file: int
    stored: bytes
    texts: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Sequence[str]] = field(default_factory=dict)
    facets: Mapping[str, Sequence[str]] = field(default_factory=dict)
    has: Sequence[str] = ()
    day: int | None = None
    moment: int | None = None
    spans: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
    stem_class: str = ENGLISH
    tokens: Mapping[str, str] = field(default_factory=dict)
    spellings: Sequence[tuple[str, str]] = ()
    story: int | None = None
    replaced: int | None = None

    def __reduce__(self) -> tuple[type[Document], Any]:
        """Return the values in order: from one process to another in half the time that a state by name takes."""
        return type(self), _taking(self.__match_args__)(self)


@cache
def _taking(names: tuple[str, ...]) -> attrgetter[Any]:
    """Return what takes the values of all fields off a document."""
    return attrgetter(*names)


class Found(NamedTuple):
    """One article of an answer: its score and its JSON as stored."""

    score: float
    stored: bytes


class Answer(NamedTuple):
    """What a search returns: how many articles match in all (None if not asked), and a page of them."""

    total: int | None
    found: list[Found]


class Searcher(Protocol):
    """A snapshot of an archive that answers queries. Raises EngineError, or QueryError for a wide wildcard.

    An engine inherits from it what it does not do better by itself, and what its methods are for.
    """

    def total(self) -> int:
        """Return how many articles there are."""

    def search(
        self, tree: Node, *, limit: int, offset: int = 0, sort: Sort = "relevance", count: bool = True
    ) -> Answer:
        """Return the articles of rank offset+1 to offset+limit.

        Relevance is by score, then newest day, then id; newest and oldest are by moment, then id, articles
        without any time last.
        """

    def every(self, tree: Node, *, sort: Sort = "relevance") -> Iterator[Found]:
        """Yield all articles that match, in order, in memory that does not grow with their number."""

    def count(self, tree: Node) -> int:
        """Return how many articles match, exactly."""

    def matches(self, tree: Node) -> bool:
        """Return whether any article matches."""
        return self.count(tree) > 0

    def members(self, tree: Node) -> Mapping[int, int]:
        """Return, by its number (`stories.label`), how many articles that match each story of several articles has.

        Articles that stand alone are not in it.
        """
        from morgue.engines.grouping import number_of, of_several

        counts: dict[int, int] = {}
        for each in self.every(of_several(tree)):
            if (number := number_of(each.stored)) is not None:
                counts[number] = counts.get(number, 0) + 1
        return counts

    def count_stories(self, tree: Node) -> int:
        """Return how many stories the articles that match are of, exactly."""
        held = self.members(tree)
        return self.count(tree) - sum(held.values()) + len(held)

    def leading(self, tree: Node, *, sort: Sort = "relevance") -> Iterator[Found]:
        """Yield the first article of each story, in the order that `every` has.

        Memory grows with the number of stories of several articles, by some 60 bytes each.
        """
        from morgue.engines.grouping import Fold, number_of

        return Fold().firsts((number_of(each.stored), each) for each in self.every(tree, sort=sort))

    def grouped(self, tree: Node, *, limit: int, offset: int = 0, sort: Sort = "relevance") -> list[Found]:
        """Return the first articles of the stories of rank offset+1 to offset+limit, in the order that `search` has."""
        from itertools import islice

        return list(islice(self.leading(tree, sort=sort), offset, offset + max(0, limit)))

    def story_days(self, tree: Node) -> set[tuple[int, dt.date]]:
        """Return each pair of a story of several articles, by its number, and a printed day of one that matches."""
        from morgue.engines.grouping import dated_number_of, of_several

        pairs = (dated_number_of(each.stored) for each in self.every(of_several(tree)))
        return {(number, day) for number, day in pairs if number is not None and day is not None}

    def facets(self, tree: Node, names: Sequence[str], *, limit: int) -> dict[str, list[tuple[str, int]]]:
        """Return for each name the most frequent values and their articles, most first, then by value."""

    def facets_of_each(
        self, trees: Sequence[Node], names: Sequence[str], *, limit: int
    ) -> list[dict[str, list[tuple[str, int]]]]:
        """Return the facets of each of several trees."""
        return [self.facets(tree, names, limit=limit) for tree in trees]

    def days(self, tree: Node) -> list[tuple[dt.date, int]]:
        """Return articles a printed day, in order; articles without a day are not in it."""

    def lone_days(self, tree: Node) -> list[tuple[dt.date, int]]:
        """Return articles a printed day, in order, of those that stand alone."""
        from morgue.engines.grouping import alone

        return self.days(alone(tree))

    def months(self, tree: Node) -> list[tuple[dt.date, int]]:
        """Return articles a month of their printed days, each by its first day, in order."""
        from morgue.engines.timeline import monthly

        return monthly(self.days(tree))

    def articles(self, ids: Iterable[str]) -> dict[str, bytes]:
        """Return stored articles by id; ids that are not there are left out."""

    def ids(self, prefix: str, *, limit: int) -> list[str]:
        """Return ids that begin with `prefix`, in order."""

    def words(self, prefix: str, *, limit: int) -> list[tuple[str, int]]:
        """Return words as written in headlines and bodies that begin with `prefix`, with their document frequency.

        In alphabetical order; the frequency is the larger of the two fields'.
        """

    def lexicon(self, prefix: str, fields: Sequence[str], *, limit: int) -> list[str]:
        """Return words as written that begin with `prefix`, in alphabetical order: all that any of the text fields has.

        Those of other fields, or of deleted articles, may be among them.
        """
        return [word for word, _ in self.words(prefix, limit=limit)]

    def near(self, wanted: Mapping[str, int]) -> dict[str, list[tuple[str, int]]]:
        """Return for each word those as written in headlines and bodies that are at most so many edits (1 or 2) from it.

        They are in alphabetical order, with their frequency. The dictionary is looked through once for all, in time
        that grows with its size.
        """

    def frequencies(self, words: Sequence[str]) -> dict[str, int]:
        """Return the document frequency of each word as written, the larger of headline and body; others are left out."""

    def stem_classes(self) -> Sequence[str]:
        """Return the languages whose stemmers the articles went through, in order; of deleted ones perhaps too."""
        return (ENGLISH,)

    def spellings(self, word: str) -> Sequence[str]:
        """Return the tokens of words that are this one when they are folded, and have another stem than it."""
        return ()

    def tokens(self, word: Word) -> Sequence[str]:
        """Return the tokens that a bare word stands for in the fields of stems, in an order that is always the same."""
        if word.tokens:
            return word.tokens
        classes = self.stem_classes()
        if tuple(classes) == (ENGLISH,):
            return (stem(word.word),)
        forms = tuple(dict.fromkeys((word.typed or written(word.word), written(word.word))))
        made: Iterable[str]
        if word.before or word.behind:
            from morgue.analysis.parted import query_tokens_of_part

            made = query_tokens_of_part(forms, written(word.before), classes)
        else:
            from morgue.analysis.stems import query_tokens

            made = (each for form in forms for each in query_tokens(form, classes))
        return tuple(dict.fromkeys((*made, *self.spellings(word.word))))

    def resolved(self, tree: Node) -> Node:
        """Return the tree with the tokens of its bare words, for those who look for them without an index."""
        if tuple(self.stem_classes()) == (ENGLISH,):
            return tree
        from morgue.query.tree import Word, replaced

        return replaced(
            tree, lambda leaf: leaf.with_tokens(self.tokens(leaf)) if isinstance(leaf, Word) else leaf
        )

    def values(self, name: str, prefix: str, *, limit: int) -> list[tuple[str, int]]:
        """Return display values of a facet (not year or month) or `keyword` whose fold begins with fold(prefix)."""

    def close(self) -> None:
        """Give back files and memory."""


class Writer(Protocol):
    """The one writer. Nothing is found before `commit`; `close` without it forgets what was added."""

    def add(self, documents: Iterable[Document]) -> None:
        """Add articles. An id that is there already must have been deleted."""

    def delete(self, ids: Iterable[str]) -> None:
        """Delete articles by id; later additions of the same id in the same commit stay."""

    def commit(self) -> None:
        """Make it durable and found."""

    def close(self) -> None:
        """Release the index; what was not committed is forgotten."""


class Engine(Protocol):
    """An index of articles on disk or elsewhere."""

    name: str

    def writer(self) -> Writer:
        """Return the writer. Raises ArchiveError where the place cannot be written."""

    def searcher(self) -> Searcher:
        """Return a snapshot of what is committed now."""

    def verify(self) -> list[str]:
        """Return what is wrong with the index's own files, each named; empty where nothing is."""

    def size(self) -> int:
        """Return bytes on disk."""


# -- what engines share ------------------------------------------------------------------------------------------


Q = TypeVar("Q")


def noted(engine: str, tree: Node, query: Q) -> Q:
    """Log what an engine is asked for a tree, and return it."""
    if log := logger("query"):
        log.debug("%r\n  asked of %s: %s", tree, engine, query)
    return query


def day_number(day: dt.date) -> int:
    """Return a day as the number YYYYMMDD."""
    return day.year * 10_000 + day.month * 100 + day.day


def day_of(number: int) -> dt.date:
    """Return the day of a number YYYYMMDD, and the first day of a month of YYYYMM00."""
    return dt.date(number // 10_000, number // 100 % 100, number % 100 or 1)


def in_periods(days: Iterable[tuple[dt.date, int]], period: str) -> dict[str, int]:
    """Return counts a day, or a month, as counts by `year` (2025) or by `month` (2025-10)."""
    width = {"year": 4, "month": 7}[period]
    counts: dict[str, int] = {}
    for day, number in days:
        name = day.isoformat()[:width]
        counts[name] = counts.get(name, 0) + number
    return counts


def most_frequent(counts: Iterable[tuple[str, int]], limit: int) -> list[tuple[str, int]]:
    """Return the values of a facet that most articles have, most first, then by value."""
    return sorted(counts, key=lambda pair: (-pair[1], pair[0]))[:limit]


def near_words(
    wanted: Mapping[str, int],
    lexicons: Iterable[Collection[str]],
    frequencies: Callable[[Sequence[str]], dict[str, int]],
) -> dict[str, list[tuple[str, int]]]:
    """Return what `Searcher.near` does, by going through all words of the dictionary (`lexicons`)."""
    from morgue.analysis.distance import near_among

    found: dict[str, set[str]] = {word: set() for word in wanted}
    for words in lexicons:
        for word, distance in wanted.items():
            found[word].update(near_among(word, distance, words))
    return {word: sorted(frequencies(sorted(near)).items()) for word, near in found.items()}


def ids_having(
    articles: Iterable[bytes], node: Node, fields: Sequence[str], check: Callable[[], None]
) -> Iterator[str]:
    """Yield the ids of those stored articles that have a window or a NEAR in one of the fields.

    It is for what an index alone cannot answer. The words of `node` are resolved. `check` is called at least once for
    each article, and may raise.
    """
    import orjson

    from morgue.analysis.stem_class import class_of
    from morgue.model.article import as_text
    from morgue.query.proximity import Places, found_in

    for stored in articles:
        check()
        article = orjson.loads(stored)
        code = class_of(article.get("language"), article.get("headline"), article.get("body"))
        texts = (as_text(article.get(name)) for name in fields)
        if any(found_in(Places.of_text(text, code), node, check) for text in texts if text):
            yield article["id"]


@contextlib.contextmanager
def errors_explained(explain: Callable[[BaseException], MorgueError]) -> Iterator[None]:
    """Turn what an engine's library raises in this block into errors of ours, a panic of Rust too."""
    try:
        yield
    except (MorgueError, KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            raise explain(error) from error
        raise


def busy_error(directory: Path) -> ArchiveError:
    """Return the error of an index that another process writes to."""
    return ArchiveError(f"{directory}: another process is writing to this archive", hint="wait for it to end")


def full_error(directory: Path) -> ArchiveError:
    """Return the error of an index for which there is no room."""
    return ArchiveError(
        f"{directory}: no space left on the device; what was committed before is safe",
        hint="make room, then run morgue index again",
    )


def bytes_in(directory: Path) -> int:
    """Return the size of all files in a directory."""
    return sum(path.stat().st_size for path in directory.rglob("*") if path.is_file())


class IndexFiles(ABC):
    """What an archive asks of an embedded engine about the files of its index, without opening it.

    It is asked before the engine is loaded, of every archive that is opened, and where the engine is not installed: its
    module must import none of that. All files are in one directory, and their names are letters, digits, dashes and
    full stops. This class is that of an engine whose files change with a commit only; what is true of more is
    overridden.
    """

    head = ""
    """The file that lists the others, where there is one: its bytes change with whatever changes the list."""

    locks: Collection[str] = ()
    """Files that hold nothing."""

    rewritten: Collection[str] = ()
    """Files that are written more than once."""

    early: Collection[str] = ()
    """Files that a writer changes before it commits, and no searcher needs."""

    @abstractmethod
    def stamp(self, directory: Path) -> int:
        """Return the engine's own number of the committed state, which grows with each commit.

        Raises OSError, ValueError, KeyError or TypeError where it cannot be read.
        """

    def committed(self, directory: Path) -> list[str] | None:
        """Return the names of the files that the committed state is made of; None where they are all that there are.

        Raises ArchiveError where the head is damaged.
        """
        return None

    def checksum(self, path: Path) -> int | None:
        """Return the CRC-32 that a file was meant to have, where the engine notes one that is cheaper to read."""
        return None

    def wrong(self, path: Path) -> str | None:
        """Return what is wrong with a file of the committed state that has not been sealed, as far as it tells."""
        return None

    def parts(self, directory: Path) -> list[Any]:
        """Return what is to be sealed of the committed state so that `salvage` can do without the head; it becomes JSON."""
        return []

    def check_parts(self, parts: list[Any]) -> None:  # noqa: B027  an engine without parts has none to check
        """Raise ValueError, KeyError or TypeError for parts that no index has."""

    def tidy(self, directory: Path) -> None:  # noqa: B027  not every engine leaves something behind
        """Remove what a killed writer left behind and the committed state does not have."""

    def salvage(  # noqa: B027  without it everything is read again
        self, old: Path, new: Path, parts: list[Any], sound: Callable[[str], bool | None], stamp: int
    ) -> None:
        """Put what is sound of the damaged index `old` into `new`, an empty index that was just made.

        `parts` and `stamp` are those that were sealed. `sound` tells of a file's name whether it is as it was sealed, and
        None of one that was not sealed. What is not put there is read from its sources again.
        """
