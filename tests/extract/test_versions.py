"""Tests of `morgue.extract.versions`: its checksums and samples are those of their plain definitions."""

from __future__ import annotations

import re
from dataclasses import replace
from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from morgue.extract import versions
from morgue.model.article import Article, Lineage, Reading

TEXTS = st.text(
    st.sampled_from("aB 1_-.\n²٣éßŉΐ中文Ⅳ“”—\xa0\u2003\x1c\x85\u0308\ud800\t") | st.characters(), max_size=80
)


@given(TEXTS)
def test_the_checksum_of_a_text_is_that_of_its_folded_words(text: str) -> None:
    plain = " ".join(text.casefold().split()).encode("utf-8", "replace")
    assert versions._checksum(text) == crc32(plain)


@given(TEXTS)
def test_the_extent_of_a_text_counts_its_letters_and_digits(text: str) -> None:
    letters = re.sub(r"[\W_]+", "", text).casefold()
    opening = crc32(letters[:40].encode("utf-8", "replace")) if len(letters) >= 40 else 0
    assert versions._extent(text) == (len(letters), opening)


@given(TEXTS)
def test_the_sample_of_a_text_is_of_long_words_and_numbers(text: str) -> None:
    words = set(re.findall(r"[^\W_]*\d[^\W_]*|[^\W_]{4,}", text.casefold()))
    sums = sorted({crc32(word.encode("utf-8", "replace")) >> 16 for word in words})
    assert versions._words(text, 12) == tuple(sums[:12])


@pytest.mark.parametrize("signal", [None, "update", "correction", "withdrawn"])
def test_a_version_comes_back_from_its_bytes(signal: str | None) -> None:
    article = Article(
        "a" * 16,
        "Ferry lost",
        "It sank.",
        lineage=Lineage(signal, (), 3),
        reading=Reading("b" * 16, copied=True),
    )
    made = versions.version_of(article, 5, (4, 4), None)
    assert versions.unpacked(made.packed()) == made
    assert (made.number, made.withdrawn, made.copied) == (3, signal == "withdrawn", True)


def test_what_calls_a_story_back_is_a_version_of_it() -> None:
    first = versions.version_of(Article("a" * 16, "Ferry lost", "It sank on Monday."), 5, (5, 5), None)
    kill = Article("a" * 16, "Advisory", "Disregard what was sent.", lineage=Lineage("withdrawn"))
    late, timeless = (versions.version_of(kill, moment, None, None) for moment in (9, None))
    advisory = versions.version_of(replace(kill, lineage=None), 9, (9, 9), None)
    assert not versions.same_story(first, advisory)
    assert versions.tells_apart(first, advisory)
    for version in (late, timeless):
        assert versions.same_story(first, version)
        assert not versions.tells_apart(first, version)
        assert version.rank > first.rank
