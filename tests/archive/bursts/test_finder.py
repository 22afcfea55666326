"""What bursts is what a plain count of every word of every article says, on every engine."""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from morgue.archive.bursts import sample
from morgue.archive.bursts.features import left_out, place_key, primary
from morgue.archive.bursts.finder import Found, find_bursts
from morgue.archive.bursts.keyness import Keyness, keyness
from morgue.archive.bursts.reading import Full, without_scope, without_time
from morgue.archive.results import Burst, BurstPeriod
from morgue.engines.base import Searcher
from morgue.engines.timeline import label_of
from morgue.model.article import Article, Place
from morgue.query.clock import moment_of
from morgue.query.parser import parse
from morgue.query.tree import DEFAULT_FIELDS, And, Everything, Keyword, Node, Not
from tests.archive.bursts.conftest import Indexed, article, name, of_one_story, places
from tests.oracle import folded, matches, texts, tokens
from tests.oracle import resolved as resolved_in

NOW = moment_of("2026-01-01T00:00:00Z")


def asked(text: str) -> Node:
    return parse(text, now=NOW).tree


def found_in(searcher: Searcher, text: str = "*", **how: Any) -> Found:
    given = {"by": "day", "limit": None, "top": 1_000, "count": "stories", "against": "query", **how}
    return find_bursts(searcher, without_scope(searcher.resolved(asked(text))), **given)


def period(found: Found, label: str) -> BurstPeriod:
    return next(each for each in found.periods if each.period == label)


def counts(bursts: Sequence[Burst]) -> dict[str, int]:
    return {each.value: each.count for each in bursts}


# -- a plain count -----------------------------------------------------------------------------------------------------

EN = [
    "harbour",
    "strikes",
    "striking",
    "ferry",
    "ferries",
    "crew",
    "envoy",
    "envoys",
    "U.S.",
    "board",
    "tanker",
    "vote",
    "votes",
    "pay",
    "wave",
]
DE = ["Häfen", "Hafen", "Streik", "Streiks", "Fähre", "Fähren", "Lotse", "Werft", "Ebbe"]
ZH = "罢工港口渡轮船员工资"
TOWNS = ("Piraeus", "Athens", "Bombay", "Mumbai", "Volos")
OUTLETS = ("The Post", "The Wire", "Courier", None)


def invented(seed: int, number: int) -> list[Article]:
    """Articles of few words, each with the more of a word the nearer its day is to that of the word."""
    draw = random.Random(seed)
    stories: list[list[Article]] = []
    for at in range(number):
        day = draw.randrange(4)
        language = draw.choice(["en", "en", "en-GB", "de", "zh", None])
        words = {"de": DE, "zh": list(ZH)}.get(language or "", EN)
        drawn = [draw.choice(words[day * 2 : day * 2 + 3] + words[-2:]) for _ in range(6)]
        one = article(
            at,
            ("" if language == "zh" else " ").join(drawn),
            headline=draw.choice([None, drawn[0]]),
            language=language,
            day=draw.choice([f"2025-10-{day + 1:02d}"] * 9 + [None]),
            locations=places(*{draw.choice(TOWNS[day:]) for _ in range(draw.randrange(3))}),
            publisher=draw.choice(OUTLETS),
            agency=draw.choice([None, "AP"]),
        )
        if stories and draw.random() < 0.4:
            known = draw.choice(stories)
            known.append(replace(known[0], id=one.id, day=one.day, publisher=one.publisher))
        else:
            stories.append([one])
    articles = [each for story in stories for each in (of_one_story(story) if len(story) > 1 else story)]
    return sorted(articles, key=lambda each: each.id)


Key = tuple[str, str, str]


def features_of(each: Article) -> set[Key]:
    code = "en" if (each.language or "en").startswith("en") else each.language or ""
    code = "-" if code == "zh" else code
    language = "en" if code == "en" else primary(each.language)
    found = {("words", language, "")}
    for field in DEFAULT_FIELDS:
        for text in texts(each, field):
            held = [
                word for word in tokens(text, code) if len(word) > 1 and word not in left_out(language, code)
            ]
            found |= {("words", language, word) for word in held}
            single = [word if len(word) == 1 and word >= "\u4e00" else "" for word in folded(text)]
            found |= {("words", language, a + b) for a, b in pairwise(single) if a and b}
    towns = {place_key(town.place) for town in each.locations or () if town.place}
    return found | {("places", "", town) for town in (*towns, *([""] if towns else []))}


