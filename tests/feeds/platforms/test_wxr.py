"""Exports of WordPress."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest

from morgue.feeds import feed_of_bytes, reader
from tests.feeds.platforms.reading import read, read_all, reason

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Quay Courier</title>
<link>https://quay.example</link><language>en</language><wp:wxr_version>1.2</wp:wxr_version>
<wp:author><wp:author_login>jdoe</wp:author_login><wp:author_email>j@quay.example</wp:author_email>
<wp:author_display_name><![CDATA[Jane Doe]]></wp:author_display_name></wp:author>
"""
END = "</channel></rss>"


def item(
    body: str = "The ferry was lost.",
    *,
    title: str = "Ferry lost",
    more: str = "",
    status: str = "publish",
    kind: str = "post",
    local: str = "2024-02-03 10:00:00",
    gmt: str = "2024-02-03 08:00:00",
    creator: str = "jdoe",
    number: int = 1,
) -> str:
    return (
        f"<item><title>{title}</title><link>https://quay.example/?p={number}</link>"
        "<pubDate>Thu, 01 Jan 1970 00:00:00 +0000</pubDate>"
        f"<dc:creator><![CDATA[{creator}]]></dc:creator><guid isPermaLink='false'>https://quay.example/?p={number}</guid>"
        f"<content:encoded><![CDATA[{body}]]></content:encoded><wp:post_id>{number}</wp:post_id>"
        f"<wp:post_date>{local}</wp:post_date><wp:post_date_gmt>{gmt}</wp:post_date_gmt><wp:post_name>p{number}</wp:post_name>"
        f"<wp:status>{status}</wp:status><wp:post_type>{kind}</wp:post_type>{more}</item>"
    )


def export(*items: str) -> str:
    return HEAD + "".join(items) + END


def body_of(markup: str) -> str | None:
    return read("wxr", export(item(markup)))[0].body


def test_a_post_has_the_facts_of_its_site() -> None:
    story = read("wxr", export(item()))[0]
    assert (story.headline, story.body, story.publisher) == (
        "Ferry lost",
        "The ferry was lost.",
        "Quay Courier",
    )
    assert (story.published, story.day) == ("2024-02-03T10:00:00+02:00", "2024-02-03")
    assert story.byline == "Jane Doe"


@pytest.mark.parametrize(
    ("local", "gmt", "published"),
    [
        ("2024-02-03 10:00:00", "0000-00-00 00:00:00", "2024-02-03T10:00:00"),
        ("0000-00-00 00:00:00", "2024-02-03 08:00:00", "2024-02-03T08:00:00+00:00"),
        ("2024-02-03 10:00:00", "2024-02-03 14:30:00", "2024-02-03T10:00:00-04:30"),
        ("2024-02-03 10:00:00", "2023-02-03 08:00:00", "2024-02-03T10:00:00"),
        ("0000-00-00 00:00:00", "", None),
    ],
)
def test_the_moment_is_of_the_clock_of_the_site(local: str, gmt: str, published: str | None) -> None:
    """The publication date of 1970 is that of a draft, and never a moment."""
    assert read("wxr", export(item(local=local, gmt=gmt)))[0].published == published


def test_drafts_are_marked_and_pages_are_stories() -> None:
    draft, page, live = read(
        "wxr", export(item(status="draft"), item(kind="page", number=2), item(number=3, status="private"))
    )
    assert draft.boilerplate == "Status: draft"
    assert page.boilerplate is None
    assert live.boilerplate == "Status: private"


@pytest.mark.parametrize(
    "kind", ["attachment", "nav_menu_item", "revision", "wp_block", "acf-field", "shop_order"]
)
def test_what_is_no_post_is_no_story(kind: str) -> None:
    assert reason("wxr", export(item(kind=kind))) == f"an export of WordPress without a post (1 × {kind})"
    assert len(read("wxr", export(item(kind=kind), item(number=2)))) == 1


def test_categories_are_sections_and_tags_keywords() -> None:
    more = (
        '<category domain="category" nicename="sea">Sea &amp;amp; coast</category><category domain="post_tag" nicename="f">Ferries</category>'
        '<category domain="category" nicename="uncategorized">Uncategorized</category>'
        '<category domain="author" nicename="cap-ann">Ann Lee</category><category domain="author" nicename="cap-bo">Bo Ray</category>'
    )
    story = read("wxr", export(item(more=more)))[0]
    assert (story.section, story.keywords, story.byline) == (
        ("Sea & coast",),
        ("Ferries",),
        "Ann Lee, Bo Ray",
    )


def test_an_address_of_mail_is_no_byline() -> None:
    assert read("wxr", export(item(creator="ann@quay.example")))[0].byline is None


