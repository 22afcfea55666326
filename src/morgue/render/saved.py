"""Show saved searches: those with names, and a recorded one that was run again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from morgue.render.answer import Answer, Paper
from morgue.render.layout import count, pad, width
from morgue.render.sanitize import clean

if TYPE_CHECKING:
    from morgue.archive.manifest import Replay
    from morgue.archive.saved import SavedSearch

_COLUMNS = ("name", "query", "sort", "saved", "seen")

_LISTED = 20
"""Ids of one kind that a replay names for people."""


def saved_answer(saved: SavedSearch, total: int) -> Answer:
    """Return a search that was kept, and how many articles it finds now."""
    document = saved.to_json() | {"total": total}

    def text(paper: Paper) -> Iterator[str]:
        yield f"{paper.style('agency', clean(saved.name))}: {count(total, 'article')} now; morgue run {clean(saved.name)}"

    return Answer({"format_version": 1, **document}, (*_COLUMNS, "total"), (document,), text)


def searches_answer(searches: Sequence[SavedSearch], revision: int) -> Answer:
    """Return all saved searches, and what each has seen of the archive at `revision`."""

    def text(paper: Paper) -> Iterator[str]:
        label = max((width(clean(each.name)) for each in searches), default=0)
        for each in searches:
            seen = (
                "never watched"
                if each.seen is None
                else f"watched up to revision {each.seen:,} of {revision:,}"
            )
            order = "" if each.sort == "relevance" else f", {each.sort} first"
            yield paper.style("agency", pad(clean(each.name), label)) + f"  {clean(each.query)}"
            yield " " * (label + 2) + paper.style("faint", seen + order)

    rows = [each.to_json() for each in searches]
    return Answer({"format_version": 1, "revision": revision}, _COLUMNS, rows, text, listed="searches")


def replay_answer(replay: Replay) -> Answer:
    """Return what differs between a recorded search and the same search now; as rows, a difference each."""
    kinds = (
        ("gone", replay.gone, "not found any more"),
        ("new", replay.new, "not found then"),
        ("changed", replay.changed, "says something else"),
        ("moved", replay.moved, "in another order"),
    )
    rows = [{"difference": kind, "id": each} for kind, ids, _ in kinds for each in ids]

    def text(paper: Paper) -> Iterator[str]:
        then = replay.manifest
        found = count(len(then.hits), "hit")
        yield (
            paper.style("number", f"the same {found}" if replay.same else "not the same")
            + f": {clean(then.query['text'])}"
        )
        if replay.elsewhere:
            yield paper.style("faint", "recorded from another archive")
        elif then.archive["revision"] != replay.archive["revision"]:
            yield paper.style(
                "faint", f"revision {then.archive['revision']} then, {replay.archive['revision']} now"
            )
        if then.total is not None and replay.total != then.total:
            yield f"{count(then.total, 'article')} then, {replay.total:,} now"
        for kind, ids, meaning in kinds:
            if ids:
                yield f"{paper.style('heading', kind)}  {len(ids):,} {meaning}"
                yield from (f"  {clean(each)}" for each in ids[:_LISTED])
                if len(ids) > _LISTED:
                    yield f"  and {len(ids) - _LISTED:,} more: --json lists them"

    return Answer(replay.to_json(), ("difference", "id"), rows, text)
