"""Read the members of a zip archive as streams of chunks, within bounds that the standard library does not keep.

The directory is read by zipfile, after its size is looked at; members are read by our own decompressors,
because zipfile's take bzip2 and LZMA data without a bound on what comes out. Follows PKWARE's APPNOTE 6.3.
"""

from __future__ import annotations

import bz2
import os
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import BinaryIO

from morgue.errors import FeedError
from morgue.io.compression import (
    Budget,
    Codec,
    Inflater,
    Member,
    Unzstd,
    chunks_from,
    expanded,
    unxz,
)
from morgue.io.zip_salvage import LOCAL, UTF8, members_without_directory

MAX_MEMBERS = 100_000
"""How many members an archive may have."""

MAX_DIRECTORY_BYTES = 16 << 20
"""The largest directory of a zip."""

_END = struct.Struct("<4s4H2LH")
_END64_LOCATOR = struct.Struct("<4sLQL")
_END64 = struct.Struct("<4sQ2H2L4Q")

_PROGRAMS = {
    "Index/Document.iwa": "a document of Pages, Numbers or Keynote (save it as DOCX or CSV)",
    "META-INF/MANIFEST.MF": "a Java archive",
    "AndroidManifest.xml": "an Android package",
}
_PACKAGE = "[Content_Types].xml"
"""What every document of Microsoft Office holds (ECMA-376 part 2, 10.1)."""

_OF_DOCUMENTS = (
    *(_PACKAGE, "mimetype", "_rels/.rels", "docProps/app.xml", "docProps/core.xml"),
    *("word/document.xml", "xl/workbook.xml"),
)
"""Members that only documents have, one of which is near the beginning of each."""

_TYPES = ("application/epub+zip", "application/vnd.oasis.opendocument.")
"""What the member `mimetype` of a book or an OpenDocument file begins with (EPUB OCF 3.3, 4.3; OpenDocument 1.3 part 2, 3.3)."""

_METHODS: dict[int, tuple[str, Callable[[], Codec]]] = {
    8: ("deflate", lambda: Inflater(-15)),
    12: ("bzip2", bz2.BZ2Decompressor),
    93: ("zstd", Unzstd),
    95: ("xz", unxz),
}


def zip_members(file: BinaryIO, budget: Budget) -> Iterator[Member]:
    """Yield the files of the zip, in the order of its directory; directories and links are passed over.

    Raises FeedError where the directory cannot be read or is too large, and where the zip is a program and not an
    archive of feeds; WholeDocument where it is one document of an office program, or a book.
    """
    try:
        try:
            _check_directory(file)
        except _CutOffError as error:
            yield from _whole_members(file, budget, error)
            raise
        with _open(file) as archive:
            _check_whole(archive, file, budget)
            members = archive.infolist()
        for info in members:
            if (
                info.filename
                and not info.is_dir()
                and (info.external_attr >> 28) not in (0o12, 0o4, 0o2, 0o6, 0o1)
            ):
                yield Member(info.filename, _chunks(file, info, budget), _refusal(info))
    except _DAMAGE as error:
        raise FeedError(f"the zip archive is damaged: {_reason(error)}") from error


_DAMAGE = (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error, OverflowError)
"""What zipfile raises for a directory that is damaged."""


class WholeDocument(FeedError):  # noqa: N818  not an error: what the zip is
    """A zip that is one document, to be read as a whole."""


def zip_openers(
    file: BinaryIO, budget: Budget, clean: Callable[[str], str]
) -> dict[str, Callable[[], Iterator[bytes]]]:
    """Return for each path (`clean` makes it of a member's name) what opens that member; unreadable ones are left out.

    Raises FeedError where the directory cannot be read.
    """
    try:
        try:
            _check_directory(file)
        except _CutOffError:
            members: Sequence[zipfile.ZipInfo] = members_without_directory(file, _codecs(), most=MAX_MEMBERS)
        else:
            with _open(file) as archive:
                members = archive.infolist()
    except _DAMAGE as error:
        raise FeedError(f"the zip archive is damaged: {_reason(error)}") from error
    found: dict[str, Callable[[], Iterator[bytes]]] = {}
    for info in members:
        if info.filename and not info.is_dir() and _refusal(info) is None:
            found.setdefault(clean(info.filename), partial(_chunks, file, info, budget))
    return found


