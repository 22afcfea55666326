"""Documents of libraries' interfaces: one a file or one a line, and their values."""

from __future__ import annotations

import pytest

from morgue.errors import FeedError
from morgue.feeds import feed_of_bytes
from morgue.feeds.print.json_records import at, documents, line_of, lines_of, records_of


def test_one_document() -> None:
    data = b'\xef\xbb\xbf{"a": [1]}\n'
    assert list(documents(feed_of_bytes(data, path="x"))) == [({"a": [1]}, 0, len(data))]


def test_lines_with_their_places() -> None:
    data = b'{"a": 1}\n\n{"a"\n{"a": 2}\n'
    feed = feed_of_bytes(data, path="x")
    found = list(documents(feed))
    assert [value for value, _, _ in found] == [{"a": 1}, {"a": 2}]
    assert [data[offset : offset + length].strip() for _, offset, length in found] == [
        b'{"a": 1}',
        b'{"a": 2}',
    ]
    assert "line 3" in feed.complaints[0].message


def test_a_document_that_breaks_off() -> None:
    feed = feed_of_bytes(b'{"items": [{"a": 1}, {"b', path="x")
    assert list(documents(feed))
    assert feed.complaints
    with pytest.raises(FeedError):
        list(documents(feed_of_bytes(b"{", path="x")))


@pytest.mark.parametrize(
    ("value", "line"),
    [
        (" a\n b ", "a b"),
        (3, "3"),
        ([None, "", "b"], "b"),
        (True, None),
        ({}, None),
        ("", None),
        (None, None),
    ],
)
def test_a_value_on_one_line(value: object, line: str | None) -> None:
    assert line_of(value) == line


def test_lists_of_values() -> None:
    assert lines_of(["a", "a", None, "b"]) == ["a", "b"]
    assert lines_of("a") == ["a"]
    assert records_of([{}, 1, {"a": 1}]) == [{}, {"a": 1}]
    assert at({"a": {"b": 1}}, "a", "b") == 1
    assert at({"a": []}, "a", "b") is None
