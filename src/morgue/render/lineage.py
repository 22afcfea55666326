"""Show the life of a story on one screen: who carried it when, what each kept, cut, added and corrected."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from morgue.archive.lineage import MEMBER_KEYS, Standing, StoryLife, member_json, moment_of
from morgue.model.article import Article
from morgue.render.answer import Answer, Paper
from morgue.render.hits import HEADLINE, NAME, headline_lines, opening
from morgue.render.layout import MEASURE, count, pad, shorten, width, wrap, wrap_first
from morgue.render.sanitize import clean
from morgue.stories.corrections import Change
from morgue.stories.difference import Span
from morgue.stories.lineage import Lineage, Member, carrier

SHOWN = 50
"""Articles that the text shows as a rule: a screen or two."""

_NAMED = 6
"""Carriers of the uncorrected text that are named in one line."""

RUN = 160
"""Cells of a run of words that changed: two lines of a screen of 80 columns."""

_CHANGES = 5

CHANGE = 60
"""Cells of the words that a correction changed: a dozen, where a number or a name is what is looked for."""

_TEXTS = 10
"""Articles of which the earlier texts are named."""

_OUTLET = 22
"""The widest a name of an outlet is shown."""

_INDENT = "      "

WORDS = {
    "first": "first seen here",
    "copy": "copy",
    "cut": "cut",
    "extended": "extended",
    "rewritten": "rewritten",
    "update": "update",
    "correction": "CORRECTION",
    "withdrawn": "WITHDRAWAL",
}
"""What a member is, in words."""

_FROM = ("extended", "rewritten")
"""What an article is from another; everything else is of it."""


def beside(member: Member) -> str:
    """Return what a member is beside another, in words, up to its number: `copy of`, `extended from`."""
    if member.against is None:
        return WORDS[member.relation]
    return f"{WORDS[member.relation]} {'from' if member.relation in _FROM else 'of'}"


class Clock:
    """Writes the times of a story, all in the zone of its first article, so that they can be compared.

    What all of them have in common (the day, the year) is written once, by `span`.
    """

    def __init__(self, articles: Sequence[Article]) -> None:
        instants = [each for article in articles if (each := instant_of(article))]
        self.zone: dt.tzinfo = next((each.tzinfo for each in instants if each.tzinfo), dt.UTC)
        dated = {day for article in articles if (day := self.day(article))}
        self._several_days = len(dated) > 1
        self._several_years = len({day.year for day in dated}) > 1

    @property
    def name(self) -> str:
        """Return the zone: `UTC` or `UTC+05:30`."""
        offset = dt.datetime(2000, 1, 1, tzinfo=self.zone).isoformat()[-6:]
        return "UTC" if offset == "+00:00" else f"UTC{offset}"

    def there(self, article: Article) -> dt.datetime | None:
        """Return the instant of an article in that zone; one of an unknown zone is taken to be of it."""
        instant = instant_of(article)
        if instant is None:
            return None
        try:
            return instant.astimezone(self.zone) if instant.tzinfo else instant.replace(tzinfo=self.zone)
        except OverflowError:  # at the ends of the calendar
            return instant.replace(tzinfo=self.zone)

    def day(self, article: Article) -> dt.date | None:
        """Return the day of an article in that zone; None where it has none."""
        there = self.there(article)
        return there.date() if there else day_of(article)

    def written(self, article: Article, *, whole: bool = False) -> str:
        """Return `15 Jul 11:58`, or the day where only that is known; nothing where it is not.

        The day is left out where all articles are of one, the year where all are of one, unless the `whole` is wanted.
        """
        instant, day = self.there(article), self.day(article)
        if day is None:
            return clean(article.day or "")
        year = whole or self._several_years
        days = whole or instant is None or self._several_days
        date = f"{day.day} {day:%b}" + (f" {day.year}" if year else "")
        return " ".join(([date] if days else []) + ([f"{instant:%H:%M}"] if instant else []))

    def span(self, articles: Sequence[Article]) -> str:
        """Return when the first and the last were published: `15 Jul 2018 11:58 – 16 Jul 2018 09:10 UTC`."""
        dated = [each for each in articles if self.day(each)]
        if not dated:
            return ""
        ends = list(dict.fromkeys(self.written(each, whole=True) for each in (dated[0], dated[-1])))
        last = self.there(dated[-1])
        if len(ends) > 1 and last and self.day(dated[0]) == last.date():
            ends[1] = f"{last:%H:%M}"
        zone = f" {self.name}" if any(map(instant_of, dated)) else ""
        return " – ".join(ends) + zone


def instant_of(article: Article) -> dt.datetime | None:
    """Return the instant at which an article was published; None where a day at most is known."""
    try:
        return (
            dt.datetime.fromisoformat(article.published)
            if article.published and "T" in article.published
            else None
        )
    except ValueError:
        return None


def day_of(article: Article) -> dt.date | None:
    """Return the day of an article; None where it has none."""
    try:
        return dt.date.fromisoformat((moment_of(article) or "")[:10])
    except ValueError:
        return None


def runs_of(numbers: Sequence[int]) -> str:
    """Return numbers in order as `7, 12–19`."""
    starts = [
        0,
        *(at for at, (one, other) in enumerate(pairwise(numbers), 1) if other != one + 1),
        len(numbers),
    ]
    runs = [(numbers[start], numbers[end - 1]) for start, end in pairwise(starts) if end > start]
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in runs)


def share(value: float | None) -> str:
    """Return a share in per cent: 100% and 0% only where it is all or nothing."""
    if value is None:
        return ""
    percent = round(value * 100)
    if percent == 100 and value < 1:
        percent = 99
    if percent == 0 and value > 0:
        percent = 1
    return f"{percent}%"


def name_of(article: Article, *, agency: bool = True) -> str:
    """Return who carried an article, and with `agency` whose it is where an outlet carried an agency's; cleaned."""
    name, source = (shorten(clean(each or ""), NAME) for each in (carrier(article), article.agency))
    return name or "unknown" if not agency or not source or source == name else f"{name} ({source})"


