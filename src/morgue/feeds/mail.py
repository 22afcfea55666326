"""Newsletters and wire copy by mail: one message (.eml, RFC 5322) or a mailbox of them (mbox, RFC 4155).

A message is a story: its subject the headline, its date with the sender's offset, its plain text, or its HTML
where that says more. What a mailing list adds at the end is set aside. Attachments in a format of feeds are read with
their names as members; attached texts and the names of other attachments go to the boilerplate.
"""

from __future__ import annotations

import base64
import binascii
import email
import re
from collections import deque
from collections.abc import Iterator, Sequence
from email.errors import MessageError
from email.message import Message
from email.utils import parseaddr
from itertools import takewhile
from typing import NamedTuple

from morgue.article import Article, printable
from morgue.errors import FeedError, NoArticle
from morgue.extract import Draft, article
from morgue.feeds.credits import agency_named
from morgue.feeds.digests import digest_in
from morgue.feeds.encoding import decode, narrow
from morgue.feeds.feed import MAX_DOCUMENT_BYTES, Feed
from morgue.feeds.lines import head_of, is_wide, lines, narrowed
from morgue.feeds.mailparts import RULE, Attached, Parts, charset_of, parts_of, payload_of, read_attached
from morgue.text import fold

_FIELD = re.compile(rb"[!-9;-~]{1,76}:")
_KNOWN = re.compile(
    rb"^(?:from|to|subject|date|message-id|mime-version|received|return-path|delivered-to|content-type|reply-to|list-id"
    rb"|sender|x-[\w-]+|dkim-signature|content-transfer-encoding|authentication-results):",
    re.I | re.M,
)
_ADDRESSED = re.compile(rb"^(?:from|sender|return-path|received):", re.I | re.M)
_SENT = re.compile(rb"^(?:subject|date|message-id|to):", re.I | re.M)
_FROM_LINE = re.compile(rb"From \S+ .*\d{4}.*\r?\n|From [^\s@]+@\S+\r?\n|From - .*\r?\n")
_MMDF = re.compile(rb"\x01{4}\r?\n")
"""The line before and after each message of a mailbox of MMDF."""
_BLANK_LINES = re.compile(rb"\A(?:\xef\xbb\xbf)?(?:[ \t]*\r?\n)*+")
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.M)
_MAILBOX = re.compile(
    r"(?:^|[-_.+])(?:news|newsletters?|no-?reply|donotreply|noticias|boletin|redaktion|redaction|redazione|info|editors?|alerts?|briefings?|hello|mail|email|press|updates?|daily"
    r"|digest|breaking|media|contact|bulletins?|wire|desk|list|announce|subscriptions?|feeds?)(?:$|[-_.+])",
    re.I,
)
_FOOTER = re.compile(
    r"unsubscribe|you (?:are receiv|receiv|have receiv|got)\w* this (?:e-?mail|message|newsletter|because)|view (?:this|it) "
    r"(?:e-?mail|newsletter|message)? ?(?:in|on) (?:your|a|the) (?:web )?browser|view in browser|manage (?:your )?"
    r"(?:e-?mail )?(?:preferences|subscriptions?)|update (?:your )?preferences|forward(?:ed)? (?:this|to a friend)|"
    r"sent to \S+@\S+|mailing list\b|privacy policy|add us to your address book|email preferences|intended (?:only |solely )?for the (?:use of the )?(?:named )?(?:addressee|recipient|individual)|abbestellen|se désabonner",
    re.I,
)
_LIST_NAME = re.compile(r"\"?([^\"<]{2,120}?)\"?\s*<")
_PARSING = (ValueError, LookupError, TypeError, AttributeError, MessageError, RecursionError, AssertionError)
"""What the standard parser lets out on malformed messages."""


class Piece(NamedTuple):
    """A message's bytes and where it stands in the feed."""

    offset: int
    data: bytes


MOST_FORWARDED = 500
"""How many forwarded messages of one are read."""


_COUNT = re.compile(rb"(\d{1,10})[ \t]*\r?\n(?=[!-9;-~]{1,76}:)")
"""The first line of a message as Apple Mail keeps it: how many bytes follow, before a property list."""


