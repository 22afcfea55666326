"""The least that reads the benchmark's feeds: one regular expression a format, no extraction, no checks.

Every Python peer uses it, so that what is compared is indexing and not parsing. Standard library only, because
one peer runs under the system's Python.
"""

from __future__ import annotations

import html
import json
import re
import zipfile
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import NamedTuple

_MONTHS = {
    name: at
    for at, name in enumerate(
        ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"], 1
    )
}
_REUTERS = re.compile(r"<REUTERS [^>]*?NEWID=\"(\d+)\".*?</REUTERS>", re.S)
_DATE = re.compile(r"<DATE>\s*(\d+)-([A-Z]{3})-(\d{4})")
_PLACES = re.compile(r"<PLACES>(.*?)</PLACES>", re.S)
_D = re.compile(r"<D>(.*?)</D>")
_TITLE = re.compile(r"<TITLE>(.*?)</TITLE>", re.S)
_DATELINE = re.compile(r"<DATELINE>(.*?)</DATELINE>", re.S)
_BODY = re.compile(r"<BODY>(.*?)</BODY>", re.S)
_TEXT = re.compile(r"<TEXT[^>]*>(.*?)</TEXT>", re.S)
_ITEM = re.compile(r"<item>(.*?)</item>", re.S)
_TAG = re.compile(r"<[^>]+>")
_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.S)
_PUBLISHED = re.compile(r"(\w+) (\d{1,2}) (\d{4})")


try:
    import orjson
except ImportError:  # the system's Python, which has Xapian, need not have it
    orjson = None  # type: ignore[assignment]


def dumps(value: object) -> bytes:
    """JSON by the fastest library that is there."""
    return orjson.dumps(value) if orjson else json.dumps(value, ensure_ascii=False).encode()


class Story(NamedTuple):
    """A story as a peer gets it; `day` is YYYYMMDD or 0, `places` are lower-case."""

    id: str
    headline: str
    body: str
    day: int
    places: list[str]

    def stored(self) -> bytes:
        """The article as JSON."""
        return dumps(self._asdict())


def stories(directory: str | Path) -> Iterator[Story]:
    """All stories below a directory, files in order of names."""
    for path in sorted(Path(directory).rglob("*")):
        if path.is_file():
            yield from of_file(path)


def of_file(path: Path) -> Iterator[Story]:
    """The stories of one file, by its suffix."""
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                read = _nitf if name.endswith(".xml") else _text
                yield read(archive.read(name).decode(), f"{path.name}:{name}")
        return
    encoding = "latin-1" if path.suffix == ".sgm" else "utf-8"
    yield from _READERS[path.suffix](path.read_text(encoding=encoding))


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return html.unescape(found[1]) if found else ""


def _reuters(text: str) -> Iterator[Story]:
    for found in _REUTERS.finditer(text):
        story = found[0]
        date = _DATE.search(story)
        day = int(date[3]) * 10_000 + _MONTHS[date[2]] * 100 + int(date[1]) if date else 0
        headline = _first(_TITLE, story)
        body = _first(_BODY, story) or ("" if headline else _first(_TEXT, story))
        body = _first(_DATELINE, story) + body
        places = _PLACES.search(story)
        yield Story(found[1], headline, body, day, _D.findall(places[1]) if places else [])


def _jsonl(text: str) -> Iterator[Story]:
    for line in text.splitlines():
        value = json.loads(line)
        day = int(value["date"][:10].replace("-", ""))
        yield Story(value["id"], value["headline"], value["body"], day, [value["location"].lower()])


def _rss(text: str) -> Iterator[Story]:
    for found in _ITEM.finditer(text):
        item = found[1]
        content = html.unescape(_first(re.compile(r"<description>(.*?)</description>", re.S), item))
        body = "\n\n".join(_PARAGRAPH.findall(content))
        date = parsedate_to_datetime(_first(re.compile(r"<pubDate>(.*?)</pubDate>"), item))
        place = body.partition(",")[0].lower()
        identifier = _first(re.compile(r"<guid[^>]*>(.*?)</guid>"), item)
        title = _first(re.compile(r"<title>(.*?)</title>", re.S), item)
        yield Story(identifier, title, body, date.year * 10_000 + date.month * 100 + date.day, [place])


def _nitf(text: str, name: str) -> Story:
    day = _first(re.compile(r'<date\.issue norm="(\d{8})'), text) or "0"
    body = "\n\n".join(map(html.unescape, _PARAGRAPH.findall(text)))
    dateline = _TAG.sub("", _first(re.compile(r"<dateline>(.*?)</dateline>", re.S), text))
    place = dateline.partition(",")[0].lower()
    headline = _first(re.compile(r"<hl1>(.*?)</hl1>", re.S), text)
    identifier = _first(re.compile(r'id-string="([^"]+)"'), text)
    return Story(identifier, headline, f"{dateline} {body}", int(day), [place])


def _text(text: str, name: str) -> Story:
    headline, _, rest = text.partition("\n\n")
    written, _, body = rest.partition("\n\n")
    date = _PUBLISHED.search(written.replace(",", ""))
    month = _MONTHS[date[1][:3].upper()] if date else 0
    day = int(date[3]) * 10_000 + month * 100 + int(date[2]) if date else 0
    return Story(name, headline, body, day, [body.partition(",")[0].lower()])


_READERS = {".sgm": _reuters, ".jsonl": _jsonl, ".rss": _rss}
