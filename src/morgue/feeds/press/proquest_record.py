"""Make a draft of one record of ProQuest: a headline, facts behind labels, and the full text among them.

    City council votes on harbour wall; Engineers warn of delay     the headline
    Author: Doe, Jane; Roe, Richard                                 facts above the text
    Publication info: Harbour Times, Late Edition; Port Alder [Port Alder] 08 May 2010: A.2.
    Abstract: …
    Full text: …                                                    paragraphs
    Subject: Ports; Councils                                        facts below it
    Publication title: Harbour Times, Late Edition; Port Alder
    Publication date: May 8, 2010

The labels are in the language of the interface (`feeds/data/press_labels.tsv`). Where none of them is known, the citation under the
headline has the outlet, the day and the page in one form for all languages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from morgue._startup.tables import phrase_lists
from morgue.extract.draft import Draft
from morgue.feeds.press.issue import state_edition
from morgue.feeds.press.labelled_lines import CAPTION, LONGEST_LABEL, Line
from morgue.feeds.press.labels import bare_label, labels_of
from morgue.feeds.support.data import DATA
from morgue.gazetteer import agencies
from morgue.model.article import Edition, Place

AUTHORITY = "proquest"
"""Who hands out the numbers of documents."""

_SURE = frozenset(("publication", "published", "identifier", "year", "kind", "type", "language", "address"))
"""Facts that are below every text, with labels that no story has at the beginning of its lines."""

_ABOVE = frozenset(("author", "citation", "abstract", "full text"))
"""Facts that are above every text."""

_HEADS = _ABOVE | _SURE | {"title"}
"""Facts with which a record without a headline may begin."""

_NO_ONE = frozenset(("anonymous", "anon", "anónimo", "anonyme", "anonym", "none", "n/a"))
_NOT_THERE = re.compile(
    r"(?:none|not) available\.?|(?:full text )?not available\b.{0,80}|no disponible\.?|non disponible\.?|nicht verfügbar\.?",
    re.IGNORECASE,
)


@cache
def _roles() -> dict[str, str]:
    """Return what each label of ProQuest means, by its letters: exports lose blanks between its words."""
    return {_letters(label): role for label, role in labels_of("proquest").items()}


def _letters(label: str) -> str:
    return "".join(filter(str.isalnum, bare_label(label)))


def role_of(label: str) -> str:
    """Return what a label means; empty where it is not known."""
    return _roles().get(_letters(label), "")


def meaning_of(label: str) -> str:
    """Return what the label of a fact means; empty where it is not known or stands over a part of a text."""
    role = role_of(label)
    return "" if role == "beside" else role


def is_label(label: str) -> bool:
    """Return whether a label is known."""
    return bool(meaning_of(label))


def is_record(lines: Iterable[Line]) -> bool:
    """Return whether lines are a record: two facts of those that every record has."""
    found = {meaning_of(line.label) for line in lines if line.label}
    return len(found & (_SURE | _ABOVE)) > 1


def has_beginning(lines: Iterable[Line]) -> bool:
    """Return whether lines have a fact of those that are above a text, or its label."""
    return any(line.label and meaning_of(line.label) in _ABOVE for line in lines)


def has_end(lines: Iterable[Line]) -> bool:
    """Return whether a record has the facts that are below its text."""
    return any(line.label and meaning_of(line.label) == "identifier" for line in lines)


def draft_of(lines: Sequence[Line], number: str = "") -> Draft:
    """Return the draft of a record. `number` is the document's, where its markup states it."""
    draft = Draft(authority=AUTHORITY)
    lines = [line for line in lines if line.text or line.label]
    if lines and meaning_of(lines[0].label) not in _HEADS | {""}:  # a headline that begins as a label does
        lines[0] = Line(f"{lines[0].label}: {lines[0].text}")
    start = next((at for at, line in enumerate(lines) if line.label and is_label(line.label)), len(lines))
    _take_top(draft, lines[:start])
    text_at, end = _text_of(lines)
    facts = [*lines[start:text_at], *lines[end:]]
    _take_facts(draft, facts)
    _take_story(draft, lines[text_at:end])
    _take_abstract(draft, facts)
    if not draft.identifier:
        draft.identifier = number or None
    return draft


_EMPTY_LINK = "<>"
"""What mail programs make of an anchor in a text that they quote."""


