"""Stories of NITF, the News Industry Text Format, 2.x to 3.x (IPTC), alone or inside another XML document.

The headline is `hedline/hl1`, else `title`; the story is `body.content`. `published` is `date.issue`, else the
publication or release date; the agency is the holder of the copyright, else distributor or registrar. What the
same story says twice, once in the head and once in the copy, is left to the copy.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from morgue.extract.draft import Draft
from morgue.feeds.support.content_markup import copy_of, holds_place, without_heads
from morgue.feeds.support.credits import agency_named, byline, credit, file_from, settle, standing
from morgue.feeds.support.keys import unrepeated
from morgue.feeds.support.xml import root_name
from morgue.feeds.support.xml_elements import (
    Element,
    children,
    descendants,
    language_of,
    line_of,
    local,
)
from morgue.feeds.support.xml_stories import stories_of
from morgue.io.feed import Feed
from morgue.model.article import Article

_NESTED = re.compile(rb"<(?:\w{1,20}:)?nitf[\s>]")
_OTHERS = frozenset(("html", "head", "body", "rss", "feed", "rdf"))
"""The roots of documents that may hold NITF and are of another format."""
_DATED = re.compile(r"\d{4}")


def sniff(head: bytes, name: str) -> int:
    """95 for an NITF document, 93 where NITF begins inside another, 5 by the name alone."""
    root = root_name(head)
    if root is not None and root[1] == "nitf":
        return 95
    if root is not None and root[1].lower() not in _OTHERS and _NESTED.search(head):
        return 93  # its head and body are no page's
    return 5 if root is not None and name.lower().endswith(".nitf") else 0


def read(feed: Feed) -> Iterator[Article]:
    """The stories of every `nitf` element, in order. Raises NoArticle where none holds any copy."""
    return stories_of(feed, "nitf", _drafts, _instead)


def _drafts(node: Element) -> Iterator[Draft]:
    draft = Draft()
    fill(draft, node)
    if draft.text or (draft.headline and not has_media(node)):
        yield draft


def _instead(root: Element, count: int) -> str:
    return "an NITF document without a story" if count else "no NITF in the document"


def has_media(nitf: Element) -> bool:
    """Whether the document carries pictures or sound and so may do without copy."""
    return next(descendants(nitf, "media"), None) is not None


def fill(draft: Draft, nitf: Element) -> None:
    """State what an `nitf` element says; what the draft already has from around it stays."""
    tree = _Tree(nitf)
    head, body = tree.first(nitf, "head"), tree.first(nitf, "body")
    docdata = tree.first(head, "docdata") if head is not None else None
    if head is not None:
        _subjects(draft, head, tree)
    if docdata is not None:
        _docdata(draft, docdata, tree)
        standing(draft, docdata.get("management-status"))
    for each in tree.every("pubdata"):
        draft.state("published", _date(each.get("date.publication")), "pubdata@date.publication")
        if issued := _issued(each, tree):
            draft.state("day", issued, "pubdata@date.publication")
        address = (each.get("ex-ref") or "").strip()
        draft.state("url", address if address.startswith(("http://", "https://")) else None, "pubdata@ex-ref")
    for each in tree.every("revision-history"):
        draft.state("updated", _date(each.get("norm")), "revision-history@norm")
    if body is not None:
        _body(draft, body, tree)
    if head is not None:
        _titles(draft, head, tree)
    draft.state("language", nitf.get("baselang") or language_of(nitf), "nitf@baselang")
    _credits(draft, tree)
    if draft.updated == draft.published:
        draft.updated = None
        draft.evidence.pop("updated", None)


class _Tree:
    """The elements of a document by local name, which are few: those of a part are found by who their parents are."""

    __slots__ = ("_named",)

    def __init__(self, root: Element) -> None:
        self._named: dict[str, list[Element]] = {}
        named = self._named
        for each in root.iter("*"):
            name = each.tag.rpartition("}")[2]
            if (found := named.get(name)) is None:
                named[name] = [each]
            else:
                found.append(each)

    def every(self, name: str) -> Sequence[Element]:
        """All elements of that name, in document order."""
        return self._named.get(name, ())

    def below(self, node: Element, name: str) -> Iterable[Element]:
        """Those below and including `node`."""
        return descendants(node, name) if name in self._named else ()

    def inside(self, node: Element, name: str) -> Sequence[Element]:
        """Those that are children of `node`."""
        found = self._named.get(name)
        if found is None:
            return ()
        if len(found) > _FEW:
            return list(children(node, name))
        return [each for each in found if each.getparent() is node]

    def first(self, node: Element, name: str) -> Element | None:
        """The first child of `node` of that name, or None."""
        return next(iter(self.inside(node, name)), None)

    def line_at(self, node: Element, path: str) -> str | None:
        """The first line of text that is not empty at a path of local names below `node`."""
        found = [node]
        for name in path.split("/"):
            if name not in self._named:
                return None
            found = [child for each in found for child in self.inside(each, name)]
        return next(filter(None, map(line_of, found)), None)


_FEW = 16
"""Up to how many elements of one name are asked for their parents."""


def _date(text: str | None) -> str | None:
    """A normalized date, or None for the placeholders that some systems leave (`YYYYMMDD000000-HHMM`)."""
    return text.strip() if text and _DATED.match(text.strip()) else None


_DAY = re.compile(r"(\d{4}-?\d\d-?\d\d)(?:T00:?00(?::?00)?(?:Z|[+-]\d\d:?\d\d)?)?")
_OF_PRINT = ("position.section", "position.sequence", "edition.name", "volume", "number", "issn")
"""Attributes of `pubdata` (NITF 3.x) that only print has; agencies give areas of the world for `edition.area`."""


def _issued(pubdata: Element, tree: _Tree) -> str | None:
    """The date of issue where a `pubdata` is that of a printed paper, else None.

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
    sure = sure or any((each.get("name") or "").startswith("print_") for each in tree.every("meta"))
    if sure or (day and name and agency_named(name) is None):
        return day[1] if day else printed
    return None


