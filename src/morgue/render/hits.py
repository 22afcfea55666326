"""Show the hits of a search, as JSON rows and as lines worth reading."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from morgue.archive.results import HIT_FIELDS, STORY_FIELDS, Results, hit_json
from morgue.model.article import Article, Carried, Edition, Hit, Lineage, Place, Snippet
from morgue.model.fields import TYPES
from morgue.query.tree import Node
from morgue.render.answer import Answer, Paper
from morgue.render.layout import (
    MEASURE,
    count,
    first_lines,
    lines,
    painted,
    shorten,
    width,
    wrap,
    wrap_first,
    wrap_marked,
)
from morgue.render.sanitize import Marks, clean, clean_marked, joined
from morgue.render.style import Style

if TYPE_CHECKING:
    from morgue.archive.recalls import Recall

_OPENING = 56
"""Cells of the first words of a story."""

HEADLINE = 4
"""Lines of a headline that is one among others: 320 characters of a screen of 80 columns, a printed one with all its decks."""

CREDIT = 2
"""Lines that the places, the agency or the outlet of one article among others take."""

NAME = 60
"""Cells of the name of an agency or outlet in a sentence; `European Centre for Disease Prevention and Control` has 51."""

COUNTRIES = 3
"""Countries that a credit line names."""


def edition_in_words(edition: Edition) -> str:
    """Return where a story was printed, as in `page A3, Late City, volume 12, issue of 2025-10-23`."""
    named = (
        ("page {}", edition.page),
        ("{}", edition.edition),
        ("volume {}", edition.volume),
        ("issue of {}", edition.day),
    )
    return ", ".join(words.format(value) for words, value in named if value)


def lineage_in_words(lineage: Lineage) -> str:
    """Return what a feed states of a version, as in `update of ulqhl4zccz5umspb, version 3`: at most NAMED ids, the others counted."""
    named = ", ".join(lineage.of[:NAMED])
    if more := len(lineage.of[NAMED:]):
        named += f" and {more} more"
    parts = []
    if named:
        parts.append(f"{_CONTINUES[lineage.signal]} {named}")
    elif lineage.signal:
        parts.append(lineage.signal)
    if lineage.number:
        parts.append(f"version {lineage.number}")
    return ", ".join(parts)


NAMED = 3
"""Articles that a line names of those that an article continues."""

_CONTINUES = {
    None: "follows",
    "update": "update of",
    "correction": "correction of",
    "withdrawn": "withdrawal of",
}


def place_names(locations: Sequence[Place] | None, most: int | None = None) -> str:
    """Return `Ghent, Antwerp, BE; Tokyo, Japan`, cleaned: countries beyond `most` are only counted."""
    groups = [", ".join(names) for names in by_country(locations)]
    left = len(groups[most:]) if most else 0
    return "; ".join(groups[:most]) + (f" and {left} more" if left else "")


def by_country(locations: Sequence[Place] | None) -> list[list[str]]:
    """Return the places of each country together, in order, cleaned, with its code last.

    The code of a country that is named among its places is left out.
    """
    from morgue.gazetteer.places import country_name

    found: dict[str, list[str]] = {}
    for each in locations or ():
        places = found.setdefault(clean(each.country or ""), [])
        if place := clean(each.place or ""):
            places.append(place)
    return [
        places if not code or country_name(code) in places else [*places, code]
        for code, places in found.items()
        if code or places
    ]


def moment(article: Article) -> tuple[str, dt.datetime] | None:
    """Return the time of day that an article has in order of time, and whether it is `published` or `updated`.

    It is the time of the last update, else of publication; None where that is a day only, or unknown.
    """
    name, text = ("updated", article.updated) if article.updated else ("published", article.published)
    if not text or "T" not in text:
        return None
    try:
        return name, dt.datetime.fromisoformat(text)
    except ValueError:
        return None


def clock(instant: dt.datetime) -> str:
    """Return the time of day as the source gives it: `09:32:10 +05:30`, `14:00 UTC`, without a zone where none is known."""
    time = instant.strftime("%H:%M:%S" if instant.second else "%H:%M")
    if instant.tzinfo is None:
        return time
    return f"{time} {instant.isoformat()[-6:]}" if instant.utcoffset() else f"{time} UTC"


def timed_day(article: Article) -> str:
    """Return the day of an article with the time that its place in order of time hangs on, and whose day that is."""
    found = moment(article)
    day = article.day or ""
    if found is None:
        return day
    name, instant = found
    dated = "" if f"{instant:%Y-%m-%d}" == day else f"{instant.date().isoformat()} "
    if name == "published" and not dated:
        return f"{day} {clock(instant)}"
    return ", ".join(each for each in (day, f"{name} {dated}{clock(instant)}") if each)


def credit(
    article: Article, cells: int, paper: Paper, *, timed: bool = False, whole: bool = False
) -> Iterator[str]:
    """Yield day, place, agency and outlet in lines of at most `cells`, each in its colour; none where none is known.

    Of each at most CREDIT lines are shown, unless the `whole` is wanted. With `timed` the time of day is beside the day. What is no story (a picture, a video) says first what it is.
    """
    facts = (
        ("place", "" if article.type == TYPES[0] else clean(article.type)),
        ("day", clean(timed_day(article) if timed else article.day or "")),
        ("place", place_names(article.locations, COUNTRIES)),
        ("agency", clean(article.agency or "")),
        ("agency", clean(article.publisher or "")),
    )
    line, used = "", 0
    for role, fact in facts:
        for part in wrap(fact, cells) if whole else wrap_first(fact, cells, CREDIT):
            if line and used + 3 + width(part) > cells:
                yield line
                line, used = "", 0
            line += (" · " if line else "") + paper.style(role, part)
            used += (3 if used else 0) + width(part)
    if line:
        yield line


def carried_in_words(carried: Carried, day: str | None) -> str:
    """Return `carried by 12 outlets in 36 articles, first by ANI at 18:00 +05:30, corrected`, cleaned.

    The time of the first has its day where that is another than `day`. Nothing of a story of one article.
    """
    if carried.articles < 2:
        return ""
    articles = count(carried.articles, "article")
    outlets = f"{count(carried.outlets, 'outlet')} in " if carried.outlets else ""
    who = shorten(clean(carried.first.agency or carried.first.publisher or ""), NAME)
    first = " ".join(
        each for each in (f"by {who}" if who else "", _when(carried.first.published, day)) if each
    )
    parts = (
        f"carried by {outlets}{articles}",
        f"first {first}" if first else "",
        "corrected" if carried.corrected else "",
    )
    return ", ".join(each for each in parts if each)


def _when(published: str | None, day: str | None) -> str:
    """Return `at 18:00 UTC`, with the day where it is another: `on 2025-10-23 at 18:00 UTC`."""
    if not published:
        return ""
    date, timed, _ = published.partition("T")
    try:
        time = f"at {clock(dt.datetime.fromisoformat(published))}" if timed else ""
    except ValueError:
        time = ""
    dated = "" if date == day and time else f"on {clean(date)}"
    return " ".join(each for each in (dated, time) if each)


def origin(article: Article) -> str:
    """Return the file that a story came from, and the member in it."""
    return joined((article.source.path, article.source.member), " › ")


def opening(article: Article) -> str:
    """Return the first words of a story, which it is known by where it has no headline; nothing where it has no text."""
    shown = wrap(" ".join(clean((article.body or "")[: 4 * _OPENING]).split()), _OPENING)
    return "" if not shown else shown[0] if len(shown) == 1 else shown[0] + "…"


def headline_lines(
    headline: str | None, marks: Marks, cells: int, style: Style, *, instead: str = "", whole: bool = False
) -> Iterator[str]:
    """Yield the lines of a headline in bold, what matched in its own colour; without one, that and `instead`.

    They are at most HEADLINE, unless the `whole` is wanted.
    """
    text, moved = clean_marked(headline or "", marks)
    if not text.strip():
        yield from (style("faint", line) for line in wrap(f"(no headline) {instead}", cells))
        return
    ends, is_cut = ([*lines(text, cells)], False) if whole else first_lines(text, cells, HEADLINE)
    for number, (start, end) in enumerate(ends, 1):
        more = "…" if is_cut and number == len(ends) else ""
        yield painted(text, start, end, moved, style, role="headline") + more


Marked = Callable[[Article], Marks]
"""What of the headline of an article matched."""


def headline_marks(tree: Node) -> Marked:
    """Return a function that finds what of an article's headline a query matches."""
    from morgue.highlight.matcher import Matchers, disjoint

    wanted = Matchers(tree)
    if "headline" not in wanted.fields:
        return lambda article: ()
    return lambda article: disjoint(
        wanted.of(article.__getattribute__).marks("headline", article.headline or "")
    )


