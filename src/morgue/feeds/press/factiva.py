"""Read the exports of Factiva (Dow Jones): pages of HTML, text, RTF, and XML of its Publishing Services.

One document is one story. `factiva_pages` and `factiva_lines` find the documents of a page and of lines,
`factiva_fields` says what their fields mean, whatever display they were printed in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from morgue.errors import NoArticle
from morgue.extract.assembly import article
from morgue.extract.draft import Draft
from morgue.feeds.press.documents import is_text, lines_in, lines_of_text
from morgue.feeds.press.factiva_fields import Fields, draft_of
from morgue.feeds.press.factiva_lines import day_of, documents
from morgue.feeds.press.factiva_pages import carried, found_in
from morgue.feeds.press.pages import utf8_of
from morgue.feeds.support.xml import is_made_to_be_shared, root_name
from morgue.feeds.support.xml_elements import Element, children, every, first, line_at, lines_of, local
from morgue.feeds.support.xml_stories import stories_of
from morgue.io.encoding import narrow
from morgue.io.feed import Feed
from morgue.model.article import Article

_ROOTS = ("ppsresponse", "ppsarticleresponse", "ppsarticleresultset", "ppsarticle")
_PAGE = re.compile(
    rb"class=[\"']factivalogo|<title>\s*(?:Dow Jones )?Factiva\s*</title>"
    rb"|class=[\"'](?:article )?[a-z]{2,4}Article[\"'](?=[\s\S]{0,4000}class=[\"'][a-z]{2,4}Headline)"
)
_SURE = 98


def sniff(head: bytes, name: str) -> int:
    """Return 98 for an export of Factiva, else 0."""
    head = narrow(head)
    start = head[:1024].lstrip(b"\xef\xbb\xbf \t\r\n\0")
    if start.startswith(b"<"):
        root = root_name(head)
        if root is not None and root[1].lower() in _ROOTS:
            return _SURE
        return _SURE if _PAGE.search(head) and not is_made_to_be_shared(head) else 0
    document = next(documents(lines_of_text(head)), None)
    if document is None or "HD" not in document.fields:
        return 0
    return _SURE if any(map(day_of, document.fields.get("PD", ()))) else 0


def read(feed: Feed) -> Iterator[Article]:
    """Yield the documents in the order of the file. Raises NoArticle where there are none."""
    head = narrow(feed.head())
    start = head[:1024].lstrip(b"\xef\xbb\xbf \t\r\n\0")
    root = root_name(head) if start.startswith(b"<") else None
    if root is not None and root[1].lower() in _ROOTS:
        yield from stories_of(feed, "article", _drafts_of, _instead)
        return
    data = feed.bytes()
    found = 0
    is_page = start.startswith(b"<") and is_text(head)
    drafts = _of_page(feed, data) if is_page else _of_lines(feed, data)
    for draft, offset, length in drafts:
        found += 1
        yield article(draft, feed.at(offset, length))
    if not found:
        raise NoArticle("a page or file of Factiva without a document: a list of headlines, or a search")


def _of_page(feed: Feed, data: bytes) -> Iterator[tuple[Draft, int, int]]:
    """Yield the drafts of a page with their places; a page in another encoding is one place."""
    markup, is_own = utf8_of(data)
    for each in found_in(markup):
        if not _holds_story(each.fields):
            continue
        draft = draft_of(each.fields)
        draft.state("language", each.language, "class")
        if not each.is_whole:
            _say_cut(feed, draft)
        yield draft, *((each.offset, each.length) if is_own else (0, len(data)))
    if more := carried(markup):
        feed.complain(
            f"{more} documents are listed by their headline only, as duplicates: their text is not in the file"
        )


def _say_cut(feed: Feed, draft: Draft) -> None:
    """Note that the file ends before a document does."""
    draft.is_cut = draft.partial = True
    feed.complain(
        f"the document {draft.headline or 'without a headline'!r} has no number at its end: cut off?"
    )


def _of_lines(feed: Feed, data: bytes) -> Iterator[tuple[Draft, int, int]]:
    """Yield the drafts of text, or of a document, with their places."""
    lines = lines_in(data, feed.complain)
    if not is_text(data):  # whose lines are paragraphs, and stay so
        lines = (each for each in lines if each.text.strip())
    for document in documents(lines):
        if not _holds_story(document.fields):
            continue
        draft = draft_of(document.fields)
        if not document.is_whole:
            _say_cut(feed, draft)
        first_line, last = document.lines[0], document.lines[-1]
        length = last.offset + last.length - first_line.offset
        yield draft, *((first_line.offset, length) if length else (0, len(data)))


def _holds_story(fields: Fields) -> bool:
    """Return whether fields have a headline or a text."""
    return any(each.strip() for code in ("HD", "LP", "TD") for each in fields.get(code, ()))


_TAGS = {
    "columnName": "CLM",
    "sectionName": "SE",
    "headline": "HD",
    "byline": "BY",
    "credit": "CR",
    "sourceName": "SN",
    "edition": "ED",
    "volume": "VOL",
    "baseLanguage": "LA",
    "copyright": "CY",
    "leadParagraph": "LP",
    "tailParagraphs": "TD",
    "artWorks": "ART",
    "artWork": "ART",
    "corrections": "CX",
    "contact": "CT",
    "notes": "NT",
    "publisherName": "PUB",
    "accessionNo": "AN",
}
"""The codes of the elements of the XML that have text or paragraphs."""
_INDEXED = {"newsSubject": "NS", "company": "CO", "industry": "IN", "region": "RE"}


def _drafts_of(node: Element) -> Iterator[Draft]:
    """Yield the draft of an article of the XML; none where it has neither a headline nor a text."""
    fields = _fields_of(node)
    if _holds_story(fields):
        yield draft_of(fields)


def _fields_of(node: Element) -> Fields:
    """Return the fields of an article of the XML."""
    fields: Fields = {}
    for child in node.iterchildren("{*}*"):
        name = local(child)
        if code := _TAGS.get(name):
            paragraphs = lines_of(children(child, "paragraph")) or lines_of([child])
            fields.setdefault(code, []).extend(paragraphs)
        elif code := _INDEXED.get(name):
            names = lines_of(children(child, "name")) or lines_of(every(child, "descriptor"))
            fields[code] = [" | ".join([*fields.get(code, ()), *names])]
    pages = first(node, "pages")
    if pages is not None:
        fields["PG"] = [", ".join(lines_of(children(pages, "page")) or lines_of([pages]))]
    day = line_at(node, "publicationDate/date") or line_at(node, "publicationDate/dateTime")
    moment = line_at(node, "publicationDate/dateTime")
    clock = line_at(node, "publicationTime/time") or line_at(node, "publicationTime")
    if day or (day := line_at(node, "publicationDate")):
        fields["PD"] = [moment or day]
        if clock and not moment:
            fields["ET"] = [clock]
    return fields


def _instead(root: Element, count: int) -> str:
    """Say what a document without an article is."""
    return f"an answer of Factiva with no article in it: {local(root)}"
