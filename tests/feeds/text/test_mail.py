"""mail: messages and mailboxes; encoded words, parts, senders, footers."""

from __future__ import annotations

import contextlib
import gzip
import io
import re
import zipfile
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from morgue.errors import FeedError, NoArticle
from morgue.feeds import feed_of_bytes, pick
from morgue.feeds.text import mail
from morgue.model.article import Article
from tests.extras import need_extra

EML = b"""\
Return-Path: <bounce@ferry.example>
From: The Ferry Times <newsletter@ferry.example>
To: reader@home.example
Subject: =?utf-8?q?Boat_sinks_off_=C3=85lesund?=
Date: Sun, 03 Mar 2024 10:00:00 +0100
Message-ID: <abc123@ferry.example>
List-Id: Ferry alerts <alerts.ferry.example>
MIME-Version: 1.0
Content-Type: text/plain; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

View this email in your browser

OSLO, March 3 (Reuters) - A boat sank near =C5lesund on Sunday, and its
crew was saved by a ferry.

The owner said nothing.

You are receiving this email because you signed up. Unsubscribe here.
"""


def read(data: bytes) -> tuple[list[Article], list[str]]:
    feed = feed_of_bytes(data, path="a.eml")
    return list(mail.read(feed)), [each.message for each in feed.complaints]


def message(**headers: str) -> EmailMessage:
    made = EmailMessage()
    for name, value in {
        "From": "Ann Lee <ann@ferry.example>",
        "Subject": "Boats",
        "Date": "Sun, 03 Mar 2024 10:00:00 +0100",
    }.items():
        made[name] = headers.pop(name, value)
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    return made


def test_a_newsletter():
    (story,), complaints = read(EML)
    assert story.headline == "Boat sinks off Ålesund"
    assert story.body == (
        "A boat sank near Ålesund on Sunday, and its crew was saved by a ferry.\n\nThe owner said nothing."
    )
    assert story.published == "2024-03-03T10:00:00+01:00"
    assert (story.agency, story.publisher, story.byline) == ("Reuters", "The Ferry Times", None)
    assert "Unsubscribe" in str(story.boilerplate)
    assert "View this email" in str(story.boilerplate)
    assert complaints == []


def test_html_is_read_where_it_says_more():
    short = message()
    short.set_content("Open this in a browser.")
    short.add_alternative(
        "<h1>Boats</h1><p>A boat sank near the harbour of the town.</p><p>All crew are safe now.</p>",
        subtype="html",
    )
    assert "All crew are safe now." in str(read(bytes(short))[0][0].body)
    both = message()
    both.set_content("A boat sank near the harbour.\n\nAll crew are safe.\n")
    both.add_alternative(
        "<p>A boat sank near the harbour.</p><p>All crew are safe.</p><p>Logo</p>", subtype="html"
    )
    assert read(bytes(both))[0][0].body == "A boat sank near the harbour.\n\nAll crew are safe."


@pytest.mark.parametrize(
    ("sender", "agency", "publisher", "byline"),
    [
        ("Ann Lee <ann@ferry.example>", None, "ferry.example", "Ann Lee"),
        ("Reuters <alerts@wire.example>", "Reuters", None, None),
        ("The Ferry Times <hello@ferry.example>", None, "The Ferry Times", None),
    ],
)
def test_senders(sender, agency, publisher, byline):
    made = message(From=sender)
    made.set_content("A boat sank near the harbour of the old town.\n")
    (story,), _ = read(bytes(made))
    assert (story.agency, story.publisher, story.byline) == (agency, publisher, byline)


def test_mailbox_with_offsets():
    data = (
        b"From a@b.example Sun Mar  3 10:00:00 2024\n"
        + EML
        + b"\nFrom c@d.example Mon Mar  4 10:00:00 2024\n"
    )
    data += b"From: Bo Ek <bo@d.example>\nSubject: Second\nDate: Mon, 4 Mar 2024 10:00:00 -0500\n\n>From here on it rained.\n"
    stories, _ = read(data)
    assert [each.headline for each in stories] == ["Boat sinks off Ålesund", "Second"]
    assert stories[1].body == "From here on it rained."
    assert data[stories[1].source.offset :].startswith(b"From c@d.example")
    assert stories[0].id != stories[1].id


