"""The language of a text."""

from __future__ import annotations

import pytest

from morgue.extract.language import language


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The ferries will sail again on Monday, the harbour master said, after a week of storms.", "en"),
        (
            "Les bateaux reprendront la mer lundi, a dit le capitaine du port après une semaine de tempête.",
            "fr",
        ),
        ("Die Fähren fahren am Montag wieder, sagte der Hafenmeister nach einer Woche mit Sturm.", "de"),
        ("Los barcos volverán a navegar el lunes, dijo el capitán del puerto después de una semana.", "es"),
        ("Паромы снова выйдут в море в понедельник, сообщил начальник порта.", "ru"),
        ("渡轮将于星期一恢复航行，港口负责人在一周的风暴之后说。", "zh"),
        ("The ferry", None),
        ("12 345 67 89 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25", None),
        ("", None),
    ],
)
def test_language(text: str, code: str | None) -> None:
    """The code, or None where the text is too short or has no letters."""
    assert language(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("A dolgozók sztrájkba léptek, közölte a szakszervezet elnöke. A miniszter, a kormány és a párt is a tárgyalás híve.", "hu"),
        ("A greve começou a doer a toda a gente, a quem trabalha e a quem espera a vez, disse a ministra a quem a ouviu.", "pt"),
    ],
)  # fmt: skip
def test_one_short_word_is_not_english(text: str, code: str) -> None:
    assert language(text) == code
