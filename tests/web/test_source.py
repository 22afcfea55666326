"""The original of a story: exactly the part of its feed that it was read from, as long as that is the same."""

from __future__ import annotations

import gzip
import html
import os
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import morgue

ITEM = "<item><title>Ferry {0} &amp; co</title><link>https://example.org/{0}</link><description>Crews {0} met.</description></item>"
FEED = (
    '<?xml version="1.0" encoding="{encoding}"?>\n<rss version="2.0"><channel><title>Hafenpost für {1}</title>'
    + ITEM.format(1) + "\n" + ITEM.format(2) + "</channel></rss>"
)  # fmt: skip


def feed(encoding: str = "utf-8") -> bytes:
    return FEED.replace("{encoding}", encoding).replace("Crews 2", "Crèws 2").encode(encoding)


def write(directory: Path, form: str) -> None:
    directory.mkdir()
    match form:
        case "plain":
            (directory / "a.xml").write_bytes(feed())
        case "latin":
            (directory / "a.xml").write_bytes(feed("iso-8859-1"))
        case "gzip":
            (directory / "a.xml.gz").write_bytes(gzip.compress(feed()))
        case "zip":
            with zipfile.ZipFile(directory / "a.zip", "w") as packed:
                packed.writestr("other.xml", feed().replace(b"example.org", b"example.com"))
                packed.writestr("in/a.xml", feed())


@pytest.mark.parametrize("form", ["plain", "latin", "gzip", "zip"])
def test_the_part_of_the_feed_is_shown(
    client_of: Callable[..., TestClient], tmp_path: Path, form: str
) -> None:
    write(tmp_path / "feeds", form)
    with morgue.create(tmp_path / "archive") as archive:
        archive.index([tmp_path / "feeds"])
    client = client_of(tmp_path / "archive")
    hit = client.get("/api/search", params={"q": 'headline:2 "https" OR headline:2'}).json()["hits"]
    url = "https://example.org/2"
    identifier = next(each["id"] for each in hit if each["url"] == url)
    page = client.get(f"/article/{identifier}/original")
    assert page.status_code == 200
    shown = re.search(r"<pre[^>]*>(.*?)</pre>", page.text, re.DOTALL)
    assert shown is not None
    assert html.unescape(shown[1]).strip() == ITEM.format(2).replace("Crews 2", "Crèws 2")


def test_a_feed_that_was_changed_or_is_gone_is_not_shown(
    client_of: Callable[..., TestClient], tmp_path: Path
) -> None:
    write(tmp_path / "feeds", "plain")
    with morgue.create(tmp_path / "archive") as archive:
        archive.index([tmp_path / "feeds"])
    client = client_of(tmp_path / "archive")
    identifier = client.get("/api/search?q=ferry").json()["hits"][0]["id"]
    path = f"/article/{identifier}/original"
    assert client.get(path).status_code == 200
    (tmp_path / "feeds" / "a.xml").write_text("secret of another file")
    changed = client.get(path)
    assert changed.status_code == 404
    assert "was changed since it was read" in changed.text
    assert "secret" not in changed.text
    (tmp_path / "feeds" / "a.xml").unlink()
    assert "cannot be read now" in client.get(path).text
    assert client.get(f"/article/{identifier}").status_code == 200


def test_a_feed_of_any_time_is_shown_and_a_link_out_is_not_followed(
    client_of: Callable[..., TestClient], tmp_path: Path
) -> None:
    write(tmp_path / "feeds", "plain")
    feed = tmp_path / "feeds" / "a.xml"
    os.utime(feed, (0, 10_413_792_000))  # the year 2300
    with morgue.create(tmp_path / "archive") as archive:
        archive.index([tmp_path / "feeds"])
    client = client_of(tmp_path / "archive")
    identifier = client.get("/api/search?q=ferry").json()["hits"][0]["id"]
    path = f"/article/{identifier}/original"
    assert client.get(path).status_code == 200
    feed.rename(tmp_path / "a.xml")
    feed.symlink_to(tmp_path / "a.xml")  # the same content, in another place
    assert "cannot be read now" in client.get(path).text


def test_a_story_that_never_had_a_feed_here_has_no_original(ask: TestClient) -> None:
    identifier = ask.get("/api/search?q=wheat").json()["hits"][0]["id"]
    assert ask.get(f"/article/{identifier}/original").status_code == 404
