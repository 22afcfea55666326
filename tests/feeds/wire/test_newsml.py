"""NewsML 1.x: the news lines, several stories in one item, what is no story, and the shared files against XPath."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings

from morgue.errors import NoArticle
from morgue.feeds import feed_of_bytes, pick
from morgue.feeds.wire import newsml
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

FOLDER = "newsml-1.x"

ITEM = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE NewsML PUBLIC "urn:newsml:iptc.org:20001006:NewsMLv1.0.dtd:1" "NewsMLv1.0.dtd" [<!ENTITY % nitf SYSTEM "n.dtd">%nitf;]>
<NewsML Version="1.2">
<NewsEnvelope><DateAndTime>20250919T080000Z</DateAndTime></NewsEnvelope>
<NewsItem xml:lang="fr">
<Identification><NewsIdentifier><ProviderId>afp.com</ProviderId><DateId>20250919T081801Z</DateId>
<NewsItemId>TX-PAR-QHD07</NewsItemId><RevisionId PreviousRevision="1" Update="N">2</RevisionId></NewsIdentifier></Identification>
<NewsManagement><NewsItemType FormalName="News"/><FirstCreated>20250919T071801+0000</FirstCreated>
<ThisRevisionCreated>20250919T081801+0000</ThisRevisionCreated><Status FormalName="Canceled"/></NewsManagement>
<NewsComponent>
<NewsLines><DateLine>Marseille, 19 sept 2025 (AFP) -</DateLine><HeadLine>Grève des ferries à Marseille</HeadLine>
<ByLine>Par Lucie Roux</ByLine><CopyrightLine>© 2025 AFP</CopyrightLine><SlugLine>ferries-grève</SlugLine></NewsLines>
<AdministrativeMetadata><Provider><Party FormalName="AFP"/></Provider></AdministrativeMetadata>
<DescriptiveMetadata><Language FormalName="fr"/>
<Location HowPresent="Origin"><Property FormalName="Country" Value="FRA"/><Property FormalName="City" Value="Marseille"/></Location>
<Property FormalName="Keyword" Value="transport"/></DescriptiveMetadata>
<NewsComponent><ContentItem><MediaType FormalName="Text"/><DataContent>CONTENT</DataContent></ContentItem></NewsComponent>
<NewsComponent Duid="photo0"><NewsLines><HeadLine>Un ferry</HeadLine></NewsLines>
<NewsComponent><Role FormalName="Caption"/><ContentItem><MediaType FormalName="Text"/>
<DataContent><p>Un ferry au port, le 18 septembre.</p></DataContent></ContentItem></NewsComponent>
<NewsComponent><Role FormalName="HighDef"/><ContentItem Href="a.jpg"><MediaType FormalName="Photo"/></ContentItem></NewsComponent>
</NewsComponent></NewsComponent></NewsItem></NewsML>"""

COPY = "Les marins sont à quai.\n\nLe préfet attend."


def with_content(content: str) -> bytes:
    return ITEM.replace("CONTENT", content).encode()


def test_the_news_lines_and_metadata() -> None:
    found = story(newsml, with_content("<p>Les marins sont à quai.</p><p>Le préfet attend.</p>"))
    assert found.id == article_id("newsml:afp.com:20250919:TX-PAR-QHD07")
    assert found.headline == "Grève des ferries à Marseille"
    assert found.body == COPY
    assert found.published == "2025-09-19T07:18:01+00:00"
    assert found.updated == "2025-09-19T08:18:01+00:00"
    assert (found.agency, found.publisher, found.byline) == ("AFP", None, "Lucie Roux")
    assert found.dateline == "Marseille, 19 sept 2025 (AFP) -"
    assert found.locations is not None
    assert [(each.place, each.country) for each in found.locations] == [("Marseille", "FR")]
    assert found.keywords == ("ferries-grève", "transport")
    assert found.language == "fr"
    assert found.boilerplate == (
        "Status: canceled\n\n© 2025 AFP\n\nUn ferry\n\nUn ferry au port, le 18 septembre."
    )


