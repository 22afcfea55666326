"""Write docs/morgue.1, the manual page, from the code: commands, options, formats, exit codes.

`python docs/make_man.py` writes it; with `--check` it fails where the file is not what the code says.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click
from make_reference import EXIT_CODES, kept

import morgue
from morgue.commands import ALIASES, COMMANDS
from morgue.commands.command import GROUP_EXAMPLES, Example, Group
from morgue.commands.settings import SHARED
from morgue.render.formats import FORMATS
from morgue.repl.commands import COMMANDS as REPL
from morgue.web.language import GROUPS, table

PAGE = Path(__file__).with_name("morgue.1")

ENVIRONMENT = (
    ("MORGUE_ARCHIVE", "the archive, where --archive is not given; else ./index"),
    ("PAGER", "the pager of a terminal (less -FIRX); cat or nothing: none"),
    ("NO_COLOR", "no colours, where --color is not given"),
    ("COLUMNS", "the width of what is printed, where it is no terminal (80)"),
    ("FORCE_HYPERLINK", "1 or 0: links to files on a terminal, whatever is known of it"),
    ("XDG_STATE_HOME", "where the history of the session is kept (~/.local/state), below morgue/"),
    (
        "MORGUE_DEBUG",
        "topics whose decisions are logged to standard error: reader, dateline, date, fields, query, identity, commit, or all; with any value an internal error shows where it happened",
    ),
)

COMPLETION = (
    ("bash", 'eval "$(_MORGUE_COMPLETE=bash_source morgue)"', "~/.bashrc"),
    ("zsh", 'eval "$(_MORGUE_COMPLETE=zsh_source morgue)"', "~/.zshrc"),
    ("fish", "_MORGUE_COMPLETE=fish_source morgue | source", "~/.config/fish/completions/morgue.fish"),
)


def roff(text: str) -> str:
    """Text that stands as it is in a manual page."""
    plain = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq").replace("`", "\\(ga")
    ascii_only = "".join(each if each.isascii() else f"\\[u{ord(each):04X}]" for each in plain)
    return re.sub(r"^\.", "\\\\&.", ascii_only, flags=re.M)


def _entry(term: str, meaning: str) -> Iterator[str]:
    yield from (".TP", f".B {_quoted(term)}", roff(meaning))


def _entries(rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    for row in rows:
        yield from _entry(*row)


def _quoted(term: str) -> str:
    return '"' + roff(term).replace('"', "\\(dq") + '"'


def _example(examples: tuple[Example, ...]) -> Iterator[str]:
    for line, meaning in examples:
        yield from (
            ".PP",
            roff(f"{meaning[:1].upper()}{meaning[1:]}:"),
            ".PP",
            ".nf",
            ".RS",
            roff(line),
            ".RE",
            ".fi",
        )


def _options(command: click.Command, context: click.Context, *, shared: bool) -> Iterator[str]:
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context) if isinstance(parameter, click.Option) else None
        own = parameter.name not in SHARED and {"--help", "--version"}.isdisjoint(parameter.opts)
        if record and own is not shared:
            yield from _entry(*record)


def _commands(group: Group, above: click.Context) -> Iterator[str]:
    for name in COMMANDS:
        if other := ALIASES.get(name):
            yield from (f".SS {_quoted(f'morgue {name}')}", roff(f"Another name of morgue {other}."))
            continue
        command = group.get_command(above, name)
        if command is None:
            raise LookupError(name)
        context = click.Context(command, info_name=name, parent=above)
        pieces = " ".join(command.collect_usage_pieces(context))
        yield from (f".SS {_quoted(f'morgue {name} {pieces}')}",)
        for paragraph in re.split(r"\n\s*\n", (command.help or "").strip()):
            yield from (roff(" ".join(paragraph.split())), ".PP")
        yield from _options(command, context, shared=False)
        yield from _example(command.examples)  # type: ignore[attr-defined]


def page() -> str:
    """The whole page."""
    group = Group()
    above = click.Context(group, info_name="morgue")
    lines = [
        '.\\" Made from the code by docs/make_man.py.',
        f'.TH MORGUE 1 "" "morgue {morgue.__version__}" "User Commands"',
        ".SH NAME", "morgue \\- full\\-text search over news archives",
        ".SH SYNOPSIS", ".B morgue", "[OPTIONS] COMMAND [ARGS]...", ".br", ".B morgue",
        ".SH DESCRIPTION",
        roff("morgue reads feeds of news, in any of a dozen formats, into an archive, and finds stories in it. Alone on a terminal it opens a session."),
        ".SH EXAMPLES", *_example(GROUP_EXAMPLES),
        ".SH COMMANDS", *_commands(group, above),
        ".SH OPTIONS EVERYWHERE", *_options(group, above, shared=True),
        ".SH OUTPUT FORMATS",
        *(line for name, each in FORMATS.items() for line in _entry(name, each.says)),
        ".SH QUERIES", *(line for title in GROUPS for line in (f".SS {title}", *_entries(table(title)))),
        ".SH SESSION", *(line for each in REPL.values() for line in _entry(each.usage, each.meaning)),
        ".SH EXIT STATUS", *(line for code, meaning in EXIT_CODES.items() for line in _entry(str(code), meaning)),
        ".SH ENVIRONMENT", *(line for each in ENVIRONMENT for line in _entry(*each)),
        ".SH COMPLETION",
        *(line for shell, text, file in COMPLETION for line in _entry(shell, f"{text} in {file}")),
        "",
    ]  # fmt: skip
    return "\n".join(lines)


def main() -> int:
    """Write the page, or with --check compare it."""
    return kept(PAGE, page(), Path(__file__).name)


if __name__ == "__main__":
    sys.exit(main())
