"""Load py3langid's model in a tenth of the time, from a copy that is mapped into memory.

The package has its tables compressed: to unpack 68 MB takes 0.4 seconds of each process that reads feeds, as much as
a thousand stories take to be read, and each then holds them by itself. So they are written once as they lie in memory
into the user's cache directory (`$XDG_CACHE_HOME/morgue`, else `~/.cache/morgue`), and every process maps that file, of which the
system holds one copy for all. The file may be deleted at any time. Where it cannot be written, or is not whole, what the
package has is used.

One process writes it at a time, to a draft that it has locked, and the others do not wait. A draft whose writer has been killed
is written over by the next.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import mmap
import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    import numpy as np

_TABLES = ("nb_ptc", "nb_pc", "nb_classes", "tk_nextmove", "tk_row", "tk_output")
"""What `py3langid.modelio.load_model` returns, in order, by the names that `LanguageIdentifier` has for it."""

_PAGE = 4096
"""Bytes of the head of the file, and at whose multiples its tables begin."""


def load_identifier() -> Any:
    """Return a `py3langid.langid.LanguageIdentifier` whose probabilities are normalised. Raises OSError."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    try:
        tables = _load_tables()
        return LanguageIdentifier(
            tables["nb_ptc"],
            tables["nb_pc"],
            tables["nb_classes"].tolist(),
            tables["tk_nextmove"].data,
            tables["tk_output"].tolist(),
            norm_probs=True,
            tk_row=tables["tk_row"].tolist(),
        )
    except (ImportError, TypeError, ValueError):  # a release of py3langid that keeps its tables otherwise
        return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def _load_tables() -> Mapping[str, np.ndarray]:
    """Return the tables of the copy, else those of the package, of which a copy is made where it can be."""
    import numpy as np
    from py3langid.langid import MODEL_DIR, MODEL_FILE
    from py3langid.modelio import load_model

    packed = Path(MODEL_DIR) / MODEL_FILE
    copy = copy_path(packed)
    tables = _map_copy(copy) if copy else None
    if tables is None:
        tables = dict(zip(_TABLES, map(np.asarray, load_model(packed)), strict=True))
        if copy:
            with contextlib.suppress(OSError):  # no space, no right to write there, or another process does
                _write_copy(tables, copy)
    return tables


def copy_path(packed: Path) -> Path | None:
    """Return where the copy of the tables of a packed model is, named by a digest of it and of the release that reads it.

    None where there is no place for them: a service has a home that does not exist, which is not to be made, and what
    root writes into the home of somebody else is in their way. Raises OSError where the model cannot be read.
    """
    import py3langid

    base = os.environ.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(base):
        home = os.environ.get("HOME", os.path.expanduser("~"))
        if not os.path.isabs(home) or not _is_ours(home):  # it may be empty, which is not the root directory
            return None
        base = os.path.join(home, ".cache")
    digest = hashlib.blake2b(packed.read_bytes(), digest_size=8)
    digest.update(f"{getattr(py3langid, '__version__', '')} {_TABLES}".encode())
    return Path(base) / "morgue" / f"py3langid-{digest.hexdigest()}"


def _is_ours(home: str) -> bool:
    """Return whether a home is a directory, and not that of somebody else for whom root works."""
    try:
        state = os.stat(home)
    except OSError:
        return False
    return stat.S_ISDIR(state.st_mode) and (os.geteuid() != 0 or state.st_uid == 0)


def _map_copy(copy: Path) -> dict[str, np.ndarray] | None:
    """Return the tables of a file that `_write_copy` has written for this user, or None where there is none or it is not whole."""
    import numpy as np

    try:
        descriptor = os.open(copy, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)  # a pipe is not waited for
        try:
            state = os.fstat(descriptor)
            if not stat.S_ISREG(state.st_mode) or state.st_uid != os.geteuid():
                return None
            held = mmap.mmap(descriptor, 0, access=mmap.ACCESS_READ)
        finally:
            os.close(descriptor)
        head = orjson.loads(held[:_PAGE].rstrip(b"\0"))
        if head["size"] != len(held):
            return None
        tables = {}
        for name in _TABLES:
            kind, shape, start = head["tables"][name]
            tables[name] = np.frombuffer(held, np.dtype(kind), int(np.prod(shape)), start).reshape(shape)
        return tables
    except OSError:  # none yet, or not to be read
        return None
    except (ValueError, TypeError, KeyError, OverflowError):  # empty, or somebody else's
        return None


def _write_copy(tables: Mapping[str, np.ndarray], copy: Path) -> None:
    """Write tables to a file for the next process. Raises OSError, BlockingIOError where another process is writing it."""
    copy.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = copy.with_name(f".{copy.name}")
    flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    descriptor = os.open(draft, flags, 0o600)
    with open(descriptor, "wb") as file:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if not os.path.samestat(os.fstat(descriptor), os.stat(draft)):
            return  # another process has written and renamed it since it was opened
        try:
            file.truncate(0)
            file.writelines(_parts_of_copy(tables))
            file.flush()
            # else a power cut may leave a file of the right length with nothing in it
            os.fsync(descriptor)
            os.replace(draft, copy)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(draft)
            raise


def _parts_of_copy(tables: Mapping[str, np.ndarray]) -> Iterator[bytes | memoryview]:
    """Yield the bytes of the file: a head in JSON, then the tables as they lie in memory, each at the start of a page."""
    import numpy as np

    where, at = {}, _PAGE
    for name, table in tables.items():
        where[name] = (table.dtype.str, table.shape, at)
        at += -(-table.nbytes // _PAGE) * _PAGE
    yield orjson.dumps({"size": at, "tables": where}).ljust(_PAGE, b"\0")
    for table in tables.values():
        yield np.ascontiguousarray(table).reshape(-1).view(np.uint8).data  # no second copy in memory
        yield bytes(-table.nbytes % _PAGE)
