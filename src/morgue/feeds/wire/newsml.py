"""Read stories of NewsML 1.0 to 1.2 (IPTC), as AFP, Kyodo, EFE, ANP, TASS, Belga and others write it.

A NewsItem is a tree of NewsComponents, and may hold several stories: in several languages, or a main story with
sidebars. `newsml_components` finds them, or in an item without one its pictures with their captions. `published` is `FirstCreated`, else the date of the envelope; `updated` is `ThisRevisionCreated`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, product

from morgue.extract.draft import Draft
from morgue.feeds.support.content_markup import copy_of, holds_place, markup_copy, without_heads
from morgue.feeds.support.credits import (
    byline,
    credit,
    file_from,
    set_status,
    settle,
    settle_picture,
)
from morgue.feeds.support.version_signals import signal_of, state_code, state_note
from morgue.feeds.support.xml import root_name
from morgue.feeds.support.xml_elements import (
    Element,
    attribute_at,
    children,
    descendants,
    every,
    language_of,
    line_at,
    line_of,
    lines_of,
    local,
)
from morgue.feeds.support.xml_stories import state_lines, stories_of
from morgue.feeds.wire import nitf
from morgue.feeds.wire.newsml_components import TITLES, Story, is_media, names_of, nearest, role, stories_in
from morgue.io.encoding import of_base64
from morgue.io.feed import Feed
from morgue.model.article import Article

_NESTED = re.compile(rb"<(?:[\w.-]{1,20}:)?NewsML[\s>]")
_HEADLESS = re.compile(r"no headline\W*", re.IGNORECASE)


def sniff(head: bytes, name: str) -> int:
    """Return 95 for a NewsML document, 94 where one begins inside another, 93 for an item alone."""
    root = root_name(head)
    if root is None:
        return 0
    if root[1] == "NewsML":
        return 95
    if root[1] in ("NewsItem", "NewsEnvelope"):
        return 93
    return (
        94
        if root[1].lower() not in ("html", "head", "body", "rss", "feed", "rdf") and _NESTED.search(head)
        else 0
    )


def read(feed: Feed) -> Iterator[Article]:
    """Yield the stories of every NewsItem, in order. Raises NoArticle, with the reason, where there is none."""
    return stories_of(feed, "NewsItem", _drafts, _instead)


def _instead(root: Element, count: int) -> str:
    """Return what a document without stories holds."""
    references = sum(1 for _ in descendants(root, "NewsItemRef"))
    media = any(is_media(each) for each in descendants(root, "ContentItem"))
    if references:
        return f"a package that only refers to {references} items"
    if media:
        return "pictures, sound or video without a caption or a story"
    return "a NewsItem without content" if count else "no NewsItem in the document"


def _drafts(item: Element) -> Iterator[Draft]:
    """Yield the stories of one NewsItem."""
    made = []
    for story in stories_in(item):
        draft = Draft(type=story.type)
        _lines(draft, _line(story.owner, item))
        _contents(draft, story.contents)
        if draft.text:
            made.append((story, draft))
    stories = [story for story, _ in made]
    if not made:
        yield from _kills(item)
    _set_aside(made, item)
    for (story, draft), name in zip(made, names_of(stories), strict=True):
        chain_ = _line(story.owner, item)
        _identify(draft, item, name)
        _dates(draft, item)
        _describe(draft, chain_)
        _credits(draft, chain_, item)
        _dateline(draft)
        _lineage(draft, item, name)
        yield draft


def _kills(item: Element) -> Iterator[Draft]:
    """Yield what an item without content calls back, where it says which."""
    draft = Draft()
    _identify(draft, item, "")
    _lineage(draft, item, "")
    components = list(descendants(item, "NewsComponent"))
    _lines(draft, components)
    if draft.signal == "withdrawn" and draft.identifier and draft.headline:
        _dates(draft, item)
        _credits(draft, components, item)
        yield draft


def _set_aside(made: list[tuple[Story, Draft]], item: Element) -> None:
    """Put captions, and the headlines of components that are no story, into the boilerplate of the nearest story."""
    stories = [story for story, _ in made]
    drafts = {story.owner: draft for story, draft in made}
    headlines = {draft.headline for _, draft in made}
    for component in descendants(item, "NewsComponent") if made else ():
        for line in lines_of(every(component, "NewsLines/HeadLine")):
            if line not in headlines and not _HEADLESS.fullmatch(line):
                drafts[nearest(component, stories, item).owner].boilerplate.append(line)
    for story, draft in made:
        for content in story.beside:
            draft.boilerplate += filter(
                None, (_data(Draft(), data, content) for data in children(content, "DataContent"))
            )
        draft.boilerplate = list(dict.fromkeys(draft.boilerplate))


def _line(owner: Element, item: Element) -> list[Element]:
    """Return the owner and the components around it, the nearest first."""
    found = []
    node: Element | None = owner
    while node is not None and node is not item:
        if local(node) in ("NewsComponent", "ContentItem"):
            found.append(node)
        node = node.getparent()
    return found


_BESIDE = ("SubHeadLine", "SeriesLine", "NewsLine/NewsLineText", "CopyrightLine", "RightsLine")
"""News lines (NewsML 1.2, NewsLines) that no field has."""


def _lines(draft: Draft, components: list[Element]) -> None:
    """State headline, byline, dateline, slugline and notices of the news lines, the nearest first."""
    for lines in chain.from_iterable(children(each, "NewsLines") for each in components):
        headline = line_at(lines, "HeadLine")
        if headline and not _HEADLESS.fullmatch(headline):
            draft.state("headline", headline, "HeadLine")
        draft.state("byline", byline(line_at(lines, "ByLine")), "ByLine")
        draft.state("dateline", line_at(lines, "DateLine"), "DateLine")
        for name in ("SlugLine", "KeywordLine"):
            draft.keywords += lines_of(children(lines, name))
        for name in _BESIDE:
            known = (draft.headline, draft.byline, draft.dateline)
            draft.boilerplate += [line for line in lines_of(every(lines, name)) if line not in known]
    draft.boilerplate = list(dict.fromkeys(draft.boilerplate))


def _contents(draft: Draft, contents: list[Element]) -> None:
    """State the copy of a story's contents: titles aside, the lead before the body."""
    pieces: list[str] = []
    for content in contents:
        is_title = role(content.getparent()) in TITLES
        for data in children(content, "DataContent"):
            text = _data(draft, data, content)
            if is_title:
                draft.state("headline", text, "Title")
                if text and text != draft.headline:
                    draft.boilerplate.append(text)
            elif text:
                pieces.append(text)
    text = "\n\n".join(dict.fromkeys(pieces))
    draft.state("text", without_heads(text, draft.headline), "DataContent")