def edited(spans: Sequence[Span], *, mark: Callable[[str, str], str]) -> str:
    """Return runs as one text; `mark` writes what was cut (-) or added (+)."""
    return "".join(
        clean(each.text) if each.sign == "=" else mark(each.sign, clean(each.text)) for each in spans
    )


def in_brief(spans: Sequence[Span]) -> list[Span]:
    """Return the runs of a line that is one among others, cleaned: of long ones the beginning, and of what was kept the end too."""
    return [
        Span(each.sign, _ends(text) if each.sign == "=" else shorten(text, RUN))
        for each in spans
        if (text := clean(each.text))
    ]


def _ends(text: str) -> str:
    """Return the beginning and the end of a long text, with an ellipsis between them."""
    half = RUN // 2
    return text if len(text) <= RUN + 2 else f"{text[:half].rstrip()} … {text[-half:].lstrip()}"


def worded(sign: str, text: str) -> str:
    """Return a changed run as `[-cut-]` or `{+added+}`, the form of word differences that git has."""
    return f"[-{text}-]" if sign == "-" else f"{{+{text}+}}"


def what(member: Member, numbers: dict[str, int]) -> str:
    """Return what a member is, in words: `cut of 3: 9 of its 23 paragraphs (7, 12–19)`."""
    said = beside(member)
    if member.against:
        said += f" {numbers[member.against]}"
    if member.mark:
        said += f" “{shorten(clean(member.mark), NAME)}”"
    facts = []
    if member.cut:
        facts.append(f"{_paragraphs(len(member.cut), member.paragraphs)} cut ({runs_of(member.cut)})")
    if member.added:
        facts.append(f"{_paragraphs(len(member.added))} added ({runs_of(member.added)})")
    if member.corrected is not None and member.relation != "correction":
        facts.append("corrected" if member.corrected else "uncorrected")
    return f"{said}: {', '.join(facts)}" if facts else said


def _paragraphs(number: int, of: int = 0) -> str:
    """Return `1 paragraph`, `9 of 23 paragraphs`."""
    return f"{number} of {count(of, 'paragraph')}" if of else count(number, "paragraph")


def _summary(life: StoryLife, clock: Clock, paper: Paper) -> Iterator[str]:
    """Yield the head: the headline, how much it is, who was first."""
    lineage = life.lineage
    first = lineage.members[0].article
    cells = min(paper.width, MEASURE)
    yield from headline_lines(first.headline, (), cells, paper.style, instead=opening(first))
    span = clock.span(lineage.articles)
    facts = [
        count(len(lineage.members), "article"),
        count(lineage.outlets, "outlet"),
        *([span] if span else []),
    ]
    yield from _wrapped(", ".join(facts), cells, paper, "number")
    when = clock.written(first)
    seen = f"first seen here: {name_of(first)}" + (f", {when}" if when else "")
    yield from _wrapped(f"{seen} · story {clean(lineage.story)}", cells, paper, "faint")


