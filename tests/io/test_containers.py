"""containers: what feeds a file holds, by its bytes, and that hostile ones stay within bounds."""

from __future__ import annotations

import bz2
import contextlib
import gzip
import io
import lzma
import os
import re
import tarfile
import zipfile
import zlib
from pathlib import Path

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from morgue.errors import FeedError, NoArticle
from morgue.io import containers
from morgue.io.compression import FLOOR_BYTES
from morgue.io.containers import MAX_DEPTH, head_of, open_feeds, open_stream
from morgue.io.feed import Feed

STORY = b"HARBOUR TOWN, May 4 (XYZ) - The ferry sailed.\n" * 200


def tarred(members: dict[str, bytes], mode: str = "w", form: int = tarfile.PAX_FORMAT) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode, format=form) as archive:  # type: ignore[call-overload]
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def feeds_of(data: bytes, name: str = "file") -> list[tuple[str, str | None, bytes | str, list[str]]]:
    """(name, member, bytes or the reason, complaints) of each feed."""
    found = []
    for feed in open_stream(io.BytesIO(data), name=name, source_path=name, sha256="d"):
        found.append(
            (feed.name, feed.source.member, content_of(feed), [each.message for each in feed.complaints])
        )
    return found


def content_of(feed: Feed) -> bytes | str:
    try:
        head = head_of(feed)
        data = feed.stream.read()
    except FeedError as error:
        return error.message
    assert data.startswith(head)
    return data


@pytest.mark.parametrize(
    ("compress", "suffix"),
    [(gzip.compress, ".gz"), (bz2.compress, ".bz2"), (lzma.compress, ".xz"), (zstandard.compress, ".zst")],
)
def test_compressed_by_magic_whatever_the_name(compress, suffix):
    packed = compress(STORY)
    assert feeds_of(packed, f"wire.txt{suffix}") == [("wire.txt", None, STORY, [])]
    assert feeds_of(packed, "wire.txt") == [("wire.txt", None, STORY, [])]
    assert feeds_of(packed + packed, "wire.txt")[0][2] == STORY * 2, "members one after the other"


def test_plain_file_and_source(tmp_path: Path):
    path = tmp_path / "a.txt"
    path.write_bytes(STORY)
    (feed,) = open_feeds(path, source_path="sub/a.txt", sha256="abc", columns={"headline": "title"})
    assert (feed.name, feed.source.path, feed.source.sha256, feed.columns) == (
        "a.txt",
        "sub/a.txt",
        "abc",
        {"headline": "title"},
    )


def test_gzip_padding_is_no_damage_and_other_bytes_are():
    packed = gzip.compress(STORY)
    assert feeds_of(packed + b"\0" * 512)[0][3] == []
    (_, _, data, complaints) = feeds_of(packed + b"garbage")[0]
    assert data == STORY
    assert len(complaints) == 1


