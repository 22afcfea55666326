"""Issues of newspapers in METS, by the ways in which libraries describe them."""

from __future__ import annotations

import base64
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from morgue.errors import NoArticle
from morgue.feeds import feed_of_bytes, pick, reader
from morgue.feeds.print import mets as reading
from morgue.feeds.print.issue import Names, day_in_name
from tests.feeds.print.issues import (
    ISSUE,
    alto,
    area,
    block,
    div,
    feed,
    issue,
    mets,
    mods,
    read,
    read_with_reasons,
)

P1 = alto(
    block("B1", "HARBOUR POST"),
    block("B2", "A PIER LOST"),
    block("B3", "The pier was carried away on", "Sun|Sunday-~", "day|Sunday by the sea."),
    block("B4", "Forty boats were"),
)
P2 = alto(block("C1", "saved by their crews."), block("C2", "SHOP to let. Apply within."), number=2)
PAGES = {"p1.xml": P1, "p2.xml": P2}

STORY = div(
    "ARTICLE",
    div("HEADING", div("TITLE", area("B2")))
    + div("BODY", div("TEXT", area("B3") + area("B4") + area("C1", file="F2"))),
    'ID="a1"',
)
ADVERTISEMENT = div(
    "ADVERTISEMENT", div("TEXT", area("C2", file="F2")), 'ID="a2" LABEL="Advertisement 1 Page 2"'
)


def test_an_article_goes_on_on_the_next_page_and_begins_on_its_own() -> None:
    files = {"mets.xml": mets(issue(div("TITLE_SECTION", area("B1")), STORY, ADVERTISEMENT)), **PAGES}
    story, advertisement = read(files)
    assert story.headline == "A PIER LOST"
    assert story.body == (
        "The pier was carried away on Sunday by the sea.\n\nForty boats were saved by their crews."
    )
    assert (story.publisher, story.day, story.published) == ("Harbour Post", "1911-03-04", "1911-03-04")
    assert story.edition is not None
    assert (story.edition.page, story.edition.day) == ("1", "1911-03-04")
    assert story.evidence["body"] == "div/fptr; OCR confidence 80 %"
    assert story.evidence["day"] == "mods:dateIssued"
    assert advertisement.type == "advertisement"
    assert advertisement.headline is None
    assert advertisement.edition is not None
    assert advertisement.edition.page == "2"
    assert "HARBOUR POST" not in (story.body or "") + (story.boilerplate or "")


def test_the_same_issue_elsewhere_has_the_same_ids() -> None:
    made = mets(issue(STORY, ADVERTISEMENT), ("text/p1.xml", "text/p2.xml"))
    one = read({"a/mets.xml": made, "a/text/p1.xml": P1, "a/text/p2.xml": P2}, "a/mets.xml")
    other = read({"mets.xml": made, "text/p1.xml": P1, "text/p2.xml": P2})
    assert [each.id for each in one] == [each.id for each in other]
    assert len({each.id for each in one}) == 2


@pytest.mark.parametrize(
    "address",
    [
        "p1.xml",
        "./p1.xml",
        "file://./p1.xml",
        "file:///D:\\scans\\alto\\p1.xml",
        "file:/mnt/x/p1.xml",
        "https://library.example/iiif/alto/p1.xml",
        "ocr/p1.xml",
    ],
)
def test_a_page_is_found_by_any_address(address: str) -> None:
    files = {"1911/mets.xml": mets(issue(div("ARTICLE", area("B3"))), [address]), "1911/p1.xml": P1}
    (story,) = read(files, "1911/mets.xml")
    assert story.body == "The pier was carried away on Sunday by the sea."


def test_a_page_is_found_in_a_directory_of_pages() -> None:
    files = {"1911/mets.xml": mets(issue(div("ARTICLE", area("B3"))), ["p1.xml"]), "1911/alto/p1.xml": P1}
    assert len(read(files, "1911/mets.xml")) == 1


