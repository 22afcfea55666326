"""`morgue show`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

import click

from morgue.commands.command import command
from morgue.commands.settings import Settings
from morgue.errors import UsageError

EXAMPLES = (
    ("morgue show pfq3k2ab", "one story; 6 characters of its id are enough"),
    ("morgue search 'wheat' --format ids | morgue show -", "all that a search found"),
    ("morgue show pfq3k2ab --json", "every field, with where it was found"),
)


@command(examples=EXAMPLES)
@click.argument("ids", nargs=-1, metavar="ID...")
def show(settings: Settings, ids: tuple[str, ...]) -> int:
    """Whole articles.

    A beginning of an id that no other article has is enough, from 6 characters on; - reads ids from standard
    input.
    """
    from morgue.render.story import show_galley

    wanted = list(_ids(ids))
    if not wanted:
        raise UsageError("an id is missing", hint="search prints ids: morgue search QUERY --format ids")
    with settings.open() as archive:
        settings.press(show_galley(archive.show(wanted)))
    return 0


def _ids(given: Sequence[str]) -> Iterator[str]:
    for each in given:
        if each == "-":
            yield from sys.stdin.buffer.read().decode("utf-8", "replace").split()
        else:
            yield each
