"""Make the article of a citation, whatever form it came in: what was printed where, by whom, on which day, and its abstract.

The outlet is the work that contains it, else the publisher. Names are turned from `Surname, Given` to the order in which papers
print them. The number that a reference manager gave (`ID`, a key) is no identity, as two records may have one; a DOI is, and
the accession number of a database that is named. A year alone is no day: it is kept beside the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from morgue._startup.tables import read_rows
from morgue.extract.dates import reading
from morgue.extract.draft import Draft
from morgue.feeds.platforms.post import post_of
from morgue.feeds.support.content_markup import markup_line, set_aside
from morgue.feeds.support.credits import agency_named
from morgue.feeds.support.data import DATA
from morgue.io.feed import Feed
from morgue.io.lines import codec_of_head, lines, narrow_feed, text_of_line
from morgue.model.article import Edition

Facts = Mapping[str, list[str]]


@cache
def _rows() -> list[tuple[str, str, tuple[str, ...]]]:
    return [(form, fact, tuple(tags.split())) for form, fact, tags in read_rows(DATA / "citations.tsv")]


@cache
def facts_of(form: str) -> dict[str, tuple[str, int]]:
    """Return the fact that each tag of a form says, and its rank among those that say it."""
    return {tag: (fact, rank) for one, fact, tags in _rows() if one == form for rank, tag in enumerate(tags)}


@cache
def _printed() -> frozenset[str]:
    return frozenset(tag for form, _, tags in _rows() if form == "print" for tag in tags)


_SENTENCE = re.compile(r"[.!?…。]['\"”’»)]?\s*\Z")


@dataclass(slots=True)
class Citation:
    """A record as it is read: the values of each tag in their order, by form."""

    form: str
    values: dict[str, list[str]] = field(default_factory=dict)

    def add(self, tag: str, value: str) -> None:
        """Add a value of a tag."""
        if value.strip():
            self.values.setdefault(tag, []).append(value.strip())

    def go_on(self, tag: str, line: str) -> None:
        """Add a line to the last value of a tag: to its sentence, or as a new paragraph where that has ended or a line is blank.

        A line of keywords is another keyword.
        """
        if facts_of(self.form).get(tag, ("", 0))[0] == "keyword":
            self.add(tag, line)
            return
        value = self.values[tag][-1]
        if not line.strip():
            self.values[tag][-1] = f"{value}\n\n" if not value.endswith("\n") else value
        else:
            mark = "" if value.endswith("\n") else "\n\n" if _SENTENCE.search(value) else " "
            self.values[tag][-1] = f"{value}{mark}{line.strip()}"

    def all(self, fact: str) -> Iterator[tuple[str, str]]:
        """Yield (value, tag) of a fact, those of the likeliest tag first."""
        ranked = facts_of(self.form)
        tags = sorted(
            (tag for tag in self.values if ranked.get(tag, ("", 0))[0] == fact),
            key=lambda tag: ranked[tag][1],
        )
        for tag in tags:
            for value in self.values[tag]:
                yield value, tag

    def first(self, fact: str) -> tuple[str | None, str]:
        """Return the first value of a fact, and its tag."""
        return next(self.all(fact), (None, ""))


def tagged_records(
    feed: Feed, form: str, tag_of: Callable[[str], tuple[str, str]], *, begin: str, end: str = ""
) -> Iterator[tuple[Citation, int, int]]:
    """Yield (citation, offset, length) of each record of a form with a tag at the beginning of a line.

    `tag_of` parts a line into tag and value, and gives no tag for a line that goes on with the value before it. A record
    ends with the tag `end`, or where the next begins.
    """
    head = feed.head()
    codec = codec_of_head(head)
    record: Citation | None = None
    start = until = 0
    last = ""
    for _, offset, data in lines(narrow_feed(feed, head)):
        tag, value = tag_of(text_of_line(data, codec).strip("\r\n\ufeff"))
        if record is not None and tag and tag in (begin, end):
            yield record, start, (offset + len(data) if tag == end else offset) - start
            record = None
        if tag == begin:
            record, start = Citation(form), offset
        if record is None:
            continue
        until = offset + len(data)
        if tag:
            record.add(tag, value)
            last = tag if value.strip() else ""
        elif last:
            record.go_on(last, value)
    if record is not None:
        yield record, start, until - start


_INITIALS = re.compile(r"\b(?:Jr|Sr|I{2,3}|IV)\.?\Z", re.IGNORECASE)


def turned(name: str) -> str:
    """Return a name in the order in which it is spoken: `Doe, Jane` is `Jane Doe`, `Doe, John, Jr.` is `John Doe, Jr.`"""
    parts = [" ".join(part.split()) for part in name.split(",")]
    parts = [part for part in parts if part]
    if len(parts) == 2 and not _INITIALS.match(parts[1]):
        return f"{parts[1]} {parts[0]}"
    if len(parts) == 3:
        jr = next((part for part in parts[1:] if _INITIALS.match(part)), None)
        given = next((part for part in parts[1:] if part != jr), "")
        return f"{given} {parts[0]}, {jr}" if jr else " ".join(name.split())
    return " ".join(name.split()).strip(" ,")


_YEAR_FIRST = re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})(?:/.*)?\Z")


def day_of(values: Iterable[str]) -> tuple[str | None, str | None]:
    """Return (moment, rest): the first of these dates that names a day, and the first text that names none."""
    rest = None
    for value in values:
        text = value.strip().rstrip("/")
        if found := _YEAR_FIRST.match(text):
            text = f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}"
        if reading(text):
            return text, rest
        rest = rest or text
    return None, rest


def draft_of(citation: Citation, *, authors: list[str], date: str | None = None) -> Draft | None:
    """Return what a citation says; None where it has neither title nor text. `authors` are as the form has them."""
    draft = Draft()
    title, tag = citation.first("title")
    draft.state("headline", markup_line(title), tag)
    _state_text(draft, citation)
    draft.clean()
    if not (draft.headline or draft.text):
        return None
    outlet, tag = citation.first("outlet")
    draft.state("publisher", markup_line(outlet), tag)
    publisher, tag = citation.first("publisher")
    draft.state("publisher", markup_line(publisher), tag)
    _state_writers(draft, authors)
    _state_day(draft, citation, date)
    for fact, name in (("keyword", "keywords"), ("section", "section")):
        values = [value for value, _ in citation.all(fact)]
        words = [word.strip() for value in values for word in re.split(r"[;\n]", value) if word.strip()]
        draft.state(name, words, citation.first(fact)[1])
    draft.state("language", *citation.first("language"))
    stated = (address for value, _ in citation.all("address") for address in re.split(r"[;\s]+", value))
    address = next((each for each in stated if each.startswith(("http://", "https://"))), None)
    draft.state("url", address, "url")
    _identify(draft, citation)
    return draft


def _state_text(draft: Draft, citation: Citation) -> None:
    """State the longest abstract or text; the rest, and notes, are set aside."""
    texts = [(post_of(value).text, tag) for value, tag in citation.all("text")]
    text, tag = max(texts, key=lambda each: len(each[0]), default=("", ""))
    if text:
        draft.text = text
        draft.evidence["body"] = tag
        draft.partial = True  # an abstract, or the beginning
    for other, _ in texts:
        set_aside(draft, other)
    for fact in ("note", "rights"):
        for value, _ in citation.all(fact):
            set_aside(draft, post_of(value).text)


def _state_writers(draft: Draft, authors: list[str]) -> None:
    names = []
    for author in authors:
        agency = agency_named(author)
        if agency:
            draft.state("agency", agency, "author")
        else:
            names.append(turned(author))
    draft.state("byline", ", ".join(dict.fromkeys(filter(None, names))), "author")


def _state_day(draft: Draft, citation: Citation, date: str | None) -> None:
    """State the day; of what was printed it is the day of issue, with its page."""
    stated = [value for value, _ in citation.all("date")]
    moment, rest = day_of([*([date] if date else []), *stated])
    rule = "date" if date else citation.first("date")[1]
    draft.state("published", moment, rule)
    kind = re.sub(r"[\W_]+", "", citation.first("type")[0] or "").casefold()
    if kind in _printed():
        draft.state("day", moment, rule)
        page, edition, volume = (citation.first(fact)[0] for fact in ("page", "edition", "volume"))
        if page or edition or volume:
            draft.edition = Edition(None, page, edition, volume)
            draft.evidence["edition"] = citation.first("page")[1] or citation.first("edition")[1]
    if moment is None and rest:
        set_aside(draft, rest)


def _identify(draft: Draft, citation: Citation) -> None:
    """State what the record claims to be known by: its DOI, or its number in a database that it names."""
    doi = citation.first("doi")[0]
    number, database = citation.first("number")[0], citation.first("database")[0]
    if doi:
        draft.identifier = doi if doi.startswith("http") else f"doi:{doi.removeprefix('doi:').strip()}"
    elif number and database:
        draft.identifier, draft.authority = number, database
