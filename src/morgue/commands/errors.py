"""`morgue errors`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from morgue.commands.command import command
from morgue.commands.settings import Settings
from morgue.render.layout import count

if TYPE_CHECKING:
    from morgue.storage.catalog import FileStates

EXAMPLES = (
    ("morgue errors", "path and reason, one a line"),
    ("morgue errors --no-article", "sound files that hold no story, too"),
    ("morgue errors --format tsv | cut -f3 | sort | uniq -c", "the reasons, counted"),
)


@command(examples=EXAMPLES)
@click.option("--no-article", is_flag=True, help="Also sound files that hold no story, after the others.")
def errors(settings: Settings, no_article: bool) -> int:
    """Every input that could not be read, and why."""
    from morgue.render.reports import errors_answer

    with settings.open() as archive:
        rejected, without = archive.errors(), archive.no_articles() if no_article else ()
        if settings.form == "text":
            settings.say(*_said(archive.file_states(), settings, no_article=no_article))
        settings.print(errors_answer(rejected, without))
    return 0


def _said(states: FileStates, settings: Settings, *, no_article: bool) -> Iterator[str]:
    """Yield how many files the lines are of; where other files hold no story, how to see why."""
    counts = ((states.rejected, "rejected"), (states.partly_read, "read in part"))
    said = [
        f"{count(number, 'file')} {'was' if number == 1 else 'were'} {what}"
        for number, what in counts
        if number
    ]
    yield ", ".join(said) or "no input was rejected"
    if states.no_article and not no_article:
        option = "" if settings.archive == "index" else f" --archive {settings.archive}"
        holds = "holds" if states.no_article == 1 else "hold"
        yield f"{count(states.no_article, 'file')} {holds} no story: morgue errors{option} --no-article"