def test_links_lead_from_articles_to_areas_of_pages() -> None:
    """The British Library: ranges of words in divs of the physical structure, linked in groups by labels."""
    page = alto(
        '<TextBlock ID="b"><TextLine>'
        + "".join(
            f'<String ID="w{at}" CONTENT="{word}"/>'
            for at, word in enumerate(["one", "two", "three", "four", "five", "six"])
        )
        + "</TextLine></TextBlock>"
    )
    physical = div(
        "page",
        '<fptr FILEID="F1"/>'
        + div("pagearea", area("w0", end="w2"), 'ID="pa1"')
        + div("pagearea", area("w3", end="w5"), 'ID="pa2"'),
        'ID="phys1" ORDER="1" ORDERLABEL="1"',
    )
    links = (
        "<structLink><smLinkGrp>"
        '<smLocatorLink xlink:href="#a1" xlink:label="article"/>'
        '<smLocatorLink xlink:href="#pa1" xlink:label="page1 area1"/>'
        '<smArcLink xlink:from="article" xlink:to="page1 area1"/>'
        "</smLinkGrp><smLinkGrp>"
        '<smLocatorLink xlink:href="#a2" xlink:label="article"/>'
        '<smLocatorLink xlink:href="#pa2" xlink:label="page1 area1"/>'
        '<smArcLink xlink:from="article" xlink:to="page1 area1"/>'
        "</smLinkGrp></structLink>"
    )
    logical = issue(div("ARTICLE", "", 'ID="a1"'), div("ADVERT", "", 'ID="a2"'))
    made = mets(logical, ["p1.xml"], physical=physical, links=links)
    found = read({"mets.xml": made, "p1.xml": page})
    assert [(each.body, each.type) for each in found] == [
        ("one two three", "story"),
        ("four five six", "advertisement"),
    ]


def test_plain_links_do_too() -> None:
    physical = div("page", '<fptr FILEID="F1"/>' + div("pagearea", area("B3"), 'ID="pa1"'))
    links = '<structLink><smLink xlink:from="#a1" xlink:to="#pa1"/></structLink>'
    made = mets(issue(div("article", "", 'ID="a1"')), ["p1.xml"], physical=physical, links=links)
    (story,) = read({"mets.xml": made, "p1.xml": P1})
    assert story.body == "The pier was carried away on Sunday by the sea."


def test_an_issue_without_articles_is_its_pages() -> None:
    """The National Digital Newspaper Program: pages alone, the title in the label of the document."""
    made = mets(
        "",
        physical=div("np:page", '<fptr FILEID="F1"/>', 'DMDID="page1"')
        + div("np:page", '<fptr FILEID="F2"/>'),
        sections=mods(
            "page1",
            '<mods:part><mods:extent unit="pages"><mods:start>A1</mods:start></mods:extent></mods:part>',
        ),
        more='LABEL="Harbour Call (Porthaven), 1911-03-04"',
    )
    one, two = read({"mets.xml": made, **PAGES})
    assert (one.publisher, one.day) == ("Harbour Call (Porthaven)", "1911-03-04")
    assert one.edition is not None
    assert one.edition.page == "A1"
    assert one.headline is None
    assert (one.body or "").startswith("HARBOUR POST")
    assert (two.body or "").endswith("Apply within.")


def test_articles_that_only_point_at_pages_are_no_structure() -> None:
    """German libraries link an article to the pages that it is on; what of them is its text nobody knows."""
    links = '<structLink><smLink xlink:from="a1" xlink:to="ph1"/><smLink xlink:from="a2" xlink:to="ph1"/></structLink>'
    physical = div("page", '<fptr FILEID="F1"/>', 'ID="ph1" ORDER="7" ORDERLABEL=" - "')
    logical = issue(div("article", "", 'ID="a1" LABEL="One"'), div("article", "", 'ID="a2" LABEL="Two"'))
    (page,) = read({"mets.xml": mets(logical, ["p1.xml"], physical=physical, links=links), "p1.xml": P1})
    assert page.headline is None
    assert page.edition is not None
    assert page.edition.page == "7"


def test_a_page_in_no_article_is_one() -> None:
    story, page = read({"mets.xml": mets(issue(div("ARTICLE", area("B3")))), **PAGES})
    assert story.body == "The pier was carried away on Sunday by the sea."
    assert page.body == "saved by their crews.\n\nSHOP to let. Apply within."


def test_what_of_a_page_the_structure_leaves_out_is_an_article_where_it_is_a_text() -> None:
    lines = [f"A line of the leading article number {at}" for at in range(12)]
    page = alto(block("B1", "HARBOUR POST"), block("B2", *lines), block("B3", "The pier was lost."))
    story, rest = read({"mets.xml": mets(issue(div("ARTICLE", area("B3"))), ["p1.xml"]), "p1.xml": page})
    assert story.body == "The pier was lost."
    assert rest.body == " ".join(lines)
    assert rest.evidence["body"].startswith("the rest of the page")