def _wrapped(text: str, cells: int, paper: Paper, role: str) -> Iterator[str]:
    for line in wrap(text, cells):
        yield paper.style(role, line)


def _named(lineage: Lineage, ids: Sequence[str]) -> str:
    by_id = {each.id: each for each in lineage.articles}
    names = list(dict.fromkeys(name_of(by_id[each], agency=False) for each in ids))
    rest = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {rest:,} more" if rest > 0 else "")


def change_in_words(change: Change) -> str:
    """Return `“29” for “28”`, cleaned; where nothing stands instead, or stood before, what was cut or added."""
    now, was = (shorten(clean(each), CHANGE) for each in (change.now, change.was))
    if not was or not now:
        return f"“{now or was}” {'added' if now else 'cut'}"
    return f"“{now}” for “{was}”"


def as_corrected(article: Article) -> Article:
    """Return an article at the time at which it was corrected: its last update, where that is known."""
    return dataclasses.replace(article, published=article.updated) if article.updated else article


def clock_of(life: StoryLife) -> Clock:
    """Return the clock of a story, which names the day wherever one of its articles, of their texts or of its corrections and withdrawals has another."""
    texts = [as_corrected(each.article) for several in life.versions.values() for each in several]
    marked = {*(each.id for each in life.lineage.corrections), *life.lineage.withdrawals}
    articles = life.lineage.articles
    return Clock([*articles, *texts, *(as_corrected(each) for each in articles if each.id in marked)])


def dated_apart(a: Article, b: Article) -> tuple[Article, Article]:
    """Return two articles at the times that tell them apart: of their last updates where they were published at one."""
    return (as_corrected(a), as_corrected(b)) if a.published == b.published else (a, b)


def _versions(life: StoryLife, clock: Clock, numbers: dict[str, int], paper: Paper) -> Iterator[str]:
    """Yield the texts of the articles that have several."""
    cells = min(paper.width, MEASURE)
    for name, texts in [*life.versions.items()][:_TEXTS]:
        times = [clock.written(as_corrected(each.article)) or str(each.number) for each in texts]
        yield ""
        yield from _wrapped(f"texts of {numbers[name]}: {' → '.join(times)}", cells, paper, "note")
        for each in texts[1:]:
            said = f"{each.id}: {clean(each.changed or '')}"
            yield from (f"  {line}" for line in wrap_first(said, cells - 2, HEADLINE))
    if len(life.versions) > _TEXTS:
        yield paper.style("faint", f"and {len(life.versions) - _TEXTS:,} more that have several texts")


def _alarms(life: StoryLife, clock: Clock, paper: Paper) -> Iterator[str]:
    """Yield what was corrected and withdrawn, and who has not followed."""
    lineage = life.lineage
    by_id = {each.id: each for each in lineage.articles}
    cells = min(paper.width, MEASURE)
    for each in lineage.corrections:
        article = by_id[each.id]
        when = clock.written(as_corrected(article))
        changed = "; ".join(change_in_words(one) for one in each.changes[:_CHANGES])
        more = len(each.changes) - _CHANGES
        changed += f" and {more} more" if more > 0 else ""
        said = f"CORRECTED{f' {when}' if when else ''} by {name_of(article)}" + (
            f": {changed}" if changed else ""
        )
        yield from _wrapped(said, cells, paper, "match")
    if lineage.uncorrected:
        number = len(lineage.uncorrected)
        said = f"{count(number, 'article')} still {'has' if number == 1 else 'have'} the uncorrected text: "
        yield from _wrapped(said + _named(lineage, lineage.uncorrected), cells, paper, "match")
    for identifier in lineage.withdrawals:
        article = by_id[identifier]
        when = clock.written(as_corrected(article))
        yield from _wrapped(
            f"WITHDRAWN{f' {when}' if when else ''} by {name_of(article)}", cells, paper, "match"
        )


