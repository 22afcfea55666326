"""Find what a feed says of all its items: outlet, home, language, agency, date."""

from __future__ import annotations

import re
from dataclasses import dataclass

from morgue.feeds.support.credits import agency_named
from morgue.feeds.support.xml_elements import Element, language_of
from morgue.feeds.syndication.elements import (
    Children,
    every,
    first,
    line_in,
    link_in,
    people,
)
from morgue.gazetteer.places import country_of_host

_PARTS = re.compile(r"\s+[-–—|»>·:/]+\s+|:\s+|\s*[|»]\s*")
_HOST = re.compile(r"(?:https?:)?//(?:[^/@\s]*@)?([^/:?#\s]+)", re.IGNORECASE)
_FORMAT = re.compile(r"\bRSS\b", re.IGNORECASE)
"""The format, by which the title of a feed means no agency (Rastriya Samachar Samiti)."""
_REGION = re.compile(r"[A-Za-z]{2,3}[-_]([A-Za-z]{2})\Z")


@dataclass(frozen=True, slots=True)
class Channel:
    """What a feed says of all its items."""

    title: str | None
    link: str | None
    language: str | None
    agency: str | None
    agency_rule: str
    publisher: str | None
    byline: str | None
    country: str | None
    printed: str | None
    built: str | None


def channel_of(root: Element, own: Children) -> Channel:
    """Return the facts of the channel."""
    title = line_in(own, "title", "dc:title")
    link = link_in(own, own["channel"][0] if "channel" in own else root)[0]
    language = first(own, "language", "dc:language")[0] or language_of(root)
    agency, rule = None, ""
    for key in ("dc:publisher", "copyright", "rights", "dc:rights", "dc:creator", "webmaster", "title"):
        for name in every(own, key):
            if key == "title" and _FORMAT.search(name):
                continue
            if agency is None and (agency := agency_named(name)):
                rule = f"channel {key}"
    names = [name for name in people(own, ("author",)) if agency_named(name) is None]
    return Channel(
        title=title,
        link=link,
        language=language,
        agency=agency,
        agency_rule=rule,
        publisher=first(own, "dc:publisher")[0] or outlet(title, link),
        byline=", ".join(names) or None,
        country=home(link, language),
        built=first(own, "lastbuilddate", "updated", "modified", "dc:date", "pubdate")[0],
        printed=first(own, "pubdate", "lastbuilddate", "dc:date", "updated", "modified")[0],
    )


def outlet(title: str | None, link: str | None) -> str | None:
    """Return the outlet in a channel's title such as `The Harbour Post - World`: the part that its host is named for."""
    if _FORMAT.fullmatch((title or "").strip()):
        return None
    host = _HOST.match(link or "")
    parts = [part for part in _PARTS.split(" ".join((title or "").split())) if part]
    if host is None or len(parts) < 2:
        return title
    labels = [label for label in host[1].lower().split(".")[:-1] if len(label) > 2 and label != "www"]
    for part in parts:
        name = "".join(filter(str.isalnum, part.lower())).removeprefix("the")
        if len(name) > 2 and any(name in label or label.removeprefix("the") in name for label in labels):
            return part.strip()
    return title


def home(link: str | None, language: str | None) -> str | None:
    """Return the country (ISO code) that a feed is at home in, by its host, else by the region of its language."""
    host = _HOST.match(link or "")
    if host and (country := country_of_host(host[1])):
        return country
    region = _REGION.match(language or "")
    return region[1].upper() if region else None
