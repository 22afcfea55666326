"""Choose the files of an archive that a path names, to forget them, and no others."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from morgue.errors import ArchiveError, UsageError
from morgue.ingest.walk import is_own_root, shown
from morgue.io.opening import below
from morgue.storage.catalog import FileRow

_MOST_NAMED = 5
"""Directories that an error names."""


def chosen(
    files: Iterable[FileRow], paths: Iterable[str | os.PathLike[str]], from_input: Path
) -> list[FileRow]:
    """Return the files of an archive that paths name, each once; `from_input` is where standard input is kept.

    Raises UsageError for an empty path, and ArchiveError for one that names no file, or files of several roots.
    """
    rows = list(files)
    found: dict[int, FileRow] = {}
    for path in paths:
        found.update((row.key, row) for row in _named(rows, path, from_input))
    return list(found.values())


def _named(rows: list[FileRow], path: str | os.PathLike[str], from_input: Path) -> list[FileRow]:
    typed = os.fsencode(path)
    if not typed:
        raise UsageError("a path is empty", hint="write . for the directory that you are in")
    if typed == b"-":
        return _from_input(rows, from_input)
    location = os.path.abspath(typed)
    for place in dict.fromkeys((location, os.path.realpath(location))):
        if there := [row for row in rows if below(row.location, place)]:
            return there
    labelled = _labelled(rows, typed)
    if not labelled:
        raise ArchiveError(
            f"the archive has no file {shown(typed)}",
            hint="morgue search '*' --format csv --fields id,source lists the paths that it has",
        )
    places = sorted(labelled)
    if len(places) > 1:
        more = "" if len(places) <= _MOST_NAMED else f" and {len(places) - _MOST_NAMED:,} more"
        named = ", ".join(map(shown, places[:_MOST_NAMED])) + more
        raise ArchiveError(
            f"{shown(typed)} may be any of {len(places):,} places: {named}", hint="give one of them in full"
        )
    if os.path.lexists(location):
        raise ArchiveError(
            f"{shown(location)} is not in the archive",
            hint=f"to forget what was read from {shown(places[0])}, give that path",
        )
    return labelled[places[0]]


def _from_input(rows: list[FileRow], from_input: Path) -> list[FileRow]:
    folder = os.path.abspath(os.fsencode(from_input))
    found = [row for row in rows if below(row.location, folder)]
    if not found:
        raise ArchiveError("the archive has no feed from standard input")
    return found


def _labelled(rows: list[FileRow], typed: bytes) -> dict[bytes, list[FileRow]]:
    """Return the files whose path for people is this one or below it, by the place that it is on the disk."""
    label = shown(typed.rstrip(b"/"))
    found: dict[bytes, list[FileRow]] = {}
    for row in rows:
        if label and (row.path == label or row.path.startswith(label + "/")):
            found.setdefault(_place(row, label), []).append(row)
    return found


def _place(row: FileRow, label: str) -> bytes:
    """Return the path on the disk that a label means for a file: its location without what the label leaves out."""
    if is_own_root(row.location, row.root) or row.path == label:
        return row.location
    ending = os.fsencode(row.path[len(label) :])
    return row.location.removesuffix(ending) if row.location.endswith(ending) else row.root
