"""html: the facts that pages state in their several ways, their text, and pages that are no article."""

from __future__ import annotations

import contextlib
import datetime as dt
import gzip
import html as escaping
import json
import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from morgue.errors import FeedError, NoArticle
from morgue.feeds import feed_of_bytes, pick
from morgue.feeds.web import html
from morgue.model.article import Article, Lineage

FORMATS = Path(__file__).resolve().parents[4] / "shared" / "corpora" / "formats"
FIRST = "The ferry Aurora left the harbour at nine on Sunday and the fog closed in behind it without a sound, said the pilot."
SECOND = "Nobody on the quay saw it again until the evening, when its horn was heard from the far side of the long island."
THIRD = "The owner said the crew of eleven had kept to the rules and that the boat would sail on Monday as planned, fog or no fog."
TEXT = f"<p>{FIRST}</p>\n<p>{SECOND}</p>\n<p>{THIRD}</p>"
BODY = f"{FIRST}\n\n{SECOND}\n\n{THIRD}"


def page(
    head: str = "", body: str = f"<article><h1>Ferry lost and found</h1>{TEXT}</article>", lang: str = "en"
) -> bytes:
    return f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'.encode()


def read(data: bytes) -> Article:
    (story,) = html.read(feed_of_bytes(data, path="page.html"))
    return story


LD: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "Ferry lost &amp; found",
    "datePublished": "2024-03-03T10:00:00+01:00",
    "dateModified": "2024-03-03T11:30:00+01:00",
    "author": [{"@type": "Person", "name": "Ann Lee"}, {"@type": "Organization", "name": "Reuters"}],
    "publisher": {"@type": "Organization", "name": "Ferry Media Ltd"},
    "articleSection": ["World"],
    "keywords": "fog, ferry",
    "mainEntityOfPage": {"@id": "https://www.ferrytimes.example/world/ferry"},
}
FACTS = {
    "headline": "Ferry lost and found",
    "published": "2024-03-03T10:00:00+01:00",
    "updated": "2024-03-03T11:30:00+01:00",
    "day": "2024-03-03",
    "byline": "Ann Lee, Reuters",
    "agency": "Reuters",
    "section": ("World",),
    "keywords": ("fog", "ferry"),
    "url": "https://www.ferrytimes.example/world/ferry",
    "body": BODY,
}


def script(value: object) -> str:
    return f'<script type="application/ld+json">{value if isinstance(value, str) else json.dumps(value)}</script>'


@pytest.mark.parametrize(
    "block",
    [
        script(LD),
        script([{"@type": "WebSite", "name": "x"}, LD]),
        script({"@context": "https://schema.org", "@graph": [{"@type": "WebPage", "name": "y"}, LD]}),
        script({"@type": "WebPage", "mainEntity": LD}),
        script(LD | {"@type": ["ReportageNewsArticle"]}),
        script("<!-- " + json.dumps(LD) + " -->"),
        script("//<![CDATA[\n" + json.dumps(LD) + "\n//]]>"),
        script(json.dumps(LD).replace("Ferry lost", "Ferry\n\t lost")),
        script(json.dumps(LD)[:-1] + ",}"),
        script("{broken") + script(LD),
        script("\ufeff" + json.dumps(LD)),
        script("<!--\n" + json.dumps(LD) + "\n//-->"),
        script(json.dumps({"@type": "WebSite", "name": "x"}) + "\n" + json.dumps(LD)),
        script("var story = " + json.dumps(LD) + ";"),
        script("/* the story */ window.story={}".replace("{}", json.dumps(LD))),
        script(
            {
                "@graph": [
                    LD | {"author": [{"@id": "#a"}]},
                    {"@type": "Person", "@id": "#a", "name": "Ann Lee, Reuters"},
                ]
            }
        ),
    ],
    ids=[
        "alone",
        "list",
        "graph",
        "main entity",
        "subtype",
        "comment",
        "cdata",
        "controls",
        "comma",
        "second",
        "byte order mark",
        "comment of lines",
        "two in one",
        "variable",
        "property of the window",
        "by id",
    ],
)
def test_json_ld_in_all_its_shapes(block):
    story = read(page(block + '<meta property="og:site_name" content="Ferry Times">'))
    found = {name: getattr(story, name) for name in FACTS}
    assert found == FACTS | ({"agency": found["agency"]} if "#a" in block else {})
    assert story.publisher == "Ferry Times"
    assert story.evidence["published"].startswith("json-ld")


