"""Articles of one story share numbers of their sketches, others do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from morgue.analysis.analyzer import indexable
from morgue.stories.sketch import SHARED, SIZE, TEXT, WINDOW, asked, sketch
from tests.stories.copy import DIGEST_REST, FERRY, paragraphs

PARTS = paragraphs(FERRY)


def of(body: str, headline: str | None = None) -> tuple[int, ...]:
    return sketch(indexable(body), headline)


def common(a: tuple[int, ...], b: tuple[int, ...]) -> int:
    return len(set(a) & set(b))


@given(st.text(max_size=600), st.none() | st.text(max_size=80))
def test_a_sketch_has_a_few_small_numbers_each_once(body: str, headline: str | None) -> None:
    numbers = of(body, headline)
    assert len(numbers) <= SIZE
    assert len(of(body)) <= TEXT
    assert all(0 <= number < 2**32 for number in numbers)
    assert len(set(of(body))) == len(of(body))
    assert numbers == of(body, headline)


@given(st.text(min_size=1, max_size=300))
def test_a_sketch_is_that_of_the_words(body: str) -> None:
    assert of(f" {body}, ") == of(body) == of(f"({body})")


def test_an_article_without_words_has_none() -> None:
    assert of("") == of("…!", "***") == ()
    assert asked(None, None) == asked("***", "…") == ()


def test_a_short_text_has_one_number_of_all_its_words() -> None:
    assert len(of("Ferry crews strike")) == 1
    assert of("Ferry crews strike") == of("ferry CREWS strike!") != of("crews ferry strike")
    assert len(of(" ".join("abcdefg"[:WINDOW]))) == 1


def test_copies_cuts_and_extensions_share_numbers() -> None:
    whole = of(FERRY)
    assert len(whole) == TEXT
    assert common(whole, of(f"{FERRY}\n\nRead more on our site.")) >= TEXT - 2
    assert common(whole, of("\n\n".join(PARTS[:3]))) >= SHARED
    assert common(whole, of(f"{FERRY}\n\n{paragraphs(DIGEST_REST)[0]}")) >= SHARED
    assert common(whole, of(DIGEST_REST)) == 0


def test_the_place_of_a_passage_does_not_matter() -> None:
    assert of(f"{PARTS[0]}\n\n{PARTS[1]}") != ()
    assert common(of(PARTS[2] * 2), of(f"{DIGEST_REST[:200]} {PARTS[2]}")) >= SHARED


CHINESE = "渡轮船员周四结束了为期九天的罢工，此前船东同意将工资提高百分之四点五，海员工会表示。四十艘停泊在奥萨港的船只将于早晨六点再次启航。"
JAPANESE = "フェリーの乗組員は木曜日、船主が賃金を引き上げることに同意したため、九日間のストライキを終えたと組合が発表した。港に停泊していた四十隻の船は再び出航する。"
THAI = "ลูกเรือเรือข้ามฟากยุติการนัดหยุดงานเก้าวันเมื่อวันพฤหัสบดีหลังจากเจ้าของเรือตกลงขึ้นค่าจ้าง เรือสี่สิบลำที่จอดอยู่ในท่าเรือจะออกเดินทางอีกครั้ง"
ARABIC = "أنهى أفراد طواقم العبارات إضرابا استمر تسعة أيام يوم الخميس بعد أن وافق الملاك على رفع الأجور بنسبة أربعة ونصف في المئة، وقالت نقابة البحارة إن أربعين سفينة ستبحر من جديد في السادسة صباحا من الميناء"
RUSSIAN = "Экипажи паромов в четверг прекратили девятидневную забастовку после того, как владельцы согласились повысить зарплату на четыре с половиной процента, сообщил профсоюз моряков. Сорок судов снова выйдут из гавани в шесть утра"
GREEK = "Τα πληρώματα των πλοίων τερμάτισαν την Πέμπτη εννιαήμερη απεργία αφού οι ιδιοκτήτες συμφώνησαν να αυξήσουν τους μισθούς κατά τεσσεράμισι τοις εκατό, ανακοίνωσε το σωματείο. Σαράντα πλοία θα αποπλεύσουν πάλι στις έξι το πρωί"
TURKISH = "İSKENDERUN'DA FERİBOT ÇALIŞANLARI DOKUZ GÜNLÜK GREVİ PERŞEMBE GÜNÜ BİTİRDİ, SENDİKA KIRK GEMİNİN SABAH ALTIDA YENİDEN SEFERE ÇIKACAĞINI AÇIKLADI VE ÜCRETLERİN ARTACAĞINI SÖYLEDİ"


@pytest.mark.parametrize("text", [CHINESE, JAPANESE, THAI, ARABIC, RUSSIAN, GREEK, TURKISH])
def test_texts_of_all_scripts_are_found_by_a_part(text: str) -> None:
    numbers = of(text)
    assert len(numbers) >= 10
    assert common(numbers, of(text[: len(text) * 2 // 3])) >= SHARED
    assert common(numbers, of(f"{DIGEST_REST[:300]}\n\n{text}")) >= SHARED
    assert common(numbers, of(DIGEST_REST)) == 0


def test_spellings_that_are_one_give_one_sketch() -> None:
    assert of("Le Conseil d’État a décidé après un long débat à Genève") == of("LE CONSEIL D'ETAT A DECIDE APRES UN LONG DEBAT A GENEVE")  # fmt: skip
    assert of("feri̇bot grevi̇ i̇zmi̇r körfezi̇nde bi̇tti̇") == of("FERİBOT GREVİ İZMİR KÖRFEZİNDE BİTTİ")
    assert of("渡輪船員結束罷工並返回港口") == of("渡轮船员结束罢工并返回港口")


def test_articles_under_one_headline_share_numbers_whatever_their_text() -> None:
    one = of(PARTS[0], "OSSA LINE INC <OSL> 4TH QTR NET")
    assert common(one, of(PARTS[5], "OSSA LINE INC <OSL> 4TH QTR JAN 31 NET")) >= SHARED
    assert common(one, of(PARTS[5], "VELDEN STEEL CO <VST> 4TH QTR LOSS")) < SHARED


def test_a_correction_asks_for_the_story_that_it_names() -> None:
    story = of(FERRY, "Ferry crews end strike in Ossa")
    note = asked(
        "CORRECTION - FERRIES",
        'In the OSSA story headlined "Ferry crews end strike in Ossa" please read fifty ships.',
    )
    assert common(note, story) >= 1
    assert common(asked("CORRECTED-Ferry crews end strike", "Forty ships."), story) >= 1
    assert common(asked("RPT-Ossa line <OSL> net", ""), of("", "RESULTS OF OSSA LINE <OSL.N>")) >= 1
    assert common(note, of(DIGEST_REST, "Budget passes by one vote in Velden")) == 0


def test_a_correction_in_characters_asks_for_its_story_too() -> None:
    story = of(CHINESE, "渡轮船员结束罢工返回港口")
    assert common(asked("更正：渡轮船员结束罢工返回港口", "四十艘"), story) >= 1


def test_news_asks_for_nothing() -> None:
    assert asked("Ferry crews end strike in Ossa", FERRY) == ()
    assert (
        asked("Crews sail on Friday instead of Saturday", "Crews sail on Friday instead of Saturday.") == ()
    )


def test_what_is_asked_is_bounded() -> None:
    assert len(asked("CORRECTION - X", "please read " + " ".join(f"word{n}" for n in range(100_000)))) < 600
