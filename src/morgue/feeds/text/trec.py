"""Read TREC-style SGML collections, and the numbered stories of the TIME collection.

A collection is a run of `<DOC>…</DOC>` with a DOCNO (or an `id`, in Gigaword) and elements that each provider
named its own way: AP, WSJ, LA Times, FT, San Jose Mercury, FBIS, AQUAINT, Gigaword, CLEF. One table says which
of them gives which fact. End tags may be missing: an element then ends where the next begins. The other form
has no tags: `*TEXT 017 01/04/63 PAGE 020` begins a story, `*STOP` ends the file; its dates are month-first.
"""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Iterator
from functools import cache
from itertools import chain

from morgue._startup.tables import read_rows
from morgue.errors import NoArticle
from morgue.extract.assembly import article
from morgue.extract.draft import Draft
from morgue.feeds.support.data import DATA, ordered_lists
from morgue.feeds.support.markup import plain
from morgue.feeds.support.print_date import edition_of, is_printed
from morgue.feeds.text.sgml import cut_last, paragraphs, records, text_of_record
from morgue.io.feed import HEAD_BYTES, Feed
from morgue.model.article import Article, Edition

MAX_ELEMENTS = 200
"""How many different elements of one record are looked at."""

_NAMES = ordered_lists("trec.tsv")
"""The names of elements by what they say."""

PROSE_WORDS = 2
"""An element of a name that is in no table, with as many words, is set aside."""

_PRINTED = re.compile(r"\bEdition\b|\bPage [A-Z]?-?\d", re.IGNORECASE)
"""What the dates and sections of newspapers say beside theirs: `Home Edition`, `Part A; Page 1`."""
_LETTERS = re.compile(r"[A-Z]+")
_OPENING = re.compile(rb"<(?:DOC|doc)(?=[ >])")
_RUN = re.compile(rb"\s*<DOC(?:\s[^<>]*)?>.*?</DOC>\s*<DOC[\s>]", re.DOTALL | re.IGNORECASE)
_NUMBER = re.compile(rb"<(?:DOCNO|docno|DOCID|docid)>|<DOC\s+id=", re.IGNORECASE)
_TIME = re.compile(rb"^\*TEXT +\d{1,5} +\d\d[/ ]\d\d[/ ]\d\d(?: +PAGE +\w+)?[ \r]*$", re.MULTILINE)
_ELEMENT = re.compile(r"<([A-Za-z][\w-]{0,30})(?:\s[^<>]*)?>")
_OF_COLLECTION = re.compile(r"[A-Za-z]{2,}[^A-Za-z]*\d{4}")
"""A DOCNO that begins with the mark of its collection and a date or a long number (AP880212-0001)."""
_DOC_ID = re.compile(r'\A<DOC\s[^<>]*\bid\s*=\s*"?([^\s"<>]+)', re.IGNORECASE)
_FT_LEAD = re.compile(r"\AFT +\d{1,2} [A-Z]{3} \d\d / +")
_MONITORED = re.compile(
    r"\s*Language:\s+([A-Z][a-z]+)\s+(?:Article Type:\s*\w+\s+)?(?:\[[^\]\n]{1,300}\]\s*)*", re.IGNORECASE
)
"""What a monitoring service (FBIS) puts before a translated text."""

_BY = re.compile(r"\Aby\s+", re.IGNORECASE)
_POST = re.compile(
    r"(?:associated press|times|staff|press|news)\b.*\b(?:writer|editor|correspondent)s?\Z", re.IGNORECASE
)
_EDITION = re.compile(r"[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4}")
_FILE_DATE = re.compile(r"(\d\d)-(\d\d)-(\d\d) (\d\d)(\d\d)([A-Z]{3})")
_IN_NUMBER = re.compile(r"(?:\A|[A-Z_-])((?:19|20)?\d{6})(?=[._-]|\Z)")


def sniff(head: bytes, name: str) -> int:
    """Return 96 for a DOC with a number or with another one behind it, which XML never has; 95 for `*TEXT` lines, else 0."""
    opening = _OPENING.search(head, 0, 4096)
    if opening is not None and _NUMBER.search(head, opening.start(), opening.start() + 4096):
        return 96
    if _RUN.match(head):
        return 96
    return 95 if head.lstrip()[:5] == b"*TEXT" and _TIME.search(head, 0, 4096) else 0


def read(feed: Feed) -> Iterator[Article]:
    """Yield the stories in the order of the file. Raises NoArticle where there are none."""
    head = feed.stream.read(HEAD_BYTES)
    opening = _OPENING.search(head)
    if opening is None:
        stories, draft_of = records(feed, b"*TEXT ", None, head=head), _numbered
    else:
        closing = b"</" + opening[0][1:] + b">"
        mark = opening[0] + head[opening.end() : opening.end() + 1]
        stories, draft_of = records(feed, mark, closing, head=head), _draft
    found = 0
    for offset, raw, is_cut in cut_last(stories):
        draft = draft_of(text_of_record(raw))
        if draft is not None:
            draft.is_cut = draft.partial = is_cut
            found += 1
            yield article(draft, feed.at(offset, len(raw)))
    if not found:
        raise NoArticle("no <DOC> story in the file" if opening else "no *TEXT story in the file")


