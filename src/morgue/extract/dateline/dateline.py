"""Datelines of the world's agencies: where a story is filed, on what day, by which agency.

    dateline  = [ agency dash ] [ places ] [ date ] [ agency ] end
    places    = place { ("/" | "&" | "and" | ",") place } { qualifier }
    qualifier = "," name | "[" name "]" | "(" name ")"
    end       = a dash of any kind, a colon, ".-", "|", or nothing more than a full stop or the line's end
                where an agency or a day is there

The reader looks for ends near the beginning of a paragraph, the last one first, and takes what is before
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

from morgue.extract.dateline.cjk import eastern
from morgue.extract.dateline.pieces import (
    DESK,
    HIJRI,
    OUTLET_BEHIND,
    WEEKDAY,
    PrintedDate,
    closing_agency,
    date_in,
    is_upper,
    leading_agency,
    places_in,
)
from morgue.extract.dateline.prose import days, prose
from morgue.extract.names import is_name
from morgue.gazetteer import agencies, places
from morgue.gazetteer.calendar import months
from morgue.gazetteer.tables import content
from morgue.model.article import Place
from morgue.process.debug import logger

LONGEST = 130
"""A dateline is no longer than this, in code points."""
SHORT = 40
"""A line of its own that is a dateline without a number is no longer than this."""
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
    r"(?![^\W_])(?:"  # none begins with a letter or a digit, which is soon seen
    r"(?P<bracket>[)\]/])?(?P<mark>\s?[.,]?\s?(?:--+|[—―]+|[-–‒‐_=]+(?=\s|$|(?<=[)\]/][-–_])\S|(?<=\d\s[-–])[A-Z])|:(?=\s|$))"
    r"(?:\s?[-–—]+(?=\s|$))?|\s\|(?=\s))\s*"
    r"|(?<=[)/\]])[.।]?(?:\s+|$)|(?P<stop>\.)\s+|\s*(?P<line>\n)\s*|(?P<over>\s*$))"
)
_REPEAT = re.compile(
    r"\W*(?:RPT|REFILE|REPEAT|CORRECTED|CORRECTION|UPDATE ?\d*)\W+(?=[A-Z])|\W*\b[a-z]\s+(?=[A-Z]{3})"
)
_UNREAD_DATE = re.compile(r",?\s*[^\W\d_]+\.?\s+\d\w*$")
_OPEN = re.compile(r"[*\s]*[^\w\s\"'“”‘’«»„*•·-]?[^\W\d_]|[*\s]*[(/\[]|\d{1,2}[\s.]")
_LISTED = re.compile(r"\*\s")
_DIGITS = {zero + value: str(value) for zero in map(ord, "٠۰०০๐０") for value in range(10)}
"""The decimal digits of other scripts, by Unicode's blocks of ten."""
_GOES_ON = re.compile(r"[\"'“”‘’«»„¿¡(\[…$€£#@-]*\s*(?:[^\W_a-zà-öø-ÿ]|$)")


_DATED = re.compile(r"(.{2,60}, )([A-Z][a-z]{2,8})\.? (\d{1,2})( ?[-–—]*)")


def stated(text: str) -> Dateline:
    """Return the reading of a dateline that a format gives as such; what is not understood stays only in `text`."""
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
    if len(text) > 2 * LONGEST:  # nor is what is before it longer than one
        return Dateline(text, len(text))
    bare = _REPEAT.sub("", text, count=1).strip(" *-–—―_:=")
    if len(bare) > LONGEST:
        return Dateline(text, len(text))
    for candidate in _readings(bare):
        if candidate and (candidate.places or candidate.agency or candidate.month):
            return candidate._replace(text=text, end=len(text))
    return Dateline(text, len(text))


def _readings(bare: str) -> Iterator[Dateline | None]:
    """Yield what a stated dateline may be, the likeliest first; each is read only where those before are nothing."""
    yield _opening(f"{bare} -")
    yield _parts(bare, vouched=True)
    yield _parts(_UNREAD_DATE.sub("", bare), vouched=True)


def dateline(paragraph: str, *, agency: str | None = None) -> Dateline | None:
    """Return the dateline at the beginning of a paragraph, or None. `agency` is the one already known, for places."""
    found = _dateline(paragraph, agency)
    if log := logger("dateline"):
        log.debug("%r: %s", paragraph[:80], found or "no dateline")
    return found


