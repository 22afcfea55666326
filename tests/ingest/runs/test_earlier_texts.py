"""An article is of the story of its earlier texts, where they are of the story that it tells: also once it has been called back or rewritten."""

from __future__ import annotations

import itertools
import json
import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

import morgue
from morgue.archive.copy import move
from morgue.storage.versions import MOST_TEXTS

FIRE = (
    "A fire broke out on Tuesday at the grain terminal of Port Elian, killing three dock workers and closing the harbour to "
    "all traffic, the coast guard said. The blaze began shortly before dawn in a conveyor tower beside berth seven, where the "
    "freighter Maris Stella was taking on wheat for Alexandria. Harbour master Ioan Drace told reporters that eleven people "
    "were treated for smoke and that the silo next to the tower had been emptied as a precaution."
)
REWRITTEN = (
    "Port Elian's harbour reopened on Tuesday afternoon after a fire at its grain terminal in which two dock workers died, not "
    "three, officials said. Hospitals had counted one of the victims twice. Ships that waited outside moved to the piers in the "
    "order in which they had come. Families gathered at the gate, and a minute of silence was held on the bridge of each vessel."
)
FARMERS = (
    "Farmers in the upper valley of the Sorne blocked two motorways with tractors on Wednesday to protest a planned levy on "
    "diesel fuel for agriculture. Their union said that some nine hundred vehicles took part and that talks with the ministry "
    "would resume on Friday in the capital. The minister, Petra Voll, called the levy unavoidable but offered to stretch it."
)
HEADLINE = "Fire at Port Elian grain terminal kills three"
DAWN = datetime(2025, 10, 21, 6, tzinfo=UTC)

Write = Callable[..., str]


def stamp(hours: float) -> str:
    """A moment so many hours after dawn."""
    return (DAWN + timedelta(hours=hours)).isoformat().replace("+00:00", "Z")


def compact(hours: float) -> str:
    return (DAWN + timedelta(hours=hours)).strftime("%Y%m%dT%H%M%SZ")


def ninjs(
    body: str, headline: str = HEADLINE, *, hours: float = 0, number: int = 1, kill: bool = False
) -> str:
    """A version of the wire's story as IPTC ninjs."""
    item = {
        "uri": "tag:wire.example,2025:fire", "type": "text", "headline": headline, "body_text": body, "version": str(number),
        "firstcreated": stamp(0), "versioncreated": stamp(hours), "pubstatus": "canceled" if kill else "usable",
    }  # fmt: skip
    return json.dumps(item)


def superdesk(
    body: str, headline: str = HEADLINE, *, hours: float = 0, number: int = 1, kill: bool = False
) -> str:
    """The same as an item of Superdesk."""
    item = {
        "_id": "urn:newsml:wire.example:2025-10-21:fire", "guid": "urn:newsml:wire.example:2025-10-21:fire", "type": "text",
        "headline": headline, "body_html": f"<p>{body}</p>" if body else "", "_current_version": number,
        "firstcreated": stamp(0), "versioncreated": stamp(hours), "state": "killed" if kill else "published", "_type": "archive",
        "unique_id": 7, "slugline": "fire", "family_id": "urn:newsml:wire.example:2025-10-21:fire",
    }  # fmt: skip
    return json.dumps(item)


def newsml_g2(
    body: str, headline: str = HEADLINE, *, hours: float = 0, number: int = 1, kill: bool = False
) -> str:
    """The same as a newsItem of NewsML-G2."""
    content = (
        '<contentSet><inlineXML contenttype="application/nitf+xml"><nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body>'
        f"<body.content><p>{body}</p></body.content></body></nitf></inlineXML></contentSet>"
        if body
        else ""
    )
    return (
        '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:newsml:wire.example:20251021:fire" '
        f'version="{number}" standard="NewsML-G2" standardversion="2.28"><itemMeta><itemClass qcode="ninat:text"/>'
        f'<provider qcode="nprov:WIRE"/><versionCreated>{stamp(hours)}</versionCreated><firstCreated>{stamp(0)}</firstCreated>'
        f'<pubStatus qcode="stat:{"canceled" if kill else "usable"}"/></itemMeta><contentMeta><contentCreated>{stamp(0)}'
        f"</contentCreated><headline>{headline}</headline></contentMeta>{content}</newsItem>"
    )