def test_signature_and_attachments_are_set_aside():
    made = message(Message_ID="<1@x.example>")
    made.set_content(
        "A boat sank near the harbour.\n\nAll crew are safe and well.\n\n-- \nAnn Lee, Ferry Times\n"
    )
    made.add_attachment("The list of the crew.", filename="notes.txt")
    (story,), _ = read(bytes(made))
    assert story.body == "A boat sank near the harbour.\n\nAll crew are safe and well."
    assert story.boilerplate == "Ann Lee, Ferry Times\n\nnotes.txt\n\nThe list of the crew."


def test_messages_without_text():
    with pytest.raises(NoArticle, match="no message with a text"):
        read(b"From: a@b.example\nTo: c@d.example\nDate: Mon, 4 Mar 2024 10:00:00 -0500\n\n")


DIGEST = b"""\
From: The Ferry Times <newsletter@ferry.example>
To: reader@home.example
Subject: Digest
Date: Mon, 04 Mar 2024 10:00:00 +0100
MIME-Version: 1.0
Content-Type: multipart/digest; boundary=cut

--cut

From: Ann Lee <ann@ferry.example>
Subject: First boat
Date: Sun, 03 Mar 2024 10:00:00 +0100

The first boat sailed on Sunday.
--cut
Content-Type: message/rfc822

From: Bo Ek <bo@ferry.example>
Subject: Second boat
Date: Mon, 04 Mar 2024 09:00:00 +0100

The second boat sailed on Monday.
--cut--
"""


def test_a_digest_is_the_messages_in_it():
    stories, complaints = read(DIGEST)
    assert [each.headline for each in stories] == ["First boat", "Second boat"]
    assert [each.day for each in stories] == ["2024-03-03", "2024-03-04"]
    assert [each.body for each in stories] == [
        "The first boat sailed on Sunday.",
        "The second boat sailed on Monday.",
    ]
    assert complaints == []
    noted = DIGEST.replace(
        b"--cut\n\nFrom", b"--cut\nContent-Type: text/plain\n\nSee below.\n--cut\n\nFrom", 1
    )
    (whole,), _ = read(noted)
    assert whole.headline == "Digest"
    assert "The first boat" in (whole.body or "")


def test_nested_parts_do_not_crash():
    data = b"From: a@b.example\nSubject: x\n"
    for n in range(3_000):
        data += b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n)
    with contextlib.suppress(FeedError):
        read(data)


@pytest.mark.parametrize(
    ("head", "picked"),
    [
        (EML, "mail"),
        (b"From a@b.example Sun Mar  3 10:00:00 2024\n" + EML, "mail"),
        (b"From the harbour: a story.\n\nOSLO, March 3 (Reuters) - A boat sank.\n", "text"),
    ],
)
def test_sniff(head, picked):
    assert pick(head, "x").name == picked


@settings(max_examples=100)
@given(st.binary(max_size=200), st.integers(0, 700))
def test_mutated_bytes_give_articles_or_feed_errors(data: bytes, at: int):
    for made in (data, EML[:at] + data + EML[at:]):
        mail.sniff(made, "x")
        with contextlib.suppress(FeedError):
            assert all(isinstance(each, Article) for each in read(made)[0])


HEADED = (
    b"From: Zo\xc3\xab R\xc3\xb8e <zoe@ferry.example>\r\nTo: a@home.example\r\nDate: Tue, 07 Nov 2023 09:40 PM CST\r\n"
    b"Message-ID: <x1@ferry.example>\r\n%s\r\n\r\nThe ferry sails.\r\n"
)


