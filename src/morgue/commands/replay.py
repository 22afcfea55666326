"""`morgue replay`."""

from __future__ import annotations

import click

from morgue.commands.command import command
from morgue.commands.settings import Settings, on_tab

EXAMPLES = (
    ("morgue replay opec.json", "0 if the same stories are found as when it was recorded, 1 if not"),
    ("morgue replay opec.json --archive other --json", "against another archive, as data"),
)


@command(examples=EXAMPLES)
@click.argument("manifest", metavar="MANIFEST", shell_complete=on_tab("file"))
def replay(settings: Settings, manifest: str) -> int:
    """Run a search recorded by search --manifest again and say what differs.

    Relative dates are those of the day it was recorded. Scores are not compared.
    """
    from morgue.render.saved import replay_answer

    with settings.open() as archive:
        found = archive.replay(manifest)
        settings.print(replay_answer(found))
    return int(not found.same)
