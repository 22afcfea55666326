"""Entities of ActivePaper: articles, advertisements, divided words, pages."""

from __future__ import annotations

import pytest

from morgue.errors import NoArticle
from morgue.feeds import pick
from morgue.feeds.print import olive
from morgue.model.article import Edition
from tests.feeds.agencyfiles import stories, story


def entity(content: str, kind: str = "Article", heads: str = "", meta: str = "") -> bytes:
    return f"""<?xml version="1.0" encoding="windows-1252"?><XMD-entity ENTITY_TYPE="{kind}" DOC_UID="QYG_04/03/1901" PAGE_NO="2" ID="Ar1" LANGUAGE="French">
<Meta NAME="Untitled Article" BASE_HREF="QYG/1901/03/04" PUBLICATION="QYG" ISSUE_DATE="04/03/1901" PAGE_LABEL="2" {meta}/><Link SOURCE="x.pdf"/>
{heads}<Content><Primitive>{content}</Primitive></Content></XMD-entity>""".encode("cp1252")


def test_an_article() -> None:
    heads = "<HedLine_hl1><Primitive><L/><W>À</W><W>QUAI</W></Primitive></HedLine_hl1><HedLine_hl2><Primitive><W>Suite</W></Primitive></HedLine_hl2><Byline><Primitive><W>Par</W><W>Anne</W></Primitive></Byline>"
    data = entity('<L/><W>Le</W><W NS="y">bac</W><W>,</W>', heads=heads, meta='SECTION="Locale"')
    assert pick(data, "x").name == "olive"
    found = story(olive, data)
    assert (found.headline, found.other_headlines, found.byline, found.body) == (
        "À QUAI",
        ("Suite",),
        "Anne",
        "Le bac,",
    )
    assert (found.publisher, found.day, found.section, found.language) == (
        "QYG",
        "1901-03-04",
        ("Locale",),
        "fr",
    )
    assert found.edition == Edition("1901-03-04", "2", None, None)
    assert found.type == "story"


def test_a_name_that_the_program_gave_is_no_headline() -> None:
    assert story(olive, entity("<W>Texte.</W>")).headline is None


def test_whole_words_stand_for_their_parts() -> None:
    content = "<L/><W>on</W><Q>par</Q><Q LH='y'>-</Q><L/><q>venait</q><QW>parvenait</QW><q NS='y'>il</q><QW>reprit-il</QW><W>?</W><L/><W>dé-</W><L/><W>clare</W>"
    assert story(olive, entity(content)).body == "on parvenait reprit-il? déclare"


@pytest.mark.parametrize(
    ("kind", "type"), [("Article", "story"), ("Ad", "advertisement"), ("Picture", "picture")]
)
def test_kinds(kind: str, type: str) -> None:  # noqa: A002  the field's name
    assert story(olive, entity("<W>Mot</W>", kind)).type == type


def test_pages_and_empty_entities() -> None:
    with pytest.raises(NoArticle, match="layout"):
        stories(olive, entity("<W>Mot</W>", "Page"))
    with pytest.raises(NoArticle, match="without a word"):
        stories(olive, entity(""))


def test_the_layout_of_a_page() -> None:
    data = b"""<?xml version="1.0" encoding="windows-1252" standalone="no"?>
<XMD-PAGE REPOSITORY_FORMAT="1.0"><Meta ISSUE_DATE="04/03/1901" PAGE_NO="1" PUBLICATION="QYG" BASE_HREF="QYG/1901/03/04"/>
<Entity ENTITY_TYPE="Article" ID="Ar00100" WORDCNT="716"><Name>Le bac du Grand-Quai</Name>
<Primitive ID="Ar0010000" ELEMENT_TYPE="HedLine_hl1" SEQ_NO="3"/></Entity></XMD-PAGE>"""
    assert pick(data, "Pg001.xml").name == "olive"
    with pytest.raises(NoArticle, match="files of their own"):
        stories(olive, data)


def test_a_name_that_is_the_beginning_of_the_text_is_no_headline() -> None:
    data = entity("<W>Prix</W>").replace(b"Untitled Article", b"Prix d'abonnement Franco pour...")
    assert story(olive, data).headline is None