def test_a_missing_page_is_named_and_the_others_are_read() -> None:
    files = {"mets.xml": mets(issue(STORY, ADVERTISEMENT)), "p1.xml": P1}
    (story,), said = read_with_reasons(files)
    assert story.body == "The pier was carried away on Sunday by the sea.\n\nForty boats were"
    assert story.reading.partial
    assert said == ["page 2 is missing: p2.xml"]


def test_an_issue_without_any_page_says_so() -> None:
    found, said = read_with_reasons({"mets.xml": mets(issue(STORY))})
    assert found == []
    assert said[-1] == "none of the 2 pages of the issue is here (p1.xml is the first)"


def test_a_page_that_is_none_is_named() -> None:
    files = {"mets.xml": mets(issue(STORY, ADVERTISEMENT)), "p1.xml": P1, "p2.xml": b"not XML"}
    found, said = read_with_reasons(files)
    assert len(found) == 1
    assert said == ["page 2 cannot be read: no XML element in the document"]


def test_a_description_without_pages_of_text() -> None:
    for made in (
        mets(issue(), []),
        mets(issue(), ["p1.tif"]),
        b'<mets xmlns="http://www.loc.gov/METS/"/>',
    ):
        with pytest.raises(NoArticle, match="names no page"):
            list(reader("mets").read(feed({"mets.xml": made}, "mets.xml", "mets")))


def test_sections_give_their_name_and_their_line() -> None:
    section = div(
        "SECTION",
        div("HEADING", div("TITLE", area("B2")))
        + div("BODY", div("TEXT", area("B1")))
        + div("ARTICLE", area("B3")),
        'LABEL="News of the coast."',
    )
    (story,) = read({"mets.xml": mets(issue(section), ["p1.xml"]), "p1.xml": P1})
    assert story.section == ("News of the coast.",)
    assert story.boilerplate is not None
    assert set(story.boilerplate.split("\n\n")) == {"A PIER LOST", "HARBOUR POST"}


def test_a_section_with_a_text_of_its_own_has_an_article_more() -> None:
    section = div(
        "SECTION", div("BODY", div("TEXT", area("B3"))) + div("ARTICLE", area("B4")), 'LABEL="Coast"'
    )
    own, story = read({"mets.xml": mets(issue(section), ["p1.xml"]), "p1.xml": P1})
    assert own.body == "The pier was carried away on Sunday by the sea."
    assert story.body == "Forty boats were"
    assert own.section == story.section == ("Coast",)


def test_headline_deck_and_author() -> None:
    page = alto(
        block("H0", "THE WEEK"), block("H1", "TWO LIGHTS"), block("H2", "A second lamp"), block("H3", "By Our Man"),
        block("T", "Text of it stands here."), block("K", "The new lamp"),
    )  # fmt: skip
    article = div(
        "ARTICLE",
        div(
            "HEADING", div("OVERLINE", area("H0")) + div("TITLE", area("H1")) + div("SUBHEADLINE", area("H2"))
        )
        + div(
            "BODY",
            div("AUTHOR", area("H3"))
            + div("TEXT", area("T"))
            + div("ILLUSTRATION", div("CAPTION", area("K"))),
        ),
        'DMDID="m1"',
    )
    facts = mods("D", "") + mods(
        "m1",
        "<mods:titleInfo><mods:nonSort>Les</mods:nonSort><mods:title>deux feux</mods:title></mods:titleInfo>"
        "<mods:language><mods:languageTerm type='code'>fre</mods:languageTerm></mods:language>",
    )
    (story,) = read({"mets.xml": mets(issue(article), ["p1.xml"], sections=facts), "p1.xml": page})
    assert story.headline == "Les deux feux"
    assert story.other_headlines == ("TWO LIGHTS", "THE WEEK", "A second lamp")
    assert story.byline == "Our Man"
    assert story.body == "Text of it stands here.\n\nThe new lamp"


def test_a_headline_that_stands_in_the_text_too_is_taken_off() -> None:
    article = div("ARTICLE", area("B2") + area("B3"), 'LABEL="A pier lost"')
    (story,) = read({"mets.xml": mets(issue(article), ["p1.xml"]), "p1.xml": P1})
    assert (story.headline, story.body) == ("A pier lost", "The pier was carried away on Sunday by the sea.")


@pytest.mark.parametrize("label", ["UNKNOWN", "[Untitled]", "[sans titre]", "Untitled Article"])
def test_a_label_that_says_that_there_is_none(label: str) -> None:
    (story,) = read(
        {"mets.xml": mets(issue(div("ARTICLE", area("B3"), f'LABEL="{label}"')), ["p1.xml"]), "p1.xml": P1}
    )
    assert story.headline is None


