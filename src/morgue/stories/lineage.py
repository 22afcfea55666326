"""Say what became of a story: its articles in order of time, and what each of them kept, cut, added and corrected.

Each article is compared with one earlier article:

- One whose feed states what it updates, corrects or withdraws is compared with the latest of those.
- One that a desk marks as an update, a correction or a withdrawal is compared with the version before it: the latest earlier article
  of the same agency and outlet, else of the same agency. Where another has carried the marked text before, it is a copy of
  that.
- Any other is compared with the **wording** that it is most like: a text that is no copy of one before it. Like is the
  share of the 3-word runs of both together that both have (the Jaccard index); of equal ones the earliest counts. So all copies of one text are
  compared with the article that had it first, and a copy of an update with the update.

The wording of an article that has been called back, or has lost its copy, is its text before that: it is what others carry. Of one that was
rewritten its first text and the last one before are wordings too. What is like one of these is compared with it, and `against` is the article.

An article is compared with few wordings: the first, the latest that an agency filed or a desk marked, and the latest that
outlets made of them (MOST_WORDINGS of either). So the work grows with the number of articles, and not with its square.
"""

from __future__ import annotations

import dataclasses
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from morgue._startup.frozen import frozen
from morgue.analysis.analyzer import fold
from morgue.model.article import Article
from morgue.stories.corrections import Change, Text, changes, is_corrected
from morgue.stories.difference import Span, changed_paragraphs, difference, paragraphs_of
from morgue.stories.marks import kinds_of, marked
from morgue.stories.relation import Relation, relation, shares
from morgue.stories.signature import Signature, signature
from morgue.stories.words import words_of

MOST_WORDINGS = 12
"""Earlier texts of a kind that an article is compared with: an outlet carries one of the last that were filed, or the first."""

_SIGNALS: dict[str, Relation] = {"update": "update", "correction": "correction", "withdrawn": "withdrawn"}
"""What a feed states of an article, and what it is for that reason."""

_VERSIONS = frozenset(("update", "correction", "withdrawn"))
"""Marks of what is a version of an article before."""


@frozen
class Member:
    """An article of a story, and what it is beside an earlier one.

    `against` is the id of the article that it is compared with, `kept` the share of that one's 3-word runs of the body that it has,
    `new` the share of its own that that one has not; None of the first. `cut` and `added` are paragraphs, numbered
    from 1, of that one and of its own. `mark` is what a desk wrote on its headline ("UPDATE 2"), and `headline` the rest of it
    beside that one's, in runs. `corrected` says whether it has what a
    correction of the story put right (True) or still what was wrong (False); None where it has neither, and where nothing
    was corrected.
    """

    article: Article
    relation: Relation
    against: str | None = None
    kept: float | None = None
    new: float | None = None
    cut: tuple[int, ...] = ()
    added: tuple[int, ...] = ()
    paragraphs: int = 0
    headline: tuple[Span, ...] = ()
    mark: str | None = None
    corrected: bool | None = None

    @property
    def has_other_headline(self) -> bool:
        """Whether its headline has other words than that of the article that it is compared with."""
        return any(span.sign != "=" and words_of(span.text) for span in self.headline)


@frozen
class Correction:
    """An article that corrects another, `against`, and what it changed."""

    id: str
    against: str | None
    changes: tuple[Change, ...]


@frozen
class Lineage:
    """A story: its members in order of time, what was corrected, and who has the uncorrected text.

    `story` is its id. `uncorrected` are ids of members that have what was wrong, without those of which the same agency and outlet
    has a later member that is corrected. `withdrawals` are ids of the members that withdraw it.
    """

    story: str
    members: tuple[Member, ...]
    corrections: tuple[Correction, ...] = ()
    uncorrected: tuple[str, ...] = ()
    withdrawals: tuple[str, ...] = ()

    @property
    def articles(self) -> list[Article]:
        """Return its articles in order of time."""
        return [each.article for each in self.members]

    @property
    def outlets(self) -> int:
        """Return how many outlets carried it: publishers, and agencies of articles that name none."""
        named = ((each.article.publisher, carrier(each.article)) for each in self.members)
        return len({(bool(publisher), fold(name)) for publisher, name in named if name})

    def relations(self) -> list[tuple[Relation, int]]:
        """Return how many members are what, most first."""
        return Counter(each.relation for each in self.members).most_common()


