"""Read newsletters and wire copy by mail: one message (.eml, RFC 5322) or a mailbox of them (mbox, RFC 4155).

A message is a story: its subject the headline, its date with the sender's offset, its plain text, or its HTML
where that says more. A digest is the messages in it, and what a press database sends is the documents in it. What a mailing list adds at the end is set aside. Attachments in a format of feeds are read with
their names as members; attached texts and the names of other attachments go to the boilerplate.
"""

from __future__ import annotations

import email
import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace
from email.errors import MessageError
from email.message import Message
from email.utils import parseaddr
from functools import cache
from itertools import takewhile
from typing import NamedTuple

from morgue._startup.tables import phrase_lists
from morgue.errors import FeedError, NoArticle
from morgue.extract.assembly import article
from morgue.extract.draft import Draft
from morgue.feeds.support.credits import agency_named
from morgue.feeds.support.data import DATA
from morgue.feeds.text.digest import digest_of
from morgue.feeds.text.exported import export_of
from morgue.feeds.text.mail_parts import SIGNATURE, Attached, Parts, parts_of, read_attached
from morgue.io.encoding import decode, narrow, of_base64
from morgue.io.feed import MAX_DOCUMENT_BYTES, Feed
from morgue.io.lines import is_wide, lines, narrow_feed
from morgue.model.article import Article, printable

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
_LIST_NAME = re.compile(r"\"?([^\"<]{2,120}?)\"?\s*<")
_PARSING = (ValueError, LookupError, TypeError, AttributeError, MessageError, RecursionError, AssertionError)
"""What the standard parser lets out on malformed messages."""


_COUNT = re.compile(rb"\d{1,9}[ \t]*\r?\n")
"""What a message of Apple Mail (.emlx) begins with: how many bytes it has; a property list follows it."""


_FORMS = {"mailbox": r"(?:{})(?:[-_.+].*)?", "outlet": r"\b(?:{})\b", "footer": "{}", "notice": "{}"}


@cache
def _form(kind: str) -> re.Pattern[str]:
    """Return the expression for one kind of what mail says, from `data/mail.tsv`."""
    return re.compile(_FORMS[kind].replace("{}", phrase_lists(DATA / "mail.tsv")[kind]), re.IGNORECASE)


class Piece(NamedTuple):
    """A message's bytes and where it is in the feed; `is_cut` says that a mailbox ends inside its header."""

    offset: int
    data: bytes
    is_cut: bool = False


_CUT = "the mailbox is cut off inside its header"

MOST_FORWARDED = 500
"""How many forwarded messages of one are read."""


def sniff(head: bytes, name: str) -> int:
    """Return how sure: header fields of a message at the start, after a mailbox's From line or not."""
    start = _BLANK_LINES.sub(b"", narrow(head)[:16_384], count=1)
    suffix = name.lower().endswith((".eml", ".emlx", ".mbox", ".mbx", ".mail"))
    if counted := _COUNT.match(start) or _MMDF.match(start):
        start = start[counted.end() :]
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
    """Yield one story a message; a message that cannot be read is complained of by number."""
    head = feed.head()
    feed = narrow_feed(feed, head) if is_wide(head) else feed
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
        if piece.is_cut:
            feed.complain(f"message {number:,}: {_CUT}")
        count += len(stories)
        yield from stories
    if not count:
        raise NoArticle(f"no message with a text{f' ({reason})' if reason else ''}")


def messages(feed: Feed) -> Iterator[Piece]:
    """Yield the messages of a mailbox, or the one of a file that is not a mailbox, without the From lines."""
    held: list[bytes] = []
    start = size = 0
    blank = True
    is_mailbox = False
    end = 0
    for line in lines(feed):
        if line.offset == 0 and _COUNT.fullmatch(line.data):
            end = start = len(line.data)
            end += int(line.data)
            continue
        if end and line.offset >= end:
            break
        if _MMDF.fullmatch(line.data):
            if any(each.strip() for each in held):
                yield Piece(start, b"".join(held))
            held, start, size = [], line.offset, len(line.data)
        elif blank and line.data.startswith(b"From ") and _FROM_LINE.fullmatch(line.data):
            if size:
                yield Piece(start, b"".join(held))
            held, start, size = [], line.offset, len(line.data)
            is_mailbox = is_mailbox or not start
        elif blank and is_mailbox and _is_begun(line.data):
            if size:
                yield Piece(start, b"".join(held))
            held, start, size = [line.data], line.offset, len(line.data)
        elif size <= MAX_DOCUMENT_BYTES:
            size += len(line.data)
            if size > MAX_DOCUMENT_BYTES:
                feed.complain(f"the message at byte {start:,} is longer than {MAX_DOCUMENT_BYTES >> 20} MB")
            held.append(line.data)
        blank = line.data in (b"\n", b"\r\n")
    if held or (is_mailbox and size):
        data = b"".join(held)
        yield Piece(start, data, is_mailbox and _HEADER_END.search(data) is None)


