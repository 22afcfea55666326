"""Whether two articles are one story, and why.

A pure and symmetric function of two signatures. What the words of two texts have in common does not decide by itself:
templates and notices that are issued again share as much as copies do. So headlines, tickers, numbers and
the time between them are asked too. The shares were measured on gold pairs of four sources (`docs/design/stories.md`).
"""

from __future__ import annotations

from functools import cached_property
from itertools import compress
from typing import Literal

from morgue.stories.furniture import own_runs
from morgue.stories.signature import NOTE_WORDS, Signature
from morgue.stories.walls import is_wall
from morgue.stories.words import SHINGLE, STEM, Run, beginnings, runs_of

Link = Literal["note", "mark", "long", "headline", "short"]
"""Why two articles are one story: a note quotes the headline, a mark says so, texts of some length agree, or with their
headlines, or short ones do."""

WEEK = 7.0
"""Days within which a desk corrects or updates what it filed."""

NEAR = 4.0
"""Days within which outlets carry a story: wire copy is news for no longer, weekend editions included."""

LONG = 40
"""Shared runs of three words from which on the texts decide: two sentences."""

SURE = 100
"""Shared runs from which on no other sign is asked: a template has fewer fixed words."""

WHOLE = 150
"""Shared runs of a text that may come again at any time: two hundred words the same, numbers too, are a copy."""

MOST = 0.65
"""The share of the shorter text's runs that a copy, a cut or an extension keeps."""

HALF = 0.40
"""The share kept where headlines agree too."""

NEARLY = 0.9
"""The share of runs, or numbers, from which on texts are the same but for a line."""

PART = 0.12
"""The share of the longer text that is shared at least: less of it is a digest, which holds stories whole."""

PART_WITH_HEADLINE = 0.05
"""The same where the headlines agree."""

TWO_THIRDS = 2 / 3
"""The share of a longer text from which on it is no round-up."""

THIRD = 1 / 3
"""The share of a longer text below which it may be a round-up by the place of what is shared. Also the share kept of long texts
under one headline, word for word, within a day: an update that outlets set among their own furniture."""

SAME = 0.8
"""The share of words, of both headlines together, from which on they are one headline: a word differs, or an outlet's name is behind it."""

ONE = 0.6
"""The share of words, of both headlines together, from which on they say the same."""

HEADLINE = 20
"""Words of a headline; what is longer is the text that a feed puts there."""

FLASH = 5
"""Words of a text below which an article is its headline."""

FEW = 2
"""Numbers of a text of prose that tell nothing: a page's own date and time are two."""

TELLING = 2
"""Words of a headline, at least, that it is known by: one alone may be the name of a page."""

THREE_QUARTERS = 0.75
"""The share of one headline's words that another has where no text helps: a correction of a flash changes a figure and a letter."""

REPLACED = 2
"""Numbers of a short text that others stand for: a correction changes one, an update adds some, and a form that is filled in anew
has others in all its places, and about as many words. A company's results are filed again in other roundings."""

FIGURED = 0.18
"""The share of words that are numbers from which on a text is a table: its words are a form, its numbers the news."""


TABLE = 10
"""Numbers that two tables have in common by no chance: more than there are in a headline and the dates of a form."""


