"""A feed gets other files of its delivery, in directories, zips and tars, and none from outside."""

from __future__ import annotations

import gzip
import io
import os
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from morgue.errors import FeedError
from morgue.io import delivery
from morgue.io.containers import head_of, open_feeds, open_stream
from morgue.io.delivery import Directory, Passing
from morgue.io.feed import Feed, placed

FILES = {
    "1858/issue.xml": b"<issue/>",
    "1858/text/p1.xml": b"<page>one</page>",
    "1858/text/p2.xml": b"<page>two</page>",
    "1859/issue.xml": b"<issue>next</issue>",
}


@pytest.mark.parametrize(
    ("own", "name", "path"),
    [
        ("a/b.xml", "text/p1.xml", "a/text/p1.xml"),
        ("a/b.xml", "./p1.xml", "a/p1.xml"),
        ("a/b.xml", "../p1.xml", "p1.xml"),
        ("a/b.xml", "../../p1.xml", None),
        ("b.xml", "../p1.xml", None),
        ("b.xml", "a/../../p1.xml", None),
        ("b.xml", "/etc/passwd", None),
        ("b.xml", "", None),
        ("b.xml", ".", None),
        ("b.xml", "a\0b", None),
    ],
)
def test_names_are_relative_and_lead_nowhere_else(own: str, name: str, path: str | None) -> None:
    assert placed(own, name) == path


def in_zip(files: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()


def in_tar(files: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return made.getvalue()


def in_tar_gz(files: dict[str, bytes]) -> bytes:
    return gzip.compress(in_tar(files))


def in_tar_in_zip(files: dict[str, bytes]) -> bytes:
    return in_zip({"delivery.zip": in_zip(files)})


PACKERS = (in_zip, in_tar, in_tar_gz, in_tar_in_zip)


@pytest.mark.parametrize("pack", PACKERS)
@pytest.mark.parametrize("backwards", [False, True])
def test_members_of_containers_find_each_other(
    pack: Callable[[dict[str, bytes]], bytes], backwards: bool
) -> None:
    files = dict(reversed(FILES.items())) if backwards else FILES
    found = {}
    for feed in open_stream(io.BytesIO(pack(files)), name="x", source_path="x", sha256=""):
        assert feed.delivery is not None
        found[feed.place] = (
            feed.companion("text/p2.xml"),
            feed.companion("../1858/text/p1.xml"),
            feed.companion("../../x"),
            feed.delivery.names("1858/text"),
            head_of(feed),
        )
        assert list(feed.asked) == [f"{os.path.dirname(feed.place)}/text/p2.xml", *list(feed.asked)[1:]]
    assert found["1858/issue.xml"] == (
        b"<page>two</page>",
        b"<page>one</page>",
        None,
        ["p1.xml", "p2.xml"],
        b"<issue/>",
    )
    assert {place: each[-1] for place, each in found.items()} == FILES
    assert found["1859/issue.xml"][0] is None


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, data in FILES.items():
        (tmp_path / "given" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "given" / name).write_bytes(data)
    (tmp_path / "secret.xml").write_bytes(b"<secret/>")
    return tmp_path / "given"


def feed_at(path: Path) -> Feed:
    return next(open_feeds(path, source_path=path.name, sha256=""))


def test_a_file_finds_what_is_beside_and_below_it(folder: Path) -> None:
    feed = feed_at(folder / "1858" / "issue.xml")
    assert feed.companion("text/p1.xml") == b"<page>one</page>"
    assert feed.companion("text/p9.xml") is None
    assert feed.companion("text") is None
    assert feed.companion("../1859/issue.xml") is None
    assert list(feed.asked) == ["text/p1.xml", "text/p9.xml", "text"]


def test_no_link_leads_out_of_a_directory(folder: Path) -> None:
    (folder / "1858" / "text" / "p3.xml").symlink_to(folder.parent / "secret.xml")
    (folder / "1858" / "up").symlink_to(folder.parent)
    feed = feed_at(folder / "1858" / "issue.xml")
    for name in ("text/p3.xml", "up/secret.xml"):
        with pytest.raises(FeedError, match="leads out"):
            feed.companion(name)


def test_a_companion_may_be_compressed_by_itself(folder: Path) -> None:
    (folder / "1858" / "text" / "p3.xml").write_bytes(gzip.compress(b"<page>three</page>"))
    assert feed_at(folder / "1858" / "issue.xml").companion("text/p3.xml") == b"<page>three</page>"


def test_a_companion_is_bounded(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("morgue.io.feed.MAX_DOCUMENT_BYTES", 10)
    with pytest.raises(FeedError, match=r"text/p1\.xml is larger than"):
        feed_at(folder / "1858" / "issue.xml").companion("text/p1.xml")


def test_what_stands_alone_has_no_companions() -> None:
    feed = next(open_stream(io.BytesIO(b"<issue/>"), name="x.xml", source_path="x.xml", sha256=""))
    assert feed.companion("text/p1.xml") is None


def test_a_directory_remembers_what_was_learnt_until_it_changes(folder: Path) -> None:
    calls: list[int] = []

    def learn() -> int:
        calls.append(1)
        return len(calls)

    for _ in range(2):
        one = Directory(os.fsencode(folder))
        assert one.remembered(("x", one.state("1858/text")), learn) == 1
    (folder / "1858" / "text" / "p4.xml").write_bytes(b"<page/>")
    assert one.remembered(("x", one.state("1858/text")), learn) == 2


def test_a_tar_is_gone_through_so_often_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """Members far apart are found a few times; then the reader is told what to do."""
    monkeypatch.setattr(delivery, "KEPT_BYTES", 10)
    monkeypatch.setattr(delivery, "PASSES", 5)
    opened: list[int] = []
    data = in_tar(FILES)

    def again() -> io.BytesIO:
        opened.append(1)
        return io.BytesIO(data)

    passing = Passing(lambda: iter([again().read()]), str)
    names = list(FILES)
    for name in reversed(names[:3]):
        assert passing.read(name, 100) == FILES[name]

    def go_on() -> None:
        for name in list(reversed(names)) * 9:
            passing.read(name, 100)

    with pytest.raises(FeedError, match="too far apart"):
        go_on()
    assert len(opened) == 5
