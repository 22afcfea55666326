"""The copy of a story taken apart: its own paragraphs, its dateline, what is set aside, and the facts in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from morgue.analysis.language import language
from morgue.extract import foreign_boilerplate
from morgue.extract.boilerplate import (
    closing,
    credited,
    furniture,
    link,
    outlet,
    owner,
    same,
    sections,
    sign_off,
)
from morgue.extract.clocks import folded, in_24_hours
from morgue.extract.dateline.dateline import Dateline, alone, dateline
from morgue.extract.dates import reading
from morgue.extract.stamps import is_stamp
from morgue.gazetteer import agencies

HEAD = 6
"""How many paragraphs at the beginning may stand above the story."""
TAIL = 8
"""How many paragraphs at the end may stand below it."""
SUBHEAD = 160
"""A paragraph before the dateline is a line under the headline: no longer than this, without a full stop."""


@dataclass(slots=True)
class Copy:
    """A text taken apart. Each fact is in `facts` as field: [(rule, value), …], the surest rule first found."""

    paragraphs: list[str] = field(default_factory=list)
    above: list[str] = field(default_factory=list)
    below: list[str] = field(default_factory=list)
    bylines: list[str] = field(default_factory=list)
    dateline: Dateline | None = None
    facts: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def note(self, name: str, rule: str, value: str) -> None:
        """Keep a fact and the rule that found it."""
        self.facts.setdefault(name, []).append((rule, value))


_BLANK = re.compile(r"\n[^\S\n]*\n\s*")


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text: what blank lines part, without white space around."""
    text = text.strip()
    if " \n" in text or "\n\n\n" in text or "\n\n " in text or "\t" in text or "\r" in text:
        parts = [each.strip() for each in _BLANK.split(text)]
    else:
        parts = text.split("\n\n")
    return [each for each in parts if each]


def take_apart(text: str, headline: str | None, *, has_dateline: str | None = None) -> Copy:
    """Return the copy of a text. `has_dateline` is the dateline that the format states: none is looked for then."""
    copy = Copy(paragraphs(text))
    _take_furniture(copy, headline)
    if has_dateline is None:
        _take_dateline(copy)
    elif copy.paragraphs:
        _drop_repeated(copy, has_dateline)
    _take_closing(copy)
    _take_links(copy)
    return copy


def _take_furniture(copy: Copy, headline: str | None) -> None:
    """Set aside the lines above the story. They end at the first paragraph that has none."""
    story: list[str] = []
    taken = 0
    for paragraph in copy.paragraphs[:HEAD]:
        rest = _without_furniture(copy, paragraph, headline)
        taken += 1
        if rest:
            story.append(rest)
            if len(story) > 1 or len(rest) > SUBHEAD or (rest == paragraph and "\n" in rest):
                break
    copy.paragraphs[:taken] = story


def _without_furniture(copy: Copy, paragraph: str, headline: str | None) -> str:
    """Return what is left of a paragraph when the lines above the story are taken from its beginning."""
    rest = paragraph
    while rest:
        line, _, after = rest.partition("\n")
        if not _take_line(copy, line.strip(), headline):
            return rest
        rest = after.lstrip()
    return ""


def _take_line(copy: Copy, line: str, headline: str | None) -> bool:
    if same(line, headline):
        return bool(line)
    found = furniture(line)
    if not found:
        return _take_bare_date(copy, line) or _take_abroad(copy, line)
    kind, fact = found
    if kind == "byline":
        copy.note("byline", "byline", fact)
        copy.bylines.append(line)
        return True
    if kind in ("updated-line", "published-line"):
        if not reading(fact):
            return False
        copy.note("updated" if kind == "updated-line" else "published", kind, fact)
    elif kind == "dated-line":
        for part in fact.split("|"):
            _take_fact(copy, part.strip())
    elif kind == "breadcrumb":
        for each in sections(fact, headline):
            copy.note("section", kind, each)
    elif kind == "credit-line":
        copy.note("agency", kind, agencies.canonical(fact) or fact)
    copy.above.append(line)
    return True


