"""`morgue bursts`."""

from __future__ import annotations

from typing import Any

import click

from morgue.archive.arguments import AGAINST, UNITS
from morgue.commands.asking import asking, by_option, print_notes, query_of
from morgue.commands.command import command
from morgue.commands.settings import Settings, on_tab
from morgue.commands.settings import limit as at_most

EXAMPLES = (
    ("morgue bursts --by month", "the months that burst most, and with what"),
    ("morgue bursts 'ferry' --by week", "what was new in each week about ferries"),
    ("morgue bursts 'date:2025-10-23'", "one day beside the rest of the archive"),
    ("morgue bursts --by day --limit all --format csv", "a table of every day"),
)


@command(examples=EXAMPLES)
@click.argument("query", nargs=-1, shell_complete=on_tab("query"))
@by_option
@click.option(
    "--limit",
    callback=at_most,
    default="10",
    metavar="N|all",
    help="How many periods, those that burst most (10).",
)
@click.option(
    "--top",
    type=click.IntRange(0),
    default=5,
    metavar="N",
    help="How many words, places and stories of each (5).",
)
@click.option(
    "--count",
    type=click.Choice(UNITS),
    default=UNITS[0],
    metavar="UNIT",
    help="What is counted: stories (the default; copies of one count once) or articles.",
)
@click.option(
    "--against",
    type=click.Choice(AGAINST),
    default=AGAINST[0],
    metavar="WHAT",
    help="query (the default): all that QUERY matches at other times; archive: all other articles.",
)
def bursts(
    settings: Settings, query: tuple[str, ...], by: Any, limit: int, top: int, count: Any, against: Any
) -> int:
    """Words, places and stories that are over-represented in a period.

    Without QUERY, of the whole archive. The measure is the log-likelihood ratio (Dunning 1993); what is shown is at
    least twice as frequent as in the rest.
    """
    from morgue.render.bursts import bursts_answer

    text = query_of(query, default="*")
    with settings.open() as archive, asking(text):
        found = archive.bursts(
            text,
            by=by,
            limit=None if limit < 0 else limit,
            top=top,
            count=count,
            against=against,
            now=settings.now,
        )
        print_notes(settings, found.notes, nothing=not found.total, documented=True)
        settings.print(bursts_answer(found))
    return int(not found.total)