def test_articles_in_the_record_of_the_issue() -> None:
    """Veridian and the National Library of Finland: an article is a constituent of the issue's MODS."""
    facts = mods(
        "D",
        "<mods:titleInfo><mods:title>Harbour Post</mods:title></mods:titleInfo>"
        '<mods:relatedItem type="constituent" ID="M1"><mods:titleInfo><mods:title>Pier lost</mods:title></mods:titleInfo>'
        "<mods:name><mods:namePart>Ada Penrice</mods:namePart></mods:name></mods:relatedItem>",
    )
    made = mets(issue(div("ARTICLE", area("B3"), 'DMDID="M1"')), ["p1.xml"], sections=facts)
    (story,) = read({"mets.xml": made, "p1.xml": P1})
    assert (story.headline, story.byline, story.publisher) == ("Pier lost", "Ada Penrice", "Harbour Post")


def test_volume_number_and_edition() -> None:
    facts = mods(
        "D",
        "<mods:titleInfo><mods:title>Harbour Post</mods:title></mods:titleInfo><mods:originInfo><mods:dateIssued>17.12.1918"
        "</mods:dateIssued></mods:originInfo><mods:part><mods:detail type='volume'><mods:number>8</mods:number></mods:detail>"
        "<mods:detail type='issue'><mods:number>212</mods:number></mods:detail>"
        "<mods:detail type='edition'><mods:number>2</mods:number><mods:caption>Evening</mods:caption></mods:detail></mods:part>",
    )
    (story,) = read(
        {"mets.xml": mets(issue(div("ARTICLE", area("B3"))), ["p1.xml"], sections=facts), "p1.xml": P1}
    )
    assert story.day == "1918-12-17"
    assert story.edition is not None
    assert (story.edition.volume, story.edition.edition) == ("8, no. 212", "Evening")


@pytest.mark.parametrize("stated", ["1915-12-01", "1915/12/01", "1915.12.01"])
def test_dublin_core_and_a_title_that_is_a_date(stated: str) -> None:
    """The Bibliothèque nationale: the title of an issue is its day and number."""
    facts = (
        '<dmdSec ID="D"><mdWrap MDTYPE="DC"><xmlData><x xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>'
        f"{stated} (Année 12)</dc:title><dc:date>{stated}</dc:date></x></xmlData></mdWrap></dmdSec>"
    )
    made = mets(
        "",
        ["p1.xml"],
        sections=facts,
        physical=div("group", div("object", '<fptr FILEID="F1"/>', 'ORDER="1" ORDERLABEL="NP"'), 'DMDID="D"'),
    )
    (page,) = read({"mets.xml": made, "p1.xml": P1})
    assert (page.publisher, page.day) == (None, "1915-12-01")
    assert page.edition is not None
    assert page.edition.page == "1"


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("LLE/19460902_01/19460902_01-METS.xml", "1946-09-02"),
        ("sn85066387/print/1912050201/mets.xml", "1912-05-02"),
        ("a/1858-12-07_01-mets.xml", "1858-12-07"),
        ("download/1858-12-07/issue/mets.xml", None),
        ("4616238/manifest.xml", None),
        ("20199999/mets.xml", None),
        ("PPN720183197/mets.xml", None),
    ],
)
def test_the_day_in_a_name(path: str, day: str | None) -> None:
    assert day_in_name(path, of_folder=True) == day


def test_where_nothing_is_stated_of_the_issue_the_file_says_its_day() -> None:
    files = {
        "LLE/19460902_01/19460902_01-METS.xml": mets(
            issue(div("Ad", area("B3"), 'LABEL="UNKNOWN"')),
            ["p1.xml"],
            sections="",
            more='LABEL="DOCUMENT_TITLE_PLACEHOLDER"',
        ),
        "LLE/19460902_01/p1.xml": P1,
    }
    (found,) = read(files, "LLE/19460902_01/19460902_01-METS.xml")
    assert (found.day, found.evidence["day"]) == ("1946-09-02", "file name")
    assert (found.publisher, found.headline, found.type) == (None, None, "advertisement")


def test_a_rectangle_is_an_area_too() -> None:
    corner = '<fptr><area FILEID="F1" SHAPE="RECT" COORDS="0,0,15,99"/></fptr>'
    (story,) = read(
        {
            "mets.xml": mets(issue(div("ARTICLE", corner)), ["p1.xml"]),
            "p1.xml": alto(block("B", "one two three")),
        }
    )
    assert story.body == "one two"


