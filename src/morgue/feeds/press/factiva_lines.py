"""Find the documents of Factiva in lines: of plain text, of a Word or RTF document.

A document ends in its accession number (`Document LBA0000020170319ed3j00q06`, `AN` before it where the fields have
codes). Its fields are printed in one of these ways:

    HD⇥Ferry service resumes         HD  Ferry service resumes      HD                        News
    WC⇥132 words                     WC  132 words                  Ferry service resumes     Ferry service resumes
    PD⇥19 March 2017                 PD  19 March 2017              WC                        By Ann Moor
    …                                …                              132 words                 132 words
                                                                    …                         19 March 2017 …

The last one has no codes: the lines come in the order section, headline, author, credit, count of words, day, hour,
name and code of the source, edition, page, volume, language, rights. They are told apart by what can be read without
knowing the language of the interface: the day below a count is the anchor.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from morgue.extract.dates import stated
from morgue.feeds.press.documents import Line
from morgue.feeds.press.factiva_fields import NUMBER, Fields, codes
from morgue.feeds.support.language_names import code_named


class Document(NamedTuple):
    """The fields of a document, the lines that it was printed on, and whether its end was found."""

    fields: Fields
    lines: Sequence[Line]
    is_whole: bool


_END = re.compile(
    rf"[^\S\n]*(?:AN\b[\s\xa0]*)?(?:[^\W\d_]\S{{0,19}}[\s\xa0:：]+){{0,2}}({NUMBER.pattern})\W*"
)
"""A line that ends a document: `Document`, in the language of the interface, and the number."""
_FOOT = re.compile(
    r"(?:[^\W\d_]{1,12}\s?\d{1,6}\s?[^\W\d_]{1,6}\s?\d{1,6}\s{0,9})?(?:©|\(c\))\s?\d{4}\s?Factiva,?\s?Inc\..{0,60}",
    re.IGNORECASE,
)
"""What is printed at the foot of a page: `Page 2 of 9 © 2024 Factiva, Inc. All rights reserved.`"""
LONGEST_FOOT = 120
_LABEL = re.compile(
    r"[\s\xa0]{0,12}([A-Z]{2,3})(?:[ \xa0]*\t[\s\xa0]*|[ \xa0]{2,}|[ \xa0]*(?:\n|\Z))(.*)", re.DOTALL
)
_TABBED = re.compile(r"[\s\xa0]{0,12}[A-Z]{2,3}[ \xa0]*\t")
_ORDER = {"head": 0, "lead": 1, "text": 2, "tail": 3}
_COUNT = re.compile(r"\d{1,3}(?:[.,\s\u202f'’]?\d{3})*\s?[^\W\d_]{1,12}\.?")
"""How many words a document has: `1,259 words`, `664 Wörter`, `354 字`."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_CLOCK = re.compile(r"\d{1,2}:\d\d(?::\d\d)?(?:\s*[AP]M)?", re.IGNORECASE)
_CODE = re.compile(r"[A-Z0-9][A-Za-z0-9]{1,9}")
_PAGE = re.compile(
    r"(?:[A-Za-z]{1,4}[- ]?)?\d{1,4}[A-Za-z]?(?:\s*[,;/-]\s*(?:[A-Za-z]{1,4}[- ]?)?\d{1,4}[A-Za-z]?)*"
)
_VOLUME = re.compile(r"(?:vol|volume|issue|no|nr|num|heft|band|nummer|number|year)\b.{0,60}", re.IGNORECASE)
_RIGHTS = re.compile(
    r"\(c\)|©|copyright|all rights|alle rechte|tous droits|derechos|rights reserved|版[權权]|著作権", re.I
)
_BY = re.compile(r"(?:by|von|par|por|di|da|door|av|af|von:|autor|text)\b[:\s]", re.IGNORECASE)
LONGEST_LINE = 400
"""A line of the head has fewer characters; a longer one is text."""


def documents(lines: Iterable[Line]) -> Iterator[Document]:
    """Yield the documents in lines, in order; the last may be without its end."""
    open_lines: list[Line] = []
    for line in lines:
        if len(line.text) < LONGEST_FOOT and _FOOT.fullmatch(line.text.strip()):
            continue
        open_lines.append(line)
        if len(line.text) < 120 and _END.fullmatch(line.text.strip()):
            yield _document(open_lines, is_whole=True)
            open_lines = []
    if _begins(open_lines):
        yield _document(open_lines, is_whole=False)


