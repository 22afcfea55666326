"""Queries in plain words, and their parts."""

from __future__ import annotations

import pytest

from morgue.query.diagnosis import parts, without
from morgue.query.explain import explanation
from morgue.query.parser import parse
from morgue.query.tree import Everything

from .clock import NOW, tree

TOLD = [
    (
        'sanctions AND "air defence" date:2025-10',
        'articles that mention sanctions and the words "air defence", dated 1 to 31 October 2025',
    ),
    ("*", "all articles"),
    ("Élysée", "articles that mention Élysée"),
    ("* -iran", "articles that do not mention iran"),
    ("a b c", "articles that mention a, b and c"),
    ("a OR b OR c", "articles that mention a, b or c"),
    ("a (b OR c)", "articles that mention a and (b or c)"),
    ("п’ятниця -об'єкт", "articles that mention п’ятниця and do not mention об'єкт"),
    ("AT&T", 'articles that mention the words "AT&T"'),
    ('"Macron"', 'articles that mention the word "Macron" as written'),
    ('"peace war"~5', 'articles that mention the words "peace war" in any order and at most 5 apart'),
    ("sanction*", 'articles that mention a word that begins with "sanction"'),
    ("wom?n", "articles that mention a word of the form wom?n"),
    ("kyiv~", "articles that mention a word that differs from kyiv by at most 1 letter"),
    ("kyiv~2", "articles that mention a word that differs from kyiv by at most 2 letters"),
    ("a NEAR/5 b", "articles that mention a within 5 words of b"),
    ("a NEAR/1 b", "articles that mention a next to b"),
    ("a PRE/5 (b OR c)", "articles that mention a at most 5 words before (b or c)"),
    ("a PRE/1 b", "articles that mention a directly before b"),
    ("a NEAR/5 b PRE/9 c", "articles that mention (a within 5 words of b) at most 9 words before c"),
    (
        "terror* NEAR/5 kyiv~",
        'articles that mention a word that begins with "terror" within 5 words of '
        "a word that differs from kyiv by at most 1 letter",
    ),
    ("headline:ceasefire", "articles that have ceasefire in the headline"),
    ("headline:(a b) c", "articles that have a and b in the headline, and mention c"),
    ("-headline:a", "articles that do not have a in the headline"),
    ("a -b", "articles that mention a and do not mention b"),
    ("-(a b)", "articles that do not mention both a and b"),
    ("-(a b c)", "articles that do not mention all of a, b and c"),
    ("-(a OR b)", "articles that do not mention a or b"),
    ("-(a OR has:agency)", "articles that do not mention a and have no agency"),
    ("-(a has:agency)", "articles that are not (articles that mention a and have an agency)"),
    ("NOT NOT a", "articles that mention a"),
    ("agency:ani", "articles that come from the agency ANI"),
    ('agency:"press trust of india"', "articles that come from the agency PTI (press trust of india)"),
    ("agency:(ani OR reuters)", "articles that come from the agency ANI or Reuters"),
    ("-agency:ani", "articles that do not come from the agency ANI"),
    ('publisher:"The Tribune"', "articles that were carried by The Tribune"),
    ("section:wor*", 'articles that are in a section that begins with "wor"'),
    ("file:2025/10/*", 'articles that come from a file whose path begins with "2025/10/"'),
    ("location:Brussels", "articles that are placed in Brussels (any of 82 names)"),
    ("location:Belgium", "articles that are placed in Belgium or anywhere in Belgium"),
    ("country:be", "articles that are placed in Belgium (BE)"),
    ("has:agency", "articles that have an agency"),
    ("missing:location", "articles that have no place"),
    ("date:2025", "articles dated 1 January to 31 December 2025"),
    ("date:2024..2025", "articles dated 1 January 2024 to 31 December 2025"),
    ("date:today", "articles dated 23 October 2025"),
    ("date:7d..", "articles dated 16 October 2025 or later"),
    ("until:2025-03", "articles dated 31 March 2025 or earlier"),
    ("since:2025-10 until:2025-10-15", "articles dated 1 to 15 October 2025"),
    (
        "since:2025-11 until:2025-10",
        "articles dated 1 November 2025 or later and 31 October 2025 or earlier",
    ),
    ("a -date:2025-10", "articles that mention a and are not dated 1 to 31 October 2025"),
    (
        "date:(2025-10 OR 2024)",
        "articles that are dated 1 to 31 October 2025 or 1 January to 31 December 2024",
    ),
    ("published:2025-10-23", "articles that were published on 23 October 2025 (UTC)"),
    ("published:2025-10-23T18:00Z..", "articles that were published at 2025-10-23 18:00 UTC or later"),
    ("updated:..2025-10-23T17:59Z", "articles that were updated before 2025-10-23 18:00 UTC"),
    (
        "(a agency:ani) OR (b date:today)",
        "articles that either (mention a and come from the agency ANI) or "
        "(mention b and are dated 23 October 2025)",
    ),
    (
        "a (b OR agency:ani) date:today",
        "articles that mention a, and either mention b or come from the agency ANI, dated 23 October 2025",
    ),
    ("a^3 b", "articles that mention a (counting 3 times as much) and b"),
]


@pytest.mark.parametrize(("text", "expected"), TOLD, ids=lambda value: value[:40])
def test_explanation(text: str, expected: str) -> None:
    assert explanation(parse(text, now=NOW)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            'sanctions "air defence" date:2025-10',
            ["sanctions", '"air defence"', "date:2025-10-01..2025-10-31"],
        ),
        ("a (b OR c) -d", ["a", "b OR c", "NOT d"]),
        ("a OR b c", ["a", "b AND c"]),
        ("(a b)^2", ["a", "b"]),
        ("headline:(a b)", ["headline:a", "headline:b"]),
        ("NOT (a b)", ["NOT (a AND b)"]),
        ("a", ["a"]),
    ],
)
def test_parts(text: str, expected: list[str]) -> None:
    found = parts(tree(text))
    assert [part for part, _ in found] == expected
    assert [tree(part) for part in expected] == [node for _, node in found]


def test_without_a_part() -> None:
    assert without(tree("a b c"), 1) == tree("a c")
    assert without(tree("a b"), 0) == tree("b")
    assert without(tree("a OR b OR c"), 2) == tree("a OR b")
    assert without(tree("a"), 0) == Everything()
