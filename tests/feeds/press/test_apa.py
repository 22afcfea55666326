"""APA: its RTF in three layouts, text and pages to print; the line with paper and day; encodings; damage."""

from __future__ import annotations

import pytest

from morgue.errors import NoArticle
from morgue.feeds import pick
from morgue.feeds.press import apa
from morgue.io.feed import Feed, feed_of_bytes
from morgue.model.article import Article

RULE = "_" * 67


def rtf(*paragraphs: str, head: str = "\\rtf\\ansi\\ansicpg1252") -> bytes:
    """An RTF document of paragraphs, of which those that begin with an asterisk are bold."""
    made = (f"{{\\b {each[1:]}}}\\par\n" if each.startswith("*") else f"{each}\\par\n" for each in paragraphs)
    return ("{" + head + "{\\fonttbl{\\f0 Arial;}}\n" + "\\pard\\f0 ".join(("", *made)) + "}").encode()


def read(data: bytes, name: str = "export.rtf") -> tuple[list[Article], Feed]:
    chosen = pick(data[:65_536], name)
    feed = feed_of_bytes(data, path=name, format=chosen.name)
    found = [*chosen.read(feed)]
    assert {each.source.format for each in found} == {"apa"}
    return found, feed


@pytest.mark.parametrize(
    ("line", "paper", "published", "page", "volume", "section"),
    [
        ('"Kurier.at" gefunden am 28.12.2017 10:36 Uhr', "Kurier.at", "2017-12-28T10:36:00", None, None, ()),
        ('"Die Presse" vom 23.10.2017 Seite: 2', "Die Presse", "2017-10-23", "2", None, ()),
        ('"Die Presse" vom 23.10.2017 Seite 14', "Die Presse", "2017-10-23", "14", None, ()),
        (
            '"Der Standard" vom 30.09.2008                             Seite: 40',
            "Der Standard",
            "2008-09-30",
            "40",
            None,
            (),
        ),
        (
            '"Wiener Zeitung" Nr. 065 vom 02.04.2013                      Seite: 3',
            "Wiener Zeitung",
            "2013-04-02",
            "3",
            "065",
            (),
        ),
        (
            '"ORF 2" Zeit im Bild vom 11.05.2004 19.30 Uhr',
            "ORF 2",
            "2004-05-11T19:30:00",
            None,
            None,
            ("Zeit im Bild",),
        ),
        ("„Gebirgsbote“ vom 1.2.1999", "Gebirgsbote", "1999-02-01", None, None, ()),
        ('"Kurier" vom 03.04.2012 Seite: 2,3', "Kurier", "2012-04-03", "2,3", None, ()),
    ],
)
def test_the_line_of_paper_and_day(
    line: str, paper: str, published: str, page: str | None, volume: str | None, section: tuple[str, ...]
) -> None:
    [story], _ = read(rtf(line, "", "*Brücke gesperrt", "", "Die Brücke ist gesperrt."))
    assert (story.publisher, story.published, story.day) == (paper, published, published[:10])
    assert (story.edition.page if story.edition else None) == page
    assert (story.edition.volume if story.edition else None) == volume
    assert story.section == section
    assert (story.headline, story.body) == ("Brücke gesperrt", "Die Brücke ist gesperrt.")


def test_utf8_below_a_header_that_says_cp1252() -> None:
    [story], _ = read(
        rtf('"Kurier.at" gefunden am 28.12.2017 10:36 Uhr', "*Grüße aus Schönau", "Übermorgen \\u8211? früh.")
    )
    assert (story.headline, story.body) == ("Grüße aus Schönau", "Übermorgen – früh.")


def test_documents_are_parted_by_the_next_line_of_a_paper() -> None:
    first = (
        '"Kurier.at" gefunden am 28.12.2017 10:36 Uhr',
        "",
        "*Eins",
        "und mehr",
        "",
        'Im "Kurier" vom 3. Mai stand es.',
    )
    found, _ = read(
        rtf(*first, "", RULE, '"Presse.com" gefunden am 29.12.2017 09:00 Uhr', "", "*Zwei", "", "Text.")
    )
    assert [(each.headline, each.publisher) for each in found] == [
        ("Eins", "Kurier.at"),
        ("Zwei", "Presse.com"),
    ]
    assert found[0].body == 'und mehr\n\nIm "Kurier" vom 3. Mai stand es.'


def test_a_headline_of_two_bold_lines_is_one() -> None:
    [story], _ = read(
        rtf(
            '"Kurier" vom 03.04.2012',
            "",
            "*Fähre gibt auf",
            "*und sucht Nachfolger",
            "",
            "Text.",
            "*Fett im Text",
            "Mehr.",
        )
    )
    assert story.headline == "Fähre gibt auf und sucht Nachfolger"
    assert story.body == "Text.\n\nFett im Text\n\nMehr."


