"""NITF: head, body head and copy, alone and inside other XML, and the shared files against XPath."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings

from morgue.errors import NoArticle
from morgue.feeds import feed_of_bytes, pick
from morgue.feeds.wire import nitf
from morgue.model.article import Lineage, article_id
from tests.feeds.agencyfiles import (
    agencies_in,
    corpus,
    damaged,
    day_and_time,
    holds_its_contract,
    plain_tree,
    read_as_picked,
    same_line,
    samples,
    stories,
    story,
    texts,
)

FOLDER = "nitf"

STORY = """<?xml version="1.0" encoding="UTF-8"?>
<!-- a feed --><!DOCTYPE nitf SYSTEM "nitf-3-2.dtd">
<nitf version="-//IPTC//DTD NITF 3.2//EN" baselang="en-US">
<head><title>Harbour bell, 2nd lead</title>
<tobject><tobject.subject tobject.subject.type="Transport" tobject.subject.matter="Shipping"/></tobject>
<docdata><evloc city="Norfolk" iso-cc="US"/><doc-id regsrc="AP" id-string="0f4c"/><urgency ed-urg="2"/>
<date.issue norm="20251029T113507Z"/><date.expire norm="YYYYMMDD000000-HHMM"/><ed-msg info="Eds: UPDATES with quotes."/>
<doc.copyright holder="The Associated Press. All rights reserved." year="2025"/>
<key-list><keyword key="bells"/></key-list></docdata>
<revision-history norm="20251029T120000Z"/></head>
<body><body.head><hedline><hl1>Harbour bell rings at last</hl1><hl2>Norfolk had waited a year</hl2></hedline>
<byline>By ANNA QUILL<byttl>Associated Press</byttl></byline><distributor>The Associated Press</distributor>
<dateline><location><city>Norfolk</city>, <state>Va.</state></location><story.date norm="20251029">Oct 29</story.date></dateline>
<abstract><p>A bell rings.</p></abstract></body.head>
<body.content><block><p>NORFOLK, Va. (AP) — The <person>harbour</person> bell rang.</p>
<media media-type="image"><media-caption>A bell</media-caption></media>
<hl2>No noise</hl2><table><tr><td>Mon</td><td>3</td></tr><tr><td>Tue</td><td>4</td></tr></table></block></body.content>
<body.end><tagline>Filed by hand.</tagline></body.end></body></nitf>"""


def test_head_body_head_and_copy() -> None:
    found = story(nitf, STORY)
    assert found.id == article_id("nitf:AP:0f4c")
    assert found.headline == "Harbour bell rings at last"
    assert found.published == "2025-10-29T11:35:07+00:00"
    assert found.updated == "2025-10-29T12:00:00+00:00"
    assert (found.agency, found.publisher, found.byline) == ("AP", None, "ANNA QUILL")
    assert found.dateline == "NORFOLK, Va. (AP) —"
    assert found.body == "The harbour bell rang.\n\nNo noise\n\nMon | 3\nTue | 4"
    assert found.locations is not None
    assert [(each.place, each.country) for each in found.locations] == [("Norfolk", "US")]
    assert (found.section, found.keywords, found.language) == (("Transport",), ("Shipping", "bells"), "en-US")
    assert found.boilerplate is not None
    for aside in (
        "Norfolk had waited a year",
        "Eds: UPDATES with quotes.",
        "Filed by hand.",
        "A bell rings.",
    ):
        assert aside in found.boilerplate
    assert found.evidence["agency"] == "doc.copyright@holder"
    assert found.evidence["published"] == "date.issue"


def test_the_dateline_of_the_head_stands_where_the_copy_has_none() -> None:
    found = story(nitf, STORY.replace("NORFOLK, Va. (AP) — ", ""))
    assert found.dateline == "Norfolk, Va., Oct 29"


@pytest.mark.parametrize(
    ("old", "new", "headline"),
    [
        ("<hl1>Harbour bell rings at last</hl1>", "", "Harbour bell, 2nd lead"),
        ("<hl1>Harbour bell rings at last</hl1>", "<hl1/>", "Harbour bell, 2nd lead"),
        ("hedline", "headline", "Harbour bell rings at last"),
    ],
)
def test_where_the_headline_is(old: str, new: str, headline: str) -> None:
    text = STORY.replace(old, new).replace("<hl2>Norfolk had waited a year</hl2>", "")
    assert story(nitf, text).headline == headline


def test_an_unknown_holder_is_the_publisher() -> None:
    text = (
        STORY.replace("The Associated Press", "Norfolk Bell Club")
        .replace("Associated Press", "Club")
        .replace('"AP"', '"X"')
    )
    found = story(nitf, text.replace("(AP) — ", ""))
    assert (found.agency, found.publisher) == (None, "Norfolk Bell Club. All rights reserved.")


def test_a_newspaper_archive_names_its_paper_and_repeats_the_lead() -> None:
    lead = "<p>NORFOLK, Va. &#8212; The harbour bell rang.</p>"
    document = STORY.replace(
        "<revision-history",
        '<pubdata name="The Harbour Post" date.publication="20251030T000000" ex-ref="https://post.example/1"/>'
        '<identified-content><classifier type="descriptor">Bells</classifier>'
        '<classifier type="taxonomic_classifier">Top/News</classifier></identified-content><revision-history',
    ).replace('holder="The Associated Press. All rights reserved."', 'holder=""')
    document = document.replace("<title>", '<meta name="online_sections" content="Opinion; U.S."/><title>')
    before, _, rest = document.partition("<body.content>")
    after = rest.partition("</body.content>")[2]
    document = (
        f'{before}<body.content><block class="lead_paragraph">{lead}</block>'
        f'<block class="full_text">{lead}<p>No noise.</p></block></body.content>{after}'
    )
    found = story(nitf, document.replace("<docdata>", '<docdata management-status="canceled">'))
    assert found.body == "The harbour bell rang.\n\nNo noise."
    assert (found.publisher, found.url) == ("The Harbour Post", "https://post.example/1")
    assert found.section is not None
    assert {"Opinion", "U.S."} <= set(found.section)
    assert "Bells" in (found.keywords or ())
    assert "Top/News" not in (found.keywords or ())
    assert (found.boilerplate or "").startswith("Status: canceled\n\n")


def test_nitf_inside_other_xml() -> None:
    inner = STORY[STORY.index("<nitf") :]
    second = inner.replace("at last", "again").replace("0f4c", "0f4d")
    data = f"<envelope><item>{inner}</item><item>{second}</item></envelope>".encode()
    assert nitf.sniff(data, "a.xml") == 93
    one, two = stories(nitf, data)
    assert (one.headline, two.headline) == ("Harbour bell rings at last", "Harbour bell rings again")
    assert data[two.source.offset :].startswith(b"<nitf")


@pytest.mark.parametrize("data", [b"<html><nitf></html>", b"<rss><nitf></rss>", b"<NITF2/>", b"nitf", b""])
def test_other_formats_are_left_alone(data: bytes) -> None:
    assert nitf.sniff(data, "a.xml") == 0


def test_a_document_without_a_story() -> None:
    with pytest.raises(NoArticle):
        stories(nitf, b"<nitf><head><title/></head><body><body.head/><body.content/></body></nitf>")


def test_a_file_that_breaks_off_is_read_as_far_as_it_goes() -> None:
    data = STORY.encode()
    feed = feed_of_bytes(data[: data.index(b"<hl2>No noise") + 8], path="cut.nitf")
    (found,) = nitf.read(feed)
    assert found.headline == "Harbour bell rings at last"
    assert found.body is not None
    assert found.body.startswith("The harbour bell rang.")
    assert "truncated" in feed.complaints[0].message


@settings(max_examples=120)
@given(damaged(STORY.encode(), *corpus("nitf")))
def test_damaged_bytes_give_articles_or_an_error(data: bytes) -> None:
    holds_its_contract(nitf, data)


@pytest.mark.shared
@pytest.mark.parametrize("path", samples(FOLDER), ids=lambda path: path.name)
def test_shared_file_equals_its_elements(path: Path) -> None:
    used, articles, reason = read_as_picked(path)
    tree = plain_tree(path.read_bytes())
    if not tree.xpath("descendant-or-self::*[local-name()='nitf']"):
        assert len(articles) == 1, reason
        assert used in ("xml", "newsml")
        assert same_line(articles[0].headline, (texts(tree, "//*:HeadLine") or texts(tree, "*:title"))[0])
        dates = texts(tree, "//*:FirstCreated") or texts(tree, "*:publicationDate")
        assert articles[0].published == day_and_time(dates[0])
        return
    copy = texts(tree, "//*:body.content//*[self::*:p or self::*:td or self::*:th]")
    assert used == "nitf"
    assert bool(articles) == bool(copy), reason
    for each in articles:
        headlines = texts(tree, "//*:hedline/*:hl1") or texts(tree, "//*:hl1") or texts(tree, "//*:title")
        assert same_line(each.headline, headlines[0])
        dates = texts(tree, "//*:date.issue/@norm") or texts(tree, "//*:pubdata/@date.publication")
        assert each.published == day_and_time(dates[0])
        holders = agencies_in(texts(tree, "//*:doc.copyright/@holder"))
        holders = holders or agencies_in(
            texts(tree, "//*:distributor")
            + texts(tree, "//*:doc-id/@regsrc")
            + texts(tree, "//*:from-src/@src-name")
        )
        assert each.agency in holders if holders else each.agency is None


@pytest.mark.parametrize(
    "copy", ["Vaasa is preparing for the winter.", "Vaasan talvi alkaa.", "Vaasa, as ever, is dark."]
)
def test_a_stated_dateline_stays_beside_a_sentence_that_names_the_place(copy: str) -> None:
    found = story(
        nitf,
        "<nitf><head><title>Winter</title></head><body><body.head><dateline><location><city>Vaasa</city></location>"
        f"</dateline></body.head><body.content><p>{copy}</p></body.content></body></nitf>",
    )
    assert (found.dateline, found.body) == ("Vaasa", copy)
    assert [each.place for each in found.locations or ()] == ["Vaasa"]


@pytest.mark.parametrize(
    ("head", "content", "words"),
    [
        ("<note><p>To be held.</p></note>", "", "To be held."),
        ("<byline>By ANNA QUILL<byttl>Staff Writer</byttl></byline>", "", "Staff Writer"),
        ("<distributor>Quay Service</distributor>", "", "Quay Service"),
        ("", "<media><media-caption>The tug</media-caption></media>", "The tug"),
        ("", "<media><media-producer>Bo Ek</media-producer></media>", "Bo Ek"),
        ("<note>It sank.</note>", "", None),
    ],
)
def test_words_beside_a_body_are_kept(head: str, content: str, words: str | None) -> None:
    found = story(
        nitf,
        f"<nitf><body><body.head><hedline><hl1>Ferry</hl1></hedline>{head}</body.head>"
        f"<body.content><p>It sank.</p>{content}</body.content></body></nitf>",
    )
    assert (found.body, found.boilerplate) == ("It sank.", words)


@pytest.mark.parametrize("root", ["news", "export", "article", "documents"])
def test_several_documents_in_an_envelope_are_several_stories(root: str) -> None:
    inner = STORY[STORY.index("<nitf") :]
    data = f'<?xml version="1.0"?><{root}>{inner}{inner.replace("0f4c", "0f4d")}</{root}>'.encode()
    found = list(pick(data, "a.xml").read(feed_of_bytes(data, path="a.xml")))
    assert [each.headline for each in found] == ["Harbour bell rings at last"] * 2


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("<head><title>Harbour bell, 2nd lead", "<head><title>Bell rings out", "Bell rings out"),
        ("<key-list>", '<series series.name="Bells of the coast"/><key-list>', "Bells of the coast"),
        ("<body.content>", '<body.content><block class="correction_text"><p>It rang twice.</p></block><block class="full_text"><p>All of it.</p></block>', "It rang twice."),
    ],
)  # fmt: skip
def test_words_of_head_and_other_blocks_are_kept(old: str, new: str, words: str) -> None:
    assert words in (story(nitf, STORY.replace(old, new)).boilerplate or "")


@pytest.mark.parametrize("name", ["person", "org", "event", "object.title"])
def test_whom_a_document_is_about_is_a_keyword(name: str) -> None:
    part = f"<identified-content><{name}>Quay, Ann</{name}></identified-content><key-list>"
    assert "Quay, Ann" in story(nitf, STORY.replace("<key-list>", part)).keywords


@pytest.mark.parametrize("between", ["", "\n", "\n\n<!-- next -->\n"])
@pytest.mark.parametrize("count", [2, 5])
def test_documents_that_follow_one_another_are_all_read(between: str, count: int) -> None:
    """Programs that append write one document after the other, each with its declaration."""
    data = between.join(STORY.replace("0f4c", f"0f4{n}") for n in range(count)).encode()
    feed = feed_of_bytes(data, path="a.xml")
    found = list(pick(data, "a.xml").read(feed))
    assert [each.body for each in found] == [story(nitf, STORY).body] * count
    assert not feed.complaints
    assert len({each.source.offset for each in found}) == count


def test_the_last_of_several_documents_may_break_off() -> None:
    data = (STORY + "\n" + STORY.replace("0f4c", "0f4d") + "\n" + STORY.replace("0f4c", "0f4e")).encode()[
        :-400
    ]
    feed = feed_of_bytes(data, path="a.xml")
    found = list(nitf.read(feed))
    assert [each.headline for each in found] == ["Harbour bell rings at last"] * 3
    assert len(feed.complaints) == 1


@pytest.mark.parametrize(("stated", "type_"), [("image", "picture"), ("video", "video"), ("audio", "audio")])
def test_a_caption_without_other_copy_is_an_article_of_its_type(stated: str, type_: str) -> None:
    caption = "A barge lies at the wall of Orvel on Monday, the day it struck the quay."
    data = (
        '<nitf><head><docdata><date.issue norm="20190403T120000Z"/></docdata></head><body><body.head><hedline>'
        f'<hl1>Barge at the quay</hl1></hedline></body.head><body.content><media media-type="{stated}">'
        f'<media-reference source="x"/><media-caption>{caption}</media-caption></media></body.content></body></nitf>'
    )
    (found,) = stories(nitf, data.encode())
    assert (found.type, found.headline, found.body) == (type_, "Barge at the quay", caption)
    assert not found.boilerplate


# -- what a document states of its versions --------------------------------------------------------------------


def versioned(
    docdata: str, more: str = "", attributes: str = "", body: str = "<p>The ferry stayed.</p>"
) -> str:
    return (
        f'<nitf><head><docdata {attributes}><doc-id regsrc="QW" id-string="b"/>{docdata}</docdata>{more}</head><body><body.head>'
        f"<hedline><hl1>Ferry stays in port</hl1></hedline></body.head><body.content>{body}</body.content></body></nitf>"
    )


EARLIER = article_id("nitf:QW:a")


@pytest.mark.parametrize(
    ("document", "lineage", "rule"),
    [
        (versioned(""), None, None),
        (versioned('<du-key key="FERRY" version="04"/>'), Lineage(number=4), "du-key"),
        (versioned('<du-key key="FERRY" generation="2" part="1"/>'), Lineage(number=2), "du-key"),
        (versioned('<du-key key="QW-FERRY-Port" version="late"/>'), None, None),
        (versioned('<ed-msg info="Eds: CORRECTS the year"/>'), Lineage("correction"), "ed-msg"),
        (
            versioned("", '<revision-history norm="20251029T120000Z" comment="ADDS quotes"/>'),
            Lineage("update"),
            "revision-history@comment",
        ),
        (
            versioned('<correction info="The year" id-string="a" regsrc="QW"/>'),
            Lineage("correction", (EARLIER,)),
            "correction",
        ),
        (versioned('<correction id-string="a"/>'), Lineage("correction", (EARLIER,)), "correction"),
        (
            versioned(
                "", attributes='management-status="usable" management-doc-idref="a" management-idref-status="canceled"'
            ),
            Lineage("update", (EARLIER,)),
            "management-doc-idref",
        ),
        (
            versioned("", attributes='management-status="canceled" management-doc-idref="a"'),
            Lineage("withdrawn", (EARLIER,)),
            "management-status, management-doc-idref",
        ),
        (versioned("", attributes='management-status="killed"'), Lineage("withdrawn"), "management-status"),
    ],
)  # fmt: skip
def test_what_a_document_states_of_its_versions(
    document: str, lineage: Lineage | None, rule: str | None
) -> None:
    found = story(nitf, document)
    assert found.lineage == lineage
    assert found.evidence.get("lineage") == rule


def test_a_kill_without_copy_is_its_message() -> None:
    document = '<nitf><head><docdata management-status="killed"><doc-id regsrc="QW" id-string="b"/><ed-msg info="Kill the ferry story."/></docdata></head><body/></nitf>'
    found = story(nitf, document)
    assert (found.headline, found.body, found.lineage) == (
        None,
        "Kill the ferry story.",
        Lineage("withdrawn"),
    )
    assert found.id == article_id("nitf:QW:b")
