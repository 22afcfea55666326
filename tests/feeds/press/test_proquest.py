from __future__ import annotations

import email
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from morgue.errors import FeedError, NoArticle
from morgue.feeds import pick
from morgue.feeds.press.proquest import sniff
from morgue.io.feed import Feed, feed_of_bytes
from morgue.model.article import Article

RULE = "_" * 60
ENGLISH = {
    "author": "Author",
    "full text": "Full text",
    "publication": "Publication title",
    "published": "Publication date",
    "page": "Pages",
    "section": "Section",
    "identifier": "ProQuest document ID",
}
LABELS = {
    "en": ENGLISH,
    "without blanks": {name: label.replace(" ", "") for name, label in ENGLISH.items()},
    "es": {
        "author": "Autor",
        "full text": "Texto completo",
        "publication": "Título de publicación",
        "published": "Fecha de publicación",
        "page": "Páginas",
        "section": "Sección",
        "identifier": "ID del documento de ProQuest",
    },
    "fr": {
        "author": "Auteur",
        "full text": "Texte intégral",
        "publication": "Titre de la publication",
        "published": "Date de publication",
        "page": "Pages",
        "section": "Section",
        "identifier": "ID du document ProQuest",
    },
    "de": {
        "author": "Autor",
        "full text": "Volltext",
        "publication": "Titel der Publikation",
        "published": "Publikationsdatum",
        "page": "Seiten",
        "section": "Bereich",
        "identifier": "ProQuest-Dokument-ID",
    },
    "zh": {
        "author": "作者",
        "full text": "全文",
        "publication": "出版物名称",
        "published": "出版日期",
        "page": "页",
        "section": "章节",
        "identifier": "ProQuest 文档 ID",
    },
}
FACTS = {
    "author": "Doe, Jane; Roe, Richard",
    "publication": "Quay Times,  Late Edition (East Coast); Port Alder, N.S.",
    "published": "May 8, 2010",
    "page": "AA.2",
    "section": "LATExtra; Metro Desk",
}
TEXT = "The port is shut, the pilot said.\n\nIt opens on Monday."


def in_text(
    number: int,
    *,
    labels: dict[str, str] = ENGLISH,
    of: int = 1,
    headline: str = "Port shut",
    text: str = TEXT,
) -> str:
    said = {**FACTS, "identifier": str(2_000_000 + number)}
    below = "\n\n".join(
        f"{labels[name]}: {said[name]}" for name in labels if name not in ("author", "full text")
    )
    return (
        f"{RULE}\n\nDocument {number} of {of}\n\n{headline}\n\n{labels['author']}: {said['author']}\n\n"
        f"https://search.proquest.com/docview/{said['identifier']}\n\n{labels['full text']}: {text}\n\n{below}\n\n"
    )


def in_markup(
    number: int, *, labels: dict[str, str] = ENGLISH, headline: str = "Port shut", text: str = TEXT
) -> str:
    said = {**FACTS, "identifier": str(2_000_000 + number)}
    below = "".join(
        f"<p><strong>{labels[name]}: </strong>{said[name]}</p>"
        for name in labels
        if name not in ("author", "full text")
    )
    paragraphs = "".join(f"<p>{each}</p>" for each in text.split("\n\n"))
    return (
        f'<div><a name="DocID_MSTAR_{said["identifier"]}"></a><p></p><p style="font-weight:bold;">{headline}</p>'
        f"<p><strong>{labels['author']}:  </strong>{said['author']}</p>"
        f'<p><strong>{labels["full text"]}: </strong><Text WordCount="9"><html><head><title></title></head><body>{paragraphs}</body></html></Text></p>{below}</div>'
    )


def read(data: str | bytes, name: str = "export.txt") -> tuple[list[Article], Feed]:
    raw = data if isinstance(data, bytes) else data.encode()
    feed = feed_of_bytes(raw, path=name)
    return list(pick(raw[:65_536], name).read(feed)), feed


def has_the_facts(story: Article) -> bool:
    edition = story.edition
    return (
        (story.headline, story.publisher, story.byline, story.day, story.body)
        == ("Port shut", "Quay Times", "Doe, Jane; Roe, Richard", "2010-05-08", TEXT)
        and story.section == ("LATExtra", "Metro Desk")
        and edition is not None
        and (edition.page, edition.edition) == ("AA.2", "Late Edition (East Coast)")
    )


