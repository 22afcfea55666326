"""richtext: the documents of editors that content systems keep as JSON, and what is no such document."""

from __future__ import annotations

import json as standard
from typing import Any

import pytest

from morgue.feeds import feed_of_bytes
from morgue.feeds.support.rich_text import parts_of, text_of
from morgue.feeds.tables import json


def mark(text: str, *kinds: str) -> dict[str, Any]:
    return {"type": "text", "text": text, "marks": [{"type": kind} for kind in kinds]}


def value(text: str) -> dict[str, Any]:
    return {"nodeType": "text", "value": text, "marks": [], "data": {}}


TIPTAP = {
    "type": "doc",
    "content": [
        {"type": "heading", "attrs": {"level": 2}, "content": [mark("Fog")]},
        {
            "type": "paragraph",
            "content": [mark("The "), mark("Hilda", "bold"), mark(", a ferry, lay still.")],
        },
        {"type": "paragraph"},
        {
            "type": "bulletList",
            "content": [
                {"type": "listItem", "content": [{"type": "paragraph", "content": [mark("Two hurt")]}]}
            ],
        },
        {"type": "paragraph", "content": [mark("One"), {"type": "hardBreak"}, mark("two")]},
    ],
}
CONTENTFUL = {
    "nodeType": "document",
    "data": {},
    "content": [
        {
            "nodeType": "paragraph",
            "data": {},
            "content": [
                value("Le port "),
                {
                    "nodeType": "hyperlink",
                    "data": {"uri": "https://p.example"},
                    "content": [value("d’Ostende")],
                },
                value(" ferme."),
            ],
        },
        {"nodeType": "embedded-asset-block", "data": {"target": {}}, "content": []},
        {
            "nodeType": "blockquote",
            "data": {},
            "content": [{"nodeType": "paragraph", "content": [value("Non.")]}],
        },
    ],
}
LEXICAL = {
    "root": {
        "type": "root",
        "children": [
            {
                "type": "paragraph",
                "children": [
                    {"type": "text", "text": "Der Hafen "},
                    {
                        "type": "link",
                        "url": "https://p.example",
                        "children": [{"type": "text", "text": "schließt"}],
                    },
                    {"type": "linebreak"},
                    {"type": "text", "text": "heute."},
                ],
            },
            {
                "type": "paragraph",
                "children": [
                    {"type": "link", "children": [{"type": "text", "text": "Die Fähren fahren wieder."}]}
                ],
            },
        ],
    }
}
SLATE = [
    {
        "type": "paragraph",
        "children": [{"text": "El puerto "}, {"text": "cierra", "bold": True}, {"text": "."}],
    },
    {
        "type": "ul",
        "children": [
            {"type": "li", "children": [{"text": "Hoy"}]},
            {"type": "li", "children": [{"text": "Mañana"}]},
        ],
    },
]
PORTABLE = [
    {
        "_type": "block",
        "style": "normal",
        "markDefs": [],
        "children": [{"_type": "span", "text": "Il porto "}, {"_type": "span", "text": "chiude."}],
    },
    {"_type": "image", "asset": {"_ref": "x"}, "caption": "La nave", "alt": "nave"},
]
DRAFT = {
    "blocks": [
        {"key": "a", "type": "unstyled", "text": "De haven sluit."},
        {"key": "b", "type": "atomic", "text": " "},
    ],
    "entityMap": {},
}
EDITOR = {
    "time": 1,
    "blocks": [
        {"type": "header", "data": {"text": "Mist", "level": 2}},
        {"type": "paragraph", "data": {"text": "Hamnen <b>stängs</b> &amp; töms."}},
        {"type": "list", "data": {"style": "ordered", "items": ["Ett", {"content": "Två", "items": []}]}},
        {"type": "quote", "data": {"text": "Nej", "caption": "Kaptenen"}},
        {"type": "table", "data": {"content": [["Båt", "Tid"]]}},
        {"type": "image", "data": {"file": {"url": "https://p.example/a.jpg"}, "caption": "Båten"}},
    ],
}
DOCUMENTS = {
    "tiptap": (TIPTAP, "Fog\n\nThe Hilda, a ferry, lay still.\n\nTwo hurt\n\nOne\ntwo"),
    "contentful": (CONTENTFUL, "Le port d’Ostende ferme.\n\nNon."),
    "lexical": (LEXICAL, "Der Hafen schließt\nheute.\n\nDie Fähren fahren wieder."),
    "slate": (SLATE, "El puerto cierra.\n\nHoy\n\nMañana"),
    "portable text": (PORTABLE, "Il porto chiude.\n\nLa nave"),
    "draft.js": (DRAFT, "De haven sluit."),
    "editor.js": (
        EDITOR,
        "Mist\n\nHamnen stängs & töms.\n\nEtt\n\nTvå\n\nNej\n\nKaptenen\n\nBåt\n\nTid\n\nBåten",
    ),
}


