"""In each of many languages a story of the corpus is found by another form of one of its words, with no word of the language."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import morgue
from morgue.analysis.analyzer import fold
from tests.conftest import story, write_jsonl
from tests.test_corpus import CORPUS, stories

FORMS = [
    ("ar", "text/mena-cairo-museum-ar.txt", "الزوار", "زوار"),
    ("cs", "rss/labsky-posel-cs.xml", "Meteorologové", "meteorolog"),
    ("de", "newsml-g2/dpa-bremen-werften.xml", "Reparaturwerften", "Reparaturwerft"),
    ("el", "warc/egean-daily.warc.gz", "ημέρες", "ημέρα"),
    ("es", "nitf/efe-galicia-elecciones.xml", "gallegas", "gallego"),
    ("fa", "rss/bandar-fa.xml", "صیادان", "صیاد"),
    ("fi", "ninjs/stt-oulu-jaa-fi.json", "jäänmurtajat", "jäänmurtaja"),
    ("fr", "newsml/afp-fr-ferry.xml", "bloqué", "bloquer"),
    ("hi", "text/hindi-chakravat-nilima.txt", "शिविरों", "शिविर"),
    ("hu", "nitf/dunai-hirlap-hu.xml", "kamionokat", "kamion"),
    ("it", "newsml-g2/ansa-ferry-genoa.xml", "traghetti", "traghetto"),
    ("no", "nitf/ntb-bergen-hval.xml", "fjorden", "fjord"),
    ("pl", "rss/kurier-zatoki-pl.xml", "stoczniowcy", "stoczniowców"),
    ("pt", "html/gazeta-pt-og.html", "lamentou", "lamentar"),
    ("ru", "rss/severny-vestnik.xml", "горняков", "горняк"),
    ("sv", "nitf/tt-goteborg-farja-sv.xml", "biljetterna", "biljett"),
    ("tr", "rss/liman-gazetesi-tr.xml", "gemilere", "gemi"),
    ("uk", "atom/prychal-uk.xml", "Фермери", "фермер"),
]
"""Language, sample, a word as the sample has it, and another form of it as somebody would type it."""

ENGLISH = ("en", "newsml-g2/reuters-eu-sanctions-v2.xml", "tankers", "tanker")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[morgue.Archive]:
    with morgue.create(tmp_path_factory.mktemp("languages") / "index") as archive:
        archive.index([CORPUS])
        yield archive


def _samples(archive: morgue.Archive, query: str) -> set[str]:
    """The samples of which a query finds a story."""
    return {hit.article.source.path.removeprefix("corpus/") for hit in archive.search(query, limit=200).hits}


@pytest.mark.parametrize(("language", "sample", "written", "typed"), [ENGLISH, *FORMS])
def test_the_sample_has_the_one_form_and_not_the_other(
    language: str, sample: str, written: str, typed: str
) -> None:
    own = [each for each in stories(CORPUS / sample) if (each.language or "").partition("-")[0] == language]
    texts = [fold(f"{each.headline} {each.body}") for each in own]
    assert any(fold(written) in text for text in texts)
    assert not any(fold(typed) in text.split() for text in texts)


@pytest.mark.parametrize(
    ("language", "sample", "written", "typed"),
    [ENGLISH, *FORMS],
)
def test_it_is_found_by_the_other_form(
    corpus: morgue.Archive, language: str, sample: str, written: str, typed: str
) -> None:
    assert sample in _samples(corpus, written)
    assert sample in _samples(corpus, typed)
    assert sample in _samples(corpus, f"language:{language} {typed}")


def test_the_stories_are_in_twelve_languages() -> None:
    assert len({language for language, *_ in FORMS}) >= 12


def test_a_word_that_an_apostrophe_parts_is_one(tmp_path: Path) -> None:
    body = (
        "Інтерв’ю з прем'єром вийде у п’ятницю, а п'ятниця ще далеко. Лікарі бажають здоров’я сім’ям і дітям."
    )
    feed = write_jsonl(
        tmp_path / "feeds" / "a.jsonl",
        [story(1, headline="Новини дня", body=body, language="uk"), story(2, language="en")],
    )
    with morgue.create(tmp_path / "archive") as archive:
        archive.index([feed.parent])
        for query, marks in (
            ("п'ятницею", ["п’ятницю", "п'ятниця"]),
            ("прем’єрові", ["прем'єром"]),
            ("здоров'ю", ["здоров’я"]),
            ("сім'я", ["сім’ям"]),
        ):
            (hit,) = archive.search(query).hits
            found = [part.text[start:end] for part in hit.snippets for start, end in part.highlights]
            assert found == marks, query
        (meaning,) = archive.explain("здоров'ю").words
        assert meaning.part == "здоров'ю"
        assert meaning.words == [("здоров'я", 1)]
        assert meaning.language == "uk"


def test_what_a_word_stands_for_may_begin_otherwise(tmp_path: Path) -> None:
    """With an article, a prefix, a mutated letter, in another script."""
    stories = {
        "ar": ("ناقلة", "وصلت الناقلات إلى الميناء بعد أسبوع من العاصفة، وقال الوزراء إن القرارات صدرت.", "الناقلات"),
        "id": ("angkut", "Kapal itu mengangkut minyak melalui selat, kata menteri pada hari Senin kemarin.", "mengangkut"),
        "ga": ("cúirt", "Táthar ag súil le cinntí na gcúirteanna an tseachtain seo chugainn, a dúirt an tAire.", "gcuirteanna"),
        "sr": ("mreža", "Рибари из три луке рекли су да су танкери уништили њихове мреже.", "мреже"),
    }  # fmt: skip
    feed = write_jsonl(
        tmp_path / "feeds" / "a.jsonl",
        [
            story(at, headline=f"{at}", body=body, language=code)
            for at, (code, (_, body, _)) in enumerate(stories.items(), 1)
        ],
    )
    with morgue.create(tmp_path / "archive") as archive:
        archive.index([feed.parent])
        for code, (word, _, written) in stories.items():
            found = {each.language: each.words for each in archive.explain(word).words}
            assert found == {code: [(written, 1)]}


def test_a_word_that_is_found_with_its_accents_is_not_unknown(tmp_path: Path) -> None:
    body = "Ministri otrdien tikās ostā, un kuģi ar naftu nonāks tur nākamajā nedēļā, teica lēmumu autori."
    feed = write_jsonl(tmp_path / "feeds" / "a.jsonl", [story(1, headline="Osta", body=body, language="lv")])
    with morgue.create(tmp_path / "archive") as archive:
        archive.index([feed.parent])
        for word in ("kuģis", "lēmums"):
            result = archive.search(f"{word} OR zzzz")
            assert result.total == 1
            assert [note.message for note in result.notes] == [f"column {len(word) + 5}: no article has zzzz"]
