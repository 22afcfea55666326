"""foreign: files of other kinds, what each is called, and that ordinary stories are none of them."""

from __future__ import annotations

import io
import random
import zipfile

import pytest

from morgue.errors import FeedError, NoArticle
from morgue.feeds import feed_of_bytes, pick
from morgue.ingest.read import articles_of
from morgue.io.containers import open_stream
from tests.extras import need_extra

MD5, SHA = (
    "d41d8cd98f00b204e9800998ecf8427e",
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
)


def stories(data: bytes | str, name: str = "file") -> list[str | None]:
    """The headlines of what a file of this name holds, read as a run of the index reads it."""
    data = data.encode() if isinstance(data, str) else data
    (feed,) = open_stream(io.BytesIO(data), name=name, source_path=name, sha256="")
    return [each.headline for each in articles_of(feed)]


def refusal(data: bytes | str, name: str = "file") -> FeedError:
    """The error that a file ends with."""
    with pytest.raises(FeedError) as error:
        stories(data, name)
    return error.value


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("a list of checksums", f"{MD5}  plan.txt\n{MD5[::-1]} *data/map.xml\n"),
        ("a list of checksums", f"{SHA}  the only line"),
        ("a list of checksums", f"SHA256 (0001.jp2) = {SHA}\nsha256 (0002.jp2) = {SHA}\n"),
        ("a list of checksums", "; made on Monday\nfirst.tif 1a2b3c4d\nsecond.tif DEADBEEF\n"),
        ("a list of checksums", f"data/one.xml: {MD5}\ndata/two.xml: {MD5}\n"),
        ("a list of checksums", "path;md5\n" + "".join(f"a{each}.xml;{MD5}\n" for each in range(20))),
        ("the declaration of a delivery (BagIt)", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"),
        ("the description of a delivery (BagIt)", "Source-Organization: Library\nBagging-Date: 2019-05-04\n"),
        ("an index of a web archive (cdx)", " CDX N b a m s k r M S V g\norg,quay)/ 20190504000000 http://quay.org text/html 200 A - - 1 2 a.warc.gz\n"),
        ("an index of a web archive (cdx)", 'org,quay)/ 20190504101112 {"url": "https://quay.org/", "status": "200"}\n'),
        ("an index of a web archive (cdx)", '!meta 0 {"format": "cdxj-gzip-1.0"}\norg,quay)/ 20190504101112 {"offset": 0}\n'),
        ("an index of a web archive (cdx)", "org,quay)/ 20190504101112\tcdx-0.gz\t0\t120\t1\norg,quay)/b 20190504101113\tcdx-0.gz\t120\t80\t2\n"),
        ("subtitles (SRT)", "1\r\n00:00:01,000 --> 00:00:04,000\r\nGood evening.\r\n\r\n2\r\n00:00:05,000 --> 00:00:06,000\r\nRain.\r\n"),
        ("subtitles (SRT)", "\ufeff\n1\n00:00:01.5 --> 00:00:04.0\nGuten Abend.\n"),
        ("subtitles (WebVTT)", "WEBVTT\n\n00:01.000 --> 00:04.000\nBonsoir.\n"),
        ("subtitles (SubViewer)", "0:00:01.000,0:00:04.000\nGood evening.\n"),
        ("subtitles (SubStation Alpha)", "[Script Info]\nTitle: News\n"),
        ("subtitles (TTML)", '<tt xmlns="http://www.w3.org/ns/ttml"><head><title>News</title></head><body><div><p>Hi</p></div></body></tt>'),
        ("citations (PubMed)", "PMID- 4711\nTI  - Port shut\n"),
        ("a log", '10.0.0.7 - - [04/May/2019:10:11:12 +0200] "GET /feed HTTP/1.1" 200 512\n'),
        ("a log", "2019-05-04 10:11:12,345 INFO quay.feeds: read 3 files\n2019-05-04 10:11:13,001 ERROR quay: no\n  at line 7\n"),
        ("a log", "May  4 10:11:12 quay sshd[7]: Accepted key for ann\nMay  4 10:11:13 quay cron[8]: (ann) CMD (x)\n"),
        ("a log", "[04-May-2019 10:11:12 UTC] PHP Warning:  feed is empty in /srv/a.php on line 3\n"),
        ("a log", "2019-05-04T10:11:12Z [warn] slow\n2019-05-04T10:11:13Z [info] done\n"),
        ("a log", "INFO:quay.run:begin\nERROR:quay.run:end\n"),
        ("a list of web addresses", "https://quay.example/2019/05/ferry\nhttps://quay.example/2019/05/port\n"),
        ("a list of web addresses", "https://quay.example/2019/05/ferry\n"),
        ("rows of GDELT", "10000001\t20190504\t201905\t2019\t2019.34\tUSA\tUNITED STATES\n"),
        ("a list of feeds (OPML)", '<opml version="2.0"><head><title>Mine</title></head><body><outline text="Quay" xmlUrl="x"/></body></opml>'),
        ("a picture (SVG)", '<svg xmlns="http://www.w3.org/2000/svg"><title>Map</title><text>Ostend</text></svg>'),
        ("instructions for crawlers (robots.txt)", "User-agent: *\nDisallow: /admin\n"),
        ("a key or a certificate", "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"),
    ],
)  # fmt: skip
def test_a_sound_file_of_another_kind_is_named(kind: str, text: str) -> None:
    """By its form, whatever its name."""
    for name in ("file", "file.txt", "file.dat"):
        error = refusal(text, name)
        assert (type(error), error.message) == (NoArticle, kind)


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("the PDF document is damaged and cannot be opened", b"%PDF-1.5\n1 0 obj"),
        ("a file of an old form of Office: save it as DOCX, XLSX or text", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
        ("a picture (WebP)", b"RIFF\x24\0\0\0WEBPVP8 " + bytes(40)),
        ("an e-book of Kindle (MOBI): it is not supported", b"Quay_Weekly".ljust(60, b"\0") + b"BOOKMOBI" + bytes(40)),
        ("a mailbox of Outlook (PST): it is not supported", b"!BDN" + bytes(600)),
        ("pages of QuarkXPress: they are not supported", b"\0\0MMXPR3" + bytes(40)),
        ("records of a library (MARC)", b"00100nam a2200049 a 4500245001900000\x1e10\x1faThe Quay Mail\x1e\x1d"),
        ("a pointer to a file that is not here (git lfs pull fetches it)", "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"),
        ("a pointer to a file that is not here (git annex get fetches it)", "/annex/objects/SHA256E-s31390--f50d.csv\n"),
    ],
)  # fmt: skip
def test_a_file_with_stories_in_a_form_that_is_not_read_is_rejected(kind: str, data: bytes | str) -> None:
    """With the name of the form: nobody takes it for a file without a story."""
    if "PDF" in kind:
        need_extra("pdf")
    error = refusal(data)
    assert type(error) is FeedError
    assert error.message == kind


