"""`morgue stats`."""

from __future__ import annotations

from morgue.commands.command import command
from morgue.commands.settings import Settings

EXAMPLES = (
    ("morgue stats", "of ./index"),
    ("morgue stats --archive wires --json", "of another archive, with the coverage of every field"),
)


@command(examples=EXAMPLES)
def stats(settings: Settings) -> int:
    """Articles, files, date span, engine, size, revision, and what is known of the stories of each source."""
    from morgue.render.stats import stats_answer

    with settings.open() as archive:
        settings.print(stats_answer(archive.stats(), archive.where))
    return 0
