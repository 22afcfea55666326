"""`morgue show`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

import click

from morgue.commands.asking import marker
from morgue.commands.command import command
from morgue.commands.settings import Settings, on_tab
from morgue.errors import UsageError

EXAMPLES = (
    ("morgue show pfq3k2ab", "one story; 6 characters of its id are enough"),
    ("morgue search 'wheat' --format ids | morgue show -", "all that a search found"),
    ("morgue show pfq3k2ab --query 'wheat OR grain'", "with what a query matches marked"),
    ("morgue show pfq3k2ab --cite", "a citation for a footnote"),
    ("morgue show pfq3k2ab --json", "every field, with where it was found"),
)


@command(examples=EXAMPLES)
@click.argument("ids", nargs=-1, metavar="ID...")
@click.option(
    "--query",
    metavar="QUERY",
    shell_complete=on_tab("query"),
    help="Mark what this query matches; in JSON as `highlights`.",
)
@click.option("--cite", is_flag=True, help="Citations instead, as a footnote has them.")
def show(settings: Settings, ids: tuple[str, ...], query: str | None, cite: bool) -> int:
    """Whole articles.

    A beginning of an id that no other article has is enough, from 6 characters on; - reads ids from standard
    input, with white space or NUL between them.
    """
    from morgue.render.story import cite_answer, show_answer

    wanted = list(_ids(ids))
    if not wanted:
        raise UsageError("an id is missing", hint="search prints ids: morgue search QUERY --format ids")
    with settings.open() as archive:
        articles = archive.show(wanted)
        marked = None if query is None else marker(query, settings.now)
        answer = (
            cite_answer(articles)
            if cite
            else show_answer(
                articles,
                marked=marked,
                locate=archive.location,
                files=True,
                whereabouts=archive.also_in(each.id for each in articles),
            )
        )
        settings.print(answer)
    return 0


def _ids(given: Sequence[str]) -> Iterator[str]:
    for each in given:
        if each == "-":
            yield from sys.stdin.buffer.read().decode("utf-8", "replace").replace("\0", " ").split()
        else:
            yield each
