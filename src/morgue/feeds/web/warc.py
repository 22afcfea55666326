"""Read web captures: WARC (ISO 28500, versions 0.17 to 1.1) and ARC files, record by record.

Responses, resources and conversions that hold a page, a feed or a text go to their own reader; their stories
have the record's place in the (decompressed) file, its id as member, and its target as address where the page
names none. Other records are passed over. Damage ends one record: the next is looked for by its first line.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from morgue.errors import FeedError, NoArticle
from morgue.io.compression import Budget, Codec, Inflater, Unbrotli, Unzstd, expanded
from morgue.io.encoding import decode
from morgue.io.feed import HEAD_BYTES, MAX_DOCUMENT_BYTES, Feed
from morgue.model.article import Article, Source

MAX_HEADER_BYTES = 1 << 16
"""The longest header of a record or of an HTTP answer."""

_KINDS = frozenset(("response", "resource", "conversion"))
_ARC = re.compile(
    rb"([a-z][a-z0-9+.-]*:.{1,16000}) (\S{1,100}) (\d{8,17}) (\S{1,200}) (-?\d{1,15})\s*\Z", re.S | re.I
)
_MEDIA = re.compile(
    r"(?:image|video|audio|font|model)/|.*(?:javascript|ecmascript|css|font|pdf|zip|octet-stream|flash|wasm)"
)
_ABOUT = re.compile(r"<?(?:metadata|dns|warcinfo|whois|ntp|filedesc|screenshot|thumbnail|urn)[:.]", re.I)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.I)
_PLAIN_FILE = re.compile(r"/(?:robots|ads|security|humans|app-ads|llms)\.txt$", re.I)
_CHUNK = re.compile(rb"\s*([0-9A-Fa-f]{1,8})[^\r\n]{0,200}\r?\n")


@dataclass(slots=True)
class Record:
    """Hold one record: its headers by lower-case name, its block, and where it is in bytes."""

    kind: str
    offset: int
    length: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    block: bytes = b""

    @property
    def url(self) -> str | None:
        """Return the address that the record is a capture of."""
        target = self.headers.get("warc-target-uri", "").strip("<> ")
        return target if target.startswith(("http://", "https://")) else None

    @property
    def member(self) -> str:
        """Return the record's own id, or its address."""
        return self.headers.get("warc-record-id", "").strip("<> ") or self.headers.get(
            "warc-target-uri", "record"
        )


def sniff(head: bytes, name: str) -> int:
    """Return how sure it is a capture: by the first line of a WARC or ARC record."""
    start = head[:4096].lstrip()
    if start.startswith((b"WARC/0.", b"WARC/1.")):
        return 99
    if start.startswith(b"filedesc://"):
        return 98
    return 12 if name.lower().endswith((".warc", ".arc")) else 0


def read(feed: Feed) -> Iterator[Article]:
    """Yield the stories of all records. Raises NoArticle where none of them holds one."""
    count = seen = 0
    reasons: dict[str, int] = {}
    for record in records(feed):
        seen += 1
        try:
            for story in _stories(record, feed):
                count += 1
                yield story
        except NoArticle as error:
            reasons[error.message] = reasons.get(error.message, 0) + 1
        except FeedError as error:
            feed.complain(f"{record.url or record.member}: {error.message}")
    if not count:
        said = "; ".join(
            f"{times} × {reason}" if times > 1 else reason for reason, times in list(reasons.items())[:3]
        )
        if not seen:
            raise NoArticle("no article: none of the records is a capture of a page")
        raise NoArticle(f"no article among {seen} captures" + (f" ({said})" if said else ""))


def records(feed: Feed) -> Iterator[Record]:
    """Yield the records that may hold a story, whole; others are passed over. Damage goes to feed.complain."""
    lines = _Lines(feed)
    while (start := lines.offset) >= 0 and (line := lines.next()):
        if not line.strip():
            continue
        if line.startswith(b"WARC/"):
            record = _warc_record(lines, start)
        elif (found := _ARC.match(line)) is not None:
            record = _arc_record(found, lines, start)
        else:
            lines.lost(start)
            continue
        if record is not None:
            lines.found()
            if record.kind in _KINDS and record.block:
                yield record


