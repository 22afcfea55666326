"""The messages by which servers, proxies and programs say that something failed, saved in place of a feed.

One is known by its form: it is short, and it begins with a status or a phrase of the HTTP standard (RFC 9110,
section 15), of a proxy or of a runtime. A short story may begin with the same words; it goes on with words.
"""

from __future__ import annotations

import re
from typing import Any

_LONGEST = 600
"""A text longer than this, in code points, is no message of one line or two."""
_SHOWN = 120

_STATUS = (
    r"bad request|unauthorized|authentication required|payment required|forbidden|access (?:is )?denied|permission denied|not found|file not found|"
    r"page not found|method not allowed|not acceptable|request time-?out|conflict|gone|payload too large|too many requests|"
    r"rate limit(?:ed| exceeded| reached)?|quota exceeded|internal (?:server )?error|not implemented|bad gateway|"
    r"(?:the )?(?:service|server|site|website)(?: is)?(?: temporarily| currently)? (?:unavailable|down|busy|overloaded)|"
    r"temporarily unavailable|gateway time-?out|moved permanently|moved temporarily|see other|temporary redirect|"
    r"(?:found|moved permanently|see other)\. redirecting to \S+|invalid api key|missing api key|invalid token|session expired|no route|maintenance(?: mode)?|"
    r"under maintenance|site under construction|loading|please wait|error|failed|failure|unknown error|"
    r"service non disponible|service indisponible|acc[eè]s refus[eé]|page non trouv[eé]e|dienst nicht verf[uü]gbar|"
    r"zugriff verweigert|seite nicht gefunden|servicio no disponible|acceso denegado|servizio non disponibile|"
    r"accesso negato|servi[cç]o indispon[ií]vel|acesso negado|сервис недоступен|доступ запрещ[её]н|服务不可用|サービスは利用できません"
)
_ALONE = re.compile(
    rf"(?:(?:http/\d(?:\.\d)?\s+)?(?:error|status|code|http)?[\s:#-]*[1-5]\d\d\b[\s:.,|-]*)?(?:error[\s:.-]+)?(?:{_STATUS})"
    rf"(?:\s*[(\[-]*\s*(?:error|code|status|http)?[\s:#]*[1-5]\d\d\)?\]?)?[\s.!…]*(?:\b(?:please )?try again(?: later| in \S+ \S+)?[\s.!]*)?",
    re.IGNORECASE,
)
"""A status and nothing else."""
_BEGINS = re.compile(
    r"upstream (?:connect error|request timeout|prematurely closed)|no healthy upstream|no available server|stream timeout\b"
    r"|no server is available to handle|default backend - \d\d\d|rbac: access denied|error code: ?\d{3,4}\b|error establishing a database connection"
    r"|(?:http/\d(?:\.\d)?\s+)[1-5]\d\d\b"
    r"|(?:service (?:temporarily )?unavailable|bad gateway|gateway time-?out|internal server error|too many requests|rate limit exceeded)\s*[:;(\[.–-]"
    r"|(?:access denied|forbidden|unauthorized|not found|bad request)\s*[:;(\[–-]\s*(?:\S*[_/=\d<>{}]\S*|invalid|missing|token|expired|the requested|you do(?:n't| not) have)"
    r"|(?:php )?(?:fatal error|parse error|warning|notice|deprecated|strict standards|catchable fatal error)\s*:\s.{0,400}\bin \S+ ?(?:on line |:)\d"
    r"|uncaught (?:\w+)?(?:error|exception)\b|traceback \(most recent call last\)|exception in thread [\"']|(?:[\w$]+\.){2,}\w*(?:exception|error)\b"
    r"|\w*(?:Error|Exception): .{0,200} at [\w.$<]+\(|curl: \(\d+\)|wget: |could not resolve host|connection (?:refused|reset(?: by peer)?|timed out|closed)\b[\s.!]*(?:\Z|\(|errno|:\s*\S*[/:\d]\S*\Z)"
    r"|failed to (?:connect|fetch|open stream|load resource)\b|sqlstate\[|ora-\d{5}|mysql (?:server has gone away|error)|dns (?:lookup|resolution) failed"
    r"|name or service not known|no such file or directory|the requested (?:url|resource|page) (?:\S+ )?(?:was not|could not be) found(?: on this server|[\s.]*\Z)|cannot (?:get|post) /\S*\s*\Z"
    r"|please (?:enable|turn on) (?:javascript|cookies)|enable javascript and cookies|you need to enable javascript|invalid (?:request|response|parameter)\s*[:.]",
    re.IGNORECASE,
)
"""How a message begins, whatever follows."""
_CODED = re.compile(
    rf"(?:503|502|504|500|429|403|404) (?:{_STATUS})"
    r"(?:\s*\Z|\s*[:;.,(\[{<|–—-]|\s+(?:nginx|openresty|apache|cloudflare|varnish|microsoft|the requested|the server|you |please|try )\b)",
    re.IGNORECASE,
)
"""A status by its number, with what servers put behind it; a headline goes on with other words."""
_WORD = re.compile(
    r"(?:ok|pong|null|none|undefined|nil|true|false|nan|it works!?|hello,? world!?|test|todo|-+|\.+|success)[\s.!]*",
    re.IGNORECASE,
)


def message_in_text(text: str) -> str | None:
    """What message a text is, as the reason against it; None where it may be a story."""
    if len(text) > _LONGEST * 4:
        return None
    lines = [line.strip() for line in text.strip().split("\n") if line.strip()]
    if not lines:
        return None
    whole = " ".join(text.split())
    first = " ".join(lines[0].strip("*=_# ").split())
    if _WORD.fullmatch(whole):
        return f"a single word and no story: {whole}"
    if (
        _CODED.match(whole)
        and len(whole) <= _LONGEST
        and (_ALONE.fullmatch(first) or _is_told_alone(lines[1:]))
    ):
        return f"an error message: {whole[:_SHOWN]}"
    if _BEGINS.match(whole) and (len(whole) <= _LONGEST or "\n" in text):
        return f"an error message: {whole[:_SHOWN]}"
    if (
        len(whole) <= _LONGEST // 2
        and len(lines) <= 3
        and _ALONE.fullmatch(first)
        and _is_told_alone(lines[1:])
    ):
        return f"an error message: {whole[:_SHOWN]}"
    return None


def _is_told_alone(below: list[str]) -> bool:
    """Whether what is below a status names a server or an address, or repeats the status, and tells no story."""
    return all(_ALONE.fullmatch(line) or _BEGINS.match(line) or len(line.split()) <= 4 for line in below)


_STATUS_CODE = re.compile(r"[45]\d\d")
_OF_ERRORS = frozenset(("error", "errors", "fault", "exception"))
_SAYS = ("message", "detail", "error_description", "description", "reason", "title", "msg", "code", "type")


def message_in_json(document: Any) -> str | None:
    """The message that an object of JSON is (an `error`, a status beside a message); None for any other value."""
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
    """What an error says, on one line, in its first words."""
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
    """The message of an XML document whose root is of this name in lower case; None for any other document."""
    fault = next(root.iter("{*}Fault", "{*}fault"), None) if name in ("envelope", "methodresponse") else None
    if name not in _XML_ERRORS and fault is None:
        return None
    parts = [" ".join(text.split()) for text in (root if fault is None else fault).itertext() if text.strip()]
    attributes = [str(value) for value in root.attrib.values()] if not parts else []
    said = ": ".join([*parts, *attributes])
    return said[:_SHOWN] or name