def test_pages_inside_the_description() -> None:
    made = mets(issue(div("ARTICLE", area("B3"))), ["x"]).decode()
    held = base64.b64encode(P1).decode()
    place = '<FLocat LOCTYPE="URL" xlink:href="x"/>'
    for content in (
        f"<xmlData>{P1.decode().partition('?>')[2]}</xmlData>",
        f"<binData>{held}</binData>",
    ):
        data = made.replace(place, f"<FContent>{content}</FContent>").encode()
        (story,) = reader("mets").read(feed_of_bytes(data, path="mets.xml", format="mets"))
        assert story.body == "The pier was carried away on Sunday by the sea."


def test_what_a_scanner_makes_of_a_speck_is_no_article() -> None:
    page = alto(block("B1", "i"), block("B2", "The pier was lost."))
    found = read(
        {
            "mets.xml": mets(issue(div("ARTICLE", area("B1")), div("ARTICLE", area("B2"))), ["p1.xml"]),
            "p1.xml": page,
        }
    )
    assert [each.body for each in found] == ["The pier was lost."]


def test_more_pages_than_an_issue_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_PAGES", 1)
    found, said = read_with_reasons({"mets.xml": mets("", PAGES), **PAGES})
    assert len(found) == 1
    assert said == ["2 pages; the first 1 are read"]


def test_words_of_an_article_are_kept_no_longer_than_it_lasts() -> None:
    """The memory for an issue is that of its longest articles and one page."""
    count = 30
    pages = {f"p{at}.xml": alto(block(f"B{at}", "word " * 200), number=at) for at in range(1, count + 1)}
    logical = issue(*(div("ARTICLE", area(f"B{at}", file=f"F{at}")) for at in range(1, count + 1)))
    given = feed({"mets.xml": mets(logical, pages), **pages}, "mets.xml", "mets")
    from morgue.feeds.support.xml import parse

    kept = reading._Issue(given, parse(given.bytes()).root, Names())
    most = 0
    for _ in kept.drafts():
        most = max(most, sum(map(len, kept._texts.values())))
    assert most <= 200


def test_the_mark_of_the_form() -> None:
    for head in (
        mets(issue()),
        b'<?xml version="1.0"?><METS:mets xmlns:METS="http://www.loc.gov/METS/"/>',
        b"<!-- made --><mets/>",
    ):
        assert pick(head, "x.txt").name == "mets"


SEEDS = {"mets.xml": mets(issue(div("TITLE_SECTION", area("B1")), STORY, ADVERTISEMENT)), **PAGES}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 2**32))
def test_damage_in_any_file_of_an_issue_gives_stories_or_a_reason(seed: int) -> None:
    dice = random.Random(seed)
    files = dict(SEEDS)
    for name in dice.sample(sorted(files), dice.randint(1, 3)):
        data = bytearray(files[name])
        for _ in range(dice.randint(1, 6)):
            at = dice.randrange(len(data) + 1)
            match dice.randrange(4):
                case 0:
                    del data[at:]
                case 1:
                    data[at:at] = dice.choice(
                        [b"<", b"&", b"]]>", b'"', b"\x00", b"</div>", b"<div>", b"B3", b"F9"]
                    )
                case 2:
                    del data[at : at + dice.randrange(40)]
                case 3:
                    data[at:at] = data[at : at + dice.randrange(200)]
        files[name] = bytes(data)
    found, said = read_with_reasons(files)
    assert all(each.body or each.headline for each in found)
    assert found or said
    assert all(each.strip() for each in said)


def test_a_volume_of_several_issues() -> None:
    """What is stated of an issue holds for its articles and pages, and not for those of the next."""
    facts = mods("V", "<mods:titleInfo><mods:title>Harbour Post</mods:title></mods:titleInfo>") + "".join(
        mods(f"I{at}", f"<mods:originInfo><mods:dateIssued>1911-03-0{at}</mods:dateIssued></mods:originInfo>")
        for at in (4, 5)
    )
    logical = div(
        "VOLUME",
        div("ISSUE", div("ARTICLE", area("B3"), 'ID="a"'), 'DMDID="I4"')
        + div("ISSUE", div("ARTICLE", area("C1", file="F2"), 'ID="b"'), 'DMDID="I5"'),
        'DMDID="V"',
    )
    found = read({"mets.xml": mets(logical, sections=facts), **PAGES})
    assert [(each.publisher, each.day) for each in found] == [
        ("Harbour Post", "1911-03-04"),
        ("Harbour Post", "1911-03-05"),
    ]


