"""Read the exports of Mediargus and its successor Gopress (Belgium): a list of what was found, then the texts in its order.

    1. Havenmuur dreigt te bezwijken                        the list: headline, outlet, day, page and words, the beginning
                                                            of the text
    De Kade, woensdag 30 november 2011, p. 23, 853w.

    Ingenieurs vrezen voor …


    30-11-2011, p.23                                        a text: day and page, the author on the next line,
    An Peeters                                              the supplement or the regions that had it, the headline
    Havenmuur dreigt te bezwijken

    Ingenieurs vrezen …

     © De Kade NV

The outlet is only in the list. What is in the list and has no text is a story all the same, of which the beginning is known.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from morgue.errors import NoArticle
from morgue.extract.assembly import article
from morgue.extract.draft import Draft
from morgue.feeds.press.documents import text_of
from morgue.feeds.press.download import Download
from morgue.feeds.press.issue import state_edition
from morgue.io.encoding import decode, narrow, with_line_feeds
from morgue.io.feed import Feed
from morgue.model.article import Article

_ENTRY = re.compile(
    rb"^[^\w\n]{0,4}(?P<number>\d{1,5})\.[ \t]+(?P<headline>[^\s][^\n]{0,600})\n(?:[ \t]{0,8}\r?\n){0,3}[ \t]{0,8}"
    rb"(?P<outlet>[^\n]{2,120}?), (?:[^\W\d_][^\s\d,]{2,15} )?(?P<day>\d{1,2} [^\s\d,]{3,12} \d{4})"
    rb"(?:, (?:p|pag|blz)\. ?(?P<page>\w[\w/, -]{0,30}?))?, (?P<words>\d{1,6}) ?w\.[ \t]*\r?$",
    re.MULTILINE,
)
_TEXT = re.compile(
    rb"^(?P<day>\d{1,2})-(?P<month>\d{1,2})-(?P<year>\d{4}), ?p\. ?(?P<page>\w[\w/, -]{0,30}?)[ \t]*\r?$",
    re.MULTILINE,
)
_UNTITLED = frozenset(("artikel zonder titel", "article sans titre", "untitled article"))
"""What stands for the headline of a text that has none."""

_RIGHTS = re.compile(r"(?:©|\(c\)|copyright\b).*", re.IGNORECASE | re.DOTALL)
_REGION = re.compile(
    r"(?:antwerpen|limburg|(?:oost|west)-vlaanderen|vlaams-brabant|brussel|bruxelles|brabant wallon|hainaut|liège|namur|luxembourg"
    r"|alle edities|nationaal|regio\b|kempen|mechelen|leuven|gent|waasland|kortrijk|brugge|oostende|halle|pajottenland)",
    re.IGNORECASE,
)
_BELGIUM = "BE"
_LINES_ABOVE = 3
"""Lines between the day and the text: the author, the supplement or the regions, the headline."""


@dataclass(slots=True)
class _Entry:
    """Hold what the list says of a story: `beginning` is that of its text, `offset` and `length` are bytes."""

    headline: str
    outlet: str
    day: str
    page: str
    beginning: str
    offset: int
    length: int
    is_used: bool = False


LEAST_OF_TEXT = 2
"""Lines of a text at the least: a headline and a paragraph."""


def sniff(head: bytes, name: str) -> int:
    """Return how sure: a numbered headline over outlet, day, page and number of words."""
    found = _ENTRY.search(with_line_feeds(narrow(head))[:16_384])
    return 97 if found and found["page"] else 95 if found else 0


def read(feed: Feed) -> Iterator[Article]:
    """Yield one story an entry of the list, in the order of the texts; then those of which the text is not there."""
    data = text_of(feed.bytes(), feed.complain)
    texts = [
        found for found in _TEXT.finditer(data) if not data[max(0, found.start() - 4) : found.start()].strip()
    ]
    entries = _entries(data, texts[0].start() if texts else len(data))
    if not entries and not texts:
        raise NoArticle("a Mediargus export without a story")
    known: dict[_Key, deque[_Entry]] = {}
    for entry in entries:
        known.setdefault(_key(entry), deque()).append(entry)
    download = Download()
    download.state(None, len(entries))
    for text, (_, after) in zip(texts, pairwise([*(each.start() for each in texts), len(data)]), strict=True):
        lines = _decoded(data[text.end() : after]).strip("\r").split("\n")[1:]
        if after == len(data) and sum(map(bool, map(str.strip, lines))) < LEAST_OF_TEXT:
            continue  # the file ends above its headline, which the list has
        download.count()
        day = f"{text['year'].decode()}-{int(text['month']):02}-{int(text['day']):02}"
        page = text["page"].decode("ascii", "replace").strip()
        found = _entry_of(entries, known, download.found - 1, day, page, lines)
        yield article(_story(lines, day, page, found), feed.at(text.start(), after - text.start()))
    for entry in entries:
        if not entry.is_used:
            yield article(_listed(entry), feed.at(entry.offset, entry.length))
    if texts:
        download.check(feed)


def _decoded(data: bytes) -> str:
    return decode(data, "windows-1252").replace("\r\n", "\n").replace("\r", "\n")


def _entries(data: bytes, end: int) -> list[_Entry]:
    found = list(_ENTRY.finditer(data, 0, end))
    entries = []
    for each, (_, after) in zip(found, pairwise([*(other.start() for other in found), end]), strict=True):
        entries.append(
            _Entry(
                " ".join(_decoded(each["headline"]).split()),
                " ".join(_decoded(each["outlet"]).split()),
                " ".join(_decoded(each["day"]).split()),
                " ".join(_decoded(each["page"] or b"").split()),
                " ".join(_decoded(data[each.end() : after]).split()),
                each.start(),
                after - each.start(),
            )
        )
    return entries


_Key = tuple[str, str, tuple[int, ...]]


def _key(entry: _Entry) -> _Key:
    """Return by what an entry is known: its headline and day, or its page and day where it has no headline."""
    numbers = tuple(int(each) for each in entry.day.split() if each.isdigit())
    is_untitled = entry.headline.casefold() in _UNTITLED
    return ("", entry.page, numbers) if is_untitled else (entry.headline, "", numbers)


def _entry_of(
    entries: list[_Entry], known: dict[_Key, deque[_Entry]], at: int, day: str, page: str, lines: list[str]
) -> _Entry | None:
    """Return the entry of a text of the day: that of its place in the list, else the first that is not of another text.

    Its headline is above the text, or there is none and the page is the same.
    """
    numbers = (int(day[8:]), int(day[:4]))
    above = (" ".join(line.split()) for line in lines[: 2 * _LINES_ABOVE])
    keys: list[_Key] = [("", page, numbers), *((line, "", numbers) for line in above if line)]
    if at < len(entries) and not entries[at].is_used and _key(entries[at]) in keys:
        entries[at].is_used = True
        return entries[at]
    for key in keys:
        waiting = known.get(key)
        while waiting:
            entry = waiting.popleft()
            if not entry.is_used:
                entry.is_used = True
                return entry
    return None


def _story(lines: list[str], day: str, page: str, entry: _Entry | None) -> Draft:
    draft = Draft(country=_BELGIUM)
    draft.state("published", day, "day of the text")
    draft.state("day", day, "day of the text")
    author = lines[0].strip() if lines else ""
    paragraphs = [" ".join(each.split()) for each in re.split(r"\n[ \t]*\n", "\n".join(lines[1:]))]
    paragraphs = [each for each in paragraphs if each]
    while paragraphs and _RIGHTS.fullmatch(paragraphs[-1]):
        draft.boilerplate.insert(0, paragraphs.pop())
    headline = entry.headline if entry else ""
    if entry:
        draft.state("publisher", entry.outlet, "list")
    edition = None
    untitled = headline.casefold() in _UNTITLED
    at = paragraphs.index(headline) if headline in paragraphs[:_LINES_ABOVE] else None
    if at is None and paragraphs and (untitled or not entry) and _is_part(paragraphs[0], entry):
        at = 0
    for part in paragraphs[: at if not untitled and entry else (at + 1 if at is not None else 0)]:
        if _REGION.match(part):
            edition = part
        else:
            draft.section.append(part)
            draft.evidence.setdefault("section", "line above the headline")
    if at is not None:
        del paragraphs[: at + 1]
    draft.state("byline", author, "line below the day")
    if not entry and paragraphs:
        headline = paragraphs.pop(0)
    draft.state("headline", "" if untitled else headline, "list")
    draft.state("text", "\n\n".join(paragraphs), "text")
    if not draft.text and entry:
        draft.state("text", entry.beginning, "list")
        draft.partial = True
    draft.identifier = _identifier(day, page)
    if not draft.text:
        draft.state("headline", headline, "list")
    state_edition(draft, "line of the day", page=page, edition=edition)
    return draft


def _identifier(day: str, page: str) -> str:
    """Return what tells a text from the same one on another page: databases have both, without a headline."""
    return f"{day} p. {page}"


def _is_part(line: str, entry: _Entry | None) -> bool:
    """Return whether a line above a text without a headline names regions, or a supplement by the name of its paper."""
    return _REGION.match(line) is not None or bool(entry and line.startswith(entry.outlet) and len(line) < 60)


def _listed(entry: _Entry) -> Draft:
    draft = Draft(country=_BELGIUM, partial=True, listed=True)
    draft.state("headline", "" if entry.headline.casefold() in _UNTITLED else entry.headline, "list")
    draft.state("publisher", entry.outlet, "list")
    draft.state("published", entry.day, "list")
    draft.state("day", entry.day, "list")
    draft.state("text", entry.beginning, "list")
    if not draft.text:
        draft.state("headline", entry.headline, "list")
    state_edition(draft, "list", page=entry.page or None)
    return draft