def _docdata(draft: Draft, docdata: Element, tree: _Tree) -> None:
    for name in ("date.issue", "date.release"):
        for each in tree.inside(docdata, name):
            draft.state("published", _date(each.get("norm") or line_of(each)), name)
    for each in tree.inside(docdata, "evloc"):
        file_from(draft, each.get("city"), each.get("iso-cc"))
    for each in tree.below(docdata, "keyword"):
        draft.keywords += filter(None, (each.get("key") or line_of(each),))
    for each in tree.inside(docdata, "ed-msg"):
        draft.boilerplate += filter(None, ((each.get("info") or line_of(each) or "").strip(),))
    found = tree.first(docdata, "doc-id")
    if found is not None and found.get("id-string"):
        holder = next((each.get("holder") for each in tree.inside(docdata, "doc.copyright")), None)
        registrar = found.get("regsrc") or holder or ""
        draft.authority = f"nitf:{registrar}" if registrar else None
        draft.state("identifier", found.get("id-string").strip(), "doc-id")


def _titles(draft: Draft, head: Element, tree: _Tree) -> None:
    """State the title as the headline where there is none; keep one of other words, and the name of a series."""
    title = tree.line_at(head, "title")
    draft.state("headline", title, "title")
    series = [(each.get("series.name") or "").strip() for each in tree.below(head, "series")]
    for words in (title, *series):
        if words and unrepeated(words, draft.headline, draft.text, *draft.boilerplate, *draft.keywords):
            draft.boilerplate.append(words)


def _subjects(draft: Draft, head: Element, tree: _Tree) -> None:
    """Section and keywords of `tobject`: the type of a subject is a section, its matter and detail keywords."""
    for each in tree.below(head, "tobject.subject"):
        kind = (each.get("tobject.subject.type") or "").strip()
        if kind and kind not in draft.section:
            draft.section.append(kind)
        for part in ("matter", "detail"):
            value = (each.get(f"tobject.subject.{part}") or "").strip()
            if value and value not in draft.keywords:
                draft.keywords.append(value)
    for each in tree.inside(head, "meta"):
        name, value = each.get("name"), (each.get("content") or "").strip()
        if value and name in ("anpa-keyword", "slug", "slugline"):
            draft.keywords.append(value)
        elif value and name == "online_sections":
            draft.section += [part.strip() for part in value.split(";") if part.strip() not in draft.section]
    for each in tree.below(head, "classifier"):
        word = line_of(each)
        if word and (each.get("type") or "").endswith("descriptor") and word not in draft.keywords:
            draft.keywords.append(word)
    for part in tree.below(head, "identified-content"):
        for name in ("person", "org", "event", "object.title"):
            draft.keywords += [
                word
                for each in tree.inside(part, name)
                if (word := line_of(each)) and word not in draft.keywords
            ]


