"""Read stories of NewsML-G2 (IPTC): a newsMessage of items, or one newsItem or packageItem alone.

A news item is a story where its content is text: NITF, XHTML or an agency's own markup in `inlineXML`, text in
`inlineData`; an item of the class text whose content is kept elsewhere is still one where it has a headline.
A picture, video, graphic or sound with a caption is an article of that type, whose text is the caption. Packages that only refer,
and concept, knowledge, planning and event items are none. `published` is `firstCreated`, else `versionCreated`, else `contentCreated`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from morgue.extract.draft import Draft
from morgue.extract.identity import is_unique
from morgue.feeds.support.content_markup import (
    copy_of,
    holds_place,
    markup_copy,
    reflow,
    set_aside,
    without_heads,
)
from morgue.feeds.support.credits import (
    agency_named,
    byline,
    credit,
    file_from,
    set_status,
    settle,
    settle_picture,
)
from morgue.feeds.support.item_types import item_type
from morgue.feeds.support.version_signals import state_code, state_link, state_note
from morgue.feeds.support.xml import root_name
from morgue.feeds.support.xml_elements import (
    Element,
    attribute_at,
    children,
    descendants,
    every,
    first,
    language_of,
    line_at,
    line_of,
    lines_of,
    local,
    text_of,
)
from morgue.feeds.support.xml_stories import state_lines, stories_of
from morgue.feeds.wire import nitf
from morgue.io.encoding import of_base64
from morgue.io.feed import Feed
from morgue.model.article import Article

_NAMESPACE = "http://iptc.org/std/nar/"
_ITEMS = {
    "newsItem": "news item without copy",
    "packageItem": "package that only refers to its items",
    "conceptItem": "concept item",
    "knowledgeItem": "knowledge item",
    "planningItem": "planning item",
    "catalogItem": "catalog item",
}
_FRAGMENTS = frozenset(("contentSet", "groupSet", "itemMeta", "contentMeta", "itemSet", "conceptSet"))
_NESTED = re.compile(
    rb"<(?:[\w.-]{1,20}:)?(?:newsMessage|newsItem|packageItem)\s[^<>]{0,2000}iptc\.org/std/nar"
)
_DATA = re.compile(r"sportsml|eventsml|/events|json|csv|excel|spreadsheet", re.IGNORECASE)
_TAGS = re.compile(r"</?(?:p|br|div|table)\b", re.IGNORECASE)
_STATISTICS = frozenset(
    ("events", "event", "conceptSet", "sports-content", "sports-event", "newsItem", "chart")
)
_MEDIA = re.compile(r"picture|photo|graphic|image|audio|video|animation|composite", re.IGNORECASE)
_SECTION = re.compile(r"categ|desk|department|section|ressort|rubric", re.IGNORECASE)
_SECONDARY = re.compile(r"sub|kicker|overline|short|teaser|web|seo", re.IGNORECASE)
_LOGIN = re.compile(r"[\d@._/]")


def sniff(head: bytes, name: str) -> int:
    """Return 95 for an item or message of NewsML-G2, 93 for a part of one, 94 inside another document."""
    root = root_name(head)
    if root is None:
        return 0
    namespace, tag = root
    if (namespace or "").startswith(_NAMESPACE):
        return 95
    if tag == "newsMessage" or tag in _ITEMS:
        return 92
    if tag in _FRAGMENTS and namespace is None:
        return 93
    return 94 if _NESTED.search(head) else 0


def read(feed: Feed) -> Iterator[Article]:
    """Yield the stories of every news item, in order. Raises NoArticle, with what is there instead, for none."""
    return stories_of(feed, "newsItem", _drafts, _instead, part="contentSet")


def _instead(root: Element, _count: int) -> str:
    """Return what a document without stories holds."""
    found: Counter[str] = Counter()
    for each in descendants(root, *_ITEMS):
        kind = _class(each)
        media = local(each) == "newsItem" and _MEDIA.search(kind)
        lacks = "copy" if item_type(kind) == "story" else "a caption"
        found[f"{kind} item without {lacks}" if media else _ITEMS[local(each)]] += 1
    if not found:
        return f"no item in it: {local(root)} alone"
    return "no story in it: " + ", ".join(
        f"{what} ({count})" if count > 1 else what for what, count in found.items()
    )


def _class(item: Element) -> str:
    """Return the item class without its scheme: `text`, `picture`, `composite`; empty where there is none."""
    path = "itemMeta/itemClass"
    stated = attribute_at(item, path, "qcode") or attribute_at(item, path, "uri") or ""
    return stated.rpartition(":")[2].rpartition("/")[2]


def _drafts(item: Element) -> Iterator[Draft]:
    """Yield what the item says, where it is a story."""
    draft = Draft()
    content = item if local(item) == "contentSet" else first(item, "contentSet")
    _meta(draft, item)
    decks = _headline(draft, item)
    if content is not None:
        _content(draft, content, decks)
    kind = _class(item)
    draft.type = item_type(kind)
    if draft.type != "story":
        draft.state("text", _caption(item), "description")
    _lineage(draft, item)
    if not (draft.text or draft.headline) and draft.signal == "withdrawn" and kind == "text":
        draft.state("text", "\n\n".join(lines_of(every(item, "itemMeta/edNote"))), "edNote")
    if not draft.text and (_MEDIA.search(kind) or not draft.headline):
        return
    draft.state("text", _summary(item), "description")
    draft.state("headline", line_at(item, "itemMeta/title"), "itemMeta/title")
    draft.boilerplate += [deck for deck in decks if deck not in (draft.text or "")]
    _dateline(draft, item)
    _places(draft, item)
    _keywords(draft, item)
    _boilerplate(draft, item)
    _credits(draft, item)
    yield draft


def _meta(draft: Draft, item: Element) -> None:
    """State identifier, dates, byline and language."""
    guid = (item.get("guid") or "").strip()
    provider = first(item, "itemMeta/provider")
    if guid and provider is not None and not is_unique(guid):
        draft.authority = _name(provider)
    draft.state("identifier", guid, "guid")
    draft.number_version(item.get("version"), "version")
    dates = ("itemMeta/firstCreated", "itemMeta/versionCreated", "contentMeta/contentCreated")
    state_lines(draft, "published", item, *dates)
    for path in ("itemMeta/versionCreated", "contentMeta/contentModified"):
        moment = line_at(item, path)
        if moment:
            draft.state("updated", moment if moment != draft.published else None, path.rpartition("/")[2])
            break
    names = filter(None, map(byline, lines_of(every(item, "contentMeta/by"))))
    draft.state("byline", ", ".join(dict.fromkeys(names)), "by")
    draft.state("language", attribute_at(item, "contentMeta/language", "tag"), "language")
    draft.state("language", language_of(item), "xml:lang")


def _lineage(draft: Draft, item: Element) -> None:
    """State what the item says of its versions: publishing status, signals, links to earlier items, notes."""
    status = first(item, "itemMeta/pubStatus")
    if status is not None:
        embargoed = first(item, "itemMeta/embargoed") is not None
        code = status.get("qcode") or status.get("uri") or line_of(status)
        set_status(draft, code, "pubStatus", embargoed=embargoed)
    for each in every(item, "itemMeta/signal"):
        state_code(draft, each.get("qcode") or each.get("uri"), "signal")
    for each in every(item, "itemMeta/link"):
        relation = each.get("rel") or each.get("reluri")
        state_link(draft, relation, each.get("residref") or each.get("guidref") or each.get("href"), "link")
    for each in every(item, "itemMeta/role"):  # where AP puts its editorial types
        state_code(draft, line_at(each, "name"), "role")
    for each in every(item, "itemMeta/edNote"):
        state_note(draft, line_of(each), "edNote")


_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def _primary(tag: str | None) -> str:
    """Return the primary subtag of a language tag (BCP 47)."""
    return (tag or "").partition("-")[0].lower()


def _language(item: Element) -> str:
    """Return the language of the content, else that of the item."""
    return _primary(attribute_at(item, "contentMeta/language", "tag") or language_of(item))


def _headline(draft: Draft, item: Element) -> list[str]:
    """State the headline: the first of the best rank that is no sub-headline, in the item's language. Returns the others."""
    found: list[tuple[int, int, str]] = []
    language = _language(item)
    for place_, each in enumerate(every(item, "contentMeta/headline")):
        line = line_of(each)
        if line:
            rank = each.get("rank") or ""
            order = 100 if _SECONDARY.search((each.get("role") or "").rpartition(":")[2]) else 0
            own = _primary(each.get(_LANG))
            order += 200 if own and language and own != language else 0
            found.append((order + (int(rank) if rank.isdecimal() and len(rank) < 3 else 1), place_, line))
    found.sort()
    if found:
        draft.state("headline", found[0][2], "headline")
    return [line for _, _, line in found[1:]]


