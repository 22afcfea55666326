"""What a random search once found, as cases that every run tries.

`make nightly` searches and prints what it finds. Where a test takes its examples as arguments, one is kept beside
it as `@example`; where they are bytes that damage made of a sample, they are kept here, as they were or, which is
better, as the kind that they are of.
"""

from __future__ import annotations

import pytest

from morgue.feeds import FORMATS
from tests.feeds.test_readers import OWN, reads_within_its_contract
from tests.test_growth import document

CONTROLS = [chr(each) for each in range(0x20) if chr(each) not in "\t\n\r"]
"""Characters that a field never holds, whatever the document does."""

KEPT = (*OWN, "ninjs")
"""Formats in which JSON may write a control as an escape, as one of the story's characters."""

FOUND = [
    ("newsml-g2", b"<newsItem>" + b"<a>" * 300),
    ("nitf", b"<nitf><body><body.head><hedline><hl1>a\x00b</hl1></hedline></body.head></body></nitf>"),
    (
        "rss",
        b'<rss version="2.0"><channel><item><title>a</title><pubDate>0000-00-00</pubDate></item></channel>',
    ),
    ("json", b'[{"headline": "\\ud800", "body": "b"}]'),
    ("csv", b"headline,body\n\x01,\x02\n"),
    ("mail", b"From: a\nSubject: =?utf-7?q?+?=\n\nb\n"),
    ("warc", b"WARC/1.0\r\nContent-Length: -1\r\n\r\n"),
    ("wire", b"\x01\x02\x03\x04"),
    ("html", b"<html><title>a</title><p>" + b"\xff" * 40),
    ("reuters", b"<!DOCTYPE lewis>\n<REUTERS><TEXT><TITLE>a&#0;"),
    ("trec", b"<DOC><DOCNO>1<TEXT>\xc3"),
    ("nexis", b"1 of 2 DOCUMENTS\n\nA\x00\n\nMay 4, 2009\n\nB:\n\n2 of 1 DOCUMENTS\n\n\xff"),
    ("nexis", b"<DOCFULL><div>1 of 0 DOCUMENTS</div><div>" * 3),
]
"""A format, and a document of it with damage of a kind that the search makes."""


@pytest.mark.parametrize("name", [each for each in FORMATS if each not in KEPT])
def test_no_control_of_a_document_comes_into_a_field(name: str) -> None:
    for control in CONTROLS:
        reads_within_its_contract(name, document(name, f"Ferry {control}sails{control} "))


@pytest.mark.parametrize(("name", "data"), FOUND, ids=[f"{name} {at}" for at, (name, _) in enumerate(FOUND)])
def test_what_was_found_holds(name: str, data: bytes) -> None:
    reads_within_its_contract(name, data)
