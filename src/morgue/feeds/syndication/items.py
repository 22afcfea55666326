"""Read the story in one item of RSS, RDF, CDF or Atom: which element gives which fact.

Body: full content before a description before a summary; a summary that the content does not repeat is kept
as boilerplate. Agency: the item's creator, source, right holder, then the channel's, where that is a known
agency; a publisher is what is left. Identifier: the guid; `morgue.extract.identity` says what it is worth.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from morgue.errors import NoArticle
from morgue.extract.assembly import article
from morgue.extract.dates import reading
from morgue.extract.draft import Draft
from morgue.feeds.support.content_markup import set_aside
from morgue.feeds.support.credits import agency_named, without_outlet
from morgue.feeds.support.data import ordered_lists
from morgue.feeds.support.markup import plain
from morgue.feeds.support.print_date import edition_of, is_printed
from morgue.feeds.support.xml_elements import Element, language_of, line_of, markup_of
from morgue.feeds.syndication.channel import Channel, channel_of
from morgue.feeds.syndication.document import Item, document
from morgue.feeds.syndication.elements import (
    ADDRESS,
    Children,
    block_in,
    children,
    every,
    first,
    line_in,
    link_in,
    people,
    prose,
    urljoined,
)
from morgue.io.feed import Feed
from morgue.model.article import Article, Place

_NAMES = ordered_lists("item_keys.tsv")
TITLES = _NAMES["titles"]
BODIES = _NAMES["bodies"]
SUMMARIES = _NAMES["summaries"]
TEASERS = (*SUMMARIES, "media:description", "dcterms:abstract", "itunes:subtitle", "subtitle")
"""Elements that hold a story's first lines as a rule: a single paragraph in one is no whole story."""
LAST_RESORTS = _NAMES["last resorts"]
PUBLISHED = _NAMES["published"]
PUBLISHED_LAST = _NAMES["published last"]
UPDATED = _NAMES["updated"]
CREATORS = _NAMES["creators"]
RIGHTS = _NAMES["rights"]
KEYWORDS = _NAMES["keywords"]
KEYWORD_LISTS = _NAMES["keyword lists"]
PLACES = _NAMES["places"]
_NO_POST = frozenset(_NAMES["no post"])


def stories(feed: Feed) -> Iterator[Article]:
    """Yield the articles of a feed of items. Raises NoArticle where it has no item that says anything."""
    found = document(feed.bytes())
    for complaint in found.complaints:
        feed.complain(complaint)
    channel = channel_of(found.root, found.channel)
    yielded = 0
    for item in found.items:
        draft = draft_of(item, channel)
        item.element.clear()
        if draft is None:
            continue
        yielded += 1
        yield article(draft, feed.at(item.offset, item.length))
    if not yielded:
        said = found.items or found.silent
        raise NoArticle(
            "a feed whose items have neither a headline nor a text" if said else "a feed without items"
        )


def draft_of(item: Item, channel: Channel) -> Draft | None:
    """Return what one item says; None for one with neither headline nor text, and for what is no post of a WordPress export."""
    element = item.element
    own = children(element)
    if first(own, "wp:post_type")[0] in _NO_POST:
        return None
    draft = Draft(country=channel.country, home=channel.link, captured=channel.built, listed=True, rolls=True)
    draft.is_cut = item.is_cut
    draft.state("headline", line_in(own, *TITLES), "title")
    _state_body(draft, own, is_cut=item.is_cut)
    _link_and_name(draft, own, element, channel)
    draft.clean()
    if not (draft.headline or draft.text):
        _show(draft, own)
    if not (draft.headline or draft.text):
        return None
    _date(draft, own, element, channel)
    _credit(draft, own, channel)
    _tag(draft, own)
    language = first(own, "dc:language", "language")[0] or language_of(element)
    draft.state("language", language, "language")
    draft.state("language", channel.language, "channel language")
    return draft


