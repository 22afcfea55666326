"""Which version of a story stays: a correction, the fuller text, the later capture, whatever the order of reading."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import morgue
from morgue.model.article import Source, article_id
from tests.conftest import story, write_jsonl
from tests.ingest.runs.feeds import Told, rss


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
    assert archive.also_in([identifier])[identifier].to_json() == {
        "read_from": "a.xml",
        "also_in": ["b.xml"],
        "versions": 1,
    }
    (feeds / "a.xml").unlink()
    counts = archive.index([feeds], prune="all").articles
    assert (counts.added, counts.removed, counts.total) == (0, 1, 2), "what another file holds is not removed"


# -- what one identifier may bear --------------------------------------------------------------------------------

TEXTS = (
    "Ferry workers ended their strike after nine days of talks with the harbour board.",
    "The council voted to collect household rubbish every two weeks from January.",
    "A museum in the old lighthouse opened its doors to two hundred visitors.",
)
DAYS = ("Monday", "Tuesday", "Wednesday")


def column(at: int) -> tuple[str, str, str]:
    """Headline, text and time of a column of one address."""
    return f"Morning news briefing for {DAYS[at]}", TEXTS[at], f"2025-10-{6 + at:02}T06:00:00Z"


ADDRESS = "https://bay.example/2025/morning-briefing"
COLUMNS = {
    "rss": lambda at: feed(*column(at)[:2], guid=ADDRESS, day=6 + at),
    "atom": lambda at: (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Bay</title><id>tag:bay.example,2025:all</id><entry>'
        f"<id>tag:bay.example,2025:briefing</id><title>{column(at)[0]}</title><published>{column(at)[2]}</published>"
        f"<content>{column(at)[1]}</content></entry></feed>"
    ),
    "csv": lambda at: f"title,text,date,url\n{column(at)[0]},{column(at)[1]},{column(at)[2]},{ADDRESS}\n",
    "jsonl": lambda at: json.dumps(dict(zip(("title", "text", "date"), column(at), strict=True), url=ADDRESS)) + "\n",
    "json": lambda at: json.dumps(
        {"version": "https://jsonfeed.org/version/1.1", "items": [
            {"id": ADDRESS, "title": column(at)[0], "content_text": column(at)[1], "date_published": column(at)[2]}
        ]}
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", COLUMNS)
@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 0)])
@pytest.mark.parametrize("at_once", [True, False])
def test_a_column_of_one_address_keeps_every_day(
    archive: morgue.Archive, tmp_path: Path, kind: str, order: tuple[int, ...], at_once: bool
) -> None:
    feeds = tmp_path / "feeds"
    for at in order:
        put(feeds, {f"{at}.{kind}": COLUMNS[kind](at)})
        if not at_once:
            archive.index([feeds])
    archive.index([feeds])
    assert {hit.article.body for hit in archive.hits("*")} == {TEXTS[at] for at in order}


@pytest.mark.parametrize("kind", ["rss", "atom", "json"])
def test_a_column_that_rolls_under_one_name_keeps_every_day(
    archive: morgue.Archive, tmp_path: Path, kind: str
) -> None:
    for at in range(3):
        archive.index([put(tmp_path / "feeds", {f"roll.{kind}": COLUMNS[kind](at)})])
    assert {hit.article.body for hit in archive.hits("*")} == set(TEXTS)


@pytest.mark.parametrize("two_files", [True, False])
def test_a_bare_number_with_another_version_is_not_the_same_story(
    archive: morgue.Archive, tmp_path: Path, two_files: bool
) -> None:
    items = [
        {
            "uri": "12", "version": str(at + 1), "type": "text", "source": "AP", "headline": headline,
            "versioncreated": f"2025-10-{6 + at * 9:02}T10:00:00Z", "body_text": TEXTS[at],
        }
        for at, headline in enumerate(["Nine die in fire", "Council votes on bins"])
    ]  # fmt: skip
    files = (
        {f"{at}.json": json.dumps([each]) for at, each in enumerate(items)}
        if two_files
        else {"a.json": json.dumps(items)}
    )
    archive.index([put(tmp_path / "feeds", files)])
    assert archive.count("*") == 2


def test_one_instant_and_nothing_else_in_common_is_two_stories(
    archive: morgue.Archive, tmp_path: Path
) -> None:
    """Midnight, which many systems write where they know only the day."""
    files = {
        "a.xml": feed("Strike of the ferries ends", TEXTS[0]),
        "b.xml": feed("Council votes on bins", TEXTS[1]),
    }
    archive.index([put(tmp_path / "feeds", files)])
    assert archive.count("*") == 2


@pytest.mark.parametrize("order", [(0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0)])
def test_a_chain_of_likenesses_is_the_same_in_every_order(
    archive: morgue.Archive, tmp_path: Path, order: tuple[int, ...]
) -> None:
    words = [each.strip(".") for each in TEXTS[0].split() if len(each) > 3]
    others = [each.strip(".") for each in TEXTS[1].split() if len(each) > 3]
    texts = [" ".join(words[:8]), " ".join(words[4:8] + others[:4]), " ".join(others[:8])]
    for at in order:
        file = feed(f"{words[at]} {others[at]} heads {at}", texts[at], day=6 + at)
        archive.index([put(tmp_path / "feeds", {f"{at}.xml": file})])
    assert archive.count("*") == 3


@pytest.mark.parametrize("name", ["roll.xml", "two"])
def test_a_teaser_never_takes_the_place_of_the_text(
    archive: morgue.Archive, tmp_path: Path, name: str
) -> None:
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Bay</title><id>tag:bay.example,2025:all</id><entry>'
        "<id>tag:bay.example,2025:a</id><title>Strike ends</title><updated>2025-10-0{}T06:00:00Z</updated>{}</entry></feed>"
    )
    whole, less = (
        atom.format(6, f"<content>{WHOLE}</content>"),
        atom.format(7, "<summary>The ferry burned for hours.</summary>"),
    )
    archive.index([put(tmp_path / "feeds", {name if name != "two" else "a.xml": whole})])
    archive.index([put(tmp_path / "feeds", {name if name != "two" else "b.xml": less})])
    assert one(archive).body == WHOLE


@pytest.mark.parametrize(
    ("whole", "less"),
    [
        ({"body": WHOLE}, {"summary": WHOLE[:40]}),
        ({"body": WHOLE}, {"body": WHOLE[:40] + "…"}),
        ({"content": WHOLE}, {"text": WHOLE[:40] + " [...]"}),
    ],
)
def test_a_row_with_a_teaser_is_no_version_of_the_text(
    archive: morgue.Archive, tmp_path: Path, whole: dict[str, str], less: dict[str, str]
) -> None:
    row = {"title": "Ferry strike ends", "date": "2025-10-06", "url": "https://bay.example/2025/strike"}
    archive.index(
        [put(tmp_path / "feeds", {"a.jsonl": json.dumps(row | whole), "b.jsonl": json.dumps(row | less)})]
    )
    assert one(archive).body == WHOLE


def test_two_outlets_that_carry_one_text_are_two(archive: morgue.Archive, tmp_path: Path) -> None:
    files = {
        f"{name}.xml": feed("Rain in hills", TEXTS[0], guid="7")
        .replace("w.example", f"{name}.example")
        .replace("<title>W", f"<title>{name}")
        for name in ("bay", "dale")
    }
    files["t.csv"] = "title,text,date,publisher\n" + "".join(
        f"Rain,{TEXTS[1]},2025-10-06,{name} Herald\n" for name in ("Bay", "Dale")
    )
    archive.index([put(tmp_path / "feeds", files)])
    assert archive.count("*") == 4


def test_a_renamed_channel_is_the_same_feed(archive: morgue.Archive, tmp_path: Path) -> None:
    file = feed("Rain in hills", TEXTS[0], guid="101")
    archive.index(
        [put(tmp_path / "feeds", {"a.xml": file, "b.xml": file.replace("<title>W<", "<title>W News<")})]
    )
    assert archive.count("*") == 1


def kills() -> dict[str, tuple[str, str]]:
    """A story and the notice without a text that calls it back."""
    item = {
        "uri": "urn:x:1",
        "type": "text",
        "version": "1",
        "headline": "Minister took bribe",
        "versioncreated": "2025-10-06T10:00:00Z",
        "pubstatus": "usable",
        "body_text": TEXTS[0],
    }
    kill = item | {
        "version": "2",
        "headline": "KILL: Minister took bribe",
        "versioncreated": "2025-10-06T12:00:00Z",
        "pubstatus": "canceled",
        "body_text": "",
    }
    return {
        "ninjs": (json.dumps(item), json.dumps(kill)),
        "rss": (feed("Minister took bribe", TEXTS[0]), feed("WITHDRAWN: Minister took bribe", "", day=7)),
    }


@pytest.mark.parametrize("kind", ["ninjs", "rss"])
@pytest.mark.parametrize("names", [("a", "b"), ("b", "a")])
def test_a_notice_that_calls_a_story_back_wins_without_a_text(
    archive: morgue.Archive, tmp_path: Path, kind: str, names: tuple[str, str]
) -> None:
    story_, notice = kills()[kind]
    archive.index([put(tmp_path / "feeds", {names[0]: story_, names[1]: notice})])
    assert (one(archive).headline or "").startswith(("KILL", "WITHDRAWN"))


@pytest.mark.parametrize(
    "change", [{"keywords": ["rain"]}, {"headline": "Rain in the hills"}, {"body": TEXTS[0] + " It goes on."}]
)
@pytest.mark.parametrize("edit_first", [False, True])
def test_an_edited_export_of_a_story_without_an_address(
    archive: morgue.Archive, tmp_path: Path, change: dict[str, object], edit_first: bool
) -> None:
    feeds = put(
        tmp_path / "feeds", {"a.csv": f'id,title,date,text\n1,Rain in hills,2025-10-06,"{TEXTS[0]}"\n'}
    )
    archive.index([feeds])
    edited = json.dumps(one(archive).to_json() | change) + "\n"
    with morgue.create(tmp_path / "other") as other:
        put(tmp_path / "edits", {"e.jsonl": edited})
        for folder in (tmp_path / "edits", feeds) if edit_first else (feeds, tmp_path / "edits"):
            other.index([folder])
        row = one(other).to_json()
        assert {name: row[name] if name != "keywords" else list(row[name]) for name in change} == change


def test_hits_of_stories_without_an_address_are_the_same(archive: morgue.Archive, tmp_path: Path) -> None:
    feeds = put(
        tmp_path / "feeds", {"a.csv": f'id,title,date,text\n1,Rain in hills,2025-10-06,"{TEXTS[0]}"\n'}
    )
    archive.index([feeds])
    row = one(archive).to_json()
    hit = {name: row[name] for name in ("id", "headline", "published", "day", "source")}
    (feeds / "e.jsonl").write_text(json.dumps({"rank": 1, **hit, "snippets": []}) + "\n")
    assert archive.index([feeds]).articles.same == 1
    assert one(archive).body == TEXTS[0]


@pytest.mark.parametrize("share", [0.3, 0.45, 0.62, 0.8])
@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_a_table_that_is_cut_off_loses_nothing(
    archive: morgue.Archive, tmp_path: Path, kind: str, share: float
) -> None:
    rows = [
        (f"s{at}", f"Story of the {Told(at, '', None).text.split()[1]}", Told(at, "", None).text)
        for at in range(6)
    ]
    if kind == "csv":
        whole = "id,title,body\n" + "".join(f'{name},{title},"{text}"\n' for name, title, text in rows)
    else:
        whole = "".join(
            json.dumps({"id": name, "title": title, "body": text}) + "\n" for name, title, text in rows
        )
    feeds = put(tmp_path / "feeds", {f"t.{kind}": whole})
    archive.index([feeds])
    before = {hit.article.id for hit in archive.hits("*")}
    (feeds / f"t.{kind}").write_text(whole[: int(len(whole) * share)])
    assert archive.index([feeds]).rejected
    assert {hit.article.id for hit in archive.hits("*")} == before


def test_a_number_is_no_address(archive: morgue.Archive, tmp_path: Path) -> None:
    archive.index([put(tmp_path / "feeds", {"a.xml": feed("Tide table", TEXTS[0], guid="4711")})])
    assert one(archive).url is None


LONG = "   The ferry burned for nine hours off the cape.\n   Two of its crew died.\n   The third was found in a boat on Monday.\n"


def trec(text: str) -> str:
    return f"<DOC>\n<DOCNO> AP880212-0001 </DOCNO>\n<HEAD>Ferry burns</HEAD>\n<TEXT>\n{text}</TEXT>\n</DOC>\n"


def reuters(text: str) -> str:
    return (
        '<!DOCTYPE lewis SYSTEM "lewis.dtd">\n<REUTERS TOPICS="NO" NEWID="7">\n<DATE>26-FEB-1987 15:01:01.79</DATE>\n'
        f"<TEXT>&#2;\n<TITLE>FERRY BURNS</TITLE>\n<DATELINE>    ATHENS, Feb 26 - </DATELINE><BODY>{text}&#3;</BODY></TEXT>\n</REUTERS>\n"
    )


@pytest.mark.parametrize("names", [("a", "b"), ("b", "a"), ("a", "a")])
@pytest.mark.parametrize("runs", [1, 2])
@pytest.mark.parametrize("write", [trec, reuters, lambda text: trec(text).replace("TEXT", "text")])
def test_a_story_in_which_a_file_is_cut_off_does_not_take_the_place_of_the_whole(
    archive: morgue.Archive, tmp_path: Path, write: Callable[[str], str], runs: int, names: tuple[str, str]
) -> None:
    whole = write(LONG)
    cut = whole[: whole.index("found in")]
    first, second = ({f"{name}.sgm": text} for name, text in zip(names, (whole, cut), strict=True))
    feeds = tmp_path / "feeds"
    if runs == 2 or names[0] == names[1]:
        archive.index([put(feeds, first)])
        archive.index([put(feeds, second)])
    else:
        archive.index([put(feeds, first | second)])
    assert "found in a boat on Monday" in (one(archive).body or "")


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("2025-10-23.xml", "2025-10-24.xml"),
        ("23/2025-10-23T09.xml", "22/2025-10-23T10.xml"),
        ("2025/10/23/feed.xml", "2025/10/24/feed.xml"),
        ("feed_1761211800.xml", "feed_1761215400.xml"),
        ("b-20251023T0900Z.xml", "a-20251023T1200Z.xml"),
    ],
)
@pytest.mark.parametrize("runs", [1, 2])
def test_snapshots_that_were_copied_keep_the_order_of_their_names(
    archive: morgue.Archive, tmp_path: Path, older: str, newer: str, runs: int
) -> None:
    feeds = tmp_path / "feeds"
    for at, (name, head) in enumerate(((newer, NEW), (older, OLD))):  # the older one has the later time
        (feeds / name).parent.mkdir(parents=True, exist_ok=True)
        (feeds / name).write_text(feed(head, "Twelve people died in a fire on a ferry."), encoding="utf-8")
        os.utime(feeds / name, ns=((at + 1) * 10**18,) * 2)
        if runs == 2:
            archive.index([feeds])
    archive.index([feeds])
    assert one(archive).headline == NEW


def test_a_feed_without_a_date_in_its_name_is_later_than_the_snapshots_before_it(
    archive: morgue.Archive, tmp_path: Path
) -> None:
    put(tmp_path / "feeds", {"2001-09-08.xml": feed(OLD, "Twelve people died in a fire on a ferry.")})
    put(tmp_path / "feeds", {"feed.xml": feed(NEW, "Twelve people died in a fire on a ferry.")})
    os.utime(tmp_path / "feeds" / "feed.xml", ns=(10**18, 10**18))  # 9 September 2001
    archive.index([tmp_path / "feeds"])
    assert one(archive).headline == NEW


BURNED = (
    "The ferry Hilda burned for nine hours off Ostend before tugs of the harbour put the fire out on Monday."
)
AFTER = (
    " Passengers were taken ashore, and the owner of the vessel promised to pay for hotels and for luggage."
)
BEGINNINGS = {
    "a sentence": BURNED,
    "cut in a word": BURNED[:75],
    "with dots": BURNED[:70] + "…",
    "with dots in brackets": BURNED[:70] + " [&amp;#8230;]",
    "a longer part": (BURNED + AFTER)[:140],
}


@pytest.mark.parametrize("day", [6, 7])
@pytest.mark.parametrize("order", [["a.xml", "b.xml"], ["b.xml", "a.xml"]])
@pytest.mark.parametrize("name", BEGINNINGS)
def test_the_beginning_of_a_text_never_takes_its_place(
    archive: morgue.Archive, tmp_path: Path, name: str, order: list[str], day: int
) -> None:
    """Neither is marked as a whole text, and the beginning may have the later time."""
    files = {"a.xml": feed(OLD, BURNED + AFTER), "b.xml": feed(OLD, BEGINNINGS[name], day=day)}
    for each in order:
        archive.index([put(tmp_path / "feeds", {each: files[each]})])
    assert one(archive).body == BURNED + AFTER


def test_the_beginning_of_a_text_never_takes_its_place_in_a_feed_that_rolls(
    archive: morgue.Archive, tmp_path: Path
) -> None:
    archive.index([put(tmp_path / "feeds", {"a.xml": feed(OLD, BURNED + AFTER)})])
    archive.index(
        [put(tmp_path / "feeds", {"a.xml": feed(OLD, BURNED[:70] + "…", built="08 Oct 2025 10:00:00 GMT")})]
    )
    assert one(archive).body == BURNED + AFTER


def test_a_shorter_text_with_new_words_is_a_correction(archive: morgue.Archive, tmp_path: Path) -> None:
    shorter = BURNED.replace("nine hours", "forty minutes").replace("tugs", "firemen")
    archive.index([put(tmp_path / "feeds", {"a.xml": feed(OLD, BURNED + AFTER)})])
    archive.index([put(tmp_path / "feeds", {"b.xml": feed(OLD, shorter, day=7)})])
    assert one(archive).body == shorter


FOOTERS = {
    "en": "The post <a href='https://w.example/2025/ferry'>Two dead</a> appeared first on <a href='https://w.example'>W</a>.",
    "fr": "L’article <a href='https://w.example/2025/ferry'>Deux morts</a> est apparu en premier sur <a href='https://w.example'>W</a>.",
    "de": "Der Beitrag <a href='https://w.example/2025/ferry'>Zwei Tote</a> erschien zuerst auf <a href='https://w.example'>W</a>.",
    "es": "La entrada <a href='https://w.example/2025/ferry'>Dos muertos</a> se publicó primero en <a href='https://w.example'>W</a>.",
    "it": "L'articolo <a href='https://w.example/2025/ferry'>Due morti</a> proviene da <a href='https://w.example'>W</a>.",
    "pl": "Artykuł <a href='https://w.example/2025/ferry'>Dwie ofiary</a> pochodzi z serwisu <a href='https://w.example'>W</a>.",
}


@pytest.mark.parametrize("language", FOOTERS)
def test_a_teaser_with_the_footer_of_its_blog_is_a_teaser(
    archive: morgue.Archive, tmp_path: Path, language: str
) -> None:
    whole = f"<![CDATA[<p>{BURNED}</p><p>{AFTER}</p>{{}}]]>"
    footer = f"<p>{FOOTERS[language]}</p>"
    first = feed(OLD, whole.format(footer))
    later = feed(OLD, f"<![CDATA[<p>{BURNED}</p>{footer}]]>", built="08 Oct 2025 10:00:00 GMT")
    archive.index([put(tmp_path / "feeds", {"a.xml": first})])
    assert one(archive).body == f"{BURNED}\n\n{AFTER.strip()}"
    assert (one(archive).boilerplate or "").endswith("W.")
    archive.index([put(tmp_path / "feeds", {"b.xml": later})])
    assert one(archive).body == f"{BURNED}\n\n{AFTER.strip()}"


def edits_of(kind: str) -> tuple[str, str]:
    """A list with three edits of one story, the latest of them not the last, and the name of its file."""
    url = "https://w.example/2025/ferry"
    texts = [
        (hour, BURNED + AFTER.replace("hotels", word))
        for hour, word in ((8, "tents"), (12, "cabins"), (10, "huts"))
    ]
    if kind == "atom":
        items = "".join(
            f"<entry><id>tag:w.example,2025:ferry</id><title>{OLD}</title><published>2025-10-06T08:00:00Z</published>"
            f"<updated>2025-10-06T{hour:02}:00:00Z</updated><content>{text}</content></entry>"
            for hour, text in texts
        )
        return (
            "a.atom",
            f'<feed xmlns="http://www.w3.org/2005/Atom"><title>W</title><id>tag:w.example,2025:all</id>{items}</feed>',
        )
    if kind == "rss":
        items = "".join(
            f"<item><title>{OLD}</title><guid>{url}</guid><pubDate>06 Oct 2025 {hour:02}:00:00 GMT</pubDate><description>{text}</description></item>"
            for hour, text in texts
        )
        return (
            "a.rss",
            f'<rss version="2.0"><channel><title>W</title><link>https://w.example/</link>{items}</channel></rss>',
        )
    rows = [
        {"url": url, "title": OLD, "body": text, "published_at": "2025-10-06T08:00:00Z", "updated_at": f"2025-10-06T{hour:02}:00:00Z"}
        for hour, text in texts
    ]  # fmt: skip
    if kind == "json":
        return "a.json", json.dumps({"articles": rows})
    if kind == "json feed":
        items = [{"id": url, "title": OLD, "content_text": row["body"], "date_published": row["published_at"], "date_modified": row["updated_at"]} for row in rows]  # fmt: skip
        return "a.json", json.dumps(
            {"version": "https://jsonfeed.org/version/1.1", "title": "W", "items": items}
        )
    if kind == "csv":
        lines = [",".join(f'"{each}"' for each in row.values()) for row in rows]
        return "a.csv", "\n".join(["url,title,body,published_at,updated_at", *lines]) + "\n"
    return "a.jsonl", "\n".join(map(json.dumps, rows)) + "\n"


@pytest.mark.parametrize("kind", ["atom", "rss", "json", "json feed", "jsonl", "csv"])
def test_edits_of_a_story_in_one_list_are_one_story(
    archive: morgue.Archive, tmp_path: Path, kind: str
) -> None:
    name, content = edits_of(kind)
    summary = archive.index([put(tmp_path / "feeds", {name: content})])
    assert "cabins" in (one(archive).body or "")
    assert (summary.articles.added, summary.articles.same) == (1, 2)


def test_a_file_that_was_moved_is_not_beside_itself(archive: morgue.Archive, tmp_path: Path) -> None:
    feeds = put(
        tmp_path / "feeds",
        {
            "a.xml": feed(OLD, BURNED),
            "z.xml": feed("Tides", "High at noon.", guid="https://w.example/2025/tides"),
        },
    )
    archive.index([feeds])
    (feeds / "a.xml").rename(feeds / "b.xml")
    archive.index([feeds], prune=True)
    found = archive.also_in(hit.article.id for hit in archive.hits("*"))
    assert sorted((each.read_from, each.also_in) for each in found.values()) == [("b.xml", []), ("z.xml", [])]


@pytest.mark.parametrize("answer", [{"totalResults": 9}, {"nextPage": "2"}, {"pagination": {"limit": 2}}, {}])
def test_a_page_of_an_answer_that_rolls_loses_nothing(
    archive: morgue.Archive, tmp_path: Path, answer: dict[str, object]
) -> None:
    rows = [
        {"url": f"https://w.example/2025/{at}", "title": f"Head {at}", "content": f"Text {at}."}
        for at in range(3)
    ]
    for part in (rows[:2], rows[1:]):
        archive.index(
            [put(tmp_path / "feeds", {"a.json": json.dumps({"status": "ok", **answer, "articles": part})})]
        )
    assert archive.count("*") == (3 if answer else 2)  # a list that says nothing of a rest is the whole list


# -- a story that its feed calls back ----------------------------------------------------------------------------


def item(headline: str, text: str, version: int, meta: str = "", hour: int = 10) -> str:
    """An item of NewsML-G2; version 0 states no number and no time."""
    created = f"<versionCreated>2025-10-06T{hour:02}:00:00Z</versionCreated>" if version else ""
    body = f'<inlineData contenttype="text/plain">{text}</inlineData>' if text else ""
    return (
        f'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:newsml:quay.example:20251006:1" version="{version}">'
        f'<itemMeta><itemClass qcode="ninat:text"/>{created}{meta}</itemMeta><contentMeta><headline>{headline}</headline></contentMeta>'
        f"<contentSet>{body}</contentSet></newsItem>"
    )


CANCELED = '<pubStatus qcode="stat:canceled"/>'
FIRST = item("Twelve dead in ferry fire", "Twelve people died when a ferry burned off Piraeus on Monday.", 1)
KILLS = {
    "another headline and text": item(
        "EDITORS: KILL", "Do not use this. The source was wrong.", 2, CANCELED, 11
    ),
    "a headline alone": item("Advisory from the desk", "", 2, CANCELED, 11),
    "a note alone": item("", "", 2, CANCELED + "<edNote>Kill it.</edNote>", 11),
    "neither time nor number": item("Advisory from the desk", "Disregard what was sent.", 0, CANCELED),
}


@pytest.mark.parametrize("kill", KILLS)
@pytest.mark.parametrize("order", [["a.xml", "b.xml"], ["b.xml", "a.xml"]])
@pytest.mark.parametrize("runs", [1, 2])
def test_a_kill_is_a_version_of_what_it_calls_back(
    archive: morgue.Archive, tmp_path: Path, kill: str, order: list[str], runs: int
) -> None:
    files = {"a.xml": FIRST, "b.xml": KILLS[kill]}
    for batch in [order] if runs == 1 else [order[:1], order]:
        put(tmp_path / "feeds", {name: files[name] for name in batch}, batch)
        archive.index([tmp_path / "feeds"])
    found = one(archive)
    assert found.id == article_id("urn:newsml:quay.example:20251006:1")
    assert found.lineage is not None
    assert found.lineage.signal == "withdrawn"
    assert "Status: canceled" in (found.boilerplate or "")
    assert archive.also_in([found.id])[found.id].also_in == ["a.xml"]
    assert not list(archive.hits("twelve"))
    (earlier,) = archive.hits("twelve versions:all")
    assert earlier.article.headline == "Twelve dead in ferry fire"


def test_a_kill_goes_with_its_file_and_the_story_comes_back(archive: morgue.Archive, tmp_path: Path) -> None:
    feeds = put(tmp_path / "feeds", {"a.xml": FIRST, "b.xml": KILLS["another headline and text"]})
    archive.index([feeds])
    (feeds / "b.xml").unlink()
    archive.index([feeds], prune="all")
    assert one(archive).headline == "Twelve dead in ferry fire"


def test_several_headlines_and_a_kill_are_one_story(archive: morgue.Archive, tmp_path: Path) -> None:
    text = "Twelve people died when a ferry burned off Piraeus on Monday, the coast guard said."
    files = {
        "a.xml": FIRST,
        "b.xml": item("Ferry fire off Piraeus leaves twelve dead", text, 2, hour=11),
        "c.xml": item("Disregard earlier material", "It did not happen.", 3, CANCELED, 12),
    }
    archive.index([put(tmp_path / "feeds", files)])
    assert one(archive).headline == "Disregard earlier material"
