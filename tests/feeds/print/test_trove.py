"""Trove: both versions of its API, JSON and XML, lines of records, the tables of the Harvester."""

from __future__ import annotations

import json

import pytest

from morgue.errors import NoArticle, PartOf
from morgue.feeds import feed_of_bytes, pick
from morgue.feeds.print import trove
from morgue.model.article import Edition
from tests.feeds.agencyfiles import stories, story
from tests.feeds.print.harvest import harvest

PAPER = "The Kettle Bay Argus (Kettle Bay, SA : 1880 - 1912)"
RECORD = {
    "id": "900000001",
    "heading": "FERRY LOST.",
    "category": "Article",
    "title": {"id": "9001", "title": PAPER},
    "date": "1899-11-03",
    "page": "3",
    "edition": "Evening",
    "snippet": "The ferry <b>was</b> ...",
    "troveUrl": "https://nla.gov.au/nla.news-article900000001?searchTerm=ferry",
}
WORK = {"id": "77", "title": "On ferries", "type": ["Article"], "issued": 1950, "contributor": ["Lee, Ann"], "isPartOf": [{"value": "The Bulletin"}], "troveUrl": "https://nla.gov.au/nla.obj-77"}  # fmt: skip
BOOK = {
    "id": "78",
    "title": "Ferries",
    "type": ["Book"],
    "issued": 1950,
    "troveUrl": "https://nla.gov.au/nla.obj-78",
}


def as_json(value: object) -> bytes:
    return json.dumps(value).encode()


@pytest.mark.parametrize(
    "answer",
    [
        RECORD,
        [RECORD],
        {"article": RECORD | {"title": {"id": "9001", "value": PAPER}}},
        {
            "response": {
                "query": "x",
                "zone": [{"name": "newspaper", "records": {"n": "1", "article": [RECORD]}}],
            }
        },
        {"query": "x", "category": [{"code": "newspaper", "records": {"n": 1, "article": [RECORD]}}]},
    ],
)
def test_every_answer_of_the_interface(answer: object) -> None:
    data = as_json(answer)
    assert pick(data, "x").name == "trove"
    found = story(trove, data)
    assert (found.headline, found.publisher, found.day, found.body) == (
        "FERRY LOST.",
        PAPER,
        "1899-11-03",
        "The ferry was",
    )
    assert found.edition == Edition("1899-11-03", "3", "Evening", None)
    assert found.url == "https://nla.gov.au/nla.news-article900000001"
    assert found.reading.partial


def test_lines_of_the_text_are_joined() -> None:
    text = "<p><span>  The ferry was fo-</span> <span>  und.</span></p><p><span> All well. </span></p>"
    found = story(trove, as_json(RECORD | {"articleText": text}))
    assert found.body == "The ferry was found.\n\nAll well."
    assert not found.reading.partial


def test_one_article_has_one_id_in_every_form() -> None:
    table = f'id,title,newspaper_id,newspaper_title,page,date,category,url\n900000001,FERRY LOST.,9001,"{PAPER}",3,1899-11-03,Article,http://nla.gov.au/nla.news-article900000001\n'.encode()
    xml = f'<article id="900000001" url="/newspaper/900000001"><heading>FERRY LOST.</heading><title id="9001">{PAPER}</title><date>1899-11-03</date><troveUrl>https://nla.gov.au/nla.news-article900000001</troveUrl></article>'.encode()
    found = [story(trove, data) for data in (as_json(RECORD), table, xml)]
    assert len({each.id for each in found}) == 1
    assert {each.publisher for each in found} == {PAPER}


def test_lines_of_records() -> None:
    data = as_json(RECORD) + b"\n{broken\n" + as_json(RECORD | {"id": "2", "heading": "COAL."}) + b"\n"
    assert pick(data, "results.ndjson").name == "trove"
    feed = feed_of_bytes(data, path="x")
    assert [each.headline for each in trove.read(feed)] == ["FERRY LOST.", "COAL."]
    assert "line 2" in feed.complaints[0].message


def test_works_of_the_catalogue_are_stories_where_they_are_articles() -> None:
    feed = feed_of_bytes(
        as_json({"query": "x", "category": [{"code": "magazine", "records": {"work": [WORK, BOOK]}}]}),
        path="x",
    )
    found = list(trove.read(feed))
    assert [(each.headline, each.publisher, each.byline) for each in found] == [
        ("On ferries", "The Bulletin", "Lee, Ann")
    ]
    assert "1 records of the catalogue" in feed.complaints[0].message
    with pytest.raises(NoArticle, match="books"):
        stories(trove, as_json({"category": [{"records": {"work": [BOOK]}}]}))


def test_an_answer_without_a_record() -> None:
    with pytest.raises(NoArticle, match="without a record"):
        stories(trove, as_json({"query": "x", "category": [{"code": "newspaper", "records": {"n": 0}}]}))


