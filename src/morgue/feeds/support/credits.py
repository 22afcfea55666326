"""State whom a format credits, and where it files from: agency, publisher and places in the draft's own terms.

A name that is a known agency is the agency of the story; any other name of a provider or right holder is its
publisher. Names come as agencies write them: qualified codes, domains, full names, copyright lines.
"""

from __future__ import annotations

import re
from functools import lru_cache

from morgue.extract.draft import Draft
from morgue.model.article import Place

_NOISE = re.compile(
    r"\(c\)|©|\bcopyright\b|\ball rights reserved\b.*|\balle rechte vorbehalten\b.*|\b(?:19|20)\d\d\b",
    re.IGNORECASE,
)
_HOST = re.compile(
    r"(?:https?://)?((?:[\w-]+\.)*?([\w-]+)\.(?:com?|org|net|info|[a-z]{2})(?:\.[a-z]{2})?)(?:/.*)?",
    re.IGNORECASE,
)
_HEARSAY = re.compile(r"said to be (?:in )?", re.IGNORECASE)
_DATED = re.compile(r"\d{3}")
_LARGE = 300
"""How many thousand people live in a city that is known by its name alone among areas of any kind."""
_FORM = re.compile(
    r",?\s*\b(?:GmbH|AG|S\.?A\.?|SpA|Ltd\.?|Limited|Inc\.?|LLC|plc|AB|AS|ASA|B\.?V\.?)$|\s?news$",
    re.IGNORECASE,
)
_BY = re.compile(r"(?:by|von|par|por|di|af|av|door|text:)\s+(?=\S)", re.IGNORECASE)
_ABSENT = re.compile(r"no[- ]data|unknown|n/?a\b|none\b|-+$", re.IGNORECASE)


LONG = 200
"""A name longer than this is not remembered."""

MOST_WORDS = 16
"""Words behind a comma that are tried for an agency's name."""

NO_ABBREVIATION = 6
"""A name in a domain of this many characters is none of those that several go by (`reuters.co.uk`)."""

LONGEST = 1_000
"""A text longer than this names no agency."""


def agency_named(name: str | None) -> str | None:
    """Return the canonical agency of a name, code or domain, or None."""
    if not name or len(name) > LONGEST:
        return None
    return _agency(name) if len(name) <= LONG else _agency_of(name)


def _agency_of(name: str) -> str | None:
    from morgue.gazetteer.agencies import canonical, has_site

    cleaned = " ".join(_NOISE.sub(" ", name).split()).strip(" .,-–:/")
    if found := canonical(cleaned):
        return found
    host = _HOST.fullmatch(cleaned)
    if host and (found := canonical(host[2])):
        return found if len(host[2]) >= NO_ABBREVIATION or has_site(found, host[1]) else None
    for each in (cleaned.rpartition(":")[2], _FORM.sub("", cleaned)):
        if each and (found := canonical(each)):
            return found
    return None


_agency = lru_cache(maxsize=4096)(_agency_of)
"""What `_agency_of` found, remembered: a feed credits few names, and often."""


def credit(draft: Draft, name: str | None, rule: str, *, known: bool = False, same: bool = False) -> None:
    """State the agency, or else the publisher, that `name` is.

    With `known` an unknown name says nothing. With `same` the name is another one of the party that was asked
    for before, so that an agency takes the place of the publisher that it was taken for.
    """
    if draft.agency or not name or not name.strip():
        return
    agency = agency_named(name)
    if agency is not None:
        draft.state("agency", agency, rule)
        if same:
            draft.drop("publisher")
    elif not known:
        draft.state("publisher", " ".join(name.split()), rule)


def settle(draft: Draft, *lines: str | None) -> None:
    """Take the first agency of a name or credit line that holds several, where no name was one alone."""
    from morgue.gazetteer.agencies import first_of

    for line in (draft.publisher, *lines):
        if line and not draft.agency and (agency := first_of(line)):
            draft.state("agency", agency, "credit")
            if line is draft.publisher:
                draft.drop("publisher")


_PARTS = re.compile(r"\s*/\s*|\s+via\s+", re.IGNORECASE)


