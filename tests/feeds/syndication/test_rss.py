"""RSS in its versions and damages, read by form."""

from __future__ import annotations

import html
import re
import tarfile
import warnings
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from morgue.errors import FeedError, NoArticle
from morgue.feeds import feed_of_bytes, pick
from morgue.feeds.syndication import atom, rss
from morgue.model.article import Article, Place

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>Port News - World</title><link>https://portnews.example/</link><language>en-gb</language>
%s
</channel></rss>"""
ITEM = "<item><title>Ferry %d sails</title><link>https://portnews.example/%d</link><description>Crews voted.</description></item>"


def read(document: str | bytes) -> list[Article]:
    data = document.encode() if isinstance(document, str) else document
    feed = feed_of_bytes(data, path="x.xml", format="rss")
    return list(rss.read(feed))


def one(item: str) -> Article:
    (found,) = read(RSS % f"<item>{item}</item>")
    return found


def test_an_item_in_full() -> None:
    item = one(
        "<title>Ferry &amp;amp; crew &lt;i&gt;sail&lt;/i&gt;</title><link>/story/1</link><guid isPermaLink='false'>n-1</guid>"
        "<pubDate>Mon, 22 Sep 2025 20:31:00 BST</pubDate><dc:creator>By Rhona Kellaway</dc:creator>"
        "<category>World</category><category>Sea</category><category>World</category>"
        "<description>Short.</description>"
        "<content:encoded><![CDATA[<p>The ferry sailed.</p><script>x()</script><p>Crews caf&eacute;.</p>]]></content:encoded>"
    )
    assert item.headline == "Ferry & crew sail"
    assert item.body == "The ferry sailed.\n\nCrews café."
    assert item.boilerplate == "Short."
    assert item.url == "https://portnews.example/story/1"
    assert item.published == "2025-09-22T20:31:00+01:00"
    assert item.byline == "Rhona Kellaway"
    assert item.keywords == ("World", "Sea")
    assert item.publisher == "Port News"
    assert item.agency is None
    assert item.language == "en-GB"
    assert item.evidence["headline"] == "title"


@pytest.mark.parametrize(
    ("fields", "agency", "byline", "publisher"),
    [
        ("<dc:creator>Reuters</dc:creator>", "Reuters", None, "Port News"),
        ("<author>desk@x.example (Agence France-Presse)</author>", "AFP", None, "Port News"),
        ("<author>rk@x.example (Rhona Kellaway)</author>", None, "Rhona Kellaway", "Port News"),
        ("<source url='https://t.example'>The Tribune</source>", None, None, "The Tribune"),
        ("<source url='https://t.example'>Press Trust of India</source>", "PTI", None, "Port News"),
        ("<dc:creator>Ann Li</dc:creator><dc:creator>Bo Oe</dc:creator>", None, "Ann Li, Bo Oe", "Port News"),
        ("<copyright>Copyright 2025 Xinhua. All rights reserved.</copyright>", "Xinhua", None, "Port News"),
    ],
)
def test_agency_byline_and_publisher_are_kept_apart(
    fields: str, agency: str | None, byline: str | None, publisher: str
) -> None:
    item = one(f"<title>x</title>{fields}")
    assert (item.agency, item.byline, item.publisher) == (agency, byline, publisher)


@pytest.mark.parametrize(
    ("title", "agency"),
    [
        ("RSS.com", None),
        ("RSS", None),
        ("RSS News", None),
        ("SPA.example", None),
        ("Sana.org", None),
        ("afp.com", "AFP"),
        ("AFP News", "AFP"),
        ("Rastriya Samachar Samiti", "RSS"),
    ],
)
def test_a_site_that_is_called_like_an_agency_is_none(title: str, agency: str | None) -> None:
    document = (
        f"<rss version='2.0'><channel><title>{title}</title><item><title>x</title></item></channel></rss>"
    )
    (item,) = read(document)
    assert item.agency == agency
    assert item.evidence.get("agency") == ("channel title" if agency else None)


@pytest.mark.parametrize(
    "item",
    [
        "<title>Only a title</title>",
        "<description>Only words</description>",
        "<media:description xmlns:media='http://search.yahoo.com/mrss/'>Only words</media:description>",
    ],
)
def test_one_fact_is_a_story(item: str) -> None:
    found = one(item)
    assert found.headline or found.body


@pytest.mark.parametrize(
    "item",
    [
        "<link>https://x.example/a</link>",
        "<guid>https://x.example/a</guid>",
        "<enclosure url='https://x.example/a.mp3' type='audio/mpeg'/>",
        "<link>https://x.example/a</link><pubDate>Mon, 03 Mar 2025 08:00:00 GMT</pubDate>",
        "<media:content xmlns:media='http://search.yahoo.com/mrss/' url='https://x.example/a.jpg'/>",
        "<title/><description><![CDATA[  ]]></description><link>https://x.example/a</link>",
    ],
)
def test_an_item_without_a_word_is_no_story(item: str) -> None:
    """Beside items with words it is passed over."""
    with pytest.raises(NoArticle, match="neither a headline nor a text"):
        one(item)
    found = read(RSS % f"<item>{item}</item><item><title>Ferry sails</title></item>")
    assert [each.headline for each in found] == ["Ferry sails"]


def test_picture_without_words_shows_what_it_says() -> None:
    assert (
        one('<description>&lt;img src="a.jpg" alt="A ferry at dusk"&gt;</description>').body
        == "a.jpg\nA ferry at dusk"
    )


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (RSS % "", "a feed without items"),
        (
            RSS % "<item></item><item><guid isPermaLink='false'>7</guid></item>",
            "a feed whose items have neither a headline nor a text",
        ),
    ],
)
def test_no_story(document: str, reason: str) -> None:
    with pytest.raises(NoArticle) as error:
        read(document)
    assert error.value.message == reason


def test_a_headline_without_the_source_behind_it() -> None:
    named = one('<title>Ferry sails - Port News</title><source url="https://p.example/">Port News</source>')
    assert (named.headline, named.publisher) == ("Ferry sails", "Port News")
    assert one("<title>Ferry sails - Port News</title>").headline == "Ferry sails - Port News"


def test_offsets_are_bytes_of_the_item() -> None:
    document = (RSS % "<item><title>Fährschiff</title></item>\n<item><title>Zwei</title></item>").encode()
    for item, word in zip(read(document), ("Fährschiff", "Zwei"), strict=True):
        cut = document[item.source.offset : item.source.offset + item.source.length]
        assert cut == f"<item><title>{word}</title></item>".encode()


def test_offsets_that_cannot_be_told_are_the_document() -> None:
    document = (RSS % "<item><title>x</title></item>").replace("utf-8", "utf-16").encode("utf-16")
    assert [(each.source.offset, each.source.length) for each in read(document)] == [(0, len(document))]


def test_a_guid_that_is_no_address_is_one_of_its_feed_and_text() -> None:
    here = one("<title>x</title><guid>7</guid>")
    (there,) = read((RSS % "<item><title>x</title><guid>7</guid></item>").replace("portnews", "other"))
    assert here.id != there.id
    assert (
        here.id
        == one("<title>x</title><guid>7</guid>").id
        != one("<title>other words</title><guid>7</guid>").id
    )


def test_one_guid_for_all_items_does_not_make_them_one() -> None:
    items = read(
        RSS % "<item><guid>7</guid><title>a</title></item><item><guid>7</guid><title>b</title></item>"
    )
    assert len({item.reading.own or item.id for item in items}) == 2


def test_relative_link_is_resolved_against_xml_base() -> None:
    assert (
        one("<title>x</title><link xml:base='https://b.example/d/'>e.html</link>").url
        == "https://b.example/d/e.html"
    )


def test_rdf() -> None:
    (item,) = read(
        """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
        xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://p.example/"><title>Port</title>
        <link>https://p.example/</link><items><rdf:Seq><rdf:li rdf:resource="https://p.example/1"/></rdf:Seq></items>
        </channel><item rdf:about="https://p.example/1"><title>Ferry</title><link>https://p.example/1</link>
        <dc:date>2003-08-13T15:20:00+02:00</dc:date><dc:subject>Sea</dc:subject></item></rdf:RDF>"""
    )
    assert (item.headline, item.publisher, item.day, item.keywords) == (
        "Ferry",
        "Port",
        "2003-08-13",
        ("Sea",),
    )


def test_cdf() -> None:
    (item,) = read(
        '<CHANNEL HREF="http://p.example/"><TITLE>Port</TITLE><ITEM HREF="http://p.example/1" '
        'LASTMOD="2004-04-06T23:05:43-05:00"><TITLE>Ferry</TITLE><ABSTRACT>It sails.</ABSTRACT></ITEM></CHANNEL>'
    )
    assert (item.headline, item.body, item.url) == ("Ferry", "It sails.", "http://p.example/1")
    assert item.updated == "2004-04-06T23:05:43-05:00"


def test_wordpress_export_leaves_attachments_out() -> None:
    export = (
        RSS % "<item><title>Post</title><wp:post_type>post</wp:post_type></item><item><title>img</title>"
        "<wp:post_type>attachment</wp:post_type></item>"
    ).replace("<rss", '<rss xmlns:wp="http://wordpress.org/export/1.2/"')
    assert [item.headline for item in read(export)] == ["Post"]


def test_places_that_the_feed_tags() -> None:
    item = one(
        '<title>x</title><georss:featurename xmlns:georss="http://www.georss.org/georss">Piraeus</georss:featurename>'
    )
    assert item.locations == (Place("Piraeus", "GR"),)


def test_damage_to_one_item_leaves_the_others() -> None:
    broken = (
        ITEM % (1, 1)
        + "<item><title>Two <b>bold</title><description><br>Crews <p>waited</description></item>"
        + ITEM % (3, 3)
    )
    found = read(RSS % broken)
    assert [item.headline for item in found] == ["Ferry 1 sails", "Two bold", "Ferry 3 sails"]
    assert found[1].body == "Crews\n\nwaited"
    assert found[2].url == "https://portnews.example/3"


def test_truncated_feed_keeps_what_is_whole() -> None:
    document = (RSS % (ITEM % (1, 1) + ITEM % (2, 2))).encode()
    feed = feed_of_bytes(document[: document.index(b"Ferry 2 s") + 7], path="x", format="rss")
    assert [item.headline for item in rss.read(feed)] == ["Ferry 1 sails"]
    assert "Ferry 2" in feed.complaints[0].message, "a part of a title is no story, and is named"
    assert len(feed.complaints) == 1


@pytest.mark.parametrize(
    ("head", "sure"),
    [
        (b"\n<?xml version='1.0'?><rss version='2.0'>", 97),
        (b"<rdf:RDF xmlns:rdf='x' xmlns='http://purl.org/rss/1.0/'><channel>", 95),
        (b"<rdf:RDF xmlns:rdf='x'><rdf:Description>", 0),
        (b"<CHANNEL><TITLE>x", 80),
        (b"<html><body><rss>", 0),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'>", 0),
        (b"a story about <rss", 0),
        (b"", 0),
    ],
)
def test_sniff(head: bytes, sure: int) -> None:
    assert rss.sniff(head, "wrong.txt") == sure


@given(st.data())
def test_mutated_feeds_give_articles_or_a_feed_error(data: st.DataObject) -> None:
    document = bytearray((RSS % (ITEM % (1, 1) + ITEM % (2, 2))).encode())
    for _ in range(data.draw(st.integers(1, 12))):
        start = data.draw(st.integers(0, len(document)))
        stop = start + data.draw(st.integers(0, 30))
        document[start:stop] = data.draw(
            st.binary(max_size=12) | st.sampled_from([b"<item>", b"]]>", b"<![CDATA[", b"&x;", b"</"])
        )
    rss.sniff(bytes(document), "x")
    atom.sniff(bytes(document), "x")
    feed = feed_of_bytes(bytes(document), path="x", format="rss")
    with suppress(FeedError):
        assert all(isinstance(each, Article) for each in rss.read(feed))


@pytest.mark.parametrize(
    "junk", [b"<item>", b"<item><title>", b"<item></item><description>", b"<entry", b"<item><a b='"]
)
def test_junk_ends_soon(junk: bytes) -> None:
    feed = feed_of_bytes(b"<rss><channel>" + junk * 3_000, path="x", format="rss")
    with suppress(FeedError):
        assert all(isinstance(each, Article) for each in rss.read(feed))


def has_words(data: bytes) -> bool:
    """Whether feedparser finds an item with a title or a text: what ought to be read."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import feedparser

        entries = feedparser.parse(data).entries
    markup = [
        str(text)
        for each in entries
        for text in (
            each.get("title"),
            each.get("summary"),
            *(part.get("value") for part in each.get("content", ())),
        )
        if text
    ]
    tags = re.compile(r"<svg.*?</svg>|<[^>]*>", re.DOTALL)
    return any(tags.sub("", html.unescape(tags.sub("", text))).strip() for text in markup)


