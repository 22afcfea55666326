"""What else a query of plain words may mean: the note, the query that it offers, and that the answer stays."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import morgue
from morgue.errors import QueryError
from morgue.model.article import Article, Place
from morgue.query.deadline import TooLongError
from tests.conftest import story

NOW = "2026-01-01T00:00:00Z"
Archived = Callable[[list[Article]], morgue.Archive]

PORTS = ("Ghent", "New York")


def stories() -> list[Article]:
    """Twenty-four stories of March 1987, half from Ghent, half from New York; twelve of May that speak of March 1987."""
    march = [
        story(
            number,
            headline="Grain cargo unloaded",
            body="The grain was unloaded. Dockers spoke of prices.",
            day=f"1987-03-{number:02}",
            published=None,
            locations=(Place(PORTS[number % 2], ("BE", "US")[number % 2]),),
            agency=("Reuters", "ANI")[number % 2],
            publisher=None,
            keywords=(),
        )
        for number in range(1, 25)
    ]
    may = [
        story(
            number,
            headline="Verdict on barley",
            body="What did the minister say about barley? The barley scandal of March 1987 was before the court.",
            day=f"1987-05-{number - 30:02}",
            published=None,
            locations=(),
            agency=None,
            publisher=None,
            keywords=(),
        )
        for number in range(31, 43)
    ]
    return [*march, *may]


@pytest.fixture
def archive(archived: Archived) -> morgue.Archive:
    return archived(stories())


def plain(archive: morgue.Archive, query: str) -> list[tuple[str, str | None]]:
    notes = archive.search(query, now=NOW).notes
    return [(note.message, note.suggestions[0][1]) for note in notes if note.kind == "plain-words"]


READ = [
    ("grain march 1987", "column 7: march 1987 may be date:1987-03", "grain date:1987-03"),
    ("Grain, March, 1987", "column 8: March, 1987 may be date:1987-03", "Grain, date:1987-03"),
    ("grain 5 march 1987", "column 7: 5 march 1987 may be date:1987-03-05", "grain date:1987-03-05"),
    ("grain March 5, 1987", "column 7: March 5, 1987 may be date:1987-03-05", "grain date:1987-03-05"),
    ("grain 1987", "column 7: 1987 may be date:1987", "grain date:1987"),
    ("ani grain", "column 1: ani may be agency:ani", "agency:ani grain"),
    ("grain ghent", "column 7: ghent may be location:ghent", "grain location:ghent"),
    ("grain new york", "column 7: new york may be location:\"new york\"", "grain location:\"new york\""),
    ("reuters", "column 1: reuters may be agency:reuters", "agency:reuters"),
    (
        "reuters ghent march 1987",
        "column 1: march 1987 may be date:1987-03; reuters may be agency:reuters; ghent may be location:ghent",
        "agency:reuters location:ghent date:1987-03",
    ),
    ("dockers with grain", "column 9: with has to be there too", "dockers grain"),
    ("dockers AND with AND grain", "column 13: with has to be there too", "dockers AND grain"),
    ("grain march 1987 language:en", "column 7: march 1987 may be date:1987-03", "grain date:1987-03 language:en"),
]  # fmt: skip


def test_what_is_meant_is_named_with_the_query_for_it(archive: morgue.Archive) -> None:
    for query, message, meant in READ:
        found = archive.search(query, now=NOW)
        assert plain(archive, query) == [(message, meant)], query
        assert archive.count(meant, now=NOW) > (found.total or 0), query
        assert archive.search(query, now=NOW, partial="ignore").hits == found.hits
        assert found.query.query.text == query


OTHERS = (
        "grain unloaded", "what did dockers say of grain", "(grain march) 1987", '"march 1987" grain', "grain OR march OR 1987",
        "headline:grain headline:march headline:1987", "grain date:1987-03", "barley march 1986", "zebra march 1987", "1987",
        "march", "the", "grain barley", "zebra ghent", "the grain", "unloaded AND the", "-grain march 1987 verdict",
)  # fmt: skip


def test_nothing_is_proposed_where_it_would_find_no_more(archive: morgue.Archive) -> None:
    for query in OTHERS:
        assert plain(archive, query) == [], query


def test_a_clear_form_is_noted_however_much_is_found(archived: Archived) -> None:
    archive = archived(
        [
            *(each for each in stories() if each.headline != "Verdict on barley"),
            *(
                story(number, headline="Grain", body="Grain since March 1987. What did he say about it?", day="1990-01-01", keywords=())
                for number in range(51, 62)
            ),
        ]
    )  # fmt: skip
    assert archive.count("grain march 1987") == archive.count("what did grain say") == 11
    assert plain(archive, "grain march 1987") == [
        ("column 7: march 1987 may be date:1987-03", "grain date:1987-03")
    ]
    assert plain(archive, "what did grain") == [("column 1: what and did have to be there too", "grain")]
    assert plain(archive, "grain with what") == [("column 7: with and what have to be there too", "grain")]
    assert plain(archive, "grain what about it") == [], "eleven have all of it, and the form is not clear"
    assert plain(archive, "what about grain") == []


def test_a_query_that_plainly_works_has_no_note(archive: morgue.Archive) -> None:
    assert archive.count("what did the minister say about barley") == 12
    assert plain(archive, "barley march 1987") == [], "no story of that month speaks of barley"
    assert plain(archive, "what did the minister say about barley") == [], "without them it finds no more"


def test_it_is_no_error_of_a_strict_search_and_not_looked_for_in_batches(archive: morgue.Archive) -> None:
    assert archive.search("grain march 1987", now=NOW, strict=True, limit=0).notes == ()
    assert archive.search("grain march 1987", now=NOW, partial="ignore").notes == ()
    assert archive.search("grain march 1987", now=NOW, since_revision=0).notes == ()
    assert archive.search("grain march 1987", now=NOW, count=False).notes == ()
    with pytest.raises(QueryError):
        archive.search("grain zebra", now=NOW, strict=True)


def test_long_queries_are_looked_at_in_part(archive: morgue.Archive) -> None:
    dates = " ".join(f"march {year}" for year in range(1900, 1960))
    assert archive.search(dates, now=NOW, limit=0).total == 0
    assert plain(archive, f"{' '.join(['grain'] * 40)} march 1987") == []
    assert plain(archive, f"{' '.join(['grain'] * 10)} march 1987")


def test_a_reading_that_takes_too_long_is_left_out(
    archive: morgue.Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(*arguments: object, **options: object) -> None:
        raise TooLongError

    monkeypatch.setattr("morgue.query.readings.reading_note", slow)
    assert plain(archive, "grain march 1987") == []
