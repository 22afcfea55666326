"""json: lists of articles wherever they stand, facts of services' answers, and what is no article."""

from __future__ import annotations

import contextlib
import json as standard
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from morgue.errors import FeedError, NoArticle
from morgue.feeds import feed_of_bytes, pick
from morgue.feeds.tables import json
from morgue.model.article import Article, Edition

FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "The Ferry Times",
    "language": "en",
    "items": [
        {
            "id": "1",
            "url": "https://f.example/1",
            "title": "Boat sinks",
            "content_html": "<p>OSLO, March 3 (Reuters) - A boat sank.</p><p>All safe.</p>",
            "date_published": "2024-03-03T10:00:00+01:00",
            "authors": [{"name": "Ann Lee"}, {"name": "Bo Ek"}],
            "tags": ["sea", "fog"],
        }
    ],
}
NEWS_SERVICE = {
    "status": "ok",
    "articles": [
        {
            "source": {"id": "x", "name": "Reuters"},
            "author": "Jo Doe",
            "title": "Boat sinks",
            "description": "Short.",
            "url": "https://f.example/a",
            "publishedAt": "2024-05-06T07:08:09Z",
            "content": "The whole content.",
        }
    ],
}
NESTED = {
    "response": {
        "results": [
            {
                "id": "world/x",
                "type": "article",
                "sectionName": "World news",
                "webPublicationDate": "2024-02-24T11:42:23Z",
                "webTitle": "Boat",
                "webUrl": "https://f.example/world/x",
                "fields": {"headline": "Boat sinks", "byline": "Staff", "bodyText": "A boat sank."},
                "tags": [{"webTitle": "Norway"}],
            }
        ]
    }
}
DOCS = {
    "response": {
        "docs": [
            {
                "abstract": "A boat.",
                "web_url": "https://f.example/1",
                "source": "The Ferry Times",
                "headline": {"main": "Boat sinks", "kicker": None},
                "keywords": [{"name": "subject", "value": "Boats"}],
                "pub_date": "2024-01-02T03:04:05+0000",
                "byline": {"original": "By Jo Doe"},
                "section_name": "U.S.",
            }
        ]
    }
}
BLOG = [
    {
        "title": {"rendered": "Boat &#8217;sinks"},
        "content": {"rendered": "<p>A boat.</p>"},
        "date": "2024-01-02T03:04:05",
        "link": "https://f.example/p",
    }
]


def read(document: Any, **columns: str) -> tuple[list[Article], list[str]]:
    data = document if isinstance(document, bytes) else standard.dumps(document).encode()
    feed = feed_of_bytes(data, path="a.json")
    feed.columns.update(columns)
    return list(json.read(feed)), [each.message for each in feed.complaints]


@pytest.mark.parametrize(
    ("document", "facts"),
    [
        (
            FEED,
            {
                "headline": "Boat sinks",
                "body": "A boat sank.\n\nAll safe.",
                "publisher": "The Ferry Times",
                "agency": "Reuters",
                "byline": "Ann Lee, Bo Ek",
                "keywords": ("sea", "fog"),
                "language": "en",
                "published": "2024-03-03T10:00:00+01:00",
            },
        ),
        (
            NEWS_SERVICE,
            {"agency": "Reuters", "body": "The whole content.", "byline": "Jo Doe", "day": "2024-05-06"},
        ),
        (
            NESTED,
            {
                "headline": "Boat sinks",
                "section": ("World news",),
                "keywords": ("Norway",),
                "url": "https://f.example/world/x",
            },
        ),
        (
            DOCS,
            {
                "headline": "Boat sinks",
                "publisher": "The Ferry Times",
                "keywords": ("Boats",),
                "byline": "Jo Doe",
            },
        ),
        (BLOG, {"headline": "Boat ’sinks", "body": "A boat.", "day": "2024-01-02"}),
    ],
)
def test_shapes_of_services(document, facts):
    (story,), complaints = read(document)
    assert {name: getattr(story, name) for name in facts} == facts
    assert complaints == []


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (
            {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"name": "x"}}]},
            "GeoJSON",
        ),
        ({"args": {}, "headers": {"Host": "x"}, "url": "https://x.example"}, "without a list of articles"),
        ([], "empty JSON"),
        ([1, "a", None], "without a list of articles"),
        ({"title": "A title and nothing else"}, "without a list of articles"),
    ],
)
def test_other_json_is_no_article(document, reason):
    with pytest.raises(NoArticle, match=reason):
        read(document)


