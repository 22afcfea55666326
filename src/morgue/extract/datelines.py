"""Datelines of the world's agencies: where a story is filed, on what day, by which agency.

    dateline  = [ agency dash ] [ places ] [ date ] [ agency ] end
    places    = place { ("/" | "&" | "and" | ",") place } { qualifier }
    qualifier = "," name | "[" name "]" | "(" name ")"
    end       = a dash of any kind, a colon, ".-", "|", or nothing more than a full stop or the line's end
                where an agency or a day is there

The reader looks for ends near the beginning of a paragraph, the last one first, and takes what stands before
one only if every word of it has its place in the form above. A name alone before a dash or a colon has to be
a place that the tables know (and not a word or a first name, `data/not_places.txt`); an agency, a date or a
known state beside it vouches for a name that they do not know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import islice
from typing import NamedTuple

from morgue.article import Place
from morgue.extract import agencies, places
from morgue.extract.dateline_pieces import (
    OUTLET_BEHIND,
    WEEKDAY,
    PrintedDate,
    closing_agency,
    date_in,
    is_upper,
    leading_agency,
    places_in,
)
from morgue.extract.dates import months
from morgue.extract.eastern import eastern
from morgue.extract.names import PARTICLES, is_name
from morgue.extract.tables import content, words

LONGEST = 130
"""A dateline is no longer than this, in code points."""
ENDS = 12
"""How many places where a dateline could end are tried."""


class Dateline(NamedTuple):
    """A dateline as read. `text` is what is written, `end` where the story goes on in the paragraph.

    `day` and `month` are numbers or None; `year` is None unless it is printed. `agency` is canonical.
    """

    text: str
    end: int
    places: tuple[Place, ...] = ()
    agency: str | None = None
    month: int | None = None
    day: int | None = None
    year: int | None = None


_ENDS = re.compile(
    r"(?P<bracket>[)\]/])?(?P<mark>\s?[.,]?\s?(?:--+|[—―]+|[-–‒‐_=]+(?=\s|$|(?<=[)\]/][-–_])\S)|:(?=\s|$))"
    r"(?:\s?[-–—]+(?=\s|$))?|\s\|(?=\s))\s*"
    r"|(?<=[)/\]])\.?(?:\s+|$)|(?P<stop>\.)\s+|\s*(?P<line>\n)\s*|(?P<over>\s*$)"
)
_REPEAT = re.compile(
    r"\W*(?:RPT|REFILE|REPEAT|CORRECTED|CORRECTION|UPDATE ?\d*)\W+(?=[A-Z])|\W*\b[a-z]\s+(?=[A-Z]{3})"
)
_UNREAD_DATE = re.compile(r",?\s*[^\W\d_]+\.?\s+\d\w*$")
_OPEN = re.compile(r"[*\s]*\W?[^\W\d_]|[*\s]*[(/\[]|\d{1,2}\s")
_GOES_ON = re.compile(r"[\"'“”‘’«»„¿¡(\[…$€£#@-]*\s*(?:[^\W_a-zà-öø-ÿ]|$)")


_DATED = re.compile(r"(.{2,60}, )([A-Z][a-z]{2,8})\.? (\d{1,2})( ?[-–—]*)")


def stated(text: str) -> Dateline:
    """The reading of a dateline that a format gives as such; what is not understood stays only in `text`."""
    text = " ".join(text.split())
    found = _DATED.fullmatch(text)
    month = months().get(found[2].lower()) if found else None
    if found and month and 1 <= int(found[3]) <= 31:  # the same place on another day is read but once
        read = _stated(f"{found[1]}March 3{found[4]}")
        if read.month == read.day == 3:
            return Dateline(text, len(text), read.places, read.agency, month, int(found[3]), read.year)
    return _stated(text)


@lru_cache(maxsize=2048)
def _stated(text: str) -> Dateline:
    bare = _REPEAT.sub("", text, count=1).strip(" *-–—―_:=")
    if len(bare) > LONGEST:
        return Dateline(text, len(text))
    for candidate in _readings(bare):
        if candidate and (candidate.places or candidate.agency or candidate.month):
            return candidate._replace(text=text, end=len(text))
    return Dateline(text, len(text))


def _readings(bare: str) -> Iterator[Dateline | None]:
    """What a stated dateline may be, the likeliest first; each is read only where those before are nothing."""
    yield _opening(f"{bare} -")
    yield _parts(bare, vouched=True)
    yield _parts(_UNREAD_DATE.sub("", bare), vouched=True)


def dateline(paragraph: str, *, agency: str | None = None) -> Dateline | None:
    """The dateline at the beginning of a paragraph, or None. `agency` is the one already known, for places."""
    head = paragraph[: LONGEST + 1]
    if paragraph[:1] > "\u2fff" or (paragraph[:1] == "(" and paragraph[1:2] > "\u2fff"):
        return _eastern(head)
    if not _OPEN.match(head):
        return None
    return _opening(head, agency)


def _eastern(head: str) -> Dateline | None:
    found = eastern(head)
    if not found:
        return None
    home = agencies.country_of(found.agency)
    located = tuple(places.locate(each, home=home) for each in found.places)
    return Dateline(found.text, found.end, located, found.agency, found.month, found.day)


def alone(paragraph: str) -> Dateline | None:
    """The dateline that a paragraph of its own is: nothing but a town in capitals, with its state or country."""
    text = paragraph.strip()
    if len(text) > 60 or text != text.upper() or text == text.lower() or "\n" in text:
        return None
    read = _parts(text, None, vouched=False, mark="—")
    if not read or not read.places or not places.meanings(read.places[0].place or ""):
        return None
    return read._replace(text=text, end=len(paragraph))


def _opening(head: str, agency: str | None = None) -> Dateline | None:
    lead = len(head) - len(head.lstrip(" *\t\n\u00a0\u200b"))
    for found in reversed(list(_ends(head, lead + 1, _prose(head)))):
        inner = head[lead : found.start()] + (found["bracket"] or "")
        mark = (found["mark"] or found["stop"] or found["line"] or "").strip(" ")
        read = _parts(inner, agency, vouched=False, mark=mark, rest=head[found.end() :])
        if read and (found["mark"] or _ends_itself(read, found)):
            text = head[lead : found.end()].rstrip()
            return read._replace(text=text, end=found.end())
    return None


def _ends(head: str, start: int, prose: int) -> Iterator[re.Match[str]]:
    """Where a dateline could end before the prose begins; without a mark only behind a number or a bracket."""
    numbered = any(map(str.isdigit, head[:prose]))
    for found in islice(_ENDS.finditer(head, start), ENDS):
        if found.start() > prose:
            return
        unmarked = found["stop"] or found["line"] or found["over"] is not None
        if numbered or not unmarked:
            yield found


_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def _prose(head: str) -> int:
    """Where the first word stands that no dateline holds: small letters, and no month, particle or agency."""
    for found in _TOKEN.finditer(head):
        word = found[0]
        if word[0].islower() and word not in _small_words() and not _joined(head, found.start()):
            return found.start()
    return len(head)


def _joined(head: str, at: int) -> bool:
    """Whether a word is joined to the one before it: `3rd`, `Sainte-mère`, `apnews.com`."""
    return at > 0 and not head[at - 1].isspace() and head[at - 1] not in '([/"“‘—–'


@cache
def _small_words() -> frozenset[str]:
    """Words in small letters that datelines hold."""
    names = agencies.all_names()
    named = {word for name in names for word in re.findall(r"[^\W\d_]+", name) if word[0].islower()}
    named |= {name.lower() for name in names if len(name) <= 8 and name.isalpha()}
    return (
        PARTICLES
        | named
        | months().keys()
        | _DAYS
        | {"region", "province", "state", "oblast", "aboard", "och"}
    )


_DAYS = words(
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat "
    "sun lundi mardi mercredi jeudi vendredi samedi dimanche montag dienstag mittwoch donnerstag "
    "freitag samstag sonntag lunes martes miércoles jueves viernes sábado domingo"
)


def _ends_itself(read: Dateline, found: re.Match[str]) -> bool:
    """Whether a dateline without a dash or a colon at its end is one: by its agency, or its day and place."""
    if found["stop"] or found["line"] or found["over"] is not None:
        return bool(read.places) and bool(read.day) and places.known(read.places[0].place or "")
    return bool(read.agency)


def _parts(
    inner: str, agency: str | None = None, *, vouched: bool, mark: str = "", rest: str = ""
) -> Dateline | None:
    """The dateline whose text, without its end, is `inner`, or None where a word has no place in the form."""
    inner, first, bare = leading_agency(inner)
    inner, last = closing_agency(inner, bool(mark) or vouched)
    date = date_in(inner)
    if date:
        before, after = inner[: date.start], inner[date.end :]
        if after.strip(" ,.;/()-–—"):
            return None
        inner = WEEKDAY.sub("", before)
        if not last:
            inner, last = closing_agency(inner.rstrip(" ,.;/(-–—"), bool(mark) or vouched)
    named = first or last
    written = OUTLET_BEHIND.sub("", inner).strip(" ,;/-–—_|").removesuffix(" (")
    if not named and written and (found := agencies.canonical(written)) and date:
        named, written = found, ""
    if not written:
        return _without_place(named, date, mark, vouched)
    where = places_in(written, (named or agency), named is not None or vouched)
    if where is None:
        return None
    located, qualified = where
    if bare and not places.known(located[0].place or ""):
        return None
    evidence = _Evidence(named, date, qualified, vouched, mark)
    if not _credible(written, located, evidence, rest):
        if named and not (mark or date) and _is_outlet(written) and _GOES_ON.match(rest):
            return Dateline("", 0, (), named)
        return None
    return _made(located, named, date)


def _is_outlet(written: str) -> bool:
    """Whether capitals before an agency's bracket name the outlet (`TODAY NICARAGUA (EFE)`)."""
    return written.upper() == written and is_name(written) and not agencies.canonical(written)


