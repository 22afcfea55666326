"""News sitemaps give headlines; other sitemaps say what they are."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from morgue.errors import FeedError, NoArticle
from morgue.feeds import feed_of_bytes
from morgue.feeds.syndication import sitemap
from morgue.model.article import Article

NEWS = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://p.example/1</loc><lastmod>2025-10-31T16:20:00Z</lastmod><news:news>
<news:publication><news:name>%s</news:name><news:language>en</news:language></news:publication>
<news:publication_date>2025-10-31T15:02:00+01:00</news:publication_date><news:title>Ferry &amp; crew</news:title>
<news:keywords>ferry, crew , </news:keywords><news:geo_locations>Detroit, Michigan, USA</news:geo_locations></news:news></url>
<url><loc>https://p.example/about</loc></url></urlset>"""


def read(document: str) -> list[Article]:
    return list(sitemap.read(feed_of_bytes(document.encode(), path="s.xml", format="sitemap")))


def test_news_entry() -> None:
    (item,) = read(NEWS % "Port News")
    assert (item.headline, item.body, item.url) == ("Ferry & crew", None, "https://p.example/1")
    assert (item.published, item.updated) == ("2025-10-31T15:02:00+01:00", "2025-10-31T16:20:00+00:00")
    assert (item.publisher, item.agency, item.language) == ("Port News", None, "en")
    assert item.keywords == ("ferry", "crew")
    assert item.locations is not None
    assert [(each.place, each.country) for each in item.locations] == [("Detroit", "US")]
    document = (NEWS % "Port News").encode()
    cut = document[item.source.offset : item.source.offset + item.source.length]
    assert cut.startswith(b"<url><loc>https://p.example/1<")
    assert cut.endswith(b"</url>")


def test_an_agency_is_no_publisher() -> None:
    (item,) = read(NEWS % "Agence France-Presse")
    assert (item.publisher, item.agency) == (None, "AFP")


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (
            "<urlset><url><loc>https://p.example/</loc></url><url/></urlset>",
            "a sitemap of 2 pages without news: entries",
        ),
        ("<urlset/>", "a sitemap of 0 pages without news: entries"),
        ("<sitemapindex><sitemap><loc>x</loc></sitemap></sitemapindex>", "an index of 1 sitemap"),
    ],
)
def test_other_sitemaps(document: str, reason: str) -> None:
    with pytest.raises(NoArticle) as error:
        read(document)
    assert error.value.message == reason
    assert sitemap.sniff(document.encode(), "x.txt") == 97


def test_sniff_leaves_other_roots() -> None:
    assert sitemap.sniff(b"<rss><url>", "sitemap.xml") == 0


@given(st.data())
def test_mutated_sitemaps_give_articles_or_a_feed_error(data: st.DataObject) -> None:
    document = bytearray((NEWS % "P").encode())
    for _ in range(data.draw(st.integers(1, 8))):
        start = data.draw(st.integers(0, len(document)))
        document[start : start + data.draw(st.integers(0, 20))] = data.draw(st.binary(max_size=8))
    with suppress(FeedError):
        assert all(
            isinstance(each, Article) for each in sitemap.read(feed_of_bytes(bytes(document), path="x"))
        )


def test_an_entry_without_a_title_is_no_story() -> None:
    data = NEWS.replace("<news:title>Ferry &amp; crew</news:title>", "<news:title/>") % "x" + "</urlset>"
    with pytest.raises(NoArticle):
        list(sitemap.read(feed_of_bytes(data.encode(), path="sitemap.xml")))


@pytest.mark.parametrize(
    ("written", "headline"),
    [
        ("Fish &amp;amp; ships", "Fish & ships"),
        ("Fish &amp; ships", "Fish & ships"),
        ("Skipper&amp;#8217;s word", "Skipper’s word"),
        ("<![CDATA[Fish &amp; ships]]>", "Fish & ships"),
        ("5 &lt; 6", "5 < 6"),
    ],
)
def test_references_in_a_title_that_was_escaped_twice_are_read(written: str, headline: str) -> None:
    data = (
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">'
        f"<url><loc>https://f.example/1</loc><news:news><news:title>{written}</news:title></news:news></url></urlset>"
    )
    (found,) = sitemap.read(feed_of_bytes(data.encode(), path="a.xml"))
    assert found.headline == headline
