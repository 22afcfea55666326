"""Make a search as commands do: its options, and its answer printed, streamed or recorded."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import click

from morgue._startup.frozen import frozen
from morgue.archive.arguments import LEADS, ORDERS
from morgue.commands.asking import print_notes
from morgue.commands.settings import Settings, limit, natural, on_tab, revision
from morgue.errors import QueryError, UsageError
from morgue.render.formats import FORMATS

if TYPE_CHECKING:
    from morgue.archive.archive import Archive
    from morgue.archive.grouping import Lead
    from morgue.archive.results import Results
    from morgue.engines.base import Sort
    from morgue.model.article import Hit

PAGE = 1_000
"""Hits that are held in memory; more are printed as they are found."""

LISTING = "--any lists them"
"""How to see the articles that have most of the words."""

LIST = "?"
"""The value of --fields where it has none."""

Function = TypeVar("Function", bound=Callable[..., int])

_SHOWN = (
    click.option(
        "--fields", is_flag=False, flag_value=LIST, metavar="A,B,C", shell_complete=on_tab("fields"),
        help="What JSON, CSV and TSV hold of a hit, or `all`; with no value, lists the names.",
    ),
    click.option("--snippets", callback=natural, default="2", metavar="N", help="Snippets of a hit (2)."),
    click.option("--group", is_flag=True, help="One hit a story: its copies, cuts, updates and corrections are one."),
    click.option(
        "--lead", type=click.Choice(LEADS), default=None, metavar="WHICH",
        help="With --group: which of its articles a story is shown by: best (the default), first, latest or longest.",
    ),
    click.option("--null", "-0", is_flag=True, help="With --format ids: end each id with NUL, for xargs -0."),
)  # fmt: skip

_CHOSEN = (
    click.option("--limit", callback=limit, default="10", metavar="N|all", help="How many hits (10)."),
    click.option("--offset", callback=natural, default="0", metavar="N", help="Hits to leave out first (0)."),
    click.option(
        "--sort", type=click.Choice(ORDERS), default=None, metavar="ORDER",
        help="relevance (the default), newest or oldest first.",
    ),
    click.option(
        "--any", "partial", is_flag=True,
        help="Then list articles that have most of the words, those with more of them first.",
    ),
    click.option("--strict", is_flag=True, help="A note becomes an error."),
    click.option("--no-count", is_flag=True, help="Do not count all that match."),
    click.option(
        "--since-revision", callback=revision, metavar="N",
        help="Only articles that are new or different since this revision of the archive.",
    ),
    click.option(
        "--manifest", metavar="FILE", shell_complete=on_tab("file"),
        help="Record the search, for morgue replay.",
    ),
)  # fmt: skip


def shown_options(function: Function) -> Function:
    """Give a command the options that say how hits are printed."""
    for option in reversed(_SHOWN):
        function = option(function)
    return function


def search_options(function: Function) -> Function:
    """Give a command the options of a search: which hits, and how they are printed."""
    for option in reversed(_CHOSEN):
        function = option(function)
    return shown_options(function)


def field_names(given: str | None, *, group: bool = False) -> Sequence[str]:
    """Return the names of --fields. Raises UsageError for one that no hit has."""
    from morgue.archive.results import ALL_FIELDS, CARRIED, HIT_FIELDS, STORY_FIELDS

    if given is None:
        return STORY_FIELDS if group else HIT_FIELDS
    if given == "all":
        return ALL_FIELDS if group else ALL_FIELDS[:-1]
    names = list(dict.fromkeys(name.strip() for name in given.split(",") if name.strip()))
    unknown = [name for name in names if name not in ALL_FIELDS]
    if unknown or not names:
        raise UsageError(
            f"a hit has no field {', '.join(unknown) or given!r}", hint=f"fields are: {', '.join(ALL_FIELDS)}"
        )
    if CARRIED in names and not group:
        raise UsageError(f"{CARRIED} is of a story, and hits are articles here", hint="add --group")
    return names


def listed(fields: str | None) -> bool:
    """Return whether only the names of fields were asked for, which are printed then."""
    if fields != LIST:
        return False
    from morgue.archive.results import ALL_FIELDS

    click.echo("\n".join(ALL_FIELDS))
    return True


def search_of(
    settings: Settings,
    *,
    fields: str | None,
    limit: int,
    null: bool = False,
    batch: bool = False,
    **options: Any,
) -> Search:
    """Return the search of a command's options. Raises UsageError where they do not go together."""
    if null and settings.form != "ids":
        raise UsageError(
            "--null ends ids, and this prints none", hint="morgue search QUERY --format ids --null"
        )
    if options.get("lead") and not options["group"]:
        raise UsageError("--lead says which article a story is shown by", hint="add --group")
    names = field_names(fields, group=options["group"])
    if fields and not FORMATS[settings.form].has_fields and not batch:
        settings.say("note: --fields is for JSON, CSV and TSV; see --format")
    shows = FORMATS[settings.form]
    if settings.form == "ids" or (shows.has_fields and "snippets" not in names):
        options["snippets"] = 0  # none is printed
    return Search(names=names, limit=None if limit < 0 else limit, null=null, **options)