def is_end(text: str) -> bool:
    """Return whether a line is one that ends a document."""
    return _END.fullmatch(text.strip()) is not None


def is_count(text: str) -> bool:
    """Return whether a line is a count of words."""
    return len(text) < 40 and _COUNT.fullmatch(text) is not None


def has_labels(texts: Sequence[str]) -> bool:
    """Return whether lines have the codes of a headline and of a date or source."""
    found = {label[1] for each in texts if (label := _LABEL.match(each))}
    return "HD" in found and bool(found & {"PD", "SN", "SC", "LP", "TD"})


def _begins(lines: Sequence[Line]) -> bool:
    """Return whether a document begins in lines that have no end."""
    texts = [each.text for each in lines]
    return has_labels(texts) or _anchor(texts) is not None


def _document(lines: Sequence[Line], *, is_whole: bool) -> Document:
    texts = [each.text for each in lines]
    fields = labelled(texts) if has_labels(texts) else unlabelled(lines, is_whole=is_whole)
    if is_whole:
        fields["AN"] = [texts[-1]]
    return Document(fields, lines, is_whole)


def labelled(texts: Sequence[str]) -> Fields:
    """Return the fields of lines with codes.

    With tabs every known code before one begins a field; in the other ways, and alone on its line, only one that may come
    next, so that no word of a text that happens to be a code does.
    """
    tabbed = any(_TABBED.match(each) for each in texts)
    found: dict[str, list[str]] = {}
    code, stage = "", 0
    for text in texts:
        label = _LABEL.match(text)
        where = codes().get(label[1]) if label else None
        if label and where and _may_begin(label, _ORDER[where[0]], stage, found, tabbed=tabbed, text=text):
            code, stage = label[1], _ORDER[where[0]]
            found.setdefault(code, []).append(label[2])
        elif code:
            found[code].append(text)
    return {name: _paragraphs(lines) for name, lines in found.items()}


def _may_begin(
    label: re.Match[str], order: int, stage: int, found: dict[str, list[str]], *, tabbed: bool, text: str
) -> bool:
    """Return whether a code begins a field: of the first lines only what comes before a headline."""
    if not found and label[1] not in ("HD", "SE", "CLM"):
        return False
    if tabbed and label[2].strip():
        return _TABBED.match(text) is not None
    return order >= stage and label[1] not in found


def _paragraphs(lines: Sequence[str]) -> list[str]:
    """Return the paragraphs of lines: parted by blank ones where there are any inside, else a line each."""
    text = "\n".join(lines).strip("\n \t\xa0")
    parts = re.split(r"\n[ \t\xa0]*\n", text)
    if len(parts) == 1:
        parts = text.split("\n")
    return [" ".join(part.split()) for part in parts if part.strip()]


def _anchor(texts: Sequence[str]) -> int | None:
    """Return the place of the day that is printed below a count of words, or None."""
    previous = ""
    for at, text in enumerate(texts):
        line = text.strip()
        if not line:
            continue
        if is_count(previous) and day_of(line):
            return at
        previous = line
    return None


def day_of(line: str) -> str | None:
    """Return the day that a line is, or None."""
    if len(line) > 60 or not any(map(str.isdigit, line)) or not _YEAR.search(line):
        return None
    read = stated(line)
    return read.day if read else None


def unlabelled(lines: Sequence[Line], *, is_whole: bool) -> Fields:
    """Return the fields of lines without codes, by their order."""
    texts = [each.text.strip() for each in lines]
    anchor = _anchor(texts)
    if anchor is None:
        return {"TD": [each for each in texts[: -1 if is_whole else None] if each]}
    count = next(at for at in range(anchor - 1, -1, -1) if texts[at])
    fields = above([each for each in lines[:count] if each.text.strip()])
    below = anchor + 1
    while below < len(texts) and not texts[below]:
        below += 1
    end = _end_of_head(texts, below)
    fields |= beside([texts[anchor], *filter(None, texts[below:end])])
    body = texts[end : len(texts) - 1 if is_whole else len(texts)]
    fields["TD"] = _paragraphs(body) if "" in body else [each for each in body if each]
    if len(fields["TD"]) > 1 and is_whole and _is_publisher(fields["TD"][-1], fields):
        fields["PUB"] = [fields["TD"].pop()]
    return fields


