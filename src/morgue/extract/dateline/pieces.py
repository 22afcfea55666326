"""The pieces of a dateline: the agency at either end, the date, the places with their states and countries."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from morgue.extract.dates import full_year
from morgue.extract.names import MARKS, is_name, title
from morgue.gazetteer import agencies, places
from morgue.gazetteer.calendar import alternatives, months, weekdays
from morgue.model.article import Place


class PrintedDate(NamedTuple):
    """A date in a dateline and where it is; `worded` says whether its month is a word.

    `croatian` tells of `listopada`, which is October in Croatia and November in Poland.
    """

    start: int
    end: int
    month: int
    day: int | None
    year: int | None
    worded: bool
    croatian: bool = False


def is_upper(text: str) -> bool:
    """Return whether the first word is in capitals."""
    found = _FIRST_WORD.search(text)
    return found is not None and found[0].upper() == found[0] and found[0].lower() != found[0]


_FIRST_WORD = re.compile(r"[^\s,/&()\[\]]+")


_BRACKETED = re.compile(
    r"\s*(?:,|(?<!\.\w)\.)?\s*(?:\(([^()]{2,60})\)|\[([^\[\]]{2,60})\]|/([^/]{2,40})/)\s*\.?\s*$"
)
_LEADING = re.compile(
    r"(?:\(([^()]{2,40})\)|/([^/]{2,40})/|\[([^\[\]]{2,40})\])\s*(?:[-–—―:]+\s*|$|(?=[^\W\d_]))"
)
_BARE_LEAD = re.compile(r"([^\W\d_][\w. ]{1,24}?)(?:\s*[-–—]+\s+|\s*$|-(?=[^\W\d_]))")
_LAST_WORDS = re.compile(
    r"[,.]?\s+((?:[^\W\d_][\w.-]*\s+)?[^\W\d_][\w.-]*)\s*$|^\s*([^\W\d_][\w.-]*(?:\s[^\W\d_][\w.-]*)?)\s*$"
)


def leading_agency(inner: str) -> tuple[str, str | None, bool]:
    """Return what is left of a dateline without the agency that opens it, the agency, and whether it has no bracket."""
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
    """Return what is left of a dateline without the agency that closes it, and the agency."""
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
        place, hyphen, joined = words.rpartition("-")
        for each in (
            words,
            words.split()[-1],
            joined if hyphen and (places.known(place) or DESK.match(place)) else "",
        ):
            named = agencies.canonical(each)
            if named and not each.islower() and not _is_place(each):
                return inner[: inner.rindex(each)].rstrip(" ,|-"), named
    return inner, None


def _is_place(word: str) -> bool:
    """Return whether a last word is rather a state or a town (`BUTLER, Pa.`) than the agency of that name."""
    return bool(places.regions(word)) or (word not in _own_forms() and bool(places.meanings(word)))


def _is_source(inside: str) -> bool:
    """Return whether what is in brackets can name an outlet that the table of agencies does not know."""
    return (
        not any(each.isdigit() for each in inside)
        and not places.country_named(inside)
        and not places.regions(inside)
        and not places.meanings(inside)
        and (inside[0].isupper() or SITE.fullmatch(inside) is not None)
    )


SITE = re.compile(r"[\w-]{2,30}\.(?:com|net|org|info|co|[a-z]{2})")
"""An outlet's address, as some stand in a dateline's bracket."""


WEEKDAY = re.compile(
    rf"[\s,.–—-]*\b(?:{alternatives(weekdays('en'))})\.?[\s,(]*$|\s+(?:في|فى)\s*$"
    r"|,?\s(?:le|den|am|el|em|il|dne|dia|on|op|på|ngày|tanggal)\s*$",
    re.IGNORECASE,
)
"""What may stand before the date of a dateline: the day of the week, or a word for `on the`."""
HIJRI = re.compile(
    rf"\d{{1,2}}\s(?:[^\W\d_]|[{MARKS}]){{2,9}}(?:\s(?:[^\W\d_]|[{MARKS}]){{2,9}})?[،,]?\s1[34]\d\d\s?هـ?(?:\s(?:الموافق|الموافقة))?\s*"
)
"""A date of the Islamic calendar, which is not read: `01 جمادى الأولى 1447 هـ الموافق`."""
DESK = re.compile(
    r"(?:Redacci[oó]n|Redação|Rédaction|Redaktion|Newsroom|Редакция|Undated)\b[^,]{0,30}$", re.IGNORECASE
)
"""What is where the place would, for a story that an agency's own desk wrote, or that is of no place."""
_MONTH = rf"(?:[^\W\d_]|[{MARKS}]){{2,13}}(?:\s(?:الأول|الثاني))?"
"""A month in any script; those of the Levant have two words."""
_DATE = re.compile(
    r"(?<![\w.])(?:"
    rf"(?P<month>{_MONTH})(?:\.?\s{{1,2}}|\.)(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.(?=$|[\s,]))?(?:\sd\.?(?=\W|$))?(?![\d:])"
    r"(?:(?:[,،]?\s?|/)(?P<year>(?:19|20)\d\d))?"
    r"|(?P<day2>\d{1,2})(?:st|nd|rd|th|\.|er|º|ª)?\s{1,2}(?:de\s|of\s)?"
    rf"(?P<month2>{_MONTH})(?P<dot>\.?)"
    r"(?:[,،]?\s(?:de\s)?(?P<year2>(?:19|20)\d\d))?(?:\sم(?!\w))?"
    rf"|(?P<month3>{_MONTH})\.?,?\s(?P<year3>(?:19|20)\d\d)"
    r"|(?P<year4>(?:19|20)\d\d)[-/.](?P<month4>\d\d)[-/.](?P<day4>\d\d)"
    r"|(?P<day5>\d{1,2})(?P<sep>[./-])(?P<month5>\d{1,2})(?P=sep)(?P<year5>(?:19|20)?\d\d)"
    rf"|(?P<year6>(?:19|20)\d\d)\.\s(?P<month6>{_MONTH})\s(?P<day6>\d{{1,2}})\.?"
    r"|(?P<day7>\d{1,2})\s?[-/]\s?(?P<month7>\d{1,2})(?=\s*$)"
    r")(?!\w)"
)


