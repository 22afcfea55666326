"""`morgue index`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from morgue.commands.command import command
from morgue.commands.settings import Settings
from morgue.errors import UsageError

if TYPE_CHECKING:
    from morgue.archive import Archive

EXAMPLES = (
    ("morgue index feeds/", "all feeds below a directory; a second run reads only what changed"),
    ("morgue index feeds/ --prune", "and forget what is gone from it"),
    ("curl -s https://example.org/rss | morgue index -", "one feed from standard input"),
    ("morgue index stories.csv --map headline=title,body=text", "columns of other names"),
)


@command(examples=EXAMPLES)
@click.argument("paths", nargs=-1, metavar="PATH...")
@click.option("--engine", metavar="NAME", help="The engine of an archive that is made now (tantivy).")
@click.option("--prune", is_flag=True, help="Forget files that are gone from the directories given.")
@click.option(
    "--map",
    "mapping",
    metavar="FIELD=COLUMN,…",
    help="Columns of CSV, TSV and JSON feeds by our field names.",
)
def index(
    settings: Settings, paths: tuple[str, ...], engine: str | None, prune: bool, mapping: str | None
) -> int:
    """Index directories and files of feeds; - reads one feed from standard input.

    The archive is made where there is none. Files whose size, time and digest are unchanged are not read again.
    """
    from morgue.render.progress import live
    from morgue.render.reports import index_galley

    if not paths:
        raise UsageError("a path is missing", hint="such as: morgue index feeds/")
    columns = columns_of(mapping)
    with _archive(settings.archive, engine) as archive:
        with live(quiet=settings.quiet, color=settings.color) as progress:
            summary = archive.index(
                paths,
                prune=prune,
                columns=columns,
                stdin=sys.stdin.buffer if "-" in paths else None,
                progress=progress,
            )
        if not (settings.quiet and settings.form == "text"):
            settings.press(index_galley(summary, archive.where))
    return 3 if summary.rejected else 0


def columns_of(mapping: str | None) -> dict[str, str] | None:
    """`headline=title,body=text` as a dictionary. Raises UsageError for a field that no article has."""
    from morgue.article import FIELDS

    if mapping is None:
        return None
    columns: dict[str, str] = {}
    for pair in mapping.split(","):
        name, equals, column = (part.strip() for part in pair.partition("="))
        if not equals or not column:
            raise UsageError(
                f"--map {pair!r} is no FIELD=COLUMN", hint="such as: --map headline=title,body=text"
            )
        if name not in FIELDS:
            raise UsageError(
                f"--map: an article has no field {name!r}", hint=f"fields are: {', '.join(FIELDS)}"
            )
        columns[name] = column
    return columns


def _archive(where: str, engine: str | None) -> Archive:
    """The archive, made now where there is none."""
    import morgue
    from morgue.catalog import NAME

    if "://" in where or (Path(where) / NAME).is_file():
        archive = morgue.open(where)
        if engine is not None and engine != archive.engine:
            archive.close()
            raise UsageError(
                f"the archive {where} was made with {archive.engine}, not {engine}",
                hint="leave --engine out, or choose another --archive",
            )
        return archive
    return morgue.create(where) if engine is None else morgue.create(where, engine=engine)
