"""The field registry: every room knows the same fields, a field is one row, and a change on disk is a new format."""

from __future__ import annotations

import json
import pickle
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import pytest

from morgue.engines.base import Document
from morgue.engines.document import document
from morgue.ingest.entries import encoded
from morgue.model.article import FIELDS, Article, Edition, Lineage, Place, Source
from morgue.model.fields import ASKED_OF_OTHERS, FORMATS, KEYS, ROWS, Kind, format_of, on_disk
from morgue.model.schema import article_schemas
from morgue.storage.catalog import schema as catalog_schema
from morgue.storage.cluster.facts import CLUSTER_FORMAT
from morgue.storage.directory.commit_point import FORMAT, Seal

STORY = Article(
    id="abcdefghijklmnop",
    headline="CORRECTED-Ferry late",
    body="The ferry was late.",
    boilerplate="All rights reserved.",
    published="2025-10-23T10:00:00Z",
    updated="2025-10-24",
    day="2025-10-23",
    dateline="GHENT",
    locations=(Place("Ghent", "BE"),),
    agency="Reuters",
    publisher="The Harbour Post",
    byline="By Ann Quay",
    section=("World",),
    keywords=("ferries", "delays"),
    language="en",
    url="https://example.org/1",
    type="picture",
    other_headlines=("No ferry yet", "Ferry late again"),
    edition=Edition("2025-10-23", "A1, A14", "Late City", "CXII"),
    lineage=Lineage("correction", ("ponmlkjihgfedcba",), 3),
    story="abcdefghijklmnoa",
    copies=3,
    source=Source("a/b.xml", "rss", "c", 1, 2, "0" * 64),
    evidence={"day": "dateline"},
)
"""A story that has every field."""


def test_an_article_has_the_keys_of_the_registry() -> None:
    assert set(FIELDS) == set(KEYS)
    assert list(STORY.to_json()) == list(FIELDS)
    assert set(article_schemas()) == set(FIELDS)


def test_an_article_comes_back_from_its_json() -> None:
    assert Article.from_json(json.loads(json.dumps(STORY.to_json()))) == STORY
    unknown = Article("abcdefghijklmnop", None, None, locations=None, section=None, keywords=None)
    assert Article.from_json(unknown.to_json()) == unknown


@pytest.mark.parametrize("name", FIELDS)
def test_one_value_is_that_of_the_whole(name: str) -> None:
    assert STORY.value_json(name) == STORY.to_json()[name]


def test_what_tells_versions_apart_is_all_but_the_source_and_the_place_in_a_story() -> None:
    told = [name for name in FIELDS if name not in ("source", "story", "copies")]
    assert STORY.facts() == {name: getattr(STORY, name) for name in told}


def test_an_article_that_stands_alone_is_its_own_story() -> None:
    alone = replace(STORY, story=None, copies=1)
    assert alone.to_json()["story"] == alone.value_json("story") == alone.id
    assert alone.to_json()["copies"] == 1
    stored = json.loads(encoded(alone)[0])
    assert "story" not in stored
    assert Article.from_json(stored) == Article.from_json(alone.to_json()) == alone
    assert Article.from_json(stored).story == alone.id
    assert encoded(alone)[1] == encoded(STORY)[1]
    assert Article.from_json(json.loads(encoded(STORY)[0])) == STORY


@pytest.mark.parametrize("row", [row for row in ROWS if row.part_of], ids=lambda row: row.name)
def test_a_part_is_of_a_key(row: Any) -> None:
    assert row.part_of in KEYS
    assert not row.form


@pytest.mark.parametrize(
    "row", [row for row in ROWS if row.has or row.kind is Kind.KEYWORD], ids=lambda row: row.name
)
def test_what_can_be_asked_for_can_be_told(row: Any) -> None:
    assert row.label, "explain says: articles that have …"


# -- between worker and writer -----------------------------------------------------------------------------------


@dataclass(slots=True)
class Longer(Document):
    """A document with one more field, as the next change may make it."""

    words: int = 0


def different_values() -> Iterator[Any]:
    """A value for each field of a document, none equal to another or to a default."""
    yield from (
        "an id",
        7,
        b"{}",
        {"body": "x"},
        {"agency": ("y",)},
        {"agency": ("Z",)},
        ["body"],
        20251023,
        9,
    )
    yield from ({"published": (1, 2)}, {"words": 3}, "de", {"body": "z"}, [("a", "b")], 11, 12)


def test_no_field_is_lost_between_worker_and_writer() -> None:
    sent = Document(*different_values())
    assert len(fields(Document)) == len(list(different_values()))
    assert pickle.loads(pickle.dumps(sent)) == sent
    longer = Longer(*different_values(), words=512)
    came = pickle.loads(pickle.dumps(longer))
    assert came == longer
    assert came.words == 512


