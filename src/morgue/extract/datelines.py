"""Datelines of the world's agencies: where a story is filed, on what day, by which agency.

    dateline  = [ agency dash ] [ places ] [ date ] [ agency ] end
    places    = place { ("/" | "&" | "and" | ",") place } { qualifier }
    qualifier = "," name | "[" name "]" | "(" name ")"
    end       = a dash of any kind, a colon, ".-", or the bracket of an agency that is known

The reader looks for ends near the beginning of a paragraph, the last one first, and takes what stands before
one only if every word of it has its place in the form above. A name alone before a dash or a colon has to be
a place that the tables know (and not a word or a first name, `data/not_places.txt`); an agency, a date or a
known state beside it vouches for a name that they do not know.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from morgue.article import Place
from morgue.extract import agencies, places
from morgue.extract.dates import full_year, months
from morgue.extract.names import is_name, title
from morgue.extract.tables import content

LONGEST = 130
"""A dateline is no longer than this, in code points."""


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


class _Date(NamedTuple):
    start: int
    end: int
    month: int
    day: int | None
    year: int | None


_ENDS = re.compile(
    r"(?P<bracket>[)\]/])?(?P<mark>\s?[.,]?\s?(?:--+|[—―]+|[-–‒‐_=]+(?=\s|$|(?<=[)\]/][-–_])\S)|:(?=\s|$))"
    r"(?:\s?[-–—]+(?=\s|$))?)\s*"
    r"|(?<=[)/])[.:]?(?:\s+|$)"
)
_OPEN = re.compile(r"[*\s]*\W?[^\W\d_]|[*\s]*[(/\[]|\d{1,2}\s")
_GOES_ON = re.compile(r"[\"'“”‘’«»„¿¡(\[…$€£#@-]*\s*(?:[^\W_a-zà-öø-ÿ]|$)")


@lru_cache(maxsize=2048)
def stated(text: str) -> Dateline:
    """The reading of a dateline that a format gives as such; what is not understood stays only in `text`."""
    text = " ".join(text.split())
    bare = text.strip(" *-–—―_:=.")
    if len(bare) > LONGEST:
        return Dateline(text, len(text))
    for candidate in (_opening(text), _parts(bare, vouched=True)):
        if candidate and (candidate.places or candidate.agency or candidate.month):
            return candidate._replace(text=text, end=len(text))
    return Dateline(text, len(text))


def dateline(paragraph: str, *, agency: str | None = None) -> Dateline | None:
    """The dateline at the beginning of a paragraph, or None. `agency` is the one already known, for places."""
    head = paragraph[: LONGEST + 1]
    if not _OPEN.match(head):
        return None
    return _opening(head, agency)


def _opening(head: str, agency: str | None = None) -> Dateline | None:
    lead = len(head) - len(head.lstrip(" *\t\n\u00a0\u200b"))
    for found in reversed(list(_ENDS.finditer(head, lead + 1))[:8]):
        inner = head[lead : found.start()] + (found["bracket"] or "")
        marked = bool(found["mark"])
        read = _parts(inner, agency, vouched=False, mark=(found["mark"] or "").strip(), rest=head[found.end() :])
        if read and (marked or read.agency):
            text = head[lead : found.end()].rstrip()
            return read._replace(text=text, end=found.end())
    return None


def _parts(
    inner: str, agency: str | None = None, *, vouched: bool, mark: str = "", rest: str = ""
) -> Dateline | None:
    """The dateline whose text, without its end, is `inner`, or None where a word has no place in the form."""
    inner, first = _leading_agency(inner)
    inner, last = _closing_agency(inner, bool(mark) or vouched)
    date = _date_at_end(inner)
    if date:
        before, after = inner[: date.start], inner[date.end :]
        if after.strip(" ,.;/()-–—"):
            return None
        inner = _WEEKDAY.sub("", before)
        if not last:
            inner, last = _closing_agency(inner.rstrip(" ,.;/(-–—"), bool(mark) or vouched)
    named = first or last
    written = inner.strip(" ,;/-–—_").removesuffix(" (")
    if not named and written and (found := agencies.canonical(written)) and date:
        named, written = found, ""
    if not written:
        return _without_place(named, date, mark, vouched)
    where = _places(written, (named or agency), named is not None or vouched)
    if where is None:
        return None
    located, qualified = where
    evidence = _Evidence(named, date, qualified, vouched, mark)
    if not _credible(written, located, evidence, rest):
        if named and not mark and not date and is_name(written):
            return Dateline("", 0, (), named)
        return None
    return _made(located, named, date)


def _made(located: tuple[Place, ...], agency: str | None, date: _Date | None) -> Dateline:
    month, day, year = (date.month, date.day, date.year) if date else (None, None, None)
    return Dateline("", 0, located, agency, month, day, year)


def _without_place(agency: str | None, date: _Date | None, mark: str, vouched: bool) -> Dateline | None:
    if vouched or (agency and (mark or date) and mark != ":"):
        return _made((), agency, date) if agency or date else None
    return None


class _Evidence(NamedTuple):
    agency: str | None
    date: _Date | None
    qualified: bool
    vouched: bool
    mark: str


def _credible(written: str, located: tuple[Place, ...], evidence: _Evidence, rest: str) -> bool:
    """Whether what was read is a dateline and not a sentence that happens to begin like one."""
    agency, date, qualified, vouched, mark = evidence
    upper = _is_upper(written)
    first = located[0].place or ""
    known = places.known(first)
    if vouched:
        return True
    if agency:
        return bool(mark or date or (known and not _is_word(first))) and bool(mark or _GOES_ON.match(rest))
    if not _GOES_ON.match(rest):
        return False
    if date:
        return bool(date.day or known) and (known or qualified or upper)
    if qualified:
        return upper or known
    if not known or _is_word(first):
        return False
    return upper or _stands_alone(first, mark, rest)


_SPOKEN = ("\"", "“", "‘", "'", "«", "„")


def _stands_alone(name: str, mark: str, rest: str) -> bool:
    """Whether a place in upper and lower case needs nothing beside it: a city, or a country that is one."""
    if mark == ":" and rest.startswith(_SPOKEN):
        return False
    cities = places.meanings(name)
    return bool(cities) and cities[0].thousands >= 20


def _is_upper(text: str) -> bool:
    words = [word for word in re.split(r"[\s,/&()\[\]]+", text) if word]
    return bool(words) and words[0].upper() == words[0] and words[0].lower() != words[0]


@cache
def _words() -> frozenset[str]:
    return frozenset(content("not_places.txt").split("\n"))


def _is_word(name: str) -> bool:
    return places.fold(name) in _words()


_BRACKETED = re.compile(r"\s*[,.]?\s*(?:\(([^()]{2,60})\)|\[([^\[\]]{2,60})\]|(?<![^\s.,])/([^/]{2,40})/)\s*\.?\s*$")
_LEADING = re.compile(r"(?:\(([^()]{2,40})\)|/([^/]{2,40})/|\[([^\[\]]{2,40})\])\s*(?:[-–—―:]+\s*|$)")
_BARE_LEAD = re.compile(r"([^\W\d_][\w.]{1,18})\s*$")
_LAST_WORDS = re.compile(r"[,.]?\s+((?:[^\W\d_][\w.-]*\s+)?[^\W\d_][\w.-]*)\s*$|^\s*([^\W\d_][\w.-]*(?:\s[^\W\d_][\w.-]*)?)\s*$")


def _leading_agency(inner: str) -> tuple[str, str | None]:
    found = _LEADING.match(inner)
    if found:
        named = agencies.first_of(found[1] or found[2] or found[3])
        if named:
            return inner[found.end() :], named
    bare = _BARE_LEAD.match(inner)
    if bare and bare[1] in _own_forms():
        return "", agencies.canonical(bare[1])
    return inner, None


@cache
def _own_forms() -> frozenset[str]:
    return frozenset(agencies.names())


def _closing_agency(inner: str, ends_marked: bool) -> tuple[str, str | None]:
    """What is left of a dateline without the agency that closes it, and the agency."""
    found = _BRACKETED.search(inner)
    if found:
        inside = found[1] or found[2] or found[3]
        named = agencies.first_of(inside)
        if named:
            return inner[: found.start()], named
        if ends_marked and found[1] and _is_source(inside) and found.start():
            return inner[: found.start()], None
        return inner, None
    found = _LAST_WORDS.search(inner)
    if found and ends_marked:
        words = found[1] or found[2]
        for each in (words, words.split()[-1]):
            named = agencies.canonical(each)
            if named and not each.islower() and places.fold(each) not in _MONTHLIKE:
                return inner[: inner.rindex(each)].rstrip(" ,"), named
    return inner, None


_MONTHLIKE = frozenset({"mar", "beta", "trend", "petra", "ana", "andina", "fars", "mehr"})


def _is_source(inside: str) -> bool:
    """Whether what stands in brackets can name an outlet that the table of agencies does not know."""
    return (
        not any(each.isdigit() for each in inside)
        and not places.country_named(inside)
        and not places.regions(inside)
        and not places.meanings(inside)
        and inside[0].isupper()
        and len(inside) > 3
    )


_WEEKDAY = re.compile(
    r"[\s,.–—-]*\b(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?[\s,(]*$", re.IGNORECASE
)
_DATE = re.compile(
    r"(?<![\w.])(?:"
    r"(?P<month>[^\W\d_]{3,12})\.?\s{1,2}(?P<day>\d{1,2})(?:st|nd|rd|th)?(?![\d:/])(?:,?\s?(?P<year>(?:19|20)\d\d))?"
    r"|(?P<day2>\d{1,2})(?:st|nd|rd|th|\.|er|º|ª)?\s{1,2}(?:de\s|of\s)?(?P<month2>[^\W\d_]{3,12})(?P<dot>\.?)"
    r"(?:,?\s(?:de\s)?(?P<year2>(?:19|20)\d\d))?"
    r"|(?P<month3>[^\W\d_]{3,12})\.?,?\s(?P<year3>(?:19|20)\d\d)"
    r"|(?P<year4>(?:19|20)\d\d)[-/](?P<month4>\d\d)[-/](?P<day4>\d\d)"
    r"|(?P<day5>\d{1,2})(?P<sep>[./])(?P<month5>\d{1,2})(?P=sep)(?P<year5>(?:19|20)?\d\d)"
    r")(?!\w)"
)


def _date_at_end(inner: str) -> _Date | None:
    for found in _DATE.finditer(inner):
        read = _date(found)
        if read:
            return read
    return None


def _date(found: re.Match[str]) -> _Date | None:
    parts = found.groupdict()
    word = parts["month"] or parts["month2"] or parts["month3"]
    number = parts["month4"] or parts["month5"]
    month = months().get(word.casefold()) if word else int(number or 0)
    day = int(parts["day"] or parts["day2"] or parts["day4"] or parts["day5"] or 0)
    year = parts["year"] or parts["year2"] or parts["year3"] or parts["year4"] or parts["year5"]
    if not month or month > 12 or day > 31:
        return None
    return _Date(found.start(), found.end(), month, day or None, full_year(year) if year else None)


_QUALIFIER = re.compile(r"\s*(?:\[([^\[\]]{2,40})\]|\(([^()]{2,40})\))\s*$")
_JOINT = re.compile(r"\s*[/;]\s*|\s+(?:&|and|AND|und|UND|et|ET|y|Y|e|E|en|och)\s+")


def _places(written: str, agency: str | None, vouched: bool) -> tuple[tuple[Place, ...], bool] | None:
    """The places of a dateline and whether a known state or country stands beside them, or None."""
    qualifiers: list[str] = []
    while found := _QUALIFIER.search(written):
        qualifiers.insert(0, (found[1] or found[2]).strip())
        written = written[: found.start()]
    cut = _cut_known_state(written)
    segments = [each.strip(" .") if each.count(".") < 2 else each.strip() for each in cut.split(",") if each.strip()]
    if not segments or len(segments) > 6:
        return None
    if any("," in each for each in qualifiers) or not all(map(is_name, (*segments, *qualifiers))):
        return None
    names, behind = _names_and_qualifiers(segments)
    qualifiers = [*behind, *qualifiers]
    known = [each for each in qualifiers if places.country_named(each) or places.regions(each)]
    if qualifiers and not known and not vouched:
        return None
    home = agencies.country_of(agency) if agency else None
    located = tuple(places.locate(title(each), qualifiers=tuple(known), home=home) for each in names)
    return located, bool(known)


def _cut_known_state(written: str) -> str:
    """The names with a comma where one is missing before an abbreviated state (`FARMINGTON Conn.`)."""
    name, _, last = written.rpartition(" ")
    if name and last.endswith(".") and "," not in written and places.regions(last):
        return f"{name}, {last}"
    return written


def _names_and_qualifiers(segments: list[str]) -> tuple[list[str], list[str]]:
    first, *others = segments
    names = [first] if places.country_named(first) or places.regions(first) else _JOINT.split(first)
    if len(others) == 1 and places.country_named(first) and _lies_in(others[0], first):
        return [others[0]], [first]
    behind: list[str] = []
    for each in others:
        parts = [each] if places.country_named(each) or places.regions(each) else _JOINT.split(each)
        joint = len(parts) > 1 or (
            not behind and not places.country_named(each) and not places.regions(each) and bool(places.meanings(each))
        )
        if joint:
            names.extend(parts)
        else:
            behind.append(each)
    return [each.strip() for each in names if each.strip()], behind


def _lies_in(city: str, country: str) -> bool:
    code = places.country_named(country)
    return any(each.country == code for each in places.meanings(city))
