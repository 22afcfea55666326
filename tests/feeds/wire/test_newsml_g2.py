"""NewsML-G2: what an item states, what is no story, damage, and every shared file against plain XPath."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings

from morgue.errors import FeedError, NoArticle
from morgue.feeds import feed_of_bytes
from morgue.feeds.wire import newsml_g2
from morgue.model.article import MOST_EARLIER, Lineage, article_id
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

FOLDER = "newsml-g2"

ITEM = """<?xml version="1.0" encoding="UTF-8"?>
<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:newsml:dpa.com:20090101:250925-99-1" version="3" xml:lang="de">
  <rightsInfo><copyrightNotice>Copyright 2025 dpa</copyrightNotice></rightsInfo>
  <itemMeta>
    <itemClass qcode="ninat:text"/>
    <provider qcode="nprov:dpa"><name>Deutsche Presse-Agentur GmbH</name></provider>
    <versionCreated>2025-09-25T11:01:30+02:00</versionCreated>
    <firstCreated>2025-09-25T10:01:30+02:00</firstCreated>
    <pubStatus qcode="stat:canceled"/>
    <edNote>Neu: mit Zitat</edNote>
  </itemMeta>
  <contentMeta>
    <located type="cptype:city"><name>Zürich</name><broader type="cptype:country" qcode="iso3166-1a2:CH"/></located>
    <language tag="de"/>
    <subject type="dpatype:category" qcode="dpacat:wi"><name>Wirtschaft</name></subject>
    <subject type="cpnat:abstract" qcode="medtop:1"><name>Zinsen</name></subject>
    <subject type="cpnat:geoArea" qcode="x:1"><name>Wien</name><sameAs qcode="iso3166-1a2:AT"/></subject>
    <keyword>Notenbank</keyword>
    <slugline separator="/">Banken/Schweiz</slugline>
    <headline role="hld:subHeadline">Der Franken bewegt sich kaum</headline>
    <headline>Leitzins bleibt bei null</headline>
    <by>Von Urs Hunziker, dpa</by>
  </contentMeta>
  <contentSet>
    <remoteContent href="x.jpg" contenttype="image/jpeg"/>
    <inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head>
      <body><header><h1>Leitzins bleibt bei null</h1></header>
      <p>Zürich (dpa) - Die Notenbank bewegt sich <b>nicht</b>.</p><p>Niemand war überrascht.</p>
      <table><tr><th>Jahr</th><th>Zins</th></tr><tr><td>2024</td><td>0,25</td></tr></table>
      <figure><figcaption>Ein Bild</figcaption></figure>
      <section class="notepad"><p>Kontakte: 0123</p></section></body></html></inlineXML>
  </contentSet>
