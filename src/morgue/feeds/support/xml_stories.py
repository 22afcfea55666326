"""Read the stories of a document of the XML news formats, and say of a document without one what it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import repeat

from morgue.errors import FeedError, NoArticle
from morgue.extract.assembly import article
from morgue.extract.draft import Draft
from morgue.feeds.support.xml import Parsed, parse
from morgue.feeds.support.xml_elements import Element, descendants, line_at, local, spans
from morgue.io.feed import Feed
from morgue.model.article import Article


def stories_of(
    feed: Feed,
    name: str,
    drafts_of: Callable[[Element], Iterable[Draft]],
    instead: Callable[[Element, int], str],
    *,
    part: str | None = None,
) -> Iterator[Article]:
    """Yield the articles that `drafts_of` finds in each element of a name, else in a root that is called `part`.

    `instead` says of a root and a number of elements what a document without stories holds.
    """
    data = feed.bytes()
    parsed = parse(data)
    items = list(descendants(parsed.root, name))
    if not items and local(parsed.root) == part:
        items = [parsed.root]
    places = spans(data, name, len(items)) if len(items) > 1 else repeat((0, len(data)))
    drafts = ((draft, place) for item, place in zip(items, places, strict=False) for draft in drafts_of(item))
    yield from articles_of(feed, parsed, data, drafts, lambda: instead(parsed.root, len(items)))


def articles_of(
    feed: Feed,
    parsed: Parsed,
    data: bytes,
    drafts: Iterable[tuple[Draft, tuple[int, int]]],
    instead: Callable[[], str],
) -> Iterator[Article]:
    """Yield the articles of a document from drafts, each with its offset and length in `data`.

    Raises FeedError for a damaged document without one, else NoArticle with what is there `instead`.
    """
    found = False
    for draft, (offset, length) in drafts:
        worded = draft.headline or draft.text
        draft.clean()
        if worded and not (draft.headline or draft.text):
            continue
        if not found:
            _complain_of_damage(feed, parsed, data)
        found = True
        yield article(draft, feed.at(offset, length))
    if not found:
        if parsed.recovered:
            raise FeedError(f"the document is damaged and holds no readable story: {parsed.error}")
        raise NoArticle(instead())


def _complain_of_damage(feed: Feed, parsed: Parsed, data: bytes) -> None:
    """Complain that the document had to be recovered, and whether it only breaks off."""
    if not parsed.recovered:
        return
    tail = data[-400:].replace(b"\0", b"").rstrip()
    whole = b"</" in tail and tail.endswith(b">") and local(parsed.root).encode() in tail
    what = "damaged" if whole else "truncated"
    feed.complain(f"the XML is {what}, what can be read is: {parsed.error}")


def state_lines(draft: Draft, field: str, node: Element, *paths: str) -> None:
    """State a field by the first path below an element that has a line of text; the rule is the name at its end."""
    for path in paths:
        draft.state(field, line_at(node, path), path.rpartition("/")[2])
