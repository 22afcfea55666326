"""What the Python API says of arguments that cannot be: an error of morgue that names them, on every engine."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import morgue
from morgue.errors import UsageError
from tests.conftest import story, write_jsonl

Call = Callable[[Any], Any]


@pytest.fixture(scope="module", params=["tantivy", "whoosh"])
def archive(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[morgue.Archive]:
    directory = tmp_path_factory.mktemp("arguments")
    feed = write_jsonl(directory / "a.jsonl", [story(1), story(2)])
    with morgue.create(directory / "archive", engine=request.param) as made:
        made.index([feed])
        yield made


WRONG: dict[str, tuple[Call, str]] = {
    "limit below 0": (lambda a: a.search("ferry", limit=-1), "limit is -1"),
    "limit of text": (lambda a: a.search("ferry", limit="5"), "limit is '5'"),
    "limit of a fraction": (lambda a: a.search("ferry", limit=2.5), "limit is 2.5"),
    "limit of a truth": (lambda a: a.search("ferry", limit=True), "limit is True"),
    "offset below 0": (lambda a: a.search("ferry", offset=-3), "offset is -3"),
    "offset of nothing": (lambda a: a.search("ferry", offset=None), "offset is None"),
    "snippets below 0": (lambda a: a.search("ferry", snippets=-1), "snippets is -1"),
    "unknown order": (lambda a: a.search("ferry", sort="random"), "sort is 'random'"),
    "order of another type": (lambda a: a.search("ferry", sort=["newest"]), "sort is ['newest']"),
    "order of hits": (lambda a: list(a.hits("ferry", sort="best")), "sort is 'best'"),
    "snippets of hits": (lambda a: list(a.hits("ferry", snippets="all")), "snippets is 'all'"),
    "no query": (lambda a: a.search(None), "a query is a NoneType"),
    "bytes for a query": (lambda a: a.count(b"ferry"), "a query is a bytes"),
    "a number explained": (lambda a: a.explain(5), "a query is a int"),
    "a moment that is a day": (lambda a: a.count("ferry", now=dt.date(2025, 10, 23)), "now is a date"),
    "a moment that is a number": (lambda a: a.search("ferry", now=5), "now is a int"),
    "revision below 0": (lambda a: a.search("ferry", since_revision=-1), "since_revision is -1"),
    "revision of text": (lambda a: list(a.hits("ferry", since_revision="1")), "since_revision is '1'"),
    "revision to come": (
        lambda a: a.search("ferry", since_revision=99),
        "the archive is at revision 1 and has not reached 99",
    ),
    "unknown period": (lambda a: a.timeline("ferry", by="quarter"), "by is 'quarter'"),
    "no period": (lambda a: a.timeline("ferry", by=None), "by is None"),
    "period of bursts": (lambda a: a.bursts("ferry", by="quarter"), "by is 'quarter'"),
    "unit of bursts": (lambda a: a.bursts("ferry", count="outlets"), "count is 'outlets'"),
    "rest of bursts": (lambda a: a.bursts("ferry", against="all"), "against is 'all'"),
    "limit of bursts": (lambda a: a.bursts("ferry", limit=-1), "limit is -1"),
    "top of bursts": (lambda a: a.bursts("ferry", top=None), "top is None"),
    "limit of facets": (lambda a: a.facets("ferry", limit=-1), "limit is -1"),
    "unknown facet": (lambda a: a.facets("ferry", names=["mood"]), "there is no facet 'mood'"),
    "unknown facet by itself": (lambda a: a.facets("ferry", names="mood"), "there is no facet 'mood'"),
    "values of nothing": (lambda a: a.values("mood"), "name is 'mood'"),
    "values before": (lambda a: a.values("agency", 5), "prefix is a int"),
    "words before": (lambda a: a.words("fe", limit=-2), "limit is -2"),
    "id of another type": (lambda a: a.show([5]), "an id is a int"),
    "likeness": (lambda a: a.like(story(1).id, limit=-1), "limit is -1"),
    "order of what is kept": (lambda a: a.saved.save("x", "ferry", sort="best"), "sort is 'best'"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_is_a_usage_error(archive: morgue.Archive, name: str) -> None:
    call, message = WRONG[name]
    with pytest.raises(UsageError) as caught:
        call(archive)
    assert caught.value.message.startswith(message)
    assert caught.value.hint


def test_what_can_be_is_taken(archive: morgue.Archive) -> None:
    class Five:
        """A whole number of somebody else's type."""

        def __index__(self) -> int:
            return 5

    assert len(archive.search("*", limit=Five(), offset=0).hits) == 2  # type: ignore[arg-type]
    assert archive.search("*", limit=None, sort="oldest", snippets=0).total == 2
    assert archive.search("*", since_revision=1).total == 0
    assert [each.id for each in archive.show(story(1).id)] == [story(1).id]
    assert list(archive.facets("*", names="agency", limit=0).facets) == ["agency"]
    assert archive.values("year") == []
    assert archive.timeline("*", by="year").by == "year"
