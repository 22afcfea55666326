"""Atom 1.0 (RFC 4287) and 0.3, and single entries."""

from __future__ import annotations

import re
from collections.abc import Iterator

from morgue.article import Article
from morgue.feeds.feed import Feed
from morgue.feeds.items import stories
from morgue.feeds.xml import root_name

_ATOM = re.compile(
    r"w3\.org/2005/atom|purl\.org/(?:atom|pie|echo)|example\.com/ne|echo/namespace", re.IGNORECASE
)
_BROKEN = re.compile(
    rb"<(?:\w+:)?feed\s[^<>]{0,400}(?:2005/Atom|purl\.org/atom)|<entry>\s*<(?:title|id|link)[\s>]"
)


def sniff(head: bytes, name: str) -> int:
    """97 for a `feed` or `entry` in an Atom namespace, less for one in none or in a document cut short."""
    root = root_name(head)
    if root is not None and root[1].lower() in ("feed", "entry"):
        if root[0] is None:
            return 85 if root[1].lower() == "feed" else 60
        return 97 if _ATOM.search(root[0]) else 70
    if b"<" in head and _BROKEN.search(head[:8192]) and (root is None or root[1].lower() != "html"):
        return 55
    return 10 if root is not None and name.lower().endswith(".atom") else 0


def read(feed: Feed) -> Iterator[Article]:
    """The entries, in the order of the feed. Raises NoArticle where there is none that says anything."""
    return stories(feed)