@pytest.mark.parametrize("name", ["a", "a.txt", "a.json"])
@pytest.mark.parametrize(
    "value", ["null", "true", "false", "-0.5", "1e999999", '"A boat sank."', '"\\"\\u00e9"']
)
def test_a_bare_value_is_no_article(value: str, name: str):
    for data in (value.encode(), f"\n{value}\n".encode(), value.encode("utf-16"), value.encode("utf-8-sig")):
        assert pick(data, name).name == "json"
        with pytest.raises(NoArticle, match="a bare JSON value"):
            read(data)


@pytest.mark.parametrize(
    "text", ["null and void", '"Gone," she said. "All of it."', "01", "true\nfalse", '"a\nb"', "'a'"]
)
def test_text_that_begins_like_a_value_is_text(text: str):
    assert pick(text.encode(), "a.txt").name == "text"


def test_what_services_put_around_a_text():
    items = [
        {
            "source": {"id": None, "name": "The Ferry Times"},
            "title": "Boat sinks - The Ferry Times",
            "url": "https://f.example/a",
            "publishedAt": "2024-05-06T07:08:09Z",
            "content": "The boat sank off… [+2345 chars]",
        },
        {
            "source": {"name": "[Removed]"},
            "title": "[Removed]",
            "url": "https://removed.com",
            "content": "[Removed]",
        },
    ]
    (story,), complaints = read({"status": "ok", "articles": items})
    assert (story.headline, story.body, story.boilerplate) == (
        "Boat sinks",
        "The boat sank off…",
        "[+2345 chars]",
    )
    assert len(complaints) == 1


def test_numbers_that_name_rows_of_other_tables_say_nothing():
    post = {
        "date": "2024-03-03T10:00:00",
        "link": "https://f.example/1",
        "title": {"rendered": "Boat &#038; crew"},
        "content": {"rendered": "<p>The boat sank.</p>"},
        "author": 3,
        "categories": [4, 5],
        "tags": [7],
    }
    (story,), _ = read([post])
    assert (story.headline, story.byline, story.section, story.keywords) == ("Boat & crew", None, (), ())


def test_a_key_named_data_is_a_date_only_beside_romance_names():
    (story,), _ = read([{"titolo": "Nave", "testo": "La nave parte.", "data": "3 aprile 2024"}])
    assert story.day == "2024-04-03"
    with pytest.raises(NoArticle):
        read({"title": "A chart", "data": [1, 2]})


def test_our_own_documents_are_read_as_they_are():
    story = read(FEED)[0][0]
    assert read({"format_version": 1, "articles": [story.to_json()]})[0] == [story]
    hit = {"rank": 1, "score": 2.0, **story.to_json(), "snippets": []}
    assert read({"format_version": 1, "total": 1, "query": {"text": "x"}, "hits": [hit]})[0] == [story]


WRAPPED = '{"articles": [{"title": "Ferry lost", "date": "2024-03-03", "text": "The ferry Aurora was lost (in fog)."}]}'


@pytest.mark.parametrize(
    "around",
    [
        "news({});",
        "/**/ morgue.cb_1({})",
        "/**/ typeof news === 'function' && news({});",
        "\ufeffnews( {} );\n",
        "var NEWS = {};",
        "window.NEWS={}",
        ")]}}',\n{}",
        "for (;;);{}",
        "while(1);{}",
    ],
)
def test_what_scripts_put_around_a_document(around):
    data = around.format(WRAPPED).encode()
    assert pick(data, "x.js").name == "json"
    feed = feed_of_bytes(data, path="x.js")
    (story,) = json.read(feed)
    assert (story.headline, story.body) == ("Ferry lost", "The ferry Aurora was lost (in fog).")
    assert (story.source.offset, story.source.length) == (0, len(data))
    assert not feed.complaints