def _state_body(draft: Draft, own: Children, *, is_cut: bool) -> None:
    """State the body, and set aside a summary that says something else."""
    text, rule = block_in(own, BODIES)
    summary, summary_rule = block_in(own, SUMMARIES)
    if not text:
        text, rule = summary, summary_rule
        summary = ""
    if not text:
        groups = [children(group) for group in own.get("media:group", ())]
        for place in (own, *groups):
            text, rule = (text, rule) if text else block_in(place, LAST_RESORTS)
            draft.state("headline", line_in(place, *TITLES), "media:title")
    if not text:
        text, rule = _unnamed(own)
    if text:
        text, footer = _without_footer(text)
        draft.text = text
        draft.evidence["body"] = rule
        draft.partial = is_cut or (rule in TEASERS and "\n\n" not in text.strip())
    summary = _without_footer(summary)[0]
    if summary and summary[:60] not in text and summary != draft.headline:
        draft.boilerplate.append(summary)
    if text and footer:
        draft.boilerplate.append(footer)
    _set_aside(draft, own)


_FOOTER = re.compile(
    r"(?:the post|cet article|l['’]article|der beitrag|la entrada|el art[ií]culo|l['’]articolo|o post|het bericht|inl[äa]gget|indl[æa]gget"
    r"|innlegget|artyku[łl]|сообщение|запись|artikkeli) .{1,300}? (?:appeared first on|(?:est apparu|appara[iî]t) en premier sur"
    r"|erschien zuerst (?:auf|bei)|(?:se public[óo]|apareci[óo]|aparece) primero en|(?:proviene da|sembra essere il primo su)"
    r"|apareceu primeiro em|verscheen eerst op|d[öo]k f[öo]rst upp p[åa]|blev f[øo]rst udgivet p[åa]|dukket f[øo]rst opp p[åa]|pochodzi z serwisu"
    r"|появил(?:ось|ись|ась) сначала на|julkaistiin ensin) .{1,150}\Z",
    re.IGNORECASE,
)
"""What WordPress puts below each item of a feed, in the language of the site."""


def _without_footer(text: str) -> tuple[str, str]:
    """Return (text, footer): what a content system puts below each item, apart from it."""
    before, mark, last = text.rstrip().rpartition("\n")
    return (before.rstrip(), last) if mark and _FOOTER.match(last) else (text, "")


BESIDE = (
    *TITLES, *SUMMARIES, *LAST_RESORTS, "media:text", "media:subtitle", "kicker", "standfirst", "strapline", "teaser", "lead",
    "caption", "deck", "intro", "correction", "sidebar",
)  # fmt: skip
"""Elements whose words go beside headline and body."""


def _set_aside(draft: Draft, own: Children) -> None:
    """Keep what the elements beside the body say, and those of its media, where nothing repeats it."""
    for place in _places_of_media(own):
        for key in BESIDE:
            for element in place.get(key, ()):
                words = prose(element)
                if not ADDRESS.match(words):
                    set_aside(draft, words)


def _places_of_media(own: Children) -> Iterator[Children]:
    """Yield the children of an item, of its media group and of its media."""
    yield own
    for key in ("media:group", "media:content"):
        for element in own.get(key, ()):
            yield from _places_of_media(children(element))


def _unnamed(own: Children) -> tuple[str, str]:
    """Return (prose, key) of the longest element of a vocabulary that is not known here, where it is a sentence."""
    found = [(prose(each), key) for key, elements in own.items() if key.startswith("?:") for each in elements]
    text, key = max(found, key=lambda each: len(each[0]), default=("", ""))
    return (text, key) if text.count(" ") >= 12 else ("", "")


_SHOWN = re.compile(r"""\b(?:alt|title|src|href|data)\s*=\s*(?:"([^"<>]+)"|'([^'<>]+)')""", re.IGNORECASE)


def _show(draft: Draft, own: Children) -> None:
    """State what a picture says or is called, where the markup of an item shows one and has no words."""
    for element in (each for key in (*TITLES, *BODIES, *SUMMARIES) for each in own.get(key, ())):
        markup = markup_of(element) if len(element) else element.text or ""
        if not markup.strip():
            continue
        named = dict.fromkeys(
            (double or single).strip() for double, single in _SHOWN.findall(html.unescape(markup))
        )
        draft.state("text", "\n".join(filter(None, named)), "markup")
        draft.identifier = draft.identifier or f"markup:{markup.strip()}"
        return


