"""Which version of a story stays: a correction, the fuller text, the later capture, whatever the order of reading."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import morgue
from morgue.article import Source, article_id

from ..conftest import story, write_jsonl
from .feeds import Told, rss


def feed(
    title: str,
    text: str,
    *,
    guid: str = "https://w.example/2025/ferry",
    day: int = 6,
    built: str = "",
    more: str = "",
) -> str:
    """A channel of one item."""
    built = f"<lastBuildDate>{built}</lastBuildDate>" if built else ""
    return (
        f'<rss version="2.0"><channel><title>W</title><link>https://w.example/</link>{built}<item><title>{title}</title>'
        f"<guid>{guid}</guid><pubDate>{day:02} Oct 2025 10:00:00 GMT</pubDate><description>{text}</description>{more}</item>"
        "</channel></rss>"
    )


OLD, NEW = "Twelve dead in ferry fire", "Two dead in ferry fire (CORRECTED)"


def put(folder: Path, files: dict[str, str], order: list[str] | None = None) -> Path:
    """Write files, in this order in time."""
    folder.mkdir(exist_ok=True)
    for at, name in enumerate(order or files):
        (folder / name).write_text(files[name], encoding="utf-8")
        os.utime(folder / name, ns=(at * 10**9, at * 10**9))
    return folder


def one(archive: morgue.Archive) -> morgue.Article:
    """The one article of an archive."""
    (hit,) = archive.hits("*")
    return hit.article


@pytest.mark.parametrize("runs", [1, 2])
def test_a_later_snapshot_corrects_an_earlier_one(archive: morgue.Archive, tmp_path: Path, runs: int) -> None:
    feeds = tmp_path / "feeds"
    put(feeds, {"2025-10-06T10.xml": feed(OLD, "Twelve people died.")})
    if runs == 2:
        archive.index([feeds])
    put(
        feeds,
        {
            "2025-10-06T10.xml": feed(OLD, "Twelve people died."),
            "2025-10-06T11.xml": feed(NEW, "Two people died."),
        },
    )
    archive.index([feeds])
    assert one(archive).headline == NEW
    assert archive.also_in([one(archive).id])[one(archive).id].also_in == ["2025-10-06T10.xml"]


def test_the_time_at_which_a_feed_was_built_counts_before_its_name(
    archive: morgue.Archive, tmp_path: Path
) -> None:
    files = {
        "a.xml": feed(NEW, "Two people died.", built="Mon, 06 Oct 2025 12:00:00 GMT"),
        "b.xml": feed(OLD, "Twelve people died.", built="Mon, 06 Oct 2025 11:00:00 GMT"),
    }
    archive.index([put(tmp_path / "feeds", files)])
    assert one(archive).headline == NEW


def g2(version: int, headline: str) -> str:
    """A NewsML-G2 item in a version, all of one moment."""
    return (
        f'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:newsml:w.example:20251006:ferry" version="{version}">'
        "<itemMeta><versionCreated>2025-10-06T10:00:00Z</versionCreated></itemMeta>"
        f"<contentMeta><headline>{headline}</headline></contentMeta><contentSet><inlineXML><html xmlns='http://www.w3.org/1999/xhtml'>"
        f"<body><p>{headline}, officials in the port said on Monday.</p></body></html></inlineXML></contentSet></newsItem>"
    )


def newsml(version: int, headline: str) -> str:
    return (
        "<NewsML><NewsItem><Identification><NewsIdentifier><ProviderId>w.example</ProviderId><DateId>20251006</DateId>"
        f"<NewsItemId>ferry</NewsItemId><RevisionId PreviousRevision='0' Update='N'>{version}</RevisionId></NewsIdentifier></Identification>"
        "<NewsManagement><FirstCreated>20251006T100000Z</FirstCreated></NewsManagement><NewsComponent><NewsLines>"
        f"<HeadLine>{headline}</HeadLine></NewsLines><ContentItem><DataContent><p>{headline}, officials said on Monday.</p></DataContent>"
        "</ContentItem></NewsComponent></NewsItem></NewsML>"
    )


def ninjs(version: int, headline: str) -> str:
    return json.dumps(
        {
            "uri": "tag:w.example,2025:ferry", "version": str(version), "type": "text", "versioncreated": "2025-10-06T10:00:00Z",
            "headline": headline, "body_text": f"{headline}, officials said on Monday.",
        }
    )  # fmt: skip


@pytest.mark.parametrize("write", [g2, newsml, ninjs])
@pytest.mark.parametrize("names", [("a", "b"), ("b", "a")])
def test_version_numbers_decide_where_times_are_equal(
    archive: morgue.Archive, tmp_path: Path, write, names
) -> None:
    suffix = ".json" if write is ninjs else ".xml"
    files = {
        names[0] + suffix: write(9, "Quiet night in the port"),
        names[1] + suffix: write(10, "All roads to the hills are closed"),
    }
    archive.index([put(tmp_path / "feeds", dict(sorted(files.items())))])
    assert one(archive).headline == "All roads to the hills are closed"


def capture(headline: str, date: str) -> bytes:
    body = (
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><head><title>x</title><meta property='og:type' content='article'>"
        f"<meta property='article:published_time' content='2025-10-06T10:00:00Z'></head><body><article><h1>{headline}</h1>"
        f"<p>{headline}, officials in the port said on Monday after a long night of rescue at sea.</p></article></body></html>"
    ).encode()
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://w.example/2025/ferry\r\nWARC-Date: {date}\r\n"
        f"Content-Type: application/http\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n\r\n"


@pytest.mark.parametrize("later_first", [False, True])
@pytest.mark.parametrize("files", [1, 2])
def test_the_later_capture_of_a_page_stays(
    archive: morgue.Archive, tmp_path: Path, later_first: bool, files: int
) -> None:
    captures = [capture(OLD, "2025-10-06T11:00:00Z"), capture(NEW, "2025-10-06T12:00:00Z")]
    captures = captures[::-1] if later_first else captures
    feeds = tmp_path / "feeds"
    feeds.mkdir()
    for at, data in enumerate(captures if files == 2 else [b"".join(captures)]):
        (feeds / f"{at}.warc").write_bytes(data)
    archive.index([feeds])
    assert one(archive).headline == NEW


WHOLE = (
    "The ferry burned for nine hours off the cape, and two of its crew died, the coast guard said on Monday."
)
SITEMAP = (
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">'
    "<url><loc>https://w.example/2025/ferry</loc><lastmod>2025-10-06T12:00:00Z</lastmod><news:news><news:publication>"
    "<news:name>W</news:name></news:publication><news:publication_date>2025-10-06T10:00:00Z</news:publication_date>"
    f"<news:title>{OLD}</news:title></news:news></url></urlset>"
)
ENCODED = (
    f'<x:encoded xmlns:x="http://purl.org/rss/1.0/modules/content/">&lt;p&gt;{WHOLE}&lt;/p&gt;</x:encoded>'
)


@pytest.mark.parametrize("order", [["a.xml", "z.xml"], ["z.xml", "a.xml"]])
@pytest.mark.parametrize(
    "less",
    [
        SITEMAP,
        feed(OLD, "Teaser only.", day=7),
        feed(OLD, "", day=7),
        feed(OLD, WHOLE[:60] + "…", day=7),
        json.dumps(
            {
                "title": OLD,
                "url": "https://w.example/2025/ferry",
                "date": "2025-10-07T10:00:00Z",
                "text": f"{WHOLE[:50]} [+812 chars]",
            }
        ),
    ],
)
def test_a_version_with_less_never_takes_the_place_of_a_fuller_one(
    archive: morgue.Archive, tmp_path: Path, less: str, order: list[str]
) -> None:
    name = "z.jsonl" if less.startswith("{") else "z.xml"
    files = {"a.xml": feed(OLD, "", more=ENCODED), name: less}
    put(tmp_path / "feeds", files, [name if each == "z.xml" else each for each in order])
    archive.index([tmp_path / "feeds"])
    assert one(archive).body == WHOLE


def test_the_products_own_export_takes_nothing_away(archive: morgue.Archive, tmp_path: Path) -> None:
    feeds = put(tmp_path / "feeds", {"z.xml": feed(OLD, "", more=ENCODED)})
    archive.index([feeds])
    before = one(archive)
    row = before.to_json()
    partial = {
        name: row[name] for name in ("id", "headline", "published", "day", "locations", "agency", "source")
    }
    (feeds / "export.jsonl").write_text(
        json.dumps({"rank": 1, "score": 1.0, **partial, "snippets": []}) + "\n"
    )
    archive.index([feeds])
    assert one(archive) == before


def test_an_edited_export_corrects_a_fact(archive: morgue.Archive, tmp_path: Path) -> None:
    feeds = put(tmp_path / "feeds", {"z.xml": feed(OLD, "", more=ENCODED)})
    archive.index([feeds])
    corrected = one(archive).to_json() | {"publisher": "The Cape Times"}
    (feeds / "a-fix.jsonl").write_text(json.dumps(corrected) + "\n")
    archive.index([feeds])
    assert one(archive).publisher == "The Cape Times"


def test_a_row_with_a_strangers_id_hides_nothing(archive: morgue.Archive, tmp_path: Path) -> None:
    feeds = put(tmp_path / "feeds", {"honest.xml": feed(OLD, "", more=ENCODED)})
    archive.index([feeds])
    honest = one(archive)
    forged = honest.to_json() | {
        "headline": "Prize draw: win a motorboat today", "updated": "2099-01-01T00:00:00Z",
        "body": "Send your account number, please, before midnight, and expect nothing whatever.",
    }  # fmt: skip
    for name in ("aaa.jsonl", "zzz.jsonl"):
        (feeds / name).write_text(json.dumps(forged) + "\n")
        archive.index([feeds])
        assert archive.show([honest.id]) == [honest]
        (false,) = archive.hits("motorboat")
        assert archive.also_in([false.article.id])[false.article.id].read_from == "aaa.jsonl"
    with morgue.create(tmp_path / "again") as other:
        other.index([feeds / "aaa.jsonl"])
        other.index([feeds])
        assert other.show([honest.id]) == [honest], "also where the false one came first"


@pytest.mark.parametrize("name", ["aaa.xml", "zzz.xml"])
def test_a_feed_of_another_host_hides_nothing(archive: morgue.Archive, tmp_path: Path, name: str) -> None:
    files = {"honest.xml": feed(OLD, "Twelve people died.")}
    files[name] = (
        feed("Nobody died", "All is well.")
        .replace("https://w.example/<", "https://evil.example/<")
        .replace("2025 10:00", "2100 10:00")
    )
    archive.index([put(tmp_path / "feeds", files)])
    assert {hit.article.headline for hit in archive.hits("*")} == {OLD, "Nobody died"}


TIMES = ["2025-10-01T10:00:00Z", "2025-10-02T10:00:00Z", "2025-10-03T10:00:00Z", None]


@st.composite
def edits(draw: st.DrawFn) -> list[tuple[str, list[tuple[int, int, int]] | None]]:
    """Files written with versions (story, time, text), or removed."""
    version = st.tuples(st.integers(0, 2), st.integers(0, len(TIMES) - 1), st.integers(0, 4))
    content = st.one_of(st.none(), st.lists(version, max_size=4))
    return draw(st.lists(st.tuples(st.sampled_from(["a", "b", "c"]), content), min_size=1, max_size=6))


def told(of: int, time: int, text: int) -> morgue.Article:
    body = f"Text {text} of a story." if text else None
    return story(of, body=body, published=TIMES[time], day=None, source=Source("x", "rss"))


@given(edits())
@settings(max_examples=25)
def test_the_version_that_stays_does_not_depend_on_the_order_of_edits(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[str, list[tuple[int, int, int]] | None]]
) -> None:
    """After any edits the archive holds what a new one of the same files holds."""
    folder = tmp_path_factory.mktemp("edits")
    feeds = folder / "feeds"
    feeds.mkdir()
    with morgue.create(folder / "archive") as archive, morgue.create(folder / "fresh") as fresh:
        for at, (name, content) in enumerate(changes, 1):
            path = feeds / f"{name}.jsonl"
            if content is None:
                path.unlink(missing_ok=True)
            else:
                write_jsonl(path, [told(*each) for each in content] or [told(9, 0, 1)])
                os.utime(path, ns=(at * 10**9, at * 10**9))
            archive.index([feeds], prune="all")
        fresh.index([feeds])
        texts = [{hit.article.id: hit.article.body for hit in each.hits("*")} for each in (archive, fresh)]
        assert texts[0] == texts[1]
        assert archive.verify().sound


def test_a_story_in_two_files_is_counted_as_the_same(archive: morgue.Archive, tmp_path: Path) -> None:
    stories = [Told(at, f"Story of day {at}", f"https://quay.example/{at}") for at in range(3)]
    feeds = tmp_path / "feeds"
    feeds.mkdir()
    (feeds / "a.xml").write_bytes(rss(stories))
    (feeds / "b.xml").write_bytes(rss(stories[1:]))
    counts = archive.index([feeds]).articles
    assert (counts.added, counts.same, counts.total) == (3, 2, 3)
    identifier = article_id("https://quay.example/1")
    assert archive.also_in([identifier])[identifier].to_json() == {"read_from": "a.xml", "also_in": ["b.xml"]}
    (feeds / "a.xml").unlink()
    counts = archive.index([feeds], prune="all").articles
    assert (counts.added, counts.removed, counts.total) == (0, 1, 2), "what another file holds is not removed"