def _take_top(draft: Draft, lines: Sequence[Line]) -> None:
    """Take what is above the first label: the headline, and in some layouts a citation without a label."""
    rest = [line for line in lines if not (_is_bare(line.text) or _take_link(draft, line))]
    headline = next((line for line in rest if line.bold == line.text), rest[0] if rest else None)
    if headline is None:
        return
    draft.state("headline", headline.text, "headline")
    for line in rest[rest.index(headline) + 1 :]:
        if not _take_citation(draft, line):
            draft.boilerplate.append(line.text)
    draft.boilerplate += [line.text for line in rest[: rest.index(headline)]]


_LINK = re.compile(
    r"(?:(?P<name>[^<>:]{0,60}?)\s*<)?(?P<address>https?://[^\s<>]+/docview/[^\s<>]+)>?(?:\s*<[^<>]*>)?"
)
"""An address of a document, alone or behind its name, as programs write a link in text."""


def _is_bare(text: str) -> bool:
    """Return whether a line has no word: it is empty, a rule, or what mail programs leave of an anchor."""
    return not any(map(str.isalnum, text))


def _take_link(draft: Draft, line: Line) -> bool:
    """Return whether a line is nothing but the link to the document, whose address is then kept."""
    written = _LINK.fullmatch(line.text)
    if written is None and "/docview/" not in line.link:
        return False
    draft.state("url", written["address"] if written else line.link, "link")
    return True


def _text_of(lines: Sequence[Line]) -> tuple[int, int]:
    """Return where the full text of a record begins and where the facts below it do; both at the end where it has none."""
    begin = next(
        (at for at, line in enumerate(lines) if line.label and meaning_of(line.label) == "full text"), None
    )
    if begin is None:
        begin = next((at for at, line in enumerate(lines) if line.is_story), None)
    if begin is None:
        return len(lines), len(lines)
    if any(line.is_story for line in lines):
        end = begin + 1
        while end < len(lines) and (
            lines[end].is_story or not lines[end].label or lines[end].label == CAPTION
        ):
            end += 1
        return begin, end
    end = next(
        (at for at in range(begin + 1, len(lines)) if meaning_of(lines[at].label) in _SURE), len(lines)
    )
    while end > begin + 1 and end < len(lines) and lines[end - 1].label and is_label(lines[end - 1].label):
        end -= 1
    return begin, end


_TORN = re.compile(r"<?/?(?:html|head|body)>")
"""A tag of which ProQuest has escaped a part."""

_ALONE = re.compile(r"[-–—_*=.]{2,}")
_CREDIT = re.compile(r"Credit:\s*(?P<who>\S.*)", re.DOTALL)


def _take_story(draft: Draft, lines: Sequence[Line]) -> None:
    """Take the paragraphs of the full text, without what stands beside the story in it."""
    paragraphs: list[str] = []
    beside = False
    for line in lines:
        text = line.text
        if line.label == CAPTION:
            draft.boilerplate += [text] if text else []
            continue
        if not text or _TORN.fullmatch(text):
            continue
        if line.label and meaning_of(line.label) != "full text":
            text = f"{line.label}: {text}"
        if len(text) <= LONGEST_LABEL and role_of(text) == "beside":
            beside = True
        elif found := _CREDIT.fullmatch(text):
            _take_credit(draft, found["who"])
        elif beside:
            draft.boilerplate.append(text)
        else:
            paragraphs.append(text)
    while paragraphs and (_ALONE.fullmatch(paragraphs[-1]) or _is_heading(paragraphs[-1])):
        paragraphs.pop()
    text = "\n\n".join(paragraphs)
    if not _NOT_THERE.fullmatch(text):
        draft.state("text", text, "full text")


def _is_heading(text: str) -> bool:
    """Return whether a paragraph is the heading of the facts that are below the text."""
    return re.fullmatch(phrase_lists(DATA / "press_words.tsv")["details"], text) is not None


def _take_credit(draft: Draft, credit: str) -> None:
    """Take a credit: the agency that it names, or who wrote the story where no author is stated (`Credit: By Ann Lee`)."""
    if named := agencies.canonical(credit):
        draft.state("agency", named, "label Credit")
    elif credit.startswith("By "):
        draft.state("byline", credit.removeprefix("By "), "label Credit")
    draft.boilerplate.append(f"Credit: {credit}")