def test_what_is_printed_above_a_headline() -> None:
    [story], _ = read(
        rtf(
            '"Kurier" vom 03.04.2012 Seite: 2',
            "Ressort: Politik",
            "",
            "Von Resi Almer",
            "",
            "CityNÖ, Niederösterreich, Burgenland",
            "",
            "Aussensicht",
            "",
            "*Brücke gesperrt",
            "Text.",
        )
    )
    assert (story.section, story.byline, story.other_headlines) == (
        ("Politik",),
        "Resi Almer",
        ("Aussensicht",),
    )
    assert story.edition is not None
    assert (story.edition.page, story.edition.edition) == ("2", "CityNÖ, Niederösterreich, Burgenland")


WISO = (
    ' "Der Standard" vom 30.09.2008                             Seite: 40\\u8232 Ressort: KOM/ ALL KOM\\u8232 \\u8232 {\\b KOPF DES TAGES}\\u8232 \\u8232 '
    "Conrad Huber\\u8232    In der Politik kann man keine\\u8232 Karriere planen.\\u8232    Man muss warten.\\u8232 \\u8232 Bild: Der Wartende. Foto: APA\\u8232 "
)
TABLE = (
    "\\trowd\\cellx100\\cellx900\\intbl {\\b Quelle:}\\cell "
    '"Der Standard" vom 30.09.2008                             Seite: 40\\u8232 Ressort: KOM\\cell\\row '
    "\\trowd\\cellx100\\cellx900\\intbl {\\b Ressort:}\\cell ALL KOM\\cell\\row "
    "\\trowd\\cellx100\\cellx900\\intbl {\\b Mutation:}\\cell Wien, NÖ, Morgen\\cell\\row "
    "\\trowd\\cellx100\\cellx900\\intbl {\\b Dokumentnummer:}\\cell 0830840650 95200809300406150057\\cell\\row \\pard "
    "Dauerhafte Adresse des Dokuments: http://wiso.example/webcgi?DOKV_NO=0830\\u8232 \\u8232 Alle Rechte vorbehalten: provided by APA-DeFacto\\par\\page "
)


def test_defacto_with_its_table_of_facts() -> None:
    one = f"{{\\rtf1\\ansi\\uc0 {WISO}\\par {TABLE}"
    found, _ = read((one + WISO.replace("KOPF", "FUSS") + "\\par}").encode())
    assert [each.headline for each in found] == ["KOPF DES TAGES", "FUSS DES TAGES"]
    story = found[0]
    assert story.byline == "Conrad Huber"
    assert story.body == "In der Politik kann man keine Karriere planen.\n\nMan muss warten."
    assert story.url == "http://wiso.example/webcgi?DOKV_NO=0830"
    assert story.edition is not None
    assert (story.edition.page, story.edition.edition) == ("40", "Wien, NÖ, Morgen")
    assert story.section == ("KOM/ ALL KOM",)
    assert "Foto: APA" in (story.boilerplate or "")
    assert "Alle Rechte" in (story.boilerplate or "")


def test_plain_text() -> None:
    text = f'"Kurier" vom 03.04.2012 Seite: 2\nRessort: Politik\n\nBrücke gesperrt\n\n   Die Brücke\nist gesperrt.\n{RULE}\n"Kurier" vom 04.04.2012\n\nZwei\n\nText.\n'
    found, _ = read(text.encode(), "export.txt")
    assert [each.headline for each in found] == ["Brücke gesperrt", "Zwei"]
    assert found[0].body == "Die Brücke ist gesperrt."
    assert text.encode()[found[1].source.offset :].startswith(b'"Kurier" vom 04')


def test_a_cut_document_keeps_what_it_has() -> None:
    data = rtf(
        '"Kurier" vom 03.04.2012', "*Eins", "Text.", RULE, '"Kurier" vom 04.04.2012', "*Zwei", "Noch ein Text"
    )
    found, feed = read(data[:-40])
    assert [each.headline for each in found][:1] == ["Eins"]
    assert feed.complaints


@pytest.mark.parametrize(
    "text",
    [
        "Ein Brief.\n\nIch las ihn im Standard vom 30.09.2008.\n",
        'Titel\n\n"Der Standard" vom 30.09.2008 berichtet, die Brücke sei gesperrt.\n',
        'BERLIN, 3. Mai\n"Die Brücke", sagte er.\n',
    ],
)
def test_other_text_is_none(text: str) -> None:
    assert apa.sniff(text.encode(), "x.txt") == 0


def test_an_export_without_a_document() -> None:
    with pytest.raises(NoArticle):
        list(apa.read(feed_of_bytes(b"nothing\n", path="x.txt", format="apa")))
