"""The world's news agencies: their canonical short form by any name they are known by, and where they are.

The table is `data/agencies.tsv`. A name is compared without regard to case, full stops at its ends and a
leading "the". What the table does not hold is no agency: an outlet never becomes one by being asked for.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from morgue.gazetteer.tables import rows


class Agency(NamedTuple):
    """A row of the table: the canonical form, ISO codes (its own country first, then others it files from
    under a short name that another agency shares), the languages it writes in."""

    name: str
    countries: tuple[str, ...]
    languages: tuple[str, ...]
    aliases: tuple[str, ...]


@cache
def _agencies() -> dict[str, Agency]:
    found = {}
    for name, countries, languages, aliases in rows("agencies.tsv"):
        found[name] = Agency(
            name, tuple(countries.split(",")), tuple(languages.split(",")), tuple(aliases.split(";"))
        )
    return found


@cache
def _by_name() -> dict[str, str]:
    """Canonical forms by lower-case name; an agency's own short form wins over another's alias."""
    known = {name.casefold(): name for name in _agencies()}
    for each in _agencies().values():
        for alias in each.aliases:
            known.setdefault(alias.replace("İ", "I").casefold().strip(_TRIM), each.name)
    return known


@cache
def _namesakes() -> dict[str, dict[str, str]]:
    """Agencies that share a name, by country: CNA is in Taiwan and in Cyprus."""
    shared: dict[str, dict[str, str]] = {}
    for each in _agencies().values():
        for name in (each.name, *each.aliases):
            for country in each.countries:
                shared.setdefault(name.casefold(), {}).setdefault(country, each.name)
    return {name: by_country for name, by_country in shared.items() if len(by_country) > 1}


def at_home(agency: str, country: str | None) -> str:
    """Return the agency that goes by a canonical form in the country of a dateline: BNA in Kabul is Bakhtar."""
    return _namesakes().get(agency.casefold(), {}).get(country or "", agency)


_TRIM = " \t\n.,;:*©-–—\"'“”"


_GIVEN_NAMES = frozenset(
    ("Ana", "Ann", "Ina", "Lana", "Lena", "Leta", "Lina", "Mia", "Mina", "Nan", "Nina", "Sana", "Sid", "Sita")
)  # fmt: skip
"""Abbreviations of agencies that are people's names when they are not in capitals."""


def is_given_name(name: str) -> bool:
    """Return whether the short form of an agency is a person's name as well, in whatever case: ANN, LENA."""
    return name.capitalize() in _GIVEN_NAMES


@lru_cache(maxsize=2048)
def canonical(name: str) -> str | None:
    """Return the canonical short form of the agency that a name means, or None: `Press Trust of India` is PTI."""
    if len(name) > 80 or name.strip(_TRIM) in _GIVEN_NAMES:
        return None
    key = " ".join(name.replace("İ", "I").casefold().split()).strip(_TRIM)
    found = _by_name().get(key)
    if found is None and key.startswith("the "):
        found = _by_name().get(key[4:])
    if found is None and "." in key and _POINTED.fullmatch(key):
        found = _by_name().get(key.replace(".", ""))
    return found


_POINTED = re.compile(r"[^\W\d_](?:\.[^\W\d_]){1,4}")
"""An abbreviation with its points, the last of them cut off: `A.P.`"""


_PARTS = re.compile(r"\s*(?:/|,|;|\||&|\band\b|\bund\b|\bet\b|\by\b)\s*")


def first_of(credit: str) -> str | None:
    """Return the agency of a credit that may name several (`Borneo Bulletin/ANN`, `ats afp`), the first one known."""
    whole = canonical(credit)
    if whole or len(credit) > 80:
        return whole
    if sent := _CORRESPONDENT.match(credit):
        return canonical(sent[1])
    for part in _PARTS.split(credit):
        if part and (found := canonical(part)):
            return found
    words = [canonical(word) for word in credit.split()]
    return words[0] if words and all(words) else None


_CORRESPONDENT = re.compile(r"(?:Корр|Кор|Corr|Соб\. корр)\.\s+(\S+)(?:\s|$)")


def country_of(agency: str) -> str | None:
    """Return the ISO code of the country where an agency, in canonical form, is at home."""
    found = _agencies().get(agency)
    return found.countries[0] if found else None


def has_site(agency: str, host: str) -> bool:
    """Return whether a host is the site of an agency, in canonical form, that it is named for by an abbreviation.

    It is by the table (`feeds.efe.com`), or at home in the agency's country (`rss.com.np`); `rss.com` and
    `ria.com` are others' sites.
    """
    host = host.casefold()
    found = _agencies().get(agency)
    if found is None:
        return False
    top = host.rpartition(".")[2].upper()
    sites = (alias.casefold() for alias in found.aliases if "." in alias)
    return ("GB" if top == "UK" else top) in found.countries or any(
        host == site or host.endswith(f".{site}") for site in sites
    )


def languages_of(agency: str) -> tuple[str, ...]:
    """Return the languages an agency writes in, the first being its own; empty where it is not known."""
    found = _agencies().get(agency)
    return found.languages if found else ()


def names() -> tuple[str, ...]:
    """Return all canonical forms, in the table's order."""
    return tuple(_agencies())


def all_names() -> tuple[str, ...]:
    """Every name of every agency, as the table writes it."""
    return tuple(name for each in _agencies().values() for name in (each.name, *each.aliases))
