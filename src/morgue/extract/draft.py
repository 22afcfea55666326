"""Draft: what a format states about one story, before its copy is read."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from morgue.model.article import MOST_EARLIER, Edition, Place, printable
from morgue.model.fields import SIGNALS

Moment = str | dt.datetime | dt.date
"""A moment as a source gives it: the text as printed, or a date or datetime that the reader has parsed."""


@dataclass(slots=True)
class Draft:
    """Facts that a format states; every field may stay as it is where the format says nothing.

    `identifier` is the feed's own name for the story (guid, NewsItemId, URL) as the feed states it; `authority`
    names who hands it out, where the format tells (a provider, a registrar), and `home` is the address of the
    feed that states it: `morgue.extract.identity` makes the id of them. `number` is the version, `signal` what it does to what was sent
    before (one of `fields.SIGNALS`), `earlier` the identifiers of what it updates, corrects or withdraws, each with its authority: these
    three are the article's `lineage`. `captured` when
    the feed was made or fetched, `partial` whether the text is a teaser or cut off, `is_cut` whether the feed ends in the story; `listed` and `rolls` are those of `Reading`.
    `text` is the copy as plain text, paragraphs separated by a blank line, HTML already gone. `copy` tells
    whether the text may hold a dateline and boilerplate (a feed's summary may too). `country` is where the
    source is at home (ISO code), a hint for zones and day-first dates; `zone` is the time zone that the format
    states beside its moments, for those that have none; `rfc822` says that `published` is a date-time of
    RFC 822, whose abbreviations of zones are that standard's; `printed` is the feed's own date, a hint for the year
    of a dateline that has none. `day` is the calendar day where the format states one
    that holds against the dateline's, as the date of issue of a printed paper does; None leaves it to the dateline,
    then to the moments. `other_headlines` are the wordings that a page states beside the printed headline, the
    surest first. `type` is one of `fields.TYPES`, `edition` where it was printed.
    """

    identifier: str | None = None
    authority: str | None = None
    home: str | None = None
    number: int = 0
    signal: str | None = None
    earlier: list[tuple[str, str | None]] = field(default_factory=list)
    passed_over: int = 0
    captured: Moment | None = None
    partial: bool = False
    is_cut: bool = False
    listed: bool = False
    rolls: bool = False
    headline: str | None = None
    text: str | None = None
    published: Moment | None = None
    updated: Moment | None = None
    dateline: str | None = None
    locations: list[Place] = field(default_factory=list)
    agency: str | None = None
    publisher: str | None = None
    byline: str | None = None
    section: list[str] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    language: str | None = None
    url: str | None = None
    boilerplate: list[str] = field(default_factory=list)
    country: str | None = None
    zone: str | None = None
    rfc822: bool = False
    printed: Moment | None = None
    day: Moment | None = None
    copy: bool = True
    other_headlines: list[str] = field(default_factory=list)
    type: str = "story"
    edition: Edition | None = None
    evidence: dict[str, str] = field(default_factory=dict)

    def number_version(self, stated: object, rule: str) -> None:
        """Set the number of the version where `stated` is a whole number above 0, as text or not."""
        text = str(stated).strip() if isinstance(stated, (str, int)) else ""
        if text.isascii() and text.isdigit() and len(text) < 10 and (number := int(text)):
            self.number = number
            self._trace(rule)

    def signal_version(self, signal: str, rule: str) -> None:
        """State what the version does to what was sent before; of several signals the strongest holds."""
        if self.signal is None or SIGNALS.index(signal) > SIGNALS.index(self.signal):
            self.signal = signal
        self._trace(rule)

    def follow(self, identifier: str | None, rule: str, authority: str | None = None) -> None:
        """State the identifier of an item that this one updates, corrects or withdraws, and who hands it out.

        The first MOST_EARLIER are kept, the others counted in `passed_over`.
        """
        link = ((identifier or "").strip(), authority)
        if not link[0] or link in self.earlier:
            return
        if len(self.earlier) < MOST_EARLIER:
            self.earlier.append(link)
            self._trace(rule)
        else:
            self.passed_over += 1

    def _trace(self, rule: str) -> None:
        """Add a rule to the evidence of the lineage."""
        known = self.evidence.get("lineage")
        if known is None:
            self.evidence["lineage"] = rule
        elif rule not in known.split(", "):
            self.evidence["lineage"] = f"{known}, {rule}"

    def state(self, name: str, value: object, rule: str) -> None:
        """Set a field that is still unknown to `value` and note the rule; empty values change nothing."""
        if isinstance(value, str):
            value = value.strip()
        if value and not getattr(self, name):
            setattr(self, name, value)
            self.evidence[name] = rule

    def join(self, other: Draft, *names: str) -> None:
        """State these fields of another draft, where they are unknown, and add its places, sections, words and what it says of versions."""
        for name in names:
            self.state(name, getattr(other, name), other.evidence.get(name, name))
        self.locations += other.locations
        self.section += other.section
        self.keywords += other.keywords
        self.boilerplate += other.boilerplate
        rule = other.evidence.get("lineage", "feed")
        self.number_version(other.number, rule)
        if other.signal:
            self.signal_version(other.signal, rule)
        for identifier, authority in other.earlier:
            self.follow(identifier, rule, authority)
        self.passed_over += other.passed_over

    def drop(self, name: str) -> None:
        """Take a field back, with its evidence."""
        setattr(self, name, None)
        self.evidence.pop(name, None)

    def clean(self) -> None:
        """Take the control characters out of every text, whatever reader has put it there."""
        for name in _LINES:
            value = getattr(self, name)
            if isinstance(value, str) and not value.isprintable():
                setattr(self, name, printable(value).strip() or None)
        if self.text:
            self.text = printable(self.text)
            self.text = None if self.text.isspace() else self.text
        for name in _LISTS:
            values: list[str] = getattr(self, name)
            if values and not all(map(str.isprintable, values)):
                setattr(self, name, [printable(each) for each in values])
        self.locations = [_printable_place(each) for each in self.locations]
        if self.edition:
            self.edition = _printable_edition(self.edition)
        for name, rule in self.evidence.items():
            if not rule.isprintable():
                self.evidence[name] = printable(rule)


_LINES = (
    "headline",
    "dateline",
    "agency",
    "publisher",
    "byline",
    "language",
    "url",
    "published",
    "updated",
    "printed",
    "day",
)
_LISTS = ("section", "keywords", "boilerplate", "other_headlines")


def _printable_place(place: Place) -> Place:
    parts = [each and printable(each) for each in (place.place, place.country)]
    return place if parts == [place.place, place.country] else Place(*parts)


def _printable_edition(edition: Edition) -> Edition | None:
    """Return the edition in printable lines, empty ones taken for unknown, and None where nothing is left."""
    values = (edition.day, edition.page, edition.edition, edition.volume)
    parts = [" ".join(printable(each or "").split()) or None for each in values]
    return Edition(*parts) if any(parts) else None
