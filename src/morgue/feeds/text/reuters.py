"""Read Reuters-21578, the SGML of the test collection of 1987 wire stories (Lewis, Distribution 1.0, README VI).

A file is a run of `<REUTERS NEWID="…">…</REUTERS>`. The date has no zone and none is made up; its hundredths
of a second are cut. It gives the day, too: a dateline may be a day older, or misprinted. A story of TYPE="UNPROC" has neither title nor body: its first line, where that is in
capitals, is the headline. One of TYPE="BRIEF" is a headline only; what is where a body would be
("Blah blah blah.") was put there by the makers of the collection and is set aside. Lines were wrapped for
teleprinters: the lines of a paragraph are joined, rows of a table are not.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache

from morgue._startup.tables import read_rows
from morgue.errors import NoArticle
from morgue.extract.assembly import article
from morgue.extract.draft import Draft
from morgue.feeds.support.data import DATA
from morgue.feeds.text.sgml import cut_last, paragraphs, records, text_of_record
from morgue.gazetteer.calendar import months
from morgue.io.feed import Feed
from morgue.model.article import Article, Place

_OPEN, _CLOSE = b"<REUTERS ", b"</REUTERS>"
_NEWID = re.compile(r'NEWID=(?<=\bNEWID=)"([^"<>]{1,40})"')  # a literal first, so that it is found fast
_MARK = re.compile(rb"^<REUTERS\s[^<>]{0,300}\bNEWID=\"\d[^<>]{0,80}>\s{0,9}<DATE>", re.MULTILINE)
_DATE = re.compile(r"(\d{1,2})-([A-Z]{3})-(\d{4})(?:\s+(\d\d):(\d\d):(\d\d))?(?!\d)")
_REFERENCE = re.compile(r"&(?:(lt|gt|amp|quot|apos)|#(\d{1,6}));")
_CHARACTERS = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_LISTS = re.compile(r"<(TOPICS|PLACES|PEOPLE|ORGS|EXCHANGES|COMPANIES)><D>([^\n]*?)</\1>")
_PLACEHOLDER = "Blah blah blah."
_SIGN_OFFS = frozenset(("reuter", "reuters", "more"))
_SIGN_OFF = re.compile(r"(?<=[.!?\"']) +(reuters?\.{0,3})\Z", re.IGNORECASE)
_BY = re.compile(r"\A\s*by\s+", re.IGNORECASE)
_OF_REUTERS = re.compile(r"\s*,\s*reuters?\.?\s*\Z", re.IGNORECASE)
_CUT_SHORT = re.compile(r"[^\n]+\n\S")  # a first line that shared its row with the dateline


def sniff(head: bytes, name: str) -> int:
    """Return 98 where `head` begins with the DTD or a story of the collection, 60 where one is further on, else 0."""
    found = _MARK.search(head) if b"<REUTERS" in head else None
    if found is None:
        return 0
    return 98 if head[: found.start()].strip(b"\xef\xbb\xbf\0 \t\r\n")[:9] in (b"", b"<!DOCTYPE") else 60


def read(feed: Feed) -> Iterator[Article]:
    """Yield the stories in the order of the file. Raises NoArticle where there are none."""
    found = 0
    for offset, raw, is_cut in cut_last(records(feed, _OPEN, _CLOSE)):
        draft = _draft(text_of_record(raw))
        draft.is_cut = draft.partial = is_cut
        if not (draft.headline or draft.text or draft.boilerplate):
            continue
        found += 1
        yield article(draft, feed.at(offset, len(raw)))
    if not found:
        raise NoArticle("no <REUTERS> story in the file")


def _draft(story: str) -> Draft:
    """Return what the elements of one story say."""
    number = _NEWID.search(story, 0, 200)
    headline = " ".join(_text(_inside(story, "<TITLE>", "</TITLE>")).split())
    text = _text(_inside(story, "<BODY>", "</BODY>"))
    dateline = " ".join(_text(_inside(story, "<DATELINE>", "</DATELINE>")).split())
    byline = _byline(_inside(story, "<AUTHOR>", "</AUTHOR>"))
    aside: list[str] = []
    if not text:
        headline, text = _unparsed(story, headline, aside)
    elif dateline and _CUT_SHORT.match(text):
        text = text.replace("\n", " ", 1)
    text = paragraphs(_without_sign_off(text, aside))
    date = moment(_inside(story, "<DATE>", "</DATE>"))
    lists = _LISTS.findall(story, 0, story.find("<TEXT"))
    places: list[Place] = []
    keywords: list[str] = []
    for name, tags in lists:
        if name == "PLACES":
            places += map(place, _tags(tags))
        else:
            keywords += _tags(tags)
    return Draft(
        identifier=number[1] if number else None,
        headline=headline or None,
        text=text or None,
        published=date,
        printed=date,
        day=date,
        dateline=dateline or None,
        locations=places,
        agency="Reuters",
        byline=byline,
        keywords=keywords,
        language="en",
        boilerplate=aside,
        copy=not dateline,
        evidence=_EVIDENCE.copy(),
    )


_EVIDENCE = {
    "headline": "TITLE",
    "published": "DATE",
    "day": "DATE",
    "dateline": "DATELINE",
    "locations": "PLACES",
    "agency": "format",
    "byline": "AUTHOR",
    "keywords": "TOPICS",
    "language": "format",
}
"""The element behind each field; only those of fields that are found are kept in the end."""


def _tags(inside: str) -> list[str]:
    """Return the entries of a list element, of which the first `<D>` is gone."""
    return inside.removesuffix("</D>").split("</D><D>")


def _inside(story: str, opening: str, closing: str) -> str:
    """Return the raw content of an element; what is left of the story where it is not closed."""
    start = story.find(opening)
    if start < 0:
        return ""
    start += len(opening)
    end = story.find(closing, start)
    return story[start:end] if end >= 0 else story[start:].removesuffix("</REUTERS>")


def _text(raw: str) -> str:
    """Return content with its references decoded."""
    return _REFERENCE.sub(_character, raw) if "&" in raw else raw


def _character(found: re.Match[str]) -> str:
    """Return the character of a reference; a blank for a control character or none."""
    if found[1]:
        return _CHARACTERS[found[1]]
    code = int(found[2])
    return chr(code) if 0x20 <= code < 0x7F or 0xA0 <= code < 0xD800 else " "


def _unparsed(story: str, headline: str, aside: list[str]) -> tuple[str, str]:
    """Return headline and text of a story without a body: what its TEXT holds outside other elements."""
    start = story.find("<TEXT")
    start = story.find(">", start) + 1 if start >= 0 else len(story)
    end = story.find("</TEXT>", start)
    raw = story[start : end if end >= 0 else len(story)].removesuffix("</REUTERS>")
    for name in ("TITLE", "DATELINE", "AUTHOR"):
        before, _, rest = raw.partition(f"<{name}>")
        raw = f"{before} {rest.partition(f'</{name}>')[2]}" if rest else raw
    text = _text(raw).strip("\n ").lstrip("*").strip("\n ")
    if text == _PLACEHOLDER:
        aside.append(text)
        return headline, ""
    if headline:
        return headline, text
    headline, text = _run_in(text)
    first, _, rest = text.partition("\n")
    if not headline and first and first == first.upper():
        return " ".join(first.split()), rest
    return headline, text


_RUN_IN = re.compile(r"([^a-z\n]{12,120}),\s+(?:[A-Z][a-z]{2,8}\.?)\s+\d{1,2}\s+-")


def _run_in(text: str) -> tuple[str, str]:
    """Return (headline, text) where a headline in capitals runs into the dateline: `… YEN BONDS LONDON, March 24 -`."""
    from morgue.gazetteer.places import meanings

    found = _RUN_IN.match(text)
    if found is None:
        return "", text
    words = found[1].split(" ")
    for count in (3, 2, 1):
        if len(words) > count + 2 and meanings(" ".join(words[-count:])):
            dateline = " ".join([*words[-count:], *text[found.end(1) : found.end()].split()]).replace(
                " ,", ","
            )
            return " ".join(words[:-count]), dateline + text[found.end() :]
    return "", text


def _without_sign_off(text: str, aside: list[str]) -> str:
    """Return the text without the agency's name or `More` at its end, which goes to `aside`."""
    text = text.rstrip()
    before, _, last = text.rpartition("\n")
    last = last.strip()
    if last.rstrip(".").lower() in _SIGN_OFFS:
        aside.append(last)
        return before.rstrip()
    found = _SIGN_OFF.search(text, max(0, len(text) - 40))
    if found is None:
        return text
    aside.append(found[1])
    return text[: found.start()]