def _body(draft: Draft, body: Element, tree: _Tree) -> None:
    head = tree.first(body, "body.head")
    decks: list[str] = []
    if head is not None:
        for path in ("hedline/hl1", "headline/hl1", "hedline", "hl1"):
            if not draft.headline:
                draft.state("headline", tree.line_at(head, path), path)
        decks = [line for each in tree.below(head, "hl2") if (line := line_of(each))]
        if tree.every("byline"):
            draft.state("byline", byline(_byline(head)), "byline")
    abstract = copy_of(tree.first(head, "abstract")) if head is not None and tree.every("abstract") else ""
    copy = _copy(body, tree)
    copy = without_heads(copy, draft.headline, *decks)
    if not draft.text:
        draft.state("text", copy or abstract, "body.content" if copy else "abstract")
        lead = " ".join(abstract.split())[:60]
        if copy and lead and lead not in " ".join(copy[:2000].split()):
            draft.boilerplate.append(abstract)
    draft.boilerplate += [deck for deck in decks if deck != draft.headline]
    draft.boilerplate += filter(None, (line_of(each) for each in tree.below(body, "tagline")))
    if head is not None:
        _dateline(draft, head, tree)
    if not draft.headline:
        draft.state("headline", next(filter(None, map(line_of, tree.below(body, "hl1"))), None), "hl1")
    _set_aside(draft, body, tree)


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


def _set_aside(draft: Draft, body: Element, tree: _Tree) -> None:
    """Keep the words of other blocks, of notes, of who is credited and of captions where nothing repeats them."""
    for content in tree.inside(body, "body.content"):
        for each in tree.inside(content, "block"):
            words = copy_of(each)
            if kept := unrepeated(words, draft.headline, draft.text, *draft.boilerplate):
                draft.boilerplate.append(kept)
    for name in _BESIDE:
        for each in tree.below(body, name):
            words = line_of(each) or ""
            if unrepeated(words, draft.headline, draft.text, draft.byline, *draft.boilerplate):
                draft.boilerplate.append(words)


def _copy(body: Element, tree: _Tree) -> str:
    """The story; where there is no `body.content`, whatever else stands in the body."""
    contents = tree.inside(body, "body.content")
    whole = [
        each
        for content in contents
        for each in tree.inside(content, "block")
        if each.get("class") == "full_text"
    ]
    if whole:  # the blocks beside it, of the class lead_paragraph, are the beginning of this one
        return "\n\n".join(filter(None, map(copy_of, whole)))
    if contents:
        return "\n\n".join(filter(None, map(copy_of, contents)))
    return copy_of(body, hidden=frozenset(("body.head", "body.end")))


def _byline(head: Element) -> str | None:
    """Who wrote it: the persons of the byline, else its text without the title."""
    for each in children(head, "byline"):
        persons = [line for person in descendants(each, "person") if (line := line_of(person))]
        if persons:
            return ", ".join(persons)
        pieces = [each.text or ""]
        for child in each:
            pieces += ["" if local(child) == "byttl" else line_of(child) or "", child.tail or ""]
        line = " ".join(" ".join(pieces).split()).strip(" ,")
        if line or (line := line_of(each) or ""):
            return line
    return None


def _dateline(draft: Draft, head: Element, tree: _Tree) -> None:
    """Dateline and place of the head."""
    for each in tree.inside(head, "dateline"):
        where = tree.first(each, "location")
        city = country = code = None
        if where is not None:
            city, country = tree.line_at(where, "city"), tree.line_at(where, "country")
            code = next((found.get("iso-cc") for found in tree.inside(where, "country")), None)
        written = _written(each, where, tree)
        city = city or (_whole(where) if where is not None else written)
        file_from(draft, city, code or country)
        if written and city and holds_place(written):
            draft.state("dateline", written, "dateline")
        for date in tree.inside(each, "story.date"):
            draft.state("published", _date(date.get("norm")), "story.date")


def _whole(node: Element) -> str:
    """The parts of a location, separated by commas."""
    parts = [node.text or ""] + [part for child in node for part in (line_of(child) or "", child.tail or "")]
    return ", ".join(filter(None, (part.strip(" ,\n\t") for part in parts)))


def _written(dateline: Element, where: Element | None, tree: _Tree) -> str | None:
    """The dateline on one line: its location, then the date as printed."""
    if where is None:
        return line_of(dateline)
    parts = [_whole(where)] + [line_of(each) or "" for each in tree.inside(dateline, "story.date")]
    return ", ".join(filter(None, parts)) or None


def _credits(draft: Draft, tree: _Tree) -> None:
    """Agency and publisher: copyright holder, distributor, owner of the rights, registrar, mover, title."""
    for each in tree.every("doc.copyright"):
        credit(draft, each.get("holder"), "doc.copyright@holder")
    for name in ("distributor", "rights.owner", "copyrite.holder"):
        for each in tree.every(name):
            credit(draft, line_of(each), name)
    for name, attribute in (("doc.rights", "owner"), ("doc-id", "regsrc"), ("from-src", "src-name")):
        for each in tree.every(name):
            credit(draft, each.get(attribute), f"{name}@{attribute}", known=True, same=True)
    for each in tree.every("byttl"):
        credit(draft, line_of(each), "byttl", known=True)
    for each in tree.every("pubdata"):
        draft.state("publisher", None if agency_named(each.get("name")) else each.get("name"), "pubdata@name")
    settle(draft)
