"""Read stories of ninjs 1.x, 2.x and 3.x (IPTC News in JSON), and of the agencies' own JSON.

One item, a list of items, or items inside an answer of an interface: AP's Media API (`data.item`, `data.items`),
superdesk's content API (`_items`, `item`), Reuters Connect (`data.item`), dpa's digitalwires (`urn`, `article_html`).
An item of the type text is a story where it has copy or a headline, and so is what is associated with it and has a body;
a picture, video, graphic or sound that is an item by itself is an article of that type where it has a caption. What is associated with a
story has no article of its own: its caption is kept with the story.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import chain, islice
from typing import Any

from morgue.errors import FeedError, NoArticle
from morgue.extract.assembly import article
from morgue.extract.draft import Draft
from morgue.extract.identity import is_unique
from morgue.feeds.support.content_markup import (
    copy_of,
    holds_place,
    html_root,
    markup_copy,
    markup_line,
    reflow,
    set_aside,
    without_heads,
)
from morgue.feeds.support.credits import (
    byline,
    credit,
    file_from,
    set_status,
    settle,
    settle_picture,
)
from morgue.feeds.support.data import ordered_lists
from morgue.feeds.support.item_types import item_type
from morgue.feeds.support.json_document import document, list_of, names_of, string
from morgue.feeds.support.json_items import FIRST, HTML, PLAIN, Item, items, representations
from morgue.feeds.support.jsonp import wrapping
from morgue.feeds.support.keys import captions
from morgue.feeds.support.markup import plain
from morgue.feeds.support.version_signals import follow, state_code, state_note
from morgue.io.encoding import narrow
from morgue.io.feed import Feed
from morgue.model.article import Article

_KEYS = re.compile(
    rb'"(?:versioncreated|version_created|versionCreated|firstcreated|firstCreated|pubstatus|pubStatus|body_xhtml|'
    rb"body_html5?|body_text|bodyXhtml|article_html|description_text|contentcreated|copyrightholder|usageterms|headline_extended|"
    rb'charcount|headlines|bodies|associations|renditions|infosources?|altids|located)"\s*:'
)
_STANDARD = re.compile(rb'"standard"\s*:\s*\{[^{}]{0,400}"ninjs"|iptc\.org/std/ninjs', re.IGNORECASE)
"""An item that names its standard."""
_NAMES = ordered_lists("ninjs.tsv")
_MEDIA = frozenset(_NAMES["media"])
_VERSION = _NAMES["version"]
_SUMMARY = _NAMES["summary"]
_NOTICES = _NAMES["notices"]


def sniff(head: bytes, name: str) -> int:
    """Return 88 where JSON has several keys of news items, 60 for two of them."""
    head = narrow(head)
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n\0")
    if start[:1] not in (b"{", b"[") and not wrapping(start):
        return 0
    first, newline, rest = start.partition(b"\n")
    if newline and first.rstrip().endswith(b"}") and rest.startswith(b"{"):
        return 0  # rows, each of which is an item
    found = {each.split(b'"')[1] for each in _KEYS.findall(head)}
    if b'"digitalwires@' in head or _STANDARD.search(head):
        return 90
    if len(found) > 2:
        return 88 if start[:1] != b"<" else 94  # surer than the page around it
    return 60 if len(found) == 2 else 0


def read(feed: Feed) -> Iterator[Article]:
    """Yield the stories of every item, in order. Raises NoArticle, with what is there instead, where there is none."""
    data = feed.bytes()
    value, damage = document(data)
    kinds: Counter[str] = Counter()
    count = 0
    for item in items(value):
        draft = draft_of_item(item)
        if draft is None:
            kinds[_kind(item)] += 1
            continue
        if damage and not count:
            feed.complain(damage)
        count += 1
        yield article(draft, feed.at(0, len(data)))
    if not count:
        if damage:
            raise FeedError(f"no readable story: {damage}")
        listed = ", ".join(f"{kind} ({number})" if number > 1 else kind for kind, number in kinds.items())
        raise NoArticle(f"no item with a story: {listed}" if listed else "JSON without a news item")


def _texts(item: Item, *keys: str) -> Iterator[tuple[str, str]]:
    """Yield (text, key) of the keys that hold a text."""
    return ((text, key) for key in keys if (text := string(item.get(key))))


def _first(item: Item, *keys: str) -> str | None:
    """Return the text of the first key that holds one."""
    return next((text for text, _ in _texts(item, *keys)), None)


def _objects(item: Item, *keys: str) -> Iterator[Item]:
    """Yield the objects under some keys, one or a list under each."""
    return (each for key in keys for each in list_of(item.get(key)) if isinstance(each, dict))


def _variants(item: Item, name: str, *keys: str) -> list[str]:
    """Return the texts in an array of ninjs 2.x and 3.x (`headlines`, `bodies`): of each entry, or of its first key that has one."""
    found = (
        _first(each, *keys) if isinstance(each, dict) else string(each) for each in list_of(item.get(name))
    )
    return list(filter(None, found))


def _type(item: Item) -> str:
    """Return the type of an item, or of what is associated with it, without its scheme; empty for none."""
    return (_first(item, "type", "itemClass") or "").rpartition(":")[2].lower()


def draft_of_item(item: Item) -> Draft | None:
    """Return what the item says; None where it is no story."""
    draft = Draft(type=item_type(_type(item)))
    for text, key in (
        *_texts(item, "headline", "headLine"),
        *((text, "headlines") for text in _variants(item, "headlines", "value", "headline")[:1]),
        *_texts(item, "title", "name"),
    ):
        draft.state("headline", markup_line(text), key)
    kind = _type(item) or "text"
    is_of_media = kind in _MEDIA
    if is_of_media and draft.type == "story":
        return None
    (_caption if is_of_media else _copy)(draft, item)
    _meta(draft, item)
    _lineage(draft, item)
    if not (draft.text or draft.headline) and draft.signal == "withdrawn" and kind == "text":
        notes = (_note(each) for key in _NAMES["notes"] for each in list_of(item.get(key)))
        draft.state("text", "\n\n".join(filter(None, notes)), "ednote")
    if not draft.text and (kind != "text" or not draft.headline):
        return None
    _describe(draft, item)
    _places(draft, item)
    _credits(draft, item)
    _set_aside(draft, item)
    for key in _NOTICES:
        draft.boilerplate += filter(None, map(_note, list_of(item.get(key))))
    _notepad(draft, item)
    return draft


def _set_aside(draft: Draft, item: Item) -> None:
    """Keep summaries, other headlines and captions where headline and copy do not repeat them."""
    found = [text for text, _ in _texts(item, "headline", "title", *_SUMMARY, *_NAMES["beside"])]
    for name in ("headlines", "subheadlines", "descriptions", "bodies"):
        found += _variants(item, name, "value")
    bodies = chain(_texts(item, *HTML, *PLAIN), ((text, key) for key, text in representations(item)))
    found += ("\n\n".join(_markup_or_text(text).split("\n")) for text, _ in bodies)
    for text in (*found, *_captions(item)):
        set_aside(draft, markup_copy(text))


def _markup_or_text(text: str) -> str:
    """Return the copy of a body, which is markup where it has a bracket."""
    root = html_root(text) if "<" in text else None
    return copy_of(root) if root is not None else markup_copy(text)


def _captions(item: Item) -> Iterator[str]:
    """Yield what the pictures of an item say: their captions, descriptions and headlines."""
    parts = item.get("associations")
    for part in parts.values() if isinstance(parts, dict) else list_of(parts):
        if isinstance(part, dict) and _type(part) in _MEDIA:
            keys = ("headline", "description_text", "description_html", "body_text", "caption")
            yield from (text for text, _ in _texts(part, *keys))
            for each in _objects(part, "headlines", "descriptions"):
                yield from (text for text, _ in _texts(each, "value"))
    yield from captions(item)


def _kind(item: Item) -> str:
    """Return what an item without a story is: its type, with what a composite one is made of."""
    kind = _first(item, "type", "itemClass") or "item"
    types = sorted({text for each in _objects(item, "associations") if (text := string(each.get("type")))})
    if types and kind == "composite":
        return f"{kind} of {', '.join(types)}"
    return f"{kind} without {'copy' if item_type(_type(item)) == 'story' else 'a caption'}"


def _copy(draft: Draft, item: Item) -> None:
    """State the copy: the body in any of its forms, else the summary."""
    for text, rule, read in _bodies(item):
        draft.state("text", without_heads(read(text), draft.headline), rule)
        if draft.text:
            return
    for text, key in _texts(item, *_SUMMARY):
        draft.state("text", markup_copy(text), key)
    for each in _objects(item, "descriptions"):
        if "caption" not in (string(each.get("role")) or ""):
            draft.state("text", markup_copy(_first(each, "value", "description") or ""), "descriptions")
    if draft.text == draft.headline:
        draft.drop("text")


def _caption(draft: Draft, item: Item) -> None:
    """State the caption of a picture as its text."""
    for text, key in _texts(item, *_NAMES["caption"]):
        draft.state("text", markup_copy(text), key)
    for each in sorted(
        _objects(item, "descriptions"), key=lambda each: "caption" not in (string(each.get("role")) or "")
    ):
        draft.state("text", markup_copy(_first(each, "value", "description") or ""), "descriptions")
    _copy(draft, item)


def _bodies(item: Item) -> Iterator[tuple[str, str, Callable[[str], str]]]:
    """Yield (text, rule, how its copy is read) of the forms of the body, the best first."""
    for text, key in _texts(item, *HTML):
        yield text, key, _markup_or_text
    others = list(representations(item))
    for key, text in others:
        if "<" in text:
            yield text, key, _markup_or_text
    for each in _objects(item, "bodies"):
        kind = (_first(each, "contenttype", "contentType") or "").lower()
        read = _markup_or_text if "html" in kind or "xml" in kind else markup_copy
        yield from ((text, "bodies", read) for text, _ in _texts(each, "value"))
    for text, key in _texts(item, *PLAIN):
        yield text, key, reflow
    for key, text in others:
        yield text, key, _markup_or_text


def _meta(draft: Draft, item: Item) -> None:
    """State identifier, dates, byline, language, address, dateline."""
    altids = item.get("altids")
    if isinstance(altids, dict) and string(altids.get("itemid")):
        draft.state("identifier", altids["itemid"], "altids.itemid")
        draft.authority = "ap"
    for value, key in _texts(item, "guid", "uri", "urn", "_id", "id", "usn"):
        if not draft.identifier and not is_unique(value):  # it is so only where it comes from
            draft.authority = _first(item, "source", "provider", "copyrightholder")
        draft.state("identifier", value, key)
    draft.number_version(item.get("version"), "version")
    for moment, key in _texts(item, *FIRST):
        draft.state("published", moment, key)
    for moment, key in islice(_texts(item, *_VERSION), 1):
        draft.state("updated", moment if moment != draft.published else None, key)
    draft.state("byline", byline(_byline(item)), "byline")
    draft.state("language", _first(item, "language", "lang"), "language")
    for value, key in _texts(item, "url", "canonical", "webUrl", "link"):
        draft.state("url", value if value.startswith("http") else None, key)
    for each in _objects(item, "links"):
        if each.get("rel") == "canonical":
            draft.state("url", string(each.get("href")), "links")
    dateline = string(item.get("dateline"))
    if dateline and holds_place(dateline):
        draft.state("dateline", dateline, "dateline")


def _lineage(draft: Draft, item: Item) -> None:
    """State what the item says of its versions: status, signals, what it evolved from or replaces, notes to editors.

    `evolvedfrom` is Superdesk's in ninjs, `replacing` TT's; AP says by `editorialtypes` what it sends an item for. What is
    associated with an item is no earlier version of it.
    """
    embargoed = _first(item, "embargoed", "embargo") is not None
    set_status(draft, _first(item, "pubstatus", "pubStatus"), "pubstatus", embargoed=embargoed)
    for key in _NAMES["signals"]:
        for each in list_of(item.get(key)):
            code = _first(each, "qcode", "code", "uri", "name") if isinstance(each, dict) else string(each)
            state_code(draft, code, key)
        if isinstance(item.get(key), dict):  # TT's object
            state_code(draft, _first(item[key], "updatetype"), f"{key}.updatetype")
    for key in _NAMES["earlier"]:
        for each in list_of(item.get(key)):
            identifier = _first(each, "uri", "guid", "id") if isinstance(each, dict) else string(each)
            if identifier:
                follow(draft, identifier, key)
                draft.signal_version("update", key)
    for key in _NAMES["notes"]:
        for each in list_of(item.get(key)):
            state_note(draft, _note(each), key)
    for key in ("correction", "corrections"):
        if any(map(_note, list_of(item.get(key)))):
            draft.signal_version("correction", key)


def _byline(item: Item) -> str | None:
    for text, _ in _texts(item, "byline", "byLine", "by"):
        if line := markup_line(text):
            return line
    if photographer := next(iter(names_of(item.get("photographer"))), None):
        return photographer
    names = (text for key in ("bylines", "authors") for text in _variants(item, key, "by", "name", "byline"))
    return ", ".join(filter(None, map(markup_line, names))) or None


def _is_category(subject: Any) -> bool:
    """Return whether a subject names a section: by its relation or its scheme."""
    if not isinstance(subject, dict):
        return False
    return (
        "category" in (list_of(subject.get("rels")) + list_of(subject.get("rel")))
        or "categ" in (string(subject.get("scheme")) or "").lower()
    )


def _categories(item: Item, *kinds: str) -> list[str]:
    """Return the names of the categories of dpa's digitalwires that are of some types, in their order."""
    typed = (each for each in _objects(item, "categories") if _type(each) in kinds)
    return [name for each in typed for name in names_of(each)]


