"""Parquet and Arrow: nested columns, small batches, times, damage, and the library that may be missing."""

from __future__ import annotations

import datetime as dt
import io
import re
import sys

import pytest

from morgue.errors import FeedError, NoArticle
from morgue.feeds import HEAD_BYTES, feed_of_bytes, pick
from morgue.feeds.tables.arrow_rows import BATCH_BYTES, MOST_ROWS, batch_rows, readable_columns

pyarrow = pytest.importorskip("pyarrow", reason="needs morgue[parquet]")
ipc = pytest.importorskip("pyarrow.ipc")
parquet = pytest.importorskip("pyarrow.parquet")

ROWS = [
    {
        "title": f"Rough seas {n}",
        "text": f"The harbour is closed. {n}",
        "date": dt.datetime(2024, 2, 3, 10, 11),
        "source": {"name": "Skagen Times", "url": "https://a.example"},
        "tags": ["gales", "ports"],
        "vector": [0.5, 0.25],
        "image": {"bytes": b"\xff\xd8", "path": None},
    }
    for n in range(3)
]


def written(form: str, rows=ROWS, **options) -> bytes:
    table = pyarrow.Table.from_pylist(rows) if isinstance(rows, list) else rows
    out = io.BytesIO()
    if form == "parquet":
        parquet.write_table(table, out, **options)
        return out.getvalue()
    with (ipc.new_file if form == "file" else ipc.new_stream)(out, table.schema) as file:
        file.write_table(table, **options)
    return out.getvalue()


def read(data: bytes, name: str = "x"):
    reader = pick(data[:HEAD_BYTES], name)
    feed = feed_of_bytes(data, path=name, format=reader.name)
    return list(reader.read(feed)), [each.message for each in feed.complaints]


@pytest.mark.parametrize("form", ["parquet", "file", "stream"])
def test_rows_with_nested_columns(form: str) -> None:
    stories, complaints = read(written(form))
    assert complaints == []
    assert [each.headline for each in stories] == ["Rough seas 0", "Rough seas 1", "Rough seas 2"]
    story = stories[0]
    assert (story.body, story.publisher, story.keywords) == (
        "The harbour is closed. 0",
        "Skagen Times",
        ("gales", "ports"),
    )
    assert story.published == "2024-02-03T10:11:00"
    assert story.source.format == ("parquet" if form == "parquet" else "arrow")


@pytest.mark.parametrize("form", ["parquet", "file", "stream"])
def test_the_rows_of_several_groups_are_read_in_order(form: str) -> None:
    rows = [{"title": f"Rough seas {n}", "text": "It blows. " * 50} for n in range(3_000)]
    options = {"row_group_size": 700} if form == "parquet" else {"max_chunksize": 700}
    stories, _ = read(written(form, rows, **options))
    assert [each.headline for each in stories] == [f"Rough seas {n}" for n in range(3_000)]


def test_columns_without_words_are_left_out() -> None:
    assert readable_columns(pyarrow.Table.from_pylist(ROWS).schema) == [
        "title",
        "text",
        "date",
        "source",
        "tags",
    ]


@pytest.mark.parametrize(
    ("stated", "rows", "batch"),
    [
        (0, 0, MOST_ROWS),
        (100, 10_000_000, MOST_ROWS),
        (BATCH_BYTES * 100, 100, 1),
        (BATCH_BYTES * 10, 1000, 100),
    ],
)
def test_a_batch_is_of_some_megabytes(stated: int, rows: int, batch: int) -> None:
    assert batch_rows(stated, rows) == batch


def test_moments_that_python_has_not() -> None:
    table = pyarrow.table(
        {
            "title": ["A", "B"],
            "date": pyarrow.array([1_706_955_060_000_000_001, None], pyarrow.timestamp("ns", "UTC")),
            "text": pyarrow.array(["x", "y"]).dictionary_encode(),
        }
    )
    first, second = read(written("parquet", table))[0]
    assert (first.published, second.published) == ("2024-02-03T10:11:00+00:00", None)


def test_tables_without_a_story() -> None:
    with pytest.raises(NoArticle, match="a table without rows"):
        read(
            written(
                "parquet",
                pyarrow.table({"title": pyarrow.array([], "string"), "text": pyarrow.array([], "string")}),
            )
        )
    with pytest.raises(FeedError, match="no column holds a headline or a text among: a, b"):
        read(written("parquet", [{"a": "one", "b": 2}]))


@pytest.mark.parametrize("form", ["parquet", "file", "stream"])
def test_a_cut_file_says_so(form: str) -> None:
    data = written(form)
    with pytest.raises(FeedError, match="cut off") as caught:
        read(data[: len(data) * 2 // 3])
    assert "Parquet" in caught.value.message or "Arrow" in caught.value.message


def test_what_is_not_read_is_named() -> None:
    with pytest.raises(FeedError, match="an encrypted Parquet file"):
        read(b"PARE" + written("parquet")[4:-4] + b"PARE")
    with pytest.raises(FeedError, match="Feather file of version 1"):
        read(b"FEA1\0\0\0\0" + bytes(100))


@pytest.mark.parametrize("form", ["parquet", "file", "stream"])
def test_without_the_library_the_message_says_what_to_install(
    form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = written(form)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(FeedError) as caught:
        read(data)
    what = "a Parquet file" if form == "parquet" else "an Arrow file"
    assert caught.value.message == f"{what}: pip install 'morgue[parquet]'"


@pytest.mark.parametrize("form", ["parquet", "file", "stream"])
def test_damaged_bytes_give_stories_or_feed_errors(form: str) -> None:
    data = written(form, [{"title": f"Rough seas {n}", "text": "It blows."} for n in range(20)])
    messages = set()
    for at in range(4, len(data), 7):
        try:
            read(data[:at] + bytes((data[at] ^ 0x55,)) + data[at + 1 :])
        except FeedError as error:
            messages.add(error.message)
    assert messages
    assert not any(re.search(r"pyarrow|Thrift|Invalid|Couldn't|0x", each) for each in messages)