def test_open_graph_and_its_kin():
    story = read(
        page(
            '<meta property="og:type" content="article"><meta property="og:title" content="Ferry lost and found | Ferry Times">'
            '<meta property="og:site_name" content="Ferry Times"><meta property="og:url" content="https://ferrytimes.example/a/b">'
            '<meta property="article:published_time" content="2024-03-03T10:00:00Z"><meta name="author" content="By Ann Lee">'
            '<meta property="article:section" content="World"><meta property="article:tag" content="fog">'
            '<meta property="article:tag" content="ferry"><link rel="canonical" href="/a/b?c=1">'
        )
    )
    assert story.headline == "Ferry lost and found"
    assert (story.published, story.byline, story.section) == (
        "2024-03-03T10:00:00+00:00",
        "Ann Lee",
        ("World",),
    )
    assert story.keywords == ("fog", "ferry")
    assert story.url == "https://ferrytimes.example/a/b?c=1"


@pytest.mark.parametrize(
    ("stated", "shared", "printed", "headline"),
    [
        (
            "Ferry Aurora found again off Kythira",
            "Aurora found in fog",
            "Ferry Aurora lost and found in fog",
            "printed",
        ),
        (
            "Ferry Aurora lost and found in fog",
            "Ferry Aurora lost and found in fog",
            "Lost in fog, found by its horn",
            "printed",
        ),
        (
            "Ferry Aurora lost and found in the...",
            "Ferry Aurora lost",
            "Ferry Aurora lost and found in the fog",
            "printed",
        ),
        (
            "Ferry Aurora lost and found in fog",
            "Aurora found",
            "Harbours: Ferry Aurora lost and found in fog",
            "stated",
        ),
        (
            "Ferry Aurora lost and found in fog",
            "Aurora found",
            "World <span>Ferry Aurora lost and found in fog</span>",
            "stated",
        ),
        ("Ferry Aurora lost and found in fog", "Aurora found", "<a href=/>Times</a>", "stated"),
        ("Ferry Aurora lost and found in fog", "Aurora found", "", "stated"),
    ],
    ids=["other wording", "other words", "whole", "kicker", "kicker in a span", "the outlet", "none"],
)
def test_the_printed_heading_is_the_headline(stated, shared, printed, headline):
    block = script(LD | {"headline": stated}) + f'<meta property="og:title" content="{shared}">'
    story = read(page(block, f"<article><h1>{printed}</h1>{TEXT}</article>"))
    assert story.headline == {"printed": printed, "stated": stated}[headline]
    assert story.evidence["headline"] == (
        "json-ld newsarticle headline" if printed in ("", "<a href=/>Times</a>") else "h1"
    )


def test_a_heading_ends_where_its_copy_names_a_section():
    story = read(
        page(
            '<meta property="og:title" content="Ferry Aurora lost and found - National | Ferrynews.example">',
            f"<h1>Ferry Aurora lost and found</h1>{TEXT}",
        )
    )
    assert story.headline == "Ferry Aurora lost and found"


