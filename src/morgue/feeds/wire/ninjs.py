"""Stories of ninjs 1.x, 2.x and 3.x (IPTC News in JSON), and of the agencies' own JSON.

One item, a list of items, or items inside an answer of an interface: AP's Media API (`data.item`, `data.items`),
superdesk's content API (`_items`, `item`), Reuters Connect (`data.item`), dpa's digitalwires (`urn`, `article_html`).
An item of the type text is a story where it has copy or a headline, and so is what is associated with it and has a body;
a picture, sound or video with no more than a caption is none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
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
from morgue.feeds.support.credits import byline, credit, file_from, settle, standing
from morgue.feeds.support.json_document import document, list_of, names_of, string
from morgue.feeds.support.json_items import FIRST, HTML, PLAIN, Item, items, representations
from morgue.feeds.support.jsonp import wrapping
from morgue.feeds.support.keys import captions
from morgue.feeds.support.markup import plain
from morgue.feeds.support.vocabulary import lists
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
_NAMES = lists(__file__, "ninjs_keys.tsv")
_MEDIA = frozenset(_NAMES["media"])
_VERSION = _NAMES["version"]
_SUMMARY = _NAMES["summary"]
_NOTICES = _NAMES["notices"]


_CATEGORIES = {
    "desk": "section",
    "rubric": "section",
    "keyword": "keywords",
    "dpasubject": "keywords",
    "subject": "keywords",
}
"""What a category of dpa's digitalwires is to us, by its type; `geosubject` is a place."""


def sniff(head: bytes, name: str) -> int:
    """88 where several keys of news items stand in JSON, 60 for two of them."""
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
    """The stories of every item, in order. Raises NoArticle, with what is there instead, where there is none."""
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


def draft_of_item(item: Item) -> Draft | None:
    """What the item says; None where it is no story."""
    draft = Draft()
    for key in ("headline", "headLine"):
        draft.state("headline", markup_line(string(item.get(key))), key)
    draft.state("headline", _variant(item.get("headlines")), "headlines")
    for key in ("title", "name"):
        draft.state("headline", markup_line(string(item.get(key))), key)
    kind = (string(item.get("type")) or string(item.get("itemClass")) or "text").rpartition(":")[2].lower()
    if kind in _MEDIA:
        return None
    _copy(draft, item)
    if not draft.text and (not draft.headline or kind not in ("text", "composite")):
        return None
    if not draft.text and kind == "composite":
        return None
    _meta(draft, item)
    _describe(draft, item)
    _places(draft, item)
    _credits(draft, item)
    _set_aside(draft, item)
    for key in _NOTICES:
        draft.boilerplate += list(filter(None, map(_note, list_of(item.get(key)))))
    _notepad(draft, item)
    standing(draft, string(item.get("pubstatus")) or string(item.get("pubStatus")))
    return draft


_BESIDE = (
    *_SUMMARY,
    "description",
    "summary",
    "subtitle",
    "subheadline",
    "standfirst",
    "lead",
    "caption",
    "correction",
)


def _set_aside(draft: Draft, item: Item) -> None:
    """Keep summaries, other headlines and captions where headline and copy do not repeat them."""
    found = [string(item.get(key)) for key in ("headline", "title", *_BESIDE)]
    for name in ("headlines", "subheadlines", "descriptions", "bodies"):
        for each in list_of(item.get(name)):
            found.append(string(each.get("value")) if isinstance(each, dict) else string(each))
    found += _forms(item)
    for text in (*found, *_captions(item)):
        set_aside(draft, markup_copy(text or ""))


def _forms(item: Item) -> Iterator[str]:
    """Yield the copy of every form of the body, each line of it a paragraph."""
    for key in (*HTML, *PLAIN):
        if text := string(item.get(key)):
            yield _copy_in(text)
    for _, text in representations(item):
        yield _copy_in(text)


def _copy_in(text: str) -> str:
    """Return the copy of a body, which may be markup."""
    root = html_root(text) if "<" in text else None
    return "\n\n".join((copy_of(root) if root is not None else markup_copy(text)).split("\n"))


def _captions(item: Item) -> Iterator[str]:
    """What the pictures of an item say: their captions, descriptions and headlines."""
    parts = item.get("associations")
    for part in parts.values() if isinstance(parts, dict) else list_of(parts):
        if isinstance(part, dict) and (string(part.get("type")) or "").rpartition(":")[2].lower() in _MEDIA:
            for key in ("headline", "description_text", "description_html", "body_text", "caption"):
                if text := string(part.get(key)):
                    yield text
            for name in ("headlines", "descriptions"):
                for each in list_of(part.get(name)):
                    if isinstance(each, dict) and (text := string(each.get("value"))):
                        yield text
    yield from captions(item)