@pytest.mark.parametrize(
    ("header", "headline"),
    [
        (b"Subject: Harbour\xe2\x80\x99s new caf\xc3\xa9", "Harbour’s new café"),
        (b"Subject: \x93Caf\xe9\x94 by the sea", "“Café” by the sea"),
        (b"Subject: \xcf\xe0\xf0\xee\xec\r\nContent-Type: text/plain; charset=windows-1251", "Паром"),
        (b"Subject: =?utf-8?Q?caf\xc3\xa9_by the sea?=", "café by the sea"),
        (b"Subject: =?utf-8?B?Y2Fmw6k?=", "café"),
        (b"Subject: =?utf-8?B?Y2Fmww==?= =?utf-8?B?qSBzYWlscw==?=", "café sails"),
        (b"Subject: =?iso-8859-1?Q?caf=E9?=\r\n =?utf-8?Q?_sails?=", "café sails"),
        (b"Subject: =?utf-8?Q?What?=20now=3F?= she said", "What? now? she said"),
        (b"Subject: =?utf-8?Q?cut_off_=C3=A9", "cut off é"),
        (b"Subject: =?x-nowhere?Q?caf=C3=A9?=", "café"),
        (b"Subject: =?utf-8*en?Q?caf=C3=A9?=(sea)", "café(sea)"),
        (b"Subject: is 1=?2 or =? not", "is 1=?2 or =? not"),
    ],
)
def test_headers_of_every_encoding(header: bytes, headline: str) -> None:
    """Raw UTF-8 (RFC 6532), raw text of the message's encoding or windows-1252, and encoded words with faults."""
    (found,), complaints = read(HEADED % header)
    assert (found.headline, found.byline, complaints) == (headline, "Zoë Røe", [])
    assert found.published == "2023-11-07T21:40:00-06:00"


@pytest.mark.parametrize("blanks", [b"   \r\n", b"\n \t\n", b"\xef\xbb\xbf\n", b"\r\n\r\n  \r\n"])
def test_a_message_behind_blank_lines_is_a_message(blanks: bytes) -> None:
    data = blanks + HEADED % b"Subject: Boats"
    assert pick(data, "message.txt").name == "mail"
    (found,), _ = read(data)
    assert (found.headline, found.body) == ("Boats", "The ferry sails.")


@given(st.binary(max_size=120))
def test_any_bytes_are_a_header(data: bytes) -> None:
    """No header is too broken; no control character comes through."""
    raw = data.replace(b"\n", b" ").replace(b"\r", b" ")
    with contextlib.suppress(NoArticle):
        (found,), _ = read(HEADED % (b"Subject: =?utf-8?" + raw))
        assert (
            found.headline is None
            or found.headline.isprintable()
            or not re.search("[\x00-\x1f\x7f-\x9f]", found.headline)
        )


