"""Records cut out of a stream of XML."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest

from morgue.feeds import Feed, feed_of_bytes
from morgue.feeds.platforms import pieces
from morgue.feeds.platforms.pieces import Once, Records
from tests.growth import grows_too_fast, run_of


class Dripping(io.BytesIO):
    """A stream that gives a few bytes at a time, whatever it is asked for."""

    step = 7

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(min(self.step, size) if size and size > 0 else self.step)


def feed(data: str, *, step: int = 0) -> Feed:
    made = feed_of_bytes(data.encode(), path="x")
    if step:
        stream = Dripping(data.encode())
        stream.step = step
        made = replace(made, stream=stream)
    return made


DOCUMENT = (
    '<r xmlns:a="urn:a"><name>Head</name><item n="1">one</item> between <item><![CDATA[</item><item>]]>two</item>'
    "<a:item>three</a:item><itemised>no</itemised><item/></r>"
)


@pytest.mark.parametrize("step", [0, 1, 2, 3, 5, 11, 60])
def test_records_are_the_same_however_the_stream_comes(step: int) -> None:
    records = Records(feed(DOCUMENT, step=step), "item")
    found = [("".join(element.itertext()), piece.offset) for element, piece in records]
    places = [DOCUMENT.index(mark) for mark in ('<item n="1"', "<item><!", "<a:item>")]
    assert found == list(zip(("one", "</item><item>two", "three"), places, strict=True))
    assert records.head == b'<r xmlns:a="urn:a"><name>Head</name>'
    head = records.head_element("r")
    assert head is not None
    assert head[0].text == "Head"


def test_a_record_longer_than_the_bound_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "MAX_RECORD_BYTES", 10_000)
    monkeypatch.setattr(pieces, "CHUNK_BYTES", 1_000)
    given = feed(f"<r><item>one</item><item>{'x' * 50_000}</item><item>three</item></r>")
    assert [element.text for element, _ in Records(given, "item")] == ["one", "three"]
    assert len(given.complaints) == 1
    assert "is longer than" in given.complaints[0].message


def test_a_record_can_be_made_shorter_as_it_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "MAX_RECORD_BYTES", 10_000)
    monkeypatch.setattr(pieces, "CHUNK_BYTES", 1_000)
    inner = "".join(f"<v>{number:05}{'x' * 500}</v>" for number in range(200))
    data = f"<r><item>{inner}</item><item>two</item></r>"
    given = feed(data)
    first, second = Records(given, "item", shrink=lambda page: b"<item>" + page[page.rfind(b"<v>") :])
    assert first[0][-1].text.startswith("00199")
    assert (first[1].offset, first[1].length) == (3, len(inner) + 13)
    assert data.encode()[second[1].offset :].startswith(b"<item>two")
    assert given.complaints == []


def test_what_cannot_be_read_is_complained_of() -> None:
    given = feed(f"<r><item>{'<a>' * 400}</item><item>two</item></r>")
    assert [element.text for element, _ in Records(given, "item")] == ["two"]
    assert len(given.complaints) == 1


def test_a_document_without_a_record() -> None:
    assert list(Records(feed("<r><a/></r>"), "item")) == []
    assert list(Records(feed(""), "item")) == []


def test_an_identifier_is_told_from_a_copy_of_it() -> None:
    once = Once()
    assert [once.name("a", "x"), once.name("a", "y"), once.name("b", "z"), once.name(None, "q")] == [
        "a",
        "a#y",
        "b",
        None,
    ]


@pytest.mark.parametrize("unit", ["<![CDATA[", "]]>", "<item>", "<item ", "</item>", "<", "<item/>"])
def test_work_grows_with_the_stream(unit: str) -> None:
    def cut(given: str) -> int:
        return sum(1 for _ in pieces.pieces(feed(f"<r><item>{given}"), "item"))

    assert not grows_too_fast(cut, run_of(unit))