@pytest.mark.parametrize("labels", LABELS.values(), ids=list(LABELS))
@pytest.mark.parametrize("coat", [in_text, in_markup])
def test_a_document_is_read_in_every_coat_and_language(coat: object, labels: dict[str, str]) -> None:
    assert callable(coat)
    (story,), feed = read(coat(1, labels=labels))
    assert has_the_facts(story), story
    assert not feed.complaints


def test_both_coats_of_a_document_are_one_story() -> None:
    (text,), _ = read(in_text(1))
    (page,), _ = read(in_markup(1))
    assert text.id == page.id


def test_the_labels_of_an_unknown_language_leave_what_the_citation_says() -> None:
    labels = {name: f"Q{at}x" for at, name in enumerate(ENGLISH)}
    citation = (
        "<p><span>Doe, Jane.\u2009</span><span><strong>Quay Times</strong><strong>, Late Edition; Port Alder</strong>"
        " [Port Alder].&nbsp;08 May 2010: AA.2.</span></p>"
    )
    page = in_markup(1, labels=labels).replace("<p><strong>Q0x", f"{citation}<p><strong>Q0x")
    (story,), _ = read(page)
    assert (story.headline, story.publisher, story.day, story.body) == (
        "Port shut",
        "Quay Times",
        "2010-05-08",
        TEXT,
    )
    assert story.edition is not None
    assert (story.edition.page, story.edition.edition) == ("AA.2", "Late Edition")


def test_documents_are_counted_against_what_the_report_says() -> None:
    whole = "".join(in_text(number, of=3, headline=f"Port {number}") for number in (1, 2, 3))
    stories, feed = read(whole)
    assert [story.headline for story in stories] == ["Port 1", "Port 2", "Port 3"]
    assert not feed.complaints
    stories, feed = read("".join(in_text(number, of=3, headline=f"Port {number}") for number in (1, 2)))
    assert len(stories) == 2
    assert "3 documents" in feed.complaints[0].message


def test_the_second_part_of_a_download_lacks_nothing() -> None:
    stories, feed = read("".join(in_text(number, of=102, headline=f"Port {number}") for number in (101, 102)))
    assert len(stories) == 2
    assert not feed.complaints


def test_a_table_of_contents_counts_documents_too() -> None:
    cover = f"{RULE}\n\nReport Information from ProQuest\nMay 04 2019\n{RULE}\n\nTable of contents\n\n1. Port shut\n\n2. Port opens\n\n"
    stories, feed = read(cover + in_text(1).replace("Document 1 of 1\n\n", ""))
    assert len(stories) == 1
    assert "2 documents" in feed.complaints[0].message


def test_a_report_that_ends_in_a_text_keeps_the_stories_before_it() -> None:
    whole = "".join(in_text(number, of=2, headline=f"Port {number}") for number in (1, 2))
    cut = whole[: whole.rindex("It opens") + 5]
    stories, feed = read(cut)
    assert [story.headline for story in stories] == ["Port 1", "Port 2"]
    assert stories[1].body == "The port is shut, the pilot said.\n\nIt op"
    assert [story.reading.is_cut for story in stories] == [False, True]
    assert "cut off" in feed.complaints[0].message


def test_a_document_that_a_report_has_twice_is_one_story() -> None:
    stories, feed = read(in_text(1, of=2) + in_text(1, of=2))
    assert len(stories) == 1
    assert not feed.complaints


def test_a_rule_and_a_label_within_a_text_are_of_the_text() -> None:
    text = f"The port is shut.\n\n{RULE}\n\nLocation: nobody knows where.\n\nIt opens on Monday."
    (story,), _ = read(in_text(1, text=text))
    assert story.body == "The port is shut.\n\nLocation: nobody knows where.\n\nIt opens on Monday."
    assert story.day == "2010-05-08"


def test_a_headline_may_begin_as_a_label_does() -> None:
    (story,), _ = read(in_text(1, headline="People: the pilots of the quay"))
    assert story.headline == "People: the pilots of the quay"


