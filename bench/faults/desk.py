"""A newsroom whose feeds change all the time, and what an archive of them has to hold."""

from __future__ import annotations

import json
import random
from pathlib import Path

import morgue
from morgue.model.article import article_id

WORDS = (
    "harbour",
    "ferry",
    "council",
    "budget",
    "strike",
    "minister",
    "tariff",
    "flood",
    "harvest",
    "verdict",
)


class Desk:
    """A directory of JSON Lines feeds. `stories` is what an archive of it holds: id to headline."""

    def __init__(self, directory: Path, *, files: int, stories: int, seed: int) -> None:
        self.directory = directory
        self.files = files
        self.size = stories
        self.random = random.Random(seed)
        self.edition = 0
        self._feeds: dict[str, dict[str, str]] = {}
        directory.mkdir(parents=True, exist_ok=True)
        for number in range(files):
            self._write(f"feed-{number:03d}.jsonl")

    @property
    def stories(self) -> dict[str, str]:
        """What an archive of the feeds holds now: id to headline."""
        return {
            identifier: headline for feed in self._feeds.values() for identifier, headline in feed.items()
        }

    def change(self) -> None:
        """A new day: some feeds are written anew, one goes, one comes."""
        self.edition += 1
        names = sorted(self._feeds)
        for name in self.random.sample(names, max(1, len(names) // 5)):
            self._write(name)
        gone = self.random.choice(names)
        (self.directory / gone).unlink()
        del self._feeds[gone]
        self._write(f"feed-{self.files + self.edition:03d}.jsonl")

    def _write(self, name: str) -> None:
        feed: dict[str, str] = {}
        lines = []
        for number in range(self.random.randint(self.size // 2, self.size)):
            identifier = article_id(f"{name}:{number}")
            headline = f"{self.random.choice(WORDS)} {number} of edition {self.edition} in {name}"
            body = " ".join(self.random.choices(WORDS, k=60))
            feed[identifier] = headline
            lines.append(json.dumps(_facts(identifier, headline, body, name)))
        (self.directory / name).write_text("\n".join(lines) + "\n", encoding="ascii")
        self._feeds[name] = feed


def _facts(identifier: str, headline: str, body: str, name: str) -> dict[str, object]:
    nothing = dict.fromkeys(("boilerplate", "published", "updated", "dateline", "byline", "url"))
    return {
        "id": identifier,
        "headline": headline,
        "body": body,
        **nothing,
        "day": "2025-10-23",
        "locations": [],
        "agency": "AP",
        "publisher": "The Harbour Post",
        "section": [],
        "keywords": [],
        "language": "en",
        "source": {"path": name, "format": "text", "member": None, "offset": 0, "length": 1, "sha256": ""},
        "evidence": {},
    }


def held(directory: Path) -> dict[str, str]:
    """What an archive holds: id to headline. Raises AssertionError where an article stands twice."""
    with morgue.open(directory) as archive:
        found = [(hit.article.id, hit.article.headline or "") for hit in archive.hits("*", snippets=0)]
        assert len(found) == archive.count("*"), "hits and count differ"
    assert len(dict(found)) == len(found), "an article stands twice"
    return dict(found)


def strange_files(directory: Path) -> set[str]:
    """Files of an archive at rest that do not belong to it."""
    from morgue.storage.directory.commit_point import Seal

    seal = Seal.read(directory)
    known = {*seal.files, "seal.json", "lock", "searches.json"}
    return {
        path.relative_to(directory).as_posix()
        for path in directory.rglob("*")
        if path.is_file()
        and path.relative_to(directory).as_posix() not in known
        and path.suffix != ".lock"
        and path.name != "MAIN_WRITELOCK"
    } | {path.name for path in directory.iterdir() if path.is_dir() and path.name != seal.index}
