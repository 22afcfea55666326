"""`morgue search`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from morgue.commands.asking import answer_batch, asking, checked, failed, query_of
from morgue.commands.command import command
from morgue.commands.searching import Search, listed, search_of, search_options
from morgue.commands.settings import Settings, on_tab
from morgue.errors import QueryError, UsageError
from morgue.render.formats import JSON

if TYPE_CHECKING:
    from morgue.archive.archive import Archive

EXAMPLES = (
    ("morgue search sanctions russia", "both words"),
    ("morgue search '\"crude oil\" AND opec date:1987-03 -iran'", "a phrase, a month, and not Iran"),
    ("morgue search 'location:brussels since:2025-10-01' --sort newest", "one place, newest first"),
    ("morgue search -- '-iran crude'", "put -- before a query that begins with -"),
    ("morgue search --any 'opec quota cut vienna'", "all four words, then any three of them"),
    ("morgue search --group 'opec quota'", "one hit a story, and who carried it"),
    ("morgue search 'story:pfq3k2ab' --sort oldest", "all articles of the story that one is of"),
    ("morgue search --like pfq3k2ab 'date:2025'", "stories of 2025 that are most like one"),
    ("morgue search 'agency:ani' --format csv --fields day,headline,locations --limit all", "a spreadsheet"),
    ("morgue search 'opec' --limit all --manifest opec.json", "a search that can be repeated: morgue replay"),
    ("morgue search forty --versions", "also in texts that were replaced since"),
    ("morgue search --batch --limit 3 < queries.txt", "one JSON document a query"),
)


@command(examples=EXAMPLES)
@click.argument("query", nargs=-1, shell_complete=on_tab("query"))
@search_options
@click.option("--like", metavar="ID", help="Articles like this one, of those that QUERY matches (all).")
@click.option(
    "--versions",
    is_flag=True,
    help="Search the texts that were replaced too, as versions:all in a query does.",
)
@click.option(
    "--batch", is_flag=True, help="Queries from standard input, one a line; JSON documents out, one a line."
)
def search(
    settings: Settings,
    query: tuple[str, ...],
    fields: str | None,
    batch: bool,
    sort: Any,
    versions: bool,
    **options: Any,
) -> int:
    """Ranked hits with snippets.

    QUERY is one argument in quotes or several words; - reads it from standard input.
    """
    if listed(fields):
        return 0
    asked = search_of(settings, fields=fields, batch=batch, sort=sort or "relevance", **options)
    if batch:
        return _batch(settings, query, asked, versions=versions)
    text = query_of(query, default="*" if asked.like is not None else None)
    text = in_all_versions(text, settings) if versions else text
    with settings.open() as archive, asking(text):
        return asked.run(archive, text, settings)


def in_all_versions(text: str, settings: Settings) -> str:
    """Return a query that searches the texts that were replaced too. Raises QueryError for one that means nothing."""
    from morgue.query.clock import moment_of
    from morgue.query.parser import parse
    from morgue.query.tree import Or

    with asking(text):
        is_either = isinstance(parse(checked(text), now=moment_of(settings.now)).tree, Or)
    return f"({text}) versions:all" if is_either else f"{text} versions:all"


def _batch(settings: Settings, query: tuple[str, ...], asked: Search, *, versions: bool) -> int:
    """Answer the queries of standard input; 0, or 2 where one of them means nothing."""
    if settings.form not in ("text", *JSON):
        raise UsageError(f"--batch prints JSON, not {settings.form}", hint="leave --format out")
    if asked.manifest is not None:
        raise UsageError("--manifest records one search, not a batch", hint="leave --batch out")
    if asked.partial:
        raise UsageError("--any is for one search, not a batch", hint="leave --batch out")
    from dataclasses import replace

    from morgue.archive.results import hit_json
    from morgue.render.formats.documents import dumps

    asked = replace(asked, unlisted="ignore")

    wrong: list[int] = []

    def answer(archive: Archive, number: int, text: str) -> bytes:
        try:
            given = in_all_versions(text, settings) if versions else checked(text)
            results = asked.answer(archive, given, settings)
        except QueryError as error:
            wrong.append(number)
            return dumps(failed(text, error))
        return dumps(results.head() | {"hits": [hit_json(hit, asked.names) for hit in results.hits]})

    answer_batch(settings, query, answer)
    return 2 if wrong else 0
