"""Read a story of RCV1 (Reuters Corpus, Volume 1, 1996 to 1997; Lewis et al., 2004): a file a story, a `newsitem`.

The story's number is `itemid` (`id` is `root` in all of them). Its day is `date`; the dateline repeats it. Codes of topics,
countries and industries are the keywords, as they are (`M14`, `BELG`). The place is that of `dc.creator.location`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from morgue.extract.draft import Draft
from morgue.feeds.support.content_markup import copy_of, markup_line, set_aside
from morgue.feeds.support.credits import byline, credit, file_from
from morgue.feeds.support.xml import parse, root_name
from morgue.feeds.support.xml_elements import Element, descendants, first, language_of, line_at, spans
from morgue.feeds.support.xml_stories import articles_of
from morgue.io.feed import Feed
from morgue.model.article import Article

_MARK = re.compile(rb"<newsitem\b[^<>]{0,400}\bitemid\s*=")
_CONTACT = re.compile(r"--\s*\S.{0,120}?(?:\b[Nn]ewsroom\b|\b[Bb]ureau\b|\+\d[\d -]{5,})[^\n]*\Z")
"""The last line of a story, by whom it was written and where they are called."""


def sniff(head: bytes, name: str) -> int:
    """Return 97 for a `newsitem` with an `itemid`, else 0."""
    root = root_name(head)
    return (
        97 if root is not None and root[1].lower() in ("newsitem", "newsitems") and _MARK.search(head) else 0
    )


def read(feed: Feed) -> Iterator[Article]:
    """Yield the story, or those of several documents in one file. Raises NoArticle for one without headline and text."""
    data = feed.bytes()
    parsed = parse(data)
    items = [each for each in descendants(parsed.root, "newsitem") if each.get("itemid") or each.get("date")]
    places = spans(data, "newsitem", len(items))
    drafts = ((draft, place) for item, place in zip(items, places, strict=True) if (draft := _draft(item)))
    yield from articles_of(
        feed, parsed, data, drafts, lambda: "a news item of RCV1 without headline and text"
    )


def _draft(item: Element) -> Draft | None:
    """Return what an item says; None where it has neither headline nor text."""
    number = item.get("itemid")
    draft = Draft(identifier=number, authority="rcv1" if number else None)
    draft.state("headline", markup_line(line_at(item, "headline")), "headline")
    title = markup_line(line_at(item, "title"))
    draft.state("headline", title, "title")
    draft.state("other_headlines", [title] if title and title != draft.headline else [], "title")
    text = copy_of(first(item, "text"))
    story, _, last = text.rpartition("\n\n")
    if story and _CONTACT.match(last):
        text = story
        set_aside(draft, last)
    draft.state("text", text, "text")
    draft.clean()
    if not (draft.headline or draft.text):
        return None
    if draft.text:
        draft.evidence["body"] = "text"
    facts: dict[str, str] = {}
    for each in descendants(item, "dc"):
        facts.setdefault((each.get("element") or "").removeprefix("dc."), each.get("value") or "")
    day = item.get("date") or facts.get("date.published")
    draft.state("published", day, "date")
    draft.state("day", day, "date")
    draft.state("dateline", line_at(item, "dateline"), "dateline")
    draft.state("byline", byline(line_at(item, "byline")), "byline")
    for name in ("source", "publisher"):
        credit(draft, facts.get(name), f"dc.{name}")
    place, country = facts.get("creator.location"), facts.get("creator.location.country.name")
    file_from(draft, place.title() if place else None, country)
    if draft.locations:
        draft.evidence["locations"] = "dc.creator.location"
    codes = (each.get("code") for codes in descendants(item, "codes") for each in descendants(codes, "code"))
    draft.state("keywords", list(dict.fromkeys(filter(None, codes))), "codes")
    draft.state("language", language_of(item), "lang")
    set_aside(draft, line_at(item, "copyright"))
    return draft
