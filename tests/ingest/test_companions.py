"""An issue is read again when one of its pages changes, arrives or goes, and its pages when the issue does."""

from __future__ import annotations

import os
import shutil
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import morgue
from morgue.archive.archive import Archive
from tests.feeds.print.issues import alto, area, block, div, issue, mets

ONE = div("ARTICLE", div("TEXT", area("B1")), 'ID="a1"')
TWO = div("ARTICLE", div("TEXT", area("B2", file="F2")), 'ID="a2"')
PAGES = ("text/p1.xml", "text/p2.xml")


def page(name: str, words: str) -> bytes:
    return alto(block(name, words))


def put(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "given"
    put(made, "1911/mets.xml", mets(issue(ONE, TWO), PAGES))
    put(made, "1911/text/p1.xml", page("B1", "The brig came in at dawn today"))
    put(made, "1911/text/p2.xml", page("B2", "The council met again on Friday"))
    put(made, "other.txt", b"OSLO, March 4, 1911 (Reuters) - A story of its own that is long enough.\n")
    return made


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with morgue.create(tmp_path / "archive") as made:
        yield made


def bodies(archive: Archive, query: str = "format:mets OR format:alto") -> list[str]:
    found = archive.search(query, limit=None, partial="ignore").hits
    return (
        sorted(each.article.body or "" for each in archive.search(query, limit=None, partial="ignore").hits)
        if found
        else []
    )


BOTH = ["The brig came in at dawn today", "The council met again on Friday"]


def test_pages_are_their_issues(archive: Archive, folder: Path) -> None:
    summary = archive.index([folder])
    assert bodies(archive) == BOTH
    assert summary.articles.total == 3
    assert summary.no_article == 0
    assert not summary.rejected
    assert sorted((each.path, each.reason) for each in archive.no_articles()) == [
        ("1911/text/p1.xml", "a page of the issue mets.xml"),
        ("1911/text/p2.xml", "a page of the issue mets.xml"),
    ]
    hit = archive.search("brig").hits[0].article
    assert (hit.source.path, hit.source.member, hit.source.offset) == ("1911/mets.xml", None, 0)
    again = archive.index([folder])
    assert again.files.unchanged == 4
    assert again.files.read == 0


def test_a_page_that_changes_changes_its_issue(archive: Archive, folder: Path) -> None:
    archive.index([folder])
    put(folder, "1911/text/p2.xml", page("B2", "The council did not meet on Friday"))
    summary = archive.index([folder])
    assert bodies(archive) == [BOTH[0], "The council did not meet on Friday"]
    assert summary.articles.replaced == 1
    assert archive.index([folder]).files.read == 0


def test_a_page_alone_is_enough(archive: Archive, folder: Path) -> None:
    """`morgue index page.xml`: its issue, which was indexed with a folder above, is read again."""
    archive.index([folder])
    changed = put(folder, "1911/text/p1.xml", page("B1", "The barque came in at dawn today"))
    archive.index([changed])
    assert bodies(archive) == ["The barque came in at dawn today", BOTH[1]]


def test_a_page_that_arrives_later(archive: Archive, folder: Path) -> None:
    away = folder / "1911/text/p2.xml"
    later = away.read_bytes()
    away.unlink()
    summary = archive.index([folder])
    assert bodies(archive) == BOTH[:1]
    assert summary.rejected == [("1911/mets.xml", "page 2 is missing: text/p2.xml")]
    away.write_bytes(later)
    summary = archive.index([folder])
    assert bodies(archive) == BOTH
    assert not archive.errors()


def test_an_issue_that_arrives_after_its_pages(archive: Archive, folder: Path) -> None:
    """The pages were stories of their own; they are the issue's now, and no story is there twice."""
    owner = folder / "1911/mets.xml"
    later = owner.read_bytes()
    owner.unlink()
    archive.index([folder])
    assert bodies(archive, "format:alto") == BOTH
    owner.write_bytes(later)
    archive.index([folder])
    assert bodies(archive, "format:alto") == []
    assert bodies(archive, "format:mets") == BOTH
    assert archive.index([folder]).files.read == 0


def test_pages_that_were_named_before_their_issue(archive: Archive, folder: Path) -> None:
    """The root of the pages is below that of the issue; where the archive knows both, the wider one counts."""
    archive.index([folder / "1911" / "text"])
    assert bodies(archive, "format:alto") == BOTH
    archive.index([folder])
    assert bodies(archive, "format:alto") == []
    assert bodies(archive, "format:mets") == BOTH


def test_a_page_that_is_gone_is_missed_when_pruning(archive: Archive, folder: Path) -> None:
    archive.index([folder])
    (folder / "1911/text/p2.xml").unlink()
    archive.index([folder])
    assert bodies(archive) == BOTH
    summary = archive.index([folder], prune=True)
    assert bodies(archive) == BOTH[:1]
    assert ("1911/mets.xml", "page 2 is missing: text/p2.xml") in summary.rejected


def test_what_stood_on_a_page_that_is_gone_stays_while_nobody_prunes(archive: Archive, folder: Path) -> None:
    archive.index([folder])
    (folder / "1911/text/p2.xml").unlink()
    put(folder, "1911/text/p1.xml", page("B1", "The barque came in at dawn today"))
    archive.index([folder])
    assert bodies(archive) == ["The barque came in at dawn today", BOTH[1]]


def test_an_issue_that_is_gone_leaves_its_pages(archive: Archive, folder: Path) -> None:
    archive.index([folder])
    (folder / "1911/mets.xml").unlink()
    archive.index([folder], prune="all")
    assert bodies(archive, "format:mets") == []
    assert bodies(archive, "format:alto") == BOTH


def test_a_page_that_the_issue_no_longer_names(archive: Archive, folder: Path) -> None:
    archive.index([folder])
    put(folder, "1911/mets.xml", mets(issue(ONE), PAGES[:1]))
    archive.index([folder])
    assert bodies(archive, "format:alto") == BOTH[1:]
    assert bodies(archive, "format:mets") == BOTH[:1]


def test_a_delivery_that_is_moved(archive: Archive, folder: Path) -> None:
    archive.index([folder])
    shutil.move(folder / "1911", folder / "1912")
    archive.index([folder], prune="all")
    assert bodies(archive) == BOTH
    put(folder, "1912/text/p1.xml", page("B1", "The barque came in at dawn today"))
    archive.index([folder])
    assert bodies(archive) == ["The barque came in at dawn today", BOTH[1]]


def test_many_issues_are_not_read_again_for_one(archive: Archive, folder: Path) -> None:
    for year in range(1912, 1920):
        shutil.copytree(folder / "1911", folder / str(year))
    archive.index([folder])
    put(folder, "1915/text/p1.xml", page("B1", "The schooner came in at dusk today"))
    summary = archive.index([folder])
    assert summary.files.read == 2  # the page, and its issue


def test_a_page_is_not_another_folders(archive: Archive, folder: Path) -> None:
    """An issue names `text/p1.xml`; a page of that name elsewhere is no part of it."""
    put(folder, "1911/more/p1.xml", page("B9", "Another page by itself stands here"))
    archive.index([folder])
    assert bodies(archive, "format:alto") == ["Another page by itself stands here"]


def test_a_link_out_of_the_root_is_no_page(archive: Archive, folder: Path, tmp_path: Path) -> None:
    secret = put(tmp_path, "secret.xml", page("B2", "The password is swordfish and more"))
    (folder / "1911/text/p2.xml").unlink()
    (folder / "1911/text/p2.xml").symlink_to(secret)
    archive.index([folder])
    assert bodies(archive) == BOTH[:1]
    assert not archive.search("swordfish").hits
    assert any("leads out" in each.reason for each in archive.errors() if each.path == "1911/mets.xml")


@pytest.mark.parametrize("pages_first", [False, True])
@pytest.mark.parametrize("kind", ["zip", "tar", "tar.gz"])
def test_in_a_container_the_whole_is_one(
    archive: Archive, folder: Path, tmp_path: Path, kind: str, pages_first: bool
) -> None:
    packed = tmp_path / "packed" / f"delivery.{kind}"
    packed.parent.mkdir()
    paths = sorted(folder.rglob("*.xml"), reverse=pages_first)
    if kind == "zip":
        with zipfile.ZipFile(packed, "w") as made:
            for path in paths:
                made.write(path, path.relative_to(folder).as_posix())
    else:
        with tarfile.open(packed, "w:gz" if kind == "tar.gz" else "w") as archived:
            for path in paths:
                archived.add(path, path.relative_to(folder).as_posix())
    summary = archive.index([packed.parent])
    assert bodies(archive) == BOTH
    assert summary.no_article == 0
    assert archive.search("brig").hits[0].article.source.member == "1911/mets.xml"
    assert archive.index([packed.parent]).files.unchanged == 1


def test_a_page_that_changes_while_the_issue_is_read(archive: Archive, folder: Path) -> None:
    """The issue saw a page as it was, the page was read as it is: the issue is read once more."""
    from morgue.ingest.companions import Companions, kind_of_part
    from morgue.ingest.messages import Report
    from morgue.storage.catalog import SqliteCatalog

    archive.index([folder])
    catalog = SqliteCatalog.open(Path(archive.directory), write=True)
    owner = catalog.file_at(os.fsencode(folder / "1911/mets.xml"))
    part = catalog.file_at(os.fsencode(folder / "1911/text/p1.xml"))
    assert owner is not None
    assert part is not None
    assert part.kind == kind_of_part("../mets.xml")
    catalog.begin()
    told = Companions(catalog)
    seen = [(part.location, (10, 1))]
    assert told.take(owner, Report(owner.key, "x", 1, 1, False, [], companions=seen), known=True) == set()
    same = Report(part.key, "x", 10, 1, False, [], owner="../mets.xml")
    assert told.take(part, same, known=True) == set()
    changed = same._replace(size=11)
    told.take(owner, Report(owner.key, "x", 1, 1, False, [], companions=seen), known=True)
    assert told.take(part, changed, known=True) == {owner.key}
    assert [each.key for each in catalog.to_reread()] == [owner.key]
    catalog.rollback()
    catalog.close()


def test_asking_for_an_owner_makes_nothing_anew(folder: Path) -> None:
    from morgue.io.containers import open_feeds

    feed = next(open_feeds(folder / "1911/mets.xml", source_path="mets.xml", sha256=""))
    assert feed.owner("text/p1.xml") == feed.companion("text/p1.xml")
    assert feed.owner("text/p2.xml") is not None
    assert list(feed.asked) == ["text/p1.xml"]


@pytest.mark.parametrize(
    "order", ["manifest.xml toc/T1.xml ocr/p1.xml", "manifest.xml ocr/p1.xml | toc/T1.xml", "toc/T1.xml | ocr/p1.xml | manifest.xml",
              "ocr/p1.xml | manifest.xml | toc/T1.xml"]
)  # fmt: skip
def test_a_list_of_pages_and_a_table_of_contents_are_one_issue(
    archive: Archive, tmp_path: Path, order: str
) -> None:
    """As the Bibliotheque nationale gives them, whichever of the files comes first."""
    contents = b'<fileGrp USE="toc"><file ID="t"><FLocat xlink:href="toc/T1.xml"/></file></fileGrp></fileSec>'
    files = {
        "manifest.xml": mets("", ["ocr/p1.xml"]).replace(b"</fileSec>", contents),
        "toc/T1.xml": mets(issue(ONE, div("ARTICLE", area("B2"), 'ID="a2"')), ["../ocr/p1.xml"]),
        "ocr/p1.xml": alto(
            block("B1", "The brig came in at dawn today"), block("B2", "The council met again on Friday")
        ),
    }
    folder = tmp_path / "bnf"
    told = ["The brig came in at dawn today", "The council met again on Friday"]
    for step in order.split(" | "):
        for name in step.split():
            put(folder, name, files[name])
        archive.index([folder])
    assert bodies(archive) == told
