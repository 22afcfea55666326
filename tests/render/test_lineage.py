"""The life of a story as people read it."""

from __future__ import annotations

import dataclasses

import pytest

from morgue.archive.lineage import MEMBER_KEYS, SameEvent, Standing, StoryLife
from morgue.archive.versions import ArticleVersion
from morgue.model.article import Article
from morgue.render.layout import width
from morgue.render.lineage import (
    Clock,
    change_in_words,
    in_brief,
    runs_of,
    share,
    standing_in_words,
    story_answer,
)
from morgue.render.story import show_answer
from morgue.render.versions import versions_answer
from morgue.stories.lineage import lineage_of
from tests.render.invented import BARE, HOSTILE, lines
from tests.stories.life import CORRECTION, FIRST, STORY, TITLE, member


def life(articles: list[Article], same: SameEvent | None = None) -> StoryLife:
    return StoryLife(lineage_of(articles), same)


def test_one_screen() -> None:
    same = SameEvent(7, [("Reuters", 4), ("AFP", 3)], "herring")
    assert lines(story_answer(life(STORY, same)), 100) == [
        TITLE,
        "8 articles, 6 outlets, 23 Oct 2025 11:58 – 18:00 UTC+02:00",
        f"first seen here: Sundtel, 11:58 · story {FIRST.id}",
        "CORRECTED 17:05 by Sundtel: “29” for “28”",
        "4 articles still have the uncorrected text: The Skerry Post, Harbour Mail, The Sund Star, Evening",
        "Cutter",
        "",
        "   time   outlet           kept   new  what",
        "1  11:58  Sundtel                      first seen here: uncorrected",
        "2  12:20  The Skerry Post  100%    0%  copy of 1: uncorrected",
        "3  13:41  Harbour Mail     100%   23%  extended from 1: 2 paragraphs added (8–9), uncorrected",
        "      [-Fishing-]{+At last: fishing+} pact signed in Selvoy[- after long quarrel-]",
        "4  14:05  The Sund Star     45%    0%  cut of 1: 4 of 7 paragraphs cut (4–7), uncorrected",
        "5  15:30  Sundtel          100%   13%  update of 1 “UPDATE 1”: 1 paragraph added (8), uncorrected",
        "6  17:05  Sundtel           98%    2%  CORRECTION of 5 “CORRECTED-UPDATE 1”",
        "7  17:40  The Sund Sun     100%    0%  copy of 6 “CORRECTED-UPDATE 1”: corrected",
        "8  18:00  Evening Cutter   100%    0%  copy of 1: uncorrected",
        "",
        "not in this story, and like it at that time: 7 articles (Reuters 4, AFP 3)",
    ]


def test_the_first_ones_and_what_the_others_are() -> None:
    made = lines(story_answer(life(STORY), limit=3), 100)
    assert made[-1] == "5 more articles (2 copy, 1 cut, 1 update, 1 CORRECTION): --limit all"
    assert sum(line[:1].isdigit() for line in made[6:-1]) == 3
    assert lines(story_answer(life(STORY), limit=0), 100)[-1].startswith("8 more articles")


def test_data_has_all_of_them() -> None:
    answer = story_answer(life(STORY), limit=1)
    assert len([*answer.rows]) == len(STORY)
    assert answer.columns == MEMBER_KEYS
    assert all(tuple(row) == MEMBER_KEYS for row in story_answer(life(STORY)).rows)


def test_days_and_years_are_written_where_they_differ() -> None:
    later = member(
        60, TITLE, ("A.",), None, "The Net", published="2025-10-24T00:10:00+00:00", day="2025-10-24"
    )
    clock = Clock([FIRST, later])
    assert (clock.written(FIRST), clock.written(later)) == ("23 Oct 11:58", "24 Oct 02:10")
    assert clock.span([FIRST, later]) == "23 Oct 2025 11:58 – 24 Oct 2025 02:10 UTC+02:00"
    old = dataclasses.replace(later, published="1987-01-02")
    assert Clock([FIRST, old]).written(old) == "2 Jan 1987"
    alone = dataclasses.replace(FIRST, published=None)
    assert Clock([alone]).span([alone]) == "23 Oct 2025"
    undated = dataclasses.replace(FIRST, published=None, day=None)
    assert (Clock([undated]).span([undated]), Clock([undated]).written(undated)) == ("", "")


@pytest.mark.parametrize(
    "stamp", ["9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", "2025-10-23T12:00:00", "x"]
)
def test_the_ends_of_the_calendar(stamp: str) -> None:
    odd = dataclasses.replace(CORRECTION, published=stamp, day=None)
    assert lines(story_answer(life([FIRST, odd])), 80)


@pytest.mark.parametrize(
    ("value", "shown"), [(None, ""), (0.0, "0%"), (1.0, "100%"), (0.999, "99%"), (0.001, "1%"), (0.5, "50%")]
)
def test_only_all_is_100_per_cent(value: float | None, shown: str) -> None:
    assert share(value) == shown


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [([], ""), ([7], "7"), ([7, 12, 13, 14], "7, 12–14"), ([1, 2], "1–2"), ([1, 3, 5], "1, 3, 5")],
)
def test_runs(numbers: list[int], shown: str) -> None:
    assert runs_of(numbers) == shown


def test_one_article() -> None:
    made = lines(story_answer(life([FIRST])), 80)
    assert made[1] == "1 article, 1 outlet, 23 Oct 2025 11:58 UTC+02:00"
    assert made[-1] == "1  11:58  Sundtel              first seen here"