@pytest.mark.parametrize("absent", ["None available.", "Not available."])
def test_a_document_without_full_text_has_its_abstract(absent: str) -> None:
    document = in_text(1).replace(f"Full text: {TEXT}", f"Abstract: The port is shut.\n\nFull text: {absent}")
    (story,), _ = read(document)
    assert story.body == "The port is shut."
    assert story.evidence["body"] == "abstract"
    assert story.reading.partial


def test_what_is_beside_the_story_is_set_aside() -> None:
    page = in_markup(1).replace(
        "</body></html></Text>",
        "<div><div><strong>AuthorAffiliation</strong></div><div><p>JANE DOE is a pilot.</p></div></div></body></html></Text>",
    )
    page = page.replace(
        "<p>The port",
        '<a href="https://media.example/1" class="sr-only" title="The quay. (T. Lee)">Enlarge this image.</a><p>The port',
    )
    (story,), _ = read(page)
    assert story.body == TEXT
    assert story.boilerplate is not None
    assert "JANE DOE is a pilot." in story.boilerplate
    assert "The quay. (T. Lee)" in story.boilerplate
    assert "Enlarge" not in story.boilerplate


def test_a_year_alone_is_no_day() -> None:
    document = in_text(1).replace("Publication date: May 8, 2010", "Publication year: 2010")
    (story,), _ = read(document)
    assert story.day is None
    assert "2010" in (story.boilerplate or "")


def test_a_date_into_which_an_export_put_blanks_is_read() -> None:
    (story,), _ = read(in_text(1).replace("May 8, 2010", "May 1 8, 2 010"))
    assert story.day == "2010-05-18"


def test_nobody_wrote_what_is_by_anonymous() -> None:
    (story,), _ = read(in_text(1).replace("Doe, Jane; Roe, Richard", "Anonymous"))
    assert story.byline is None


def test_a_credit_names_who_wrote_it_where_no_author_does() -> None:
    text = f"{TEXT}\n\nCredit: By Ann Lee, Times staff"
    (story,), _ = read(in_text(1, text=text).replace("Author: Doe, Jane; Roe, Richard\n\n", ""))
    assert story.byline == "Ann Lee, Times staff"
    assert story.body == TEXT


def message(markup: str | None, text: str | None, subject: str = "Your ProQuest Research") -> bytes:
    mail = EmailMessage()
    mail["From"] = "noreply@proquest.com"
    mail["To"] = "reader@quay.example"
    mail["Date"] = "Tue, 15 Aug 2023 01:02:03 -0400"
    mail["Message-ID"] = "<1@quay.example>"
    mail["Subject"] = subject
    if text is not None:
        mail.set_content(text)
    if markup is not None and text is not None:
        mail.add_alternative(markup, subtype="html")
    elif markup is not None:
        mail.set_content(markup, subtype="html")
    return bytes(mail)


def test_a_message_that_brings_documents_is_the_documents() -> None:
    page = f"<html><body><p>J. Smith sent you the following:</p>{in_markup(1)}{in_markup(2, headline='Port opens')}<div class='copyright'>Contact ProQuest</div></body></html>"
    stories, feed = read(message(page, None), "mail.eml")
    assert [story.headline for story in stories] == ["Port shut", "Port opens"]
    assert has_the_facts(stories[0])
    assert {story.source.format for story in stories} == {"proquest"}
    assert not feed.complaints


def quoted(text: str) -> str:
    return "".join(f"> {line}\n" for line in text.splitlines())


FORWARDED = """All documents are reproduced with the permission of the copyright owner.
Please do not reply directly to this email.
Email 4 of 5

 <>
Port shut: [Final
Edition]
Author: Doe, Jane
Publication info: Quay Times ; Port Alder [Port Alder]08 May 2010: 18.
ProQuest document link <https://search.proquest.com/docview/2000001>
Links:UC-eLinks <http://resolver.example/sfx>
Full text:
The port is shut, the pilot said, and nobody on the quay knows when it
will open: the wall has moved by eleven centimetres in a month, which is
more than in the ten years before, and the pilots refuse to pass it with
ships that have a draught of more than two metres, as they have told the
council of the town in a letter on Monday.

It opens on Monday, the council said in its answer to them, or does not.

Publication title: Quay Times; Port Alder
Publication date: May 8, 2010
ProQuest document ID: 2000001
Database: Dailies
 <>
Port opens
Author: Roe, Richard
Full text:
It is open.
Publication title: Quay Times; Port Alder
Publication date: May 9, 2010
ProQuest document ID: 2000002
"""