def nitf(
    body: str, headline: str = HEADLINE, *, hours: float = 0, number: int = 1, kill: bool = False
) -> str:
    """The same as a NITF document; it is dated anew with each version."""
    status = ' management-status="killed"' if kill else ""
    return (
        f'<nitf><head><docdata{status}><doc-id id-string="wire.example-20251021-fire" regsrc="wire.example"/>'
        f'<date.issue norm="{compact(hours)}"/><du-key generation="{number}" key="fire"/></docdata></head><body><body.head>'
        f"<hedline><hl1>{headline}</hl1></hedline></body.head><body.content>{f'<p>{body}</p>' if body else ''}</body.content>"
        "</body></nitf>"
    )


FORMATS: dict[str, Write] = {"ninjs": ninjs, "superdesk": superdesk, "newsml_g2": newsml_g2, "nitf": nitf}


def channel(*items: tuple[str, str, str, float], host: str = "paper.example") -> str:
    """A channel of an outlet: guid, title, text and hours of each item."""
    entries = "".join(
        f"<item><guid>https://{host}/{guid}</guid><title>{title}</title><description>{text}</description>"
        f"<pubDate>{format_datetime(DAWN + timedelta(hours=hours))}</pubDate></item>"
        for guid, title, text, hours in items
    )
    return f'<rss version="2.0"><channel><title>{host}</title><link>https://{host}/</link>{entries}</channel></rss>'


def copies() -> str:
    """What two outlets carry: the fire and the farmers."""
    return channel(
        ("fire", "Three die in Port Elian fire", f"{FIRE} More to follow.", 2),
        ("farmers", "Farmers block roads", FARMERS, 26),
    )


def put(path: Path, content: str, at: int) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    os.utime(path, ns=(at * 10**9, at * 10**9))
    return path


def stories(archive: morgue.Archive) -> set[frozenset[str]]:
    """Which articles are one story, by the names of their files, and of an outlet by the last part of the address."""
    found: dict[str, set[str]] = {}
    for hit in archive.search("*", limit=None).hits:
        each = hit.article
        name = each.url.rpartition("/")[2] if each.url else each.source.path.partition(".")[0]
        found.setdefault(each.story or each.id, set()).add(name)
    assert all(
        each.copies == len(found[each.story or each.id])
        for each in (hit.article for hit in archive.search("*", limit=None).hits)
    )
    return {frozenset(each) for each in found.values()}


JOINED = {frozenset(("wire", "fire")), frozenset(("farmers",))}
APART = {frozenset(("wire",)), frozenset(("fire",)), frozenset(("farmers",))}


def of_fire(archive: morgue.Archive) -> morgue.Hit:
    """The outlet's copy of the fire."""
    (hit,) = archive.search("headline:die").hits
    return hit


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("headline", [HEADLINE, "KILL: withhold item 7"])
def test_a_story_that_is_called_back_under_its_identifier_keeps_its_copies(
    archive: morgue.Archive, tmp_path: Path, name: str, headline: str
) -> None:
    write, feeds = FORMATS[name], tmp_path / "feeds"
    put(feeds / "copies.xml", copies(), 1)
    put(feeds / "wire.feed", write(FIRE), 1)
    archive.index([feeds])
    assert stories(archive) == JOINED
    put(feeds / "wire.feed", write("", headline, hours=4, number=2, kill=True), 2)
    archive.index([feeds])
    assert archive.count("is:withdrawn") == 1
    assert stories(archive) == JOINED
    assert [each.kind for each in archive.recalls(of_fire(archive).article)] == ["withdrawn"]
    assert archive.verify().sound