@pytest.mark.parametrize(
    "content",
    [
        "<nitf><body><body.content><p>Les marins sont à quai.</p><p>Le préfet attend.</p></body.content></body></nitf>",
        '<html xmlns="http://www.w3.org/1999/xhtml"><body><p>Les marins sont à quai.</p><p>Le préfet attend.</p></body></html>',
        "<![CDATA[<p>Les marins sont &agrave; quai.</p><p>Le préfet attend.</p>]]>",
        "&lt;p&gt;Les marins sont à quai.&lt;/p&gt;&lt;p&gt;Le préfet attend.&lt;/p&gt;",
        "Les marins sont à quai.\n\n  Le préfet attend.",
    ],
)
def test_forms_of_content(content: str) -> None:
    assert story(newsml, with_content(content)).body == COPY


COMPONENT = """<NewsComponent Duid="D{number}" xml:lang="{language}"><Role FormalName="Short"/>
<NewsLines><HeadLine>{headline}</HeadLine><CreditLine>BELGA</CreditLine></NewsLines>
<NewsComponent><Role FormalName="Title"/><ContentItem><DataContent>{headline}</DataContent></ContentItem></NewsComponent>
<NewsComponent><Role FormalName="Lead"/><ContentItem><DataContent>{lead}</DataContent></ContentItem></NewsComponent>
<NewsComponent><Role FormalName="Body"/><ContentItem><DataContent>{text}</DataContent></ContentItem></NewsComponent>
</NewsComponent>"""


def test_an_item_in_two_languages_is_two_stories() -> None:
    before, _, rest = ITEM.partition("<NewsComponent>")
    parts = COMPONENT.format(
        number=1, language="nl", headline="Veer ligt stil", lead="Kort.", text="De haven wacht."
    )
    parts += COMPONENT.format(
        number=2, language="fr", headline="Le ferry attend", lead="", text="Le port attend."
    )
    parts += COMPONENT.format(number=3, language="nl", headline="Geluid", lead="", text="")
    end = rest[rest.rindex("</NewsItem>") :]
    first, second = stories(newsml, f"{before}<NewsComponent>{parts}</NewsComponent>{end}".encode())
    assert (first.headline, first.body, first.language) == (
        "Veer ligt stil",
        "Kort.\n\nDe haven wacht.",
        "nl",
    )
    assert (second.headline, second.body, second.language) == ("Le ferry attend", "Le port attend.", "fr")
    assert first.id == article_id("newsml:afp.com:20250919:TX-PAR-QHD07#D1")
    assert first.agency == second.agency == "Belga"


def test_the_provider_by_its_own_name_is_no_publisher() -> None:
    data = with_content("<p>Les marins sont à quai.</p>").replace(
        b'<Party FormalName="AFP"/>', b'<Party FormalName="DEPECHES X"/>'
    )
    found = story(newsml, data)
    assert (found.agency, found.publisher) == ("AFP", None)
    assert found.evidence["agency"] == "ProviderId"
    other = story(newsml, data.replace(b"afp.com", b"depeches.example").replace("© 2025 AFP".encode(), b""))
    assert (other.agency, other.publisher) == ("AFP", "DEPECHES X")
    assert other.evidence["agency"] == "dateline"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("<NewsItemRef NewsItem='a.xml'/>", "a package that only refers to 1 items"),
        (
            "<ContentItem Href='a.jpg'><MediaType FormalName='Photo'/></ContentItem>",
            "pictures, sound or video without a caption or a story",
        ),
        ("", "a NewsItem without content"),
    ],
)
def test_what_is_no_story_says_what_it_is(content: str, reason: str) -> None:
    before, _, rest = ITEM.partition("<NewsComponent>")
    end = rest[rest.rindex("</NewsItem>") :]
    with pytest.raises(NoArticle) as caught:
        stories(newsml, f"{before}<NewsComponent>{content}</NewsComponent>{end}".encode())
    assert caught.value.message == reason


PICTURE = """
<NewsLines><HeadLine>Quay at dawn</HeadLine><ByLine>Ann Lee</ByLine><DateLine>OSTEND</DateLine><CreditLine>AFP</CreditLine></NewsLines>
<NewsComponent><Role FormalName="Caption"/><ContentItem><DataContent><p>The quay at Ostend on Monday.</p></DataContent></ContentItem></NewsComponent>
<NewsComponent><Role FormalName="Copyright"/><ContentItem><DataContent><p>All rights.</p></DataContent></ContentItem></NewsComponent>
<NewsComponent><Role FormalName="Main"/><ContentItem Href="7.jpg"><MediaType FormalName="MEDIA"/></ContentItem></NewsComponent>
"""