@pytest.mark.parametrize(
    ("title", "element", "headline"),
    [
        ("Ferry Times News", '<span class="headline entry-title">{}</span>', "Ferry Aurora lost and found"),
        (
            "Ferry Aurora lost and found - Ferry Times",
            '<b class="Headline">{}</b>',
            "Ferry Aurora lost and found",
        ),
        ("What a day at sea it was", '<b class="headline">{}</b>', "What a day at sea it was"),
        (
            "Ferry Aurora lost and found",
            "<font size=5>{}</font><br>By Ann Lee<br>",
            "Ferry Aurora lost and found",
        ),
    ],
)
def test_an_element_named_for_the_headline(title, element, headline):
    story = read(page(f"<title>{title}</title>", element.format("Ferry Aurora lost and found") + TEXT))
    assert story.headline == headline


@pytest.mark.parametrize(
    "parted", ["<BR><BR>", "<br />\n<br>", "<br>&nbsp;<br>", "<br>\n&nbsp;&nbsp; &nbsp;", "<P>"]
)
def test_pages_laid_out_in_tables(parted):
    paragraphs = [f"{each} That was on day {day}." for day in range(3) for each in (FIRST, SECOND, THIRD)]
    made = f"""<HTML><HEAD><TITLE>Ferry lost and found</TITLE></HEAD><BODY BGCOLOR=white><TABLE>
    <TR><TD><FONT SIZE=1><A HREF=/a>News</A><BR><A HREF=/b>Sport</A><BR><A HREF=/c>Weather</A></FONT></TD>
    <TD><FONT SIZE=5>Ferry lost and found</FONT><BR><I>By Ann Lee</I><BR>March 3, 1999<BR><BR>
    <FONT FACE=Times>{parted.join(paragraphs)}</FONT></TD>
    <TD><B>Other stories</B><BR><A HREF=/1>Harvest is the best in a decade</A><BR><A HREF=/2>Trams vote</A></TD></TR>
    <TR><TD COLSPAN=3>Copyright 1999 The Ferry Times. All rights reserved.</TD></TR></TABLE></BODY></HTML>"""
    story = read(made.encode())
    assert (story.body or "").split("\n\n") == paragraphs
    assert (story.headline, story.byline, story.published) == (
        "Ferry lost and found",
        "Ann Lee",
        "1999-03-03",
    )


def test_references_to_control_characters_are_left_out():
    body = TEXT.replace("ferry", "fe&#5;rr&#x1F;y&#11;&#127;&#x7f;").replace("quay", "quay&#9;&#10;side")
    story = read(page("<title>x</title>", f"<h1>Ferry &#3;lost and f&#x00B;ound</h1>{body}"))
    assert story.headline == "Ferry lost and found"
    assert story.body == BODY.replace("quay", "quay side")


def test_microdata_and_rnews():
    story = read(
        page(
            "<title>x</title>",
            '<div itemscope itemtype="http://schema.org/NewsArticle"><h1 itemprop="headline">Ferry lost and found</h1>'
            '<span itemprop="author" itemscope><span itemprop="name">Ann Lee</span></span>'
            '<span itemprop="publisher" itemscope><meta itemprop="name" content="Ferry Times"></span>'
            f'<time itemprop="datePublished" datetime="2014-02-19">19 Feb</time><div itemprop="articleBody">{TEXT}</div></div>',
        )
    )
    assert (story.headline, story.byline, story.publisher, story.day) == (
        "Ferry lost and found",
        "Ann Lee",
        "Ferry Times",
        "2014-02-19",
    )
    rnews = read(
        page(
            "<title>x</title>",
            '<div vocab="http://iptc.org/std/rNews/2011-10-07#" typeof="rnews:NewsItem"><h1 property="rnews:headline">Ferry lost and found</h1>'
            f'<span property="rnews:datePublished" content="2014-02-19T08:00:00Z"></span><div property="rnews:articleBody">{TEXT}</div></div>',
        )
    )
    assert (rnews.headline, rnews.published) == ("Ferry lost and found", "2014-02-19T08:00:00+00:00")


def test_a_page_that_states_nothing():
    story = read(
        page(
            "<title>Ferry lost and found - Ferry Times</title>",
            f'<div class="byline">By Ann Lee</div><div class="post-date">March 3, 2014</div><h1>Ferry lost and found</h1>{TEXT}',
        )
    )
    assert (story.headline, story.byline, story.day) == ("Ferry lost and found", "Ann Lee", "2014-03-03")