def test_every_value_that_is_searched_is_in_the_document() -> None:
    made = document(STORY, 3)
    known = {*made.texts, *made.values, *made.facets, *made.spans, *made.numbers, "day", "id"}
    searched = {row.name for row in ROWS if row.kind not in (Kind.FACT, Kind.PERIOD, *ASKED_OF_OTHERS)}
    assert known == searched
    assert set(made.has) == {row.name for row in ROWS if row.has}


# -- a schema changed without a new format -------------------------------------------------------------------------


def test_the_format_is_that_of_the_fields() -> None:
    assert (FORMAT, CLUSTER_FORMAT) == format_of(ROWS) == next(reversed(FORMATS.values()))


@pytest.mark.parametrize(
    "changed",
    [
        (*ROWS, replace(ROWS[1], name="strapline")),
        ROWS[:-10],
        tuple(replace(row, kind=Kind.TEXT) if row.name == "section" else row for row in ROWS),
        tuple(replace(row, shown=True) if row.name == "url" else row for row in ROWS),
        tuple(replace(row, has=True) if row.name == "format" else row for row in ROWS),
        tuple(replace(row, form="texts") if row.name == "byline" else row for row in ROWS),
    ],
    ids=["a text more", "some fewer", "another kind", "kept as written", "has:", "another form"],
)
def test_other_fields_on_disk_need_another_format(changed: tuple[Any, ...]) -> None:
    with pytest.raises(
        LookupError, match=rf"add 0x[0-9a-f]{{8}}: \({FORMAT + 1}, {CLUSTER_FORMAT + 1}\) to FORMATS"
    ):
        format_of(changed)


@pytest.mark.parametrize(
    "changed",
    [
        tuple(reversed(ROWS)),
        tuple(
            replace(row, label="a thing", title="Thing", aliases=("thing",), hit=True, facet=0)
            for row in ROWS
        ),
    ],
    ids=["another order", "other names"],
)
def test_names_and_order_are_not_on_disk(changed: tuple[Any, ...]) -> None:
    assert on_disk(changed) == on_disk(ROWS)


def tantivy_shape(where: Path) -> object:
    from morgue.engines.tantivy.engine import TantivyEngine

    where.mkdir()
    TantivyEngine.create(where)
    schema = json.loads((where / "meta.json").read_bytes())["schema"]
    return sorted(schema, key=lambda each: str(each["name"]))


def whoosh_shape(where: Path) -> object:
    from morgue.engines.whoosh.fields import schema

    return sorted(
        (name, type(kind).__name__, type(kind.format).__name__, type(kind.column_type).__name__)
        for name, kind in schema().items()
    )


def opensearch_shape(where: Path) -> object:
    from morgue.engines.opensearch.address import Shape
    from morgue.engines.opensearch.mapping import Layout, companions, template

    shape = Shape()
    return [template(Layout("a"), shape), companions(Layout("a"), shape)]


def catalog_shape(where: Path) -> object:
    return " ".join(line.partition("--")[0].strip() for line in catalog_schema().splitlines())


def seal_shape(where: Path) -> object:
    where.mkdir()
    Seal("id", "tantivy", 1, "index-1", 2, {}, []).write(where)
    return (where / "seal.json").read_text().splitlines()[0]


def stored_shape(where: Path) -> object:
    return STORY.to_json()


SHAPES = {
    "tantivy": (tantivy_shape, {5: 0xD7834918, 6: 0x31F07B31, 7: 0x885ADE3D, 8: 0xAA2FFDAE}),
    "whoosh": (whoosh_shape, {5: 0x5C7F9528, 6: 0x5AF23E7A, 7: 0x21B123A0, 8: 0xF61CB21B}),
    "opensearch": (opensearch_shape, {3: 0xAC1DECEB, 4: 0xD9224FEC, 5: 0xF52192C8, 6: 0x531016BE}),
    "catalog": (catalog_shape, {5: 0xFE24C680, 6: 0xFE24C680, 7: 0xFE24C680, 8: 0x97C2CB8A}),
    "seal": (seal_shape, {5: 0x08510B6B, 6: 0x8FFE855B, 7: 0xF29BFF4B, 8: 0x06194378}),
    "stored article": (stored_shape, {5: 0x2C728D05, 6: 0x601D54EE, 7: 0x601D54EE, 8: 0x9A101D48}),
}
"""What stands on the disk, and the checksum of its shape in each format."""


@pytest.mark.parametrize("name", SHAPES)
def test_what_is_on_disk_changes_with_the_format_only(name: str, tmp_path: Path) -> None:
    shape, known = SHAPES[name]
    said = json.dumps(shape(tmp_path / "new"), sort_keys=True)
    version = CLUSTER_FORMAT if name == "opensearch" else FORMAT
    found = f"0x{zlib.crc32(said.encode()):08x}"
    assert known.get(version) == int(found, 16), (
        f"archives of format {version} have another {name}: change FORMATS in morgue/model/fields.py, "
        f"and note {found} for the new format here"
    )
