"""Show what becomes of the archive: the end of an index run, errors, damage found, what was removed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from morgue.render.answer import Answer, Paper
from morgue.render.layout import count
from morgue.render.sanitize import clean, joined

if TYPE_CHECKING:
    from morgue.archive.results import Forgotten, Moved, StoryCensus, VerifyReport
    from morgue.ingest.summary import IndexSummary
    from morgue.storage.catalog import Rejected

_NAMED = 10
"""Rejected files that the summary of a run names."""

_UNITS = ("bytes", "kB", "MB", "GB", "TB")


def size(number: int) -> str:
    """Return `812 bytes`, `3.4 MB`: powers of a thousand."""
    amount, unit = float(number), 0
    while amount >= 1000 and unit < len(_UNITS) - 1:
        amount, unit = amount / 1000, unit + 1
    return f"{number:,} bytes" if unit == 0 else f"{amount:.1f} {_UNITS[unit]}"


def duration(seconds: float) -> str:
    """Return `0.8 s`, `12 s`, `3 min 20 s`, `2 h 5 min`."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    return f"{minutes} min {rest} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"


def _changes(summary: IndexSummary) -> str:
    """Return what became of the articles, without what did not happen."""
    articles = summary.articles
    done = (
        (articles.added, "added"),
        (articles.replaced, "replaced"),
        (articles.removed, "removed"),
        (articles.unchanged, "unchanged"),
    )
    nothing = "nothing new" if articles.total else "no story"
    changes = ", ".join(f"{number:,} {what}" for number, what in done if number) or nothing
    held = "that is held already" if articles.same == 1 else "that are held already"
    return f"{changes}; {articles.same:,} more {held}" if articles.same else changes


def _files(summary: IndexSummary) -> str:
    files = summary.files
    done = (
        (files.read, "read" + (f" ({files.partly_read:,} in part)" if files.partly_read else "")),
        (files.unchanged, "unchanged"),
        (files.rejected, "rejected"),
        (summary.no_article, "without a story"),
        (files.pruned, "pruned"),
    )
    listed = "".join(f", {number:,} {what}" for number, what in done if number)
    return count(files.seen, "file") + listed + _passed(summary.passed_over)


def _passed(number: int) -> str:
    return f", {number:,} {'place' if number == 1 else 'places'} passed over" if number else ""


def _summary_lines(summary: IndexSummary, where: str, paper: Paper) -> Iterator[str]:
    yield (
        paper.style("number", count(summary.articles.total, "article"))
        + f" in {clean(where)}: {_changes(summary)}"
    )
    speed = f", {summary.articles_per_second:,.0f} articles/s" if summary.articles_per_second else ""
    yield paper.style(
        "faint", f"{_files(summary)}; {size(summary.bytes)} in {duration(summary.seconds)}{speed}"
    )
    for path, reason in summary.rejected[:_NAMED]:
        what = "in part" if path in summary.partly else "rejected"
        yield f"  {paper.style('error', what)} {clean(path)}: {clean(reason)}"
    if len(summary.rejected) > _NAMED:
        yield f"  and {len(summary.rejected) - _NAMED:,} more: morgue errors"


def index_answer(summary: IndexSummary, where: str) -> Answer:
    """Return what a run of `index` did."""
    document = summary.to_json()
    return Answer(document, tuple(document), (document,), lambda paper: _summary_lines(summary, where, paper))


def errors_answer(rejected: Sequence[Rejected], no_story: Sequence[Rejected] = ()) -> Answer:
    """Return inputs that could not be read, and why; with `no_story`, sound files that hold no article after them."""
    rows = [each.to_json() for each in (*rejected, *no_story)]

    def text(paper: Paper) -> Iterator[str]:
        for each in (*rejected, *no_story):
            yield f"{paper.style('path', joined((each.path, each.member), ' › '))}: {clean(each.reason)}"

    return Answer({}, ("path", "member", "reason"), rows, text, listed="errors")


def _verdict(report: VerifyReport) -> str:
    """Return the state of the archive in a sentence."""
    if not report.problems:
        return f"the archive is sound: {count(report.articles, 'article')}"
    if report.mended:
        return f"repaired: {count(report.articles, 'article')}"
    return "the archive is damaged" + ("" if report.lost else ": morgue verify --repair rebuilds it")


def verify_answer(report: VerifyReport) -> Answer:
    """Return what is wrong with the archive, line by line, and whether it is repaired."""
    rows = [{"problem": problem} for problem in report.problems]

    def text(paper: Paper) -> Iterator[str]:
        for problem in report.problems:
            yield clean(problem)
        for path in report.lost:
            yield f"{paper.style('error', 'source file missing')} {clean(path)}"
        yield _verdict(report)

    return Answer(report.to_json(), ("problem",), rows, text)


def forget_answer(done: Forgotten) -> Answer:
    """Return how many articles and earlier texts are gone, and how many stay because another file holds them."""
    document = done.to_json()
    stays = f"; {done.remaining:,} {'remains' if done.remaining == 1 else 'remain'} in other files"
    texts = count(done.texts, "earlier text")
    gone = [count(done.removed, "article")] if done.removed or not done.texts else []
    line = f"removed {' and '.join([*gone, texts] if done.texts else gone)}" + (
        stays if done.remaining else ""
    )
    if not (done.removed or done.remaining or done.texts) and done.files:
        line = f"removed {count(done.files, 'file')} without a story"
    return Answer(document, tuple(document), (document,), lambda _: iter((line,)))


def stories_answer(census: StoryCensus) -> Answer:
    """Return how many stories an archive has."""
    document = census.to_json()

    def text(paper: Paper) -> Iterator[str]:
        stories = paper.style("number", count(census.stories, "story", "stories"))
        yield f"{stories} in {count(census.articles, 'article')}"
        if census.largest:
            several = f"{census.with_several:,} {'has' if census.with_several == 1 else 'have'} several"
            most = f"the largest, {census.largest[0]}, has {census.largest[1]:,}"
            yield f"{several}, {count(census.in_several, 'article')} in all; {most}"
        if census.not_compared:
            are = count(census.not_compared, "article")
            yield f"{are} not compared with others yet: the next morgue index does it"

    columns = ("articles", "stories", "with_several", "in_several", "not_compared")
    return Answer(document, columns, (document,), text)


def copy_answer(report: Moved) -> Answer:
    """Return what a copy of an archive came to."""

    def text(paper: Paper) -> Iterator[str]:
        where = f"{clean(report.target)} ({report.engine})"
        yield f"copied {count(report.total, 'article')} from {clean(report.source)} to {where}"
        parts = [f"{report.copied:,} now", f"{report.kept:,} before" if report.kept else ""]
        parts.append(f"{report.removed:,} removed" if report.removed else "")
        parts.append(count(report.files, "file"))
        parts.append(count(report.searches, "saved search", "saved searches") if report.searches else "")
        yield f"{', '.join(part for part in parts if part)}, in {duration(report.seconds)}"

    document = report.to_json()
    row = {**document, **document["articles"]}
    columns = ("from", "to", "engine", "copied", "unchanged", "removed", "total", "files", "searches")
    return Answer(document, columns, (row,), text)