def test_a_live_blog_that_shows_nothing_is_its_updates():
    updates = [
        {"@type": "BlogPosting", "headline": "First word", "articleBody": FIRST},
        {"@type": "BlogPosting", "articleBody": f"<p>{SECOND}</p>"},
        "broken",
    ]
    blog = LD | {"@type": "LiveBlogPosting", "liveBlogUpdate": updates}
    assert read(page(script(blog), "<div id=app></div>")).body == f"First word\n\n{FIRST}\n\n{SECOND}"


def test_a_date_that_is_none_gives_way():
    story = read(
        page(
            "",
            f'<h1>Ferry lost and found</h1><time datetime="2014-00-29T11:12:28Z">Dec. 29, 2014</time>{TEXT}',
        )
    )
    assert story.day == "2014-12-29"


def test_article_body_of_json_ld_where_the_page_shows_none():
    story = read(page(script(LD | {"articleBody": BODY}), "<div id=app></div>"))
    assert story.body == BODY
    shown = read(page(script(LD | {"articleBody": FIRST[:60] + "..."})))
    assert shown.body == BODY


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (
            page('<title>Moved</title><meta http-equiv="refresh" content="0; url=https://x.example/">', ""),
            "only redirects to https://x.example/",
        ),
        (page("<title>404 Not Found</title>", "<h1>Not Found</h1>"), r"an error page \(404 Not Found\)"),
        (
            page("<title>Example</title>", "<p>This domain is for examples.</p>"),
            "without the text of an article",
        ),
        (
            page(
                '<title>Ferry Times</title><link rel="canonical" href="https://ferrytimes.example/">',
                "".join(
                    f'<h2><a href="/{n}">A headline of number {n} that tells of ferries</a></h2>'
                    for n in range(60)
                ),
            ),
            "an index page",
        ),
        (b"<html></html>", "without a headline"),
        (b"<!-- -->", "no element|without a headline|empty"),
    ],
)
def test_pages_that_are_no_article(data, reason):
    with pytest.raises(FeedError, match=reason):
        read(data)


BRIEF = "KYTHIRA, March 3 (Reuters) - The ferry Aurora, lost in fog on Sunday, was found by its horn on the far side of the island, its owner said."


@pytest.mark.parametrize(
    "body",
    [
        "<h1>Ferry found by its horn</h1><p>{}</p>",
        "<table><tr><td><a href=/>Home</a></td><td><h1>Ferry found by its horn</h1>{}</td></tr></table>",
        "<article><header><h1>Ferry found by its horn</h1></header><div>{}</div></article>",
        "<div><h2>Ferry found by its horn</h2><span>{}</span></div>",
        "<h1>Ferry found by its horn</h1><pre>{}</pre>",
    ],
)
def test_a_brief_of_one_paragraph(body):
    story = read(page("<title>Ferry found by its horn</title>", body.format(BRIEF)))
    assert (story.headline, story.agency) == ("Ferry found by its horn", "Reuters")
    assert story.body == BRIEF.partition(" - ")[2]


@pytest.mark.parametrize(
    "body",
    [
        "<h1>Sports</h1><p>{}</p>",
        "<h1>Ferry found by its horn</h1><p>More to follow.</p>",
        "<p>{}</p>",
        "<h1>Ferry found by its horn</h1><p><a href=/x>{}</a></p>",
    ],
    ids=["a section", "no text", "no headline", "a link"],
)
def test_what_is_no_brief(body):
    with pytest.raises(NoArticle):
        read(page("<title>Ferry Times</title>", body.format(BRIEF)))