def _names(item: Item, *keys: str) -> list[str]:
    """Return the names under some keys."""
    return [name for key in keys for name in names_of(item.get(key))]


def _describe(draft: Draft, item: Item) -> None:
    """State section and keywords: services and categories, subjects, genres, keywords, slugline."""
    section = _names(item, *_NAMES["section"])
    keywords: list[str] = []
    for each in list_of(item.get("subject")) + list_of(item.get("subjects")):
        (section if _is_category(each) else keywords).extend(names_of(each))
    keywords += _names(item, *_NAMES["keywords"], *_NAMES["about"])
    section += _categories(item, "desk", "rubric")
    keywords += _categories(item, "keyword", "dpasubject", "subject")
    draft.section = [name for name in section if len(name) > 2]
    draft.keywords = [name for name in keywords if len(name) > 1]


def _places(draft: Draft, item: Item) -> None:
    """State where the story is filed from, then the places that it is tagged with."""
    for where in islice(_objects(item, "datelinelocation"), 1):
        file_from(draft, string(where.get("city")), _first(where, "countrycode", "countryname"))
    for name in names_of(item.get("located")):
        if not draft.locations:
            file_from(draft, name, None)
    for each in list_of(item.get("place")) + list_of(item.get("places")):
        for name in names_of(each):
            file_from(draft, name, _country(each), tagged=True)
    for name in (*_categories(item, "geosubject"), *_names(item, "geosubject_names")):
        file_from(draft, name, None, tagged=True)


