"""Notes of words and values that an archive does not hold, against one that holds little."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from morgue.analysis.analyzer import fold, stem
from morgue.analysis.distance import osa
from morgue.query import tree as trees
from morgue.query.parser import parse
from morgue.query.suggest import near_values, near_words, notes_against
from morgue.query.tree import Node

from .clock import NOW

WORDS = {
    "zelensky": 9,
    "zelenskyy": 4,
    "macron": 7,
    "sanction": 5,
    "sanctions": 6,
    "kyiv": 3,
    "oil": 2,
    "п": 9,
    "ятниця": 2,
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

    def __init__(self, articles: int = 9, held: dict[str, int] = WORDS) -> None:
        self.articles = articles
        self.held = held
        self.asked: list[Node] = []

    def matches(self, tree: Node) -> bool:
        self.asked.append(tree)
        return self._count(tree) > 0

    def _count(self, tree: Node) -> int:
        match tree:
            case trees.Word():
                return sum(number for word, number in self.held.items() if stem(word) == stem(tree.word))
            case trees.Phrase():
                return self.held.get(tree.words[0], 0)
            case trees.And():
                return min(map(self._count, tree.children))
            case trees.Or():
                return max(map(self._count, tree.children))
            case trees.Not():
                return self.articles
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

    def count(self, tree: Node) -> int:
        return self._count(tree)

    def near(self, wanted: Mapping[str, int]) -> dict[str, list[tuple[str, int]]]:
        return {
            word: sorted(pair for pair in self.held.items() if osa(word, pair[0], distance) <= distance)
            for word, distance in wanted.items()
        }

    def frequencies(self, words: Sequence[str]) -> dict[str, int]:
        return {word: self.held[word] for word in words if word in self.held}

    def values(self, name: str, prefix: str, *, limit: int) -> list[tuple[str, int]]:
        return [pair for pair in VALUES[name].items() if fold(pair[0]).startswith(prefix)][:limit]


NOTES = [
    ("zelenzky", "unknown-word", 0, "no article has zelenzky", "did you mean zelensky or zelenskyy?"),
    ("oil ezlensky", "unknown-word", 4, "no article has ezlensky", "did you mean zelensky or zelenskyy?"),
    ("mcron", "unknown-word", 0, "no article has mcron", "did you mean macron?"),
    ("Ölpreis", "unknown-word", 0, "no article has ölpreis", None),
    ("كمپنی", "unknown-word", 0, "no article has كمپنی", None),
    ("п’ятнниця", "unknown-word", 0, "no article has п'ятнниця", "did you mean п'ятниця?"),
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


def _near(word: str, held: dict[str, int]) -> list[str]:
    return near_words([word], SmallArchive(held=held))[word]


def test_near_words_are_nearest_first_then_most_frequent() -> None:
    assert _near("zelenskyi", WORDS) == ["zelensky", "zelenskyy"]
    assert _near("sanctio", WORDS) == ["sanction", "sanctions"]
    assert _near("oyl", WORDS) == ["oil"]


FIRST_LETTER = {
    "gaddafi": 8,
    "haddadi": 1,
    "tsunami": 5,
    "khartoum": 6,
    "phonology": 2,
    "zhukov": 3,
    "рыбак": 4,
}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("qaddafi", "gaddafi"),
        ("sunami", "tsunami"),
        ("cartoum", "khartoum"),
        ("fonology", "phonology"),
        ("jukov", "zhukov"),
        ("дыбак", "рыбак"),
    ],
)
def test_any_letter_may_be_wrong(typed: str, meant: str) -> None:
    assert _near(typed, FIRST_LETTER)[0] == meant


def test_of_words_as_near_one_that_is_read_alike_comes_first_then_one_of_its_first_letter() -> None:
    held = {"grand": 40, "ghana": 30, "gandhi": 5, "landed": 9, "handed": 2}
    assert _near("ghandi", held)[0] == "gandhi"
    assert _near("hnaded", held) == ["handed", "landed"]


def _suggestions(text: str, held: dict[str, int]) -> list[tuple[str, str | None, object]]:
    found = notes_against(parse(text, now=NOW), SmallArchive(900, held), now=NOW)
    assert notes_against(parse(text, now=NOW), SmallArchive(900, held), now=NOW, matched=True) == found
    return [(note.kind, note.hint, note.suggestions) for note in found]


RARE = [
    ("volker", {"volker": 2, "volcker": 60}, "volcker"),  # other letters for the sound
    ("recieved", {"recieved": 4, "received": 400}, "received"),  # two neighbours exchanged
    ("harrassment", {"harrassment": 1, "harassment": 30}, "harassment"),  # a letter doubled
    ("comittee", {"comittee": 3, "committee": 90}, "committee"),  # a letter not doubled
    ("emir katar", {"katar": 1, "qatar": 40, "emir": 9}, "qatar"),
    ("волга", {"волга": 2, "вогла": 80}, "вогла"),
]


@pytest.mark.parametrize(("text", "held", "meant"), RARE)
def test_a_rare_word_that_is_a_likely_slip_is_noted(text: str, held: dict[str, int], meant: str) -> None:
    ((kind, hint, suggestions),) = _suggestions(text, held)
    assert (kind, hint) == ("rare-word", f"did you mean {meant}?")
    assert suggestions == ((meant, text.rpartition(" ")[0] + " " * (" " in text) + meant),)


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("mayor", {"mayor": 5, "major": 900}),  # another letter makes another word
        ("volker", {"volker": 30, "volcker": 60}),  # too many of it to be slips
        ("sanctioned", {"sanctioned": 1, "sanctions": 300}),  # the word is found by its stem
        ("form", {"form": 2, "from": 900}),  # a function word
        ("trail", {"trail": 2, "trial": 30}),
        ('"volker"', {"volker": 2, "volcker": 60}),  # as written
        ("oil -volker", {"volker": 2, "volcker": 60, "oil": 3}),  # what is excluded
        ("volker OR volcker", {"volker": 2, "volcker": 60}),  # nothing more would be found
    ],
)
def test_a_rare_word_that_may_be_meant_is_not_noted(text: str, held: dict[str, int]) -> None:
    assert _suggestions(text, held) == []


@pytest.mark.parametrize("held", [{}, {"a": 1}])
def test_no_other_spelling_is_looked_for_beyond_the_words_that_are_typed(held: dict[str, int]) -> None:
    class Counted(SmallArchive):
        def near(self, wanted: Mapping[str, int]) -> dict[str, list[tuple[str, int]]]:
            looked.update(wanted)
            return super().near(wanted)

        def frequencies(self, words: Sequence[str]) -> dict[str, int]:
            looked.update(words)
            return super().frequencies(words)

    looked: set[str] = set()
    held = {"oil": 9} | {letter * 65: number for letter, number in held.items()}
    found = notes_against(parse("a" * 65, now=NOW), Counted(900, held), now=NOW)
    assert [(note.kind, note.hint) for note in found] == [("unknown-word", None)] * (len(held) == 1)
    assert looked == set()
    longest = "a" * 63 + "b"
    (note,) = notes_against(parse(longest, now=NOW), SmallArchive(900, {"a" * 64: 3}), now=NOW)
    assert note.hint == f"did you mean {'a' * 64}?"


def test_where_nothing_matches_any_slip_is_proposed() -> None:
    held = {"monkey": 3, "money": 400, "inflation": 50}

    class Apart(SmallArchive):
        def _count(self, tree: Node) -> int:
            is_empty = isinstance(tree, trees.And) and trees.Word("monkey") in tree.children
            return 0 if is_empty else super()._count(tree)

    (note,) = notes_against(parse("monkey inflation", now=NOW), Apart(900, held), now=NOW)
    assert note.message == "column 1: monkey is in 3 articles, money in 400"
    assert note.suggestions == (("money", "money inflation"),)
    assert notes_against(parse("monkey inflation", now=NOW), Apart(900, held)) == ()


@pytest.mark.parametrize(
    ("text", "queries"),
    [
        ("Oil mcron^2 date:2025", ["Oil macron^2 date:2025"]),
        ("headline:(mcron OR oil)", ["headline:(macron OR oil)"]),
        ('"oil macorn"~4', ['"oil macron"~4']),
        ("oil NEAR/5 mcron", ["oil NEAR/5 macron"]),
        ("oil agency:reutrs", ["oil agency:Reuters"]),
        ("agency:(reutrs OR ani)", ["agency:(Reuters OR ani)"]),
        ("-location:brusels oil", ["-location:Brussels oil"]),
        ("mcron~1", ["macron~1"]),
    ],
)
def test_suggestions_bear_the_query_that_has_them(text: str, queries: list[str]) -> None:
    (note,) = notes_against(parse(text, now=NOW), SmallArchive(), now=NOW)
    assert [query for _, query in note.suggestions] == queries


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("de-AT", ["de"]),
        ("de_ch", ["de"]),
        ("zh-Hant-TW", ["zh-Hant", "zh"]),
        ("nynorsk", ["no"]),
        ("croatian", ["sh"]),
        ("germna", ["German"]),
        ("Japanese", []),
        ("jp", []),
        ("", []),
    ],
)
def test_what_may_be_meant_by_a_language(typed: str, meant: list[str]) -> None:
    class Languages(SmallArchive):
        def values(self, name: str, prefix: str, *, limit: int) -> list[tuple[str, int]]:
            return [(each, 1) for each in ("de", "zh", "zh-Hant", "no", "sh", "tr")]

    assert near_values("language", typed, Languages()) == meant