def _dateline(paragraph: str, agency: str | None) -> Dateline | None:
    head = paragraph[: LONGEST + 1]
    if paragraph[:1] > "\u2fff" or (paragraph[:1] in ("(", "[") and paragraph[1:2] > "\u2fff"):
        return _eastern(head)
    if not _OPEN.match(head):
        return None
    if not head.isascii():
        return _other_script(head, agency)
    return _opening(head, agency)


def _other_script(head: str, agency: str | None) -> Dateline | None:
    """Return the dateline with the digits of its own script read as ours; what is written stays."""
    found = _opening(head.translate(_DIGITS), agency)
    return found._replace(text=head[: found.end].strip(" *\t\n\u00a0\u200b")) if found else None


def _eastern(head: str) -> Dateline | None:
    found = eastern(head)
    if not found:
        return None
    home = agencies.country_of(found.agency)
    located = tuple(places.locate(each, home=home) for each in found.places)
    return Dateline(found.text, found.end, located, found.agency, found.month, found.day)


def alone(paragraph: str) -> Dateline | None:
    """Return the dateline that a paragraph of its own is: nothing but a town in capitals, with its state or country."""
    text = paragraph.strip()
    if len(text) > 60 or text != text.upper() or text == text.lower() or "\n" in text:
        return None
    read = _parts(text, None, vouched=False, mark="—")
    if not read or not read.places or not places.meanings(read.places[0].place or ""):
        return None
    return read._replace(text=text, end=len(paragraph))


_RELEASE = re.compile(
    r"(?P<place>[^\d\n]{3,60}?)(?:\s[-–—/]\s|\s?--\s?\()(?P<agency>[A-Z][\w. ]{3,30}?)\s[-–—/]\s(?P<date>[\w., ]{8,20}?)"
    r"(?:\)\s?[-–—]+|\s[-–—/]+)\s+"
)
"""The dateline of a press release whose distributor is between place and date."""


def _release(head: str) -> Dateline | None:
    start = head[:90]
    if start.count(" - ") + start.count(" / ") < 2 and "--(" not in start:
        return None
    found = _RELEASE.match(head)
    named = agencies.canonical(found["agency"]) if found else None
    date = date_in(found["date"]) if found and named else None
    if not found or not named or not date or date.end - date.start != len(found["date"]):
        return None
    where = places_in(found["place"], named, vouched=True)
    if not where:
        return None
    return _made(where[0], named, date)._replace(text=found[0].rstrip(), end=found.end())


_ENCLOSED = re.compile(r"\(([^()\n]{3,60})\)(?:\s?(?P<mark>--+|[-–—](?:\s?[-–—])*(?=\s))\s*|\s+)")


def _enclosed(head: str, lead: int) -> Dateline | None:
    """Return the dateline that is in brackets of its own: `(Beirut, October 23, 2025) –`, `(Washington-AP)`.

    Charities write it so, and broadcast wires; these have their agency in it, and not always a dash behind.
    """
    found = _ENCLOSED.match(head, lead)
    if not found or agencies.first_of(found[1]):
        return None
    read = _parts(found[1], mark="-", vouched=False, rest=head[found.end() :])
    if not read or not (found["mark"] or (read.agency and _GOES_ON.match(head, found.end()))):
        return None
    if not (places.meanings(read.places[0].place or "") if read.places else DESK.match(found[1])):
        return None
    return read._replace(text=found[0].strip(), end=found.end())


def _opening(head: str, agency: str | None = None) -> Dateline | None:
    lead = len(head) - len(head.lstrip(" *\t\n\u00a0\u200b"))
    listed = lead > 0 and bool(_LISTED.match(head))
    log = logger("dateline")
    if head[lead : lead + 1] == "(" and (enclosed := _enclosed(head, lead)):
        if log:
            log.debug("  in brackets of its own: %s", enclosed)
        return enclosed
    if release := _release(head):
        if log:
            log.debug("  of a press release: %s", release)
        return release
    for found in reversed(list(_ends(head, lead + 1, prose(head)))):
        inner = head[lead : found.start()] + (found["bracket"] or "")
        mark = (found["mark"] or found["stop"] or found["line"] or "").strip(" ")
        read = _parts(inner, agency, vouched=False, mark=mark, rest=head[found.end() :])
        if log:
            log.debug("  %r up to %r: %s", inner, mark, read or "a word has no place in the form")
        if read and (found["mark"] or _ends_itself(read, found)):
            if listed and not (read.agency or read.month):
                return None
            text = head[lead : found.end()].rstrip()
            return read._replace(text=text, end=found.end())
    return None