def test_a_message_that_was_forwarded_as_text_is_the_documents() -> None:
    stories, _ = read(
        message(None, f"Look at this.\n\n{quoted(FORWARDED)}", "Fwd: Your ProQuest Research"), "mail.eml"
    )
    assert [story.headline for story in stories] == ["Port shut: [Final Edition]", "Port opens"]
    assert [story.day for story in stories] == ["2010-05-08", "2010-05-09"]
    assert (stories[0].body or "").split("\n\n")[
        1
    ] == "It opens on Monday, the council said in its answer to them, or does not."
    assert stories[0].url == "https://search.proquest.com/docview/2000001"


def test_a_message_that_was_forwarded_whole_is_the_documents() -> None:
    outer = EmailMessage()
    outer["From"] = "Jane Doe <j.doe@quay.example>"
    outer["Date"] = "Wed, 16 Aug 2023 01:02:03 -0400"
    outer["Subject"] = "Fwd: Your ProQuest Research"
    outer.make_mixed()
    outer.attach(email.message_from_bytes(message(in_markup(1), None), policy=default))
    (story,), _ = read(bytes(outer), "mail.eml")
    assert has_the_facts(story)


def test_a_mailbox_of_messages_is_the_documents_of_each() -> None:
    box = b"".join(
        b"From noreply@proquest.com Tue Aug 15 01:02:03 2023\n"
        + message(in_markup(number, headline=f"Port {number}"), None)
        + b"\n"
        for number in (1, 2)
    )
    stories, _ = read(box, "box.mbox")
    assert [story.headline for story in stories] == ["Port 1", "Port 2"]


def test_of_alternatives_the_markup_is_read() -> None:
    stories, _ = read(message(f"<blockquote>{in_markup(1)}</blockquote>", quoted(FORWARDED)), "mail.eml")
    assert [story.headline for story in stories] == ["Port shut"]


def test_a_message_about_proquest_is_a_message() -> None:
    (story,), _ = read(
        message(None, "The library has ProQuest now. Ask for the ProQuest document ID.\n"), "mail.eml"
    )
    assert story.headline == "Your ProQuest Research"


def test_a_report_without_documents_has_no_story() -> None:
    data = f"{RULE}\n\nReport Information from ProQuest\nMay 04 2019\n{RULE}\n".encode()
    assert sniff(data, "") > 95
    with pytest.raises(NoArticle):
        list(pick(data, "report.txt").read(feed_of_bytes(data, path="report.txt")))


@pytest.mark.parametrize(
    "data", [b"", b"ProQuest", b"A story about ProQuest: 1,200 documents.\n", b"<p>DocID_</p>"]
)
def test_what_only_names_proquest_is_none_of_its_exports(data: bytes) -> None:
    assert sniff(data, "proquest.txt") == 0


def test_the_documents_of_the_samples_are_found(shared: Path) -> None:
    folder = shared / "corpora/exports"
    wanted = {
        "proquest-html/sample-1.html": 1,
        "proquest-report/ProQuest_TestFile.txt": 100,
        "proquest-eml/format-v2.eml": 20,
    }
    for name, count in wanted.items():
        stories, feed = read((folder / name).read_bytes(), name)
        assert len(stories) == count
        assert not feed.complaints
        assert all(
            story.headline and story.body and "ProQuest document" not in story.body for story in stories
        )


def test_a_document_larger_than_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        Feed, "bytes", lambda self: (_ for _ in ()).throw(FeedError("the document is larger"))
    )
    with pytest.raises(FeedError, match="larger"):
        read(in_text(1))


def in_rtf(text: str) -> bytes:
    said = "".join(each if each.isascii() else f"\\u{ord(each)}?" for each in text.replace("\n", "\\par\n"))
    return f"{{\\rtf1\\ansi {said}}}".encode()


