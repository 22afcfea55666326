"""Take a digest of a mailing list apart: the messages in its text, one below the other.

RFC 1153 parts them by thirty hyphens, under a preamble that ends in seventy; LISTSERV does alike. Each message has a
header of its own. What is above the first, and the line that ends the digest, are kept beside them.
"""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from email.message import Message
from typing import NamedTuple

from morgue.feeds.text.mail_parts import text_of

MOST = 1_000
"""How many messages of one digest are read."""

_RULE = re.compile(r"^(?:-{20,}|={20,}|_{20,})[ \t]*\n\s{0,40}(?=[A-Z][\w-]{1,30}:)", re.MULTILINE)
_HEADER = re.compile(
    r"(?:[A-Z][\w-]{1,30}:[^\n]{0,2000}\n(?:[ \t]+\S[^\n]{0,2000}\n){0,50}){2,30}(?=[ \t]*\n)"
)
_ASKED = ("from", "subject", "date")
_END = re.compile(
    r"^(?:-{20,}|={20,}|_{20,})[ \t]*\n\s{0,40}(?=_{20,}|End of |Subject: (?:\S+ )?Digest Footer|\*{5,})",
    re.MULTILINE | re.IGNORECASE,
)
_FORM = re.compile(r"^(?:content-[\w-]+|mime-version):", re.IGNORECASE)


class Digest(NamedTuple):
    """The messages of a digest, and the texts above and below them."""

    messages: list[Message]
    around: list[str]


def digest_of(message: Message) -> Digest | None:
    """Return the messages in the text of a message, or None where it is not a digest.

    May raise what the standard parser lets out on malformed messages.
    """
    part = _text_part(message)
    if part is None:
        return None
    text = text_of(part).replace("\r\n", "\n").replace("\r", "\n")
    found = list(_headers(text))
    if not found:
        return None
    ends = [*(rule for rule, _, _ in found[1:]), len(text)]
    messages = []
    for (_, start, body), end in zip(found, ends, strict=True):
        inside = text[body:end]
        below = _END.search(inside)
        messages.append(_message(text[start:body], inside[: below.start()] if below else inside))
    last = text[found[-1][2] :]
    below = _END.search(last)
    around = [text[: found[0][0]], last[below.start() :] if below else ""]
    return Digest(messages, [kept for each in around if (kept := _without_rules(each))])


def _text_part(message: Message) -> Message | None:
    """Return the one plain text of a message, where it has no other text."""
    texts = [part for part in message.walk() if part.get_content_maintype() == "text"]
    is_alone = len(texts) == 1 and texts[0].get_content_subtype() == "plain"
    return texts[0] if is_alone and texts[0].get_content_disposition() != "attachment" else None


def _headers(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield where the rule above a message begins, its header, and its body."""
    for number, rule in enumerate(_RULE.finditer(text)):
        header = _HEADER.match(text, rule.end())
        if number >= MOST:
            return
        if header and all(re.search(rf"(?im)^{name}:", header[0]) for name in _ASKED):
            yield rule.start(), rule.end(), header.end()


def _message(header: str, body: str) -> Message:
    """Return the message; its text is decoded already, whatever its header says of its encoding."""
    kept, dropped = [], False
    for line in header.split("\n"):
        dropped = dropped if line[:1] in (" ", "\t") else _FORM.match(line) is not None
        if line and not dropped:
            kept.append(line)
    form = "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit"
    return email.message_from_bytes("\n".join((*kept, form, "", body)).encode("utf-8", "surrogateescape"))


def _without_rules(text: str) -> str:
    """Return a text without its dividing lines, in paragraphs."""
    lines = [line.strip() for line in text.split("\n") if not re.fullmatch(r"[-=_*]{5,}", line.strip())]
    return "\n".join(lines).strip()
