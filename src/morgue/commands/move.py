"""`morgue move`."""

from __future__ import annotations

import click

from morgue.commands.command import command
from morgue.commands.settings import Settings, on_tab

EXAMPLES = (
    (
        "morgue move index opensearchs://news.example.org:9200/news",
        "an archive that has outgrown its machine",
    ),
    ("morgue move opensearch://localhost:9200/news copy", "and back, into a directory"),
    ("morgue move index portable --engine whoosh", "another engine"),
)


@command(examples=EXAMPLES)
@click.argument("source", metavar="FROM", shell_complete=on_tab("directory"))
@click.argument("target", metavar="TO", shell_complete=on_tab("directory"))
@click.option("--engine", metavar="NAME", help="The engine of an archive that is made now (tantivy).")
def move(settings: Settings, source: str, target: str, engine: str | None) -> int:
    """Copy an archive to another engine or place; the original is left as it is.

    No feed is read again. A copy that was cut off goes on when the same is said again.
    """
    from morgue.moving import move as moved
    from morgue.render.progress import live
    from morgue.render.reports import move_galley

    with live(quiet=settings.quiet, color=settings.color) as progress:
        report = moved(source, target, engine=engine, progress=progress)
    if not (settings.quiet and settings.form == "text"):
        settings.press(move_galley(report))
    return 0
