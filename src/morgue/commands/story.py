"""`morgue story`."""

from __future__ import annotations

import click

from morgue.commands.command import command
from morgue.commands.settings import Settings
from morgue.commands.settings import limit as reads_limit

EXAMPLES = (
    ("morgue story pfq3k2ab", "who carried it when, and what each kept, cut and added"),
    ("morgue story pfq3k2ab --limit all", "every article, however many"),
    ("morgue story pfq3k2ab --format csv", "a table for the footnote"),
    ("morgue story pfq3k2ab --json", "every share, and who still has the uncorrected text"),
)


@command(examples=EXAMPLES)
@click.argument("id", metavar="ID")
@click.option(
    "--limit", default="50", callback=reads_limit, metavar="N",
    help="Articles that the text shows (50), or all; JSON, csv and tsv have all of them.",
)  # fmt: skip
def story(settings: Settings, id: str, limit: int) -> int:  # noqa: A002  the name of the argument
    """The life of a story, on one screen.

    The story that an article is of: all its copies, cuts, extensions, updates and corrections, in order of time. ID is
    that of any of them, or the beginning of it. Each is compared with one before it: `kept` is how much of that one's text it has,
    `new` how much of its own that one has not.
    """
    from morgue.render.lineage import story_answer

    with settings.open() as archive:
        settings.print(story_answer(archive.story(id), limit=None if limit < 0 else limit))
    return 0