def _take_facts(draft: Draft, facts: Sequence[Line]) -> None:
    kind = next((line.text for line in facts if meaning_of(line.label) == "kind"), "")
    page = edition = volume = None
    label = ""
    for line in facts:
        label = line.label or label
        meaning = meaning_of(line.label) if line.label else ""
        value = line.text
        rule = f"label {line.label}"
        if not line.label:
            if value != _EMPTY_LINK and not _take_link(draft, line) and not _is_address(value):
                _add_to(draft, label, value)
        elif not value or meaning in ("furniture", "kind", "abstract", "title", "full text"):
            if meaning == "title":
                _take_title(draft, value)
        elif meaning == "author":
            if value.casefold().strip(" .") not in _NO_ONE:
                draft.state("byline", value.strip(" ;"), rule)
        elif meaning == "publication":
            draft.drop("publisher")
            if whole := _ISSUE.fullmatch(value):
                draft.state("published", whole["day"], rule)
                page, value = page or whole["page"], whole["outlet"]
                edition = whole["edition"] or edition
            name, stated = outlet_of(value)
            draft.state("publisher", name, rule)
            edition = stated or edition
        elif meaning == "published":
            draft.drop("published")
            draft.state("published", _joined_day(value), rule)
        elif meaning == "citation":
            _take_citation(draft, line)
        elif meaning == "page":
            page = value
        elif meaning == "edition":
            edition = value
        elif meaning == "volume":
            volume = value
        elif meaning == "section":
            draft.section += [each.strip() for each in value.split(";") if each.strip()]
            draft.evidence.setdefault("section", rule)
        elif meaning in ("subject", "person", "company"):
            draft.keywords += _words(value)
            draft.evidence.setdefault("keywords", rule)
        elif meaning == "place":
            draft.locations += _places(value)
            draft.evidence.setdefault("locations", rule)
        elif meaning == "language":
            if ";" not in value:
                draft.state("language", value, rule)
        elif meaning == "identifier":
            draft.state("identifier", value.split()[0], rule)
        elif meaning == "original":
            if _is_address(value):
                draft.drop("url")
                draft.state("url", value, rule)
        elif meaning == "address":
            draft.state("url", line.link or value.split()[0], rule)
        elif meaning == "credit":
            _take_credit(draft, value)
        elif meaning == "dateline" and not any(map(str.isdigit, value)):
            draft.state("dateline", value, rule)
        elif meaning == "type" and value.casefold() in _PICTURES:
            draft.type = "picture"
            draft.evidence["type"] = rule
        elif meaning != "year" or not any(meaning_of(each.label) == "published" for each in facts):
            draft.boilerplate.append(f"{line.label}: {value}")
    cited, draft.edition = draft.edition or Edition(), None
    state_edition(
        draft, "label Pages", page=page or cited.page, edition=edition or cited.edition, volume=volume
    )
    if "wire" not in kind.casefold():
        draft.state("day", draft.published, draft.evidence.get("published", ""))


_PICTURES = frozenset(
    ("photograph", "photo", "image", "image/photograph", "fotografía", "photographie", "fotografie")
)
"""Types of documents that are a picture with its caption."""


def _add_to(draft: Draft, label: str, value: str) -> None:
    """Keep a further line of a fact: one of an abstract is read with it, one of what is furniture says nothing."""
    meaning = meaning_of(label)
    if meaning not in ("furniture", "abstract", "address", "kind"):
        draft.boilerplate.append(value)


def _take_title(draft: Draft, value: str) -> None:
    """Take a title among the facts, which repeats the headline or is it."""
    if not draft.headline:
        draft.state("headline", value, "label Title")
    elif value and value != draft.headline:
        draft.other_headlines.append(value)


def _take_abstract(draft: Draft, facts: Sequence[Line]) -> None:
    """Take the abstract: the text of a record that has no other, else beside the story unless its sentences are the story's."""
    at = next((n for n, line in enumerate(facts) if meaning_of(line.label) == "abstract"), None)
    if at is None:
        return
    end = next((n for n in range(at + 1, len(facts)) if facts[n].label), len(facts))
    lines = [
        each.text
        for each in facts[at:end]
        if each.text and not _LINK.fullmatch(each.text) and "/docview/" not in each.link
    ]
    text = "\n\n".join(lines)
    if not text or _NOT_THERE.fullmatch(text):
        return
    if not draft.text:
        draft.partial = True
        draft.state("text", text, "abstract")
        draft.evidence["body"] = "abstract"
    elif " ".join(text.split()) not in " ".join(draft.text.split()):
        draft.boilerplate.append(text)


def _is_address(text: str) -> bool:
    return text.startswith(("http://", "https://")) and " " not in text


_EDITION = re.compile(
    r",\s+(?P<edition>[^,;]*\b(?:edition|ed\.|final|edición|édition|edizione|edição|ausgabe|section|zone)(?:\b|(?<=\.)).*)\Z",
    re.IGNORECASE | re.DOTALL,
)


