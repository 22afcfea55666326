"""Make stories of the paragraphs of a document, or hand the document to the form that its text bears the mark of.

The export of a press database is the same form in Word and in RTF as in plain text: its reader is known by rows of
`data/marks.tsv` for documents, and takes the paragraphs itself.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain

from morgue.errors import NoArticle
from morgue.extract.assembly import article
from morgue.feeds.office.layout import Piece, line_of, lines_of, notes_of, pieces
from morgue.feeds.office.paragraph import Paragraph
from morgue.feeds.support.marks import forms_of_document
from morgue.feeds.text.plain import draft_of_text, stories_in
from morgue.io.feed import HEAD_BYTES, Feed
from morgue.model.article import Article


@dataclass(slots=True)
class About:
    """What a document states about itself beside its text: its title and its keywords."""

    title: str | None = None
    keywords: list[str] = field(default_factory=list)


def stories(
    feed: Feed,
    data: bytes,
    document: Iterator[Paragraph],
    about: About,
    *,
    around: Callable[[], list[str]] = list,
) -> Iterator[Article]:
    """Yield the stories of a document whose bytes are `data`. Raises NoArticle where it has no word.

    `around` returns what is printed around the text (running heads), asked for when the paragraphs have been read.
    Footnotes and endnotes are the last paragraphs of the story that refers to them.
    """
    head: list[Paragraph] = []
    size = 0
    for each in document:
        head.append(each)
        size += len(each.text)
        if size > HEAD_BYTES:
            break
    if (handed := _handed_on(feed, data, head)) is not None:
        yield from handed
        return
    found = pieces(chain(head, document))
    if not found:
        raise NoArticle("a document without a word")
    printed = around()
    for piece in found:
        yield from _articles(feed, len(data), piece, about if len(found) == 1 else About(), printed)


def _handed_on(feed: Feed, data: bytes, head: Iterable[Paragraph]) -> Iterator[Article] | None:
    """Return the stories of a document that bears the mark of another form, by its reader; None for any other one."""
    from morgue.feeds import SURE, reader

    text = "\n".join(each.text for each in head)
    for form in forms_of_document(text):
        chosen = reader(form)
        if chosen.sniff(text.encode("utf-8", "replace")[:HEAD_BYTES], feed.name) >= SURE:
            source = replace(feed.source, format=form)
            feed.source, feed.stream = source, io.BytesIO(data)
            feed.complaints.clear()  # the reader takes the document from its start, and says again what is damaged
            feed.torn.clear()
            return chosen.read(feed)
    return None


def _articles(feed: Feed, length: int, piece: Piece, about: About, printed: list[str]) -> Iterator[Article]:
    """Yield the article of a piece, or those that marks of a wire part in its text."""
    source = feed.at(0, length)
    headline = " ".join(map(line_of, piece.headline)) or None
    if headline is None:
        several = stories_in("\n\n".join(each.text for each in piece.paragraphs))
        if several and any(each.notes for each in piece.paragraphs):
            with_notes = [text for each in piece.paragraphs for text in (each.text, *each.notes)]
            several = stories_in("\n\n".join(with_notes))
        yield from (article(draft_of_text(text), source) for text, _ in several)
        if several:
            return
    lines = [*lines_of(piece.paragraphs), *notes_of((*piece.headline, *piece.paragraphs))]
    draft = draft_of_text("\n\n".join(lines), headline)
    if headline is not None:
        draft.evidence["headline"] = "heading"
    draft.state("headline", about.title, "title of the document")
    draft.state("keywords", about.keywords, "keywords of the document")
    draft.state("section", [piece.section] if piece.section else [], "heading of the section")
    draft.boilerplate += [*(line_of(each) for each in piece.cover), *notes_of(piece.cover), *printed]
    yield article(draft, source)
