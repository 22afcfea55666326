"""Read what MODS or Dublin Core states of an issue, an article or a page.

MODS 3 (Library of Congress) and DC, as METS wraps them: the title with its article (`nonSort`), the date of issue, language,
names of authors, the numbers of volume, issue, edition and page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from morgue.feeds.support.xml_elements import Element, local

_ONE_LINE = 500
"""Characters of a title or number beyond which it is none."""


@dataclass(slots=True)
class Record:
    """What a record states; None and empty lists for what it does not. `identifiers` are by their type, "" for none."""

    title: str | None = None
    host_title: str | None = None
    subtitle: str | None = None
    date: str | None = None
    languages: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    identifiers: dict[str, str] = field(default_factory=dict)
    volume: str | None = None
    issue: str | None = None
    edition: str | None = None
    page: str | None = None
    part: str | None = None
    genre: str | None = None


def record_of(node: Element) -> Record:
    """Return what the MODS or DC in an element (a `dmdSec`) states, or a `relatedItem` of MODS."""
    if local(node) == "relatedItem":
        return _mods(node)
    mods = next(node.iter("{*}mods"), None)
    if mods is None:
        mods = next((each for each in node.iter("{*}xmlData")), node)
        wrapped = next((each for each in mods if local(each) == "mods"), None)
        return _dublin_core(mods) if wrapped is None else _mods(wrapped)
    return _mods(mods)


def _text(node: Element | None) -> str | None:
    if node is None:
        return None
    text = " ".join("".join(node.itertext()).split())
    return text if 0 < len(text) <= _ONE_LINE else None


def _own(node: Element, name: str) -> Iterator[Element]:
    return (each for each in node if local(each) == name)


def _first(node: Element, *path: str) -> Element | None:
    for name in path:
        found = next(_own(node, name), None)
        if found is None:
            return None
        node = found
    return node


def _title(node: Element) -> tuple[str | None, str | None]:
    """Return title and subtitle of the first `titleInfo` that is the title itself and no abbreviation of it."""
    infos = list(_own(node, "titleInfo"))
    infos.sort(key=lambda each: each.get("type") is not None)
    for info in infos:
        parts = [_text(_first(info, "nonSort")), _text(_first(info, "title"))]
        if parts[1]:
            article = parts[0] or ""
            joined = article + parts[1] if article.endswith(("'", "’")) else f"{article} {parts[1]}".strip()
            return joined, _text(_first(info, "subTitle"))
    return None, None


_DATES = ("dateIssued", "dateCreated", "dateOther", "copyrightDate")


def _date(mods: Element) -> str | None:
    """Return the date of issue: the first one that is the key date, else the first that does not end a span."""
    for name in _DATES:
        found = [
            each
            for origin in _own(mods, "originInfo")
            for each in _own(origin, name)
            if each.get("point") != "end" and _text(each)
        ]
        if found:
            found.sort(
                key=lambda each: (
                    each.get("keyDate") != "yes",
                    each.get("encoding") is None,
                    each.get("qualifier") is not None,
                )
            )
            return _text(found[0])
    part = _first(mods, "part", "date")
    return _text(part)


def _names(mods: Element) -> Iterator[str]:
    for name in _own(mods, "name"):
        roles = [(_text(each) or "").lower() for each in name.iter("{*}roleTerm")]
        if roles and not any(
            role in ("aut", "author", "creator", "cre", "auteur", "autor") for role in roles
        ):
            continue
        shown = _text(_first(name, "displayForm"))
        by_type = {each.get("type") or "": _text(each) for each in _own(name, "namePart")}
        parts = [by_type.get("given"), by_type.get("family")] if "family" in by_type else [by_type.get("")]
        joined = shown or " ".join(each for each in parts if each)
        if joined:
            yield joined


def _mods(mods: Element) -> Record:
    record = Record()
    record.title, record.subtitle = _title(mods)
    record.date = _date(mods)
    for language in _own(mods, "language"):
        terms = [(each.get("type"), _text(each)) for each in language.iter("{*}languageTerm")]
        record.languages += [text for kind, text in terms if text and kind == "code"] or [
            text for _, text in terms if text
        ]
    record.authors = list(_names(mods))
    for each in _own(mods, "identifier"):
        if text := _text(each):
            record.identifiers.setdefault((each.get("type") or "").lower(), text)
    stated = _text(_first(mods, "recordInfo", "recordIdentifier"))
    if stated:
        record.identifiers.setdefault("record", stated)
    record.genre = _text(_first(mods, "genre")) or _text(_first(mods, "classification"))
    for info in _own(mods, "titleInfo"):
        record.part = record.part or _text(_first(info, "partNumber"))
    for related in _own(mods, "relatedItem"):
        if (related.get("type") or "").lower() in ("host", "series"):
            record.host_title = record.host_title or _title(related)[0]
            _parts(record, related)
    _parts(record, mods)
    return record


def _parts(record: Record, node: Element) -> None:
    """State the numbers of the parts of a work, and the page where it begins."""
    for part in _own(node, "part"):
        for detail in _own(part, "detail"):
            number = _text(_first(detail, "number")) or _text(_first(detail, "caption"))
            match (detail.get("type") or "").lower():
                case "volume":
                    record.volume = record.volume or number
                case "issue" | "number":
                    record.issue = record.issue or number
                case "edition":
                    record.edition = record.edition or _text(_first(detail, "caption")) or number
                case "page number" | "page":
                    record.page = record.page or number
        for extent in _own(part, "extent"):
            if (extent.get("unit") or "").lower().startswith("page"):
                record.page = record.page or _text(_first(extent, "start"))


_IS_DATE = re.compile(r"\W*\d{4}([-/.])\d\d\1\d\d\b|\W*\d{1,2}[./]\d{1,2}[./]\d{4}\b")


def _dublin_core(data: Element) -> Record:
    record = Record()
    for each in data.iter("{*}*"):
        text = _text(each) if not len(each) else None
        if not text:
            continue
        match local(each):
            case "title" if not _IS_DATE.match(text):
                record.title = record.title or text
            case "date" | "issued":
                record.date = record.date or text
            case "language":
                record.languages.append(text)
            case "creator":
                record.authors.append(text)
            case "identifier":
                record.identifiers.setdefault("", text)
            case "isPartOf":
                record.host_title = record.host_title or text
    return record