def date_in(inner: str) -> PrintedDate | None:
    """Return the first date of a dateline, or None."""
    at = 0
    while found := _DATE.search(inner, at):
        read = _date(found)
        if read:
            return read
        at = found.start() + 1
    return None


def _date(found: re.Match[str]) -> PrintedDate | None:
    parts = found.groupdict()
    word = parts["month"] or parts["month2"] or parts["month3"] or parts["month6"]
    number = parts["month4"] or parts["month5"] or parts["month7"]
    month = months().get(" ".join(word.casefold().split())) if word else int(number or 0)
    day = int(_first_of(parts, "day", "day2", "day4", "day5", "day6", "day7") or 0)
    year = _first_of(parts, "year", "year2", "year3", "year4", "year5", "year6")
    if not month or month > 12 or day > 31:
        return None
    if parts["day5"] and _is_in_doubt(
        parts["day5"], parts["month5"] or "", parts["year5"] or "", parts["sep"]
    ):
        day, year = 0, None
    return PrintedDate(
        found.start(),
        found.end(),
        month,
        day or None,
        full_year(year) if year else None,
        bool(word),
        word is not None and word.casefold() == "listopada",
    )


def _is_in_doubt(day: str, month: str, year: str, mark: str | None) -> bool:
    """Return whether a date of numbers has another order too: the year first (25.03.04), or the month (03/04/2025)."""
    if len(year) == 2 and len(day) == len(month) == 2:
        return 1 <= int(year) <= 31
    return mark == "/" and int(day) <= 12 and day != month