def _country(value: Any) -> str | None:
    """Return the country that a place names by code or name."""
    if not isinstance(value, dict):
        return None
    if stated := _first(value, "country_code", "countrycode", "country", "countryname"):
        return stated
    code = string(value.get("code")) or ""
    is_code = "iso3166" in (string(value.get("scheme")) or "").replace("-", "").lower()
    return code if is_code and len(code) in (2, 3) else None


def _credits(draft: Draft, item: Item) -> None:
    """State agency and publisher: provider, source, holder of the copyright, credit line, notices, the name itself."""
    for name in _categories(item, "provider"):
        credit(draft, name, "provider")
    for key in _NAMES["credits"]:
        for name in names_of(item.get(key)):
            credit(draft, name, key)
    for notice, key in _texts(item, "copyrightnotice", "copyrightNotice"):
        credit(draft, _FIRST_CLAUSE.split(notice, maxsplit=1)[0], key, known=True)
    for each in _objects(item, "rightsinfo"):
        credit(draft, string(each.get("copyrightholder")), "rightsinfo")
    for name, key in _texts(item, "uri", "guid", "urn"):
        host = re.match(r"(?:tag:|urn:newsml:)([\w.-]+)", name)
        credit(draft, host[1] if host else None, key, known=True)
    for each in _objects(item, "bylines"):
        credit(draft, string(each.get("title")), "bylines.title", known=True)
    credit(draft, _byline(item), "byline", known=True)
    settle(draft, *_names(item, "creditline", "source"))
    if draft.type != "story":
        settle_picture(draft, *_names(item, "creditline", "description_creditline"))


_FIRST_CLAUSE = re.compile(r"[,(]|\. |\ball rights\b", re.IGNORECASE)
"""What ends the first clause of a copyright notice, which names its holder."""


def _note(value: Any) -> str | None:
    """Return a note to editors or a notice as text."""
    text = _first(value, "ednote", "value", "name", "text") if isinstance(value, dict) else string(value)
    return markup_copy(text) if text else None


def _notepad(draft: Draft, item: Item) -> None:
    """Set aside dpa's notepad and boxes."""
    notes = (
        text
        for each in _objects(item, "notepad")
        for text, _ in _texts(each, "public_html", "nonpublic_html")
    )
    boxes = (text for text, _ in _texts(item, "linkbox_html"))
    draft.boilerplate += filter(None, map(plain, (*notes, *boxes)))
    draft.boilerplate += filter(None, (markup_line(text) for text, _ in _texts(item, "kicker", "subhead")))
