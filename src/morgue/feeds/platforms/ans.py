"""Read stories of Arc XP in ANS (Arc Native Specification, 0.5 to 0.10): one, a list, the answer of a search, one a line.

The body is made of the `content_elements` by their type: text, headers, lists, quotations and tables are the story; captions,
corrections and links to other stories are beside it; references and embedded things are nothing. A story is known by its
`_id`. A collection is an article of its headline and description, or the stories that are whole in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from morgue.errors import NoArticle
from morgue.extract.assembly import article
from morgue.extract.draft import Draft
from morgue.feeds.platforms.post import post_of
from morgue.feeds.platforms.values import Object, mapping, objects, opens, part, said, values
from morgue.feeds.support.content_markup import markup_line, set_aside
from morgue.feeds.support.credits import agency_named, credit, file_from, set_status
from morgue.feeds.support.json_document import string
from morgue.io.feed import Feed
from morgue.model.article import Article

_TOPS = {"story": "story", "collection": "story", "gallery": "picture", "image": "picture", "video": "video"}
"""The types of ANS that have a headline, and what they are here."""

_MARKS = (
    re.compile(
        rb'"headlines"\s*:\s*\{\s*"(?:basic|meta_title|mobile|native|print|tablet|web|table|twitter)"'
    ),
    re.compile(rb'"content_elements"\s*:\s*\['),
    re.compile(rb'"version"\s*:\s*"0\.(?:5|6|7|8|9|10)\.\d'),
    re.compile(rb'"canonical_website"|"display_date"|"first_publish_date"'),
    re.compile(rb'"type"\s*:\s*"(?:story|collection|results)"'),
)
_DEEPEST = 30
_ABSENT = "(deprecated)"
_UNFINISHED = frozenset(("draft", "working", "unpublished", "deleted", "expired"))
_PLACE = re.compile(r"[^\W\d_]")


def sniff(head: bytes, name: str) -> int:
    """Return 97 for JSON that bears two marks of ANS, of which one is its headlines or elements, else 0."""
    begin = opens(head)
    if not begin or not any(mark.search(begin) for mark in _MARKS[:2]):
        return 0
    return 97 if sum(mark.search(begin) is not None for mark in _MARKS) > 1 else 0


def read(feed: Feed) -> Iterator[Article]:
    """Yield the stories in order. Raises NoArticle where there is none."""
    count = 0
    for value, offset, length in values(feed):
        for item in _items(value, 0):
            draft = _draft(item)
            if draft is not None:
                count += 1
                yield article(draft, feed.at(offset, length))
    if not count:
        raise NoArticle("JSON of Arc XP (ANS) without a story")


def _items(value: Any, depth: int) -> Iterator[Object]:
    """Yield the items of a value: itself, those of a list, of an answer, or those that are whole in a collection."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for each in value:
            yield from _items(each, depth + 1)
        return
    if not isinstance(value, dict):
        return
    inside = [each for each in objects(value.get("content_elements")) if _is_item(each)]
    kind = string(value.get("type"))
    if inside and kind != "story":
        for each in inside:
            yield from _items(each, depth + 1)
    elif _is_item(value) or (kind is None and "content_elements" in value and "headlines" in value):
        yield value
    else:
        for key in (
            "content",
            "data",
            "stories",
            "items",
            "results",
            "hits",
            "_source",
            "ans",
            "circulation",
        ):
            if isinstance(value.get(key), (dict, list)):
                yield from _items(value[key], depth + 1)


def _is_item(value: Object) -> bool:
    """Return whether an object is a story, a collection or a thing with a caption, and not a part of one or a reference to one."""
    return string(value.get("type")) in _TOPS and isinstance(value.get("headlines"), dict)