@pytest.mark.parametrize(
    "script", ["news(1);", "var x = y;", "if (x) { y(); }", "news(function () { return {}; });"]
)
def test_a_script_is_no_document(script):
    assert pick(script.encode(), "x.js").name == "text"


def test_a_wrapped_document_that_is_cut_off_is_read_up_to_there():
    data = f'news({WRAPPED[:-2]}, {{"title": "Fe'.encode()
    feed = feed_of_bytes(data, path="x.js")
    assert [story.headline for story in json.read(feed)] == ["Ferry lost"]
    assert feed.complaints


def test_items_before_a_cut_are_read():
    rows = [{"title": f"Boat {n}", "text": "A boat sank.", "date": "2024-01-01"} for n in range(3)]
    data = standard.dumps({"articles": rows}).encode()
    stories, complaints = read(data[:-30])
    assert [each.headline for each in stories] == ["Boat 0", "Boat 1"]
    assert complaints == ["not JSON: it is cut off; read up to item 2"]


def test_map_for_other_names():
    rows = [{"kop": "Boot zinkt", "tekst": "Een boot.", "dag": "2024-01-01"}]
    (story,), _ = read(rows, headline="kop", body="tekst", published="dag")
    assert (story.headline, story.body, story.day) == ("Boot zinkt", "Een boot.", "2024-01-01")


def test_deep_and_damaged_documents():
    for data in (b"[" * 200_000, b'{"a":' * 100_000, b'{"a": tru', b"[{]"):
        with pytest.raises(FeedError, match="not JSON"):
            read(data)


def test_sniff():
    assert pick(b'{"version": "https://jsonfeed.org/version/1"', "x").name == "json"
    assert pick(b'[\n {"title": "a"}\n]', "x.txt").name == "json"
    assert pick(b"[Oslo] A boat sank off the coast.\n\nAll are safe.\n", "x.txt").name != "json"


@settings(max_examples=100)
@given(st.binary(max_size=200), st.integers(0, 300))
def test_mutated_bytes_give_articles_or_feed_errors(data: bytes, at: int):
    made = standard.dumps(FEED).encode()
    for document in (data, made[:at] + data + made[at:]):
        json.sniff(document, "x")
        with contextlib.suppress(FeedError):
            assert all(isinstance(each, Article) for each in read(document)[0])


def items(*rows: dict[str, Any], **facts: Any) -> dict[str, Any]:
    return {"version": "https://jsonfeed.org/version/1.1", "title": "Quay Log", **facts, "items": list(rows)}


@pytest.mark.parametrize(
    ("feed", "found"),
    [
        (items({"id": "1", "content_text": "Gulls."}), [(None, "Gulls.", None)]),
        (items({"id": "1", "content_html": "<p>Möwen.</p>", "url": "https://q.example/1"}), [(None, "Möwen.", "https://q.example/1")]),
        (items({"id": "1", "title": "Gulls", "content_text": "x"}), [("Gulls", "x", None)]),
        (items({"id": "1", "title": "Gulls"}, {"id": "2", "summary": "Rain."}), [("Gulls", None, None), (None, "Rain.", None)]),
        (items({"id": "1", "content_text": "Gulls.", "authors": [{"name": "Ann Lee", "url": "https://q.example/ann"}]}), [(None, "Gulls.", None)]),
        (items({"id": "1", "content_text": "Gulls."}, author={"name": "Ann Lee", "url": "https://q.example/ann"}), [(None, "Gulls.", None)]),
        (items({"id": "1", "content_text": "Gulls.", "url": "/log/1"}, home_page_url="https://q.example/"), [(None, "Gulls.", "https://q.example/log/1")]),
        (items({"id": "1", "content_text": "Gulls.", "url": "1.html"}, feed_url="https://q.example/log/feed.json"), [(None, "Gulls.", "https://q.example/log/1.html")]),
        ({**items({"id": "1", "content_text": "鷗。"}), "version": "https://jsonfeed.org/version/1"}, [(None, "鷗。", None)]),
    ],
)  # fmt: skip
def test_a_json_feed_is_one_by_its_version(feed: dict[str, Any], found: list[tuple[str | None, ...]]) -> None:
    """However short its notes are, with or without a title; its authors are no stories."""
    stories, complaints = read(feed)
    assert [(each.headline, each.body, each.url) for each in stories] == found
    assert complaints == []