@pytest.mark.parametrize(
    "text",
    [
        "Ferry sails\n\nOSTEND, May 4 (XYZ) - It sailed at 10:11:12 --> a record.\n",
        "2019-05-04 10:11:12 Ferry sails\n2019-05-04 10:15:40 Ferry is back, the pilot said\n",
        "19:40 Ferry sails\n19:50 Fog closes in\n20:10 Ferry is back\n",
        "@ the quay: a day at work\n\nAnn Lee met the pilots.\n",
        "TY, the man who built the quay\n\nHe died on Monday.\n",
        "[12:30] Ferry sails\n\nThe fog closes in, the pilot said.\n",
        "1 of 3 ferries sails\n\nThe others stay in port, the owner said.\n",
        "User fees rise\n\nThe port wants more.\n",
        "https://quay.example/2019/05/ferry\n\nFerry sails\n\nThe fog closed in.\n",
        "Home\t2\tAway\t1\n\nThe season ends on Monday, the league said.\n",
        "MD5 is broken\n\nThe old checksum should not be used, experts say.\n",
        "Subscribe to our log: what the keeper wrote\n\nFog all day.\n",
    ],
)
def test_an_ordinary_story_is_none_of_them(text: str) -> None:
    """Though it begins or looks a little like one."""
    assert len(stories(text, "story.txt")) == 1


def test_bytes_at_random_are_no_story() -> None:
    """In any length from a line on; a few bytes may happen to be a word."""
    source = random.Random(7)
    for size in (24, 40, 64, 120, 300, 900, 4_000):
        for _ in range(30):
            data = bytes(source.getrandbits(8) for _ in range(size))
            with pytest.raises(FeedError):
                pick(data, "noise.bin").read(feed_of_bytes(data, path="noise.bin")).__next__()


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("Паром вернулся в порт", "koi8-r"),
        ("Паром вернулся в порт.\n\nПассажиры сошли.", "cp1251"),
        ("Η ακτοπλοΐα ξανά", "cp1253"),
        ("عودة العبارة", "cp1256"),
        ("フェリー再開", "cp932"),
        ("フェリー再開", "euc_jp"),
        ("渡轮恢复航行\n\n昨日恢复。", "gb18030"),
        ("배가 다시 뜬다", "cp949"),
        ("Fähre läuft aus", "cp1252"),
        ("Prům pluje opět, řekl starosta.", "cp1250"),
        ("Паром вернулся", "utf-16"),
    ],
)
def test_a_note_in_a_legacy_encoding_is_text(text: str, codec: str) -> None:
    assert len(stories(text.encode(codec), "note.txt")) == 1


