"""The language of a text."""

from __future__ import annotations

import pytest

from morgue.analysis.language import language


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
        (
            "Пороми знову вийдуть у море в понеділок, повідомив начальник порту після тижня штормів і її втрат.",
            "uk",
        ),
        (
            "Фериботите отново ще плават в понеделник, каза началникът на пристанището след седмица бури.",
            "bg",
        ),
        (
            "フェリーは一週間の嵐の後、月曜日に再び運航すると港長が述べた。乗組員は全員無事だったという。",
            "ja",
        ),
        ("폭풍이 일주일 동안 이어진 뒤 여객선이 월요일에 다시 운항한다고 항만장이 밝혔다고 전했다.", "ko"),
        ("Τα πλοία θα σαλπάρουν ξανά τη Δευτέρα, είπε ο λιμενάρχης μετά από μια εβδομάδα.", "el"),
        ("เรือข้ามฟากจะกลับมาแล่นอีกครั้งในวันจันทร์ นายท่าเรือกล่าวหลังพายุพัดหนึ่งสัปดาห์", "th"),
        ("திங்கட்கிழமை மீண்டும் படகுகள் இயங்கும் என்று துறைமுக அதிகாரி கூறினார், ஒரு வார புயலுக்குப் பிறகு.", "ta"),
        (
            "ბორნები ორშაბათს კვლავ გავლენ ზღვაში, თქვა ნავსადგურის უფროსმა ერთკვირიანი ქარიშხლის შემდეგ.",
            "ka",
        ),
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


@pytest.mark.parametrize(
    "text",
    [
        "Паромы снова выйдут в море в понедельник, сообщил начальник этого порта после недели штормов.",
        "渡轮将于星期一恢复航行，港口负责人在一周的风暴之后说，船员平安。",
        "フェリーは一週間の嵐の後、月曜日に再び運航すると港長が述べた。",
        "Die Fähren fahren am Montag wieder, sagte der Hafenmeister, und für die Inseln wird eine Woche mit Sturm nicht ohne "
        "Folgen sein: Auch die Lager sind leer, und nach dem Wind wurde noch eine Brücke gesperrt.",
        "Les bateaux reprendront la mer lundi avec leur équipage, a dit le capitaine du port, qui est dans une autre ville ; "
        "les îles ont été coupées pour une semaine et les vivres sont rares.",
        "Los barcos volverán el lunes, según el capitán, pero las islas también esperan desde el viernes y los almacenes "
        "están vacíos hasta que llegue más grano.",
        "Os barcos voltam na segunda-feira, mas não em todas as ilhas, que são também servidas pelo ar, já com uma semana de "
        "atraso, e pela noite até às dez.",
        "Il capitano ha detto che le navi della compagnia sono ferme nella rada e che anche gli aerei degli isolani, più delle "
        "barche, è nel porto che si fermano alla sera.",
        "De schepen varen maandag weer, zei een man die niet bij naam genoemd wordt, en zijn bemanning werd naar deze haven "
        "gebracht; zij zijn een week niet thuis geweest.",
        "The ferry will sail again on Monday, said the master of the harbour after a week of storms.",
    ],
)
def test_letters_that_tell_a_language_need_no_model(text, monkeypatch):
    def unwanted():
        raise AssertionError

    monkeypatch.setattr("morgue.analysis.language._identifier", unwanted)
    assert language(text)


@pytest.mark.parametrize(
    "text",
    [
        "Os barcos volven o luns, pero non a todas as illas, que son tamén servidas polo aire, cunha semana de atraso, e pola noite ata as dez; o porto foi pechado ao mediodía e ninguén puido saír do peirao.",
        "Els vaixells tornaran dilluns, va dir el capità del port, però les illes són també servides per l'aire amb una setmana de retard, i els magatzems són buits fins que arribi més gra als molls de la ciutat.",
        "Die skepe vaar weer Maandag, het die hawemeester gesê, en die bemanning is na 'n week van storms nie na hierdie hawe gebring nie; hulle was lank van die huis af en wil nou met die eerste boot terug.",
        "D'Schëffer fueren e Méindeg nees, sot de Kapitän, an d'Inselen hunn eng Woch mat Stuerm hannert sech; och d'Lager si net méi voll, an d'Bréck ass no dem Wand nach ëmmer zou, well keng Aarbechter do sinn.",
    ],
    ids=["gl", "ca", "af", "lb"],
)
def test_near_languages_are_no_matter_of_common_words(text):
    assert language(text) not in ("pt", "es", "nl", "de", "fr", "it")