@pytest.mark.parametrize("home", ["/", "https://ferrytimes.example/"])
def test_a_page_under_a_front_address_may_be_an_article(home):
    text = "".join(f"<p>{FIRST} That was on day {day}.</p>" for day in range(15))
    head = f'<link rel="canonical" href="https://ferrytimes.example/"><base href="{home}">'
    assert len((read(page(head, f"<h1>Ferry lost and found</h1>{text}")).body or "").split("\n\n")) == 15


@pytest.mark.parametrize("query", ["?p=31228", "?id=a7", "?page_id=2&utm_source=x"])
def test_a_query_names_a_story(query):
    story = read(page(f'<link rel="canonical" href="https://ferrytimes.example/{query}">'))
    assert story.url == f"https://ferrytimes.example/{query}"


def test_an_amp_page_and_its_live_blog():
    entries = "".join(
        f"<div data-sort-time={n}><p>{each}</p></div>" for n, each in enumerate((SECOND, THIRD))
    )
    made = f"<article><h1>Ferry lost and found</h1><p>{FIRST}</p><amp-img src=a></amp-img><amp-ad>x</amp-ad><amp-live-list id=l><div items>{entries}</div></amp-live-list></article>"
    assert read(page("", made)).body == BODY


def test_a_print_view():
    head = '<title>Ferry Times: print view</title><meta name="robots" content="noindex">'
    story = read(
        page(
            head,
            f"<p><a href=/a>Close window</a></p><h1>Ferry lost and found</h1><p>By Ann Lee</p><p>3 March 2014</p>{TEXT}",
        )
    )
    assert (story.headline, story.byline, story.day, story.body) == (
        "Ferry lost and found",
        "Ann Lee",
        "2014-03-03",
        BODY,
    )


@pytest.mark.parametrize("encoding", ["windows-1251", "utf-8", "utf-16"])
def test_encodings(encoding):
    text = (
        "Паром вышел из гавани в девять утра, и туман сомкнулся за ним без звука, сказал лоцман порта. " * 8
    )
    made = f'<html lang="ru"><head><meta charset="{encoding}"><title>Паром нашёлся</title></head><body><h1>Паром пропал и нашёлся</h1><p>{text}</p></body></html>'
    assert read(made.encode(encoding)).headline == "Паром пропал и нашёлся"


@pytest.mark.parametrize(
    ("head", "name", "picked"),
    [
        (page(), "x", "html"),
        (b"\n<!-- saved -->\n<html><body>", "x.txt", "html"),
        (b'<?xml version="1.0"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml">', "x.xml", "html"),
        (b"<div><p>Hello</p><span>x</span></div>", "x.html", "html"),
    ],
)
def test_sniff(head, name, picked):
    assert pick(head, name).name == picked


def test_hostile_pages():
    for body in (
        "<div>" * 100_000 + TEXT,
        "<p>" + "x" * 500_000,
        "<a href=x>" * 20_000,
        "&" * 300_000 + "<" * 300_000,
    ):
        with contextlib.suppress(FeedError):
            read(page(body=body))


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=300), st.integers(0, 1_500))
def test_mutated_bytes_give_articles_or_feed_errors(data: bytes, at: int):
    made = page(script(LD))
    for each in (data, made[:at] + data + made[at:], made[:at] + data):
        html.sniff(each, "x")
        with contextlib.suppress(FeedError):
            assert isinstance(read(each), Article)


PRINTED = re.compile(r"<h1\b[^>]*>(.*?)</h1", re.I | re.S)


def fundus() -> Iterator[tuple[Path, dict[str, Any]]]:
    """The pages with what another project expects of them: the versions of a file belong to its pages by date."""
    for expected in sorted((FORMATS / "html-fundus").glob("*.json")):
        pages = sorted(expected.parent.glob(f"{expected.stem}_[0-9]*.html.gz"))
        yield from zip(pages, json.loads(expected.read_text("utf-8")).values(), strict=True)


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def flat(text: str) -> str:
    return " ".join(escaping.unescape(text).translate(str.maketrans("‘’“”", "''\"\"")).split())