def test_the_bookkeeping_of_a_web_archive_holds_no_story() -> None:
    """In a WACZ: index, list of pages (with the text of each page), description, digest."""
    members = {
        "indexes/index.cdx": 'org,quay)/ 20190504101112 {"url": "https://quay.org/"}\n',
        "indexes/index.idx": '!meta 0 {"format": "cdxj-gzip-1.0"}\norg,quay)/ 20190504101112 {"offset": 0}\n',
        "pages/pages.jsonl": '{"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}\n'
        '{"id": "1", "url": "https://quay.org/a", "title": "Ferry sails", "text": "Menu Home Ferry sails"}\n',
        "pages/extraPages.jsonl": '{"format":"json-pages-1.0","id":"extra","title":"Other Pages"}\n',
        "datapackage.json": '{"profile": "data-package", "title": "Mine", "created": "2019-05-04T00:00:00Z", '
        '"wacz_version": "1.1.1", "resources": []}',
        "datapackage-digest.json": f'{{"path": "datapackage.json", "hash": "sha256:{SHA}"}}',
        "fuzzy.json": '{"rules": [{"match": "a", "fuzzyCanonReplace": "b"}]}',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    out.seek(0)
    reasons = {}
    for feed in open_stream(out, name="a.wacz", source_path="a.wacz", sha256=""):
        with pytest.raises(NoArticle) as error:
            list(articles_of(feed))
        reasons[feed.name] = error.value.message
    assert len(reasons) == len(members)
    assert "WACZ" in reasons["pages.jsonl"]
    assert "WACZ" in reasons["datapackage.json"]
    assert "cdx" in reasons["index.cdx"]


@pytest.mark.shared
@pytest.mark.parametrize(
    "headline",
    [
        "404 Not Found wins festival prize",
        "403 Forbidden City guards strike",
        "500 Internal Error hits bank",
        "WEBVTT is the new standard for subtitles",
        "GIF89a: the format that would not die",
        "ID3 tags explained",
        "RIFF raff in the harbour",
        "OggS and eggs",
        "fLaC is free",
        "PAR1 golf at the coast",
        "SQLite format 3 explained",
        "wOFF the dog comes home",
        "#!/usr/bin/env: a story",
        "#!/bin/sh is fifty years old",
    ],
)
def test_a_headline_that_begins_like_another_kind_is_a_story(headline: str) -> None:
    text = (
        f"{headline}\n\nLONDON, March 4 (Reuters) - It was so on Monday, the jury said, after a long night.\n"
    )
    assert stories(text, "story.txt") == [headline]


@pytest.mark.parametrize(
    "data",
    [
        b"GIF89a\x40\x01\xf0\x00\xf7\x00\x00",
        b"ID3\x03\x00\x00\x00\x00",
        b"RIFF\x24\x08\x00\x00WAVEfmt ",
        b"OggS\x00\x02",
        b"404 Not Found\nnginx/1.18.0\n",
        b"403 Forbidden\nYou don't have permission to access / on this server.\n",
        b"502 Bad Gateway: upstream\n",
        b"WEBVTT - Ferry\n\n00:01.000 --> 00:02.000\nIt sails.\n",
        b"#!/usr/bin/env python3\nprint(1)\n",
        b"#!/bin/bash -e\necho 1\n",
    ],
)
def test_what_has_all_that_its_kind_demands_is_none(data: bytes) -> None:
    with pytest.raises(FeedError):
        stories(data, "file")


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("a font", b"\x00\x01\x00\x00\x00\x0f\x00\x80\x00\x03\x00\x70GDEF" + bytes(60)),
        ("a font", b"OTTO\x00\x0b\x00\x80" + bytes(60)),
        ("a sound file", b"\xff\xfb\x90\x64\x00" + bytes(60)),
        ("a sound file", b"MThd\x00\x00\x00\x06\x00\x01" + bytes(60)),
        ("a sound or video file", b"\x00\x00\x00\x20ftypisom" + bytes(60)),
        ("a picture (HEIF)", b"\x00\x00\x00\x18ftypheic" + bytes(60)),
        ("a video file", b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01" + bytes(60)),
        ("a picture (Photoshop)", b"8BPS\x00\x01" + bytes(60)),
        ("a picture (BMP)", b"BM\x36\x00\x0c\x00\x00\x00\x00\x00\x36\x00" + bytes(60)),
        ("an ORC table: ORC is not supported", b"ORC\x0a\x0b\x0a\x03\x00" + bytes(60)),
        ("an Avro table: Avro is not supported", b"Obj\x01\x04\x14avro.codec" + bytes(60)),
        ("a table of R: it is not supported", b"X\n\x00\x00\x00\x03\x00\x04" + bytes(60)),
        ("a table of SPSS: it is not supported", b"$FL2@(#) SPSS DATA FILE" + bytes(60)),
        ("a table of Stata: it is not supported", b"<stata_dta><header><release>118</release>" + bytes(60)),
        ("a database of Access: it is not supported", b"\x00\x01\x00\x00Standard Jet DB\x00" + bytes(60)),
        ("a table of NumPy", b"\x93NUMPY\x01\x00v\x00" + bytes(60)),
        ("values of a program (pickle)", b"\x80\x04\x95\x10\x00\x00\x00" + bytes(60)),
    ],
)
def test_a_binary_file_of_another_kind_is_named(kind: str, data: bytes) -> None:
    assert refusal(data).message == kind


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("a list of packages (a lock file)", "# This file is automatically @generated by Poetry 1.8\n\n[[package]]\nname = 'a'\n"),
        ("a list of packages (a lock file)", "# THIS IS AN AUTOGENERATED FILE. DO NOT EDIT THIS FILE DIRECTLY.\n# yarn lockfile v1\n\n"),
        ("a list of packages (a lock file)", "q.example/a v1.0.0 h1:abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrs=\n" * 3),
        ("a list of packages", "anyio==4.3.0\nclick>=8.1\nrich~=13.0\nhttpx[http2]>=0.27,<1\n"),
        ("the messages of a program (gettext)", '# Quay\nmsgid ""\nmsgstr ""\n\nmsgid "Port"\nmsgstr "Hafen"\n'),
        ("statements of RDF (Turtle)", "@prefix q: <https://q.example/> .\nq:a q:b q:c .\n"),
        ("the steps of a build (Dockerfile)", "FROM debian:12\n\nRUN apt-get update\n"),
        ("the steps of a build (Makefile)", "all: a\n\na: a.c\n\tcc a.c\n\n.PHONY: all\n"),
        ("a torrent", "d8:announce24:http://q.example/announce4:infod6:lengthi1eee"),
        ("a program (JavaScript)", "!function(e,t){e.x=t()}(this,function(){return 1});"),
        ("a patch", "--- a.py\t2024\n+++ b.py\t2024\n@@ -1,2 +1,2 @@\n-a\n+b\n"),
        ("encoded data (base64 or the like), not a text", "a" * 200_000),
    ],
)  # fmt: skip
def test_bookkeeping_is_no_story(kind: str, text: str) -> None:
    assert refusal(text, "x.txt").message == kind


