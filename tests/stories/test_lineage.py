"""What becomes of a story: who is compared with whom, what was kept and added, who has not followed a correction."""

from __future__ import annotations

import dataclasses
import random

import pytest

from morgue.model.article import Article
from morgue.model.article import Lineage as Stated
from morgue.stories.difference import difference
from morgue.stories.lineage import Lineage, Member, in_order, lineage_of
from morgue.stories.relation import shares
from morgue.stories.signature import signature
from morgue.stories.words import Run
from tests.stories.life import (
    BODY,
    COPY,
    CORRECTED,
    CORRECTION,
    CUT,
    EXTENDED,
    FIRST,
    LATE,
    LATER,
    OWN,
    REST,
    RIGHT,
    STORY,
    TITLE,
    UPDATE,
    member,
)  # fmt: skip


def found(lineage: Lineage, article: Article) -> Member:
    return next(each for each in lineage.members if each.article == article)


def test_what_each_is_and_of_which_article() -> None:
    lineage = lineage_of(STORY)
    assert [(each.article, each.relation, each.against) for each in lineage.members] == [
        (FIRST, "first", None),
        (COPY, "copy", FIRST.id),
        (EXTENDED, "extended", FIRST.id),
        (CUT, "cut", FIRST.id),
        (UPDATE, "update", FIRST.id),
        (CORRECTION, "correction", UPDATE.id),
        (CORRECTED, "copy", CORRECTION.id),
        (LATE, "copy", FIRST.id),
    ]
    assert lineage.story == FIRST.id
    assert lineage.outlets == 6
    assert dict(lineage.relations())["copy"] == 3


def test_shares_and_paragraphs_are_those_of_the_two_compared() -> None:
    lineage = lineage_of(STORY)
    by_id = {each.id: each for each in STORY}
    for each in lineage.members[1:]:
        before, after = by_id[each.against or ""], each.article
        one, other = (signature(a.id, a.headline, a.body, a.published) for a in (before, after))
        assert (each.kept, each.new) == shares(one, other)
        parts = difference(before.body or "", after.body or "").parts
        assert each.cut == tuple(part.before for part in parts if part.kind == "cut")
        assert each.added == tuple(part.after for part in parts if part.kind == "added")
    assert found(lineage, CUT).cut == (4, 5, 6, 7)
    assert found(lineage, CUT).paragraphs == 7
    assert found(lineage, EXTENDED).added == (8, 9)
    assert found(lineage, UPDATE).added == (8,)
    assert found(lineage, CORRECTION).cut == ()
    assert lineage.members[0].kept is lineage.members[0].new is None


@pytest.mark.parametrize("seed", range(6))
def test_the_order_of_arrival_is_no_matter(seed: int) -> None:
    articles = [*STORY]
    random.Random(seed).shuffle(articles)
    assert lineage_of(articles) == lineage_of(STORY)


def test_the_story_bears_the_id_that_its_articles_have() -> None:
    assert lineage_of([dataclasses.replace(each, story=COPY.id) for each in STORY]).story == COPY.id


def test_times_are_compared_as_instants_and_a_day_is_its_noon() -> None:
    morning = member(11, "a", (), None, published="2025-10-23T13:00:00+05:00")
    day = member(12, "b", (), None, day="2025-10-23")
    evening = member(13, "c", (), None, published="2025-10-23T12:00:01+00:00")
    unknown = member(10, "d", (), None)
    wrong = member(9, "e", (), None, published="soon")
    assert [each.headline for each in in_order([unknown, evening, day, wrong, morning])][:3] == [
        "a",
        "b",
        "c",
    ]


def test_headlines_are_compared_without_the_marks_of_desks() -> None:
    lineage = lineage_of(STORY)
    assert found(lineage, UPDATE).mark == "UPDATE 1"
    assert not found(lineage, UPDATE).has_other_headline
    assert found(lineage, EXTENDED).has_other_headline
    assert found(lineage, EXTENDED).mark is None
    signs = {(span.sign, span.text.strip()) for span in found(lineage, EXTENDED).headline}
    assert ("=", "pact signed in Selvoy") in signs


def test_a_correction_says_what_it_changed_and_who_has_not_followed() -> None:
    lineage = lineage_of(STORY)
    (correction,) = lineage.corrections
    assert (correction.id, correction.against) == (CORRECTION.id, UPDATE.id)
    assert [(each.was, each.now) for each in correction.changes] == [("28", "29")]
    state = {each.article.publisher or each.article.headline: each.corrected for each in lineage.members}
    assert state == {
        TITLE: False, "The Skerry Post": False, "Harbour Mail": False, "The Sund Star": False,
        UPDATE.headline: False, CORRECTION.headline: True, "The Sund Sun": True, "Evening Cutter": False,
    }  # fmt: skip
    assert lineage.uncorrected == (COPY.id, EXTENDED.id, CUT.id, LATE.id), "the agency has corrected its own"


