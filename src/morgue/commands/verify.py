"""`morgue verify`."""

from __future__ import annotations

import click

from morgue.commands.command import command
from morgue.commands.settings import Settings

EXAMPLES = (
    ("morgue verify", "0 if the archive is sound, 3 if not"),
    ("morgue verify --repair", "rebuild a damaged index from its sources"),
)


@command(examples=EXAMPLES)
@click.option("--repair", is_flag=True, help="Re-index what is damaged, from its sources.")
def verify(settings: Settings, repair: bool) -> int:
    """Check the archive byte for byte."""
    from morgue.render.progress import live
    from morgue.render.reports import verify_answer

    with settings.open() as archive:
        with live(quiet=settings.quiet or not repair, color=settings.color) as progress:
            report = archive.verify(repair=repair, progress=progress)
        settings.print(verify_answer(report))
    return 0 if report.sound else 3
