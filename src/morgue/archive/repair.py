"""Check an archive, and repair it from what is sound of it."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import orjson

from morgue.archive.writer import failures
from morgue.engines import create_engine, files_of, open_engine
from morgue.engines.base import Document
from morgue.errors import ArchiveError, EngineMissingError, MorgueError
from morgue.ingest.commit import DirectoryCommitter
from morgue.ingest.read import entry_of
from morgue.ingest.run import ROLLING, Ingest
from morgue.ingest.summary import OnProgress
from morgue.model.article import Article
from morgue.storage.catalog import ArticleRow, SqliteCatalog, copied
from morgue.storage.directory.commit_point import (
    CATALOG,
    COPY,
    SEAL,
    UNSEALED,
    CommitPoint,
    FileStamp,
    Seal,
    catalog_is_copy,
    catalog_problems,
    index_problems,
    next_index,
    number_of,
    seal_of,
    standing,
    wrong,
)
from morgue.storage.directory.lock import WriterLock
from morgue.storage.directory.recovery import break_seal, put_seal, restore_copy, settle


def problems_of(directory: Path) -> list[str]:
    """Return what is wrong with an archive: its files, byte for byte, and where index and catalog do not agree.

    Keeps writers out while it looks. An archive whose writer was killed is no damage: the next one goes on.
    """
    with failures(directory), WriterLock(directory, shared=True):
        try:
            return _problems(directory)
        except EngineMissingError:
            raise
        except MorgueError as error:
            return [error.message]


def _problems(directory: Path) -> list[str]:
    edition = standing(directory)
    problems = [
        *catalog_problems(directory, edition, thorough=True),
        *index_problems(directory, edition, thorough=True),
    ]
    if problems := problems or _differences(directory, edition):
        return problems
    with contextlib.closing(_catalog(directory, edition)) as catalog:
        orphans = catalog.orphans()
    if not orphans:
        return []
    return [f"{len(orphans)} articles are of files that the catalog does not have, such as {orphans[0].id}"]


def _differences(directory: Path, edition: CommitPoint) -> list[str]:
    """Return where index and catalog hold different articles."""
    with contextlib.closing(_catalog(directory, edition)) as catalog:
        found = catalog.verify()
        if found:
            return found
        known = [*catalog.ids(), *(row.name for row in catalog.versions())]
    with contextlib.closing(open_engine(edition.engine, edition.index).searcher()) as searcher:
        total, held = searcher.total(), searcher.ids("", limit=1 << 40)
    if total != len(held):
        return [f"the index holds {total - len(held)} articles twice"]
    missing, strange = set(known).difference(held), set(held).difference(known)
    found_in = (
        (missing, "in the catalog and not in the index"),
        (strange, "in the index and not in the catalog"),
    )
    return [f"{len(ids)} articles are {what}, such as {min(ids)}" for ids, what in found_in if ids]


def _catalog(directory: Path, edition: CommitPoint) -> SqliteCatalog:
    """Return the catalog of the committed state: the copy, where a writer was killed before its index committed."""
    catalog = SqliteCatalog.open(directory)
    if edition.unsealed and catalog.revision != edition.revision:
        catalog.close()
        return SqliteCatalog.open(directory, name=COPY)
    return catalog


# -- repair ---------------------------------------------------------------------------------------------------


def repair(directory: Path, progress: OnProgress) -> list[str]:
    """Make the archive whole; return the paths of files that are gone and whose articles could not be saved.

    A damaged catalog is replaced by its copy. A new index is made beside the damaged one, of all parts of it
    that are sound, and takes its place in one step; articles that were in the other parts are read from
    their files again, or, where those are gone, from the damaged index if they are as they were.
    """
    with failures(directory), WriterLock(directory):
        edition, headless = _edition(directory)
        _mend_catalog(directory, edition)
        lost = _whole_index(directory, edition, progress, headless=headless)
        if _mend_orphans(directory, progress):
            settle(directory)
        _link_stories(directory, progress)
        return lost


def _whole_index(directory: Path, edition: CommitPoint, progress: OnProgress, *, headless: bool) -> list[str]:
    """Make the index whole, and one with the catalog but for articles of unknown files; return paths that are lost."""
    if headless:
        return _new_index(directory, edition, progress)
    settle(directory)
    edition = standing(directory)
    if [*index_problems(directory, edition, thorough=True)] or _differences(directory, edition):
        return _new_index(directory, edition, progress)
    break_seal(directory)
    settle(directory)
    return []


def _mend_orphans(directory: Path, progress: OnProgress) -> bool:
    """Give articles of unknown files to the file that their source names, which is read again; whether there were any.

    An article whose source names no file of the catalog, or more than one, is of a file that was removed: it is
    removed too, and comes back where a file still holds it.
    """
    edition = standing(directory)
    with contextlib.closing(SqliteCatalog.open(directory, write=True)) as catalog:
        orphans = catalog.orphans()
        if not orphans:
            return False
        engine = open_engine(edition.engine, edition.index)
        with contextlib.closing(engine.searcher()) as searcher:
            sources = {
                identifier: orjson.loads(stored)["source"]["path"]
                for identifier, stored in searcher.articles([row.id for row in orphans]).items()
            }
        by_path: dict[str, set[int]] = {}
        for file in catalog.files():
            by_path.setdefault(file.path, set()).add(file.key)
        found = {row.id: by_path.get(sources.get(row.id, ""), set()) for row in orphans}
        owned = [row._replace(file=min(found[row.id])) for row in orphans if len(found[row.id]) == 1]
        again = {key for keys in found.values() for key in keys}
        committer = DirectoryCommitter(directory, catalog, engine, edition.seal)
        with contextlib.closing(Ingest(directory, catalog, engine, committer)) as ingest:
            catalog.begin()
            break_seal(directory)
            catalog.put_articles(owned)
            catalog.drop_strange_shadows()
            kept = {row.id for row in owned}
            if strange := [row.id for row in orphans if row.id not in kept]:
                ingest.take_out(strange)
            catalog.reread(again)
            ingest.reread(progress)
    return True


def _link_stories(directory: Path, progress: OnProgress) -> None:
    """Give articles that were read again their place among the articles of their stories."""
    edition = standing(directory)
    with contextlib.closing(SqliteCatalog.open(directory, write=True)) as catalog:
        if not catalog.stories.is_owed():
            return
        engine = open_engine(edition.engine, edition.index)
        committer = DirectoryCommitter(directory, catalog, engine, edition.seal)
        with contextlib.closing(Ingest(directory, catalog, engine, committer)) as ingest:
            ingest.finish(progress)
    settle(directory)


def _edition(directory: Path) -> tuple[CommitPoint, bool]:
    """Return the committed state, with a new seal where that is what is damaged, and whether its index is headless.

    Of an index whose head is damaged what was sealed is all that is known.
    """
    try:
        Seal.read(directory)
    except ArchiveError:
        _new_seal(directory)
    try:
        return standing(directory), False
    except ArchiveError:
        seal = Seal.read(directory)
        index, unsealed = directory / seal.index, (directory / UNSEALED).exists()
        return CommitPoint(seal.id, seal.engine, seal.revision, index, seal, unsealed, moved=False), True


def _new_seal(directory: Path) -> None:
    """Write a seal for an archive whose own is damaged, where catalog, copy and index bear each other out."""
    if not catalog_is_copy(directory):
        raise ArchiveError(
            f"{directory / SEAL} and the catalog are both damaged",
            hint="remove the archive and index its sources again",
        )
    with contextlib.closing(SqliteCatalog.open(directory)) as catalog:
        problems, engine = catalog.verify(), catalog.fact("engine") or ""
        identifier, revision = catalog.id, catalog.revision
    indexes = sorted(directory.glob("index-*"), key=lambda path: number_of(path.name))
    if not problems and indexes:
        problems = open_engine(engine, indexes[-1]).verify()
    if problems or not indexes:
        raise ArchiveError(
            f"{directory / SEAL} is damaged, and {problems[0] if problems else 'there is no index'}",
            hint="remove the archive and index its sources again",
        )
    bare = Seal(identifier, engine, revision, indexes[-1].name, 0, {}, [])
    seal_of(directory, bare, revision=revision, at_rest=True).write(directory)


def _mend_catalog(directory: Path, edition: CommitPoint) -> None:
    """Make the catalog or its copy whole by the other one."""
    if edition.unsealed:
        return
    files = edition.seal.files
    bad = {name for name in (CATALOG, COPY) if wrong(directory / name, files[name], thorough=True)}
    if bad:
        break_seal(directory)
    if CATALOG in bad:
        restore_copy(directory, edition.seal)
    elif COPY in bad:
        copied(directory / CATALOG, directory / COPY)


def _new_index(directory: Path, edition: CommitPoint, progress: OnProgress) -> list[str]:
    """Return a whole index beside the damaged one, which it replaces."""
    new = directory / next_index(edition.index.name)
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir()
    break_seal(directory)
    create_engine(edition.engine, new)
    _graft(edition, new)
    engine = open_engine(edition.engine, new)
    with contextlib.closing(engine.searcher()) as searcher:
        held = set(searcher.ids("", limit=1 << 40))
    catalog = SqliteCatalog.open(directory, write=True)
    committer = DirectoryCommitter(directory, catalog, engine, edition.seal)
    with contextlib.closing(Ingest(directory, catalog, engine, committer)) as ingest:
        lost = ingest.mend(set(catalog.ids()), held, _rescued(catalog, held, edition), progress)
        ingest.release()
        put_seal(directory, catalog, replace(edition.seal, index=new.name), at_rest=True)
    settle(directory)
    return lost


def _graft(edition: CommitPoint, new: Path) -> None:
    """Put what is sound of a damaged index into the new one."""
    prefix = edition.seal.index + "/"

    def sound(name: str) -> bool | None:
        mark: FileStamp | None = edition.seal.files.get(prefix + name)
        return None if mark is None else wrong(edition.index / name, mark, thorough=True) is None

    files_of(edition.engine).salvage(edition.index, new, edition.seal.parts, sound, edition.seal.stamp)


# -- articles whose files are gone -----------------------------------------------------------------------------


def _rescued(catalog: SqliteCatalog, held: set[str], edition: CommitPoint) -> Iterator[Document]:
    """Yield articles of the damaged index that their files may not give again, where they are what the catalog knows.

    The file is gone, items roll off it, or a part of it could not be read.
    """
    wanted: dict[str, ArticleRow] = {}
    for row in catalog.files():
        if not os.path.exists(row.location) or row.kind in ROLLING or catalog.problems_of(row.key):
            wanted.update(
                {key: each for key, each in catalog.articles_of(row.key).items() if key not in held}
            )
    for stored in _stored(edition, list(wanted)) if wanted else ():
        try:
            article = Article.from_json(orjson.loads(stored))
            known = wanted[article.id]
            entry = entry_of(article, known.file, stories=False)
        except (ValueError, KeyError, TypeError):
            continue
        if entry.digest == known.digest:
            yield entry.document


_READ = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[1]); from morgue.archive.repair import print_stored; "
    "print_stored(sys.argv[2], sys.argv[3])"
)


def _stored(edition: CommitPoint, ids: list[str]) -> Iterable[bytes]:
    """Return what a damaged index still gives of these articles, read by a process that damage may bring down."""
    arguments = [json.dumps(sys.path), edition.engine, str(edition.index)]
    done = subprocess.run(  # noqa: S603  this interpreter, and arguments of our own
        [sys.executable, "-c", _READ, *arguments],
        input="\n".join(ids).encode(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    return done.stdout.split(b"\n")


def print_stored(engine: str, index: str) -> None:
    """Write the stored articles of the ids on standard input, one a line, as far as they can be read."""
    searcher = open_engine(engine, Path(index)).searcher()
    for line in sys.stdin:
        with contextlib.suppress(MorgueError):
            for stored in searcher.articles([line.strip()]).values():
                sys.stdout.buffer.write(stored + b"\n")
                sys.stdout.buffer.flush()
