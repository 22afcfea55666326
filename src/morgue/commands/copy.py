"""`morgue copy`."""

from __future__ import annotations

import click

from morgue.commands.command import command
from morgue.commands.settings import Settings, on_tab

EXAMPLES = (
    (
        "morgue copy index opensearchs://news.example.org:9200/news",
        "an archive that has outgrown its machine",
    ),
    ("morgue copy opensearch://localhost:9200/news portable", "and back, into a directory"),
    ("morgue copy index portable --engine whoosh", "another engine"),
)


@command(examples=EXAMPLES)
@click.argument("source", metavar="FROM", shell_complete=on_tab("directory"))
@click.argument("target", metavar="TO", shell_complete=on_tab("directory"))
@click.option("--engine", metavar="NAME", help="The engine of an archive that is made now (tantivy).")
def copy(settings: Settings, source: str, target: str, engine: str | None) -> int:
    """Copy an archive to another engine or place; the original is left as it is.

    No feed is read again. Saved searches go along, with what they have seen. A copy that was interrupted goes on
    when the command is given again.
    """
    from morgue.archive.copy import move
    from morgue.render.progress import live
    from morgue.render.reports import copy_answer

    with live(quiet=settings.quiet, color=settings.color) as progress:
        report = move(source, target, engine=engine, progress=progress)
    settings.report(copy_answer(report))
    return 0
