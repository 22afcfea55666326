"""Read PDF documents that have a text layer, by pypdfium2 (the extra `morgue[pdf]`).

A document is read page by page: `pdf_page` takes the lines out of a page, with where they are, in reading order, and
`pdf_flow` makes paragraphs of the lines of all pages, without running heads and page numbers. What is larger than the text
or bold is set as a headline is, and the stories are found as in any document (`layout`), where a page that begins with a
headline begins a story. Of a scanned document a story is a page. Nothing of a document is run, and nothing that it links to is looked at. A document that crashes
the library ends the process that reads it, which `morgue.ingest.workers` replaces and names the file of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from morgue.errors import FeedError
from morgue.extract.assembly import article
from morgue.extract.draft import Draft
from morgue.feeds.office.package import MAX_PACKAGE_BYTES
from morgue.feeds.office.paragraph import Paragraph
from morgue.feeds.office.pdf_flow import Flow
from morgue.feeds.office.pdf_page import Page, page_of
from morgue.feeds.office.properties import keywords_of, title_of
from morgue.feeds.office.stories import About, stories
from morgue.io.feed import MAX_DOCUMENT_BYTES, Feed
from morgue.model.article import Article

MAX_PAGES = 10_000
"""How many pages are read of a document."""

_MARK = b"%PDF-"
_SCANNED = "a PDF without text: OCR it first"
_UNREADABLE = "a PDF whose fonts do not tell which letters they draw: OCR it first"


def sniff(head: bytes, name: str) -> int:
    """Return 100 where the mark of PDF is within the first kilobyte, as readers accept it (ISO 32000-2, annex I)."""
    return 100 if _MARK in head[:1024] else 0


def read(feed: Feed) -> Iterator[Article]:
    """Yield the stories of a document. Raises FeedError where it is damaged, encrypted, or without a text layer."""
    data = feed.bytes(MAX_PACKAGE_BYTES)
    pages, about = _read(data, feed.complain)
    flow = Flow(pages)
    if 2 * sum(page.is_scanned for page in pages) > len(pages):
        yield from _by_page(feed, len(data), pages, flow)
        return
    yield from stories(feed, data, flow.paragraphs(), about, around=flow.take_aside)


def paragraphs(data: bytes, complain: Callable[[str], None]) -> Iterator[Paragraph]:
    """Yield the paragraphs of a document, without running heads and page numbers. Raises FeedError as `read` does."""
    yield from Flow(_read(data, complain)[0]).paragraphs()


def _read(data: bytes, complain: Callable[[str], None]) -> tuple[list[Page], About]:
    """Return the pages of a document and what it states about itself. Raises FeedError as `read` does."""
    try:
        import pypdfium2
    except ImportError as error:
        raise FeedError("a PDF document: pip install 'morgue[pdf]'") from error
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error) or "ecurity" in str(error):
            raise FeedError("an encrypted PDF document: save it without a password") from error
        raise FeedError("the PDF document is damaged and cannot be opened") from error
    try:
        pages = list(_pages(document, complain))
        about = _about(document)
    finally:
        document.close()
    _check(pages, complain)
    return pages, about


def _pages(document: Any, complain: Callable[[str], None]) -> Iterator[Page]:
    """Yield the pages, one that is damaged as an empty one."""
    import pypdfium2

    count = len(document)
    if count > MAX_PAGES:
        complain(f"the document has {count:,} pages, of which the first {MAX_PAGES:,} were read")
    size = 0
    damaged: list[int] = []
    for number in range(min(count, MAX_PAGES)):
        try:
            page = page_of(document, number)
        except pypdfium2.PdfiumError:
            damaged.append(number + 1)
            page = Page(number + 1, [])
        size += sum(len(line.text) for line in page.lines)
        if size > MAX_DOCUMENT_BYTES:
            complain(f"the text from page {number + 1:,} on is more than is read of one document")
            break
        yield page
    if damaged and len(damaged) == min(count, MAX_PAGES):
        raise FeedError("the PDF document is damaged: none of its pages can be read")
    if damaged:
        more = f", as are {len(damaged) - 1:,} more" if len(damaged) > 1 else ""
        complain(f"page {damaged[0]:,} is damaged{more}")


def _check(pages: list[Page], complain: Callable[[str], None]) -> None:
    """Raise FeedError where the pages have no text, or none that can be read; complain where most of them have none."""
    text = "".join(line.text for page in pages for line in page.lines)
    letters = sum(map(str.isalpha, text))
    unknown = sum(not each.isprintable() or "\ue000" <= each < "\uf900" or each == "\ufffd" for each in text)
    if unknown > letters:
        raise FeedError(_UNREADABLE)
    if not letters:
        raise FeedError(_SCANNED)
    bare = sum(not any(map(str.isalpha, "".join(line.text for line in page.lines))) for page in pages)
    if bare * 2 > len(pages):
        complain(f"{bare:,} of {len(pages):,} pages are without text: OCR them first")


def _by_page(feed: Feed, length: int, pages: list[Page], flow: Flow) -> Iterator[Article]:
    """Yield a story for each page of a scanned document: what is on it, without a headline.

    What was recognized on a page has no structure that tells one story from the next, and the largest line on it is the
    name of the paper, or one headline of several.
    """
    for page in pages:
        text = "\n\n".join(each.text for each in flow.paragraphs([page]))
        if any(map(str.isalpha, text)):
            yield article(Draft(text=text, boilerplate=flow.take_aside()), feed.at(0, length))


def _about(document: Any) -> About:
    """Return what the document states about itself (ISO 32000-2, 14.3.3)."""
    import pypdfium2

    try:
        stated = document.get_metadata_dict()
    except (pypdfium2.PdfiumError, UnicodeDecodeError):
        return About()
    return About(title_of(stated.get("Title")), keywords_of(stated.get("Keywords")))