@pytest.mark.parametrize(
    ("markup", "body"),
    [
        ("<!-- wp:paragraph -->\n<p>One.</p>\n<!-- /wp:paragraph -->\n\n<!-- wp:paragraph --><p>Two.</p><!-- /wp:paragraph -->", "One.\n\nTwo."),
        ("One line\nand more.\n\nTwo.<br />Three.", "One line and more.\n\nTwo.\nThree."),
        ('[caption id="a" width="3"]<img src="a.jpg" /> The ferry[/caption]\n\nIt sank.', "It sank."),
        ("[vc_row][vc_column width=\"1/2\"]It sank.[/vc_column][/vc_row]", "It sank."),
        ("It sank. [gallery ids=\"1,2\"]", "It sank."),
        ("[embed]https://video.example/1[/embed]It sank.", "It sank."),
        ("\u201cThe ferry [the Thetis] sank,\u201d he said [sic].", "\u201cThe ferry [the Thetis] sank,\u201d he said [sic]."),
        ("[[gallery]] is how it is written.", "[gallery] is how it is written."),
        ("It sank.<!--more-->And rose.", "It sank.And rose."),
    ],
)  # fmt: skip
def test_no_comment_of_a_block_and_no_shortcode_is_in_a_body(markup: str, body: str) -> None:
    assert body_of(markup) == body


def test_a_caption_and_an_excerpt_are_beside_the_story() -> None:
    more = "<excerpt:encoded><![CDATA[It was old.]]></excerpt:encoded>"
    markup = '[caption id="a"]<img src="a.jpg" /> In May[/caption]<p>It sank.</p><figure><img/><figcaption>In June</figcaption></figure>'
    story = read("wxr", export(item(markup, more=more)))[0]
    assert (story.body, story.boilerplate) == ("It sank.", "It was old.\n\nIn May\n\nIn June")


def test_a_post_that_writes_of_feeds_is_one_post() -> None:
    found = read(
        "wxr",
        export(
            item("<p>An item ends with &lt;/item&gt;.</p><pre></item><item><title>no</title></pre>"),
            item(number=2),
        ),
    )
    assert [each.headline for each in found] == ["Ferry lost", "Ferry lost"]
    assert "An item ends with </item>." in (found[0].body or "")


def test_copies_with_the_identifier_of_the_original_stay_apart() -> None:
    again = item(title="Another", number=1).replace("<wp:post_name>p1", "<wp:post_name>another")
    found = read("wxr", export(item(), again))
    assert len({each.id for each in found}) == 2


def test_a_damaged_post_leaves_the_others() -> None:
    broken = item(number=2).replace("</item>", "")
    found, complaints = read_all("wxr", export(item(), broken, item(number=3, title="Last")))
    assert [each.headline for each in found] == ["Ferry lost", "Ferry lost", "Last"]
    assert complaints == [f"the record at byte {len(HEAD) + len(item()):,} is not closed"]


def test_an_export_that_breaks_off_keeps_what_is_whole() -> None:
    whole = HEAD + item() + item(number=2)
    found, complaints = read_all("wxr", whole[:-60])
    assert [each.url for each in found] == ["https://quay.example/?p=1", "https://quay.example/?p=2"]
    assert len(complaints) == 1
    assert "the export ends in the record" in complaints[0]
    assert found[1].reading.is_cut


def test_a_long_export_is_read_piece_by_piece() -> None:
    """The stream is never read as a whole."""

    class Narrow(io.BytesIO):
        largest = 0

        def read(self, size: int | None = -1, /) -> bytes:
            assert size is not None
            assert size > 0
            Narrow.largest = max(Narrow.largest, size)
            return super().read(size)

    data = export(
        *(item(f"The ferry was lost {number} times. " * 40, number=number) for number in range(2_000))
    ).encode()
    feed = feed_of_bytes(data, path="x", format="wxr")
    feed = replace(feed, stream=Narrow(data))
    assert sum(1 for _ in reader("wxr").read(feed)) == 2_000
    assert Narrow.largest < len(data) // 4


def test_offsets_are_those_of_the_items() -> None:
    data = export(item(), item(number=2)).encode()
    for story in read("wxr", data):
        piece = data[story.source.offset : story.source.offset + story.source.length]
        assert piece.startswith(b"<item>")
        assert piece.endswith(b"</item>")


def test_an_address_within_the_site_is_made_whole() -> None:
    made = item().replace("<link>https://quay.example/?p=1</link>", "<link>/blog/ferry.html</link>")
    assert read("wxr", export(made))[0].url == "https://quay.example/blog/ferry.html"
