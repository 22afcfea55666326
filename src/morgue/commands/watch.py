"""`morgue watch`."""

from __future__ import annotations

from typing import Any

import click

from morgue.commands.asking import asking
from morgue.commands.command import command
from morgue.commands.searching import listed, search_of, shown_options
from morgue.commands.settings import Settings, on_tab

EXAMPLES = (
    ("morgue watch ports", "what is new since the last time"),
    ("morgue watch ports --quiet --format ids", "for a script: ids, and nothing where nothing is new"),
    ("morgue watch ports --group", "new stories, and no new copies of old ones"),
    ("morgue watch ports --peek", "look, and mark nothing as seen"),
)


@command(examples=EXAMPLES)
@click.argument("name", shell_complete=on_tab("saved"))
@shown_options
@click.option("--peek", is_flag=True, help="Do not mark what is listed as seen.")
def watch(settings: Settings, name: str, fields: str | None, peek: bool, **options: Any) -> int:
    """What a saved search finds that is new or different since the last watch.

    The first watch lists everything. With --group it lists new stories: those that have no older article, and none that was only changed. All of it is printed, then marked as seen, so that nothing is lost where
    printing fails. Where nothing is new the exit code is 1.
    """
    if listed(fields):
        return 0
    with settings.open() as archive:
        kept = archive.saved[name]
        since = archive.saved.since(name)
        asked = search_of(settings, fields=fields, limit=-1, sort=kept.sort, since_revision=since, **options)
        with asking(kept.query):
            code = asked.run(archive, kept.query, settings)
        if not peek:
            archive.saved.mark(name, archive.revision)
    return code
