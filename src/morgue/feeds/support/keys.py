"""Judge by keys of JSON and columns of tables the words under them: of whom they are, whether they are copy.

Names are compared bare: without case, spaces, hyphens and underscores.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from morgue.feeds.support.data import ordered_lists
from morgue.feeds.support.markup import is_markup, plain


@lru_cache(4096)
def bare(name: str) -> str:
    """Return a column's name for comparing: `pubDate`, `Pub Date` and `pub_date` are one."""
    if not name.isascii():
        name = unicodedata.normalize(
            "NFC", name
        )  # as Macs write names of files, and some databases their columns
    return re.sub(r"[\W_]+", "", name).lower()


_GROUPS = {name: frozenset(map(bare, words)) for name, words in ordered_lists("keys.tsv").items()}
OF_OTHERS = _GROUPS["others"]
SUMMARIES = _GROUPS["summaries"]
WORDINGS = _GROUPS["wordings"]
"""Names of other wordings of the headline."""

BESIDE = SUMMARIES | _GROUPS["beside"] | WORDINGS
NO_COPY = _GROUPS["no copy"]
COPY = frozenset(map(bare, ordered_lists("columns.tsv")["text"])) - SUMMARIES
"""Names of a text that is copy whatever its length; a description may be of anything."""

LISTS = _GROUPS["lists"]
DAY_FIRST = _GROUPS["day first"]
GOODS = _GROUPS["goods"]
BOOKINGS = _GROUPS["bookings"]
KINDS_OF_COLUMNS = _GROUPS["kinds of columns"]
TYPES_OF_COLUMNS = _GROUPS["types of columns"]
LANGUAGES = _GROUPS["language codes"]
"""Groups of names; `data/keys.tsv` says what each is."""

_LIKELY = frozenset(("message", "document"))
"""Keys of a text, which are too common in tables of other things to make one of news."""

_SENTENCES = 12
"""This many words are prose without the end of a sentence."""
_SENTENCE = re.compile(r"[.!?…。！？।؟]['\"”’»)]?\s*\Z")
_CUT = re.compile(r"\s*(?:\[?(?:…|\.\.\.|&hellip;)\]?)\s*\Z")
_MARKS = re.compile(r"[\W_]+")
_DEEPEST = 6


def is_of_people(names: Iterable[str]) -> bool:
    """Return whether columns are those of a table of people: a name and how to reach the person; their title is that of a job."""
    found = set(map(bare, names))
    return not found.isdisjoint(_GROUPS["contact"]) and not found.isdisjoint(_GROUPS["people"])


def is_of_contacts(names: Iterable[str]) -> bool:
    """Return whether columns have how to reach a person, as the lists of subscribers and of letters sent do, which name nobody."""
    return not _GROUPS["contact"].isdisjoint(map(bare, names))


def is_prose(text: str) -> bool:
    """Return whether a value is running text: many words, or a few that end as a sentence does."""
    if text.startswith(("http://", "https://", "data:", "{", "[")):
        return False
    words = len(text.split())
    if words >= _SENTENCES or (words >= 4 and _SENTENCE.search(text) is not None):
        return any(map(str.isalpha, text))
    return len(text) >= 30 and any(mark in text for mark in "。！？") and words < len(text) / 10


_OF_SEARCHES = frozenset(("highlight", "highlights"))
"""Keys of a list of hits in an answer of a search engine; a text under them is the points of a story."""


def is_prose_beside(name: str, value: Any) -> bool:
    """Return whether a value under a key of no known name is prose of the story, and none of those that pages repeat."""
    key = bare(name)
    if not isinstance(value, str):
        return False
    if key in _OF_SEARCHES:
        return " " in value.strip()
    return key not in NO_COPY and key not in OF_OTHERS and is_prose(value)


