"""Read texts of Gallica (Bibliothèque nationale de France): its plain text of a document (`texteBrut`), as HTML or as text.

Above the text is what was asked for ("Rappel de votre demande"), the record of the document line by line (`Titre : …`, labels
in `data/gallica.tsv`), and how much of the recognition is estimated to be right. A text is a story: of an issue of a periodical its title is
the paper; of another document the headline.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from morgue._startup.tables import read_rows
from morgue.errors import NoArticle
from morgue.extract.assembly import article
from morgue.extract.draft import Draft
from morgue.feeds.print.kinds import has_words
from morgue.feeds.print.ocr_lines import confident, number_within, reflow_page
from morgue.feeds.support.data import DATA
from morgue.feeds.support.markup import plain
from morgue.io.encoding import decode
from morgue.io.feed import Feed
from morgue.model.article import Article, Edition

_MARK = re.compile(rb"Rappel de votre demande\s*:?[\s\S]{0,400}?Format de t")
_RATE = re.compile(r"[Ll]e taux de reconnaissance\b[^\n%]{0,80}?(\d{1,3}(?:[.,]\d+)?)\s?%\.?[^\n]*")
_NOTICE = re.compile(
    r"Le texte affiché (?:peut comporter|comporte)|En savoir plus sur l'OCR|The text displayed may contain"
)
_SERIAL = re.compile(r"publication en série|périodique|presse|fascicule|printed serial|serial", re.IGNORECASE)
_ISSUE = re.compile(r"\(?(?:Num[ée]ro|N°|A\d+,?\s?N)\s?\.?(\d{1,7})", re.IGNORECASE)
_ARK = re.compile(r"ark:/12148/(\w+)")
_LABELLED = re.compile(r"([^\W\d_][^:\n]{1,40}?)\s*:\s*(.*)")


@cache
def _labels() -> dict[str, str]:
    return {
        label.casefold(): fact
        for fact, labels in read_rows(DATA / "gallica.tsv")
        for label in labels.split("|")
    }


def sniff(head: bytes, name: str) -> int:
    """Return 95 for a text under the heading of Gallica's downloads, else 0."""
    return 95 if _MARK.search(head[:8192]) else 0


def read(feed: Feed) -> Iterator[Article]:
    """Yield the text. Raises NoArticle where nothing is under its record."""
    data = feed.bytes()
    text = decode(data)
    if "<" in text[:200]:
        text = plain(text)
    facts, rate, body = _taken_apart(text.replace("\r\n", "\n"))
    draft = Draft(copy=False)
    draft.state("text", reflow_page(body), "texteBrut")
    if not has_words(draft):
        raise NoArticle("a text of Gallica without a word under its record")
    draft.evidence["body"] = confident("texteBrut", rate)
    _state(draft, facts)
    yield article(draft, feed.at(0, len(data)))


def _taken_apart(text: str) -> tuple[dict[str, list[str]], float | None, str]:
    """Return the facts of the record, the rate of recognition in per cent (None: not stated), and what is below."""
    facts: dict[str, list[str]] = {}
    rate: float | None = None
    lines = text.split("\n")
    end = 0
    label: str | None = None
    for number, line in enumerate(lines[:_MOST_LINES]):
        stripped = " ".join(line.split())
        if found := _RATE.search(stripped):
            return facts, number_within(found[1].replace(",", "."), 100), "\n".join(lines[number + 1 :])
        stated = _LABELLED.fullmatch(stripped)
        fact = _labels().get(stated[1].casefold()) if stated else None
        if stated and fact:
            label = None if stated[2] else fact
            if stated[2]:
                facts.setdefault(fact, []).append(stated[2])
            end = number + 1
        elif stripped and label:
            facts.setdefault(label, []).append(stripped)
            label, end = None, number + 1
        elif _NOTICE.match(stripped):
            end = number + 1
    return facts, rate, "\n".join(lines[end:])


_MOST_LINES = 300
"""The record of a document is in the lines at the top."""


def _state(draft: Draft, facts: dict[str, list[str]]) -> None:
    def first(name: str) -> str | None:
        return next(iter(facts.get(name, ())), None)

    title = first("title")
    is_serial = any(map(_SERIAL.search, facts.get("type", ())))
    if is_serial:
        draft.state("publisher", _without_responsibility(title), "Titre")
        draft.state("day", first("day"), "Date d'édition")
        number = next(
            (found[1] for each in facts.get("description", ()) if (found := _ISSUE.search(each))), None
        )
        draft.edition = Edition(None, None, number, None) if number else None
        draft.evidence["edition"] = "Description"
    else:
        draft.state("headline", title, "Titre")
        draft.state("byline", first("author"), "Auteur")
        draft.state("publisher", first("publisher"), "Éditeur")
    draft.state("published", first("day"), "Date d'édition")
    draft.state("language", first("language"), "Langue")
    if found := _ARK.search(first("address") or ""):
        draft.state("url", f"https://gallica.bnf.fr/ark:/12148/{found[1]}", "Identifiant")
    draft.boilerplate += dict.fromkeys(facts.get("rights", ()))


def _without_responsibility(title: str | None) -> str | None:
    """Return the title of a periodical without its subtitle and editors, which a catalogue sets behind ` : ` and ` / `."""
    return re.split(r"\s+[:/]\s+", title, maxsplit=1)[0] if title else None
