"""Draft: what a format states about one story, before its copy is read."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from morgue.article import Place

Moment = str | dt.datetime | dt.date
"""A moment as a source gives it: the text as printed, or a date or datetime that the reader has parsed."""


@dataclass(slots=True)
class Draft:
    """Facts that a format states; every field may stay as it is where the format says nothing.

    `identifier` is the feed's own name for the story (guid, NewsItemId, NEWID, URL), already made unique
    across feeds by the reader where it is not so by itself (`reuters21578:1234`); None takes the text.
    `text` is the copy as plain text, paragraphs separated by a blank line, HTML already gone. `copy` tells
    whether the text may hold a dateline and boilerplate (a feed's summary may too). `country` is where the
    source is at home (ISO code), a hint for zones and day-first dates; `zone` is the time zone that the format
    states beside its moments, for those that have none; `printed` is the feed's own date, a hint for the year
    of a dateline that has none. `day` is the calendar day where the format states one
    that holds against the dateline's; None leaves it to the dateline, then to the moments. `other_headlines` are
    the wordings that a page states beside the printed headline, the surest first.
    """

    identifier: str | None = None
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
    printed: Moment | None = None
    day: Moment | None = None
    copy: bool = True
    other_headlines: list[str] = field(default_factory=list)
    evidence: dict[str, str] = field(default_factory=dict)

    def state(self, name: str, value: object, rule: str) -> None:
        """Set a field that is still unknown to `value` and note the rule; empty values change nothing."""
        if isinstance(value, str):
            value = value.strip()
        if value and not getattr(self, name):
            setattr(self, name, value)
            self.evidence[name] = rule