def carrier(article: Article) -> str | None:
    """Return who carried an article: its publisher, else its agency."""
    return article.publisher or article.agency


def _signature(article: Article) -> Signature:
    return signature(article.id, article.headline, article.body, article.published or article.day)


def in_order(articles: Iterable[Article]) -> list[Article]:
    """Return articles in order of time: by published, else by the noon of the day; then by id. Those without any come last."""

    def place(article: Article) -> tuple[bool, float, str]:
        day = signature("", None, None, article.published or article.day).day
        return day is None, day or 0.0, article.id

    return sorted(articles, key=place)


Desk = tuple[str | None, str | None]


def _desk(article: Article) -> Desk:
    """Return who wrote and who carried an article."""
    return fold(article.agency or "") or None, fold(article.publisher or "") or None


@dataclasses.dataclass(slots=True)
class _Compared:
    """An article that others are compared with; `keys` are the folded words of its paragraphs, with a space between them."""

    article: Article
    signature: Signature
    keys: list[str]

    @property
    def is_filed(self) -> bool:
        """Whether an agency filed it itself, or a desk marked it as a version."""
        agency, publisher = _desk(self.article)
        return self.signature.is_marked or (agency is not None and publisher in (None, agency))


def _compared(article: Article, found: Signature | None = None) -> _Compared:
    keys = [" ".join(words_of(each)) or each for each in paragraphs_of(article.body or "")]
    return _Compared(article, found or _signature(article), keys)


class _Earlier:
    """The articles before one: their wordings, and the latest of each desk and agency."""

    def __init__(self, first: _Compared, texts: Mapping[str, Sequence[Article]]) -> None:
        self._first = first
        self._texts = texts
        self._wordings: tuple[deque[_Compared], deque[_Compared]] = (
            deque(maxlen=MOST_WORDINGS),
            deque(maxlen=MOST_WORDINGS),
        )
        self._latest: dict[Desk, Article] = {}
        self._filed: dict[str, Article] = {}
        self._places: dict[str, tuple[int, Article]] = {}
        self.came(first.article)

    def came(self, article: Article, *, copied: bool = False) -> None:
        """Take note of an article that was compared; one that was `copied` is no version of its desk that has one."""
        self._places[article.id] = len(self._places), article
        agency, publisher = _desk(article)
        if (agency or publisher) and not (copied and (agency, publisher) in self._latest):
            self._latest[agency, publisher] = article
        if agency and publisher in (None, agency) and not (copied and agency in self._filed):
            self._filed[agency] = article

    def has_wording(self, each: _Compared) -> None:
        """Take note of a text that is no copy."""
        self._wordings[each.is_filed].append(each)

    def text_of(self, article: Article, found: Signature | None = None) -> _Compared:
        """Return an article with the words that others may have of it: where it has none of its own any more, those before."""
        return _compared(_worded(article, self._texts), found)

    def has_texts(self, article: Article) -> None:
        """Take note of what an article said first, and what it said before its text of now."""
        texts = [each for each in self._texts.get(article.id, ()) if _has_copy(each)]
        for each in texts[:1] + texts[1:][-1:]:
            self.has_wording(_compared(dataclasses.replace(each, id=article.id)))

    def likest(self, found: Signature) -> _Compared:
        """Return the wording that a text is most like, the earliest of equal ones; the first where it is like none."""
        best, highest = self._first, 0.0
        for each in (self._first, *self._wordings[True], *self._wordings[False]):
            common = len(each.signature.runs & found.runs)
            likeness = common / (len(each.signature.runs) + len(found.runs) - common) if common else 0.0
            if likeness > highest:
                best, highest = each, likeness
        return best

    def named(self, ids: Iterable[str]) -> Article | None:
        """Return the latest of the articles with these ids; None where none of them came before."""
        found = [self._places[each] for each in ids if each in self._places]
        return max(found, key=lambda place: place[0])[1] if found else None

    def version_before(self, article: Article) -> Article | None:
        """Return the latest earlier article of the same agency and outlet, else the latest of the agency that no outlet carried."""
        agency, publisher = _desk(article)
        found = self._latest.get((agency, publisher)) if agency or publisher else None
        return found or self._filed.get(agency or "")