def _link_and_name(draft: Draft, own: Children, element: Element, channel: Channel) -> None:
    """State address and identifier."""
    link, rule = link_in(own, element)
    guid, guid_rule = first(own, "guid", "id", "newsid", "dc:identifier", "dcterms:identifier")
    for found in own.get("guid", ())[:1]:
        lasting = (found.get("isPermaLink") or found.get("ispermalink") or "true").strip().lower() != "false"
        if (
            guid and lasting and link is None and (ADDRESS.match(guid) or "/" in guid)
        ):  # a number is no address
            link, rule = guid, "guid"
    if guid is None:
        guid = next((value for key, value in element.attrib.items() if key.endswith("}about")), None)
        guid_rule = "rdf:about"
    if link is None and guid and guid_rule in ("id", "rdf:about") and ADDRESS.match(guid):
        link, rule = guid, guid_rule
    draft.state("url", urljoined(channel.link, link) if link else None, rule)
    draft.identifier = guid or draft.identifier


def _date(draft: Draft, own: Children, element: Element, channel: Channel) -> None:
    """State when the item was published and changed, as printed."""
    published, rule = _first_read(own, *PUBLISHED, *PUBLISHED_LAST)
    draft.state("published", published, rule)
    draft.rfc822 = rule in ("pubdate", "lastbuilddate")
    updated, rule = first(own, *UPDATED)
    draft.state("updated", updated, rule)
    draft.state("updated", element.get("LASTMOD"), "LASTMOD")
    if draft.updated == draft.published:
        draft.drop("updated")
    prism = {key.removeprefix("prism:"): key for key in own if key.startswith("prism:")}
    if is_printed(prism):
        draft.edition = edition_of((name, first(own, key)[0]) for name, key in prism.items())
        draft.state("day", *first(own, "prism:coverdate", "prism:publicationdate", *PUBLISHED))
    draft.printed = draft.published or draft.updated or channel.printed


def _first_read(own: Children, *keys: str) -> tuple[str | None, str]:
    """Return the first of these elements whose text is read as a moment, else the first that holds text."""
    stated = [(text, key) for key in keys if (text := first(own, key)[0])]
    return next(((text, key) for text, key in stated if reading(text)), stated[0] if stated else (None, ""))


def _credit(draft: Draft, own: Children, channel: Channel) -> None:
    """State byline, agency and publisher, an agency never as a publisher."""
    names = people(own, CREATORS)
    source, source_rule = _source(own)
    draft.state("agency", next(filter(None, map(agency_named, names)), None), "creator")
    draft.state("byline", ", ".join(name for name in names if agency_named(name) is None), "creator")
    draft.state("agency", agency_named(source), source_rule)
    without_outlet(draft, source)
    for key in ("media:credit", "credit", "agency", "origin", *RIGHTS):
        if key in own:
            for name in every(own, key):
                draft.state("agency", agency_named(name), key)
    draft.state("agency", channel.agency, channel.agency_rule)
    if source and agency_named(source) is None:
        draft.state("publisher", source, source_rule)
    named, rule = first(own, "dc:publisher", "prism:publicationname")
    draft.state("publisher", None if agency_named(named) else named, rule)
    draft.state("publisher", channel.publisher, "channel title")
    if not names:
        draft.state("byline", channel.byline, "channel author")


def _source(own: Children) -> tuple[str | None, str]:
    """Return the name of the feed that an item was taken from: RSS `source`, or the title in Atom's."""
    for element in own.get("source", ()):
        inner = children(element)
        name = line_in(inner, "title") if inner else line_of(element)
        if name and not ADDRESS.match(name):
            return name, "source"
    return None, ""


def _tag(draft: Draft, own: Children) -> None:
    """State keywords, sections and places that the feed itself tags."""
    words: dict[str, None] = {}
    for key in KEYWORDS:
        for element in own.get(key, ()):
            word = element.get("label") or line_of(element) or element.get("term")
            if word:
                words[plain_word(word)] = None
    for listed in every(own, *KEYWORD_LISTS):
        words.update((plain_word(word), None) for word in listed.split(",") if word.strip())
    draft.state("keywords", [word for word in words if word], "category")
    draft.state("section", list(every(own, "prism:section", "section")), "section")
    places = [Place(" ".join(name.split())) for name in every(own, *PLACES) if any(map(str.isalpha, name))]
    draft.state("locations", places, "feed tag")


def plain_word(word: str) -> str:
    """Return a keyword without the markup that some feeds escape into it."""
    return " ".join((plain(word) if "&" in word or "<" in word else word).split())
