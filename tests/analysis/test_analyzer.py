"""The one analysis: words, folds and stems, and that tantivy's tokenizer makes the same of `indexable`."""

from __future__ import annotations

import itertools
import unicodedata
from functools import cache
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from morgue.analysis.analyzer import (
    fold,
    folded_words,
    indexable,
    indexed_words,
    special_places,
    stem,
    stemmed,
    word_at,
    words,
    written,
)
from tests.invented import GAPS, SPELLINGS

WORDS = (
    ("air defence", "air defence"),
    ("The U.S. and the U.N.", "the us and the un"),
    ("U.S", "us"),
    ("US", "us"),
    ("U.S.S.R.", "ussr"),
    ("J.K. Rowling", "jk rowling"),
    ("i.e. this", "ie this"),
    ("a.b.cd", "ab cd"),
    ("x.1", "x 1"),
    ("1.a.b", "1 ab"),
    ("end.Start", "end start"),
    ("É.U. et U.É.", "eu et ue"),
    ("AT&T", "at t"),
    ("COVID-19", "covid 19"),
    ("e-mail", "e mail"),
    ("Xi Jinping's", "xi jinping s"),
    ("Xi Jinping’s", "xi jinping s"),
    ("snake_case _x_", "snake case x"),
    ("3.5 million", "3 5 million"),
    ("Café CAFÉ cafe\u0301", "cafe cafe cafe"),
    ("Straße ﬁnance ½", "strasse finance 1 2"),
    ("Łódź Ørsted Þór Æsir", "lodz orsted thor aesir"),
    ("İstanbul Iğdır", "istanbul igdir"),
    ("so\u00adft zero\u200cwidth \ufeffmark", "soft zerowidth mark"),
    ("Москва МОСКВЫ й Ё Ї", "москва москвы й е і"),
    ("Ελλάς ελλάδα", "ελλασ ελλαδα"),
    ("القُدس العـربية", "القدس العربيه"),
    ("שָׁלוֹם", "שלום"),
    ("東京都", "东 京 都"),
    ("Tokyo東京2020", "tokyo 东 京 2020"),
    ("カタカナ", "カ タ カ ナ"),
    ("ｶﾀｶﾅ ＮＨＫ", "カ タ カ ナ nhk"),
    ("ｶﾞｿﾘﾝ ﾊﾟｰﾃｨｰ", "ガ ソ リ ン パ ー テ ィ ー"),
    ("國際經濟 国际经济", "国 际 经 济 国 际 经 济"),
    ("كتاب کتاب تبریز تبريز", "كتاب كتاب تبريز تبريز"),
    ("الدورى الدوري مدرسة اللہ ٱلرحمٰن", "الدوري الدوري مدرسه الله الرحمن"),
    ("أحمد آمن إلى کہا کھا", "احمد امن الي كها كھا"),
    ("٢٠٢٥ ۱۴۰۴ २०२५ ২০২৫ ２０２５", "2025 1404 2025 2025 2025"),
    (
        "๒๕๖๘ ๑๐ปี ၂၀၂၅ ២០២៥",
        "2568 10 ป \U00020534 2025 2025".replace("\U00020534", chr(0x20000 - 0x700 + 0x0E35)),
    ),
    ("обʼєкт обʾєкт oʻzbek", "об єкт обєкт o zbek"),
    ("יידיש ײדיש", "יידיש יידיש"),
    ("서울에서 회담", "서울에서 회담"),
    ("ไทย", "ไ ท ย"),
    ("𝒜lpha ①② ㎏", "alpha 12"),
    ("\U0001f600 ok \u202eok", "ok ok"),
    ("", ""),
    (" ... — … ", ""),
)


@pytest.mark.parametrize(("text", "expected"), WORDS, ids=[ascii(text) for text, _ in WORDS])
def test_words(text: str, expected: str) -> None:
    assert [word.folded for word in words(text)] == expected.split()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("क़ानून", "कानून"),
        ("ਜ਼ੋਰ", "ਜੋਰ"),
        ("അവൻ", "അവന്\u200d"),
        ("উৎসব", "উত্\u200dসব"),
        ("臺灣", "台湾"),
        ("Йод", "и\u0306од"),
    ],
)
def test_letters_that_are_one_to_a_reader(one: str, other: str) -> None:
    assert folded_words(one) == folded_words(other)
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("мой", "мои"), ("বড়", "বড"), ("के", "की"), ("کے", "کی")])
def test_letters_that_are_two_to_a_reader(one: str, other: str) -> None:
    assert folded_words(one) != folded_words(other)


