"""TEI: issues with typed divs, untyped ones, single texts, corpora; what the header says; what the text holds."""

from __future__ import annotations

import pytest

from morgue.errors import NoArticle
from morgue.feeds import pick
from morgue.feeds.print import tei
from morgue.model.article import Edition
from tests.feeds.agencyfiles import stories, story

JOURNAL = """<biblStruct><monogr><title level="j">The Lantern</title><title level="j" type="sub">A Weekly</title><editor>Nan</editor>
<imprint><publisher>Printers and Sons</publisher><date when="1893-05-02"/></imprint><biblScope unit="volume">VII</biblScope><biblScope unit="issue" n="18"/></monogr></biblStruct>"""
SPACE = 'xmlns="http://www.tei-c.org/ns/1.0"'


def header(source: str = JOURNAL, title: str = "The Lantern: an edition", more: str = "") -> str:
    return f'<teiHeader><fileDesc><titleStmt><title>{title}</title>{more}</titleStmt><publicationStmt><publisher>Nobody</publisher><date when="2020-01-01"/></publicationStmt><sourceDesc>{source}</sourceDesc></fileDesc></teiHeader>'


def document(body: str, head: str | None = None, root: str = "TEI") -> bytes:
    return f'<?xml version="1.0"?><{root} {SPACE if root == "TEI" else ""}>{header() if head is None else head}<text><body>{body}</body></text></{root}>'.encode()


ITEM = '<div type="article"><head>{0}</head><p>Text of {0}.</p></div>'


def test_articles_of_an_issue() -> None:
    body = (
        '<pb n="5"/><div type="section"><head>Abroad</head>'
        + ITEM.format("One")
        + '<pb n="6"/>'
        + ITEM.format("Two")
        + "</div>"
        + ITEM.format("Three")
    )
    data = document(body)
    assert pick(data, "x").name == "tei"
    found = stories(tei, data)
    assert [each.headline for each in found] == ["One", "Two", "Three"]
    assert [each.section for each in found] == [("Abroad",), ("Abroad",), ()]
    assert [each.edition for each in found] == [
        Edition("1893-05-02", page, "18", "VII") for page in ("5", "6", "6")
    ]
    assert {each.publisher for each in found} == {"The Lantern"}


def test_an_issue_of_the_deutsches_textarchiv() -> None:
    source = '<bibl type="J">Hafenzeitung. Nr. 1.</bibl><biblFull><titleStmt><title type="main">Hafenzeitung</title><title type="sub">Organ</title></titleStmt><publicationStmt><publisher>Verlag</publisher><date type="publication" when="1848-06-01">1848</date></publicationStmt></biblFull>'
    body = '<div type="jVolumeIssue"><div type="jPoliticalNews"><head>Inland</head><div type="jArticle"><head>Kiel</head><p>Es re-<lb/>gnet.</p></div></div><div type="jAnnouncements"><p>Tran.</p></div></div>'
    found = stories(tei, document(body, header(source, "Hafenzeitung")))
    assert [(each.headline, each.body, each.section, each.type) for each in found] == [
        ("Kiel", "Es regnet.", ("Inland",), "story"),
        (None, "Tran.", (), "advertisement"),
    ]
    assert {(each.publisher, each.day) for each in found} == {("Hafenzeitung", "1848-06-01")}


def test_the_fourth_edition_of_tei() -> None:
    head = "<teiHeader><fileDesc><titleStmt><title>x</title></titleStmt><sourceDesc><bibl><title level='j'>Old</title><date value='1850-02-03'>3 Feb.</date></bibl></sourceDesc></fileDesc></teiHeader>"
    body = '<div1 type="section"><head>News</head><div2 type="article"><head>A</head><p>B.</p></div2></div1>'
    found = story(tei, document(body, head, "TEI.2"))
    assert (found.headline, found.body, found.section, found.day, found.publisher) == (
        "A",
        "B.",
        ("News",),
        "1850-02-03",
        "Old",
    )


