"""`morgue explain`."""

from __future__ import annotations

import click

from morgue.commands.asking import asking, query_of
from morgue.commands.command import command
from morgue.commands.settings import Settings, on_tab

EXAMPLES = (
    ("morgue explain 'sanctions russia OR iran'", "how AND and OR were read"),
    ("morgue explain 'opec date:last-month' --now 2025-11-05", "what a relative date means"),
)


@command(examples=EXAMPLES)
@click.argument("query", nargs=-1, shell_complete=on_tab("query"))
def explain(settings: Settings, query: tuple[str, ...]) -> int:
    """How the query was read, in plain words, and how many articles each part matches."""
    from morgue.render.explanation import explain_answer

    text = query_of(query)
    with settings.open() as archive, asking(text):
        settings.print(explain_answer(archive.explain(text, now=settings.now)))
    return 0
