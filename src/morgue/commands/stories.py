"""`morgue stories`."""

from __future__ import annotations

import click

from morgue.commands.command import command
from morgue.commands.settings import Settings

EXAMPLES = (
    ("morgue stories", "how many there are, and how many have several articles"),
    ("morgue stories --rebuild", "find them again, of an archive that was made without"),
)


@command(examples=EXAMPLES)
@click.option("--rebuild", is_flag=True, help="Find all stories again, from the texts in the archive.")
def stories(settings: Settings, rebuild: bool) -> int:
    """How many stories there are: articles that are copies, cuts, updates or corrections of one another count as one.

    --rebuild reads no feed. It is for archives that were made with index --no-stories.
    """
    from morgue.render.reports import stories_answer

    with settings.open() as archive:
        if rebuild:
            from morgue.render.progress import live

            with live(quiet=settings.quiet, color=settings.color) as progress:
                archive.rebuild_stories(progress=progress)
        settings.print(stories_answer(archive.stories()))
    return 0
