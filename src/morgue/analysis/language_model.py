"""Load py3langid's model in a tenth of the time, from a copy that is mapped into memory.

The package has its tables compressed: to unpack 68 MB takes 0.4 seconds of each process that reads feeds, as much as
a thousand stories take to be read, and each then holds them by itself. So they are written once as they lie in memory
into the user's cache directory (`$XDG_CACHE_HOME/morgue`, else `~/.cache/morgue`), and every process maps that file, of which the
system holds one copy for all. The file may be deleted at any time. Where it cannot be written, or is not whole, the package's own is loaded.
"""

from __future__ import annotations

import contextlib
import hashlib
import mmap
import os
import tempfile
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
    """Return a `py3langid.langid.LanguageIdentifier` whose probabilities are normalised."""
    from py3langid.langid import MODEL_DIR, MODEL_FILE, LanguageIdentifier

    packed = Path(MODEL_DIR) / MODEL_FILE
    try:
        kept = kept_path(packed)
        tables = _mapped(kept) or _kept(kept, packed)
        return LanguageIdentifier(
            tables["nb_ptc"],
            tables["nb_pc"],
            tables["nb_classes"].tolist(),
            tables["tk_nextmove"].data,
            tables["tk_output"].tolist(),
            norm_probs=True,
            tk_row=tables["tk_row"].tolist(),
        )
    except (OSError, RuntimeError):  # no home, no space, no right to write there
        return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    except (ImportError, TypeError, ValueError):  # a release of py3langid that keeps its tables otherwise
        return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def kept_path(packed: Path) -> Path:
    """Return where the tables of a packed model are kept, by a digest of it. Raises OSError, or RuntimeError without a home."""
    cache = os.environ.get("XDG_CACHE_HOME", "")
    base = Path(cache) if os.path.isabs(cache) else Path.home() / ".cache"
    digest = hashlib.blake2b(packed.read_bytes(), digest_size=8).hexdigest()
    return base / "morgue" / f"py3langid-{digest}"


def _mapped(kept: Path) -> dict[str, np.ndarray] | None:
    """Return the tables of a file that `_kept` has written, or None where there is none or it is not whole."""
    import numpy as np

    try:
        with kept.open("rb") as file:
            held = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        head = orjson.loads(held[:_PAGE].rstrip(b"\0"))
        if head["size"] != len(held):
            return None
        return {
            name: np.frombuffer(held, np.dtype(kind), int(np.prod(shape)), start).reshape(shape)
            for name, (kind, shape, start) in head["tables"].items()
        }
    except (FileNotFoundError, ValueError, TypeError, KeyError):  # none yet, empty, or somebody else's
        return None


def _kept(kept: Path, packed: Path) -> dict[str, np.ndarray]:
    """Return the tables of a packed model, and write them to a file for the next process. Raises OSError."""
    import numpy as np
    from py3langid.modelio import load_model

    loaded = dict(zip(_TABLES, map(np.asarray, load_model(packed)), strict=True))
    kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, new = tempfile.mkstemp(prefix=f".{kept.name}-", dir=kept.parent)
    try:
        with open(descriptor, "wb") as file:
            file.writelines(_written(loaded))
            file.flush()
            os.fsync(
                file.fileno()
            )  # else a power cut may leave a file of the right length with nothing in it
        os.replace(new, kept)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(new)
        raise
    return loaded


def _written(tables: Mapping[str, np.ndarray]) -> Iterator[bytes]:
    """Yield the bytes of the file: a head in JSON, then the tables as they lie in memory, each at the start of a page."""
    where, at = {}, _PAGE
    for name, table in tables.items():
        where[name] = (table.dtype.str, table.shape, at)
        at += -(-table.nbytes // _PAGE) * _PAGE
    yield orjson.dumps({"size": at, "tables": where}).ljust(_PAGE, b"\0")
    for table in tables.values():
        yield table.tobytes().ljust(-(-table.nbytes // _PAGE) * _PAGE, b"\0")
