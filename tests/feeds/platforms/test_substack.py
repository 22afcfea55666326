"""Exports of Substack: a table, and a page a post."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tests.feeds.platforms.reading import read, read_file, reason

TABLE = (
    "post_id,post_date,is_published,email_sent_at,type,audience,title,subtitle,podcast_url\n"
    "101.ferry-lost,2024-02-03T10:00:00.000Z,true,,newsletter,everyone,Ferry lost,All hands &#x201C;lost&#x201D;,\n"
    "102.ferry-found,2024-02-04T10:00:00.000Z,false,,newsletter,everyone,Ferry found,It rose,\n"
)
PAGE = '<p>It sank.</p><p class="button-wrapper" data-attrs="{}"><a class="button" href="x">Subscribe</a></p>'


@pytest.mark.parametrize("folder", ["", "posts"])
def test_the_table_has_the_texts_of_its_posts(tmp_path: Path, folder: str) -> None:
    (tmp_path / "posts.csv").write_text(TABLE)
    (tmp_path / folder).mkdir(exist_ok=True)
    page = tmp_path / folder / "101.ferry-lost.html"
    page.write_text(PAGE)
    found, said = read_file(tmp_path / "posts.csv")
    assert [(each.headline, each.body, each.boilerplate) for each in found] == [
        ("Ferry lost", "It sank.", "All hands “lost”"),
        ("Ferry found", "It rose", "Status: draft"),
    ]
    assert said == []
    if not folder:
        assert read_file(page) == ([], ["PartOf: the text of a post of Substack, which its table has"])


def test_a_table_without_its_pages_says_so(tmp_path: Path) -> None:
    (tmp_path / "posts.csv").write_text(TABLE)
    found, said = read_file(tmp_path / "posts.csv")
    assert [each.body for each in found] == ["All hands “lost”", "It rose"]
    assert said == ["the texts of 1 of 2 posts are not beside the table: their subtitles were read"]


def test_a_zip_is_read_as_a_folder_is(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        archive.writestr("posts.csv", TABLE)
        archive.writestr("posts/101.ferry-lost.html", PAGE)
    found, said = read_file(tmp_path / "export.zip")
    assert [each.body for each in found] == ["It sank.", "It rose"]
    assert said == ["PartOf: the text of a post of Substack, which its table has"]


def test_a_page_that_no_table_names_is_a_page(tmp_path: Path) -> None:
    (tmp_path / "posts.csv").write_text(TABLE)
    page = tmp_path / "999.other.html"
    page.write_text(
        "<h1>Ferry lost off Piraeus</h1>"
        + "".join(
            f"<p>In hour {each} the harbour watched it sink and said nothing at all of it.</p>"
            for each in range(8)
        )
    )
    found, said = read_file(page)
    assert (said, [each.headline for each in found]) == ([], ["Ferry lost off Piraeus"])


@pytest.mark.parametrize("mark", [";", "\t"])
def test_other_marks_between_columns(mark: str) -> None:
    assert [
        each.headline for each in read("substack", TABLE.replace(",", mark).replace("newsletter", "page"))
    ] == ["Ferry lost", "Ferry found"]


def test_a_table_without_rows() -> None:
    assert reason("substack", TABLE.split("\n")[0] + "\n") == "a table of posts of Substack without a post"