def sniff(head: bytes, name: str) -> int:
    """How sure: header fields of a message at the start, after a mailbox's From line or not."""
    marked = _COUNT.match(head) or _MMDF.match(head)
    head = head[marked.end() :] if marked else head
    start = _BLANK_LINES.sub(b"", narrow(head)[:16_384], count=1)
    suffix = name.lower().endswith((".eml", ".emlx", ".mbox", ".mbx", ".mail"))
    separator = _FROM_LINE.match(start)
    if separator is not None:
        start = start[separator.end() :]
    if not _FIELD.match(start):
        return 15 if suffix else 0
    header = re.split(rb"\r?\n\r?\n", start, maxsplit=1)[0]
    if not _ADDRESSED.search(header) or not _SENT.search(header):
        return 15 if suffix else 0
    return 95 if separator is not None or len(_KNOWN.findall(header)) >= 4 else 85 if suffix else 60


def read(feed: Feed) -> Iterator[Article]:
    """One story a message; a message that cannot be read is complained of by number."""
    head = head_of(feed)
    feed = narrowed(feed, head) if is_wide(head) else feed
    count = 0
    reason = ""
    for number, piece in enumerate(messages(feed), 1):
        try:
            stories = _stories(piece, feed)
        except FeedError as error:
            reason = reason or error.message
            if not isinstance(error, NoArticle):
                feed.complain(f"message {number:,}: {error.message}")
            continue
        count += len(stories)
        yield from stories
    if not count:
        raise NoArticle(f"no message with a text{f' ({reason})' if reason else ''}")


def messages(feed: Feed) -> Iterator[Piece]:
    """The messages of a mailbox, or the one of a file that is no mailbox, without the From lines."""
    held: list[bytes] = []
    start = size = 0
    blank = True
    for line in lines(feed):
        if (blank and line.data.startswith(b"From ") and _FROM_LINE.fullmatch(line.data)) or _MMDF.fullmatch(
            line.data
        ):
            if any(each.strip() for each in held):
                yield Piece(start, b"".join(held))
            held, start, size = [], line.offset, len(line.data)
        elif size <= MAX_DOCUMENT_BYTES:
            size += len(line.data)
            if size > MAX_DOCUMENT_BYTES:
                feed.complain(f"the message at byte {start:,} is longer than {MAX_DOCUMENT_BYTES >> 20} MB")
            held.append(line.data)
        blank = line.data in (b"\n", b"\r\n")
    if held:
        yield _counted(Piece(start, b"".join(held)))


def _counted(piece: Piece) -> Piece:
    """A message as Apple Mail keeps it, without its first line and what follows; any other as it is."""
    count = _COUNT.match(piece.data) if piece.offset == 0 else None
    if count is None:
        return piece
    start = count.end()
    return Piece(start, piece.data[start : start + int(count[1])])


def _stories(piece: Piece, feed: Feed) -> list[Article]:
    """The stories of a message: its own, or where it says nothing itself those of the messages it forwards.

    Those of its attachments follow. Raises FeedError where it cannot be taken apart, NoArticle where there is no text.
    """
    try:
        message = email.message_from_bytes(
            _QUOTED_FROM.sub(rb"\1", _BLANK_LINES.sub(b"", piece.data, count=1))
        )
        inner = _forwarded(message)
        around = parts_of(message, _subject_of, forwarded=False) if inner else Parts()
    except _PARSING as error:
        raise FeedError("the message cannot be taken apart") from error
    if not inner:
        return _digested(message, piece, feed) or _story(message, piece, feed)
    subject = _subject_of(message)
    attached = _attached(around, feed)
    lines = [*([subject] if subject else []), *attached.lines]
    found = [story for each in inner for story in _story(each, piece, feed, lines)]
    return [*found, *attached.stories]


def _digested(message: Message, piece: Piece, feed: Feed) -> list[Article]:
    """The stories of a digest in one plain text; none for any other message."""
    if message.get_content_type() != "text/plain":
        return []
    found = digest_in(payload_of(message), charset_of(message))
    if found is None:
        return []
    subject = _subject_of(message)
    around = [*([subject] if subject else []), *found.around]
    stories = []
    for number, each in enumerate(found.messages):
        stories += _story(each, piece, feed, around if not number else around[:1] if subject else ())
    return stories