class _Pair:
    """What two signatures have in common, as far as it is asked for.

    `apart` is days between the two, None where one's time is unknown.
    """

    def __init__(self, a: Signature, b: Signature) -> None:
        self.a = a
        self.b = b
        self.apart = abs(a.day - b.day) if a.day is not None and b.day is not None else None

    def within(self, days: float) -> bool:
        """Whether the two are at most so far apart, as far as is known."""
        return self.apart is not None and self.apart <= days

    @cached_property
    def common(self) -> frozenset[Run]:
        """The runs that both have."""
        return self.a.runs & self.b.runs

    @cached_property
    def shared(self) -> int:
        """How many runs both have."""
        return len(self.common)

    @cached_property
    def kept(self) -> float:
        """The share of the shorter text's runs that the longer one has."""
        return _share(self.shared, min(len(self.a.runs), len(self.b.runs)))

    @cached_property
    def kept_of_story(self) -> float:
        """The share kept once the lines that a page sets between the paragraphs of a story are left aside; 0 where neither it nor the headline is near."""
        if self.kept < HALF and not self.same_headline:
            return 0.0
        return _share(self.shared, min(len(own_runs(self.a, self.b)), len(own_runs(self.b, self.a))))

    @cached_property
    def part(self) -> float:
        """The share of the longer text's runs that the shorter one has."""
        return _share(self.shared, max(len(self.a.runs), len(self.b.runs)))

    @cached_property
    def headlines(self) -> float:
        """The share of both headlines' words that both have."""
        return _share(len(self.a.content & self.b.content), len(self.a.content | self.b.content))

    @cached_property
    def headline(self) -> float:
        """The share of the words of the headline with fewer that the other has."""
        return _share(len(self.a.content & self.b.content), min(len(self.a.content), len(self.b.content)))

    @cached_property
    def ticker(self) -> bool | None:
        """Whether they name one company; None where a headline names none."""
        return bool(self.a.tickers & self.b.tickers) if self.a.tickers and self.b.tickers else None

    @cached_property
    def numbers(self) -> float:
        """The share of the numbers of the text with fewer that the other has; 1 where one has none."""
        if not self.fewer_numbers:
            return 1.0
        return len(self.a.numbers & self.b.numbers) / self.fewer_numbers

    @cached_property
    def few(self) -> bool:
        """Whether one has so few numbers that they tell nothing."""
        return self.fewer_numbers <= FEW

    @cached_property
    def replaced(self) -> int:
        """How many numbers of either text the other has not, of the one that has fewer of these."""
        return min(len(self.a.numbers - self.b.numbers), len(self.b.numbers - self.a.numbers))

    @cached_property
    def fewer_numbers(self) -> int:
        """How many numbers the text with fewer has."""
        return min(len(self.a.numbers), len(self.b.numbers))

    @cached_property
    def figures(self) -> bool:
        """Whether one headline has all numbers of the other, or none."""
        one, other = self.a.figures, self.b.figures
        return not one or not other or one <= other or other <= one

    @cached_property
    def other_subjects(self) -> bool:
        """Whether each headline names something, found in its own text, that the other article has nowhere: semolina and cattle, two funds."""
        if max(len(self.a.head), len(self.b.head)) > HEADLINE:
            return False
        return bool(self.a.subjects_beside(self.b)) and bool(self.b.subjects_beside(self.a))

    @cached_property
    def may_be_short(self) -> bool:
        """Whether two texts that share few runs may be one story: what `_short_ones_agree` asks of all."""
        return self.within(2) and self.same_headline and self.figures

    @cached_property
    def same_headline(self) -> bool:
        """Whether the headlines say the same: most of their words, or half of one's under the same ticker."""
        return self.ticker is not False and (
            self.headlines >= ONE or (bool(self.ticker) and self.headline >= 0.5)
        )


def _share(count: int, of: int) -> float:
    return count / of if of else 0.0


def link(a: Signature, b: Signature) -> Link | None:
    """Return why two articles are one story, None where they are not, as far as these two tell."""
    pair = _Pair(a, b)
    if pair.within(WEEK):
        if (a.may_quote and _quoted(b.head, a.words) >= 0.6) or (
            b.may_quote and _quoted(a.head, b.words) >= 0.6
        ):
            return "note"
        if (a.is_marked or b.is_marked) and _marks_join(a, b, pair):
            return "mark"
    if not pair.may_be_short and _share_few(a, b):
        return None
    if pair.shared < LONG:
        return "short" if _short_ones_agree(pair) and _tables_agree(pair) else None
    return _by_text(a, b, pair) if pair.kept >= THIRD and _tables_agree(pair) else None


def _share_few(a: Signature, b: Signature) -> bool:
    """Return whether it is plain without comparing runs that two texts share fewer than LONG.

    Each run that both have stands somewhere in the shorter text, and the longer one has its three words. So these places are
    no fewer than the runs; most candidates have not so many, and making all runs takes longer than all else that the rule asks.
    """
    shorter, longer = _by_length(a, b)
    if len(shorter.words) < LONG + SHINGLE - 1:
        return True
    known = bytes(map(longer.vocabulary.__contains__, shorter.words))
    return sum(len(each) - SHINGLE + 1 for each in known.split(b"\0") if len(each) >= SHINGLE) < LONG


def _short_ones_agree(pair: _Pair) -> bool:
    """Return whether two texts that share few runs are one under one headline: a notice filed again, results with more lines."""
    if not pair.may_be_short or pair.shared < 5 or pair.other_subjects:
        return False
    if pair.ticker and pair.headline >= SAME and pair.headlines >= ONE:
        again = pair.kept >= 0.5 and pair.numbers >= NEARLY and pair.within(2)
        if again or (pair.within(0.9) and pair.kept >= 0.25 and pair.numbers >= 0.5):
            return True
    agree = pair.within(0.9) and (pair.numbers >= 0.67 or bool(pair.ticker))
    return agree and (pair.kept >= HALF or pair.kept_of_story >= MOST)


