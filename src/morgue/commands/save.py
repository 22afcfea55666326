"""`morgue save`."""

from __future__ import annotations

from typing import Any

import click

from morgue.archive.arguments import ORDERS
from morgue.commands.asking import asking, print_notes, query_of
from morgue.commands.command import command
from morgue.commands.settings import Settings, on_tab
from morgue.errors import UsageError

EXAMPLES = (
    ("morgue save ports 'port OR harbour OR ferry'", "keep a search in the archive"),
    ("morgue save today 'agency:reuters date:today' --sort newest", "today is the day of each run"),
    ("morgue save --delete ports", "delete it"),
)


@command(examples=EXAMPLES)
@click.argument("name", shell_complete=on_tab("saved"))
@click.argument("query", nargs=-1, shell_complete=on_tab("query"))
@click.option(
    "--sort",
    type=click.Choice(ORDERS),
    default="relevance",
    metavar="ORDER",
    help="How its answers are ordered: relevance (the default), newest or oldest first.",
)
@click.option("--delete", is_flag=True, help="Delete the search of this name.")
def save(settings: Settings, name: str, query: tuple[str, ...], sort: Any, delete: bool) -> int:
    """Keep a search under a name, in the archive.

    A search of the same name is replaced. `run`, `watch` and `searches` use what is kept.
    """
    from morgue.render.saved import saved_answer

    with settings.open() as archive:
        if delete:
            if query:
                raise UsageError("--delete takes a name and no query", hint=f"morgue save --delete {name}")
            archive.saved.drop(name)
            return 0
        text = query_of(query)
        with asking(text):
            before = archive.saved.save(name, text, sort=sort, now=settings.now)
            found = archive.search(text, limit=1, snippets=0, now=settings.now)
        print_notes(settings, found.notes, nothing=False)
        if before:
            settings.say(f"note: replaced {name}, which was: {before.query}")
        settings.report(saved_answer(archive.saved[name], found.total or 0))
    return 0
