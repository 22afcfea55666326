"""morgue through its public API, with the questions in its own query language."""

from __future__ import annotations

import sys

from bench.peers.ask import LIMIT, NEAR, Ask, Reply, serve

NOW = "2026-01-01T00:00:00+00:00"

_QUERIES = {
    "term": "{0}",
    "and": "{0} AND {1}",
    "or": "{0} OR {1}",
    "phrase2": '"{0} {1}"',
    "phrase3": '"{0} {1} {2}"',
    "date": "{0} date:{first}..{last}",
    "not": "{0} -{1}",
    "prefix": "{0}*",
    "place": '{0} location:"{place}"',
    "fuzzy": "{0}~1",
    "near": "{0} NEAR/%d {1}" % NEAR,  # noqa: UP031  the other braces are for later
    "headline": "headline:{0}",
}


def iso(day: int) -> str:
    """A day YYYYMMDD as morgue writes it."""
    return f"{day // 10_000:04}-{day // 100 % 100:02}-{day % 100:02}"


def query_of(ask: Ask) -> str:
    """The question as one types it."""
    return _QUERIES[ask.kind].format(
        *ask.words, first=iso(ask.first), last=iso(ask.last), place=ask.place.replace("-", " ")
    )


class Searching:
    """An open archive that answers."""

    def __init__(self, directory: str) -> None:
        import morgue

        self.archive = morgue.open(directory)

    def answer(self, ask: Ask) -> Reply:
        """The ten best with the exact count and their snippets."""
        result = self.archive.search(query_of(ask), limit=LIMIT, now=NOW)
        marked = sum(len(each.highlights) for hit in result.hits for each in hit.snippets)
        return Reply(result.total or 0, len(result.hits), marked)


def main(arguments: list[str]) -> None:
    """`version`, `search INDEX`; `morgue index` itself is what indexes."""
    match arguments:
        case ["version"]:
            import morgue

            print("morgue", morgue.__version__)
        case ["search", directory]:
            serve(Searching(directory).answer)


if __name__ == "__main__":
    main(sys.argv[1:])
