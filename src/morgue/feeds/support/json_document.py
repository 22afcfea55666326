"""A JSON document that may be damaged, and its values read without trust in their types."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from morgue.errors import FeedError
from morgue.feeds.support.jsonp import unwrapped
from morgue.io.encoding import decode, narrow

_ESCAPE = re.compile(
    r"\\(?:([\"\\/bfnrt]|u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|u(?![dD][89a-fA-F])[\da-fA-F]{4})"
    r"|(u[\da-fA-F]{4})|(u[\da-fA-F]{0,3}\Z|\Z)|)"
)
"""A right escape, half of a surrogate pair, an escape cut off by the end, or a backslash that escapes nothing."""
_TWICE = re.compile(r"((?:\\x[0-9a-fA-F]{2})+)|\\(['\\])")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_FIRST_ITEM = re.compile(r"\[\s*\{")
_COMMA = re.compile(r"\s*,?\s*")
_CLOSER = {"{": "}", "[": "]"}
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+("?)|[\[\]{}:,]|[^\s"\[\]{}:,]+', re.DOTALL)


def document(data: bytes) -> tuple[Any, str | None]:
    """The value of a JSON document, and what had to be mended to read it (None: nothing).

    Wrong escapes and bare control characters are mended, a document that breaks off is closed where it does. Documents
    that follow one another (as `jq` writes them, and programs that append) are a list.
    Raises FeedError for what is no JSON.
    """
    import orjson

    if not data.strip(b"\xef\xbb\xbf \t\r\n\0"):
        raise FeedError("empty document")
    data = unwrapped(narrow(data))
    try:
        return orjson.loads(data), None
    except ValueError as error:
        reason = str(error)
    text = decode(data).strip("\ufeff \t\r\n\0")
    if not text.startswith(("{", "[")):
        raise FeedError(f"not JSON: {reason}")
    if (several := _several(text, reason)) is not None:
        return several
    for mend, damage in _MENDS:
        try:
            return orjson.loads(mend(text).encode("utf-8", "replace")), damage and f"{damage}: {reason}"
        except ValueError:
            continue
    raise FeedError(f"not JSON: {reason}")


def whole_documents(data: bytes) -> tuple[list[Any], bytes]:
    """The objects and arrays that stand one after the other, and what cannot be read behind them."""
    text = decode(data).strip()
    found: list[Any] = []
    decoder = json.JSONDecoder(parse_constant=lambda _: None)
    at = 0
    try:
        while text[at : at + 1] and text[at] in "[{":
            value, at = decoder.raw_decode(text, at)
            found.append(value)
            at = _COMMA.match(text, at).end()  # type: ignore[union-attr]  # it matches nothing too
    except (ValueError, RecursionError):
        pass
    return found, text[at:].encode("utf-8", "replace")


def whole_items(data: bytes) -> list[Any]:
    """The objects before the damage, of the first list of objects in a document that is cut off or damaged."""
    text = decode(data)
    start = _FIRST_ITEM.search(text)
    found: list[Any] = []
    at = start.end() - 1 if start else len(text)
    decoder = json.JSONDecoder()
    try:
        while text[at : at + 1] == "{":
            item, at = decoder.raw_decode(text, at)
            found.append(item)
            at = _COMMA.match(text, at).end()  # type: ignore[union-attr]  # it matches nothing too
    except (ValueError, RecursionError):
        pass
    return found


def _several(text: str, reason: str) -> tuple[list[Any], str | None] | None:
    """Return the documents that follow one another, and what is wrong with them; None where there is only one."""
    import orjson

    mended = _escaped(text)
    found, rest = whole_documents(mended.encode("utf-8", "replace"))
    if not found or (len(found) == 1 and not rest.startswith((b"{", b"["))):
        return None
    if not rest:
        return found, f"wrong escapes in the JSON: {reason}" if mended != text else None
    try:
        last = orjson.loads(_closed(decode(rest)).encode("utf-8", "replace"))
    except ValueError:
        return found, f"the JSON is damaged after document {len(found):,}: {reason}"
    return [*found, last], f"the JSON is truncated in document {len(found) + 1:,}"


def _escaped(text: str) -> str:
    """Wrong escapes with their backslash doubled, bare control characters as spaces."""
    return _CONTROL.sub(" ", _ESCAPE.sub(_right, text))


def _right(found: re.Match[str]) -> str:
    if found[1] is not None:
        return found[0]
    if found[2] is not None:
        return "\\ufffd"
    return "" if found[3] is not None else "\\\\"


def _once(found: re.Match[str]) -> str:
    """What an escape of a program's string literal stands for: bytes of UTF-8, a backslash, an apostrophe."""
    if found[1]:
        return bytes.fromhex(found[1].replace("\\x", "")).decode("utf-8", "replace")
    return found[2]


def _closed(text: str) -> str:
    """A document that breaks off, cut behind its last whole value and closed."""
    stack: list[str] = []
    best, closing = 0, ""
    key = False
    for token in _TOKEN.finditer(text):
        mark = token[0]
        if mark in _CLOSER:
            stack.append(_CLOSER[mark])
            best, key = token.end(), mark == "{"
        elif mark in "}]":
            if not stack or stack[-1] != mark:
                break
            stack.pop()
            best, key = token.end(), False
        elif mark in ",:":
            key = mark == "," and stack[-1:] == ["}"]
        elif mark[0] == '"' and not token[1]:
            if not key:
                odd = (len(mark) - len(mark.rstrip("\\"))) % 2
                best, closing = token.end() - odd, '"'
            break
        elif not key and (mark[0] == '"' or token.end() < len(text)):
            best = token.end()
        if not stack:
            break
    return text[:best] + closing + "".join(reversed(stack))


_MENDS: tuple[tuple[Callable[[str], str], str | None], ...] = (
    (str, None),
    (_escaped, "wrong escapes in the JSON"),
    (lambda text: _CONTROL.sub(" ", _TWICE.sub(_once, text)), "the JSON is escaped twice"),
    (lambda text: _closed(_escaped(text)), "the JSON is truncated"),
)
"""Ways to mend a document, the least first, and what each says of the damage."""


def string(value: Any) -> str | None:
    """A string that is not blank, or a number as text; None for anything else."""
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return None


def list_of(value: Any) -> list[Any]:
    """A list as it is, nothing as an empty list, anything else as a list of one."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def names_of(value: Any) -> list[str]:
    """The names in a value: a string, an object with a name, or a list of them."""
    found = []
    for each in list_of(value):
        text = (
            string(each.get("name")) or string(each.get("literal"))
            if isinstance(each, dict)
            else string(each)
        )
        if text:
            found.append(" ".join(text.split()))
    return found