class _CutOffError(FeedError):
    """An archive whose directory, which is at its end, is missing."""


class Package:
    """The members of a zip that is one document, read by name and within bounds. Raises FeedError where it is damaged."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._budget = Budget(file.seek(0, os.SEEK_END))
        self._is_cut = False
        try:
            try:
                _check_directory(file)
            except _CutOffError:
                self._is_cut = True
                found = members_without_directory(file, _codecs(), most=MAX_MEMBERS, with_last=True)
            else:
                with _open(file) as archive:
                    found = archive.infolist()
        except _DAMAGE as error:
            raise FeedError(f"the document is damaged: {_reason(error)}") from error
        self._members = {info.filename: info for info in found}

    @property
    def names(self) -> list[str]:
        """The names of the members, in the order of the directory."""
        return list(self._members)

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield the bytes of a member. Raises FeedError where it is missing, encrypted or damaged."""
        info = self._members.get(name)
        if info is None:
            what = "cut off" if self._is_cut else "damaged"
            raise FeedError(f"the document is {what}: it has no {name[:80]}")
        if (reason := _refusal(info)) is not None:
            raise FeedError(f"{name[:80]} in the document is {reason}")
        return _chunks(self._file, info, self._budget)

    def read(self, name: str, limit: int, complain: Callable[[str], None] | None = None) -> bytes:
        """Return the bytes of a member. Raises FeedError as `chunks` does, and where there are more than `limit`.

        With `complain`, damage behind the first bytes ends them and goes there.
        """
        data = bytearray()
        chunks = self.chunks(name)
        try:
            for chunk in chunks:
                data += chunk
                if len(data) > limit:
                    break
        except FeedError as error:
            if complain is None or not data:
                raise
            complain(f"{name[:80]} in the document: {error.message}")
        if len(data) > limit:
            raise FeedError(f"{name[:80]} in the document is larger than {limit >> 20} MB")
        return bytes(data)


def _whole_members(file: BinaryIO, budget: Budget, error: FeedError) -> Iterator[Member]:
    """Yield the members that an archive without its directory has whole; none of a program.

    Raises WholeDocument where it is a document.
    """
    found = members_without_directory(file, _codecs(), most=MAX_MEMBERS)
    names = {info.filename for info in found}
    if names.intersection(_OF_DOCUMENTS):
        raise WholeDocument("a document that is cut off") from error
    for info in found if names.isdisjoint(_PROGRAMS) else ():
        if info.filename and not info.is_dir():
            yield Member(info.filename, _chunks(file, info, budget), _refusal(info))


def _codecs() -> dict[int, Callable[[], Codec]]:
    return {method: codec for method, (_, codec) in _METHODS.items()}


def _open(file: BinaryIO) -> zipfile.ZipFile:
    """Return the zip; names that say that they are UTF-8 and are not are read as those of an old zip."""
    try:
        return zipfile.ZipFile(file)
    except UnicodeDecodeError:
        file.seek(0)
        return zipfile.ZipFile(_WithoutFlags(file))


class _WithoutFlags:
    """A zip as its reader sees it, without the flag of those entries of its directory whose name is not UTF-8."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        size = file.seek(0, os.SEEK_END)
        self._start = max(0, size - MAX_DIRECTORY_BYTES - 65_536)
        file.seek(self._start)
        self._tail = bytearray(file.read())
        at = 0
        while (at := self._tail.find(b"PK\x01\x02", at)) >= 0 and len(self._tail) >= at + 46:
            flags, length = (
                struct.unpack_from("<H", self._tail, at + 8)[0],
                struct.unpack_from("<H", self._tail, at + 28)[0],
            )
            try:
                self._tail[at + 46 : at + 46 + length].decode()
            except UnicodeDecodeError:
                struct.pack_into("<H", self._tail, at + 8, flags & ~UTF8)
            at += 46
        file.seek(0)

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, those of the directory as they were mended."""
        at = self._file.tell()
        data = self._file.read(size)
        first = max(self._start - at, 0)
        if first >= len(data):
            return data
        begin = at + first - self._start
        return data[:first] + bytes(self._tail[begin : begin + len(data) - first])

    def seek(self, at: int, whence: int = os.SEEK_SET) -> int:
        """Move in the file."""
        return self._file.seek(at, whence)

    def tell(self) -> int:
        """Return the place in the file."""
        return self._file.tell()


