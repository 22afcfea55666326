"""Show what changed between two articles: numbers and names first, then the headline and the paragraphs."""

from __future__ import annotations

from collections.abc import Iterator

from morgue.archive.diff import HEADS, PART_KEYS, Diff, part_json
from morgue.model.article import Article
from morgue.render.answer import Answer, Paper
from morgue.render.layout import MEASURE, count, shorten, wrap, wrap_first
from morgue.render.lineage import RUN, Clock, dated_apart, edited, in_brief, name_of, share, worded
from morgue.render.sanitize import clean
from morgue.stories.difference import Part

_MARKS = {"kept": " ", "cut": "-", "added": "+", "moved": ">", "edited": "~"}
"""What stands before a paragraph."""

_MARGIN = 9
"""Cells before a paragraph: its sign, and its numbers in both texts."""

_LONGEST = 3
"""Lines of a paragraph that was kept: it is only to be known again."""

_CHANGES = 12

_HEAD = 12
"""Lines of a headline, dateline or byline in which words have changed."""


def diff_answer(diff: Diff) -> Answer:
    """Return what changed between two articles; rows are the paragraphs."""

    def text(paper: Paper) -> Iterator[str]:
        cells = min(paper.width, MEASURE)
        before, after = dated_apart(diff.a, diff.b)
        clock = Clock([before, after])
        for sign, article in (("-", before), ("+", after)):
            yield paper.style("path", f"{sign} {_named(article, clock, cells - 2)}")
        yield ""
        yield from (paper.style("number", line) for line in wrap(_summary(diff), cells))
        yield from _changes(diff, cells, paper)
        for name in HEADS:
            if any(span.sign != "=" for span in diff.heads[name]):
                yield ""
                yield paper.style("heading", name)
                runs = edited(in_brief(diff.heads[name]), mark=worded)
                yield from (f"  {line}" for line in wrap_first(runs, cells - 2, _HEAD))
        for part in diff.body.parts:
            yield ""
            yield from _paragraph(part, cells, paper)

    rows = (part_json(each) for each in diff.body.parts)
    return Answer(diff.head, PART_KEYS, rows, text, listed="paragraphs")


def _named(article: Article, clock: Clock, cells: int) -> str:
    """Return which article it is: id, who carried it, when."""
    facts = (clean(article.id), name_of(article), clock.written(article, whole=True))
    return shorten("  ".join(each for each in facts if each), cells)


def _summary(diff: Diff) -> str:
    if diff.is_same:
        return "no difference"
    said = [f"{share(diff.kept)} kept, {share(diff.new)} new"]
    for kind in ("edited", "cut", "added", "moved"):
        number = diff.body.count(kind)
        if number:
            said.append(f"{number} {kind}")
    return f"{count(len(diff.body.parts), 'paragraph')}: {', '.join(said)}"


def _changes(diff: Diff, cells: int, paper: Paper) -> Iterator[str]:
    """Yield the numbers and names that changed."""
    for was, now in diff.changed[:_CHANGES]:
        said = " → ".join(shorten(clean(each), RUN) for each in (was, now))
        yield from (paper.style("match", line) for line in wrap(said, cells))
    if len(diff.changed) > _CHANGES:
        yield paper.style("faint", f"and {len(diff.changed) - _CHANGES} more numbers and names")


def _paragraph(part: Part, cells: int, paper: Paper) -> Iterator[str]:
    """Yield a paragraph behind its sign and its numbers."""
    numbers = "→".join(str(each) for each in dict.fromkeys((part.before, part.after)) if each)
    if part.before is None or part.after is None:
        numbers = str(part.before or part.after)
    margin = f"{_MARKS[part.kind]} {numbers}"
    text = edited(part.spans, mark=worded) if part.kind == "edited" else clean(part.text)
    body = wrap(text, cells - _MARGIN)
    if part.kind in ("kept", "moved") and len(body) > _LONGEST:
        body = [*body[: _LONGEST - 1], shorten(f"{body[_LONGEST - 1]} …", cells - _MARGIN)]
    role = {"kept": "faint", "moved": "faint", "cut": "path"}.get(
        part.kind, "note" if part.kind == "added" else "day"
    )
    for number, line in enumerate(body):
        before = margin if number == 0 else f"{_MARKS[part.kind]}"
        yield f"{before:<{_MARGIN}}" + paper.style(role, line)
