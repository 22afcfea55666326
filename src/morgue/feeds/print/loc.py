"""Read newspaper pages of the Library of Congress: Chronicling America's JSON and that of loc.gov, and its text service.

An answer of Chronicling America has `items`, each a page with its text in `ocr_eng` (`ocr_ger`, `ocr_spa`… by language), the title of
the paper, the date as 19440505, edition and page. One of loc.gov has `results` of newspaper pages, whose `description` is the beginning of the
text, or a page with `full_text`. The text service gives `full_text` by the name of a file, which has the paper's number, the day
and the page in it, and so have the folders of `ocr.txt` in its batches. Descriptions of titles, issues and pages that only name where their text is hold no story.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from morgue.errors import NoArticle, PartOf
from morgue.extract.assembly import article
from morgue.extract.draft import Draft
from morgue.feeds.print.json_records import Record, at, documents, line_of, lines_of, records_of
from morgue.feeds.print.kinds import has_words
from morgue.feeds.print.ocr_lines import reflow_page
from morgue.io.encoding import decode
from morgue.io.feed import Feed, placed
from morgue.model.article import Article, Edition

_MARK = re.compile(rb"\"(?:ocr_[a-z]{3}|number_lccn)\"\s*:|\"/?service/ndnp/[^\"]{1,300}\"\s*:\s*\{")
_DESCRIPTION = re.compile(rb"\"(?:place_of_publication|date_issued)\"\s*:")
_TEXT = re.compile(r"ocr(?:_([a-z]{3}))?")
_SEGMENT = re.compile(r"service/ndnp/\S*?/(sn?\d{8})/[^/]+/(\d{4})(\d\d)(\d\d)(\d\d)/(\d{4})")
_PAGE_ID = re.compile(
    r"/(?:lccn|resource)/(sn?\d{6,10})/(\d{4}-\d\d-\d\d)/ed-(\d+)/(?:seq-(\d+)|\?(?:[^\"\s]*&)?sp=(\d+))?"
)
_FOLDERS = re.compile(r"(?:^|/)(sn?\d{6,10})/(\d{4})/(\d\d)/(\d\d)/ed-(\d+)/seq-(\d+)/ocr\.txt\Z")
_MATERIAL = re.compile(
    r"\s*\[(?:volume|microform|electronic resource|online resource)\]\.?\s*", re.IGNORECASE
)


def sniff(head: bytes, name: str) -> int:
    """Return 95 for the JSON of Chronicling America or of newspapers on loc.gov, and for `ocr.txt` of its batches, else 0."""
    if name == "ocr.txt":
        return 0 if head.lstrip()[:1] in (b"", b"<", b"{", b"[") else 95
    is_description = _DESCRIPTION.search(head) and (b'"lccn"' in head or b"chroniclingamerica" in head)
    return 95 if _MARK.search(head) or is_description else 0


def read(feed: Feed) -> Iterator[Article]:
    """Yield the pages that have a text. Raises NoArticle where none has any, PartOf for a text beside the ALTO of its page."""
    if feed.name == "ocr.txt":
        yield _of_batch(feed)
        return
    count = textless = 0
    for document, offset, length in documents(feed):
        for draft in _drafts(document):
            if draft is None:
                textless += 1
                continue
            count += 1
            yield article(draft, feed.at(offset, length))
    if not count:
        raise NoArticle(
            "a description of newspapers of the Library of Congress, which only names where their texts are"
        )
    if textless:
        feed.complain(f"{textless:,} pages have no text")


def _drafts(document: Any) -> Iterator[Draft | None]:
    for each in records_of(document):
        if items := records_of(each.get("items")):
            yield from map(_of_item, items)
        elif results := records_of(each.get("results")):
            yield from map(_of_result, results)
        elif any(_TEXT.fullmatch(name) and isinstance(value, str) for name, value in each.items()):
            yield _of_item(each)
        elif segments := {
            name: part for name, part in each.items() if _SEGMENT.search(name) and isinstance(part, dict)
        }:
            yield from (_of_segment(name, part) for name, part in segments.items())
        elif isinstance(each.get("full_text"), str) or isinstance(at(each, "page", "full_text"), str):
            yield _of_result({**each, **(each["item"] if isinstance(each.get("item"), dict) else {})})


def _of_item(item: Record) -> Draft | None:
    """Return the draft of a page of Chronicling America; None where it has no text."""
    draft = Draft(copy=False)
    for name, value in item.items():
        found = _TEXT.fullmatch(name)
        if found and isinstance(value, str) and value.strip():
            draft.state("text", reflow_page(value), name)
            draft.state("language", _spoken(item) or found[1], "language")
            draft.evidence["body"] = draft.evidence["text"]
    if not has_words(draft):
        return None
    draft.state(
        "publisher", title_of(line_of(item.get("title")) or line_of(item.get("title_normal"))), "title"
    )
    _state_page(
        draft,
        line_of(item.get("date")),
        line_of(item.get("page")) or line_of(item.get("sequence")),
        line_of(item.get("edition_label")) or line_of(item.get("edition")),
    )
    if section := line_of(item.get("section_label")):
        draft.section.append(section)
        draft.evidence["section"] = "section_label"
    _state_identifier(draft, line_of(item.get("id")), line_of(item.get("url")))
    draft.keywords += lines_of(item.get("subject"))
    return draft


def _spoken(item: Record) -> str | None:
    languages = lines_of(item.get("language"))
    return languages[0] if len(languages) == 1 else None


def title_of(name: str | None) -> str | None:
    """Return the name of a paper without what a catalogue adds to it: `Evening star. [volume]` is Evening star."""
    return _MATERIAL.sub(" ", name).strip().removesuffix(".").rstrip() if name else None


def _state_page(draft: Draft, day: str | None, page: str | None, edition: str | None) -> None:
    if day:
        digits = re.fullmatch(r"(\d{4})(\d\d)(\d\d)", day)
        iso = "-".join(digits.groups()) if digits else day[:10]
        draft.state("day", iso, "date")
        draft.state("published", iso, "date")
    page = (
        page.lstrip("0") or page if page else None
    )  # numbers with zeros before them are those of files (`0004`)
    if page or edition:
        draft.edition = Edition(None, page, edition, None)
        draft.evidence["edition"] = "page"


def _state_identifier(draft: Draft, *addresses: str | None) -> None:
    """State the page's own name: the number of the paper, day, edition and place in it, whatever address has them."""
    for each in addresses:
        if found := _PAGE_ID.search(each or ""):
            number, day, edition, *places = found.groups()
            place = next(filter(None, places), "1")
            draft.authority = "lccn"
            draft.state("identifier", f"{number}/{day}/ed-{edition}/seq-{place}", "id")
            return


