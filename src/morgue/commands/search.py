"""`morgue search`."""

from __future__ import annotations

import sys
from itertools import islice
from typing import TYPE_CHECKING, Any

import click

from morgue.commands.asking import asking, checked, failed, queries, query_of, tell
from morgue.commands.command import command
from morgue.commands.settings import Settings, limit, natural
from morgue.errors import QueryError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from morgue.archive import Archive
    from morgue.article import Hit

EXAMPLES = (
    ("morgue search sanctions russia", "both words"),
    ("morgue search '\"crude oil\" AND opec date:1987-03 -iran'", "a phrase, a month, and not Iran"),
    ("morgue search 'location:brussels since:2025-10-01' --sort newest", "one place, newest first"),
    ("morgue search -- '-iran crude'", "a query that begins with - stands after --"),
    ("morgue search 'agency:ani' --format csv --fields day,headline,locations --limit all", "a spreadsheet"),
    ("morgue search --batch --limit 3 < queries.txt", "one JSON document a query"),
)

PAGE = 1_000
"""Hits that are held in memory; more are printed as they are found."""

LIST = "?"
"""The value of --fields where it has none."""


@command(examples=EXAMPLES)
@click.argument("query", nargs=-1)
@click.option("--limit", callback=limit, default="10", metavar="N|all", help="How many hits (10).")
@click.option("--offset", callback=natural, default="0", metavar="N", help="Hits to leave out first (0).")
@click.option(
    "--sort",
    type=click.Choice(["relevance", "newest", "oldest"]),
    default="relevance",
    metavar="ORDER",
    help="relevance (the default), newest or oldest first.",
)
@click.option(
    "--fields", is_flag=False, flag_value=LIST, metavar="A,B,C",
    help="What JSON, CSV and TSV hold of a hit, or `all`; with no value, lists the names.",
)  # fmt: skip
@click.option("--snippets", callback=natural, default="2", metavar="N", help="Snippets of a hit (2).")
@click.option("--strict", is_flag=True, help="A note becomes an error.")
@click.option("--no-count", is_flag=True, help="Do not count all that match.")
@click.option(
    "--batch", is_flag=True, help="Queries from standard input, one a line; JSON documents out, one a line."
)
def search(
    settings: Settings, query: tuple[str, ...], fields: str | None, batch: bool, **options: Any
) -> int:
    """Ranked hits with snippets.

    QUERY is one argument in quotes or several words; - reads it from standard input.
    """
    if fields == LIST:
        from morgue.render.hits import ALL_FIELDS

        click.echo("\n".join(ALL_FIELDS))
        return 0
    names = field_names(fields)
    if fields and settings.form in ("text", "ids") and not batch:
        settings.say("note: --fields is for JSON, CSV and TSV; see --format")
    asked = Search(names=names, **options)
    if batch:
        return _batch(settings, query, asked)
    text = query_of(query)
    with settings.open() as archive, asking(text):
        return asked.run(archive, text, settings)


def field_names(given: str | None) -> Sequence[str]:
    """The names of --fields. Raises UsageError for one that no hit has."""
    from morgue.render.hits import ALL_FIELDS, HIT_FIELDS

    if given is None:
        return HIT_FIELDS
    if given == "all":
        return ALL_FIELDS
    names = list(dict.fromkeys(name.strip() for name in given.split(",") if name.strip()))
    unknown = [name for name in names if name not in ALL_FIELDS]
    if unknown or not names:
        raise UsageError(
            f"a hit has no field {', '.join(unknown) or given!r}", hint=f"fields are: {', '.join(ALL_FIELDS)}"
        )
    return names


class Search:
    """A search with its options, for one query or many."""

    def __init__(
        self,
        *,
        names: Sequence[str],
        limit: int,
        offset: int,
        sort: Any,
        snippets: int,
        strict: bool,
        no_count: bool,
    ) -> None:
        self.names = names
        self.limit = limit if limit >= 0 else sys.maxsize
        self.offset = offset
        self.sort = sort
        self.snippets = snippets
        self.strict = strict
        self.count = not no_count

    def run(self, archive: Archive, query: str, settings: Settings) -> int:
        """Print the answer; 0, or 1 where nothing matched."""
        from morgue.render.hits import search_galley

        streamed = self.limit > PAGE
        results = archive.search(
            query,
            limit=1 if streamed else self.limit,
            offset=self.offset,
            sort=self.sort,
            snippets=0 if streamed else self.snippets,
            now=settings.now,
            count=self.count,
            strict=self.strict,
        )
        every = self._every(archive, query, settings) if streamed and results.hits else None
        nothing = not (results.hits or results.total)
        tell(settings, results.notes, nothing=nothing, diagnosis=results.diagnosis, documented=True)
        if not nothing or settings.form not in ("text", "ids"):
            settings.press(search_galley(results, names=self.names, every=every, limit=self.limit))
        return int(nothing)

    def _every(self, archive: Archive, query: str, settings: Settings) -> Iterator[Hit]:
        hits = archive.hits(query, sort=self.sort, snippets=self.snippets, now=settings.now)
        return islice(hits, self.offset, self.offset + self.limit if self.limit < sys.maxsize else None)


def _batch(settings: Settings, query: tuple[str, ...], asked: Search) -> int:
    """Answer the queries of standard input; 0, or 2 where one of them means nothing."""
    if query:
        raise UsageError("--batch reads its queries from standard input", hint="give no query beside it")
    if settings.form not in ("text", "json", "jsonl"):
        raise UsageError(f"--batch prints JSON, not {settings.form}", hint="leave --format out")
    from morgue.render.formats import dumps
    from morgue.render.hits import hit_json

    code = 0
    with settings.open() as archive:
        for text in queries():
            try:
                results = archive.search(
                    checked(text), limit=None if asked.limit == sys.maxsize else asked.limit, offset=asked.offset,
                    sort=asked.sort, snippets=asked.snippets, now=settings.now, count=asked.count, strict=asked.strict,
                )  # fmt: skip
                document = results.to_json() | {"hits": [hit_json(hit, asked.names) for hit in results.hits]}
            except QueryError as error:
                code, document = 2, failed(text, error)
            sys.stdout.buffer.write(dumps(document) + b"\n")
            sys.stdout.buffer.flush()
    return code