@pytest.mark.parametrize("as_text", [False, True])
@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_of_an_editor_is_text(name: str, as_text: bool) -> None:
    document, text = DOCUMENTS[name]
    assert text_of(standard.dumps(document) if as_text else document) == text


@pytest.mark.parametrize("key", ["body", "content", "text", "story_blocks"])
@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_document_is_the_body_of_a_story(name: str, key: str) -> None:
    document, text = DOCUMENTS[name]
    row = {"headline": "Port shut", "url": "https://p.example/1", "date": "2025-10-23", key: document}
    (story,) = json.read(feed_of_bytes(standard.dumps([row]).encode(), path="a.json"))
    assert story.body == text


@pytest.mark.parametrize(
    "other",
    [
        None, 7, "Plain words.", "[1, 2]", "{broken", [], {}, ["One.", "Two."], {"type": "doc"}, {"blocks": []},
        [{"name": "Ann Lee"}], {"root": {"children": []}}, {"rendered": "<p>A boat.</p>"}, {"en": "A boat.", "fr": "Un bateau."},
        {"type": "FeatureCollection", "features": []},
    ],
)  # fmt: skip
def test_other_values_are_no_documents(other: Any) -> None:
    assert text_of(other) is None


def test_a_tree_without_end_is_read_to_a_depth() -> None:
    node: dict[str, Any] = {"type": "text", "text": "deep"}
    for _ in range(500):
        node = {"type": "paragraph", "content": [node]}
    assert text_of({"type": "doc", "content": [node]}) is None


PARTS = [
    {"type": "kicker", "content": "Harbours", "mime": "text/plain"},
    {"type": "title", "content": "Port shut", "mime": "text/plain"},
    {"type": "byline", "content": "By Ann Lee", "mime": "text/plain"},
    {"type": "date", "content": 1325379405000, "mime": "text/plain"},
    None,
    {"type": "sanitized_html", "subtype": "paragraph", "content": "The port <b>closed</b>."},
    {"type": "image", "fullcaption": "The port in fog.", "imageURL": "https://p.example/a.jpg"},
    {"type": "sanitized_html", "subtype": "paragraph", "content": "It opens on Monday."},
    {"type": "author_info", "name": "Ann Lee", "bio": "Ann Lee covers harbours."},
]


def test_typed_parts_are_paragraphs_or_beside_them() -> None:
    assert parts_of(PARTS) == (
        ["The port closed.", "It opens on Monday."],
        ["Harbours", "Port shut", "By Ann Lee", "The port in fog."],
    )
    row = {"id": "b2e", "title": "Port shut", "article_url": "https://p.example/1", "contents": PARTS}
    (story,) = json.read(feed_of_bytes(standard.dumps([row]).encode(), path="a.json"))
    assert story.body == "The port closed.\n\nIt opens on Monday."
    assert story.boilerplate is not None
    assert "1325379405000" not in story.boilerplate
    assert "The port in fog." in story.boilerplate
    assert "Harbours" in story.boilerplate


def test_sections_with_headings_are_text() -> None:
    row = {
        "title": "Port shut", "url": "https://p.example/1",
        "sections": [{"heading": "Why", "text": "Fog lay on the water."}, {"heading": "How long", "text": "Two days."}],
    }  # fmt: skip
    (story,) = json.read(feed_of_bytes(standard.dumps([row]).encode(), path="a.json"))
    assert story.section == ()
    assert story.body == "Why\n\nFog lay on the water.\n\nHow long\n\nTwo days."


def test_a_document_in_a_cell_of_a_table_is_text() -> None:
    from morgue.feeds.tables import csv

    cell = standard.dumps(TIPTAP).replace('"', '""')
    data = f'headline,url,date,body\nPort shut,https://p.example/1,2025-10-23,"{cell}"\nFog lifts,https://p.example/2,2025-10-24,Ships sail.\n'
    bodies = [each.body for each in csv.read(feed_of_bytes(data.encode(), path="a.csv"))]
    assert bodies == [DOCUMENTS["tiptap"][1], "Ships sail."]


def test_a_document_beside_its_html_is_read_once() -> None:
    row = {
        "title": "Port shut",
        "url": "https://p.example/1",
        "content": {"raw": {"children": SLATE}, "html": "<p>El puerto cierra.</p>"},
    }
    (story,) = json.read(feed_of_bytes(standard.dumps([row]).encode(), path="a.json"))
    assert story.body == DOCUMENTS["slate"][1]
