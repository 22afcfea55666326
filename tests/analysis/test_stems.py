"""Stems by language: the tokens that all engines index."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from morgue._startup.tables import read_rows
from morgue.analysis import stems
from morgue.analysis.analyzer import folded_words, indexed_words, stem, words, written
from morgue.analysis.language import common_words
from morgue.analysis.stems import classes, prepared, query_tokens, raw_word, stem_class, stem_in, token
from tests.analysis.test_analyzer import TEXT, encodable

CODES = ("en", *classes())

FORMS = {
    "ar": "المعلم معلم; السيارة سيارة; كتابها كتاب; وزير وزراء; قانون القوانين; حزب أحزاب; مصنع مصانعها; وثيقة الوثائق; مشروع المشاريع",
    "bg": "министър министърът; санкция санкции; избори изборите; град градове",
    "bn": "মন্ত্রী মন্ত্রীর; সরকার সরকারের; নির্বাচন নির্বাচনে; নেতাদের নেতাই; জেলাটিতে জেলায়; ছাত্ররাও ছাত্রদেরকে; হাতে হাত; "
    "সংসদ সংসদের; করবেন করেছে; করা করছেন; বলেছিলেন বলল; যাওয়ার যাচ্ছে",
    "ca": "sanció sancions; eleccions elecció",
    "cs": "ministr ministři; sankce sankcí; volby volbách; jednal jednala",
    "da": "minister ministeren; sanktion sanktioner; valget valg; forhandlede forhandler",
    "de": "Sanktion Sanktionen; Haus Häuser; München Muenchen; Wahl Wahlen; groß grosse",
    "el": "υπουργός υπουργού; κύρωση κυρώσεις; εκλογή εκλογές",
    "eo": "ministro ministroj; elekto elektojn",
    "es": "ministro ministros; sanción sanciones; elección elecciones",
    "et": "valimine valimised",
    "eu": "gobernua gobernuak; etxea etxearen; gobernuak gobernuari; gobernuko gobernutik; etxean etxera; mendi mendietan",
    "fa": "کتاب کتاب‌ها; انتخاب انتخابات",
    "fi": "ministeri ministerit; pakote pakotteet; vaali vaalit",
    "fr": "ministre ministres; sanction sanctions; élection élections",
    "ga": "éigean héigean; bóthar bóthair; cara chara",
    "he": "ממשלה הממשלה; שר שרים; בחירה בחירות",
    "hi": "लड़का लड़के; किताब किताबें; चुनाव चुनावों",
    "hu": "miniszter miniszterek; szankció szankciók; választás választások",
    "hy": "նախարար նախարարներ; քաղաք քաղաքներ; որոշումներդ որոշումներ; օգոստոս օգոստոսի; մարդ մարդու",
    "id": "menteri menterinya; pilih memilih",
    "it": "ministro ministri; sanzione sanzioni; elezione elezioni",
    "lt": "ministras ministrai; sankcija sankcijos; rinkimai rinkimų",
    "lv": "ministrs ministri; sankcija sankcijas; vēlēšanas vēlēšanu",
    "nb": "minister ministeren; sanksjon sanksjoner; valg valget",
    "ne": "मन्त्री मन्त्रीले; सरकार सरकारको; सरकारबाट सरकारले; घर घरबाट; मन्त्रीहरूबाट मन्त्रीको; नेपालविरुद्ध नेपालमा; वर्षसम्म वर्ष",
    "nl": "minister ministers; sanctie sancties; verkiezing verkiezingen",
    "pl": "premiera premierem; sankcja sankcje; wybory wyborów",
    "pt": "ministro ministros; sanção sanções; eleição eleições",
    "ro": "sancțiune sancțiuni; guvernul guvern",
    "ru": "министр министры; санкция санкции; выборы выборов",
    "sk": "minister ministri; sankcia sankcie; voľby voľbách",
    "sr": "ministar ministri; sankcija sankcije; министар министри; избори izbori",
    "st": "mosebetsi basebetsi; sebaka dibaka; sebaka libaka; rekilweng reka; rekwa reke; puo dipuo",
    "sv": "minister ministern; sanktion sanktioner; valet val",
    "ta": "அமைச்சர் அமைச்சர்கள்; கட்சி கட்சிகள்; மாநிலத்தில் மாநிலங்களுக்கு; நாடு நாட்டின்; மக்களுக்காக மக்களும்; தலைவன் தலைவர்களால்; "
    "மோடியை மோடியிடமிருந்து; அறிவித்தார் அறிவிக்கிறது; வழங்கு வழங்கப்பட்டுள்ளது; பேசினார் பேசியுள்ளார்; கூறுவதாக கூறவில்லை; "
    "செய்தனர் செய்து; செய்யப்பட்டது செய்கிறது; தாக்கும் தாக்கினார்; அரசுக்குத் அரசை",
    "tr": "bakan bakanlar; liman limanlar; karar kararlar",
    "uk": "міністр міністри; санкція санкції; вибори виборів; рік року",
    "ur": "وزیر وزیروں; کتاب کتابیں; حکومت حکومتیں",
    "yi": "וואַל וואַלן; שרײַבט שרײַבן; גוטער גוטע; רעגירונג רעגירונגען",
}
"""Forms of everyday words of the news that meet, by class."""


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
def as_given() -> Any:
    """The tokenizer by which tantivy is given tokens."""
    tantivy = pytest.importorskip("tantivy")
    return tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()


@settings(max_examples=400, deadline=None)
@given(TEXT, st.sampled_from(CODES))
def test_tokens_are_as_many_as_words_and_engines_take_them_as_they_are(text: str, code: str) -> None:
    text = encodable(text)
    made = prepared(text, code)
    tokens = made.split()
    assert tokens == [token(raw_word(text, word), code) for word in words(text)]
    assert indexed_words(made) == tokens
    assert as_given().analyze(made) == tokens


@settings(max_examples=300, deadline=None)
@given(TEXT, st.sampled_from(list(classes())))
def test_words_and_tokens_of_a_text(text: str, code: str) -> None:
    text = encodable(text)
    found, tokens, _ = stems.analyse(text, code)
    assert indexed_words(found) == folded_words(text)
    assert tokens.split() == prepared(text, code).split()


@pytest.mark.parametrize(
    "text",
    [
        "l'an d’État qu'où n°5 aujourd'hui",
        "1,200 2.1 72.3% 3/4 ½ 1st G20 4º",
        "U.S. d.h. z.B. É.U. a.b.c www.example.org",
        "rendez-vous Österreich-Ungarn e-Mail/Öl (Häfen) «Öl»",
        "كتـــاب كتاب مؤتمر",
        "snake_case _é_ é_ô",
        "ｶﾞｽ ガス 東京 ไทย हिन्दी தமிழ்",
        "été co­opération mi‌ravad ﬁn ŉ",
        "١٢٣ १२३ x²",
        "«\u0301σό ΔΡΌΜΟΣ:\u0301σό \u0301οά",
    ],
)
@pytest.mark.parametrize("code", ["de", "fr", "ar", "hi", "-", "lt", "el"])
def test_what_is_between_blanks_is_read_as_its_words_are(text: str, code: str) -> None:
    found, tokens, apart = stems.analyse(text, code)
    assert indexed_words(found) == folded_words(text)
    assert tokens.split() == [token(raw_word(text, word), code) for word in words(text)]
    assert set(apart) == {
        (word.folded, token(raw_word(text, word), code))
        for word in words(text)
        if token(written(word.folded), code) != token(raw_word(text, word), code)
    }


def test_a_run_that_is_not_remembered_has_its_words_too() -> None:
    text = "Häfen " + "öl" * stems.LONG + " Häfen"
    found, tokens, apart = stems.analyse(text, "de")
    assert indexed_words(found) == folded_words(text)
    assert len(tokens.split()) == 3
    assert {word for word, _ in apart} <= set(folded_words(text))


@given(TEXT)
def test_tokens_of_english_are_its_stems(text: str) -> None:
    text = encodable(text)
    assert [token(raw_word(text, word), "en") for word in words(text)] == [
        stem(word.folded) for word in words(text)
    ]


@settings(deadline=None)
@given(TEXT, st.sampled_from(CODES))
def test_composed_and_decomposed_text_have_the_same_tokens(text: str, code: str) -> None:
    text = encodable(text)
    apart = prepared(unicodedata.normalize("NFD", text), code)
    assert indexed_words(apart) == indexed_words(prepared(unicodedata.normalize("NFC", text), code))


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("de", "Häfen der Gewerkschaften"),
        ("fr", "négociations"),
        ("sv", "hamnarna"),
        ("tr", "limanlar"),
        ("hu", "kikötők"),
    ],
)
def test_letters_of_full_width_have_the_stems_of_others(code: str, text: str) -> None:
    wide = "".join(chr(ord(each) + 0xFEE0) if "!" <= each <= "~" else each for each in text)
    assert prepared(wide, code) == prepared(text, code)
    assert prepared(wide.upper(), code) == prepared(text, code)
    assert [token(raw_word(wide, word), code) for word in words(wide)] == prepared(text, code).split()


def test_tokens_of_a_query() -> None:
    assert query_tokens("häuser", ("en", "de", "-")) == (
        "hauser",
        token("haus", "de"),
        "hauser" + classes()["de"].mark,
        "hauser" + classes()["-"].mark,
    )
    assert query_tokens("2025", ("en", "de", "-")) == ("2025",)
    assert query_tokens("東", ("en", "de", "-")) == ("东",)


@pytest.mark.parametrize(
    ("code", "one", "other"),
    [
        ("tr", "gemi", "gemilere"),
        ("tr", "liman", "limanlar"),
        ("hu", "kamion", "kamionokat"),
        ("hu", "ház", "házakban"),
    ],
)
def test_a_word_meets_a_form_whose_stem_it_is(code: str, one: str, other: str) -> None:
    assert token(other, code) in query_tokens(one, (code,))
    assert token(one, code) in query_tokens(other, (code,))


@pytest.mark.parametrize(
    ("code", "typed", "form"),
    [
        ("ur", "بندرگاہ", "بندرگاہوں"),
        ("uk", "іподром", "іподромі"),
        ("hy", "ձկնորս", "ձկնորսները"),
    ],
)
def test_a_word_whose_letters_look_like_an_ending_meets_its_forms(code: str, typed: str, form: str) -> None:
    assert token(form, code) in query_tokens(typed, (code,))


def test_a_reflexive_verb_of_ukrainian_is_a_word_of_its_own() -> None:
    for one, other in (("зустрівся", "зустрітися"), ("зустрілась", "зустрінеться"), ("зустріли", "зустріти")):
        assert token(one, "uk") in query_tokens(other, ("uk",))
        assert token(other, "uk") in query_tokens(one, ("uk",))
    assert token("зустрілися", "uk") not in query_tokens("зустріти", ("uk",))
    assert token("зустріли", "uk") in query_tokens("зустрітися", ("uk",)), (
        "as in archives that have one stem for both"
    )


def stem_of(word: str, code: str) -> list[str]:
    """The stems of what is one word, or two where a joiner is typed as a space."""
    return [stem_in(raw_word(word, each), code) for each in words(word)]


@pytest.mark.parametrize(
    ("code", "pair"), [(code, pair) for code, pairs in FORMS.items() for pair in pairs.split("; ")]
)
def test_forms_of_a_word_meet(code: str, pair: str) -> None:
    one, other = pair.split()
    assert stem_of(one, code) == stem_of(other, code)
    assert prepared(one, code) == prepared(other, code)


def test_every_class_has_forms() -> None:
    assert set(FORMS) == set(classes()) - {"-"}


@pytest.mark.parametrize(
    ("code", "one", "other"),
    [
        ("de", "Sanktion", "Saison"),
        ("bg", "градове", "градини"),
        ("uk", "міністр", "міністерство"),
        ("sk", "minister", "ministerstvo"),
        ("lv", "vēlēšanas", "vēlmes"),
        ("he", "ממשלה", "משפחה"),
        ("ur", "وزیر", "وزارت"),
        ("ne", "सम्प्रति", "सम्म"),
        ("eu", "etxea", "eta"),
        ("eu", "gobernua", "gobernadorea"),
        ("ne", "घरबाट", "बाटो"),
        ("bn", "সরকার", "সরাসরি"),
        ("ta", "இந்தி", "இந்த"),
        ("ta", "சொந்தமான", "சொத்து"),
        ("ta", "செய்தி", "செய்து"),
        ("ta", "குழந்தையை", "குழு"),
        ("ta", "தாக்கு", "தா"),
        ("ta", "கோயிலில்", "கோவை"),
        ("bn", "আমার", "আম"),
        ("bn", "মাটি", "মায়ের"),
        ("bn", "চালের", "চায়ের"),
        ("bn", "গর্বের", "গর্তের"),
        ("bn", "মাছি", "মায়ের"),
        ("bn", "শিক্ষক", "শিক্ষা"),
        ("tr", "bakan", "banka"),
        ("ar", "بناء", "بين"),
        ("ar", "كتاب", "كتب"),
    ],
)
def test_other_words_do_not(code: str, one: str, other: str) -> None:
    assert token(one.lower(), code) != token(other.lower(), code)


@pytest.mark.parametrize(
    ("code", "function_word", "others"),
    [
        ("pt", "para", "Paris par"),
        ("de", "hat", "hate"),
        ("es", "así", "Asia Asian"),
        ("fr", "pas", "pass passes"),
        ("hu", "már", "market mark"),
        ("hu", "te", "team"),
        ("lt", "ir", "Iran iron"),
        ("tr", "da", "data"),
        ("eo", "la", "Laos lai"),
        ("et", "minu", "minutes mine minimal"),
        ("et", "mis", "missed missiles"),
        ("eu", "han", "Hanna Hanoi"),
        ("ga", "mar", "Maria Marie"),
        ("st", "re", "more"),
        ("st", "ke", "like make"),
    ],
)
def test_a_function_word_is_no_form_of_another_word(code: str, function_word: str, others: str) -> None:
    """Else each story in Portuguese would be one about Paris."""
    made = token(function_word, code)
    assert made in query_tokens(function_word, CODES)
    for other in others.split():
        assert made not in query_tokens(other.lower(), CODES), other
        assert token(other.lower(), code) in query_tokens(other.lower(), CODES)


def test_function_words_of_their_own_are_common_words() -> None:
    rows = dict(read_rows(stems._TABLE.with_name("unstemmed.tsv")))
    for code, listed in rows.items():
        assert code in classes()
        common = common_words(stems.LISTED.get(code, code))
        # of a language that no common words are listed of, they are pronouns
        assert not common or set(listed.split()) <= common, code


def test_a_verb_that_is_a_function_word_too_is_stemmed() -> None:
    assert token("bonoa", "st") in query_tokens("bona", ("st",))


def test_a_function_word_is_found_as_it_is_typed() -> None:
    assert token("ÀS".lower(), "pt") in query_tokens("as", ("pt",))
    assert stem_in("para", "pt") == "para"


@pytest.mark.parametrize(
    "spellings",
    ["münchen muenchen munchen", "größe groesse grösse grosse", "straße strasse", "übung uebung ubung"],
)
def test_umlauts_are_one_with_their_spellings_in_german(spellings: str) -> None:
    assert len({token(each, "de") for each in spellings.split()}) == 1


def test_umlauts_are_not_spelt_so_elsewhere() -> None:
    assert token("müller", "sv") != token("mueller", "sv")


def test_words_that_no_stemmer_changes_have_no_mark() -> None:
    for code in classes():
        assert token("2025", code) == "2025"
        assert token("京", code) == "京"
    assert token("слово", "-") == "слово"
    assert token("word", "-") == "word" + classes()["-"].mark


def test_what_is_no_word_of_any_language_stays_as_it_is() -> None:
    long = "ministeriums" * 10
    assert token(long, "de") == long + classes()["de"].mark


def test_initials_are_one_word() -> None:
    assert prepared("der U.S. und der US", "de").split()[1] == prepared("US", "de")


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stems, "KNOWN", 100)
    stems._Chunks._forget()
    for number in range(300):
        prepared(f"wort{number} «wort{number}» ort{number}-wort", "de" if number % 2 else "uk")
        prepared("-".join(f"sechs{number}x{each}" for each in range(40)), "fr")  # one chunk of many words
        known = sum(len(each) + len(each._words) for each in stems._Chunks.every)
        assert known == stems._Chunks.held <= 100


def test_a_chunk_of_many_words_is_read_in_one_pass() -> None:
    """The words that are apart of each other are put together once, and not again with each next word."""
    number = 200_000  # a copy for each word would be twenty thousand million places
    _, tokens, apart = stems.analyse("-".join(["décidées"] * number), "fr")
    assert len(apart) == tokens.count(" ") + 1 == number


@pytest.mark.parametrize(
    ("code", "forms", "other"),
    [
        ("lt", "šokių šokius šokiai", "sokiai"),
        ("lt", "Ąžuolas ąžuolai ąžuolų", "azuolas"),
        ("lv", "bāra bāru bāram", "bara"),
        ("lv", "ceļš ceļi ceļu", "cels"),
    ],
)
def test_a_language_may_keep_its_letters_in_stems(code: str, forms: str, other: str) -> None:
    made = {token(each.lower(), code) for each in forms.split()}
    assert len(made) == 1
    assert token(other, code) not in made
    bare = "".join(folded_words(forms.split()[0]))
    assert set(stems.analyse(forms, code)[2]) >= {(bare, *made)}


def test_letters_of_other_languages_are_folded() -> None:
    assert token("müller", "lt") == token("muller", "lt")