def expected_body(value: dict[str, Any]) -> str:
    parts = list(value["body"]["summary"])
    for section in value["body"]["sections"]:
        parts += section["headline"] + section["paragraphs"]
    return "\n\n".join(parts)


@pytest.mark.shared
def test_titles_dates_and_bodies_of_fundus_pages():
    if not FORMATS.is_dir():
        pytest.skip("the shared corpora are not beside the checkout")
    titles, dates, bodies = [], [], []
    for path, value in fundus():
        story = read(gzip.decompress(path.read_bytes()))
        printed = [
            flat(re.sub(r"<[^>]*>", "", each))
            for each in PRINTED.findall(gzip.decompress(path.read_bytes()).decode("utf-8", "replace"))
        ]
        wanted = flat(story.headline or "") if flat(story.headline or "") in printed else flat(value["title"])
        titles.append(SequenceMatcher(None, wanted, flat(story.headline or "")).ratio())
        given = dt.datetime.fromisoformat(value["publishing_date"])
        found = dt.datetime.fromisoformat(story.published or "1900-01-01")
        dates.append(given.replace(tzinfo=given.tzinfo or found.tzinfo) == found)
        bodies.append(
            SequenceMatcher(
                None, words(expected_body(value)), words(story.body or ""), autojunk=False
            ).ratio()
        )
    assert len(titles) > 40
    assert sum(titles) / len(titles) >= 0.97
    assert sum(map((1.0).__eq__, titles)) / len(titles) >= 0.97
    assert sum(dates) / len(dates) >= 0.97
    assert sum(bodies) / len(bodies) >= 0.95


@pytest.mark.shared
@pytest.mark.parametrize(
    ("folder", "none"), [("html-newspaper", 2), ("html-trafilatura", 0), ("html-jsonld-rnews", 1)]
)
def test_shared_pages_are_articles(folder, none):
    if not FORMATS.is_dir():
        pytest.skip("the shared corpora are not beside the checkout")
    refused = 0
    for path in sorted((FORMATS / folder).glob("*.htm*")):
        data = path.read_bytes()
        try:
            story = read(gzip.decompress(data) if path.suffix == ".gz" else data)
        except NoArticle:
            refused += 1
            continue
        assert story.headline
        assert story.body
    assert refused <= none


ARTICLE = f"<article><h1>Ferry lost and found</h1>{TEXT}</article>"


def picked(data: bytes | str, name: str = "page") -> Article:
    """The story of a page as the table of formats reads it."""
    data = data.encode() if isinstance(data, str) else data
    chosen = pick(data[:65_536], name)
    assert chosen.name == "html"
    (story,) = chosen.read(feed_of_bytes(data, path=name))
    return story


@pytest.mark.parametrize(
    "before",
    [
        f"<style>{'a { color: red }' * 800}</style>",
        f"<!-- {'x y ' * 3_000} -->",
        f"<!-- {'x y ' * 40_000} -->",
        f"<script>{'var a = 1;' * 1_200}</script>",
        f"<!-- a --><!-- b -->\n<style>{'a{}' * 4_000}</style>",
        f'<link rel="x" href="y"><style>{"a{}" * 4_000}</style>',
        " \n" * 6_000,
    ],
)
@pytest.mark.parametrize("doctype", ["<!DOCTYPE html>", ""])
def test_a_long_head_before_the_doctype(before: str, doctype: str) -> None:
    """It is a page all the same, and no plain text of its source."""
    story = picked(f"{before}{doctype}<html><head><title>x</title></head><body>{ARTICLE}</body></html>")
    assert (story.headline, story.body) == ("Ferry lost and found", BODY)