def _take_fact(copy: Copy, part: str) -> None:
    """Note what one part of a dated line tells."""
    found = furniture(part)
    if found and found.kind == "credit-line":
        copy.note("agency", "credit-line", agencies.canonical(part) or part)
    elif found and found.kind in ("updated-line", "published-line") and reading(found.fact):
        copy.note(found.kind.removesuffix("-line"), found.kind, found.fact)


def _take_bare_date(copy: Copy, line: str) -> bool:
    """Return whether a line is nothing but a date, as pages print below the headline; it is then set aside."""
    if not is_bare_date(line) or not reading(line):
        return False
    copy.note("published", "date-line", line)
    copy.above.append(line)
    return True


def is_bare_date(line: str) -> bool:
    """Return whether a line has the form of a date with its year and nothing else, whether it can be read or not."""
    if len(line) > 45:
        return False
    printed = " ".join(in_24_hours(folded(line)).split())
    return bool(_YEAR.search(printed) and _ONLY_DATE.fullmatch(printed)) and is_stamp(line)


LONGEST_NOTE = 112
"""A byline or a credit of another language is no longer than this."""


def _take_abroad(copy: Copy, line: str) -> bool:
    """Return whether a line is a credit or, by the language of the copy below it, a byline in another language than English."""
    if len(line) > LONGEST_NOTE:
        return False
    if named := foreign_boilerplate.together(line):
        copy.note("agency", "credit-line", named)
        copy.above.append(line)
        return True
    found = foreign_boilerplate.byline(line)
    if (
        not found
        or language(" ".join(each for each in copy.paragraphs if each != line)) not in found.languages
    ):
        return False
    copy.note("byline", "byline", found.names)
    copy.bylines.append(line)
    return True


_YEAR = re.compile(r"\d{4}|[\d元]年")
_LETTER = r"[^\s\d.,:;!?/|()\[\]\"'«»“”-]"
_ONLY_DATE = re.compile(
    rf"(?:{_LETTER}{{1,15}}+[.,]{{0,2}}+\s*+){{0,4}}[\d:.,/\sTZ+-]{{1,16}}(?:{_LETTER}{{1,15}}+[.,]{{0,2}}+\s*+[\d:,+.\s-]{{0,12}}){{0,6}}"
)


def _take_dateline(copy: Copy) -> None:
    known = next((value for _, value in copy.facts.get("agency", ())), None)
    _take_inline_byline(copy)
    for at, paragraph in enumerate(copy.paragraphs[:3]):
        line_end = paragraph.find("\n")
        found = dateline(paragraph, agency=known)
        if not found and at == 0 and len(copy.paragraphs) > 1:
            found = alone(paragraph)
        if found:
            copy.dateline = found
            between = paragraph[: found.end].strip().removeprefix(found.text).strip()
            if between and found.text:
                copy.above.append(between)
            rest = paragraph[found.end :].lstrip()
            if found.text.endswith("|"):
                rest = _take_day_beside(copy, rest)
            copy.paragraphs[at : at + 1] = [rest] if rest else []
            if not rest:
                _take_agency_below(copy, at)
            return
        if len(paragraph) > SUBHEAD or paragraph.rstrip().endswith((".", "”", '"', "?", "!")) or line_end > 0:
            break
    _take_dateline_below(copy, known)


def _take_day_beside(copy: Copy, rest: str) -> str:
    """Set aside the date that is beside a place (`BRUSSELS | Thu Oct 23, 2008 2:32pm EDT`); what is left."""
    line, _, below = rest.partition("\n")
    return below.lstrip() if _take_bare_date(copy, line.strip()) else rest


def _take_agency_below(copy: Copy, at: int) -> None:
    """Take the agency that begins the story below a dateline which gives the place alone (`(Reuters) - …`)."""
    if copy.dateline is None or copy.dateline.agency or at >= len(copy.paragraphs):
        return
    paragraph = copy.paragraphs[at]
    below = dateline(paragraph)
    if below and below.agency and not below.places and below.text:
        copy.dateline = copy.dateline._replace(agency=below.agency)
        copy.above.append(below.text)
        copy.paragraphs[at] = paragraph[below.end :].lstrip()