@pytest.mark.parametrize("compress", [gzip.compress, bz2.compress, lzma.compress, zstandard.compress])
def test_cut_off_stream_gives_what_stands_before_and_says_so(compress):
    noise = os.urandom(3_000_000)
    packed = compress(noise)
    (_, _, data, complaints) = feeds_of(packed[: len(packed) // 2])[0]
    assert noise.startswith(data)
    assert len(data) > 500_000
    assert len(complaints) == 1
    assert "cut off" in complaints[0]


def test_stream_damaged_from_its_start_raises():
    packed = bytearray(gzip.compress(STORY))
    packed[10] ^= 0xFF
    assert "gzip data is damaged" in str(feeds_of(bytes(packed))[0][2])


def test_tar_members_long_names_links_and_nesting():
    long = "d/" * 70 + "a.xml.gz"
    for form in (tarfile.PAX_FORMAT, tarfile.GNU_FORMAT):
        inner = tarred(
            {
                long: gzip.compress(STORY),
                "empty": b"",
                "in.zip": zipped({"b.txt": b"b"}),
                "in.tar": tarred({"c": b"c"}),
            },
            form=form,
        )
        for packed in (inner, gzip.compress(inner), lzma.compress(inner)):
            assert feeds_of(packed, "x.tar.gz") == [
                ("a.xml", long, STORY, []),
                ("empty", "empty", "empty file", []),
                ("b.txt", "in.zip/b.txt", b"b", []),
                ("c", "in.tar/c", b"c", []),
            ]


def test_tar_links_devices_and_directories_are_passed_over():
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE):
            info = tarfile.TarInfo(f"entry{kind!r}")
            info.type = kind
            info.linkname = "/etc/passwd"
            archive.addfile(info)
        info = tarfile.TarInfo("story.txt")
        info.size = 5
        archive.addfile(info, io.BytesIO(b"story"))
    assert feeds_of(out.getvalue()) == [("story.txt", "story.txt", b"story", [])]


def test_member_not_read_does_not_disturb_the_next():
    data = tarred({"a": os.urandom(300_000), "b": b"second"})
    names = []
    for feed in open_stream(io.BytesIO(gzip.compress(data)), name="x.tgz", source_path="x", sha256=""):
        names.append(feed.name)
        if feed.name == "b":
            assert feed.stream.read() == b"second"
    assert names == ["a", "b"]


def test_cut_off_tar_keeps_the_members_before():
    data = tarred({"a": b"first", "b": os.urandom(100_000)})
    first, second = feeds_of(data[:4000])
    assert first == ("a", "a", b"first", [])
    assert second[0] == "b"
    assert "cut off" in second[3][0], "told once, by the member's name"
    with pytest.raises(FeedError, match="archive is cut off"):
        feeds_of(data[:1100])


def test_tar_header_that_claims_gigabytes_is_refused():
    info = tarfile.TarInfo("pax")
    info.type = tarfile.XHDTYPE
    info.size = 8 << 30
    with pytest.raises(FeedError, match="impossible size"):
        feeds_of(info.tobuf(tarfile.GNU_FORMAT) + b"\0" * 4096)


def test_zip_names_are_only_names():
    data = zipped({"../../etc/passwd": b"1", "/abs/x\x1b[31m.txt": b"2", "C:\\win\\y.txt": b"3", "dir/": b""})
    assert [(name, member) for name, member, *_ in feeds_of(data)] == [
        ("passwd", "etc/passwd"),
        ("x\ufffd[31m.txt", "abs/x\ufffd[31m.txt"),
        ("y.txt", "win/y.txt"),
    ]


def test_zip_methods_and_refusals_by_name():
    assert feeds_of(zipped({"a": STORY}, zipfile.ZIP_BZIP2))[0][2] == STORY
    assert feeds_of(zipped({"a": STORY}, zipfile.ZIP_STORED))[0][2] == STORY
    assert "method 14" in str(feeds_of(zipped({"a": STORY}, zipfile.ZIP_LZMA))[0][2])
    data = bytearray(zipped({"secret": b"x" * 50, "open": b"y"}))
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    assert feeds_of(bytes(data)) == [("secret", "secret", "encrypted", []), ("open", "open", b"y", [])]


def test_zip_wrong_checksum_is_told_and_the_rest_goes_on():
    data = bytearray(zipped({"a": b"hello there", "b": b"fine"}, zipfile.ZIP_STORED))
    data[data.index(b"hello")] = ord("j")
    found = feeds_of(bytes(data))
    assert found[0][3] == ["damaged: the checksum of the member is wrong"]
    assert found[1][2] == b"fine"


def test_cut_off_zip():
    with pytest.raises(FeedError, match="directory is missing"):
        feeds_of(zipped({"a": STORY})[:-30])


@pytest.mark.parametrize(
    "members",
    [
        {"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"},
        {"mimetype": b"application/epub+zip", "a.xhtml": b"<p>"},
        {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"},
    ],
)
def test_a_zip_that_is_a_document_is_one_feed_also_inside_another(members):
    document = zipped(members)
    assert feeds_of(document, "a.docx") == [("a.docx", None, document, [])]
    assert feeds_of(zipped({"d/a.docx": document, "b": b"b"}), "x.zip") == [
        ("a.docx", "d/a.docx", document, []),
        ("b", "b", b"b", []),
    ]
    assert feeds_of(gzip.compress(document), "a.docx.gz") == [("a.docx", None, document, [])]


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({"META-INF/MANIFEST.MF": b""}, "a Java archive"),
        ({"AndroidManifest.xml": b""}, "an Android package"),
        ({"Index/Document.iwa": b""}, "a document of Pages, Numbers or Keynote"),
    ],
)
def test_a_zip_that_is_a_program_or_a_document_that_is_not_read_is_refused(members, reason):
    with pytest.raises(FeedError, match=reason):
        feeds_of(zipped(members))


