"""Write answers in the output formats, one function each: an answer and its paper in, lines of UTF-8 out."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import orjson

from morgue.errors import UsageError
from morgue.render.answer import Answer, Paper
from morgue.render.sanitize import clean, clean_block, clean_json


def _without_halves(value: Any) -> Any:
    """A JSON value whose texts hold no half surrogates, which UTF-8 cannot hold."""
    match value:
        case str():
            return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        case Mapping():
            return {_without_halves(key): _without_halves(each) for key, each in value.items()}
        case list() | tuple():
            return [_without_halves(each) for each in value]
        case _:
            return value


def dumps(value: object, *, indent: bool = False) -> bytes:
    """`value` as JSON in UTF-8, safe to print."""
    option = orjson.OPT_INDENT_2 if indent else 0
    try:
        return clean_json(orjson.dumps(value, option=option))
    except orjson.JSONEncodeError:
        return clean_json(orjson.dumps(_without_halves(value), option=option))


def text(answer: Answer, paper: Paper) -> Iterator[bytes]:
    """For people."""
    for line in answer.text(paper):
        yield line.encode("utf-8", "replace") + b"\n"


def json(answer: Answer, paper: Paper) -> Iterator[bytes]:
    """One JSON document; indented on a terminal. The list in it is written as it is found."""
    indent = paper.terminal
    document = answer.head() if callable(answer.head) else answer.head
    head = dumps(document, indent=indent)
    if answer.listed is None:
        yield head + b"\n"
        return
    opening = head[:-1].rstrip() + (b"," if document else b"")
    first, between, last = (b"\n    ", b",\n    ", b"\n  ]\n}\n") if indent else (b"", b",", b"]}\n")
    yield opening + (b"\n  " if indent else b"") + dumps(answer.listed) + (b": [" if indent else b":[")
    separator = first
    for row in answer.rows:
        body = dumps(row, indent=indent)
        yield separator + (body.replace(b"\n", b"\n    ") if indent else body)
        separator = between
    yield last


def jsonl(answer: Answer, paper: Paper) -> Iterator[bytes]:
    """One JSON object a line."""
    for row in answer.rows:
        yield dumps(row) + b"\n"


def _place(value: Mapping[str, Any]) -> str:
    return ", ".join(each for each in (value.get("place"), value.get("country")) if each)


def _source(value: Mapping[str, Any]) -> str:
    return f"{value['path']}!{value['member']}" if value.get("member") else str(value["path"])


def cell(value: Any) -> str:
    """A JSON value as one cell: places as `Brussels, BE; …`, lists with semicolons, null as nothing."""
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
        case Mapping():
            return "; ".join(f"{key}={cell(each)}" for key, each in value.items())
        case list() | tuple():
            return "; ".join(cell(each) for each in value)
        case _:
            return str(value)


def csv(answer: Answer, paper: Paper) -> Iterator[bytes]:
    """Comma-separated values (RFC 4180) with a header; cells are data and never changed for a spreadsheet."""
    from csv import writer as writer_to

    buffer = io.StringIO(newline="")
    writer = writer_to(buffer, lineterminator="\n")

    def line(cells: list[str]) -> bytes:
        writer.writerow(cells)
        written = buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
        return written.encode("utf-8", "replace")

    yield line(list(answer.columns))
    for row in answer.rows:
        yield line([clean_block(cell(row.get(name))) for name in answer.columns])


def tsv(answer: Answer, paper: Paper) -> Iterator[bytes]:
    """Tab-separated values with a header; a tab or line break in a cell is a space."""
    yield "\t".join(answer.columns).encode() + b"\n"
    for row in answer.rows:
        cells = (clean(cell(row.get(name))) for name in answer.columns)
        yield "\t".join(cells).encode("utf-8", "replace") + b"\n"


def ids(answer: Answer, paper: Paper) -> Iterator[bytes]:
    """One article id a line; with --null each ends with NUL instead."""
    if "id" not in answer.columns:
        raise UsageError(
            "this command answers with no article ids", hint="--format text, json, jsonl, csv or tsv"
        )
    for row in answer.rows:
        yield clean(str(row["id"])).encode() + (b"\0" if paper.null else b"\n")


FORMATS: dict[str, Callable[[Answer, Paper], Iterator[bytes]]] = {
    "text": text,
    "json": json,
    "jsonl": jsonl,
    "csv": csv,
    "tsv": tsv,
    "ids": ids,
}
