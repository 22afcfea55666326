"""Notes of words and values that an archive does not hold, against one that holds little."""

from __future__ import annotations

import pytest

from morgue.query import tree as trees
from morgue.query.parse import parse
from morgue.query.suggest import near_words, notes_against
from morgue.query.tree import Node
from morgue.text import fold, stem

from .clock import NOW

WORDS = {
    "zelensky": 9,
    "zelenskyy": 4,
    "macron": 7,
    "sanction": 5,
    "sanctions": 6,
    "kyiv": 3,
    "oil": 2,
    "and": 9,
}
VALUES = {
    "agency": {"Reuters": 8, "ANI": 5},
    "publisher": {"The Tribune": 3, "Tribune Star": 1},
    "location": {"Brussels": 4, "Kyiv": 3},
    "country": {"BE": 4, "UA": 3},
    "section": {"World": 3},
    "language": {"en": 3, "en-GB": 1},
    "keyword": {"crude": 1},
    "format": {"rss": 3},
}


class SmallArchive:
    """Words and values that are counted; it remembers what it was asked."""

    def __init__(self, articles: int = 9) -> None:
        self.articles = articles
        self.asked: list[Node] = []

    def matches(self, tree: Node) -> bool:
        self.asked.append(tree)
        return self._count(tree) > 0

    def _count(self, tree: Node) -> int:
        match tree:
            case trees.Word():
                return sum(number for word, number in WORDS.items() if stem(word) == stem(tree.word))
            case trees.Phrase():
                return WORDS.get(tree.words[0], 0)
            case trees.Keyword():
                held = {fold(value) for value in VALUES[tree.field]}
                return len(held & set(tree.values))
            case trees.Location():
                held = {fold(value) for value in VALUES["location"]} | set(VALUES["country"])
                return len(held & {*tree.places, *tree.countries})
            case trees.Everything():
                return self.articles
            case _:
                return 0

    def words(self, prefix: str, *, limit: int) -> list[tuple[str, int]]:
        return sorted(pair for pair in WORDS.items() if pair[0].startswith(prefix))[:limit]

    def values(self, name: str, prefix: str, *, limit: int) -> list[tuple[str, int]]:
        return [pair for pair in VALUES[name].items() if fold(pair[0]).startswith(prefix)][:limit]


NOTES = [
    ("zelenzky", "unknown-word", 0, "no article has zelenzky", "did you mean zelensky or zelenskyy?"),
    ("oil ezlensky", "unknown-word", 4, "no article has ezlensky", "did you mean zelensky or zelenskyy?"),
    ("mcron", "unknown-word", 0, "no article has mcron", "did you mean macron?"),
    ("oil -xyzzy", "unknown-word", 5, "no article has xyzzy", None),
    ('"oil macorn"', "unknown-word", 0, "no article has macorn", "did you mean macron?"),
    ("headline:mcron", "unknown-word", 0, "no article has mcron", "did you mean macron?"),
    ("oil NEAR/5 mcron PRE/3 kyiv", "unknown-word", 11, "no article has mcron", "did you mean macron?"),
    (
        "oil NEAR/5 (kyiv OR zelenzki~1)",
        "unknown-word",
        20,
        "no article has zelenzki",
        "did you mean zelensky?",
    ),
    ("qq*", "unknown-word", 0, "no article has qq*", None),
    ("agency:reutrs", "unknown-value", 0, "no article has agency:reutrs", "did you mean agency:Reuters?"),
    ('agency:"asian news"', "unknown-value", 0, 'no article has agency:"asian news"', None),
    (
        "oil publisher:tribune",
        "unknown-value",
        4,
        "no article has publisher:tribune",
        'did you mean publisher:"Tribune Star" or publisher:"The Tribune"?',
    ),
    (
        "location:brusels",
        "unknown-value",
        0,
        "no article has location:brusels",
        "did you mean location:Brussels?",
    ),
    ("country:fr", "unknown-value", 0, "no article has country:fr", None),
    ("section:wrold", "unknown-value", 0, "no article has section:wrold", "did you mean section:World?"),
]


@pytest.mark.parametrize(
    ("text", "kind", "position", "message", "hint"), NOTES, ids=lambda value: str(value)[:30]
)
def test_note(text: str, kind: str, position: int, message: str, hint: str | None) -> None:
    notes = [note.to_json() for note in notes_against(parse(text, now=NOW), SmallArchive())]
    assert notes == [
        {"kind": kind, "message": f"column {position + 1}: {message}", "position": position, "hint": hint}
    ]


@pytest.mark.parametrize(
    "text",
    [
        "sanctioned",  # its stem occurs
        '"sanctions oil"',  # each word does
        "agency:reuters location:kyiv country:ua",
        "byline:xyzzy id:none url:none file:none has:agency date:2025 published:2025 *",
    ],
)
def test_no_note(text: str) -> None:
    assert notes_against(parse(text, now=NOW), SmallArchive()) == ()


def test_an_unknown_country_is_noted_once() -> None:
    query = parse("country:belgum", now=NOW)
    assert [note.kind for note in query.notes] == ["unknown-value"]
    assert notes_against(query, SmallArchive()) == ()


def test_a_word_is_asked_once_and_a_long_query_not_to_its_end() -> None:
    archive = SmallArchive()
    assert len(notes_against(parse("xyzzy " * 9, now=NOW), archive)) == 1
    assert archive.asked == [trees.Word("xyzzy"), trees.Everything()]
    archive = SmallArchive()
    notes_against(parse(" ".join(f"xyzzy{number}" for number in range(500)), now=NOW), archive)
    assert len(archive.asked) == 25


def test_what_every_match_has_is_not_asked() -> None:
    archive = SmallArchive()
    query = parse("oil (kyiv OR xyzzy) -plugh agency:ani", now=NOW)
    notes = notes_against(query, archive, matched=True)
    assert [note.position for note in notes] == [13, 21]
    assert len(archive.asked) == 4


def test_nothing_is_said_of_an_empty_archive() -> None:
    assert notes_against(parse("xyzzy", now=NOW), SmallArchive(articles=0)) == ()


def test_near_words_are_nearest_first_then_most_frequent() -> None:
    assert near_words("zelenskyi", SmallArchive()) == ["zelensky", "zelenskyy"]
    assert near_words("sanctio", SmallArchive()) == ["sanction", "sanctions"]
    assert near_words("oyl", SmallArchive()) == ["oil"]
