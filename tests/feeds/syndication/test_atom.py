"""Atom 1.0 and 0.3, and what their text constructs mean."""

from __future__ import annotations

import base64

import pytest

from morgue.errors import NoArticle
from morgue.feeds import feed_of_bytes
from morgue.feeds.syndication import atom
from morgue.model.article import Article

ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Wire Watch</title>
<link href="https://watch.example/"/><author><name>The Desk</name></author><updated>2025-10-29T06:12:00Z</updated>%s</feed>"""


def read(document: str) -> list[Article]:
    return list(atom.read(feed_of_bytes(document.encode(), path="x.atom", format="atom")))


def one(entry: str) -> Article:
    (found,) = read(ATOM % f"<entry>{entry}</entry>")
    return found


def test_an_entry_in_full() -> None:
    entry = one(
        "<id>tag:watch.example,2025:1</id><title type='html'>Honey &amp;amp; pollen</title>"
        "<link rel='self' href='https://watch.example/1.atom'/><link rel='alternate' href='/1.html'/>"
        "<published>2025-10-29T01:15:00+01:00</published><updated>2025-10-29T06:12:00+01:00</updated>"
        "<author><name>Zofia Marczak</name></author><category term='bees' label='Bees'/><category term='prices'/>"
        "<summary>Dear honey.</summary><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>One.</p><p>Two.</p></div></content>"
    )
    assert (entry.headline, entry.body) == ("Honey & pollen", "One.\n\nTwo.")
    assert (entry.published, entry.updated) == ("2025-10-29T01:15:00+01:00", "2025-10-29T06:12:00+01:00")
    assert (entry.byline, entry.publisher, entry.language) == ("Zofia Marczak", "Wire Watch", "en")
    assert (entry.keywords, entry.url) == (("Bees", "prices"), "https://watch.example/1.html")
    assert entry.boilerplate == "Dear honey."


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("<content>5 &lt; 6</content>", "5 < 6"),
        ("<content type='text'>a &lt;b&gt; c</content>", "a <b> c"),
        ("<content type='html'>a &lt;b&gt;c&lt;/b&gt;</content>", "a c"),
        ("<content type='text/html' mode='escaped'>a &lt;p&gt;c</content>", "a\n\nc"),
        ("<content mode='xml'><p xmlns='http://www.w3.org/1999/xhtml'>x</p></content>", "x"),
        (
            f"<content type='application/octet-stream'>{base64.b64encode(b'<p>Ferry</p>').decode()}</content>",
            "Ferry",
        ),
        (f"<content mode='base64'>{base64.b64encode('Fähre'.encode()).decode()}</content>", "Fähre"),
        (f"<content type='image/png'>{base64.b64encode(bytes(range(256))).decode()}</content>", None),
        ("<content src='https://x.example/a.mp3' type='audio/mpeg'/>", None),
        ("<summary>short</summary><content/>", "short"),
    ],
)
def test_content(content: str, text: str | None) -> None:
    assert one(f"<title>t</title>{content}").body == text


def test_author_of_the_feed_is_that_of_its_entries() -> None:
    assert one("<title>t</title>").byline == "The Desk"


def test_source_of_an_entry_is_its_publisher() -> None:
    assert one("<title>t</title><source><title>Other Paper</title></source>").publisher == "Other Paper"


def test_the_same_moment_is_no_update() -> None:
    entry = one(
        "<title>t</title><published>2021-06-03T09:00:00Z</published><updated>2021-06-03T09:00:00Z</updated>"
    )
    assert (entry.published, entry.updated) == ("2021-06-03T09:00:00+00:00", None)


def test_version_0_3() -> None:
    (entry,) = read(
        '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Quai</title><entry><title>Vote</title>'
        "<issued>2005-05-30T07:55:00+02:00</issued><modified>2005-05-30T08:10:00+02:00</modified>"
        "<link rel='alternate' href='http://quai.example/1'/></entry></feed>"
    )
    assert (entry.headline, entry.published, entry.url) == (
        "Vote",
        "2005-05-30T07:55:00+02:00",
        "http://quai.example/1",
    )
    assert entry.updated == "2005-05-30T08:10:00+02:00"


def test_entry_alone() -> None:
    (entry,) = read('<entry xmlns="http://www.w3.org/2005/Atom"><title>Alone</title></entry>')
    assert entry.headline == "Alone"


def test_no_entries() -> None:
    with pytest.raises(NoArticle, match="a feed without items"):
        read(ATOM % "")


@pytest.mark.parametrize(
    ("head", "sure"),
    [
        (b'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom">', 97),
        (b'<feed version="0.3" xmlns="http://purl.org/atom/ns#">', 97),
        (b'<a:entry xmlns:a="http://www.w3.org/2005/Atom">', 97),
        (b"<feed>", 85),
        (b"<rss>", 0),
        (b"<feed", 85),
        (b"feed", 0),
    ],
)
def test_sniff(head: bytes, sure: int) -> None:
    assert atom.sniff(head, "x") == sure
