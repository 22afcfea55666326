"""`morgue errors`."""

from __future__ import annotations

import click

from morgue.commands.command import command
from morgue.commands.settings import Settings

EXAMPLES = (
    ("morgue errors", "path and reason, one a line"),
    ("morgue errors --no-article", "sound files that hold no story, too"),
    ("morgue errors --format tsv | cut -f3 | sort | uniq -c", "the reasons, counted"),
)


@command(examples=EXAMPLES)
@click.option("--no-article", is_flag=True, help="Also sound files that hold no story, after the others.")
def errors(settings: Settings, no_article: bool) -> int:
    """Every input that could not be read, and why."""
    from morgue.render.reports import errors_galley

    with settings.open() as archive:
        rejected, without = archive.errors(), archive.no_articles() if no_article else ()
        if not rejected and settings.form == "text":
            settings.say("no input was rejected")
        settings.press(errors_galley(rejected, without))
    return 0
