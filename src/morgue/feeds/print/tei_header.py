"""Read what the header of a TEI document says of the print that it is an edition of: title, day, volume, author.

The source (`sourceDesc`) is believed before the edition of the file (`titleStmt`). What the file's own publication says, its
publisher, day and licence, is of the file and not of the print.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from morgue.feeds.print.tei_text import text_within
from morgue.feeds.support.xml_elements import Element, children, descendants, first, local

_WHEN = ("when", "when-iso", "from", "from-iso", "notBefore", "value")


@dataclass(slots=True)
class Header:
    """What a header says; None and empty where it says nothing. `is_periodical` where the print is an issue of one."""

    title: str | None = None
    publisher: str | None = None
    day: str | None = None
    authors: list[str] = field(default_factory=list)
    page: str | None = None
    issue: str | None = None
    volume: str | None = None
    address: str | None = None
    keywords: list[str] = field(default_factory=list)
    is_periodical: bool = False

    def complete(self, other: Header) -> None:
        """Take what the header of the corpus says where this one says nothing."""
        self.publisher = self.publisher or other.publisher
        self.day = self.day or other.day
        self.is_periodical = self.is_periodical or other.is_periodical


def header_of(node: Element | None) -> Header:
    """Return what a `teiHeader` says; None is a document without one."""
    found = Header()
    if node is None:
        return found
    source = first(node, "fileDesc/sourceDesc")
    if source is not None and any(map(_is_of_journal, children(source, "bibl"))):
        found.is_periodical = True
        found.publisher = _main_title(first(source, "biblFull/titleStmt")) or _main_title(
            first(node, "fileDesc/titleStmt")
        )
    for bibl in descendants(source, "biblStruct", "biblFull", "bibl") if source is not None else ():
        state_bibl(found, bibl)
    if source is not None:
        found.day = found.day or day_in(descendants(source, "date"))
    statement = first(node, "fileDesc/titleStmt")
    if statement is not None:
        titles = [each for each in children(statement, "title") if each.get("type") not in ("sub", "short")]
        if found.publisher is None and (named := _of_level(titles, "j")):
            found.publisher, found.is_periodical = named, True
        found.title = found.title or next(filter(None, map(text_within, titles)), None)
        found.authors = found.authors or _names(children(statement, "author"))
    found.day = found.day or day_in(descendants(node, "creation"))
    creation = first(node, "profileDesc/creation")
    found.day = found.day or (day_in(descendants(creation, "date")) if creation is not None else None)
    for each in descendants(node, "keywords"):
        found.keywords += filter(None, (text_within(term) for term in descendants(each, "term")))
    statement = first(node, "fileDesc/publicationStmt")
    for each in descendants(statement, "idno") if statement is not None else ():
        line = text_within(each)
        if line.startswith(("http://", "https://")):
            found.address = found.address or line
    return found


def _is_of_journal(bibl: Element) -> bool:
    """Return whether a reference is of a periodical by the types of the Deutsches Textarchiv: J, JA, JV."""
    return (bibl.get("type") or "") in ("J", "JA", "JV")


def _main_title(statement: Element | None) -> str | None:
    if statement is None:
        return None
    titles = [each for each in children(statement, "title") if each.get("type") in (None, "main")]
    return next(filter(None, map(text_within, titles)), None)


def state_bibl(found: Header, bibl: Element) -> None:
    """Take from a reference to the print what is not known yet: journal, article, day, volume, number, page."""
    titles = [each for each in descendants(bibl, "title") if each.get("type") not in ("sub", "short", "desc")]
    journal = _of_level(titles, "j")
    if journal is not None:
        found.is_periodical = True
    monograph = first(bibl, "monogr")
    analytic = first(bibl, "analytic")
    if journal is None and monograph is not None and analytic is not None:
        journal = next(filter(None, map(text_within, children(monograph, "title"))), None)
    if found.publisher is None:
        found.publisher = journal or next(
            filter(None, map(text_within, descendants(bibl, "publisher"))), None
        )
    elif journal is not None and found.publisher != journal:
        return  # another print of the same text
    found.title = found.title or _of_level(titles, "a")
    found.day = found.day or day_in(descendants(bibl, "date"))
    found.authors = found.authors or _names(children(analytic if analytic is not None else bibl, "author"))
    for each in descendants(bibl, "biblScope"):
        unit = (each.get("unit") or each.get("type") or "").lower()
        value = text_within(each) if unit.startswith(("pp", "page")) else _number(each)
        if unit in ("volume", "vol", "band"):
            found.volume = found.volume or value
        elif unit in ("issue", "no", "nr", "number", "heft"):
            found.issue = found.issue or value
        elif unit in ("page", "pp", "pages", "p"):
            found.page = found.page or _pages(each)


def _number(scope: Element) -> str | None:
    """Return the number of a volume or issue: `from`, `n`, else as it is printed."""
    stated: str | None = scope.get("from") or scope.get("n")
    return stated or text_within(scope) or None


def _pages(scope: Element) -> str | None:
    begin: str | None = scope.get("from")
    end: str | None = scope.get("to")
    if not begin:
        return text_within(scope) or None
    return begin if begin == end or not end else f"{begin}-{end}"


def day_in(dates: Iterable[Element]) -> str | None:
    """Return the first day that a `date` states in the Gregorian calendar (`when`), else the first that is printed."""
    printed: str | None = None
    for each in dates:
        value = next(filter(None, map(each.get, _WHEN)), None)
        if value and len(value) >= len("19060723"):
            return str(value).strip()
        if local(each) == "date" and not each.get("calendar"):
            printed = printed or text_within(each) or None
    return printed if printed and len(printed) <= _PRINTED else None


_PRINTED = 60
"""A date as it is printed is shorter than this."""


def _of_level(titles: Iterable[Element], level: str) -> str | None:
    return next(filter(None, (text_within(each) for each in titles if each.get("level") == level)), None)


def _names(nodes: Iterable[Element]) -> list[str]:
    """Return the names of authors, each in its first spelling."""
    found = []
    for each in nodes:
        names = list(each.iterchildren("{*}persName", "{*}orgName", "{*}name"))
        line = text_within(names[0]) if names else text_within(each)
        if line:
            found.append(line)
    return list(dict.fromkeys(found))
