"""XML of no news format: records by the names of their children, what is no record, damage."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from morgue.errors import FeedError, NoArticle
from morgue.feeds import feed_of_bytes, pick, storyxml
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
    assert (found.language, found.keywords, found.boilerplate) == (
        "no",
        ("klokke", "havn"),
        "Om havnen\n\nEn klokke",
    )
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


STORY = "<headline>Bell rings</headline><date>2019-05-04</date><byline>Ann Lee</byline><body><p>It rang at nine.</p><p>Nobody knew why.</p></body>"
ROOTS = [
    "article",
    "section",
    "table",
    "div",
    "span",
    "p",
    "a",
    "h1",
    "main",
    "aside",
    "header",
    "footer",
    "body",
    "form",
    "time",
    "link",
    "title",
    "data",
    "object",
    "summary",
    "doc",
    "document",
    "story",
    "news",
    "record",
    "post",
    "entry",
    "text",
    "Article",
    "SECTION",
]


@pytest.mark.parametrize("root", ROOTS)
@pytest.mark.parametrize("declaration", ['<?xml version="1.0" encoding="utf-8"?>\n', ""])
@pytest.mark.parametrize("namespace", ["", ' xmlns="urn:quay"', "q"])
def test_any_name_of_the_root(root: str, declaration: str, namespace: str) -> None:
    """Also that of an element of HTML, in a namespace or none, whatever the file is called."""
    inner, opening = STORY, f"{root}{namespace}"
    if namespace == "q":
        inner = STORY.replace("</", "</q:").replace("<", "<q:").replace("<q:/q:", "</q:")
        root, opening = f"q:{root}", f'q:{root} xmlns:q="urn:quay"'
    data = f"{declaration}<{opening}>{inner}</{root}>".encode()
    for name in ("story.xml", "story", "story.txt"):
        chosen = pick(data, name)
        assert chosen.name in ("xml", "atom")  # an entry may be Atom's
        (found,) = chosen.read(feed_of_bytes(data, path=name))
        assert (found.headline, found.published) == ("Bell rings", "2019-05-04")
        assert "Nobody knew why." in (found.body or "")


def test_a_record_of_a_library_of_newspapers() -> None:
    """Its `title` is the paper, its `heading` the headline."""
    found = story(
        storyxml,
        '<article id="7" url="https://lib.example/7"><heading>THE BELL</heading><title id="1"><title>Quay Examiner</title></title>'
        "<date>1902-07-15</date><page>4</page><snippet>It rang at nine.</snippet></article>",
    )
    assert (found.headline, found.publisher, found.published) == ("THE BELL", "Quay Examiner", "1902-07-15")
    assert found.body == "It rang at nine."


@pytest.mark.parametrize(
    "ids",
    [
        '<q xml:id="a"/><q xml:id="a"/>',
        '<q xml:id="1a"/>',
        '<q xml:id="a:b"/>',
        '<q xml:id=""/>',
        '<q xml:id="a b"/>',
    ],
)
def test_an_id_that_is_repeated_or_no_name_is_no_damage(ids: str) -> None:
    data = f'<?xml version="1.0"?><release xml:id="r">{STORY}{ids}</release>'.encode()
    feed = feed_of_bytes(data, path="x.xml")
    assert [each.headline for each in storyxml.read(feed)] == ["Bell rings"]
    assert feed.complaints == []


@pytest.mark.parametrize(
    "document",
    [
        "<stock><thing n='1'>bell</thing><thing>rope</thing></stock>",
        '<?xml version="1.0"?><q:stock xmlns:q="urn:q"><q:thing>bell</q:thing></q:stock>',
        '<q:stock xmlns:q="urn:q"><q:thing>bell</q:thing></q:stock>',
        '<doc xmlns="urn:q"><p n="1">A word of it.</p></doc>',
        "<stock>" + "".join(f"<thing><n>{n}</n></thing>" for n in range(20_000)) + "</stock>",
        "<stock " + " ".join(f'a{n}="{n}"' for n in range(9_000)) + "/>",
        "<article><price>7</price><colour>red</colour></article>",
        "<level>" * 200_000 + "x" + "</level>" * 200_000,
        '<q:level xmlns:q="urn:q">' + "<q:level>" * 200_000 + "x" + "</q:level>" * 200_000 + "</q:level>",
        "<a>" * 200_000 + "x" + "</a>" * 200_000,
    ],
    ids=range(10),
)
def test_markup_is_never_a_story(document: str) -> None:
    """Of any depth and length, with a namespace or none."""
    data = document.encode()
    for name in ("thing.xml", "thing", "thing.txt"):
        with pytest.raises(FeedError):
            list(pick(data[:65_536], name).read(feed_of_bytes(data, path=name)))


def test_a_fragment_of_a_page_is_read_as_one() -> None:
    """Though an element in it could be of XML."""
    text = "".join(
        f"<p>The bell rang at nine, and nobody in the old town knew why it did so on a Monday, {n}.</p>"
        for n in range(8)
    )
    data = f"<article><title>x</title><h1>Bell rings in the old town</h1>{text}</article>".encode()
    (found,) = pick(data, "page").read(feed_of_bytes(data, path="page"))
    assert found.headline in ("Bell rings in the old town", "x")
    assert found.source.format == "html"


@pytest.mark.parametrize(
    ("element", "words"),
    [
        ("<subtitle>In short</subtitle>", "In short"),
        ("<kicker>At sea</kicker>", "At sea"),
        ("<photo><caption>The tug</caption></photo>", "The tug"),
        ("<sidebar><h3>Tugs</h3><p>They pull.</p></sidebar>", "Tugs\n\nThey pull."),
        ("<correction>It was noon.</correction>", "It was noon."),
        ("<chapeau>En bref</chapeau>", "En bref"),
        ("<text>Another text.</text>", "Another text."),
        ("<subtitle>It sank.</subtitle>", None),
    ],
)
def test_words_beside_a_body_are_kept(element: str, words: str | None) -> None:
    data = (
        f"<?xml version='1.0'?><all><one><headline>Ferry</headline><text>It sank.</text>{element}</one></all>"
    )
    found = story(storyxml, data)
    assert (found.body, found.boilerplate) == ("It sank.", words)