def _of_result(result: Record) -> Draft | None:
    """Return the draft of a page on loc.gov; None where it has no text, or is of no newspaper."""
    draft = Draft(copy=False)
    whole = result.get("full_text") or at(result, "page", "full_text") or at(result, "resource", "full_text")
    if isinstance(whole, str) and whole.strip():
        draft.state("text", reflow_page(whole), "full_text")
    elif beginning := "\n\n".join(lines_of(result.get("description"))):
        draft.state("text", beginning, "description")
        draft.partial = True
    formats = [
        each.lower()
        for each in (*lines_of(result.get("original_format")), *lines_of(result.get("type_of_resource")))
    ]
    title = line_of(result.get("newspaper_title")) or line_of(result.get("partof_title"))
    if not has_words(draft) or not (title or "newspaper" in formats or result.get("number_lccn")):
        return None
    draft.evidence["body"] = draft.evidence["text"]
    draft.state(
        "publisher",
        title_of(title) or _of_label(line_of(result.get("title"))),
        "newspaper_title" if title else "title",
    )
    _state_page(
        draft,
        line_of(result.get("date")),
        line_of(result.get("number_page")),
        line_of(result.get("number_edition")),
    )
    draft.state("language", line_of(result.get("language")), "language")
    _state_identifier(draft, line_of(result.get("id")), line_of(result.get("url")))
    return draft


_LABEL = re.compile(r"(?:Image|Page) \d+ of (.+?)(?: \(.*\))?, [A-Z][a-z]+ \d{1,2}, \d{4}.*")


def _of_label(label: str | None) -> str | None:
    """Return the paper in the label of a page: `Image 8 of Evening star (Washington, D.C.), May 5, 1944`."""
    found = _LABEL.fullmatch(label or "")
    return found[1] if found else None


def _of_segment(name: str, segment: Record) -> Draft | None:
    """Return the draft of a text of the text service, of which the name of its file says paper, day, edition and page."""
    text = segment.get("full_text")
    found = _SEGMENT.search(name)
    if not isinstance(text, str) or not text.strip() or found is None:
        return None
    draft = Draft(copy=False)
    draft.state("text", reflow_page(text), "full_text")
    draft.evidence["body"] = "full_text"
    number, year, month, day, edition, place = found.groups()
    page = place.lstrip("0") or None
    _state_page(draft, f"{year}-{month}-{day}", page, None)
    draft.authority = "lccn"
    draft.state("identifier", f"{number}/{year}-{month}-{day}/ed-{int(edition)}/seq-{page}", "service")
    return draft


def _of_batch(feed: Feed) -> Article:
    """Return the page of an `ocr.txt`, whose folders say paper, day, edition and page; its ALTO, if it is there, has all of it."""
    if feed.delivery is not None and (beside := placed(feed.place, "ocr.xml")) is not None:
        feed.asked[beside] = None
        if feed.delivery.head(beside):
            raise PartOf("the text of a page, which its ALTO has", "ocr.xml")
    data = feed.bytes()
    draft = Draft(copy=False)
    draft.state("text", reflow_page(decode(data)), "ocr.txt")
    if not has_words(draft):
        raise NoArticle("a page without a text")
    draft.evidence["body"] = "ocr.txt"
    paths = (feed.place, feed.source.member or "", feed.source.path)
    if found := next(filter(None, (_FOLDERS.search(each) for each in paths)), None):
        number, year, month, day, edition, page = found.groups()
        _state_page(draft, f"{year}-{month}-{day}", page, None)
        draft.authority = "lccn"
        draft.state("identifier", f"{number}/{year}-{month}-{day}/ed-{edition}/seq-{page}", "path")
    return article(draft, feed.at(0, len(data)))
