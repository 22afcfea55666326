"""Make a draft of what a document of Nexis prints: its lines above the copy, its labels, its copy.

Both layouts of Nexis (`nexis_classic`, `nexis_uni`) find where these are; what they mean is the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from morgue._startup.tables import phrase_lists
from morgue.extract.dateline.dateline import stated
from morgue.extract.draft import Draft
from morgue.feeds.press.issue import place_in_issue, state_day, state_edition
from morgue.feeds.press.labels import listed, role_of
from morgue.feeds.support.content_markup import set_aside
from morgue.feeds.support.credits import agency_named
from morgue.feeds.support.data import DATA
from morgue.gazetteer.calendar import weekdays
from morgue.gazetteer.former import language_named

DATABASE = "nexis"


@dataclass(slots=True)
class Labelled:
    """A label as printed, without its colon, and the paragraphs under it."""

    label: str
    text: str
    role: str | None = None

    def __post_init__(self) -> None:
        self.role = self.role or role_of(DATABASE, self.label)


@dataclass(slots=True)
class Document:
    """A document as it is printed: `headline` line by line, `body` and `aside` as paragraphs, `identifier` where it bears one."""

    publisher: str | None = None
    date: str | None = None
    edition: str | None = None
    headline: list[str] = field(default_factory=list)
    byline: str | None = None
    labelled: list[Labelled] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    summary: list[str] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)
    identifier: str | None = None
    is_cut: bool = False

    def values(self, *roles: str) -> Iterator[tuple[str, str]]:
        """Yield (label, text on one line) of what is labelled so and is not empty."""
        for each in self.labelled:
            if each.role in roles and (text := " ".join(each.text.split())):
                yield each.label, text


_ASIDE = ("correction", "note", "name", "series", "setting", None)
"""Roles of labels whose text was printed or tells of the story and has no field; None is a label that is not known."""

_KEYWORDS = ("subject", "company", "place")


def draft_of(document: Document) -> Draft | None:
    """Return the draft of a document; None where it has neither a headline nor a text."""
    draft = Draft(identifier=document.identifier, is_cut=document.is_cut, partial=document.is_cut)
    _headline(draft, document)
    _dateline_alone(draft, document)
    text = "\n\n".join(each for each in document.body if each)
    captions = [text for _, text in document.values("graphic")] + document.captions
    if not text and captions:
        draft.text, draft.type = "\n\n".join(captions), "picture"
        draft.evidence["type"] = "graphic"
    else:
        draft.text = text or None
    if not (draft.headline or draft.text):
        return None
    _publisher(draft, document)
    if document.date:
        state_day(draft, document.date, "date line")
    for label, line in document.values("section"):
        place_in_issue(draft, line, label)
    named = next(document.values("edition"), None)
    state_edition(draft, "date line", edition=document.edition or (named[1] if named else None))
    for label, line in document.values("byline"):
        draft.state("byline", re.sub(r"\s*;\s*", "; ", line).strip("; "), label)
    draft.state("byline", document.byline, "line below the headline")
    for label, line in document.values("dateline"):
        draft.state("dateline", line, label)
    for label, line in document.values("language"):
        draft.state("language", language_in(line), label)
    for label, line in document.values("url"):
        if _ADDRESS.fullmatch(line):
            draft.state("url", line, label)
    for label, line in document.values(*_KEYWORDS):
        draft.keywords += listed(line)
        draft.evidence.setdefault("keywords", label)
    _set_aside(draft, document, captions if draft.type == "story" else [])
    return draft


_ALONE = re.compile(r"([A-ZÀ-Þ][A-ZÀ-Þ'’./ -]{1,40}),? ([^\W\d_]{2,12})\.?")
_CREDITS = 2
"""Paragraphs above the copy, of which the last may be its dateline: `Van onze Haagse redactie`, `DEN HAAG, dinsdag`."""


def _dateline_alone(draft: Draft, document: Document) -> None:
    """Take a place and a day of the week that are a paragraph by themselves above the copy for its dateline."""
    for at, paragraph in enumerate(document.body[:_CREDITS]):
        found = _ALONE.fullmatch(paragraph)
        if found is None or found[2].casefold() not in weekdays() or not (where := stated(found[1])):
            continue
        if any(each.country for each in where.places):
            draft.state("dateline", document.body.pop(at), "line above the copy")
            draft.state("locations", list(where.places), "line above the copy")
        return


_ADDRESS = re.compile(r"https?://[^/\s]+/[^/\s]\S*")
"""An address of a page; some outlets have that of their front page as a label."""


def _set_aside(draft: Draft, document: Document, captions: list[str]) -> None:
    """Put what was printed beside the copy, and nothing repeats, into the boilerplate."""
    for summary in (*(text for _, text in document.values("summary")), *document.summary):
        set_aside(draft, summary)
    for caption in captions:
        set_aside(draft, caption)
    for each in document.labelled:
        if each.role in _ASIDE and (text := " ".join(each.text.split())):
            draft.boilerplate.append(f"{each.label}: {text}")
            if each.role == "correction":
                draft.signal_version("correction", f"label {each.label}")
    draft.boilerplate += filter(None, document.aside)


_DECK = re.compile(r";(?=\S)|;\s*\n")
"""What parts a headline from its deck: a semicolon at the end of a line, or one that no blank follows."""


def _headline(draft: Draft, document: Document) -> None:
    """State the headline, and the decks under it as other headlines."""
    labelled = [each for each in document.labelled if each.role == "headline" and each.text]
    lines = document.headline or [each.text for each in labelled[:1]]
    rule = "headline" if document.headline or not labelled else labelled[0].label
    parts = [" ".join(part.split()).strip("; ") for part in _DECK.split("\n".join(lines))]
    first, *decks = [part for part in parts if part] or [""]
    draft.state("headline", first, rule)
    others = [" ".join(each.text.split()) for each in labelled] if document.headline else []
    if found := [*decks, *others]:
        draft.state("other_headlines", found, rule)


_TIGHT = re.compile(r"(?<=\w)\((?=\w)")


_EDITION = re.compile(r"\s+-\s+(?P<edition>(?:[^\s-]+ ){1,4}Editions?)\Z", re.IGNORECASE)
"""The edition behind the name of an outlet: `The Quay Post (London) - Final Edition`."""


def _publisher(draft: Draft, document: Document) -> None:
    name = document.publisher or next((text for _, text in document.values("publisher")), None)
    if not name:
        return
    line = _TIGHT.sub(" (", " ".join(name.split())).rstrip(" .,;")
    if found := _EDITION.search(line):
        state_edition(draft, "publisher line", edition=found["edition"])
        line = line[: found.start()]
    draft.state("publisher", line, "publisher line")
    if agency := agency_of_service(name):
        draft.state("agency", agency, "publisher line")


def agency_of_service(name: str) -> str | None:
    """Return the agency whose service a name is (`Xinhua General News Service`, `Agence France Presse -- English`), or None."""
    words = re.sub(r"\([^()]*\)|--?|[–—:]", " ", name).split()
    while words:
        if agency := agency_named(" ".join(words)):
            return agency
        if len(words) == 1 or not _expression("service", whole=True).match(words[-1].strip(",.")):
            return None
        words.pop()
    return None


def language_in(text: str) -> str | None:
    """Return the code of the first language that a line names (`GERMAN; DEUTSCH`, `Dutch / Nederlands`), or None."""
    for name in re.split(r"\s*[;/,|]\s*", text):
        if name and (code := language_named(name)):
            return code
    return None


@cache
def _expression(name: str, *, whole: bool = False) -> re.Pattern[str]:
    """Return the expression of a group of `press_words.tsv`, whatever the case; a `whole` one has nothing around it."""
    phrase = phrase_lists(DATA / "press_words.tsv")[name]
    return re.compile(rf"\W*(?:{phrase})\W*\Z" if whole else f"(?:{phrase})", re.IGNORECASE)


def edition_of(lines: Iterable[str]) -> str | None:
    """Return the edition that the lines below a day name, or None."""
    parts = [part for line in lines if not is_remark(line) and (part := " ".join(line.split()).strip(" ;"))]
    return "; ".join(parts) or None


def is_remark(line: str) -> bool:
    """Return whether a line below the day says of the story that it was corrected."""
    return _expression("remark", whole=True).match(line) is not None


def is_copyright(text: str) -> bool:
    """Return whether a line begins as a notice of copyright does, or is one of rights."""
    return _expression("copyright").match(text) is not None or is_of_rights(text)


def is_of_rights(text: str) -> bool:
    """Return whether a line is a notice of rights without a name: `All Rights Reserved`."""
    return _expression("rights", whole=True).match(text) is not None


def has_rights(text: str) -> bool:
    """Return whether a notice of rights is somewhere in a text."""
    return _expression("rights").search(text) is not None


def is_end(text: str) -> bool:
    """Return whether a line is the one that ends a document of Nexis Uni."""
    return _expression("end", whole=True).match(text) is not None


def is_classification(text: str) -> bool:
    """Return whether a line is the heading of the terms behind the copy."""
    return _expression("classification", whole=True).match(text) is not None


def is_failure(texts: Iterable[str]) -> bool:
    """Return whether the database says in a document that it cannot show it."""
    return any(_expression("failed").search(each) for each in texts)


def documents_on_cover(text: str) -> int | None:
    """Return how many documents a cover says there are: `Documents (10)`."""
    found = _expression("cover", whole=True).match(text)
    return int(found[1]) if found else None


def number_of(text: str) -> tuple[int, int] | None:
    """Return the (number, of how many) that a line says, and nothing else: `3 of 62 DOCUMENTS`."""
    found = _numbered().fullmatch(" ".join(text.split())) if len(text) < 200 else None
    if found is None:
        return None
    return int(found[1] or found[3]), int(found[2] or found[4])


@cache
def _numbered() -> re.Pattern[str]:
    return re.compile(phrase_lists(DATA / "press_words.tsv")["numbered"])


@cache
def numbered_line() -> re.Pattern[bytes]:
    """Return the expression of a whole line of bytes that numbers a document."""
    phrase = phrase_lists(DATA / "press_words.tsv")["numbered"].replace("(\\d", "(?:\\d")
    return re.compile(
        rb"^(?:[ \t\f]|\xc2?\xa0)*(?:" + phrase.encode() + rb")(?:[ \t\r]|\xc2?\xa0)*$", re.MULTILINE
    )
