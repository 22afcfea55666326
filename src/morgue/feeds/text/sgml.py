"""Cut records out of a stream of SGML by their tags: text collections keep thousands in one file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from morgue.errors import FeedError
from morgue.io.encoding import decode
from morgue.io.feed import Feed

CHUNK_BYTES = 1 << 18
MAX_RECORD_BYTES = 8 << 20

_BLANKED = bytes(32 if (byte < 32 and byte not in (9, 10)) or byte == 127 else byte for byte in range(256))
_BLANKED_TEXT = {byte: _BLANKED[byte] for byte in range(128)}


def records(
    feed: Feed, opening: bytes, closing: bytes | None, *, head: bytes = b""
) -> Iterator[tuple[int, bytes]]:
    """Yield (offset, bytes) of each record from `opening` to `closing`, one chunk of the stream in memory at a time.

    Without `closing` a record ends where the next begins. One that is not closed ends there too, and is
    complained of. `head` is what was already read of the stream. Raises FeedError for a record of more than MAX_RECORD_BYTES.
    """
    buffer, base, ended = head, 0, False
    while not ended:
        chunk = feed.stream.read(max(CHUNK_BYTES, len(buffer)))
        ended = not chunk
        buffer += chunk
        at = buffer.find(opening)
        while at >= 0:
            following = buffer.find(opening, at + 1)
            limit = following if following >= 0 else len(buffer)
            close = buffer.find(closing, at, limit) if closing else -1
            if close < 0 and following < 0 and not ended:
                break
            if close < 0 and closing:
                feed.complain(f"the story at byte {base + at} is not closed")
            end = close + len(closing) if closing and close >= 0 else limit
            yield base + at, buffer[at:end]
            at = following
        kept = buffer[at:] if at >= 0 else buffer[-len(opening) :]
        base += len(buffer) - len(kept)
        buffer = kept
        if len(buffer) > MAX_RECORD_BYTES:
            raise FeedError(f"a story of more than {MAX_RECORD_BYTES >> 20} MB at byte {base}")


def text_of_record(raw: bytes) -> str:
    """Return the text of a record, lines ending in a line feed, control characters turned to blanks."""
    if b"\r" in raw:
        raw = raw.replace(b"\r\n", b"\n")
    return raw.translate(_BLANKED).decode("ascii") if raw.isascii() else decode(raw).translate(_BLANKED_TEXT)


def cut_last(stories: Iterator[tuple[int, bytes]]) -> Iterator[tuple[int, bytes, bool]]:
    """Yield (offset, bytes, is_cut) of each record; the last is cut where the stream ends inside its text."""
    held: tuple[int, bytes] | None = None
    for story in stories:
        if held is not None:
            yield *held, False
        held = story
    if held is not None:
        yield *held, _ends_inside(held[1].lower())


def _ends_inside(record: bytes) -> bool:
    """Return whether a record in small letters ends in an element of text that is not closed."""
    return any(record.rfind(b"<" + name) > record.rfind(b"</" + name) for name in (b"text", b"body"))


_SHORT = re.compile(r"\n[^\n]{1,38}\n(?=[^ \n])")
_ROW = re.compile(r"\S {2,}\S|\.{3}|\bvs\b", re.IGNORECASE)


def paragraphs(text: str, indent: str = "    ") -> str:
    """Return copy with its paragraphs apart by a blank line, wrapped lines joined, rows of tables kept apart.

    A paragraph begins behind a blank line, or on a line that begins with `indent`.
    """
    parted = text.replace("\n" + indent, "\n\n")
    if "   " in parted or "...." in parted or " vs " in parted.lower() or _SHORT.search(parted):
        return _with_rows(text)
    if "  " not in parted and "\t" not in parted:
        parts = [part.replace("\n", " ").strip(" ") for part in parted.strip().split("\n\n")]
        return "\n\n".join(filter(None, parts))
    return "\n\n".join([line for part in parted.split("\n\n") if (line := " ".join(part.split()))])


def _may_be_row(line: str) -> bool:
    """Return whether a line holds anything that a row of a table has; what the expression would find slowly."""
    return "  " in line or "..." in line or "vs" in line.lower()


def _with_rows(text: str) -> str:
    """Return copy that holds a table in paragraphs, line by line."""
    pieces: list[str] = []
    was_row, length = False, 0
    for line in text.split("\n"):
        bare = line.strip()
        if not bare:
            was_row, length = False, -1
            continue
        row = len(line) < 70 and _may_be_row(bare) and _ROW.search(bare) is not None
        if not pieces:
            pieces.append(bare)
        elif length < 0 or (line.startswith("   ") and not (row and was_row)):
            pieces.append("\n\n" + bare)
        elif row or was_row or length < 40 or line[0] == " ":
            pieces.append("\n" + bare)
        else:
            pieces.append(" " + bare)
        was_row, length = row, len(line)
    return "".join(pieces)