def plainly(
    articles: list[Article], text: str, by: str, count: str, against: str
) -> dict[str, dict[Key, Keyness]]:
    """What bursts in each period, by counting every feature of every article in sets of stories."""
    node = resolved_in(asked(text), articles)
    whole = without_time(node) if against == "query" else Everything()
    everywhere: dict[Key, set[str]] = defaultdict(set)
    inside: dict[str, dict[Key, set[str]]] = defaultdict(lambda: defaultdict(set))
    for each in articles:
        unit = (each.story or each.id) if count == "stories" else each.id
        for key in features_of(each):
            if matches(each, whole):
                everywhere[key].add(unit)
            if matches(each, node) and each.day:
                inside[label_of(dt.date.fromisoformat(each.day), by)][key].add(unit)
    bursts: dict[str, dict[Key, Keyness]] = {}
    for label, held in inside.items():
        bursts[label] = {}
        for key, units in held.items():
            base = (*key[:2], "")
            size = len(held[base])
            rest_size = len(everywhere[base]) - size
            rest = min(len(everywhere[key]) - len(units), rest_size)
            measured = keyness(len(units), size, rest, rest_size)
            if key[2] and measured.is_burst:
                bursts[label][key] = measured
    return bursts


def numbers(found: Sequence[Burst]) -> list[tuple[int, float, float, float]]:
    return sorted(
        (each.count, round(each.expected, 6), round(each.score, 6), round(each.log_ratio, 6))
        for each in found
    )


@pytest.mark.parametrize("is_sample", [False, True])
@pytest.mark.parametrize(
    ("text", "by", "count", "against"),
    [
        ("*", "day", "stories", "query"),
        ("*", "day", "articles", "query"),
        ("NOT language:zh", "day", "stories", "archive"),
        ("-language:zh date:2025-10-02..2025-10-03", "day", "stories", "query"),
        ("publisher:the*", "day", "stories", "archive"),
    ],
)
def test_bursts_are_those_of_a_plain_count(
    indexed: Indexed,
    monkeypatch: pytest.MonkeyPatch,
    text: str,
    by: str,
    count: str,
    against: str,
    is_sample: bool,
) -> None:
    articles = [each for each in invented(7, 240) if each.language != "zh"]
    if is_sample:  # of everything, so that nothing is missed by it
        monkeypatch.setattr(sample, "_all", full)
        articles = [replace(each, day=each.day or "2025-10-01") for each in articles]
    searcher = indexed(articles)
    expected = plainly(articles, text, by, count, against)
    found = found_in(searcher, text, by=by, count=count, against=against)
    assert [each.period for each in found.periods] == sorted(expected)
    assert sum(map(len, expected.values())) > 3, "a test of nothing"
    for each in found.periods:
        for kind, bursts in (("words", each.words), ("places", each.places)):
            plain = {key: measured for key, measured in expected[each.period].items() if key[0] == kind}
            if is_sample:  # at most so many candidates are looked at
                assert set(numbers(bursts)) <= set(numbers([named(measured) for measured in plain.values()]))
            assert numbers(bursts) == numbers([named(measured) for measured in plain.values()])
            assert [each.score for each in bursts] == sorted((each.score for each in bursts), reverse=True)
        node = resolved_in(asked(text), articles)
        held = [
            one
            for one in articles
            if one.day and label_of(dt.date.fromisoformat(one.day), by) == each.period and matches(one, node)
        ]
        assert (each.articles, each.stories) == (len(held), len({one.story or one.id for one in held}))
        for story in each.top_stories:
            members = [one for one in held if (one.story or one.id) == story.story]
            assert story.count == len(members) > 1
            assert story.outlets == len({one.publisher or one.agency for one in members} - {None})
            assert story.first.id == members[0].id, "the first of one day is that of the first id"
            assert story.first.headline == members[0].headline


def named(measured: Keyness) -> Burst:
    return Burst("", *measured, None)


def full(*_: object) -> None:
    raise Full


def test_every_engine_finds_the_same(indexed_here: Indexed, indexed_elsewhere: Indexed) -> None:
    articles = invented(11, 200)
    here, there = (found_in(index(articles), limit=3, top=4) for index in (indexed_here, indexed_elsewhere))
    assert [each.to_json("stories") for each in here.periods] == [
        each.to_json("stories") for each in there.periods
    ]
    assert any(each.words and each.places and each.top_stories for each in here.periods), "a test of nothing"


# -- by hand -----------------------------------------------------------------------------------------------------------


def quiet(first: int, number: int, day: str = "2025-10-01", **facts: Any) -> list[Article]:
    """Articles that have nothing in common."""
    return [article(at, f"Nothing{at} nowhere{at}", day=day, **facts) for at in range(first, first + number)]


