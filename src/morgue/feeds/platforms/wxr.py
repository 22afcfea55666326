"""Read what WordPress exports: WXR (WordPress eXtended RSS, 1.0 to 1.2), of a site of any size.

An item is a post, a page, or of a type that a plugin has made; attachments, menus, templates and forms are no stories
(`feeds/data/wordpress.tsv`), nor are comments. A draft is kept, with its status in the boilerplate (`Status: draft`).

Its moment is `wp:post_date`, of the site's own clock, whose offset is the difference to `wp:post_date_gmt`; a draft has no
GMT and its `pubDate` is of 1970 or of year -1. The byline is the display name of the account that `dc:creator` names, or the
authors of Co-Authors Plus. Categories are the section, tags the keywords. The body is `content:encoded` without the comments
of its blocks and without shortcodes; an excerpt that it does not repeat, and captions, are beside it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from morgue.errors import NoArticle
from morgue.extract.assembly import article
from morgue.extract.draft import Draft
from morgue.feeds.platforms.pieces import Once, Piece, Records
from morgue.feeds.platforms.post import post_of
from morgue.feeds.platforms.shortcodes import without_shortcodes
from morgue.feeds.support.content_markup import set_aside
from morgue.feeds.support.credits import set_status
from morgue.feeds.support.data import ordered_lists
from morgue.feeds.support.markup import line
from morgue.feeds.support.xml import root_name
from morgue.feeds.support.xml_elements import Element, descendants, text_of
from morgue.feeds.syndication.channel import home
from morgue.feeds.syndication.elements import Children, children, first, line_in, urljoined
from morgue.io.feed import Feed
from morgue.model.article import Article

_MARK = re.compile(rb"wordpress\.org/export/|<wp:wxr_version>", re.IGNORECASE)
_NO_STORY = frozenset(ordered_lists("wordpress.tsv")["no story"])
_PUBLISHED = frozenset(("publish", "published", "inherit"))
_WRITTEN = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d):(\d\d))?")
_AUTOMATIC = frozenset(("uncategorized", "uncategorised"))
"""The category that WordPress itself puts a post in that has none, by its slug."""

_FOREIGN = frozenset(("author", "post_format", "nav_menu", "wp_theme", "language", "post_translations"))
"""Taxonomies that are neither sections nor keywords: authors of Co-Authors Plus, the form of a post, languages of Polylang."""


def sniff(head: bytes, name: str) -> int:
    """Return 98 for RSS that names WordPress's export, else 0."""
    root = root_name(head)
    return 98 if root is not None and root[1].lower() == "rss" and _MARK.search(head) else 0


@dataclass(slots=True)
class _Site:
    """What an export says of all its posts: title, address, language, and the display names of accounts by their login."""

    title: str | None = None
    link: str | None = None
    language: str | None = None
    country: str | None = None
    names: dict[str, str] = field(default_factory=dict)


def read(feed: Feed) -> Iterator[Article]:
    """Yield the posts in the order of the export. Raises NoArticle where it holds none."""
    records = Records(feed, "item")
    site = _site(records)
    seen: dict[str, int] = {}
    once = Once()
    count = 0
    for item, piece in records:
        draft = _draft(item, piece, site, seen)
        if draft is not None:
            count += 1
            draft.identifier = once.name(
                draft.identifier, first(children(item), "wp:post_name")[0] or draft.headline
            )
            yield article(draft, feed.at(piece.offset, piece.length))
    if not count:
        kinds = ", ".join(f"{number:,} × {kind}" for kind, number in seen.items())
        raise NoArticle(f"an export of WordPress without a post{f' ({kinds})' if kinds else ''}")


def _site(records: Records) -> _Site:
    """Return what the channel says before its first item."""
    root = records.head_element("channel", "rss")
    channel = next(descendants(root, "channel"), None) if root is not None else None
    if channel is None:
        return _Site()
    own = children(channel)
    link = first(own, "link", "wp:base_blog_url")[0]
    language = first(own, "language")[0]
    site = _Site(line_in(own, "title"), link, language, home(link, language))
    for author in own.get("wp:author", ()):
        inner = children(author)
        login, shown = first(inner, "wp:author_login")[0], first(inner, "wp:author_display_name")[0]
        given = " ".join(
            filter(None, (first(inner, f"wp:author_{name}_name")[0] for name in ("first", "last")))
        )
        if login and (named := shown or given):
            site.names[login.casefold()] = named
    return site