def test_a_page_in_two_forms_is_read_once() -> None:
    physical = div("page", '<fptr FILEID="F1"/><fptr FILEID="F2"/>', 'ORDER="1"')
    (page,) = read(
        {"mets.xml": mets("", ["p1.xml", "p1b.xml"], physical=physical), "p1.xml": P1, "p1b.xml": P1}
    )
    assert (page.body or "").startswith("HARBOUR POST")
    made = mets(issue(div("ARTICLE", area("B3", file="F2"))), ["p1.xml", "p1b.xml"], physical=physical)
    (story,) = read({"mets.xml": made, "p1.xml": P1, "p1b.xml": P1})
    assert story.body == "The pier was carried away on Sunday by the sea."


def test_pages_in_another_form_are_named() -> None:
    found, said = read_with_reasons(
        {"mets.xml": mets("", ["p1.xml"]), "p1.xml": b"<document><Page/></document>"}
    )
    assert found == []
    assert said == ["pages in another form than ALTO and PAGE (document), which are read by themselves"]


def test_a_page_that_is_compressed() -> None:
    (story,) = read({"mets.xml": mets(issue(div("ARTICLE", area("B3"))), ["p1.xml"]), "p1.xml.gz": P1})
    assert story.body == "The pier was carried away on Sunday by the sea."


def test_two_articles_may_have_one_part() -> None:
    made = mets(
        issue(
            div("ARTICLE", area("B2") + area("B3"), 'ID="a"'),
            div("ARTICLE", area("B2") + area("B4"), 'ID="b"'),
        ),
        ["p1.xml"],
    )
    found = read({"mets.xml": made, "p1.xml": P1})
    assert [(each.body or "").split()[:3] for each in found] == [["A", "PIER", "LOST"]] * 2


def test_a_part_that_is_pointed_at_twice_is_read_once() -> None:
    (story,) = read(
        {
            "mets.xml": mets(
                issue(div("ARTICLE", div("TITLE", area("B2")) + area("B3") + area("B2"))), ["p1.xml"]
            ),
            "p1.xml": P1,
        }
    )
    assert (story.headline, story.body) == ("A PIER LOST", "The pier was carried away on Sunday by the sea.")


def test_a_page_in_every_article_again_ends_somewhere() -> None:
    """A description of a few kilobytes does not become gigabytes of articles."""
    page = alto(*(block(f"B{at}", "some words of it") for at in range(500)))
    many = issue(*(div("ARTICLE", area("PS1"), f'ID="a{at}"') for at in range(400)))
    found, said = read_with_reasons({"mets.xml": mets(many, ["p1.xml"]), "p1.xml": page})
    assert len(found) < 20
    assert said == ["the articles of the issue have the same parts of its pages again and again"]


def test_links_of_everything_to_everything_end_somewhere() -> None:
    locators = "".join(
        f'<smLocatorLink xlink:href="#a{at}" xlink:label="x"/><smLocatorLink xlink:href="#p{at}" xlink:label="y"/>'
        for at in range(2_000)
    )
    links = (
        f'<structLink><smLinkGrp>{locators}<smArcLink xlink:from="x" xlink:to="y"/></smLinkGrp></structLink>'
    )
    found, _ = read_with_reasons(
        {"mets.xml": mets(issue(div("ARTICLE", area("B3"))), ["p1.xml"], links=links), "p1.xml": P1}
    )
    assert len(found) == 1


def test_articles_of_an_issue_that_share_a_record_are_kept_apart() -> None:
    files = {
        "mets.xml": mets(
            issue(
                div("ARTICLE", area("B1"), 'LABEL="Notices" DMDID="X"'),
                div("ARTICLE", area("B2"), 'LABEL="Notices" DMDID="X"'),
            ),
            ["p1.xml"],
        ),
        "p1.xml": alto(block("B1", "Coal by the ton."), block("B2", "Coal by the sack.")),
    }
    assert len({each.id for each in read(files)}) == 2


def test_an_issue_that_names_neither_day_nor_number_claims_nothing() -> None:
    """Else the articles of every issue of the paper would be those of the first one."""
    title = mods("D", "<mods:titleInfo><mods:title>Harbour Post</mods:title></mods:titleInfo>")
    ids = set()
    for text in ("The pier was lost.", "The ferry was found."):
        described = mets(issue(div("ARTICLE", area("B1"), 'ID="A1"')), ["p1.xml"], sections=title)
        (found,) = read({"mets.xml": described, "p1.xml": alto(block("B1", text))})
        assert not found.reading.own
        ids.add(found.id)
    assert len(ids) == 2


