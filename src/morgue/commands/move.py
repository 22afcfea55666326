"""`morgue move`: the earlier name of `morgue copy`."""

from __future__ import annotations

from morgue.commands.command import command
from morgue.commands.copy import copy_options, make_copy
from morgue.commands.settings import Settings

EXAMPLES = (("morgue move index portable --engine whoosh", "the same as morgue copy"),)


@command(examples=EXAMPLES)
@copy_options
def move(settings: Settings, source: str, target: str, engine: str | None) -> int:
    """Another name of `morgue copy`: the original is left as it is."""
    return make_copy(settings, source, target, engine)