ATTACHED_RSS = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Ferry</title>
<item><title>Ferry sails again</title><guid>f1</guid><description>It left the quay at noon.</description></item>
</channel></rss>"""
OWN = "The desk sends the list of the day with this mail."


def with_attachment(data: bytes, kind: str, name: str | None, **headers: str) -> EmailMessage:
    made = message(**headers)
    made.set_content(OWN)
    major, _, minor = kind.partition("/")
    made.add_attachment(data, maintype=major, subtype=minor, filename=name)
    return made


def picked(data: bytes) -> tuple[list[Article], list[str]]:
    """The stories of a file by the reader that its content asks for."""
    feed = feed_of_bytes(data, path="a.eml")
    return list(pick(data[:65_536], "a.eml").read(feed)), [each.message for each in feed.complaints]


def zipped_story() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("ferry.txt", "Ferry sails again\n\nIt left the quay at noon, the owner said.\n")
    return held.getvalue()


@pytest.mark.parametrize(
    ("data", "kind", "name"),
    [
        (ATTACHED_RSS, "application/rss+xml", "feed.xml"),
        (ATTACHED_RSS, "application/octet-stream", "feed.rss"),
        (ATTACHED_RSS, "text/xml", "feed.xml"),
        (b"title,date,text\nFerry sails again,2024-03-03,It left the quay at noon.\n", "text/csv", "f.csv"),
        (b'[{"title":"Ferry sails again","date":"2024-03-03","body":"It left the quay."}]', "application/json", "f.json"),
        (gzip.compress(ATTACHED_RSS), "application/gzip", "feed.xml.gz"),
        (zipped_story(), "application/zip", "feed.zip"),
        (EML.replace(b"=?utf-8?q?Boat_sinks_off_=C3=85lesund?=", b"Ferry sails again"), "application/octet-stream", "f.eml"),
    ],
)  # fmt: skip
def test_an_attached_feed_is_read_beside_the_message(data: bytes, kind: str, name: str) -> None:
    for encode in (False, True):
        made = with_attachment(data, kind, name)
        if encode and kind.startswith(("text/", "application/rss")):
            made.get_payload()[1].replace_header("Content-Transfer-Encoding", "8bit")
            made.get_payload()[1].set_payload(data.decode())
        stories, complaints = picked(bytes(made))
        assert [each.headline for each in stories] == ["Boats", "Ferry sails again"]
        assert stories[0].body == OWN
        assert (stories[1].source.member or "").startswith(name)
        assert complaints == []


@pytest.mark.parametrize(
    ("data", "kind", "name", "kept"),
    [
        (b"Die Liste der Toten liegt bei.", "text/plain", "liste.txt", "Die Liste der Toten liegt bei."),
        (b"day,price\nMonday,3\n", "text/csv", "prices.csv", "Monday,3"),
        (b"* The **list** of names", "text/markdown", "list.md", "names"),
        (b"\xff\xd8\xff\xe0 picture", "image/jpeg", "harbour.jpg", "harbour.jpg"),
        (b"ID3\x04\x00 sound", "audio/mpeg", "interview.mp3", "interview.mp3"),
    ],
)
def test_what_is_attached_and_no_feed_is_set_aside(data: bytes, kind: str, name: str, kept: str) -> None:
    (story,), complaints = picked(bytes(with_attachment(data, kind, name)))
    assert (story.headline, story.body) == ("Boats", OWN)
    assert kept in (story.boilerplate or "")
    assert name in (story.boilerplate or "")
    assert complaints == []


def test_a_document_that_is_attached_is_a_story_by_its_dateline_and_else_beside_the_message() -> None:
    copy = b"{\\rtf1 Port shut\\par OSTEND, Oct 23, 2025 (Reuters) - The port of Ostend is shut.\\par}"
    stories, complaints = picked(bytes(with_attachment(copy, "application/rtf", "port.rtf")))
    assert [(each.headline, each.body) for each in stories] == [
        ("Boats", OWN),
        ("Port shut", "The port of Ostend is shut."),
    ]
    minutes = b"{\\rtf1 Minutes\\par The board met in the morning and went home.\\par}"
    (story,), more = picked(bytes(with_attachment(minutes, "application/rtf", "minutes.rtf")))
    assert (story.headline, story.body, complaints, more) == ("Boats", OWN, [], [])
    assert "minutes.rtf" in (story.boilerplate or "")
    assert "The board met in the morning" in (story.boilerplate or "")


@pytest.mark.parametrize(
    ("data", "kind", "name", "reason"),
    [
        (b"%PDF-1.7 report", "application/pdf", "report.pdf", "damaged"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
            "application/msword",
            "../../report.doc",
            "old form of Office",
        ),
    ],
)
def test_an_attachment_that_cannot_be_read_is_named(data: bytes, kind: str, name: str, reason: str) -> None:
    need_extra(*(("pdf",) if name.endswith(".pdf") else ()))
    (story,), complaints = picked(bytes(with_attachment(data, kind, name)))
    assert (story.headline, story.body) == ("Boats", OWN)
    (complaint,) = complaints
    assert complaint.startswith(f"the attachment {name.rsplit('/', 1)[-1]}: ")
    assert reason in complaint


def test_a_forwarded_message_keeps_its_subject() -> None:
    inner = message(Subject="Ferry sails again")
    inner.set_content("It left the quay at noon.")
    outer = message(Subject="Fwd: see this")
    outer.set_content("For the morning list.")
    outer.add_attachment(inner)
    (story,), _ = picked(bytes(outer))
    assert story.headline == "Fwd: see this"
    assert story.body == "For the morning list.\n\nFerry sails again\n\nIt left the quay at noon."


def test_what_forwards_only_keeps_its_own_subject_and_attachments() -> None:
    stories, _ = read(DIGEST.replace(b"Subject: Digest", b"Subject: Ships of the week"))
    assert all("Ships of the week" in (each.boilerplate or "") for each in stories)


def test_a_mail_with_only_a_picture_is_its_subject() -> None:
    made = message(Subject="Harbour at dawn")
    made.add_attachment(b"\xff\xd8\xff\xe0", maintype="image", subtype="jpeg", filename="dawn.jpg")
    (story,), _ = picked(bytes(made))
    assert (story.headline, story.body, story.boilerplate) == ("Harbour at dawn", None, "dawn.jpg")


def test_parts_of_both_kinds_that_are_no_alternatives_are_both_kept() -> None:
    made = message()
    made.set_content("A note of the editor about the day.")
    made.make_mixed()
    page = EmailMessage()
    page.set_content(
        "<p>The ferry left the quay.</p><p>It had waited for two days and more.</p>", subtype="html"
    )
    made.attach(page)
    (story,), _ = picked(bytes(made))
    assert story.body == (
        "A note of the editor about the day.\n\nThe ferry left the quay.\n\nIt had waited for two days and more."
    )


def test_messages_attached_inside_one_another_end() -> None:
    data = EML
    for _ in range(8):
        data = bytes(with_attachment(data, "application/octet-stream", "m.eml"))
    stories, complaints = picked(data)
    assert len(stories) == 5
    assert complaints == ["the attachment m.eml: more than 4 messages attached inside one another"]


SECOND = b"""\
From c@d.example Mon Mar  4 10:00:00 2024
Received: by mail.example;
 Mon, 4 Mar 2024 10:00:00 -0500