def without_story(component: str) -> bytes:
    before, _, rest = ITEM.partition("<NewsComponent>")
    return f"{before}<NewsComponent>{component}</NewsComponent>{rest[rest.rindex('</NewsItem>') :]}".encode()


@pytest.mark.parametrize(
    ("media", "kind"), [("Photo", "picture"), ("Graphic", "graphic"), ("Video", "video"), ("Audio", "audio")]
)
def test_a_picture_with_a_caption_is_an_article_of_its_type(media: str, kind: str) -> None:
    found = story(newsml, without_story(PICTURE.replace("MEDIA", media)))
    assert (found.type, found.headline, found.body) == (kind, "Quay at dawn", "The quay at Ostend on Monday.")
    assert (found.byline, found.agency) == ("Ann Lee", "AFP")


def test_each_picture_of_an_item_is_an_article() -> None:
    photo = PICTURE.replace("MEDIA", "Photo")
    both = "".join(
        f"<NewsComponent>{each}</NewsComponent>"
        for each in (photo, photo.replace("Quay", "Mole").replace("quay", "mole"))
    )
    assert [(each.type, each.headline, each.body) for each in stories(newsml, without_story(both))] == [
        ("picture", "Quay at dawn", "The quay at Ostend on Monday."),
        ("picture", "Mole at dawn", "The mole at Ostend on Monday."),
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "iso-8859-1"])
def test_encodings(encoding: str) -> None:
    text = ITEM.replace("CONTENT", "<p>Grève</p>").replace(
        'encoding="utf-8"', f'encoding="{encoding.removesuffix("-sig")}"'
    )
    data = b"\n\n" + text.encode(encoding) if encoding == "iso-8859-1" else text.encode(encoding)
    data = data.replace("©".encode("iso-8859-1"), b"(c)") if encoding == "iso-8859-1" else data
    assert newsml.sniff(data, "a.txt") == 95
    assert story(newsml, data).body == "Grève"


def test_a_file_that_breaks_off_is_read_as_far_as_it_goes() -> None:
    whole = with_content("<p>Les marins sont à quai.</p><p>Le préfet attend.</p>")
    feed = feed_of_bytes(whole[: whole.index("préfet".encode()) + 4], path="cut.xml")
    (found,) = newsml.read(feed)
    assert found.headline == "Grève des ferries à Marseille"
    assert found.body is not None
    assert found.body.startswith("Les marins sont à quai.")
    assert "truncated" in feed.complaints[0].message


@settings(max_examples=120)
@given(damaged(with_content("<p>Les marins.</p>"), *corpus("newsml")))
def test_damaged_bytes_give_articles_or_an_error(data: bytes) -> None:
    holds_its_contract(newsml, data)


NO_HEADLINE = ("no headline !", "no headline")


@pytest.mark.shared
@pytest.mark.parametrize("path", samples(FOLDER), ids=lambda path: path.name)
def test_shared_file_equals_its_elements(path: Path) -> None:
    used, articles, reason = read_as_picked(path)
    tree = plain_tree(path.read_bytes())
    copy = texts(
        tree, "//*:NewsComponent[not(*:Role[@FormalName='Caption'])]/*:ContentItem/*:DataContent//*:p"
    )
    assert used == "newsml"
    assert articles or not copy, reason
    created = texts(tree, "//*:NewsManagement/*:FirstCreated") or texts(
        tree, "//*:NewsEnvelope/*:DateAndTime"
    )
    headlines = [line for line in texts(tree, "//*:NewsLines/*:HeadLine") if line.lower() not in NO_HEADLINE]
    providers = texts(tree, "//*:Provider/*:Party/@FormalName") + texts(tree, "//*:ProviderId")
    for each in articles:
        assert each.published == day_and_time(created[0])
        if len(articles) == 1 and not texts(tree, "//*:NewsComponent[*:Role[@FormalName='Body']]"):
            lines = texts(tree, "(//*:NewsComponent[*:NewsLines])[1]/*:NewsLines/*:HeadLine")
            assert same_line(each.headline, lines[0] if lines else None)
        else:
            assert each.headline in headlines
        assert each.agency in agencies_in(providers)


