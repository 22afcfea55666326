"""What bursts, as people read it and as a table."""

from __future__ import annotations

import dataclasses

import pytest

from morgue.archive.results import Burst, BurstPeriod, Bursts, Example, StoryBurst
from morgue.render.answer import Paper
from morgue.render.bursts import bursts_answer
from morgue.render.formats import FORMATS
from morgue.render.layout import width
from tests.render.invented import HOSTILE, NOW, asked_for, lines

ASKED = asked_for("ferry")
FERRY = Example("abcdefghijklmnop", "Ferry crews stop work in three ports over pay")
PERIOD = BurstPeriod(
    "2025-10",
    55,
    42,
    [Burst("ferries", 14, 1.234, 48.1, 3.5, FERRY, "en"), Burst("港口罢工", 2, 0.04, 11.2, 6.1, None, "zh")],
    [Burst("Piraeus", 1_200, 400.0, 40.25, 2.0, FERRY, country="GR")],
    [StoryBurst("abcdefghijklmnop", FERRY, 9, 12, 0.4, 30.0, 5.0), StoryBurst("x" * 16, Example("y" * 16, None), 0, 2, 0.1, 9.0, 5.0)],
)  # fmt: skip
BURSTS = Bursts(ASKED, 300, "month", "stories", "query", "log-likelihood", [PERIOD], 300, 300)


def test_a_period_is_a_small_table() -> None:
    assert lines(bursts_answer(BURSTS), 80) == [
        "300 articles by month",
        "over-represented beside all that matches at other times, counted by story;",
        "score: log-likelihood",
        "",
        "2025-10  55 articles, 42 stories",
        "  word              stories expected   score  such as",
        "  ferries                14      1.2    48.1  Ferry crews stop work i…  abcdefgh",
        "  港口罢工                2      0.0    11.2",
        "  place             stories expected   score",
        "  Piraeus             1,200    400.0    40.2  Ferry crews stop work i…  abcdefgh",
        "  story            articles expected   score",
        "  in 9 outlets           12      0.4    30.0  Ferry crews stop work i…  abcdefgh",
        "  outlet not known        2      0.1     9.0  (no headline)             yyyyyyyy",
    ]


@pytest.mark.parametrize("cells", [60, 80, 120, 300])
def test_a_line_is_no_wider_than_the_paper(cells: int) -> None:
    value = f"{'Wall' * 30} {HOSTILE.headline}"
    period = dataclasses.replace(
        PERIOD, words=[Burst(value, 10**6, 10.0**6, 10.0**5, 3.0, Example(HOSTILE.id, HOSTILE.headline))]
    )
    found = lines(bursts_answer(dataclasses.replace(BURSTS, periods=[period])), cells)
    assert all(width(line) <= min(cells, 130) for line in found)
    assert "\x1b" not in "".join(found)


def test_weeks_have_their_first_day_and_nothing_is_said() -> None:
    quiet = BurstPeriod("2025-W43", 1, 1, [], [], [])
    weeks = dataclasses.replace(BURSTS, by="week", against="archive", count="articles", periods=[quiet])
    assert lines(bursts_answer(weeks), 100)[1:] == [
        "over-represented beside the rest of the archive, counted by article; score: log-likelihood",
        "",
        "week from 20 October 2025  1 article, 1 story",
        "  nothing is over-represented",
    ]
    nothing = dataclasses.replace(BURSTS, periods=[])
    assert lines(bursts_answer(nothing))[-1] == "nothing is over-represented in any month"
    assert lines(bursts_answer(dataclasses.replace(nothing, total=0)))[0] == "0 articles by month"


def test_a_table_has_a_row_for_each() -> None:
    answer = bursts_answer(BURSTS)
    written = [line.decode().rstrip("\n") for line in FORMATS["csv"](answer, Paper())]
    assert written == [
        "period,kind,value,count,outlets,expected,score,log_ratio,id,headline",
        "2025-10,word,ferries,14,,1.23,48.1,3.5,abcdefghijklmnop,Ferry crews stop work in three ports over pay",
        "2025-10,word,港口罢工,2,,0.04,11.2,6.1,,",
        "2025-10,place,Piraeus,1200,,400.0,40.25,2.0,abcdefghijklmnop,Ferry crews stop work in three ports over pay",
        "2025-10,story,abcdefghijklmnop,12,9,0.4,30.0,5.0,abcdefghijklmnop,Ferry crews stop work in three ports over pay",
        "2025-10,story,xxxxxxxxxxxxxxxx,2,0,0.1,9.0,5.0,yyyyyyyyyyyyyyyy,",
    ]


def test_the_document() -> None:
    document = BURSTS.to_json()
    assert document["query"]["now"] == NOW.isoformat()
    assert {key: document[key] for key in ("total", "by", "count", "against", "measure", "read", "compared", "notes")} == {
        "total": 300, "by": "month", "count": "stories", "against": "query", "measure": "log-likelihood",
        "read": 300, "compared": 300, "notes": [],
    }  # fmt: skip
    (period,) = document["periods"]
    assert (period["period"], period["articles"], period["stories"]) == ("2025-10", 55, 42)
    assert period["words"][0] == {
        "word": "ferries", "language": "en", "stories": 14, "expected": 1.23, "score": 48.1, "log_ratio": 3.5,
        "example": {"id": FERRY.id, "headline": FERRY.headline},
    }  # fmt: skip
    assert period["words"][1]["example"] is None
    assert period["places"][0] == {
        "place": "Piraeus", "country": "GR", "stories": 1_200, "expected": 400.0, "score": 40.25, "log_ratio": 2.0,
        "example": {"id": FERRY.id, "headline": FERRY.headline},
    }  # fmt: skip
    assert period["top_stories"][0] == {
        "story": "abcdefghijklmnop", "headline": FERRY.headline, "outlets": 9, "articles": 12, "expected": 0.4,
        "score": 30.0, "log_ratio": 5.0, "example": {"id": FERRY.id, "headline": FERRY.headline},
    }  # fmt: skip
    by_article = PERIOD.to_json("articles")
    assert by_article["words"][0]["articles"] == 14  # type: ignore[index]
