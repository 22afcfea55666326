"""SQLite: which tables are read, named tables, references, hostile and damaged databases."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

from morgue.errors import FeedError, NoArticle
from morgue.feeds import HEAD_BYTES, feed_of_bytes, pick
from morgue.feeds.tables import sqlite
from morgue.io.containers import open_feeds

ARTICLES = """
    CREATE TABLE articles (id INTEGER PRIMARY KEY, title TEXT, body TEXT, published TEXT, url TEXT);
    INSERT INTO articles VALUES (1, 'Rough seas', 'The harbour is closed.', '2024-02-03', 'https://a.example/1');
    INSERT INTO articles VALUES (2, 'Calm seas', 'The harbour is open.', '2024-02-04', 'https://a.example/2');
"""


def made(script: str, path: Path | None = None) -> bytes:
    database = sqlite3.connect(path or ":memory:")
    database.executescript(script)
    data = b"" if path else database.serialize()
    database.close()
    return data


def read(data: bytes, table: str | None = None):
    reader = pick(data[:HEAD_BYTES], "x.db")
    assert reader.name == "sqlite"
    feed = feed_of_bytes(data, path="x.db", format="sqlite")
    feed.table = table
    return list(reader.read(feed)), [each.message for each in feed.complaints]


def test_tables_of_articles_are_read_and_others_are_not() -> None:
    stories, complaints = read(
        made(
            ARTICLES
            + """
            CREATE TABLE feeds (url TEXT, title TEXT, updated TEXT);
            INSERT INTO feeds VALUES ('https://a.example/feed', 'Skagen Times', '2024-02-03');
            CREATE TABLE readers (name TEXT, email TEXT);
            INSERT INTO readers VALUES ('Jo', 'jo@a.example');
            CREATE TABLE notes (headline TEXT, text TEXT);
            INSERT INTO notes VALUES ('A third', 'It has a text of its own.');
            CREATE VIEW latest AS SELECT * FROM articles ORDER BY published DESC;
            """
        )
    )
    assert [each.headline for each in stories] == ["Rough seas", "Calm seas", "A third"]
    assert (stories[0].body, str(stories[0].day), stories[0].url) == (
        "The harbour is closed.",
        "2024-02-03",
        "https://a.example/1",
    )
    assert complaints == []


def test_a_table_or_a_view_is_named() -> None:
    data = made(ARTICLES + "CREATE TABLE posts (title TEXT); INSERT INTO posts VALUES ('Only a title');"
                "CREATE VIEW latest AS SELECT * FROM articles ORDER BY published DESC;")  # fmt: skip
    assert [each.headline for each in read(data, "posts")[0]] == ["Only a title"]
    assert [each.headline for each in read(data, "LATEST")[0]] == ["Calm seas", "Rough seas"]
    with pytest.raises(
        FeedError, match="no table nothing in the database, which has articles, posts, latest"
    ):
        read(data, "nothing")


def test_the_name_of_a_row_that_is_referred_to_is_read() -> None:
    stories, _ = read(
        made(
            """
            CREATE TABLE outlets (id INTEGER PRIMARY KEY, name TEXT);
            INSERT INTO outlets VALUES (7, 'Skagen Times');
            CREATE TABLE stories (title TEXT, body TEXT, source_id INTEGER REFERENCES outlets (id), author_id INTEGER);
            INSERT INTO stories VALUES ('Rough seas', 'The harbour is closed.', 7, 1);
            INSERT INTO stories VALUES ('Calm seas', 'The harbour is open.', 8, 1);
            """
        )
    )
    assert [each.publisher for each in stories] == ["Skagen Times", None]


def test_odd_names_and_values() -> None:
    stories, _ = read(
        made(
            """
            CREATE TABLE "a ""b"" [c]" ("Title" TEXT, "Text" BLOB, "from" REAL, date INTEGER);
            INSERT INTO "a ""b"" [c]" VALUES ('Rough seas', CAST('The harbour is closed.' AS BLOB), 1.5, 1706955060);
            """
        )
    )
    assert (stories[0].headline, stories[0].body, str(stories[0].day)) == (
        "Rough seas",
        "The harbour is closed.",
        "2024-02-03",
    )


def test_databases_without_articles() -> None:
    with pytest.raises(NoArticle) as caught:
        read(made("CREATE TABLE users (id INTEGER, name TEXT); CREATE TABLE logs (at TEXT, level TEXT);"))
    assert caught.value.message == (
        "a database without a table of articles: it has users (id, name); logs (at, level)"
    )
    with pytest.raises(NoArticle, match="a database without a table of articles: it has no table"):
        read(made("CREATE TABLE a (b); DROP TABLE a;"))


def test_full_text_indexes_and_what_they_keep_are_passed_over() -> None:
    stories, _ = read(
        made(
            ARTICLES
            + "CREATE VIRTUAL TABLE words USING fts5 (title, body); INSERT INTO words VALUES ('A', 'B');"
        )
    )
    assert len(stories) == 2


@pytest.mark.parametrize(
    ("view", "message"),
    [
        ("WITH RECURSIVE n (title) AS (SELECT 'a' UNION ALL SELECT title FROM n) SELECT title FROM n WHERE title = 'b'", "too long"),
        ("SELECT load_extension('x') AS title", "not there or is not allowed"),
        ("SELECT writefile('x', 'y') AS title", "not there or is not allowed"),
        ("SELECT printf('%.*c', 200000000, 'x') AS title", "without rows"),
        ("SELECT title FROM missing", "not there or is not allowed"),
    ],
)  # fmt: skip
def test_a_hostile_view_is_bounded(view: str, message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "MOST_TURNS", 1_000)
    data = made(ARTICLES + f"CREATE VIEW v AS {view};")
    with pytest.raises(FeedError, match=message):
        read(data, "v")
    assert len(read(data)[0]) == 2


def test_a_database_is_read_from_its_file_and_nothing_is_written(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    made("PRAGMA journal_mode = WAL;" + ARTICLES, path)
    path.chmod(0o400)
    before = path.read_bytes()
    found = [
        each.headline
        for feed in open_feeds(path, source_path="a.db", sha256="")
        for each in sqlite.read(feed)
    ]
    assert found == ["Rough seas", "Calm seas"]
    assert path.read_bytes() == before
    assert os.listdir(tmp_path) == ["a.db"]


@pytest.mark.parametrize("part", [0.2, 0.5, 0.9])
def test_a_cut_database_says_so(part: float) -> None:
    data = made(
        ARTICLES
        + "".join(
            f"INSERT INTO articles (title, body) VALUES ('Gale {n}', '{'It blows. ' * 90}');"
            for n in range(99)
        )
    )
    with pytest.raises(FeedError, match="the database is damaged or cut off"):
        read(data[: int(len(data) * part)])


def test_damaged_bytes_give_stories_or_feed_errors() -> None:
    data = made(ARTICLES)
    messages = set()
    for at in range(16, len(data), 61):
        try:
            read(data[:at] + bytes((data[at] ^ 0x55,)) + data[at + 1 :])
        except FeedError as error:
            messages.add(error.message)
    assert messages >= {"the database is damaged or cut off"}
    assert not any("malformed" in each or "sqlite3" in each for each in messages)