def _byline(author: str) -> str | None:
    """Return the name in an author line such as `    By Michael Gelb, Reuters`."""
    if not author:
        return None
    return _OF_REUTERS.sub("", _BY.sub("", " ".join(_text(author).split()))) or None


def moment(printed: str) -> dt.datetime | dt.date | None:
    """Return the moment of a DATE, local and without a zone; only the day where the time is damaged."""
    found = _DATE.search(printed)
    if found is None:
        return None
    day, month, year, hour, minute, second = found.groups()
    try:
        date = dt.date(int(year), months("en")[month.lower()], int(day))
    except (KeyError, ValueError):
        return None
    try:
        return dt.datetime(date.year, date.month, date.day, int(hour), int(minute), int(second))
    except (TypeError, ValueError):
        return date


@cache
def place(tag: str) -> Place:
    """Return the place of a tag such as `west-germany`: a country by its name today, else the tag as it is."""
    from morgue.gazetteer.places import country_name, country_named

    if tag in _former():
        return Place(*_former()[tag])
    name = tag.replace("-", " ")
    code = country_named(name)
    return Place(country_name(code) or name, code) if code else Place(name.title())


@cache
def _former() -> dict[str, list[str]]:
    """Return the name and code today of places whose country has another name now, or none, by their tags of 1987."""
    return {tag: place for tag, *place in read_rows(DATA / "former_places.tsv")}