def _kind(item: Item) -> str:
    """What an item without a story is: its type, with what a composite one is made of."""
    kind = string(item.get("type")) or string(item.get("itemClass")) or "item"
    parts = item.get("associations")
    types = {string(each.get("type")) for each in list_of(parts) if isinstance(each, dict)} - {None}
    return (
        f"{kind} of {', '.join(sorted(filter(None, types)))}"
        if types and kind == "composite"
        else f"{kind} without copy"
    )


def _variant(value: Any) -> str | None:
    """The value of the first variant of an array of ninjs 2.x and 3.x (`headlines`, `bodies`)."""
    for each in list_of(value):
        if isinstance(each, dict):
            text = string(each.get("value")) or string(each.get("headline"))
            if text:
                return markup_line(text)
        elif string(each):
            return markup_line(string(each))
    return None


def _copy(draft: Draft, item: Item) -> None:
    """State the copy: the body in any of its forms, else the summary."""
    for key in HTML:
        text = string(item.get(key))
        if text:
            _html(draft, text, key)
    others = list(representations(item))
    for key, text in others:
        if "<" in text:
            _html(draft, text, key)
    for each in list_of(item.get("bodies")):
        if isinstance(each, dict) and (text := string(each.get("value"))):
            kind = (string(each.get("contenttype")) or string(each.get("contentType")) or "").lower()
            _html(draft, text, "bodies") if "html" in kind or "xml" in kind else draft.state(
                "text", markup_copy(text), "bodies"
            )
    for key in PLAIN:
        text = string(item.get(key))
        if text and not draft.text:
            draft.state("text", without_heads(reflow(text), draft.headline), key)
    for key, text in others:
        _html(draft, text, key)
    if not draft.text:
        for key in _SUMMARY:
            draft.state("text", markup_copy(string(item.get(key)) or ""), key)
        for each in list_of(item.get("descriptions")):
            if isinstance(each, dict) and "caption" not in (string(each.get("role")) or ""):
                draft.state(
                    "text",
                    markup_copy(string(each.get("value")) or string(each.get("description")) or ""),
                    "descriptions",
                )
        if draft.text == draft.headline:
            draft.drop("text")


def _html(draft: Draft, markup: str, rule: str) -> None:
    if draft.text:
        return
    root = html_root(markup) if "<" in markup else None
    text = copy_of(root) if root is not None else markup_copy(markup)
    draft.state("text", without_heads(text, draft.headline), rule)


def _meta(draft: Draft, item: Item) -> None:
    """Identifier, dates, byline, language, address, dateline."""
    altids = item.get("altids")
    if isinstance(altids, dict) and string(altids.get("itemid")):
        draft.state("identifier", altids["itemid"], "altids.itemid")
        draft.authority = "ap"
    for key in ("guid", "uri", "urn", "_id", "id", "usn"):
        value = string(item.get(key))
        if value and not draft.identifier and not is_unique(value):
            draft.authority = _source(item)
        draft.state("identifier", value, key)
    draft.number_version(item.get("version"))
    for key in FIRST:
        draft.state("published", string(item.get(key)), key)
    for key in _VERSION:
        moment = string(item.get(key))
        if moment:
            draft.state("updated", moment if moment != draft.published else None, key)
            break
    draft.state("byline", byline(_byline(item)), "byline")
    draft.state("language", string(item.get("language")) or string(item.get("lang")), "language")
    for key in ("url", "canonical", "webUrl", "link"):
        value = string(item.get(key))
        draft.state("url", value if value and value.startswith("http") else None, key)
    for each in list_of(item.get("links")):
        if isinstance(each, dict) and each.get("rel") == "canonical":
            draft.state("url", string(each.get("href")), "links")
    dateline = string(item.get("dateline"))
    if dateline and holds_place(dateline):
        draft.state("dateline", dateline, "dateline")


def _source(item: Item) -> str | None:
    """Who names the item, for names that are unique only there; None where it does not say."""
    return next(
        filter(None, (string(item.get(key)) for key in ("source", "provider", "copyrightholder"))), None
    )


def _byline(item: Item) -> str | None:
    for key in ("byline", "byLine", "by"):
        if line := markup_line(string(item.get(key))):
            return line
    lines = []
    for each in list_of(item.get("bylines")) + list_of(item.get("authors")):
        if isinstance(each, dict):
            lines.append(
                markup_line(string(each.get("by")) or string(each.get("name")) or string(each.get("byline")))
            )
        else:
            lines.append(markup_line(string(each)))
    return ", ".join(filter(None, lines)) or None


def _is_category(subject: Any) -> bool:
    """Whether a subject names a section: by its relation or its scheme."""
    if not isinstance(subject, dict):
        return False
    rels = [string(each) or "" for each in list_of(subject.get("rels")) + list_of(subject.get("rel"))]
    return "category" in rels or "categ" in (string(subject.get("scheme")) or "").lower()


_NAMED = _NAMES["named"]
"""Whom and what an item says it is about (ninjs 1.x, 2.x)."""


