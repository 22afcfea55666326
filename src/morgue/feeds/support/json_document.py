"""Parse JSON that may be damaged, and read its values without trust in their types.

One table a kind of reader says which damage is mended: ROWS for what data tools write, DOCUMENT for an agency's document,
SCRIPT for the blocks of a page. What no mend helps is refused, or read up to the damage.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from contextlib import suppress
from functools import reduce
from typing import Any, NamedTuple

import orjson

from morgue.errors import FeedError
from morgue.feeds.support.jsonp import unwrap
from morgue.io.encoding import decode, narrow

_ESCAPE = re.compile(
    r"\\(?:([\"\\/bfnrt]|u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|u(?![dD][89a-fA-F])[\da-fA-F]{4})"
    r"|(u[\da-fA-F]{4})|(u[\da-fA-F]{0,3}\Z|\Z)|)"
)
"""A right escape, half of a surrogate pair, an escape cut off by the end, or a backslash that escapes nothing."""
_TWICE = re.compile(r"((?:\\x[0-9a-fA-F]{2})+)|\\(['\\])")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_BREAK = re.compile(r"[\x00-\x1f]+")
_CONSTANT = re.compile(r'("(?:[^"\\]|\\.)*+"?)|-?\b(?:NaN|Infinity)\b', re.DOTALL)
_COMMENTED = re.compile(
    r"\A\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/|\]\]>)\s*;?\s*\Z"
)
_LAST_COMMA = re.compile(r",\s*(?=[}\]])")
_FIRST_ITEM = re.compile(r"\[\s*\{")
_COMMA = re.compile(r"\s*,?\s*")
_CLOSER = {"{": "}", "[": "]"}
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+("?)|[\[\]{}:,]|[^\s"\[\]{}:,]+', re.DOTALL)


def _escape_rightly(text: str) -> str:
    """Double the backslash of wrong escapes, and put spaces for bare control characters."""
    return _CONTROL.sub(" ", _ESCAPE.sub(_right, text))


def _right(found: re.Match[str]) -> str:
    if found[1] is not None:
        return found[0]
    if found[2] is not None:
        return "\\ufffd"
    return "" if found[3] is not None else "\\\\"


def _replace_half_pairs(text: str) -> str:
    """Put the replacement character for half of a surrogate pair, which is not a character."""
    return _ESCAPE.sub(lambda found: "\\ufffd" if found[2] else found[0], text) if "\\u" in text else text


def _nullify_constants(text: str) -> str:
    """Put null for NaN and Infinity, which data tools write."""
    if "NaN" not in text and "Infinity" not in text:
        return text
    return _CONSTANT.sub(lambda found: found[1] or "null", text)


def _unescape_once(text: str) -> str:
    """Undo the escapes of a program's string literal (bytes of UTF-8, a backslash, an apostrophe) around the JSON."""
    return _CONTROL.sub(" ", _TWICE.sub(_once, text))


def _once(found: re.Match[str]) -> str:
    if found[1]:
        return bytes.fromhex(found[1].replace("\\x", "")).decode("utf-8", "replace")
    return found[2]


def _join_lines(text: str) -> str:
    """Take off the comment or CDATA around a script, and put spaces for line breaks and tabs, which strings may hold."""
    return _BREAK.sub(" ", _COMMENTED.sub("", text))


def _unescape_references(text: str) -> str:
    return html.unescape(text) if '"' not in text and "&quot;" in text else text


def _drop_last_commas(text: str) -> str:
    return _LAST_COMMA.sub("", text).rstrip("; ")


def _close(text: str) -> str:
    """Cut a document that breaks off behind its last whole value, and close it: `{"a": [1, {"b` becomes `{"a": [1, {}]}`."""
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


class Mend(NamedTuple):
    """A way to mend JSON: steps, each on what the one before made, and what to say of the damage; None: nothing is lost."""

    steps: tuple[Callable[[str], str], ...]
    damage: str | None = None


ROWS = (Mend((_replace_half_pairs, _nullify_constants)),)
DOCUMENT = (
    Mend((_escape_rightly,), "wrong escapes in the JSON"),
    Mend((_unescape_once,), "the JSON is escaped twice"),
    Mend((_escape_rightly, _close), "the JSON is truncated"),
)
SCRIPT = (
    Mend((_join_lines,)),
    Mend((_join_lines, _unescape_references, _drop_last_commas, _escape_rightly)),
)
"""The ways that are tried for each kind of JSON, the least first."""