def unnamed_prose(row: Mapping[str, Any], known: frozenset[str]) -> tuple[str, str] | None:
    """Return (text, key) of the longest prose under a key that is not `known`, at any depth; None where there is none.

    The parts of a list (blocks, paragraphs) are one text. People, pictures and related stories are passed over.
    """
    found: dict[str, list[str]] = {}
    for name, value in row.items():
        if name not in known:
            _gather(value, name, found, 0)
    best: tuple[str, str] | None = None
    for key, parts in found.items():
        text = "\n\n".join(plain(part) if is_markup(part) else part for part in parts).strip()
        if (is_prose(text) or (key in _LIKELY and text)) and (best is None or len(text) > len(best[0])):
            best = text, key
    return best


def _gather(value: Any, path: str, found: dict[str, list[str]], depth: int) -> None:
    """Put the strings in a value under the keys that lead to them."""
    key = bare(path.rpartition(".")[2])
    if depth > _DEEPEST or key in OF_OTHERS or key in NO_COPY or key in BESIDE:
        return
    if isinstance(value, str):
        if " " in value or len(value) >= 30 or (key in _LIKELY and value):
            found.setdefault(path, []).append(value)
    elif isinstance(value, dict):
        for name, each in value.items():
            _gather(each, f"{path}.{name}", found, depth + 1)
    elif isinstance(value, list):
        for each in value:
            _gather(each, path, found, depth + 1)


_NUMBERED = re.compile(
    r"(para|paragraph|p|text|body|content|story|line|absatz|paragraphe|alinéa|párrafo|parrafo|paragrafo|parágrafo|абзац)[ _.-]?(\d{1,3})",
    re.IGNORECASE,
)


def numbered_parts(row: Mapping[str, Any]) -> tuple[str, str] | None:
    """Return (text, keys) of paragraphs under numbered names (`para1`, `para2`), in their order; None where there are no two."""
    found: dict[str, list[tuple[int, str, str]]] = {}
    for name, value in row.items():
        if isinstance(value, str) and value.strip() and (number := _NUMBERED.fullmatch(name.strip())):
            found.setdefault(number[1].lower(), []).append((int(number[2]), name, value))
    parts = max(found.values(), key=len, default=[])
    if len(parts) < 2:
        return None
    parts.sort()
    return "\n\n".join(value for _, _, value in parts), f"{parts[0][1]} to {parts[-1][1]}"


def captions(value: Any, depth: int = 0) -> Iterator[str]:
    """Yield the captions in the parts of a story, at any depth."""
    if depth > _DEEPEST or not isinstance(value, (dict, list)):
        return
    for name, each in value.items() if isinstance(value, dict) else (("", each) for each in value):
        if isinstance(each, str) and depth and bare(name) in ("caption", "description", "legende", "légende"):
            if bare(name) != "description" or _is_picture(value):
                yield each
        else:
            yield from captions(each, depth + 1)


def _is_picture(value: Any) -> bool:
    return isinstance(value, dict) and value.get("type") in ("image", "picture", "photo", "graphic", "video")


def unrepeated(text: str, *others: str | None) -> str:
    """Return the paragraphs of `text` that none of the `others` has, letter by letter; empty where all are repeated."""
    theirs = [other for other in others if other]
    kept = [paragraph.strip() for paragraph in text.split("\n\n") if paragraph.strip()]
    kept = [paragraph for paragraph in kept if not any(paragraph in other for other in theirs)]
    if not kept:
        return ""
    lower = [other.casefold() for other in theirs]
    words = [max(_MARKS.sub(" ", paragraph.casefold()).split(), key=len, default="") for paragraph in kept]
    # the letters of a whole body are slow to sort out, and a word that it lacks shows at once what is new
    folded = [_letters(other) for other in lower if any(word in other for word in words)]
    return "\n\n".join(paragraph for paragraph in kept if _is_new(paragraph, folded))


def _is_new(paragraph: str, folded: list[str]) -> bool:
    """Return whether a paragraph has letters that no other text has in a row; one that was cut off counts up to there."""
    letters = _letters(_CUT.sub("", paragraph))
    return bool(letters) and not any(letters in other for other in folded)


def _letters(text: str) -> str:
    return _MARKS.sub("", text).casefold()
