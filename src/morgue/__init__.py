"""morgue: full-text search over news archives.

import morgue
with morgue.open("index") as archive:
    archive.index(["corpus"])
    for hit in archive.search("sanctions date:2025-10").hits:
        print(hit.article.headline)
"""

from __future__ import annotations

TYPE_CHECKING = (
    False  # typing is not loaded for it: the command is to know of Ctrl-C before anything else is done
)
if TYPE_CHECKING:
    from morgue.archive.archive import Archive
    from morgue.archive.archive import create_archive as create
    from morgue.archive.archive import open_archive as open  # noqa: A004  morgue.open is the contract's name
    from morgue.archive.archive import renew_archive as renew
    from morgue.errors import ArchiveError, EngineError, FeedError, MorgueError, QueryError, UsageError

__version__ = "0.1.0"

__all__ = [
    "Archive", "ArchiveError", "EngineError", "FeedError", "MorgueError", "QueryError", "UsageError",
    "__version__", "create", "open", "renew",
]  # fmt: skip

_ERRORS = frozenset(name for name in __all__ if name.endswith("Error"))
_LAZY = {"Archive": "Archive", "open": "open_archive", "create": "create_archive", "renew": "renew_archive"}


def __getattr__(name: str) -> object:
    """Return the public names, imported from `morgue.archive.archive` and `morgue.errors` when they are first used."""
    if name in _ERRORS:
        from morgue import errors

        return getattr(errors, name)
    if name in _LAZY:
        from morgue.archive import archive

        return getattr(archive, _LAZY[name])
    raise AttributeError(f"module 'morgue' has no attribute {name!r}")
