"""What is around a story in other languages than English: dates above it, credits, links and rights below it."""

from __future__ import annotations

import re
from typing import NamedTuple

from morgue.extract.names import is_name
from morgue.extract.stamps import is_stamp
from morgue.extract.wording import first_words, languages_of, phrases
from morgue.gazetteer import agencies

LONGEST = 160
"""A paragraph longer than this is the story's own, in code points."""

_DATED = re.compile(
    rf"(?:(?P<updated>{phrases('updated')})|(?P<published>{phrases('published')}))(?![a-zß-ÿα-ώа-я])(?:\s+(?:le|el|am|il|em|op|на|в|pada))?\s*[:：\-–|]?\s*"
    r"(?=.*\d)(?P<fact>.{6,70}?)\s*$",
    re.IGNORECASE,
)


def dated(line: str) -> tuple[str, str] | None:
    """Return the kind of a line that says when a story was published or updated, and what of it is the date."""
    found = _DATED.match(line)
    if not found or not is_stamp(found["fact"]):
        return None
    return ("updated-line" if found["updated"] else "published-line"), found["fact"]


SOURCE = phrases("source")
"""The word for a source, with which a credit begins."""
_WITH, _READ_ALSO, _READ_ON = phrases("with"), phrases("read-also"), phrases("read-on")
LINK_BEGINS = first_words("read-also", "read-on")
"""The first three characters, in lower case, of the links that begin with a letter of the Latin alphabet."""
_LEADS = rf"(?P<also>{_READ_ALSO})|{_READ_ON}(?:\s*[:：|»›>→…]|\W*$)"
"""What leads on to another story; of a line of its own, or behind which a colon is, as a sentence may begin so too."""
_LINK = re.compile(rf"[\s(\[*\-–—_>|►▶]*(?:{_LEADS})", re.IGNORECASE)
_CLOSING = re.compile(
    rf"[\s(\[*\-–—_|©]*(?:{SOURCE}\s*[:：]|{_WITH}|{_LEADS}|{phrases('rights')})", re.IGNORECASE
)
_SHORT_WITH = re.compile(rf"\W*(?:[^\W\d_][\w' ]{{1,20}} )?{_WITH}", re.IGNORECASE)
CREDIT = re.compile(rf"(?:{SOURCE}|{_WITH})\s*[:：]?\s*(?P<name>[^().;]{{2,60}})", re.IGNORECASE)
"""A credit: the word it begins with, and whom it names."""


def closing(paragraph: str) -> bool:
    """Return whether a short paragraph below a story is a credit, a link, a prompt or a claim of rights.

    A credit that begins like a sentence (`avec AFP`, `con información de`) has no full stop and a few words.
    """
    found = _CLOSING.match(paragraph) if len(paragraph) <= LONGEST else None
    if not found or (found["also"] and goes_on(paragraph[found.end() :])):
        return False
    if _SHORT_WITH.match(paragraph):
        return len(paragraph.split()) <= 8 and not paragraph.rstrip(") ").endswith(".")
    return True


def link(paragraph: str) -> bool:
    """Return whether a short paragraph between two of the story's leads to another story."""
    found = _LINK.match(paragraph) if len(paragraph) <= LONGEST else None
    return found is not None and not (found["also"] and goes_on(paragraph[found.end() :]))


_SENTENCE_STOP = re.compile(r"[.!?。।][\"'”’»)\]]*\s*\Z")
_HERE = re.compile(r"\b(?:here|below|ici|aquí|hier|qui|aqui)\W*\Z", re.IGNORECASE)


def goes_on(rest: str) -> bool:
    """Return whether what follows the words that open a link or a prompt goes on as a sentence.

    A link's title is behind a mark or begins with a capital; a sentence goes on in small letters and ends with
    a full stop.
    """
    first = rest.lstrip()[:1]
    small = first != first.upper() and first == first.lower()
    return small and bool(_SENTENCE_STOP.search(rest)) and not _HERE.search(rest)


def is_spoken(text: str) -> bool:
    """Return whether a text ends as reported speech does: a comma, then who said it."""
    return _SAID.search(text) is not None


_VERB = r"(?:said|says|told|asked|asks|added|wrote|writes|warned|urged|read|shouted|replied|insisted|advised)"
_SAID = re.compile(
    rf"[,?!][\"'”’»]?\s(?:{_VERB}\s[^,;:.!?]{{1,60}}|[^,;:.!?]{{1,60}}\s{_VERB}(?:\s[^,;:.!?]{{1,60}})?)[.\"'”’]*\s*\Z"
)
"""English only: the prompts that take it are English."""


_BY = languages_of("by")
"""The word before the names of those who wrote a story, and the languages in which it is one."""
_BYLINE = re.compile(rf"(?P<by>(?i:{'|'.join(_BY)}))(?:\s*:)?\s+(?=[^\W\d_a-zß-ÿ])(?P<names>.{{3,100}}?)\s*")
_NAMES = re.compile(r",\s*|\s+(?:et|und|y|e|i|en|och|og|dan|mit|avec|con|in|à|em|aus)\s+|\s*[|/]\s*")
MOST_WORDS = 12
"""A byline has no more words than this."""


class Byline(NamedTuple):
    """Who wrote a story, and the languages in which the line says so."""

    names: str
    languages: tuple[str, ...]


def byline(line: str) -> Byline | None:
    """Return the names of a byline (`Par Jeanne Dupont, AFP`); in another language than its own it may be a name (`Von Miller`)."""
    found = _BYLINE.fullmatch(line)
    if not found or len(line.split()) > MOST_WORDS:
        return None
    names = [each for each in _NAMES.split(found["names"].rstrip(".")) if each.strip()]
    if not all(is_name(each) or agencies.canonical(each) for each in names):
        return None
    if len(names[0].split()) == 1 and not agencies.canonical(names[0]):
        return None
    return Byline(found["names"], _BY[found["by"].casefold()])


def without_by(byline: str, language: str) -> str:
    """Return a stated byline without the word before its names, where that is one in the story's language."""
    found = _BYLINE.fullmatch(byline)
    if not found or language[:2].casefold() not in _BY[found["by"].casefold()]:
        return byline
    return found["names"]


_TOGETHER = re.compile(
    r"[(\s–—-]*(?:(?:(?:Par|Von|Por)\s+)?(?P<outlet>[^\W\d_a-z][\w.'’&-]*(?:\s[\w.'’&-]+){0,3})\s+)?"
    r"(?:avec(?: l['’])?|mit|con|com|met|med|with)\s+(?P<names>[^().;:!?\d]{2,60})[).]*"
)


def together(line: str) -> str | None:
    """Return the agency of a line that only says with whom an outlet made its story (`Le Monde avec AFP`, `(mit dpa)`)."""
    found = _TOGETHER.fullmatch(line) if len(line) <= 80 else None
    if not found or (found["outlet"] and not is_name(found["outlet"])):
        return None
    names = [agencies.canonical(each) for each in _AND.split(found["names"])]
    return names[0] if all(names) else None


_AND = re.compile(r",\s*|/|\s+(?:et|und|y|e|and|och|og|en)\s+")
