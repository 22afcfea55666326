"""Stored articles in a third of their size: each a zstd frame of its own, with a dictionary of its archive.

The dictionary is made of the first SAMPLE articles that come in one run, and is then kept for good in two files
of the index, so that the damage of one costs nothing. Articles that came before, in runs of few, are frames
that need none. A frame names the dictionary it was made with (RFC 8878, section 3.1.1.1.3).
"""

from __future__ import annotations

import threading
import zlib
from collections.abc import Sequence
from pathlib import Path

import zstandard

from morgue.engines.tantivy import files as tantivy_files
from morgue.errors import ArchiveError

SAMPLE = 2_000
"""Articles that a dictionary is made of."""

FEWEST = 200
"""With fewer there is no dictionary yet: it would be larger than what it saves."""

LARGEST = 256 << 20
"""Bytes of an article at most: a document of 64 MB grows to four times that where each byte of an old encoding is
three in UTF-8 and quotes are escaped. A frame of an archive that somebody else made may claim any size."""

_BYTES = 256 << 10
"""Bytes of a dictionary: against 64 KB the articles of Reuters that it was not made of take 6 % less, in no more time."""

_LEVEL = 4
_SEGMENT = 1_000
"""Bytes of the pieces that a dictionary is put together of (the `k` of Liao et al., COVER): about half a story."""
_PRIVATE = 32_768
"""From here on numbers of dictionaries are for private use (RFC 8878, section 6.2)."""


class Docstore:
    """Packs and unpacks the articles of one index. `pack` is for one thread, `unpack` for any number."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._dictionary: zstandard.ZstdCompressionDict | None = None
        self._looked = False
        self._packer: zstandard.ZstdCompressor | None = None
        self._local = threading.local()

    def ready(self) -> bool:
        """Return whether the index has its dictionary."""
        if not self._looked:
            self._load()
        return self._dictionary is not None

    def look(self) -> None:
        """Take the dictionary if there is one by now. Raises ArchiveError where it is damaged.

        To be done with every snapshot: by the time that its first article is read, a repair may have put another
        index in the place of this one and taken this one away.
        """
        if self._dictionary is None:
            self._load()

    def _load(self) -> None:
        data = tantivy_files.dictionary(self.directory)
        self._take(data)
        self._looked = True

    def _take(self, data: bytes | None) -> None:
        self._dictionary = zstandard.ZstdCompressionDict(data) if data else None
        self._packer = None
        self._local = threading.local()

    def learn(self, articles: Sequence[bytes]) -> None:
        """Make the dictionary of these articles, durably; does nothing where they are too few or teach nothing."""
        if len(articles) < FEWEST:
            return
        number = _PRIVATE + zlib.crc32(b"".join(articles[:FEWEST])) % _PRIVATE
        try:
            made = zstandard.train_dictionary(
                min(_BYTES, sum(map(len, articles)) // 8), list(articles), k=_SEGMENT, d=8, dict_id=number
            )
        except zstandard.ZstdError:  # articles that have nothing in common, or are next to empty
            return
        tantivy_files.put_dictionary(self.directory, made.as_bytes())
        self._take(made.as_bytes())
        self._looked = True

    def pack(self, stored: bytes) -> bytes:
        """Return the frame of an article."""
        if self._packer is None:
            if self.ready() and self._dictionary is not None:
                self._dictionary.precompute_compress(level=_LEVEL)
            self._packer = zstandard.ZstdCompressor(
                level=_LEVEL, dict_data=self._dictionary, write_checksum=False
            )
        return self._packer.compress(stored)

    def unpack(self, frame: bytes) -> bytes:
        """Return the article of a frame. Raises ArchiveError where the frame or its dictionary is damaged, and where the
        frame does not say its size, as ours do, or claims more than LARGEST: room is made for what it claims."""
        try:
            _check(frame)
            return self._unpacker().decompress(frame)
        except zstandard.ZstdError as error:
            if self._dictionary is None:  # another process may have made it since
                self._load()
                if self._dictionary is not None:
                    return self.unpack(frame)
            raise ArchiveError(
                f"{self.directory}: an article cannot be unpacked: {error}",
                hint="morgue verify --repair mends it from its sources",
            ) from error

    def _unpacker(self) -> zstandard.ZstdDecompressor:
        try:
            made: zstandard.ZstdDecompressor = self._local.unpacker
        except AttributeError:
            self.ready()
            made = self._local.unpacker = zstandard.ZstdDecompressor(dict_data=self._dictionary)
        return made


def _check(frame: bytes) -> None:
    """Raise ZstdError for a frame whose size is more than an article's, or unknown."""
    if not 0 <= zstandard.frame_content_size(frame) <= LARGEST:
        raise zstandard.ZstdError(f"it claims to be larger than {LARGEST >> 20} MB, or does not say")