@pytest.mark.parametrize("item", [{"id": "1"}, {"id": "1", "url": "https://q.example/1"}, {"id": "1", "attachments": [{"url": "https://q.example/a.mp3"}]}])  # fmt: skip
def test_an_item_without_a_word_is_no_story(item: dict[str, Any]) -> None:
    with pytest.raises(NoArticle, match="neither a headline nor a text"):
        read(items(item))
    stories, complaints = read(items(item, {"id": "2", "content_text": "Gulls."}))
    assert len(stories) == 1
    assert complaints == ["item 1 has neither a headline nor a text"]


@pytest.mark.parametrize(
    "rows",
    [
        [{"title": "Gulls", "content_html": "<p>They are back.</p>"}],
        {"posts": [{"title": "Gulls", "content_text": "They are back."}]},
        {"title": "Gulls", "contentHtml": "They are back."},
        [{"name": "Gulls", "articleBody": "They are back. " * 10, "datePublished": "2019-05-04"}],
        {"data": {"children": [{"heading": "Gulls", "content_html": "They are back."}]}},
    ],
)
def test_content_is_copy_by_its_name(rows: Any) -> None:
    (story,), _ = read(rows)
    assert story.headline == "Gulls"
    assert (story.body or "").startswith("They are back.")


DESCRIBED = "Has been with the paper since 1999, and knows every pilot, every ferry and most of the gulls between the old port and the new."


@pytest.mark.parametrize(
    "document",
    [
        {"authors": [{"name": "Ann Lee", "url": "https://q.example/staff/ann"}]},
        [{"name": "Ann Lee", "url": "https://q.example/staff/ann", "description": DESCRIBED}],
        {"people": [{"title": "Ann Lee", "url": "https://q.example/staff/ann", "published": "2019-05-04"}]},
        {"subject": [{"name": "War", "code": "16", "creator": "system", "created": "2019-05-04"}]},
        [{"name": "Editor", "description": "May edit.", "_created": "2019-05-04T00:00:00Z"}],
        {"_items": [{"_id": "1", "name": "Sports Desk", "description": DESCRIBED, "_updated": "2019-05-04T00:00:00Z"}]},
        {"name": "quay", "version": "1.0.0", "description": DESCRIBED, "dependencies": {"gull": "1"}},
        {"name": "Quay", "short_name": "Q", "start_url": "/", "description": DESCRIBED},
        {"$schema": "https://json-schema.org/draft", "title": "Story", "description": DESCRIBED, "type": "object"},
        {"openapi": "3.1.0", "info": {"title": "Quay", "description": DESCRIBED, "version": "1"}},
        {"title": "The Quay Post", "url": "https://q.example/", "description": "News of the port", "theme": "dark"},
        [{"title": "Quay Post", "url": "https://q.example/rss.xml"}, {"title": "Port News", "url": "https://p.example/feed/"}],
        {"feeds": [{"title": "Quay Post", "xmlUrl": "https://q.example/rss", "url": "https://q.example/news"}]},
        {"sections": [{"title": "World", "url": "https://q.example/world"}], "menu": [{"title": "About", "url": "https://q.example/about"}]},
        {"profile": "data-package", "title": "Corpus", "created": "2019-05-04", "resources": []},
        {"rules": [{"match": "a", "replace": "b"}]},
    ],
)  # fmt: skip
def test_settings_people_and_subjects_are_no_stories(document: Any) -> None:
    with pytest.raises(NoArticle):
        read(document)


