"""Offsets of the zones that news prints: numbers, names of the IANA's database, abbreviations.

An abbreviation that means several zones is read by the country of the source. Where no country decides, it is
left unresolved, but for the date-times of RFC 822 (a feed's pubDate, a message's Date): section 5.1 defines
their abbreviations, in letters of either case. Its letters of one character, but Z, were defined with the wrong
sign and say nothing certain (RFC 5322, section 4.3), so that they are left unresolved too.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from morgue.gazetteer.tables import rows

_OFFSET = re.compile(r"(?:(?:UTC|GMT) ?)?([+\-−])(\d{1,2})(?::?(\d\d))?(?!\d)", re.ASCII)
_ZONE_NAME = re.compile(
    r"(?<![\w/])(?:Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Brazil|Canada|Chile|Etc|Europe|Indian|Mexico"
    r"|Pacific|US)/[A-Z][A-Za-z_-]{1,20}(?:/[A-Z][A-Za-z_]{1,20}|[+-]\d{1,2})?(?!\w)"
)
"""A zone of the IANA's database by its name."""
_ABBREVIATION = re.compile(r"\b[A-ZМСК][A-Za-zМСК]?[A-ZМСК]{0,3}\b")
_LAST_WORD = re.compile(r"\s*([A-Za-z]{1,5})\W*")
_MILITARY = re.compile(r"\s*([A-IK-Y])\s*", re.IGNORECASE)
_RFC_822 = {"CST": "-06:00"}
"""What RFC 822, section 5.1, says of abbreviations that mean several zones elsewhere."""


def offset_of(
    zone: str, local: dt.datetime, country: str | None, *, rfc822: bool = False
) -> tuple[str, str | None]:
    """Return the offset that a zone as printed has at a local time, and the note for evidence.

    The offset is empty where nothing decides; the note then says which abbreviation was left unresolved.
    `rfc822` says that the moment is a date-time of RFC 822.
    """
    if not zone or zone.isspace():
        return "", None
    named = _ZONE_NAME.search(zone) if "/" in zone else None
    if named:
        zone = f"{zone[: named.start()]} {zone[named.end() :]}"
    found = _OFFSET.search(zone)
    if found and int(found[2]) < 24:
        sign = "-" if found[1] != "+" and (int(found[2]) or int(found[3] or 0)) else "+"
        return f"{sign}{int(found[2]):02}:{found[3] or '00'}", None
    if rfc822 and (letter := _MILITARY.fullmatch(zone)):
        return "", f"{letter[1].upper()} left unresolved"
    offset, note = _of_abbreviation(zone, local, country, rfc822)
    return (offset, note) if offset or not named else _of_name(named[0], local)


def _of_abbreviation(
    zone: str, local: dt.datetime, country: str | None, rfc822: bool
) -> tuple[str, str | None]:
    """Return the offset and the note for an abbreviation: the first in capitals, or a word that is alone behind the clock."""
    last = _LAST_WORD.fullmatch(zone)
    for name in [last[1].upper()] if last else _ABBREVIATION.findall(zone):
        if meanings := zones().get(name) or zones().get("ChST" if name == "CHST" else ""):
            if rfc822 and name in _RFC_822:
                meanings = {"*": _RFC_822[name], **meanings}
            return _meaning(name, meanings, local, country)
    return "", None


def _of_name(name: str, local: dt.datetime) -> tuple[str, str | None]:
    """Return the offset of a zone of the IANA's database at a local time; none in the hours that come twice or not at all."""
    try:
        zone = ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return "", None
    first, second = (_offset(local.replace(tzinfo=zone, fold=fold)) for fold in (0, 1))
    if first != second:
        return "", f"{name} left unresolved: its clocks change in that hour"
    return first, f"{name} read as {first}"


def _meaning(
    name: str, meanings: dict[str, str], local: dt.datetime, country: str | None
) -> tuple[str, str | None]:
    chosen = meanings.get(country or "")
    by = country if chosen else None
    chosen = chosen or meanings.get("*")
    if chosen is None:
        return "", f"{name} left unresolved"
    offset = _in_zone(chosen, local) if "/" in chosen else chosen
    if len(meanings) == 1 and "/" not in chosen:
        return offset, None
    return offset, f"{name} read as {offset}" + (f" ({by})" if by else "")


def _in_zone(name: str, local: dt.datetime) -> str:
    return _offset(local.replace(tzinfo=ZoneInfo(name)))


def _offset(moment: dt.datetime) -> str:
    """Return the offset of a moment as `+02:00`; the seconds that the first years of a zone have are left out."""
    offset = moment.strftime("%z")
    return f"{offset[:3]}:{offset[3:5]}"


@cache
def zones() -> dict[str, dict[str, str]]:
    """Return what a zone abbreviation means by country code; `*` where no country is known."""
    table: dict[str, dict[str, str]] = {}
    for name, meanings in rows("zones.tsv"):
        table[name] = {
            code: offset
            for codes, offset in (each.split("=") for each in meanings.split(" "))
            for code in codes.split(",")
        }
    return table
