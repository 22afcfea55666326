"""Write the tables that are no text: Parquet, Arrow and SQLite, with a story a row."""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Callable, Mapping, Sequence

Rows = Sequence[Mapping[str, object]]


def parquet_of(rows: Rows) -> bytes:
    """Return the rows as a Parquet file."""
    import pyarrow
    from pyarrow import parquet

    out = io.BytesIO()
    parquet.write_table(pyarrow.Table.from_pylist(list(rows)), out)
    return out.getvalue()


def arrow_of(rows: Rows) -> bytes:
    """Return the rows as an Arrow file."""
    import pyarrow
    from pyarrow import ipc

    out = io.BytesIO()
    table = pyarrow.Table.from_pylist(list(rows))
    with ipc.new_file(out, table.schema) as file:
        file.write_table(table)
    return out.getvalue()


def sqlite_of(rows: Rows) -> bytes:
    """Return the rows as the table `articles` of a database."""
    names = list(rows[0])
    database = sqlite3.connect(":memory:")
    database.execute(f"CREATE TABLE articles ({', '.join(names)})")
    marks = ", ".join("?" * len(names))
    database.executemany(f"INSERT INTO articles VALUES ({marks})", [list(row.values()) for row in rows])
    database.commit()
    data = database.serialize()
    database.close()
    return data


WRITERS: dict[str, Callable[[Rows], bytes]] = {"parquet": parquet_of, "arrow": arrow_of, "sqlite": sqlite_of}


def beginning(given: str) -> Rows:
    """Return two stories, the texts of the first of which begin with `given`."""
    story = {
        "title": "Rough seas",
        "author": "Ann Lee",
        "text": "It blows, the pilot said.",
        "date": "2019-05-04",
    }
    given = given.encode("utf-8", "replace").decode()
    return [{name: given + text if name != "date" else text for name, text in story.items()}, story]