def _reason(error: Exception) -> str:
    text = str(error)
    return "its directory cannot be read" if not text or "zip file" in text else text[:120]


def _check_directory(file: BinaryIO) -> None:
    """Raise FeedError where the directory of the zip claims more than the bounds."""
    size = file.seek(0, os.SEEK_END)
    tail_at = max(0, size - 65_536 - _END.size)
    file.seek(tail_at)
    tail = file.read(size - tail_at)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END.size:
        raise _CutOffError("the zip archive is cut off: its directory is missing")
    _, _, _, _, count, length, _, _ = _END.unpack_from(tail, at)
    locator = at - _END64_LOCATOR.size
    if locator >= 0 and tail[locator : locator + 4] == b"PK\x06\x07":
        file.seek(_END64_LOCATOR.unpack_from(tail, locator)[2])
        block = file.read(_END64.size)
        if len(block) == _END64.size:
            count, length = _END64.unpack(block)[7:9]
    if count > MAX_MEMBERS:
        raise FeedError(f"the archive has more than {MAX_MEMBERS:,} members")
    if length > MAX_DIRECTORY_BYTES:
        raise FeedError(f"the directory of the zip archive is larger than {MAX_DIRECTORY_BYTES >> 20} MB")
    file.seek(0)


def _check_whole(archive: zipfile.ZipFile, file: BinaryIO, budget: Budget) -> None:
    """Raise WholeDocument for a zip that is one document, FeedError for a program."""
    names = archive.NameToInfo
    kind = next((kind for mark, kind in _PROGRAMS.items() if mark in names), None)
    if kind is not None:
        raise FeedError(f"{kind}, not an archive of feeds")
    stated = b""
    if "mimetype" in names and names["mimetype"].file_size < 200:
        stated = b"".join(_chunks(file, names["mimetype"], budget))
    if _PACKAGE in names or stated.decode("latin-1").startswith(_TYPES):
        raise WholeDocument("a document, not an archive of feeds")


def _refusal(info: zipfile.ZipInfo) -> str | None:
    """Return why the member cannot be read, or None."""
    if info.flag_bits & 0x1:
        return "encrypted"
    if info.compress_type not in (0, *_METHODS):
        return f"compressed by method {info.compress_type}, which is not read"
    return None


def _chunks(file: BinaryIO, info: zipfile.ZipInfo, budget: Budget) -> Iterator[bytes]:
    """Yield the bytes of a member. Raises FeedError for damage, a wrong checksum among it."""
    raw = _raw(file, info)
    is_stored = info.compress_type == 0
    checksum = 0
    for chunk in raw if is_stored else expanded(raw, *_METHODS[info.compress_type], budget):
        if is_stored:
            budget.spend(len(chunk))
        checksum = zlib.crc32(chunk, checksum)
        yield chunk
    if checksum != info.CRC:
        raise FeedError("damaged: the checksum of the member is wrong")


def _raw(file: BinaryIO, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield the member's bytes as they are in the file."""
    at = info.header_offset
    if at < 0:
        raise FeedError("damaged: the member lies outside the archive")
    file.seek(at)
    header = file.read(LOCAL.size)
    if len(header) < LOCAL.size or header[:4] != b"PK\x03\x04":
        raise FeedError("damaged: the member's header is missing")
    name, extra = LOCAL.unpack(header)[9:11]
    left = info.compress_size
    for chunk in chunks_from(file, at + LOCAL.size + name + extra, left):
        left -= len(chunk)
        yield chunk
    if left > 0:
        raise FeedError("the zip archive is cut off inside this member")
