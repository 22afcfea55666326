"""Know the common names of columns and keys in tables and JSON of news, and make a draft of a row by them.

A name is compared without case, spaces, hyphens and underscores. Where several columns could be one field,
the first name in the table wins and the next ones serve for a row that leaves it empty.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from functools import lru_cache
from typing import Any, NamedTuple

from morgue._startup.tables import read_rows
from morgue.extract.draft import Draft
from morgue.feeds.support.credits import agency_named, credit, without_outlet
from morgue.feeds.support.data import DATA, ordered_lists
from morgue.feeds.support.item_types import item_type
from morgue.feeds.support.keys import (
    BESIDE,
    COPY,
    SUMMARIES,
    WORDINGS,
    bare,
    captions,
    is_prose_beside,
    numbered_parts,
    unnamed_prose,
    unrepeated,
)
from morgue.feeds.support.language_maps import is_language_map
from morgue.feeds.support.markup import is_markup, line, plain
from morgue.feeds.support.print_date import edition_of, is_date_of_issue, is_of_print, is_printed
from morgue.feeds.support.rich_text import parts_of, text_of
from morgue.feeds.support.tx_markup import text_of_tx
from morgue.model.article import Place, printable
from morgue.model.fields import TYPES

COMMON = ordered_lists("columns.tsv")
"""Our field to the names it goes by, the likeliest first."""

_ROMANCE = frozenset(
    ("titolo", "titulo", "título", "testo", "texto", "corpo", "conteudo", "conteúdo", "contenuto")
)
"""Columns beside which one named `data` is a date."""

_FIELD_OF = {bare(name): (field, rank) for field, names in COMMON.items() for rank, name in enumerate(names)}
MAPPABLE = (
    "id", "headline", "body", "published", "updated", "day", "dateline", "locations", "agency", "publisher", "byline", "section",
    "keywords", "language", "url",
)  # fmt: skip
"""Fields of an article that a column can be read as (`--map`)."""

_MAPPED = {"body": "text", "id": "identifier", "day": "published", "locations": "place"}
_SAID = (
    "basic", "main", "original", "rendered", "value", "name", "text", "title", "webtitle", "content", "$t", "#text", "cdata", "_",
    "default", "headline", "plain", "full",
)  # fmt: skip
_NOTHING = frozenset(("", "null", "none", "nan", "n/a", "na", "unknown", "undefined", "-", "nil", "nat"))
_COMPACT = re.compile(r"((?:1[89]|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])")
_EPOCH = re.compile(r"-?\d{9,10}(?:\.\d+)?|\d{13}")
_MORE = re.compile(r"\s*\[\+\d{1,7} chars\]\s*$")
"""What news services put behind a text that they cut off."""

_FILE_NAME = re.compile(
    r"[\w./\\:-]{1,250}\.(?:txt|html?|xml|json|pdf|jpe?g|png|gif|tiff?|docx?|rtf)", re.IGNORECASE
)
"""The name of a file, where the text itself is kept elsewhere."""

_WEB = re.compile(r"https?://\S{4,2000}$")
_ZONE = re.compile(r"[A-Za-z_]{2,20}(?:/[A-Za-z_+-]{2,30}){0,2}|(?:UTC|GMT)? ?[+-]\d{1,2}(?::?\d\d)?")
_SECOND = re.compile(r"\.\d{1,3}\Z")
_ISO_COUNTRY = re.compile(r"[A-Za-z]{2}$")


MOST_REMEMBERED = 1_000
"""The columns among more names than this are found each time, so that the memory for them is bounded."""


class Column(NamedTuple):
    """A column or key that is a field of ours; `authority` is the database that handed out the numbers in it, where that is known."""

    field: str
    name: str
    rank: int
    rule: str
    authority: str = ""


@lru_cache(4096)
def field_of(name: str) -> tuple[str, int] | None:
    """Return the field that a column of this name is, and how likely (0 the likeliest); None for any other name.

    A name with a number behind a dot (`text.1`) is that of a second column of the name.
    """
    known = _FIELD_OF.get(bare(name))
    return known or (_FIELD_OF.get(bare(_SECOND.sub("", name))) if "." in name else None)


def columns_of(names: Iterable[str], mapped: Mapping[str, str] | None = None) -> tuple[Column, ...]:
    """Return the columns among `names` that are fields of ours, the likeliest for each field first.

    `mapped` (our field to a column's name) goes before the common names, and alone for its fields.
    """
    names = tuple(names)
    find = _columns_of if len(names) <= MOST_REMEMBERED else _columns_of.__wrapped__
    return find(names, frozenset(mapped.items()) if mapped else frozenset())


@lru_cache(256)
def _columns_of(names: tuple[str, ...], mapped: frozenset[tuple[str, str]]) -> tuple[Column, ...]:
    own = {bare(column): _MAPPED.get(field, field) for field, column in mapped}
    found: list[Column] = []
    number = _number_of(set(map(bare, names))) if "identifier" not in own.values() else None
    romance = not _ROMANCE.isdisjoint(map(bare, names))
    for name in names:
        if bare(name) in own:
            found.append(Column(own[bare(name)], name, -1, f"column {name}"))
        elif number is not None and bare(name) == number[1]:
            found.append(Column("identifier", name, -1, f"column {name}", number[0]))
        elif (known := field_of(name)) is not None and known[0] not in own.values():
            found.append(Column(known[0], name, known[1], f"column {name}"))
        elif romance and bare(name) == "data" and "published" not in own.values():
            found.append(Column("published", name, len(COMMON["published"]), f"column {name}"))
    if all(column.field != "headline" for column in found):  # Swedish for a headline, German for a section
        found = [
            column._replace(field="headline") if bare(column.name) == "rubrik" else column for column in found
        ]
    if any(bare(name).startswith("ocr") for name in names):  # a page of a paper, whose title is the paper's
        found = [
            column._replace(field="publisher", rank=0)
            if column.field == "headline" and bare(column.name) == "title"
            else column
            for column in found
        ]
    return tuple(sorted(found, key=lambda column: column.rank))


_NUMBERS = [
    (authority, number, frozenset(beside.split()))
    for authority, number, beside in read_rows(DATA / "authorities.tsv")
]


def _number_of(names: Set[str]) -> tuple[str, str] | None:
    """Return (authority, column) of the numbers of documents in a table of a known database, by its bare names; None for another table."""
    return next(
        (
            (authority, number)
            for authority, number, beside in _NUMBERS
            if number in names and beside <= names
        ),
        None,
    )


def is_only_a_name(columns: Iterable[Column]) -> bool:
    """Return whether the headline among the columns is a mere name, which a person, a desk or a setting has too.

    With copy beside it, or a date, it is that of a story; with a description it is not.
    """
    columns = list(columns)
    called = [column for column in columns if column.field == "headline"]
    return (
        bool(called)
        and all(column.rank >= 0 and bare(column.name) == "name" for column in called)
        and not any(
            column.field == "text" and (column.rank < 0 or bare(column.name) in COPY) for column in columns
        )
    )


def can_hold_story(columns: Iterable[Column]) -> bool:
    """Return whether the columns can hold a story: one of them is a headline or a text, and more than a name."""
    columns = list(columns)
    if is_only_a_name(columns) and not any(column.field == "published" for column in columns):
        return False
    return any(column.field in ("headline", "text") for column in columns)


def draft_of(row: Mapping[str, Any], columns: Iterable[Column]) -> Draft | None:
    """Return what a row states; None where it has neither headline nor text."""
    draft = Draft(listed=True, type=_type(row))
    columns = list(columns)
    for field, name, _, rule, authority in columns:
        value = row.get(name)
        if value is not None and value != "":
            _SETTERS[field](draft, value, rule)
            if authority and draft.identifier:
                draft.authority = authority
    draft.country = draft.country or _home(draft)
    _find_text(draft, row, columns)
    if not (draft.headline or draft.text) or draft.headline == "[Removed]":
        return None
    _set_aside(draft, row, columns)
    without_outlet(draft, draft.publisher, draft.agency)
    _date_of_issue(draft, row)
    return draft


_HOMES = {
    "дата": "RU", "датапубликации": "RU", "fecha": "ES", "fechapublicacion": "ES", "fechadepublicacion": "ES", "datum": "DE",
    "erscheinungsdatum": "DE", "datepublication": "FR", "datedepublication": "FR", "datapubblicazione": "IT", "tarih": "TR",
}  # fmt: skip
"""A country whose language a column of dates is named in, where all that write the language put the day first (`27.02.05`)."""


def _home(draft: Draft) -> str | None:
    """Return where the table of a row may be at home, by the language of its column of dates."""
    return _HOMES.get(bare(draft.evidence.get("published", "").removeprefix("column ")))


_TYPES = frozenset(("type", "itemtype", "itemclass", "mediatype", "contenttype", "assettype"))
"""Names of the type of an item, bare."""


def _type(row: Mapping[str, Any]) -> str:
    """Return the type that a row states; a story where it states none that is known."""
    stated = (
        item_type(value) for name, value in row.items() if isinstance(value, str) and bare(name) in _TYPES
    )
    return next((each for each in stated if each != TYPES[0]), TYPES[0])


def _find_text(draft: Draft, row: Mapping[str, Any], columns: Sequence[Column]) -> None:
    """State the prose of a row under a key of no known name, where no column of a text has more than a summary."""
    if not draft.headline or any(column.field == "text" and column.rank < 0 for column in columns):
        return
    stated = draft.evidence.get("text", "").removeprefix("column ")
    if draft.text and bare(stated) not in SUMMARIES:
        return
    if (parts := numbered_parts(row)) and len(parts[0]) > len(draft.text or ""):
        draft.text, draft.partial = None, False
        _text(draft, parts[0], f"columns {parts[1]}")
        return
    known = frozenset(column.name for column in columns if not _is_open(column, row))
    found = unnamed_prose(row, known)
    if found is not None and len(found[0]) > len(draft.text or ""):
        draft.text, draft.partial = None, False
        _text(draft, found[0], f"key {found[1]}")
        draft.evidence["body"] = f"key {found[1]}"


def _is_open(column: Column, row: Mapping[str, Any]) -> bool:
    """Return whether a column of a text has parts that no name is known for."""
    value = row.get(column.name)
    return column.field == "text" and isinstance(value, (dict, list)) and said(value) is None


_NO_WORDING = frozenset(("name", "subject", "header"))
"""Names of a headline that name other things beside one."""


def _set_aside(draft: Draft, row: Mapping[str, Any], columns: Sequence[Column]) -> None:
    """Keep what is beside headline and text (summary, kicker, caption) where these do not repeat it."""
    stated = draft.evidence.get("text")
    for column in columns:
        if column.field == "headline" and bare(column.name) not in _NO_WORDING:
            for other, beside in _wordings(row.get(column.name)):
                if other and unrepeated(other, draft.headline, draft.text, *draft.boilerplate):
                    (draft.boilerplate if beside else draft.other_headlines).append(other)
    for name, value in row.items():
        if bare(name) in WORDINGS and (other := line(said(value) or "")):
            draft.other_headlines.append(other)
    texts = {column.name: None for column in columns if column.field == "text" and column.rule != stated}
    texts |= dict.fromkeys(
        name for name in row if bare(name) in BESIDE - WORDINGS and f"column {name}" != stated
    )
    known = {column.name for column in columns}
    others = (name for name in row if name not in known and name not in texts and f"key {name}" != stated)
    aside = [_words(row.get(name)) for name in texts]
    aside += [*captions(row), *_beside_parts(row, columns)]
    aside += [row[name] for name in others if is_prose_beside(name, row[name])]
    for words in aside:
        kept = unrepeated(
            plain(words) if is_markup(words) else words, draft.headline, draft.text, *draft.boilerplate
        )
        if kept and kept.lower() not in _NOTHING and _FILE_NAME.fullmatch(kept) is None:
            draft.boilerplate.append(kept)


def _wordings(value: Any) -> Iterator[tuple[str, bool]]:
    """Yield the wordings of a headline: a text, or the parts of an object that are headlines, or lines above or below one.

    True goes with those lines, which are beside a headline.
    """
    if isinstance(value, str):
        yield line(said(value) or ""), False
    elif isinstance(value, dict):
        for key, each in value.items():
            name = bare(key)
            if isinstance(each, str) and (name.endswith(("headline", "title")) or name in BESIDE):
                yield line(said(each) or ""), name in BESIDE - WORDINGS


def _words(value: Any) -> str:
    """Return the words of a value, the parts of a list as paragraphs."""
    if isinstance(value, list):
        return "\n\n".join(filter(None, map(said, value)))
    return said(value) or ""


def _beside_parts(row: Mapping[str, Any], columns: Sequence[Column]) -> Iterator[str]:
    """Yield what the typed parts of a text say beside it: a headline of their own, a caption."""
    for column in columns:
        if column.field == "text" and (parts := parts_of(row.get(column.name))) is not None:
            yield from parts[1]


def _date_of_issue(draft: Draft, row: Mapping[str, Any]) -> None:
    """State the day of a row of a printed paper: its date of issue, else the date that it gives."""
    _complete_moment(draft, row)
    names = [name for name in row if is_of_print(name) and row[name] not in (None, "")]
    for name in names:
        if is_date_of_issue(name) and is_printed(names):
            draft.state("day", moment_of(row[name]), f"column {name}")
    if draft.published and names and is_printed(names):
        draft.state("day", draft.published, draft.evidence["published"])
    if names and is_printed(names):
        draft.edition = edition_of((name, said(row[name])) for name in names)


def said(value: Any, depth: int = 0) -> str | None:
    """Return the text that a value of JSON says: of an object its name or main part, of a list its parts."""
    if isinstance(value, str):
        return printable(value).strip() or None
    if isinstance(value, bool) or value is None or depth > 4:
        return None
    if isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, dict):
        keys = {bare(key) or key: key for key in value}
        parts = (said(value[keys[key]], depth + 1) for key in _SAID if key in keys)
        return next((part for part in parts if part), None) or _said_in_parts(value, depth)
    return ", ".join(part for part in (said(each, depth + 1) for each in value) if part) or None


def _said_in_parts(value: dict[str, Any], depth: int) -> str | None:
    """Return the paragraphs of a value (`p`), or its words in the first of several languages."""
    if isinstance(value.get("p"), (list, str)):
        several = value["p"] if isinstance(value["p"], list) else [value["p"]]
        return "\n\n".join(part for part in (said(each, depth + 1) for each in several) if part) or None
    if is_language_map(value):
        return next((part for part in (said(each, depth + 1) for each in value.values()) if part), None)
    return None


def listed(value: Any) -> list[str]:
    """Return the texts of a list, or of text with its items apart by `;`, `|` or `,` (`["A", "B"]` also as text)."""
    if isinstance(value, str):
        text = printable(value).strip()
        if text[:1] == "[" and text[-1:] == "]":
            text = text[1:-1]
        mark = next((mark for mark in (";", "|", ",") if mark in text), None)
        parts: Iterator[str | None] = iter(text.split(mark) if mark else [text])
    else:
        several = value if isinstance(value, list) else [value]
        parts = (
            said(each) for each in several if not isinstance(each, int)
        )  # numbers are keys of other tables
    found = (part.strip().strip("'\"").strip() for part in parts if part)
    return list(dict.fromkeys(part for part in found if part.lower() not in _NOTHING))


def _text(draft: Draft, value: Any, rule: str) -> None:
    if draft.text:
        return
    if (parts := parts_of(value)) is not None:
        value = "\n\n".join(parts[0])
    elif isinstance(value, list):
        value = "\n\n".join(part for part in map(said, value) if part)
    elif isinstance(value, str) and value[:1] in ("{", "["):
        value = text_of(value) or value
    text = said(value)
    if text and _FILE_NAME.fullmatch(text) is None:
        text = text.replace("\r\n", "\n")
        if (parsed := text_of_tx(text)) is not None:
            text = parsed.body
            draft.state("byline", ", ".join(parsed.authors), f"{rule}, au")
            for source in parsed.sources:
                credit(draft, source.strip("() "), f"{rule}, ur", known=True)
            draft.boilerplate += parsed.captions + [
                each for each in parsed.sources if agency_named(each.strip("() ")) is None
            ]
        if " chars]" in text and (more := _MORE.search(text)) is not None:
            text = text[: more.start()]
            draft.boilerplate.append(more[0].strip())
            draft.partial = True
        draft.partial = draft.partial or (
            bare(rule.rpartition(" ")[2]) in SUMMARIES and "\n\n" not in text.strip()
        )
        draft.state("text", plain(text) if is_markup(text) else text, rule)


def _headline(draft: Draft, value: Any, rule: str) -> None:
    text = next(filter(None, map(said, value)), None) if isinstance(value, list) else said(value)
    if text and not draft.headline:
        draft.state("headline", line(text), rule)


def _moment(field: str) -> Callable[[Draft, Any, str], None]:
    def setter(draft: Draft, value: Any, rule: str) -> None:
        if not getattr(draft, field) and (moment := moment_of(value)) is not None:
            setattr(draft, field, moment)
            draft.evidence[field] = rule

    return setter


_CLOCK_COLUMNS = frozenset(("time", "publishtime", "publishedtime", "pubtime", "clock", "hour"))
_CLOCK = re.compile(r"\d{1,2}[:.hH]\d\d(?![.\d]*[./-]\d).{0,20}")


def _complete_moment(draft: Draft, row: Mapping[str, Any]) -> None:
    """Complete the moment of a row that gives it in parts: a date and a clock, or a year, a month and a day."""
    named = {bare(name): name for name in row}
    if not draft.published and all(part in named for part in ("year", "month", "day")):
        day, month, year = (said(row[named[part]]) or "" for part in ("day", "month", "year"))
        numbers = month.isdigit() and day.isdigit() and len(month) < 3 and len(day) < 3
        if year.isdigit() and len(year) == 4 and day and month:
            date = f"{year}-{int(month):02}-{int(day):02}" if numbers else f"{day} {month} {year}"
            draft.state("published", date, "columns year, month, day")
    if not isinstance(draft.published, str) or ":" in draft.published:
        return
    for name in sorted(_CLOCK_COLUMNS & named.keys()):
        clock = said(row[named[name]]) or ""
        if draft.evidence["published"] != f"column {named[name]}" and _CLOCK.fullmatch(clock):
            draft.published = f"{draft.published} {clock}"
            draft.evidence["published"] += f" and {named[name]}"
            return


def moment_of(value: Any) -> str | dt.datetime | None:
    """Return a moment as text, with `20030219` as an ISO date and seconds or milliseconds since 1970 as an instant.

    Extended JSON of MongoDB wraps one in `$date`, and its milliseconds in `$numberLong`.
    """
    for key in ("$date", "$numberLong"):
        if isinstance(value, dict) and key in value:
            value = value[key]
    text = said(value)
    if text is None or text.lower() in _NOTHING:
        return None
    if (compact := _COMPACT.fullmatch(text)) is not None:
        return "-".join(compact.groups())
    if _EPOCH.fullmatch(text):
        seconds = float(text) / (1000 if len(text) == 13 else 1)
        return dt.datetime.fromtimestamp(seconds, dt.UTC).replace(microsecond=0)
    return text


def _plain(field: str) -> Callable[[Draft, Any, str], None]:
    def setter(draft: Draft, value: Any, rule: str) -> None:
        text = said(value)
        if text and text.lower() not in _NOTHING:
            draft.state(field, " ".join(text.split()), rule)

    return setter


def _many(field: str) -> Callable[[Draft, Any, str], None]:
    def setter(draft: Draft, value: Any, rule: str) -> None:
        draft.state(
            field, [each for each in listed(value) if each != "0"], rule
        )  # 0 counts those of another table

    return setter


def _section(draft: Draft, value: Any, rule: str) -> None:
    if isinstance(value, str):
        value = [value]
    draft.state("section", [each for each in listed(value) if not _WEB.match(each)], rule)


def _url(draft: Draft, value: Any, rule: str) -> None:
    text = said(value) if not isinstance(value, dict) else said(value.get("url") or value.get("@id"))
    if text and _WEB.match(text):
        draft.state("url", text, rule)


def _agency(draft: Draft, value: Any, rule: str) -> None:
    text = said(value)
    if text and text.lower() not in _NOTHING:
        draft.state("agency", text, rule)


def _publisher(draft: Draft, value: Any, rule: str) -> None:
    text = said(value)
    if not text or text.lower() in _NOTHING or _WEB.match(text) or text.isdigit():  # the number of one
        return
    if draft.agency is None and (draft.publisher is None or agency_named(text)):
        credit(draft, text, rule)
    elif not agency_named(text):
        draft.state("publisher", " ".join(text.split()), rule)


def _byline(draft: Draft, value: Any, rule: str) -> None:
    if isinstance(value, int):
        return
    text = ", ".join(listed(value)) if isinstance(value, list) else said(value)
    if text and text.lower() not in _NOTHING and not _WEB.match(text):
        draft.state("byline", " ".join(text.split()), rule)


def _place(draft: Draft, value: Any, rule: str) -> None:
    names = [value] if isinstance(value, str) else listed(value)
    draft.state("locations", [Place(name) for name in names if name.lower() not in _NOTHING], rule)


def _country(draft: Draft, value: Any, rule: str) -> None:
    text = said(value)
    if text and _ISO_COUNTRY.fullmatch(text):
        draft.country = text.upper()


def _zone(draft: Draft, value: Any, rule: str) -> None:
    text = said(value)
    if text and _ZONE.fullmatch(text):
        draft.zone = text


_SETTERS: dict[str, Callable[[Draft, Any, str], None]] = {
    "url": _url,
    "identifier": _plain("identifier"),
    "headline": _headline,
    "text": _text,
    "published": _moment("published"),
    "updated": _moment("updated"),
    "dateline": _plain("dateline"),
    "byline": _byline,
    "agency": _agency,
    "publisher": _publisher,
    "section": _section,
    "keywords": _many("keywords"),
    "language": _plain("language"),
    "place": _place,
    "country": _country,
    "zone": _zone,
}
