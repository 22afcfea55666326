"""Read the exports of GBI-Genios (wiso, Genios, and libraries' portals of theirs): text, RTF or Word, and the text of a PDF.

A document is its headline, its text, and a table of facts behind it, which its owner's name ends:

    Der Wolf ist zurück
    Im Harz wurde ein Rudel gesehen …
    Quelle:          Harzer Bote vom 12.03.2019, Nr. 60, S. 5
    Ressort:         Lokales
    Dokumentnummer:  HABO_20190312_1
    Dauerhafte Adresse des Dokuments: https://www.wiso-net.de/document/HABO__1
    Alle Rechte vorbehalten: (c) Harzer Bote
    © GBI-Genios Deutsche Wirtschaftsdatenbank GmbH

The value of a label may be on the next line. What a PDF prints on every page (`Seite 2 von 70`, the list of contents) is
no text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from morgue.errors import NoArticle
from morgue.extract.assembly import article
from morgue.extract.draft import Draft
from morgue.feeds.press.documents import SENTENCE_END, Line, is_text, lines_in, lines_of_text, unwrapped
from morgue.feeds.press.issue import state_edition
from morgue.io.feed import Feed
from morgue.model.article import Article

_END = re.compile(r".{0,20}?GBI-Genios(?: Deutsche Wirtschaftsdatenbank GmbH)?\W*", re.IGNORECASE)
_SOURCE = re.compile(r"Quelle:?(?:\s+(?P<value>\S.*))?")
_LABEL = re.compile(
    r"(?P<name>Quelle|Ressort|Rubrik|Ausgabe|Ausagabe|Dokumentnummer|Autor(?:en|in)?|Verfasser|ISSN|Jahrgang|Serie"
    r"|Dauerhafte Adresse des Dokuments|Alle Rechte vorbehalten):?(?:\s+(?P<value>\S.*))?"
)
_OF_TABLE = re.compile(
    r"(?:Ressort|Rubrik|Ausgabe|Dokumentnummer|Dauerhafte Adresse des Dokuments|Alle Rechte vorbehalten):"
)
_PRINTED = re.compile(
    r"(?P<paper>\S.{0,100}?)\s*,?\s+(?:vom|v\.|den)?\s*(?P<day>\d{1,2}\.\s?(?:\d{1,2}\.|[^\W\d_]{3,9})\s?\d{2,4})\b(?P<rest>.*)",
    re.IGNORECASE,
)
_PAGE = re.compile(r"\b(?:S\.|Seiten?:?)\s*(?P<page>[A-Z]{0,4}\d[\w/, -]{0,20}|[A-Z]{1,4}\b)", re.IGNORECASE)
_NUMBER = re.compile(r"\b(?:Nr\.?|Heft|Ausgabe)\s*(?P<number>[\w/-]{1,12})", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://\S+")
_FURNITURE = re.compile(
    r"Seite \d+ von \d+|Dokumente?|Inhaltsverzeichnis|.{0,200}?(?:\.\s?){4,}\s*\d{1,4}|_{8,}|-{8,}"
)
_MOST_LETTERS = 300
"""Letters of a headline at the most."""
_FULL = 60
"""Letters that a line has at least of which the next is the rest."""
_SURE = 98


def sniff(head: bytes, name: str) -> int:
    """Return 98 where a document ends with a table of facts and the name of the database."""
    return _SURE if any(_table_of(each) is not None for each in _documents(lines_of_text(head))) else 0


def read(feed: Feed) -> Iterator[Article]:
    """Yield the documents in order. Raises NoArticle where none ends with a table of facts."""
    data = feed.bytes()
    found = lost = 0
    wrapped = is_text(data)
    for lines in _documents(lines_in(data, feed.complain)):
        at = _table_of(lines)
        if at is None:
            lost += 1
            continue
        draft = _draft(lines, at, wrapped=wrapped)
        if not (draft.headline or draft.text):
            continue
        found += 1
        first, last = lines[0], lines[-1]
        length = last.offset + last.length - first.offset
        yield article(draft, feed.at(first.offset, length) if length else feed.at(0, len(data)))
    if lost:
        feed.complain(f"{lost:,} parts of the export have no line `Quelle:`, and were not read")
    if not found:
        raise NoArticle("an export of GBI-Genios without a document")


def _documents(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """Yield the lines of each document, up to the name of the database; blank ones above it are gone."""
    held: list[Line] = []
    for line in lines:
        text = " ".join(line.text.split())
        if not text and not held:
            continue
        held.append(line)
        if _END.fullmatch(text):
            yield held
            held = []
    if _table_of(held) is not None:
        yield held


def _table_of(lines: list[Line]) -> int | None:
    """Return the place of the line that begins the table of facts: the last with the source that has others below it."""
    for at in range(len(lines) - 1, -1, -1):
        if _SOURCE.fullmatch(lines[at].text.strip()):
            below = [each.text.strip() for each in lines[at + 1 :] if each.text.strip()][:12]
            if any(map(_OF_TABLE.match, below)) or any(map(_END.fullmatch, below)):
                return at
    return None


def _draft(lines: list[Line], at: int, *, wrapped: bool) -> Draft:
    """Return the draft of a document whose table of facts begins at a line."""
    draft = Draft(country="DE", authority="genios")
    _state_table(draft, lines[at:])
    above = _without_furniture(lines[:at])
    filled = [at for at, each in enumerate(above) if each.text.strip()]
    if not filled:
        return draft
    start = end = filled[0]
    while end < len(above) and above[end].text.strip() and above[end].is_bold == above[start].is_bold:
        end += 1
        if not wrapped and not above[start].is_bold:
            break
    rows = [" ".join(each.text.split()) for each in above[start:end]]
    if sum(map(len, rows)) > _MOST_LETTERS:  # no blank line parts the headline from the text
        rows, end = rows[:1], start + 1
    size = len(rows) if above[start].is_bold else _lines_of_headline(rows)
    draft.state("headline", " ".join(rows[:size]), "first lines")
    if deck := " ".join(rows[size:]):
        draft.other_headlines.append(deck)
        draft.evidence["other_headlines"] = "below the headline"
    body = [each.text.strip("\f") for each in above[end:]]
    paragraphs = unwrapped("\n".join(body)) if wrapped else [each.strip() for each in body if each.strip()]
    draft.state("text", "\n\n".join(paragraphs), "text")
    return draft


def _without_furniture(lines: list[Line]) -> list[Line]:
    """Return lines without what is printed on every page; a sentence that goes on behind it has no blank line in it."""
    found: list[Line] = []
    is_broken = False
    for line in lines:
        text = " ".join(line.text.split())
        if _FURNITURE.fullmatch(text):
            is_broken = True
            continue
        if text and is_broken:
            is_broken = False
            above = next((each.text.strip() for each in reversed(found) if each.text.strip()), "")
            if above and text[0].islower() and not SENTENCE_END.search(above):
                while not found[-1].text.strip():
                    found.pop()
        found.append(line)
    return found


def _lines_of_headline(rows: list[str]) -> int:
    """Return how many of the first lines are the headline: it goes on behind a line that is full."""
    return next((at for at, row in enumerate(rows, 1) if len(row) < _FULL), len(rows))


def _state_table(draft: Draft, lines: list[Line]) -> None:
    """State the facts of a table; the value of a label may be on the lines below it."""
    facts: list[tuple[str, list[str]]] = []
    for line in lines:
        text = " ".join(line.text.split())
        if not text or _FURNITURE.fullmatch(text) or _END.fullmatch(text):
            continue
        if label := _LABEL.fullmatch(text):
            facts.append((label["name"], [label["value"]] if label["value"] else []))
        elif facts:
            facts[-1][1].append(text)
    for name, values in facts:
        value = " ".join(values)
        if name.startswith("Dauerhafte"):
            address = _ADDRESS.search(value)
            draft.state("url", address[0] if address else None, name)
        elif value:
            _state_fact(draft, name, value)


def _state_fact(draft: Draft, name: str, value: str) -> None:
    match name:
        case "Quelle":
            _state_source(draft, value)
        case "Ressort" | "Rubrik" | "Serie":
            if value not in draft.section:
                draft.section.append(value)
            draft.evidence.setdefault("section", name)
        case "Ausgabe" | "Ausagabe":
            state_edition(draft, name, edition=value)
        case "Dokumentnummer":
            draft.state("identifier", value, name)
        case "Autor" | "Autoren" | "Autorin" | "Verfasser":
            draft.state("byline", value, name)
        case _:
            draft.boilerplate.append(f"{name}: {value}")


def _state_source(draft: Draft, value: str) -> None:
    """State what the line of the source says; some papers have no day."""
    found = _PRINTED.fullmatch(value)
    if found is None:
        draft.state("publisher", value.partition(",")[0], "Quelle")
        return
    draft.state("publisher", found["paper"].strip(" ,"), "Quelle")
    day = re.sub(r"(?<=\.)\s(?=\d)", "", found["day"])
    draft.state("published", day, "Quelle")
    draft.state("day", day, "Quelle")
    page, number = _PAGE.search(found["rest"]), _NUMBER.search(found["rest"])
    state_edition(
        draft,
        "Quelle",
        page=page["page"].strip(" ,") if page else None,
        volume=number["number"] if number else None,
    )
