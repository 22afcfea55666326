"""Open an office document that is a zip: which kind it is, its main part, and its parts within bounds.

The kinds are those of Office Open XML (ECMA-376), OpenDocument (ISO/IEC 26300) and EPUB (EPUB 3.3). What a document
refers to outside itself is never looked at.
"""

from __future__ import annotations

import io
import posixpath
import struct
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING
from urllib.parse import unquote

from morgue.errors import FeedError
from morgue.feeds.support.xml import parse
from morgue.feeds.support.xml_elements import Element, children
from morgue.io.feed import MAX_DOCUMENT_BYTES
from morgue.io.zip import Package

if TYPE_CHECKING:
    from typing_extensions import Buffer

MAX_PACKAGE_BYTES = 256 << 20
"""The largest document that is taken into memory: its text is bounded by MAX_DOCUMENT_BYTES, pictures are most of it."""

_ZIP = b"PK\x03\x04"
_LOCAL = struct.Struct("<4s5H3L2H")
_FOLDERS = {"word/": "docx", "xl/": "xlsx"}
_TYPES = {
    "application/epub+zip": "epub",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
}
_OTHERS = {
    "ppt/": "a PowerPoint presentation",
    "visio/": "a Visio drawing",
}
_SAVE = "save it as DOCX, text or HTML"


def kind_in_head(head: bytes) -> str | None:
    """Return the kind of a document by the members that its first bytes name, or None: `docx`, `xlsx`, `odt`, `ods`, `epub`.

    A zip whose beginning names none of them is taken for a Word document: `package_of` looks at all of it.
    """
    if not head.startswith(_ZIP):
        return None
    at = 0
    while (at := head.find(_ZIP, at)) >= 0 and at + _LOCAL.size <= len(head):
        *_, name_length, extra = _LOCAL.unpack_from(head, at)
        begin = at + _LOCAL.size
        name = head[begin : begin + name_length].decode("latin-1")
        if (kind := _kind_by_name(name)) is not None:
            return kind
        if name == "mimetype":
            return _kind_by_type(head[begin + name_length + extra :][:80].decode("latin-1")) or "docx"
        at += 4
    return "docx"


def _kind_by_name(name: str) -> str | None:
    return next((kind for folder, kind in _FOLDERS.items() if name.startswith(folder)), None)


def _kind_by_type(stated: str) -> str | None:
    return next((kind for prefix, kind in _TYPES.items() if stated.startswith(prefix)), None)


def package_of(data: bytes) -> Package:
    """Return the members of a document. Raises FeedError where its directory is damaged or too large."""
    return Package(io.BytesIO(data))


def kind_of(package: Package) -> str:
    """Return the kind of a document. Raises FeedError for one that is not read."""
    names = package.names
    if "mimetype" in names:
        stated = package.read("mimetype", 4096).decode("latin-1").strip()
        if (kind := _kind_by_type(stated)) is not None:
            return kind
        raise FeedError(f"an OpenDocument file that is no text and no table ({stated[:80]}): {_SAVE}")
    for name in names:
        if (kind := _kind_by_name(name)) is not None:
            return kind
        for folder, what in _OTHERS.items():
            if name.startswith(folder):
                raise FeedError(f"{what}: {_SAVE}")
    raise FeedError(f"an office document of an unknown kind: {_SAVE}")


def part(package: Package, name: str, complain: Callable[[str], None] | None = None) -> bytes:
    """Return a part of a document. Raises FeedError where it is missing, damaged or larger than MAX_DOCUMENT_BYTES.

    With `complain`, what is before the damage is returned.
    """
    return package.read(name, MAX_DOCUMENT_BYTES, complain)


def optional_part(package: Package, name: str) -> bytes | None:
    """Return a part that a document can do without; None where it is missing or cannot be read."""
    try:
        return part(package, name)
    except FeedError:
        return None


def relations(package: Package, name: str) -> dict[str, tuple[str, str]]:
    """Return what a part is related to: identifier to (last word of the type, target), for targets outside it too.

    A target inside the document is the name of a part. Empty where there are no relations (ECMA-376 part 2, 9.3).
    """
    folder, base = posixpath.split(name)
    data = optional_part(package, posixpath.join(folder, "_rels", f"{base}.rels"))
    if data is None:
        return {}
    try:
        root = parse(data).root
    except FeedError:
        return {}
    found: dict[str, tuple[str, str]] = {}
    for node in children(root, "Relationship"):
        target = node.get("Target") or ""
        if node.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, unquote(target))).lstrip("/")
        found[node.get("Id") or ""] = ((node.get("Type") or "").rpartition("/")[2], target)
    return found


def main_part(package: Package, usual: str) -> str:
    """Return the name of the part that is the document itself, `usual` where nothing names it."""
    stated = [target for kind, target in relations(package, "").values() if kind == "officeDocument"]
    names = set(package.names)
    return next((name for name in stated if name in names), usual)


class Chunks(io.RawIOBase):
    """Chunks of bytes as a file that can be read."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer, /) -> int:
        """Fill the buffer with the next bytes, not more than are at hand."""
        view = memoryview(buffer).cast("B")
        while not self._rest:
            chunk = next(self._chunks, None)
            if chunk is None:
                return 0
            self._rest = chunk
        piece = self._rest[: len(view)]
        view[: len(piece)] = piece
        self._rest = self._rest[len(piece) :]
        return len(piece)


def forget(node: Element) -> None:
    """Give back the memory of an element and of those before it."""
    node.clear()
    parent = node.getparent()
    if parent is not None:
        while node.getprevious() is not None:
            del parent[0]
