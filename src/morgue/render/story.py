"""Show a whole story as a page to read: headline, dateline, body, and how each fact about it is known."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from morgue.archive.results import Whereabouts
from morgue.model.article import FIELDS, Article, Edition, Lineage
from morgue.model.fields import KEYS, TYPES
from morgue.render.answer import Answer, Paper
from morgue.render.citation import citation
from morgue.render.hits import (
    COUNTRIES,
    Locate,
    Recalled,
    credit,
    edition_in_words,
    headline_lines,
    lineage_in_words,
    linked,
    origin,
    place_names,
    recall_lines,
)
from morgue.render.layout import MEASURE, pad, wrap, wrap_marked
from morgue.render.sanitize import Marks, clean, clean_marked, joined
from morgue.render.style import Style

if TYPE_CHECKING:
    from morgue.archive.lineage import Standing

_LABEL = 12
"""Cells of the names of facts below a story."""


def _paragraphs(text: str, marks: Marks, cells: int, style: Style) -> Iterator[str]:
    """Yield the lines of paragraphs, their marks painted; single line breaks, as in tables and verse, stay."""
    start = 0
    blank = True
    for line in text.split("\n"):
        end = start + len(line)
        if line.strip():
            inside = [
                (max(first, start) - start, min(last, end) - start)
                for first, last in marks
                if first < end and last > start
            ]
            yield from wrap_marked(*clean_marked(line, inside), cells, style)
            blank = False
        elif not blank:
            yield ""
            blank = True
        start = end + 1


_ELSEWHERE = frozenset(
    "id headline body boilerplate day dateline locations agency publisher source evidence".split()  # noqa: SIM905  a list of names
)
"""Fields that the head of a page has, or a line of their own."""


_BETWEEN = {"section": " › ", "other_headlines": " / "}
"""What is put between several values, where that is no comma."""


def _shown(name: str, value: Any) -> str:
    """Return a value as a page has it; nothing where it is unknown."""
    if isinstance(value, tuple):
        return joined(value, _BETWEEN.get(name, ", "))
    if isinstance(value, Edition):
        return clean(edition_in_words(value))
    if isinstance(value, Lineage):
        return lineage_in_words(value)
    if (name == "type" and value == TYPES[0]) or (name == "copies" and value == 1):
        return ""
    return f"{value:,}" if isinstance(value, int) else clean(value or "")


_NAMES = {"other_headlines": "also as", "lineage": "version", "copies": "articles"}
"""Names of facts that are shorter than those of their fields."""


def _facts(article: Article, file: Path | None) -> Iterator[tuple[str, str]]:
    """Yield (name, value) of what is known beside the text, without what the head of the page says.

    `file` is the file on this machine that it was read from, where that is to be named.
    """
    places = place_names(article.locations)
    yield "places", places if places != place_names(article.locations, COUNTRIES) else ""
    for name in KEYS:
        if name not in _ELSEWHERE:
            yield _NAMES.get(name, name), _shown(name, getattr(article, name))
    where = article.source
    yield "source", f"{origin(article)} ({clean(where.format)}, {where.length:,} bytes at {where.offset:,})"
    yield "file", clean(str(file)) if file else ""
    yield "evidence", ", ".join(f"{clean(name)}: {clean(rule)}" for name, rule in article.evidence.items())
    yield "id", clean(article.id)


def _fact(name: str, value: str, paper: Paper) -> Iterator[str]:
    cells = min(paper.width, MEASURE) - _LABEL
    for number, line in enumerate(wrap(value, cells)):
        yield paper.style("faint", pad("" if number else name, _LABEL)) + line


def _whole(name: str, value: str, paper: Paper) -> str:
    """Return a fact on one line, however long, so that it can be copied."""
    return paper.style("faint", pad(name, _LABEL)) + value


Marked = Callable[[Article], Mapping[str, Marks]]
"""What of each field of an article matched."""


def story_lines(
    article: Article,
    paper: Paper,
    marked: Mapping[str, Marks],
    locate: Locate | None = None,
    *,
    files: bool = False,
) -> Iterator[str]:
    """Yield the page of one story; `marked` has what matched, by field. With `files` it names the file that it is from."""
    cells = min(paper.width, MEASURE)
    yield from headline_lines(article.headline, marked.get("headline", ()), cells, paper.style, whole=True)
    yield from credit(article, cells, paper, whole=True)
    if article.dateline:
        yield ""
        yield from wrap_marked(
            *clean_marked(article.dateline, marked.get("dateline", ())), cells, paper.style
        )
    if article.body:
        yield ""
        yield from _paragraphs(article.body.rstrip(), marked.get("body", ()), cells, paper.style)
    if article.boilerplate:
        yield ""
        for line in _paragraphs(article.boilerplate.rstrip(), (), cells, Style()):
            yield paper.style("faint", line)
    yield ""
    for name, value in _facts(article, locate(article) if locate and files else None):
        if value:
            facts = _fact(name, value, paper) if name != "file" else iter((_whole(name, value, paper),))
            yield from (linked(article, line, paper, locate) for line in facts) if name == "source" else facts


def _elsewhere(article: Article, where: Whereabouts, history: str, paper: Paper) -> Iterator[str]:
    if where.read_from != article.source.path:
        yield from _fact("read from", clean(where.read_from), paper)
    if where.also_in:
        yield from _fact("also in", clean(", ".join(where.also_in)), paper)
    base, mark, _ = article.id.partition("@")
    if where.versions > 1:
        said = f"{where.versions:,}, and this is an earlier one" if mark else f"{where.versions:,}"
        yield from _fact("versions", f"{said}: {history.format(clean(base))}", paper)


def _in_story(place: Standing, paper: Paper) -> Iterator[str]:
    """Yield the place of an article in its story, what was corrected or withdrawn in the colour of an alarm."""
    from morgue.render.lineage import standing_in_words

    said, alarms = standing_in_words(place)
    yield ""
    yield from (paper.style("note", line) for line in wrap(said, min(paper.width, MEASURE)))
    for each in alarms:
        yield from (paper.style("match", line) for line in wrap(each, min(paper.width, MEASURE)))


def show_answer(
    articles: Sequence[Article],
    *,
    names: Sequence[str] = FIELDS,
    marked: Marked | None = None,
    locate: Locate | None = None,
    files: bool = False,
    whereabouts: Mapping[str, Whereabouts] | None = None,
    recalled: Recalled | None = None,
    standing: Callable[[Article], Standing | None] | None = None,
    history: str = "morgue show {} --versions",
) -> Answer:
    """Return whole stories, one page after the other, with what `marked` says of each in the colour of a match.

    As data they have that as `highlights` then: by field, (start, end) in code points. With `files` a page names the
    file on this machine that its story is from. With `whereabouts`, by id, each has `read_from`, `also_in` and `versions`.
    `history` is how the texts of an article are listed, with its id in the place of the braces. `recalled` says what corrects or withdraws the story of one, before it, and `standing` its place in the story, behind it.
    """
    known = whereabouts or {}

    def text(paper: Paper) -> Iterator[str]:
        for number, article in enumerate(articles):
            if number:
                yield from (
                    "",
                    paper.style("faint", ("-" if paper.plain else "─") * min(paper.width, MEASURE)),
                    "",
                )
            if recalled:
                yield from recall_lines(recalled(article), min(paper.width, MEASURE), paper)
            yield from story_lines(article, paper, marked(article) if marked else {}, locate, files=files)
            if article.id in known:
                yield from _elsewhere(article, known[article.id], history, paper)
            if standing and (place := standing(article)):
                yield from _in_story(place, paper)

    def row(article: Article) -> dict[str, object]:
        values = article.to_json()
        shown = {name: values[name] for name in names}
        if where := known.get(article.id):
            shown |= where.to_json()
        if marked:
            shown["highlights"] = {
                field: [list(each) for each in marks] for field, marks in marked(article).items()
            }
        return shown

    columns = (
        *names,
        *(("read_from", "also_in", "versions") if known else ()),
        *(("highlights",) if marked else ()),
    )
    return Answer({"format_version": 1}, columns, map(row, articles), text, listed="articles")


def cite_answer(articles: Sequence[Article]) -> Answer:
    """Return a citation of each story, as a footnote has it."""
    rows = [{"id": each.id, "citation": clean(citation(each))} for each in articles]
    return Answer(
        {"format_version": 1},
        ("id", "citation"),
        rows,
        lambda _: (str(row["citation"]) for row in rows),
        listed="citations",
    )
