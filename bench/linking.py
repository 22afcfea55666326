"""What finding stories costs: sketches in the workers, the stage after the commit, bytes of the catalog.

    python -m bench.linking [--size 20000] [--copies 0.3] [--days 36]
    python -m bench.linking --compared --size 200000 600000 2000000

A generated archive (`bench.generate`) in which a share of the articles are copies, cuts and extensions of others, within two days of these,
at 550 articles a day unless --days says otherwise. Processor time of this process and its workers, of the run with stories and the same
with --no-stories; the stage alone; then the stage of a run with ten articles of the last day. Texts have some 150 words, as wire
copy has.

With --compared there is a catalog alone and no archive: the sketches of so many articles of random words, of which the texts are made
again when they are asked for. Comparing takes in periods, candidates, the rule and the edges; the memory is the most that the process had.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import morgue
from bench.generate import Desk
from morgue import storage
from morgue.engines.document import document
from morgue.ingest import linking
from morgue.ingest.entries import encoded, traits_of
from morgue.model.article import Article
from morgue.storage.packs import ID, id_of, packed_id
from morgue.storage.story_tables import SqliteStoryTables
from morgue.stories.periods import PERIOD

if TYPE_CHECKING:
    from morgue.engines.base import Searcher
    from morgue.storage.catalog import Catalog

A_DAY = 550
"""Articles a day of an archive of two million over ten years."""

FIRST = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


def rows(
    size: int, copies: float, days: int, seed: int, *, first: dt.datetime = FIRST
) -> Iterator[dict[str, Any]]:
    """Yield articles in order of time; a share of them are of a story that came in the two days before."""
    chance = random.Random(seed)
    items = iter(Desk(seed, 0, 1).items(size))
    recent: list[dict[str, Any]] = []
    for number in range(size):
        moment = first + dt.timedelta(days=days * number / size)
        if recent and chance.random() < copies:
            story = chance.choice(recent)
            words = story["body"].split(" ")
            if chance.random() < 0.5:
                words = words[: max(20, len(words) * 3 // 4)]
            else:
                words += chance.choice(recent)["body"].split(" ")[: len(words) // 5]
            made = {**story, "body": " ".join(words)}
        else:
            item = next(items)
            made = {"headline": item.headline, "body": "\n\n".join(item.paragraphs)}
            recent.append(made)
            del recent[: -max(2, 2 * size // days)]
        yield {**made, "guid": f"urn:bench:{seed}:{number}", "published": moment.isoformat()}


def spent() -> float:
    """Return seconds of processor time of this process and of the workers that have ended."""
    own, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


def measure(size: int, copies: float, days: int, seed: int) -> dict[str, float]:
    """Return the figures of one archive."""
    staged: list[float] = []
    stage = linking.link_stories

    def timed(*args: Any) -> bool:
        began = time.process_time()
        done = stage(*args)
        staged.append(time.process_time() - began)
        return done

    linking.link_stories = timed
    with tempfile.TemporaryDirectory(prefix="morgue-linking-") as scratch:
        feed = Path(scratch) / "feeds" / "feed.jsonl"
        feed.parent.mkdir()
        with feed.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(each) + "\n" for each in rows(size, copies, days, seed))
        costs, catalogs = {}, {}
        for stories in (False, True):
            place = Path(scratch) / str(stories)
            with morgue.create(place) as archive:
                began = spent()
                archive.index([feed.parent], stories=stories)
                costs[stories] = spent() - began
                catalogs[stories] = (place / "catalog.sqlite").stat().st_size
                if stories:
                    census, asked = archive.stories(), archive._catalog.stories.counts().edges
                    staged_first = staged[-1]
                    more = Path(scratch) / "more" / "feed.jsonl"
                    more.parent.mkdir()
                    more.write_text(
                        "".join(
                            json.dumps(each) + "\n"
                            for each in rows(
                                10, copies, 1, seed + 1, first=FIRST + dt.timedelta(days=days - 1)
                            )
                        )
                    )
                    archive.index([more.parent])
                    small = staged[-1]
        sample = [
            Article(str(at), row["headline"], row["body"], published=row["published"])
            for at, row in zip(range(2_000), rows(size, copies, days, seed), strict=False)
        ]
    texts = [document(each, 1).texts.get("body", "") for each in sample]
    began = time.process_time()
    for each, text in zip(sample, texts, strict=True):
        traits_of(each, text)
    sketching = (time.process_time() - began) / len(sample)
    linking.link_stories = stage
    return {
        "articles": census.articles,
        "stories": census.stories,
        "in several": census.in_several,
        "edges": asked,
        "index us": 1e6 * costs[False] / size,
        "sketch us": 1e6 * sketching,
        "sketch %": 100 * sketching * size / costs[False],
        "stage us": 1e6 * staged_first / size,
        "all %": 100 * (costs[True] / costs[False] - 1),
        "catalog bytes": (catalogs[True] - catalogs[False]) / size,
        "ten more, ms": 1e3 * small,
    }


class Wire:
    """Articles of random words, made of their number alone; a share are copies, cuts and extensions of one of two days before."""

    def __init__(self, size: int, copies: float, days: int) -> None:
        self.size, self.copies, self.days = size, copies, days
        self.words = sorted({item for each in Desk(1, 0, 1).items(2_000) for item in each.headline.split()})
        self.spent = 0.0

    def text(self, number: int) -> list[str]:
        """Return the words of an article: its own, or those of the one it carries."""
        chance = random.Random(number)
        if not self._is_copy(number):
            return chance.choices(self.words, k=chance.randint(60, 240))
        source = number - chance.randint(1, min(number, 2 * A_DAY))
        while self._is_copy(source):
            source -= 1
        words = self.text(source)
        if chance.random() < 0.5:
            return words[: max(20, len(words) * 3 // 4)]
        return words + chance.choices(self.words, k=len(words) // 5)

    def _is_copy(self, number: int) -> bool:
        return number > 0 and random.Random(number + self.size).random() < self.copies

    def article(self, number: int) -> Article:
        """Return an article."""
        words = self.text(number)
        moment = FIRST + dt.timedelta(days=self.days * number / self.size)
        identifier = id_of(number.to_bytes(ID))
        return Article(identifier, " ".join(words[:7]), " ".join(words), published=moment.isoformat())

    def articles(self, ids: Iterable[str]) -> dict[str, bytes]:
        """Return stored articles, as a searcher does."""
        began = time.process_time()
        made = {each: encoded(self.article(int.from_bytes(packed_id(each))))[0] for each in ids}
        self.spent += time.process_time() - began
        return made


def compared(size: int, copies: float, days: int) -> dict[str, float]:
    """Return the figures of comparing so many articles of which only the sketches are kept."""
    wire = Wire(size, copies, days)
    with tempfile.TemporaryDirectory(prefix="morgue-linking-") as scratch:
        path = Path(scratch) / "catalog.sqlite"
        database = sqlite3.connect(path, isolation_level=None)
        database.executescript(files(storage).joinpath("catalog.sql").read_text("utf-8"))
        tables = SqliteStoryTables(database)
        database.execute("BEGIN")
        for number in range(size):
            each = wire.article(number)
            tables.add(each.id, traits_of(each, each.body or ""))
        tables.flush()
        database.execute("COMMIT")
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        database.execute("BEGIN")
        began = time.process_time()
        comparison = linking.Comparison(
            cast("Catalog", SimpleNamespace(stories=tables)), cast("Searcher", wire)
        )
        comparison.run(lambda: database.execute("COMMIT") and database.execute("BEGIN"))
        spent = time.process_time() - began - wire.spent
        began = time.process_time()
        members = 0
        while ids := tables.touched(linking.TOUCHED):
            stories = linking.walked(tables, ids)
            members += sum(map(len, stories))
            tables.placed(each for story in stories for each in story)
        walking = time.process_time() - began
        database.execute("COMMIT")
        edges = tables.counts().edges
        database.close()
        kept = path.stat().st_size
    return {
        "articles": size,
        "in several": members,
        "edges": edges,
        "asked": comparison.asked,
        "comparing us": 1e6 * spent / size,
        "walking us": 1e6 * walking / size,
        "catalog bytes": kept / size,
        "MB before": before / 1024,
        "MB at most": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--size", type=int, nargs="+", default=[20_000])
    parser.add_argument("--copies", type=float, default=0.3)
    parser.add_argument("--days", type=int, help="the span; else so many that a day has 550 articles")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--compared", action="store_true", help="comparing alone")
    asked = parser.parse_args()
    for at, size in enumerate(asked.size):
        days = asked.days or max(PERIOD, size // A_DAY)
        found = (
            compared(size, asked.copies, days)
            if asked.compared
            else measure(size, asked.copies, days, asked.seed)
        )
        if not at:
            print(" | ".join(found))
        print(" | ".join(f"{value:,.1f}".removesuffix(".0") for value in found.values()), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