def test_ten_copies_of_one_story_are_no_burst(indexed: Indexed) -> None:
    copies = [article(at, "A walrus in the harbour", day="2025-10-23") for at in range(10)]
    searcher = indexed([*of_one_story(copies), *quiet(100, 40), *quiet(200, 20, "2025-10-23")])
    (day,) = (each for each in found_in(searcher).periods if each.period == "2025-10-23")
    assert day.words == [], "one story has the word"
    assert (day.articles, day.stories) == (30, 21)
    (top,) = day.top_stories
    assert (top.story, top.count, top.outlets, top.first.id) == (name(0), 10, 0, name(0))
    assert counts(period(found_in(searcher, count="articles"), "2025-10-23").words) == {
        "walrus": 10,
        "harbour": 10,
    }


def test_a_word_is_shown_as_it_is_mostly_written_with_an_example(indexed: Indexed) -> None:
    bodies = ["Ferries stop.", "Many ferries stop", "a ferry stops", "No ferries"]
    burst = [article(at, body, day="2025-10-23") for at, body in enumerate(bodies)]
    burst[2] = replace(burst[2], headline="Ferry late")
    searcher = indexed([*burst, *quiet(100, 60)])
    day = period(found_in(searcher), "2025-10-23")
    assert counts(day.words) == {"ferries": 4, "stop": 3}
    assert day.words[0].example is not None
    assert (day.words[0].example.id, day.words[0].example.headline) == (name(2), "Ferry late")
    assert day.words[1].example is not None
    assert day.words[1].example.id == name(0), "no headline has it: the first"


def test_function_words_of_a_language_that_is_frequent_on_one_day_do_not_burst(indexed: Indexed) -> None:
    german = [
        article(at, f"Nirgendwo{at} allerdings nichts{at}", language="de", day="2025-10-23")
        for at in range(9)
    ]
    german += [article(at, f"Überall{at} allerdings jeder{at}", language="de") for at in range(20, 26)]
    searcher = indexed([*german, *quiet(100, 60)])
    assert period(found_in(searcher), "2025-10-23").words == []


def test_a_run_of_characters_is_as_long_as_all_its_articles_have_it(indexed: Indexed) -> None:
    texts = ["今天罢工结束了", "一次罢工结束，", "罢工结束吗", "港口罢工结束后"]
    burst = [article(at, text, language="zh", day="2025-10-23") for at, text in enumerate(texts)]
    rest = [article(at, f"天气很好{at}罢工", language="zh") for at in range(20, 70)]
    day = period(found_in(indexed([*burst, *rest])), "2025-10-23")
    assert counts(day.words) == {"罢工结束": 4}
    assert day.words[0].language == "zh"
    assert day.words[0].expected == pytest.approx(4 * 4 / 54)
    assert day.words[0].score == pytest.approx(keyness(4, 4, 0, 50).score)


def test_names_of_one_city_are_one_place(indexed: Indexed) -> None:
    names = ["Mumbai", "Bombay", "Mumbai", "Volos"]
    burst = [
        article(at, None, headline=f"H{at}", day="2025-10-23", locations=(Place(town, "IN"),))
        for at, town in enumerate(names)
    ]
    found = found_in(indexed([*burst, *quiet(100, 60, locations=places("Athens"))]))
    (place,) = period(found, "2025-10-23").places
    assert (place.value, place.country, place.count, place.example and place.example.id) == (
        "Mumbai",
        "IN",
        3,
        name(0),
    )


def test_the_dates_of_a_query_choose_periods_and_not_what_they_are_compared_with(indexed: Indexed) -> None:
    burst = [article(at, "walrus", day="2025-10-23") for at in range(3)]
    searcher = indexed([*burst, *quiet(100, 60)])
    found = found_in(searcher, "date:2025-10-23")
    assert [each.period for each in found.periods] == ["2025-10-23"]
    assert counts(found.periods[0].words) == {"walrus": 3}
    assert (found.total, found.compared, found.notes, found.against) == (3, 63, (), "archive")


def test_a_query_is_compared_with_itself_at_other_times_or_with_the_archive(indexed: Indexed) -> None:
    articles = [article(at, "ferry walrus", day="2025-10-23") for at in range(5)]
    articles += [article(at, "ferry", day="2025-10-22") for at in range(10, 14)]
    searcher = indexed([*articles, *quiet(100, 80)])
    assert counts(period(found_in(searcher, "ferry"), "2025-10-23").words) == {"walrus": 5}
    beside = found_in(searcher, "ferry", against="archive")
    assert counts(period(beside, "2025-10-23").words) == {"walrus": 5, "ferry": 5}
    assert (beside.compared, beside.against, found_in(searcher, "ferry").against) == (89, "archive", "query")


