"""A Ukrainian word of a query is asked in all its forms where the dictionary is installed, and by rules alone where not."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest

from morgue.analysis import paradigms, stems
from morgue.analysis.paradigms import dictionary
from morgue.analysis.stems import query_tokens, token, tokens_by_rules
from morgue.archive.meanings import meanings
from morgue.engines import create_engine
from morgue.engines.base import Searcher
from morgue.engines.document import document
from morgue.errors import MorgueError
from morgue.highlight.snippets import snippets
from morgue.model.article import Article, Source
from morgue.query.parser import parse
from tests.extras import need_extra

NOW = dt.datetime(2025, 11, 1, 12, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def anew() -> Iterator[None]:
    """Nothing is remembered of a dictionary that a test hid or damaged."""
    yield
    dictionary.cache_clear()
    stems._tokens_of_forms.cache_clear()


@pytest.fixture
def installed() -> None:
    need_extra("ukrainian")


def by_rules(word: str) -> set[str]:
    return set(tokens_by_rules(word, "uk"))


def asked(word: str) -> set[str]:
    return set(query_tokens(word, ("uk",)))


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("депутат", "депутати"),  # -ати is no infinitive here
        ("допитом", "допити"),
        ("нога", "нозі"),
        ("сидіти", "сиджу"),
        ("писати", "пише"),
        ("могти", "міг"),
        ("людина", "люди"),
        ("друзів", "друг"),
        ("війна", "воєн"),
        ("дитина", "дітьми"),
        ("днів", "дні"),
        ("день", "днями"),
        ("кореня", "корінь"),
        ("року", "році"),
    ],
)
def test_forms_that_rules_part_meet(typed: str, written: str) -> None:
    assert token(written, "uk") not in by_rules(typed)
    assert token(written, "uk") in asked(typed)


@pytest.mark.usefixtures("installed")
def test_a_form_of_two_words_is_asked_as_both() -> None:
    assert {token("трюк", "uk"), token("трюковий", "uk")} <= asked("трюкові")


@pytest.mark.usefixtures("installed")
def test_a_shorter_stem_of_one_form_that_is_anothers_is_left_out() -> None:
    noun = token("рахунок", "uk")
    assert token("рахункові", "uk") == noun
    assert noun not in asked("рахунковий")
    assert noun in asked("рахункові"), "a word always finds itself"


@pytest.mark.usefixtures("installed")
def test_what_rules_ask_comes_first_and_is_never_left_out() -> None:
    for word in ("депутат", "рахункові", "голова", "кореня", "їжак", "іжак", "ґава", "зеленського", "щщщ"):
        found, rules = query_tokens(word, ("uk",)), dict.fromkeys(tokens_by_rules(word, "uk"))
        assert found[: len(rules)] == tuple(rules)
        assert len(found) == len(set(found))


@pytest.mark.usefixtures("installed")
def test_the_stress_of_a_textbook_is_no_letter() -> None:
    assert token("нозі", "uk") in asked("нога\u0301")


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize("word", ["deputat", "депутатx", "щщщ", "2025", "東", "п" * 5_000, "депутат2"])
def test_what_the_dictionary_has_not_is_asked_by_rules(word: str) -> None:
    assert asked(word) == by_rules(word)


@pytest.mark.usefixtures("installed")
def test_other_languages_are_asked_by_rules() -> None:
    others = ("en", "ru", "bg", "sr", "-")
    expected = [each for code in others for each in tokens_by_rules("депутат", code)]
    assert query_tokens("депутат", others) == tuple(dict.fromkeys(expected))


def test_nothing_is_loaded_for_other_archives_and_other_letters() -> None:
    program = (
        "import sys; from morgue.analysis.stems import query_tokens as asked;"
        "asked('депутат', ('en', 'ru', '-')); asked('minister', ('en', 'uk'));"
        "print([each for each in ('morgue.analysis.paradigms', 'pymorphy3') if each in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize("missing", ["pymorphy3", "pymorphy3_dicts_uk"])
def test_without_the_extra_words_are_asked_by_rules(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    dictionary.cache_clear()
    stems._tokens_of_forms.cache_clear()
    assert dictionary("uk") is None
    assert asked("депутат") == by_rules("депутат")


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize("name", ["meta.json", "paradigms.array", "words.dawg"])
@pytest.mark.parametrize("kept", [None, 0, 1_000])
def test_a_damaged_dictionary_is_named(
    name: str, kept: int | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pymorphy3_dicts_uk

    for file in Path(pymorphy3_dicts_uk.get_path()).iterdir():
        if file.name != name:
            (tmp_path / file.name).symlink_to(file)
        elif kept is not None:
            (tmp_path / file.name).write_bytes(file.read_bytes()[:kept])
    monkeypatch.setattr(pymorphy3_dicts_uk, "get_path", lambda: str(tmp_path))
    dictionary.cache_clear()
    with pytest.raises(MorgueError, match="the Ukrainian dictionary cannot be read") as caught:
        dictionary("uk")
    assert "pip install" in str(caught.value.hint)


def test_no_other_class_has_a_dictionary() -> None:
    assert [code for code in stems.classes() if code not in stems.DICTIONARIES and dictionary(code)] == []


# In an index


def story(name: str, language: str | None, headline: str, body: str) -> Article:
    return Article(
        name, headline, body, language=language, day="2025-10-23", source=Source(f"{name}.xml", "rss")
    )


STORIES = (
    story("uk1", "uk", "Голосування в раді", "Уранці депутати погодили бюджет громади."),
    story("uk2", "uk", "Рибалка з Одеси", "Він стоїть на одній нозі, бо на другій рана."),
    story("uk3", "uk", "Рахунок заморожено", "Кошти лишилися на рахунку фірми."),
    story("ru1", "ru", "Голосование", "Депутаты согласовали бюджет."),
    story("en1", "en", "Vote in the council", "The deputies agreed on a budget."),
)

QUERIES = (
    ("депутат", "ru1 uk1"),
    ("нога", "uk2"),
    ("рахунковий", ""),
    ("рахункові", "uk3"),
    ("депутат NEAR/1 погоджувати", ""),
    ("депутат NEAR/1 погодив", "uk1"),
    ("погодить PRE/2 бюджет", "uk1"),
    ("ранок OR бюджету", "ru1 uk1"),
    ("стояти PRE/3 нога", "uk2"),
    ("нога -рани", ""),
    ("депутат -согласовали", "uk1"),
    ('"депутат"', ""),
)
"""Queries as they are typed, and the stories that they find."""


@pytest.fixture(params=["tantivy", "whoosh"])
def searcher(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Searcher]:
    engine = create_engine(request.param, tmp_path)
    writer = engine.writer()
    writer.add(document(each, 1) for each in STORIES)
    writer.commit()
    writer.close()
    found = engine.searcher()
    yield found
    found.close()


def test_an_index_finds_the_other_forms(installed: None, searcher: Searcher) -> None:
    for text, expected in QUERIES:
        node = parse(text, now=NOW).tree
        found = searcher.search(searcher.resolved(node), limit=10).found
        assert sorted(orjson.loads(each.stored)["id"] for each in found) == expected.split(), text
        assert searcher.count(node) == len(expected.split()), text


def test_what_is_found_is_marked_and_explained(installed: None, searcher: Searcher) -> None:
    node = searcher.resolved(parse("депутат", now=NOW).tree)
    fragment = next(each for each in snippets(STORIES[0], node) if each.highlights)
    assert [fragment.text[start:end] for start, end in fragment.highlights] == ["депутати"]
    found = {each.language: each.words for each in meanings(node, searcher)}
    assert found["uk"] == [("депутати", 1)]


def test_an_index_is_the_same_without_the_dictionary(
    searcher: Searcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paradigms, "dictionary", lambda code: None)
    stems._tokens_of_forms.cache_clear()
    assert searcher.count(parse("language:uk депутатів", now=NOW).tree) == 0
    assert searcher.count(parse("language:uk депутати", now=NOW).tree) == 1