class _Lines:
    """Read a feed's stream by lines and by stated lengths, with the offset at hand."""

    def __init__(self, feed: Feed) -> None:
        self._feed = feed
        self._searching = False
        self.offset = 0

    def next(self) -> bytes:
        """Return the next line, at most MAX_HEADER_BYTES of it."""
        line = self._feed.stream.readline(MAX_HEADER_BYTES)
        self.offset += len(line)
        return line

    def take(self, length: int, *, keep: bool) -> tuple[bytes, int]:
        """Return the next `length` bytes (none of them unless `keep`), and how many there were."""
        kept: list[bytes] = []
        left = length
        while left > 0 and (piece := self._feed.stream.read(min(left, 1 << 20))):
            left -= len(piece)
            if keep:
                kept.append(piece)
        self.offset += length - left
        return b"".join(kept), length - left

    def lost(self, offset: int) -> None:
        """Note, once, that no record begins where one should."""
        if not self._searching:
            self._feed.complain(f"no record at byte {offset:,}; went on with the next that begins a line")
        self._searching = True

    def found(self) -> None:
        """Note that a record was found."""
        self._searching = False

    def complain(self, reason: str) -> None:
        """Add damage to the feed's complaints."""
        self._feed.complain(reason)


def _warc_record(lines: _Lines, start: int) -> Record | None:
    """Return the record whose version line was read."""
    headers: dict[str, str] = {}
    size = 0
    last = ""
    while (line := lines.next()).strip():
        size += len(line)
        if size > MAX_HEADER_BYTES:
            lines.complain(f"record at byte {start:,}: the header is longer than {MAX_HEADER_BYTES >> 10} KB")
            return None
        text = line.decode("utf-8", "replace").rstrip("\r\n")
        name, colon, value = text.partition(":")
        if text[:1] in " \t" and last:
            headers[last] += " " + text.strip()
        elif colon:
            last = name.strip().lower()
            headers.setdefault(last, value.strip())
    length = headers.get("content-length", "")
    if not length.isdigit() or len(length) > 15:
        lines.complain(f"record at byte {start:,}: no length in its header")
        return None
    return _with_block(Record(headers.get("warc-type", "").lower(), start, 0, headers), int(length), lines)


def _arc_record(found: re.Match[bytes], lines: _Lines, start: int) -> Record | None:
    """Return the record of an ARC header line (version 1: address, IP, date, type, length)."""
    url, _, date, kind, length = (part.decode("utf-8", "replace") for part in found.groups())
    headers = {"warc-target-uri": url, "content-type": kind, "warc-date": _arc_date(date)}
    record = Record("warcinfo" if url.startswith("filedesc:") else "response", start, 0, headers)
    if int(length) < 0:
        if record.kind == "response":
            lines.complain(f"record at byte {start:,}: no length in its header")
        return None
    return _with_block(record, int(length), lines)


def _arc_date(digits: str) -> str:
    """Return `20140216050221` as an instant, in UTC as ARC files have it."""
    parts = [digits[:4], digits[4:6], digits[6:8]]
    clock = digits[8:14]
    return "-".join(parts) + (f"T{clock[:2]}:{clock[2:4]}:{clock[4:6]}Z" if len(clock) == 6 else "")


def _with_block(record: Record, length: int, lines: _Lines) -> Record:
    """Return the record with its block, taken into memory only where it may hold a story."""
    keep = record.kind in _KINDS and length <= MAX_DOCUMENT_BYTES
    record.block, got = lines.take(length, keep=keep)
    record.length = lines.offset - record.offset
    if record.kind in _KINDS and not keep:
        lines.complain(f"{record.url or record.member}: longer than {MAX_DOCUMENT_BYTES >> 20} MB")
    if got < length:
        lines.complain(f"record at byte {record.offset:,}: cut off {length - got:,} bytes before its end")
    return record


def _stories(record: Record, feed: Feed) -> Iterator[Article]:
    """Yield the stories in a record."""
    from morgue.feeds import pick
    from morgue.feeds.web.html import article_of_page

    if record.url is None and _ABOUT.match(record.headers.get("warc-target-uri", "")):
        raise NoArticle("a record about the capture itself")
    body, kind = payload_of(record)
    if _MEDIA.match(kind) or _PLAIN_FILE.search(record.url or ""):
        raise NoArticle("neither a page nor a feed nor a text")
    if not body.strip():
        raise NoArticle("an empty answer")
    member = f"{feed.source.member}/{record.member}" if feed.source.member else record.member
    here = feed.at(record.offset, record.length, member=member)
    name = (record.url or "").split("?", 1)[0].rsplit("/", 1)[-1]
    inner = Feed(here, io.BytesIO(body), name, feed.columns, feed.complaints)
    chosen = pick(body[:HEAD_BYTES], name)
    if chosen.name == "warc":
        raise FeedError("a capture inside a capture")
    if chosen.name == "html":
        charset = _CHARSET.search(kind)
        declared = charset[1] if charset else None
        printed = record.headers.get("warc-date")
        stories = iter([article_of_page(body, inner, record.url, declared=declared, printed=printed)])
    elif chosen.name == "text" and record.kind == "conversion":
        stories = iter([_of_text(body, record, here)])
    else:
        stories = chosen.read(inner)
    for story in stories:
        yield _with_place(story, record, here)


