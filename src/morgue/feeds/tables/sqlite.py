"""Read SQLite databases: every table that holds articles, one story a row.

A table holds articles where its columns are those of stories by their names or values (`rows`): a text with a headline, a
date or an address, or a headline with a date and an address. `--table NAME` names one, or a view; views are read by name only, for they show rows of the tables
again. Where a column refers to a row of another table that has a name (declared as a foreign key: the source, the author), the
name is read.

A database is hostile input as any feed is. It is opened for reading only and as immutable (no journal beside it is looked at,
nothing is written), with an untrusted schema, no extensions, no attached files and no functions that read
files; the length of a value is bounded, and what a row costs, in steps of SQLite's virtual machine.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import islice

from morgue.errors import FeedError, NoArticle
from morgue.feeds.support.columns import columns_of, field_of
from morgue.feeds.support.keys import COPY, bare
from morgue.feeds.tables.column_values import judge
from morgue.feeds.tables.rows import SAMPLE, articles_of_rows, plain_value
from morgue.io.feed import MAX_DOCUMENT_BYTES, Feed, seekable
from morgue.model.article import Article

STEPS = 1_000
"""After so many steps of the virtual machine the rows that came are looked at."""
MOST_TURNS = 500_000
"""So many times STEPS may pass without a row: a few seconds. A table gives one every few steps; a view may sort, or never end."""
MOST_TABLES = 1_000
_LISTED = 20
SMALLEST = 512
"""The least page of a database, in bytes (Database File Format, section 1.3.2)."""
_MAGIC = b"SQLite format 3"
_ALLOWED = frozenset((sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_RECURSIVE))
_FORBIDDEN = frozenset(("load_extension", "readfile", "writefile", "edit", "fts3_tokenizer"))
"""Functions that load code or touch files; the length of what the others make is limited."""
_NAMES = ("name", "title", "domain", "label", "fullname", "displayname")


def sniff(head: bytes, name: str) -> int:
    """Return how sure it is (see `morgue.feeds`): by the first bytes (Database File Format, section 1.3)."""
    return 100 if head.startswith(_MAGIC) else 0


def read(feed: Feed) -> Iterator[Article]:
    """Yield the stories of every table of articles, or of the one that was named.

    Raises FeedError where the database is damaged or has no table of that name, NoArticle where none holds articles.
    """
    file = seekable(feed, what="a SQLite database")
    size = file.seek(0, os.SEEK_END)
    with _opened(file) as database, closing(database):
        tables = _tables(database)
        if feed.table is None:
            chosen = [
                table
                for table, kind in tables.items()
                if kind == "table" and _holds_articles(database, table, feed)
            ]
        else:
            chosen = [_named(feed.table, tables)]
        if not chosen:
            raise NoArticle(f"a database without a table of articles: it has {_listed(database, tables)}")
        yield from _stories(database, chosen, feed, size)


def _stories(database: sqlite3.Connection, chosen: Sequence[str], feed: Feed, size: int) -> Iterator[Article]:
    """Yield the stories of some tables; what is wrong with one leaves the others alone."""
    count = 0
    for table in chosen:
        names, query = _query(database, table)
        try:
            for story in articles_of_rows(
                feed, names, _rows(database, query), number=1, unit=f"table {table}, row", size=size
            ):
                count += 1
                yield story
        except FeedError as error:
            if len(chosen) == 1:
                raise
            if not isinstance(error, NoArticle):
                feed.complain(f"table {table}: {error.message}")
    if not count:
        raise NoArticle(f"tables without a row that has a headline or a text: {', '.join(chosen[:_LISTED])}")


@contextmanager
def _opened(file: object) -> Iterator[sqlite3.Connection]:
    """Open the database in a file, or in memory."""
    number = _descriptor(file)
    if number is None:
        file.seek(0)  # type: ignore[attr-defined]  # seekable() gives an open file
        data = file.read()  # type: ignore[attr-defined]
        if len(data) < SMALLEST:
            raise _damaged()
        database = sqlite3.connect(":memory:")
        database.deserialize(data)
    else:
        database = sqlite3.connect(f"file:{number}?mode=ro&immutable=1", uri=True)
    _restrict(database)
    yield database


def _descriptor(file: object) -> str | None:
    """Return a path by which SQLite opens the very file that is open, whatever its name is by now; None for one in memory."""
    try:
        number = file.fileno()  # type: ignore[attr-defined]
    except (OSError, AttributeError):
        return None
    return next(
        (path for of in ("/proc/self/fd", "/dev/fd") if os.path.exists(path := f"{of}/{number}")), None
    )


def _restrict(database: sqlite3.Connection) -> None:
    """Take from a connection all that reading rows does not need."""
    for limit, most in (
        (sqlite3.SQLITE_LIMIT_LENGTH, MAX_DOCUMENT_BYTES),
        (sqlite3.SQLITE_LIMIT_SQL_LENGTH, 1_000_000),
        (sqlite3.SQLITE_LIMIT_ATTACHED, 0),
        (sqlite3.SQLITE_LIMIT_EXPR_DEPTH, 200),
        (sqlite3.SQLITE_LIMIT_COMPOUND_SELECT, 100),
        (sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH, 0),
    ):
        database.setlimit(limit, most)
    with _translated():
        for pragma in (
            "trusted_schema=OFF",
            "cell_size_check=ON",
            "mmap_size=0",
            "query_only=ON",
            "cache_size=-8000",
        ):
            database.execute(f"PRAGMA {pragma}")
    database.text_factory = lambda data: data.decode("utf-8", "replace")
    database.set_authorizer(_authorize)


def _authorize(
    action: int, first: str | None, second: str | None, _database: str | None, _by: str | None
) -> int:
    """Let a statement select, and ask how tables are made; nothing else."""
    if action in _ALLOWED:
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_FUNCTION:
        return sqlite3.SQLITE_DENY if (second or "").lower() in _FORBIDDEN else sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_PRAGMA and first in ("table_info", "foreign_key_list", "table_xinfo"):
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY


@contextmanager
def _translated() -> Iterator[None]:
    """Make what SQLite raises a FeedError."""
    try:
        yield
    except (
        sqlite3.Error,
        UnicodeError,
        OverflowError,
    ) as error:  # Python decodes what SQLite says, which may quote the file
        code = getattr(error, "sqlite_errorcode", None)
        if code == sqlite3.SQLITE_INTERRUPT:
            raise FeedError(
                "a view takes too long to give its rows", hint="name a table with --table"
            ) from error
        if code in (sqlite3.SQLITE_AUTH, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_ERROR):
            raise FeedError(
                "a view asks for what is not there or is not allowed", hint="name a table with --table"
            ) from error
        if code == sqlite3.SQLITE_TOOBIG:
            raise FeedError(f"a value is larger than {MAX_DOCUMENT_BYTES >> 20} MB") from error
        raise _damaged() from error


def _damaged() -> FeedError:
    return FeedError("the database is damaged or cut off", hint="fetch it again, or export its table as CSV")


def _tables(database: sqlite3.Connection) -> dict[str, str]:
    """Return the tables and views by name; without those of SQLite itself, of its extensions, and those that a full-text index keeps its words in."""
    with _translated():
        rows = database.execute(
            "SELECT name, type, sql FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY rowid"
        ).fetchmany(MOST_TABLES)
    virtual = [name for name, _, sql in rows if (sql or "").lower().lstrip().startswith("create virtual")]
    return {
        name: kind
        for name, kind, _ in rows
        if isinstance(name, str)
        and not name.lower().startswith("sqlite_")
        and name not in virtual
        and not any(name.startswith(f"{each}_") for each in virtual)
    }


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _columns(database: sqlite3.Connection, table: str) -> list[str]:
    with _translated():
        return [str(row[1]) for row in database.execute(f"PRAGMA table_info({_quoted(table)})")]


def _named(name: str, tables: dict[str, str]) -> str:
    """Return the table of a name, in any case. Raises FeedError where there is none."""
    found = next((each for each in tables if each == name), None) or next(
        (each for each in tables if each.lower() == name.lower()), None
    )
    if found is None:
        raise FeedError(
            f"no table {name} in the database, which has {', '.join(list(tables)[:_LISTED]) or 'none'}"
        )
    return found


def _listed(database: sqlite3.Connection, tables: dict[str, str]) -> str:
    """Return the tables with their columns, for a message."""
    found = [f"{table} ({', '.join(_columns(database, table)[:8])})" for table in islice(tables, 5)]
    return "; ".join(found) + ("; …" if len(tables) > len(found) else "") if found else "no table"


def _holds_articles(database: sqlite3.Connection, table: str, feed: Feed) -> bool:
    """Return whether a table is of stories: it has a text, or a headline with a date and an address, in more than its names."""
    names, query = _query(database, table)
    try:
        sample = [[plain_value(each) for each in row] for row in islice(_rows(database, query), SAMPLE)]
    except FeedError:
        return True  # reading it says what is wrong
    judged = judge(names, sample, columns_of(names, feed.columns))
    filled = {
        column.field: column
        for column in reversed(judged.columns)
        if any(row[names.index(column.name)] not in (None, "") for row in sample)
    }
    if any(
        column.rank < 0 and not column.authority
        for column in judged.columns
        if column.field in ("headline", "text")
    ):
        return True  # by --map
    has_copy = "text" in filled and (filled["text"].rank >= 1_000 or bare(filled["text"].name) in COPY)
    others = filled.keys() & {"headline", "published", "url"}
    return (has_copy and bool(others)) or len(others) == 3


def _query(database: sqlite3.Connection, table: str) -> tuple[list[str], str]:
    """Return the names of the columns of a table, with those of the rows that they refer to, and the query for its rows."""
    names = _columns(database, table)
    shown, joined = list(names), []
    wanted = [f"t.{_quoted(name)}" for name in names]
    for at, (column, other, key, name) in enumerate(_references(database, table)):
        stem = column.removesuffix("_id").removesuffix("Id").removesuffix("ID")
        if stem != column and stem not in names and field_of(stem) is not None and column in names:
            shown.append(stem)
            wanted.append(f"j{at}.{_quoted(name)}")
            joined.append(
                f" LEFT JOIN {_quoted(other)} AS j{at} ON j{at}.{_quoted(key)} = t.{_quoted(column)}"
            )
    return shown, f"SELECT {', '.join(wanted)} FROM {_quoted(table)} AS t{''.join(joined)}"  # noqa: S608  names are quoted


def _references(database: sqlite3.Connection, table: str) -> Iterator[tuple[str, str, str, str]]:
    """Yield (column, the table that it refers to, the key there, the column of the name there) for declared foreign keys.

    Only a key that is one column and unique there is followed: its own integer key, so that a row stays one row and is found at once.
    """
    with _translated():
        rows = database.execute(f"PRAGMA foreign_key_list({_quoted(table)})").fetchall()
    several = [row[0] for row in rows]
    for number, _, other, column, key, *_ in rows:
        if several.count(number) > 1 or len(several) > 20:
            continue
        with _translated():
            facts = database.execute(f"PRAGMA table_info({_quoted(str(other))})").fetchall()
        own = [row[1] for row in facts if row[5] and str(row[2]).lower() == "integer"]
        name = next((row[1] for each in _NAMES for row in facts if bare(str(row[1])) == each), None)
        if len(own) == 1 and name and (key is None or key == own[0]):
            yield str(column), str(other), str(own[0]), str(name)


def _rows(database: sqlite3.Connection, query: str) -> Iterator[Sequence[object]]:
    """Yield the rows of a query. Raises FeedError where one takes more than MOST_TURNS."""
    turns = 0

    def turn() -> bool:
        nonlocal turns
        turns += 1
        return turns > MOST_TURNS

    database.set_progress_handler(turn, STEPS)
    with _translated():
        cursor = database.execute(query)
    with closing(cursor):
        while True:
            turns = 0
            with _translated():
                row = cursor.fetchone()
            if row is None:
                return
            yield row
