"""Offer on Tab in a shell: fields, facets, names of saved searches, paths, and words of the archive itself.

Nothing here fails: where there is no archive to look into, nothing is offered.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, TypeAlias

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ZshComplete,
    add_completion_class,
)

from morgue.errors import MorgueError

if TYPE_CHECKING:
    from morgue.archive.archive import Archive

Items: TypeAlias = "list[CompletionItem[str]]"


@contextlib.contextmanager
def _archive(ctx: click.Context) -> Iterator[Archive | None]:
    """Lend the archive of the command line that is being typed, or None."""
    import morgue
    from morgue.commands import DEFAULT_ARCHIVE

    above = ctx.parent.params if ctx.parent else {}
    where = ctx.params.get("archive") or above.get("archive") or os.environ.get("MORGUE_ARCHIVE")
    try:
        opened = morgue.open(where or DEFAULT_ARCHIVE)
    except MorgueError:
        yield None
        return
    with opened:
        yield opened


def _listed(names: Iterable[str], incomplete: str) -> Items:
    """Return the names that go on with the last of a list with commas, without those that it has."""
    *given, begun = incomplete.split(",")
    return [
        CompletionItem(",".join((*given, name)))
        for name in names
        if name.startswith(begun) and name not in given
    ]


def complete_fields(ctx: click.Context, incomplete: str) -> Items:
    """Return names for --fields."""
    from morgue.archive.results import ALL_FIELDS

    return _listed(ALL_FIELDS, incomplete)


def complete_facets(ctx: click.Context, incomplete: str) -> Items:
    """Return names for facets --by."""
    from morgue.engines.base import FACETS

    return _listed(FACETS, incomplete)


def complete_query(ctx: click.Context, incomplete: str) -> Items:
    """Return fields, values and words that may end a query."""
    from morgue.repl.completion import offers

    if not incomplete or incomplete.startswith(":"):
        return []
    with _archive(ctx) as archive:
        if archive is None:
            return []
        return [
            CompletionItem(incomplete[: len(incomplete) - each.replaced] + each.text, help=each.meta or None)
            for each in offers(incomplete, archive)
        ]


def complete_saved(ctx: click.Context, incomplete: str) -> Items:
    """Return names of saved searches, with their queries."""
    from morgue.render.sanitize import clean

    with _archive(ctx) as archive:
        kept = [] if archive is None else [each for each in archive.saved if each.name.startswith(incomplete)]
        return [CompletionItem(each.name, help=clean(each.query)) for each in kept]


def complete_file(ctx: click.Context, incomplete: str) -> Items:
    """Return a mark for files, which the shell itself lists."""
    return [CompletionItem(incomplete, type="file")]


def complete_directory(ctx: click.Context, incomplete: str) -> Items:
    """Return a mark for directories, which the shell itself lists."""
    return [CompletionItem(incomplete, type="dir")]


class _Bash(BashComplete):
    """bash breaks words at colons, outside of quotes: they are put together here, and what it has is left out."""

    source_template = BashComplete.source_template.replace(
        "COMPREPLY+=($value)", "COMPREPLY+=($value); [[ $value == *[:,] ]] && compopt -o nospace"
    )

    def get_completion_args(self) -> tuple[list[str], str]:
        args, incomplete = super().get_completion_args()
        if incomplete != ":" and not (args and args[-1] == ":"):
            return args, incomplete
        colon, after = (":", "") if incomplete == ":" else (args.pop(), incomplete)
        return args[:-1], f"{args[-1] if args else ''}{colon}{after}"

    def format_completion(self, item: CompletionItem[Any]) -> str:
        words = os.environ["COMP_WORDS"].split()
        broken = len(words) > 1 and ":" in (words[-1], words[-2])
        value = item.value.rpartition(":")[2] if broken else item.value
        return f"{item.type},{value}"


class _Zsh(ZshComplete):
    """zsh puts a space behind what is chosen; not behind a colon or comma, where more is to come."""

    source_template = ZshComplete.source_template.replace(
        """            if [[ "$descr" == "_" ]]; then""",
        """            if [[ "$key" == *[:,] ]]; then
                compadd -U -S '' -- "${key//\\\\:/:}"
            elif [[ "$descr" == "_" ]]; then""",
    )


class _Fish(FishComplete):
    """A list with commas is one value."""

    source_template = FishComplete.source_template.replace('string split ","', 'string split -m 1 ","')


def register() -> None:
    """Let click use the scripts of this module."""
    for each in (_Bash, _Zsh, _Fish):
        add_completion_class(each)
