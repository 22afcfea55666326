"""An embedded engine as small as one can be: a file of stories a commit, and every query answered by reading them all.

It shows what an engine has to bring, and that nothing else needs to know of it. What matches, the oracle tells.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from morgue.analysis.analyzer import fold, folded_words
from morgue.analysis.distance import osa
from morgue.engines.base import Answer, Document, Found, IndexFiles, Searcher, Sort
from morgue.engines.timeline import monthly
from morgue.errors import ArchiveError
from morgue.model.article import Article
from morgue.query.tree import Node
from tests import oracle

Stories = dict[str, tuple[int, str]]
"""The file and the JSON of each story, by id."""


def newest(directory: Path) -> Path:
    """The last state that was committed."""
    return max(directory.glob("state-*.json"), key=lambda path: int(path.stem.partition("-")[2]))


class ToyFiles(IndexFiles):
    """A file a state; only the newest counts."""

    def stamp(self, directory: Path) -> int:
        return int(newest(directory).stem.partition("-")[2])

    def tidy(self, directory: Path) -> None:
        for path in directory.glob("*.draft"):
            path.unlink()


class ToySearcher(Searcher):
    """A state, read as a whole."""

    def __init__(self, stories: Stories) -> None:
        self.stories = {each: stories[each][1].encode() for each in sorted(stories)}
        self.read = {each: Article.from_json(json.loads(stored)) for each, stored in self.stories.items()}

    def _matching(self, tree: Node) -> list[Article]:
        return oracle.matching(list(self.read.values()), tree)

    def total(self) -> int:
        return len(self.stories)

    def count(self, tree: Node) -> int:
        return len(self._matching(tree))

    def matches(self, tree: Node) -> bool:
        return bool(self._matching(tree))

    def every(self, tree: Node, *, sort: Sort = "relevance") -> Iterator[Found]:
        found = sorted(self._matching(tree), key=lambda each: each.day or "", reverse=sort != "oldest")
        return (Found(0.0, self.stories[each.id]) for each in found)

    def search(
        self, tree: Node, *, limit: int, offset: int = 0, sort: Sort = "relevance", count: bool = True
    ) -> Answer:
        found = list(self.every(tree, sort=sort))
        return Answer(len(found) if count else None, found[offset : offset + max(0, limit)])

    def facets(self, tree: Node, names: Sequence[str], *, limit: int) -> dict[str, list[tuple[str, int]]]:
        found = {}
        for name in names:
            if name in ("year", "month"):
                days = [each.day[: 4 if name == "year" else 7] for each in self._matching(tree) if each.day]
                counts = Counter(days)
            else:
                counts = Counter(
                    value for each in self._matching(tree) for value in oracle.values(each, name)
                )
            found[name] = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]
        return found

    def days(self, tree: Node) -> list[tuple[dt.date, int]]:
        return sorted(
            Counter(dt.date.fromisoformat(each.day) for each in self._matching(tree) if each.day).items()
        )

    def months(self, tree: Node) -> list[tuple[dt.date, int]]:
        return monthly(self.days(tree))

    def articles(self, ids: Iterable[str]) -> dict[str, bytes]:
        return {each: self.stories[each] for each in ids if each in self.stories}

    def ids(self, prefix: str, *, limit: int) -> list[str]:
        return [each for each in self.stories if each.startswith(prefix)][:limit]

    def words(self, prefix: str, *, limit: int) -> list[tuple[str, int]]:
        counts = Counter(
            word for each in self.read.values() for word in set(folded_words(f"{each.headline} {each.body}"))
        )
        return sorted(pair for pair in counts.items() if pair[0].startswith(prefix))[:limit]

    def near(self, wanted: Mapping[str, int]) -> dict[str, list[tuple[str, int]]]:
        known = self.words("", limit=1 << 40)
        return {
            word: [pair for pair in known if osa(word, pair[0], distance) <= distance]
            for word, distance in wanted.items()
        }

    def frequencies(self, words: Sequence[str]) -> dict[str, int]:
        return {word: number for word, number in self.words("", limit=1 << 40) if word in words}

    def values(self, name: str, prefix: str, *, limit: int) -> list[tuple[str, int]]:
        counts = Counter(value for each in self.read.values() for value in oracle.values(each, name))
        return sorted(pair for pair in counts.items() if fold(pair[0]).startswith(fold(prefix)))[:limit]

    def close(self) -> None:
        self.stories = {}


class ToyWriter:
    """The next state."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.stories: Stories = json.loads(newest(directory).read_bytes())

    def add(self, documents: Iterable[Document]) -> None:
        self.stories |= {each.id: (each.file, each.stored.decode()) for each in documents}

    def delete(self, ids: Iterable[str]) -> None:
        for each in ids:
            self.stories.pop(each, None)

    def commit(self) -> None:
        before = newest(self.directory)
        put(self.directory, ToyFiles().stamp(self.directory) + 1, self.stories)
        before.unlink()

    def close(self) -> None:
        self.stories = {}


def put(directory: Path, number: int, stories: Stories) -> None:
    """Write a state, durably and in one step."""
    draft = directory / f"state-{number}.draft"
    with draft.open("w", encoding="utf-8") as file:
        json.dump(stories, file)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(directory / f"state-{number}.json")


class ToyEngine:
    """An index in a directory."""

    name = "toy"

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    @classmethod
    def create(cls, directory: Path) -> ToyEngine:
        put(directory, 1, {})
        return cls(directory)

    @classmethod
    def open(cls, directory: Path) -> ToyEngine:
        return cls(directory)

    def writer(self) -> ToyWriter:
        return ToyWriter(self.directory)

    def searcher(self) -> ToySearcher:
        try:
            return ToySearcher(json.loads(newest(self.directory).read_bytes()))
        except ValueError as error:
            raise ArchiveError(f"{self.directory}: the index is damaged: {error}") from error

    def verify(self) -> list[str]:
        try:
            json.loads(newest(self.directory).read_bytes())
        except ValueError as error:
            return [f"{newest(self.directory).name} cannot be read: {error}"]
        return []

    def size(self) -> int:
        return sum(path.stat().st_size for path in self.directory.iterdir())
