"""`morgue repl`."""

from __future__ import annotations

from morgue.commands.command import command
from morgue.commands.settings import Settings

EXAMPLES = (
    ("morgue repl", "search in ./index; :help lists what else it does"),
    ("morgue repl < session.txt", "the lines of a file, answered one after the other"),
)


@command(examples=EXAMPLES)
def repl(settings: Settings) -> int:
    """Interactive search: a line is a query, a line that begins with : is a command."""
    from morgue.repl import run

    return run(settings)