def test_foreign_archives_have_a_reason():
    assert "7-Zip" in str(feeds_of(b"7z\xbc\xaf\x27\x1c" + b"\0" * 100)[0][2])
    assert "RAR" in str(feeds_of(b"Rar!\x1a\x07\x01\0" + b"\0" * 100)[0][2])


def test_empty_missing_and_special_files(tmp_path: Path):
    (tmp_path / "empty").touch()
    os.mkfifo(tmp_path / "pipe")
    for path, reason in (
        (tmp_path / "empty", "empty file"),
        (tmp_path / "pipe", "a named pipe"),
        (tmp_path, "a directory"),
        (Path("/dev/zero"), "a device"),
        (tmp_path / "gone", "No such file"),
    ):
        with pytest.raises(FeedError, match=reason):
            list(open_feeds(path, source_path="x", sha256=""))


def bomb_of(megabytes: int, wbits: int = 31) -> bytes:
    codec = zlib.compressobj(9, zlib.DEFLATED, wbits)
    block = b"a" * (1 << 20)
    return b"".join([*(codec.compress(block) for _ in range(megabytes)), codec.flush()])


def test_gzip_bomb_ends_at_the_bound():
    feed = next(iter(open_stream(io.BytesIO(bomb_of(200)), name="b.gz", source_path="b.gz", sha256="")))
    size = 0
    while piece := feed.stream.read(1 << 20):
        size += len(piece)
    assert size <= FLOOR_BYTES
    assert "decompression bomb" in feed.complaints[0].message


def test_bomb_of_many_members_and_of_layers():
    member = b"a" * (60 << 20)
    found = feeds_of(zipped({f"m{n}": member for n in range(4)}))
    assert [len(each[2]) for each in found[:2]] == [60 << 20, 60 << 20]
    assert "bomb" in found[2][3][0]
    assert "bomb" in str(found[3][2])
    layers = b"x"
    for _ in range(MAX_DEPTH + 1):
        layers = gzip.compress(layers)
    with pytest.raises(FeedError, match="inside one another"):
        feeds_of(layers)


