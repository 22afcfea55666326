"""The forms of Korean nouns."""

from __future__ import annotations

import pytest

from morgue.analysis.korean import korean_forms


@pytest.mark.parametrize(
    ("noun", "forms", "no_forms"),
    [
        (
            "교사",
            "교사가 교사는 교사를 교사와 교사로 교사들이 교사의 교사에게",
            "교사이 교사을 교사은 교사으로",
        ),
        ("직원", "직원이 직원은 직원을 직원과 직원으로 직원들을 직원에게서", "직원가 직원를 직원는 직원로"),
        ("서울", "서울로 서울이 서울에서 서울로부터", "서울으로 서울으로부터 서울가"),
        ("요구", "요구했다 요구하는 요구한 요구됐다 요구하고", "요구이다"),
        ("빵", "빵이 빵을 빵의", "빵가"),
    ],
)
def test_the_shape_of_a_particle_is_that_of_the_last_sound(noun: str, forms: str, no_forms: str) -> None:
    made = set(korean_forms(noun))
    assert made >= set(forms.split())
    assert made.isdisjoint(no_forms.split())


@pytest.mark.parametrize(
    ("typed", "noun"),
    [
        ("교사들이", "교사"),
        ("학생들에게", "학생"),
        ("대통령을", "대통령"),
        ("도서관에서", "도서관"),
        ("정책으로", "정책"),
    ],
)
def test_a_particle_that_is_typed_is_taken_off(typed: str, noun: str) -> None:
    assert {noun, f"{noun}의"} <= set(korean_forms(typed))


@pytest.mark.parametrize(
    ("typed", "other"),
    [
        ("마을", "마"),
        ("가을", "가"),
        ("김정은", "김정"),
        ("고양이", "고양"),
        ("회의", "회"),
        ("들이", ""),
        ("도로", "도"),
    ],
)
def test_the_end_of_a_noun_or_a_name_is_no_particle(typed: str, other: str) -> None:
    assert other not in korean_forms(typed)


@pytest.mark.parametrize("word", ["", "ap", "teacher", "教師", "ㅋㅋ", "교사2", "k팝"])
def test_other_words_have_no_forms(word: str) -> None:
    assert list(korean_forms(word)) == []


def test_each_form_is_there_once() -> None:
    for word in ("교사", "교사들에게는", "서울", "대통령을"):
        made = list(korean_forms(word))
        assert len(made) == len(set(made))
        assert word not in made
