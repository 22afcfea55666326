"""Find the story in the text that a crawler took out of a page (a WET file of Common Crawl, a WARC conversion).

Such a text is all the words of a page, a line each: its title, its menus, the story, what is below it. The headline is the
line that the title begins or ends with (`Ferry lost - Quay Courier`), what is left of the title the outlet. The story is the
longest run of paragraphs; between two of them are at most a subhead, a caption and its credit. Of the lines between the headline
and the story a byline and a date are read; all others are the page's own.
"""

from __future__ import annotations

import re

from morgue.errors import NoArticle
from morgue.extract.body import is_bare_date
from morgue.extract.boilerplate import furniture
from morgue.extract.draft import Draft
from morgue.feeds.support.keys import is_prose
from morgue.feeds.web.prose import WIDE_SIGNS

BETWEEN = 3
"""How many lines may be between two paragraphs of a story: a subhead, a caption, a credit."""

LEAST_WORDS = 60
"""How many words a story has at least, as that of a page that does not say it is an article (`morgue.feeds.web.html`)."""

ABOVE = 12
"""How many lines above a story may have its byline and date: those of a header with a picture and buttons to share it."""

_JOINT = re.compile(r"\s+[-–—|·•»:]+\s+|\s*[|»]\s*")
_SENTENCE = re.compile(r"[a-z]{2}[.!?][\"”’]?\Z|[。！？]\Z")
_WORDS = re.compile(r"\w+")


def draft_of_text(text: str) -> Draft:
    """Return what the text of a page says. Raises NoArticle where it holds no story."""
    lines = [" ".join(line.split()) for line in text.split("\n")]
    lines = [line for line in lines if line]
    if not lines:
        raise NoArticle("an empty page")
    at, headline, outlet = _heading(lines)
    first, end = _story(lines, at)
    draft = Draft(partial=False)
    draft.state("headline", headline, "title")
    draft.state("publisher", outlet, "title")
    above = [
        line for line in lines[max(at + 1, first - ABOVE) : first] if furniture(line) or is_bare_date(line)
    ]
    draft.text = "\n\n".join((*above, *lines[first:end]))
    draft.evidence["body"] = "longest text"
    return draft


def _heading(lines: list[str]) -> tuple[int, str | None, str | None]:
    """Return (line of the headline, headline, outlet) by the title, which is the first line; the title where no line repeats it."""
    title = lines[0]
    if _SENTENCE.search(title):
        return -1, None, None  # a text without a title
    joints = [(found.start(), found.end()) for found in _JOINT.finditer(title)]
    parts: list[tuple[str, str | None]] = [(title, None)]
    for begin, end in reversed(joints):
        parts += [(title[:begin], title[end:]), (title[end:], title[:begin])]
    places = {line.casefold(): number for number, line in reversed(list(enumerate(lines))) if number}
    for part, rest in parts:
        place = places.get(part.strip().casefold())
        if place is not None and len(_WORDS.findall(part)) > 2:
            return place, part.strip(), rest if rest and not _JOINT.search(rest) else None
    return 0, title, None


def _words(line: str) -> int:
    """Return how many words a line has; each sign counts for half a word in scripts without spaces."""
    return len(line.split()) + len(WIDE_SIGNS.findall(line)) // 2


def _story(lines: list[str], at: int) -> tuple[int, int]:
    """Return where the longest run of paragraphs below a line begins and ends. Raises NoArticle where it is no story."""
    prose = [number for number in range(at + 1, len(lines)) if is_prose(lines[number])]
    runs: list[tuple[int, int]] = []
    for number in prose:
        if runs and number - runs[-1][1] <= BETWEEN:
            runs[-1] = (runs[-1][0], number + 1)
        else:
            runs.append((number, number + 1))
    first, end = max(runs, key=lambda run: sum(_words(lines[each]) for each in range(*run)), default=(0, 0))
    if sum(_words(line) for line in lines[first:end]) < LEAST_WORDS:
        raise NoArticle("the text of a page without a story")
    return first, end