def _carries(article: Article, found: Signature, before: _Compared) -> bool:
    """Return whether a marked article is one that bears its marks already, as an outlet carried it."""
    if found.kinds & _VERSIONS - before.signature.kinds or (found.is_note and not before.signature.is_note):
        return False
    return fold(_mark(article) or "") == fold(_mark(before.article) or "")


def _placed(article: Article, earlier: _Earlier) -> Member:
    """Return an article as a member, beside the one that it is compared with, and take note of it."""
    found = _signature(article)
    against = earlier.likest(found)
    said = found
    stated = article.lineage
    signal = _SIGNALS.get(stated.signal or "") if stated else None
    if stated and (named := earlier.named(stated.of)):
        against = against if named.id == against.article.id else earlier.text_of(named)
    elif signal or found.is_marked or found.is_note:
        if not signal and _carries(article, found, against):
            said = found.without_marks()
        elif before := earlier.version_before(article):
            against = against if before.id == against.article.id else earlier.text_of(before)
    kind = signal or relation(against.signature, said)
    kept, new = shares(against.signature, found)
    own = _compared(article, found)
    cut, added = _paragraphs(against, own)
    earlier.came(article, copied=kind == "copy")
    if kind != "copy":
        worded = earlier.text_of(article)
        earlier.has_wording(own if worded.article is article else worded)
        earlier.has_texts(article)
    return Member(
        article, kind, against.article.id, kept, new, cut, added, len(against.keys),
        tuple(_headline(_title(against.article), _title(article))), _mark(article),
    )  # fmt: skip


def _worded(article: Article, texts: Mapping[str, Sequence[Article]]) -> Article:
    """Return an article, with its last earlier text that has a copy in its place where it calls the story back or has none itself."""
    earlier = texts.get(article.id, ())
    if not earlier or _has_copy(article):
        return article
    before = next(filter(_has_copy, reversed(earlier)), None)
    return dataclasses.replace(before, id=article.id) if before else article


def _has_copy(article: Article) -> bool:
    return bool(article.body) and not _calls_back(article)


