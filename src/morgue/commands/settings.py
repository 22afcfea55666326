"""Define the options that every command takes, before its name or after, and what they come to."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from morgue._startup.frozen import frozen
from morgue.commands import DEFAULT_ARCHIVE
from morgue.errors import UsageError
from morgue.render.formats import FORMATS, JSON, in_words
from morgue.render.style import Color

if TYPE_CHECKING:
    import datetime as dt

    from click.shell_completion import CompletionItem

    from morgue.archive.archive import Archive
    from morgue.render.answer import Answer


@frozen
class Settings:
    """What the shared options say; `now` is None for the clock."""

    archive: str = DEFAULT_ARCHIVE
    form: str = "text"
    now: dt.datetime | None = None
    color: Color = "auto"
    quiet: bool = False
    pager: bool = True

    def open(self) -> Archive:
        """Return the archive, which must exist."""
        import morgue

        return morgue.open(self.archive)

    def print(self, answer: Answer, *, null: bool = False) -> None:
        """Print an answer on standard output in the format that was asked for; with `null` ids end with NUL."""
        from morgue.render.printer import print_answer

        print_answer(answer, form=self.form, color=self.color, pager=self.pager, null=null)

    def report(self, answer: Answer) -> None:
        """Print what a command did, unless --quiet leaves the text for people out."""
        if not (self.quiet and self.form == "text"):
            self.print(answer)

    def say(self, *lines: str) -> None:
        """Print lines on standard error, unless --quiet."""
        from morgue.render.messages import say

        if not self.quiet:
            say(lines, self.color)


Offering = Callable[[click.Context, click.Parameter, str], "list[CompletionItem[str]]"]


def on_tab(kind: str) -> Offering:
    """Return what a shell is offered for a value: `query`, `fields`, `file` or another kind of `commands.completion`."""

    def offered(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
        from morgue.commands import completion

        found: list[CompletionItem[str]] = getattr(completion, f"complete_{kind}")(ctx, incomplete)
        return found

    return offered


def shared_options() -> list[click.Parameter]:
    """Return new options of every command; none has a default, so that what was given is known."""
    # fmt: off
    return [
        click.Option(
            ["--archive"], metavar="WHERE", shell_complete=on_tab("directory"),
            help="The archive; else $MORGUE_ARCHIVE (unless empty), else ./index.",
        ),
        click.Option(
            ["--format"], type=click.Choice(list(FORMATS)), metavar="FORMAT",
            help=f"How to print the answer: {in_words(FORMATS).replace('text', 'text (the default)', 1)}.",
        ),
        *(
            click.Option([f"--{name}"], is_flag=True, default=None, help=f"Short for --format {name}.")
            for name in JSON
        ),
        click.Option(
            ["--now"],
            metavar="DATETIME",
            help="What relative dates count from (the clock); UTC if no offset.",
        ),
        click.Option(
            ["--color"], type=click.Choice(["auto", "always", "never"]), metavar="WHEN",
            help="Colours: auto (the default), always or never.",
        ),
        click.Option(["--quiet"], is_flag=True, default=None, help="No notes, no progress, no summary."),
        click.Option(["--no-pager"], is_flag=True, default=None, help="Never start $PAGER."),
    ]
    # fmt: on


SHARED = ("archive", "format", *JSON, "now", "color", "quiet", "no_pager")
"""The parameter names of the shared options, in their order."""


def _form(given: dict[str, Any]) -> str | None:
    """Return the format that was asked for at one place of the command line. Raises UsageError for two."""
    forms = {given["format"], *(name for name in JSON if given[name])} - {None}
    if len(forms) > 1:
        raise UsageError(f"two formats at once: {' and '.join(sorted(forms))}", hint="choose one")
    return forms.pop() if forms else None


def _moment(text: str | None) -> dt.datetime | None:
    if text is None:
        return None
    from morgue.query.clock import moment_of

    return moment_of(text)


def settings_of(before: dict[str, Any], after: dict[str, Any]) -> Settings:
    """Return the settings of options before and after the command's name; the later ones win."""
    given = {name: before[name] if after[name] is None else after[name] for name in SHARED}
    if given["archive"] == "":
        raise UsageError(
            "--archive is empty", hint="name a directory; is the variable that it came from set?"
        )
    return Settings(
        archive=given["archive"] or os.environ.get("MORGUE_ARCHIVE") or DEFAULT_ARCHIVE,
        form=_form(after) or _form(before) or "text",
        now=_moment(given["now"]),
        color=given["color"] or "auto",
        quiet=bool(given["quiet"]),
        pager=not given["no_pager"],
    )


_MOST = 1 << 40
"""The largest number that an option takes; no archive holds more."""


def natural(ctx: click.Context, parameter: click.Parameter, value: str) -> int:
    """Return the whole number, from 0 on, that an option was given."""
    if not (value.isascii() and value.isdigit()):
        raise click.BadParameter(f"{value!r} is not a whole number from 0 on", ctx, parameter)
    return min(int(value[:20]), _MOST)


def revision(ctx: click.Context, parameter: click.Parameter, value: str | None) -> int | None:
    """Return the whole number that an option was given, or None where it was not."""
    return None if value is None else natural(ctx, parameter, value)


def seconds(ctx: click.Context, parameter: click.Parameter, value: str) -> float:
    """Return the seconds, from 0.05 on, that an option was given."""
    try:
        found = float(value)
    except ValueError:
        found = 0.0
    if not 0.05 <= found <= 86_400:
        raise click.BadParameter(f"{value!r} is not a number of seconds from 0.05 to 86,400", ctx, parameter)
    return found


def limit(ctx: click.Context, parameter: click.Parameter, value: str) -> int:
    """Return the whole number that an option was given, or -1 for `all`."""
    if value == "all":
        return -1
    if not (value.isascii() and value.isdigit()):
        raise click.BadParameter(f"{value!r} is neither a whole number nor all", ctx, parameter)
    return natural(ctx, parameter, value)
