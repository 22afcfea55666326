"""Addresses of pages, and which description of an issue names a page."""

from __future__ import annotations

import pytest

from morgue.errors import PartOf
from morgue.extract.draft import Draft
from morgue.feeds.print.issue import ABOVE, Names, bare_path, companion, located, refuse_part
from tests.feeds.print.issues import InMemory, alto, block, feed, issue, mets

PAGE = alto(block("A", "one"))


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("a/b.xml", "a/b.xml"),
        ("file://./a/b%20c.xml", "./a/b c.xml"),
        ("file:a/b.xml", "a/b.xml"),
        ("FILE://localhost/x/b.xml", "b.xml"),
        ("C:\\x\\b.xml", "b.xml"),
        ("a\\b.xml", "a/b.xml"),
        ("/x/b.xml", "b.xml"),
        ("https://x.example/y/b.xml?v=2", "b.xml"),
        ("", ""),
    ],
)
def test_the_path_of_an_address(address: str, path: str) -> None:
    assert bare_path(address) == path


def test_a_file_is_where_it_is_stated_before_it_is_elsewhere() -> None:
    delivery = InMemory({"i/x/p.xml": b"", "i/p.xml": b"", "i/alto/q.xml": b""})
    assert located(delivery, "i/mets.xml", "x/p.xml") == "i/x/p.xml"
    assert located(delivery, "i/mets.xml", "z/p.xml") == "i/p.xml"
    assert located(delivery, "i/mets.xml", "z/q.xml") == "i/alto/q.xml"
    assert located(delivery, "i/mets.xml", "z/none.xml") == "i/z/none.xml"
    assert located(delivery, "i/mets.xml", "../../none.xml") == "i/none.xml"


def test_what_is_taken_is_noted_where_it_was_looked_for() -> None:
    given = feed({"i/mets.xml": b"", "i/alto/p.xml": PAGE}, "i/mets.xml", "mets")
    assert companion(given, "p.xml") == PAGE
    assert companion(given, "gone/q.xml") is None
    assert list(given.asked) == ["i/alto/p.xml", "i/gone/q.xml"]


def test_no_description_far_above() -> None:
    name = "/".join(["a"] * (ABOVE + 1)) + "/p.xml"
    refuse_part(feed({name: PAGE, "mets.xml": mets(issue(), [name])}, name, "alto"))
    near = name.partition("/")[2]
    with pytest.raises(PartOf):
        refuse_part(feed({near: PAGE, "mets.xml": mets(issue(), [near])}, near, "alto"))


def test_a_page_of_the_same_name_in_another_folder_is_no_part() -> None:
    files = {"text/p1.xml": PAGE, "other/p1.xml": PAGE, "mets.xml": mets(issue(), ["text/p1.xml"])}
    refuse_part(feed(files, "other/p1.xml", "alto"))
    with pytest.raises(PartOf):
        refuse_part(feed(files, "text/p1.xml", "alto"))


def test_two_issues_in_one_folder() -> None:
    files = {
        "a1.xml": PAGE,
        "b1.xml": PAGE,
        "a_mets.xml": mets(issue(), ["a1.xml"]),
        "b.xml": mets(issue(), ["b1.xml"]),
    }
    for name, owner in (("a1.xml", "a_mets.xml"), ("b1.xml", "b.xml")):
        with pytest.raises(PartOf) as told:
            refuse_part(feed(files, name, "alto"))
        assert told.value.owner == owner


def test_descriptions_are_read_once_for_all_their_pages() -> None:
    read: list[str] = []

    class Counting(InMemory):
        def read(self, path: str, size: int) -> bytes | None:
            read.append(path)
            return super().read(path, size)

    names = [f"p{at}.xml" for at in range(50)]
    files = {**dict.fromkeys(names, PAGE), "mets.xml": mets(issue(), names)}
    delivery = Counting(files)
    for name in names:
        given = feed(files, name, "alto")
        given.delivery = delivery
        with pytest.raises(PartOf):
            refuse_part(given)
    assert read == ["mets.xml", "mets.xml"] + ["mets.xml"] * (len(read) - 2)
    assert len(read) <= len(names) + 2


def test_a_second_text_under_a_name_is_another_article() -> None:
    names = Names()
    given = [
        names.of("A1", Draft(headline="Notices", text=text)) for text in ("Coal.", "Lamps.", "Coal.", "Rope.")
    ]
    assert given == ["A1", "A1~2", "A1", "A1~3"]
    assert names.of("A2", Draft(text="Coal.")) == "A2"
