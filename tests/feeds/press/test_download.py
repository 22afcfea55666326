from __future__ import annotations

from morgue.feeds import feed_of_bytes
from morgue.feeds.press.download import Download


def said(*numbers: tuple[int | None, int] | None) -> list[str]:
    """What is complained of a download with these documents; None is one that says no number."""
    feed, download = feed_of_bytes(b"", path="x"), Download()
    for each in numbers:
        if each is not None:
            download.state(*each)
        if each is None or each[0] is not None:
            download.count()
    download.check(feed)
    return [each.message for each in feed.complaints]


def test_all_documents_of_a_download() -> None:
    assert said((1, 3), (2, 3), (3, 3)) == []
    assert said((None, 2), None, None) == []
    assert said() == []


def test_a_download_that_was_cut_off() -> None:
    assert said((1, 62), (2, 62)) == [
        "the download says that it has 62 documents, and 2 are in the file: it was cut off, or parts of it left out"
    ]
    assert len(said((None, 10), None)) == 1


def test_a_document_out_of_a_list_of_hits_is_no_download() -> None:
    assert said((436, 2218)) == []
    assert said((436, 2218), (437, 2218)) == []


def test_several_downloads_in_one_file() -> None:
    assert said((1, 2), (2, 2), (1, 2), (2, 2)) == []
    assert said((1, 3), (2, 3), (1, 2), (2, 2)) == [
        "1 documents that the downloads in this file count are not in it"
    ]


def test_more_documents_than_stated_are_no_damage() -> None:
    assert said((1, 1), (234, 456)) == []
