"""Recognize the messages by which servers, proxies and programs say that something failed, saved in place of a feed.

One is known by its form: it is short, and it begins with a status or a phrase of the HTTP standard (RFC 9110,
section 15), of a proxy or of a runtime. A short story may begin with the same words; it goes on with words.
"""

from __future__ import annotations

import re
from functools import cache, partial
from typing import Any, NamedTuple

from morgue._startup.tables import phrase_lists
from morgue.feeds.support.data import DATA

_LONGEST = 600
"""A text longer than this, in code points, is not a message of one line or two."""
_SHOWN = 120


class _Forms(NamedTuple):
    """What the whole of a message is, or how it begins."""

    alone: re.Pattern[str]
    """A status and nothing else."""
    coded: re.Pattern[str]
    """A status by its number, with what servers put behind it; a headline goes on with other words."""
    begins: re.Pattern[str]
    word: re.Pattern[str]


@cache
def _forms() -> _Forms:
    known = phrase_lists(DATA / "failure_messages.tsv")
    status = known["status"]
    expression = partial(re.compile, flags=re.IGNORECASE)
    return _Forms(
        expression(
            rf"(?:(?:http/\d(?:\.\d)?\s+)?(?:error|status|code|http)?[\s:#-]*[1-5]\d\d\b[\s:.,|-]*)?(?:error[\s:.-]+)?(?:{status})"
            r"(?:\s*[(\[-]*\s*(?:error|code|status|http)?[\s:#]*[1-5]\d\d\)?\]?)?[\s.!…]*(?:\b(?:please )?try again(?: later| in \S+ \S+)?[\s.!]*)?"
        ),
        expression(
            rf"(?:503|502|504|500|429|403|404) (?:{status})"
            r"(?:\s*\Z|\s*[:;.,(\[{<|–—-]|\s+(?:nginx|openresty|apache|cloudflare|varnish|microsoft|the requested|the server|you |please|try )\b)"
        ),
        expression(known["begins"]),
        expression(rf"(?:{known['word']})[\s.!]*"),
    )


def message_in_text(text: str) -> str | None:
    """Return what message a text is, as the reason against it; None where it may be a story."""
    if len(text) > _LONGEST * 4:
        return None
    lines = [line.strip() for line in text.strip().split("\n") if line.strip()]
    if not lines:
        return None
    whole = " ".join(text.split())
    first = " ".join(lines[0].strip("*=_# ").split())
    forms = _forms()
    if forms.word.fullmatch(whole):
        return f"a single word and no story: {whole}"
    is_alone = len(whole) <= _LONGEST and forms.alone.fullmatch(first) is not None
    if (
        (forms.begins.match(whole) and (len(whole) <= _LONGEST or "\n" in text))
        or (len(whole) <= _LONGEST and forms.coded.match(whole) and (is_alone or _adds_nothing(lines[1:])))
        or (len(whole) <= _LONGEST // 2 and len(lines) <= 3 and is_alone and _adds_nothing(lines[1:]))
    ):
        return f"an error message: {whole[:_SHOWN]}"
    return None


def _adds_nothing(below: list[str]) -> bool:
    """Return whether what is below a status names a server or an address, or repeats the status, and so is no story."""
    forms = _forms()
    return all(
        forms.alone.fullmatch(line) or forms.begins.match(line) or len(line.split()) <= 4 for line in below
    )


_STATUS_CODE = re.compile(r"[45]\d\d")
_OF_ERRORS = frozenset(("error", "errors", "fault", "exception"))
_SAYS = ("message", "detail", "error_description", "description", "reason", "title", "msg", "code", "type")


def message_in_json(document: Any) -> str | None:
    """Return the message that an object of JSON is (an `error`, a status beside a message); None for any other value."""
    if not isinstance(document, dict) or any(
        isinstance(value, list) and len(value) > 5 for value in document.values()
    ):
        return None
    keys = {key.lower(): value for key, value in document.items() if isinstance(key, str)}
    for key in _OF_ERRORS:
        if keys.get(key) and not (keys.keys() & _CONTENT):
            return (
                _said(keys[key])
                or _said({name: keys[name] for name in keys if name not in _OF_ERRORS})
                or key
            )
    stated = ("status", "statuscode", "status_code", "code", "httpstatus")
    state = next((str(keys[key]).lower() for key in stated if key in keys), "")
    failed = state in ("error", "fail", "failed", "failure") or _STATUS_CODE.fullmatch(state) is not None
    said = _said(keys)
    if said and (failed or keys.keys() <= _NOTHING_ELSE) and not (keys.keys() & _CONTENT):
        return said
    return None


_CONTENT = frozenset(
    ("items", "articles", "stories", "entries", "posts", "results", "body", "content", "content_html", "content_text", "text", "published", "headline")
)  # fmt: skip
_NOTHING_ELSE = frozenset(("message", "detail", "msg", "success", "ok", "request_id", "requestid", "documentation_url", "code", "timestamp", "path"))  # fmt: skip


def _said(value: Any) -> str:
    """Return what an error says, on one line, in its first words."""
    if isinstance(value, list):
        value = next((each for each in value if each), "")
    if isinstance(value, dict):
        keys = {str(key).lower(): each for key, each in value.items()}
        value = next((keys[key] for key in _SAYS if isinstance(keys.get(key), (str, int)) and keys[key]), "")
    return (
        " ".join(str(value).split())[:_SHOWN]
        if isinstance(value, (str, int)) and not isinstance(value, bool)
        else ""
    )


_XML_ERRORS = frozenset(
    ("error", "errors", "errorresponse", "fault", "exception", "problem", "serviceexceptionreport", "exceptionreport", "status")
)  # fmt: skip


def message_in_xml(name: str, root: Any) -> str | None:
    """Return the message of an XML document whose root is of this name in lower case; None for any other document."""
    fault = next(root.iter("{*}Fault", "{*}fault"), None) if name in ("envelope", "methodresponse") else None
    if name not in _XML_ERRORS and fault is None:
        return None
    parts = [" ".join(text.split()) for text in (root if fault is None else fault).itertext() if text.strip()]
    attributes = [str(value) for value in root.attrib.values()] if not parts else []
    said = ": ".join([*parts, *attributes])
    return said[:_SHOWN] or name
