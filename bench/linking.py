"""What finding stories costs: sketches in the workers, the stage after the commit, bytes of the catalog.

    python -m bench.linking [--size 20000] [--copies 0.3] [--days 36]

A generated archive (`bench.generate`) in which a share of the articles are copies, cuts and extensions of others, within two days of these,
at 550 articles a day unless --days says otherwise. Processor time of this process and its workers, of the run with stories and the same
with --no-stories; the stage alone; then the stage of a run with ten articles of the last day. Texts have some 150 words, as wire
copy has.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import morgue
from bench.generate import Desk
from morgue.engines.document import document
from morgue.ingest import linking
from morgue.ingest.entries import traits_of
from morgue.model.article import Article
from morgue.stories.periods import PERIOD

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


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--size", type=int, nargs="+", default=[20_000])
    parser.add_argument("--copies", type=float, default=0.3)
    parser.add_argument("--days", type=int, help="the span; else so many that a day has 550 articles")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    for at, size in enumerate(asked.size):
        days = asked.days or max(PERIOD, size // A_DAY)
        found = measure(size, asked.copies, days, asked.seed)
        if not at:
            print(" | ".join(found))
        print(" | ".join(f"{value:,.1f}".removesuffix(".0") for value in found.values()), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