</newsItem>"""


def test_an_item_states_its_facts() -> None:
    found = story(newsml_g2, ITEM)
    assert found.id == article_id("urn:newsml:dpa.com:20090101:250925-99-1")
    assert found.headline == "Leitzins bleibt bei null"
    assert found.published == "2025-09-25T10:01:30+02:00"
    assert found.updated == "2025-09-25T11:01:30+02:00"
    assert (found.agency, found.publisher, found.byline) == ("dpa", None, "Urs Hunziker")
    assert found.locations is not None
    assert [(each.place, each.country) for each in found.locations] == [("Zürich", "CH"), ("Wien", "AT")]
    assert found.section == ("Wirtschaft",)
    assert found.keywords == ("Zinsen", "Notenbank", "Banken", "Schweiz")
    assert found.language == "de"
    assert found.evidence["headline"] == "headline"
    assert found.evidence["published"] == "firstCreated"
    assert found.evidence["agency"] == "provider"


def test_content_becomes_paragraphs_and_table_lines() -> None:
    found = story(newsml_g2, ITEM)
    assert found.body is not None
    assert found.body.endswith(
        "Die Notenbank bewegt sich nicht.\n\nNiemand war überrascht.\n\nJahr | Zins\n2024 | 0,25"
    )
    assert found.boilerplate is not None
    for aside in ("Neu: mit Zitat", "Copyright 2025 dpa", "Der Franken bewegt sich kaum"):
        assert aside in found.boilerplate


def test_a_message_gives_each_item_its_own_place_in_the_file() -> None:
    item = ITEM.partition("?>")[2]
    other = item.replace("250925-99-1", "250925-99-2").replace("Leitzins bleibt", "Franken bleibt")
    data = f'<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>{item}{other}</itemSet></newsMessage>'.encode()
    first, second = stories(newsml_g2, data)
    for each, headline in ((first, "Leitzins bleibt"), (second, "Franken bleibt")):
        part = data[each.source.offset : each.source.offset + each.source.length]
        assert part.startswith(b"<newsItem")
        assert part.endswith(b"</newsItem>")
        assert f"<headline>{headline}".encode() in part


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ('<inlineData contenttype="text/plain">  Oslo (NTB): En\n  Hval.</inlineData>', "Hval."),
        (
            '<inlineData contenttype="text/plain">&lt;p&gt;Hval &amp;amp; båt.&lt;/p&gt;</inlineData>',
            "Hval & båt.",
        ),
        (
            '<inlineData contenttype="text/plain" encoding="http://x#Base64">SHZhbCBvZyBiw6V0Lg==</inlineData>',
            "Hval og båt.",
        ),
        (
            "<inlineXML><nitf><body><body.content><p>Hval.</p></body.content></body></nitf></inlineXML>",
            "Hval.",
        ),
        (
            '<inlineXML><BODY xmlns=""><TEXT><RUBRIK>R</RUBRIK><BRODTEXT><P>Hval.</P></BRODTEXT></TEXT></BODY></inlineXML>',
            "Hval.",
        ),
        ('<remoteContent href="x.xml" contenttype="text/xml"/>', None),
    ],
)
def test_kinds_of_content(content: str, text: str | None) -> None:
    before, _, rest = ITEM.partition("<contentSet>")
    found = story(newsml_g2, f"{before}<contentSet>{content}{rest[rest.index('</contentSet>') :]}")
    assert found.headline == "Leitzins bleibt bei null"
    if text is None:
        assert found.body is None
    else:
        assert found.body is not None
        assert found.body.endswith(text)


def without_content(item_class: str, root: str = "newsItem") -> bytes:
    before = ITEM.partition("<contentSet>")[0].replace("ninat:text", item_class)
    return f"{before}</newsItem>".replace("newsItem", root).encode()


CAPTION = (
    '<description role="drol:summary">Kurz</description><description role="drol:caption">Die Notenbank in Zürich.</description>'
    "<creditline>Ann Lee/KEYSTONE/dpa</creditline>"
)


@pytest.mark.parametrize("kind", ["picture", "video", "graphic", "audio"])
def test_a_picture_with_a_caption_is_an_article_of_its_type(kind: str) -> None:
    data = without_content(f"ninat:{kind}").replace(b"<by>Von Urs Hunziker, dpa</by>", CAPTION.encode())
    found = story(newsml_g2, data)
    assert (found.type, found.headline, found.body) == (
        kind,
        "Leitzins bleibt bei null",
        "Die Notenbank in Zürich.",
    )
    assert (found.byline, found.agency, found.day) == ("Ann Lee", "dpa", "2025-09-25")
    assert "Kurz" in (found.boilerplate or "")


def test_a_story_and_its_pictures_are_articles_of_a_message() -> None:
    picture = without_content("ninat:picture").decode().partition("?>")[2].replace("<by>", f"{CAPTION}<by>")
    items = ITEM.partition("?>")[2] + picture.replace("250925-99-1", "250925-99-2")
    message = (
        f'<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>{items}</itemSet></newsMessage>'
    )
    assert [each.type for each in stories(newsml_g2, message.encode())] == ["story", "picture"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (without_content("ninat:picture"), "no story in it: picture item without a caption"),
        (without_content("ninat:video"), "no story in it: video item without a caption"),
        (
            without_content("ninat:composite", "packageItem"),
            "no story in it: package that only refers to its items",
        ),
        (without_content("cinat:concept", "conceptItem"), "no story in it: concept item"),
        (without_content("plinat:newscoverage", "planningItem"), "no story in it: planning item"),
        (b'<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"/>', "no item in it: newsMessage alone"),
    ],
)
def test_what_is_no_story_says_what_it_is(data: bytes, reason: str) -> None:
    with pytest.raises(NoArticle) as caught:
        stories(newsml_g2, data)
    assert caught.value.message == reason


@pytest.mark.parametrize(
    "data",
    [
        ITEM.encode(),
        b"\xef\xbb\xbf" + ITEM.encode(),
        b"\r\n\r\n  " + ITEM.encode(),
        ITEM.replace("UTF-8", "UTF-16").encode("utf-16"),
        ITEM.replace(
            "<newsItem", "<!-- a\ncomment --><!DOCTYPE newsItem [<!ENTITY x 'y'>]><?pi x?><newsItem", 1
        ).encode(),
        ITEM.replace(' xmlns="http://iptc.org/std/nar/2006-10-01/"', "").encode(),
    ],
)
def test_the_root_is_found_behind_whatever_stands_before_it(data: bytes) -> None:
    assert newsml_g2.sniff(data[:65536], "photo.jpg") > 90
    assert story(newsml_g2, data).headline == "Leitzins bleibt bei null"


@pytest.mark.parametrize(
    "data", [b"", b"newsItem", b"<rss><channel/></rss>", b"<NewsML/>", b"<html><newsItem/></html>", b"{}"]
)
def test_other_formats_are_left_alone(data: bytes) -> None:
    assert newsml_g2.sniff(data, "item.newsml") == 0


def test_a_file_that_breaks_off_is_read_as_far_as_it_goes() -> None:
    whole = ITEM.encode()
    feed = feed_of_bytes(whole[: whole.index(b"Niemand") + 7], path="cut.xml")
    (found,) = newsml_g2.read(feed)
    assert found.headline == "Leitzins bleibt bei null"
    assert found.body is not None
    assert "Die Notenbank bewegt sich nicht." in found.body
    assert "truncated" in feed.complaints[0].message


def test_a_stump_is_an_error() -> None:
    with pytest.raises(FeedError):
        stories(newsml_g2, ITEM.encode()[:300])


@settings(max_examples=120)
@given(damaged(ITEM.encode(), *corpus(FOLDER)))
@example(b"<newsItem>" + b"<a>" * 300)
def test_damaged_bytes_give_articles_or_an_error(data: bytes) -> None:
    holds_its_contract(newsml_g2, data)


# --- every shared file, read a second time with nothing but XPath ------------------------------------------


def names_in(item: Any, *paths: str) -> list[str]:
    return [
        name
        for path in paths
        for part in ("/*:name", "/@literal", "/@qcode", "/@uri", "")
        for name in texts(item, path + part)
    ]


@pytest.mark.shared
@pytest.mark.parametrize("path", samples(FOLDER), ids=lambda path: path.name)
def test_shared_file_equals_its_elements(path: Path) -> None:
    used, articles, reason = read_as_picked(path)
    tree = plain_tree(path.read_bytes())
    if used != "newsml-g2":
        assert articles or reason
        return
    by_id = {each.id: each for each in articles}
    assert len(by_id) == len(articles)
    matched = 0
    for item in tree.xpath("descendant-or-self::*[local-name()='newsItem']"):
        guid = item.get("guid")
        provider = (names_in(item, "*:itemMeta/*:provider") or [""])[0]
        found = by_id.get(article_id(guid)) or by_id.get(article_id(f"{provider}:{guid}"))
        copy = texts(item, "*:contentSet/*:inlineXML//*:p") or texts(item, "*:contentSet/*:inlineData")
        kind = "".join(texts(item, "*:itemMeta/*:itemClass/@qcode"))
        if found is None:
            assert not (kind.endswith("text") and copy), f"{guid} holds a story and was not read"
            continue
        matched += 1
        headlines = texts(item, "*:contentMeta/*:headline[not(contains(@role, 'sub'))]")
        headlines = headlines or texts(
            item, "*:contentSet//*:hl1 | *:contentSet//*:h1 | *:contentSet//*:title"
        )
        assert same_line(found.headline, headlines[0] if headlines else None)
        dates = [
            text
            for name in ("firstCreated", "versionCreated")
            for text in texts(item, f"*:itemMeta/*:{name}")
        ]
        dates += texts(item, "*:contentMeta/*:contentCreated")
        assert found.published == day_and_time(dates[0])
        known = agencies_in(names_in(item, "*:itemMeta/*:provider"))
        others = names_in(
            item, "*:contentMeta/*:infoSource", "*:contentMeta/*:creditline", "*:contentMeta/*:creator"
        )
        known = known or agencies_in(others + names_in(item, "*:rightsInfo/*:copyrightHolder"))
        if known:
            assert found.agency in known
        elif found.agency is not None:
            assert found.evidence["agency"] not in (
                "provider",
                "infoSource",
                "creditline",
                "creator",
                "copyrightHolder",
            )
    assert matched == len(articles) or texts(tree, "self::*:contentSet//*:p")


@pytest.mark.parametrize(
    "copy", ["Vaasa is preparing for the winter.", "Vaasan talvi alkaa.", "Vaasa, as ever, is dark."]
)
def test_a_stated_dateline_stays_beside_a_sentence_that_names_the_place(copy: str) -> None:
    found = story(
        newsml_g2,
        '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:x:2" version="1"><itemMeta>'
        '<itemClass qcode="ninat:text"/><versionCreated>2023-11-07T10:00:00Z</versionCreated></itemMeta><contentMeta>'
        "<headline>Winter</headline><dateline>Vaasa</dateline></contentMeta><contentSet>"
        '<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><body>'
        f"<p>{copy}</p></body></html></inlineXML></contentSet></newsItem>",
    )
    assert (found.dateline, found.body) == ("Vaasa", copy)
    assert [each.place for each in found.locations or ()] == ["Vaasa"]


@pytest.mark.parametrize(
    ("meta", "words"),
    [
        ('<description role="drol:summary">Kurz gesagt am See</description>', "Kurz gesagt am See"),
        ("<description><p>Kurz gesagt am See</p></description>", "Kurz gesagt am See"),
        ("<creditline>Kurz gesagt am See</creditline>", "Kurz gesagt am See"),
        ("<headline role='hld:kicker'>Kurz gesagt am See</headline>", "Kurz gesagt am See"),
    ],
)
def test_words_of_the_metadata_are_kept(meta: str, words: str) -> None:
    found = story(newsml_g2, ITEM.replace("<keyword>", meta + "<keyword>"))
    assert words in (found.boilerplate or "").split("\n\n")


def test_every_name_of_a_byline_is_kept() -> None:
    found = story(newsml_g2, ITEM.replace("</by>", "</by><by>Von Eva Blum</by>"))
    assert found.byline == "Urs Hunziker, Eva Blum"


@pytest.mark.parametrize("language", ["fr", "fr-CH", "en"])
@pytest.mark.parametrize("own", ["", ' xml:lang="de"', ' xml:lang="de-AT"'])
def test_the_headline_is_that_in_the_language_of_the_item(language: str, own: str) -> None:
    data = ITEM.replace(
        "<headline>", f'<headline xml:lang="{language}">Autre titre</headline><headline{own}>'
    )
    found = story(newsml_g2, data)
    assert found.headline == "Leitzins bleibt bei null"
    assert "Autre titre" in (found.boilerplate or "")


# -- what an item states of its versions -----------------------------------------------------------------------


def versioned(meta: str, guid: str = "urn:x:2", number: str = "3") -> str:
    return (
        f'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="{guid}" version="{number}"><itemMeta>'
        f'<itemClass qcode="ninat:text"/>{meta}</itemMeta><contentMeta><headline>Ferry stays in port</headline></contentMeta>'
        '<contentSet><inlineData contenttype="text/plain">The ferry stayed.</inlineData></contentSet></newsItem>'
    )


@pytest.mark.parametrize(
    ("meta", "lineage", "rule"),
    [
        ("", Lineage(number=3), "version"),
        ('<signal qcode="sig:update"/>', Lineage("update", (), 3), "version, signal"),
        (
            '<signal uri="http://cv.iptc.org/newscodes/signal/correction"/>',
            Lineage("correction", (), 3),
            "version, signal",
        ),
        ('<signal qcode="sig:cwarn"/>', Lineage(number=3), "version"),
        ("<edNote>Corrects the year.</edNote>", Lineage("correction", (), 3), "version, edNote"),
        ("<role><name>Lead</name></role>", Lineage("update", (), 3), "version, role"),
        (
            '<link rel="irel:evolvedFrom" residref="urn:x:1" version="2"/>',
            Lineage("update", (article_id("urn:x:1"),), 3),
            "version, link",
        ),
        (
            '<link rel="irel:previousVersion" href="urn:x:1"/><signal qcode="sig:correction"/>',
            Lineage("correction", (article_id("urn:x:1"),), 3),
            "version, signal, link",
        ),
        (
            '<link rel="irel:prevVersion" residref="urn:x:2" version="2"/>',
            Lineage("update", (), 3),
            "version, link",
        ),
        (
            '<link rel="irel:seeAlso" residref="urn:x:1"/><link rel="irel:derivedFrom" residref="urn:x:0"/>',
            Lineage(number=3),
            "version",
        ),
        ('<pubStatus qcode="stat:canceled"/>', Lineage("withdrawn", (), 3), "version, pubStatus"),
        ('<pubStatus qcode="stat:withheld"/>', Lineage("withdrawn", (), 3), "version, pubStatus"),
        (
            '<pubStatus qcode="stat:withheld"/><embargoed>2030-01-01T00:00:00Z</embargoed>',
            Lineage(number=3),
            "version",
        ),
    ],
)
def test_what_an_item_states_of_its_versions(meta: str, lineage: Lineage, rule: str) -> None:
    found = story(newsml_g2, versioned(meta))
    assert found.lineage == lineage
    assert found.evidence["lineage"] == rule


def test_a_first_version_that_is_withheld_has_never_been_published() -> None:
    assert story(newsml_g2, versioned('<pubStatus qcode="stat:withheld"/>', number="1")).lineage == Lineage(
        number=1
    )
    assert story(newsml_g2, versioned("", number="many")).lineage is None


def test_a_link_counts_within_the_provider_where_guids_do() -> None:
    provider = '<provider qcode="nprov:quay"><name>Quay Wire</name></provider>'
    target = story(newsml_g2, versioned(provider, guid="100"))
    found = story(
        newsml_g2, versioned(f'{provider}<link rel="irel:evolvedFrom" residref="100"/>', guid="101")
    )
    assert found.lineage is not None
    assert found.lineage.of == (target.id,)


def test_many_links_are_cut() -> None:
    links = "".join(f'<link rel="irel:evolvedFrom" residref="urn:y:{each}"/>' for each in range(10_000))
    found = story(newsml_g2, versioned(links))
    assert found.lineage == Lineage(
        "update", tuple(article_id(f"urn:y:{each}") for each in range(MOST_EARLIER)), 3
    )
    assert found.evidence["lineage"].endswith("; the first 20 of 10,000 links")


def test_a_kill_without_content_is_its_note() -> None:
    item = (
        '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:x:2" version="4"><itemMeta><itemClass qcode="ninat:text"/>'
        '<pubStatus qcode="stat:canceled"/><edNote>Kill the story on the ferry.</edNote></itemMeta></newsItem>'
    )
    found = story(newsml_g2, item)
    assert (found.headline, found.body) == (None, "Kill the story on the ferry.")
    assert found.lineage == Lineage("withdrawn", (), 4)
    assert found.boilerplate is not None
    assert found.boilerplate.startswith("Status: canceled")