@pytest.mark.parametrize("text", ["हिन्दी भाषा", "বাংলা", "தமிழ்", "བོད་ཡིག"], ids=["hi", "bn", "ta", "bo"])
def test_marks_that_spell_are_kept_and_shown(text: str) -> None:
    found = words(text)
    assert len(found) == len(text.replace("་", " ").split())
    shown = unicodedata.normalize("NFKD", "".join(written(word.folded) for word in found))
    assert shown == unicodedata.normalize("NFKD", text.replace(" ", "").replace("་", ""))


def test_offsets_are_of_the_text() -> None:
    text = "Ministers — in “São Paulo” — met the U.S. envoy, Straße 5."
    found = [text[word.start : word.end] for word in words(text)]
    assert " ".join(found) == "Ministers in São Paulo met the U.S envoy Straße 5"


@pytest.mark.parametrize(
    "text", ["रात।\u095bमीन", "5\u3000\u212b", "漢\uf90a"], ids=["nukta", "angstrom", "ideograph"]
)
def test_a_letter_that_is_two_or_another_when_composed_has_its_own_place(text: str) -> None:
    """Unicode never composes some letters, and has others twice: NFC makes of both something else."""
    places = [(word.start, word.end) for word in words(text)]
    assert places == [
        (word.start, word.end) for word in words(text.translate({0x95B: "ज", 0x212B: "Å", 0xF90A: "金"}))
    ]
    assert all(end <= start for (_, end), (start, _) in itertools.pairwise(places))


@pytest.mark.parametrize("text", ["ท่าเรือ", "မြန်", "ខ្មែរ"], ids=["th", "my", "km"])
def test_a_sign_that_is_a_word_has_its_own_place_beside_what_is_not_composed(text: str) -> None:
    own = [(word.start + 3, word.end + 3) for word in words(text)]
    assert [(word.start, word.end) for word in words(f"e\u0301\u3000{text}")][1:] == own


@pytest.mark.parametrize(
    ("composed", "apart"),
    [
        (each, unicodedata.normalize("NFD", each))
        for each in ("café", "Łódź", "がぎぐ", "パリ", "서울에서", "Việt Nam", "क़लम", "й")
    ],
)
def test_composed_and_decomposed_text_have_the_same_words(composed: str, apart: str) -> None:
    assert folded_words(apart) == folded_words(composed)
    assert [word.folded for word in words(apart)] == [word.folded for word in words(composed)]


def test_kana_of_half_width_has_its_sign_of_voice() -> None:
    assert [tuple(word) for word in words("안 ｶﾞｿ")] == [(0, 1, "안"), (2, 4, "ガ"), (4, 5, "ソ")]
    assert folded_words("ｶﾞ") == folded_words("ガ") == folded_words("\u30ab\u3099") != folded_words("ｶ")


def test_a_word_has_the_accents_that_follow_its_letters() -> None:
    text = unicodedata.normalize("NFD", "le café, パリ 서울")
    assert [text[word.start : word.end] for word in words(text)] == [
        unicodedata.normalize("NFD", each) for each in ("le", "café", "パ", "リ", "서울")
    ]


def test_stems_are_english() -> None:
    family = ("sanction", "sanctions", "sanctioned", "sanctioning")
    assert {stem(word) for word in family} == {"sanction"}
    assert stem("москва") == "москва"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("The  Tribune ", "the tribune"),
        ("Agência\u00a0Lusa", "agencia lusa"),
        ("Økonomi & ﬁnans", "okonomi & finans"),
        ("feeds/2025/Ä.xml", "feeds/2025/a.xml"),
        ("Straße", "strasse"),
        ("", ""),
    ],
)
def test_fold(value: str, expected: str) -> None:
    assert fold(value) == expected


def test_fold_is_short_and_stable() -> None:
    assert len(fold("é" * 5_000)) == 1_000
    assert len(fold("e" * 5_000)) == 1_000