def _of_text(body: bytes, record: Record, source: Source) -> Article:
    """Return the story in the text of a page. Raises NoArticle where there is none."""
    from morgue.extract.assembly import article
    from morgue.feeds.web.extracted import draft_of_text

    draft = draft_of_text(decode(body))
    draft.captured = draft.printed = record.headers.get("warc-date")
    draft.state("url", record.url, "capture")
    return article(draft, source)


def _with_place(story: Article, record: Record, source: Source) -> Article:
    """Return the story with the record as its place and its time of capture, and its address where the story has none."""
    reading = replace(story.reading, captured=record.headers.get("warc-date") or story.reading.captured)
    if story.url or not record.url:
        return replace(story, source=source, reading=reading)
    evidence = {**story.evidence, "url": "capture"}
    return replace(story, source=source, url=record.url, evidence=evidence, reading=reading)


def payload_of(record: Record) -> tuple[bytes, str]:
    """Return what was captured, and its media type. Raises NoArticle for answers that are none (404, redirects)."""
    kind = record.headers.get("content-type", "").lower()
    block = record.block
    if not (kind.startswith("application/http") or block.startswith(b"HTTP/")):
        return block, kind
    head, body = _split(block)
    status = re.match(rb"HTTP/\d(?:\.\d)?\s+(\d{3})", head)
    if status is None:
        raise FeedError("the answer has no status line")
    if not b"200" <= status[1] <= b"299":
        raise NoArticle(f"an answer of status {status[1].decode()}")
    headers = _http_headers(head)
    if "chunked" in headers.get("transfer-encoding", ""):
        body = unchunked(body)
    for coding in reversed(headers.get("content-encoding", "").split(",")):
        body = _decode_content(body, coding.strip())
    return body, headers.get("content-type", "")


def _split(block: bytes) -> tuple[bytes, bytes]:
    """Return the header and the body of an HTTP answer; lines may end with either line end."""
    found = re.search(rb"\r?\n\r?\n", block[:MAX_HEADER_BYTES])
    return (block[: found.start()], block[found.end() :]) if found else (block[:MAX_HEADER_BYTES], b"")


def _http_headers(head: bytes) -> dict[str, str]:
    headers: dict[str, str] = {}
    for line in head.decode("latin-1").splitlines()[1:]:
        name, _, value = line.partition(":")
        headers.setdefault(name.strip().lower(), value.strip().lower())
    return headers


def unchunked(body: bytes) -> bytes:
    """Return the body without its chunk lines (RFC 9112, section 7.1); as it is where it is not chunked at all.

    Chunks that are cut off or wrongly counted end it: what is before them is kept.
    """
    parts: list[bytes] = []
    at = 0
    while (found := _CHUNK.match(body, at)) is not None:
        size = int(found[1], 16)
        if not size:
            break
        parts.append(body[found.end() : found.end() + size])
        at = found.end() + size
    else:
        if at < len(body) and not parts:
            return body
        parts.append(body[at:])
    return b"".join(parts)


def _decode_content(body: bytes, coding: str) -> bytes:
    """Return the body without its content coding; as it is where the coding was undone already."""
    if coding in ("", "identity", "none") or not body:
        return body
    if coding == "br":
        try:
            return _expand(body, coding, Unbrotli)
        except FeedError:  # brotli has no magic number
            if body[:1] in (b"<", b"{", b"[", b"\xef"):
                return body
            raise
    if coding == "deflate":
        wrapped = body[0] & 0x0F == 8 and (body[0] << 8 | body[1] if len(body) > 1 else 1) % 31 == 0
        return _expand(body, coding, lambda: Inflater(15 if wrapped else -15))
    if coding in ("gzip", "x-gzip"):
        return _expand(body, coding, lambda: Inflater(31)) if body.startswith(b"\x1f\x8b") else body
    if coding == "zstd":
        return _expand(body, coding, Unzstd) if body.startswith(b"\x28\xb5\x2f\xfd") else body
    raise FeedError(f"the answer is coded as {coding}, which is not read")


def _expand(body: bytes, coding: str, codec: Callable[[], Codec]) -> bytes:
    """Return the body by a decompressor; one that breaks off gives what is before the break.

    Raises FeedError where nothing does, or where it comes to more than MAX_DOCUMENT_BYTES.
    """
    parts: list[bytes] = []
    left = MAX_DOCUMENT_BYTES
    try:
        for part in expanded([body], coding, codec, Budget(len(body))):
            parts.append(part)
            left -= len(part)
            if left < 0:
                break
    except FeedError:
        if not parts:
            raise
    if left < 0:
        raise FeedError(f"the answer is longer than {MAX_DOCUMENT_BYTES >> 20} MB")
    return b"".join(parts)
