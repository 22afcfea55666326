"""Europresse and Eureka: both layouts, header lines in French and English, what is beside the text, damage."""

from __future__ import annotations

import pytest

from morgue.errors import NoArticle
from morgue.feeds import pick
from morgue.feeds.press import europresse
from morgue.io.feed import Feed, feed_of_bytes
from morgue.model.article import Article

TODAY = """<article><header><div><span class="DocPublicationName">{paper}</span></div><div><span class="DocHeader">{line}</span></div>
{above}<div class="titreArticle">{title}</div>{below}</header><section><div class="DocText"><div class='docOcurrContainer'>{text}</div></div></section>
<aside>{aside}</aside><footer><small>© 2006 Courrier. Tous droits réservés.</small><p>Numéro de document : {number}</p>
<div id="divPubliC"><span id="PubliC_lblCertificatIssuedTo">Ce certificat est émis à <b>X</b></span></div></footer></article>"""
OLD = """<table><tr><td><table id="tbHeaderImages"><tr><td><img src="a.gif"></td></tr></table><span class="DocPublicationName">{paper}</span><br>
{heads}<br><br>{above}<span class="TitreArticleVisu">{title}</span><br><br>{text}<p></p><b><i>© 2012 Courrier. Tous droits réservés.</i></b><p></p>
Numéro de document : {number}<br><br><br><table><tr><td>{number}</td></tr><tr><td>Ce certificat est émis à <b>X</b></td></tr></table></td></tr></table>"""


def today(**parts: str) -> str:
    kept = {
        "paper": "Le Courrier",
        "line": "Politique, mardi 14 mars 2006, p. 12",
        "above": "",
        "title": '<p class="titreArticleVisu">Le bac reprend</p>',
        "below": "<div>Ann Kerbrat</div>",
        "text": "<p>Le bac a repris.</p><p>Il est neuf.</p>",
        "aside": "",
        "number": "news·20060314·COU·0q1403_1255263",
    }
    return TODAY.format(**{**kept, **parts})


def old(**parts: str) -> str:
    kept = {
        "paper": "Le Courrier",
        "heads": '<span class="DocHeader">Politique, </span><span class="DocHeader">jeudi </span><span class="DocHeader">5 octobre 2013</span>',
        "above": "",
        "title": "Le bac reprend",
        "text": "Ann Kerbrat<br><p></p>Le bac a repris.<p></p>Il est neuf.",
        "number": "news·20131005·COU·2040056000",
    }
    return OLD.format(**{**kept, **parts})


def read(*documents: str, encoding: str = "utf-8") -> tuple[list[Article], Feed]:
    """The stories of a page, which the table of formats must take for one of Europresse."""
    data = f"<html><head></head><body>{''.join(documents)}</body></html>".encode(encoding)
    chosen = pick(data[:65_536], "export.html")
    assert chosen.name == "europresse"
    feed = feed_of_bytes(data, path="export.html", format="europresse")
    return [*chosen.read(feed)], feed


@pytest.mark.parametrize(
    ("line", "section", "published", "page"),
    [
        ("Politique, mardi 14 mars 2006, p. 16", ("Politique",), "2006-03-14", "16"),
        ("Votre ville, jeudi 6 février 2014", ("Votre ville",), "2014-02-06", None),
        (
            "Seine-Saint-Denis, lundi 28 janvier 2013, p. 93_T_17",
            ("Seine-Saint-Denis",),
            "2013-01-28",
            "93_T_17",
        ),
        ("World, Friday, November 13, 2015", ("World",), "2015-11-13", None),
        ("Thursday, December 22, 2022 13887 mots, p. 819(40)", (), "2022-12-22", "819(40)"),
        ("France, mercredi 11 septembre 2024 1 134 mots, p. 11", ("France",), "2024-09-11", "11"),
        ("1er juillet 2004", (), "2004-07-01", None),
        ("News, Saturday, May 12, 2012, p. A1", ("News",), "2012-05-12", "A1"),
        ("Sports; Tennis, samedi 3 août 2019, p. B1, B4", ("Sports; Tennis",), "2019-08-03", "B1, B4"),
        ("vendredi 2 août 2019 - 06:28:50 UTC 340 mots", (), "2019-08-02T06:28:50+00:00", None),
        (
            "Actualités, vendredi 2 août 2019 - 06:28 UTC -0400",
            ("Actualités",),
            "2019-08-02T06:28:00-04:00",
            None,
        ),
        ("octobre 2013, p. 4", (), "2006-03-14", "4"),
    ],
)
def test_header_line(line: str, section: tuple[str, ...], published: str, page: str | None) -> None:
    [story], _ = read(today(line=line))
    assert (story.section, story.published, story.day) == (section, published, published[:10])
    assert (story.edition.page if story.edition else None) == page