def test_what_says_in_words_alone_that_it_is_withdrawn_keeps_its_copies(
    archive: morgue.Archive, tmp_path: Path
) -> None:
    feeds = tmp_path / "feeds"
    put(feeds / "copies.xml", copies(), 1)
    put(feeds / "desk.xml", channel(("desk", HEADLINE, FIRE, 0), host="desk.example"), 1)
    archive.index([feeds])
    notice = (
        "desk",
        "WITHDRAWN: item on the harbour",
        "We withdraw our earlier item. It was not correct.",
        0,
    )
    put(feeds / "desk.xml", channel(notice, host="desk.example"), 2)
    archive.index([feeds])
    assert archive.count("is:withdrawn") == 1
    assert stories(archive) == {frozenset(("desk", "fire")), frozenset(("farmers",))}
    (recall,) = archive.recalls(of_fire(archive).article)
    assert recall.kind == "withdrawn", (
        "the feed does not say when, so that it need not have been before the copy"
    )


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("apart", [False, True])
def test_the_order_of_arrival_changes_nothing(
    make: Callable[..., morgue.Archive], tmp_path: Path, name: str, *, apart: bool
) -> None:
    write = FORMATS[name]
    parts = {
        "a": ("copies.xml", copies()),
        "b": ("wire.1.feed", write(FIRE)),
        "c": ("wire.2.feed", write("", hours=4, number=2, kill=True)),
    }
    for order in itertools.permutations(parts):
        archive = make()
        for folder in order:
            file, content = parts[folder]
            put(tmp_path / folder / file, content, ord(folder))
            if apart:
                archive.index([tmp_path / folder])
        if not apart:
            archive.index([tmp_path / folder for folder in order])
        assert stories(archive) == JOINED
        assert archive.count("is:withdrawn") == 1


def called_back(archive: morgue.Archive, tmp_path: Path) -> Mapping[str, Path]:
    """A story, its kill in a second file, and the copies, in an archive."""
    made = {
        "copies": put(tmp_path / "a" / "copies.xml", copies(), 1),
        "story": put(tmp_path / "b" / "wire.1.json", ninjs(FIRE), 2),
        "kill": put(tmp_path / "c" / "wire.2.json", ninjs("", hours=4, number=2, kill=True), 3),
    }
    archive.index(list(made.values()))
    return made


@pytest.mark.parametrize("engine", ["tantivy", "whoosh"])
def test_what_is_forgotten_is_as_never_indexed(
    make: Callable[..., morgue.Archive], tmp_path: Path, engine: str
) -> None:
    archive = make(engine)
    files = called_back(archive, tmp_path)
    assert stories(archive) == JOINED
    (killed,) = archive.hits("is:withdrawn")
    archive.forget(ids=[f"{killed.article.id}@1"])
    assert stories(archive) == APART, "the text by which the copies were found is gone"
    again = make(engine)
    again.index([files["copies"], files["story"]])
    again.index([files["kill"]])
    again.forget([files["kill"]])
    assert stories(again) == JOINED, "the text before stands again"
    assert again.count("is:withdrawn") == 0
    again.index([files["kill"]])
    again.forget([files["story"]])
    assert stories(again) == APART
    assert archive.verify().sound
    assert again.verify().sound


