"""Other names of what an archive knows: a link makes two paths of one file, and the archive keeps the first it was given.

Two paths name one file where they are the same with their links resolved, as they are now. A file that is known is
looked for by its path first, so that only what is new to the archive is resolved.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection
from functools import cache

from morgue.ingest.walk import Input
from morgue.io.opening import below, relative_to
from morgue.storage.catalog import Catalog, FileRow


def known_folder(path: str | os.PathLike[str], roots: Collection[bytes]) -> str | os.PathLike[str]:
    """Return a path; of a directory that lies in one of `roots` by another name, the name that it has there."""
    location = os.path.abspath(os.fsencode(path))
    if not os.fspath(path) or not os.path.isdir(location) or any(below(location, root) for root in roots):
        return path
    real = os.path.realpath(location)
    holding = {real_root: root for root in sorted(roots) if below(real, real_root := os.path.realpath(root))}
    if not holding:
        return path
    innermost = max(holding, key=len)
    rest = relative_to(real, innermost)
    return os.fsdecode(os.path.join(holding[innermost], rest) if rest else holding[innermost])


def with_known_names(found: list[Input], catalog: Catalog) -> list[Input]:
    """Return inputs of a walk, each that a catalog knows by another name with the name and the root that it has there."""
    new = {each.location for each in found if catalog.file_at(each.location) is None}
    if not new:
        return found
    resolved = _resolver()
    there = {each.location for each in found}
    known: dict[bytes, FileRow] = {}
    for row in catalog.files():
        if row.location not in there and _is_inside(row, real := resolved(row.location)):
            known.setdefault(real, row)
    return [
        _renamed(each, known.get(resolved(each.location))) if each.location in new else each for each in found
    ]


def _renamed(each: Input, row: FileRow | None) -> Input:
    return each if row is None else each._replace(location=row.location, root=row.root, path=row.path)


def _is_inside(row: FileRow, real: bytes) -> bool:
    """Return whether a file is in its root with links resolved; what a link leads out to is not read by this name."""
    return not row.root or below(real, os.path.realpath(row.root))


def _resolver() -> Callable[[bytes], bytes]:
    """Return a function that resolves the links of a path, each directory once."""
    folder_of = cache(os.path.realpath)

    def resolved(location: bytes) -> bytes:
        path = os.path.join(folder_of(os.path.dirname(location)), os.path.basename(location))
        return os.path.realpath(path) if os.path.islink(path) else path

    return resolved
