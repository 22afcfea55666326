"""`morgue searches`."""

from __future__ import annotations

from morgue.commands.command import command
from morgue.commands.settings import Settings

EXAMPLES = (
    ("morgue searches", "names, queries, and up to which revision each was watched"),
    ("morgue searches --format tsv | cut -f1", "the names"),
)


@command(examples=EXAMPLES)
def searches(settings: Settings) -> int:
    """The searches that are kept in the archive."""
    from morgue.render.kept import searches_galley

    with settings.open() as archive:
        settings.press(searches_galley(tuple(archive.saved), archive.revision))
    return 0
