"""Read citations in JSON, an item an article: CSL (Citation Style Language 1.0.2) and the items of Zotero.

The date is `issued` in parts (`{"date-parts": [[2024, 2, 3]]}`) or as a text; names are objects (`family` and `given`,
`lastName` and `firstName`, or one `literal` or `name`). Notes, attachments and annotations of Zotero are no articles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from morgue.errors import NoArticle
from morgue.extract.assembly import article
from morgue.feeds.platforms.citation import Citation, draft_of, facts_of
from morgue.feeds.platforms.values import Object, objects, opens, part, said, values
from morgue.feeds.support.json_document import string
from morgue.io.feed import Feed
from morgue.model.article import Article

_CSL = re.compile(rb'"date-parts"\s*:\s*\[\s*\[|"container-title"\s*:')
_TYPE = re.compile(
    rb'"type"\s*:\s*"(?:article(?:-newspaper|-magazine|-journal)?|post(?:-weblog)?|webpage|book|chapter|report|thesis|broadcast|interview|entry(?:-\w+)?|paper-conference)"'
)
_ZOTERO = re.compile(rb'"itemType"\s*:\s*"[a-zA-Z]{3,30}"')
_NO_ITEM = frozenset(("note", "attachment", "annotation"))


def sniff(head: bytes, name: str) -> int:
    """Return 97 for items of CSL or of Zotero, else 0."""
    begin = opens(head)
    if not begin:
        return 0
    return 97 if _ZOTERO.search(begin) or (_CSL.search(begin) and _TYPE.search(begin)) else 0


def read(feed: Feed) -> Iterator[Article]:
    """Yield the items in order. Raises NoArticle where none has a title or an abstract."""
    count = 0
    for value, offset, length in values(feed):
        for item in _items(value):
            citation = _citation(item)
            draft = draft_of(citation, authors=_authors(item), date=_date(item))
            if draft is not None:
                count += 1
                yield article(draft, feed.at(offset, length))
    if not count:
        raise NoArticle("citations (CSL JSON) without a title or an abstract")


def _items(value: Any) -> Iterator[Object]:
    """Yield the items of a document: a list, a list under `items` or `references`, each with its facts in `data` or not."""
    for each in objects(value):
        listed = next((each[key] for key in ("items", "references") if isinstance(each.get(key), list)), None)
        for one in objects(listed) if listed is not None else [each]:
            inner = one.get("data")
            item = inner if isinstance(inner, dict) and "itemType" in inner else one
            if said(item, "itemType") not in _NO_ITEM:
                yield item


def _citation(item: Object) -> Citation:
    citation = Citation("csl")
    for key in facts_of("csl"):
        if value := string(item.get(key)):
            citation.add(key, value)
    for tag in objects(item.get("tags")):
        citation.values.setdefault("keyword", []).extend(filter(None, [said(tag, "tag")]))
    if words := said(item, "keyword"):
        citation.values["keyword"] = [each.strip() for each in re.split("[,;]", words) if each.strip()]
    return citation


def _authors(item: Object) -> list[str]:
    """Return the names of the writers, in the order in which they are spoken."""
    names = []
    for each in objects(item.get("author")) or [
        one for one in objects(item.get("creators")) if _is_writer(one)
    ]:
        family = said(each, "family") or said(each, "lastName")
        given = said(each, "given") or said(each, "firstName")
        particle = said(each, "non-dropping-particle") or said(each, "dropping-particle")
        whole = said(each, "literal") or said(each, "name")
        name = " ".join(filter(None, (given, particle, family))) or whole
        if name:
            names.append(name.replace(",", "") if family and given else name)
    return names


def _is_writer(creator: Object) -> bool:
    return said(creator, "creatorType") in (None, "author", "reporter")


def _date(item: Object) -> str | None:
    """Return the day of an item as `2024-02-03`, what is known of it."""
    parts = part(item, "issued", "date-parts")
    first = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
    numbers = [
        int(each)
        for each in first
        if isinstance(each, int) or (isinstance(each, str) and each.isdecimal() and len(each) < 5)
    ]
    if numbers:
        return "-".join(f"{number:02}" for number in numbers[:3])
    for value in (
        part(item, "issued", "raw"),
        part(item, "issued", "literal"),
        item.get("issued"),
        item.get("date"),
    ):
        if text := string(value):
            return text
    return None