def test_stories_below_people_and_sections_are_found() -> None:
    document = {
        "sections": [
            {
                "title": "World",
                "url": "https://q.example/world",
                "articles": [{"title": "Gulls", "body": "Back."}],
            }
        ]
    }
    assert [each.headline for each in read(document)[0]] == ["Gulls"]


GOOGLE = {
    "id": "tag:google.com,2005:reader/item/1",
    "title": "Gulls return",
    "published": 1556964672,
    "canonical": [{"href": "https://q.example/gulls"}],
    "alternate": [{"href": "https://q.example/gulls?rss", "type": "text/html"}],
    "summary": {"direction": "ltr", "content": "<p>They are back.</p>"},
    "author": "Ann Lee",
    "categories": ["user/1/state/com.google/read", "user/1/label/News"],
    "origin": {
        "streamId": "feed/https://q.example/feed",
        "title": "The Quay Post",
        "htmlUrl": "https://q.example/",
    },
}


@pytest.mark.parametrize(
    "document",
    [
        {"id": "feed/https://q.example/feed", "title": "The Quay Post", "items": [GOOGLE]},
        [GOOGLE],
        {"direction": "ltr", "id": "user/-/state/com.google/starred", "items": [{**GOOGLE, "content": {"content": "They are back."}}]},
        [{**GOOGLE, "alternate": None, "content": {"content": "They are back."}}],
        [{**GOOGLE, "canonical": None, "alternate": [{"href": "https://q.example/gulls"}], "originId": "1", "fingerprint": "ab"}],
    ],
)  # fmt: skip
def test_items_of_readers_services(document: Any) -> None:
    """Google Reader, Inoreader, Feedly: address and outlet have parts of their own."""
    (story,), _ = read(document)
    assert (story.headline, story.body) == ("Gulls return", "They are back.")
    assert (story.url, story.publisher, story.byline) == (
        "https://q.example/gulls",
        "The Quay Post",
        "Ann Lee",
    )
    assert story.section in (None, ())


SHORT = standard.dumps(items({"id": "1", "title": "Gulls", "content_html": "<b>Back</b> & well"}), indent=1)


@pytest.mark.parametrize(
    "before",
    [
        "<br />\n<b>Deprecated</b>:  old() is deprecated in <b>/srv/a.php</b> on line <b>7</b><br />\n",
        "<b>Notice</b>: Undefined index\n",
        "Warning: foo() in a.php on line 3\n",
        "PHP Notice:  x in /srv/a.php on line 9\n\n",
        '<script>var a = {"b": 1};</script>\n',
        "<!-- cached -->\n",
        "<div class='xdebug-error'><table><tr><th>Warning: x</th></tr></table></div>",
    ],
)
def test_what_a_server_writes_before_a_document(before: str) -> None:
    for document in (SHORT, SHORT + "\n<!-- 0.1 s -->"):
        data = (before + document).encode()
        assert pick(data, "feed.json").name == "json"
        (story,) = json.read(feed_of_bytes(data, path="feed.json"))
        assert (story.headline, story.body) == ("Gulls", "Back & well")


def test_the_page_that_a_browser_saves_around_a_document() -> None:
    escaped = SHORT.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    for page in ("<html><head><meta name='x'></head><body><pre style='y'>{}</pre></body></html>", "<html><body><pre>{}</pre><div></div></body></html>"):  # fmt: skip
        data = page.replace("{}", escaped).encode()
        assert pick(data, "feed.html").name == "json"
        (story,) = json.read(feed_of_bytes(data, path="feed.html"))
        assert (story.headline, story.body) == ("Gulls", "Back & well")