@pytest.mark.parametrize(
    "copy", ["Vaasa is preparing for the winter.", "Vaasan talvi alkaa.", "Vaasa, as ever, is dark."]
)
def test_a_stated_dateline_stays_beside_a_sentence_that_names_the_place(copy: str) -> None:
    found = story(
        newsml,
        "<NewsML><NewsItem><Identification><NewsIdentifier><ProviderId>x.example</ProviderId><DateId>20231107</DateId>"
        '<NewsItemId>n1</NewsItemId><RevisionId PreviousRevision="0" Update="N">1</RevisionId><PublicIdentifier>urn:newsml:x:1'
        "</PublicIdentifier></NewsIdentifier></Identification><NewsManagement><NewsItemType FormalName='News'/>"
        "<FirstCreated>20231107T100000Z</FirstCreated></NewsManagement><NewsComponent><NewsLines><HeadLine>Winter</HeadLine>"
        "<DateLine>Vaasa</DateLine></NewsLines><ContentItem><MediaType FormalName='Text'/><DataContent>"
        f"<p>{copy}</p></DataContent></ContentItem></NewsComponent></NewsItem></NewsML>",
    )
    assert (found.dateline, found.body) == ("Vaasa", copy)
    assert [each.place for each in found.locations or ()] == ["Vaasa"]


def text_part(words: str, role: str = "", headline: str = "", more: str = "") -> str:
    """A component with a text; with a headline of its own where one is given."""
    stated = f'<Role FormalName="{role}"/>' if role else ""
    lines = f"<NewsLines><HeadLine>{headline}</HeadLine></NewsLines>" if headline else ""
    return (
        f'<NewsComponent {more}>{stated}{lines}<ContentItem><MediaType FormalName="Text"/>'
        f"<DataContent><p>{words}</p></DataContent></ContentItem></NewsComponent>"
    )


def item_of(*parts: str, headline: str = "Storm hits the coast", text: str = "") -> bytes:
    """A NewsItem whose outer component has these parts, and a headline and a text where they are given."""
    lines = f"<NewsLines><HeadLine>{headline}</HeadLine></NewsLines>" if headline else ""
    own = f"<ContentItem><DataContent><p>{text}</p></DataContent></ContentItem>" if text else ""
    return (
        '<NewsML Version="1.2"><NewsItem xml:lang="en"><Identification><NewsIdentifier><ProviderId>wire.example</ProviderId>'
        "<DateId>20240310</DateId><NewsItemId>storm</NewsItemId></NewsIdentifier></Identification>"
        f"<NewsManagement><FirstCreated>20240310T080000Z</FirstCreated></NewsManagement><NewsComponent>{lines}{own}"
        f"{''.join(parts)}</NewsComponent></NewsItem></NewsML>"
    ).encode()


