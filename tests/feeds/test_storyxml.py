"""XML of no news format: records by the names of their children, what is no record, damage."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from morgue.errors import NoArticle
from morgue.feeds import storyxml
from tests.feeds.agencyfiles import damaged, holds_its_contract, stories, story

RELEASE = """<?xml version="1.0" encoding="utf-8"?>
<release id="178" lang="no">
  <!-- encoded twice --><body>&lt;p&gt;Klokken ringer i &amp;oslash;st.&lt;/p&gt;&lt;p&gt;Den er ny.&lt;/p&gt;</body>
  <leadtext>Endelig lyd</leadtext><title>Ny klokke</title><publicationDate>11.07.2019 12:17</publicationDate>
  <keywords>klokke, havn</keywords><boilerplate>Om havnen</boilerplate>
  <longurl>https://www.example.no/ny-klokke</longurl><images><image><caption>En klokke</caption></image></images>
</release>"""

PUBLISH = b"""<Publish><Services>Print</Services><ContentItem><Headline>Bell rings</Headline><Byline>By Mark Ringer</Byline>
<Source>The Associated Press</Source><Category>Entertainment</Category><City>Norfolk</City><Country>United States</Country>
<CreatedDateTime>2020-06-02T19:14:53.377</CreatedDateTime><ContentText>&lt;p&gt;It rang.&lt;/p&gt;</ContentText></ContentItem></Publish>"""


def test_a_press_release() -> None:
    found = story(storyxml, RELEASE)
    assert (found.headline, found.body) == ("Ny klokke", "Endelig lyd\n\nKlokken ringer i øst.\n\nDen er ny.")
    assert found.published == "2019-07-11T12:17:00"
    assert (found.language, found.keywords, found.boilerplate) == ("no", ("klokke", "havn"), "Om havnen")
    assert found.url == "https://www.example.no/ny-klokke"


def test_a_publisher_that_is_told_of_in_parts_is_its_name() -> None:
    parts = "<publisher id='7'><!-- who --><name>Havnens Blad</name><address>Kaien 1</address></publisher>"
    found = story(storyxml, RELEASE.replace("</release>", f"{parts}</release>"))
    assert (found.publisher, found.evidence["publisher"]) == ("Havnens Blad", "publisher")


def test_an_export_of_an_editorial_system() -> None:
    found = story(storyxml, PUBLISH)
    assert (found.headline, found.body) == ("Bell rings", "It rang.")
    assert (found.agency, found.byline, found.section) == ("AP", "Mark Ringer", ("Entertainment",))
    assert found.locations is not None
    assert [(each.place, each.country) for each in found.locations] == [("Norfolk", "US")]


def test_every_record_of_a_list_is_a_story() -> None:
    item = "<article><titel>{0}</titel><text><p>{0} klingt.</p></text></article>"
    data = f"<?xml version='1.0'?><list>{item.format('Eins')}<meta/>{item.format('Zwei')}</list>".encode()
    assert [(each.headline, each.body) for each in stories(storyxml, data)] == [
        ("Eins", "Eins klingt."),
        ("Zwei", "Zwei klingt."),
    ]


@pytest.mark.parametrize(
    "data",
    [
        b"<?xml version='1.0'?><config><name>x</name></config>",
        PUBLISH.replace(b"&lt;p&gt;It rang.&lt;/p&gt;", b""),
        PUBLISH.replace(b"Headline>", b"Caption>"),
    ],
)
def test_without_headline_and_text_there_is_no_article(data: bytes) -> None:
    with pytest.raises(NoArticle):
        stories(storyxml, data)


@pytest.mark.parametrize(
    ("data", "sure"),
    [
        (RELEASE.encode(), 68),
        (PUBLISH, 66),
        (b"<?xml version='1.0'?><html/>", 0),
        (b"<?xml version='1.0'?><rss/>", 0),
        (b"text", 0),
    ],
)
def test_how_sure(data: bytes, sure: int) -> None:
    assert storyxml.sniff(data, "a.xml") == sure


@settings(max_examples=80)
@given(damaged(RELEASE.encode(), PUBLISH))
def test_damaged_bytes_give_articles_or_an_error(data: bytes) -> None:
    holds_its_contract(storyxml, data)


def test_a_headline_keeps_words_that_look_like_tags() -> None:
    found = story(
        storyxml,
        "<?xml version='1.0'?><story><headline>List&lt;T&gt; and &lt;script&gt; tags</headline>"
        "<text>Quay Oil &lt;QYO&gt; rose.</text><date>2023/11/7 9:40 PM</date></story>",
    )
    assert (found.headline, found.body) == ("List<T> and <script> tags", "Quay Oil <QYO> rose.")
    assert found.published == "2023-11-07T21:40:00"
