"""Queries made of queries: each says what was meant, and nothing of what the user wrote is lost."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from morgue.query import tree
from morgue.query.canonical import canonical
from morgue.query.parser import parse
from morgue.query.tree import And, Days, Everything
from morgue.web.narrow import chips, days_named, days_of, days_term, narrower, term_of, undated, zoomer
from tests.query.trees import trees

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def read(text: str) -> tree.Query:
    return parse(text, now=NOW)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("query", "narrowed"),
    [
        ("*", "agency:AP"),
        ("ferry", "ferry agency:AP"),
        ("ferry OR port", "(ferry OR port) agency:AP"),
        ("ferry AND port OR bus", "(ferry AND port OR bus) agency:AP"),
        ("NOT ferry", "NOT ferry agency:AP"),
        ("ferry NEAR/3 port", "ferry NEAR/3 port agency:AP"),
        ("  ferry  ", "ferry agency:AP"),
    ],
)
def test_a_term_narrows_the_whole_query(query: str, narrowed: str) -> None:
    assert narrower(read(query), NOW)("agency:AP") == narrowed
    rest = read(query).tree
    sides = () if isinstance(rest, Everything) else rest.children if isinstance(rest, And) else (rest,)
    wanted = (*sides, read("agency:AP").tree)
    assert read(narrowed).tree == (And(wanted) if len(wanted) > 1 else wanted[0])


@pytest.mark.parametrize(
    ("facet", "value", "term"),
    [
        ("agency", "Reuters", "agency:Reuters"),
        ("agency", "OR", 'agency:"OR"'),
        ("publisher", "The Harbour Post", 'publisher:"The Harbour Post"'),
        ("publisher", 'The "Daily" Grain', 'publisher:“The "Daily" Grain”'),
        ("publisher", "Grain*", r'publisher:"Grain\*"'),
        ("publisher", "G*rain", 'publisher:"G*rain"'),
        ("section", "*", r'section:"\*"'),
        ("location", "Soviet Union", 'location:"Soviet Union"'),
        ("location", "Bombay", "location:Bombay"),
        ("publisher", '"”»〞', None),
        ("location", "São Paulo", 'location:"São Paulo"'),
        ("country", "BE", "country:BE"),
        ("year", "2025", "date:2025"),
        ("month", "2025-10", "date:2025-10"),
        ("language", "en-GB", "language:en-GB"),
        ("section", "A) OR (B", 'section:"A) OR (B"'),
    ],
)
def test_a_value_has_a_term_or_is_no_link(facet: str, value: str, term: str | None) -> None:
    assert term_of(facet, value, NOW) == term


@given(st.text(min_size=1, max_size=12), st.sampled_from(["agency", "publisher", "section", "location"]))
def test_no_value_of_a_feed_breaks_out_of_its_term(value: str, facet: str) -> None:
    term = term_of(facet, value, NOW)
    if term is not None:
        assert isinstance(read(term).tree, tree.Keyword | tree.Location)
        narrowed = read(narrower(read("ferry"), NOW)(term)).tree
        assert isinstance(narrowed, And)
        assert narrowed.children == (tree.Word("ferry"), read(term).tree)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("ferry agency:ap", [("agency: ap", "ferry")]),
        ("ferry AND -agency:ap AND port", [("not agency: ap", "ferry AND port")]),
        ("agency:ap AND ferry", [("agency: ap", "ferry")]),
        ("ferry AND agency:ap", [("agency: ap", "ferry")]),
        ("ferry agency:(ap OR reuters) port", [("agency:ap OR agency:reuters", "ferry AND port")]),
        ("ferry (date:2025-10)", [("October 2025", "ferry")]),
        ("agency:ap", [("agency: ap", "")]),
        ("location:belgium", [("place: belgium", "")]),
        ("missing:byline has:url", [("no byline", "has:url"), ("has url", "missing:byline")]),
        ("(a1 OR b1) date:2025", [("2025", "(a1 OR b1)")]),
        ("ferry port", []),
        ("(agency:ap ferry) OR port", []),
    ],
)
def test_filters_can_be_taken_away(query: str, expected: list[tuple[str, str]]) -> None:
    assert [(chip.label, chip.without) for chip in chips(read(query), NOW)] == expected


@given(trees)
def test_a_query_without_a_filter_is_its_other_sides(node: tree.Node) -> None:
    query = read(canonical(node))
    sides = query.tree.children if isinstance(query.tree, And) else (query.tree,)
    for chip in chips(query, NOW):
        left = read(chip.without or "*").tree
        rest = left.children if isinstance(left, And) else () if isinstance(left, Everything) else (left,)
        assert len(rest) in (len(sides) - 1, len(sides) - 2)
        assert all(each in sides for each in rest)


@pytest.mark.parametrize(
    ("first", "last", "term"),
    [
        ("2025-01-01", "2025-12-31", "date:2025"),
        ("2023-01-01", "2025-12-31", "date:2023..2025"),
        ("2025-02-01", "2025-02-28", "date:2025-02"),
        ("2024-02-01", "2024-02-28", "date:2024-02-01..2024-02-28"),
        ("2025-01-01", "2025-03-31", "date:2025-01..2025-03"),
        ("2025-10-23", "2025-10-23", "date:2025-10-23"),
        ("2025-10-20", "2025-10-26", "date:2025-10-20..2025-10-26"),
        ("0999-01-01", "0999-12-31", "date:0999"),
        ("9999-12-01", "9999-12-31", "date:9999-12"),
        ("2025-10-20", None, "date:2025-10-20.."),
        (None, "2025-10-20", "date:..2025-10-20"),
    ],
)
def test_days_have_a_short_term_that_means_them(first: str | None, last: str | None, term: str) -> None:
    days = Days(day(first) if first else None, day(last) if last else None)
    assert days_term(days.first, days.last) == term
    assert read(term).tree == days


@given(st.dates(), st.dates())
def test_any_days_have_a_term_that_means_them(one: dt.date, other: dt.date) -> None:
    first, last = min(one, other), max(one, other)
    assert read(days_term(first, last)).tree == Days(first, last)


@pytest.mark.parametrize(
    ("query", "zoomed"),
    [
        ("ferry", "ferry date:2025-10"),
        ("ferry date:2025", "ferry date:2025-10"),
        ("since:2025-01 ferry until:2025-12", "ferry date:2025-10"),
        ("ferry OR port", "(ferry OR port) date:2025-10"),
        ("date:2025", "date:2025-10"),
        ("*", "date:2025-10"),
        ("ferry OR date:2024", "(ferry OR date:2024) date:2025-10"),
    ],
)
def test_zooming_takes_the_place_of_the_dates(query: str, zoomed: str) -> None:
    assert zoomer(read(query), NOW)(day("2025-10-01"), day("2025-10-31")) == zoomed


def test_zooming_out_leaves_the_query() -> None:
    assert zoomer(read("ferry date:2025"), NOW)(None, None) == "ferry"
    assert undated(read("date:2025"), NOW) == ""


def test_days_of_several_filters_are_what_they_have_in_common() -> None:
    assert days_of(read("since:2025-01-05 date:2025-01 ferry")) == Days(day("2025-01-05"), day("2025-01-31"))
    assert days_of(read("ferry")) is None


def test_whole_months_and_years_have_names() -> None:
    assert days_named(Days(day("2025-10-01"), day("2025-10-31"))) == "October 2025"
    assert days_named(Days(day("2025-01-01"), day("2025-12-31"))) == "2025"
    assert days_named(Days(day("2025-10-02"), day("2025-10-31"))) == "2 to 31 October 2025"