MAIN = "A storm hit the coast on Sunday and tore roofs off houses."
SIDEBAR = "The flood of 1953 drowned hundreds along the same shore."
SUPPORT = "Trains will not run before Tuesday, the railway said."
CAPTION = "Waves break over the mole of Hoorn."
PHOTO = (
    '<NewsComponent><Role FormalName="Photo"/><NewsLines><HeadLine>Rough sea</HeadLine></NewsLines>'
    + text_part(CAPTION, "Caption")
    + "</NewsComponent>"
)
HEADED = [("Storm hits the coast", MAIN), ("Floods before", SIDEBAR)]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (item_of(text_part(MAIN, "Main"), text_part(SIDEBAR, "Sidebar", "Floods before")), HEADED),
        (item_of(text_part(SIDEBAR, "Sidebar", "Floods before"), text_part(MAIN, "Main")), HEADED[::-1]),
        (item_of(text_part(SIDEBAR, "Sidebar", "Floods before"), text=MAIN), HEADED),
        (
            item_of(
                text_part(MAIN, "Main", "Roofs fly"),
                text_part(SIDEBAR, "Sidebar", "Floods before"),
                headline="Storm hits the coast",
            ),
            [("Roofs fly", MAIN), ("Floods before", SIDEBAR)],
        ),
        (
            item_of(text_part(MAIN, "Main", "Roofs fly"), text_part(SUPPORT, "Supporting"), headline=""),
            [("Roofs fly", f"{MAIN}\n\n{SUPPORT}")],
        ),
        (
            item_of(text_part(SUPPORT, "Supporting"), text_part(MAIN, "Main", "Roofs fly")),
            [("Roofs fly", f"{SUPPORT}\n\n{MAIN}")],
        ),
        (
            item_of(text_part(MAIN, "Main"), text_part(SUPPORT, "Supporting"), PHOTO),
            [("Storm hits the coast", f"{MAIN}\n\n{SUPPORT}")],
        ),
        (
            item_of(PHOTO, text_part(SIDEBAR, "Sidebar", "Floods before"), text_part(MAIN)),
            HEADED[::-1],
        ),
        (
            item_of(
                text_part(MAIN, "Main", "Roofs fly", 'Duid="a"'),
                text_part("Het dak vloog weg.", "Main", "Daken vliegen", 'xml:lang="nl" Duid="b"'),
                text_part(SUPPORT),
                headline="",
            ),
            [("Roofs fly", f"{MAIN}\n\n{SUPPORT}"), ("Daken vliegen", "Het dak vloog weg.")],
        ),
        (
            item_of(
                text_part(SIDEBAR, "Sidebar", "Floods before"),
                text_part(SUPPORT, "Sidebar", "Trains stop"),
                text_part(MAIN, "Main"),
            ),
            [("Floods before", SIDEBAR), ("Trains stop", SUPPORT), ("Storm hits the coast", MAIN)],
        ),
    ],
)
def test_a_component_with_a_headline_and_a_text_is_a_story_and_nothing_is_lost(
    data: bytes, expected: list[tuple[str, str]]
) -> None:
    found = stories(newsml, data)
    assert sorted((each.headline, each.body) for each in found) == sorted(expected)
    assert len({each.id for each in found}) == len(found)
    kept = " ".join(
        part
        for each in found
        for part in (each.headline, each.body, each.dateline, each.byline, each.boilerplate)
        if part
    )
    tree = plain_tree(data)
    said = texts(tree, "//*:DataContent//*:p") + texts(tree, "//*:HeadLine")
    assert [words for words in said if words not in kept] == []


def test_the_main_story_keeps_the_name_of_the_item() -> None:
    alone = story(newsml, item_of(text_part(MAIN, "Main")))
    found = stories(newsml, item_of(text_part(SIDEBAR, "Sidebar", "Floods before"), text_part(MAIN, "Main")))
    assert next(each for each in found if each.body == MAIN).id == alone.id


def test_a_headline_inside_the_text_stays_beside_that_of_the_news_lines() -> None:
    copy = f"<nitf><body><body.head><hedline><hl1>Gale at sea</hl1></hedline></body.head><body.content><p>{MAIN}</p></body.content></body></nitf>"
    found = story(newsml, item_of(text_part("", more="").replace("<p></p>", copy)))
    assert (found.headline, found.body) == ("Storm hits the coast", MAIN)
    assert "Gale at sea" in (found.boilerplate or "")


@pytest.mark.parametrize(
    "line",
    [
        "<NewsLine><NewsLineType FormalName='Summary'/><NewsLineText>En bref au port</NewsLineText></NewsLine>",
        "<NewsLine><NewsLineText>En bref au port</NewsLineText></NewsLine>",
        "<SubHeadLine>En bref au port</SubHeadLine>",
        "<SeriesLine>En bref au port</SeriesLine>",
        "<RightsLine>En bref au port</RightsLine>",
    ],
)
def test_news_lines_without_a_field_are_kept(line: str) -> None:
    data = with_content("<p>Les marins sont à quai.</p>").replace(
        b"<SlugLine>", line.encode() + b"<SlugLine>", 1
    )
    assert "En bref au port" in (story(newsml, data.decode()).boilerplate or "").split("\n\n")


@pytest.mark.parametrize("count", [1, 3])
def test_documents_in_an_envelope_with_pages_in_them(count: int) -> None:
    page = "<html><head><title>x</title></head><body><p>Les marins sont à quai.</p></body></html>"
    inner = ITEM[ITEM.index("<NewsML") :].replace("CONTENT", page)
    data = f"<batch>{''.join(inner.replace('QHD07', f'QHD0{n}') for n in range(count))}</batch>".encode()
    found = list(pick(data, "a.xml").read(feed_of_bytes(data, path="a.xml")))
    assert [each.body for each in found] == ["Les marins sont à quai."] * count