def _table(members: Sequence[Member], clock: Clock, numbers: dict[str, int], paper: Paper) -> Iterator[str]:
    """Yield the members: a line each, and lines of what is to be said of it."""
    several = len({each.article.agency for each in members}) > 1
    rows = [
        (clock.written(each.article) or "no date", name_of(each.article, agency=several)) for each in members
    ]
    time = max(map(len, (time for time, _ in rows)))
    outlet = min(_OUTLET, max(width(name) for _, name in rows))
    number = len(str(len(members)))
    head = f"{'':>{number}}  {pad('time', time)}  {pad('outlet', outlet)}  kept   new  what"
    yield paper.style("faint", head)
    start = number + time + outlet + 18
    for at, (member, (when, name)) in enumerate(zip(members, rows, strict=True), 1):
        shown = pad(shorten(name, outlet), outlet)
        told = wrap(what(member, numbers), max(20, min(paper.width, MEASURE + 20) - start))
        role = "match" if member.relation in ("correction", "withdrawn") else "note"
        line = f"{pad(when, time)}  {paper.style('agency', shown)}  {share(member.kept):>4}  {share(member.new):>4}  "
        yield paper.style("number", f"{at:>{number}}") + "  " + line + paper.style(role, told[0])
        yield from (" " * start + each for each in told[1:])
        if width(name) > outlet:
            yield from (_INDENT + each for each in wrap(name, paper.width - len(_INDENT)))
        if member.has_other_headline:
            cells = min(paper.width, MEASURE) - len(_INDENT)
            yield from (_INDENT + line for line in _edited_lines(member.headline, cells))


def _edited_lines(spans: Sequence[Span], cells: int) -> list[str]:
    """Return edited text in lines, with the signs of changes also where there are colours: these say nothing to some readers."""
    return wrap_first(edited(in_brief(spans), mark=worded), cells, 2 * HEADLINE)


def _rest(lineage: Lineage, shown: int) -> str:
    left = lineage.members[shown:]
    counts: dict[str, int] = {}
    for each in left:
        counts[WORDS[each.relation]] = counts.get(WORDS[each.relation], 0) + 1
    said = ", ".join(
        f"{number:,} {name}" for name, number in sorted(counts.items(), key=lambda pair: -pair[1])
    )
    return f"{count(len(left), 'more article')} ({said}): --limit all"


def standing_in_words(found: Standing) -> tuple[str, list[str]]:
    """Return who carried the story of an article first, and what became of it: corrections, withdrawals, and whether it has followed."""
    articles = [found.first, *(each for each, _ in found.corrections), *found.withdrawals]
    clock = Clock(articles)
    who = name_of(found.first)
    said = f"one of {count(found.articles, 'article')} of its story; first seen here: {who}, {clock.written(found.first, whole=True)}"
    alarms = []
    for each, made in found.corrections:
        changed = "; ".join(change_in_words(one) for one in made[:_CHANGES])
        when = clock.written(as_corrected(each), whole=True)
        alarms.append(f"corrected {when} by {name_of(each)}" + (f": {changed}" if changed else ""))
    alarms += [
        f"withdrawn {clock.written(as_corrected(each), whole=True)} by {name_of(each)}"
        for each in found.withdrawals
    ]
    if found.corrected is not None:
        alarms.append("this text is corrected" if found.corrected else "this text is uncorrected")
    return said.removesuffix(", "), alarms


def story_answer(life: StoryLife, *, limit: int | None = SHOWN, more: str | None = None) -> Answer:
    """Return the life of a story; the text shows its first `limit` articles (None: all), data has all of them.

    `more` says how to see the others, where that is not an option.
    """
    lineage = life.lineage

    def text(paper: Paper) -> Iterator[str]:
        clock = clock_of(life)
        numbers = {each.id: at for at, each in enumerate(lineage.articles, 1)}
        members = lineage.members if limit is None else lineage.members[:limit]
        yield from _summary(life, clock, paper)
        yield from _alarms(life, clock, paper)
        if members:
            yield ""
            yield from _table(members, clock, numbers, paper)
        if len(members) < len(lineage.members):
            yield paper.style("faint", more or _rest(lineage, len(members)))
        yield from _versions(life, clock, numbers, paper)
        if life.same_event and life.same_event.total:
            yield ""
            same = life.same_event
            by = ", ".join(f"{shorten(clean(name), NAME)} {number:,}" for name, number in same.agencies)
            said = f"not in this story, and like it at that time: {count(same.total, 'article')}"
            yield from _wrapped(said + (f" ({by})" if by else ""), min(paper.width, MEASURE), paper, "faint")

    rows = (member_json(each) for each in lineage.members)
    return Answer(life.head, MEMBER_KEYS, rows, text, listed="members")
