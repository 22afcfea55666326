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

from morgue.article import Article
from morgue.errors import FeedError, NoArticle
from morgue.feeds import feed_of_bytes, mail, pick

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
        ("Kari <kari@ferry.example>", None, "ferry.example", "Kari"),
        ('"Lee, Ann" <a.lee@ferry.example>', None, "ferry.example", "Lee, Ann"),
        ("Ann Lee <al27@ferry.example>", None, "ferry.example", "Ann Lee"),
        ("El Faro <noticias@elfaro.example>", None, "El Faro", None),
        ("Die Fähre <redaktion@faehre.example>", None, "Die Fähre", None),
        ("Ferry News <rss@ferry.example>", None, "Ferry News", None),
        ("Port Alerts <portalerts-noreply@search.example>", None, "Port Alerts", None),
        ("Ferry-mail <ferry@ferry-mail.example>", None, "Ferry-mail", None),
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


@pytest.mark.parametrize(
    ("data", "kind", "name"),
    [
        (b"%PDF-1.7 report", "application/pdf", "report.pdf"),
        (b"{\\rtf1 report}", "application/rtf", "report.rtf"),
        (b"\xd0\xcf\x11\xe0 report", "application/msword", "../../report.doc"),
    ],
)
def test_an_attachment_that_cannot_be_read_is_named(data: bytes, kind: str, name: str) -> None:
    (story,), complaints = picked(bytes(with_attachment(data, kind, name)))
    assert (story.headline, story.body) == ("Boats", OWN)
    (complaint,) = complaints
    assert complaint.startswith(f"the attachment {name.rsplit('/', 1)[-1]}: ")
    assert "not supported" in complaint


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


HEADER = """From: Ferry list <ferry-request@lists.example>
To: ferry@lists.example
Subject: Ferry digest, vol 12, issue 34
Date: Mon, 04 Mar 2024 00:00:25 +0100
Message-ID: <digest34@lists.example>
"""
FIRST = """Date: Sun, 3 Mar 2024 10:00:00 +0100
From: Ann Lee <ann@ferry.example>
Subject: Boat sinks off Oslo
{}
A boat sank near the harbour of the old town on Sunday.

All of its crew are safe.
"""
SECOND = """Date: Sun, 3 Mar 2024 12:00:00 +0100
From: Bo Dahl <bo@ferry.example>
Subject: Fares rise in spring
{}
Fares rise by a tenth in April, the owner said.
"""
MAILMAN = f"""{HEADER}
Send Ferry mailing list submissions to ferry@lists.example

Today's Topics:

   1. Boat sinks off Oslo (Ann Lee)


{"-" * 70}

Message: 1
{FIRST}

{"-" * 30}

Message: 2
{SECOND}

{"-" * 30}

_______________________________________________
Ferry mailing list
Ferry@lists.example

End of Ferry Digest, Vol 12, Issue 34
*************************************
"""
LISTSERV = f"""{HEADER}
There are 2 messages totaling 80 lines in this issue.

{"-" * 70}

{FIRST}
{"-" * 30}

{SECOND}
{"-" * 30}

End of FERRY Digest - 2 Mar 2024 to 3 Mar 2024 (#2024-63)
"""


@pytest.mark.parametrize("text", [MAILMAN, LISTSERV, MAILMAN.replace("\n", "\r\n")])
@pytest.mark.parametrize("more", ["", "Message-ID: <own@ferry.example>\n", "To: ferry@lists.example\n"])
def test_a_digest_in_one_text_is_the_messages_in_it(text: str, more: str) -> None:
    stories, complaints = read(text.format(more, more).encode())
    assert [each.headline for each in stories] == ["Boat sinks off Oslo", "Fares rise in spring"]
    assert [each.byline for each in stories] == ["Ann Lee", "Bo Dahl"]
    assert [str(each.published)[11:16] for each in stories] == ["10:00", "12:00"]
    assert (
        stories[0].body
        == "A boat sank near the harbour of the old town on Sunday.\n\nAll of its crew are safe."
    )
    assert "Ferry digest, vol 12" in (stories[0].boilerplate or "")
    assert "Digest" in (stories[0].boilerplate or "").partition("vol 12")[2]
    assert complaints == []


