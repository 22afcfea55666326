"""What a walk finds, what it passes over, and what it says of what it cannot look at."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

import morgue
from morgue.errors import ArchiveError, UsageError
from morgue.ingest import walk as walking
from morgue.ingest.walk import PASSED, UNREAD, Input, kept_time, rooted, walk


def write(path: Path, text: str = "LONDON, May 4 (AP) - The ferry sailed on Monday.\n") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def found(*paths: Path, archive: Path | None = None) -> list[Input]:
    return list(walk(paths, archive=archive))


def read(inputs: Iterable[Input]) -> list[str]:
    """The paths of what is to be read."""
    return [each.path for each in inputs if not each.trouble]


def reasons(inputs: Iterable[Input]) -> dict[str, str]:
    """The reason of what is not read, by path."""
    return {each.path: each.trouble for each in inputs if each.trouble}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    root = tmp_path / "r"
    for name in ("b.txt", "sub/a.txt", "sub/deep/c.txt"):
        write(root / name)
    return root


# -- once ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "given",
    [
        ("r", "r"),
        ("r", "r/b.txt"),
        ("r/b.txt", "r"),
        ("r", "./r/../r"),
        ("r", "r/sub"),
        ("r", "r/sub/deep/c.txt", "r/sub/a.txt"),
        ("r", "alias"),
        ("r", "alias/sub/../b.txt"),
        ("r", "letter.txt"),
        ("r", "r//sub/", "r/./sub/deep"),
    ],
    ids=" ".join,
)
def test_a_file_is_found_once_whatever_leads_to_it(
    given: tuple[str, ...], tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tree.parent / "alias").symlink_to("r")
    (tree.parent / "letter.txt").symlink_to("r/sub/a.txt")
    monkeypatch.chdir(tree.parent)
    inputs = found(*map(Path, given))
    assert sorted(read(inputs)) == ["b.txt", "sub/a.txt", "sub/deep/c.txt"]
    assert reasons(inputs) == {}
    assert {each.root for each in inputs} == {os.fsencode(tree)}


def test_the_first_directory_that_holds_a_file_is_its_root(tree: Path) -> None:
    inputs = found(tree / "sub", tree)
    assert {each.path: each.root for each in inputs} == {
        "a.txt": os.fsencode(tree / "sub"),
        "deep/c.txt": os.fsencode(tree / "sub"),
        "b.txt": os.fsencode(tree),
    }


def test_a_file_that_is_named_is_its_own_root(tree: Path) -> None:
    (tree / "latest.txt").symlink_to("b.txt")
    named = found(tree / "sub/a.txt", tree / "latest.txt", tree / "latest.txt")
    assert [(each.path, each.root) for each in named] == [
        ("a.txt", os.fsencode(tree / "sub/a.txt")),
        ("latest.txt", b""),
    ]


def test_what_is_named_is_read_whatever_its_name(tree: Path) -> None:
    write(tree / "README.md")
    write(tree / ".draft.txt")
    write(tree / ".store/d.txt")
    assert "README.md" in reasons(found(tree))
    inputs = found(tree, tree / "README.md", tree / ".draft.txt", tree / ".store")
    assert {"README.md", ".draft.txt", "d.txt"} <= set(read(inputs))
    assert ".store" not in reasons(inputs)


# -- links -----------------------------------------------------------------------------------------------------


def annex(root: Path) -> None:
    """A tree as git-annex makes it: every file a link into .git/annex."""
    key = "SHA256E-s49--ab.txt"
    write(root / ".git/annex/objects/Kx/3Q" / key / key)
    (root / "2024").mkdir()
    (root / "2024/a.txt").symlink_to(f"../.git/annex/objects/Kx/3Q/{key}/{key}")
    (root / "2025").mkdir()
    (root / "2025/copy.txt").symlink_to(f"../.git/annex/objects/Kx/3Q/{key}/{key}")


def volume(root: Path) -> None:
    """A volume of Kubernetes: links through a link, to a directory named by time."""
    write(root / "..2025_10_06/a.txt")
    (root / "..data").symlink_to("..2025_10_06")
    (root / "a.txt").symlink_to("..data/a.txt")


def release(root: Path) -> None:
    """A directory of releases, and a link to the one in use; its own links lead on."""
    write(root / ".releases/7/a.txt")
    (root / ".releases/7/again.txt").symlink_to("a.txt")
    (root / "current").symlink_to(root / ".releases/7")
    (root / "stable").symlink_to("current")


def hidden_file(root: Path) -> None:
    write(root / "sub/.a.txt")
    (root / "sub/a.txt").symlink_to(".a.txt")


def programs(root: Path) -> None:
    write(root / "node_modules/feeds/a.txt")
    (root / "a").symlink_to("node_modules/feeds")
    (root / "loop").symlink_to(".")


@pytest.mark.parametrize(
    ("make", "path"),
    [
        (annex, "2024/a.txt"),
        (volume, "a.txt"),
        (release, "current/a.txt"),
        (hidden_file, "sub/a.txt"),
        (programs, "a/a.txt"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_links_to_what_is_passed_over_are_read_once(
    make: Callable[[Path], None], path: str, tmp_path: Path
) -> None:
    root = tmp_path / "feeds"
    root.mkdir()
    make(root)
    inputs = found(root)
    assert read(inputs) == [path]
    assert all(each.passed for each in inputs if each.trouble)
    with morgue.create(tmp_path / "archive") as archive:
        assert archive.index([root]).articles.added == 1
        assert archive.index([root]).files.unchanged == 1
        assert next(archive.hits("ferry")).article.source.path == path


def test_links_to_what_is_read_in_its_place_say_nothing(tree: Path) -> None:
    (tree / "again.txt").symlink_to("sub/a.txt")
    (tree / "also").symlink_to("sub")
    (tree / "sub" / "up").symlink_to("..")
    inputs = found(tree)
    assert sorted(read(inputs)) == ["b.txt", "sub/a.txt", "sub/deep/c.txt"]
    assert reasons(inputs) == {}


def test_links_that_lead_elsewhere(tree: Path, tmp_path: Path) -> None:
    write(tmp_path / "secret" / "s.txt")
    write(tmp_path / "other" / "o.txt")
    (tree / "out.txt").symlink_to(tmp_path / "secret/s.txt")
    (tree / "outside").symlink_to("../secret")
    (tree / "dangling.txt").symlink_to("nothing.txt")
    (tree / "loop").symlink_to("loop")
    (tree / "other").symlink_to("../other")
    inputs = found(tree, tmp_path / "other")
    assert reasons(inputs) == {
        "out.txt": "a link that leads out of the directory",
        "outside": "a link that leads out of the directory",
        "dangling.txt": "a link that leads nowhere",
        "loop": "a link that cannot be followed: too many levels of symbolic links",
    }
    assert "o.txt" in read(inputs)


# -- what is passed over -----------------------------------------------------------------------------------------


def test_what_is_passed_over_is_found_once_a_directory(tree: Path) -> None:
    for name in (
        ".git/x/y.txt",
        "sub/__pycache__/z.txt",
        "node_modules/a/b.txt",
        "sub/.one",
        "sub/.two",
        ".three",
    ):
        write(tree / name)
    write(tree / "expected" / "e.txt")
    inputs = found(tree)
    assert reasons(inputs) == {
        ".": "a hidden file in it: .three",
        ".git": "a hidden directory",
        "node_modules": "a directory of programs, by its name",
        "sub": "2 hidden files in it: .one and others",
        "sub/__pycache__": "a directory of programs, by its name",
    }
    assert all(each.passed and each.sound and each.size == PASSED for each in inputs if each.trouble)
    assert "expected/e.txt" in read(inputs), "an ordinary name"


def test_no_archive_is_read(tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    morgue.create(tree / "index").close()
    morgue.create(tree / "sub" / "old", engine="whoosh").close()
    damaged = tree / "damaged"
    shutil.copytree(tree / "index", damaged)
    (damaged / "seal.json").unlink()
    write(tree / "marine" / "seal.json", "LONDON, May 4 (AP) - A seal was seen on Monday.\n")
    inputs = found(tree)
    assert {path: why for path, why in reasons(inputs).items() if "archive" in why} == dict.fromkeys(
        ("index", "sub/old", "damaged"), "an archive of morgue"
    )
    assert sorted(read(inputs)) == ["b.txt", "marine/seal.json", "sub/a.txt", "sub/deep/c.txt"]
    kept = write(tree / "cluster/searches.json")
    assert "cluster" in reasons(found(tree, archive=kept.parent))
    (tree / "shortcut").symlink_to("index/index-1")
    assert reasons(found(tree))["shortcut"] == "a link into an archive of morgue"


@pytest.mark.parametrize("name", ["index", "index/index-1", "index/catalog.sqlite", "index/../index"])
def test_an_archive_that_is_named_is_refused(name: str, tree: Path) -> None:
    morgue.create(tree / "index").close()
    with pytest.raises(UsageError, match="an archive of morgue"):
        found(tree / name)


def test_feeds_beside_an_archive_in_its_directory_may_be_named(tree: Path) -> None:
    morgue.create(tree / "index").close()
    write(tree / "index" / "stdin" / "ab12")
    write(tree / "index" / "feeds" / "a.txt")
    assert read(found(tree / "index/feeds", tree / "index/stdin/ab12")) == ["a.txt", "ab12"]


def test_index_of_the_directory_that_holds_the_archive(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tree)
    with morgue.create("index") as archive:
        first, again = archive.index(["."]), archive.index(["."])
        assert (first.articles.added, first.files.seen, first.rejected) == (1, 3, [])
        assert (again.files.unchanged, again.revision) == (3, first.revision)
        assert [(each.path, each.reason) for each in archive.no_articles()] == [
            ("index", "an archive of morgue")
        ]


# -- hard cases --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("depth", "name"), [(1_500, "d"), (400, "folder-of-feeds")])
def test_folders_of_any_depth(depth: int, name: str, tmp_path: Path) -> None:
    root = tmp_path / "r"
    root.mkdir()
    at = os.open(root, os.O_RDONLY)
    for _ in range(depth):
        os.mkdir(name, dir_fd=at)
        following = os.open(name, os.O_RDONLY, dir_fd=at)
        os.close(at)
        at = following
    file = os.open("a.txt", os.O_WRONLY | os.O_CREAT, dir_fd=at)
    os.write(file, b"LONDON, May 4 (AP) - The ferry sailed on Monday.\n")
    os.close(file)
    os.close(at)
    write(root / name / "z.txt", "PARIS, May 4 (AP) - The barge sailed on Monday.\n")
    try:
        with morgue.create(tmp_path / "archive") as archive:
            summary = archive.index([root])
            assert (summary.articles.added, summary.rejected) == (2, [])
            assert archive.index([root]).files.unchanged == 2
            deepest = next(archive.hits("ferry")).article
            assert deepest.source.path == f"{name}/" * depth + "a.txt"
            assert archive.index([root], prune=True).files.pruned == 0
            assert archive.forget([root / name]).removed == 2
    finally:
        subprocess.run(["rm", "-rf", root], check=True)  # shutil.rmtree goes down by recursion


@pytest.mark.parametrize(
    "nanoseconds",
    [
        10_413_792_000 * 10**9,  # the year 2300
        9_223_372_036_854_775_808,  # the first that 63 bits do not hold
        15_032_385_535 * 10**9,  # 2446, the last of ext4
        -1,
        -(10**18),  # 1938
        0,
    ],
)
def test_times_of_any_year(nanoseconds: int, tree: Path, tmp_path: Path) -> None:
    os.utime(tree / "b.txt", ns=(0, nanoseconds))
    if os.stat(tree / "b.txt").st_mtime_ns != nanoseconds:
        pytest.skip("the file system of the tests does not hold this time")
    with morgue.create(tmp_path / "archive") as archive:
        assert archive.index([tree]).rejected == []
        assert archive.index([tree]).files.unchanged == 3
        os.utime(tree / "b.txt", ns=(0, nanoseconds + 1))
        assert archive.index([tree]).files.unchanged == 3, "the digest is looked at, and the same"


@pytest.mark.parametrize(
    "nanoseconds", [1 << 63, 1 << 64, (1 << 64) - 1, -1, -(1 << 63), 15_032_385_535 * 10**9]
)
def test_times_fit_the_catalog_and_stay_different(nanoseconds: int) -> None:
    kept = kept_time(nanoseconds)
    assert -(1 << 63) <= kept < 1 << 63
    assert kept not in (UNREAD, kept_time(nanoseconds + 1))


def test_what_is_no_file_is_named(tree: Path, tmp_path: Path) -> None:
    os.mkfifo(tree / "pipe")
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(os.fspath(tree / "socket"))
    assert reasons(found(tree)) == {
        "pipe": "not a file but a named pipe",
        "socket": "not a file but a socket",
    }
    assert reasons(found(Path("/dev/null"))) == {"null": "not a file but a device"}
    with morgue.create(tmp_path / "archive") as archive:
        summary = archive.index([tree])
        assert (summary.files.rejected, summary.articles.added) == (2, 1)


def test_a_file_that_the_system_makes_is_named(tmp_path: Path) -> None:
    with morgue.create(tmp_path / "archive") as archive:
        ((path, reason),) = archive.index(["/proc/self/status"]).rejected
        assert (path, "copy it" in reason) == ("status", True)


def test_what_goes_while_the_walk_is_on_is_no_input(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = walking._entries

    def removing(descriptor: int) -> list[walking._Entry]:
        entries = real(descriptor)
        shutil.rmtree(tree / "sub", ignore_errors=True)
        return entries

    monkeypatch.setattr(walking, "_entries", removing)
    inputs = found(tree)
    assert (read(inputs), reasons(inputs)) == (["b.txt"], {})


def test_a_directory_that_becomes_a_link_is_not_entered(
    tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "secret" / "s.txt")
    real = walking._entries

    def swapping(descriptor: int) -> list[walking._Entry]:
        entries = real(descriptor)
        if (tree / "sub").is_dir() and not (tree / "sub").is_symlink():
            (tree / "sub").rename(tmp_path / "away")
            (tree / "sub").symlink_to(tmp_path / "secret")
        return entries

    monkeypatch.setattr(walking, "_entries", swapping)
    inputs = found(tree)
    assert read(inputs) == ["b.txt"]
    assert reasons(inputs) == {"sub": "cannot be listed: not a directory"}


def test_a_disk_that_fails_costs_what_it_fails_at(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = walking._entries

    def failing(descriptor: int) -> list[walking._Entry]:
        if os.path.samestat(os.fstat(descriptor), os.stat(tree / "sub")):
            raise OSError(5, "Input/output error")
        return real(descriptor)

    monkeypatch.setattr(walking, "_entries", failing)
    (closed,) = (each for each in found(tree) if each.trouble)
    assert (closed.path, closed.trouble, closed.modified) == (
        "sub",
        "cannot be listed: input/output error",
        UNREAD,
    )


def test_names_of_any_bytes(tmp_path: Path) -> None:
    root = os.fsencode(tmp_path / "r")
    os.mkdir(root)
    names = (b"na\xefve \xff.txt", b"new\nline.txt", b"\x1b[31mred.txt", "עברית.txt".encode(), b"\\xff.txt")
    for number, name in enumerate(names):
        with open(os.path.join(root, name), "w", encoding="utf-8") as file:
            file.write(f"LONDON, May 4 (AP) - Ferry number {number} sailed on Monday.\n")
    with morgue.create(tmp_path / "archive") as archive:
        assert archive.index([os.fsdecode(root)]).articles.added == len(names)
        assert archive.index([os.fsdecode(root)]).files.unchanged == len(names)
        assert archive.forget([os.fsdecode(os.path.join(root, names[0]))]).removed == 1


def test_paths_that_are_none() -> None:
    with pytest.raises(UsageError, match="a path is empty"):
        list(walk([".", ""]))
    for path in ("nowhere", "a\0b", "x" * 5_000):
        with pytest.raises(ArchiveError):
            list(walk([path]))


# -- labels ------------------------------------------------------------------------------------------------------


def at(location: str, root: str, path: str, *, linked: bool = False) -> Input:
    return Input(location.encode(), root.encode(), path, 0, 0, linked=linked)


@pytest.mark.parametrize(
    ("each", "roots", "right"),
    [
        (at("/w/feeds/star/b", "/w/feeds", "star/b"), {"/w/feeds"}, ("/w/feeds", "star/b")),
        (at("/w/feeds/star/b", "/w", "feeds/star/b"), {"/w/feeds"}, ("/w/feeds", "star/b")),
        (at("/w/feeds/star/b", "/w/feeds/star", "b"), {"/w", "/w/feeds"}, ("/w/feeds", "star/b")),
        (at("/w/other/b", "/w", "other/b"), {"/w/feeds"}, ("/w", "other/b")),
        (at("/w/feeds2/b", "/w/feeds2", "b"), {"/w/feeds"}, ("/w/feeds2", "b")),
        (at("/w/b", "/w/b", "b"), {"/w"}, ("/w", "b")),
        (at("/w/b", "", "b"), {"/w"}, ("", "b")),
        (at("/w/sub/b", "/w", "sub/b", linked=True), {"/w/sub"}, ("/w", "b")),
        (at("/b", "/", "b"), {"/"}, ("/", "b")),
        (at("/w/index/stdin/ab12", "/w/index/stdin/ab12", "-"), {"/w"}, ("/w/index/stdin/ab12", "-")),
    ],
)
def test_the_root_of_a_new_file(each: Input, roots: set[str], right: tuple[str, str]) -> None:
    root, path = rooted(each, {root.encode() for root in roots})
    assert (root.decode(), path) == right


def labels(archive: morgue.Archive) -> set[str]:
    return {hit.article.source.path for hit in archive.hits("*")}


@pytest.mark.parametrize(
    ("calls", "right"),
    [
        ((["feeds"], ["one.txt"], ["feeds"]), {"star/a.txt", "one.txt", "star/new.txt"}),
        ((["feeds"], ["."]), {"star/a.txt", "one.txt", "star/new.txt"}),
        ((["feeds"], ["feeds/star"]), {"star/a.txt", "star/new.txt"}),
        ((["one.txt", "feeds"], ["feeds"]), {"star/a.txt", "one.txt", "star/new.txt"}),
        ((["feeds/star/a.txt"], ["feeds"]), {"star/a.txt", "star/new.txt"}),
        ((["feeds/star"], ["feeds"]), {"a.txt", "new.txt"}),
    ],
)
def test_the_label_of_a_folder_stays(
    calls: tuple[list[str], ...], right: set[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("feeds/star/a.txt", "one.txt"):
        write(tmp_path / name, f"LONDON, May 4 (AP) - The ferry of {name} sailed on Monday.\n")
    with morgue.create("index") as archive:
        for number, paths in enumerate(calls):
            if number == len(calls) - 1:
                write(
                    tmp_path / "feeds/star/new.txt", "LONDON, May 5 (AP) - The new ferry sailed on Tuesday.\n"
                )
            archive.index(paths)
        assert labels(archive) == right
        assert archive.index(calls[-1]).files.read == 0
