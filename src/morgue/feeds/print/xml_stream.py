"""Read large XML documents of print an element at a time, so that a book of a thousand pages needs the memory of one.

No entity is expanded and nothing is fetched. A document that breaks off, or is damaged, is read up to there.
"""

from __future__ import annotations

from collections.abc import Iterator

from morgue.feeds.support.xml import pull_parser
from morgue.feeds.support.xml_elements import Element
from morgue.io.feed import Feed


class _Counted:
    """The stream of a feed, with how many bytes were read of it."""

    def __init__(self, feed: Feed) -> None:
        self._stream = feed.stream
        self.count = 0

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self.count += len(data)
        return data


def elements(feed: Feed, *names: str) -> Iterator[tuple[Element, int]]:
    """Yield each element of these local names when its end is read, and how many bytes were read by then.

    What was yielded before is gone; what is before it and of another name stays. Damage ends the document, and is complained of.
    """
    from lxml import etree

    stream = _Counted(feed)
    context = pull_parser(stream, ["{*}" + name for name in names])
    before: Element | None = None
    try:
        for _, node in context:
            if before is not None and (parent := before.getparent()) is not None:
                parent.remove(before)
            etree.strip_elements(node, etree.Entity, with_tail=False)  # else XPath's string() expands them
            yield node, stream.count
            node.clear()
            before = node
    except etree.XMLSyntaxError as error:
        feed.complain(f"the XML is damaged or truncated, and was read up to there: {error.msg}")
