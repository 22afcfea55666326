"""A whole story as a page to read: headline, dateline, body, and how each fact about it is known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from morgue.article import FIELDS, Article
from morgue.render.clean import clean, clean_block, joined
from morgue.render.galley import Galley, Paper
from morgue.render.hits import credit, origin
from morgue.render.layout import MEASURE, pad, wrap

_LABEL = 12
"""Cells of the names of facts below a story."""


def _paragraphs(text: str, cells: int) -> Iterator[str]:
    """Paragraphs wrapped; single line breaks, as in tables and verse, stay."""
    for number, paragraph in enumerate(text.strip().split("\n\n")):
        if number:
            yield ""
        for line in paragraph.split("\n"):
            yield from wrap(line, cells)


def _facts(article: Article) -> Iterator[tuple[str, str]]:
    """(name, value) of what is known beside the text, without what the head of the page says."""
    yield "published", clean(article.published or "")
    yield "updated", clean(article.updated or "")
    yield "byline", clean(article.byline or "")
    yield "section", joined(article.section or (), " › ")
    yield "keywords", joined(article.keywords or (), ", ")
    yield "language", clean(article.language or "")
    yield "url", clean(article.url or "")
    where = article.source
    yield "source", f"{origin(article)} ({clean(where.format)}, {where.length:,} bytes at {where.offset:,})"
    yield "evidence", ", ".join(f"{clean(name)}: {clean(rule)}" for name, rule in article.evidence.items())
    yield "id", clean(article.id)


def _fact(name: str, value: str, paper: Paper) -> Iterator[str]:
    cells = min(paper.width, MEASURE) - _LABEL
    for number, line in enumerate(wrap(value, cells)):
        yield paper.style("faint", pad("" if number else name, _LABEL)) + line


def story_lines(article: Article, paper: Paper) -> Iterator[str]:
    """The page of one story."""
    cells = min(paper.width, MEASURE)
    headline = clean(article.headline or "").strip() or "(no headline)"
    yield from (paper.style("headline", line) for line in wrap(headline, cells))
    yield from credit(article, cells, paper)
    if article.dateline:
        yield ""
        yield paper.style("place", clean(article.dateline))
    if article.body:
        yield ""
        yield from _paragraphs(clean_block(article.body), cells)
    if article.boilerplate:
        yield ""
        yield from (
            paper.style("faint", each) for each in _paragraphs(clean_block(article.boilerplate), cells)
        )
    yield ""
    for name, value in _facts(article):
        if value:
            yield from _fact(name, value, paper)


def show_galley(articles: Sequence[Article], names: Sequence[str] = FIELDS) -> Galley:
    """Whole stories, one page after the other."""

    def text(paper: Paper) -> Iterator[str]:
        for number, article in enumerate(articles):
            if number:
                yield from (
                    "",
                    paper.style("faint", ("-" if paper.plain else "─") * min(paper.width, MEASURE)),
                    "",
                )
            yield from story_lines(article, paper)

    def row(article: Article) -> dict[str, object]:
        values = article.to_json()
        return {name: values[name] for name in names}

    return Galley({"format_version": 1}, tuple(names), map(row, articles), text, listed="articles")
