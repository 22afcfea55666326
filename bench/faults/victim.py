"""The command line in a process that ends itself, with its group, by SIGKILL in a named step.

python -m bench.faults.victim STEP MILLISECONDS COMMIT_ARTICLES ARGUMENTS…
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from typing import Any


def die() -> None:
    """End this process and all of its workers."""
    os.killpg(os.getpgid(0), signal.SIGKILL)


def dying(function: Callable[..., Any], delay: float, *, after: bool = False) -> Callable[..., Any]:
    """`function`, in which (or, with `after`, after which) the process dies."""

    def run(*args: Any, **kwargs: Any) -> Any:
        if after:
            result = function(*args, **kwargs)
            die()
            return result
        if not delay:
            die()
        threading.Timer(delay, die).start()
        return function(*args, **kwargs)

    return run


def merging(commit: Callable[..., None], delay: float) -> Callable[..., None]:
    """The commit of an index, after which the process dies as soon as there are files of a merge."""

    def run(writer: Any) -> None:
        commit(writer)
        for _ in range(100):
            listed = {
                each["segment_id"].replace("-", "")
                for each in json.loads((writer.directory / "meta.json").read_bytes())["segments"]
            }
            found = {each.name.partition(".")[0] for each in writer.directory.iterdir()}
            if any(len(each) == 32 for each in found - listed):
                time.sleep(delay)
                die()
            time.sleep(0.001)

    return run


def steps() -> dict[str, tuple[Any, str, bool]]:
    """Step to the function that it is, and whether death comes after it."""
    import morgue.archive.repair as repair
    import morgue.archive.writer as writing
    import morgue.ingest.commit as commit
    import morgue.ingest.linking as linking
    import morgue.storage.directory.recovery as sealing
    from morgue.engines.tantivy.writer import TantivyWriter
    from morgue.ingest.workers import Pool
    from morgue.storage.catalog import SqliteCatalog
    from morgue.storage.directory.commit_point import Seal

    return {
        "making": (writing, "_fill", False),
        "reading": (Pool, "run", False),
        "adding": (TantivyWriter, "add", False),
        "catalog commit": (SqliteCatalog, "commit", False),
        "between catalog and index commit": (SqliteCatalog, "commit", True),
        "index commit": (TantivyWriter, "commit", False),
        "after index commit": (TantivyWriter, "commit", True),
        "merge": (TantivyWriter, "commit", True),
        "close": (TantivyWriter, "close", False),
        "copy": (sealing, "copied", False),
        "seal": (Seal, "write", False),
        "settle": (writing, "settle", False),
        "seal in a run": (commit, "put_seal", False),
        "comparing": (linking.Comparison, "run", False),
        "compared": (linking.Comparison, "run", True),
        "placing": (linking.Placing, "run", True),
        "repair": (repair, "_new_index", False),
    }


def main() -> None:
    """Arm the step and run the command."""
    step, delay, every, *arguments = sys.argv[1:]
    import morgue.ingest.run as run

    run.Ingest.commit_after = int(every)
    place, name, after = steps()[step]
    function, seconds = getattr(place, name), float(delay) / 1000
    setattr(
        place, name, merging(function, seconds) if step == "merge" else dying(function, seconds, after=after)
    )
    sys.argv[1:] = arguments
    from morgue.commands.main import main as command

    command()


if __name__ == "__main__":
    main()
