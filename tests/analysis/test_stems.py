"""Stems by language: the tokens that all engines index."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from morgue.analysis.analyzer import indexed_words, stem, words
from morgue.analysis.stems import classes, prepared, query_tokens, raw_word, stem_class, token
from tests.analysis.test_analyzer import TEXT, encodable

CODES = ("en", *classes())


@pytest.mark.parametrize(
    ("language", "is_ascii", "expected"),
    [
        ("en", False, "en"),
        ("en-GB", True, "en"),
        (None, True, "en"),
        (None, False, "-"),
        ("und", True, "en"),
        ("sw", True, "-"),
        ("DE-at", True, "de"),
        ("deu", False, "de"),
        ("no", True, "nb"),
        ("nn_NO", True, "nb"),
        ("hr", False, "sr"),
        ("zh-Hant", False, "-"),
    ],
)
def test_stem_class(language: str | None, is_ascii: bool, expected: str) -> None:
    assert stem_class(language, is_ascii) == expected


def test_numbers_of_marks_are_unique() -> None:
    assert sorted(each.number for each in classes().values()) == list(range(len(classes())))


@cache
def english() -> Any:
    """tantivy's tokenizer with its English stemmer."""
    tantivy = pytest.importorskip("tantivy")
    made = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.lowercase())
    return made.filter(tantivy.Filter.stemmer("english")).build()


@settings(max_examples=400, deadline=None)
@given(TEXT, st.sampled_from(CODES))
def test_tokens_are_as_many_as_words_and_an_english_stemmer_leaves_them_alone(text: str, code: str) -> None:
    text = encodable(text)
    made = prepared(text, code)
    tokens = indexed_words(made)
    assert tokens == [token(raw_word(text, word), code) for word in words(text)]
    if code != "en":
        assert made.split() == tokens
        assert english().analyze(made) == tokens
        assert [stem(each) for each in tokens] == tokens


@given(TEXT)
def test_tokens_of_english_are_folded_words(text: str) -> None:
    text = encodable(text)
    assert [token(raw_word(text, word), "en") for word in words(text)] == [
        word.folded for word in words(text)
    ]


@settings(deadline=None)
@given(TEXT, st.sampled_from(CODES))
def test_composed_and_decomposed_text_have_the_same_tokens(text: str, code: str) -> None:
    text = encodable(text)
    apart = prepared(unicodedata.normalize("NFD", text), code)
    assert indexed_words(apart) == indexed_words(prepared(unicodedata.normalize("NFC", text), code))


def test_tokens_of_a_query() -> None:
    assert query_tokens("häuser", ("en", "de", "-")) == (
        "hauser",
        token("haus", "de"),
        "hauser" + classes()["-"].mark,
    )
    assert query_tokens("2025", ("en", "de", "-")) == ("2025",)
    assert query_tokens("東", ("en", "de", "-")) == ("东",)