def test_a_cut_without_the_place_is_neither_corrected_nor_not() -> None:
    lineage = lineage_of([*STORY, short := member(20, TITLE, REST[:4], "19:00", "The Net")])
    assert found(lineage, short).corrected is None
    assert short.id not in lineage.uncorrected


def test_an_outlet_that_has_followed_is_not_among_those_that_have_not() -> None:
    again = member(21, TITLE, (RIGHT, *REST), "20:00", "The Skerry Post")
    lineage = lineage_of([*STORY, again])
    assert found(lineage, COPY).corrected is False
    assert found(lineage, again).corrected is True
    assert COPY.id not in lineage.uncorrected
    assert LATE.id in lineage.uncorrected


def test_a_note_that_shares_no_text_corrects_what_its_desk_filed() -> None:
    note = member(
        22,
        f"CORRECTED-{TITLE}",
        ("In Thursday's story on the pact please read 29 countries instead of 28.",),
        "16:00",
    )
    lineage = lineage_of([FIRST, COPY, note])
    assert (found(lineage, note).relation, found(lineage, note).against) == ("correction", FIRST.id)
    assert [(each.was, each.now) for each in lineage.corrections[0].changes] == [("28", "29")] * 1
    assert lineage.uncorrected == (COPY.id,) or lineage.uncorrected == (FIRST.id, COPY.id)
    assert found(lineage, COPY).corrected is False


def test_without_a_correction_nothing_is_said_of_it() -> None:
    lineage = lineage_of([FIRST, COPY, CUT])
    assert lineage.corrections == lineage.uncorrected == ()
    assert {each.corrected for each in lineage.members} == {None}


def test_a_withdrawal() -> None:
    kill = member(23, f"WITHDRAWN: {TITLE}", ("Sundtel withdraws its story on the fishing pact.",), "19:30")
    lineage = lineage_of([*STORY, kill])
    assert lineage.withdrawals == (kill.id,)
    assert found(lineage, kill).against == CORRECTION.id


def test_a_notice_that_took_the_place_of_the_first_text_withdraws_the_story() -> None:
    stated = member(1, TITLE, (), "11:58", lineage=Stated("withdrawn", number=3))
    assert lineage_of([stated]).withdrawals == (stated.id,)
    marked = member(1, f"WITHDRAWN: {TITLE}", ("It was sent in error.",), "11:58")
    assert lineage_of([marked]).withdrawals == (marked.id,)
    assert lineage_of([FIRST]).withdrawals == ()


def test_a_copy_of_what_was_rewritten_since_is_a_copy() -> None:
    rewritten = member(1, "Herring saved", (LATER, *OWN), "11:58")
    lineage = lineage_of([rewritten, COPY, CUT], versions={rewritten.id: [FIRST]})
    assert (found(lineage, COPY).relation, found(lineage, COPY).against) == ("copy", rewritten.id)
    assert (found(lineage, CUT).relation, found(lineage, CUT).against) == ("cut", rewritten.id)
    assert found(lineage, COPY).kept == 1.0


@pytest.mark.parametrize(
    ("called_back", "first", "relation"),
    [
        (member(1, TITLE, (), "11:58", lineage=Stated("withdrawn", number=3)), FIRST.id, "copy"),
        (member(1, f"WITHDRAWN: {TITLE}", ("Sundtel withdraws its story.",), "11:58"), FIRST.id, "copy"),
        (member(1, TITLE, (), "19:00", lineage=Stated("withdrawn", number=3)), COPY.id, "first"),
    ],
)
def test_what_was_called_back_is_compared_as_it_was(called_back: Article, first: str, relation: str) -> None:
    texts = {called_back.id: [dataclasses.replace(FIRST, headline="Pact near", body=LATER), FIRST]}
    lineage = lineage_of([called_back, COPY, CUT], versions=texts)
    assert lineage.withdrawals == (called_back.id,)
    copy, cut = found(lineage, COPY), found(lineage, CUT)
    assert copy.relation == relation
    assert (cut.relation, cut.against) == ("cut", first)


def test_an_update_that_an_outlet_carries_is_a_copy_of_it() -> None:
    carried = member(24, f"UPDATE 1-{TITLE}", (*BODY, LATER), "16:00", "The Net")
    cut = member(25, f"UPDATE 1-{TITLE}", (BODY[0], *BODY[4:], LATER), "16:10", "The Buoy")
    lineage = lineage_of([FIRST, UPDATE, carried, cut])
    assert (found(lineage, carried).relation, found(lineage, carried).against) == ("copy", UPDATE.id)
    assert found(lineage, cut).relation == "cut"
    assert found(lineage, cut).against == UPDATE.id


def test_one_article_alone() -> None:
    lineage = lineage_of([FIRST])
    assert [(each.relation, each.against) for each in lineage.members] == [("first", None)]
    assert (lineage.story, lineage.outlets) == (FIRST.id, 1)


def test_articles_without_anything() -> None:
    empty = [member(30 + at, "", (), None, agency=None) for at in range(3)]
    lineage = lineage_of([dataclasses.replace(each, headline=None) for each in empty])
    assert [each.relation for each in lineage.members] == ["first", "copy", "copy"]
    assert lineage.outlets == 0