def unread(files: Iterator[tuple[str, bytes]]) -> list[str]:
    """The files that give no story though feedparser finds one."""
    missed = []
    for name, data in files:
        reader = max((rss, atom), key=lambda each: each.sniff(data[:65_536], name))
        try:
            found = reader.sniff(data[:65_536], name) >= 50 and next(
                reader.read(feed_of_bytes(data, path=name)), None
            )
        except FeedError:
            found = None
        if not found and has_words(data):
            missed.append(name)
    return missed


@pytest.mark.shared
def test_shared_feeds_are_read(shared: Path) -> None:
    folder = shared / "corpora/formats/rss-atom-real"
    assert (
        unread(
            (path.name, path.read_bytes()) for path in sorted(folder.glob("*.*")) if path.suffix != ".json"
        )
        == []
    )


@pytest.mark.shared
def test_feedparser_suite_is_read(shared: Path) -> None:
    def members() -> Iterator[tuple[str, bytes]]:
        for archive in sorted((shared / "corpora/formats/feedparser").glob("*.tar.gz")):
            with tarfile.open(archive) as tar:
                for member in tar:
                    content = tar.extractfile(member)
                    if content is not None and member.name.endswith(".xml"):
                        yield member.name, content.read()

    assert unread(members()) == []


@pytest.mark.parametrize(
    ("title", "headline"),
    [
        ("What &lt;script&gt; does to a page &amp; why", "What <script> does to a page & why"),
        ("Map&lt;K, V&gt; and List&lt;T&gt;", "Map<K, V> and List<T>"),
        ("&lt;/harbour&gt;", "</harbour>"),
        ("Write to &lt;news@harbour.example&gt;", "Write to <news@harbour.example>"),
        ("The &lt;b&gt;bold&lt;/b&gt; harbour", "The bold harbour"),
        ("<![CDATA[If a<b && c>d then sail]]>", "If a<b && c>d then sail"),
        ("<![CDATA[How &lt;style&gt; ages &amp; why]]>", "How <style> ages & why"),
        ("<![CDATA[The &amp;amp; sign]]>", "The &amp; sign"),
    ],
)
def test_titles_keep_words_that_look_like_elements(title: str, headline: str) -> None:
    assert one(f"<title>{title}</title><link>/a</link>").headline == headline


