"""XML of no news format: records by the names of their children, what is no record, damage."""

from __future__ import annotations

import html

import pytest
from hypothesis import given, settings

from morgue.errors import FeedError, NoArticle
from morgue.feeds import feed_of_bytes, pick
from morgue.feeds.tables import xml
from morgue.model.article import Article
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
    found = story(xml, RELEASE)
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
    found = story(xml, RELEASE.replace("</release>", f"{parts}</release>"))
    assert (found.publisher, found.evidence["publisher"]) == ("Havnens Blad", "publisher")


def test_an_export_of_an_editorial_system() -> None:
    found = story(xml, PUBLISH)
    assert (found.headline, found.body) == ("Bell rings", "It rang.")
    assert (found.agency, found.byline, found.section) == ("AP", "Mark Ringer", ("Entertainment",))
    assert found.locations is not None
    assert [(each.place, each.country) for each in found.locations] == [("Norfolk", "US")]


def test_every_record_of_a_list_is_a_story() -> None:
    item = "<article><titel>{0}</titel><text><p>{0} klingt.</p></text></article>"
    data = f"<?xml version='1.0'?><list>{item.format('Eins')}<meta/>{item.format('Zwei')}</list>".encode()
    assert [(each.headline, each.body) for each in stories(xml, data)] == [
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
        stories(xml, data)


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
    assert xml.sniff(data, "a.xml") == sure


@settings(max_examples=80)
@given(damaged(RELEASE.encode(), PUBLISH))
def test_damaged_bytes_give_articles_or_an_error(data: bytes) -> None:
    holds_its_contract(xml, data)


def test_a_headline_keeps_words_that_look_like_tags() -> None:
    found = story(
        xml,
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
        xml,
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
    assert [each.headline for each in xml.read(feed)] == ["Bell rings"]
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


HEADLINE = "Mill burns down at the river"
COPY = "The mill on the river burned down early on Monday. Nobody was hurt, the owner said."
DECLARATION = "<?xml version='1.0'?>"
RSS = (
    f"<rss version='2.0'><channel><title>Star</title><item><title>{HEADLINE}</title><link>http://star.example/1</link>"
    f"<description>{COPY}</description><pubDate>Mon, 04 Mar 2024 08:00:00 GMT</pubDate></item></channel></rss>"
)
ATOM = (
    f"<feed xmlns='http://www.w3.org/2005/Atom'><title>Star</title><entry><title>{HEADLINE}</title><id>tag:1</id>"
    f"<updated>2024-03-04T08:00:00Z</updated><content>{COPY}</content></entry></feed>"
)
RDF = (
    "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'><channel>"
    f"<title>Star</title></channel><item><title>{HEADLINE}</title><description>{COPY}</description></item></rdf:RDF>"
)
AROUND = [
    "<data>{}</data>",
    "<soap:Envelope xmlns:soap='http://schemas.xmlsoap.org/soap/envelope/'><soap:Body><Answer>{}</Answer></soap:Body></soap:Envelope>",
    "<export><meta version='1'/><payload>{}</payload></export>",
]


def picked(data: str) -> list[Article]:
    feed = feed_of_bytes(data.encode(), path="a.xml")
    return list(pick(data.encode(), "a.xml").read(feed))


@pytest.mark.parametrize("declared", ["", DECLARATION])
@pytest.mark.parametrize("feed", [RSS, ATOM, RDF], ids=["rss", "atom", "rdf"])
@pytest.mark.parametrize(
    "around",
    [*AROUND, "<string xmlns='http://x.example/'>escaped</string>", "<result><![CDATA[{}]]></result>"],
)
def test_a_feed_inside_another_document_is_read(declared: str, feed: str, around: str) -> None:
    inside = around.replace("{}", feed).replace("escaped", html.escape(DECLARATION + feed))
    (found,) = picked(declared + inside)
    assert (found.headline, found.body) == (HEADLINE, COPY)
    assert (found.published is not None) == (feed is RSS)


@pytest.mark.parametrize("declared", ["", DECLARATION])
@pytest.mark.parametrize(
    "row",
    [
        "<add><doc><field name='id'>1</field><field name='title'>{h}</field><field name='body'>{b}</field></doc></add>",
        "<response><result numFound='1'><doc><str name='title'>{h}</str><arr name='content'><str>{b}</str></arr></doc></result></response>",
        "<mysqldump><database name='d'><table_data name='posts'><row><field name='post_title'>{h}</field>"
        "<field name='post_content'>&lt;p&gt;{b}&lt;/p&gt;</field></row></table_data></database></mysqldump>",
        "<pma_xml_export><database name='d'><table name='news'><column name='title'>{h}</column><column name='text'>{b}</column></table></database></pma_xml_export>",
        "<rows><row Title='{h}' Body='{b}'/></rows>",
        "<posts><row Id='1' Title='{h}' Body='&lt;p&gt;{b}&lt;/p&gt;'/></posts>",
        "<ARTICLE HEADLINE='{h}' TEXT='{b}'/>",
        "<STORIES><STORY HEADLINE='{h}' TEXT='{b}'></STORY></STORIES>",
        "<Beitrag><Ueberschrift>{h}</Ueberschrift><Inhalt>{b}</Inhalt></Beitrag>",
        "<Beitrag><Überschrift>{h}</Überschrift><Artikeltext>{b}</Artikeltext></Beitrag>",
        "<статья><заголовок>{h}</заголовок><текст>{b}</текст></статья>",
        "<nota><titular>{h}</titular><cuerpo>{b}</cuerpo></nota>",
        "<nyhet><hl>{h}</hl><p>{b}</p></nyhet>",
        "<记录><标题>{h}</标题><正文>{b}</正文></记录>",
    ],
)  # fmt: skip
def test_a_row_of_data_is_a_story_by_the_names_of_its_fields(declared: str, row: str) -> None:
    (found,) = picked(declared + row.format(h=HEADLINE, b=COPY))
    assert (found.headline, found.body) == (HEADLINE, COPY)


def test_paragraphs_in_elements_of_one_name_are_one_text_in_order() -> None:
    (found,) = picked(f"<news><doc><hl>{HEADLINE}</hl><p>{COPY}</p><p>The second.</p></doc></news>")
    assert found.body == f"{COPY}\n\nThe second."


def test_what_a_row_says_besides_its_text_is_kept() -> None:
    (found,) = picked(
        f"<rows><row title='{HEADLINE}' subtitle='A deck of its own' body='{COPY}' summary='What happened'/></rows>"
    )
    assert found.body == COPY
    assert {"A deck of its own", "What happened"} <= set((found.boilerplate or "").split("\n\n"))


@pytest.mark.parametrize(
    "data",
    [
        "<config><plugin><name>Foo</name><description>A plugin that does foo things for all.</description></plugin></config>",
        "<view><meta name='a' content='b c d e f'/><button title='OK' text='OK'/></view>",
        "<products><product title='Lamp' description='A lamp of brass that gives light.'/></products>",
        "<data><rss version='2.0'><channel><item/></channel></rss></data>",
        "<result>&lt;b&gt;no document in here, only words that are bold&lt;/b&gt;</result>",
    ],
)
def test_data_that_tells_no_story_is_none(data: str) -> None:
    with pytest.raises(NoArticle):
        picked(DECLARATION + data)


def test_documents_escaped_inside_one_another_end() -> None:
    data = RSS
    for _ in range(12):
        data = f"<string>{html.escape(data)}</string>"
        if len(data) > 1_000_000:
            break
    with pytest.raises(NoArticle):
        picked(DECLARATION + data)


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
    found = story(xml, data)
    assert (found.body, found.boilerplate) == ("It sank.", words)


@pytest.mark.parametrize(
    "record",
    [
        '<story id="{n}" date="2024-03-0{n}" author="Ana Ruiz"><headline>Bell {n}</headline><body><p>It rang {n}.</p></body></story>',
        "<doc><header><headline>Bell {n}</headline><pubdate>2024-03-0{n}</pubdate><author>Ana Ruiz</author></header><content><p>It rang {n}.</p></content></doc>",
        "<doc><meta><title>Bell {n}</title><date>2024-03-0{n}</date><byline>Ana Ruiz</byline></meta><text><p>It rang {n}.</p></text></doc>",
        "<artikel><titel>Bell {n}</titel><datum>2024-03-0{n}</datum><autor>Ana Ruiz</autor><text><absatz>It rang {n}.</absatz></text></artikel>",
        "<nota><titulo>Bell {n}</titulo><fecha>2024-03-0{n}</fecha><autor>Ana Ruiz</autor><texto><p>It rang {n}.</p></texto></nota>",
        "<article><head>Bell {n}</head><date>2024-03-0{n}</date><author>Ana Ruiz</author><body><p>It rang {n}.</p></body></article>",
        "<article><headline>Bell {n}</headline><date>2024-03-0{n}</date><author>Ana Ruiz</author><paragraph>It rang {n}.</paragraph></article>",
        '<article><title>Bell {n}</title><date>2024-03-0{n}</date><author>Ana Ruiz</author><body><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body><p>It rang {n}.</p></body></html></body></article>',
    ],
)
@pytest.mark.parametrize("root", ["stories", "export", "feed"])
def test_where_publishers_put_the_facts_of_a_story(record: str, root: str) -> None:
    records = "".join(record.replace("{n}", str(number)) for number in (1, 2, 3))
    found = picked(f'<?xml version="1.0"?>\n<{root}>{records}</{root}>')
    assert [(each.headline, each.body, each.day, each.byline) for each in found] == [
        (f"Bell {n}", f"It rang {n}.", f"2024-03-0{n}", "Ana Ruiz") for n in (1, 2, 3)
    ]


@pytest.mark.parametrize(
    "beside",
    [
        "<dek>Heard at sea</dek>",
        "<foo><bar>Heard at sea</bar></foo>",
        "<summary2>Heard at sea</summary2>",
        "<box><title>Heard at sea</title></box>",
        "<unterzeile>Heard at sea</unterzeile>",
        "<extra>&lt;p&gt;Heard at sea&lt;/p&gt;</extra>",
    ],
)
@pytest.mark.parametrize("text", ["<body><p>It rang.</p></body>", "<p>It rang.</p>"])
def test_words_under_any_name_are_kept(beside: str, text: str) -> None:
    (found,) = picked(
        f"<?xml version='1.0'?><story><hed>A bell</hed><date>2024-03-01</date>{beside}{text}</story>"
    )
    assert (found.headline, found.body, found.boilerplate) == ("A bell", "It rang.", "Heard at sea")


def test_an_issue_and_its_sections_hold_for_their_stories() -> None:
    story = "<article><headline>Bell {}</headline><body>It rang {}.</body></article>"
    found = picked(
        f'<?xml version="1.0"?><issue date="2024-03-01"><section name="Port">{story.format(1, 1)}{story.format(2, 2)}</section>'
        f'<section name="Sea">{story.format(3, 3)}</section></issue>'
    )
    assert [(each.day, each.section) for each in found] == [
        ("2024-03-01", ("Port",)),
        ("2024-03-01", ("Port",)),
        ("2024-03-01", ("Sea",)),
    ]


@pytest.mark.parametrize(
    "document",
    [
        '<f:feed xmlns:f="http://bell.example/f" xmlns:c="http://bell.example/c"><f:entry><c:title>A bell</c:title><c:text><c:par>It rang.</c:par></c:text></f:entry></f:feed>',
        "<feed><article><title>A bell</title><text>It rang.</text></article></feed>",
        "<feed><news><headline>A bell</headline><body><p>It rang.</p></body></news></feed>",
        '<feed xmlns="http://bell.example/f"><story><headline>A bell</headline><body>It rang.</body></story></feed>',
    ],
)
def test_a_feed_of_a_format_of_its_own_is_no_atom(document: str) -> None:
    (found,) = picked(document)
    assert (found.headline, found.body, found.source.format) == ("A bell", "It rang.", "")
    assert pick(document.encode(), "a.xml").name == "xml"
