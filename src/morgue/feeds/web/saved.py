"""Undo what archives and browsers add to a page that they save: addresses, banners, MHTML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from email.message import Message

_ARCHIVED = re.compile(
    r"https?://(?:web\.archive\.org|wayback\.[\w.-]+|[\w.-]+)/(?:web|wayback|all)/\d{4,14}(?:[a-z]{2}_|\*)?/(?=https?:|www\.|[\w-]+\.[a-z])",
    re.I,
)
_CACHED = re.compile(
    r"https?://webcache\.googleusercontent\.com/search\?(?:[^#]*&)?q=cache:(?:[\w-]*:)?([^+&\s]+)", re.I
)
_AMP_CACHE = re.compile(
    r"https?://(?:[\w-]+\.cdn\.ampproject\.org|www\.google\.[\w.]+/amp)/(?:[cv]/)?(s/)?(?=[\w-]+\.[a-z])",
    re.I,
)
_SAVED = re.compile(r"\bsaved from url=\(\d{1,6}\)(\S+)|\burl:\s*(https?://\S+)", re.I)


def original_of(url: str) -> str:
    """Return the address that an archive's or a cache's address is a copy of; any other as it is."""
    if url.count("/") < 4 and "cache:" not in url:
        return url
    if (found := _ARCHIVED.match(url)) is not None:
        rest = url[found.end() :]
        return rest if rest.startswith("http") else f"http://{rest}"
    if (found := _CACHED.match(url)) is not None:
        rest = found[1].replace("%3A", ":").replace("%2F", "/")
        return rest if rest.startswith("http") else f"http://{rest}"
    if (found := _AMP_CACHE.match(url)) is not None:
        return f"{'https' if found[1] else 'http'}://{url[found.end() :]}"
    return url


def saved_from(comments: list[str]) -> str | None:
    """Return the address that a browser noted in a comment above the page it saved."""
    for comment in comments:
        found = _SAVED.search(comment)
        if found:
            address = found[1] or found[2]
            return address if address.startswith(("http://", "https://")) else None
    return None


class Saved(NamedTuple):
    """Hold the page within a web archive of one file (MHTML): its bytes, encoding and address, and when it was saved."""

    data: bytes
    charset: str | None
    url: str | None
    date: str | None = None


_MHTML = re.compile(rb"\A(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*){2,40}", re.M)


def is_mhtml(head: bytes) -> bool:
    """Return whether bytes begin as MHTML (RFC 2557) does: a mail header of a message made of related parts."""
    found = _MHTML.match(head[:8192].lstrip())
    if found is None:
        return False
    header = found[0].lower()
    return (
        b"multipart/related" in header
        and b"mime-version:" in header
        and (b"snapshot-content-location:" in header or b"saved by" in header or b"text/html" in header)
    )


def page_within(data: bytes) -> Saved | None:
    """Return the page of an MHTML file: its first part of HTML; None where it has none."""
    from email import policy
    from email.parser import BytesParser

    message = BytesParser(policy=policy.compat32).parsebytes(data.lstrip())
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and payload.strip():
                date = " ".join(str(message.get("Date") or "").split()) or None
                return Saved(payload, part.get_content_charset(), _location(message, part), date)
    return None


def _location(message: Message, part: Message) -> str | None:
    for each in (message.get("Snapshot-Content-Location"), part.get("Content-Location")):
        address = "".join(str(each).split()) if each else ""
        if address.startswith(("http://", "https://")):
            return address
    return None
