"""`morgue run`."""

from __future__ import annotations

from typing import Any

import click

from morgue.commands.asking import asking
from morgue.commands.command import command
from morgue.commands.searching import listed, search_of, search_options
from morgue.commands.settings import Settings, on_tab

EXAMPLES = (
    ("morgue run ports", "a search that was saved"),
    ("morgue run ports --limit all --format csv", "with the options of search"),
)


@command(examples=EXAMPLES)
@click.argument("name", shell_complete=on_tab("saved"))
@search_options
def run(settings: Settings, name: str, fields: str | None, sort: Any, **options: Any) -> int:
    """The answer to a saved search; options are those of search."""
    if listed(fields):
        return 0
    with settings.open() as archive:
        kept = archive.saved[name]
        asked = search_of(settings, fields=fields, sort=sort or kept.sort, **options)
        with asking(kept.query):
            return asked.run(archive, kept.query, settings)