def settle_picture(draft: Draft, *lines: str | None) -> None:
    """Take photographer and agency of the credit line of a picture, which names both: `Ann Lee/AP/dpa`, `REUTERS/Ann Lee`."""
    from morgue.extract.names import is_name

    for line in filter(None, lines):
        parts = [part.strip(" ()") for part in _PARTS.split(line)]
        agencies = list(filter(None, map(agency_named, parts)))
        if len(parts) < 2 or not agencies:
            continue
        if draft.publisher == " ".join(line.split()):
            draft.drop("publisher")
        draft.state("agency", agencies[0], "credit")
        people = (part for part in parts if agency_named(part) is None and " " in part and is_name(part))
        draft.state("byline", next(people, None), "credit")


def byline(text: str | None) -> str | None:
    """Return who wrote a story, without the word before and the agency behind the names; None for an agency alone.

    `Von Heike Gloystein, dpa` gives `Heike Gloystein`.
    """
    line = _BY.sub("", " ".join((text or "").split())).strip(" ,")
    names, comma, title = line.rpartition(",")
    words = title.split()[:MOST_WORDS]
    if comma and any(agency_named(" ".join(words[:end])) for end in range(len(words), 0, -1)):
        line = names.strip()
    if agency_named(line) or agency_named(line.partition(",")[0]):
        return None
    return line or None


def without_outlet(draft: Draft, *names: str | None) -> None:
    """Take the outlet's name from the end of a headline (`Ferry found - Harbour Post`), where services put it."""
    head, mark, tail = (draft.headline or "").rpartition(" - ")
    if mark and head.strip() and tail.strip() in filter(None, names):
        draft.headline = head.rstrip()


_BACK = frozenset(("canceled", "cancelled", "killed", "withdrawn", "retracted", "deleted"))
"""Words of a status by which a story is called back."""

_STATUS = re.compile(r"[A-Za-z][A-Za-z -]{2,30}")


def set_status(draft: Draft, status: str | None, rule: str = "status", *, embargoed: bool = False) -> None:
    """Set aside that a story may not be used: canceled, withheld or embargoed (IPTC's publishing status).

    The story is kept, as an archive keeps what was sent. `Status: canceled` in its boilerplate says that it
    was called back, shows beside it, and is found by `boilerplate:"status canceled"`. A later version that is withheld,
    and waits for no embargo, calls back what was published before.
    """
    word = (status or "").strip().rpartition(":")[2].rpartition("/")[2].strip()
    if _STATUS.fullmatch(word) and word.lower() != "usable":
        draft.boilerplate.insert(0, f"Status: {word.lower().replace('cancelled', 'canceled')}")
        withheld = word.lower() == "withheld" and draft.number > 1 and not embargoed
        if withheld or word.lower() in _BACK:
            draft.signal_version("withdrawn", rule)


MOST_PLACES = 20
"""How many places of one story are kept."""


def file_from(draft: Draft, name: str | None, country: str | None, *, tagged: bool = False) -> None:
    """Add the place that a feed names (see `place`), unless the draft has it or has enough."""
    for found in place(name, country, tagged=tagged):
        key = (found.place or "").casefold()
        for known in draft.locations:
            if (known.place or "").casefold() == key or (not key and known.country == found.country):
                break
        else:
            if len(draft.locations) < MOST_PLACES:
                draft.locations.append(found)


def place(name: str | None, country: str | None, *, tagged: bool = False) -> list[Place]:
    """Return the place that a feed names, as a list of one, or none where it says nothing.

    `country` is a code of two or three letters, or a name in any language; without it the words behind the
    first comma decide, and then the table of cities. With `tagged` the name may be of any kind of area, and
    only a large city is found by its bare name.
    """
    from morgue.gazetteer.places import country as country_code

    name = " ".join((name or "").split()).strip(" ,;.-")
    name = _HEARSAY.sub("", name)
    if _ABSENT.match(name) or _DATED.search(name) or len(name) > 60:
        name = ""
    code = country_code(country) if country else None
    if not name:
        return [Place(None, code)] if code else []
    return [_place(name, code, tagged)]


@lru_cache(maxsize=2048)
def _place(name: str, code: str | None, tagged: bool) -> Place:
    from morgue.gazetteer import places

    first, *rest = [part.strip() for part in name.split(",")]
    first = first.title() if first.isupper() and len(first) > 3 else first
    own = places.country_named(name)
    if own and (code in (None, own) or tagged):
        return Place(first, own)
    if code:
        return Place(first, code)
    if tagged and not rest:
        cities = places.meanings(first)
        return Place(first, cities[0].country if cities and cities[0].thousands >= _LARGE else None)
    return places.locate(first, qualifiers=tuple(rest))