@pytest.mark.parametrize(
    "page",
    [
        "<!DOCTYPE html><html><body><h1>Error in count</h1><p>It was late.</p><div>{\"a\": 1}</div></body></html>",
        "<html><head><script type='application/ld+json'>{\"@type\": \"NewsArticle\"}</script></head><body><p>x</p></body></html>",
        "<p>Warning signs were missed.</p><p>Nobody knew.</p>",
        "<rss><channel><item><title>Warning</title><description>{\"a\": 1}</description></item></channel></rss>",
    ],
)  # fmt: skip
def test_a_page_with_a_value_in_it_is_no_document(page: str) -> None:
    assert pick(page.encode(), "x").name != "json"


ONE, TWO = {"title": "Ayr", "text": "One."}, {"title": "Bude", "text": "Two."}


@pytest.mark.parametrize(
    "source",
    [
        "{title: 'Ayr', text: 'One.'}",
        "{'title': 'Ayr', 'text': 'One.'}\n{'title': 'Bude', 'text': 'Two.'}\n",
        "[{'titre': 'Ayr', 'texte': None}]",
        '{\n  // of today\n  "title": "Ayr", "text": "One."\n}',
        '{"title": "Ayr" "text": "One."}',
        '{"title": "Ayr", "text": "One.",}',
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.json", "a"])
def test_what_is_nearly_json_is_no_text_of_its_own_source(source: str, name: str) -> None:
    with pytest.raises(FeedError, match="not JSON"):
        list(pick(source.encode(), name).read(feed_of_bytes(source.encode(), path=name)))


@pytest.mark.parametrize("between", ["", "\n", ",\n", "\n\n"])
@pytest.mark.parametrize(
    "documents", [(ONE, TWO), ([ONE], [TWO]), ({"articles": [ONE]}, {"articles": [TWO]})]
)
def test_documents_that_run_together(documents: tuple[Any, Any], between: str) -> None:
    data = between.join(map(standard.dumps, documents)).encode()
    stories, complaints = read(data)
    assert [each.headline for each in stories] == ["Ayr", "Bude"]
    assert complaints == []


def test_the_first_of_two_documents_outlives_damage_to_the_second() -> None:
    stories, (complaint,) = read(standard.dumps([ONE]).encode() + b'{"title": "Bu')
    assert [each.headline for each in stories] == ["Ayr"]
    assert "read up to document 1" in complaint


@pytest.mark.parametrize("above", ["# exported by Ann\n", "// exported\n// today\n", "\ufeff# one\r\n\r\n"])
def test_comments_above_a_document(above: str) -> None:
    data = (above + standard.dumps([ONE, TWO], indent=1)).encode()
    assert pick(data, "a.json").name == "json"
    assert [each.headline for each in read(data)[0]] == ["Ayr", "Bude"]


@pytest.mark.parametrize("kind", ["WebSite", "Organization", ["Person"], "BreadcrumbList"])
def test_other_things_in_a_graph_are_no_articles_and_no_fault(kind: Any) -> None:
    graph = [
        {"@type": "NewsArticle", "headline": "Boat sinks", "articleBody": "A boat sank."},
        {"@type": kind, "name": "The Ferry Times"},
    ]
    found, complaints = read({"@context": "https://schema.org", "@graph": graph})
    assert [each.headline for each in found] == ["Boat sinks"]
    assert not complaints


def test_an_article_without_words_in_a_graph_is_complained_of() -> None:
    graph = [
        {"@type": "NewsArticle", "headline": "Boat sinks", "articleBody": "A boat sank."},
        {"@type": "NewsArticle"},
    ]
    found, complaints = read({"@context": "https://schema.org", "@graph": graph})
    assert len(found) == 1
    assert complaints == ["item 2 has neither a headline nor a text"]


@pytest.mark.parametrize("language", [None, "fr", "fr-CH"])
def test_no_language_of_a_story_is_lost(language: str | None) -> None:
    row = {
        "title": {"en": "Boat sinks", "fr": "Naufrage"},
        "body": {"en": "A boat sank off Oslo.", "fr": "Un bateau a coulé."},
        "url": "https://f.example/1",
        "lang": language,
    }
    found, complaints = read([row])
    assert complaints == []
    assert [(each.headline, each.body, each.language) for each in found] == [
        ("Boat sinks", "A boat sank off Oslo.", "en"),
        ("Naufrage", "Un bateau a coulé.", "fr"),
    ]


def test_names_that_a_post_embeds_are_facts() -> None:
    terms = [
        [{"id": 1, "name": "Sea", "taxonomy": "category"}],
        [{"id": 2, "name": "fog", "taxonomy": "post_tag"}, {"id": 3, "name": "oil", "taxonomy": "post_tag"}],
    ]
    post = {**BLOG[0], "author": 3, "categories": [1], "tags": [2, 3]}
    (bare,), _ = read([post])
    assert (bare.byline, bare.section, bare.keywords) == (None, (), ())
    (found,), _ = read([{**post, "_embedded": {"author": [{"id": 3, "name": "Jo Doe"}], "wp:term": terms}}])
    assert (found.byline, found.section, found.keywords) == ("Jo Doe", ("Sea",), ("fog", "oil"))
    (broken,), _ = read([{**post, "_embedded": {"author": [None, {"code": 401}], "wp:term": None}}])
    assert broken.byline is None


@pytest.mark.parametrize(
    "part",
    [
        {"headline": {"main": "Boat sinks", "print_headline": "A Boat Goes Down", "kicker": None}},
        {"headline": "Boat sinks", "alternativeHeadline": "A Boat Goes Down"},
        {"title": {"rendered": "Boat sinks", "seo_title": "A Boat Goes Down"}},
    ],
)
def test_another_wording_of_a_headline_is_kept_as_one(part: dict[str, Any]) -> None:
    (found,), _ = read([{**part, "body": "A boat sank.", "url": "https://f.example/1"}])
    assert (found.headline, found.other_headlines) == ("Boat sinks", ("A Boat Goes Down",))
    assert found.boilerplate is None


def test_the_line_above_a_headline_is_set_aside() -> None:
    part = {"headline": {"main": "Boat sinks", "kicker": "A Boat Goes Down"}}
    (found,), _ = read([{**part, "body": "A boat sank.", "url": "https://f.example/1"}])
    assert (found.headline, found.boilerplate, found.other_headlines) == (
        "Boat sinks",
        "A Boat Goes Down",
        (),
    )


@pytest.mark.parametrize(
    ("stated", "kind"),
    [
        ({"type": "picture"}, "picture"),
        ({"mediaType": "Photo"}, "picture"),
        ({"type": "icls:video"}, "video"),
        ({"type": "article"}, "story"),
        ({"type": "text", "itemClass": "ninat:audio"}, "audio"),
        ({"contentType": "image/jpeg"}, "story"),
        ({"type": {"name": "picture"}}, "story"),
        ({}, "story"),
    ],
)
def test_the_type_of_an_item_is_the_articles(stated: dict[str, Any], kind: str) -> None:
    (found,), _ = read(
        [{**stated, "title": "Boat sinks", "body": "A boat sank.", "url": "https://f.example/1"}]
    )
    assert found.type == kind


def test_where_a_story_was_printed() -> None:
    row = {
        "title": "Boat sinks",
        "text": "A boat sank.",
        "date": "2025-10-23",
        "page": 3,
        "printEdition": "Late City",
    }
    (found,), _ = read([row | {"vol": "XII"}])
    assert found.edition == Edition("2025-10-23", "3", "Late City", "XII")
    (found,), _ = read([{"title": "Boat sinks", "text": "A boat sank.", "date": "2025-10-23", "page": 3}])
    assert found.edition is None, "a page alone may be that of a list"


def test_a_moment_with_its_zone_goes_before_a_bare_date() -> None:
    row = {"title": "Boat sinks", "body": "A boat sank.", "date": "2025-10-23", "time": "10:00:00", "dateTime": "2025-10-23T10:00:00Z", "dateTimePub": "2025-10-23T09:00:00Z"}  # fmt: skip
    (found,), _ = read([row])
    assert found.published == "2025-10-23T09:00:00+00:00"