def _paragraphs(before: _Compared, after: _Compared) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the numbers of the paragraphs that were cut and added, as `difference` finds them; those that both have are set aside first."""
    left, right = Counter(before.keys), Counter(after.keys)
    olds = _beyond(before.keys, left & right)
    news = _beyond(after.keys, left & right)
    stayed, came = changed_paragraphs(
        {at: before.keys[at].split() for at in olds}, {at: after.keys[at].split() for at in news}
    )
    return tuple(at + 1 for at in olds if at not in stayed), tuple(at + 1 for at in news if at not in came)


def _beyond(keys: Sequence[str], common: Counter[str]) -> list[int]:
    """Return the places of keys beyond those that are common."""
    left, places = common.copy(), []
    for at, key in enumerate(keys):
        if left[key] > 0:
            left[key] -= 1
        else:
            places.append(at)
    return places


def _headline(before: str, after: str) -> Iterator[Span]:
    """Yield a headline beside an earlier one, in runs."""
    if before == after:
        yield from (Span("=", after),) if after else ()
        return
    for part in difference(" ".join(before.split()), " ".join(after.split())).parts:
        yield from part.spans


def lineage_of(
    articles: Iterable[Article],
    check: Callable[[], None] = lambda: None,
    versions: Mapping[str, Sequence[Article]] | None = None,
) -> Lineage:
    """Return what became of a story with these articles, of which there is at least one; they may be in any order.

    `check` is called for each, and may raise. `versions` are the earlier texts of articles by id, in order of time: a correction
    that took the place of what it corrects is compared with the last of them, and with what was called back others are
    compared as it was.
    """
    ordered = in_order(articles)
    first = ordered[0]
    members = [Member(first, "first", mark=_mark(first))]
    earlier = _Earlier(_compared(_worded(first, versions or {})), versions or {})
    earlier.has_texts(first)
    for article in ordered[1:]:
        check()
        members.append(_placed(article, earlier))
    by_id = {each.article.id: each.article for each in members}
    corrections = tuple(_corrections(members, by_id, versions or {}))
    if any(each.changes for each in corrections):
        members = [_judged(each, corrections, check) for each in members]
    return Lineage(
        next((each.story for each in ordered if each.story), first.id),
        tuple(members),
        corrections,
        tuple(_uncorrected(members)),
        tuple(each.article.id for each in members if _withdraws(each)),
    )


def _withdraws(member: Member) -> bool:
    """Return whether a member withdraws the story; the first one may be a notice that took the place of its own text."""
    if member.relation != "first":
        return member.relation == "withdrawn"
    return _calls_back(member.article)


def _calls_back(article: Article) -> bool:
    """Return whether a feed or a desk says that an article withdraws its story."""
    stated = article.lineage.signal if article.lineage else None
    return stated == "withdrawn" or "withdrawn" in kinds_of(article.headline, article.body)


def _judged(member: Member, corrections: Sequence[Correction], check: Callable[[], None]) -> Member:
    """Return a member with whether it has what was corrected; a correction has it, unless one that came later says otherwise."""
    check()
    own = next((at for at, each in enumerate(corrections) if each.id == member.article.id), -1)
    made = [change for each in corrections[own + 1 :] for change in each.changes]
    text = Text.of(member.article.headline, member.article.body)
    found = is_corrected(made, text)
    if own >= 0 and found is None and corrections[own].changes:
        found = True
    return dataclasses.replace(member, corrected=found)


def _corrections(
    members: Sequence[Member], by_id: Mapping[str, Article], versions: Mapping[str, Sequence[Article]]
) -> Iterator[Correction]:
    """Yield the corrections, each with what it changed of the text before it: of its own earlier text, where it has one."""
    for each in members:
        article, texts = each.article, versions.get(each.article.id, ())
        if each.relation != "correction" and not (texts and _says_correction(article)):
            continue
        before = texts[-1] if texts else by_id.get(each.against or "")
        made: tuple[Change, ...] = ()
        if before is not None:
            made = changes((_title(before), before.body), (_title(article), article.body))
        yield Correction(article.id, before.id if before else None, made)


def _says_correction(article: Article) -> bool:
    """Return whether a feed or a desk says of an article that it corrects an earlier one."""
    if article.lineage and article.lineage.signal:
        return article.lineage.signal == "correction"
    found = _signature(article)
    return "correction" in found.kinds or found.is_note


def _title(article: Article) -> str:
    """Return a headline without the marks of a desk."""
    return marked(article.headline or "").headline


def _mark(article: Article) -> str | None:
    """Return the marks of a desk on a headline as it wrote them, without the signs around them."""
    title = _title(article)
    if not title:
        return None
    before, _, after = (article.headline or "").partition(title)
    said = [part for each in (before, after) if (part := each.strip(" \t-:–—()[]/."))]
    return "; ".join(said) if title in (article.headline or "") and said else None


def _uncorrected(members: Sequence[Member]) -> Iterator[str]:
    """Yield ids of the members that have what was wrong, but where the same desk has corrected it since."""
    mended: set[Desk] = set()
    found: list[str] = []
    for each in reversed(members):
        desk = _desk(each.article)
        if each.corrected and any(desk):
            mended.add(desk)
        elif each.corrected is False and desk not in mended:
            found.append(each.article.id)
    yield from reversed(found)
