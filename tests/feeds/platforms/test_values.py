"""Values of an export in JSON."""

from __future__ import annotations

import json

import pytest

from morgue.errors import FeedError
from morgue.feeds import feed_of_bytes
from morgue.feeds.platforms import values as module
from morgue.feeds.platforms.values import objects, part, said, values


@pytest.mark.parametrize(
    ("data", "found"),
    [
        ('{"a": 1}', [({"a": 1}, 0, 8)]),
        ('[{"a": 1}]', [([{"a": 1}], 0, 10)]),
        ('{"a": 1}\n{"a": 2}\n', [({"a": 1}, 0, 8), ({"a": 2}, 9, 8)]),
        ('{\n"a":\n1}\n', [({"a": 1}, 0, 10)]),
        ('\ufeff{"a": 1}\n\n{"a": 2}', [({"a": 1}, 0, 11), ({"a": 2}, 13, 8)]),
    ],
)
def test_documents_and_lines(data: str, found: list[object]) -> None:
    assert list(values(feed_of_bytes(data.encode(), path="x"))) == found


def test_what_is_no_json_is_an_error() -> None:
    with pytest.raises(FeedError):
        list(values(feed_of_bytes(b"no", path="x")))


def test_parts_of_values() -> None:
    value = {"a": {"b": " x  y "}, "c": [1, {"d": 2}]}
    assert part(value, "a", "b") == " x  y "
    assert part(value, "a", "b", "c") is None
    assert said(value, "a", "b") == "x y"
    assert objects(value["c"]) == [{"d": 2}]
    assert objects(None) == []


def document(count: int, *, indent: int | None = None) -> str:
    records = [
        {"id": number, "text": 'a "quoted" {brace} [and] back\\slash' * 3, "in": [{"n": number}]}
        for number in range(count)
    ]
    return json.dumps({"name": "Port", "other": [{"messages": [1]}], "messages": records}, indent=indent)


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize("size", [64, 1_000, 7_777])
def test_a_document_too_large_for_memory_comes_in_parts(
    monkeypatch: pytest.MonkeyPatch, indent: int | None, size: int
) -> None:
    data = document(300, indent=indent)
    monkeypatch.setattr(module, "MAX_DOCUMENT_BYTES", 10_000)
    monkeypatch.setattr(module, "LINE_BYTES", 5_000)
    monkeypatch.setattr(module, "PART_BYTES", size)
    feed = feed_of_bytes(data.encode(), path="x")
    parts = list(values(feed, "messages"))
    assert len(parts) > 1
    assert [one["id"] for each in parts for one in each.value["messages"]] == list(range(300))
    assert all(each.value["name"] == "Port" for each in parts)
    assert all(0 < each.offset <= each.offset + each.length <= len(data) for each in parts)
    assert feed.complaints == []


def test_what_breaks_off_keeps_its_whole_records(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_DOCUMENT_BYTES", 10_000)
    monkeypatch.setattr(module, "LINE_BYTES", 5_000)
    monkeypatch.setattr(module, "PART_BYTES", 1_000)
    data = document(300)
    feed = feed_of_bytes(data[: len(data) // 2].encode(), path="x")
    found = [one["id"] for each in values(feed, "messages") for one in each.value["messages"]]
    assert found == list(range(len(found)))
    assert len(found) > 100
    assert len(feed.complaints) == 1


def test_a_large_document_of_another_form_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_DOCUMENT_BYTES", 10_000)
    monkeypatch.setattr(module, "LINE_BYTES", 5_000)
    for records in (None, "posts"):
        with pytest.raises(FeedError, match="larger than"):
            list(values(feed_of_bytes(document(300).encode(), path="x"), records))