def _data(draft: Draft, data: Element, content: Element) -> str:
    """Return the copy of one DataContent: NITF, bare paragraphs, XHTML, escaped HTML, or plain text."""
    story = next(descendants(data, "nitf"), None)
    if story is not None:
        inner = Draft()
        nitf.fill(inner, story)
        for name in ("headline", "byline", "dateline"):
            value, known = getattr(inner, name), getattr(draft, name)
            if value and known and value.casefold() not in known.casefold():
                draft.boilerplate.append(value)
        draft.join(inner, "headline", "byline", "dateline")
        return inner.text or ""
    if len(data):
        for name in ("hl1", "h1"):
            draft.state("headline", next(filter(None, map(line_of, descendants(data, name))), None), name)
        return copy_of(data)
    text = data.text or ""
    if "base64" in (attribute_at(content, "Encoding", "Notation") or "").lower():
        text = of_base64(text.encode()).decode("utf-8", "replace")
    return markup_copy(text)


def _identify(draft: Draft, item: Element, name: str) -> None:
    """State the identifier: provider, DateId, item; the story's name in it; and the number of the revision."""
    names = ("ProviderId", "NewsItemId", "DateId", "RevisionId")
    provider, number, day, revision = (
        line_at(item, f"Identification/NewsIdentifier/{name}") for name in names
    )
    day = day or line_at(item, "NewsManagement/FirstCreated") or ""
    draft.number_version(revision, "RevisionId")
    duids = (each.get("Duid") for each in descendants(item, "NewsComponent"))
    others = chain(map(line_of, descendants(item, "guid")), duids)
    number = number or next(filter(None, others), None)
    if number is None:
        return
    if provider:
        draft.authority = f"newsml:{provider.lower()}:{day.replace('-', '')[:8]}"
    draft.state("identifier", f"{number}{name}", "NewsItemId")


_URN = re.compile(
    r"urn:newsml:(?P<provider>[^:]+):(?P<day>[^:]+):(?P<item>.+?)(?::\d+[NUA])?\Z", re.IGNORECASE
)
"""The public identifier of a NewsItem (RFC 3085): provider, date, item, revision with its update."""