def _content(draft: Draft, content: Element, decks: list[str]) -> None:
    """State the copy: the longest of the renditions that are text."""
    best: Draft | None = None
    for each in content:
        if local(each) not in ("inlineXML", "inlineData") or _DATA.search(each.get("contenttype") or ""):
            continue
        if any(local(child) in _STATISTICS for child in each):
            continue
        found = Draft(headline=draft.headline)
        _rendition(found, each, decks)
        if found.text and (best is None or len(found.text) > len(best.text or "")):
            best = found
    if best is None:
        return
    names = ("text", "headline", "byline", "dateline", "published", "agency", "publisher", "language")
    draft.join(best, *names)


def _rendition(draft: Draft, node: Element, decks: list[str]) -> None:
    """State what one rendition of the content holds."""
    story = next(descendants(node, "nitf"), None)
    if story is not None:
        nitf.fill(draft, story)
        return
    if local(node) == "inlineData":
        draft.state("text", _data(node), "inlineData")
        return
    titles = lines_of(descendants(node, "title", "h1", "hl1", "RUBRIK"))
    bylines = lines_of(filter(_is_byline, descendants(node, "p", "BYLINE")))
    text = without_heads(copy_of(node), draft.headline, *decks, *titles, *bylines)
    draft.state("text", text, "inlineXML")
    draft.state("headline", titles[0] if titles else None, "title")
    draft.state("byline", byline(bylines[0] if bylines else None), "p.byline")


