"""objects: every branch of a document is read, containers are no stories, tables by columns are tables."""

from __future__ import annotations

import json
from typing import Any

import pytest

from morgue.errors import NoArticle
from morgue.feeds import feed_of_bytes, pick
from morgue.feeds.tables.json_stories import stories_in
from morgue.model.article import Article


def read(document: Any, name: str = "a.json") -> list[Article]:
    data = document if isinstance(document, bytes) else json.dumps(document).encode()
    reader = pick(data, name)
    return list(reader.read(feed_of_bytes(data, path=name, format=reader.name)))


def story(name: str, **more: Any) -> dict[str, Any]:
    return {"title": name, "text": f"What {name} says.", **more}


A, B, C = story("Ayr"), story("Bude"), story("Cork")


@pytest.mark.parametrize(
    "document",
    [
        {"1": A, "2": B},
        {"-Nx1a": A, "-Nx1b": B},
        {"articles": {"ayr": A, "bude": B}},
        {"top": [A], "latest": [B]},
        {"sections": {"harbour": [A], "ferries": [B]}},
        {"2025-03-03": [A], "2025-03-04": [B]},
        {"lead": A, "articles": [B]},
        {"articles": [A], "featured": [B]},
        {"a": {"list": [A]}, "b": {"list": [B]}},
        {"startseite": {"aufmacher": A}, "ressorts": [{"name": "Hafen", "meldungen": [B]}]},
        [[A], [B]],
        [[[A]], {"suite": [B]}],
        [None, A, 7, B],
        {"article": story("Ayr", date="2025-03-03"), "latest": [B]},
        {"people": [story("Ayr", date="2025-03-03")], "media": [story("Bude", url="https://x.example/b/1")]},
        {"a": {"b": {"c": {"d": {"e": {"f": {"g": {"h": {"i": [A, B]}}}}}}}}},
        {"title": "The archive", "data": [A, B]},
        {"title": "The archive", "url": "https://x.example/all", "children": [{"data": A}, {"data": B}]},
    ],
)  # fmt: skip
def test_every_branch_is_read(document: Any) -> None:
    assert [(each.headline, each.body) for each in read(document)] == [
        ("Ayr", "What Ayr says."),
        ("Bude", "What Bude says."),
    ]


@pytest.mark.parametrize(
    "container",
    [
        [{"title": "World", "url": "https://x.example/world", "items": [A]}],
        [{"title": "World", "items": [A]}, {"title": "Port", "url": "https://x.example/port", "articles": []}],
        {"title": "Monde", "link": "https://x.example/monde", "articles": [A]},
        {"heading": "Welt", "url": "https://x.example/welt", "stories": [A]},
        {"title": "Mundo", "description": "Noticias", "url": "https://x.example/mundo", "posts": [A]},
        {"title": "World", "url": "https://x.example/world", "rows": {"1": A}},
    ],
)  # fmt: skip
def test_a_container_is_no_story(container: Any) -> None:
    assert "Ayr" in [each.headline for each in read(container)]
    assert {each.headline for each in read(container)}.isdisjoint({"World", "Monde", "Welt", "Mundo"})


@pytest.mark.parametrize(
    "part",
    [
        {"images": [{"title": "The quay", "url": "https://x.example/quay.jpg"}]},
        {"related": [story("Bude", url="https://x.example/b/1")]},
        {"author": {"title": "Editor", "name": "Ann Lee", "url": "https://x.example/staff/ann"}},
        {"links": [{"title": "More", "url": "https://x.example/more/1"}]},
        {"seeAlso": {"1": story("Bude")}},
    ],
)
def test_what_is_inside_a_story_is_none(part: dict[str, Any]) -> None:
    assert [each.headline for each in read([{**A, **part}])] == ["Ayr"]


def test_a_story_with_copy_and_posts_of_their_own_loses_neither() -> None:
    assert [each.headline for each in read({**A, "posts": [B, C]})] == ["Ayr", "Bude", "Cork"]


def test_an_item_that_is_sure_of_little_is_read_with_the_others() -> None:
    assert [each.headline for each in read([A, {"title": "Bude"}])] == ["Ayr", "Bude"]


def test_a_feature_is_a_story_where_it_is_no_geography() -> None:
    assert [each.headline for each in read([story("Ayr", type="feature")])] == ["Ayr"]
    with pytest.raises(NoArticle, match="GeoJSON"):
        read({"type": "Feature", "geometry": None, "properties": A})


@pytest.mark.parametrize(
    "table",
    [
        {"title": ["Ayr", "Bude"], "text": ["What Ayr says.", "What Bude says."]},
        {"source": "The Quay", "headline": ["Ayr", "Bude"], "body": ["What Ayr says.", "What Bude says."], "n": [1, 2]},
        {"titre": {"0": "Ayr", "1": "Bude"}, "texte": {"0": "What Ayr says.", "1": "What Bude says."}},
        {"title": {"5": "Ayr", "9": "Bude"}, "text": {"5": "What Ayr says.", "9": "What Bude says."}},
        {"columns": ["title", "text"], "index": [0, 1], "data": [["Ayr", "What Ayr says."], ["Bude", "What Bude says."]]},
        {"fields": [{"name": "title"}, {"name": "text"}], "rows": [["Ayr", "What Ayr says."], ["Bude", "What Bude says."]]},
        {"range": "A1:B3", "values": [["title", "text"], ["Ayr", "What Ayr says."], ["Bude", "What Bude says."]]},
        {"answer": {"table": {"titel": ["Ayr", "Bude"], "inhalt": ["What Ayr says.", "What Bude says."]}}},
    ],
)  # fmt: skip
def test_tables_by_columns(table: Any) -> None:
    expected = [("Ayr", "What Ayr says."), ("Bude", "What Bude says.")]
    assert [(each.headline, each.body) for each in read(table)] == expected
    rows = json.dumps(table).encode() + b"\n"
    assert [(each.headline, each.body) for each in read(rows, "a.jsonl")] == expected


@pytest.mark.parametrize(
    "row",
    [
        {"title": "Ayr", "text": ["One.", "Two."], "tags": ["a", "b"]},
        {"title": ["Ayr"], "text": ["One.", "Two."]},
        {"title": ["Ayr"], "text": ["One.\n\nTwo."]},
        {
            "title": {"rendered": "Ayr"},
            "content": {"rendered": "<p>One.</p><p>Two.</p>"},
            "date": "2025-03-03",
        },
    ],
)
def test_lists_of_one_story_are_no_table(row: Any) -> None:
    assert [(each.headline, each.body) for each in read([row])] == [("Ayr", "One.\n\nTwo.")]


@pytest.mark.parametrize(
    "lines",
    [
        [{"articles": [A]}, {"articles": [B, C]}],
        [[A], [B, C]],
        [{"page": 1, "response": {"docs": [A, B]}}, {"page": 2, "response": {"docs": [C]}}],
        [{"1": A, "2": B}, {"3": C}],
        [{"title": "Port", "items": [A]}, B, {"title": "Sea", "data": [C]}],
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", ["a.jsonl", "a.txt"])
def test_lists_of_stories_on_each_line(lines: list[Any], name: str) -> None:
    data = "".join(json.dumps(each) + "\n" for each in lines).encode()
    assert [each.headline for each in read(data, name)] == ["Ayr", "Bude", "Cork"]


def test_nested_lists_are_walked_once() -> None:
    deep: dict[str, Any] = {"title": ["x"], "text": ["y"], "items": [A]}
    for _ in range(60):
        deep = {"title": ["x"], "items": [deep]}
    assert stories_in(deep, {})[-1] is A
