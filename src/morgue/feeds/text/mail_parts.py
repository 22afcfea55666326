"""Take a mail message apart (RFC 2045, 2046): what it says itself, and what is attached to it.

Of alternatives the plain text is taken, or the HTML where that says more; other parts follow each other. A message
that is forwarded inside goes into the text with its subject. Everything else is an attachment.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.message import Message
from typing import NamedTuple

from morgue.errors import FeedError, NoArticle, Unreadable
from morgue.feeds.support.markup import plain
from morgue.io.encoding import decode
from morgue.io.feed import Feed
from morgue.model.article import Article, Source, printable

MAX_DEPTH = 4
"""How many messages may be attached inside one another."""

SIGNATURE = re.compile(r"^(?:-- ?|_{10,}|-{20,}|={20,})$", re.M)
"""A line that divides a text from what is below it."""

_SHOWN = ("image", "audio", "video", "font")
_WRITTEN = ("plain", "csv", "tab-separated-values", "markdown", "x-markdown")
_SIGNED = ("pgp-signature", "pkcs7-signature", "x-pkcs7-signature")


class Block(NamedTuple):
    """A text of a message, and whether it was HTML."""

    text: str
    is_html: bool = False


@dataclass(slots=True)
class Parts:
    """What a message says itself, in order, the parts that are attached, and what one alternative says beside the other."""

    blocks: list[Block] = field(default_factory=list)
    attached: list[Message] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text of the message."""
        return "\n\n".join(block.text for block in self.blocks if block.text.strip())

    @property
    def rule(self) -> str:
        """What kind of part the text is from."""
        return "text/html part" if any(block.is_html for block in self.blocks) else "text/plain part"


def parts_of(message: Message, subject_of: Callable[[Message], str], *, forwarded: bool = True) -> Parts:
    """Return the parts of a message; those of messages inside it only where they are `forwarded`.

    May raise what the standard parser lets out on malformed messages, RecursionError among it.
    """
    found = Parts()
    found.blocks = _blocks(message, found, subject_of if forwarded else None)
    return found


def _blocks(part: Message, whole: Parts, subject_of: Callable[[Message], str] | None) -> list[Block]:
    """Return the texts of a part; what is attached, and what is beside them, goes to `whole`."""
    inside = part.get_payload()
    if isinstance(inside, list):
        messages = [each for each in inside if isinstance(each, Message)]
        if part.get_content_type() == "message/rfc822":
            return [block for each in messages for block in _forwarded(each, whole, subject_of)]
        if part.get_content_maintype() == "message":  # the state of a delivery (RFC 3464), for programs
            return []
        found = [_blocks(each, whole, subject_of) for each in messages]
        if part.get_content_subtype() == "alternative":
            return _choose(found, whole.beside)
        return _each_once([block for blocks in found for block in blocks])
    is_own = part.get_content_type() in ("text/plain", "text/html")
    if is_own and part.get_content_disposition() != "attachment":
        text = text_of(part)
        is_html = part.get_content_subtype() == "html"
        return [Block(plain(text) if is_html else _join_lines(text), is_html)] if text.strip() else []
    whole.attached.append(part)
    return []


def _forwarded(message: Message, whole: Parts, subject_of: Callable[[Message], str] | None) -> list[Block]:
    if subject_of is None:
        return []
    subject = subject_of(message)
    return [*([Block(subject)] if subject else []), *_blocks(message, whole, subject_of)]


def _choose(found: list[list[Block]], beside: list[str]) -> list[Block]:
    """Return the plain texts of alternatives, or the others where those say much more; what only the rest says goes `beside`."""
    written = [block for blocks in found for block in blocks if not any(each.is_html for each in blocks)]
    shown = [block for blocks in found for block in blocks if any(each.is_html for each in blocks)]
    better, other = (shown, written) if _length(shown) > 2 * _length(written) else (written, shown)
    said = {word.lower() for block in better for word in _WORD.findall(block.text)}
    for paragraph in (each for block in other for each in block.text.split("\n\n")):
        words = {word.lower() for word in _WORD.findall(paragraph)}
        if len(words) >= SENTENCE_WORDS and 2 * len(words - said) >= len(words):
            beside.append(" ".join(paragraph.split()))
    return better


_WORD = re.compile(r"[^\W\d_]{2,}")
SENTENCE_WORDS = 3
"""A paragraph of one alternative with as many words, half of which the other has not, is set aside."""


def _length(blocks: list[Block]) -> int:
    return sum(len(block.text.split()) for block in blocks)


def _each_once(blocks: list[Block]) -> list[Block]:
    """Return the texts without those of which the texts of the other kind have every word: alternatives not named as such."""
    if len({block.is_html for block in blocks}) < 2:
        return blocks
    written = {word for block in blocks if not block.is_html for word in block.text.split()}
    kept = [block for block in blocks if not (block.is_html and written.issuperset(block.text.split()))]
    shown = {word for block in kept if block.is_html for word in block.text.split()}
    return [block for block in kept if block.is_html or not shown.issuperset(block.text.split())]


def text_of(part: Message) -> str:
    """Return the text of a part, by its encoding."""
    payload = _unencoded(part) or part.get_payload(decode=True)
    if not isinstance(payload, bytes) or not payload:
        return ""
    charset = part.get_content_charset()
    return printable(decode(payload, charset if isinstance(charset, str) else None))