_POINT = re.compile(r"\s*(?:[*•·▪]|[-–—](?=\s))\s*\S")


def _take_dateline_below(copy: Copy, known: str | None) -> None:
    """Take a dateline that names its agency from below the points in which wires sum up a story, and short lines."""
    points = 0
    for at, paragraph in enumerate(copy.paragraphs[: HEAD + TAIL]):
        lines = paragraph.split("\n")
        found = dateline(paragraph, agency=known) if points else None
        if found and found.agency and found.text and (found.places or found.day):
            copy.dateline = found
            rest = paragraph[found.end :].lstrip()
            copy.paragraphs[at : at + 1] = [rest] if rest else []
            return
        if all(map(_POINT.match, lines)):
            points += 1
        elif len(paragraph) > SUBHEAD or len(lines) > 2:
            return


_INLINE_BYLINE = re.compile(r"By\s(?P<who>[^\W\d_a-z][\w.'’, -]{3,60}?)\s{2,}(?=[^\W\d_a-z]{2})")


def _take_inline_byline(copy: Copy) -> None:
    """Take a byline that is before the dateline in one line, parted by a gap."""
    found = _INLINE_BYLINE.match(copy.paragraphs[0]) if copy.paragraphs else None
    if found and dateline(copy.paragraphs[0][found.end() :]):
        copy.note("byline", "byline", found["who"])
        copy.bylines.append(found[0].strip())
        copy.paragraphs[0] = copy.paragraphs[0][found.end() :]


_END = "-–—―:)]=/"
"""With what a dateline ends; where nothing of it is between the two, its words begin the first sentence."""


def _drop_repeated(copy: Copy, stated: str) -> None:
    """Take the stated dateline from the beginning of the story, where the copy repeats it as a dateline."""
    wanted = " ".join(stated.split())
    first = copy.paragraphs[0]
    if not wanted or not first.startswith(wanted):
        return
    rest = first[len(wanted) :]
    if wanted[-1] in _END or not rest.strip() or rest[0] == "\n" or rest.lstrip()[0] in _END:
        rest = rest.lstrip().lstrip(_END if wanted[-1] not in _END else "").lstrip()
        copy.paragraphs[:1] = [rest] if rest else []


def _take_closing(copy: Copy) -> None:
    """Set aside what is below the story, from the end on, and the agency's sign-off."""
    story = copy.paragraphs
    for _ in range(TAIL):
        if not story:
            return
        last = story[-1]
        if len(story) > 1 and closing(last):
            _credits(copy, last)
            copy.below.insert(0, story.pop())
            continue
        signed = sign_off(last)
        if not signed or (signed.start == 0 and len(story) == 1):
            return
        if signed.agency:
            copy.note("agency", "sign-off", signed.agency)
        copy.below.insert(0, last[signed.start :].strip())
        story[-1:] = [rest] if (rest := last[: signed.start].rstrip()) else []


def _credits(copy: Copy, paragraph: str) -> None:
    if name := outlet(paragraph):
        copy.note("publisher", "disclaimer", name)
    if name := owner(paragraph):
        agency = agencies.canonical(name)
        copy.note("agency" if agency else "publisher", "copyright", agency or name)
    if name := credited(paragraph):
        copy.note("agency", "credit", name)
    line = furniture(paragraph)
    if line and line.kind in ("updated-line", "published-line") and reading(line.fact):
        copy.note(line.kind.removesuffix("-line"), line.kind, line.fact)


def _take_links(copy: Copy) -> None:
    aside = [each for each in copy.paragraphs if link(each)]
    if aside and len(aside) < len(copy.paragraphs):
        copy.paragraphs = [each for each in copy.paragraphs if each not in aside]
        copy.above.extend(aside)
