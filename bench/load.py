"""A program under load, as its own process: `python -m bench.load morgue|tantivy INDEX FEEDS FRESH SEED EACH`."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.asks import choose
from bench.peers.ask import Ask
from bench.rows import percentile

SECONDS = 4.0
"""How long every state is measured, at 20 questions a kind and more; less at fewer."""

THREADS = 4

SWITCH = 0.0005
"""Seconds after which a thread lets another run, for both programs alike, as docs/python.md advises; Python's own is
0.005."""

Answer = Callable[[Ask], object]


def _morgue(directory: str, fresh: Path) -> tuple[Callable[[], Answer], Callable[[threading.Event], int]]:
    import morgue
    from bench.peers.morgue_archive import Searching

    first, *others = sorted(fresh.rglob("*.*"))
    with morgue.open(directory) as archive:
        archive.index([first])  # a copied archive is checked whole at every opening until it is written to

    def write(done: threading.Event) -> int:
        files = 0
        with morgue.open(directory) as archive:
            for path in others:
                if done.is_set():
                    break
                archive.index([path])
                files += 1
        return files

    return lambda: Searching(directory).answer, write


def _tantivy(directory: str, fresh: Path) -> tuple[Callable[[], Answer], Callable[[threading.Event], int]]:
    import tantivy

    from bench.peers.minimal import of_file
    from bench.peers.plain_tantivy import HEAP_BYTES, Plain

    def write(done: threading.Event) -> int:
        index = Plain(directory).index
        writer = index.writer(HEAP_BYTES, 2)
        files = 0
        for path in sorted(fresh.rglob("*.*")):
            if done.is_set():
                break
            for story in of_file(path):
                document = tantivy.Document(
                    headline=story.headline,
                    headline_w=story.headline,
                    body=story.body,
                    body_w=story.body,
                    id=story.id,
                )
                document.add_integer("day", story.day)
                document.add_bytes("stored", story.stored())
                writer.add_document(document)
            writer.commit()
            files += 1
        writer.wait_merging_threads()
        return files

    return lambda: Plain(directory).answer, write


def _ask_on(
    open_one: Callable[[], Answer], asks: list[Ask], first: int, ready: threading.Barrier, took: list[float]
) -> None:
    answer, at = open_one(), first
    answer(asks[at % len(asks)])
    ready.wait()
    end = time.perf_counter() + SECONDS * min(1.0, len(asks) / 240)
    while time.perf_counter() < end:
        began = time.perf_counter()
        answer(asks[at % len(asks)])
        took.append((time.perf_counter() - began) * 1e6)
        at += 1


def _threads(open_one: Callable[[], Answer], asks: list[Ask], number: int) -> list[float]:
    """Microseconds of every answer that `number` threads got; each has opened the index itself."""
    took: list[list[float]] = [[] for _ in range(number)]
    ready = threading.Barrier(number)
    threads = [
        threading.Thread(target=_ask_on, args=(open_one, asks, at * 37, ready, took[at]))
        for at in range(number)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [each for one in took for each in one]


def _told(took: list[float]) -> dict[str, float]:
    return {"p50": percentile(took, 0.5), "p99": percentile(took, 0.99), "answers": len(took)}


def main(arguments: list[str]) -> None:
    """Print p50 and p99 in microseconds, quiet, with four readers, and with four readers and a writer."""
    name, directory, feeds, fresh, seed, each = arguments
    sys.setswitchinterval(SWITCH)
    asks = choose(Path(feeds), seed=int(seed), each=int(each))
    open_one, write = (_morgue if name == "morgue" else _tantivy)(directory, Path(fresh))
    answer = open_one()
    for ask in asks:
        answer(ask)
    result: dict[str, Any] = {"quiet": _told(_threads(open_one, asks, 1))}
    result["readers"] = _told(_threads(open_one, asks, THREADS))
    done = threading.Event()
    files: list[int] = []
    writer = threading.Thread(target=lambda: files.append(write(done)))
    writer.start()
    took = _threads(open_one, asks, THREADS)
    still_writing = writer.is_alive()
    done.set()
    writer.join()
    result["busy"] = {**_told(took), "files": files[0], "to_the_end": still_writing}
    print(json.dumps(result))


if __name__ == "__main__":
    main(sys.argv[1:])
