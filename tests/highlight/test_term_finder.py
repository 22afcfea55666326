"""A text made ready for searching has the same words as `analyzer.words` finds in it, whatever it is written in."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from morgue.analysis.analyzer import folded_words, words
from morgue.analysis.stems import AS_WRITTEN, query_tokens
from morgue.highlight import term_finder
from morgue.highlight.term_finder import OfLanguage, Text, written_word
from morgue.query.deadline import Deadline, TooLongError, limited

PIECES = st.sampled_from(
    [
        "Санкции", "санкций", "Öl", "öl", "Oil", "d’été", "l'an", "U.S.", "É.U.", "ab.c", "東京", "ไทย", "हिन्दी",
        "كتـــاب", "ｶﾞ", "e\u0301te\u0301", "½", "4º", "•", "—", "“so”", "co\u00adop", "2.1", "x²", "ﬁn",
    ]
)  # fmt: skip
BLANKS = st.sampled_from([" ", "\n", "\t", "\xa0", "\u3000", "  ", "\n\n", ""])
TEXTS = st.lists(st.tuples(PIECES, BLANKS), max_size=12).map(
    lambda made: "".join(piece + blank for piece, blank in made)
)


@given(TEXTS)
def test_words_of_a_text(raw: str) -> None:
    text = Text(raw)
    assert text.words() == words(raw)
    assert text.folded.split() == folded_words(raw)
    assert len(text.low) == len(raw)


@given(TEXTS, st.integers(1, 3))
def test_phrases_are_found_where_their_words_are_next_to_each_other(raw: str, size: int) -> None:
    found = words(raw)
    for at in range(len(found) - size + 1):
        phrase = [word.folded for word in found[at : at + size]]
        expected = [
            (found[start].start, found[start + size - 1].end)
            for start in range(len(found) - size + 1)
            if [word.folded for word in found[start : start + size]] == phrase
        ]
        assert Text(raw).phrase_spans(phrase) == expected


@given(TEXTS)
def test_a_word_is_found_wherever_it_is(raw: str) -> None:
    text = Text(raw)
    for word in words(raw):
        expected = [(each.start, each.end) for each in words(raw) if each.folded == word.folded]
        assert written_word(word.folded).spans(text) == expected


def test_a_phrase_that_comes_often_is_found_everywhere() -> None:
    raw = "Öl und Gas, " * 20
    assert Text(raw).phrase_spans(["ol", "und"]) == [(at * 12, at * 12 + 6) for at in range(20)]


def test_what_is_remembered_of_a_language_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(term_finder, "KNOWN_WORDS", 4)
    monkeypatch.setattr(term_finder, "_runs_by_class", {})
    finder = OfLanguage(query_tokens("Häfen", ["de"]), "de")
    for number in range(10):
        raw = f"Der Hafen {number} a{number} und die Häfen"
        assert [raw[start:end] for start, end in finder.spans(Text(raw))] == ["Hafen", "Häfen"]
    assert len(term_finder._runs_by_class["de"].known) == 7  # those of one text


@pytest.mark.parametrize("look", [lambda text: text.special, Text.words, lambda text: text.folded])
def test_a_long_text_ends_at_the_deadline(look: object) -> None:
    raw = " ".join(f"ö{number}" for number in range(10_000))
    with pytest.raises(TooLongError), limited(Deadline(-1)):
        look(Text(raw))  # type: ignore[operator]


@given(TEXTS)
def test_long_runs_are_read_in_pieces(raw: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(term_finder, "SHORT", 2)
        patch.setattr(term_finder, "PIECE", 3)
        patch.setattr(term_finder, "LEARNT", 2)
        text = Text(raw)
        assert text.words() == words(raw)
        assert text.folded.split() == folded_words(raw)
        assert [text._word(number) for number in range(len(words(raw)))] == [
            (start, end) for start, end, _ in words(raw)
        ]
        assert [word for run, found in text.special for word in found] == [
            word for run, _ in text.special for word in words(run)
        ]


LONG_RUNS = {
    "th": "ประเทศไทย",
    "lo": "ປະເທດລາວ",
    "my": "မြန်မာ",
    "km": "កម្ពុជា",
    "ja": "東京ガスﾊﾞ",
    "lists": "Öl,U.S.;(é)",
}
"""What is repeated without white space in texts that are long: in scripts that have none, and in lists."""


@pytest.mark.parametrize("unit", LONG_RUNS.values(), ids=LONG_RUNS)
def test_a_run_without_an_end_is_cut_between_words(unit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(term_finder, "PIECE", 7)
    raw = unit * 30
    pieces = [*term_finder._pieces(raw)]
    assert "".join(piece for _, piece in pieces) == raw
    assert max(len(piece) for _, piece in pieces) < 30
    text = Text(raw)
    assert text.words() == words(raw)
    assert text.folded.split() == folded_words(raw)
    finder = OfLanguage([each for word in words(unit) for each in query_tokens(word.folded, "-")], AS_WRITTEN)
    assert finder.spans(text) == [(start, end) for start, end, _ in words(raw)]


@pytest.mark.parametrize("unit", LONG_RUNS.values(), ids=LONG_RUNS)
@pytest.mark.parametrize(
    "look",
    [
        lambda text: text.special,
        Text.words,
        lambda text: text.folded,
        lambda text: OfLanguage(("油",), AS_WRITTEN).spans(text),
    ],
)
def test_a_run_without_an_end_is_read_until_the_deadline(
    unit: str, look: Callable[[Text], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clock goes on by a second with each look at it, so that what is read before the deadline is counted."""
    monkeypatch.setattr(term_finder, "PIECE", 50)
    seconds = itertools.count()
    with pytest.raises(TooLongError), limited(Deadline(5, clock=lambda: float(next(seconds)))):
        look(Text(unit * 100))
    assert next(seconds) == 7