_COMPANY = re.compile(
    r"[\s,](?:Ltda?|Limited|Inc|Incorporated|LLC|L\.P|plc|Corp|Corporation|Company|Co|GmbH(?: & Co\. ?KG)?|AG|KG|SE|S\.?A|S\.?A\.?S|SARL"
    r"|S\.?p\.?A|S\.?r\.?l|S\.?L|B\.?V|N\.?V|A/S|AB|ASA?|Oyj?|Pty|Pte|Sdn Bhd|d\.o\.o|s\.r\.o|有限公司|株式会社)\.?\Z",
    re.IGNORECASE,
)
"""The end of a company's name."""
_WORD = re.compile(r"\w{3,}")


def _is_publisher(line: str, fields: Fields) -> bool:
    """Return whether the last line above the number is the publisher's name: a company's, or that of the rights or the paper."""
    if len(line) > 100 or line[-1:] in '!?"”»':
        return False
    names = {
        word.casefold()
        for code in ("CY", "SN")
        for each in fields.get(code, ())
        for word in _WORD.findall(each)
    }
    words = [each.casefold() for each in _WORD.findall(line)]
    return _COMPANY.search(line) is not None or (bool(words) and set(words) <= names)


def _end_of_head(texts: Sequence[str], start: int) -> int:
    """Return the place behind the rights, which are below the language; else behind the first block of lines."""
    for at in range(start, min(start + 12, len(texts))):
        if at > start and texts[at] and code_named(texts[at]):
            following = at + 1
            if following < len(texts) and texts[following] and len(texts[following]) < LONGEST_LINE:
                following += 1
                while following < len(texts) and _RIGHTS.match(texts[following]):
                    following += 1
            return following
    for at in range(start, len(texts)):
        if not texts[at] or len(texts[at]) > LONGEST_LINE:
            return at
        if _RIGHTS.search(texts[at]):
            return at + 1
    return len(texts)


def above(lines: Sequence[Line]) -> Fields:
    """Return section, headline, author and credit, of the lines above the count of words.

    The bold lines are the headline where there are any; else the lowest line that begins as a byline does is the author.
    """
    bold = [at for at, each in enumerate(lines) if each.is_bold]
    last = bold[-1] if bold else len(lines) - 1
    if not bold and len(lines) > 1 and _BY.match(lines[-1].text.strip()):
        last -= 1
    first = last
    while bold and first - 1 in bold:
        first -= 1
    fields: Fields = {}
    if lines:
        fields["HD"] = [each.text for each in lines[first : last + 1]]
    for code, each in zip(("BY", "CR"), lines[last + 1 : last + 3], strict=False):
        fields[code] = [each.text]
    if first == 1 and lines[0].text not in fields["HD"] and "Factiva" not in lines[0].text:
        fields["SE"] = [lines[0].text]
    return fields


def beside(lines: Sequence[str]) -> Fields:
    """Return the fields of the lines from the day to the rights, of which each is on a line of its own.

    Of two numbers the first is the edition: the Chosun Ilbo prints `52`, then the page.
    """
    fields: Fields = {"PD": [lines[0]]}
    rest = [each for each in lines[1:] if each]
    if rest and _CLOCK.fullmatch(rest[0]):
        fields["ET"] = [rest.pop(0)]
    if rest:
        fields["SN"] = [rest.pop(0)]
    at = next((at for at in range(len(rest) - 1, -1, -1) if code_named(rest[at])), None)
    if at is None:
        at = len(rest) - 1 if rest and _RIGHTS.search(rest[-1]) else len(rest)
        fields["CY"] = rest[at:]
    else:
        fields["LA"] = [rest[at]]
        fields["CY"] = rest[at + 1 :]
    between = rest[:at]
    if between and _CODE.fullmatch(between[0]):
        fields["SC"] = [between.pop(0)]
    pages = [at for at, each in enumerate(between) if _PAGE.fullmatch(each)]
    page = pages[1] if pages[:2] == [0, 1] else pages[0] if pages else len(between)
    for at, each in enumerate(between):
        name = "PG" if at == page else "VOL" if at > page or _VOLUME.match(each) else "ED"
        fields.setdefault(name, []).append(each)
    return fields
