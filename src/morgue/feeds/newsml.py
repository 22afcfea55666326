"""Stories of NewsML 1.0 to 1.2 (IPTC), as AFP, Kyodo, EFE, ANP, TASS, Belga and others write it.

A NewsItem is a tree of NewsComponents. A story is the text of the components below the nearest one that has
news lines of its own; captions, titles and pictures are not stories. A NewsItem may hold several, one for each
language. `published` is `FirstCreated`, else the date of the envelope; `updated` is `ThisRevisionCreated`.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from itertools import chain

from morgue.article import Article
from morgue.extract import Draft
from morgue.feeds import nitf
from morgue.feeds.credits import byline, credit, file_from, settle, standing
from morgue.feeds.feed import Feed
from morgue.feeds.galley import copy_of, holds_place, markup_copy, without_heads
from morgue.feeds.newsxml import (
    Element,
    children,
    descendants,
    every,
    first,
    language_of,
    line_at,
    line_of,
    local,
    spans,
    stories_of,
)

_NESTED = re.compile(rb"<(?:[\w.-]{1,20}:)?NewsML[\s>]")
_TITLES = frozenset(("title", "headline", "subtitle"))
_ASIDE = frozenset(
    [
        "caption",
        "legend",
        "preview",
        "thumbnail",
        "quicklook",
        "highdef",
        "icon",
        "keyword",
        "keywords",
        "copyright",
    ]
)
_MEDIA = re.compile(
    r"photo|picture|image|graphic|video|audio|sound|animation|jpe?g|mpeg|icon|logo|css|javascript",
    re.IGNORECASE,
)
_HEADLESS = re.compile(r"no headline\W*", re.IGNORECASE)


def sniff(head: bytes, name: str) -> int:
    """95 for a NewsML document, 70 where one begins inside another."""
    from morgue.feeds.xml import root_name

    root = root_name(head)
    if root is None:
        return 0
    if root[1] == "NewsML":
        return 95
    if root[1] in ("NewsItem", "NewsEnvelope"):
        return 60
    return 70 if root[1].lower() not in ("html", "rss", "feed") and _NESTED.search(head) else 0


def read(feed: Feed) -> Iterator[Article]:
    """The stories of every NewsItem, in order. Raises NoArticle, with the reason, where there is none."""
    from morgue.feeds.xml import parse

    data = feed.bytes()
    parsed = parse(data)
    items = list(descendants(parsed.root, "NewsItem"))
    envelope = line_at(parsed.root, "NewsEnvelope/DateAndTime")
    drafts = (
        (draft, place)
        for item, place in zip(items, spans(data, "NewsItem", len(items)), strict=True)
        for draft in _drafts(item, envelope)
    )
    yield from stories_of(feed, parsed, data, drafts, lambda: _instead(parsed.root, len(items)))


def _instead(root: Element, items: int) -> str:
    """What a document without stories holds."""
    references = sum(1 for _ in descendants(root, "NewsItemRef"))
    media = any(_is_media(each) for each in descendants(root, "ContentItem"))
    if references:
        return f"a package that only refers to {references} items"
    if media:
        return "pictures, sound or video without a story"
    return "a NewsItem without content" if items else "no NewsItem in the document"


def _drafts(item: Element, envelope: str | None) -> Iterator[Draft]:
    """The stories of one NewsItem."""
    stories: dict[Element, list[Element]] = {}
    for content in descendants(item, "ContentItem"):
        if not _is_media(content):
            stories.setdefault(_owner(content, item), []).append(content)
    drafts = []
    for owner, contents in stories.items():
        draft = Draft()
        chain_ = _line(owner, item)
        _lines(draft, chain_)
        _contents(draft, contents)
        if draft.text:
            drafts.append((owner, chain_, draft))
    for owner, chain_, draft in drafts:
        _identify(draft, item, owner if len(drafts) > 1 else None)
        _dates(draft, item, envelope)
        _describe(draft, chain_)
        _credits(draft, chain_, item)
        _dateline(draft)
        status = first(item, "NewsManagement/Status")
        standing(draft, status.get("FormalName") if status is not None else None)
        yield draft


def _role(node: Element) -> str:
    """The role of a component, in lower case; empty for none."""
    role = first(node, "Role")
    return (role.get("FormalName") or "").strip().lower() if role is not None else ""


def _is_media(content: Element) -> bool:
    """Whether a ContentItem is a picture, sound or video."""
    kinds = [
        each.get("FormalName") or "" for name in ("MediaType", "MimeType") for each in children(content, name)
    ]
    return bool(_MEDIA.search(" ".join(kinds))) or (
        content.get("Href") is not None and first(content, "DataContent") is None
    )


def _owner(content: Element, item: Element) -> Element:
    """The component whose story the content is: the nearest with a headline, else the outermost."""
    node, outermost = content.getparent(), content
    while node is not None and node is not item:
        if local(node) == "NewsComponent":
            outermost = node
            if line_at(node, "NewsLines/HeadLine") or first(node, "NewsLines") is not None:
                return node
        node = node.getparent()
    return outermost


def _line(owner: Element, item: Element) -> list[Element]:
    """The owner and the components around it, the nearest first."""
    found = []
    node: Element | None = owner
    while node is not None and node is not item:
        if local(node) in ("NewsComponent", "ContentItem"):
            found.append(node)
        node = node.getparent()
    return found


def _lines(draft: Draft, components: list[Element]) -> None:
    """Headline, byline, dateline, slugline and notices of the news lines, the nearest first."""
    for lines in chain.from_iterable(children(each, "NewsLines") for each in components):
        headline = line_at(lines, "HeadLine")
        if headline and not _HEADLESS.fullmatch(headline):
            draft.state("headline", headline, "HeadLine")
        draft.state("byline", byline(line_at(lines, "ByLine")), "ByLine")
        draft.state("dateline", line_at(lines, "DateLine"), "DateLine")
        for name in ("SlugLine", "KeywordLine"):
            draft.keywords += [line for each in children(lines, name) if (line := line_of(each))]
        for name in ("SubHeadLine", "CopyrightLine", "RightsLine"):
            draft.boilerplate += [line for each in children(lines, name) if (line := line_of(each))]
    draft.keywords = list(dict.fromkeys(draft.keywords))
    draft.boilerplate = list(dict.fromkeys(draft.boilerplate))


def _contents(draft: Draft, contents: list[Element]) -> None:
    """State the copy of a story's contents: titles aside, the lead before the body."""
    pieces: list[str] = []
    for content in contents:
        role = next(filter(None, (_role(each) for each in content.iterancestors("{*}NewsComponent"))), "")
        own = _role(content.getparent())
        if (own or role) in _ASIDE or _role_of_media(content):
            continue
        for data in children(content, "DataContent"):
            text = _data(draft, data, content)
            if own in _TITLES:
                draft.state("headline", text, "Title")
            elif text:
                pieces.append(text)
    text = "\n\n".join(dict.fromkeys(pieces))
    draft.state("text", without_heads(text, draft.headline), "DataContent")