def test_long_runs_are_not_remembered_when_their_text_is_gone() -> None:
    before = term_finder._short_has_special.cache_info().currsize
    for number in range(3):
        assert Text(f"ö{number}-" * 1_000).special
    assert term_finder._short_has_special.cache_info().currsize == before


@pytest.mark.parametrize("number", [0, 3, 40, 79])
def test_a_phrase_in_a_long_run_is_found(number: int) -> None:
    raw = "政府は" * number + "制裁を" + "発表した。" * (80 - number)
    at = 3 * number
    assert Text(raw).phrase_spans(["制", "裁"]) == [(at, at + 2)]


def test_a_book_is_looked_through_to_its_end() -> None:
    raw = "Der Wind kam von See und ging. " * 5_000 + "Dann lagen sie in den Häfen."
    finder = OfLanguage(query_tokens("Hafen", ["de"]), "de")
    assert [raw[start:end] for start, end in finder.spans(Text(raw))] == ["Häfen"]


def test_a_text_of_very_many_words_is_looked_through_in_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(term_finder, "LOOKED_AT", 20)
    monkeypatch.setattr(term_finder, "DIFFERENT", 20)
    raw = "Hafen " + " ".join(f"ö{number}" for number in range(100)) + " Häfen"
    finder = OfLanguage(query_tokens("Hafen", ["de"]), "de")
    assert finder.spans(Text(raw)) == [(0, 5)]
    assert len(Text(raw).searched_runs[0]) < 30


def test_no_part_of_a_word_is_marked_where_a_text_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(term_finder, "LOOKED_AT", 10)
    finder = OfLanguage(query_tokens("Hafen", ["de"]), "de")
    for raw, expected in [
        ("Die Bucht, Hafenmauern", []),
        ("Die-Bucht,-die-Hafenmauern-und-Häfen", []),  # cut at 20, behind Hafen
        ("Die-Bucht,-der-Hafen und Häfen", ["Hafen", "Häfen"]),
        ("Die-Bucht,-der-Hafen-der-Häfen", []),  # Hafen ends where the run is cut
        ("Häfen-Hafen-Bucht-der-Bucht", ["Häfen", "Hafen"]),
    ]:
        assert [raw[start:end] for start, end in finder.spans(Text(raw))] == expected


def test_what_is_remembered_of_long_runs_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(term_finder, "ROOM", 100)
    monkeypatch.setattr(term_finder, "_runs_by_class", {})
    finder = OfLanguage(("港",), AS_WRITTEN)
    for number in range(9):
        assert finder.spans(Text(f"{number}港{'口' * 40}")) == [(1, 2)]
    assert term_finder._runs_by_class[AS_WRITTEN].held <= 100
    assert finder.accepted is not None
    assert len(finder.accepted.inside) <= 2


def test_two_threads_that_ask_one_finder_have_all_marks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(term_finder, "_runs_by_class", {})
    finder = OfLanguage(query_tokens("Hafen", ["de"]), "de")
    having = term_finder._Runs.having
    others: list[list[tuple[int, int]]] = []

    def interrupted(met: term_finder._Runs, tokens: frozenset[str]) -> frozenset[str]:
        """What a thread has that asks while another one is about to remember what is meant."""
        if not others:
            others.append([])
            others[0] = finder.spans(Text("Die Häfen."))
            others.append(finder.spans(Text("Ein Hafen, zwei Häfen,")))
        return having(met, tokens)

    monkeypatch.setattr(term_finder._Runs, "having", interrupted)
    assert finder.spans(Text("Die Häfen.")) == [(4, 9)]
    assert others == [[(4, 9)], [(4, 9), (16, 21)]]
    assert finder.spans(Text("Ein Hafen, zwei Häfen,")) == [(4, 9), (16, 21)]