def test_base64_with_other_characters_in_it_is_read() -> None:
    text = "VGhlIGZl*cnJ5 IHNhaWxlZCBh\u200bdCBub29uLg"
    document = f"""<NewsML><NewsItem><Identification><NewsIdentifier><ProviderId>a.example</ProviderId>
      <DateId>20251023</DateId><NewsItemId>1</NewsItemId></NewsIdentifier></Identification><NewsComponent>
      <NewsLines><HeadLine>Ferry sails</HeadLine></NewsLines><ContentItem><Encoding Notation="base64"/><DataContent>{text}</DataContent>
      </ContentItem></NewsComponent></NewsItem></NewsML>"""
    (story,) = newsml.read(feed_of_bytes(document.encode(), path="a.xml"))
    assert story.body == "The ferry sailed at noon."


# -- what an item states of its versions -----------------------------------------------------------------------


def versioned(
    management: str,
    revision: str = "<RevisionId PreviousRevision='0' Update='N'>1</RevisionId>",
    content: str = COPY,
) -> bytes:
    text = ITEM.replace('<RevisionId PreviousRevision="1" Update="N">2</RevisionId>', revision)
    text = text.replace('<Status FormalName="Canceled"/>', management)
    return text.replace("CONTENT", content).encode()


EARLIER = "urn:newsml:afp.com:20250918T100000Z:TX-PAR-QHC01:1N"
EARLIER_ID = article_id("newsml:afp.com:20250918:TX-PAR-QHC01")


@pytest.mark.parametrize(
    ("document", "lineage", "rule"),
    [
        (versioned(""), Lineage(number=1), "RevisionId"),
        (
            versioned("", "<RevisionId PreviousRevision='4' Update='N'>5</RevisionId>"),
            Lineage("update", (), 5),
            "RevisionId, RevisionId@PreviousRevision",
        ),
        (
            versioned("", "<RevisionId PreviousRevision='x' Update='N'>9999999999999</RevisionId>"),
            None,
            None,
        ),
        (versioned("<Status FormalName='Canceled'/>"), Lineage("withdrawn", (), 1), "RevisionId, Status"),
        (versioned("<Status FormalName='Usable'/>"), Lineage(number=1), "RevisionId"),
        (
            versioned("<Instruction FormalName='Correction'/>"),
            Lineage("correction", (), 1),
            "RevisionId, Instruction",
        ),
        (
            versioned(f"<DerivedFrom FormalName='Correction' NewsItem='{EARLIER}'/>"),
            Lineage("correction", (EARLIER_ID,), 1),
            "RevisionId, DerivedFrom",
        ),
        (versioned(f"<DerivedFrom NewsItem='{EARLIER}'/>"), Lineage(number=1), "RevisionId"),
        (versioned("<AssociatedWith FormalName='Update' NewsItem='photo.jpg'/>"), Lineage(number=1), "RevisionId"),
    ],
)  # fmt: skip
def test_what_an_item_states_of_its_versions(
    document: bytes, lineage: Lineage | None, rule: str | None
) -> None:
    found = stories(newsml, document)[0]
    assert found.lineage == lineage
    assert found.evidence.get("lineage") == rule


def test_a_link_is_the_id_of_its_target() -> None:
    target = ITEM.replace("20250919T081801Z", "20250918T100000Z").replace("TX-PAR-QHD07", "TX-PAR-QHC01")
    assert stories(newsml, target.replace("CONTENT", COPY).encode())[0].id == EARLIER_ID


def test_a_kill_without_content_is_its_headline() -> None:
    empty = re.sub(r"<NewsComponent>\n<NewsLines>.*</NewsItem>", "<NewsComponent><NewsLines><HeadLine>ANNULATION - Ferries</HeadLine></NewsLines></NewsComponent></NewsItem>", ITEM, flags=re.DOTALL)  # fmt: skip
    found = story(newsml, empty)
    assert (found.headline, found.body) == ("ANNULATION - Ferries", None)
    assert found.lineage == Lineage("withdrawn", (), 2)
    assert found.id == stories(newsml, with_content(COPY))[0].id
