"""`morgue index`."""

from __future__ import annotations

import dataclasses
import gc
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

import click

from morgue.commands.command import Command, command
from morgue.commands.settings import Settings, on_tab, seconds
from morgue.errors import ArchiveError, UsageError
from morgue.render.messages import error_lines
from morgue.render.reports import index_answer
from morgue.render.sanitize import clean

if TYPE_CHECKING:
    from morgue.archive.archive import Archive
    from morgue.ingest.summary import IndexSummary, Prune

EXAMPLES = (
    ("morgue index feeds/", "all feeds below a directory; a second run reads only what changed"),
    ("morgue index feeds/ --prune", "and forget what is gone from it"),
    ("curl -s https://example.org/rss | morgue index -", "one feed from standard input"),
    ("morgue index --watch feeds/", "keep running and read new files, until Ctrl-C"),
    ("morgue index stories.csv --map headline=title,body=text", "columns of other names"),
    ("morgue index desk.sqlite --table stories", "a table of a database"),
)


class _Index(Command):
    """The command, with `--prune` that may have the value `all` and never takes the next word for one."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments, `--prune=all` as an option of its own."""
        end = args.index("--") if "--" in args else len(args)
        for each in args[:end]:
            if each.startswith("--prune=") and each != "--prune=all":
                raise UsageError(
                    f"{each}: --prune has no value but all", hint="write --prune, or --prune=all"
                )
        return super().parse_args(
            ctx, [_PRUNE_ALL if at < end and each == "--prune=all" else each for at, each in enumerate(args)]
        )


_PRUNE_ALL = "--prune-all"


@command(examples=EXAMPLES, kind=_Index)
@click.argument("paths", nargs=-1, metavar="PATH...", shell_complete=on_tab("file"))
@click.option("--engine", metavar="NAME", help="The engine of an archive that is made now (tantivy).")
@click.option(
    "--prune",
    is_flag=True,
    help="Forget files that are gone from the directories given; refused where a directory is empty or more than half of "
    "its stories would go. --prune=all asks nothing, and removes as well what files hold no longer and what rolled off feeds.",
)
@click.option(_PRUNE_ALL, is_flag=True, hidden=True)
@click.option(
    "--map",
    "mapping",
    metavar="FIELD=COLUMN,…",
    help="Columns of CSV, TSV and JSON feeds by our field names.",
)
@click.option("--table", metavar="NAME", help="The table of a SQLite database that holds the articles.")
@click.option(
    "--no-stories",
    is_flag=True,
    help="Do not find out which articles are one story; `morgue stories --rebuild` does it later.",
)
@click.option("--watch", is_flag=True, help="Keep running and read new files, until Ctrl-C or SIGTERM.")
@click.option(
    "--interval", callback=seconds, default="2", metavar="SECONDS",
    help="How often --watch looks (2); with `pip install morgue[watch]`, at once.",
)  # fmt: skip
def index(
    settings: Settings,
    paths: tuple[str, ...],
    engine: str | None,
    prune: bool,
    prune_all: bool,
    mapping: str | None,
    table: str | None,
    no_stories: bool,
    watch: bool,
    interval: float,
) -> int:
    """Index directories and files of feeds; - reads one feed from standard input.

    The archive is made where there is none. Files whose size, time and digest are unchanged are not read again.
    """
    if not paths:
        raise UsageError("a path is missing", hint="such as: morgue index feeds/")
    if watch and "-" in paths:
        raise UsageError("--watch reads directories and files, not standard input", hint="leave - out")
    columns = columns_of(mapping)
    gc.set_threshold(*COLLECTED)
    _check(paths)
    renewed = _renewed(settings)
    with _archive(settings.archive, engine) as archive:
        run = Run(archive, settings, paths, "all" if prune_all else prune, columns, table, not no_stories)
        if watch:
            _keep_reading(run, interval)
        summary = run()
        summary.rejected[:0] = renewed.rejected if renewed else []
        settings.report(index_answer(summary, archive.where))
        _say_nothing_in(summary, settings)
    return 3 if summary.rejected or summary.nothing_in else 0


def _say_nothing_in(summary: IndexSummary, settings: Settings) -> None:
    """Say in which directories there is no story, and how to see why."""
    if not summary.nothing_in:
        return
    for path in summary.nothing_in:
        settings.say(f"morgue: no story was found in {clean(path)}")
    option = "" if settings.archive == "index" else f" --archive {settings.archive}"
    all_rejected = summary.files.rejected == summary.files.seen and not summary.passed_over
    settings.say(
        f"hint: morgue errors{option}{'' if all_rejected else ' --no-article'} says why, file by file"
    )