def _draft(record: str) -> Draft | None:
    """Return what the elements of one DOC say, or None where it holds no text."""
    elements = _elements(_SIGNS.sub(_sign, record) if "&" in record else record)
    draft = Draft()
    number = next(_texts(elements, "numbers"), None) or (mark[1] if (mark := _DOC_ID.match(record)) else None)
    collection = mark[0] if number and (mark := _LETTERS.match(number)) else ""
    draft.identifier, draft.listed = number, True
    if number and _OF_COLLECTION.match(number):
        draft.authority = "trec"
    for name in _NAMES["headlines"]:
        for text in _texts_of(elements, name):
            headline, _, under = _FT_LEAD.sub("", text).strip(" @").partition(" ---- ")
            draft.state("headline", headline, name)
            draft.state("byline", _BY.sub("", under) if _BY.match(under) else None, name)
    draft.text = "\n\n".join(_copy(raw) for name in _NAMES["texts"] for raw in elements.get(name, ())) or None
    if not (draft.text or draft.headline):
        return None
    if draft.text and (monitored := _MONITORED.match(draft.text)) is not None:
        draft.text = draft.text[monitored.end() :]
        draft.boilerplate.append(" ".join(monitored[0].split()))
        draft.state("language", monitored[1], "Language")
    draft.state("published", *_date(elements, number or ""))
    draft.printed = draft.published
    if is_printed(elements) or any(map(_PRINTED.search, _texts(elements, "dates", "sections", "publishers"))):
        draft.state("day", draft.published, draft.evidence.get("published", ""))
        draft.edition = _edition(elements)
    draft.state("dateline", next(_texts(elements, "datelines"), None), "DATELINE")
    draft.state("byline", _author(elements), "BYLINE")
    _set_aside(draft, elements)
    if (owner := _owners().get(collection)) is not None:
        draft.state(owner[0], owner[1], "DOCNO")
        draft.country = owner[2] if len(owner) > 2 else None
    if draft.agency is None:
        draft.state("publisher", next(_texts(elements, "publishers"), "").partition(" (")[0], "PUB")
    draft.state("section", list(_texts(elements, "sections")), "SECTION")
    draft.state(
        "keywords",
        [word for text in _texts(elements, "keywords") for word in _listed(text)],
        "SUBJECT",
    )
    draft.state("language", next(_texts(elements, "languages"), None), "LANG")
    return draft


@cache
def _owners() -> dict[str, list[str]]:
    """Return the field, name and country of whose a collection is, by the letters that its numbers begin with."""
    return {mark: owner for mark, *owner in read_rows(DATA / "collections.tsv")}


_SIGNS = re.compile(r"&(UR|LR|QL|QR|QC|FC|TL|MD|HT|Cx[0-9a-f]{2});")
_WRITTEN = {"MD": "\u2014", "HT": " "}
"""The signs of wire transmission that AQUAINT writes as entities: rails and quads print nothing."""


def _sign(found: re.Match[str]) -> str:
    return _WRITTEN.get(found[1], "")


def _set_aside(draft: Draft, elements: dict[str, list[str]]) -> None:
    """Set aside what else the record says in words: further headlines, captions, notes, text between elements.

    A byline may be between the elements (`&UR; By ANN LI &LR;`).
    """
    for text in _texts(elements, "headlines"):
        if draft.headline and draft.headline not in text:
            draft.boilerplate.append(text)
    for text in _between(elements):
        if _BY.match(text) and len(text) < LONGEST_BYLINE:
            draft.state("byline", _BY.sub("", text), "By line")
        else:
            _put_aside(draft, text)
    for name in elements:
        if name and name not in _KNOWN:
            for text in _texts_of(elements, name):
                _put_aside(draft, text)


def _between(elements: dict[str, list[str]]) -> Iterator[str]:
    """Yield the lines between elements."""
    for raw in elements.get("", ()):
        for line in _TAG.sub("\n", raw).split("\n"):
            if text := " ".join(html.unescape(line).split()):
                yield text


def _put_aside(draft: Draft, text: str) -> None:
    if len(_WORD.findall(text)) >= PROSE_WORDS and text not in draft.boilerplate:
        draft.boilerplate.append(text)


_KNOWN = frozenset(chain.from_iterable(_NAMES.values()))
_WORD = re.compile(r"[^\W\d_]{2,}")
LONGEST_BYLINE = 100


def _elements(record: str) -> dict[str, list[str]]:
    """Return the raw content of each element, by its name in capitals; elements around others give way to them.

    What is between them has the empty name.
    """
    found: dict[str, list[str]] = {}
    unclosed: set[str] = set()
    at = 0
    while len(found) < MAX_ELEMENTS and (opening := _ELEMENT.search(record, at)) is not None:
        if (between := record[at : opening.start()]).strip():
            found.setdefault("", []).append(between)
        name, at = opening[1].upper(), opening.end()
        if name in _NAMES["around"]:
            continue
        close = record.find(f"</{opening[1]}>", at) if name not in unclosed else -1
        if close < 0:
            unclosed.add(name)
        following = _ELEMENT.search(record, at) if close < 0 else None
        end = close if close >= 0 else following.start() if following else len(record)
        found.setdefault(name, []).append(record[at:end])
        at = end
    found.setdefault("", []).append(record[at:])
    return found