def _draft(item: Element, piece: Piece, site: _Site, seen: dict[str, int]) -> Draft | None:
    """Return what an item says; None for what is no story, whose type is then counted in `seen`."""
    own = children(item)
    kind = first(own, "wp:post_type")[0] or "post"
    if kind in _NO_STORY:
        seen[kind] = seen.get(kind, 0) + 1
        return None
    draft = Draft(country=site.country, home=site.link)
    draft.is_cut = draft.partial = piece.is_cut
    title = next((text_of(each) for each in own.get("title", ())), "")
    draft.state("headline", line(title), "title")
    _state_body(draft, own)
    draft.clean()
    if not (draft.headline or draft.text):
        seen["without title and text"] = seen.get("without title and text", 0) + 1
        return None
    address = urljoined(site.link, first(own, "link")[0] or "")
    draft.state("url", address if address.startswith("http") else None, "link")
    draft.identifier = first(own, "guid")[0]
    _date(draft, own)
    draft.state("byline", ", ".join(_authors(own, site)), "dc:creator")
    draft.state("publisher", site.title, "channel title")
    draft.state("language", site.language, "channel language")
    _file(draft, own)
    status = first(own, "wp:status")[0] or "publish"
    if status not in _PUBLISHED:
        set_status(draft, status)
    return draft


def _state_body(draft: Draft, own: Children) -> None:
    """State the body; an excerpt and captions are set aside."""
    content = next((text_of(each) for each in own.get("content:encoded", ())), "")
    excerpt = next((text_of(each) for each in own.get("excerpt:encoded", ())), "")
    text, captions = without_shortcodes(content)
    post = post_of(text, lines="<!-- wp:" not in content)
    summary = post_of(without_shortcodes(excerpt)[0], lines=True).text
    draft.state("text", post.text, "content:encoded")
    if draft.text:
        draft.evidence["body"] = "content:encoded"
    for each in (summary, *captions, *post.aside):
        set_aside(draft, each)


def _date(draft: Draft, own: Children) -> None:
    """State when a post was published and changed, by the clock of its site."""
    for field_name, key in (("published", "wp:post_date"), ("updated", "wp:post_modified")):
        local, moment = _moment(first(own, key)[0]), _moment(first(own, f"{key}_gmt")[0])
        if local and moment and abs(local - moment) <= dt.timedelta(hours=14):
            local = local.replace(tzinfo=dt.timezone(local - moment))
        elif moment and not local:
            local = moment.replace(tzinfo=dt.UTC)
        draft.state(field_name, local, key)
    printed = first(own, "pubdate")[0] or ""
    if not draft.published and not re.search(r"-0001|\b1970\b", printed):
        draft.state("published", printed, "pubdate")
        draft.rfc822 = True
    if draft.updated and draft.updated == draft.published:
        draft.drop("updated")
    draft.printed = draft.published


def _moment(text: str | None) -> dt.datetime | None:
    """Return a moment as WordPress writes it; None for `0000-00-00 00:00:00`, which is its word for none."""
    found = _WRITTEN.match(text or "")
    try:
        return dt.datetime(*(int(part or 0) for part in found.groups())) if found else None  # type: ignore[arg-type]  # six numbers
    except ValueError:
        return None


def _authors(own: Children, site: _Site) -> list[str]:
    """Return the names of the writers: those of Co-Authors Plus, else the display name of the account; an address is none."""
    names = [
        text_of(each).strip() for each in own.get("category", ()) if (each.get("domain") or "") == "author"
    ]
    if not names:
        names = [text_of(each).strip() for each in own.get("dc:creator", ())]
    shown = [site.names.get(name.casefold(), name) for name in names]
    return [name for name in dict.fromkeys(shown) if name and "@" not in name]


def _file(draft: Draft, own: Children) -> None:
    """State sections and keywords."""
    for each in own.get("category", ()):
        domain = (each.get("domain") or "category").casefold()
        word = line(text_of(each))
        if not word or domain in _FOREIGN or (each.get("nicename") or "").casefold() in _AUTOMATIC:
            continue
        target = draft.section if domain == "category" else draft.keywords
        if word not in target:
            target.append(word)
    for name in ("section", "keywords"):
        if getattr(draft, name):
            draft.evidence[name] = "category"
