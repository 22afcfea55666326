"""Documents of print are read an element at a time, and nothing in them is expanded."""

from __future__ import annotations

from morgue.feeds import feed_of_bytes
from morgue.feeds.print.xml_stream import elements
from morgue.feeds.support.xml_elements import text_of

BOMB = (
    "<!DOCTYPE d ["
    + '<!ENTITY e0 "ha">'
    + "".join(f'<!ENTITY e{at} "{f"&e{at - 1};" * 10}">' for at in range(1, 12))
    + "]><d><page>x&e11;y</page></d>"
)


def test_elements_are_forgotten_when_the_next_is_read() -> None:
    data = b"<d>" + b"<page>a</page>" * 1000 + b"</d>"
    parents = [node.getparent() for node, _ in elements(feed_of_bytes(data, path="x"), "page")]
    assert len(parents) == 1000
    assert all(len(parent) <= 1 for parent in parents)


def test_namespaces_do_not_matter_and_places_grow() -> None:
    data = b'<d xmlns="a"><page>1</page><other/><page>2</page></d>'
    found = [(node.text, size) for node, size in elements(feed_of_bytes(data, path="x"), "page")]
    assert [text for text, _ in found] == ["1", "2"]
    assert all(0 < size <= len(data) for _, size in found)


def test_a_bomb_of_entities_is_not_expanded() -> None:
    feed = feed_of_bytes(BOMB.encode(), path="x")
    texts = [text_of(node) for node, _ in elements(feed, "page")]
    assert texts == ["xy"] or (texts == [] and feed.complaints)


def test_a_file_is_not_fetched() -> None:
    data = b'<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/hostname">]><d><page>x&a;</page></d>'
    assert [text_of(node) for node, _ in elements(feed_of_bytes(data, path="x"), "page")] == ["x"]


def test_damage_ends_the_document_and_is_named() -> None:
    feed = feed_of_bytes(b"<d><page>1</page><page>2</pag", path="x")
    assert [node.text for node, _ in elements(feed, "page")] == ["1"]
    assert "damaged or truncated" in feed.complaints[0].message