@pytest.mark.parametrize(
    ("attributes", "title", "headline"),
    [
        ("", "What &lt;script&gt; does &amp; why", "What <script> does & why"),
        ("", "The &lt;b&gt;bold&lt;/b&gt; harbour", "The <b>bold</b> harbour"),
        ("", "Tom &amp;amp; Ann", "Tom &amp; Ann"),
        (' type="text"', "The &lt;b&gt;bold&lt;/b&gt; harbour", "The <b>bold</b> harbour"),
        (' type="html"', "The &lt;b&gt;bold&lt;/b&gt; harbour", "The bold harbour"),
        (' type="html"', "If a&amp;lt;b &amp;amp;&amp;amp; c&amp;gt;d then sail", "If a<b && c>d then sail"),
        (' type="html"', "Tom &amp;amp; Ann", "Tom & Ann"),
        (
            ' type="xhtml"',
            '<div xmlns="http://www.w3.org/1999/xhtml">Tom &amp;amp; Ann</div>',
            "Tom &amp; Ann",
        ),
        (
            ' type="xhtml"',
            '<div xmlns="http://www.w3.org/1999/xhtml">The <b>bold</b> &lt;b&gt; tag</div>',
            "The bold <b> tag",
        ),
    ],
)
def test_titles_of_atom_are_read_by_their_type(attributes: str, title: str, headline: str) -> None:
    """Without one a title is plain text (RFC 4287, section 3.1.1)."""
    document = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><id>urn:x</id><title>Port</title>'
        f"<entry><id>urn:x:1</id><title{attributes}>{title}</title><content>Boats sail.</content></entry></feed>"
    )
    (found,) = atom.read(feed_of_bytes(document.encode(), path="x.xml", format="atom"))
    assert found.headline == headline