def _ends(head: str, start: int, limit: int) -> Iterator[re.Match[str]]:
    """Yield where a dateline could end before the prose begins; without a mark only behind a number or a bracket."""
    numbered = any(map(str.isdigit, head[:limit]))
    # no end reaches further than the letter that the prose begins with, which all may look at
    for found in islice(_ENDS.finditer(head, start, limit + 1), ENDS):
        if found.start() > limit:
            return
        unmarked = found["stop"] or found["line"] or found["over"] is not None
        if numbered or not unmarked or (found["line"] and found.start() < SHORT):
            yield found


def _ends_itself(read: Dateline, found: re.Match[str]) -> bool:
    """Return whether a dateline without a dash or a colon at its end is one: by its agency, or its day and place."""
    if found["stop"] or found["line"] or found["over"] is not None:
        if read.agency and read.day and not read.places:
            return True
        if read.agency and (found["line"] or found["over"] is not None):
            return bool(read.places) and places.known(read.places[0].place or "")
        return bool(read.places) and bool(read.day) and places.known(read.places[0].place or "")
    return bool(read.agency)


_ON_A_DAY = re.compile(r"([^\d\n]{2,60}, )([A-Z][a-z]{2,8})\.? (\d{1,2})((?: ?\([^()\d\n]{2,60}\))?)")


def _parts(
    inner: str, agency: str | None = None, *, vouched: bool, mark: str = "", rest: str = ""
) -> Dateline | None:
    """Return the dateline whose text, without its end, is `inner`, or None where a word has no place in the form.

    A place and agency are read but once for all days, as if it were 3 March, because `_read` is cached.
    """
    begins = _BEGINS[_GOES_ON.match(rest) is not None, rest.startswith(_SPOKEN)]
    found = _ON_A_DAY.fullmatch(inner)
    month = months().get(found[2].lower()) if found else None
    if not found or not month or not 1 <= int(found[3]) <= 31 or found[2] == "Listopada":
        return _read(inner, agency, vouched, mark, begins)
    read = _read(f"{found[1]}March 3{found[4]}", agency, vouched, mark, begins)
    if not read or not read.month:
        return read
    if (read.month, read.day, read.year) != (3, 3, None):
        return _read(inner, agency, vouched, mark, begins)
    return read._replace(month=month, day=int(found[3]))


@lru_cache(maxsize=2048)
def _read(inner: str, agency: str | None, vouched: bool, mark: str, rest: str) -> Dateline | None:
    """Return the dateline whose text is `inner`, or None; `rest` is one of _BEGINS, for the way in which the story goes on.

    It takes off what it knows, from both ends inwards, until the places are left:

        (Reuters) LONDON, Oct 23, 2025 (AP)         leading_agency  first = Reuters
                  LONDON, Oct 23, 2025 (AP)         closing_agency  last = AP
                  LONDON, Oct 23, 2025              date_in         23 October 2025
                  LONDON                            places_in       London, GB

    Where both ends name an agency the first counts, or the last where the first has no bracket (`KUNA BERLIN (dpa)`).
    What stops it: text behind the date that is no day of the week, a date in numbers without year and agency, an agency
    behind a name that nothing vouches for (`the bloc (ANI)`), and what is not credible as a whole.
    """
    inner, first, bare = leading_agency(inner)
    bracketed = inner.rstrip(" .")[-1:] in (")", "]", "/")
    inner, last = closing_agency(inner, bool(mark) or vouched)
    if "هـ" in inner:
        inner = HIJRI.sub("", inner)
    date = date_in(inner)
    if date:
        before = _around_date(inner, date, named=bool(first or last))
        if before is None:
            return None
        inner = before
        if not last:
            inner, last = closing_agency(inner.rstrip(" ,.;/(-–—"), bool(mark) or vouched)
    named = (last or first) if bare else (first or last)
    if date and not named and not (date.worded or date.year):
        return None
    written = OUTLET_BEHIND.sub("", inner).strip(" ,،;:/-–—_|").removesuffix(" (")
    if not named and date:
        named, written = _agency_before(written)
    if named and (mark or date) and DESK.match(written):
        written = ""
    if not written:
        return None if _only_a_word(first, bare, date) else _without_place(named, date, mark, vouched)
    where = places_in(written, (named or agency), named is not None or vouched)
    if where is None:
        return None
    located, qualified = where
    known = places.known(located[0].place or "")
    if bare and not known:
        return None
    if last and not first and not vouched and _not_filed(written, bracketed or bool(date) or known):
        return None
    evidence = _Evidence(named, date, qualified, vouched, mark)
    if not _credible(written, located, evidence, rest):
        if named and not (mark or date) and _is_outlet(written) and _GOES_ON.match(rest):
            return Dateline("", 0, (), named)
        return None
    return _made(located, named, date)


