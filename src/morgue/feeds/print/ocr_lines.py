"""Make running text of the lines of a printed page: words that a line's end has divided are joined.

A line ends in a divided word where its last character is a hyphen of one of these kinds:

    ¬, soft hyphen        marks of division only: taken away, whatever follows
    ⸗, ⹀, -, ‐            taken away before a small letter (`Unterſuchungs⸗ / Kommißion` keeps it: `Unterſuchungs⸗Kommißion`)

A hyphen before a word such as `und` or `of` stands for the part of a compound that is left out (`Ein- / und Ausfuhr`) and
stays, and so does a dash after a blank.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

_ALWAYS = "\u00ac\u00ad"
_HYPHENS = "-\u2010\u2e17\u2e40\u1400\uff0d"
_PARTS = frozenset(
    (
        *("und", "oder", "bis", "sowie", "resp", "als", "wie"),
        *(
            "en",
            "of",
            "tot",
            "et",
            "ou",
            "och",
            "eller",
            "og",
            "and",
            "or",
            "to",
            "e",
            "o",
            "y",
            "u",
            "i",
            "ja",
            "tai",
        ),
    )
)
"""Words before which a hyphen stands for a part left out: and, or, to; as whole words, in German and then in others."""
_WORD = re.compile(r"[^\W\d_]+")
_UNSPACED = re.compile("[\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff9f]")
"""Characters of Chinese and Japanese, which are written without blanks."""


class Confidence:
    """The mean of the confidence that recognition states of words, in per cent; a number from 0 to 1 is a share."""

    __slots__ = ("count", "total")

    def __init__(self) -> None:
        self.count = 0
        self.total = 0.0

    def add(self, stated: str | None, *, whole: float = 100.0) -> None:
        """Count a word; what is no number, or not from 0 to `whole`, which is certainty, is passed over."""
        if (value := number_within(stated, whole)) is not None:
            self.count += 1
            self.total += value / whole * 100.0

    def rule(self, name: str) -> str:
        """Return a rule of evidence: where the text is from, and how sure its recognition was, where that is known."""
        return confident(name, self.total / self.count if self.count else None)


def number_within(stated: str | None, most: float) -> float | None:
    """Return a number as a form states it where it is from 0 to `most`, else None."""
    try:
        value = float(stated) if stated else None
    except ValueError:
        return None
    return value if value is not None and 0 <= value <= most else None


def confident(name: str, percent: float | None) -> str:
    """Return a rule of evidence with the confidence of recognition in per cent behind it: `TextEquiv; OCR confidence 87 %`."""
    return name if percent is None else f"{name}; OCR confidence {percent:.0f} %"


def joined(lines: Iterable[str]) -> str:
    """Return lines as one paragraph, with the words that their ends divide put together."""
    text = ""
    for line in lines:
        line = " ".join(line.split())
        if line:
            text = continued(text, line) if text else line
    return without_end(text)


def words_in_line(words: Iterable[str]) -> str:
    """Return the words of a line with a blank between them, but for those of Chinese and Japanese."""
    line = ""
    for word in words:
        if word:
            is_apart = line and not (_UNSPACED.match(line[-1]) and _UNSPACED.match(word))
            line += f" {word}" if is_apart else word
    return line


def without_end(text: str) -> str:
    """Return a text without a mark of division at its very end, which is of no word."""
    return text.rstrip(_ALWAYS) if text.endswith(tuple(_ALWAYS)) else text


def continued(text: str, line: str) -> str:
    """Return a text and the line behind it, joined as the last sign of the text tells."""
    last = text[-1]
    if last in _ALWAYS:
        return text[:-1] + line
    if _UNSPACED.match(last) and _UNSPACED.match(line):
        return text + line
    if last not in _HYPHENS or len(text) < 2 or not (text[-2].isalpha() or text[-2].isdigit()):
        return f"{text} {line}"
    first = line[0]
    word = _WORD.match(line)
    if word is not None and word[0] in _PARTS and line.startswith(" ", len(word[0])):
        return f"{text} {line}"
    if first.islower() and text[-2].isalpha():
        return text[:-1] + line
    if first.isupper() or first.isdigit():
        return text + line
    return f"{text} {line}"


def paragraphs_of(parts: Iterable[Sequence[str]]) -> str:
    """Return parts of lines as paragraphs separated by a blank line, empty ones left out.

    A paragraph that ends in a divided word goes on in the next one, as where a column or page ends.
    """
    found: list[str] = []
    for lines in parts:
        whole = ""
        for line in lines:
            line = " ".join(line.split())
            if line:
                whole = continued(whole, line) if whole else line
        if not whole:
            continue
        if found and is_divided(found[-1]) and whole[0].islower():
            found[-1] = continued(found[-1], whole)
        else:
            found.append(whole)
    return "\n\n".join(map(without_end, found))


_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
_LONGEST_LINE = 200
"""No line of a column of print has more characters on the average, so that the lines of such a text are lost."""


def reflow_page(text: str) -> str:
    """Return the plain text of a page, whose lines are those of its columns, as paragraphs with divided words joined."""
    text = text.replace("\r\n", "\n").replace("\f", "\n\n")
    if text.count("\n") * _LONGEST_LINE < len(text):
        return "\n\n".join(line for part in text.split("\n") if (line := " ".join(part.split())))
    return paragraphs_of(part.split("\n") for part in _BLANK_LINE.split(text))


def is_divided(text: str) -> bool:
    """Return whether a text ends in a part of a word."""
    if text.endswith(tuple(_ALWAYS)):
        return True
    return len(text) > 1 and text[-1] in _HYPHENS and text[-2].isalpha()


class Box(NamedTuple):
    """Where a word is on a page: left, top, right and bottom, in pixels from the upper left corner."""

    left: float
    top: float
    right: float
    bottom: float


_SPLIT = re.compile(r"[,;\s]+")


def box_of(stated: str | None) -> Box | None:
    """Return the box of four numbers parted by commas or blanks (`190,63,238,83`), or None."""
    parts = _SPLIT.split(stated.strip()) if stated else []
    try:
        return Box(*map(float, parts[:4])) if len(parts) >= 4 else None
    except ValueError:
        return None


def lines_of_words(words: Iterable[tuple[str, Box | None]]) -> list[str]:
    """Return words as lines, where their boxes show that one begins: it is left of the word before it, or below or above it.

    A word without a box follows the one before it, unless that ends in a hyphen.
    """
    lines: list[list[str]] = []
    before: Box | None = None
    for word, box in words:
        if not lines or _begins_line(lines[-1][-1], before, box):
            lines.append([])
        lines[-1].append(word)
        before = box
    return [words_in_line(line) for line in lines]


def _begins_line(last: str, before: Box | None, box: Box | None) -> bool:
    """Return whether a word is left of the one before it, below it, or above it by more than a line, as in a new column."""
    if before is None or box is None:
        return is_divided(last)
    middle = (box.top + box.bottom) / 2
    return (
        box.right <= before.left
        or (middle > before.bottom and box.left < before.right)
        or box.bottom <= before.top
    )