def _is_begun(line: bytes) -> bool:
    """Return whether a line of a mailbox is the last one, and the beginning of one that begins a message; in a text it is quoted."""
    return line.startswith(b"From ") and not line.endswith(b"\n")


_HEADER_END = re.compile(rb"^\r?\n", re.M)
_LAST_FIELD = re.compile(rb"(?:\A|\n)(?![ \t])[^\n]*(?:\n[ \t][^\n]*)*\n?\Z")
"""The last field of a header with the lines on which it goes on."""


def _stories(piece: Piece, feed: Feed) -> list[Article]:
    """Return the stories of a message: its own, or where it says nothing itself those of the messages it forwards.

    Those of its attachments follow. Raises FeedError where it cannot be taken apart, NoArticle where there is no text.
    """
    data = _BLANK_LINES.sub(b"", piece.data, count=1)
    if piece.is_cut:  # the last field may be half of one, and a field that is missing may be in the rest
        data = _LAST_FIELD.sub(b"\n", data, count=1)
    try:
        message = email.message_from_bytes(_QUOTED_FROM.sub(rb"\1", data))
        inner = _forwarded(message)
        around = parts_of(message, _subject_of, forwarded=False) if inner else Parts()
    except _PARSING as error:
        raise FeedError("the message cannot be taken apart") from error
    if not inner and (digest := digest_of(message)):
        subject = _subject_of(message)
        beside = [*([subject] if subject else []), *digest.around]
        return [story for each in digest.messages for story in _story(each, piece, feed, beside)]
    if not inner:
        return _exported(message, piece, feed) or _story(message, piece, feed)
    subject = _subject_of(message)
    attached = _attached(around, feed)
    lines = [*([subject] if subject else []), *attached.lines]
    found = [
        story for each in inner for story in _exported(each, piece, feed) or _story(each, piece, feed, lines)
    ]
    return [*found, *attached.stories]


def _exported(message: Message, piece: Piece, feed: Feed) -> list[Article]:
    """Return the documents of a press database that a message brings, and what is attached; empty where it brings none."""
    try:
        export = export_of(message, feed)
    except _PARSING as error:
        raise FeedError("the message cannot be taken apart") from error
    if export is None:
        return []
    whole = feed.at(piece.offset, len(piece.data))
    found = [replace(each, source=replace(whole, format=each.source.format)) for each in export.stories]
    return [*found, *_attached(Parts(attached=export.attached), feed).stories]


def _forwarded(message: Message) -> list[Message]:
    """Return the messages inside (RFC 2046, section 5.2.1) of one that has no text of its own, as digests have them."""
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
    """Return the story of a message and those attached to it; `around` is what the message says that it is inside."""
    try:
        parts = parts_of(message, _subject_of)
        draft = _draft(message)
    except _PARSING as error:
        raise FeedError("the message cannot be taken apart") from error
    draft.text, footer = _part_footer(parts.text)
    attached = _attached(parts, feed)
    draft.boilerplate = [each for each in (footer, *parts.beside, *around, *attached.lines) if each]
    if not draft.text and not draft.headline:
        if attached.stories:
            return attached.stories
        if piece.is_cut:
            raise FeedError(_CUT)
        raise NoArticle("a message without subject and text")
    if draft.text:
        draft.evidence["text"] = parts.rule
    draft.is_cut = draft.partial = piece.is_cut
    return [article(draft, feed.at(piece.offset, len(piece.data))), *attached.stories]


def _attached(parts: Parts, feed: Feed) -> Attached:
    """Return what is attached. Raises FeedError where the parts cannot be taken apart."""
    try:
        return read_attached(parts.attached, feed, _name_of)
    except _PARSING as error:
        raise FeedError("an attachment of the message cannot be taken apart") from error


def _subject_of(message: Message) -> str:
    return header_of(message, "Subject")


def _name_of(part: Message, number: int) -> str:
    """Return the name of an attachment without directories; its number where it has none."""
    stated = part.get_filename() or ""
    name = " ".join(printable(_words(_bytes_of(stated), None)).replace("\\", "/").rsplit("/", 1)[-1].split())
    return name[:200] if name.strip(".") else f"attachment-{number}"