@pytest.mark.parametrize(
    ("category", "type", "section"),
    [
        ("Article", "story", ()),
        ("Advertising", "advertisement", ()),
        ("Family Notices", "story", ("Family Notices",)),
        ("Detailed Lists, Results, Guides", "story", ("Detailed Lists, Results, Guides",)),
    ],
)
def test_categories(category: str, type: str, section: tuple[str, ...]) -> None:  # noqa: A002  the field's name
    found = story(trove, as_json(RECORD | {"category": category}))
    assert (found.type, found.section) == (type, section)


def test_xml_of_both_versions() -> None:
    inner = f"""<article id="5"><heading>A</heading><category>Article</category><title id="1"><title> {PAPER} </title></title><date>1899-11-03</date><page>2</page>
    <articleText>&lt;p&gt;&lt;span&gt;One li-&lt;/span&gt;&lt;span&gt;ne.&lt;/span&gt;&lt;/p&gt;</articleText><troveUrl>https://nla.gov.au/nla.news-article5</troveUrl></article>"""
    for document in (
        inner,
        f'<response><zone name="newspaper"><records>{inner}</records></zone></response>',
        f"<result><category><records>{inner}{inner.replace('5', '6')}</records></category></result>",
    ):
        assert pick(document.encode(), "x").name == "trove"
        found = stories(trove, document.encode())
        assert (found[0].headline, found[0].publisher, found[0].body) == ("A", PAPER, "One line.")


def test_a_table_of_the_harvester() -> None:
    head = "article_id,title,newspaper_id,newspaper_title,page,date,category,words,snippet,text\n"
    rows = f'1,"A, ""B""\nC",9,"{PAPER}",1,1900-01-02,Advertising,5,Begin,texts/19000102-9-1.txt\n2,,9,"{PAPER}",1,1900-01-02,Article,5,,\n3,D,9,"{PAPER}",2,1900-01-03,Article,5,,Whole text of it\n'
    feed = feed_of_bytes((head + rows).encode(), path="x")
    found = list(trove.read(feed))
    assert [(each.headline, each.body, each.type) for each in found] == [
        ('A, "B" C', "Begin", "advertisement"),
        ("D", "Whole text of it", "story"),
    ]
    assert len(feed.complaints) == 1
    assert (head + rows).encode()[found[1].source.offset :].startswith(b"3,D,9")


def test_a_cut_table() -> None:
    data = f'article_id,title,newspaper_id,newspaper_title,page,date\n1,A,9,"{PAPER}",1,1900-01-02\n2,"B'.encode()
    feed = feed_of_bytes(data, path="x")
    assert [each.headline for each in trove.read(feed)] == ["A", "B"]
    assert "cut off" in feed.complaints[0].message


@pytest.mark.parametrize(
    "data",
    [
        b'{"items": [{"title": "a", "url": "https://nla.gov.au/nla.news-article5"}]}',
        b"<articles><article><title>a</title><link>https://nla.gov.au/nla.news-article5</link></article></articles>",
        b"id,title,page,date\n1,a,2,2020-01-01\n",
    ],
)
def test_what_only_names_trove_is_not_of_it(data: bytes) -> None:
    assert trove.sniff(data, "x") == 0


ROW = f'article_id,title,newspaper_id,newspaper_title,page,date,category,snippet,text\n900000001,FERRY LOST.,9001,"{PAPER}",3,1899-11-03,Article,The ferry,texts/18991103-9001-900000001.txt\n'.encode()
TEXT = b"The ferry was fo-\nund.\n\nAll well.\n"
NAME = "18991103-9001-900000001.txt"


def test_the_text_that_a_row_names_is_read() -> None:
    feed = harvest("h/results.csv", **{"h/results.csv": ROW, f"h/texts/{NAME}": TEXT})
    (found,) = trove.read(feed)
    assert found.body == "The ferry was found.\n\nAll well."
    assert found.headline == "FERRY LOST."
    assert not found.reading.partial
    assert not feed.complaints


def test_a_text_that_is_not_there_is_missed() -> None:
    feed = harvest("h/results.csv", **{"h/results.csv": ROW})
    assert [each.body for each in trove.read(feed)] == ["The ferry"]
    assert feed.lacks
    assert "1 of 1 articles" in feed.complaints[0].message


def test_a_text_of_a_table_is_a_part_of_it() -> None:
    feed = harvest(f"h/texts/{NAME}", **{"h/results.csv": ROW, f"h/texts/{NAME}": TEXT})
    assert pick(TEXT, NAME).name == "trove"
    with pytest.raises(PartOf) as raised:
        list(trove.read(feed))
    assert raised.value.owner == "../results.csv"


def test_a_text_without_a_table_has_day_and_number_in_its_name() -> None:
    feed = harvest(f"texts/{NAME}", **{f"texts/{NAME}": TEXT})
    (found,) = trove.read(feed)
    assert (found.day, found.url) == ("1899-11-03", "https://nla.gov.au/nla.news-article900000001")
    assert found.body == "The ferry was found.\n\nAll well."
    assert found.id == story(trove, as_json(RECORD)).id