@pytest.mark.parametrize("color", [True, False])
@pytest.mark.parametrize("cells", [20, 60, 200])
def test_hostile_texts(cells: int, color: bool) -> None:
    long = dataclasses.replace(
        HOSTILE, id="a" * 16, headline="CORRECTED-" + "x" * 500, agency="\x1b[2J" * 40, publisher="報" * 80
    )
    corrected = dataclasses.replace(
        HOSTILE, id="b" * 16, headline="CORRECTED-\x1b[31m29", body="\x1b]0;t\x07 29 \u202e"
    )
    for line in lines(story_answer(life([HOSTILE, BARE, long, corrected])), cells, color=color):
        assert "\x1b]" not in line
        assert "\x1b[2J" not in line
        assert "\u202e" not in line
        assert color or "\x1b" not in line
        assert color or width(line) <= max(cells, 70)


def test_the_place_of_an_article_in_words() -> None:
    of = lineage_of(STORY)
    found = Standing(FIRST.id, 8, FIRST, ((CORRECTION, of.corrections[0].changes),), (), False)
    assert standing_in_words(found) == (
        "one of 8 articles of its story; first seen here: Sundtel, 23 Oct 2025 11:58",
        ["corrected 23 Oct 2025 17:05 by Sundtel: “29” for “28”", "this text is uncorrected"],
    )
    undated = dataclasses.replace(FIRST, published=None, day=None)
    assert standing_in_words(Standing("x", 2, undated))[0].endswith("first seen here: Sundtel")


def test_it_stands_below_the_article() -> None:
    found = Standing(FIRST.id, 8, FIRST, (), (CORRECTION,))
    made = lines(show_answer([FIRST], standing=lambda article: found), 100)
    assert made[-2:] == [
        "one of 8 articles of its story; first seen here: Sundtel, 23 Oct 2025 11:58",
        "withdrawn 23 Oct 2025 17:05 by Sundtel",
    ]
    assert not any(
        "its story" in line for line in lines(show_answer([FIRST], standing=lambda article: None), 100)
    )


def test_what_came_and_what_went() -> None:
    from morgue.stories.corrections import Change

    assert change_in_words(Change("", "not", (), ())) == "“not” added"
    assert change_in_words(Change("no\x1b[1mt", "", (), ())) == "“no[1mt” cut"


def test_no_field_without_an_end_fills_the_screen() -> None:
    from morgue.stories.corrections import Change

    endless = " ".join(f"word{number}" for number in range(5_000))
    assert len(change_in_words(Change(endless, endless, (), ()))) < 140
    longest = [
        dataclasses.replace(each, headline=f"{endless} {each.id}", publisher=f"{each.publisher} {endless}")
        for each in STORY
    ]
    texts = [
        ArticleVersion(1, dataclasses.replace(longest[0], id=f"{FIRST.id}@1"), "aa", False, None),
        ArticleVersion(2, longest[0], "bb", True, f"1 edited: {endless} -> {endless}"),
    ]
    made = lines(story_answer(StoryLife(lineage_of(longest), None, {FIRST.id: texts})), 80)
    assert len(made) < 120
    assert all(width(line) <= 80 for line in made)
    assert len(lines(versions_answer([texts]), 80)) <= 16


def test_a_long_headline_shows_where_it_changed() -> None:
    from morgue.stories.difference import Span

    kept = " ".join(f"word{number}" for number in range(5_000))
    spans = in_brief([Span("=", kept), Span("-", "28"), Span("+", "29"), Span("=", "\x1b"), Span("-", kept)])
    assert [each.sign for each in spans] == ["=", "-", "+", "-"]
    assert spans[0].text.startswith("word0 word1 ")
    assert spans[0].text.endswith(" word4999")
    assert " … " in spans[0].text
    assert all(len(each.text) <= 163 for each in spans)
    assert in_brief([Span("=", "as it is ")]) == [Span("=", "as it is ")]


def test_the_texts_of_an_article() -> None:
    texts = [
        ArticleVersion(1, dataclasses.replace(FIRST, id=f"{FIRST.id}@1"), "aa", False, None),
        ArticleVersion(
            2,
            dataclasses.replace(FIRST, updated="2025-10-23T16:00:00+02:00"),
            "bb",
            True,
            "1 edited: 28 -> 29",
        ),
    ]
    made = lines(story_answer(StoryLife(lineage_of(STORY), None, {FIRST.id: texts})), 100)
    assert made[-2:] == ["texts of 1: 11:58 → 16:00", f"  {FIRST.id}@2: 1 edited: 28 -> 29"]


def test_texts_of_other_days_have_their_days() -> None:
    replaced = dataclasses.replace(FIRST, published="2025-07-13T09:00:00+00:00", day="2025-07-13")
    texts = [ArticleVersion(1, replaced, "aa", False, None), ArticleVersion(2, FIRST, "bb", True, "1 edited")]
    made = lines(story_answer(StoryLife(lineage_of([FIRST]), None, {FIRST.id: texts})), 100)
    (said,) = [line for line in made if line.startswith("texts of 1")]
    assert said.startswith("texts of 1: 13 Jul 11:00 → 23 Oct 11:58")


def test_the_work_for_a_page_grows_with_its_articles(monkeypatch: pytest.MonkeyPatch) -> None:
    from morgue.render import lineage

    asked = 0
    before = lineage.instant_of

    def counting(article: Article) -> object:
        nonlocal asked
        asked += 1
        return before(article)

    monkeypatch.setattr(lineage, "instant_of", counting)
    work = []
    for size in (100, 200):
        many = [member(600 + at, TITLE, ("A.",), f"12:{at % 60:02d}", f"Outlet {at}") for at in range(size)]
        found, asked = life(many), 0
        lines(story_answer(found, limit=None), 100)
        work.append(asked)
    assert 0 < work[1] <= 2.2 * work[0]