def _role_of_media(content: Element) -> bool:
    """Whether the content stands in a component that is a picture by its role."""
    return any(
        _role(each) in ("picture", "photo", "graphic", "image")
        for each in content.iterancestors("{*}NewsComponent")
    )


def _data(draft: Draft, data: Element, content: Element) -> str:
    """The copy of one DataContent: NITF, bare paragraphs, XHTML, escaped HTML, or plain text."""
    story = next(descendants(data, "nitf"), None)
    if story is not None:
        inner = Draft(headline=draft.headline)
        nitf.fill(inner, story)
        for name in ("headline", "byline", "dateline"):
            draft.state(name, getattr(inner, name), inner.evidence.get(name, "nitf"))
        draft.boilerplate += inner.boilerplate
        draft.locations += inner.locations
        draft.keywords += inner.keywords
        draft.section += inner.section
        return inner.text or ""
    if len(data):
        for name in ("hl1", "h1"):
            draft.state("headline", next(filter(None, map(line_of, descendants(data, name))), None), name)
        return copy_of(data)
    text = data.text or ""
    encoding = first(content, "Encoding")
    if encoding is not None and "base64" in (encoding.get("Notation") or "").lower():
        try:
            text = base64.b64decode(text).decode("utf-8", "replace")
        except (binascii.Error, ValueError):
            return ""
    return markup_copy(text)


def _identify(draft: Draft, item: Element, owner: Element | None) -> None:
    """The identifier: provider, DateId, item; the component where there are several; and the number of the revision."""
    provider = line_at(item, "Identification/NewsIdentifier/ProviderId") or ""
    number = line_at(item, "Identification/NewsIdentifier/NewsItemId")
    day = (
        line_at(item, "Identification/NewsIdentifier/DateId")
        or line_at(item, "NewsManagement/FirstCreated")
        or ""
    )
    draft.number_version(line_at(item, "Identification/NewsIdentifier/RevisionId"))
    if number is None:
        number = next(filter(None, map(line_of, descendants(item, "guid"))), None)
    if number is None:
        number = next(
            (each.get("Duid") for each in descendants(item, "NewsComponent") if each.get("Duid")), None
        )
    if number is None:
        return
    part = f"#{owner.get('Duid') or language_of(owner) or ''}" if owner is not None else ""
    if provider:
        draft.authority = f"newsml:{provider.lower()}:{day.replace('-', '')[:8]}"
    draft.state("identifier", f"{number}{part}", "NewsItemId")


def _dates(draft: Draft, item: Element, envelope: str | None) -> None:
    draft.state("published", line_at(item, "NewsManagement/FirstCreated"), "FirstCreated")
    draft.state("published", line_at(item, "NewsManagement/ThisRevisionCreated"), "ThisRevisionCreated")
    draft.state("published", line_at(item, "Identification/NewsIdentifier/DateId"), "DateId")
    draft.state("published", envelope, "DateAndTime")
    revised = line_at(item, "NewsManagement/ThisRevisionCreated")
    if revised != draft.published:
        draft.state("updated", revised, "ThisRevisionCreated")


def _describe(draft: Draft, components: list[Element]) -> None:
    """Language, places, section and keywords of the descriptive metadata, the nearest component first."""
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
        draft.keywords += [
            line for each in every(component, "item_keywords/item_keyword") if (line := line_of(each))
        ]
    draft.keywords = list(dict.fromkeys(draft.keywords))
    draft.section = list(dict.fromkeys(draft.section))


def _values(node: Element) -> dict[str, str]:
    """The properties of an element by their formal names."""
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
        draft.dateline = None
        draft.evidence.pop("dateline", None)


def _credits(draft: Draft, components: list[Element], item: Element) -> None:
    """Agency and publisher: provider, source, credit line, provider's id, sender, copyright, creator."""
    for name in ("Provider", "Source"):
        for component in components:
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
    settle(draft, *(line_at(each, "NewsLines/CreditLine") for each in components))
