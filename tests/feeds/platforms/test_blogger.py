"""Exports of Blogger."""

from __future__ import annotations

import pytest

from morgue.feeds import pick
from tests.feeds.platforms.reading import read, reason

HEAD = (
    "<?xml version='1.0' encoding='UTF-8'?><feed xmlns='http://www.w3.org/2005/Atom'><id>tag:blogger.com,1999:blog-1.archive</id>"
    "<title type='text'>Tide Tables</title><link rel='alternate' type='text/html' href='http://tide.example/'/>"
    "<author><name>Ines</name><email>noreply@blogger.com</email></author>"
)


def entry(
    kind: str,
    *,
    title: str = "Ferry lost",
    content: str = "It sank.",
    author: str = "Ines Corvo",
    more: str = "",
) -> str:
    return (
        f"<entry><id>tag:blogger.com,1999:blog-1.post-{len(kind) * 100 + len(title)}</id><published>2024-02-03T10:00:00.000+01:00</published>"
        f"<updated>2024-02-03T10:00:00.000+01:00</updated>{more}<category scheme='http://schemas.google.com/g/2005#kind'"
        f" term='http://schemas.google.com/blogger/2008/kind#{kind}'/><title type='text'>{title}</title><content type='html'>{content}</content>"
        f"<author><name>{author}</name><email>noreply@blogger.com</email></author></entry>"
    )


def test_posts_and_pages_are_stories_and_nothing_else() -> None:
    kinds = ("template", "settings", "post", "comment", "page")
    found = read("blogger", HEAD + "".join(entry(kind, title=kind) for kind in kinds) + "</feed>")
    assert [each.headline for each in found] == ["post", "page"]
    assert {each.publisher for each in found} == {"Tide Tables"}
    assert found[0].published == "2024-02-03T10:00:00+01:00"


def test_settings_alone_are_no_story() -> None:
    assert (
        reason("blogger", HEAD + entry("settings") + "</feed>")
        == "an export of Blogger without a post (1 × settings)"
    )


@pytest.mark.parametrize("author", ["owner@tide.example", "Unknown", "Anonymous"])
def test_the_owners_address_is_no_byline(author: str) -> None:
    assert read("blogger", HEAD + entry("post", author=author) + "</feed>")[0].byline is None


@pytest.mark.parametrize("declared", [" xmlns:app='http://purl.org/atom/app#'", ""])
def test_a_draft_is_marked_even_where_its_prefix_is_not_declared(declared: str) -> None:
    more = f"<app:control{declared}><app:draft>yes</app:draft></app:control>"
    assert read("blogger", HEAD + entry("post", more=more) + "</feed>")[0].boilerplate == "Status: draft"


def test_a_caption_is_beside_the_story() -> None:
    content = '&lt;table class="tr-caption-container"&gt;&lt;tr&gt;&lt;td&gt;&lt;img/&gt;&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td class="tr-caption"&gt;In May&lt;/td&gt;&lt;/tr&gt;&lt;/table&gt;It sank.'
    story = read("blogger", HEAD + entry("post", content=content) + "</feed>")[0]
    assert (story.body, story.boilerplate) == ("It sank.", "In May")


def test_the_new_export_has_types_and_states() -> None:
    head = (
        "<?xml version='1.0' encoding='utf-8'?><feed xmlns='http://www.w3.org/2005/Atom'"
        " xmlns:blogger='http://schemas.google.com/blogger/2018'><id>tag:blogger.com,1999:blog-1</id><title>Tide Tables</title>"
    )
    entries = "".join(
        f"<entry><id>tag:blogger.com,1999:blog-1.post-{number}</id><blogger:type>{kind}</blogger:type><blogger:status>{state}</blogger:status>"
        f"<author><name>Ines</name></author><title>{kind} {state}</title><content type='html'>It sank.</content>"
        "<blogger:created>2024-02-01T10:00:00Z</blogger:created><published>2024-02-03T10:00:00Z</published></entry>"
        for number, (kind, state) in enumerate(
            [("POST", "LIVE"), ("COMMENT", "LIVE"), ("POST", "DRAFT"), ("PAGE", "LIVE")]
        )
    )
    found = read("blogger", head + entries + "</feed>")
    assert [(each.headline, each.boilerplate) for each in found] == [
        ("POST LIVE", None),
        ("POST DRAFT", "Status: draft"),
        ("PAGE LIVE", None),
    ]


def test_the_public_feed_of_a_blog_is_atom() -> None:
    feed = (
        HEAD.replace(".archive", "")
        + "<entry><id>tag:1</id><title>Ferry lost</title><content>It sank.</content></entry></feed>"
    )
    assert pick(feed.encode(), "feed.xml").name == "atom"