def _made(located: tuple[Place, ...], agency: str | None, date: PrintedDate | None) -> Dateline:
    if agency and located:
        agency = agencies.at_home(agency, located[0].country)
    month, day, year = (date.month, date.day, date.year) if date else (None, None, None)
    return Dateline("", 0, located, agency, month, day, year)


def _without_place(agency: str | None, date: PrintedDate | None, mark: str, vouched: bool) -> Dateline | None:
    if vouched or (agency and (mark or date) and mark != ":"):
        return _made((), agency, date) if agency or date else None
    return None


class _Evidence(NamedTuple):
    agency: str | None
    date: PrintedDate | None
    qualified: bool
    vouched: bool
    mark: str


def _credible(written: str, located: tuple[Place, ...], evidence: _Evidence, rest: str) -> bool:
    """Whether what was read is a dateline and not a sentence that happens to begin like one."""
    agency, date, qualified, vouched, mark = evidence
    upper = is_upper(written)
    first = located[0].place or ""
    known = places.known(first)
    if vouched:
        return True
    if not _GOES_ON.match(rest) and not (agency and mark):
        return False
    if agency:
        return bool(date or (known and not _is_word(first)) or (mark and _may_be_village(first, upper, mark)))
    if date:
        sure = qualified or (upper and known) or not _is_word(first)
        return sure and bool(date.day or known) and (known or qualified or (upper and date.worded))
    if qualified:
        return upper or known or (mark != ":" and _stands_alone_with_state(first))
    if not known or _is_word(first, small=not upper):
        return False
    return upper or _stands_alone(first, mark, rest)


def _may_be_village(name: str, upper: bool, mark: str) -> bool:
    """Whether a place that no table knows may stand before an agency's bracket and a dash."""
    return not _is_word(name) and (upper or mark != ":")


def _stands_alone_with_state(name: str) -> bool:
    return len(name.split()) <= 3 and not _is_word(name)


_SPOKEN = ('"', "“", "‘", "'", "«", "„")


def _stands_alone(name: str, mark: str, rest: str) -> bool:
    """Whether a place in upper and lower case needs nothing beside it: a city, or a country that is one."""
    if mark == ":" and rest.startswith(_SPOKEN):
        return False
    cities = places.meanings(name)
    return bool(cities) and cities[0].thousands >= (50 if mark == ":" else 20)


@cache
def _not_places() -> frozenset[str]:
    return frozenset(content("not_places.txt").split("\n"))


def _is_word(name: str, *, small: bool = False) -> bool:
    """Whether a name is a word that is no place, or (`small`) one only in capitals."""
    key = places.fold(name)
    return key in _not_places() or (small and f"~{key}" in _not_places())