_BASE64_LINE = re.compile(r"[A-Za-z0-9+/=\s]*")


def _unencoded(part: Message) -> bytes | None:
    """Return the bytes of a text that is called Base64 and is none, by most of its lines; None for any other."""
    written = part.get_payload()
    if (
        not isinstance(written, str)
        or str(part.get("Content-Transfer-Encoding", "")).strip().lower() != "base64"
    ):
        return None
    lines = [line for line in written.split("\n")[:200] if line.strip()]
    plain_lines = sum(" " in line.strip() or not _BASE64_LINE.fullmatch(line) for line in lines)
    return written.encode("utf-8", "surrogateescape") if 2 * plain_lines > len(lines) else None


def _join_lines(text: str) -> str:
    """Return plain text with the lines of a paragraph joined; paragraphs are apart by blank lines."""
    paragraphs = re.split(r"\n[ \t]*\n\s*", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = (paragraph.rstrip() for paragraph in paragraphs if paragraph.strip())
    return "\n\n".join(each if SIGNATURE.search(each) else " ".join(each.split()) for each in kept)


_PROSE = frozenset(("text", "docx", "odt", "rtf", "pdf"))
"""Formats that anything may be written in: only a dateline says that it is a story."""


@dataclass(slots=True)
class Attached:
    """What was read of the attachments of a message: their stories, and lines for the boilerplate of the message."""

    stories: list[Article] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


def read_attached(parts: list[Message], feed: Feed, name_of: Callable[[Message, int], str]) -> Attached:
    """Return what attachments hold: those in a format of feeds give stories, and texts and names go beside the message.

    What may hold a story and cannot be read is a complaint of the feed.
    """
    found = Attached()
    for number, part in enumerate(parts, 1):
        payload = part.get_payload(decode=True)
        name = name_of(part, number)
        is_named = part.get_filename() is not None
        if part.get_content_maintype() in _SHOWN or part.get_content_subtype() in _SIGNED:
            found.lines += [name] if is_named else []
            continue
        if not isinstance(payload, bytes) or not payload.strip():
            found.lines += [name] if is_named else []
            continue
        try:
            found.stories += _stories(payload, name, feed)
            continue
        except Unreadable:
            raise
        except _Paper as paper:
            found.lines += [name, paper.text]
            continue
        except NoArticle:
            pass
        except FeedError as error:
            if part.get_content_maintype() != "text":
                feed.complain(f"the attachment {name}: {error.message}")
        found.lines += [name] if is_named else []
        if _is_text(part, payload):
            text = text_of(part)
            found.lines.append(_join_lines(text) if part.get_content_subtype() in _WRITTEN else plain(text))
    return found


def _is_text(part: Message, payload: bytes) -> bool:
    return part.get_content_maintype() == "text" or (
        part.get_content_disposition() != "inline" and _reader(payload, "") == "text"
    )


def _reader(payload: bytes, name: str) -> str:
    """Return the format of an attachment, or nothing."""
    from morgue.feeds import HEAD_BYTES, pick

    try:
        return pick(payload[:HEAD_BYTES], name).name
    except FeedError:
        return ""


class _Paper(NoArticle):
    """A document that may be anything: minutes, a contract. Its text goes beside the message."""

    def __init__(self, stories: list[Article]) -> None:
        super().__init__("a document without a dateline")
        pieces = (piece for each in stories for piece in (each.headline, each.body, each.boilerplate))
        self.text = "\n\n".join(filter(None, pieces))


def _stories(payload: bytes, name: str, feed: Feed) -> list[Article]:
    """Return the stories of an attachment. Raises NoArticle where it is a text or holds none, FeedError where it is not read."""
    from morgue.io.containers import open_stream

    if feed.depth >= MAX_DEPTH:
        raise FeedError(f"more than {MAX_DEPTH} messages attached inside one another")
    own = feed.source
    stories: list[Article] = []
    for inner in open_stream(
        io.BytesIO(payload), name=name, source_path=own.path, sha256=own.sha256, columns=feed.columns
    ):
        in_archive = inner.source.member
        try:
            stories += _read(inner, "/".join(filter(None, (own.member, name, in_archive))), feed)
        except FeedError as error:
            if isinstance(error, Unreadable) or in_archive is None:
                raise
            if not isinstance(error, NoArticle):
                feed.complain(f"{in_archive} in the attachment {name}: {error.message}")
    if not stories:
        raise NoArticle("an attachment without a story")
    return stories


def _read(inner: Feed, member: str, feed: Feed) -> Iterator[Article]:
    """Yield the stories of an attachment, or of a member of an archive that is attached."""
    from morgue.feeds import pick
    from morgue.io.containers import head_of

    chosen = pick(head_of(inner), inner.name)
    is_text = chosen.name in _PROSE and inner.source.member is None
    inner.source = Source(feed.source.path, chosen.name, member, 0, 0, feed.source.sha256)
    inner.complaints, inner.torn, inner.depth = feed.complaints, feed.torn, feed.depth + 1
    if is_text:
        stories = list(chosen.read(inner))
        if inner.source.format in _PROSE and not all(story.dateline for story in stories):
            raise _Paper(stories) if chosen.name != "text" else NoArticle("a text")
        yield from stories
        return
    yield from chosen.read(inner)