def _marks_join(a: Signature, b: Signature, pair: _Pair) -> bool:
    """Return whether one of two is marked as another version of a story, and the other is that story."""
    kinds = a.kinds | b.kinds
    corrects = "correction" in kinds
    if kinds == {"repeat"} and pair.numbers < SAME:
        return False  # what is repeated has the same numbers: a report of every day has others
    if pair.headline >= ONE and pair.kept >= NEARLY:
        return True
    if pair.ticker is False and not (corrects and pair.headline >= SAME and pair.headlines >= SAME):
        return False  # the symbol may be what is corrected
    if corrects and pair.within(1) and pair.kept >= 0.45 and pair.numbers >= NEARLY:
        return not pair.other_subjects
    if _versions_agree(pair, corrects):
        return True
    if min(len(a.words), len(b.words)) < FLASH:
        alike = pair.headlines >= 0.5 if corrects else pair.headlines >= SAME and pair.within(1)
        if alike and pair.headline >= THREE_QUARTERS and pair.within(2):
            return True
    if "withdrawn" in kinds and pair.headlines >= SAME and pair.within(2):
        return True  # what is withdrawn is named by its headline, and has no text any more
    means = bool(pair.ticker) or (a.is_note and a.is_marked) or (b.is_note and b.is_marked)
    return means and pair.headline >= SAME and pair.headlines >= 0.5 and pair.within(2)


def _versions_agree(pair: _Pair, corrects: bool) -> bool:
    """Return whether headlines and texts of two are alike enough for versions of one story: less of a text for a correction."""
    if pair.headline < ONE or pair.headlines < THIRD:
        return False
    shorter = min(len(pair.a.pairs), len(pair.b.pairs))
    kept = len(pair.a.pairs & pair.b.pairs) / shorter if shorter else 0.0
    if not (pair.figures or kept >= SAME):
        return False
    if pair.within(2):
        return kept >= (0.3 if corrects else ONE)
    return corrects and kept >= 0.5


def _tables_agree(pair: _Pair) -> bool:
    """Return whether two texts may be one as far as they are of figures: the same ones, or one company's filed again with other roundings."""
    if pair.a.figured < FIGURED or pair.b.figured < FIGURED:
        return True
    if pair.kept >= NEARLY and pair.numbers >= 0.95 and pair.fewer_numbers >= TABLE:
        return True
    if not pair.figures:
        return False
    if pair.numbers >= 0.95 and (pair.headlines >= ONE or pair.ticker):
        return True
    return bool(pair.ticker) and pair.headline >= 0.5 and pair.within(2) and pair.kept >= 0.25


def _by_text(a: Signature, b: Signature, pair: _Pair) -> Link | None:
    """Return why two texts that share LONG runs and more are one story."""
    if pair.part < (PART_WITH_HEADLINE if pair.same_headline else PART) and not _is_summary(a, b, pair):
        return None
    if pair.headline < 0.5 and _is_round_up(a, b, pair):
        return None
    if not pair.within(NEAR) and not (
        pair.shared >= WHOLE and pair.kept >= NEARLY and pair.numbers >= NEARLY
    ):
        return None
    if pair.shared < SURE:
        begins_alike = a.words[:3] == b.words[:3]
        agrees = (
            pair.kept >= 0.85
            or pair.headline >= 0.34
            or begins_alike
            or (pair.ticker and pair.within(1))
            or pair.kept_of_story >= 0.85
        )
        if not agrees:
            return None
        if not pair.within(0.9) and not (pair.kept >= 0.95 and pair.numbers == 1 and pair.within(2.1)):
            return None
    if _is_asked_for_subjects(pair) and pair.other_subjects:
        return None
    if pair.shared < SURE and pair.part >= MOST and pair.replaced >= REPLACED and not pair.ticker:
        return None
    figures = (
        pair.shared >= 2 * SURE
        or pair.numbers >= 0.5
        or (pair.shared >= SURE and (pair.numbers >= 0.2 or pair.few))
    )
    same_company = pair.ticker is not False or (pair.kept >= NEARLY and not pair.other_subjects)
    if same_company and figures and (pair.kept >= MOST or pair.kept_of_story >= MOST):
        return None if pair.headlines < SAME and _is_beside(a, b, _shared_words(a, b, pair)) else "long"
    if not (pair.same_headline and pair.figures and pair.within(1.5)):
        return None
    word_for_word = pair.headlines >= SAME and pair.shared >= SURE and pair.within(0.9)
    if (pair.kept >= HALF and pair.numbers >= 0.3) or (pair.kept >= THIRD and word_for_word):
        return "headline"
    return None


def _is_beside(a: Signature, b: Signature, shared: list[str]) -> bool:
    """Return whether what two texts under different headlines share is no news of either: it addresses the reader, or has nothing that one of the headlines names."""
    return _is_silent(a, b, shared) or is_wall(shared)


