"""Make the draft of a Factiva document from its fields, which all of Factiva's displays have in common.

A field is a two-letter code of `data/factiva.tsv` (HD, LP, SN…) and what is printed under it, a paragraph an entry. The
text is lead paragraph (LP) and body (TD). Subjects, companies and industries are printed with their codes
(`gpol : Domestic Politics`): the names are keywords, and regions that are countries are places. The accession number
(AN) is the identity of a document. PD is the day of issue and ET the hour of a wire story, as printed there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from morgue._startup.tables import read_rows
from morgue.extract.dates import stated
from morgue.extract.draft import Draft
from morgue.feeds.support.credits import agency_named, place
from morgue.feeds.support.data import DATA
from morgue.feeds.support.language_names import code_or_name
from morgue.model.article import Edition

Fields = dict[str, list[str]]
"""The paragraphs of a document by the code that they are printed under."""

NUMBER = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z]{6,7}\d\d(?:19|20)\d{6}[a-z][0-9a-z]{7,9}(?![0-9A-Za-z])")
"""An accession number: the code of the source, filled up with noughts, the century, a day and a number in it."""

_CODED = re.compile(r"[a-z0-9_.]{1,20}\s:\s+(\S.*)", re.IGNORECASE)
_CLOCK = re.compile(r"\d{1,2}[:.]\d\d(?::\d\d)?(?:\s*[APap]\.?[Mm]\.?)?")
_SENTENCES = 300
"""What is longer than this is no name of a section, a paper or a person."""


@cache
def codes() -> dict[str, tuple[str, str]]:
    """Return where each code is in a document and what it means."""
    return {code: (where, what) for code, where, what in read_rows(DATA / "factiva.tsv")}


def draft_of(fields: Mapping[str, Sequence[str]]) -> Draft:
    """Return the draft of a document's fields."""
    draft = Draft(authority="factiva")
    for code, (_, what) in codes().items():
        if lines := [line for each in fields.get(code, ()) if (line := each.strip())]:
            _state(draft, code, what, lines)
    text = [each for code in ("LP", "TD") for each in fields.get(code, ()) if each.strip()]
    draft.state("text", "\n\n".join(text), "LP" if fields.get("LP") else "TD")
    _state_moment(draft, fields)
    _state_edition(draft, fields)
    return draft


def _state(draft: Draft, code: str, what: str, lines: list[str]) -> None:
    """State what is printed under a code."""
    line = " ".join(" ".join(lines).split())
    match what:
        case "headline" | "publisher" | "byline":
            draft.state(what, line, code)
        case "section":
            draft.section += [each for each in lines if len(each) < _SENTENCES and each not in draft.section]
            draft.evidence.setdefault("section", code)
        case "credit":
            _credit(draft, line)
        case "language":
            draft.state("language", code_or_name(line), code)
        case "url":
            draft.state("url", line, code)
        case "keywords" | "descriptors":
            draft.keywords += [each for each in _names(line) if each not in draft.keywords]
            draft.evidence.setdefault("keywords", code)
        case "regions":
            _state_regions(draft, _names(line))
        case "identifier":
            found = NUMBER.search(line)
            draft.state("identifier", found[0] if found else None, code)
        case "correction":
            draft.boilerplate += lines
            draft.signal_version("correction", code)
        case "rights" | "aside":
            draft.boilerplate += lines


def _credit(draft: Draft, line: str) -> None:
    """State the agency that a document is credited to; any other credit is kept aside."""
    if agency := agency_named(line):
        draft.state("agency", agency, "CR")
    else:
        draft.boilerplate.append(line)


def _names(line: str) -> list[str]:
    """Return the names in a list of codes with names (`usa : United States | namz : North America`)."""
    found = []
    for part in line.split(" | "):
        coded = _CODED.fullmatch(part.strip())
        found.append((coded[1] if coded else part).strip())
    return list(dict.fromkeys(filter(None, found)))


def _state_regions(draft: Draft, names: list[str]) -> None:
    """State the regions that are countries as places, the others as keywords."""
    for name in names:
        found = place(name, None, tagged=True)
        if found and found[0].country and len(draft.locations) < 20:
            draft.locations += [each for each in found if each not in draft.locations]
            draft.evidence.setdefault("locations", "RE")
        elif name not in draft.keywords:
            draft.keywords.append(name)
            draft.evidence.setdefault("keywords", "RE")


def _state_moment(draft: Draft, fields: Mapping[str, Sequence[str]]) -> None:
    """State the day of publication, with its clock where one is printed."""
    day = " ".join(fields.get("PD", ()))
    clock = _CLOCK.match(" ".join(fields.get("ET", ())).strip())
    read = stated(day) if day else None
    if read is None:
        return
    draft.state("day", read.day, "PD")
    draft.state("published", f"{read.day} {clock[0]}" if clock else day, "PD")


def _state_edition(draft: Draft, fields: Mapping[str, Sequence[str]]) -> None:
    """State page, edition and volume."""
    page, name, volume = (
        " ".join(" ".join(fields.get(code, ())).split()) or None for code in ("PG", "ED", "VOL")
    )
    if page or name or volume:
        draft.edition = Edition(None, page, name, volume)
        draft.evidence["edition"] = "PG" if page else "ED" if name else "VOL"
