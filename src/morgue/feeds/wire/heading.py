"""Read the lines above wire copy that was saved as text, without the control characters that frame it on the wire.

    a0512                                                   number, category and slug of AP (ANPA 1312)
    r i BC-Ferry,1st Ld-Writethru 10-23 0412
    ^Ferry crews vote on strike<                            `^` and `<` may be gone
    Eds: ADDS quote.
    By ANN LI
       PIRAEUS, Greece (AP) _ Crews voted …
    AP-NY-10-23-08 1412EDT                                  when it was sent

Other services write the header of IPTC 7901 (`FRS0123 4 I 0234 FRA /AFP-AA12`, a slug, the headline), a line with the time,
or `RTRS-` before the headline. Such lines are recognized only where a dateline that names its agency follows them, and
one of them at least is no line of a page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from morgue.extract.body import is_bare_date
from morgue.extract.boilerplate import furniture
from morgue.extract.dateline.dateline import dateline
from morgue.extract.dates import reading
from morgue.extract.draft import Draft
from morgue.extract.foreign_boilerplate import byline as byline_abroad
from morgue.extract.stamps import is_stamp
from morgue.feeds.support.credits import agency_named, credit
from morgue.feeds.wire.copy_lines import sent_at

MOST_LINES = 16
"""No more lines that are not blank are above the copy."""
LONGEST = 200
"""No line above the copy is longer."""
_SHORTEST_TITLE = 8

_CODE = re.compile(
    r"ZCZC\b.*|N{3,4}|[a-z]\d{3,5}|[A-Z]{2,4}\d{2,5}|(?:[rubfdhsi] ?[a-z]?)|[a-z]{2,4}\d{2,5}\s+\d\s+[a-z]{1,3}\s+\d+\b.*"
    r"|[A-Za-z]{2,4}\d{2,5}\s+\d\s+[A-Z]{1,3}\s+\d+\b.*"
)
"""Numbers and categories: `a0512`, `ri`, `bdt0345 3 pl 206 dpa 0678`."""
_SLUG = re.compile(
    r"(?:[rubfdhsi] ?[a-z]? )(?P<keyed>\S.*?)(?:\s+\d\d-\d\d)?(?:\s+\d{3,4})?|\^?(?P<counted>\S.{1,80}?),\s?0\d{3}<?"
    r"|(?P<joined>[^\W\d_]{3,}(?:[-/][^\W\d_]{2,}){1,5}/?)|(?P<ended>[^\W\d_][^.?!]{2,60}/)"
)
"""Slugs: `r i BC-Ferry 10-23 0412`, `BC-Ferry, 1st Ld,0412`, `ESPAÑA-HUELGA`, `Wahlen/Parteien/`."""
_NOTE = re.compile(
    r"\(?(?:eds?|attn|attention|(?:note to )?editors?|desks?|achtung|nota(?: a los editores)?)\s?[.:].*|=?\([^()]{1,60}\)=?",
    re.IGNORECASE,
)
_TICKER = re.compile(r"(?P<stamp>\d\d:\d\d \d{1,2} ?[A-Za-z]{3} ?\d{4} )?RTRS ?- ?(?P<headline>\S.*)")
_POINT = re.compile(r"\s*[*•·]\s")
_ENDS = re.compile(r"\s*(?:[=<]|&lt;)\s*$")


def is_filed(line: str) -> bool:
    """Return whether a line begins with a dateline that names its agency and a place or a day."""
    read = dateline(line.strip())
    return read is not None and read.agency is not None and bool(read.places or read.day)


def _is_dated(line: str) -> bool:
    """Return whether a line begins with a dateline that gives its agency, or a place and a day."""
    read = dateline(line.strip())
    if read is None or not (read.places or read.day):
        return False
    return read.agency is not None or bool(read.places and read.day)


def filed_at(lines: list[str], is_dateline: Callable[[str], bool] = is_filed) -> int | None:
    """Return which line begins with the dateline; None where none does, or more than short lines are above it."""
    count = 0
    for at, line in enumerate(lines):
        if not line.strip():
            continue
        if is_dateline(line):
            return at
        count += 1
        if count > MOST_LINES or len(line) > LONGEST:
            return None
    return None


def _above(lines: list[str]) -> Iterator[str]:
    """Yield the lines that may be above the copy."""
    count = 0
    for line in lines:
        count += bool(line.strip())
        if count > MOST_LINES or len(line) > LONGEST:
            return
        yield line


def take_head(draft: Draft, lines: list[str]) -> list[str]:
    """State what the lines above wire copy say, and return the lines of the copy; all of them where there is no such head."""
    if not any(_is_of_a_wire(line.strip()) for line in _above(lines)):
        return lines
    end = filed_at(lines, _is_dated)
    if end is None or not any(_is_of_a_wire(line.strip()) for line in lines[:end]):
        return lines
    copied: list[str] = []
    heads = [_ENDS.sub("", line.strip().removeprefix("^")) for line in lines[:end]]
    titles = [at for at, line in enumerate(heads) if _is_title(line)]
    titled = next((at for at in titles if lines[at].strip().startswith("^")), titles[0] if titles else None)
    for at, line in enumerate(heads):
        if at == titled:
            _title(draft, line)
        elif line:
            copied += _take(draft, line)
    return [*(each for line in copied for each in (line, "")), *lines[end:]]


def _is_of_a_wire(line: str) -> bool:
    """Return whether a line is of a form that wires have and pages have not."""
    return bool(
        (line.startswith("^") and line.endswith("<"))
        or _CODE.fullmatch(line)
        or _slug(line)
        or _TICKER.fullmatch(line)
        or (line.endswith("=") and len(line) > 1)
        or (_NOTE.fullmatch(line) and not furniture(line))
        or (_is_time(line) and not is_bare_date(line))
        or _POINT.match(line)
    )


def _slug(line: str) -> re.Match[str] | None:
    """Return the slug that a line is; a date is none (`December 15, 2023`)."""
    found = _SLUG.fullmatch(line)
    return None if found and is_bare_date(line) and reading(line) is not None else found


def _is_time(line: str) -> bool:
    """Return whether a line is a moment and nothing else but the name of a service."""
    return (
        len(line) < 60
        and "|" not in line
        and any(map(str.isdigit, line))
        and is_stamp(line)
        and reading(line) is not None
    )


def _is_title(line: str) -> bool:
    """Return whether a line may be the headline: none of the forms that other lines have."""
    if _TICKER.fullmatch(line):
        return True
    return (
        len(line) >= _SHORTEST_TITLE
        and not (_CODE.fullmatch(line) or _slug(line) or _NOTE.fullmatch(line) or _POINT.match(line))
        and not (furniture(line) or byline_abroad(line) or _is_time(line) or agency_named(line))
        and any(map(str.isalpha, line))
    )


def _title(draft: Draft, line: str) -> None:
    ticker = _TICKER.fullmatch(line)
    draft.state("headline", " ".join((ticker["headline"] if ticker else line).split()), "headline-line")
    if ticker:
        draft.state("published", (ticker["stamp"] or "").strip(), "time line")
        credit(draft, "Reuters", "RTRS", known=True)


def _take(draft: Draft, line: str) -> list[str]:
    """State what a line beside the headline says; the line itself where it is copy."""
    slug = _slug(line)
    if _CODE.fullmatch(line) or _NOTE.fullmatch(line):
        draft.boilerplate.append(line)
    elif slug:
        draft.keywords.append(
            (slug["keyed"] or slug["counted"] or slug["joined"] or slug["ended"]).rstrip("/ ,")
        )
    elif _is_time(line):
        draft.state("published", line, "time line")
        draft.boilerplate.append(line)
    elif sent := sent_at(line):
        draft.state("published", sent, "time line")
        draft.boilerplate.append(line)
    elif (above := furniture(line)) and above.kind == "byline":
        draft.state("byline", above.fact, "byline")
    elif found := byline_abroad(line):
        draft.state("byline", found.names, "byline")
    else:
        return [line]
    return []
