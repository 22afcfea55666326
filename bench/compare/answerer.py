"""Answer queries from an open archive and say how much processor time each took.

It is run as a file under the interpreter of the checkout that is measured, and imports nothing of `bench`.
"""

from __future__ import annotations

import json
import sys
import time

import morgue

NOW = "2026-01-01T00:00:00+00:00"


def main(directory: str) -> None:
    """Read lines `{"snippets", "queries"}`; print for each [[nanoseconds of processor time, articles that match]]."""
    with morgue.open(directory) as archive:
        for line in sys.stdin:
            asked = json.loads(line)
            answers = []
            for query in asked["queries"]:
                began = time.process_time_ns()
                result = archive.search(query, limit=10, snippets=asked["snippets"], now=NOW)
                answers.append((time.process_time_ns() - began, result.total))
            print(json.dumps(answers), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