_ENDS = (".", "!", "?", '."', '?"', ".”", "?”")
"""How a sentence ends, which an ellipsis does not touch."""

_BRIEF = 3
"""Lines of a snippet in a brief hit."""


def goes_on(article: Article, snippet: Snippet) -> tuple[bool, bool]:
    """Return whether the text of a snippet goes on before it, and after it."""
    return snippet.start > 0, snippet.end < len(article.text_of(snippet.field) or "")


def _snippet(article: Article, snippet: Snippet, cells: int, paper: Paper) -> Iterator[str]:
    """Yield the lines of a snippet, with an ellipsis on the sides where the text goes on."""
    text, marks = clean_marked(snippet.text, snippet.highlights)
    more_before, more_after = goes_on(article, snippet)
    before = "…" if more_before else ""
    after = "" if not more_after else " …" if text.endswith(_ENDS) else "…"
    marks = [(start + len(before), end + len(before)) for start, end in marks]
    yield from wrap_marked(before + text + after, marks, min(cells, MEASURE), paper.style)


Locate = Callable[[Article], Path | None]
"""The file of an article on this machine."""


Recalled = Callable[[Article], Sequence["Recall"]]
"""What corrects or withdraws the story of an article."""


def recall_lines(recalled: Sequence[Recall], cells: int, paper: Paper) -> Iterator[str]:
    """Yield lines that warn of what corrects or withdraws the story of an article."""
    for each in recalled:
        other = each.article
        name = "WITHDRAWN" if each.kind == "withdrawn" else "CORRECTED"
        when = (found[1].isoformat(" ", "minutes") if (found := moment(other)) else other.day) or ""
        by = shorten(clean(other.publisher or other.agency or ""), NAME)
        said = " ".join(
            filter(None, (name, clean(when), f"by {by}" if by else "", f"({short_id(other.id)})"))
        )
        headline = clean(other.headline or "")
        for line in wrap_first(f"{said}: {headline}" if headline else said, cells, HEADLINE):
            yield paper.style("match", line)


