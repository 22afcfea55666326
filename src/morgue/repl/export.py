"""Write all hits of a search to a file, in the format that its name ends with."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from morgue.archive.results import Results
from morgue.errors import UsageError
from morgue.model.article import Hit
from morgue.render.answer import Paper
from morgue.render.formats import FORMATS
from morgue.render.hits import search_answer

SUFFIXES = {suffix: name for name, each in FORMATS.items() for suffix in each.suffixes}
"""The format of a file, by the end of its name."""


def form_of(path: Path) -> str:
    """Return the format of a file by its name. Raises UsageError for an unknown one."""
    if path.suffix.lower() not in SUFFIXES:
        raise UsageError(
            f"{path}: the name does not say which format", hint=f"let it end with {', '.join(SUFFIXES)}"
        )
    return SUFFIXES[path.suffix.lower()]


def export(path: Path, results: Results, hits: Iterable[Hit], *, limit: int, timed: bool = False) -> None:
    """Write the hits, one after the other. Raises UsageError where the file is there already.

    What fails half-way leaves no file.
    """
    form = form_of(path)
    answer = search_answer(results, every=hits, limit=limit, timed=timed)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
    except FileExistsError:
        raise UsageError(f"{path} is there already", hint="choose another name") from None
    except OSError as error:
        raise UsageError(
            f"{path}: {(error.strerror or str(error)).lower()}", hint="choose another place"
        ) from error
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.writelines(FORMATS[form](answer, Paper()))
    except BaseException:
        path.unlink(missing_ok=True)
        raise
