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
@click.option("--id", "ids", multiple=True, metavar="ID", help="An article to take out; may be given again.")
def forget(settings: Settings, paths: tuple[str, ...], ids: tuple[str, ...]) -> int:
    """Take files, or with --id articles, out of the archive; the files themselves are left alone."""
    from morgue.render.reports import forget_galley

    if not paths and not ids:
        raise UsageError("a path is missing", hint="or --id ID for one article")
    with settings.open() as archive:
        removed = archive.forget(paths, ids=ids)
        settings.press(forget_galley(removed))
    return int(not removed)