@pytest.mark.parametrize(
    ("date", "published"),
    [
        ("Tue, 07 Nov 2023 09:40 PM", "2023-11-07T21:40:00"),
        ("Tue, 07 Nov 2023 12:40:00 AM GMT", "2023-11-07T00:40:00+00:00"),
        ("Tue, 07 Nov 2023 21:40:00 CST", "2023-11-07T21:40:00-06:00"),
        ("Tue, 07 Nov 2023 21:40:00 pst", "2023-11-07T21:40:00-08:00"),
        ("7(th) Nov(ember) 2023 21:40 UT", "2023-11-07T21:40:00+00:00"),
        ("2023/11/7 21:40:00", "2023-11-07T21:40:00"),
        ("2023年11月7日 午後9時40分", "2023-11-07T21:40:00"),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),
    ],
)
def test_dates_of_items(date: str, published: str | None) -> None:
    document = RSS.replace("https://portnews.example/", "https://portnews.example.net/").replace(
        "en-gb", "en"
    )
    (found,) = read(document % f"<item><title>Boats</title><pubDate>{date}</pubDate></item>")
    assert found.published == published


def test_a_zone_that_rfc_822_does_not_define_for_a_date_of_another_standard() -> None:
    document = RSS.replace("en-gb", "en").replace(".example/", ".example.net/")
    (found,) = read(document % "<item><title>Boats</title><dc:date>7 Nov 2023 21:40 CST</dc:date></item>")
    assert found.published == "2023-11-07T21:40:00"