def _draft(message: Message) -> Draft:
    """Return what the header says."""
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
    """Return the agency, outlet or person that the message is from."""
    name, address = parseaddr(header_of(message, "From"))
    name = " ".join(name.split()).strip("\"' ")
    local, _, domain = address.partition("@")
    named = _LIST_NAME.match(header_of(message, "List-Id"))
    draft.state("agency", agency_named(name), "header From")
    if name and not draft.agency:
        outlet = (
            _form("mailbox").fullmatch(local) is not None or named is not None or _is_outlet(name, domain)
        )
        draft.state("publisher" if outlet else "byline", name, "header From")
    draft.state("publisher", header_of(message, "Organization"), "header Organization")
    draft.state("publisher", named[1].strip() if named else "", "header List-Id")
    if draft.byline:
        draft.state("publisher", domain.lower(), "header From")


def _is_outlet(name: str, domain: str) -> bool:
    """Return whether a sender's name is an outlet's: by a word in it, its form, or, for a single word, its own domain."""
    words = name.split()
    if len(words) == 1 and name.isalpha() and name.isascii() and not name.isupper():
        return name.lower() in domain.lower() or _form("outlet").search(name) is not None
    return _form("outlet").search(name) is not None or not _is_person(name)


def _is_person(name: str) -> bool:
    """Return whether a name looks like a person's: two to four capitalised words."""
    words = name.split()
    return (
        2 <= len(words) <= 4
        and words[0].lower() != "the"
        and all(word[:1].isupper() for word in (words[0], words[-1]))
    )


def header_of(message: Message, name: str) -> str:
    """Return a header's text on one line, its encoded words (RFC 2047) decoded; empty where there is none.

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
    """Return the bytes of a header as they are in the message, for which the parser puts surrogates."""
    return str(value).encode("utf-8", "surrogateescape")


_WORD = re.compile(
    rb"=\?([\w.:+-]{1,40})(?:\*[\w-]{0,40})?\?(?:([Bb])\?([^?]*+)|[Qq]\?((?:[^?]++|\?(?!=)|\?=(?=[0-9A-Fa-f]{2}))*+))(?:\?=|\Z)"
)
"""An encoded word, also one with blanks, question marks or bytes beyond ASCII in it, or cut off at the end."""


def _words(header: bytes, charset: str | None) -> str:
    """Return the text of a header. The bytes of neighbours in one encoding are joined: some split a character."""
    parts: list[tuple[bytes, str | None]] = []
    at = 0
    for found in _WORD.finditer(header):
        between = header[at : found.start()]
        inside = of_base64(found[3]) if found[2] else _of_quoted(found[4])
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


_QUOTED = re.compile(rb"=([0-9A-Fa-f]{2})")


def _of_quoted(text: bytes) -> bytes:
    """Return the bytes of the `Q` encoding (RFC 2047, section 4.2)."""
    return _QUOTED.sub(lambda found: bytes([int(found[1], 16)]), text.replace(b"_", b" "))


_SENTENCE_WORDS = 5
_ENDS = re.compile(r"[^\W\d_]{2}[\"”’)]*[.!?][\"”’)]*\Z")


def _has_sentence(paragraph: str) -> bool:
    """Return whether a paragraph holds a sentence of some length."""
    count = 0
    for word in paragraph.split():
        count += 1
        if _ENDS.search(word[-8:]):
            if count >= _SENTENCE_WORDS:
                return True
            count = 0
    return False


def _is_footer(below: str) -> bool:
    """Return whether what is below a dividing line is not of the story any more: names and addresses, or a notice."""
    others = [
        each
        for each in below.split("\n\n")
        if not (_form("footer").search(each) or _form("notice").search(each))
    ]
    return not any(map(_has_sentence, others))


def _part_footer(text: str) -> tuple[str, str]:
    """Return the text without what a mailing list put around it, and that."""
    signature = next(
        (
            found
            for found in SIGNATURE.finditer(text)
            if found.start() > len(text) // 2 and (found[0] == "-- " or _is_footer(text[found.end() :]))
        ),
        None,
    )
    footer = [text[signature.end() :].strip()] if signature else []
    paragraphs = (text[: signature.start()] if signature else text).split("\n\n")
    head = list(takewhile(lambda each: len(each) < 300 and _form("footer").search(each), paragraphs))
    del paragraphs[: len(head)]
    at = next(
        (
            n
            for n, each in enumerate(paragraphs)
            if n > 0 and len(each) < 600 and _form("footer").search(each)
        ),
        None,
    )
    if at is not None and (at >= len(paragraphs) // 2 or len(paragraphs) - at <= 4):
        footer = [*paragraphs[at:], *footer]
        paragraphs = paragraphs[:at]
    body = "\n\n".join(each for each in paragraphs if each.strip())
    return body.strip(), "\n\n".join(each for each in (*head, *footer) if each.strip())
