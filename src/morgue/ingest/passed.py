"""What a walk did not read, kept in the catalog as long as it is so.

Directories that are passed over are noted once, each with its reason, where nothing was read from them before. What
could not be looked at (a directory that may not be listed, a link that leads nowhere) goes from the catalog with the
first walk that does not find it so any more.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence

from morgue.ingest.walk import PASSED, Input, is_own_root, shown
from morgue.io.opening import below, with_folders_above
from morgue.storage.catalog import Catalog, FileRow, Problems


def note_passed(catalog: Catalog, passed: Iterable[Input], make_row: Callable[[Input], FileRow]) -> None:
    """Note in a catalog what is passed over, and why."""
    for each in passed:
        known = catalog.file_at(each.location)
        if known and known.size != PASSED and (known.sha256 or catalog.articles_of(known.key)):
            continue
        problems: Problems = [(None, each.trouble or "", True)]
        if known and catalog.problems_of(known.key) == problems:
            continue
        row = known or make_row(each)
        catalog.begin()
        catalog.put_file(row._replace(size=PASSED, modified=0, sha256=""))
        catalog.put_problems(row.key, problems)


def drop_healed(catalog: Catalog, paths: Iterable[str | os.PathLike[str]], found: Sequence[Input]) -> None:
    """Remove from a catalog what was noted below `paths`, brought no story, and was not found by this walk.

    What lies below a directory that could not be listed stays: it is not known whether it is there.
    """
    roots = [os.path.abspath(os.fsencode(path)) for path in paths]
    there = {each.location for each in found}
    closed = [each.location for each in found if each.trouble and not each.sound]
    unread = [row for row in catalog.files() if not row.sha256 and row.size != -1]
    for row in unread:
        if row.location in there or any(below(row.location, folder) for folder in closed):
            continue
        if not any(below(row.location, root) for root in roots):
            continue
        catalog.begin()
        if catalog.articles_of(row.key):
            catalog.put_problems(row.key, [])
        else:
            catalog.drop_file(row.key)


def without_stories(catalog: Catalog, walked: Sequence[Input], found: Sequence[Input]) -> list[str]:
    """Return the directories of a walk that are not empty, and of which the catalog holds no story.

    What was passed over counts as something: a directory of documentation or of hidden files has no story either.
    `found` are the same inputs, by the names that the catalog knows them by.
    """
    keys: dict[bytes, list[int]] = {
        each.root: [] for each in walked if not is_own_root(each.location, each.root)
    }
    for each, known in zip(walked, found, strict=True):
        if each is not known and each.root in keys and (row := catalog.file_at(known.location)):
            keys[each.root].append(row.key)
    for row in catalog.files() if keys else ():
        for folder in with_folders_above(row.location):
            if folder in keys:
                keys[folder].append(row.key)
    empty = {root: set(held) for root, held in keys.items() if not any(map(catalog.articles_of, held))}
    others = {file for _, file, _ in catalog.shadows()} if empty else set()
    return [shown(root) for root, held in empty.items() if others.isdisjoint(held)]