def page_of(*regions: str) -> bytes:
    """A page in PAGE XML, a region for each text; `heading:` and the like before it is its type."""
    made = ""
    for at, each in enumerate(regions):
        kind, _, text = each.rpartition(":")
        lines = "".join(
            f'<TextLine id="l{at}{n}"><TextEquiv><Unicode>{part}</Unicode></TextEquiv></TextLine>'
            for n, part in enumerate(text.split("/"))
            if part
        )
        made += f'<TextRegion id="r{at}" type="{kind or "paragraph"}">{lines}</TextRegion>'
    space = "http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15"
    return f'<PcGts xmlns="{space}"><Page imageFilename="p.jpg">{made}</Page></PcGts>'.encode()


def test_pages_in_page_xml_are_those_of_the_issue() -> None:
    files = {
        "mets.xml": mets("", ["page/p1.xml", "page/p2.xml"]),
        "page/p1.xml": page_of("header:THE POST", "heading:PIER LOST", "The pier was car-/ried away."),
        "page/p2.xml": page_of("The ferry runs."),
    }
    found = read(files)
    assert [(each.headline, each.body) for each in found] == [
        ("PIER LOST", "The pier was carried away."),
        (None, "The ferry runs."),
    ]
    assert [each.publisher for each in found] == ["Harbour Post"] * 2
    assert [each.day for each in found] == ["1911-03-04"] * 2
    assert [each.edition.page for each in found if each.edition] == ["1", "2"]
    assert read_with_reasons(files, "page/p1.xml", "page-xml") == ([], ["a page of the issue mets.xml"])


def test_articles_that_are_parts_of_pages_in_page_xml() -> None:
    logical = issue(div("ARTICLE", area("r0", end="r1")), div("ARTICLE", area("r2")))
    page = page_of("The pier was car-", "ried away.", "The ferry runs.")
    found = read({"mets.xml": mets(logical, ["p1.xml"]), "p1.xml": page})
    assert [each.body for each in found] == ["The pier was carried away.", "The ferry runs."]


def test_of_the_steps_of_a_work_the_last_with_words_is_read_and_ground_truth_before_it() -> None:
    """OCR-D keeps a file for each step: the regions alone, the words, the words put right."""

    def described(*groups: str) -> bytes:
        named = "".join(
            f'<fileGrp USE="{group}"><file ID="{group}_1" MIMETYPE="application/vnd.prima.page+xml">'
            f'<FLocat xlink:href="{group}/1.xml"/></file></fileGrp>'
            for group in groups
        )
        pointers = "".join(f'<fptr FILEID="{group}_1"/>' for group in groups)
        physical = f'<div TYPE="physSequence"><div TYPE="page" ORDER="1">{pointers}</div></div>'
        return mets("", [], physical=physical).replace(b'<fileGrp USE="Text"></fileGrp>', named.encode())

    pages = {
        "OCR-D-SEG/1.xml": page_of(""),
        "OCR-D-OCR/1.xml": page_of("Tbe pier."),
        "OCR-D-COR/1.xml": page_of("The pier."),
        "OCR-D-GT-PAGE/1.xml": page_of("The Pier."),
        "OCR-D-LINES/1.xml": page_of(""),
    }
    steps = ("OCR-D-SEG", "OCR-D-OCR", "OCR-D-COR", "OCR-D-LINES")
    assert [each.body for each in read({"mets.xml": described(*steps), **pages})] == ["The pier."]
    truth = described("OCR-D-GT-PAGE", *steps)
    assert [each.body for each in read({"mets.xml": truth, **pages})] == ["The Pier."]


