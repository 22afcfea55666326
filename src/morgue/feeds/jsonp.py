"""JSON that is wrapped for scripts: a call of a function (JSONP), a value given to a name, a guard before it.

    callback({…});    /**/ typeof f === 'function' && f([…]);    window.NEWS = {…};    )]}', {…}    for(;;);{…}

What stands around the value is known by its form and taken off; no script is run.
"""

from __future__ import annotations

import re

_NAME = rb"[A-Za-z_$][\w$.]{0,99}"
_BEFORE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:/\*[^*]{0,200}\*/\s*)?(?:"
    rb"(?:typeof\s+" + _NAME + rb"\s*===?\s*['\"]function['\"]\s*&&\s*)?" + _NAME + rb"\s*\(\s*"
    rb"|(?:(?:var|let|const)\s+)?" + _NAME + rb"\s*=\s*"
    rb"|\)\]\}'?,?\s*|(?:while\s*\(\s*1\s*\)|for\s*\(\s*;;\s*\))\s*;\s*"
    rb')(?=\{\s*["}]|\[\s*[\[{"\]])'
)
_BEHIND = b" \t\r\n;)"


def wrapping(head: bytes) -> int:
    """How many bytes stand before the value where `head` begins so; 0 for any other data."""
    found = _BEFORE.match(head)
    return found.end() if found else 0


def unwrapped(data: bytes) -> bytes:
    """The JSON without what is around it; any other data as it is."""
    begin = wrapping(data[:1024])
    return data[begin:].rstrip(_BEHIND) if begin else data