def mend(text: str, mends: tuple[Mend, ...]) -> tuple[Any, str | None] | None:
    """Return the value of JSON that the first of these mends that helps makes readable, and the damage; None where none does."""
    for number, each in enumerate((Mend(()), *mends)):
        made = reduce(lambda made, step: step(made), each.steps, text)
        if not number or made != text:
            with suppress(ValueError):
                return orjson.loads(made.encode("utf-8", "replace")), each.damage
    return None


def parse(data: bytes) -> Any:
    """Return the value of a row or document, mended only where nothing is lost. Raises FeedError with the reason for any other."""
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError as error:
        found = mend(_text(data), ROWS)
        if found is None:
            raise FeedError(f"not JSON: {_reason(error, data)}") from error
        return found[0]


def parse_parts(data: bytes) -> tuple[Any, str | None]:
    """Return the value of a document, or a list of what is whole in a damaged one, with the damage (None: no damage).

    Whole are the documents that follow one another, or the first objects of the first list of objects.
    Raises FeedError where nothing is.
    """
    try:
        return parse(data.strip()), None
    except FeedError as error:
        text = _text(data).strip()
        documents, end = values_from(text, 0, "[{")
        if documents and end == len(text):
            return documents, None
        found = documents or _first_items(text)
        if not found:
            raise
        damage = f"{error.message}; read up to {'document' if documents else 'item'} {len(found):,}"
        return ([*found, *_first_items(text[end:])] if documents else found), damage


def document(data: bytes) -> tuple[Any, str | None]:
    """Return the value of an agency's document, and what had to be mended to read it (None: nothing).

    Wrong escapes and bare control characters are mended, a document that breaks off is closed where it does. Documents
    that follow one another (as `jq` writes them, and programs that append) are a list.
    Raises FeedError for what is not JSON.
    """
    if not data.strip(b"\xef\xbb\xbf \t\r\n\0"):
        raise FeedError("empty document")
    data = unwrap(narrow(data))
    try:
        return orjson.loads(data), None
    except orjson.JSONDecodeError as error:
        reason = _reason(error, data)
    text = _text(data).strip("\ufeff \t\r\n\0")
    if text.startswith(("{", "[")):
        if (several := _several(text, reason)) is not None:
            return several
        if (found := mend(text, DOCUMENT)) is not None:
            value, damage = found
            return value, damage and f"{damage}: {reason}"
    raise FeedError(f"not JSON: {reason}")


def _several(text: str, reason: str) -> tuple[list[Any], str | None] | None:
    """Return the documents that follow one another, and what is wrong with them; None where there is only one."""
    escaped = _escape_rightly(text)
    found, end = values_from(escaped, 0, "[{")
    rest = escaped[end:]
    if not found or (len(found) == 1 and not rest.startswith(("{", "["))):
        return None
    if not rest:
        return found, f"wrong escapes in the JSON: {reason}" if escaped != text else None
    if (last := mend(rest, (Mend((_close,)),))) is None:
        return found, f"the JSON is damaged after document {len(found):,}: {reason}"
    return [*found, last[0]], f"the JSON is truncated in document {len(found) + 1:,}"


def values_from(text: str, at: int, opening: str) -> tuple[list[Any], int]:
    """Return the values of JSON from `at` on that begin with one of `opening`, a comma or space between, and where they end."""
    found: list[Any] = []
    decoder = json.JSONDecoder(parse_constant=lambda _: None)
    with suppress(ValueError, RecursionError):
        while text[at : at + 1] and text[at] in opening:
            value, at = decoder.raw_decode(text, at)
            found.append(value)
            at = _COMMA.match(text, at).end()  # type: ignore[union-attr]  # it matches nothing too
    return found, at


def _first_items(text: str) -> list[Any]:
    """Return the whole objects that the first list of objects in a text begins with."""
    start = _FIRST_ITEM.search(text)
    return values_from(text, start.end() - 1, "{")[0] if start else []


def _text(data: bytes) -> str:
    """Return the text of JSON, which is in UTF-8 unless its bytes are not (RFC 8259, section 8.1)."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return decode(data)


def _reason(error: orjson.JSONDecodeError, data: bytes) -> str:
    """Return what is wrong with a row: where it does not begin or end as JSON that, else where it is damaged."""
    if data[:1] not in b"{[":
        return "the line does not begin with a brace"
    if data.rstrip()[-1:] not in b"}]":
        return "it is cut off"
    return f"it is damaged at character {error.pos + 1:,}"


def string(value: Any) -> str | None:
    """Return a string that is not blank, or a number as text; None for anything else."""
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return None


def list_of(value: Any) -> list[Any]:
    """Return a list as it is, nothing as an empty list, anything else as a list of one."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def names_of(value: Any) -> list[str]:
    """Return the names in a value: a string, an object with a name, or a list of them."""
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
