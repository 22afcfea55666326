"""Make text of feeds ready for a page: its matches marked, nothing of it ever active.

Templates print through `printable`, which takes out the characters that drive a terminal or turn the direction of
text; the template engine escapes the rest.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

from markupsafe import Markup

from morgue.model.article import Article, Snippet
from morgue.render.citation import written_day
from morgue.render.hits import NAME, clock, goes_on, moment
from morgue.render.layout import Piece, pieces, shorten
from morgue.render.sanitize import Marks, clean, clean_block

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,4}")
_PARAGRAPH = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
_UNPRINTED = re.compile("[\ufffe\uffff\U000e0000-\U000e007f]")
"""What no XML may hold, and tags that nobody sees."""


def printable(value: Any) -> Any:
    """Return what a template prints: text without what is unsafe, markup and everything else as it is."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return _UNPRINTED.sub("", clean_block(value))
    return "" if value is None else value


def paragraphs(text: str | None, marks: Marks = ()) -> list[list[Piece]]:
    """Return the paragraphs of a text, which blank lines part, each in runs."""
    if not text:
        return []
    bounds, last = [], 0
    for gap in _PARAGRAPH.finditer(text):
        bounds.append((last, gap.start()))
        last = gap.end()
    bounds.append((last, len(text)))
    return [
        list(pieces(text, [mark for mark in marks if mark[1] > start and mark[0] < end], start, end))
        for start, end in bounds
        if text[start:end].strip()
    ]


HEADLINE = 320
"""Characters of a headline that is one among others: as many as four lines of 80 columns, where a terminal cuts it too."""


def first_pieces(runs: Iterable[Piece], most: int = HEADLINE) -> list[Piece]:
    """Return the runs of the first characters of a text, with an ellipsis where more follows."""
    found: list[Piece] = []
    for each in runs:
        if len(each.text) > most:
            return [*found, Piece(each.text[:most].rstrip() + "…", each.marked)]
        most -= len(each.text)
        found.append(each)
    return found


def brief(text: str | None, most: int = NAME) -> str:
    """Return a text of one line, or its beginning where it takes more than `most` cells."""
    return shorten(clean(text or ""), most)


class Cutting(NamedTuple):
    """A snippet on a page: its field, its runs, and whether the text goes on before and after."""

    field: str
    pieces: list[Piece]
    before: bool
    after: bool


def cutting(article: Article, snippet: Snippet) -> Cutting:
    """Return a snippet of an article ready to print."""
    return Cutting(snippet.field, list(pieces(snippet.text, snippet.highlights)), *goes_on(article, snippet))


def address(path: str, **parameters: Any) -> str:
    """Return a path with the parameters that say something."""
    said = [(name, str(value)) for name, value in parameters.items() if value not in (None, "")]
    return f"{path}?{urlencode(said, errors='replace')}" if said else path


def outward(url: str | None) -> str | None:
    """Return an address of the web, or None for any other, which must not become a link."""
    if not url or any(character <= " " for character in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme.lower() in ("http", "https") and parts.hostname else None


_RIGHT_TO_LEFT = frozenset(
    [
        "ar",
        "arc",
        "ckb",
        "dv",
        "fa",
        "glk",
        "he",
        "iw",
        "khw",
        "ks",
        "lrc",
        "mzn",
        "nqo",
        "pnb",
        "prs",
        "ps",
        "sd",
        "skr",
        "syr",
        "ug",
        "ur",
        "yi",
        "azb",
    ]
)
_WRITTEN_SO = frozenset(("arab", "hebr", "thaa", "syrc", "nkoo", "adlm", "rohg"))
_HEBREW_OR_ARABIC = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U0001e900-\U0001e95f]")
"""Letters that are written from right to left (Unicode's blocks of them)."""


def _is_turned(language: str | None) -> bool:
    """Return whether a language is written from right to left."""
    parts = (language or "").lower().replace("_", "-").split("-")
    return parts[0] in _RIGHT_TO_LEFT or not _WRITTEN_SO.isdisjoint(parts[1:3])


def direction(article: Article) -> str:
    """Return the direction of an article's texts for HTML: `rtl` for a language written so, in its own letters, else `auto`.

    A headline in Arabic that begins with `BBC` still runs from right to left; `auto` would go by its first letter.
    """
    if not _is_turned(article.language):
        return "auto"
    found = any(text and _HEBREW_OR_ARABIC.search(text) for text in (article.headline, article.body))
    return "rtl" if found else "auto"


_LETTER = re.compile(r"[^\W\d_]")


def text_direction(text: str | Iterable[Piece], article: Article) -> str:
    """Return the direction of one text of an article for HTML: `rtl`, `ltr`, or `auto` where its first letter decides.

    A paragraph in English runs from left to right in a story in Urdu, and so does a headline in German whose first word is in
    Hebrew letters.
    """
    letters = _LETTER.findall(text if isinstance(text, str) else "".join(each.text for each in text))
    turned = sum(map(bool, map(_HEBREW_OR_ARABIC.match, letters)))
    if direction(article) == "rtl":
        return "rtl" if turned or not letters else "auto"
    is_mostly_ltr = turned and 2 * turned < len(letters)
    return "ltr" if is_mostly_ltr and article.language and not _is_turned(article.language) else "auto"


def language_tag(language: str | None) -> str | None:
    """Return the language for the page, or None where it has not the form of a tag (BCP 47)."""
    return language if language and _LANGUAGE.fullmatch(language) else None


def sentence(text: str | None) -> str:
    """Return the words as a sentence: a capital in front, a full stop behind."""
    said = (text or "").strip()
    return said[:1].upper() + said[1:] + ("" if not said or said.endswith((".", "?", "!", "…")) else ".")


def after(text: str, word: str) -> str:
    """Return the text without a word that it begins with."""
    return text.removeprefix(word).lstrip()


def written_instant(text: str) -> str:
    """Return `24 October 2025, 00:12 +05:30` for an instant, the day alone for a bare date; what is neither as it is."""
    day, _, time = text.partition("T")
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        return text
    if not time:
        return written_day(day)
    return f"{written_day(day)}, {clock(found)}"


def timed(article: Article) -> str | None:
    """Return the time of day that a story's place in order of time hangs on, and whose it is where not of its printed day."""
    found = moment(article)
    if found is None:
        return None
    name, instant = found
    day = instant.date().isoformat()
    if day != article.day:
        return f"{name} {written_day(day)}, {clock(instant)}"
    return clock(instant) if name == "published" else f"{name} {clock(instant)}"
