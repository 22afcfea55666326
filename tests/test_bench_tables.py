"""Tables of forms for the bench from a lemmatizer's dictionary, from automata, and from the paradigms of a grammar."""

from __future__ import annotations

import pickle
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from bench import make_lemmas, make_paradigms


def wheel(path: Path, dictionary: bytes) -> Path:
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("bkit/lemmatizer/data/dictionary.pkl", dictionary)
    return path


def test_a_pickled_dictionary_becomes_a_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = {
        "nouns": {"নদীর": "নদী", "": "নদী"},
        "verbs": {"করেছে": "করা"},
        "adjectives": {},
        "pronouns": {"আমার": "আমি"},
    }
    file = wheel(tmp_path / "one.whl", pickle.dumps(words))
    monkeypatch.setattr("sys.argv", ["make_lemmas", "bn", str(file)])
    make_lemmas.main()
    assert capsys.readouterr().out == "করেছে\tকরা\nনদীর\tনদী\n"


def test_a_pickle_that_runs_code_is_refused(tmp_path: Path) -> None:
    file = wheel(tmp_path / "one.whl", pickle.dumps({"nouns": Path("x")}))
    with zipfile.ZipFile(file) as package, pytest.raises(pickle.UnpicklingError):
        list(make_lemmas.bengali(package))


ANALYSES = {
    "வழங்க": "வழங்கு|+verb|+nonfin|+sim|+inf=அ",
    "செய்து": "செய்|+verb|+nonfin|+sim|+vpart=(த்)உ",
    "செய்தி": "செய்தி+noun+nom",
}


def test_a_verb_with_an_auxiliary_is_a_form_of_its_verb(monkeypatch: pytest.MonkeyPatch) -> None:
    def known(_: Iterable[str], words: Iterable[str]) -> Iterator[tuple[str, str]]:
        return ((word, ANALYSES[word]) for word in words if word in ANALYSES)

    monkeypatch.setattr(make_lemmas, "analyses", known)
    assert make_lemmas.main_verbs([], ["வழங்கப்படு", "செய்திரு", "மறந்துவிடு"]) == {
        "வழங்கப்படு": {"வழங்கு"},
        "செய்திரு": {"செய்"},
        "மறந்துவிடு": set(),
    }


def test_a_stem_has_as_many_forms_in_use_as_its_paradigm_asks() -> None:
    known = {"sebaka", "dibaka", "sebakeng", "motho", "reka", "rekile", "rekang", "bina", "binile"}
    assert sorted(make_paradigms.table("st", known)) == [
        ("dibaka", "se:bak"),
        ("reka", "verb:rek"),
        ("rekang", "verb:rek"),
        ("rekile", "verb:rek"),
        ("sebaka", "se:bak"),
        ("sebakeng", "se:bak"),
    ]


def test_hebrew_letters_at_the_end_are_those_within() -> None:
    known = {"שוואַרץ", "שוואַרצע", "שוואַרצער", "שוואַרצן"}
    assert {form for form, _ in make_paradigms.table("yi", known)} == known


def test_words_of_translations_are_those_of_their_own_language(tmp_path: Path) -> None:
    file = tmp_path / "st.po"
    file.write_text(
        'msgid "Bad name"\nmsgstr "Lebitso <b>le</b> %PRODUCT\\n"\n"fosahetseng"\n', encoding="utf-8"
    )
    assert make_paradigms.words(file) == {"lebitso", "le", "fosahetseng"}
