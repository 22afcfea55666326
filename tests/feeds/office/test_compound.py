"""Files of the form that Office had before: each is named, and what is a workbook is read where the library is there."""

from __future__ import annotations

import struct

import pytest

from morgue.errors import FeedError
from morgue.feeds import feed_of_bytes, pick
from morgue.feeds.office import xlsx
from morgue.feeds.office.compound import MAGIC
from tests.extras import need_extra


def compound(*streams: str) -> bytes:
    """The header and the directory of a file with these streams (MS-CFB 2.6.1), which hold nothing."""
    made = MAGIC.ljust(512, b"\0")
    for each in ("Root Entry", *streams):
        name = each.encode("utf-16-le") + b"\0\0"
        made += (name.ljust(64, b"\0") + struct.pack("<HBB", len(name), 2, 1)).ljust(128, b"\0")
    return made


@pytest.mark.parametrize(
    ("streams", "reason", "hint"),
    [
        (("1Table", "WordDocument"), r"a Word document of the old form \(\.doc\)", "save it as DOCX"),
        (
            ("EncryptionInfo", "EncryptedPackage"),
            "an Office document that is encrypted",
            "without a password",
        ),
        (("PowerPoint Document",), "PowerPoint", "save it as text"),
        (("__properties_version1.0",), "Outlook", "save it as EML"),
        (("Other",), "a file of an old form of Office", "save it"),
        (("\x05SummaryInformation", "Workbook"), "the Excel workbook is", None),
    ],
)
def test_each_is_named_and_what_to_do(streams: tuple[str, ...], reason: str, hint: str | None) -> None:
    if hint is None:
        need_extra(".xls")
    data = compound(*streams)
    assert pick(data, "a.doc").name == "xlsx"
    with pytest.raises(FeedError, match=reason) as error:
        list(xlsx.read(feed_of_bytes(data, path="a.doc")))
    assert hint is None or hint in error.value.message


def test_a_header_alone_is_named() -> None:
    with pytest.raises(FeedError, match="old form"):
        list(xlsx.read(feed_of_bytes(MAGIC, path="a.doc")))