def test_a_rule_in_a_message_of_a_digest_is_of_its_text() -> None:
    text = LISTSERV.format("", "").replace(
        "All of its",
        f"{'-' * 30}\n\nThe owner of the boat, which was built in 1931 and rebuilt twice, told the list that all of its",
    )
    stories, _ = read(text.encode())
    assert [each.headline for each in stories] == ["Boat sinks off Oslo", "Fares rise in spring"]
    assert "all of its crew are safe." in (stories[0].body or "")


def test_a_digest_keeps_its_encoding() -> None:
    header = HEADER + "Content-Type: text/plain; charset=iso-8859-2\nContent-Transfer-Encoding: 8bit\n"
    text = MAILMAN.replace(HEADER, header).format("", "").replace("boat sank", "łódź sank")
    stories, _ = read(text.encode("iso-8859-2"))
    assert "A łódź sank" in (stories[0].body or "")


RULED = "A boat sank near the harbour of the old town on Sunday.\n\n{}\n{}\n"


@pytest.mark.parametrize("rule", ["--", "-- ", "_" * 32, "-" * 40, "=" * 60])
@pytest.mark.parametrize(
    ("below", "is_story"),
    [
        ("Ann Lee\nFerry desk, 5 Quay Street", False),
        ("Ferry mailing list\nTo unsubscribe, write to ferry-request@lists.example", False),
        (
            "This message is intended solely for the addressee.\n\nWhoever reads it by mistake destroys it.",
            False,
        ),
        ("The owner said on Monday that all of the crew were safe.\n\n" * 5, True),
        (
            "A second story follows, and it is longer than a signature could be, by what custom says of these.",
            True,
        ),
        ("one\ntwo\nthree\nfour\nfive\nsix", True),
    ],
)
def test_below_a_rule_is_a_signature_or_the_story(rule: str, below: str, is_story: bool) -> None:
    made = message()
    made.set_content(RULED.format(rule, below), cte="8bit")
    (story,), _ = read(bytes(made))
    first = " ".join(below.split())[:10]
    assert (first in " ".join((story.body or "").split())) is is_story
    assert (first in " ".join((story.boilerplate or "").split())) is not is_story


def test_what_only_one_alternative_says_is_kept_aside() -> None:
    made = message()
    made.set_content("A boat sank near the harbour.\n\nAll of the crew are safe.\n")
    made.add_alternative(
        "<p>A boat sank near the harbour.</p><p>All of the crew are safe.</p><p>The owner is glad.</p>",
        subtype="html",
    )
    (story,), _ = read(bytes(made))
    assert story.body == "A boat sank near the harbour.\n\nAll of the crew are safe."
    assert story.boilerplate == "The owner is glad."


def test_plain_words_that_are_called_base64_are_read() -> None:
    text = "A boat sank near the harbour.\n\nAll of the crew are safe.\n"
    data = f"From: ann@ferry.example\nSubject: Boats\nContent-Transfer-Encoding: base64\n\n{text}"
    assert read(data.encode())[0][0].body == text.strip()


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


def test_a_message_as_apple_mail_keeps_it() -> None:
    plist = (
        b'<?xml version="1.0"?><!DOCTYPE plist><plist version="1.0"><dict><key>flags</key></dict></plist>\n'
    )
    data = b"%-10d\n" % len(EML) + EML + plist
    assert pick(data, "7.emlx").name == "mail"
    (story,), complaints = read(data)
    assert story.headline == "Boat sinks off Ålesund"
    assert "plist" not in f"{story.body}{story.boilerplate}"
    assert (story.source.offset, story.source.length) == (11, len(EML))
    assert complaints == []


def test_a_mailbox_of_mmdf() -> None:
    mark = b"\1\1\1\1\n"
    other = EML.replace(b"abc123", b"abc124").replace(b"Boat", b"Ship")
    data = mark + EML + mark + mark + other + mark
    assert pick(data, "list").name == "mail"
    assert [each.headline for each in read(data)[0]] == ["Boat sinks off Ålesund", "Ship sinks off Ålesund"]
