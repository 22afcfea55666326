"""SQLite FTS5 with the porter tokenizer: one table, headline and body, the story beside it. Standard library only.

FTS5 has one analysis a table, so that its phrases are of stems; a second table for words as written would
double its work.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from pathlib import Path

from bench.peers.ask import LIMIT, NEAR, Ask, Reply, serve
from bench.peers.minimal import stories

_SCHEMA = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
CREATE TABLE stories (key INTEGER PRIMARY KEY, id TEXT, day INTEGER, place TEXT, stored BLOB);
CREATE INDEX stories_day ON stories (day);
CREATE VIRTUAL TABLE text USING fts5 (headline, body, tokenize = 'porter unicode61');
"""

_MATCH = {
    "term": "{0}",
    "and": "{0} AND {1}",
    "or": "{0} OR {1}",
    "phrase2": '"{0} {1}"',
    "phrase3": '"{0} {1} {2}"',
    "date": "{0}",
    "not": "{0} NOT {1}",
    "prefix": "{0}*",
    "place": "{0}",
    "near": "NEAR({0} {1}, %d)" % (NEAR - 1),  # noqa: UP031  the other braces are for later
    "headline": "headline: {0}",
}
"""What FTS5 has; it has no edit distance."""

_WHERE = {"date": "AND day BETWEEN :first AND :last", "place": "AND place LIKE :place"}


def index(feeds: str, directory: str) -> None:
    """Index all stories in one transaction, then merge."""
    Path(directory).mkdir(parents=True)
    db = sqlite3.connect(Path(directory) / "fts.sqlite")
    db.executescript(_SCHEMA)
    with db:
        for key, story in enumerate(stories(feeds), 1):
            db.execute(
                "INSERT INTO stories VALUES (?, ?, ?, ?, ?)",
                (key, story.id, story.day, f"|{'|'.join(story.places)}|", story.stored()),
            )
            db.execute(
                "INSERT INTO text (rowid, headline, body) VALUES (?, ?, ?)", (key, story.headline, story.body)
            )
    with db:
        db.execute("INSERT INTO text (text) VALUES ('optimize')")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()


class Searching:
    """Searches by bm25 with `snippet()`."""

    def __init__(self, directory: str) -> None:
        self.db = sqlite3.connect(Path(directory) / "fts.sqlite")

    def answer(self, ask: Ask) -> Reply:
        """The ten best with the exact count, their articles decoded, snippets by FTS5."""
        where = _WHERE.get(ask.kind, "")
        join = "JOIN stories ON key = text.rowid" if where else ""
        values = {
            "match": _MATCH[ask.kind].format(*ask.words),
            "first": ask.first,
            "last": ask.last,
            "place": f"%|{ask.place}|%",
            "limit": LIMIT,
        }
        rows = self.db.execute(
            f"SELECT text.rowid, snippet(text, -1, '<', '>', '…', 30) FROM text {join} "
            f"WHERE text MATCH :match {where} ORDER BY rank LIMIT :limit",
            values,
        ).fetchall()
        total = self.db.execute(f"SELECT count(*) FROM text {join} WHERE text MATCH :match {where}", values)
        marked = 0
        for key, snippet in rows:
            json.loads(self.db.execute("SELECT stored FROM stories WHERE key = ?", (key,)).fetchone()[0])
            marked += snippet.count("<")
        return Reply(total.fetchone()[0], len(rows), marked)


def main(arguments: list[str]) -> None:
    """`version`, `index FEEDS INDEX`, `search INDEX`."""
    match arguments:
        case ["version"]:
            sqlite3.connect(":memory:").execute("CREATE VIRTUAL TABLE t USING fts5 (x)")
            print("SQLite FTS5", sqlite3.sqlite_version)
        case ["index", feeds, directory]:
            index(feeds, directory)
        case ["search", directory]:
            serve(Searching(directory).answer)


if __name__ == "__main__":
    main(sys.argv[1:])