def _around_date(inner: str, date: PrintedDate, *, named: bool) -> str | None:
    """Return what is left of a dateline without its date, or None where something else is behind it.

    Behind it may stand the day of the week, or, with an agency, the place: `23 октября, Минск /БЕЛТА/`.
    """
    before, after = inner[: date.start], inner[date.end :].strip(" ,،.;/()-–—")
    if not after or after.casefold() in days():
        return WEEKDAY.sub("", before)
    return after if named and not before.strip() and is_name(after) else None


def _not_filed(written: str, vouched: bool) -> bool:
    """Return whether what is before a closing agency is that agency's full name, or nothing vouches for it."""
    if agencies.canonical(written) and not places.meanings(written):
        return True
    return not vouched


def _agency_before(written: str) -> tuple[str | None, str]:
    """Return the agency that is alone, or before a known place without a mark (`AKP Phnom Penh`), and the place."""
    if whole := agencies.canonical(written):
        return whole, ""
    word, _, rest = written.partition(" ")
    named = agencies.canonical(word) if rest and word.isupper() else None
    return (named, rest) if named and places.known(rest) else (None, written)


def _only_a_word(first: str | None, bare: bool, date: PrintedDate | None) -> bool:
    """Return whether the agency that alone makes a dateline is rather a word, or another body's short name (`MAP -`)."""
    return first is not None and bare and date is None and _is_word(first)


def _is_outlet(written: str) -> bool:
    """Return whether capitals before an agency's bracket name the outlet (`TODAY NICARAGUA (EFE)`)."""
    return written.upper() == written and is_name(written) and not agencies.canonical(written)


def _made(located: tuple[Place, ...], agency: str | None, date: PrintedDate | None) -> Dateline:
    if agency and located:
        agency = agencies.at_home(agency, located[0].country)
    month, day, year = (date.month, date.day, date.year) if date else (None, None, None)
    if date and date.croatian:
        homes = {each.country for each in located} | {agencies.country_of(agency) if agency else None}
        if not homes.isdisjoint(("HR", "BA")):
            month = 10
        elif "PL" not in homes:
            month, day, year = None, None, None
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
    """Return whether what was read is a dateline and not a sentence that happens to begin like one.

    Several places without agency, date or capitals are a list in a sentence (`Paris, Rome - …`), but for those with a bar
    between them before a dash. Else the first row that fits decides; a "word" is a name of `not_places.txt`:

        vouched (a format states it)             yes
        the story goes on in small letters       no, but for an agency before a mark
        agency     Wuzhen (AP) -                 with a date; a known place that is no word; or a village before a mark
        date       Kyiv, Oct 23 -                with its day or a known place; known, qualified, or in capitals with a
                                                 month in words; and no word, but for a qualified or a known one in capitals
        qualified  Lviv, Ukraine -               in capitals or known; else of three words at most, and not before a colon
        in capitals  BRUSSELS -                  a known place that is no word
        as written   Brussels -                  a known city of 20,000 people or more (before a colon 50,000, unspoken)
    """
    agency, date, qualified, vouched, mark = evidence
    upper = is_upper(written)
    first = located[0].place or ""
    known = places.known(first)
    if not (agency or date or upper) and len(located) > 1 and (mark == ":" or "/" not in written):
        return False
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
    """Return whether a place that no table knows may stand before an agency's bracket and a dash."""
    return not _is_word(name) and (upper or mark != ":")


def _stands_alone_with_state(name: str) -> bool:
    return len(name.split()) <= 3 and not _is_word(name)


_SPOKEN = ('"', "“", "‘", "'", "«", "„")
_BEGINS = {(True, False): "A", (True, True): '"A', (False, False): "a", (False, True): '"a'}
"""What stands for the rest of a paragraph: whether it begins a sentence, and whether that is spoken."""


def _stands_alone(name: str, mark: str, rest: str) -> bool:
    """Return whether a place in upper and lower case needs nothing beside it: a city, or a country that is one."""
    if mark == ":" and rest.startswith(_SPOKEN):
        return False
    cities = places.meanings(name)
    return bool(cities) and cities[0].thousands >= (50 if mark == ":" else 20)


@cache
def _not_places() -> frozenset[str]:
    return frozenset(content("not_places.txt").split("\n"))


def _is_word(name: str, *, small: bool = False) -> bool:
    """Return whether a name is a word that is no place, or (`small`) one only in capitals."""
    key = places.fold_place(name)
    return key in _not_places() or (small and f"~{key}" in _not_places())
