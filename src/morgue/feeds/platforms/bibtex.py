r"""Read citations in BibTeX and BibLaTeX, an entry an article.

    @article{doe2024,
      author = {Doe, Jane and Roe, Richard},
      title  = {Ferry lost off {Piraeus}},
      journal = "The Quay Courier", date = {2024-02-03}, pages = 3,
      abstract = {The Th{\'e}tis was lost.} }

A value is in braces, in quotation marks, a number, or the name of an `@string`; values are joined by `#`. Braces that keep
capitals go, accents of LaTeX become letters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from morgue.errors import NoArticle
from morgue.extract.assembly import article
from morgue.feeds.platforms.citation import Citation, draft_of
from morgue.io.encoding import decode, narrow
from morgue.io.feed import Feed
from morgue.model.article import Article

_BEGIN = re.compile(
    rb"(?:%[^\n]*+\n|\s)*+@(?i:string|comment|preamble|[a-z]{3,24})\s*+[{(]\s*+[^\s,={}()]{0,200}+\s*+(?:,\s*+[\w-]++\s*+=|=)"
)
_ENTRY = re.compile(r"@([A-Za-z]{3,24})\s*([{(])")
_KEY = re.compile(r"\s*([^\s,={}\"]{0,200})\s*,")
_FIELD = re.compile(r"[\s,]*([A-Za-z][\w:.+/-]{0,60})\s*=\s*")
_WORD = re.compile(r"[^\s,{}\"#()]{1,200}")
_JOIN = re.compile(r"\s*#\s*")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()  # noqa: SIM905  a table of words
_NO_ENTRY = frozenset(("comment", "preamble", "string"))
LONGEST_VALUE = 1 << 20
"""A value that is longer, in code points, ends there: its brace was lost."""


def sniff(head: bytes, name: str) -> int:
    """Return 97 where a text begins with an entry, else 0."""
    return 97 if _BEGIN.match(narrow(head[:8192]).lstrip(b"\xef\xbb\xbf")) else 0


def read(feed: Feed) -> Iterator[Article]:
    """Yield the entries in order. Raises NoArticle where none has a title or an abstract."""
    data = feed.bytes()
    text = decode(data)
    is_whole = len(text) == len(data)
    count = 0
    for citation, start, end in _entries(text, feed):
        authors = [name for value, _ in citation.all("author") for name in re.split(r"\s+and\s+", value)]
        draft = draft_of(
            citation, authors=[name for name in authors if name != "others"], date=_date(citation)
        )
        if draft is not None:
            count += 1
            place = (start, end - start) if is_whole else (0, len(data))
            yield article(draft, feed.at(*place))
    if not count:
        raise NoArticle("citations (BibTeX) without a title or an abstract")


def _date(citation: Citation) -> str | None:
    """Return the day of an entry: `date`, else year, month and day."""
    found = [next(iter(citation.values.get(key, ())), "") for key in ("date", "year", "month", "day")]
    if found[0]:
        return found[0].partition("/")[0]
    year, month, day = found[1:]
    if not year:
        return None
    number = month.lower()[:3]
    named = (
        _MONTHS.index(number) + 1
        if number in _MONTHS
        else int(month)
        if month.isdecimal() and len(month) < 3
        else 0
    )
    return f"{year}-{named:02}-{int(day):02}" if named and day.isdecimal() and len(day) < 3 else year


def _entries(text: str, feed: Feed) -> Iterator[tuple[Citation, int, int]]:
    """Yield (citation, start, end) of each entry, in code points."""
    named: dict[str, str] = {}
    at = 0
    while (begin := _ENTRY.search(text, at)) is not None:
        kind = begin[1].lower()
        at = begin.end()
        if kind in ("comment", "preamble"):
            continue
        citation = Citation("bibtex")
        key = _KEY.match(text, at) if kind != "string" else None
        at = key.end() if key else at
        while (field := _FIELD.match(text, at)) is not None:
            value, at = _value(text, field.end(), named)
            if kind == "string":
                named[field[1].lower()] = value
            else:
                citation.add(field[1].lower(), _without_latex(value))
        closing = (
            text[at:].lstrip(", \t\r\n")[:1]
            if len(text) - at < 64
            else text[at : at + 64].lstrip(", \t\r\n")[:1]
        )
        if kind not in _NO_ENTRY:
            if closing not in ("}", ")"):
                feed.complain(
                    f"the entry {key[1] if key else ''} at character {begin.start():,} is not closed"
                )
            yield citation, begin.start(), at


def _value(text: str, at: int, named: dict[str, str]) -> tuple[str, int]:
    """Return the value that begins at an offset, its parts joined, and where it ends."""
    parts: list[str] = []
    while True:
        if text[at : at + 1] == "{":
            end = _closing(text, at)
            parts.append(text[at + 1 : end])
            at = end + 1
        elif text[at : at + 1] == '"':
            end = _quoted(text, at)
            parts.append(text[at + 1 : end])
            at = end + 1
        elif word := _WORD.match(text, at):
            parts.append(named.get(word[0].lower(), word[0]))
            at = word.end()
        joint = _JOIN.match(text, at)
        if joint is None:
            return "".join(parts), min(at, len(text))
        at = joint.end()


_BRACE = re.compile(r"[{}]")
_QUOTE = re.compile(r"[{}\"]")


def _closing(text: str, at: int) -> int:
    """Return the offset of the brace that closes the one at `at`; where the value is cut, its end."""
    depth = 0
    for mark in _BRACE.finditer(text, at, at + LONGEST_VALUE):
        if text[mark.start() - 1] == "\\" and mark.start() > at:
            continue
        depth += 1 if mark[0] == "{" else -1
        if depth == 0:
            return mark.start()
    return min(len(text), at + LONGEST_VALUE)


def _quoted(text: str, at: int) -> int:
    """Return the offset of the quotation mark, outside braces, that ends the value at `at`."""
    depth = 0
    for mark in _QUOTE.finditer(text, at + 1, at + LONGEST_VALUE):
        if mark[0] == '"':
            if depth <= 0 and text[mark.start() - 1] != "\\":
                return mark.start()
        else:
            depth += 1 if mark[0] == "{" else -1
    return min(len(text), at + LONGEST_VALUE)


_ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", '"': "\u0308", "=": "\u0304", ".": "\u0307", "u": "\u0306",
    "v": "\u030c", "H": "\u030b", "c": "\u0327", "k": "\u0328", "r": "\u030a", "d": "\u0323", "b": "\u0331",
}  # fmt: skip
_LETTERS = {
    "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "aa": "å", "AA": "Å", "l": "ł", "L": "Ł",
    "i": "ı", "j": "ȷ", "S": "§", "dots": "…", "ldots": "…", "textquoteright": "’", "textquoteleft": "‘", "textendash": "–",
    "textemdash": "—", "textquotedblleft": "“", "textquotedblright": "”", "euro": "€", "pounds": "£", "textregistered": "®",
}  # fmt: skip
_ACCENT = re.compile(r"\\([`'^~\"=.]|[uvHckrdb](?=[\s{\\]))\s*(?:\{\s*\\?([A-Za-z])\s*\}|\\?([A-Za-z]))")
_COMMAND = re.compile(r"\\([A-Za-z]{1,24})(?:\{\}|\s+|(?![A-Za-z]))")
_FORMAT = re.compile(r"\\(?:text(?:it|bf|sc|tt|rm|sf|up|md)|emph|mathrm|url|href|enquote)\s*(?=\{)")


def _without_latex(value: str) -> str:
    """Return a value as text: accents and signs of LaTeX put for what they print, its braces and commands gone."""
    if "\\" in value:
        value = _FORMAT.sub("", value)
        value = _ACCENT.sub(
            lambda found: unicodedata.normalize("NFC", (found[2] or found[3]) + _ACCENTS[found[1]]), value
        )
        value = _COMMAND.sub(lambda found: _LETTERS.get(found[1], " "), value)
        value = re.sub(
            r"\\([&%$#_{}~^\\ ,;:!-])", lambda found: " " if found[1] in " ,;:!" else found[1], value
        )
    if "---" in value or "--" in value:
        value = value.replace("---", "—").replace("--", "–")
    value = value.replace("``", "“").replace("''", "”").replace("~", " ")
    paragraphs = re.split(r"\n[ \t]*\n", value.replace("{", "").replace("}", ""))
    return "\n\n".join(" ".join(each.split()) for each in paragraphs)
