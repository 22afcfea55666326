"""Issues of the Koninklijke Bibliotheek: a DIDL, texts and pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from morgue.errors import NoArticle, PartOf
from morgue.feeds import pick, reader
from tests.conftest import ROOT
from tests.feeds.print.issues import alto, block, feed, read, read_with_reasons

CORPUS = ROOT / "corpus" / "delpher"
DIDL = (CORPUS / "zeekant-1903-03-14-didl.xml").read_bytes()
TEXTS = {f"i/{path.name}": path.read_bytes() for path in (CORPUS / "text").iterdir()}
FILES = {"i/didl.xml": DIDL, **TEXTS}
FIRST = "i/DDD_000000042_0001_articletext.xml"


def test_an_issue() -> None:
    story, advertisement = read(FILES, "i/didl.xml", "delpher")
    assert (story.headline, story.publisher, story.day) == ("BINNENLAND.", "De Zeekant", "1903-03-14")
    assert (story.body or "").count("\n\n") == 1
    assert (advertisement.type, advertisement.headline) == ("advertisement", None)
    assert story.url == "https://zeekant.example/resolve?urn=ddd:000000042:mpeg21:a0001"


def test_a_text_of_an_issue_is_a_part_of_it() -> None:
    with pytest.raises(PartOf, match=r"a text of the issue didl\.xml"):
        list(reader("delpher").read(feed(FILES, FIRST, "delpher")))


def test_a_text_by_itself() -> None:
    (story,) = read({FIRST: TEXTS[FIRST]}, FIRST, "delpher")
    assert (story.headline, story.publisher, story.day) == ("BINNENLAND.", None, None)


def test_words_that_the_lines_of_a_text_divide() -> None:
    data = b"<text><title>A</title><p>De Oorlogfchee- pen van zon- en feestdagen in Nieuw- Amsterdam 3- 4</p></text>"
    (story,) = read({"t.xml": data}, "t.xml", "delpher")
    assert story.body == "De Oorlogfcheepen van zon- en feestdagen in Nieuw-Amsterdam 3- 4"


def test_a_text_that_is_missing_is_named() -> None:
    files = {name: data for name, data in FILES.items() if name != FIRST}
    found, said = read_with_reasons(files, "i/didl.xml", "delpher")
    assert [each.type for each in found] == ["advertisement"]
    assert said == ["the text of ddd:000000042:mpeg21:a0001 is missing: DDD_000000042_0001_articletext.xml"]


def test_without_any_text() -> None:
    found, said = read_with_reasons({"i/didl.xml": DIDL}, "i/didl.xml", "delpher")
    assert found == []
    assert said[-1] == "none of the 2 texts of the issue is here"


def test_where_the_text_is_missing_the_page_has_it() -> None:
    blocks = b'<x><dcx:blocks alto="DDD_1_alto.xml"><dcx:TextBlock ID="B1"/><dcx:TextBlock ID="B2"/></dcx:blocks></x>'
    mark = b'<didl:Component dc:identifier="ddd:000000042:mpeg21:a0001:metadata">'
    page = alto(block("B1", "De botter is ge|gezien.-~", "zien.|gezien."), block("B2", "Zij is er."))
    files = {**FILES, "i/didl.xml": DIDL.replace(mark, blocks + mark), "i/DDD_1_alto.xml": page}
    del files[FIRST]
    story, _ = read(files, "i/didl.xml", "delpher")
    assert story.body == "De botter is gezien.\n\nZij is er."


def test_a_description_without_articles() -> None:
    with pytest.raises(NoArticle, match="names no article"):
        read({"didl.xml": b"<DIDL><Item/></DIDL>"}, "didl.xml", "delpher")


def test_a_text_without_words() -> None:
    with pytest.raises(NoArticle, match="without words"):
        read({"t.xml": b"<text><title>A</title></text>"}, "t.xml", "delpher")


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (DIDL, "delpher"),
        (b"<text><title/><p>a</p></text>", "delpher"),
        (b"<text>\n\t<p>a</p></text>", "delpher"),
        (b'<?xml version="1.0"?>\n<text>\n\t<title>A</title>\n\t<p>a</p></text>', "delpher"),
    ],
)
def test_the_marks_of_the_form(data: bytes, form: str) -> None:
    assert pick(data, "x").name == form


def test_another_text_is_another_form() -> None:
    assert pick(b"<text><body>A story of some words.</body></text>", "x.xml").name != "delpher"


def test_the_real_ones(shared: Path) -> None:
    folder = shared / "corpora" / "exports" / "delpher"
    if not folder.is_dir():
        pytest.skip("the shared samples are not here")
    (path,) = folder.rglob("didl.xml")
    files = {each.name: each.read_bytes() for each in path.parent.iterdir() if each.suffix == ".xml"}
    found = read(files, "didl.xml", "delpher")
    assert len(found) == 16
    assert {each.edition.page for each in found if each.edition} == {"1", "2"}
