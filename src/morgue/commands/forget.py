"""`morgue forget`."""

from __future__ import annotations

import click

from morgue.commands.command import command
from morgue.commands.settings import Settings, on_tab
from morgue.errors import UsageError

EXAMPLES = (
    ("morgue forget feeds/2019", "all that was read below a directory"),
    ("morgue forget --id pfq3k2ab", "one article"),
)


@command(examples=EXAMPLES)
@click.argument("paths", nargs=-1, metavar="[PATH]...", shell_complete=on_tab("file"))
@click.option("--id", "ids", multiple=True, metavar="ID", help="An article to remove; may be given again.")
def forget(settings: Settings, paths: tuple[str, ...], ids: tuple[str, ...]) -> int:
    """Remove files, or with --id articles, from the archive; the files on the disk are left alone.

    A path is one on the disk, and a directory means all below it; - means all feeds from standard input. Where
    nothing is there, a path as a hit shows it will do, if only one indexed directory has it. A story that another
    file holds too stays in the archive.
    """
    from morgue.render.reports import forget_answer

    if not paths and not ids:
        raise UsageError("a path is missing", hint="or --id ID for one article")
    with settings.open() as archive:
        settings.print(forget_answer(archive.forget(paths, ids=ids)))
    return 0