_PAGE = re.compile(r"\bPage ([A-Z]?-?\d{1,4})\b", re.IGNORECASE)
_NAMED_EDITION = re.compile(r"(?:\A|, )((?:[A-Z][\w.]* ){1,4}Edition)\b")


def _edition(elements: dict[str, list[str]]) -> Edition | None:
    """Return page and edition: elements of their own, else what dates and sections say (`Part A; Page 1`, `Home Edition`)."""
    stated = [(name, next(_texts_of(elements, name), None)) for name in elements]
    lines = list(_texts(elements, "dates", "sections", "publishers"))
    for name, pattern in (("page", _PAGE), ("edition", _NAMED_EDITION)):
        stated += [(name, found[1]) for each in lines if (found := pattern.search(each))][:1]
    return edition_of(stated)


def _texts(elements: dict[str, list[str]], *groups: str) -> Iterator[str]:
    """Yield the text on one line of each of the elements of these groups that holds any."""
    for group in groups:
        for name in _NAMES[group]:
            yield from _texts_of(elements, name)


def _texts_of(elements: dict[str, list[str]], name: str) -> Iterator[str]:
    for raw in elements.get(name, ()):
        if text := " ".join(plain(raw).split()).removeprefix("= "):
            yield text


def _copy(raw: str) -> str:
    """Return the copy of a TEXT: by its own paragraphs where it marks them, else by its lines; quotes made plain."""
    if "</HEADLINE>" in raw or _PARAGRAPH.search(raw):
        text = plain(raw)
    else:
        text = paragraphs(html.unescape(_TAG.sub(" ", raw)).strip("\n"), indent="   ")
    return text.replace("``", "\u201c").replace("''", "\u201d")


_PARAGRAPH = re.compile(r"<p>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,200}>|<!--[^<>]{0,500}-->")


def _author(elements: dict[str, list[str]]) -> str | None:
    """Return the names of the BYLINE elements, without the posts that some of them give."""
    for name in _NAMES["bylines"]:
        lines = [_BY.sub("", text) for text in _texts_of(elements, name)]
        if lines:
            return ", ".join(line for line in lines if not _POST.match(line)) or None
    return None


def _listed(text: str) -> list[str]:
    """Return the entries of a list with semicolons, or the whole."""
    return [word.strip() for word in text.split(";") if word.strip()]


def _date(elements: dict[str, list[str]], number: str) -> tuple[str | dt.date | None, str]:
    """Return (moment, element) of a story: as an element prints it, else the day in its number."""
    for name in _NAMES["dates"]:
        for text in _texts_of(elements, name):
            moment = _moment(text)
            if moment is not None:
                return moment, name
    inside = _IN_NUMBER.search(number)
    return (_compact(inside[1]), "DOCNO") if inside else (None, "")


def _moment(text: str) -> str | dt.date | None:
    """Return a moment as the collections print it; other words are left to the reader of dates as they are."""
    if text.isdigit():
        return _compact(text)
    filed = _FILE_DATE.search(text)
    if filed:
        month, day, year, hour, minute, zone = filed.groups()
        return f"19{year}-{month}-{day} {hour}:{minute} {zone}"
    if (numeric := _AMERICAN.fullmatch(text)) is not None:
        return _day(1900 + int(numeric[3]), int(numeric[1]), int(numeric[2]))
    edition = _EDITION.match(text)
    return edition[0] if edition else text if any(map(str.isdigit, text)) else None


_AMERICAN = re.compile(r"(\d\d)/(\d\d)/(\d\d)")


def _compact(digits: str) -> dt.date | None:
    """Return the day of `940508` or `19940508`; two digits of a year are of the 20th century."""
    if len(digits) == 6:
        digits = "19" + digits
    return _day(int(digits[:4]), int(digits[4:6]), int(digits[6:])) if len(digits) == 8 else None


def _day(year: int, month: int, day: int) -> dt.date | None:
    """Return the day, or None where the calendar has no such day."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


_NUMBERED = re.compile(r"\*TEXT +(\d{1,5}) +(\d\d)[/ ](\d\d)[/ ](\d\d)[^\n]*\n?")
_STOP = re.compile(r"^\*STOP[\s\S]*", re.MULTILINE)


def _numbered(record: str) -> Draft | None:
    """Return a story of the TIME collection: capitals, every other line blank, no headline of its own."""
    mark = _NUMBERED.match(record)
    if mark is None:
        return None
    number, month, day, year = mark.groups()
    text = " ".join(_STOP.sub("", record[mark.end() :]).split())
    if not text:
        return None
    draft = Draft(identifier=number, text=text, copy=False)
    draft.state("published", _day(1900 + int(year), int(month), int(day)), "*TEXT line")
    return draft