def _is_byline(node: Element) -> bool:
    return local(node) == "BYLINE" or (node.get("class") or "") == "byline"


def _data(node: Element) -> str:
    """Return the text of an inlineData element: plain, HTML, or either in Base64."""
    text = text_of(node)
    if "base64" in (node.get("encoding") or "").lower():
        text = of_base64(text.encode()).decode("utf-8", "replace")
    kind = node.get("contenttype") or "text/plain"
    if not kind.startswith(("text/", "application/xhtml")):
        return ""
    return reflow(text) if kind.startswith("text/plain") and not _TAGS.search(text) else markup_copy(text)


def _summary(item: Element) -> str | None:
    """Return the description of an item whose content is kept elsewhere."""
    for each in every(item, "contentMeta/description"):
        if "caption" not in (each.get("role") or "") and (text := copy_of(each)):
            return text
    return None


def _caption(item: Element) -> str | None:
    """Return the description of a picture, that whose role is a caption first."""
    stated = sorted(
        every(item, "contentMeta/description"), key=lambda each: "caption" not in (each.get("role") or "")
    )
    return next(filter(None, map(copy_of, stated)), None)


def _dateline(draft: Draft, item: Element) -> None:
    """State the dateline; where the copy begins with one of its own, that one is read (`morgue.extract`)."""
    line = line_at(item, "contentMeta/dateline")
    if line and holds_place(line):
        draft.state("dateline", line, "dateline")


