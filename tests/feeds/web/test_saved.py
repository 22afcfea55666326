"""saved: pages out of archives, caches and browsers."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from morgue.errors import NoArticle
from morgue.feeds import feed_of_bytes, pick
from morgue.feeds.web import html
from morgue.feeds.web.saved import is_mhtml, original_of, page_within, saved_from
from tests.feeds.web.pages import HEADLINE, markup, ps, told


@pytest.mark.parametrize(
    ("saved", "original"),
    [
        (
            "https://web.archive.org/web/20190304112233/https://box.example/trains",
            "https://box.example/trains",
        ),
        ("http://web.archive.org/web/20190304112233id_/http://box.example/a?b=c", "http://box.example/a?b=c"),
        ("https://web.archive.org/web/2019/box.example/trains", "http://box.example/trains"),
        (
            "https://www.webarchive.example/wayback/archive/1/x",
            "https://www.webarchive.example/wayback/archive/1/x",
        ),
        ("https://webarchive.example/wayback/20080102030405/http://box.example/", "http://box.example/"),
        (
            "http://webcache.googleusercontent.com/search?q=cache:Ab1-x_:https://box.example/trains+&cd=1",
            "https://box.example/trains",
        ),
        (
            "https://box-example.cdn.ampproject.org/c/s/box.example/amp/trains",
            "https://box.example/amp/trains",
        ),
        ("https://www.google.com/amp/s/box.example/trains", "https://box.example/trains"),
        ("https://box.example/web/20190304/about", "https://box.example/web/20190304/about"),
        ("https://box.example/trains", "https://box.example/trains"),
    ],
)
def test_addresses_of_copies(saved, original):
    assert original_of(saved) == original


@pytest.mark.parametrize(
    ("comments", "address"),
    [
        ([" saved from url=(0026)https://box.example/trains "], "https://box.example/trains"),
        (
            [
                "\n Page saved with SingleFile \n url: https://box.example/trains \n saved date: Sun May 04 2025"
            ],
            "https://box.example/trains",
        ),
        ([" saved from url=(0014)about:internet "], None),
        (["[if IE]"], None),
        ([], None),
    ],
)
def test_comments_of_browsers(comments, address):
    assert saved_from(comments) == address


def read(data: bytes):
    (story,) = html.read(feed_of_bytes(data, path="page.html"))
    return story


def test_a_page_that_a_browser_saved_has_its_address():
    made = b"<!-- saved from url=(0033)https://box.example/trains/night -->" + markup(
        f"<h1>{HEADLINE}</h1>{ps(0, 6)}"
    )
    assert read(made).url == "https://box.example/trains/night"


@pytest.mark.parametrize(
    "banner",
    [
        '<div id="wm-ipp-base"><div id="wm-ipp"><time>1 Jan 2022</time><p>{}</p></div></div>',
        '<div id="google-cache-hdr"><p>{}</p><time>1 Jan 2022</time></div>',
    ],
)
def test_banners_of_archives_are_beside_the_story(banner):
    said = "This is a copy of the page as it appeared on 1 January 2022; the page may have changed in the meantime."
    head = '<link rel=canonical href="https://web.archive.org/web/20220101000000/https://box.example/trains">'
    story = read(markup(banner.format(said) + f"<div><h1>{HEADLINE}</h1>{ps(0, 6)}</div>", head=head))
    assert story.body == "\n\n".join(told(number) for number in range(6))
    assert said in (story.boilerplate or "")
    assert (story.url, story.published) == ("https://box.example/trains", None)


def mhtml(page: bytes, charset: str = "utf-8", *, location: str = "https://box.example/trains") -> bytes:
    message = EmailMessage()
    message["From"] = "<Saved by Blink>"
    message["Snapshot-Content-Location"] = location
    message["Subject"] = HEADLINE
    message["Date"] = "Wed, 3 Apr 2024 10:00:00 +0200"
    message.set_content("<p>x</p>", subtype="html")
    message.make_related()
    part = message.get_payload(0)
    part.set_payload(page.decode("utf-8").encode(charset, "xmlcharrefreplace"))
    del part["Content-Transfer-Encoding"]
    part.replace_header("Content-Type", f"text/html; charset={charset}")
    part["Content-Transfer-Encoding"] = "8bit"
    message.add_related(b"GIF89a", "image", "gif")
    return message.as_bytes()


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252"])
def test_a_web_archive_of_one_file(charset):
    made = mhtml(markup(f"<h1>{HEADLINE}</h1><p>Café: {told(9)}</p>{ps(0, 6)}"), charset)
    assert is_mhtml(made)
    assert pick(made[:65_536], "page.mhtml").name == "html"
    story = read(made)
    assert (story.headline, story.url) == (HEADLINE, "https://box.example/trains")
    assert (story.body or "").startswith("Café: ")
    assert (story.published, story.reading.captured) == (None, "2024-04-03T10:00:00+02:00")


def test_a_mail_is_no_web_archive():
    mail = b"From: a@b.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=x\r\n\r\n--x\r\n"
    assert not is_mhtml(mail)
    assert not is_mhtml(b"<html>")


def test_a_web_archive_without_a_page():
    made = b"MIME-Version: 1.0\nSnapshot-Content-Location: https://box.example/\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/css\n\na{}\n--x--\n"
    assert page_within(made) is None
    with pytest.raises(NoArticle, match="web archive without a page"):
        read(made)
