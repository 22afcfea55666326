"""warc: records that hold a story, their place, and damage that ends one record only."""

from __future__ import annotations

import contextlib
import gzip
import io
import zlib
from pathlib import Path

import brotli
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from morgue.errors import FeedError, NoArticle
from morgue.feeds import feed_of_bytes, pick
from morgue.feeds.web import warc
from morgue.io.containers import open_feeds, open_stream
from morgue.model.article import Article

SHARED = Path(__file__).resolve().parents[4] / "shared" / "corpora" / "formats" / "warc"
SENTENCE = "The ferry left the harbour at nine and the fog closed in behind it without a sound. "
PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>Boat sinks - Ferry Times</title>
<meta property="og:type" content="article"><meta property="article:published_time" content="2024-03-03T10:00:00+01:00">
<meta property="og:title" content="Boat sinks"></head><body><article><h1>Boat sinks</h1>
<p>{SENTENCE * 3}</p><p>{SENTENCE * 4}</p></article></body></html>""".encode()
RSS = (
    b'<?xml version="1.0"?><rss version="2.0"><channel><title>Ferry Times</title><item><title>Second boat</title>'
    b'<description>A second boat sank.</description><guid isPermaLink="false">urn:x:2</guid></item></channel></rss>'
)


def record(
    block: bytes,
    kind: str = "response",
    url: str = "https://f.example/boat",
    mime: str = "application/http; msgtype=response",
) -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{abs(zlib.crc32(block))}>\r\n"
        f"WARC-Date: 2024-03-04T05:06:07Z\r\nWARC-Target-URI: {url}\r\nContent-Type: {mime}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def http(
    body: bytes, mime: str = "text/html; charset=utf-8", status: str = "200 OK", **headers: str
) -> bytes:
    more = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {status}\r\nContent-Type: {mime}\r\n{more}\r\n".encode() + body


def read(data: bytes) -> tuple[list[Article], list[str]]:
    feed = feed_of_bytes(data, path="a.warc")
    return list(warc.read(feed)), [each.message for each in feed.complaints]


def chunked(body: bytes) -> bytes:
    parts = [body[at : at + 100] for at in range(0, len(body), 100)]
    return b"".join(b"%x;x=y\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


INFO = record(b"software: x\r\n", "warcinfo", "urn:x", "application/warc-fields")


def test_a_page_a_feed_and_what_is_passed_over():
    page, feed = record(http(PAGE)), record(http(RSS, "application/rss+xml"), url="https://f.example/feed")
    data = b"".join(
        (
            INFO,
            record(b"GET / HTTP/1.1\r\n\r\n", "request"),
            page,
            record(http(b"\x89PNG", "image/png")),
            feed,
        )
    )
    stories, complaints = read(data)
    assert [each.headline for each in stories] == ["Boat sinks", "Second boat"]
    assert [each.url for each in stories] == ["https://f.example/boat", "https://f.example/feed"]
    assert stories[0].evidence["url"] == "page address"
    assert stories[1].evidence["url"] == "capture"
    assert data[stories[1].source.offset :][: stories[1].source.length].rstrip() == feed.rstrip()
    assert stories[0].source.member.startswith("urn:uuid:")
    assert complaints == []


@pytest.mark.parametrize(
    "block",
    [
        http(gzip.compress(PAGE), Content_Encoding="gzip"),
        http(zlib.compress(PAGE), Content_Encoding="deflate"),
        http(zlib.compress(PAGE)[2:-4], Content_Encoding="deflate"),
        http(zstandard.compress(PAGE), Content_Encoding="zstd"),
        http(brotli.compress(PAGE), Content_Encoding="br"),
        http(brotli.compress(PAGE)[:-1], Content_Encoding="br"),
        http(PAGE, Content_Encoding="br"),
        http(chunked(PAGE), Transfer_Encoding="chunked"),
        http(chunked(gzip.compress(PAGE)), Transfer_Encoding="chunked", Content_Encoding="gzip"),
        http(PAGE, Transfer_Encoding="chunked"),
        http(PAGE, Content_Encoding="gzip"),
        http(PAGE).replace(b"\r\n", b"\n"),
    ],
    ids=[
        "gzip",
        "zlib",
        "deflate",
        "zstd",
        "brotli",
        "brotli cut off",
        "not brotli",
        "chunked",
        "both",
        "not chunked",
        "not gzip",
        "bare line ends",
    ],
)
def test_transfer_and_content_codings(block):
    (story,), complaints = read(record(block))
    assert story.headline == "Boat sinks"
    assert complaints == []


def test_a_bomb_of_an_answer_is_refused():
    bomb = brotli.compress(b"\0" * (200 << 20), quality=1)
    stories, complaints = read(record(http(bomb, Content_Encoding="br")) + record(http(PAGE)))
    assert len(stories) == 1
    assert complaints == ["https://f.example/boat: the answer is longer than 64 MB"]


def test_resource_and_conversion():
    stories, _ = read(
        record(PAGE, "resource", mime="text/html")
        + record(SENTENCE.encode() * 5, "conversion", mime="text/plain")
    )
    assert stories[0].headline == "Boat sinks"
    assert len(stories) == 2


def test_compressed_record_by_record():
    data = gzip.compress(INFO) + gzip.compress(record(http(PAGE)))
    feed = next(iter(open_stream(io.BytesIO(data), name="x.warc.gz", source_path="x.warc.gz", sha256="")))
    assert [each.headline for each in warc.read(feed)] == ["Boat sinks"]


def test_reasons_where_there_is_no_article():
    data = INFO + record(http(b"", status="301 Moved")) + record(http(b"<html><body>Hi</body></html>"))
    with pytest.raises(NoArticle, match=r"no article among 2 captures .*status 301.*without a headline"):
        read(data)


def test_damage_ends_one_record():
    wrong = INFO.replace(b"Content-Length: ", b"Content-Length: x")
    stories, complaints = read(wrong + b"garbage\r\n" + record(http(PAGE)) + record(http(PAGE))[:-200])
    assert [each.headline for each in stories] == ["Boat sinks", "Boat sinks"]
    assert "no length in its header" in complaints[0]
    assert "cut off" in complaints[-1]


def test_arc():
    block = http(PAGE)
    data = (
        b"filedesc://x.arc 127.0.0.1 20140216050221 text/plain 4\n1 0\n\nhttp://f.example/a b?c=d e 1.2.3.4 20140216050221 text/html %d\n%s\n"
        % (
            len(block),
            block,
        )
    )
    (story,), complaints = read(data)
    assert story.headline == "Boat sinks"
    assert story.url == "http://f.example/a b?c=d e"
    assert complaints == []


def test_sniff():
    assert pick(INFO, "x").name == "warc"
    assert pick(b"filedesc://x.arc 127.0.0.1 20140216050221 text/plain 4\n", "x").name == "warc"


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=100), st.integers(0, 900))
def test_mutated_bytes_give_articles_or_feed_errors(data: bytes, at: int):
    made = INFO + record(http(RSS, "text/xml"))
    for capture in (b"WARC/1.0\r\n" + data, made[:at] + data + made[at:], made[:at] + data):
        with contextlib.suppress(FeedError):
            assert all(isinstance(each, Article) for each in read(capture)[0])


@settings(max_examples=200)
@given(st.binary(max_size=500))
def test_chunks_come_together_again(body: bytes):
    assert warc.unchunked(chunked(body)) == body
    warc.unchunked(body)


@pytest.mark.shared
def test_shared_captures_are_read_or_have_a_reason():
    if not SHARED.is_dir():
        pytest.skip("the shared corpora are not beside the checkout")
    for path in sorted(SHARED.glob("*arc*")):
        for feed in open_feeds(path, source_path=path.name, sha256=""):
            with pytest.raises(NoArticle, match="no article"):
                list(warc.read(feed))