def outlet_of(publication: str) -> tuple[str, str | None]:
    """Return the outlet and the edition of a title as ProQuest prints it.

    `Harbour Times,  Late Edition (East Coast); Port Alder, N.Y.` has the place of publication behind the semicolon and
    may have the edition before it.
    """
    title = " ".join(publication.split(";")[0].split())
    found = _EDITION.search(title)
    return (title[: found.start()], found["edition"]) if found else (title, None)


_ISSUE = re.compile(
    r"(?P<outlet>[^:]{2,200}?)\. (?:\((?P<edition>[^:]{2,80}?)\)\. )?[^:]{2,80}: (?P<day>[^\W\d_]{3,9}\.? \d{1,2}, \d{4})\."
    r"(?: (?:Vol|Iss)\.[^:]{0,40}?)?(?: pg?\.? ?(?P<page>[^\s,]{1,20}))?"
)
"""A title as ProQuest printed it until 2011: `Quay Times. (Late Edition). Port Alder, N.S.: May 8, 2010. pg. A.2`."""

LONGEST_CITATION = 1_000
"""A citation, with the names of many authors before it, is no longer than this."""

_CITED = re.compile(
    r"(?P<outlet>[^;\[\]]{2,200}?)\s*;[^;\[\]]{0,200}(?:\[[^\[\]]{0,200}\]\.?)?[\s\xa0]*"
    r"(?P<day>\d{1,2}\s+[^\W\d_]{3,12}\.?\s+\d{4})(?::\s*(?P<page>[^\s:;]{1,20}?))?\.?\s*\Z"
)


_HEADING = re.compile(
    r"(?P<label>full text|abstract \(summary\)|abstract|indexing \(document details\))(?:\s*\(\s*[\d,.]+\s*words?\s*\))?",
    re.IGNORECASE,
)


def with_headings(lines: Iterable[Line]) -> list[Line]:
    """Return lines with the headings that ProQuest set over the parts of a record until 2011 (`Full Text (345 words)`) as labels."""
    return [
        Line("", found["label"]) if not line.label and (found := _HEADING.fullmatch(line.text)) else line
        for line in lines
    ]


def _take_citation(draft: Draft, line: Line) -> bool:
    """Take outlet, day and page of a citation (`Harbour Times ; Port Alder [Port Alder]08 May 2010: A.2.`), where it is one.

    Markup sets the outlet in bold behind the authors.
    """
    start = max(0, line.text.find(line.bold)) if line.bold else 0
    found = _CITED.search(line.text, start) if len(line.text) <= LONGEST_CITATION else None
    if (
        not found
    ):  # the older citation does not say where its authors end, and a fact below repeats its outlet
        return len(line.text) <= LONGEST_CITATION and _ISSUE.fullmatch(line.text) is not None
    name, edition = outlet_of(found["outlet"])
    draft.state("publisher", name, "citation")
    draft.state("published", found["day"], "citation")
    if draft.edition is None and (edition or found["page"]):
        draft.edition = Edition(None, found["page"], edition)
    return True


_BROKEN = re.compile(r"(?<=\d)\s+(?=\d{1,3}\b)")


def _joined_day(value: str) -> str:
    """Return a date without the blanks that exports put into its numbers (`Jan 1 1, 2 009`)."""
    month, comma, year = value.rpartition(",")
    if not comma:
        return value
    year = "".join(year.split())
    day = re.sub(r"(\b\d)\s+(\d)\Z", r"\1\2", month.strip())
    return f"{day}, {year}" if year.isdigit() else value


_FIELD = re.compile(r"\s*(?P<name>[A-Z][A-Za-z]{1,20}):\s*(?P<value>.*)", re.DOTALL)


def _words(value: str) -> list[str]:
    """Return the words of a list; `Name: Harbour Co; NAICS: 488310` names a company and numbers that are none."""
    found = []
    for each in value.split(";"):
        named = _FIELD.fullmatch(each)
        if named and named["name"] in ("NAICS", "Ticker", "DUNS", "SIC"):
            continue
        word = named["value"] if named and named["name"] in ("Name", "Subject", "Company") else each
        if word.strip() and not re.fullmatch(r"[\d\s,]+", word):
            found.append(" ".join(word.split()))
    return found


_CODED = re.compile(r"(?P<name>.+?)--(?P<code>[A-Z]{2})(?:\s+|\Z)")


def _places(value: str) -> list[Place]:
    """Return the places of a list (`United States--US; New York`); a code ends its country, where no semicolon does."""
    found: list[Place] = []
    for each in filter(None, (" ".join(part.split()) for part in value.split(";"))):
        end = 0
        for coded in _CODED.finditer(each):
            found.append(Place(coded["name"], coded["code"]))
            end = coded.end()
        if each[end:]:
            found.append(Place(each[end:]))
    return found