def test_a_feed_that_was_encoded_twice_is_mended_in_all_of_it() -> None:
    """Also where the bytes are none of windows-1252, and where a template put right characters between."""
    titles = (
        "GÃ¶teborger Hafen",
        "â€œFiore marinoâ€\x9d am Kai",
        "Â«Ã\xa0 bientÃ´tÂ» – sagt der Wirt",
        "Ã\x81lesund sails",
    )
    found = read(RSS % "".join(f"<item><title>{each}</title></item>" for each in titles))
    assert [each.headline for each in found] == [
        "Göteborger Hafen",
        "“Fiore marino” am Kai",
        "«à bientôt» – sagt der Wirt",
        "Álesund sails",
    ]


def test_a_sound_feed_is_mended_in_none_of_it() -> None:
    """A text that holds a few such characters beside others is left, where no text of the feed reverses whole."""
    titles = ("Über „CAFÉ“ und Meer", "Göteborger Hafen", "“NÃO”, diz o porto")
    found = read(RSS % "".join(f"<item><title>{each}</title></item>" for each in titles))
    assert [each.headline for each in found] == list(titles)


def test_prism_dates_a_printed_paper_by_its_issue() -> None:
    document = RSS.replace("<rss ", '<rss xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/" ')
    text = "<title>Boats</title><description>LYON, Dec. 31 (AFP) - The boats sail.</description><pubDate>Sun, 01 Jan 2023 05:00:00 GMT</pubDate>"
    print_ = "<prism:volume>12</prism:volume><prism:startingPage>3</prism:startingPage><prism:coverDate>2023-01-01</prism:coverDate>"
    wire, paper = read(
        document % f"<item>{text}<guid>a</guid></item><item>{text}{print_}<guid>b</guid></item>"
    )
    assert (wire.day, paper.day) == ("2022-12-31", "2023-01-01")
    assert paper.evidence["day"] == "prism:coverdate; dateline of 2022-12-31"