def _forwarded(message: Message) -> list[Message]:
    """The messages inside (RFC 2046, section 5.2.1) of one that has no text of its own, as digests have them."""
    found: list[Message] = []
    waiting = deque([message])
    while waiting and len(found) < MOST_FORWARDED:
        part = waiting.popleft()
        inside = part.get_payload()
        if part.get_content_type() == "message/rfc822" and isinstance(inside, list):
            found += [each for each in inside if isinstance(each, Message)]
        elif part.is_multipart() and isinstance(inside, list):
            waiting.extendleft(each for each in reversed(inside) if isinstance(each, Message))
        elif part.get_content_maintype() == "text" and str(inside).strip():
            return []
    return found


def _story(message: Message, piece: Piece, feed: Feed, around: Sequence[str] = ()) -> list[Article]:
    """The story of a message and those attached to it; `around` is what the message says that it is inside."""
    try:
        parts = parts_of(message, _subject_of)
        draft = _draft(message)
    except _PARSING as error:
        raise FeedError("the message cannot be taken apart") from error
    draft.text, footer = _parted(parts.text)
    attached = _attached(parts, feed)
    draft.boilerplate = [each for each in (footer, *parts.aside, *around, *attached.lines) if each]
    if not draft.text and not draft.headline:
        if attached.stories:
            return attached.stories
        raise NoArticle("a message without subject and text")
    if draft.text:
        draft.evidence["text"] = parts.rule
    return [article(draft, feed.at(piece.offset, len(piece.data))), *attached.stories]


def _attached(parts: Parts, feed: Feed) -> Attached:
    """What is attached. Raises FeedError where the parts cannot be taken apart."""
    try:
        return read_attached(parts.attached, feed, _name_of)
    except _PARSING as error:
        raise FeedError("an attachment of the message cannot be taken apart") from error


def _subject_of(message: Message) -> str:
    return header_of(message, "Subject")


def _name_of(part: Message, number: int) -> str:
    """The name of an attachment without directories; its number where it has none."""
    stated = part.get_filename() or ""
    name = " ".join(printable(_words(_bytes_of(stated), None)).replace("\\", "/").rsplit("/", 1)[-1].split())
    return name[:200] if name.strip(".") else f"attachment-{number}"


def _draft(message: Message) -> Draft:
    """What the header says."""
    draft = Draft()
    identifier = header_of(message, "Message-ID").strip("<> ")
    draft.identifier = f"mid:{identifier}" if "@" in identifier else identifier or None
    draft.state("headline", header_of(message, "Subject"), "header Subject")
    draft.state("published", header_of(message, "Date"), "header Date")
    draft.rfc822 = True
    draft.state("language", header_of(message, "Content-Language").split(",")[0], "header Content-Language")
    words = header_of(message, "Keywords")
    draft.state("keywords", [word.strip() for word in words.split(",") if word.strip()], "header Keywords")
    address = header_of(message, "Archived-At").strip("<> ")
    draft.state("url", address if address.startswith(("http://", "https://")) else "", "header Archived-At")
    _sender(message, draft)
    return draft


def _sender(message: Message, draft: Draft) -> None:
    """The agency, outlet or person that the message is from."""
    name, address = parseaddr(header_of(message, "From"))
    name = " ".join(name.split()).strip("\"' ")
    domain = address.rpartition("@")[2]
    named = _LIST_NAME.match(header_of(message, "List-Id"))
    draft.state("agency", agency_named(name), "header From")
    if name and not draft.agency:
        is_person = named is None and _is_person(name, address)
        draft.state("byline" if is_person else "publisher", name, "header From")
    draft.state("publisher", header_of(message, "Organization"), "header Organization")
    draft.state("publisher", named[1].strip() if named else "", "header List-Id")
    if draft.byline:
        draft.state("publisher", domain.lower(), "header From")


def _is_person(name: str, address: str) -> bool:
    """Whether a sender is a person: the address has a part of the name before its @, and none behind it.

    The address of an outlet has its name behind the @ (`noticias@elpais.example` of El País), or is that of a desk.
    Where nothing of the name is in it, a person is two to four capitalised words.
    """
    local, _, domain = fold(address).partition("@")
    words = [word for word in re.split(r"\W+", fold(name)) if len(word) > 1]
    if _MAILBOX.search(local) is not None or name.lower().startswith("the "):
        return False
    if any(word in domain for word in words if len(word) > 2):
        return False
    if any(word in local for word in words if len(word) > 2):
        return True
    capitalised = name.split()
    return 2 <= len(capitalised) <= 4 and all(
        word[:1].isupper() for word in (capitalised[0], capitalised[-1])
    )


