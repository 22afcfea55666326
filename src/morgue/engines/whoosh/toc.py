"""The tables of contents of a Whoosh index (`_MAIN_7.toc`), of which the newest is the committed state.

Whoosh itself is not loaded here.
"""

from __future__ import annotations

import re
from pathlib import Path

from morgue.engines.base import IndexFiles

_TABLE = re.compile(r"_MAIN_(\d+)\.toc")


def _number(path: Path) -> int:
    return int(path.stem.rpartition("_")[2])


def table(directory: Path) -> Path | None:
    """Return the newest table of contents, None where there is none."""
    tables = [path for path in directory.glob("_MAIN_*.toc") if _TABLE.fullmatch(path.name)]
    return max(tables, key=_number, default=None)


class WhooshFiles(IndexFiles):
    """The files of a Whoosh index, all written once."""

    locks = ("MAIN_WRITELOCK",)

    def stamp(self, directory: Path) -> int:
        """Return the number of the newest table of contents. Raises ValueError where there is none."""
        return max(map(_number, directory.glob("_MAIN_*.toc")))

    def tidy(self, directory: Path) -> None:
        """Remove tables of contents that were never finished, and seals of those that are gone.

        Only the holder of the lock may do this. Segments that a killed writer left behind go with the next commit.
        """
        for path in directory.glob("_MAIN_*.toc?*"):
            if path.suffix != ".crc" or not path.with_suffix("").exists():
                path.unlink(missing_ok=True)
