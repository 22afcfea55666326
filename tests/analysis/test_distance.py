"""Edit distance and wildcards against naive versions of themselves."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from morgue.analysis.distance import alike_slips, is_alike, letters_near, near_among, osa, slips
from morgue.analysis.wildcards import wildcard, wildcard_expression

SHORT = st.text("abc", max_size=7)


def naive_osa(a: str, b: str) -> int:
    @cache
    def distance(i: int, j: int) -> int:
        if not i or not j:
            return i + j
        best = min(
            distance(i - 1, j) + 1, distance(i, j - 1) + 1, distance(i - 1, j - 1) + (a[i - 1] != b[j - 1])
        )
        if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
            best = min(best, distance(i - 2, j - 2) + 1)
        return best

    return distance(len(a), len(b))


def naive_wildcard(pattern: str, word: str) -> bool:
    if not pattern:
        return not word
    if pattern[0] == "*":
        return any(naive_wildcard(pattern[1:], word[skip:]) for skip in range(len(word) + 1))
    return bool(word) and pattern[0] in ("?", word[0]) and naive_wildcard(pattern[1:], word[1:])


@pytest.mark.parametrize(
    ("a", "b", "distance"),
    [
        ("zelensky", "zelenskyy", 1),
        ("zelensky", "zelesnky", 1),  # two neighbours exchanged
        ("ca", "abc", 3),  # 2 only where a part may be edited twice
        ("kyiv", "kiev", 2),
        ("", "ab", 2),
        ("same", "same", 0),
    ],
)
def test_distance(a: str, b: str, distance: int) -> None:
    assert osa(a, b, 5) == distance
    assert osa(b, a, 5) == distance


@given(SHORT, SHORT, st.integers(0, 4))
def test_distance_is_the_naive_one_up_to_its_limit(a: str, b: str, limit: int) -> None:
    assert osa(a, b, limit) == min(naive_osa(a, b), limit + 1)


@given(st.text("ab*?", max_size=8), st.text("ab", max_size=10))
def test_wildcard_is_the_naive_one(pattern: str, word: str) -> None:
    expected = naive_wildcard(pattern, word)
    assert bool(wildcard(pattern).fullmatch(word)) is expected


def test_wildcard_with_many_stars_ends() -> None:
    assert wildcard("aa" + "*a" * 200 + "*b").fullmatch("a" * 5000) is None


def test_expression_is_plain() -> None:
    assert wildcard_expression("wom?n**s") == "wom.n.*s"


# -- slips -----------------------------------------------------------------------------------------------------

LETTERS = st.text(alphabet="abcdé", min_size=1, max_size=6)


@given(st.text(alphabet="abcd", min_size=1, max_size=6))
def test_slips_are_all_that_is_one_edit_away(word: str) -> None:
    assert all(osa(word, each, 1) == 1 for each in slips(word))
    expected = {word[:at] + letter + word[at:] for at in range(len(word) + 1) for letter in "abz9"}
    expected |= {word[:at] + word[at + 1 :] for at in range(len(word))} - {""}
    assert expected <= slips(word)


@given(st.text(alphabet="abckqsziyeh", min_size=1, max_size=7))
def test_slips_that_may_be_alike_are_slips_and_few(word: str) -> None:
    assert alike_slips(word) <= slips(word)
    assert len(alike_slips(word)) <= 11 * len(word) + 5


@given(LETTERS, st.lists(LETTERS), st.integers(1, 2))
def test_near_among_keeps_what_is_near(word: str, candidates: list[str], distance: int) -> None:
    kept = [each for each in candidates if osa(word, each, distance) <= distance]
    assert near_among(word, distance, candidates) == kept


@pytest.mark.parametrize(
    ("word", "held"), [("rhein", "az09"), ("волга", "ая"), ("αθηνα", "αω"), ("ירושלים", "את")]
)
def test_letters_of_a_word_are_of_its_alphabet(word: str, held: str) -> None:
    assert set(held) <= set(letters_near(word))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("volker", "volcker"),
        ("philipines", "philippines"),
        ("filippines", "philippines"),
        ("katar", "qatar"),
        ("ghadafi", "gadafi"),
        ("saragoza", "saragossa"),
        ("teheran", "tehearn"),
        ("kiosk", "qiosk"),
        ("mayer", "maier"),
        ("meier", "mier"),
        ("khartoum", "cartoum"),
    ],
)
def test_alike(first: str, second: str) -> None:
    if osa(first, second, 1) == 1:
        assert second in alike_slips(first)
        assert first in alike_slips(second)
    assert is_alike(first, second)
    assert is_alike(second, first)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("mayor", "major"),
        ("stock", "shock"),
        ("monkey", "money"),
        ("rand", "grand"),
        ("then", "ten"),
        ("chip", "ship"),
    ],
)
def test_not_alike(first: str, second: str) -> None:
    assert not is_alike(first, second)
