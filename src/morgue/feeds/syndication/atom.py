"""Read Atom 1.0 (RFC 4287) and 0.3, and single entries."""

from __future__ import annotations

import re
from collections.abc import Iterator

from morgue.feeds.support.xml import root_name
from morgue.feeds.syndication.items import stories
from morgue.io.feed import Feed
from morgue.model.article import Article

_ATOM = re.compile(
    r"w3\.org/2005/atom|purl\.org/(?:atom|pie|echo)|example\.com/ne|echo/namespace", re.IGNORECASE
)
_BROKEN = re.compile(
    rb"<(?:\w+:)?feed\s[^<>]{0,400}(?:2005/Atom|purl\.org/atom)|<entry>\s*<(?:title|id|link)[\s>]"
)


def sniff(head: bytes, name: str) -> int:
    """Return 97 for a `feed` or `entry` in an Atom namespace, less for one in none or in a document cut short."""
    root = root_name(head)
    if root is not None and root[1].lower() in ("feed", "entry"):
        if is_own_feed(head, root[0]):
            return 40
        if root[0] is None:
            return 85 if root[1].lower() == "feed" else 60
        return 97 if _ATOM.search(root[0]) else 70
    if b"<" in head and _BROKEN.search(head[:8192]) and (root is None or root[1].lower() != "html"):
        return 55
    return 10 if root is not None and name.lower().endswith(".atom") else 0


_ENTRY = re.compile(rb"<(?:[\w.-]{1,20}:)?(?:entry|item|channel)[\s>]", re.IGNORECASE)
_NAME = re.compile(rb"<([A-Za-z\x80-\xff][^\s<>/:]{0,60})[\s/>]")
_OF_ATOM = frozenset(
    b"feed title subtitle tagline link id updated modified author contributor name uri url email category generator icon logo rights "
    b"copyright info summary".split()
)
"""The elements of a feed of Atom outside its entries."""

_ELEMENT = re.compile(
    rb"<(?:[\w.-]{1,20}:)?(?:link\s[^<>]{0,400}href|summary[\s>]|content[\s>])", re.IGNORECASE
)
"""What entries of Atom have that a publisher's own have not."""


def is_own_feed(head: bytes, namespace: str | None) -> bool:
    """Return whether a document with the root `feed` is of its publisher's own format.

    It holds stories and no entries, or is in a namespace of its own and holds no element of Atom.
    """
    if namespace is not None and _ATOM.search(namespace):
        return False
    if _ENTRY.search(head) is None:
        return any(name.lower() not in _OF_ATOM for name in _NAME.findall(head, 0, 65_536))
    return namespace is not None and _ELEMENT.search(head) is None


def read(feed: Feed) -> Iterator[Article]:
    """Yield the entries, in the order of the feed. Raises NoArticle where there is none that says anything."""
    return stories(feed)
