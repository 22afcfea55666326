"""`morgue diff`."""

from __future__ import annotations

import click

from morgue.commands.command import command
from morgue.commands.settings import Settings

EXAMPLES = (
    ("morgue diff pfq3k2ab 7wz2m4kd", "from one article to another, paragraph by paragraph"),
    ("morgue diff pfq3k2ab 7wz2m4kd --json", "the same as data, word by word"),
)


@command(examples=EXAMPLES)
@click.argument("a", metavar="A")
@click.argument("b", metavar="B")
def diff(settings: Settings, a: str, b: str) -> int:
    """What changed between two articles.

    A and B are ids, or the beginnings of them. Numbers and names that changed come first, then
    the headline and the paragraphs: kept, cut (-), added (+), moved (>) or edited (~), with the words that changed as [-cut-] and
    {+added+}. The exit code is 0 whether they differ or not.
    """
    from morgue.render.diff import diff_answer

    with settings.open() as archive:
        settings.print(diff_answer(archive.diff(a, b)))
    return 0
