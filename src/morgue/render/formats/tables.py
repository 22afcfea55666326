"""Write answers as tables: comma-separated or tab-separated values with a header."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from csv import writer as writer_to
from itertools import chain
from typing import Any

from morgue.render.answer import Answer, Paper
from morgue.render.sanitize import clean, clean_block


def _place(value: Mapping[str, Any]) -> str:
    return ", ".join(each for each in (value.get("place"), value.get("country")) if each)


def _source(value: Mapping[str, Any]) -> str:
    return f"{value['path']}!{value['member']}" if value.get("member") else str(value["path"])


def cell(value: Any) -> str:
    """Return a JSON value as one cell: places as `Brussels, BE; …`, lists with semicolons, null as nothing."""
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case {"place": _, "country": _}:
            return _place(value)
        case {"path": _, "format": _}:
            return _source(value)
        case {"field": _, "text": found}:
            return str(found)
        case {"articles": _, "first": {"id": first}}:
            return cell({**value, "first": first})
        case Mapping():
            return "; ".join(f"{key}={cell(each)}" for key, each in value.items() if each is not None)
        case list() | tuple():
            return "; ".join(cell(each) for each in value)
        case _:
            return str(value)


def _cells(answer: Answer, cleaned: Callable[[str], str]) -> Iterator[list[str]]:
    """Yield the cells of each row, safe to print."""
    for row in answer.rows:
        yield [cleaned(cell(row.get(name))) for name in answer.columns]


class _Echo:
    """What `writerow` writes to, and returns the answer of: the line itself."""

    @staticmethod
    def write(line: str) -> str:
        return line


def csv(answer: Answer, paper: Paper) -> Iterator[bytes]:
    """Write comma-separated values (RFC 4180) with a header; cells are data and never changed for a spreadsheet."""
    line = writer_to(_Echo(), lineterminator="\n").writerow
    for cells in chain((answer.columns,), _cells(answer, clean_block)):
        yield str(line(cells)).encode("utf-8", "replace")


def tsv(answer: Answer, paper: Paper) -> Iterator[bytes]:
    """Write tab-separated values with a header; a tab or line break in a cell is a space."""
    for cells in chain((answer.columns,), _cells(answer, clean)):
        yield "\t".join(cells).encode("utf-8", "replace") + b"\n"
