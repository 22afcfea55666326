"""Find the stories in the paragraphs of a document by the structure that it has: headings, pages, rules.

A document is one story unless its structure says otherwise, which it says in one of these ways:

- Headings of one level, the uppermost that there are several of, each with a text below it. They part stories where the
  document begins with one of them, and where most of the texts below them begin as stories do (a dateline, a byline,
  the day) or on a new page; else they are crossheads of one story. Headings above several such headings are sections.
- Pages that somebody has broken, or rules across the column, behind each of which a headline begins (bold, or a heading),
  or copy with the dateline of a wire.

What is above the first story and has no sentence is the cover.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from morgue.extract.body import is_bare_date
from morgue.extract.boilerplate import furniture
from morgue.extract.dateline.dateline import dateline
from morgue.extract.foreign_boilerplate import byline as byline_abroad
from morgue.feeds.office.paragraph import Paragraph
from morgue.feeds.text.plain import HEADLINE, SENTENCE

BELOW = 4
"""In how many paragraphs below a headline what begins a story is looked for: deck, byline, day and dateline."""

_CONTENTS = re.compile(
    r"(?:toc|contents|index|table of (?:figures|contents)|user index)(?: ?\d| heading)?", re.IGNORECASE
)
"""The names of the styles that lines of a table of contents have in Word and LibreOffice."""
_TITLES = frozenset(("title", "titel", "titre", "título", "titolo", "headline"))
_RULE = re.compile(r"\s*(?:[-=_*~—–#•·]\s?){3,}\s*|\s*(?:-30-|###|ENDS?)\s*")


@dataclass(slots=True)
class Piece:
    """The paragraphs of one story: its headline, if the document shows which it is, what is below, and its section."""

    headline: list[Paragraph] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)
    section: str | None = None
    cover: list[Paragraph] = field(default_factory=list)


def pieces(document: Iterable[Paragraph]) -> list[Piece]:
    """Return the stories of a document in order, at least one where it has a word."""
    printed = _printed(document)
    if not any(map(str.isalnum, "".join(each.text for each in printed))):
        return []
    return _by_headings(printed) or _by_pages(printed) or [_with_headline(printed)]


def _printed(document: Iterable[Paragraph]) -> list[Paragraph]:
    """Return the paragraphs with a text and without a table of contents; notes of those left out go to the one before, or to the first."""
    printed: list[Paragraph] = []
    notes: tuple[str, ...] = ()
    for each in document:
        if not each.text.strip() or _CONTENTS.fullmatch(each.style.strip()):
            notes += each.notes
            continue
        if notes and printed:
            printed[-1] = replace(printed[-1], notes=printed[-1].notes + notes)
            notes = ()
        printed.append(replace(each, notes=notes + each.notes) if notes else each)
        notes = ()
    if notes and printed:
        printed[-1] = replace(printed[-1], notes=printed[-1].notes + notes)
    return printed


def _by_headings(printed: list[Paragraph]) -> list[Piece]:
    """Return the stories that headings part; nothing where they part none."""
    levels = sorted({each.level for each in printed if each.level})
    has_sections = False
    for level in levels:
        starts = [at for at, each in enumerate(printed) if each.level == level]
        groups = [
            (start, end)
            for start, end in pairwise([*starts, len(printed)])
            if _has_text(printed[start + 1 : end])
        ]
        if len(groups) < 2:
            continue
        if level != levels[-1] and _are_sections(printed, groups):
            has_sections = True
            continue
        before = printed[: starts[0]]
        own = sum(
            printed[start].starts_page or _begins_story(printed[start + 1 : end]) for start, end in groups
        )
        if not before or own * 2 > len(groups) or (has_sections and all(each.level for each in before)):
            return _parted(printed, level)
        return []
    return []


def _parted(printed: list[Paragraph], level: int) -> list[Piece]:
    """Return the pieces at headings of a level; a heading above them is the section of those below it."""
    found: list[Piece] = []
    piece = Piece()
    section: str | None = None
    for each in printed:
        if each.level and each.level < level:
            found.append(piece)
            section = line_of(each)
            piece = Piece(section=section, cover=[each])
        elif each.level == level:
            found.append(piece)
            piece = Piece([each], section=section)
        else:
            piece.paragraphs.append(each)
    found.append(piece)
    return _with_covers(found)


def _with_covers(found: list[Piece]) -> list[Piece]:
    """Return the pieces that have a text; what is above one and has no sentence is its cover."""
    kept: list[Piece] = []
    cover: list[Paragraph] = []
    for piece in found:
        if piece.headline and piece.paragraphs:
            piece.cover, cover = cover, []
            kept.append(piece)
        elif any(map(_is_sentence, piece.paragraphs)):
            made = _with_headline(piece.paragraphs)
            made.section, made.cover, cover = piece.section, cover, []
            kept.append(made)
        else:
            cover += [*piece.cover, *piece.headline, *piece.paragraphs]
    if kept and cover:
        kept[-1].cover += cover
    return kept


def _has_text(below: list[Paragraph]) -> bool:
    return any(not each.level for each in below)


def _are_sections(printed: list[Paragraph], groups: list[tuple[int, int]]) -> bool:
    """Return whether headings are those of sections: other headings follow on most of them at once, and are more than they."""
    holding = [(start, end) for start, end in groups if printed[start + 1].level]
    inner = sum(
        sum(each.level == printed[start + 1].level for each in printed[start + 1 : end])
        for start, end in holding
    )
    return len(holding) * 2 > len(groups) and inner > len(groups)


def _begins_story(below: list[Paragraph]) -> bool:
    """Return whether paragraphs begin as a story does below its headline: a dateline, a byline, the day."""
    return any(_opens(each.text.strip()) for each in below[:BELOW])


def _opens(line: str) -> bool:
    if len(line) < 2 * SENTENCE and ((above := furniture(line)) or byline_abroad(line) or is_bare_date(line)):
        return above is None or above.kind in (
            "byline",
            "published-line",
            "updated-line",
            "dated-line",
            "credit-line",
        )
    read = dateline(line)
    return read is not None and bool(read.places) and bool(read.agency or read.day)


def _by_pages(printed: list[Paragraph]) -> list[Piece]:
    """Return the stories that pages and rules part; nothing where they part none."""
    parts: list[list[Paragraph]] = [[]]
    for each in printed:
        is_rule = _RULE.fullmatch(each.text) is not None
        if each.starts_page or is_rule:
            parts.append([])
        if not is_rule:
            parts[-1].append(each)
    parts = [part for part in parts if part]
    joined: list[list[Paragraph]] = []
    for part in parts:
        if joined and not _is_story(part):
            joined[-1] += part
        else:
            joined.append(part)
    if len(joined) < 2:
        return []
    is_cover = not (_is_story(joined[0]) or any(map(_is_sentence, joined[0])))
    cover = joined.pop(0) if is_cover else []
    made = [_with_headline(part) for part in joined]
    made[0].cover = cover
    return made if len(made) > 1 or cover else []


def _is_story(part: list[Paragraph]) -> bool:
    """Return whether paragraphs behind a break are a story: a headline with a sentence below, or copy with a dateline."""
    first, below = part[0], part[1:]
    is_headed = _is_headline(first) and any(map(_is_sentence, below))
    return is_headed or (bool(below) and any(_is_filed(each.text.strip()) for each in part[:BELOW]))


def _is_filed(line: str) -> bool:
    read = dateline(line)
    return read is not None and bool(read.places) and bool(read.agency)


def _is_headline(each: Paragraph) -> bool:
    """Return whether the document sets a paragraph as a headline: as a heading, as its title, or bold."""
    line = each.text.strip()
    is_set = each.level > 0 or each.is_bold or each.style.strip().lower() in _TITLES
    return (
        is_set
        and len(line) <= HEADLINE
        and any(map(str.isalpha, line))
        and not (furniture(line) or is_bare_date(line) or byline_abroad(line))
    )


def _is_sentence(each: Paragraph) -> bool:
    """Return whether a paragraph is text and no line of a title or a list."""
    line = each.text.strip()
    return not each.level and (len(line) > HEADLINE or (len(line) > SENTENCE and line.endswith(_STOPS)))


_STOPS = (".", "!", "?", "”", '"', "»", "。", "！", "？", "」", "।", "؟", "۔", "։", "…")


def _with_headline(printed: list[Paragraph]) -> Piece:
    """Return paragraphs as one story; its headline is the first that is set as one, unless a sentence is above it."""
    for at, each in enumerate(printed):
        if _is_sentence(each) or _is_filed(each.text.strip()):
            break
        if _is_headline(each) and at + 1 < len(printed):
            end = at + 1
            while end + 1 < len(printed) and _goes_on(each, printed[end]):
                end += 1
            return Piece(printed[at:end], [*printed[:at], *printed[end:]])
    return Piece(paragraphs=printed)


def _goes_on(headline: Paragraph, following: Paragraph) -> bool:
    """Return whether a headline takes another line: one set alike, in a style that is one of headlines."""
    is_alike = following.style == headline.style and following.level == headline.level
    return is_alike and headline.style.strip().lower() in _TITLES


def line_of(each: Paragraph) -> str:
    """Return the text of a paragraph on one line."""
    return " ".join(each.text.split())


def lines_of(printed: list[Paragraph]) -> Iterator[str]:
    """Yield the texts of paragraphs, without the rules among them."""
    yield from (each.text.strip() for each in printed if not _RULE.fullmatch(each.text))


def notes_of(printed: Iterable[Paragraph]) -> list[str]:
    """Return the footnotes and endnotes of paragraphs, in order."""
    return [each for paragraph in printed for each in paragraph.notes]
