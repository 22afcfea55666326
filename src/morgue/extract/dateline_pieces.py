"""The pieces of a dateline: the agency at either end, the date, the places with their states and countries."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from morgue.article import Place
from morgue.extract import agencies, places
from morgue.extract.dates import full_year, months
from morgue.extract.names import is_name, title


class PrintedDate(NamedTuple):
    """A date in a dateline and where it stands; `worded` tells whether its month is a word."""

    start: int
    end: int
    month: int
    day: int | None
    year: int | None
    worded: bool


def is_upper(text: str) -> bool:
    """Whether the first word is in capitals."""
    found = _FIRST_WORD.search(text)
    return found is not None and found[0].upper() == found[0] and found[0].lower() != found[0]


_FIRST_WORD = re.compile(r"[^\s,/&()\[\]]+")


_BRACKETED = re.compile(
    r"\s*[,.]?\s*(?:\(([^()]{2,60})\)|\[([^\[\]]{2,60})\]|(?<![^\s.,])/([^/]{2,40})/)\s*\.?\s*$"
)
_LEADING = re.compile(r"(?:\(([^()]{2,40})\)|/([^/]{2,40})/|\[([^\[\]]{2,40})\])\s*(?:[-–—―:]+\s*|$)")
_BARE_LEAD = re.compile(r"([^\W\d_][\w. ]{1,24}?)\s*(?:[-–—]+\s+|$)")
_LAST_WORDS = re.compile(
    r"[,.]?\s+((?:[^\W\d_][\w.-]*\s+)?[^\W\d_][\w.-]*)\s*$|^\s*([^\W\d_][\w.-]*(?:\s[^\W\d_][\w.-]*)?)\s*$"
)


def leading_agency(inner: str) -> tuple[str, str | None, bool]:
    """What is left of a dateline without the agency that opens it, the agency, and whether it has no bracket."""
    found = _LEADING.match(inner)
    if found:
        named = agencies.first_of(found[1] or found[2] or found[3])
        if named:
            return inner[found.end() :], named, False
    bare = _BARE_LEAD.match(inner)
    if bare and bare[1] in _own_forms():
        return inner[bare.end() :], agencies.canonical(bare[1]), True
    return inner, None, False


@cache
def _own_forms() -> frozenset[str]:
    return frozenset(each for each in agencies.all_names() if each[0].isupper() or each in agencies.names())


def closing_agency(inner: str, ends_marked: bool) -> tuple[str, str | None]:
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
            if named and not each.islower() and not _is_place(each):
                return inner[: inner.rindex(each)].rstrip(" ,|"), named
    return inner, None


def _is_place(word: str) -> bool:
    """Whether a last word is rather a state or a town (`BUTLER, Pa.`) than the agency of that name."""
    return bool(places.regions(word)) or (word not in _own_forms() and bool(places.meanings(word)))


def _is_source(inside: str) -> bool:
    """Whether what stands in brackets can name an outlet that the table of agencies does not know."""
    return (
        not any(each.isdigit() for each in inside)
        and not places.country_named(inside)
        and not places.regions(inside)
        and not places.meanings(inside)
        and inside[0].isupper()
    )


WEEKDAY = re.compile(
    r"[\s,.–—-]*\b(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?[\s,(]*$|\s+في\s*$",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"(?<![\w.])(?:"
    r"(?P<month>(?:[^\W\d_]|[\u0900-\u094f]){3,12})\.?\s{1,2}(?P<day>\d{1,2})(?:st|nd|rd|th)?(?![\d:])(?:(?:,?\s?|/)(?P<year>(?:19|20)\d\d))?"
    r"|(?P<day2>\d{1,2})(?:st|nd|rd|th|\.|er|º|ª)?\s{1,2}(?:de\s|of\s)?(?P<month2>(?:[^\W\d_]|[\u0900-\u094f]){3,12})(?P<dot>\.?)"
    r"(?:,?\s(?:de\s)?(?P<year2>(?:19|20)\d\d))?"
    r"|(?P<month3>(?:[^\W\d_]|[\u0900-\u094f]){3,12})\.?,?\s(?P<year3>(?:19|20)\d\d)"
    r"|(?P<year4>(?:19|20)\d\d)[-/](?P<month4>\d\d)[-/](?P<day4>\d\d)"
    r"|(?P<day5>\d{1,2})(?P<sep>[./])(?P<month5>\d{1,2})(?P=sep)(?P<year5>(?:19|20)?\d\d)"
    r")(?!\w)"
)


def date_in(inner: str) -> PrintedDate | None:
    """The first date of a dateline, or None."""
    at = 0
    while found := _DATE.search(inner, at):
        read = _date(found)
        if read:
            return read
        at = found.start() + 1
    return None


def _date(found: re.Match[str]) -> PrintedDate | None:
    parts = found.groupdict()
    word = parts["month"] or parts["month2"] or parts["month3"]
    number = parts["month4"] or parts["month5"]
    month = months().get(word.casefold()) if word else int(number or 0)
    day = int(parts["day"] or parts["day2"] or parts["day4"] or parts["day5"] or 0)
    year = parts["year"] or parts["year2"] or parts["year3"] or parts["year4"] or parts["year5"]
    if not month or month > 12 or day > 31:
        return None
    return PrintedDate(
        found.start(), found.end(), month, day or None, full_year(year) if year else None, bool(word)
    )


OUTLET_BEHIND = re.compile(r"\s\|\s[^|]{2,40}$")
_QUALIFIER = re.compile(r"\s*(?:\[([^\[\]]{2,40})\]|\(([^()]{2,40})\))\s*$")
_JOINT = re.compile(r"\s*[/;]\s*|\s+(?:&|and|AND|und|UND|et|ET|y|Y|e|E|en|och)\s+")


def places_in(written: str, agency: str | None, vouched: bool) -> tuple[tuple[Place, ...], bool] | None:
    """The places of a dateline and whether a known state or country stands beside them, or None."""
    first, slash, second = written.partition("/")
    if slash and "," in first and (one := places_in(first, agency, vouched)):
        two = places_in(second, agency, vouched)
        return (one[0] + two[0], one[1]) if two else None
    if written[0] in "([":
        return None
    return _places_of_one(written, agency, vouched)


def _places_of_one(written: str, agency: str | None, vouched: bool) -> tuple[tuple[Place, ...], bool] | None:
    """The places of a dateline whose states and countries stand behind the last of them."""
    qualifiers: list[str] = []
    while found := _QUALIFIER.search(written):
        qualifiers.insert(0, (found[1] or found[2]).strip())
        written = written[: found.start()]
    cut = _cut_known_state(written)
    segments = [
        each.strip(" .") if each.count(".") < 2 else each.strip() for each in cut.split(",") if each.strip()
    ]
    if not segments or len(segments) > 6:
        return None
    if not all(is_name(each) or places.known(each) for each in (*segments, *qualifiers)):
        return None
    names, behind = _names_and_qualifiers(segments)
    qualifiers = [*behind, *qualifiers]
    known = [each for each in qualifiers if places.country_named(each) or places.regions(each)]
    if qualifiers and not known and not vouched:
        return None
    home = agencies.country_of(agency) if agency else None
    located = tuple(places.locate(title(each), qualifiers=tuple(known), home=home) for each in names)
    own = places.country_named(names[0]) if len(names) == 1 else None
    beside = bool(behind) or is_upper(written) or places.known(names[0])
    return located, beside and any(places.country_named(each) != own or not own for each in known)


def _cut_known_state(written: str) -> str:
    """The names with a comma where one is missing before an abbreviated state (`FARMINGTON Conn.`)."""
    name, _, last = written.rpartition(" ")
    short = last.endswith(".") or (len(last) <= 5 and last != last.upper() and name == name.upper())
    return f"{name}, {last}" if name and short and "," not in written and places.regions(last) else written


def _names_and_qualifiers(segments: list[str]) -> tuple[list[str], list[str]]:
    first, *others = segments
    names = [first] if places.known(first) else _without_river(first, _JOINT.split(first))
    if len(others) == 1 and places.country_named(first) and _lies_in(others[0], first):
        return [others[0]], [first]
    behind: list[str] = []
    for each in others:
        parts = [each] if places.country_named(each) or places.regions(each) else _JOINT.split(each)
        joint = len(parts) > 1 or (
            not behind
            and not places.country_named(each)
            and not places.regions(each)
            and bool(places.meanings(each))
        )
        if joint:
            names.extend(parts)
        else:
            behind.append(each)
    return [each.strip() for each in names if each.strip()], behind


def _without_river(written: str, names: list[str]) -> list[str]:
    """The names without the river behind a town (`Verden/Aller`): in small letters, and no place of its own."""
    if "/" not in written or is_upper(names[-1].strip()[1:] or "a"):
        return names
    return [names[0], *(each for each in names[1:] if places.known(each))]


def _lies_in(city: str, country: str) -> bool:
    code = places.country_named(country)
    return any(each.country == code for each in places.meanings(city))
