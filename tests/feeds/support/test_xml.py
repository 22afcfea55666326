"""Hostile and broken XML becomes a tree or a FeedError, and nothing is expanded, read or fetched."""

from __future__ import annotations

import socket
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from morgue.errors import FeedError
from morgue.feeds import feed_of_bytes, pick
from morgue.feeds.support import xml
from morgue.feeds.support.xml import parse, root_name
from morgue.feeds.support.xml_elements import line_of, local, markup_of, text_of

LAUGHS = (
    b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ELEMENT lolz (#PCDATA)>
"""
    + b"".join(
        f'<!ENTITY lol{n} "{f"&lol{n - 1 if n > 1 else str()};" * 10}">\n'.encode() for n in range(1, 10)
    )
    + b"]><lolz>&lol9;</lolz>"
)


def text(data: bytes) -> str:
    return text_of(parse(data).root)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"<a>x</a>", "x"),
        (b"\n\n  <?xml version='1.0'?><a>x</a>", "x"),
        (b"junk before\r\n<?xml version='1.0'?><a>x</a>", "x"),
        (b"\xef\xbb\xbf<a>\xc3\xa9</a>", "é"),
        ('<?xml version="1.0" encoding="utf-16"?><a>é</a>'.encode("utf-16"), "é"),
        ('<?xml version="1.0" encoding="utf-8"?><a>é</a>'.encode("utf-16-le"), "é"),
        ('<?xml version="1.0"?><a>é</a>'.encode("utf-32"), "é"),
        ("<?xml version='1.0' encoding='koi8-r'?><a>порт</a>".encode("koi8-r"), "порт"),
        ("<?xml version='1.0' encoding='iso-8859-1'?><a>порт</a>".encode(), "порт"),
        (b"<?xml version='1.0' encoding='utf-8'?><a>caf\xe9 port</a>", "café port"),
        (b"<a>5&nbsp;&eacute;&mdash;</a>", "5\xa0é—"),
        (b"<a>AT&T &unknown; &#150; 2 < 3</a>", "AT&T &unknown; – 2 < 3"),
        (b"<a>x\x01\x0b\x1f&#2;y</a>", "xy"),
        (b"<a><![CDATA[AT&T &nbsp; <b>]]></a>", "AT&T &nbsp; <b>"),
        (b'<!DOCTYPE a [<!ENTITY outlet "The Ledger &#8212; daily">]><a>&outlet;</a>', "The Ledger — daily"),
        (b'<!DOCTYPE rss PUBLIC "-//N//DTD RSS 0.91//EN" "http://x.invalid/rss.dtd"><a>&copy;</a>', "©"),
        (b"<a>x<!-- & < --><?php & ?>y</a>", "xy"),
    ],
)
def test_parse(data: bytes, expected: str) -> None:
    assert text(data) == expected


def test_recovered_says_so() -> None:
    parsed = parse(b"<a><b>x</b><c>y</a>")
    assert parsed.recovered
    assert parsed.error
    assert text_of(parsed.root) == "xy"


def test_undeclared_prefix_is_no_damage() -> None:
    parsed = parse(b"<rss><dc:creator>Rhona</dc:creator></rss>")
    assert not parsed.recovered
    assert local(parsed.root[0]) == "creator"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty document"),
        (b" \n ", "empty document"),
        (b"no markup", "no XML element in the document"),
        (b"<a>" * 200_000, "the XML is nested too deep, or one text in it is too long"),
        (b"<a>" * 200_000 + b"</a>" * 200_000, "the XML is nested too deep, or one text in it is too long"),
        (b"&" * 1000 + b"<a>" * 300 + b"&", "the XML is nested too deep, or one text in it is too long"),
    ],
)
def test_no_tree(data: bytes, reason: str) -> None:
    with pytest.raises(FeedError) as error:
        parse(data)
    assert error.value.message == reason


def test_billion_laughs_stay_words() -> None:
    assert len(text(LAUGHS)) < 1000


def test_quadratic_expansion_is_refused() -> None:
    data = b'<!DOCTYPE a [<!ENTITY x "' + b"x" * 190 + b'">]><a>' + b"&x;" * 20_000 + b"</a>"
    with pytest.raises(FeedError, match="expand beyond bounds"):
        parse(data)


def test_no_file_is_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    dtd = tmp_path / "evil.dtd"
    dtd.write_text(f'<!ENTITY leak SYSTEM "{secret.as_uri()}">')
    for subset in (
        f'[<!ENTITY leak SYSTEM "{secret.as_uri()}">]',
        f'[<!ENTITY % more SYSTEM "{dtd.as_uri()}"> %more;]',
        f'SYSTEM "{dtd.as_uri()}"',
    ):
        found = text(f"<!DOCTYPE a {subset}><a>&leak;</a>".encode())
        assert found == "&leak;"
    included = f'<a xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="{secret.as_uri()}" parse="text"/></a>'
    assert text(included.encode()) == ""


def test_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/x"
        document = f'<!DOCTYPE a SYSTEM "{address}" [<!ENTITY x SYSTEM "{address}">]><a>&x;</a>'
        assert text(document.encode()) == "&x;"
        with pytest.raises(TimeoutError):
            server.accept()


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b'<?xml version="1.0"?><rss version="2.0"><channel>', (None, "rss")),
        (
            b'<!-- a --><!DOCTYPE x [<!ENTITY a "]">]><f:feed xmlns:f="http://www.w3.org/2005/Atom">',
            ("http://www.w3.org/2005/Atom", "feed"),
        ),
        (b"<feed xmlns='urn:x' lang='en'", ("urn:x", "feed")),
        ("<?xml version='1.0'?><urlset>".encode("utf-16"), (None, "urlset")),
        (b"\n\n<?xml version='1.0'?>\n<nitf>", (None, "nitf")),
        (b"HTTP header: x\n\n<?xml version='1.0'?><rss>", (None, "rss")),
        (b"a story of 3 < 4 and <b>more</b>", None),
        (b"plain", None),
        (b"", None),
        (b"<", None),
        (b"<!-- never closed", None),
    ],
)
def test_root_name(head: bytes, expected: tuple[str | None, str] | None) -> None:
    assert root_name(head) == expected


def test_texts_of_an_element() -> None:
    root = parse(b"<a> one\n<b>two</b> &lt;3 <c/></a>").root
    assert line_of(root) == "one two <3"
    assert line_of(root[1]) is None
    assert line_of(None) is None
    assert markup_of(root) == " one\n<b>two</b> &lt;3 <c/>"


@pytest.mark.parametrize(
    "junk", ["<", "<a ", "&", "<!--", "<![CDATA[", "<!DOCTYPE a [", "<a b='", "</a>", "<?"]
)
def test_junk_ends_soon(junk: str) -> None:
    for data in (junk.encode() * 60_000, b"<a>" + junk.encode() * 60_000 + b"</a>"):
        root_name(data[:65_536])
        with suppress(FeedError):
            parse(data)


@given(st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    for document in (data, b"<a>" + data + b"</a>"):
        root_name(document)
        with suppress(FeedError):
            parsed = parse(document)
            assert isinstance(text_of(parsed.root), str)


@given(
    st.sampled_from(["", "\ufeff", "\n ", "x", "\x00"]),
    st.sampled_from(
        [
            "",
            '<?xml version="1.0"?>',
            "<?xml version='1.0' encoding='koi8-r'?>\n",
            "<!-- a -->",
            "<!DOCTYPE a>",
            "<!doctype html>",
            "<!-- a --> <!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0'>\n<!-- b -->",
        ]
    ),
    st.sampled_from(
        [
            "<nitf>",
            '<html lang="en">',
            "<HTML xmlns='u:y' xmlns:a='u:x'\nlang=en>",
            "<html><!-- é -->",
            '<a:b xmlns:a="u:x" c="d">',
            "<rss\nversion='2.0' >",
            "<a title='1 &gt; 0'/>",
            "<a é='1'>",
            "<a",
            "text",
        ]
    ),
    st.sampled_from(["", "<x>", "é", "\x00" * 40, "</a>", '<meta property="og:type">']),
)
def test_the_root_is_the_same_whether_read_from_the_opening_or_from_all(
    before: str, prolog: str, root: str, rest: str
) -> None:
    head = f"{before}{prolog}{root}{rest}".encode()
    whole = head + b"\n<!-- \xff -->"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(xml, "_opening", xml.decode)
        expected = [root_name.__wrapped__(each) for each in (head, whole)]
    assert [root_name.__wrapped__(each) for each in (head, whole)] == expected


@pytest.mark.parametrize(
    ("head", "root"),
    [("", "rss"), ("<meta property='og:title' content='A'>", "html"), ('<meta property="og:url">', "html")],
)
@pytest.mark.parametrize("before", ["<!DOCTYPE html><html>", "<html lang='en'>"])
def test_no_feed_is_looked_for_in_a_page_that_is_made_to_be_shared(before: str, head: str, root: str) -> None:
    page = f"{before}<head>{head}</head><body><rss version='2.0'><channel><title>A</title></channel></rss></body></html>"
    assert root_name(page.encode()) == (None, root)


@pytest.mark.parametrize(
    "document",
    [
        '<?xml version="1.0"?>\n<article><title>A bell</title><body>It rang {n}.</body></article>',
        "<story><headline>A bell</headline><text><p>It rang {n}.</p></text></story>",
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE doc [<!ELEMENT doc ANY>]><doc><title>A bell</title><text>It rang {n}.</text></doc>',
        '<NewsML><NewsItem><NewsComponent><NewsLines><HeadLine>A bell</HeadLine></NewsLines><ContentItem><DataContent><p>It rang {n}.</p></DataContent></ContentItem></NewsComponent></NewsItem></NewsML>',
        '<?xml version="1.0"?><newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="tag:{n}"><contentMeta><headline>A bell</headline></contentMeta><contentSet><inlineData contenttype="text/plain">It rang {n}.</inlineData></contentSet></newsItem>',
    ],
)  # fmt: skip
def test_documents_that_follow_one_another(document: str) -> None:
    data = "\n".join(document.replace("{n}", str(number)) for number in (1, 2, 3)).encode()
    found = list(pick(data, "a.xml").read(feed_of_bytes(data, path="a.xml")))
    assert [each.body for each in found] == ["It rang 1.", "It rang 2.", "It rang 3."]
