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
    from morgue.render.saved import searches_answer

    with settings.open() as archive:
        kept = tuple(archive.saved)
        if not kept and settings.form == "text":
            settings.say("no search is saved yet: morgue save NAME QUERY keeps one")
        settings.print(searches_answer(kept, archive.revision))
    return 0