@pytest.mark.parametrize("engine", ["tantivy", "whoosh"])
def test_a_story_has_the_earlier_texts_of_all_its_articles(
    make: Callable[..., morgue.Archive], tmp_path: Path, engine: str
) -> None:
    archive = make(engine)
    called_back(archive, tmp_path)
    put(tmp_path / "a" / "copies.xml", copies().replace("More to follow", "No more to follow"), 5)
    archive.index([tmp_path / "a"])
    copy = of_fire(archive).article
    (killed,) = (hit.article for hit in archive.hits("is:withdrawn"))
    texts = {killed.id, f"{killed.id}@1", copy.id, f"{copy.id}@1"}
    for named in (killed.id, copy.id, copy.id[:8]):
        assert archive.count(f"story:{named}") == 2
        found = archive.search(f"story:{named} versions:all", limit=None)
        assert {hit.article.id for hit in found.hits} == texts
        assert found.to_json()["query"]["canonical"] == f"story:{killed.id} AND versions:all"
        assert archive.count(f"story:{named} is:superseded") == 2
        assert archive.count(f"story:{named} asof:2025-10-21T07:00Z") == 1
        (group,) = archive.search(f"story:{named} versions:all", group=True).hits
        assert group.carried is not None
        assert group.carried.articles == 2


def test_a_rebuilt_archive_and_a_copied_one_have_the_same_stories(
    make: Callable[..., morgue.Archive], tmp_path: Path
) -> None:
    archive = make()
    called_back(archive, tmp_path)
    counts = archive._catalog.stories.counts()
    archive.rebuild_stories()
    assert stories(archive) == JOINED
    assert archive._catalog.stories.counts() == counts
    for engine in ("tantivy", "whoosh"):
        move(archive.directory, tmp_path / f"copy-{engine}", engine=engine)
        with morgue.open(tmp_path / f"copy-{engine}") as copy:
            assert stories(copy) == JOINED
            assert copy._catalog.stories.counts() == counts


def test_without_stories_no_text_is_looked_for(archive: morgue.Archive, tmp_path: Path) -> None:
    files = called_back_files = [
        put(tmp_path / "a" / "copies.xml", copies(), 1),
        put(tmp_path / "b" / "wire.1.json", ninjs(FIRE), 2),
        put(tmp_path / "c" / "wire.2.json", ninjs("", hours=4, number=2, kill=True), 3),
    ]
    archive.index(called_back_files, stories=False)
    assert stories(archive) == APART
    assert archive._catalog.stories.counts().sketched == 0
    archive.rebuild_stories()
    assert stories(archive) == JOINED
    put(files[2], ninjs("", "Killed", hours=5, number=3, kill=True), 4)
    archive.index(files, stories=False)
    assert stories(archive) == APART, "nothing is known of what a run without stories has changed"


def test_a_correction_that_rewrites_its_story_keeps_its_copies(
    archive: morgue.Archive, tmp_path: Path
) -> None:
    feeds = tmp_path / "feeds"
    put(feeds / "copies.xml", copies(), 1)
    put(feeds / "wire.json", ninjs(FIRE), 1)
    archive.index([feeds])
    put(feeds / "wire.json", ninjs(REWRITTEN, "Port Elian fire kills two, not three", hours=8, number=2), 2)
    archive.index([feeds])
    assert archive.count("headline:not") == 1
    assert stories(archive) == JOINED


def briefing(text: str, day: int, *, published: int | None = None) -> str:
    """A page of a desk that has another story each day."""
    return (
        '<html lang="en"><head><title>Morning briefing</title><link rel="canonical" href="https://desk.example/briefing">'
        f'<meta property="article:published_time" content="{stamp(24 * (day if published is None else published))}">'
        f'<meta property="article:modified_time" content="{stamp(24 * day)}"></head><body><article><h1>Morning briefing</h1>'
        f"<p>{text}</p></article></body></html>"
    )