def _first_of(parts: dict[str, str | None], *names: str) -> str | None:
    return next((value for name in names if (value := parts[name])), None)


OUTLET_BEHIND = re.compile(r"\s\|\s[^|]{2,40}$")
_QUALIFIER = re.compile(r"\s*(?:\[([^\[\]]{2,40})\]|\(([^()]{2,40})\))\s*$")
_JOINT = re.compile(r"\s*[/;]\s*|\s+(?:&|and|AND|und|UND|et|ET|y|Y|e|E|en|och)\s+")


@lru_cache(maxsize=4096)
def places_in(written: str, agency: str | None, vouched: bool) -> tuple[tuple[Place, ...], bool] | None:
    """Return the places of a dateline and whether a known state or country is beside them, or None."""
    first, slash, second = written.partition("/")
    if slash and "," in first and (one := places_in(first, agency, vouched)):
        two = places_in(second, agency, vouched)
        return (one[0] + two[0], one[1]) if two else None
    if written[0] in "([":
        return None
    return _places_of_one(written, agency, vouched)


def _places_of_one(written: str, agency: str | None, vouched: bool) -> tuple[tuple[Place, ...], bool] | None:
    """Return the places of a dateline whose states and countries stand behind the last of them."""
    qualifiers: list[str] = []
    weak = False
    while found := _QUALIFIER.search(written):
        weak = weak or (found[2] is not None and len(found[2]) < 3)  # `Boston (AL)` is baseball, no state
        qualifiers.insert(0, (found[1] or found[2]).strip())
        written = written[: found.start()]
    cut = _LABEL.sub("", _cut_known_state(written))
    segments = [
        each.strip(" .") if each.count(".") < 2 else each.strip() for each in cut.split(",") if each.strip()
    ]
    if not segments or len(segments) > 6 or (weak and not vouched):
        return None
    if not all(is_name(each) or places.known(each) for each in (*segments, *qualifiers)):
        return None
    names, behind = _names_and_qualifiers(segments)
    qualifiers = [*behind, *qualifiers]
    known = [
        each for each in map(_bare_region, qualifiers) if places.country_named(each) or places.regions(each)
    ]
    if qualifiers and not known and not vouched:
        return None
    home = agencies.country_of(agency) if agency else None
    located = tuple(places.locate(title(each), qualifiers=tuple(known), home=home) for each in names)
    own = places.country_named(names[0]) if len(names) == 1 else None
    beside = bool(behind) or is_upper(written) or places.known(names[0])
    return located, beside and any(places.country_named(each) != own or not own for each in known)


_DIVISION = re.compile(
    r"\s(?:Prefecture|Province|Region|Oblast|State|County|Governorate|province|region|state)$"
)


_LABEL = re.compile(
    r"(?:Sports?|Business|National|World|International|Political|Technology|City) (?:News|Desk|Bureau),\s"
)
"""The desk that some papers print before the place."""


def _bare_region(name: str) -> str:
    """Return a region without the word for what it is: `Osaka Prefecture`. One of Japan stands for the country."""
    found = _DIVISION.search(name)
    if not found or places.regions(name) or places.country_named(name):
        return name
    bare = name[: found.start()]
    if found[0].strip() == "Prefecture" and any(each.country == "JP" for each in places.meanings(bare)):
        return "Japan"
    return bare


def _cut_known_state(written: str) -> str:
    """Return the names with a comma where one is missing before an abbreviated state (`FARMINGTON Conn.`)."""
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
    """Return the names without the river behind a town (`Verden/Aller`): in small letters, and no place of its own."""
    if "/" not in written or is_upper(names[-1].strip()[1:] or "a"):
        return names
    return [names[0], *(each for each in names[1:] if places.known(each))]


def _lies_in(city: str, country: str) -> bool:
    code = places.country_named(country)
    return any(each.country == code for each in places.meanings(city))
