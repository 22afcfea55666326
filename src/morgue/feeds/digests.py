"""Takes a digest of a mailing list apart where it is one plain text (RFC 1153, and LISTSERV's form of it).

A line of 70 hyphens ends the preamble. Messages are apart by lines of 30 hyphens, each with a header of its own, a
blank line and its text; a last part says that the digest ends.
"""

from __future__ import annotations

import re
from email import message_from_bytes
from email.message import Message
from typing import NamedTuple

from morgue.feeds.encoding import decode

_PREAMBLE_END = re.compile(rb"^-{70,}[ \t]*\r?\n", re.M)
_BETWEEN = re.compile(rb"^-{29,31}[ \t]*\r?\n(?=\s)", re.M)
_HEADER = re.compile(
    rb"\s*(?:Message: \d{1,5}[ \t]*\r?\n)?(?=(?:[!-9;-~]{1,40}:[ \t].*\r?\n(?:[ \t].*\r?\n)*)+\s*\r?\n)"
)
_WANTED = re.compile(rb"^(?:From|Subject|Date):", re.M | re.I)


class Digest(NamedTuple):
    """The messages of a digest, and the texts around them."""

    messages: list[Message]
    around: list[str]


def digest_in(text: bytes, charset: str | None) -> Digest | None:
    """Return the messages of a digest that is one text in this encoding; None for any other text."""
    start = _PREAMBLE_END.search(text)
    if start is None:
        return None
    first, *parts = _BETWEEN.split(text[start.end() :])
    found = Digest([], [_read(text[: start.start()], charset)])
    for part in (first, *parts):
        header = _HEADER.match(part)
        if header is not None and len(_WANTED.findall(part.partition(b"\n\n")[0].replace(b"\r", b""))) >= 2:
            found.messages.append(_message(part[header.end() :], charset))
        elif not found.messages:
            return None
        elif found.messages and _ends(part):
            found.around.append(_read(part, charset))
        else:  # a rule in a text
            last = found.messages[-1]
            last.set_payload(f"{last.get_payload()}\n\n{'-' * 30}\n{part.decode('ascii', 'surrogateescape')}")
    return found._replace(around=[each for each in found.around if each])


_END = re.compile(rb"\s*(?:_{10,}[^\0]{0,600})?\s*End of [^\n]{1,200}Digest\b", re.I)
_LIST_FOOTER = re.compile(rb"\s*(?:Subject: Digest Footer\s+)?_{10,}\r?\n[^\0]{0,600}\Z", re.I)


def _ends(part: bytes) -> bool:
    """Whether a part is the end of the digest, or the footer that the list puts before it."""
    return _END.match(part) is not None or _LIST_FOOTER.match(part) is not None


def _message(part: bytes, charset: str | None) -> Message:
    message = message_from_bytes(part)
    if "Content-Type" not in message and charset:
        message["Content-Type"] = f'text/plain; charset="{charset}"'
    # the text of the digest was decoded already
    del message["Content-Transfer-Encoding"]
    return message


def _read(text: bytes, charset: str | None) -> str:
    lines = (line.strip() for line in decode(text, charset).splitlines())
    return "\n".join(line for line in lines if line and line.strip("-_*= "))
