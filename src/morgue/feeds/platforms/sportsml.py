"""Read stories of SportsML (IPTC, 1.0 to 3.1): the articles in a document of results, in NITF or in markup of their own.

Results, standings and schedules are data and no stories; a document of them alone holds none. The moment, language and
publisher of the document hold for its articles.
"""

from __future__ import annotations

from collections.abc import Iterator

from morgue.extract.draft import Draft
from morgue.feeds.support.content_markup import copy_of, markup_line
from morgue.feeds.support.credits import byline, credit
from morgue.feeds.support.xml import parse, root_name
from morgue.feeds.support.xml_elements import Element, children, descendants, first, language_of, line_at
from morgue.feeds.support.xml_stories import articles_of
from morgue.feeds.wire import nitf
from morgue.io.feed import Feed
from morgue.model.article import Article


def sniff(head: bytes, name: str) -> int:
    """Return 97 for a document whose root is `sports-content`, else 0."""
    root = root_name(head)
    return 97 if root is not None and root[1].lower() == "sports-content" else 0


def read(feed: Feed) -> Iterator[Article]:
    """Yield the articles in order. Raises NoArticle where there are results alone."""
    data = feed.bytes()
    parsed = parse(data)
    drafts = ((draft, (0, len(data))) for draft in _drafts(parsed.root))
    yield from articles_of(feed, parsed, data, drafts, lambda: "sports results (SportsML) without a story")


def _drafts(root: Element) -> Iterator[Draft]:
    """Yield what each article says, with what the document says of all."""
    metadata = first(root, "sports-metadata")
    count = 0
    for each in descendants(root, "article"):
        draft = Draft(listed=True)
        inner = next(descendants(each, "nitf"), None)
        if inner is not None:
            nitf.fill(draft, inner)
        else:
            draft.state("headline", markup_line(line_at(each, "title") or line_at(each, "headline")), "title")
            draft.state("byline", byline(line_at(each, "byline")), "byline")
            draft.state("text", copy_of(each, hidden=_ABOVE), "article")
        if not (draft.headline or draft.text):
            continue
        count += 1
        if metadata is not None:
            _join(draft, metadata, count)
        draft.state("language", language_of(each), "lang")
        yield draft


_ABOVE = frozenset(("title", "headline", "byline"))


def _join(draft: Draft, metadata: Element, count: int) -> None:
    """State what the document says of all its articles; its identifier with their number in it."""
    number = metadata.get("doc-id")
    draft.state("published", metadata.get("date-time"), "sports-metadata@date-time")
    draft.state("language", metadata.get("language"), "sports-metadata@language")
    draft.state("headline", markup_line(line_at(metadata, "sports-title")), "sports-title")
    for place in (metadata, *children(metadata, "sports-content-codes")):
        for code in descendants(place, "sports-content-code"):
            if code.get("code-type") in ("publisher", "spct:publisher"):
                credit(draft, code.get("code-name"), "sports-content-code")
            elif code.get("code-type") in ("sport", "league", "spct:sport", "spct:league") and code.get(
                "code-name"
            ):
                draft.keywords.append(str(code.get("code-name")))
    if number:
        draft.identifier = number if count == 1 else f"{number}#{count}"
        draft.authority = next(
            (
                code.get("code-key")
                for code in descendants(metadata, "sports-content-code")
                if code.get("code-type") == "publisher"
            ),
            None,
        )