def _is_silent(a: Signature, b: Signature, shared: list[str]) -> bool:
    """Return whether two headlines have nothing in common, and neither names anything of what the texts share: a wall in any language, a disclaimer, text that fills a page.

    A headline says what its story is about, so that of two headlines over one text one at least has a word of it, in one form or another.
    """
    if not {word for word in a.content | b.content if len(word) > STEM}.isdisjoint(shared):
        return False
    one, other = beginnings(a.head, a.content), beginnings(b.head, b.content)
    if min(len(one), len(other)) < TELLING or not one.isdisjoint(other):
        return False
    return (one | other).isdisjoint(beginnings(shared, shared))


def _is_asked_for_subjects(pair: _Pair) -> bool:
    """Return whether two texts may be about two things for all that they share: a form filled in anew, a new event with the background of the last one, the end of all press releases of a company."""
    if pair.headline < ONE:
        return pair.shared < SURE or pair.kept < NEARLY
    return pair.shared < SURE or (pair.shared < 2 * SURE and pair.headlines >= 0.5)


def _is_summary(a: Signature, b: Signature, pair: _Pair) -> bool:
    """Return whether one text is the beginning of the other under the same headline, as feeds carry it: however little of it that is, nothing else is there."""
    return pair.headlines >= SAME and pair.kept >= NEARLY and a.words[:SHINGLE] == b.words[:SHINGLE]


def _shared_words(a: Signature, b: Signature, pair: _Pair) -> list[str]:
    """Return the words of the shorter of two texts that both have, in order: those of shared runs."""
    shorter, _ = _by_length(a, b)
    return list(compress(shorter.words, _inside(shorter, pair)))


def _by_length(a: Signature, b: Signature) -> tuple[Signature, Signature]:
    """Return two articles, the one with fewer words first, and of equal ones always the same."""
    one, other = (len(a.words), a.words, a.head), (len(b.words), b.words, b.head)
    return (a, b) if one <= other else (b, a)


def _inside(one: Signature, pair: _Pair) -> bytes:
    """Return for each word of one of two texts whether it is of a run that both have."""
    begins = int.from_bytes(bytes(map(pair.common.__contains__, runs_of(one.words))), "little")
    inside = 0
    for step in range(SHINGLE):
        inside |= begins << 8 * step
    return inside.to_bytes(len(one.words), "little")


def _is_round_up(a: Signature, b: Signature, pair: _Pair) -> bool:
    """Return whether the longer of two texts has the shorter one among others.

    What is cut or extended keeps its beginning, so that a text three times as long which has the shared words further down only
    is one. So is a text half as long again if its headline names nothing of them, and the rest of it no two things that the headline of the
    shorter one names: an extended story goes on to speak of the same things. Of texts that share more than two items of a round-up have
    together only the latter counts, as who quotes a long text may begin anywhere, and the headline has to name a thing more.
    """
    if pair.part >= TWO_THIRDS:
        return False
    shorter, longer = _by_length(a, b)
    inside = _inside(longer, pair)
    third = len(inside) // 3
    is_long = pair.shared >= 2 * SURE
    if not is_long and pair.part < THIRD and 2 * sum(inside[:third]) < sum(inside):
        return True
    common = list(compress(longer.words, inside))
    if not beginnings(longer.head, longer.content).isdisjoint(beginnings(common, common)):
        return False
    named = _long(shorter.content).intersection(common)
    rest = {word for word, shared in zip(longer.words, inside, strict=True) if not shared}
    return len(named) >= TELLING + is_long and len(named & rest) < max(TELLING, THIRD * len(named))


def _long(words: frozenset[str]) -> frozenset[str]:
    return frozenset(word for word in words if len(word) > 2 and not word.isdecimal())


def _quoted(headline: tuple[str, ...], note: list[str]) -> float:
    """Return how much of a headline the beginning of a note has as one run, from 0 to 1; 0 for less than three words that say much."""
    head, words = headline[: 2 * HEADLINE], note[:NOTE_WORDS]
    if sum(map(_weight, head)) < 9:
        return 0.0
    text = f" {' '.join(words)} "
    first = next(at for at, word in enumerate(head) if _weight(word))
    best = 0
    for start in range(first + 1):
        end = start + best + 1
        while end <= len(head) and f" {' '.join(head[start:end])} " in text:
            best = end - start
            end += 1
    return best / len(head)


def _weight(word: str) -> int:
    """Return how much a word says: as much as three characters of a script without spaces, such as Thai or Han, or nothing if it is shorter than three letters."""
    return 3 if len(word) > 2 else int(word >= "\u0e00")