@frozen
class Search:
    """A search with its options, for one query or many; `limit` None is all hits.

    Articles that have most of the words are listed with `partial`; without it `unlisted` says whether they are counted.
    """

    names: Sequence[str]
    limit: int | None = 10
    offset: int = 0
    sort: Sort = "relevance"
    snippets: int = 2
    strict: bool = False
    no_count: bool = False
    since_revision: int | None = None
    manifest: str | None = None
    null: bool = False
    partial: bool = False
    group: bool = False
    lead: Lead | None = None
    unlisted: Literal["ignore", "count"] = "count"
    like: str | None = None

    def answer(self, archive: Archive, query: str, settings: Settings) -> Results:
        """Return the whole answer, in memory."""
        self._check_partial()
        if self.like is not None:
            return self._alike(archive, query, settings)
        return self._asked(archive, query, settings, limit=self.limit, snippets=self.snippets)

    def run(self, archive: Archive, query: str, settings: Settings) -> int:
        """Print the answer; 0, or 1 where nothing matched."""
        from morgue.render.hits import partial_lines, search_answer

        self._check_partial()
        streamed = self.like is None and (self.limit is None or self.limit > PAGE)
        results = (
            self._asked(archive, query, settings, limit=1, snippets=0)
            if streamed
            else self.answer(archive, query, settings)
        )
        every = self._every(archive, query, settings, self.snippets) if streamed and results.hits else None
        if self.manifest is not None:
            self._record(self.manifest, archive, query, settings, results, streamed=every is not None)
        nothing = not (results.hits or results.listable)
        if nothing and self.since_revision is not None:
            print_notes(settings, results.notes, nothing=False, documented=True)
            what = "no new story" if self.group else "nothing new"
            settings.say(f"{what} since revision {self.since_revision:,}")
        else:
            print_notes(
                settings, results.notes, nothing=nothing, diagnosis=results.diagnosis, documented=True
            )
            if nothing and settings.form == "text" and results.unlisted:
                settings.say(*partial_lines(results, LISTING))
        if not nothing or FORMATS[settings.form].has_fields:
            printed = search_answer(
                results,
                names=self.names,
                every=every,
                limit=sys.maxsize if self.limit is None else self.limit,
                since=self.since_revision,
                locate=archive.location,
                timed=self.sort != "relevance",
                partial=LISTING,
                recalled=archive.recalls,
            )
            settings.print(printed, null=self.null)
        return int(nothing)

    def _check_partial(self) -> None:
        """Raise UsageError for options that --any does not go with."""
        refused = {
            "--like": self.like is not None,
            "--since-revision": self.since_revision is not None,
            "--no-count": self.no_count,
            "--manifest": self.manifest is not None,
        }
        for option, given in refused.items():
            if self.partial and given:
                raise UsageError(
                    f"--any does not go with {option}",
                    hint="the query of the articles that have most of the words is in --json, as partial",
                )

    def _given(self, settings: Settings) -> dict[str, Any]:
        return {
            "sort": self.sort,
            "now": settings.now,
            "since_revision": self.since_revision,
            "group": self.group,
            "lead": self.lead,
        }

    def _asked(self, archive: Archive, query: str, settings: Settings, **page: int | None) -> Results:
        given = self._given(settings) | page
        given["partial"] = "list" if self.partial else self.unlisted
        return archive.search(query, offset=self.offset, count=not self.no_count, strict=self.strict, **given)

    def _every(self, archive: Archive, query: str, settings: Settings, snippets: int) -> Iterator[Hit]:
        hits = archive.hits(query, snippets=snippets, partial=self.partial, **self._given(settings))
        return islice(hits, self.offset, None if self.limit is None else self.offset + self.limit)

    def _alike(self, archive: Archive, query: str, settings: Settings) -> Results:
        """Return articles like one. Raises UsageError for options that order or choose them otherwise."""
        refused = {
            "--sort": self.sort != "relevance",
            "--since-revision": self.since_revision is not None,
            "--group": self.group,
        }
        for option, given in refused.items():
            if given:
                raise UsageError(
                    f"--like puts the most alike first, without {option}", hint=f"leave {option} out"
                )
        results = archive.like(
            self.like or "",
            query,
            limit=archive.count("*") if self.limit is None else self.limit,
            offset=self.offset,
            snippets=self.snippets,
            now=settings.now,
        )
        if self.strict and results.notes:
            note = results.notes[0]
            raise QueryError(note.message, hint=note.hint, position=note.position)
        return results

    def _record(
        self, path: str, archive: Archive, query: str, settings: Settings, results: Results, *, streamed: bool
    ) -> None:
        from morgue.archive.manifest import Manifest

        hits = self._every(archive, query, settings, 0) if streamed else None
        Manifest.record(
            results,
            hits,
            limit=self.limit,
            sort=self.sort,
            since_revision=self.since_revision,
            lead=self.lead,
        ).write(path)
