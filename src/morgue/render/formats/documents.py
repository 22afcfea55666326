"""Write answers as JSON documents or JSON Lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from morgue.render.answer import Answer, Paper
from morgue.render.sanitize import clean_json


def _without_halves(value: Any) -> Any:
    """Return a JSON value whose texts hold no half surrogates, which UTF-8 cannot hold."""
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
    """Return `value` as JSON in UTF-8, safe to print."""
    option = orjson.OPT_INDENT_2 if indent else 0
    try:
        return clean_json(orjson.dumps(value, option=option))
    except orjson.JSONEncodeError:
        return clean_json(orjson.dumps(_without_halves(value), option=option))


def json(answer: Answer, paper: Paper) -> Iterator[bytes]:
    """Write one JSON document, indented on a terminal. The list in it is written as it is found."""
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
    """Write one JSON object a line."""
    for row in answer.rows:
        yield dumps(row) + b"\n"