@pytest.mark.parametrize(
    "before",
    [
        '<a href="/news/">News ',
        '<a href="/a">A <a href="/b">B <a href=/c>C ',
        '<ul><li><a href="/a">A<li><a href="/b">B</ul>',
        '<div class="menu"><a href="/a">A</div>',
        '<a name="top">',
        '<nav><a href="/a">A</a><A HREF="/b">B</nav>',
        '<script>"<a href=x>"</script><!-- <a> --><a href="/news/">News ',
    ],
)
def test_a_link_that_is_left_open_takes_no_story_in(before: str) -> None:
    for article in (ARTICLE, f"<h1>Ferry lost and found</h1>{TEXT}"):
        story = picked(
            f'<!DOCTYPE html><html><body>{before}{article}<p><a href="/z">Next</a></p></body></html>'
        )
        assert FIRST in (story.body or "")
        assert THIRD in (story.body or "")


def test_a_closed_link_may_hold_a_card() -> None:
    """A page of cards is an index."""
    cards = "".join(
        f'<a href="/{n}"><article><h2>Card {n}</h2><p>A word or two of it.</p></article></a>'
        for n in range(12)
    )
    data = f"<!DOCTYPE html><html><head><title>Front</title></head><body><h1>Front</h1>{cards}</body></html>"
    with pytest.raises(NoArticle, match="an index page"):
        read(data.encode())


@pytest.mark.parametrize(
    ("address", "is_page"),
    [
        ("https://w.example/?p=31228", True),
        ("https://w.example/?page_id=2&utm_source=x", True),
        ("https://w.example/?id=beitrag-7", True),
        ("https://w.example?art=99", True),
        ("https://w.example/index.php?article=7", True),
        ("https://w.example/", False),
        ("https://w.example/?utm_source=rss&utm_medium=x", False),
        ("https://w.example/?lang=de", False),
        ("https://w.example/?fbclid=abc", False),
    ],
)
@pytest.mark.parametrize(
    "stated", ['<link rel="canonical" href="{}">', '<meta property="og:url" content="{}">']
)
def test_a_query_makes_a_page_of_its_own(address: str, is_page: bool, stated: str) -> None:
    """A front page is one without a path and without a query that names a page."""
    data = page(stated.replace("{}", escaping.escape(address)), ARTICLE)
    if is_page:
        assert read(data).url == address
    else:
        with pytest.raises(NoArticle, match="an index page"):
            read(data)


SHORT = "<p>The mill on the river burned down early on Monday.</p><p>Nobody was hurt, the owner said.</p>"


@pytest.mark.parametrize(
    "body",
    [
        f"<article><h1>Mill burns down</h1><time datetime='2024-03-04T08:00:00Z'>4 March</time>{SHORT}</article>",
        f"<h1>Mill burns down</h1><time datetime='2024-03-04'>4 March 2024</time>{SHORT}",
        f"<div><h1>Mill burns down</h1><div class='byline'>By Ann Lee</div>{SHORT}</div>",
        f"<div class='hentry'><h2 class='entry-title'>Mill burns down</h2><div class='entry-content'>{SHORT}</div></div>",
        "<h1>Mill burns down</h1><p>HOORN, March 4 (Reuters) - The mill burned.</p><p>Nobody was hurt.</p>",
        "<article><h1>Brand i mølla</h1><time datetime='2024-03-04'>4. mars</time><p>Ingen ble skadd.</p></article>",
        "<article><h1>製粉所が全焼</h1><time datetime='2024-03-04'>3月4日</time><p>けが人はいなかった。</p></article>",
    ],
)
def test_a_brief_is_read_where_it_shows_a_date_a_byline_or_a_dateline(body: str) -> None:
    story = read(page(body=body))
    assert story.headline == re.findall(r"<h\d[^>]*>(.*?)</h", body)[0]
    for paragraph in re.findall(r"<p>(.*?)</p>", body):
        assert paragraph.rpartition(" - ")[2] in (story.body or "")


@pytest.mark.parametrize(
    "body",
    [
        "<h1>Contact</h1><p>Write to the desk of the Star at 1 Street, Town, or call us.</p>",
        "<h1>Page of the day</h1><p>Loading the list.</p>",
    ],
)
def test_a_few_words_without_a_mark_of_a_story_are_none(body: str) -> None:
    with pytest.raises(NoArticle):
        read(page("<title>Contact - Star</title>", body))


