"""Define what all commands are made of: shared options, examples in their help, and an exit code as their result."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Sequence
from typing import Any

import click

from morgue.commands import ALIASES, COMMANDS
from morgue.commands.settings import SHARED, Settings, settings_of, shared_options
from morgue.errors import UsageError

Example = tuple[str, str]
"""A command line, and what it does."""


def _sections(command: click.Command, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    """Write the command's own options, then those that every command has."""
    own: list[tuple[str, str]] = []
    everywhere: list[tuple[str, str]] = []
    for parameter in command.get_params(ctx):
        record = parameter.get_help_record(ctx) if isinstance(parameter, click.Option) else None
        if record:
            shared = parameter.name in SHARED or not {"--help", "--version"}.isdisjoint(parameter.opts)
            (everywhere if shared else own).append(record)
    for title, records in (("Options", own), ("Options everywhere", everywhere)):
        if records:
            with formatter.section(title):
                formatter.write_dl(records)


def _examples(examples: Sequence[Example], formatter: click.HelpFormatter) -> None:
    with formatter.section("Examples"):
        for line, meaning in examples:
            formatter.write_text(f"# {meaning}")
            formatter.write(f"{'':>{formatter.current_indent}}{line}\n")


def _help(ctx: click.Context, parameter: click.Parameter, asked: bool) -> None:
    if asked and not ctx.resilient_parsing:
        click.echo(ctx.get_help(), color=ctx.color)
        ctx.exit()


def _version(ctx: click.Context, parameter: click.Parameter, asked: bool) -> None:
    if asked and not ctx.resilient_parsing:
        import morgue

        click.echo(f"morgue {morgue.__version__}")
        ctx.exit()


def _version_option() -> click.Option:
    return click.Option(
        ["--version"], is_flag=True, is_eager=True, expose_value=False, callback=_version,
        help="Show the version and exit.",
    )  # fmt: skip


class _Helped(click.Command):
    """A command with an option --help of ours: click's looks for a translation of its text on every run."""

    _option: click.Option | None = None

    def get_help_option(self, ctx: click.Context) -> click.Option:
        """Return the option, made once."""
        if self._option is None:
            self._option = click.Option(
                ["--help"], is_flag=True, is_eager=True, expose_value=False, callback=_help,
                help="Show this message and exit.",
            )  # fmt: skip
        return self._option


class Command(_Helped):
    """A command whose function takes the Settings and its own options, and returns an exit code."""

    def __init__(self, *args: Any, examples: Sequence[Example] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.examples = tuple(examples)
        self.params += [*shared_options(), _version_option()]

    def invoke(self, ctx: click.Context) -> Any:
        """Run the function. Raises MorgueError."""
        after = {name: ctx.params.pop(name) for name in SHARED}
        before = ctx.parent.params if ctx.parent else dict.fromkeys(SHARED)
        ctx.obj = settings_of({name: before.get(name) for name in SHARED}, after)
        if self.callback is None:
            return 0
        return ctx.invoke(self.callback, ctx.obj, **ctx.params)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Usage, what it does, examples, options."""
        self.format_usage(ctx, formatter)
        self.format_help_text(ctx, formatter)
        _examples(self.examples, formatter)
        _sections(self, ctx, formatter)


def command(
    *, examples: Sequence[Example], kind: type[Command] = Command
) -> Callable[[Callable[..., int]], Command]:
    """Make a Command of a function; its docstring is the help."""

    def make(function: Callable[..., int]) -> Command:
        return click.command(cls=kind, examples=examples)(function)

    return make


GROUP_EXAMPLES: tuple[Example, ...] = (
    ("morgue index feeds/", "read every feed below a directory into ./index"),
    ("morgue search '\"air defence\" sanctions date:2025-10'", "a phrase, a word, a month"),
    ("morgue search 'agency:reuters opec' --sort newest --limit 3", "one agency, newest first"),
    ("morgue facets 'ceasefire'", "counts by agency, place, date …"),
    ("morgue search 'wheat' --format ids | morgue show -", "whole stories"),
)


class Group(_Helped, click.Group):
    """The command `morgue`: a lazy table of commands, and the shared options."""

    def __init__(self) -> None:
        super().__init__(
            "morgue",
            help="Full-text search over news archives.",
            invoke_without_command=True,
            subcommand_metavar="COMMAND [ARGS]...",
        )
        self.params += shared_options()
        self.params.append(_version_option())
        self.callback = click.pass_context(self._alone)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of a name, imported now."""
        if cmd_name not in COMMANDS:
            return None
        name = ALIASES.get(cmd_name, cmd_name)
        made: click.Command = getattr(importlib.import_module(f"morgue.commands.{name}"), name)
        return made

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the arguments name. Raises UsageError, with the nearest name, for any other."""
        if args[0] not in COMMANDS and not args[0].startswith("-"):
            raise UsageError(f"there is no command {args[0]!r}", hint=_meant(args))
        return super().resolve_command(ctx, args)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Examples first, then the commands, then the options."""
        self.format_usage(ctx, formatter)
        self.format_help_text(ctx, formatter)
        _examples(GROUP_EXAMPLES, formatter)
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))
        _sections(self, ctx, formatter)

    @staticmethod
    def _alone(ctx: click.Context, /, **given: Any) -> int:
        """Run the REPL on a terminal where no command is given, else print the help."""
        if ctx.invoked_subcommand is not None:
            return 0
        if not (sys.stdin.isatty() and sys.stdout.isatty()):
            click.echo(ctx.get_help())
            return 0
        from morgue.repl import run

        return run(_settings_alone(given))


def _settings_alone(given: dict[str, Any]) -> Settings:
    return settings_of(dict.fromkeys(SHARED), given)


def _meant(args: Sequence[str]) -> str:
    """Return what somebody may have meant who named no command."""
    import difflib

    near = difflib.get_close_matches(args[0], COMMANDS, n=1)
    return (
        f"did you mean morgue {near[0]}?"
        if near
        else "morgue --help lists them; to search: morgue search QUERY"
    )