def _name(node: Element) -> str | None:
    """Return what a G2 property is called: its name, else literal, else its code or address."""
    return _called(node) or node.get("qcode") or node.get("uri") or line_of(node)


def _called(node: Element) -> str | None:
    """Return the name of a G2 property, or the literal that it is."""
    return line_at(node, "name") or node.get("literal")


def _places(draft: Draft, item: Element) -> None:
    """State where the story is filed from, then the areas that it is tagged with."""
    for each in every(item, "contentMeta/located"):
        file_from(draft, _called(each), _country(each))
    for each in every(item, "contentMeta/subject"):
        if (each.get("type") or "").endswith("geoArea"):
            file_from(draft, _called(each), _country(each), tagged=True)


def _country(node: Element) -> str | None:
    """Return the country of an area: an ISO 3166 code in it, else the name of the broader country."""
    for each in descendants(node, "located", "subject", "broader", "sameAs"):
        code = each.get("qcode") or each.get("uri") or ""
        if "iso3166" in code.lower():
            return re.split(r"[:/]", code)[-1]
    for each in children(node, "broader"):
        kind = (each.get("type") or "").lower()
        if kind.endswith(("country", ":5")):
            return _called(each)
    return None


def _keywords(draft: Draft, item: Element) -> None:
    """State section and keywords: subjects by their names, keywords, genres, the slugline."""
    for each in every(item, "contentMeta/subject"):
        kind = f"{each.get('type') or ''} {(each.get('qcode') or '').partition(':')[0]}"
        name = line_at(each, "name")
        if not name or "geo" in kind or kind.startswith("cpnat:poi") or len(name) > 80:
            continue
        (draft.section if _SECTION.search(kind) else draft.keywords).append(name)
    draft.keywords += lines_of(every(item, "contentMeta/keyword"))
    for each in every(item, "contentMeta/slugline"):
        mark = each.get("separator") or "\0"
        line = line_of(each) or ""
        draft.keywords += filter(None, map(str.strip, line.split(mark) if mark in "/;|," else [line]))
    draft.section = [name for name in draft.section if len(name) > 2]


def _boilerplate(draft: Draft, item: Element) -> None:
    """Set aside descriptions, the credit line, notes to editors, copyright and terms of use."""
    for each in (*every(item, "contentMeta/description"), *every(item, "contentMeta/creditline")):
        set_aside(draft, copy_of(each, notes=True))
    for path in ("itemMeta/edNote", "rightsInfo/copyrightNotice", "rightsInfo/usageTerms"):
        draft.boilerplate += filter(None, (copy_of(each, notes=True) for each in every(item, path)))


def _credits(draft: Draft, item: Element) -> None:
    """State agency and publisher: provider, source, credit line, creator, holder of the copyright; a person's name."""
    for each in every(item, "itemMeta/provider"):
        for name in (line_at(each, "name"), each.get("literal"), each.get("qcode"), each.get("uri")):
            credit(draft, name, "provider", known=name is None or ":" in name, same=True)
    for path in (
        "contentMeta/infoSource",
        "contentMeta/creditline",
        "contentMeta/creator",
        "rightsInfo/copyrightHolder",
    ):
        for each in every(item, path):
            tag = path.rpartition("/")[2]
            for name in (line_at(each, "name"), each.get("literal"), each.get("qcode"), line_of(each)):
                credit(draft, name, tag, known=True)
    lines = list(map(line_of, every(item, "contentMeta/creditline")))
    settle(draft, *lines)
    for each in every(item, "contentMeta/creator"):
        name = _called(each)
        if name and " " in name.strip() and not _LOGIN.search(name) and agency_named(name) is None:
            draft.state("byline", name, "creator")
    if draft.type != "story":
        settle_picture(draft, *lines)
