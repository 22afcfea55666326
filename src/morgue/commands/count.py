"""`morgue count`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from morgue.commands.asking import answer_batch, asking, checked, failed, print_notes, query_of
from morgue.commands.command import command
from morgue.commands.settings import Settings, on_tab
from morgue.errors import QueryError, UsageError
from morgue.render.formats import JSON

if TYPE_CHECKING:
    from morgue.archive.archive import Archive

EXAMPLES = (
    ("morgue count 'agency:reuters date:1987-03'", "one agency in one month"),
    ("morgue count '*' --json", 'everything, as {"total": N}'),
    ("morgue count 'opec' --group", "how many stories, and not how many articles"),
    ("morgue count --batch < queries.txt", "a number a line"),
)


@command(examples=EXAMPLES)
@click.argument("query", nargs=-1, shell_complete=on_tab("query"))
@click.option(
    "--batch", is_flag=True, help="Queries from standard input, one a line; numbers out, one a line."
)
@click.option("--group", is_flag=True, help="How many stories: the copies of one are counted once.")
def count(settings: Settings, query: tuple[str, ...], batch: bool, group: bool) -> int:
    """How many articles match."""
    if batch:
        return _batch(settings, query, group=group)
    from morgue.render.counts import count_answer

    text = query_of(query)
    with settings.open() as archive, asking(text):
        results = archive.search(text, limit=1, snippets=0, now=settings.now, partial="ignore")
        total = results.total or 0
        stories = archive.count_stories(text, now=settings.now) if group else None
        print_notes(settings, results.notes, nothing=not total, diagnosis=results.diagnosis)
        settings.print(count_answer(total, stories))
    return int(not total)


def _batch(settings: Settings, query: tuple[str, ...], *, group: bool) -> int:
    """Print a line for each line of standard input; 0, whether or not each of them is a query."""
    if settings.form not in ("text", *JSON):
        raise UsageError(f"count --batch prints numbers or JSON, not {settings.form}")

    def counted(archive: Archive, number: int, text: str) -> bytes:
        return _counted(archive, number, text, settings, group=group)

    answer_batch(settings, query, counted)
    return 0


def _counted(archive: Archive, number: int, text: str, settings: Settings, *, group: bool) -> bytes:
    """Return the line that answers one query: a number, `error`, or nothing for an empty line."""
    from morgue.render.formats.documents import dumps

    plain = settings.form == "text"
    if plain and not text:
        return b""
    try:
        total = archive.count(checked(text), now=settings.now)
        stories = archive.count_stories(text, now=settings.now) if group else None
    except QueryError as error:
        if plain:
            _complain(number, text, error, settings)
        return b"error" if plain else dumps(failed(text, error))
    if plain:
        return b"%d" % (total if stories is None else stories)
    return dumps({"total": total} if stories is None else {"total": total, "stories": stories})


def _complain(number: int, text: str, error: QueryError, settings: Settings) -> None:
    """Say which line of the batch is wrong, and why."""
    from morgue.render.messages import complain

    named = QueryError(f"line {number}: {error.message}", hint=error.hint, position=error.position)
    named.query = text
    complain(named, settings.color)
