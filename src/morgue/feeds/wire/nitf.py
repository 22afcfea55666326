"""Read stories of NITF, the News Industry Text Format, 2.x to 3.x (IPTC), alone or inside another XML document.

The headline is `hedline/hl1`, else `title`; the story is `body.content`. `published` is `date.issue`, else the
publication or release date; the agency is the holder of the copyright, else distributor or registrar. What the
same story says twice, once in the head and once in the copy, is left to the copy.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from morgue.extract.draft import Draft
from morgue.feeds.support.content_markup import copy_of, holds_place, set_aside, without_heads
from morgue.feeds.support.credits import agency_named, byline, credit, file_from, set_status, settle
from morgue.feeds.support.item_types import item_type
from morgue.feeds.support.print_date import edition_of
from morgue.feeds.support.version_signals import state_note
from morgue.feeds.support.xml import root_name
from morgue.feeds.support.xml_elements import (
    Element,
    attribute_at,
    by_name,
    children,
    descendants,
    every,
    first,
    language_of,
    line_at,
    line_of,
    lines_of,
    local,
)
from morgue.feeds.support.xml_stories import stories_of
from morgue.io.feed import Feed
from morgue.model.article import Article, Edition

_NESTED = re.compile(rb"<(?:\w{1,20}:)?nitf[\s>]")
_OTHERS = frozenset(("html", "head", "body", "rss", "feed", "rdf"))
"""The roots of documents that may hold NITF and are of another format."""
_DATED = re.compile(r"\d{4}")


def sniff(head: bytes, name: str) -> int:
    """Return 95 for an NITF document, 93 where NITF begins inside another, 5 by the name alone."""
    root = root_name(head)
    if root is not None and root[1] == "nitf":
        return 95
    if root is not None and root[1].lower() not in _OTHERS and _NESTED.search(head):
        return 93  # its head and body are no page's
    return 5 if root is not None and name.lower().endswith(".nitf") else 0


def read(feed: Feed) -> Iterator[Article]:
    """Yield the stories of every `nitf` element, in order. Raises NoArticle where none holds any copy."""
    return stories_of(feed, "nitf", _drafts, _instead)


def _drafts(node: Element) -> Iterator[Draft]:
    draft = Draft()
    fill(draft, node)
    if not draft.text:
        _captions(draft, node)
    if not (draft.text or draft.headline) and draft.signal == "withdrawn":
        notes = (each.get("info") or line_of(each) or "" for each in descendants(node, "ed-msg"))
        draft.state("text", "\n\n".join(filter(None, notes)), "ed-msg")
    if draft.text or (draft.headline and not has_media(node)):
        yield draft


def _captions(draft: Draft, node: Element) -> None:
    """State the captions of a document that has no other copy: it is the picture, video or sound that they belong to."""
    media = list(descendants(node, "media"))
    captions = list(
        dict.fromkeys(lines_of(each for one in media for each in descendants(one, "media-caption")))
    )
    kinds = {item_type(each.get("media-type")) for each in media}
    if captions and len(kinds) == 1:
        draft.state("text", "\n\n".join(captions), "media-caption")
        draft.type = kinds.pop()
        draft.boilerplate = [each for each in draft.boilerplate if each not in captions]


def _instead(root: Element, count: int) -> str:
    return "an NITF document without a story" if count else "no NITF in the document"


def has_media(nitf: Element) -> bool:
    """Return whether the document carries pictures or sound and so may do without copy."""
    return next(descendants(nitf, "media"), None) is not None


def fill(draft: Draft, nitf: Element) -> None:
    """State what an `nitf` element says; what the draft already has from around it stays."""
    head, body = first(nitf, "head"), first(nitf, "body")
    docdata = first(head, "docdata") if head is not None else None
    if head is not None:
        _subjects(draft, head)
    if docdata is not None:
        _docdata(draft, docdata)
    named = by_name(nitf, "pubdata", "revision-history", *_CREDITS)
    for each in named["pubdata"]:
        draft.state("published", _date(each.get("date.publication")), "pubdata@date.publication")
        if issued := _issued(each, nitf):
            draft.state("day", issued, "pubdata@date.publication")
            draft.edition = draft.edition or _edition(each, nitf)
        address = (each.get("ex-ref") or "").strip()
        draft.state("url", address if address.startswith(("http://", "https://")) else None, "pubdata@ex-ref")
    for each in named["revision-history"]:
        draft.state("updated", _date(each.get("norm")), "revision-history@norm")
    if body is not None:
        _body(draft, body)
    if head is not None:
        _titles(draft, head)
    draft.state("language", nitf.get("baselang") or language_of(nitf), "nitf@baselang")
    if docdata is not None:
        _lineage(draft, docdata)
    for each in named["revision-history"]:
        state_note(draft, each.get("comment"), "revision-history@comment")
    _credits(draft, named)
    if draft.updated == draft.published:
        draft.drop("updated")


def _date(text: str | None) -> str | None:
    """Return a normalized date, or None for the placeholders that some systems leave (`YYYYMMDD000000-HHMM`)."""
    return text.strip() if text and _DATED.match(text.strip()) else None


_DAY = re.compile(r"(\d{4}-?\d\d-?\d\d)(?:T00:?00(?::?00)?(?:Z|[+-]\d\d:?\d\d)?)?")
_OF_PRINT = ("position.section", "position.sequence", "edition.name", "volume", "number", "issn")
"""Attributes of `pubdata` (NITF 3.x) that only print has; agencies give areas of the world for `edition.area`."""


def _issued(pubdata: Element, nitf: Element) -> str | None:
    """Return the date of issue where a `pubdata` is that of a printed paper, else None.

    It is where it or the head names a page, an edition, a volume or a number, and where it names a publication
    that is no agency, with a day and no time of day: papers are issued by the day, and wire copy at a moment.
    """
    printed = _date(pubdata.get("date.publication"))
    kind = (pubdata.get("type") or "print").lower()
    if not printed or kind != "print":
        return None
    day = _DAY.fullmatch(printed)
    name = pubdata.get("name")
    sure = pubdata.get("type") or any(map(pubdata.get, _OF_PRINT))
    sure = sure or any((each.get("name") or "").startswith("print_") for each in descendants(nitf, "meta"))
    if sure or (day and name and agency_named(name) is None):
        return day[1] if day else printed
    return None


def _edition(pubdata: Element, nitf: Element) -> Edition | None:
    """Return where it was printed: by `pubdata`, or by the `print_…` names of the head."""
    named = {"page": "position.sequence", "edition": "edition.name", "volume": "volume"}
    stated: list[tuple[str, object]] = [(name, pubdata.get(attribute)) for name, attribute in named.items()]
    for meta in descendants(nitf, "meta"):
        if (name := meta.get("name") or "").startswith("print_"):
            stated.append((name, meta.get("content")))
    return edition_of(stated)


def _docdata(draft: Draft, docdata: Element) -> None:
    for name in ("date.issue", "date.release"):
        for each in children(docdata, name):
            draft.state("published", _date(each.get("norm") or line_of(each)), name)
    for each in children(docdata, "evloc"):
        file_from(draft, each.get("city"), each.get("iso-cc"))
    for each in descendants(docdata, "keyword"):
        draft.keywords += filter(None, (each.get("key") or line_of(each),))
    for each in children(docdata, "ed-msg"):
        draft.boilerplate += filter(None, ((each.get("info") or line_of(each) or "").strip(),))
    found = first(docdata, "doc-id")
    if found is not None and found.get("id-string"):
        registrar = found.get("regsrc") or attribute_at(docdata, "doc.copyright", "holder") or ""
        draft.authority = f"nitf:{registrar}" if registrar else None
        draft.state("identifier", found.get("id-string").strip(), "doc-id")


def _lineage(draft: Draft, docdata: Element) -> None:
    """State what the head says of versions: status, the document that this one replaces, correction, version, message.

    A document that names another by `management-doc-idref` is a later release of it, or calls it back where it is canceled
    itself. The `key` of a `du-key` ("dynamic use") is no link: agencies use one key for all that they send of a subject.
    """
    set_status(draft, docdata.get("management-status"), "management-status")
    if earlier := docdata.get("management-doc-idref"):
        draft.follow(earlier, "management-doc-idref", draft.authority)
        draft.signal_version("update", "management-doc-idref")
    for each in children(docdata, "correction"):
        registrar = each.get("regsrc")
        draft.follow(
            each.get("id-string"), "correction", f"nitf:{registrar}" if registrar else draft.authority
        )
        draft.signal_version("correction", "correction")
    for each in children(docdata, "du-key"):
        draft.number_version(each.get("version") or each.get("generation"), "du-key")
    for each in children(docdata, "ed-msg"):
        state_note(draft, each.get("info") or line_of(each), "ed-msg")


def _titles(draft: Draft, head: Element) -> None:
    """State the title as the headline where there is none; keep one of other words, and the name of a series."""
    title = line_at(head, "title")
    draft.state("headline", title, "title")
    series = [(each.get("series.name") or "").strip() for each in descendants(head, "series")]
    for words in (title, *series):
        set_aside(draft, words, *draft.keywords)


def _subjects(draft: Draft, head: Element) -> None:
    """State section and keywords of `tobject`: the type of a subject is a section, its matter and detail keywords."""
    found = by_name(head, "tobject.subject", "classifier", "identified-content")
    for each in found["tobject.subject"]:
        draft.section += filter(None, ((each.get("tobject.subject.type") or "").strip(),))
        parts = ((each.get(f"tobject.subject.{part}") or "").strip() for part in ("matter", "detail"))
        draft.keywords += filter(None, parts)
    for each in children(head, "meta"):
        name, value = each.get("name"), (each.get("content") or "").strip()
        if value and name in ("anpa-keyword", "slug", "slugline"):
            draft.keywords.append(value)
        elif value and name == "online_sections":
            draft.section += filter(None, map(str.strip, value.split(";")))
    named = [each for each in found["classifier"] if (each.get("type") or "").endswith("descriptor")]
    for part in found["identified-content"]:
        named += (
            each for name in ("person", "org", "event", "object.title") for each in children(part, name)
        )
    draft.keywords += lines_of(named)


def _body(draft: Draft, body: Element) -> None:
    head = first(body, "body.head")
    decks: list[str] = []
    if head is not None:
        for path in ("hedline/hl1", "headline/hl1", "hedline", "hl1"):
            if not draft.headline:
                draft.state("headline", line_at(head, path), path)
        decks = lines_of(descendants(head, "hl2"))
        draft.state("byline", byline(_byline(head)), "byline")
    abstract = copy_of(first(head, "abstract")) if head is not None else ""
    copy = _copy(body)
    copy = without_heads(copy, draft.headline, *decks)
    if not draft.text:
        draft.state("text", copy or abstract, "body.content" if copy else "abstract")
        lead = " ".join(abstract.split())[:60]
        if copy and lead and lead not in " ".join(copy[:2000].split()):
            draft.boilerplate.append(abstract)
    draft.boilerplate += [deck for deck in decks if deck != draft.headline]
    draft.boilerplate += lines_of(descendants(body, "tagline"))
    if head is not None:
        _dateline(draft, head)
    if not draft.headline:
        draft.state("headline", next(filter(None, map(line_of, descendants(body, "hl1"))), None), "hl1")
    _set_aside(draft, body)


_BESIDE = (
    "note",
    "byttl",
    "distributor",
    "media-caption",
    "media-producer",
    "copyrite",
    "rights",
    "series",
    "bibliography",
)
"""Elements of the body whose words are no copy."""


def _set_aside(draft: Draft, body: Element) -> None:
    """Keep the words of other blocks, of notes, of who is credited and of captions where nothing repeats them."""
    for each in every(body, "body.content/block"):
        set_aside(draft, copy_of(each))
    for elements in by_name(body, *_BESIDE).values():
        for each in elements:
            set_aside(draft, line_of(each), draft.byline)


def _copy(body: Element) -> str:
    """Return the story; where there is no `body.content`, whatever else is in the body."""
    contents = every(body, "body.content")
    whole = [each for each in every(body, "body.content/block") if each.get("class") == "full_text"]
    if whole:  # the blocks beside it, of the class lead_paragraph, are the beginning of this one
        return "\n\n".join(filter(None, map(copy_of, whole)))
    if contents:
        return "\n\n".join(filter(None, map(copy_of, contents)))
    return copy_of(body, hidden=frozenset(("body.head", "body.end")))


def _byline(head: Element) -> str | None:
    """Return who wrote it: the persons of the byline, else its text without the title."""
    for each in children(head, "byline"):
        persons = lines_of(descendants(each, "person"))
        if persons:
            return ", ".join(persons)
        pieces = [each.text or ""]
        for child in each:
            pieces += ["" if local(child) == "byttl" else line_of(child) or "", child.tail or ""]
        line = " ".join(" ".join(pieces).split()).strip(" ,")
        if line or (line := line_of(each) or ""):
            return line
    return None


def _dateline(draft: Draft, head: Element) -> None:
    """State dateline and place of the head."""
    for each in children(head, "dateline"):
        where = first(each, "location")
        city = country = code = None
        if where is not None:
            city, country = line_at(where, "city"), line_at(where, "country")
            code = attribute_at(where, "country", "iso-cc")
        written = _written(each, where)
        city = city or (_whole(where) if where is not None else written)
        file_from(draft, city, code or country)
        if written and city and holds_place(written):
            draft.state("dateline", written, "dateline")
        for date in children(each, "story.date"):
            draft.state("published", _date(date.get("norm")), "story.date")


def _whole(node: Element) -> str:
    """Return the parts of a location, separated by commas."""
    parts = [node.text or ""] + [part for child in node for part in (line_of(child) or "", child.tail or "")]
    return ", ".join(filter(None, (part.strip(" ,\n\t") for part in parts)))


def _written(dateline: Element, where: Element | None) -> str | None:
    """Return the dateline on one line: its location, then the date as printed."""
    if where is None:
        return line_of(dateline)
    parts = [_whole(where)] + [line_of(each) or "" for each in children(dateline, "story.date")]
    return ", ".join(filter(None, parts)) or None


_CREDITS = {
    "doc.copyright": ("holder", False, False),
    "distributor": (None, False, False),
    "rights.owner": (None, False, False),
    "copyrite.holder": (None, False, False),
    "doc.rights": ("owner", True, True),
    "doc-id": ("regsrc", True, True),
    "from-src": ("src-name", True, True),
    "byttl": (None, True, False),
}
"""Whom an element credits, the surest first: the attribute with the name (None: its text), and `known` and `same` of `credit`."""


def _credits(draft: Draft, named: dict[str, list[Element]]) -> None:
    """State agency and publisher: copyright holder, distributor, owner of the rights, registrar, mover, title."""
    for name, (attribute, known, same) in _CREDITS.items():
        rule = f"{name}@{attribute}" if attribute else name
        for each in named[name]:
            credit(draft, each.get(attribute) if attribute else line_of(each), rule, known=known, same=same)
    for each in named["pubdata"]:
        draft.state("publisher", None if agency_named(each.get("name")) else each.get("name"), "pubdata@name")
    settle(draft)
