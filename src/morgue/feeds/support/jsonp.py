"""Unwrap JSON that is wrapped for scripts: a call of a function (JSONP), a value given to a name, a guard before it.

    callback({…});    /**/ typeof f === 'function' && f([…]);    window.NEWS = {…};    )]}', {…}    for(;;);{…}

What is around the value is known by its form and removed; no script is run. So is what a server writes
before it by mistake (the warnings of PHP, a script), and the page that a browser saves around it.
"""

from __future__ import annotations

import re
from itertools import islice

_NAME = rb"[A-Za-z_$][\w$.]{0,99}"
_BEFORE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:/\*[^*]{0,200}\*/\s*)?(?:"
    rb"(?:typeof\s+" + _NAME + rb"\s*===?\s*['\"]function['\"]\s*&&\s*)?" + _NAME + rb"\s*\(\s*"
    rb"|(?:(?:var|let|const)\s+)?" + _NAME + rb"\s*=\s*"
    rb"|\)\]\}'?,?\s*|(?:while\s*\(\s*1\s*\)|for\s*\(\s*;;\s*\))\s*;\s*"
    rb')(?=\{\s*["}]|\[\s*[\[{"\]])'
)
_BEHIND = b" \t\r\n;)"

_BEFORE_BYTES = 16_384
"""How far the messages of a server go before a value."""
_MESSAGE = re.compile(
    rb"\s*(?:<|(?:PHP\s)?(?:Warning|Notice|Deprecated|Strict Standards|Fatal error|Parse error)\b)",
    re.IGNORECASE,
)
_VALUE = re.compile(rb"[>\n][ \t]*+(?=\{\s*\"|\[\s*[\[{])")
_UNSEEN = re.compile(
    rb"<!--.*?-->|<(script|style|title|head)\b[^>]*>.*?</\1\s*>|<[^<>]*>", re.IGNORECASE | re.DOTALL
)
_OF_SERVER = re.compile(
    rb"\W{0,20}(?:php |an? )?(?:warning|notice|deprecated|error|fatal|parse error|strict standards|uncaught|exception|sql|mysql)\b",
    re.IGNORECASE,
)
_PAGE = re.compile(rb"<html[\s>]|<body[\s>]|<!doctype", re.IGNORECASE)


def wrapping(head: bytes) -> int:
    """Return how many bytes are before the value where `head` begins so; 0 for any other data."""
    found = _BEFORE.match(head)
    if found is not None:
        return found.end()
    return _behind_messages(head[:_BEFORE_BYTES]) if _MESSAGE.match(head) else 0


def _behind_messages(head: bytes) -> int:
    """Return where a value begins behind markup without text, or behind the messages of a server; 0 for nowhere."""
    if b'"' not in head or (b"{" not in head and b"[" not in head):
        return 0
    head = head.replace(b"\r", b"\n")
    for found in islice(_VALUE.finditer(head), 20):
        before = head[: found.end()]
        if before.lower().count(b"<script") > before.lower().count(b"</script"):
            continue
        text = _UNSEEN.sub(b"", before).strip(b"\xef\xbb\xbf \t\r\n")
        return found.end() if not text or (_OF_SERVER.match(text) and not _PAGE.search(before)) else 0
    return 0


def unwrap(data: bytes) -> bytes:
    """Return the JSON without what is around it; any other data as it is."""
    begin = wrapping(data[:_BEFORE_BYTES])
    if not begin:
        return data
    if not _MESSAGE.match(data):
        return data[begin:].rstrip(_BEHIND)
    value = data[begin : max(data.rfind(b"}"), data.rfind(b"]")) + 1]
    if b"<pre" in data[:begin]:  # a browser's page around a document escapes it as text
        for reference, character in ((b"&lt;", b"<"), (b"&gt;", b">"), (b"&amp;", b"&")):
            value = value.replace(reference, character)
    return value