# Against tantivy, over any text.

TEXT = st.one_of(
    st.text(max_size=30),
    st.text(st.characters(codec="utf-8"), max_size=8),
    st.text(st.sampled_from("aAzZ.sS1_ é\u0301\u093eक日\u3099か\u11a8가İΣς'-"), max_size=20),
    st.lists(st.tuples(st.sampled_from(SPELLINGS), st.sampled_from(GAPS)), max_size=8).map(
        lambda pairs: "".join(map("".join, pairs))
    ),
)
"""Text of all planes, initials and marks in every order, and copy."""


@cache
def analyzer() -> Any:
    """tantivy's tokenizer of words as the index has it."""
    tantivy = pytest.importorskip("tantivy")
    return tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.lowercase()).build()


def encodable(text: str) -> str:
    """Text without the halves of surrogate pairs, which no index takes."""
    return text.encode("utf-8", "ignore").decode()


def check_that_tantivy_agrees(text: str) -> None:
    text = encodable(text)
    ours = [word.folded for word in words(text)]
    prepared = indexable(text)
    assert indexed_words(prepared) == ours
    assert analyzer().analyze(prepared) == ours
    assert stemmed(prepared).split() == [stem(word) for word in ours]


@settings(max_examples=1_000)
@given(TEXT)
@example("ªb ² ³ ¹ µ ß ŉ ǰ ΐ")
@example("ΑΣ ΑΣ. σς ς")
@example("U.S.A.B")
@example("a.\u0301b.c")
@example("\u0345 ᾳ ᾼ")
def test_tantivy_makes_the_same_words_and_stems(text: str) -> None:
    check_that_tantivy_agrees(text)


@pytest.mark.nightly
@settings(max_examples=50_000)
@given(TEXT)
def test_tantivy_makes_the_same_of_much_text(text: str) -> None:
    check_that_tantivy_agrees(text)


@pytest.mark.nightly
def test_tantivy_makes_the_same_words_of_every_character() -> None:
    """Each character alone, inside a word, and between initials."""
    for point in range(0x110000):
        if not 0xD800 <= point < 0xE000:
            check_that_tantivy_agrees(
                f"{chr(point)} a{chr(point)}b {chr(point)}.{chr(point)} u.{chr(point)}.s"
            )


def test_every_sixtieth_character() -> None:
    for point in range(0x21, 0x110000, 61):
        if not 0xD800 <= point < 0xE000:
            check_that_tantivy_agrees(f"{chr(point)} a{chr(point)}b {chr(point)}.{chr(point)}")


# Offsets, pieces and single words.


@settings(max_examples=500)
@given(TEXT)
def test_words_stand_in_order_and_inside_the_text(text: str) -> None:
    start = end = 0
    for word in words(text):
        assert 0 <= word.start < word.end <= len(text)
        assert word.start >= start  # one character may be two words, as ½ is
        assert word.end >= end
        assert word.folded
        start, end = word.start, word.end


@settings(max_examples=500)
@given(TEXT, TEXT)
def test_white_space_parts_words(left: str, right: str) -> None:
    assert folded_words(f"{left} {right}") == folded_words(left) + folded_words(right)
    assert folded_words(f"{left}\n{right}") == folded_words(left) + folded_words(right)


@settings(max_examples=500)
@given(TEXT)
def test_folding_twice_changes_nothing(text: str) -> None:
    for word in words(text):
        if word.folded.isascii():
            assert folded_words(word.folded) == [word.folded]
    assert fold(fold(text)) == fold(text)


@settings(max_examples=500)
@given(TEXT)
def test_composition_does_not_matter(text: str) -> None:
    assert folded_words(unicodedata.normalize("NFD", text)) == folded_words(
        unicodedata.normalize("NFC", text)
    )


@settings(max_examples=500)
@given(st.text(st.sampled_from("aAb.cU1_ ’—"), max_size=20))
def test_the_word_at_a_place_is_the_word_there(text: str) -> None:
    assert not list(special_places(text))
    for word in words(text):
        assert word_at(text, word.start) == word
        if "." in text[word.start : word.end]:
            assert all(word_at(text, at) == word for at in range(word.start, word.end, 2))
