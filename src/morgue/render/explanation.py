"""Show how a query was read: the explanation, the notes, and why nothing matched."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from morgue.render.answer import Answer, Paper
from morgue.render.layout import MEASURE, count, pad, width, wrap
from morgue.render.sanitize import clean

if TYPE_CHECKING:
    from morgue.archive.meanings import Meaning
    from morgue.archive.results import Explanation
    from morgue.query.tree import Note

_LABEL = 9
"""Cells of the names of the three readings of a query."""

_AROUND = 60
"""Characters of a long query that are shown on either side of an error."""


def around(text: str, position: int, most: int) -> tuple[str, str, str]:
    """Return what is before, at and after a position, at most `most` code points each side, `…` where more was cut."""
    before, after = text[max(0, position - most) : position], text[position + 1 : position + most]
    more = "…" if len(text) > position + most else ""
    return ("…" if position > most else "") + before, text[position : position + 1], after + more


def caret_lines(text: str, position: int) -> list[str]:
    """Return the query on one line, and below it a caret under the code point at `position`."""
    before, here, after = map(clean, around(text, position, _AROUND))
    return [f"  {before}{here}{after}", f"  {' ' * width(before)}^"]


def note_lines(note: Note) -> Iterator[str]:
    """Yield a note, and its hint where it has one."""
    yield f"note: {clean(note.message)}"
    if note.hint:
        yield f"hint: {clean(note.hint)}"


def explain_answer(explanation: Explanation) -> Answer:
    """Return the query in plain words, and the articles of each of its parts."""

    def text(paper: Paper) -> Iterator[str]:
        cells = min(paper.width, MEASURE) - _LABEL
        asked = explanation.query
        said = (("typed", asked.text), ("read as", asked.canonical), ("finds", asked.explanation))
        for name, value in said:
            for number, line in enumerate(wrap(clean(value), cells)):
                yield paper.style("faint", pad("" if number else name, _LABEL)) + line
        if explanation.parts:
            yield ""
            yield from _part_lines(explanation.parts, paper)
        if explanation.words:
            yield ""
            yield from _word_lines(explanation.words, paper)
        for note in explanation.notes:
            yield ""
            yield from (paper.style("note", line) for line in note_lines(note))

    return Answer(explanation.to_json(), ("part", "total"), explanation.parts, text)


def _part_lines(parts: Sequence[Mapping[str, Any]], paper: Paper) -> Iterator[str]:
    number = max(len(f"{part['total']:,}") for part in parts)
    for part in parts:
        total = f"{part['total']:>{number},}"
        yield f"  {paper.style('number', total)}  {clean(part['part'])}"


SHOWN_WORDS = 8
"""Words that are shown of what one part stands for."""


def _word_lines(meanings: Sequence[Meaning], paper: Paper) -> Iterator[str]:
    """Yield the words that each part stands for, with the articles that have them: a line for each language of it."""
    from morgue.gazetteer.former import language_name

    heads = [
        f"{clean(each.part)} ({language_name(each.language) or each.language})"
        if each.language
        else clean(each.part)
        for each in meanings
    ]
    cells = min(max(map(width, heads)), 28)
    for head, each in zip(heads, meanings, strict=True):
        shown = each.words[:SHOWN_WORDS]
        more = len(each.words) - len(shown) + each.others
        listed = ", ".join(f"{clean(word)} {number:,}" for word, number in shown)
        text = f"{listed} and {more:,} more" if more else listed
        for at, line in enumerate(wrap(text, min(paper.width, MEASURE) - cells - 4)):
            yield "  " + paper.style("faint", pad("" if at else head, cells)) + "  " + line


def diagnosis_lines(diagnosis: Sequence[Mapping[str, Any]] | None) -> Iterator[str]:
    """Yield why nothing matched: what each part matches alone, and what leaving it out would give."""
    parts = diagnosis or ()
    if len(parts) < 2:
        yield "nothing matches" + (f" {clean(parts[0]['part'])}" if parts else "")
        return
    yield "no article matches everything; each part alone:"
    totals = [count(part["total"], "article") for part in parts]
    longest = max(map(len, totals))
    for part, total in zip(parts, totals, strict=True):
        rest = part.get("without")
        without = f"  (without this part: {rest:,})" if rest else ""
        yield f"  {total:>{longest}}  {clean(part['part'])}{without}"