def test_the_periods_that_burst_most_come_in_order_of_time(indexed: Indexed) -> None:
    articles = [
        article(100 * day + at, f"walrus{day}", day=f"2025-10-{day:02d}")
        for day in range(1, 6)
        for at in range(day + 2)
    ]
    searcher = indexed([*articles, *quiet(1_000, 30, "2025-10-20")])
    found = found_in(searcher, limit=2)
    assert [each.period for each in found.periods] == ["2025-10-04", "2025-10-05"]
    assert [each.period for each in found_in(searcher, limit=99).periods] == [
        f"2025-10-{day:02d}" for day in range(1, 6)
    ]
    assert len(found_in(searcher).periods) == 6, "with no limit those of which nothing bursts, too"
    assert [found_in(searcher, limit=0).periods, found_in(searcher, limit=2, top=0).periods[0].words] == [
        [],
        [],
    ]


@pytest.mark.parametrize(
    ("by", "label"), [("day", "2025-10-23"), ("week", "2025-W43"), ("month", "2025-10"), ("year", "2025")]
)
def test_periods_are_those_of_a_timeline(indexed: Indexed, by: str, label: str) -> None:
    articles = [article(at, "walrus", day="2025-10-23") for at in range(4)]
    found = found_in(indexed([*articles, *quiet(100, 40, "2023-01-31")]), by=by)
    assert counts(period(found, label).words) == {"walrus": 4}


def test_auto_chooses_as_a_timeline_does(indexed: Indexed) -> None:
    searcher = indexed([*quiet(0, 2, "2025-10-23"), *quiet(10, 2, "2023-01-31")])
    assert found_in(searcher, by="auto").by == "month"
    assert found_in(searcher, "date:2025", by="auto").by == "day"


def test_articles_without_a_date_are_in_no_period_and_a_note_says_so(indexed: Indexed) -> None:
    undated = [article(at, "walrus", day=None) for at in range(12)]
    found = found_in(
        indexed(
            [*undated, *[article(at, "walrus otter") for at in range(20, 24)], *quiet(100, 30, "2025-10-23")]
        )
    )
    assert [(each.kind, each.message) for each in found.notes] == [
        ("undated", "12 articles have no date: they are in no period, and count among the rest")
    ]
    assert counts(period(found, "2025-10-01").words) == {"otter": 4}, "walrus is no rarer elsewhere"


def test_one_period_alone_has_nothing_to_be_compared_with(indexed: Indexed) -> None:
    searcher = indexed([article(at, "walrus") for at in range(4)])
    found = found_in(searcher, limit=10)
    assert found.periods == []
    (note,) = found.notes
    assert (note.kind, note.message, note.hint) == (
        "one-period",
        "all articles are of one day: there is nothing to compare it with",
        None,
    )
    assert found_in(searcher, by="week").notes[0].hint == "choose a shorter unit"
    assert (
        found_in(searcher, "walrus", by="week").notes[0].hint
        == "choose a shorter unit or compare with the archive"
    )


@pytest.mark.parametrize("text", ["*", "zebra"])
def test_nothing_has_no_periods(indexed: Indexed, text: str) -> None:
    found = found_in(indexed([]), text, by="auto", limit=10)
    assert (found.total, found.periods, found.notes) == (0, [], ())


def test_texts_of_any_kind_are_borne(indexed: Indexed) -> None:
    odd = [
        "\U0001f600" * 3,
        "ſtrike ﬁre",
        "a" * 5_000,
        "\u0301\u0301",
        "१२३ लोगों",
        "x\u00adwalrus",
        "İstanbul ıstanbul",
    ]
    articles = [
        article(at, text, day=f"2025-10-{at % 7 + 1:02d}", headline="ὈΔΥΣΣΕΎΣ")
        for at, text in enumerate(odd * 6)
    ]
    found = found_in(indexed(articles))
    assert {each.value for one in found.periods for each in one.words}, "they are counted"
    assert all(each.example for one in found.periods for each in one.words)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("versions:all", "*"),
        ("versions:all ferry", "ferry"),
        ("asof:2025-10-24 ferry date:2025", "ferry date:2025"),
    ],
)
def test_a_query_without_its_scope(text: str, left: str) -> None:
    assert without_scope(asked(text)) == asked(left)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("date:2025", Everything()),
        ("ferry date:2025", asked("ferry")),
        ("ferry agency:ap since:2025", asked("ferry agency:ap")),
        ("(date:2024 OR date:2025) -date:2025-10 ferry", asked("ferry")),
        ("ferry OR date:2025", asked("ferry OR date:2025")),
        ("published:2025-10-23T18:00Z.. AND NOT agency:ap", Not(Keyword("agency", ("ap",)))),
    ],
)
def test_a_query_without_its_dates(text: str, left: Node) -> None:
    found = without_time(asked(text))
    assert repr(type(found)) == repr(type(left))
    if not isinstance(left, Not):
        assert found == left
    assert not isinstance(found, And) or len(found.children) > 1