def crowd(size: int) -> list[Article]:
    """Many outlets that all wrote something of their own around one story."""
    made = [FIRST]
    for number in range(size):
        own = " ".join(f"word{(number * 37 + at * 11) % 9973}" for at in range(60))
        made.append(
            member(
                100 + number,
                TITLE,
                (*BODY, own),
                f"{12 + number // 60 % 12}:{number % 60:02d}",
                f"Outlet {number}",
            )
        )
    return made


def test_the_work_grows_with_the_articles_and_not_with_their_square(monkeypatch: pytest.MonkeyPatch) -> None:
    from morgue.stories import lineage as module

    compared = 0

    class Counted(frozenset[Run]):
        def __and__(self, other: object) -> frozenset[Run]:
            nonlocal compared
            compared += 1
            return frozenset.__and__(self, other)  # type: ignore[operator]

    before = module._signature

    def counting(article: Article) -> module.Signature:
        made = before(article)
        made.runs = Counted(made.runs)
        return made

    monkeypatch.setattr(module, "_signature", counting)
    work = []
    for size in (100, 200):
        compared = 0
        lineage_of(crowd(size))
        work.append(compared)
    assert work[1] < 2.5 * work[0]
    assert work[1] <= 200 * (2 * module.MOST_WORDINGS + 6)


def test_whoever_waits_no_longer_is_not_kept_waiting() -> None:
    class TooLateError(Exception):
        pass

    def check() -> None:
        raise TooLateError

    with pytest.raises(TooLateError):
        lineage_of(STORY, check)


def test_paragraphs_that_were_put_together_are_neither_cut_nor_added() -> None:
    together = (" ".join(BODY[:3]), BODY[3], " ".join((*BODY[5:], *OWN[:1])))
    each = found(
        lineage_of([FIRST, member(41, TITLE, together, "15:00", "The Net")]),
        member(41, TITLE, together, "15:00", "The Net"),
    )
    assert (each.cut, each.added) == ((5,), ())


def test_own_paragraphs_do_not_hide_what_was_cut() -> None:
    cut = member(40, TITLE, (BODY[0], BODY[1], *OWN), "15:00", "The Net")
    each = found(lineage_of([FIRST, cut]), cut)
    assert (each.cut, each.added) == ((3, 4, 5, 6, 7), (3, 4))


def test_the_next_update_is_an_update_though_it_changes_little() -> None:
    second = member(41, f"UPDATE 2-{TITLE}", (*BODY, LATER, "It rained."), "16:30")
    lineage = lineage_of([FIRST, UPDATE, second])
    assert (found(lineage, second).relation, found(lineage, second).against) == ("update", UPDATE.id)


@pytest.mark.parametrize(
    ("signal", "relation"),
    [("update", "update"), ("correction", "correction"), ("withdrawn", "withdrawn"), (None, "copy")],
)
def test_what_a_feed_states_counts_more_than_words(signal: str | None, relation: str) -> None:
    stated = member(
        42, TITLE, BODY, "19:00", "The Net", lineage=Stated(signal, ("nobody", COPY.id, UPDATE.id), 2)
    )
    each = found(lineage_of([*STORY, stated]), stated)
    assert each.against == UPDATE.id, "the latest of those that it names"
    assert each.relation == relation


def test_a_signal_alone_means_the_version_before_of_its_desk() -> None:
    stated = member(43, TITLE, BODY, "19:00", lineage=Stated("correction", (), None))
    each = found(lineage_of([*STORY, stated]), stated)
    assert (each.against, each.relation) == (CORRECTION.id, "correction")


@pytest.mark.parametrize(
    ("headline", "mark"),
    [
        ("(2nd LD) Tool makers close higher (CORRECTED)", "2nd LD; CORRECTED"),
        ("UPDATE 1-", None),
        (None, None),
        ("Plain", None),
    ],
)
def test_marks_are_shown_as_they_were_written(headline: str | None, mark: str | None) -> None:
    only = dataclasses.replace(FIRST, headline=headline)
    assert lineage_of([only]).members[0].mark == mark


def test_a_copy_is_no_version_of_its_desk() -> None:
    again = member(44, TITLE, BODY, "12:00")
    lineage = lineage_of([FIRST, again, UPDATE])
    assert found(lineage, again).relation == "copy"
    assert found(lineage, UPDATE).against == FIRST.id


def test_a_correction_that_names_what_was_wrong_is_corrected() -> None:
    named = member(
        45,
        f"CORRECTED-{TITLE}",
        (RIGHT, *REST, "An earlier text had it signed by 28 countries signed a."),
        "16:00",
    )
    lineage = lineage_of([FIRST, COPY, named])
    assert found(lineage, named).corrected is True
    again = member(46, f"CORRECTED-{TITLE}", (RIGHT.replace("29", "30"), *REST), "17:00")
    lineage = lineage_of([FIRST, COPY, named, again])
    assert found(lineage, named).corrected is False
    assert found(lineage, again).corrected is True
