"""`morgue facets`."""

from __future__ import annotations

from typing import Any

import click

from morgue.commands.asking import asking, count_option, print_notes, query_of
from morgue.commands.command import command
from morgue.commands.settings import Settings, on_tab
from morgue.commands.settings import limit as at_most

EXAMPLES = (
    ("morgue facets 'ceasefire date:2025'", "counts by agency, place, date …"),
    (
        "morgue facets 'opec' --by agency --count stories",
        "in how many stories each agency is, not in how many copies",
    ),
    ("morgue facets --by agency,country --limit all", "all agencies and countries of the archive"),
)


@command(examples=EXAMPLES)
@click.argument("query", nargs=-1, shell_complete=on_tab("query"))
@click.option("--by", metavar="A,B,C", shell_complete=on_tab("facets"), help="Only these facets (all).")
@click.option(
    "--limit", callback=at_most, default="10", metavar="N|all", help="How many values of each (10)."
)
@count_option
def facets(settings: Settings, query: tuple[str, ...], by: str | None, limit: int, count: Any) -> int:
    """Counts by agency, location, country, publisher, section, language, format, year, month.

    Without QUERY, of the whole archive.
    """
    from morgue.engines.base import FACETS
    from morgue.render.counts import facets_answer

    names = [name.strip() for name in by.split(",")] if by else FACETS
    text = query_of(query, default="*")
    with settings.open() as archive, asking(text):
        most = limit if limit >= 0 else archive.count("*")
        found = archive.facets(text, names=names, limit=most, now=settings.now, count=count)
        print_notes(settings, found.query.notes, nothing=not found.total)
        settings.print(facets_answer(found))
    return int(not found.total)
