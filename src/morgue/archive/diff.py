"""Compare two articles, or two versions of one: paragraphs that were kept, cut, added, moved and edited, and the words of these."""

from __future__ import annotations

from typing import Any

from morgue._startup.frozen import frozen
from morgue.archive.lineage import rounded
from morgue.archive.results import FORMAT_VERSION
from morgue.model.article import Article
from morgue.stories.difference import Difference, Part, Span, difference
from morgue.stories.marks import marked
from morgue.stories.relation import shares
from morgue.stories.signature import signature

HEADS = ("headline", "dateline", "byline")
"""Texts of one line that are compared beside the body."""


@frozen
class Diff:
    """What changed from one article, `a`, to another, `b`.

    `kept` is the share of the 3-word runs of the body of `a` that `b` has, `new` the share of those of `b` that `a` has not.
    `heads` are the runs of each of HEADS, none where neither has it. `changed` pairs what stood and what stands instead
    where it has a number or a name: of the headlines, without the marks of desks, then of the bodies.
    """

    a: Article
    b: Article
    kept: float
    new: float
    heads: dict[str, tuple[Span, ...]]
    body: Difference
    changed: tuple[tuple[str, str], ...]

    @property
    def is_same(self) -> bool:
        """Whether neither a headline nor a paragraph changed, in its words."""
        same = all(span.sign == "=" for spans in self.heads.values() for span in spans)
        return same and all(part.kind == "kept" for part in self.body.parts)

    def head(self) -> dict[str, Any]:
        """Return the document of the contract without its paragraphs."""
        return {
            "format_version": FORMAT_VERSION,
            "a": self.a.id,
            "b": self.b.id,
            "kept": rounded(self.kept),
            "new": rounded(self.new),
            "changed": [[*each] for each in self.changed],
            **{name: self._head_json(name) for name in HEADS},
        }

    def to_json(self) -> dict[str, Any]:
        """Return the document of the contract."""
        return {**self.head(), "paragraphs": [part_json(each) for each in self.body.parts]}

    def _head_json(self, name: str) -> dict[str, Any]:
        spans = [[span.sign, span.text] for span in self.heads[name]]
        return {"a": getattr(self.a, name), "b": getattr(self.b, name), "spans": spans}


PART_KEYS = ("kind", "a", "b", "text", "spans")
"""The keys of a paragraph; `text` of one that was not edited, `spans` of one that was."""


def part_json(part: Part) -> dict[str, Any]:
    """Return a paragraph as in the contract: with its text, or where it was edited with its runs."""
    place = {"kind": part.kind, "a": part.before, "b": part.after}
    if part.kind == "edited":
        return {**place, "spans": [[span.sign, span.text] for span in part.spans]}
    return {**place, "text": part.text}


def diff_of(a: Article, b: Article) -> Diff:
    """Return what changed from one article to another."""
    one, other = (signature(each.id, each.headline, each.body, each.published or each.day) for each in (a, b))
    heads = {name: difference(_line(a, name), _line(b, name)) for name in HEADS}
    body = difference(a.body or "", b.body or "")
    titles = difference(*(marked(_line(each, "headline")).headline for each in (a, b)))
    changed = (*titles.changed, *body.changed)
    return Diff(
        a,
        b,
        *shares(one, other),
        {name: tuple(span for part in each.parts for span in part.spans) for name, each in heads.items()},
        body,
        tuple(dict.fromkeys(changed)),
    )


def _line(article: Article, name: str) -> str:
    """Return a text of one line, with single spaces."""
    return " ".join((getattr(article, name) or "").split())