def _describe(draft: Draft, item: Item) -> None:
    """Section and keywords: services and categories, subjects, genres, keywords, slugline."""
    section, keywords = draft.section, draft.keywords
    for key in ("service", "services", "section", "sections", "desk_names", "rubric_names", "anpa_category"):
        section += names_of(item.get(key))
    for each in list_of(item.get("subject")) + list_of(item.get("subjects")):
        (section if _is_category(each) else keywords).extend(names_of(each))
    for key in ("keywords", "keyword", "keyword_names", "dpasubject_names", "slugline", "slug"):
        for value in names_of(item.get(key)):
            keywords.append(value)
    for key in _NAMED:
        keywords += names_of(item.get(key))
    for each in list_of(item.get("categories")):
        kind = (string(each.get("type")) or "").rpartition(":")[2] if isinstance(each, dict) else ""
        if kind in _CATEGORIES:
            (section if _CATEGORIES[kind] == "section" else keywords).extend(names_of(each))
    draft.section = [name for name in dict.fromkeys(section) if len(name) > 2]
    draft.keywords = [name for name in dict.fromkeys(keywords) if len(name) > 1]


def _places(draft: Draft, item: Item) -> None:
    """Where the story is filed from, then the places that it is tagged with."""
    where = item.get("datelinelocation")
    if isinstance(where, dict):
        file_from(
            draft,
            string(where.get("city")),
            string(where.get("countrycode")) or string(where.get("countryname")),
        )
    located = item.get("located")
    for name in names_of(located):
        if not draft.locations:
            file_from(draft, name, None)
    for each in list_of(item.get("place")) + list_of(item.get("places")):
        for name in names_of(each):
            file_from(draft, name, _country(each), tagged=True)
    for each in list_of(item.get("categories")):
        if isinstance(each, dict) and (string(each.get("type")) or "").endswith(":geosubject"):
            file_from(draft, string(each.get("name")), None, tagged=True)
    for name in names_of(item.get("geosubject_names")):
        file_from(draft, name, None, tagged=True)


def _country(value: Any) -> str | None:
    """The country that a place names by code or name."""
    if not isinstance(value, dict):
        return None
    for key in ("country_code", "countrycode", "country", "countryname"):
        if text := string(value.get(key)):
            return text
    code = string(value.get("code"))
    return (
        code
        if code
        and len(code) in (2, 3)
        and "iso3166" in (string(value.get("scheme")) or "").replace("-", "").lower()
        else None
    )


def _credits(draft: Draft, item: Item) -> None:
    """Agency and publisher: provider, source, holder of the copyright, credit line, notices, the name itself."""
    for each in list_of(item.get("categories")):
        if isinstance(each, dict) and (string(each.get("type")) or "").endswith(":provider"):
            credit(draft, string(each.get("name")), "provider")
    for key in (
        "provider",
        "source",
        "infosource",
        "infosources",
        "creditline",
        "copyrightholder",
        "copyrightHolder",
    ):
        for name in names_of(item.get(key)):
            credit(draft, name, key)
    for key in ("copyrightnotice", "copyrightNotice"):
        credit(draft, _holder(string(item.get(key))), key, known=True)
    for each in list_of(item.get("rightsinfo")):
        if isinstance(each, dict):
            credit(draft, string(each.get("copyrightholder")), "rightsinfo")
    for key in ("uri", "guid", "urn"):
        host = re.match(r"(?:tag:|urn:newsml:)([\w.-]+)", string(item.get(key)) or "")
        credit(draft, host[1] if host else None, key, known=True)
    for each in list_of(item.get("bylines")):
        if isinstance(each, dict):
            credit(draft, string(each.get("title")), "bylines.title", known=True)
    credit(draft, _byline(item), "byline", known=True)
    settle(draft, *names_of(item.get("creditline")), *names_of(item.get("source")))


def _holder(notice: str | None) -> str | None:
    """Who holds the right by a copyright notice: its first clause."""
    return (
        re.split(r"[,(]|\. |\ball rights\b", notice, maxsplit=1, flags=re.IGNORECASE)[0] if notice else None
    )


def _note(value: Any) -> str | None:
    """A note to editors or a notice as text."""
    if isinstance(value, dict):
        value = value.get("ednote") or value.get("value") or value.get("name")
    text = string(value)
    return markup_copy(text) if text else None


def _notepad(draft: Draft, item: Item) -> None:
    """dpa's notepad and boxes, set aside."""
    notepad = item.get("notepad")
    parts = (
        [notepad.get(key) for key in ("public_html", "nonpublic_html")] if isinstance(notepad, dict) else []
    )
    for part in (*parts, item.get("linkbox_html")):
        if (text := string(part)) and (copy := plain(text)):
            draft.boilerplate.append(copy)
    for key in ("kicker", "subhead"):
        draft.boilerplate += filter(None, (markup_line(string(item.get(key))),))
