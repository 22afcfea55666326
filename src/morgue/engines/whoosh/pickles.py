"""The pickles in a Whoosh index, read without running what is in them.

Whoosh keeps its table of segments, blocks of postings and headers of columns as pickles, and a pickle can call
anything. An archive may come from somebody else: here it may make numbers, texts, lists and Whoosh's own
segments, and no more. `guard` puts this in the place of `pickle` in the modules of Whoosh that read an index,
for the whole process.
"""

from __future__ import annotations

import importlib
import io
import pickle
from typing import IO, Any

ALLOWED = frozenset(
    {
        ("_codecs", "encode"),
        ("array", "array"),
        ("array", "_array_reconstructor"),
        ("builtins", "bytearray"),
        ("builtins", "frozenset"),
        ("builtins", "int"),
        ("builtins", "set"),
        ("collections", "defaultdict"),
        ("whoosh.codec.whoosh3", "W3Codec"),
        ("whoosh.codec.whoosh3", "W3Segment"),
    }
)
"""What a pickle of an index that we wrote names, under protocols 2 to 5."""

READERS = (
    "whoosh.codec.whoosh3",
    "whoosh.columns",
    "whoosh.filedb.structfile",
    "whoosh.formats",
)
"""The modules that unpickle what is in an index."""


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        """Return a class that an index may hold. Raises UnpicklingError for any other."""
        if (module, name) not in ALLOWED:
            raise pickle.UnpicklingError(f"{module}.{name} does not belong in an index")
        return super().find_class(module, name)


def load(file: IO[bytes], **unused: Any) -> Any:
    """Do what `pickle.load` does, for an index. Raises UnpicklingError."""
    return _Unpickler(file).load()


def loads(data: bytes, **unused: Any) -> Any:
    """Do what `pickle.loads` does, for an index. Raises UnpicklingError."""
    return _Unpickler(io.BytesIO(data)).load()


def guard() -> None:
    """Let Whoosh read pickles in this way only."""
    for name in READERS:
        module = importlib.import_module(name)
        for function in (load, loads):
            if hasattr(module, function.__name__):
                setattr(module, function.__name__, function)
