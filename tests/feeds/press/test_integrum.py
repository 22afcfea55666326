from __future__ import annotations

from pathlib import Path

import pytest

from morgue.errors import NoArticle
from morgue.feeds import pick
from morgue.feeds.press.integrum import paragraphs_of, sniff
from morgue.io.feed import Feed, feed_of_bytes
from morgue.model.article import Article

HEAD = '<html><head><META http-equiv="Content-Type" content="text/html; charset={charset}"><title>Report 12.05.2021 15:50:05</title></head><body><h3>Report</h3>'
FIELDS = {
    "ИС": "Портовые вести",
    "РБ": "ГОРОД",
    "НР": "6",
    "ДТ": "09.02.1994",
    "АВ": "Марьина Эмма,",
    "ЗГ": "ПРИЧАЛ ПОШЕЛ",
}
TEXT = "     Причал пошел, говорит\nлоцман.\n     В понедельник он встанет."


def entry(number: int) -> str:
    return f'{number}. <a href="#{number}">ПРИЧАЛ</a> <small>Портовые вести; 09.02.1994; 6;</small><br>'


def document(number: int, fields: dict[str, str] = FIELDS, text: str = TEXT) -> str:
    cells = "".join(f"^{name}:\n    {value}\n<br>" for name, value in fields.items())
    return (
        f'<br clear="all"><div><a name="{number}"></a><table><tr><td bgcolor="#e4e1d9">{cells}</td></tr></table>'
        f"<h3>{fields.get('ЗГ', '')}\n</h3><pre>\n{text}</pre></div>"
    )


def read(body: str, charset: str = "windows-1251") -> tuple[list[Article], Feed]:
    raw = (HEAD.format(charset=charset) + body + "</body></html>").encode(charset)
    feed = feed_of_bytes(raw, path="report.html")
    chosen = pick(raw[:65_536], "report.html")
    assert chosen.name == "integrum"
    return list(chosen.read(feed)), feed


@pytest.mark.parametrize("charset", ["windows-1251", "utf-8"])
def test_a_report_has_a_story_a_text(charset: str) -> None:
    (story,), feed = read(entry(1) + document(1), charset)
    assert (story.headline, story.publisher, story.day, story.byline) == (
        "ПРИЧАЛ ПОШЕЛ",
        "Портовые вести",
        "1994-02-09",
        "Марьина Эмма",
    )
    assert story.section == ("ГОРОД",)
    assert story.body == "Причал пошел, говорит лоцман.\n\nВ понедельник он встанет."
    assert story.language == "ru"
    assert story.edition is not None
    assert story.edition.volume == "6"
    assert not feed.complaints


def test_words_that_were_searched_for_are_words() -> None:
    fields = {**FIELDS, "ЗГ": '<font color="#0000FF">ПРИЧАЛ <b>ПОШЕЛ</b></font>'}
    (story,), _ = read(
        document(1, fields, TEXT.replace("лоцман", '<font color="#FF0000"><b>лоцман</b></font>'))
    )
    assert story.headline == "ПРИЧАЛ ПОШЕЛ"
    assert "лоцман." in (story.body or "")


def test_a_document_without_an_author_or_a_headline_has_none() -> None:
    (story,), _ = read(document(1, {"ИС": "Портовые вести", "ДТ": "09.02.1994"}))
    assert (story.headline, story.byline) == (None, None)


def test_what_a_field_says_that_is_not_known_is_kept() -> None:
    (story,), _ = read(document(1, {**FIELDS, "ЦЦ": "Семь"}))
    assert "ЦЦ: Семь" in (story.boilerplate or "")


def test_a_document_that_a_report_has_twice_is_one_story() -> None:
    other = document(2, {**FIELDS, "ДТ": "16.02.1994"})
    stories, feed = read(entry(1) + entry(2) + entry(3) + document(1) + other + document(3))
    assert [story.day for story in stories] == ["1994-02-09", "1994-02-16"]
    assert not feed.complaints


def test_a_report_that_is_cut_off_says_so() -> None:
    whole = (
        HEAD.format(charset="windows-1251")
        + entry(1)
        + entry(2)
        + document(1)
        + document(2, {**FIELDS, "ДТ": "16.02.1994"})
    )
    raw = whole[: whole.rindex("В понедельник") + 4].encode("cp1251")
    feed = feed_of_bytes(raw, path="report.html")
    stories = list(pick(raw[:65_536], "report.html").read(feed))
    assert [story.reading.is_cut for story in stories] == [False, True]
    first = raw[: raw.rindex(b"<br clear")]
    feed = feed_of_bytes(first, path="report.html")
    assert len(list(pick(first[:65_536], "report.html").read(feed))) == 1
    assert "2 documents" in feed.complaints[0].message


def test_a_report_without_texts_has_no_story() -> None:
    with pytest.raises(NoArticle):
        read(entry(1))


@pytest.mark.parametrize(
    "data", [b"", b"<title>Report 12.05.2021 15:50:05</title><p>Sales</p>", b"<p>^XX: a</p>"]
)
def test_other_pages_are_no_reports(data: bytes) -> None:
    assert sniff(data, "x.html") == 0


def test_lines_that_end_before_their_width_are_lines() -> None:
    text = "     Вот они, какие есть и какие были:\n1. лоцман\n2. капитан\n\nИ все, что о них известно сегодня:\nничего."
    assert paragraphs_of(text) == [
        "Вот они, какие есть и какие были:\n1. лоцман\n2. капитан",
        "И все, что о них известно сегодня: ничего.",
    ]


def test_the_report_of_the_samples_is_read(shared: Path) -> None:
    path = shared / "corpora/exports/integrum/moscow_1993-06-06_1994-09-02.html"
    feed = feed_of_bytes(path.read_bytes(), path=path.name)
    stories = list(pick(feed.head(), path.name).read(feed))
    assert len(stories) == 9
    assert all(
        story.publisher == "Московские новости" and story.body and "^" not in story.body for story in stories
    )
    assert not feed.complaints