From: Bo Ek <bo@d.example>
Subject: Harbour board of the old town
 meets on Tuesday
Date: Mon, 4 Mar 2024 10:00:00 -0500
Message-ID: <def456@d.example>
Content-Type: text/plain; charset=utf-8

The board meets at noon.
"""


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_a_mailbox_may_be_cut_off_anywhere_in_a_header(end):
    """Half a field is none, the message before has nothing of it, and that something is missing is said."""
    first = b"From a@b.example Sun Mar  3 10:00:00 2024\n" + EML + b"\n"
    first, second = (each.replace(b"\n", end) for each in (first, SECOND))
    whole, _ = read(first + second)
    assert [each.headline for each in whole][1:] == ["Harbour board of the old town meets on Tuesday"]
    for cut in range(5, second.index(end + end) + len(end)):
        stories, complaints = read(first + second[:cut])
        assert stories[0].body == whole[0].body
        assert complaints == ["message 2: the mailbox is cut off inside its header"]
        for story in stories[1:]:
            assert story.headline == whole[1].headline
            assert story.reading.is_cut


def test_a_message_of_a_subject_alone_is_whole():
    (story,), complaints = read(
        b"From: desk@wire.example\nTo: all@wire.example\nSubject: Boat sinks\nDate: Sun, 03 Mar 2024 10:00:00 +0100\n"
    )
    assert (story.headline, story.body, complaints) == ("Boat sinks", None, [])


def piece(at: int, sign: str = "Message-ID: <{at}@ferry.example>\n") -> str:
    return (
        f"Date:    Sun, 0{at} Mar 2024 10:00:00 +0100\nFrom:    Ann Lee <ann@ferry.example>\nSubject: Boat {at} sinks\n"
        f"{sign.format(at=at)}\nBoat {at} sank in the night, and its whole crew was saved.\n\nThe owner of boat {at} was not told of it.\n"
    )


MAILMAN = (
    "Send Ferry mailing list submissions to\n\tferry@lists.example\n\nToday's Topics:\n\n   1. Boat 1 sinks (Ann Lee)\n\n\n"
    + "-" * 70 + "\n\nMessage: 1\n" + piece(1) + "\n\n" + "-" * 30 + "\n\nMessage: 2\n" + piece(2) + "\n\n" + "-" * 30
    + "\n\nSubject: Digest Footer\n\n" + "_" * 47 + "\nFerry mailing list\n\n\n" + "-" * 30
    + "\n\nEnd of Ferry Digest, Vol 1, Issue 3\n" + "*" * 35 + "\n"
)  # fmt: skip
LISTSERV = (
    "There are 2 messages totaling 80 lines in this issue.\n\nTopics of the day:\n\n  1. Boat 1 sinks\n\n" + "-" * 70 + "\n\n"
    + piece(1, "") + "\n" + "-" * 30 + "\n\n" + piece(2, "") + "\n" + "-" * 30 + "\n\nEnd of FERRY Digest - 3 Mar 2024\n" + "*" * 40 + "\n"
)  # fmt: skip
MAJORDOMO = (
    "ferry-digest     Sunday, March 3 2024     Volume 01 : Number 012\n\n" + "-" * 70 + "\n\n" + piece(1) + "\n" + "-" * 30 + "\n\n"
    + piece(2, "Content-Type: text/plain; charset=koi8-r\n") + "\n" + "-" * 30 + "\n\nEnd of ferry-digest V1 #12\n" + "*" * 24 + "\n"
)  # fmt: skip
STORY = "The first ferry sank on Monday, and its crew was saved by another one.\n\nIt was night, and the lights of the port and of the whole town were out."
UNDERLINED = "Heute:\n\n" + "_" * 40 + "\n\n" + piece(1) + "\n" + "_" * 40 + "\n\n" + piece(2) + "\n"


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("text", [MAILMAN, LISTSERV, MAJORDOMO, UNDERLINED, MAILMAN.replace("was", "wär")])
def test_the_messages_in_the_text_of_a_digest_are_stories(text: str, end: str) -> None:
    made = message(Subject="Ferry Digest, Vol 1, Issue 3")
    made.set_content(text, charset="utf-8")
    stories, complaints = read(made.as_bytes().replace(b"\n", end.encode()))
    assert not complaints
    assert [(each.headline, each.day, each.byline) for each in stories] == [
        ("Boat 1 sinks", "2024-03-01", "Ann Lee"),
        ("Boat 2 sinks", "2024-03-02", "Ann Lee"),
    ]
    for at, each in enumerate(stories, 1):
        assert each.body
        assert each.body.startswith(f"Boat {at} sank")
        assert each.body.endswith("told of it.")
        assert "Ferry Digest, Vol 1, Issue 3" in (each.boilerplate or "")


@pytest.mark.parametrize(
    "text",
    [
        "A ferry sank.\n\n" + "-" * 30 + "\n\nNote: the owner was not told of it.\n\nTime: ten at night, by the clock of the port.\n",
        "A ferry sank.\n\n" + "-" * 30 + "\n\nFrom: the port, where the owner was not told of it.\n\nIt was ten at night.\n",
    ],
)  # fmt: skip
def test_a_text_with_a_rule_is_no_digest(text: str) -> None:
    made = message()
    made.set_content(text)
    (story,), _ = read(made.as_bytes())
    assert story.headline == "Boats"
    assert "the owner was not told of it." in (story.body or "")


@pytest.mark.parametrize("rule", ["--", "_" * 32, "-" * 40, "=" * 20])
@pytest.mark.parametrize(
    "below",
    [
        "[2] Riau. A second ferry was found adrift on Tuesday.",
        "Zweites Thema\n\nAuch die zweite Fähre wurde am Dienstag gefunden.",
        "Le second bac a été retrouvé mardi au large.\n\nAnn Lee",
    ],
)
def test_a_story_below_a_rule_is_text(rule: str, below: str) -> None:
    made = message()
    made.set_content(f"{STORY}\n\n{rule}\n{below}\n")
    (story,), _ = read(made.as_bytes())
    assert " ".join(below.split())[-20:] in " ".join((story.body or "").split())


@pytest.mark.parametrize("rule", ["--", "-- ", "_" * 32, "-" * 40])
@pytest.mark.parametrize(
    "below",
    [
        "Ann Lee\nThe Ferry Times\n+47 22 00 00",
        "You get this because you are on the list of readers. Write to us to be taken off the mailing list.",
        "This message is confidential and is intended only for the person it is addressed to.",
        "Copyright 2024 The Ferry Times. It may not be printed elsewhere without leave.",
    ],
)
def test_a_footer_below_a_rule_is_set_aside(rule: str, below: str) -> None:
    made = message()
    made.set_content(f"{STORY}\n\n{rule}\n{below}\n")
    (story,), _ = read(made.as_bytes())
    assert below[:12] not in (story.body or "")
    assert below[:12] in (story.boilerplate or "")


@pytest.mark.parametrize(
    ("plain", "html", "body", "aside"),
    [
        ("A ferry sank off the cape.", "<p>A ferry sank off the cape.</p><p>Photo: the crew ashore</p>", "A ferry sank", "the crew ashore"),
        ("View this message in another program", "<p>A ferry sank off the cape on Monday.</p><p>Its crew of nine was saved by another.</p>", "Its crew", "another program"),
        ("Ein Boot sank.\n\nNur im Text steht das.", "<p>Ein Boot sank.</p>", "Nur im Text", None),
    ],
)  # fmt: skip
def test_what_only_one_alternative_says_is_kept(plain: str, html: str, body: str, aside: str | None) -> None:
    made = message()
    made.set_content(plain)
    made.add_alternative(html, subtype="html")
    (story,), _ = read(made.as_bytes())
    assert body in (story.body or "")
    assert story.boilerplate == aside or (aside and aside in (story.boilerplate or ""))


@pytest.mark.parametrize(
    "text", ["A ferry sank off the cape.\n\nIts crew was saved.\n", "Паром затонул.\n\nЭкипаж спасён.\n"]
)
def test_a_text_that_is_called_base64_and_is_none_is_read(text: str) -> None:
    head = "From: a@ferry.example\nSubject: Boats\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
    (story,), _ = read((head + text).encode())
    assert story.body == text.strip()


@pytest.mark.parametrize("name", ["1234.emlx", "x"])
@pytest.mark.parametrize("pad", ["", "      "])
def test_a_message_of_apple_mail_is_read(name: str, pad: str) -> None:
    inside = EML.replace(b"\r\n", b"\n")
    data = (
        f"{len(inside)}{pad}\n".encode()
        + inside
        + b'<?xml version="1.0"?>\n<plist version="1.0"><dict/></plist>\n'
    )
    assert pick(data, name).name == "mail"
    (story,), complaints = read(data)
    assert not complaints
    assert story.headline == "Boat sinks off Ålesund"
    assert "plist" not in f"{story.body}{story.boilerplate}"


@pytest.mark.parametrize(
    ("sender", "publisher", "byline"),
    [
        ("El Faro <noticias@elfaro.example>", "El Faro", None),
        ("BBC News <feed@reader.example>", "BBC News", None),
        ("Google Alerts <googlealerts-noreply@google.example>", "Google Alerts", None),
        ("Der Bote <redaktion@bote.example>", "Der Bote", None),
        ("Harbour <mail@harbour.example>", "Harbour", None),
        ("Anna <anna@ferry.example>", "ferry.example", "Anna"),
        ("Ann Lee <ann@ferry.example>", "ferry.example", "Ann Lee"),
    ],
)
def test_a_sender_is_an_outlet_or_a_person(sender: str, publisher: str, byline: str | None) -> None:
    made = message(From=sender)
    made.set_content("A ferry sank.")
    (story,), _ = read(made.as_bytes())
    assert (story.publisher, story.byline) == (publisher, byline)


WIRE = "Boat {0} sinks\n\nOSLO, March {0} (Reuters) - A boat sank near the old harbour on a day of storms.\n\nAll are safe.\n"


def test_attached_wire_copy_is_a_story_beside_the_message() -> None:
    made = message()
    made.set_content("Two stories are attached.\n")
    for day in (3, 4):
        made.add_attachment(WIRE.format(day), filename=f"story{day}.txt")
    made.add_attachment("Bring the keys of the boat.", filename="notes.txt")
    stories, complaints = picked(bytes(made))
    assert [each.headline for each in stories] == ["Boats", "Boat 3 sinks", "Boat 4 sinks"]
    assert [each.agency for each in stories] == [None, "Reuters", "Reuters"]
    assert "keys of the boat" in (stories[0].boilerplate or "")
    assert complaints == []


def test_a_mailbox_of_mmdf() -> None:
    mark = b"\1\1\1\1\n"
    other = EML.replace(b"abc123", b"abc124").replace(b"Boat", b"Ship")
    data = mark + EML + mark + mark + other + mark
    assert pick(data, "list").name == "mail"
    assert [each.headline for each in read(data)[0]] == ["Boat sinks off Ålesund", "Ship sinks off Ålesund"]