@pytest.mark.parametrize(
    ("nested", "member", "refused"),
    [
        (
            lambda story: gzip.compress(tarred({"in.zip": zipped({"a.txt.gz": gzip.compress(story)})})),
            "in.zip/a.txt.gz",
            "in/in.zip/a.txt.gz",
        ),
        (
            lambda story: zipped({"in.tar": tarred({"in.zip": zipped({"a.txt.xz": lzma.compress(story)})})}),
            "in.tar/in.zip/a.txt.xz",
            "in/in.tar/in.zip/a.txt.xz",
        ),
        (
            lambda story: tarred({"a.tgz": gzip.compress(tarred({"b.tar": tarred({"a.txt": story})}))}),
            "a.tgz/b.tar/a.txt",
            "in/a.tgz/b.tar",
        ),
    ],
    ids=["tar.gz of zip of gz", "zip of tar of zip of xz", "tar of tgz of tar"],
)
def test_four_inside_one_another_are_read_and_five_are_refused_by_name(nested, member, refused):
    assert feeds_of(nested(STORY), "x") == [("a.txt", member, STORY, [])]
    below, beside = feeds_of(tarred({"in": nested(STORY), "b.txt": STORY}), "x")
    assert below[1:] == (refused, f"more than {MAX_DEPTH} archives or compressions inside one another", [])
    assert beside == ("b.txt", "b.txt", STORY, [])


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_mutated_archives_give_feeds_or_feed_errors(data: st.DataObject):
    members = {"a.txt": STORY[:500], "b/c.xml.gz": gzip.compress(STORY)}
    made = data.draw(
        st.sampled_from(
            [tarred(members), zipped(members), gzip.compress(tarred(members)), lzma.compress(STORY)]
        )
    )
    damaged = bytearray(made)
    for _ in range(data.draw(st.integers(1, 6))):
        damaged[data.draw(st.integers(0, len(made) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(1, len(made)))
    with contextlib.suppress(FeedError):
        feeds_of(bytes(damaged[:cut]))


@settings(max_examples=60, deadline=None)
@given(
    st.binary(min_size=1, max_size=2000),
    st.sampled_from(
        [b"", b"PK\x03\x04", b"\x1f\x8b\x08", b"BZh91AY&SY", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd"]
    ),
)
def test_arbitrary_bytes_give_feeds_or_feed_errors(data: bytes, magic: bytes):
    with contextlib.suppress(FeedError):
        feeds_of(magic + data)


@given(st.text(st.sampled_from("ab-_./\\:\x1b "), min_size=1, max_size=12))
def test_names_with_nothing_to_clear_are_left_as_they_are(name: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(containers, "_CLEAN", re.compile("(?!)"))
        expected = containers._clean(name)
    assert containers._clean(name) == expected


@pytest.mark.parametrize("name", [b"\xff\xfe1", b"\xe9t", b"\x83\x5c", b"a\x80"])
def test_a_name_that_is_no_utf8_costs_no_member(name: bytes):
    """The flag of a zip says UTF-8 and the name is of an older system: all members are read."""
    data = zipped(
        {
            "first.txt": STORY,
            "\u00e9" * (len(name) // 2) + "x" * (len(name) % 2) + ".txt": STORY,
            "last.txt": STORY,
        }
    )
    spelt = "\u00e9".encode() * (len(name) // 2) + b"x" * (len(name) % 2)
    assert spelt in data
    names = [member for member, *_ in feeds_of(data.replace(spelt, name))]
    assert len(names) == 3
    assert (names[0], names[2]) == ("first.txt", "last.txt")


PASSED = {
    "news/README": "documentation, by its name",
    "LICENSE": "documentation, by its name",
    ".hidden.txt": "a hidden file",
    "a/tool.py": "a program or a schema, by its name",
    "feeds/schema.XSD": "a program or a schema, by its name",
}


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_the_rules_of_names_count_inside_an_archive(pack):
    members = dict.fromkeys(PASSED, STORY)
    members |= {
        "node_modules/x.txt": STORY,
        "node_modules/y/z.txt": STORY,
        ".git/config": STORY,
        "story.txt": STORY,
    }
    found = {member: content for _, member, content, _ in feeds_of(pack(members))}
    assert found.pop("story.txt") == STORY
    assert found == {
        **PASSED,
        "node_modules": "a directory of programs, by its name",
        ".git": "a hidden directory",
    }


def test_an_empty_zip_is_named():
    with pytest.raises(NoArticle, match="an empty zip archive"):
        feeds_of(zipped({}))
    assert [content for _, _, content, _ in feeds_of(zipped({"a.zip": zipped({}), "b": STORY}))] == [
        "an empty zip archive",
        STORY,
    ]


def collect(data: bytes, found: list[tuple[str | None, bytes | str]]) -> None:
    """Put members and their content into a list that stays where the archive ends in an error."""
    for feed in open_stream(io.BytesIO(data), name="z.zip", source_path="z.zip", sha256="d"):
        found.append((feed.source.member, content_of(feed)))


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2])
@pytest.mark.parametrize("cut", [1, 30, 100, 160])
def test_a_zip_that_is_cut_off_gives_its_whole_members(method, cut):
    data = zipped({"a.txt": STORY, "ä/b.txt": STORY, "c.txt": STORY[:-1]}, method)[:-cut]
    found: list[tuple[str | None, bytes | str]] = []
    with pytest.raises(FeedError, match="directory is missing"):
        collect(data, found)
    assert found[:2] == [("a.txt", STORY), ("ä/b.txt", STORY)]


def test_a_zip_cut_off_inside_a_member_gives_those_before():
    data = zipped({"a.txt": STORY, "b.txt": STORY}, zipfile.ZIP_STORED)
    found: list[tuple[str | None, bytes | str]] = []
    with pytest.raises(FeedError, match="directory is missing"):
        collect(data[: len(STORY) + 2_000], found)
    assert found == [("a.txt", STORY)]


class _Pipe(io.RawIOBase):
    """What is written to a pipe: there is no way back to a header, so lengths are put behind the data."""

    def __init__(self) -> None:
        self.data = b""

    def writable(self) -> bool:
        return True

    def write(self, data) -> int:
        self.data += bytes(data)
        return len(data)


def streamed(members: dict[str, bytes], method: int, *, wide: bool = False) -> bytes:
    """A zip as a server sends it while it makes it."""
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", method) as archive:
        for name, content in members.items():
            with archive.open(zipfile.ZipInfo(name) if wide else name, "w", force_zip64=wide) as member:
                member.write(content)
    assert b"PK\x07\x08" in pipe.data
    return pipe.data


TRICKY = b"x\nPK\x07\x08" + bytes(range(256)) * 300 + b"PK\x07\x08PK\x03\x04" + bytes(12) + b"PK\x07"


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2])
@pytest.mark.parametrize("wide", [False, True])
@pytest.mark.parametrize("cut", [5, 60, 200])
def test_a_streamed_zip_that_is_cut_off_gives_its_whole_members(method, wide, cut):
    members = {"a.txt": STORY, "empty.txt": b"", "ä/b.xml": TRICKY, "c.txt": STORY[:-1]}
    data = streamed(members, method, wide=wide)
    found: list[tuple[str | None, bytes | str]] = []
    with pytest.raises(FeedError, match="directory is missing"):
        collect(data[:-cut], found)
    names = [name for name, _ in found]
    assert names[:3] == ["a.txt", "empty.txt", "ä/b.xml"]
    assert [content for name, content in found if name != "empty.txt"] == [
        members[name] for name in names if name != "empty.txt"
    ]


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_streamed_zip_may_be_cut_off_anywhere(method):
    """What comes out is a beginning of its members, each whole and none made up."""
    members = {"a.txt": STORY, "b.txt": STORY[::-1], "c.txt": STORY[:-2]}
    data = streamed(members, method)
    directory = data.index(b"PK\x01\x02")
    most = 0
    for cut in (*range(4, directory, 3), directory):
        found: list[tuple[str | None, bytes | str]] = []
        with pytest.raises(FeedError):
            collect(data[:cut], found)
        assert found == list(members.items())[: len(found)]
        assert len(found) >= most
        most = len(found)
    assert most == 3


def test_a_bomb_in_a_zip_that_is_cut_off_is_not_unpacked():
    data = streamed({"a.txt": STORY, "bomb.txt": bytes(60 << 20), "c.txt": STORY}, zipfile.ZIP_DEFLATED)
    found: list[tuple[str | None, bytes | str]] = []
    with pytest.raises(FeedError):
        collect(data[: data.index(b"PK\x01\x02")], found)
    assert found[0] == ("a.txt", STORY)