TWO = "".join(ITEM % (number, number) for number in (1, 2))
CHANNEL = f"<channel><title>Port News</title><link>https://portnews.example/</link>{TWO}</channel>"
ENTRIES = "".join(
    f"<entry><title>Ferry {n} sails</title><id>urn:{n}</id><link href='https://portnews.example/{n}'/><content>Crews voted.</content></entry>"
    for n in (1, 2)
)
DOCUMENTS = {
    "rss": f'<rss version="2.0">{CHANNEL}</rss>',
    "declared": f'<?xml version="1.0" encoding="UTF-8"?>\n<!-- a feed -->\n<rss version="2.0">{CHANNEL}</rss>',
    "atom": f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Port News</title>{ENTRIES}</feed>',
    "rdf": f'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">{CHANNEL}</rdf:RDF>',
}


def picked(document: str, name: str = "feed") -> list[tuple[str | None, str | None, str | None]]:
    """Headline, body and address of the stories in a feed, read without a complaint by a reader of feeds."""
    data = document.encode()
    chosen = pick(data[:65_536], name)
    assert chosen.name in ("rss", "atom")
    feed = feed_of_bytes(data, path=name)
    found = [(each.headline, each.body, each.url) for each in chosen.read(feed)]
    assert feed.complaints == []
    return found


BOTH = [(f"Ferry {n} sails", "Crews voted.", f"https://portnews.example/{n}") for n in (1, 2)]


@pytest.mark.parametrize(
    "namespace",
    [
        "https://cyber.harvard.edu/rss/rss.html",
        "http://www.rssboard.org/rss-specification",
        "http://backend.userland.com/rss2",
        "http://www.w3.org/1999/xhtml",
        "http://purl.org/dc/elements/1.1/",
        "urn:invented",
    ],
)
def test_any_default_namespace(namespace: str) -> None:
    """What has no prefix below `rss`, in RDF and in Atom is of the format."""
    assert picked(f'<rss xmlns="{namespace}" version="2.0">{CHANNEL}</rss>') == BOTH
    assert picked(f'<rss xmlns="{namespace}" version="2.0">{CHANNEL} & </rss>') == BOTH
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    assert picked(f'<rdf:RDF xmlns:rdf="{rdf}" xmlns="{namespace}">{CHANNEL}</rdf:RDF>') == BOTH
    assert picked(f'<feed xmlns="{namespace}"><title>Port News</title>{ENTRIES}</feed>') == BOTH


def test_modules_keep_their_meaning_under_another_default_namespace() -> None:
    item = "<item><title>Ferry</title><dc:creator>Ann Lee</dc:creator><content:encoded>Whole.</content:encoded><description>Part.</description></item>"
    (found,) = read(
        '<rss xmlns="urn:x" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        f"<channel><title>x</title>{item}</channel></rss>"
    )
    assert (found.headline, found.body, found.byline) == ("Ferry", "Whole.", "Ann Lee")
    prefixed = TWO.replace("</", "</f:").replace("<", "<f:").replace("<f:/f:", "</f:")
    assert picked(f'<f:rss xmlns:f="urn:x" version="2.0"><f:channel>{prefixed}</f:channel></f:rss>') == BOTH


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS)
@pytest.mark.parametrize(
    ("before", "behind"),
    [
        ("<br />\n<b>Warning</b>:  x() in <b>/srv/a.php</b> on line <b>1</b><br />\n", ""),
        ("<b>Notice</b>: x\n", ""),
        ("Warning: x in /srv/a.php on line 3\n", ""),
        ("<script>ga('<rss><channel>')</script>\n", ""),
        ("<!-- cached <b> -->\n<font size=1>x</font>", "\n<!-- 0.1 s -->"),
        ("<div class=xdebug-error><table><tr><th>Deprecated: x</th></tr></table></div>", ""),
        ("<html><body>", "</body></html>"),
        ("<!DOCTYPE html><html><head><title>Feed</title></head><body><div id='webkit-xml-viewer-source-xml'>", "</div><div>x</div></body></html>"),
        ('<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x.dtd"><html xmlns="http://www.w3.org/1999/xhtml"><head><title>t</title></head><body>', "</body></html>"),
    ],
)  # fmt: skip
def test_a_feed_behind_or_inside_other_markup(document: str, before: str, behind: str) -> None:
    assert picked(before + document + behind, "feed.xml") == BOTH


