"""Read where and when a story was printed, as databases print it: the date line, and `NEWS; Pg. 6`.

A date line has the day in any language, often the day of the week, sometimes a time with its zone, and the edition:

    January 11, 2010 Monday                      27. Februar 2012 Montag 9:50 PM GMT+1
    Edition 1; Scotland                          mardi 10 décembre 2019
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from morgue._startup.tables import read_rows
from morgue.extract.dates import LONGEST, reading
from morgue.extract.draft import Draft
from morgue.feeds.support.data import DATA
from morgue.gazetteer.calendar import weekdays
from morgue.model.article import Edition

_YEAR = re.compile(r"(?<!\d)(?:1[6-9]|20)\d\d(?!\d)")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")
_CLOCK = re.compile(r"\d{1,2}[:.h]\d\d\b")
_BETWEEN = " ,;.·|-–—\xa0"
MOST_LETTERS = 60
"""Letters of a line that may be a date line; a sentence with a date in it has more."""


class DateLine(NamedTuple):
    """A date line that was read: the moment as printed, and what is printed behind it."""

    moment: str
    rest: str


def date_line(text: str, *, country: str | None = None) -> DateLine | None:
    """Return the date that a line begins with, and what is behind it (the edition); None where it begins with none.

    A day of the week, a clock and a zone beside the date are of the date.
    """
    text = _with_zone(" ".join(text.replace("\xa0", " ").split()))
    if not 6 <= len(text) <= LONGEST or (_YEAR.search(text) is None and not text[:1].isdigit()):
        return None
    words = text.split(" ")
    if not any(any(map(str.isdigit, each)) for each in words[:4]):
        return None
    best: tuple[int, str] | None = None
    for end in range(1, min(len(words), 12) + 1):
        piece = " ".join(words[:end]).strip(_BETWEEN)
        if (found := reading(piece, country)) is None:
            continue
        if best is None:
            if sum(map(str.isalpha, piece)) > MOST_LETTERS:
                return None
            best = end, found.value
        elif found.value[:10] == best[1][:10] and found.value != best[1]:
            best = end, found.value
        elif not _is_of_date(words[end - 1]):
            break
        else:
            best = end, best[1]
    if best is None:
        return None
    return DateLine(" ".join(words[: best[0]]).strip(_BETWEEN), " ".join(words[best[0] :]).strip(_BETWEEN))


def _with_zone(text: str) -> str:
    """Return a line with the abbreviation of a zone in the place of its name: `08:40 Central European Time`."""
    if " time" in (folded := text.casefold()):
        for abbreviation, name in _zones():
            if (at := folded.find(name)) >= 0:
                return (text[:at] + abbreviation.strip("-") + text[at + len(name) :]).strip()
    return text


@cache
def _zones() -> list[tuple[str, str]]:
    return [(row[1], row[2]) for row in read_rows(DATA / "press_words.tsv") if row[0] == "zone"]


def _is_of_date(word: str) -> bool:
    """Return whether a word behind a date is a day of the week or a clock, or may be half of one."""
    bare = word.strip(_BETWEEN).casefold()
    return not bare or bare in weekdays() or _CLOCK.match(bare) is not None or bare in _HALVES


_HALVES = frozenset(("am", "pm", "a.m", "p.m"))


def state_day(draft: Draft, printed: str, rule: str, *, country: str | None = None) -> bool:
    """State the moment and the day of issue that a date line prints, as one; return whether it is a date."""
    if reading(printed, country) is None:
        return False
    draft.state("published", printed, rule)
    draft.state("day", printed, rule)
    return True


_PAGE = re.compile(
    r"\b(?:(?:pgs?|pp|page|pages|seite|seiten|blz|pagina|página|pag|pág|str)\b\.?|[psс]\.)\s?:?\s?"
    r"(?P<page>[A-Z]{0,3}-?\d{1,4}[A-Z]?(?:\s?[,/–-]\s?[A-Z]{0,3}\d{1,4}[A-Z]?){0,8}|(?<=pg\. |age )(?-i:[A-Z]{1,2}))\b\.?",
    re.IGNORECASE,
)
"""A page as it is named: by number, or after the whole word by the letter of its part."""
_NUMBER = re.compile(
    r"\b(?:Ausg|Heft|Jg|Nr|Núm|N°|nº)\b\.?\s?(?P<number>\d{1,5}(?:/\d{2,4})?)\b\.?", re.IGNORECASE
)
_VERSION = re.compile(r"Version:\s*(?P<version>\d{1,9})", re.IGNORECASE)


def place_in_issue(draft: Draft, text: str, rule: str) -> None:
    """State the sections, the page and the number of the issue that a line of sections names: `NEWS; Pg. 6`, `S. 7 Ausg. 167`."""
    sections: list[str] = []
    page = volume = None
    for part in text.split(";"):
        rest = " ".join(part.replace("\xa0", " ").split())
        if found := _VERSION.fullmatch(rest):
            draft.number_version(found["version"], rule)
            sections.append(rest)
            continue
        if found := _NUMBER.search(rest):
            volume = volume or found["number"]
            rest = (rest[: found.start()] + rest[found.end() :]).strip(_BETWEEN)
        if found := _PAGE.search(rest):
            page = page or " ".join(found["page"].split())
            rest = (rest[: found.start()] + rest[found.end() :]).strip(_BETWEEN)
        if rest:
            sections.append(rest)
    draft.state("section", sections, rule)
    state_edition(draft, rule, page=page, volume=volume)


def state_edition(
    draft: Draft, rule: str, *, page: str | None = None, edition: str | None = None, volume: str | None = None
) -> None:
    """State page, edition and volume, where they are unknown."""
    known = draft.edition or Edition()
    made = replace(
        known, page=known.page or page, edition=known.edition or edition, volume=known.volume or volume
    )
    if made != Edition():
        draft.edition = made
        draft.evidence.setdefault("edition", rule)