COLLECTED = (700, 10, 10)
"""How often garbage is looked for in a run, as Python does by itself: feeds leave more of it than a search."""


@dataclass(frozen=True, slots=True)
class Run:
    """A run of `index`, which can be made again."""

    archive: Archive
    settings: Settings
    paths: tuple[str, ...]
    prune: Prune
    columns: dict[str, str] | None
    table: str | None
    stories: bool

    def __call__(self) -> IndexSummary:
        """Read what is new or changed."""
        from morgue.render.progress import live

        with live(quiet=self.settings.quiet, color=self.settings.color) as progress:
            return self.archive.index(
                self.paths,
                prune=self.prune,
                columns=self.columns,
                table=self.table,
                stdin=sys.stdin.buffer if "-" in self.paths else None,
                progress=progress,
                stories=self.stories,
            )


def _check(paths: tuple[str, ...]) -> None:
    """Raises MorgueError for a path that is not there or is an archive, before an archive is made for it."""
    from morgue.ingest.walk import check

    check(path for path in paths if path != "-")


def _keep_reading(run: Run, interval: float) -> NoReturn:
    """Read what arrives, and report each run that found something, a line of JSON where JSON is asked for.

    Every run is committed by itself. One that cannot be made (another process is writing, a drive is away) is
    reported and tried again; the first one's error ends it.
    """
    from morgue.ingest.watcher import arrivals

    settings = dataclasses.replace(run.settings, pager=False)
    if settings.form == "json":
        settings = dataclasses.replace(settings, form="jsonl")
    first = True
    for _ in arrivals(run.paths, interval=interval, archive=run.archive.directory):
        summary = run() if first else _in_time(run, interval)
        if first or summary.files.read or summary.files.rejected or summary.files.pruned:
            settings.report(index_answer(summary, run.archive.where))
        if first:
            settings.say(f"watching {', '.join(run.paths)}; Ctrl-C ends it")
        first = False
    raise AssertionError("feeds arrive for ever")


def _in_time(run: Run, interval: float) -> IndexSummary:
    """Return the summary of the next run that can be made; why one cannot is said once."""
    said = ""
    while True:
        try:
            return run()
        except ArchiveError as error:
            if str(error) != said:
                run.settings.say(*error_lines(error))
            said = str(error)
            time.sleep(interval)


def columns_of(mapping: str | None) -> dict[str, str] | None:
    """Return `headline=title,body=text` as a dictionary. Raises UsageError for a field that no column can be."""
    if mapping is None:
        return None
    from morgue.feeds.support.columns import MAPPABLE

    columns: dict[str, str] = {}
    for pair in mapping.split(","):
        name, equals, column = (part.strip() for part in pair.partition("="))
        if not equals or not column:
            raise UsageError(
                f"--map {pair!r} is not FIELD=COLUMN", hint="such as: --map headline=title,body=text"
            )
        if name not in MAPPABLE:
            raise UsageError(
                f"--map: no column can be read as {name!r}", hint=f"fields are: {', '.join(MAPPABLE)}"
            )
        if name in columns:
            raise UsageError(f"--map names {name} twice", hint="give each field one column")
        columns[name] = column
    return columns


def _renewed(settings: Settings) -> IndexSummary | None:
    """Rebuild an archive of an older format from its own files, and return how that went; None where there is none."""
    import morgue
    from morgue.archive.location import location_of
    from morgue.render.progress import live
    from morgue.storage.directory.commit_point import OtherFormatError

    if not location_of(settings.archive).stands():
        return None
    try:
        morgue.open(settings.archive).close()
    except OtherFormatError as error:
        if error.newer:
            raise
        settings.say(f"{error.message}: rebuilding it from its sources")
        with live(quiet=settings.quiet, color=settings.color) as progress:
            return morgue.renew(settings.archive, progress=progress)
    return None


def _archive(where: str, engine: str | None) -> Archive:
    """Return the archive, made now where there is none."""
    import morgue
    from morgue.archive.location import location_of

    place = location_of(where)
    if place.stands():
        archive = morgue.open(where)
        if engine is not None and engine != archive.engine:
            archive.close()
            raise UsageError(
                f"the archive {where} was made with {archive.engine}, not {engine}",
                hint="leave --engine out, or choose another --archive",
            )
        return archive
    try:
        return morgue.create(where, engine=engine, writing=True)
    except ArchiveError:
        if not place.stands():
            raise
        return morgue.open(where)  # another process made it at the same moment