def header_of(message: Message, name: str) -> str:
    """A header's text on one line, its encoded words (RFC 2047) decoded; empty where there is none.

    Text that is not encoded may be in UTF-8 (RFC 6532), or else in the message's own encoding or windows-1252, as
    old programs write it.
    """
    value = next((value for key, value in message.raw_items() if key.lower() == name.lower()), None)
    if value is None:
        return ""
    charset = message.get_param("charset")
    return " ".join(
        printable(_words(_bytes_of(value), charset if isinstance(charset, str) else None)).split()
    )


def _bytes_of(value: object) -> bytes:
    """The bytes of a header as they are in the message, for which the parser puts surrogates."""
    return str(value).encode("utf-8", "surrogateescape")


_WORD = re.compile(
    rb"=\?([\w.:+-]{1,40})(?:\*[\w-]{0,40})?\?(?:([Bb])\?([^?]*+)|[Qq]\?((?:[^?]++|\?(?!=)|\?=(?=[0-9A-Fa-f]{2}))*+))(?:\?=|\Z)"
)
"""An encoded word, also one with blanks, question marks or bytes beyond ASCII in it, or cut off at the end."""


def _words(header: bytes, charset: str | None) -> str:
    """The text of a header. The bytes of neighbours in one encoding are joined: some split a character."""
    parts: list[tuple[bytes, str | None]] = []
    at = 0
    for found in _WORD.finditer(header):
        between = header[at : found.start()]
        inside = _of_base64(found[3]) if found[2] else _of_quoted(found[4])
        if inside is None:
            continue
        named = found[1].decode("ascii", "replace").lower()
        if parts and parts[-1][1] is not None and not between.strip():
            between = b""
        if between:
            parts.append((between, None))
        if parts and parts[-1][1] == named:
            parts[-1] = (parts[-1][0] + inside, named)
        else:
            parts.append((inside, named))
        at = found.end()
    parts.append((header[at:], None))
    return "".join(decode(data, named or charset or "windows-1252") for data, named in parts if data)


def _of_base64(text: bytes) -> bytes | None:
    """The bytes of Base64, whose padding may be wrong; None for what is none."""
    kept = re.sub(rb"[^A-Za-z0-9+/]", b"", text)
    kept = kept[: len(kept) - (len(kept) % 4 == 1)]
    try:
        return base64.b64decode(kept + b"=" * (-len(kept) % 4))
    except binascii.Error:
        return None


_QUOTED = re.compile(rb"=([0-9A-Fa-f]{2})")


def _of_quoted(text: bytes) -> bytes:
    """The bytes of the `Q` encoding (RFC 2047, section 4.2)."""
    return _QUOTED.sub(lambda found: bytes([int(found[1], 16)]), text.replace(b"_", b" "))


def _parted(text: str) -> tuple[str, str]:
    """The text without what a mailing list or the sender put around it, and that."""
    rule = next(
        (found for found in reversed(list(RULE.finditer(text))) if _is_below(text[found.end() :])), None
    )
    footer = [text[rule.end() :].strip()] if rule else []
    paragraphs = (text[: rule.start()] if rule else text).split("\n\n")
    head = list(takewhile(lambda each: len(each) < 300 and _FOOTER.search(each), paragraphs))
    del paragraphs[: len(head)]
    at = next(
        (n for n, each in enumerate(paragraphs) if n > 0 and len(each) < 600 and _FOOTER.search(each)), None
    )
    if at is not None and (at >= len(paragraphs) // 2 or len(paragraphs) - at <= 4):
        footer = [*paragraphs[at:], *footer]
        paragraphs = paragraphs[:at]
    body = "\n\n".join(each for each in paragraphs if each.strip())
    return body.strip(), "\n\n".join(each for each in (*head, *footer) if each.strip())


SIGNATURE_LINES = 4
"""How long a signature is by custom (RFC 1855, section 2.1.1)."""


def _is_below(text: str) -> bool:
    """Whether what is below a rule is a signature or the footer of a list: no lines but few, or they say so."""
    lines = [line for line in text.splitlines() if line.strip()]
    paragraphs = [each for each in text.split("\n\n") if each.strip()]
    if any(_FOOTER.search(each) for each in paragraphs[:3]):
        return len(paragraphs) <= SIGNATURE_LINES
    return len(lines) <= SIGNATURE_LINES and all(len(line) <= 80 for line in lines)