@pytest.mark.parametrize("published", [None, 0])
@pytest.mark.parametrize(
    "shared", ["", "Good morning. This is what matters today, from our desk in the capital. "]
)
def test_a_page_that_has_another_story_each_day_does_not_join_them(
    archive: morgue.Archive, tmp_path: Path, published: int | None, shared: str
) -> None:
    feeds = tmp_path / "feeds"
    put(feeds / "copies.xml", copies(), 1)
    put(feeds / "briefing.html", briefing(shared + FIRE, 0, published=published), 1)
    archive.index([feeds])
    assert {len(each) for each in stories(archive)} == {1, 2}
    put(feeds / "briefing.html", briefing(shared + FARMERS, 1, published=published), 2)
    archive.index([feeds])
    (kept,) = archive.hits("is:superseded")
    assert kept.article.headline == "Morning briefing"
    assert frozenset(("fire",)) in stories(archive)
    assert not any({"fire", "farmers"} <= each for each in stories(archive))


def test_of_many_texts_few_are_looked_for(archive: morgue.Archive, tmp_path: Path) -> None:
    feeds = tmp_path / "feeds"
    put(feeds / "copies.xml", copies(), 1)
    for number in range(1, MOST_TEXTS + 15):
        body = f"{FIRE} {' '.join(f'Tug {each} came at {each} past noon.' for each in range(number))}"
        put(feeds / "wire.json", ninjs(body, hours=number / 4, number=number), number)
        archive.index([feeds])
    assert archive._catalog.stories.counts().sketched == 3 + MOST_TEXTS
    assert stories(archive) == JOINED
    put(feeds / "wire.json", ninjs("", hours=20, number=99, kill=True), 99)
    archive.index([feeds])
    assert stories(archive) == JOINED


def watched(archive: morgue.Archive) -> set[str | None]:
    """The headlines of new stories since the last watch."""
    return {hit.article.headline for hit in archive.saved.watch("all", group=True).hits}


@pytest.mark.parametrize("alone", [True, False])
def test_another_text_of_a_story_is_no_new_story(
    archive: morgue.Archive, tmp_path: Path, *, alone: bool
) -> None:
    feeds = tmp_path / "feeds"
    put(feeds / "wire.json", ninjs(FIRE), 1)
    if not alone:
        put(feeds / "farmers.xml", channel(("farmers", "Farmers block roads", FARMERS, 26)), 1)
    archive.index([feeds])
    archive.saved.save("all", "*")
    assert watched(archive) == {HEADLINE} | ({"Farmers block roads"} if not alone else set())
    put(feeds / "wire.json", ninjs(f"{FIRE} One tug sank.", "One tug sinks", hours=2, number=2), 2)
    archive.index([feeds])
    since = archive.saved.since("all")
    assert archive.search("*", since_revision=since).total == 1, "it is another text all the same"
    assert watched(archive) == set()
    put(feeds / "wire.json", ninjs("", "Killed", hours=3, number=3, kill=True), 3)
    archive.index([feeds])
    assert watched(archive) == set()
    archive.forget([feeds / "wire.json"])
    archive.index([put(feeds / "again" / "wire.json", ninjs(FIRE, "Back again"), 4)])
    assert watched(archive) == {"Back again"}


def test_a_story_that_came_and_was_changed_between_two_watches_is_new(
    archive: morgue.Archive, tmp_path: Path
) -> None:
    feeds = tmp_path / "feeds"
    put(feeds / "copies.xml", copies(), 1)
    archive.index([feeds])
    archive.saved.save("all", "*")
    watched(archive)
    body = " ".join(f"Bridge {number} opened to traffic." for number in range(20))
    for number in (1, 2):
        put(
            feeds / "wire.json",
            ninjs(f"{body} {number}", f"Bridges open {number}", hours=number, number=number),
            number,
        )
        archive.index([feeds])
    assert watched(archive) == {"Bridges open 2"}


def test_another_story_on_one_page_is_new(archive: morgue.Archive, tmp_path: Path) -> None:
    feeds = tmp_path / "feeds"
    put(feeds / "briefing.html", briefing(FIRE, 0), 1)
    archive.index([feeds])
    archive.saved.save("all", "*")
    watched(archive)
    put(feeds / "briefing.html", briefing(FARMERS, 1), 2)
    archive.index([feeds])
    assert watched(archive) == {"Morning briefing"}
