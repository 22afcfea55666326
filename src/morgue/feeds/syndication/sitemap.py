"""Read news sitemaps (sitemaps.org 0.9 with Google's news extension): a headline, an address and a date each."""

from __future__ import annotations

from collections.abc import Iterator

from morgue.errors import NoArticle
from morgue.extract.assembly import article
from morgue.extract.draft import Draft
from morgue.feeds.support.credits import agency_named
from morgue.feeds.support.markup import line
from morgue.feeds.support.xml import parse, root_name
from morgue.feeds.support.xml_elements import Element, line_of, local, spans
from morgue.io.feed import Feed
from morgue.model.article import Article, Place


def sniff(head: bytes, name: str) -> int:
    """Return 97 for a `urlset` or a `sitemapindex`, else 0."""
    root = root_name(head)
    return 97 if root is not None and root[1].lower() in ("urlset", "sitemapindex") else 0


def read(feed: Feed) -> Iterator[Article]:
    """Yield the pages with a `news:news` entry. Raises NoArticle for any other sitemap, and says what it holds."""
    data = feed.bytes()
    parsed = parse(data)
    if parsed.recovered:
        feed.complain(f"the sitemap is damaged: {parsed.error}")
    pages = [element for element in parsed.root if local(element) in ("url", "sitemap")]
    found = 0
    for page, place in zip(pages, spans(data, "url|sitemap", len(pages)), strict=True):
        draft = _draft(page)
        if draft is not None:
            found += 1
            yield article(draft, feed.at(*place))
    if not found:
        raise NoArticle(_emptiness(parsed.root, len(pages)))


def _emptiness(root: Element, pages: int) -> str:
    """Return what a sitemap without stories is."""
    if local(root).lower() == "sitemapindex":
        return f"an index of {pages} sitemap{'s' if pages != 1 else ''}"
    return f"a sitemap of {pages} page{'s' if pages != 1 else ''} without news: entries"


def _draft(page: Element) -> Draft | None:
    """Return what a page's news entry says, or None where it has none."""
    news = next((child for child in page if local(child) == "news"), None)
    if news is None:
        return None
    texts = _texts(news)
    if not texts.get("title"):
        return None
    draft = Draft(copy=False, listed=True, rolls=True)
    for name, key in (("headline", "title"), ("published", "publication_date"), ("language", "language")):
        draft.state(name, line(texts.get(key) or "") or None, f"news:{key}")
    draft.state("url", _line(page, "loc"), "loc")
    publication = texts.get("name")
    agency = agency_named(publication)
    draft.state("agency" if agency else "publisher", agency or publication, "news:name")
    draft.state("keywords", _listed(texts.get("keywords")), "news:keywords")
    draft.state("locations", _places(texts.get("geo_locations")), "news:geo_locations")
    draft.state("updated", _line(page, "lastmod"), "lastmod")
    return draft


def _line(page: Element, name: str) -> str | None:
    return next((line_of(child) for child in page if local(child) == name), None)


def _texts(news: Element) -> dict[str, str]:
    """Return the text of each element of a news entry, by its local name, the first of each."""
    found: dict[str, str] = {}
    for element in news.iter():
        if not len(element) and (text := line_of(element)):
            found.setdefault(local(element), text)
    return found


def _listed(text: str | None) -> list[str]:
    """Return the entries of a list with commas."""
    return [part.strip() for part in (text or "").split(",") if part.strip()]


def _places(text: str | None) -> list[Place]:
    """Return the place of `City, State, Country`, the most precise name first."""
    parts = _listed(text)
    if not parts:
        return []
    from morgue.gazetteer.places import country_named

    return [Place(parts[0], country_named(parts[-1]))]