def _draft(item: Object) -> Draft | None:
    """Return what an item says; None where it has neither headline nor text."""
    draft = Draft(identifier=said(item, "_id"), authority="arc")
    kind = said(item, "type") or "story"
    if _TOPS.get(kind, "story") != "story":
        draft.type = _TOPS[kind]
        draft.evidence["type"] = "type"
    headlines = mapping(item, "headlines")
    draft.state("headline", markup_line(said(headlines, "basic")), "headlines.basic")
    others = [line for key in headlines if key != "basic" and (line := markup_line(said(headlines, key)))]
    draft.state("other_headlines", [each for each in others if each != draft.headline], "headlines")
    if draft.headline is None and others:
        draft.state("headline", others[0], "headlines")
    text: list[str] = []
    beside: list[str] = []
    _gather(item.get("content_elements"), text, beside, 0)
    decks = [said(item, "subheadlines", "basic"), said(item, "description", "basic")]
    if not text and kind != "story":
        text = [
            words for each in (*decks[::-1], said(item, "caption")) if each and (words := post_of(each).text)
        ][:1]
    draft.state("text", "\n\n".join(text), "content_elements")
    if draft.text:
        draft.evidence["body"] = "content_elements"
    for each in (*decks, *beside, *_captions(item.get("promo_items"))):
        set_aside(draft, post_of(each).text if each else None)
    for each in (
        *map(_text, objects(item.get("corrections"))),
        said(item, "editor_note"),
        said(item, "copyright"),
    ):
        set_aside(draft, each)
    draft.clean()
    if not (draft.headline or draft.text):
        return None
    _date(draft, item)
    _credit(draft, item)
    _file(draft, item)
    draft.state("language", said(item, "language") or said(item, "language_and_locale"), "language")
    address = _address(item)
    draft.state("url", address, "canonical_url")
    _correct(draft, item)
    status = (said(item, "status") or "").lower()
    if status in _UNFINISHED or part(item, "revision", "published") is False:
        set_status(draft, status if status in _UNFINISHED else "draft")
    return draft


def _correct(draft: Draft, item: Object) -> None:
    """State that a story corrects itself: corrections of its own, or among its elements.

    `version` is that of ANS, a `revision` has no number, and `related_content.redirect` names where a story has gone.
    """
    if objects(item.get("corrections")):
        draft.signal_version("correction", "corrections")
    if any(said(each, "type") == "correction" for each in objects(item.get("content_elements"))):
        draft.signal_version("correction", "content_elements.correction")


def _address(item: Object) -> str | None:
    """Return the address of a story where one is whole: many are paths of a site that the story does not name."""
    site = said(item, "canonical_website")
    named = [
        said(item, "canonical_url"),
        said(item, "websites", site, "website_url") if site else None,
        said(item, "website_url"),
    ]
    return next((each for each in named if each and each.startswith(("http://", "https://"))), None)


# -- text ----------------------------------------------------------------------------------------------------


def _text(element: Object) -> str:
    """Return the words of an element that is one text."""
    for key in ("content", "text"):
        if isinstance(element.get(key), str):
            return post_of(element[key]).text
    return ""


def _gather(value: Any, text: list[str], beside: list[str], depth: int) -> None:
    """Put the words of elements into the story, or beside it."""
    if depth > _DEEPEST:
        return
    for element in objects(value):
        kind = said(element, "type") or "text"
        match kind:
            case "text" | "header" | "paragraph" | "blockquote" | "html":
                text += filter(None, [_text(element)])
            case "raw_html":
                if "<p" in str(element.get("content")):
                    text += filter(None, [_text(element)])
            case "list":
                if lines := list(_entries(element, 0)):
                    text.append("\n".join(lines))
            case "quote" | "pullquote":
                _gather(element.get("content_elements"), text, beside, depth + 1)
                text += filter(None, [_text(element), _text(element.get("citation") or {})])
            case "table":
                if rows := _rows(element):
                    text.append("\n".join(rows))
            case "element_group" | "story" | "collection" | "gallery":
                _gather(element.get("content_elements"), text, beside, depth + 1)
                beside += _captions(element)
            case "correction" | "interstitial_link":
                beside += filter(None, [_text(element)])
            case "link_list":
                beside += filter(None, map(_text, objects(element.get("items"))))
            case _:
                beside += _captions(element)