@pytest.mark.parametrize(
    ("printed", "name", "volume", "edition"),
    [
        ("Le Courrier  ", "Le Courrier", None, None),
        ("La Gazette, no. 43018", "La Gazette", "no. 43018", None),
        ("Quay Law Review, Vol. 14, no 4", "Quay Law Review", "Vol. 14, no 4", None),
        ("Le Courrier (site web)", "Le Courrier (site web)", None, None),
        ("Le Courrier, no. 12                 Edition du Sud", "Le Courrier", "no. 12", "Edition du Sud"),
        ("Nord, Sud et Cie", "Nord, Sud et Cie", None, None),
    ],
)
def test_publication(printed: str, name: str, volume: str | None, edition: str | None) -> None:
    for document in (today(paper=printed), old(paper=printed)):
        [story], _ = read(document)
        assert story.publisher == name
        assert (story.edition.volume if story.edition else None) == volume
        assert (story.edition.edition if story.edition else None) == edition


def test_what_is_above_and_below_the_headline() -> None:
    title = '<p class="sm-margin-bottom">TRIBUNE</p><p class="titreArticleVisu">Le <mark>bac</mark></p><p class="rdp__subtitle">Il est neuf</p>'
    [story], _ = read(
        today(above="<div><p>MER</p></div>", title=title, below="<b><p>Trois semaines sans pain.</p></b>")
    )
    assert story.headline == "Le bac"
    assert story.other_headlines == ("MER", "TRIBUNE", "Il est neuf")
    assert story.byline is None
    assert story.body == "Trois semaines sans pain.\n\nLe bac a repris.\n\nIl est neuf."


def test_what_is_beside_the_text() -> None:
    aside = """<div><p><b>Illustration(s) : </b></p><div><p>Le bac.</p></div></div><div><p><b>Encadré(s) :</b></p><p>Un bac tous les jours.</p></div>
    <div><b>Note(s) : </b><p>a@b.example</p></div>"""
    [story], _ = read(today(aside=aside))
    assert story.body == "Le bac a repris.\n\nIl est neuf.\n\nUn bac tous les jours."
    assert story.boilerplate == "Le bac.\n\na@b.example\n\n© 2006 Courrier. Tous droits réservés."


def test_where_it_appeared_is_its_address() -> None:
    link = (
        '<p><a href="https://courrier.example/bac">Cet article est paru dans Le Courrier (site web)</a></p>'
    )
    [story], _ = read(today(text=f"<p>Le bac a repris.</p>{link}"))
    assert story.url == "https://courrier.example/bac"
    assert story.body == "Le bac a repris."


def test_the_older_layout() -> None:
    found, feed = read(
        old(above="Patrimoine<br>", title='Le <span style="color:red">bac</span> reprend'),
        old(
            text="Le bac, à quai, <font><b>a repris</b></font>.<p></p>Il est neuf.",
            number="news·20131006·COU·1",
        ),
    )
    first, second = found
    assert (first.headline, first.byline, first.other_headlines) == (
        "Le bac reprend",
        "Ann Kerbrat",
        ("Patrimoine",),
    )
    assert (first.section, first.day) == (("Politique",), "2013-10-05")
    assert first.body == "Le bac a repris.\n\nIl est neuf."
    assert second.byline is None
    assert second.body == "Le bac, à quai, a repris.\n\nIl est neuf."
    assert first.boilerplate == "© 2012 Courrier. Tous droits réservés."
    assert not feed.complaints


def test_the_number_is_the_identity() -> None:
    ids = [
        read(each)[0][0].id
        for each in (today(), today(text="<p>Autre.</p>"), old(number="news·20060314·COU·0q1403_1255263"))
    ]
    assert len(set(ids)) == 1


def test_a_page_in_latin_1() -> None:
    [story], _ = read(
        today(title='<p class="titreArticleVisu">Bac à sable</p>').replace("·", "*"), encoding="cp1252"
    )
    assert story.headline == "Bac à sable"


def test_a_cut_page_keeps_what_it_has_and_says_so() -> None:
    found, feed = read(today() + today(text="<p>Le début").partition("</div></div></section>")[0])
    assert len(found) == 2
    assert (found[1].body, found[1].reading.is_cut) == ("Le début", True)
    assert "cut off" in feed.complaints[0].message


def test_a_page_without_a_document() -> None:
    data = b"<html><style>.DocPublicationName{color:red}</style><body><p>Aucun document</p></body></html>"
    with pytest.raises(NoArticle, match="without a document"):
        list(europresse.read(feed_of_bytes(data, path="x.html", format="europresse")))


def test_other_pages_are_none() -> None:
    assert europresse.sniff(b"<uslm><docPublicationName>Online</docPublicationName></uslm>", "a.xml") == 0


def test_a_page_that_is_made_to_be_shared_is_no_export() -> None:
    page = b'<html><head><meta property="og:title" content="x"></head><body><b class=\'DocPublicationName\'>x</b></body></html>'
    assert europresse.sniff(page, "a.html") == 0
    assert europresse.sniff(page.replace(b"og:title", b"title"), "a.html") == 98
