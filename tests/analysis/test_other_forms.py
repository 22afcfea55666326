"""Forms of a word that a query asks for beside its stem."""

from __future__ import annotations

import pytest

from morgue._startup.tables import read_rows
from morgue.analysis import other_forms as module
from morgue.analysis import stems
from morgue.analysis.other_forms import other_forms
from morgue.analysis.stems import classes, query_tokens, token

PAIRS = {
    "bg": "учителите учители; улици улица; заплати заплата",
    "bn": "সড়কে সড়ক; আলোকে আলোকের",
    "ca": "negociacio negociació",
    "cs": "stareho starého; můžeme můžete",
    "de": "fordern fordert; verhindern verhinderte; ändern ändert; handeln handelt; entwickeln entwickelten",
    "el": "πολιτικό πολιτική; εργαστήρια εργαστήριο; δικαστηρίου δικαστήριο; δικαστηρίων δικαστήριο",
    "fi": "vaatimus vaatimuksia; suomalainen suomalaisen; vaatimuksen vaatimus; rakkaus rakkauden",
    "fr": "fermez ferment; réclamer réclament",
    "nb": "lærer lærerne; arbeidere arbeiderne; politiker politikerne",
    "nl": "probleem problemen; problemen probleem; cultureel culturele; nadelen nadeel; complete compleet; compleet complete; extreem extreme; Chinezen Chinees",
    "pl": "początek początki; stosunków stosunek; tankowiec tankowce",
    "pt": "negociacao negociações; homens homem; salario salários; eleicao eleições; milhoes milhões",
    "ro": "postul posturi; vorbirea vorbirii",
    "sv": "varor varan; varorna varan",
}


@pytest.mark.parametrize(
    ("code", "typed", "written"),
    [(code, *pair.split()) for code, pairs in PAIRS.items() for pair in pairs.split(";")],
)
def test_a_word_meets_another_form(code: str, typed: str, written: str) -> None:
    assert token(written.lower(), code) in query_tokens(typed.lower(), (code,))


@pytest.mark.parametrize(
    ("code", "typed", "written"),
    [
        ("de", "hafen", "haft"),
        ("de", "markt", "marken"),
        ("de", "konzern", "konzert"),
        ("de", "fordert", "ford"),
        ("it", "operaio", "opera"),
        ("bn", "সড়ক", "সর"),
        ("nl", "traditionele", "traditie"),
        ("nl", "organiseren", "organisatie"),
        ("fr", "moment", "môme"),
        ("pt", "secretaria", "secretário"),
        ("sv", "gång", "gänget"),
        ("nb", "moderne", "modig"),
        ("pl", "miejsce", "miejska"),
    ],
)
def test_it_does_not_meet_another_word(code: str, typed: str, written: str) -> None:
    assert token(written, code) not in query_tokens(typed, (code,))


def test_every_class_of_the_table_is_one() -> None:
    rows = list(read_rows(module._TABLE))
    assert {code for code, _, _ in rows} <= classes().keys()
    assert len({(code, typed) for code, typed, _ in rows}) == len(rows)


def test_three_letters_are_left() -> None:
    assert list(other_forms("asul", "ro")) == []
    assert list(other_forms("satul", "ro")) == ["saturi"]
    assert list(other_forms("", "fi")) == []
    assert list(other_forms("haus", "en")) == []


def test_an_ending_may_have_no_forms_by_shorter_ones() -> None:
    assert list(other_forms("steigern", "de")) == ["steigert"]
    assert list(other_forms("konzern", "de")) == []


def test_no_form_is_looked_for_that_is_a_function_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stems, "other_forms", lambda word, code: ("sind", "lehrer"))
    made = query_tokens("haus", ("de",))
    assert token("lehrer", "de") in made
    assert token("sind", "de") not in made
    assert token("sind", "de") in query_tokens("sind", ("de",))
