"""Tests of `morgue.extract.versions`: its checksums and samples are those of their plain definitions."""

from __future__ import annotations

import re
from zlib import crc32

from hypothesis import given
from hypothesis import strategies as st

from morgue.extract import versions

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