@pytest.mark.parametrize("rule", [RULE, ""])
def test_a_report_in_rtf_is_read_with_and_without_its_rules(rule: str) -> None:
    cover = f"{RULE}\n\nReport Information from ProQuest\nMay 04 2019\n\n"
    whole = cover + "".join(in_text(number, of=2, headline=f"Port {number}") for number in (1, 2))
    stories, feed = read(in_rtf(whole.replace(RULE, rule)), "export.rtf")
    assert [(story.headline, story.body) for story in stories] == [("Port 1", TEXT), ("Port 2", TEXT)]
    assert {story.source.format for story in stories} == {"proquest"}
    assert not feed.complaints


def test_a_text_that_a_mail_program_moved_out_of_its_element_is_read() -> None:
    page = (
        in_markup(1)
        .replace("<p>The port", "</text></p><div><p>The port", 1)
        .replace("</body></html></Text></p>", "</div>")
    )
    assert "</text></p><div>" in page
    (story,), _ = read(page)
    assert has_the_facts(story)


def test_a_tag_that_was_escaped_in_part_is_no_text() -> None:
    (story,), _ = read(in_markup(1).replace('WordCount="9"><html>', 'WordCount="9">html&gt;'))
    assert story.body == TEXT


def test_a_credit_may_name_an_agency() -> None:
    page = in_markup(1, text=f"{TEXT}\n\nCredit: Associated Press").replace(
        "Doe, Jane; Roe, Richard", "Anonymous"
    )
    (story,), _ = read(page)
    assert (story.agency, story.byline, story.body) == ("AP", None, TEXT)


@pytest.mark.parametrize(
    ("stated", "places"),
    [
        ("United States--US; New York", [("United States", "US"), ("New York", "US")]),
        ("United States--US Europe", [("United States", "US"), ("Europe", None)]),
        ("Chile--CL Peru--PE", [("Chile", "CL"), ("Peru", "PE")]),
    ],
)
def test_places_have_their_countries(stated: str, places: list[tuple[str, str | None]]) -> None:
    (story,), _ = read(in_text(1).replace("Pages: AA.2", f"Location: {stated}\n\nPages: AA.2"))
    assert [(each.place, each.country) for each in story.locations or ()] == places


UNTIL_2011 = """=====================================================
Document 1 of 2
=====================================================
Port shut; Pilots refuse to sail
Jane Doe. Quay Times. (Late Edition (East Coast)). Port Alder, N.S.: May 8, 2010. pg. A.2

Abstract (Summary)

The port is shut.

Full Text (345   words)

The port is shut, the pilot said.

It opens on Monday.

Indexing (document details)
Subjects: Ports, Pilots
Author(s): Jane Doe
Dateline: Port Alder
Section: A
Publication title: Quay Times. (Late Edition (East Coast)). Port Alder, N.S.: May 8, 2010. pg. A.2
Source type: Newspaper
ISSN: 00000000
ProQuest document ID: 2000001
Text Word Count 345
Document URL: http://proquest.example/pqdweb?did=2000001

=====================================================
Document 2 of 2
=====================================================
Port opens
Quay Times. Port Alder, N.S.: May 9, 2010. pg. B.1

Full Text (12 words)
It is open.

Indexing (document details)
Publication title: Quay Times. Port Alder, N.S.: May 9, 2010. pg. B.1
Source type: Newspaper
ProQuest document ID: 2000002
"""


def test_the_layout_until_2011_is_read() -> None:
    (first, second), feed = read(UNTIL_2011)
    assert (first.headline, first.publisher, first.byline, first.day, first.body) == (
        "Port shut; Pilots refuse to sail",
        "Quay Times",
        "Jane Doe",
        "2010-05-08",
        TEXT,
    )
    assert first.edition is not None
    assert (first.edition.page, first.edition.edition) == ("A.2", "Late Edition (East Coast)")
    assert (second.headline, second.publisher, second.byline, second.day, second.body) == (
        "Port opens",
        "Quay Times",
        None,
        "2010-05-09",
        "It is open.",
    )
    assert not feed.complaints
