"""Values of an export in JSON."""

from __future__ import annotations

import pytest

from morgue.errors import FeedError
from morgue.feeds import feed_of_bytes
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
