"""Show the texts that an article has had, one below the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from morgue.render.answer import Answer, Paper
from morgue.render.hits import HEADLINE, moment, origin
from morgue.render.layout import wrap_first
from morgue.render.sanitize import clean

if TYPE_CHECKING:
    from morgue.archive.versions import ArticleVersion

COLUMNS = ("id", "n", "current", "published", "updated", "day", "headline", "source", "digest", "changed")
"""The keys of a text in a list of them."""

_MARGIN = "     "


def _when(version: ArticleVersion) -> str:
    """Return the time of a text as it is known: with the time of day, or the day alone."""
    article = version.article
    if found := moment(article):
        return found[1].isoformat(" ", "minutes")
    return article.updated or article.published or article.day or "no time is known"


def _lines(version: ArticleVersion, paper: Paper) -> Iterator[str]:
    cells = paper.width - len(_MARGIN)
    mark = " (current)" if version.current else ""
    yield f"{version.number:>3}  {clean(_when(version))}{mark}"
    for line in wrap_first(clean(version.article.headline or "no headline"), cells, HEADLINE):
        yield _MARGIN + paper.style("heading", line)
    if version.changed:
        yield from (_MARGIN + line for line in wrap_first(clean(version.changed), cells, HEADLINE))
    yield _MARGIN + paper.style("path", f"{clean(version.id)}  {origin(version.article)}")


def versions_answer(articles: Sequence[Sequence[ArticleVersion]]) -> Answer:
    """Return the texts of one article or several, the earliest of each first."""

    def text(paper: Paper) -> Iterator[str]:
        for number, versions in enumerate(articles):
            if number:
                yield ""
            for version in versions:
                yield from _lines(version, paper)

    rows = (version.to_json() for versions in articles for version in versions)
    return Answer({"format_version": 1}, COLUMNS, rows, text, listed="versions")