def linked(article: Article, text: str, paper: Paper, locate: Locate | None) -> str:
    """Return `text` as a link to the file that an article was read from, on paper that has links."""
    where = locate(article) if locate and paper.links else None
    return paper.style.link(where.absolute().as_uri(), text) if where else text


def hit_lines(
    hit: Hit,
    paper: Paper,
    *,
    brief: bool = False,
    locate: Locate | None = None,
    marked: Marked | None = None,
    timed: bool = False,
    recalled: Recalled | None = None,
) -> Iterator[str]:
    """Yield a hit as people read it: its number, headline, credit line, snippets, and where it came from.

    `marked` finds what of the headline to paint. With `timed` it has its time of day. A `brief` hit has no more than three lines of each snippet, and its origin is left out.
    """
    label = f"{hit.rank:>3}  "
    margin = " " * len(label)
    cells = paper.width - len(label)
    written = hit.article.headline
    marks = marked(hit.article) if marked and written else ()
    headline = list(headline_lines(written, marks, cells, paper.style, instead=opening(hit.article)))
    yield paper.style("number", label) + headline[0]
    yield from (margin + line for line in headline[1:])
    yield from (margin + line for line in credit(hit.article, cells, paper, timed=timed))
    if hit.carried and (said := carried_in_words(hit.carried, hit.article.day)):
        yield from (margin + paper.style("agency", line) for line in wrap(said, cells))
    if recalled and hit.article.copies > 1:
        yield from (margin + line for line in recall_lines(recalled(hit.article), cells, paper))
    for snippet in hit.snippets:
        if snippet.field != "headline":
            shown = list(_snippet(hit.article, snippet, cells - brief, paper))
            cut = "…" if brief and len(shown) > _BRIEF else ""
            yield from (margin + line for line in shown[: _BRIEF - 1])
            yield from (margin + line + cut for line in shown[_BRIEF - 1 : _BRIEF if brief else None])
    if brief:
        return
    mark = f"{short_id(hit.article.id)}  "
    where = shorten(origin(hit.article), cells - len(mark)) if paper.terminal else origin(hit.article)
    yield margin + paper.style("path", mark + linked(hit.article, where, paper, locate))


def short_id(identifier: str) -> str:
    """Return as much of an id as names one of a few articles, with the number of an earlier text: `pfq3k2ab@1`."""
    article, mark, number = identifier.partition("@")
    return article[:8] + mark + number


def _shown(results: Results, last: int | None) -> str:
    """Return `12 articles`, `1–10 of 12 articles`, or without a total `1–10`; `last` is the last rank shown.

    Of stories it is `1–10 of 12 stories in 38 articles`.
    """
    first = results.offset + 1
    total = results.listable
    whole = _whole(results)
    if last is None:
        return f"from {first:,} on"
    if last < first:
        if total and first <= total:  # none was asked for
            return whole
        return f"none of {whole} from {first:,} on" if total else "no articles"
    span = f"{first:,}–{last:,}" if last > first else f"{last:,}"
    if total is None:
        return span
    return whole if (first, last) == (1, total) else f"{span} of {whole}"