def test_what_a_section_says_itself_is_a_story_too() -> None:
    found = stories(
        tei, document('<div type="section"><head>Brief</head><p>Rain.</p>' + ITEM.format("One") + "</div>")
    )
    assert [(each.headline, each.body) for each in found] == [("Brief", "Rain."), ("One", "Text of One.")]


def test_a_letter_in_an_article_is_of_the_article() -> None:
    body = '<div type="article"><head>Reply</head><p>We print it.</p><div type="letter"><p>Sir, no.</p></div></div>'
    assert story(tei, document(body)).body == "We print it.\n\nSir, no."
    body = '<div type="article"><head>Letters</head><div type="letter"><p>Sir, no.</p></div><div type="letter"><p>Sir, yes.</p></div></div>'
    assert [each.body for each in stories(tei, document(body))] == ["Sir, no.", "Sir, yes."]


@pytest.mark.parametrize("kind", ['type="masthead"', 'type="item" subtype="masthead"', 'type="contents"'])
def test_a_masthead_is_no_story(kind: str) -> None:
    assert len(stories(tei, document(f"<div {kind}><p>Price one penny.</p></div>" + ITEM.format("One")))) == 1


@pytest.mark.parametrize("kind", ['type="advertisement"', 'type="item" subtype="advert"', 'type="Anzeige"'])
def test_advertisements_are_typed(kind: str) -> None:
    found = stories(tei, document(f"<div {kind}><p>Oilskins.</p></div>" + ITEM.format("One")))
    assert [each.type for each in found] == ["advertisement", "story"]


def test_words_of_an_issue_outside_of_its_divs_are_a_story() -> None:
    found = stories(tei, document("<head>Late</head><p>Rain at noon.</p>" + ITEM.format("One")))
    assert [(each.headline, each.body) for each in found] == [
        ("Late", "Rain at noon."),
        ("One", "Text of One."),
    ]


def test_untyped_divs_of_an_issue_are_stories() -> None:
    body = "<div><head>A</head><p>One.</p></div><div><head>S</head><div><head>B</head><p>Two.</p></div></div>"
    found = stories(tei, document(body))
    assert [(each.headline, each.section, each.body) for each in found] == [
        ("A", (), "One."),
        ("B", ("S",), "Two."),
    ]


def test_a_text_that_is_no_issue_is_one_story() -> None:
    source = '<biblStruct><analytic><title level="a">On Fog</title><author><persName>Ann Lee</persName><persName>Lee, A.</persName></author></analytic><monogr><title>The Echo</title><imprint><date>3 May 1901</date></imprint><biblScope unit="page" from="3" to="4"/></monogr></biblStruct>'
    body = "<div><head>On Fog</head><p>It is wet.</p><div><head>And Cold</head><p>Very.</p></div></div>"
    found = story(tei, document(body, header(source, "On Fog: an edition")))
    assert (found.headline, found.publisher, found.byline, found.day) == (
        "On Fog",
        "The Echo",
        "Ann Lee",
        "1901-05-03",
    )
    assert found.body == "It is wet.\n\nAnd Cold\n\nVery."
    assert found.edition == Edition("1901-05-03", "3-4", None, None)


def test_a_corpus_holds_for_its_documents() -> None:
    inner = f"<TEI>{header('<p>born digital</p>', 'First')}<text><body><p>One.</p></body></text></TEI>"
    data = f"<teiCorpus {SPACE}>{header()}{inner}{inner.replace('First', 'Second')}</teiCorpus>".encode()
    found = stories(tei, data)
    assert [(each.headline, each.publisher) for each in found] == [
        ("First", "The Lantern"),
        ("Second", "The Lantern"),
    ] or [each.publisher for each in found] == ["The Lantern"] * 2


