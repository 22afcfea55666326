"""Read RSS 0.9x, RSS 1.0 (RDF), RSS 2.0 with the common modules, WordPress exports, CDF channels, Ritzau's items."""

from __future__ import annotations

import re
from collections.abc import Iterator

from morgue.feeds.support.xml import root_name
from morgue.feeds.syndication.items import stories
from morgue.io.feed import Feed
from morgue.model.article import Article

_RDF = re.compile(
    rb"purl\.org/(?:rss|net/rss)|netscape\.com/rdf|<(?:\w+:)?(?:channel|item)[\s>]", re.IGNORECASE
)
_BROKEN = re.compile(
    rb"<rss[\s>]|<channel[\s>]\s*<title|<item>\s*<(?:title|link|guid|description)>", re.IGNORECASE
)
_ROOTS = {"rss": 97, "channel": 80, "item": 75, "items": 60, "rbnews": 90, "xmlnewsqueuedresponse": 90}


def sniff(head: bytes, name: str) -> int:
    """Return 97 for an `rss` root, 95 for RDF that speaks of a channel, less for what only looks like one."""
    root = root_name(head)
    if root is not None:
        local = root[1].lower()
        if local == "rdf":
            return 95 if _RDF.search(head) else 0
        if local in _ROOTS:
            return _ROOTS[local]
        if local in ("feed", "html"):
            return 0
    if b"<" in head and _BROKEN.search(head[:8192]):
        return 55
    return 10 if root is not None and name.lower().endswith((".rss", ".rdf", ".cdf")) else 0


def read(feed: Feed) -> Iterator[Article]:
    """Yield the items, in the order of the feed. Raises NoArticle where there is none that says anything."""
    return stories(feed)