def _entries(element: Object, depth: int) -> Iterator[str]:
    """Yield the entries of a list, and those of lists in it."""
    if depth > _DEEPEST:
        return
    for each in objects(element.get("items")):
        if each.get("type") == "list" or isinstance(each.get("items"), list):
            yield from _entries(each, depth + 1)
        elif words := _text(each):
            yield " ".join(words.split())


def _rows(element: Object) -> list[str]:
    """Return the rows of a table, cells apart as those of HTML are."""
    listed = element.get("rows")
    rows = [element.get("header"), *(listed if isinstance(listed, list) else [])]
    lines = (
        " | ".join(" ".join(_text(cell).split()) for cell in objects(row) if _text(cell)) for row in rows
    )
    return [line for line in lines if line]


def _captions(value: Any) -> list[str]:
    """Return the captions of a picture, of a video, or of those that are the promotion of a story."""
    found: list[str] = []
    for each in objects(value):
        named = [each, *objects(each.get("basic")), *objects(each.get("lead_art"))]
        for one in named:
            if one.get("type") in ("image", "video", "gallery", "graphic", "audio"):
                found += filter(None, [string(one.get("caption"))])
    return found


# -- facts ---------------------------------------------------------------------------------------------------


def _date(draft: Draft, item: Object) -> None:
    for key in ("display_date", "first_publish_date", "publish_date", "created_date"):
        draft.state("published", said(item, key), key)
    updated = said(item, "last_updated_date")
    if updated and updated > str(draft.published or ""):  # instants of one form, in UTC
        draft.state("updated", updated, "last_updated_date")


def _credit(draft: Draft, item: Object) -> None:
    """State writers, agency and publisher; a distributor of wires is an agency."""
    names: list[str] = []
    orgs: list[str] = []
    for each in objects(part(item, "credits", "by")):
        given = " ".join(filter(None, (said(each, "first_name"), said(each, "last_name"))))
        name = (
            said(each, "byline")
            or said(each, "name")
            or given
            or said(each, "additional_properties", "original", "byline")
        )
        if name and agency_named(name) is None:
            names.append(name)
        else:
            draft.state("agency", agency_named(name), "credits.by")
        orgs += filter(None, [said(each, "org")])
    draft.state("byline", ", ".join(dict.fromkeys(names)), "credits.by")
    distributor = said(item, "distributor", "name")
    is_wire = (said(item, "distributor", "category") or "").lower().startswith("wire")
    if distributor and distributor != _ABSENT:
        credit(draft, distributor, "distributor", known=is_wire)
    for name, rule in (
        (said(item, "owner", "name"), "owner.name"),
        *((org, "credits.by.org") for org in orgs),
        (said(item, "canonical_website"), "canonical_website"),
    ):
        if name and name != _ABSENT and agency_named(name) is None:
            draft.state("publisher", name, rule)
    location = said(item, "location")
    if location and _PLACE.search(location):
        file_from(draft, location, said(item, "address", "country_name"))
        if draft.locations:
            draft.evidence["locations"] = "location"


def _file(draft: Draft, item: Object) -> None:
    """State sections and keywords."""
    taxonomy = item.get("taxonomy")
    site = said(item, "canonical_website")
    sections = [
        said(taxonomy, "primary_section", "name"),
        said(item, "websites", site, "website_section", "name") if site else None,
        said(taxonomy, "primary_site", "name"),
        *(said(each, "name") for each in objects(part(taxonomy, "sections"))),
        *(said(each, "name") for each in objects(part(taxonomy, "sites"))),
    ]
    named = list(dict.fromkeys(filter(None, sections))) or list(
        filter(None, [said(item, "label", "basic", "text")])
    )
    draft.state("section", named, "taxonomy")
    words = [said(each, "text") or said(each, "slug") for each in objects(part(taxonomy, "tags"))]
    words += [said(each, "keyword") for each in objects(part(taxonomy, "keywords"))]
    listed = part(taxonomy, "seo_keywords")
    words += map(string, listed if isinstance(listed, list) else [])
    draft.state("keywords", list(filter(None, words)), "taxonomy")
