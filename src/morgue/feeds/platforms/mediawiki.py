"""Read dumps of wikis of MediaWiki (Wikinews, Wikipedia): `pages-articles`, `pages-meta-history`, Special:Export.

A page of the main namespace is a story, its newest revision the text; redirects, pages of other namespaces (talk, templates,
files) and pages that list others of the same name are none. The day is the one that a template of the wiki states
(`{{date|March 5, 2010}}`), which Wikinews has, else that of the revision. What a template calls a draft is marked as one. The
text is set by `wikitext`: sources, references and captions go beside it, categories are the keywords.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

from morgue.errors import NoArticle
from morgue.extract.assembly import article
from morgue.extract.dates import reading
from morgue.extract.draft import Draft
from morgue.feeds.platforms.pieces import Once, Piece, Records
from morgue.feeds.platforms.wikitext import Page, Reader, names
from morgue.feeds.support.content_markup import set_aside
from morgue.feeds.support.credits import file_from, set_status
from morgue.feeds.support.xml import root_name
from morgue.feeds.support.xml_elements import Element, children, descendants, first, line_at, text_of
from morgue.io.feed import Feed
from morgue.model.article import Article

_FILE, _CATEGORY = "6", "14"
"""The numbers of the namespaces of files and categories."""

_MODELS = frozenset(("wikitext", ""))
_REDIRECT = re.compile(r"\s*#\s*[^\W\d_]{4,24}\s*:?\s*\[\[[^\[\]]{1,500}\]\]", re.IGNORECASE)
_REVISION = re.compile(rb"<revision[\s>]")


def sniff(head: bytes, name: str) -> int:
    """Return 98 for a document whose root is `mediawiki`, else 0."""
    root = root_name(head)
    return 98 if root is not None and root[1].lower() == "mediawiki" else 0


@dataclass(slots=True)
class _Wiki:
    """What a dump says of its wiki: its name, language, address, and the namespaces by their number."""

    name: str | None = None
    language: str | None = None
    base: str | None = None
    spaces: dict[str, str] = field(default_factory=dict)


def read(feed: Feed) -> Iterator[Article]:
    """Yield the pages that are stories, in the order of the dump. Raises NoArticle where there are none."""
    records = Records(feed, "page", shrink=_newest)
    wiki = _wiki(records)
    spaces = {name.casefold() for name in wiki.spaces.values() if name}
    reader = Reader(_names(wiki, _FILE), _names(wiki, _CATEGORY))
    seen = count = 0
    once = Once()
    for page, piece in records:
        seen += 1
        draft = _draft(page, piece, wiki, reader, spaces)
        if draft is not None:
            count += 1
            draft.identifier = once.name(draft.url, f"page-{count}")
            yield article(draft, feed.at(piece.offset, piece.length))
    if not count:
        raise NoArticle(f"a dump of a wiki without a story{f' ({seen:,} pages)' if seen else ''}")


def _newest(page: bytes) -> bytes:
    """Return a page with its first revision, of which the head says when the page was made, and its last one only."""
    marks = [found.start() for found in _REVISION.finditer(page)]
    if len(marks) < 2:
        return page
    text = page.find(b"<text", marks[0], marks[1])
    made = page[:text] + b"</revision>" if text >= 0 else page[: marks[1]]
    return made + page[marks[-1] :]


def _names(wiki: _Wiki, number: str) -> frozenset[str]:
    name = wiki.spaces.get(number)
    return frozenset((name.casefold(),)) if name else frozenset()


def _wiki(records: Records) -> _Wiki:
    """Return what the head of a dump says."""
    root = records.head_element("mediawiki")
    if root is None:
        return _Wiki()
    language = next((value for name, value in root.attrib.items() if name.endswith("lang")), None)
    wiki = _Wiki(language=str(language) if language else None)
    for info in descendants(root, "siteinfo"):
        wiki.name, wiki.base = line_at(info, "sitename"), line_at(info, "base")
        for space in descendants(info, "namespace"):
            wiki.spaces[space.get("key") or ""] = text_of(space).strip()
    return wiki


def _draft(page: Element, piece: Piece, wiki: _Wiki, reader: Reader, spaces: set[str]) -> Draft | None:
    """Return what a page says; None for one that is no story."""
    title = line_at(page, "title") or ""
    if (line_at(page, "ns") or "0") != "0" or first(page, "redirect") is not None:
        return None
    if first(page, "ns") is None and title.partition(":")[0].casefold() in spaces and ":" in title:
        return None  # dumps of before 2009 do not number the namespaces
    revisions = list(children(page, "revision"))
    if not revisions:
        return None
    newest = revisions[-1]
    if (line_at(newest, "model") or "") not in _MODELS:
        return None
    markup = first(newest, "text")
    text = text_of(markup) if markup is not None else ""
    if not text.strip() or _REDIRECT.match(text):
        return None
    found = reader.page(text)
    if any(each.name in names("disambiguation") for each in found.templates):
        return None
    draft = Draft()
    draft.is_cut = draft.partial = piece.is_cut
    draft.state("headline", title, "title")
    draft.state("text", found.text, "text")
    if draft.text:
        draft.evidence["body"] = "text"
    _date(draft, found, revisions)
    draft.state("publisher", wiki.name, "sitename")
    draft.state("language", wiki.language, "lang")
    draft.state("keywords", [each for each in found.categories if not _is_date(each)], "category")
    draft.state("url", _address(wiki, title), "base")
    for each in found.aside:
        set_aside(draft, each)
    _state(draft, found)
    draft.clean()
    return draft if draft.headline or draft.text else None


def _date(draft: Draft, page: Page, revisions: list[Element]) -> None:
    """State the day that a template gives, and when the page was changed last."""
    for each in page.templates:
        if each.name in names("date") or each.name in names("dateline"):
            single = each.said("1", "date", "data", "fecha", "datum", "日付", "2")
            parts = " ".join(value for value in each.values[:3] if value)
            stated = next((found for found in (single, parts) if found and reading(found)), None)
            if stated:
                draft.state("published", stated, f"template {each.name}")
                draft.state("day", stated, f"template {each.name}")
            place = each.said("location", "lieu", "ort", "lugar", "luogo", "место") or (
                each.said("1")
                if each.name in names("dateline") and not draft.evidence.get("day", "").endswith(each.name)
                else None
            )
            if place and each.name in names("dateline"):
                file_from(draft, place, None)
    changed = line_at(revisions[-1], "timestamp")
    if len(revisions) > 1:
        draft.state("published", line_at(revisions[0], "timestamp"), "first revision")
    if changed != draft.published:
        draft.state("updated", changed, "timestamp")


def _is_date(category: str) -> bool:
    """Return whether a category is that of a day, as Wikinews has one for each."""
    return reading(category) is not None


def _state(draft: Draft, page: Page) -> None:
    """Mark what a template calls unfinished, and none calls published."""
    states = {each.name for each in page.templates}
    if states & names("draft") and not states & names("published"):
        set_status(draft, "draft")


def _address(wiki: _Wiki, title: str) -> str | None:
    """Return the address of a page: that of the wiki's main page, which the dump states, with this title for its own."""
    if not wiki.base or not title:
        return None
    try:
        parts = urlsplit(wiki.base)
    except ValueError:
        return None
    path, slash, _ = parts.path.rpartition("/")
    if not slash or not path or not parts.netloc:
        return None
    return (
        f"{parts.scheme}://{parts.netloc}{path}/{quote(title.replace(' ', '_'), safe=':/(),;!*@$' + chr(39))}"
    )