def _lineage(draft: Draft, item: Element, name: str) -> None:
    """State what the management of an item says of its versions: status, instructions, the revision before, notes.

    `PreviousRevision` is 0 for a first revision (NewsML 1.2, section 5.5.1.4). `DerivedFrom` and `AssociatedWith` name other stories and pictures, and versions only where they say so.
    """
    embargoed = bool(every(item, "NewsManagement/StatusWillChange"))
    set_status(
        draft, attribute_at(item, "NewsManagement/Status", "FormalName"), "Status", embargoed=embargoed
    )
    before = attribute_at(item, "Identification/NewsIdentifier/RevisionId", "PreviousRevision") or ""
    if before.strip().isdigit() and before.strip("0 "):
        draft.signal_version("update", "RevisionId@PreviousRevision")
    for each in every(item, "NewsManagement/Instruction"):
        state_code(draft, each.get("FormalName"), "Instruction")
    for tag in ("DerivedFrom", "AssociatedWith"):
        for each in every(item, f"NewsManagement/{tag}"):
            _follow(draft, each, tag, name)
    for each in descendants(item, "NewsLine"):
        if (attribute_at(each, "NewsLineType", "FormalName") or "").lower() in _NOTES:
            state_note(draft, line_at(each, "NewsLineText"), "NewsLine")


_NOTES = frozenset(("advisory", "advisoryline", "editornote", "editorsnote", "ednote"))


def _follow(draft: Draft, node: Element, tag: str, name: str) -> None:
    """State a link whose relation is named, to an item by its public identifier, which has provider, date and item in it."""
    found = _URN.match((node.get("NewsItem") or "").strip())
    if found and (signal := signal_of(node.get("FormalName"))):
        day = found["day"].replace("-", "")[:8]
        draft.follow(f"{found['item']}{name}", tag, f"newsml:{found['provider'].lower()}:{day}")
        draft.signal_version(signal, tag)


def _dates(draft: Draft, item: Element) -> None:
    names = (
        "NewsManagement/FirstCreated",
        "NewsManagement/ThisRevisionCreated",
        "Identification/NewsIdentifier/DateId",
    )
    state_lines(draft, "published", item, *names)
    state_lines(draft, "published", item.getroottree().getroot(), "NewsEnvelope/DateAndTime")
    revised = line_at(item, "NewsManagement/ThisRevisionCreated")
    if revised != draft.published:
        draft.state("updated", revised, "ThisRevisionCreated")


def _describe(draft: Draft, components: list[Element]) -> None:
    """State language, places, section and keywords of the descriptive metadata, the nearest component first."""
    for component in components:
        draft.state("language", language_of(component), "xml:lang")
        for meta in chain(
            children(component, "DescriptiveMetadata"), children(component, "DescriptiveMetada")
        ):
            for each in children(meta, "Language"):
                draft.state("language", each.get("FormalName"), "Language")
            for each in children(meta, "Location"):
                _location(draft, each)
            for each in children(meta, "Property"):
                _property(draft, each)
    for component in components:
        draft.keywords += lines_of(every(component, "item_keywords/item_keyword"))


def _values(node: Element) -> dict[str, str]:
    """Return the properties of an element by their formal names."""
    return {
        each.get("FormalName") or "": (each.get("Value") or "").strip() for each in children(node, "Property")
    }


def _location(draft: Draft, node: Element) -> None:
    values = _values(node)
    file_from(draft, values.get("City"), values.get("CountryCode") or values.get("Country"))


def _property(draft: Draft, node: Element) -> None:
    name, value = node.get("FormalName"), (node.get("Value") or "").strip()
    if name == "Keyword":
        draft.keywords += [part.strip() for part in value.split(";") if part.strip()]
    elif name == "Location":
        _location(draft, node)


def _dateline(draft: Draft) -> None:
    """Drop a dateline that holds no place."""
    line = draft.dateline
    if line and not holds_place(line):
        draft.drop("dateline")


def _credits(draft: Draft, components: list[Element], item: Element) -> None:
    """State agency and publisher: provider, source, credit line, provider's id, sender, copyright, creator."""
    for name, component in product(("Provider", "Source"), components):
        for each in every(component, f"AdministrativeMetadata/{name}/Party"):
            credit(draft, each.get("FormalName"), name)
    for component in components:
        credit(draft, line_at(component, "NewsLines/CreditLine"), "CreditLine", known=True)
    credit(draft, line_at(item, "Identification/NewsIdentifier/ProviderId"), "ProviderId", same=True)
    for each in every(item.getroottree().getroot(), "NewsEnvelope/SentFrom/Party"):
        credit(draft, each.get("FormalName"), "SentFrom", same=True)
    for component in components:
        credit(draft, line_at(component, "NewsLines/CopyrightLine"), "CopyrightLine", known=True)
        for each in every(component, "AdministrativeMetadata/Creator/Party"):
            credit(draft, each.get("FormalName"), "Creator", known=True)
    lines = [line_at(each, "NewsLines/CreditLine") for each in components]
    settle(draft, *lines)
    if draft.type != "story":
        settle_picture(draft, *lines)
