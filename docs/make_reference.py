"""Write docs/reference.md from the code: every command with its help, the fields, the REPL's commands.

`python docs/make_reference.py` writes it; with `--check` it fails where the file is not what the code says.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from morgue.archive.results import ALL_FIELDS, HIT_FIELDS
from morgue.commands import ALIASES, COMMANDS
from morgue.commands.command import Group
from morgue.engines.base import FACETS
from morgue.feeds import FORMATS as READ
from morgue.render.formats import FORMATS
from morgue.repl.commands import COMMANDS as REPL

PAGE = Path(__file__).with_name("reference.md")
WIDTH = 100

EXIT_CODES = {
    0: "done; for search and count: something matched",
    1: "nothing matched",
    2: "an error of usage, query, archive or engine",
    3: "`index` finished but some inputs were rejected; `verify` found damage",
    130: "interrupted by Ctrl-C",
    143: "ended by SIGTERM",
}


def _help(command: click.Command, context: click.Context) -> str:
    """The help of a command as the terminal shows it."""
    formatter = click.HelpFormatter(width=WIDTH)
    command.format_help(context, formatter)
    return formatter.getvalue().rstrip()


def _block(text: str) -> Iterator[str]:
    yield from ("```", text, "```", "")


def _commands() -> Iterator[str]:
    group = Group()
    above = click.Context(group, info_name="morgue")
    yield from _block(_help(group, above))
    for name in COMMANDS:
        command = group.get_command(above, name)
        if command is None:
            raise LookupError(name)
        yield from (f"## morgue {name}", "")
        if other := ALIASES.get(name):
            yield from (f"Another name of `morgue {other}`.", "")
            continue
        yield from _block(_help(command, click.Context(command, info_name=name, parent=above)))


def _tables() -> Iterator[str]:
    yield from ("## Output formats", "", "| format | what it prints |", "|---|---|")
    yield from (f"| `{name}` | {each.says} |" for name, each in FORMATS.items())
    yield from ("", "## Fields of a hit", "")
    yield f"As a rule: {', '.join(f'`{name}`' for name in HIT_FIELDS)}."
    yield ""
    more = [name for name in ALL_FIELDS if name not in HIT_FIELDS]
    yield f"With `--fields` also: {', '.join(f'`{name}`' for name in more)}; `all` is all of them."
    yield from ("", "## Facets", "", ", ".join(f"`{name}`" for name in FACETS) + ".")
    yield from ("", "## In the REPL", "", "| type | for |", "|---|---|")
    yield from (f"| `{each.usage}` | {each.meaning} |" for each in REPL.values())
    yield from ("", "## Exit codes", "", "| code | meaning |", "|---|---|")
    yield from (f"| {code} | {meaning} |" for code, meaning in EXIT_CODES.items())
    yield ""


FAMILIES = {
    "wire": "Of agencies",
    "syndication": "Feeds of the web",
    "web": "Web pages and captures",
    "press": "Press databases",
    "print": "Digitised print",
    "office": "Office documents",
    "platforms": "Content systems, platforms, references",
    "tables": "Tables and data",
    "text": "Text, mail, collections",
}
"""The packages of readers, and what they are called."""


def _read() -> Iterator[str]:
    yield from ("## Formats that are read", "")
    yield from (
        "Known by the content first, by the name second; inside zip, tar, gz, bz2, xz, zst, mail and web captures too. The name is",
        "the value of `format:`.",
        "",
    )
    if others := {module.split(".")[2] for module in READ.values()} - FAMILIES.keys():
        raise LookupError(f"no title for {', '.join(sorted(others))} in FAMILIES")
    for family, title in FAMILIES.items():
        yield from (f"| {title} | |", "|---|---|")
        for name, module in READ.items():
            if module.split(".")[2] == family:
                yield f"| `{name}` | {_first_sentence(module)} |"
        yield ""


def _first_sentence(module: str) -> str:
    """What a reader reads, by the first paragraph of its docstring."""
    text = " ".join((importlib.import_module(module).__doc__ or "").split("\n\n")[0].split())
    for verb in ("Read ", "Take the paragraphs out of "):
        text = text.removeprefix(verb)
    return (text[0].upper() + text[1:]).replace("|", "\\|")


def reference() -> str:
    """The whole page."""
    head = ("# Reference", "", "Made from the code by `docs/make_reference.py`.", "")
    return "\n".join((*head, *_commands(), *_tables(), *_read()))


def kept(page: Path, made: str, script: str) -> int:
    """Write a page that a script has made, or with --check compare it: 1 where it is another."""
    if "--check" not in sys.argv[1:]:
        page.write_text(made, encoding="utf-8")
        return 0
    if page.is_file() and page.read_text(encoding="utf-8") == made:
        return 0
    print(f"{page.name} is not what the code says: run python docs/{script}", file=sys.stderr)
    return 1


def main() -> int:
    """Write the page, or with --check compare it."""
    return kept(PAGE, reference(), Path(__file__).name)


if __name__ == "__main__":
    sys.exit(main())