def _whole(results: Results) -> str:
    """Return how many hits all pages together have: `12 articles`, or `12 stories in 38 articles`."""
    if not results.grouped:
        return count(results.listable or 0, "article")
    articles = results.partial.total if results.listed and results.partial else results.total
    return f"{count(results.listable or 0, 'story', 'stories')} in {count(articles or 0, 'article')}"


def summary_lines(
    results: Results, last: int | None, paper: Paper, since: int | None = None
) -> Iterator[str]:
    """Yield what was found, and how the query was read."""
    found = _shown(results, last)
    took = f" in {results.took_ms:.1f} ms" if paper.terminal else ""
    new = "" if since is None else f"; new or different since revision {since:,}"
    most = ""
    if results.listed and results.partial:
        most = f" with {results.partial.having}, {results.full or 0:,} of them with all"
    text = f"{found}{most}{took} · {clean(results.query.explanation)}{new}"
    for number, line in enumerate(wrap(text, min(paper.width, MEASURE))):
        bold = found if number == 0 and line.startswith(found) else ""
        yield paper.style("number", bold) + paper.style("faint", line[len(bold) :])


def _more(results: Results, last: int | None, paper: Paper, more: str | None) -> Iterator[str]:
    """Yield, on a terminal, how to see the hits that did not fit; `more` where the asker knows better."""
    if more is not None:
        yield from ("", paper.style("faint", more)) if more and paper.terminal else ()
    elif paper.terminal and last is not None and results.listable is not None and results.listable > last:
        what = ("more story", "more stories") if results.grouped else ("more article", "more articles")
        left = count(results.listable - last, *what)
        yield ""
        yield paper.style("faint", f"{left}: --offset {last}, or --limit all")


def partial_lines(results: Results, how: str) -> Iterator[str]:
    """Yield how many articles have most of the words of a query and are not listed, and how to see them."""
    if results.partial and results.unlisted:
        more = "more " if results.total else ""
        have = "has" if results.unlisted == 1 else "have"
        yield f"{count(results.unlisted, more + 'article')} {have} {results.partial.having}: {how}"


def _last(results: Results, limit: int) -> int | None:
    """Return the rank of the last hit of a page of `limit`; None where only its end will show it."""
    if not results.hits or len(results.hits) == limit or results.listable is None:
        return results.offset + len(results.hits)
    return max(results.offset, min(results.listable, results.offset + limit))


def search_answer(
    results: Results,
    *,
    names: Sequence[str] | None = None,
    every: Iterable[Hit] | None = None,
    limit: int = 10,
    more: str | None = None,
    brief: bool = False,
    since: int | None = None,
    locate: Locate | None = None,
    timed: bool = False,
    partial: str | None = None,
    recalled: Recalled | None = None,
) -> Answer:
    """Return an answered search. With `every`, its hits come from there, at most `limit`, one after the other.

    `names` are the keys of a hit; without it those that the answer's hits have. `since` is the revision that its articles are newer than. Hits in order of time are `timed`: shown with it.
    `partial` says how to see what has most of the words. `recalled` says what corrects or withdraws the story of a hit.
    """
    hits = results.hits if every is None else every
    last = None if every is not None and results.listable is None else _last(results, limit)

    def head() -> dict[str, Any]:
        document = results.head()
        return document if since is None else {**document, "since_revision": since}

    def text(paper: Paper) -> Iterator[str]:
        yield from summary_lines(results, last, paper, since)
        marked = headline_marks(results.query.query.tree) if paper.style.on else None
        below = results.full if results.listed and results.partial else None
        having = results.partial.having if results.partial else ""
        for number, hit in enumerate(hits):
            yield ""
            if below is not None and hit.rank > below and (number == 0 or hit.rank == below + 1):
                yield paper.style("faint", f"{having}, not all:")
                yield ""
            yield from hit_lines(
                hit, paper, brief=brief, locate=locate, marked=marked, timed=timed, recalled=recalled
            )
        if partial and results.unlisted:
            yield ""
            yield from (paper.style("faint", line) for line in partial_lines(results, partial))
        yield from _more(results, last, paper, more)

    keys = names or (STORY_FIELDS if results.grouped else HIT_FIELDS)
    rows = (hit_json(hit, keys) for hit in hits)
    return Answer(head, tuple(keys), rows, text, listed="hits")