@pytest.mark.parametrize(
    ("title", "body", "headline"),
    [
        ("", f"<h1>Mill burns</h1>{TEXT}", "Mill burns"),
        ("", "<h1>Fire</h1><p>" + "The mill on the river burned down early on Monday and nobody was hurt. " * 2 + "</p>", "Fire"),
        ("The Star", f"<h2>Okapi headline burns down</h2>{TEXT}", "Okapi headline burns down"),
        ("Stern", f"<h2>Okapi ist los</h2>{TEXT}<h2>Die Vorgeschichte</h2>{TEXT.replace('fog', 'smoke')}", "Okapi ist los"),
        ("Le Journal", f"<div>Le Journal</div><h3>Un okapi en fuite dans la ville</h3>{TEXT}", None),
        ("Mill burns", f"<p>{FIRST}</p><h2>What we know about this fire</h2>{TEXT.replace(FIRST, THIRD)}", "Mill burns"),
    ],
)  # fmt: skip
def test_the_printed_heading_is_the_headline_where_the_title_is_the_name_of_a_site(
    title: str, body: str, headline: str | None
) -> None:
    story = read(page(f"<title>{title}</title>" if title else "", body))
    if headline:
        assert story.headline == headline
    kept = "\n".join(filter(None, (story.headline, story.body, story.boilerplate)))
    for words in re.findall(r"<(?:h\d|p)>(.*?)</", body):
        assert words.strip() in kept


@pytest.mark.parametrize(
    "tag", ["aside", "footer", "object", "dialog", "nav", "noscript", "template", "form", "header", "canvas"]
)
@pytest.mark.parametrize("heading", ["<h1>Ferry lost and found</h1>", ""])
def test_a_page_that_is_all_in_one_element_is_read(tag: str, heading: str) -> None:
    story = read(page("<title>Ferry lost and found</title>", f"<{tag}>{heading}{TEXT}</{tag}>"))
    assert (story.headline, story.body) == ("Ferry lost and found", BODY)


@pytest.mark.parametrize("around", ["<article>{}</article>", "<div>{}</div>", "{}", "<main>{}</main>"])
def test_every_line_of_an_article_is_kept(around: str) -> None:
    inside = (
        "<h3>Kicker of the fog desk</h3><h1>Ferry lost and found</h1><h3>Deck below the headline</h3>"
        f"<p>{FIRST}</p><figure><img src='a.jpg'><figcaption>Caption of the quay</figcaption></figure><p>{SECOND}</p>"
        f"<p><a href='/x'>A link in the midst</a></p><p>{THIRD}</p><center>Centred words at the end</center>"
        "<p><a href='/y'>A link at the end</a></p>"
    )
    story = read(page(body=around.format(inside)))
    kept = "\n".join(filter(None, (story.headline, story.body, story.boilerplate)))
    for words in re.findall(r">([^<>]+)<", inside):
        assert words in kept


@pytest.mark.parametrize(
    ("correction", "signal"),
    [
        ("The ferry was found on Sunday.", "correction"),
        ("https://www.ferrytimes.example/corrections/1", "correction"),
        (
            {"@type": "CorrectionComment", "text": "It was found on Sunday.", "datePublished": "2024-03-04"},
            "correction",
        ),
        ([{"@type": "CorrectionComment", "text": "It was found on Sunday."}], "correction"),
        ("", None),
        ([], None),
        ({"@type": "CorrectionComment"}, None),
    ],
)
def test_a_page_states_that_it_was_corrected(correction: object, signal: str | None) -> None:
    found = read(page(script({**LD, "correction": correction})))
    assert found.lineage == (Lineage(signal) if signal else None)
    assert found.evidence.get("lineage") == ("json-ld newsarticle correction" if signal else None)