@pytest.mark.parametrize(
    "text",
    [
        "From the quay: the ferry sails\n\nRun by the port, it left at dawn.\n",
        "Function (and form) at the new pier\n\nThe architect said it works.\n",
        "D8: announce the winner\n\nThe jury did so on Monday.\n",
        "@prefix wins the race\n\nThe yacht came in first.\n",
    ],
)
def test_a_story_that_begins_a_little_like_bookkeeping_is_one(text: str) -> None:
    assert len(stories(text, "story.txt")) == 1


def test_a_document_of_pages_is_named_and_its_parts_are_not_listed() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("Index/Document.iwa", bytes(20))
        archive.writestr("preview.jpg", b"\xff\xd8\xff")
    with pytest.raises(FeedError, match="a document of Pages, Numbers or Keynote"):
        stories(data.getvalue(), "quay.pages")


def test_a_zip_whose_members_have_no_name_ends_with_a_reason() -> None:
    with pytest.raises(FeedError, match="cut off"):
        stories(b"PK\3\4" + bytes(99), "quay.zip")


def test_an_encrypted_message_is_no_key() -> None:
    error = refusal("-----BEGIN PGP MESSAGE-----\n\nhQEMA7aB\n-----END PGP MESSAGE-----\n")
    assert error.message == "an encrypted message (PGP)"