def test_texts_of_a_group_are_read_each() -> None:
    group = "<text><group><text><body><p>One.</p></body></text><text><body><p>Two.</p></body></text></group></text>"
    data = f"<TEI {SPACE}>{header('<p/>', 'Poems')}{group}</TEI>".encode()
    assert [each.body for each in stories(tei, data)] == ["One.", "Two."]


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("har-<lb/>bour", "harbour"),
        ("har<lb break='no'/>bour", "harbour"),
        ("har-\n  <lb break='no'/>\n  bour", "harbour"),
        ("the<lb/>quay", "the quay"),
        ("hund<pb n='3' break='no'/>red", "hundred"),
        ("a <choice><sic>hous</sic><corr>house</corr></choice> and <choice><abbr>St.</abbr><expan>Street</expan></choice>", "a house and Street"),
        ("an <app><lem>old</lem><rdg>odd</rdg></app> man", "an old man"),
        ("no <del>not</del> <add>more</add><gap/>", "no more"),
        ("<hi rend='italic'>All</hi> is <persName>Ann</persName>'s", "All is Ann's"),
        ("<w>One</w><w>two</w><pc join='left'>.</pc>", "One two."),
        ("<w>One</w> <pc join='left'>,</pc> <w>two</w>", "One, two"),
        ("<w>nach</w> <seq><w>Lan</w> <w>dern</w></seq>", "nach Landern"),
        ("<fw>THE LANTERN</fw>word", "word"),
        ("He said <q>well</q> twice", "He said well twice"),
    ],
)  # fmt: skip
def test_the_text_is_read_as_printed(markup: str, text: str) -> None:
    assert story(tei, document(f'<div type="article"><head>H</head><p>{markup}</p></div>')).body == text


def test_verse_lists_and_tables_keep_their_lines() -> None:
    body = "<lg><l>One,</l><l>two.</l></lg><list><item>a</item><item>b</item></list><table><row><cell>x</cell><cell>1</cell></row><row><cell>y</cell><cell>2</cell></row></table>"
    assert (
        story(tei, document(f'<div type="article"><head>H</head>{body}</div>')).body
        == "One,\ntwo.\n\na\nb\n\nx | 1\ny | 2"
    )


def test_notes_and_descriptions_are_aside() -> None:
    body = '<div type="article"><head>H<note>first</note></head><p>Body.<note place="foot">second</note></p><figure><head>Cap.</head><figDesc>a ship</figDesc></figure></div>'
    found = story(tei, document(body))
    assert found.headline == "H"
    assert found.body == "Body.\n\nCap."
    assert found.boilerplate == "second\n\na ship"


def test_byline_dateline_and_signature() -> None:
    body = '<div type="article"><head>H</head><head type="sub">D</head><byline>By <docAuthor>Ann Lee</docAuthor></byline><dateline>Lisbon, 3 May.</dateline><p>Body.</p></div>'
    found = story(tei, document(body))
    assert (found.byline, found.dateline, found.other_headlines, found.body) == (
        "Ann Lee",
        "Lisbon, 3 May.",
        ("D",),
        "Body.",
    )
    assert found.day == "1893-05-02"
    letter = '<div type="letter"><head>To the Editor</head><p>Sir.</p><closer><signed>A Ratepayer.</signed></closer></div>'
    found = story(tei, document(letter))
    assert (found.byline, found.body) == ("A Ratepayer", "Sir.\n\nA Ratepayer.")


def test_an_item_states_the_paper_that_it_is_from() -> None:
    body = '<div type="article"><head>H</head><bibl><title level="j">The Other</title><date when="1894-01-01"/><biblScope unit="page">9</biblScope></bibl><p>Body.</p></div>'
    found = story(tei, document(body))
    assert (found.publisher, found.day, found.body) == ("The Other", "1894-01-01", "Body.")


def test_only_the_pages_of_the_print_are_counted() -> None:
    body = '<pb ed="print" n="5"/><pb ed="web" n="w1"/>' + ITEM.format("One")
    assert [each.edition.page for each in stories(tei, document(body)) if each.edition] == ["5"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            '<text><group xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="a.xml"/></group></text>',
            "only includes others",
        ),
        ("", "header without a text"),
        ("<text><body><p/></body></text>", "without a story"),
    ],
)
def test_documents_without_a_story(text: str, reason: str) -> None:
    with pytest.raises(NoArticle, match=reason):
        stories(tei, f"<TEI {SPACE}>{header()}{text}</TEI>".encode())