def test_an_issue_whose_table_of_contents_is_a_file_of_its_own() -> None:
    """The Bibliotheque nationale lists the pages in one METS and the articles in another: each word is read once."""
    listed = mets("", ["ocr/p1.xml"]).replace(
        b"</fileSec>",
        b'<fileGrp USE="toc"><file ID="toc.1"><FLocat xlink:href="toc/T1.xml"/></file></fileGrp></fileSec>',
    )
    advert = "<mods:classification>advertisement</mods:classification>"
    logical = issue(
        div("ARTICLE", area("B1"), 'DMDID="DMD.3" ID="V1" LABEL="Publicite"'),
        div("ARTICLE", area("B2"), 'DMDID="DMD.3" ID="V2" LABEL="Publicite"'),
        div("ARTICLE", area("B3"), 'ID="V3" LABEL="Pier lost"'),
    )
    contents = mets(logical, ["../ocr/p1.xml"], sections=mods("D", ISSUE) + mods("DMD.3", advert))
    page = alto(block("B1", "Coal by the ton."), block("B2", "Coal by the sack."), block("B3", "It is lost."))
    files = {"manifest.xml": listed, "toc/T1.xml": contents, "ocr/p1.xml": page}
    found = read(files, "manifest.xml")
    assert [(each.type, each.headline, each.body) for each in found] == [
        ("advertisement", None, "Coal by the ton."),
        ("advertisement", None, "Coal by the sack."),
        ("story", "Pier lost", "It is lost."),
    ]
    assert len({each.id for each in found}) == 3
    del files["toc/T1.xml"]
    whole, _ = read_with_reasons(files, "manifest.xml")
    assert [each.body for each in whole] == ["Coal by the ton.\n\nCoal by the sack.\n\nIt is lost."]
    files["toc/T1.xml"] = b"no XML"
    found, said = read_with_reasons(files, "manifest.xml")
    assert len(found) == 1
    assert "the structure of the issue" in said[0]


NATIONAL = {
    "manifest.xml": mets(
        "",
        ["ocr/p1.xml", "ocr/p2.xml"],
        sections=mods("DMD.2", ISSUE)
        + mods("DMD.3", "<mods:titleInfo><mods:title>1</mods:title></mods:titleInfo>"),
        physical=div(
            "group",
            div("object", '<fptr FILEID="F1"/>', 'ORDER="1" DMDID="DMD.3"')
            + div("object", '<fptr FILEID="F2"/>', 'ORDER="2"'),
            'DMDID="DMD.2"',
        ),
    ).replace(
        b"</fileSec>",
        b'<fileGrp USE="toc"><file ID="toc.1" MIMETYPE="text/xml"><FLocat xlink:href="toc/T1.xml"/></file></fileGrp></fileSec>',
    ),
    "toc/T1.xml": (
        '<mets xmlns="http://www.loc.gov/METS/" xmlns:mods="http://www.loc.gov/mods/v3">'
        + mods("DMD.2", ISSUE)
        + mods("DMD.3", "<mods:titleInfo><mods:title>A PIER LOST</mods:title></mods:titleInfo>")
        + '<structMap TYPE="toc">'
        + div(
            "ISSUE",
            div(
                "ARTICLE",
                div("HEADING", div("TITLE", area("B2")))
                + div(
                    "BODY",
                    div("PARAGRAPH", area("B3"))
                    + div("INSIDEHEADING", div("TITLE", area("B4")))
                    + div("PARAGRAPH", area("C1", file="F2")),
                ),
                'ID="DIV.2" DMDID="DMD.3"',
            )
            + div("ADVERTISEMENT", div("PARAGRAPH", area("C2", file="F2")), 'ID="DIV.3"'),
            'DMDID="DMD.2" ID="DIV.1"',
        )
        + "</structMap></mets>"
    ).encode(),
    "ocr/p1.xml": P1,
    "ocr/p2.xml": P2,
}
"""An issue as the Bibliothèque nationale de France delivers it: files and pages in one document, articles in another."""


def test_the_structure_of_articles_is_in_a_file_of_its_own() -> None:
    story, advertisement = read(NATIONAL, "manifest.xml")
    assert (story.headline, story.publisher, story.day) == ("A PIER LOST", "Harbour Post", "1911-03-04")
    assert story.body == (
        "The pier was carried away on Sunday by the sea.\n\nForty boats were saved by their crews."
    )
    assert not story.other_headlines
    assert advertisement.type == "advertisement"
    assert advertisement.edition is not None
    assert advertisement.edition.page == "2"


def test_the_file_of_the_structure_is_a_part_of_the_issue() -> None:
    with pytest.raises(NoArticle, match=r"the structure of the issue manifest\.xml"):
        read(NATIONAL, "toc/T1.xml")


@pytest.mark.parametrize("toc", [None, b"<html/>", b"not XML"])
def test_without_the_file_of_the_structure_the_pages_are_read_and_it_is_named(toc: bytes | None) -> None:
    files = {name: data for name, data in NATIONAL.items() if name != "toc/T1.xml"}
    if toc is not None:
        files["toc/T1.xml"] = toc
    pages, reasons = read_with_reasons(files, "manifest.xml")
    assert len(pages) == 2
    assert any("the structure of the issue" in each for each in reasons)
