"""Readers beside a writer: none meets with an error, counts only grow, and each answer is of one revision.

The writer makes edition after edition. Each replaces every story, takes a few feeds away and brings more than
it took, in one commit; between editions the archive is made anew by a repair. So an answer that mixes two
editions, or goes back to an older one, shows in what the headlines say.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import morgue
from bench.faults.kill import environment
from morgue.model.article import article_id

STORIES = 6


def feeds_of(edition: int) -> range:
    """The numbers of the feeds of an edition: one goes, two come."""
    return range(edition, 20 + 2 * edition)


def stories_of(edition: int) -> int:
    """How many stories an edition has."""
    return STORIES * len(feeds_of(edition))


def publish(directory: Path, edition: int) -> None:
    """Write the feeds of an edition."""
    numbers = feeds_of(edition)
    for number in numbers:
        lines = [
            json.dumps({
                "id": article_id(f"{number}:{story}"), "headline": f"edition {edition} story {story}",
                "body": f"Ferry {number} sailed for the harbour {story}.", "day": "2025-10-23", "agency": "AP",
                "source": {"path": f"{number}.jsonl", "format": "text", "member": None, "offset": 0, "length": 1, "sha256": ""},
                "evidence": {},
            })
            for story in range(STORIES)
        ]  # fmt: skip
        draft = directory / f".{number}.draft"
        draft.write_text("\n".join(lines) + "\n")
        draft.rename(directory / f"{number}.jsonl")
    for path in directory.glob("*.jsonl"):
        if int(path.stem) not in numbers:
            path.unlink()


def write(where: str, feeds: str, seconds: float) -> int:
    """The writer: editions, prunings, repairs, until the time is over; how many there were."""
    from morgue.archive import repair
    from morgue.archive.writer import failures, settle
    from morgue.storage.directory.commit_point import standing
    from morgue.storage.directory.lock import WriterLock

    directory, end, edition = Path(where), time.monotonic() + seconds, 1
    while time.monotonic() < end and edition < 200:
        publish(Path(feeds), edition)
        with morgue.open(where) as archive:
            archive.index([feeds], prune=True)
        if edition % 3 == 0:
            with morgue.open(where) as archive:
                assert archive.verify().sound, "damaged while it was written"
        if edition % 4 == 0:  # a new index in the place of a sound one: the same steps as for a damaged one
            with failures(directory), WriterLock(directory):
                settle(directory)
                assert not repair._new_index(directory, standing(directory), None)
        edition += 1
        time.sleep(max(0.0, (end - time.monotonic()) / (200 - edition + 1) / 2))
    return edition - 1


def asked(where: str, last: int) -> tuple[int, list[str]]:
    """The edition that answers now, and what is wrong with its answers."""
    wrong = []
    with morgue.open(where) as archive:
        count = archive.count("ferry")
        headlines = [hit.article.headline or "" for hit in archive.search("ferry", limit=None).hits]
        editions = {int(each.split()[1]) for each in headlines}
        edition = editions.pop() if editions else 0
        if editions:
            wrong.append(f"an answer is of editions {edition} and {sorted(editions)}")
        if not len(headlines) == count == stories_of(edition):
            wrong.append(
                f"{len(headlines)} hits, counted {count}, edition {edition} has {stories_of(edition)}"
            )
        told = archive.facets("ferry", names=["agency"]).facets["agency"]
        if told != [("AP", count)]:
            wrong.append(f"facets say {told}, there are {count}")
        if sum(number for _, number in archive.timeline("*", by="day").buckets) != count:
            wrong.append("a timeline of another edition")
        if archive.count(f"headline:{edition}") < 1 or len(archive.show([article_id(f"{edition}:0")])) != 1:
            wrong.append("a story is gone from under its answer")
        if edition < last:
            wrong.append(f"edition {edition} after {last}")
        archive.refresh()
        stats = archive.stats()
        if stats.articles not in (stories_of(edition + more) for more in range(60)):
            wrong.append(f"stats tell {stats.articles} articles after edition {edition}")
        archive.errors()
    return edition, wrong


def read(where: str, seconds: float) -> Iterator[str]:
    """One reader, who asks again and again; failures, and last how many times it asked."""
    end, last, number = time.monotonic() + seconds, 0, 0
    while time.monotonic() < end:
        try:
            last, wrong = asked(where, last)
            yield from wrong
        except BaseException as error:
            yield f"{type(error).__name__}: {error}"
        number += 1
    yield str(number)


def campaign(*, seconds: float, readers: int, seed: int = 1) -> tuple[int, list[str]]:
    """Rounds of questions, and failures."""
    failures: list[str] = []
    asked_times: list[int] = []
    with tempfile.TemporaryDirectory(prefix="morgue-readers-") as scratch:
        where, feeds = str(Path(scratch) / "archive"), Path(scratch) / "feeds"
        feeds.mkdir()
        publish(feeds, 0)
        with morgue.create(where) as archive:
            archive.index([feeds])

        def follow(arguments: list[str]) -> None:
            command = [sys.executable, "-m", "bench.faults.readers", *arguments]
            done = subprocess.run(
                command, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT
            )
            *said, last = done.stdout.decode(errors="replace").splitlines() or [""]
            if done.returncode or not last.isdigit():
                said.append(f"ended with {done.returncode}: {last}")
            elif arguments[0] == "read":
                asked_times.append(int(last))
            else:
                print(f"{last} editions", flush=True)
            for each in said:
                failures.append(f"{arguments[0]}: {each}")
                print(failures[-1], flush=True)

        jobs = [["read", where, str(seconds)]] * readers + [["write", where, str(seconds), str(feeds)]]
        threads = [threading.Thread(target=follow, args=(job,)) for job in jobs]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return sum(asked_times), failures


def main() -> None:
    """`read WHERE SECONDS` or `write WHERE SECONDS FEEDS`."""
    kind, where, seconds, *feeds = sys.argv[1:]
    if kind == "read":
        for each in read(where, float(seconds)):
            print(each, flush=True)
    else:
        print(write(where, feeds[0], float(seconds)))


if __name__ == "__main__":
    main()
