"""List the output formats: a row for each, and the function that writes it.

`documents` writes JSON, `tables` CSV and TSV, `lines` text and ids. A new format is a row here and a function in one
of these modules or one of its own; options, completion, the session's `:export` and the reference follow.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from morgue._startup.frozen import frozen
from morgue.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from morgue.render.answer import Answer, Paper


@frozen
class Format:
    """One row.

    `says` is what the format prints. The function of the format's name in `module`, one of this package, makes lines
    of UTF-8 of an answer and the paper that it is printed on. `suffixes` are the endings of files that hold it. With `is_json`, errors are JSON too, and there is an option of the format's name. Where `has_fields`, `--fields`
    chooses what it holds of a hit, and it has something to print where nothing was found. `needs` names a key that
    rows must have, `needed` what to call it.
    """

    name: str
    says: str
    module: str
    suffixes: tuple[str, ...]
    is_json: bool = False
    has_fields: bool = True
    needs: str = ""
    needed: str = ""

    def __call__(self, answer: Answer, paper: Paper) -> Iterator[bytes]:
        """Return the lines of an answer. Raises UsageError for an answer without what the format needs."""
        if self.needs and self.needs not in answer.columns:
            others = [name for name, each in FORMATS.items() if not each.needs]
            raise UsageError(
                f"this command answers with no {self.needed}", hint=f"--format {in_words(others)}"
            )
        module = importlib.import_module(f"{__name__}.{self.module}")
        lines: Iterator[bytes] = getattr(module, self.name)(answer, paper)
        return lines


_ROWS = (
    Format("text", "For people.", "lines", (".txt",), has_fields=False),
    Format(
        "json", "One JSON document; indented on a terminal. The list in it is written as it is found.",
        "documents", (".json",), is_json=True,
    ),
    Format("jsonl", "One JSON object a line.", "documents", (".jsonl", ".ndjson"), is_json=True),
    Format(
        "csv", "Comma-separated values (RFC 4180) with a header; cells are data and never changed for a spreadsheet.",
        "tables", (".csv",),
    ),
    Format(
        "tsv", "Tab-separated values with a header; a tab or line break in a cell is a space.", "tables", (".tsv",)
    ),
    Format(
        "ids", "One article id a line; with --null each ends with NUL instead.",
        "lines", (".ids",), has_fields=False, needs="id", needed="article ids",
    ),
)  # fmt: skip

FORMATS = {each.name: each for each in _ROWS}
"""Every output format, in the order of the help; the first is what is printed where none is named."""

JSON = tuple(name for name, each in FORMATS.items() if each.is_json)
"""The formats that are JSON, which have options of their own: --json, --jsonl."""


def in_words(names: Iterable[str]) -> str:
    """Return `a, b or c`."""
    *others, last = names
    return f"{', '.join(others)} or {last}" if others else last
