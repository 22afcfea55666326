"""Stories and answers invented for the tests of what is printed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from morgue.archive.results import Asked, Held, Results
from morgue.model.article import Article, Hit, Place, Snippet, Source
from morgue.query.parser import parse
from morgue.query.tree import Note
from morgue.render.answer import Answer, Paper
from morgue.render.style import Style

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
BODY = (
    "Dockers in the port of Ghent voted on Tuesday to end a strike that had kept the grain terminal shut "
    "for nine days.\n\nThe grain terminal will open on Thursday, the harbour master said."
)

STORY = Article(
    id="abcdefghijklmnop",
    headline="Ghent dockers end strike at grain terminal",
    body=BODY,
    boilerplate="Read more on our site.",
    published="2025-03-04T18:30:00+01:00",
    updated=None,
    day="2025-03-04",
    dateline="Ghent [Belgium], March 4 (ANI):",
    locations=(Place("Ghent", "BE"), Place("Antwerp", None)),
    agency="ANI",
    publisher="The Lowland Courier",
    byline="Mieke Janssens",
    section=("World", "Europe"),
    keywords=("ports", "grain"),
    language="en",
    url="https://courier.example/ghent",
    source=Source("2025/03/ghent.txt", "text", None, 0, 912, "00" * 32),
    evidence={"agency": "dateline", "day": "dateline"},
)

BARE = Article(
    id="ponmlkjihgfedcba", headline=None, body=None, source=Source("a.zip", "text", "in/b.txt", 7, 9)
)

HOSTILE = Article(
    id="qrstuvwxyz234567",
    headline="Red \x1b[31malert\x07 \u202eevil\u2028line\ud800",
    body="One\ttab\x9b2J\nline \x1b]0;title\x07",
    day="2025-03-05",
    agency="A\x00B",
    source=Source("dir/\x1b[2Jname\n.txt", "text"),
)

GRAIN = BODY.index("grain terminal")
FIRST, LAST = BODY.index("to end"), BODY.index(" days")
SNIPPET = Snippet("body", BODY[FIRST:LAST], FIRST, LAST, ((GRAIN - FIRST, GRAIN - FIRST + 14),))


def hit(article: Article, rank: int = 1, *snippets: Snippet) -> Hit:
    """A hit of an invented story."""
    return Hit(rank, 3.25, article, snippets)


def asked_for(text: str, *notes: Note) -> Asked:
    """A query as it is understood."""
    return Asked(text, parse(text, now=NOW), NOW, notes)


def results(
    hits: Iterable[Hit], *, total: int | None = 1, offset: int = 0, query: str = '"grain terminal"'
) -> Results:
    """An answer with these hits."""
    asked = asked_for(query)
    held = Held("00000000-0000-0000-0000-000000000000", 7, "tantivy")
    return Results(held, asked, total, offset, 1.25, tuple(hits))


def lines(answer: Answer, width: int = 80, *, color: bool = False, terminal: bool = False) -> list[str]:
    """The text of a galley."""
    return list(answer.text(Paper(width=width, style=Style(color), terminal=terminal)))
