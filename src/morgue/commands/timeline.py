"""`morgue timeline`."""

from __future__ import annotations

from typing import Any

import click

from morgue.commands.asking import asking, by_option, count_option, print_notes, query_of
from morgue.commands.command import command
from morgue.commands.settings import Settings, on_tab

EXAMPLES = (
    ("morgue timeline 'opec'", "the unit chosen by the span"),
    ("morgue timeline 'opec' --count stories", "stories, however often each was carried"),
    ("morgue timeline 'agency:afp' --by month --format csv", "a table of months"),
)


@command(examples=EXAMPLES)
@click.argument("query", nargs=-1, shell_complete=on_tab("query"))
@by_option
@count_option
def timeline(settings: Settings, query: tuple[str, ...], by: Any, count: Any) -> int:
    """Counts over time; a bar chart as text.

    Without QUERY, of the whole archive.
    """
    from morgue.render.counts import timeline_answer

    text = query_of(query, default="*")
    with settings.open() as archive, asking(text):
        found = archive.timeline(text, by=by, now=settings.now, count=count)
        print_notes(settings, found.query.notes, nothing=not found.total)
        settings.print(timeline_answer(found))
    return int(not found.total)
