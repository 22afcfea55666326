"""Read EPUB books (EPUB 3.3, and 2.0.1) as collections of stories: newspapers and magazines for reading devices.

A story is a chapter: a document of the spine, cut where the table of contents leads into it several times. Its headline is
its first heading, else what the table of contents calls it, and the entry above that is its section. Navigation, covers,
title pages and lists of links are no stories. The outlet is the title of a periodical, without its date: of what calibre
makes of news it is stated, else a title with a date in it is that of an issue. Nothing of a book is run or fetched.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from urllib.parse import unquote

from morgue.errors import FeedError, NoArticle
from morgue.extract.assembly import article
from morgue.extract.body import is_bare_date
from morgue.extract.draft import Draft
from morgue.feeds.office.epub_text import Block, blocks_of, is_navigation
from morgue.feeds.office.package import MAX_PACKAGE_BYTES, kind_in_head, optional_part, package_of, part
from morgue.feeds.office.properties import keywords_of, title_of
from morgue.feeds.support.xml import parse
from morgue.feeds.support.xml_elements import Element, children, descendants, first, line_of, local
from morgue.feeds.text.plain import draft_of_text
from morgue.io.feed import Feed
from morgue.io.zip import Package
from morgue.model.article import Article

_PAGES = frozenset(("application/xhtml+xml", "text/html", "text/x-oeb1-document"))
_APART = frozenset(
    ("cover", "toc", "title-page", "titlepage", "copyright-page", "loi", "lot", "index", "ncx", "cover-page")
)
"""Parts of a book that are no chapters, by the types of its guide and its landmarks."""
_PROGRAMS = re.compile(r"calibre.*|adobe.*|sigil.*|pandoc.*|unknown", re.IGNORECASE)
_PERIODICAL = re.compile(r"periodical:[^:]*:(.+)")
_PARTED = re.compile(r"\s*[\[\](),|–—]\s*|\s+-\s+|:\s+")


@dataclass(slots=True)
class _Entry:
    """An entry of the table of contents: what it calls a place, and the entry above it."""

    label: str
    anchor: str
    section: str | None


@dataclass(slots=True)
class _Book:
    """What the package document states: title, outlet, day of the issue, language; its spine; the table of contents."""

    publisher: str | None = None
    day: str | None = None
    language: str | None = None
    keywords: list[str] = field(default_factory=list)
    spine: list[str] = field(default_factory=list)
    contents: dict[str, list[_Entry]] = field(default_factory=dict)
    apart: set[str] = field(default_factory=set)


def sniff(head: bytes, name: str) -> int:
    """Return 100 for a zip that says that it is a book."""
    return 100 if kind_in_head(head) == "epub" else 0


def read(feed: Feed) -> Iterator[Article]:
    """Yield the stories in the order of the spine. Raises FeedError where the book is damaged or protected."""
    data = feed.bytes(MAX_PACKAGE_BYTES)
    package = package_of(data)
    book = _book(package, feed)
    count = 0
    for name in book.spine:
        if name in book.apart:
            continue
        try:
            root = parse(part(package, name)).root
        except FeedError as error:
            feed.complain(f"{name}: {error.message}")
            continue
        for draft in _drafts(root, name, book):
            count += 1
            yield article(draft, feed.at(0, len(data)))
    if not count and feed.complaints:
        raise FeedError(f"no chapter of the book could be read; {feed.complaints.pop(0).message}")
    if not count:
        raise NoArticle("a book without a text: its pages are pictures, or navigation alone")


def _book(package: Package, feed: Feed) -> _Book:
    """Return what a book says of itself. Raises FeedError where it has no package document, or its chapters are protected."""
    container = parse(part(package, "META-INF/container.xml")).root
    name = next((node.get("full-path") for node in descendants(container, "rootfile")), None) or ""
    root = parse(part(package, name)).root
    folder = posixpath.dirname(name)
    items: dict[str, tuple[str, str, str]] = {}
    for node in descendants(root, "item"):
        href = _place(folder, node.get("href") or "")[0]
        items[node.get("id") or ""] = href, node.get("media-type") or "", node.get("properties") or ""
    protected = _protected(package)
    book = _described(root)
    for node in descendants(root, "itemref"):
        href, kind, properties = items.get(node.get("idref") or "", ("", "", ""))
        if kind in _PAGES and "nav" not in properties.split() and href not in book.spine:
            book.spine.append(href)
    if protected.intersection(book.spine):
        raise FeedError("a book under copy protection (DRM), which is not read")
    for node in descendants(root, "reference"):
        if (node.get("type") or "").lower() in _APART:
            book.apart.add(_place(folder, node.get("href") or "")[0])
    try:
        _read_contents(package, items, book)
    except FeedError as error:
        feed.complain(f"the table of contents cannot be read: {error.message}")
    return book


def _protected(package: Package) -> set[str]:
    """Return the names of what is encrypted in a book (EPUB OCF 3.3, 4.2.6.3.2); fonts often are, which does not matter."""
    data = optional_part(package, "META-INF/encryption.xml")
    if data is None:
        return set()
    return {_place("", node.get("URI") or "")[0] for node in descendants(parse(data).root, "CipherReference")}


def _place(folder: str, href: str) -> tuple[str, str]:
    """Return the member that a reference leads to, and the anchor in it."""
    path, _, anchor = href.partition("#")
    return posixpath.normpath(posixpath.join("/", folder, unquote(path))).lstrip("/"), anchor


def _described(root: Element) -> _Book:
    """Return what the metadata of a package document states (EPUB 3.3, 5.5)."""
    metadata = first(root, "metadata")
    if metadata is None:
        return _Book()
    lines: dict[str, list[str]] = {}
    periodical = None
    for node in metadata.iter():
        text = line_of(node)
        if local(node) == "meta" and node.get("name") == "calibre:publication_type":
            found = _PERIODICAL.fullmatch(node.get("content") or "")
            periodical = found[1].strip() if found else None
        elif text:
            lines.setdefault(local(node), []).append(text)
    title = title_of(next(iter(lines.get("title", ())), None))
    name, day = _issue(title or "")
    house = next((each for each in lines.get("publisher", ()) if not _PROGRAMS.fullmatch(each)), None)
    stated = next(iter(lines.get("date", ())), None)
    is_issue = periodical is not None or day is not None
    book = _Book(periodical or (name if day else None) or house or title)
    book.day = day or (stated[:10] if is_issue and stated and re.match(r"\d{4}-\d\d-\d\d", stated) else None)
    book.language = next(
        (each for each in lines.get("language", ()) if each.lower() not in ("und", "en-us-x")), None
    )
    book.keywords = (
        [] if is_issue else [word for each in lines.get("subject", ()) for word in keywords_of(each)]
    )
    return book


def _issue(title: str) -> tuple[str | None, str | None]:
    """Return the name of a periodical and the day of its issue, as text, of a title like `The Courier [Sat, 01 Feb 2020]`."""
    for found in _PARTED.finditer(title):
        name, rest = title[: found.start()].strip(), title[found.end() :].strip(" []()|–—-,")
        if name and rest and is_bare_date(rest):
            return name, rest
    return None, None


def _read_contents(package: Package, items: dict[str, tuple[str, str, str]], book: _Book) -> None:
    """Read the table of contents: the navigation document of EPUB 3, else the NCX of EPUB 2."""
    for name, _, properties in items.values():
        if "nav" in properties.split():
            root = parse(part(package, name)).root
            for nav in descendants(root, "nav"):
                role = next(
                    (value for key, value in nav.attrib.items() if key.rpartition("}")[2] == "type"), "toc"
                )
                for item in nav.iter("{*}a") if "landmarks" in role else ():
                    if (item.get("{http://www.idpf.org/2007/ops}type") or "").lower() in _APART:
                        book.apart.add(_place(posixpath.dirname(name), item.get("href") or "")[0])
                if "toc" in role.split():
                    _nav(nav, posixpath.dirname(name), book)
            if book.contents:
                return
    for name, kind, _ in items.values():
        if kind == "application/x-dtbncx+xml":
            for node in descendants(parse(part(package, name)).root, "navPoint"):
                label, content = first(node, "navLabel"), first(node, "content")
                above = node.getparent()
                section = (
                    line_of(first(above, "navLabel"))
                    if above is not None and local(above) == "navPoint"
                    else None
                )
                _add(
                    book,
                    posixpath.dirname(name),
                    content.get("src") if content is not None else "",
                    line_of(label),
                    section,
                )


def _nav(nav: Element, folder: str, book: _Book) -> None:
    for item in nav.iter("{*}li"):
        link = first(item, "a")
        above = item.getparent().getparent() if item.getparent() is not None else None
        label = next(children(above, "a"), None) if above is not None and local(above) == "li" else None
        if label is None and above is not None and local(above) == "li":
            label = next(children(above, "span"), None)
        if link is not None:
            _add(book, folder, link.get("href"), line_of(link), line_of(label))


def _add(book: _Book, folder: str, href: str | None, label: str | None, section: str | None) -> None:
    if label:
        name, anchor = _place(folder, href or "")
        book.contents.setdefault(name, []).append(_Entry(label, anchor, section))


def _drafts(root: Element, name: str, book: _Book) -> Iterator[Draft]:
    """Yield the stories of a document of the spine: one, or as many as the table of contents leads to with a text."""
    blocks = blocks_of(root)
    if not blocks or is_navigation(root, blocks):
        return
    entries = book.contents.get(name, [])
    places = {entry.anchor: entry for entry in entries if entry.anchor}
    starts = [at for at, block in enumerate(blocks) if places.keys() & set(block.anchors)]
    if len(starts) < 2:
        yield from _draft(blocks, entries[0] if entries else None, book)
        return
    whole = next((entry for entry in entries if not entry.anchor), None)
    yield from _draft(blocks[: starts[0]], whole, book)
    for start, end in pairwise([*starts, len(blocks)]):
        anchor = next(each for each in blocks[start].anchors if each in places)
        yield from _draft(blocks[start:end], places[anchor], book)


def _draft(blocks: list[Block], entry: _Entry | None, book: _Book) -> Iterator[Draft]:
    """Yield the story of some blocks; none where they have no text beside their heading."""
    at = next((at for at, each in enumerate(blocks) if each.level), None)
    headline = blocks[at].text if at is not None else entry.label if entry else None
    rest = [each.text for number, each in enumerate(blocks) if number != at]
    if at is None and rest and rest[0] == headline:
        del rest[0]
    if not any(map(str.isalpha, "".join(rest))):
        return
    draft = draft_of_text("\n\n".join(rest), headline)
    if headline is not None:
        draft.evidence["headline"] = "heading" if at is not None else "table of contents"
    draft.state("publisher", book.publisher, "title of the book")
    draft.state("language", book.language, "language of the book")
    draft.state("keywords", book.keywords, "subjects of the book")
    if entry is not None and entry.section is not None:
        draft.state("section", [entry.section], "table of contents")
    if book.day is not None:
        draft.state("published", book.day, "date of the issue")
    yield draft
