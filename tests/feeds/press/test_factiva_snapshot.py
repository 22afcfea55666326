"""Factiva's Snapshots and Streams: Avro, JSON and CSV with the same fields."""

from __future__ import annotations

import contextlib
import csv
import io
import json

import pytest

from morgue.errors import FeedError, NoArticle
from morgue.feeds import pick
from morgue.feeds.press import factiva_snapshot
from morgue.io.feed import Feed, feed_of_bytes
from morgue.model.article import Article
from tests.feeds.press.avro_file import CODECS, avro_file

QUAY: dict[str, str | int] = {
    "an": "HARBT00020200103eg130000e",
    "publication_date": 1_578_009_600_000,
    "publication_datetime": 1_578_042_600_000,
    "modification_datetime": 1_578_050_000_000,
    "title": "The quay stays shut",
    "byline": "By Ann Roe",
    "dateline": "PORTHOLM",
    "snippet": "The old quay of Portholm stays shut until the spring, the council said.",
    "body": "Ships use the north quay.\n\nThe ferry does not run.",
    "source_code": "HARBT",
    "source_name": "The Harbour Times",
    "publisher_name": "Harbour Press",
    "language_code": "en",
    "section": "News",
    "copyright": "(c) 2020 Harbour Press",
    "subject_codes": ",gtrans,gcat,",
    "action": "add",
}
FERRY = QUAY | {
    "an": "HARBT00020200104eg140000x",
    "title": "No ferry on Sunday",
    "byline": "",
    "dateline": "",
}
KILL: dict[str, str | int] = {
    "an": "HARBT00020200105eg150000y",
    "action": "del",
    "snippet": "",
    "source_code": "",
}


def _csv(rows: list[dict[str, str | int]], delimiter: str = ",") -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(QUAY), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


FORMS = {
    "lines": lambda rows: "\n".join(map(json.dumps, rows)).encode(),
    "list": lambda rows: json.dumps(rows, indent=1).encode(),
    "stream": lambda rows: json.dumps(
        {"data": [{"id": "x", "type": "article", "attributes": each} for each in rows]}
    ).encode(),
    "csv": _csv,
    "tsv": lambda rows: _csv(rows, "\t"),
    "utf-16": lambda rows: _csv(rows).decode().encode("utf-16"),
} | {name: (lambda rows, name=name: avro_file(rows, name)) for name in CODECS}


def _read(data: bytes) -> tuple[list[Article], Feed]:
    assert pick(data[:65536], "part-000").name == "factiva-snapshot"
    feed = feed_of_bytes(data, path="part-000", format="factiva-snapshot")
    return list(factiva_snapshot.read(feed)), feed


@pytest.mark.parametrize("form", FORMS)
def test_the_lead_and_the_body_are_the_text_in_every_form(form: str) -> None:
    (quay, ferry), feed = _read(FORMS[form]([QUAY, FERRY]))
    assert (quay.headline, ferry.headline) == ("The quay stays shut", "No ferry on Sunday")
    assert quay.body == f"{QUAY['snippet']}\n\n{QUAY['body']}"
    assert (quay.day, quay.published, quay.updated) == (
        "2020-01-03",
        "2020-01-03T09:10:00+00:00",
        "2020-01-03T11:13:20+00:00",
    )
    assert (quay.publisher, quay.byline, quay.section, quay.language) == (
        "The Harbour Times",
        "Ann Roe",
        ("News",),
        "en",
    )
    assert quay.dateline == "PORTHOLM"
    assert feed.complaints == []


def test_an_article_has_the_same_id_as_in_an_export_of_the_site() -> None:
    (upper,), _ = _read(FORMS["lines"]([QUAY | {"an": str(QUAY["an"]).upper()}]))
    text = (
        "HD  The quay stays shut\nPD  3 January 2020\nSN  The Harbour Times\nLP  Shut.\nTD  Until spring.\n"
        f"AN  Document {QUAY['an']}\n"
    )
    feed = feed_of_bytes(text.encode(), path="a.txt", format="factiva")
    (printed,) = pick(text.encode(), "a.txt").read(feed)
    assert upper.id == printed.id


def test_midnight_is_a_day_and_a_moment_may_be_text() -> None:
    (day,), _ = _read(FORMS["lines"]([QUAY | {"publication_datetime": QUAY["publication_date"]}]))
    assert day.published == "2020-01-03"
    (text,), _ = _read(FORMS["lines"]([QUAY | {"publication_datetime": "2020-01-03T09:10:00.000Z"}]))
    assert text.published == "2020-01-03T09:10:00+00:00"


def test_a_record_that_deletes_is_counted() -> None:
    stories, feed = _read(FORMS["lines"]([QUAY, KILL]))
    assert len(stories) == 1
    assert "delete" in feed.complaints[0].message


def test_an_avro_file_that_is_cut_off_gives_what_is_whole() -> None:
    data = avro_file([QUAY, FERRY])
    stories, feed = _read(data[:-60])
    assert [each.headline for each in stories] == ["The quay stays shut"]
    assert "cut off" in feed.complaints[0].message


@pytest.mark.parametrize("codec", CODECS)
def test_damage_in_an_avro_file_is_a_complaint(codec: str) -> None:
    data = avro_file([QUAY, FERRY], codec)
    for at in range(4, len(data), 7):
        feed = feed_of_bytes(data[:at] + b"\xff" + data[at + 1 :], path="a.avro", format="factiva-snapshot")
        with contextlib.suppress(NoArticle):
            list(factiva_snapshot.read(feed))


def test_a_damaged_table_gives_what_is_above() -> None:
    lines = _csv([QUAY, FERRY]).split(b"\r\n")
    stories, feed = _read(b"\r\n".join([lines[0], b"\r\n".join(lines[1:-2]), b"HARBT\rx,1"]))
    assert [each.headline for each in stories] == ["The quay stays shut"]
    assert "damaged" in feed.complaints[0].message


def test_avro_with_other_fields_is_not_taken() -> None:
    with pytest.raises(FeedError):
        pick(avro_file([{"title": "A", "count": 3}]), "a.avro")


def test_a_table_with_a_snippet_of_the_text_is_another() -> None:
    table = json.dumps({"title": "A title", "snippet": "The beginning…", "body": "The beginning of it."})
    assert pick(f"{table}\n{table}\n".encode(), "a.jsonl").name == "jsonl"