@pytest.mark.parametrize(
    "page",
    [
        "<html><body><h1>How RSS works</h1><p>It begins &lt;rss&gt;&lt;channel&gt;.</p></body></html>",
        "<html><body><!-- <rss><channel> --><p>x</p></body></html>",
        "<html><body><script>x = '<feed xmlns=y>'</script><p>x</p></body></html>",
        '<html><body><?xml version="1.0"?><svg><path/></svg><p>x</p></body></html>',
        '<html><body><textarea><?xml version="1.0"?><rss><channel></textarea></body></html>',
        "<html><body><?xml:namespace prefix = o /><p>x</p></body></html>",
    ],
)
def test_a_page_that_names_a_feed_is_none(page: str) -> None:
    assert pick(page.encode(), "page").name == "html"


@pytest.mark.parametrize(
    ("dates", "published"),
    [
        ("<pubDate>soon</pubDate><dc:date>2025-03-04T10:05:00Z</dc:date>", "2025-03-04T10:05:00+00:00"),
        (
            "<dc:date>2025-03-04T10:05:00Z</dc:date><pubDate>Tue, 99 Mar 2025</pubDate>",
            "2025-03-04T10:05:00+00:00",
        ),
        ("<pubDate></pubDate><published>4 March 2025</published>", "2025-03-04"),
        ("<pubDate>1741075500</pubDate>", "2025-03-04T08:05:00+00:00"),
        ("<pubDate>soon</pubDate><dc:date>later</dc:date>", None),
    ],
)
def test_a_date_that_cannot_be_read_gives_way(dates: str, published: str | None) -> None:
    """The first date of an item that can be read is its own."""
    data = (
        '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Post</title><item>'
        f"<title>Ferries</title><description>The ferries sail again.</description>{dates}</item></channel></rss>"
    )
    (story,) = rss.read(feed_of_bytes(data.encode(), path="feed.xml"))
    assert story.published == published


@pytest.mark.parametrize(
    ("element", "words"),
    [
        ("<media:description>The tug</media:description>", "The tug"),
        ("<media:title>A sinking</media:title>", "A sinking"),
        ("<media:text>They sang</media:text>", "They sang"),
        ("<itunes:subtitle>In short</itunes:subtitle>", "In short"),
        ("<itunes:summary>In sum</itunes:summary>", "In sum"),
        ('<media:content url="x"><media:description>The tug</media:description></media:content>', "The tug"),
        ("<media:group><media:text>They sang</media:text></media:group>", "They sang"),
        ("<itunes:summary>It sank.</itunes:summary>", None),
        ("<media:title>Ferry</media:title>", None),
    ],
)
@pytest.mark.parametrize(
    "body", ["<description>It sank.</description>", "<content:encoded>It sank.</content:encoded>"]
)
def test_words_beside_a_body_are_kept(element: str, words: str | None, body: str) -> None:
    data = (
        '<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"><channel><title>Quay</title>'
        f"<item><title>Ferry</title>{body}{element}</item></channel></rss>"
    ).encode()
    (story,) = rss.read(feed_of_bytes(data, path="a.xml"))
    assert (story.body, story.boilerplate) == ("It sank.", words)
