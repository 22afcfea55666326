"""Datelines by agency and language, and beginnings that only look like one; the tables stand beside this."""

from __future__ import annotations

from pathlib import Path

import pytest

from morgue.extract.dateline.dateline import Dateline, alone, dateline

TABLES = Path(__file__).with_name("tables")
STORY = {
    "en": "The ferries sail again on Monday, the harbour master said.",
    "fr": "Les bateaux reprendront la mer lundi, a dit le capitaine du port.",
    "de": "Die Fähren fahren am Montag wieder, sagte der Hafenmeister.",
    "es": "Los barcos volverán a navegar el lunes, dijo el capitán del puerto.",
    "pt": "Os barcos voltam a navegar na segunda-feira, disse o capitão do porto.",
    "it": "I traghetti riprendono lunedì, ha detto il comandante del porto.",
    "nl": "De veerboten varen maandag weer, zei de havenmeester.",
    "ru": "Паромы снова выйдут в море в понедельник, сообщил начальник порта.",
    "uk": "Пороми знову вийдуть у море в понеділок, повідомив начальник порту.",
    "bg": "Фериботите отново ще плават в понеделник, каза началникът.",
    "mk": "Траектите повторно ќе пловат во понеделник, рече началникот.",
    "tr": "Feribotlar pazartesi günü yeniden sefere çıkacak.",
    "az": "Bərələr bazar ertəsi yenidən üzəcək.",
    "pl": "Promy znów wypłyną w poniedziałek, powiedział kapitan portu.",
    "cs": "Trajekty znovu vyplují v pondělí, řekl kapitán přístavu.",
    "sk": "Trajekty znova vyplávajú v pondelok, povedal kapitán prístavu.",
    "sl": "Trajekti bodo v ponedeljek znova pluli, je povedal kapitan.",
    "hr": "Trajekti će u ponedjeljak ponovno ploviti, rekao je kapetan.",
    "sr": "Trajekti će u ponedeljak ponovo ploviti, rekao je kapetan.",
    "sq": "Tragetet do të lundrojnë përsëri të hënën, tha kapiteni.",
    "hu": "A kompok hétfőn ismét közlekednek, mondta a kikötő vezetője.",
    "ro": "Feriboturile vor circula din nou luni, a declarat căpitanul.",
    "lt": "Keltai vėl plauks pirmadienį, sakė uosto kapitonas.",
    "sv": "Färjorna går igen på måndag, sade hamnkaptenen.",
    "no": "Fergene går igjen mandag, sa havnefogden.",
    "da": "Færgerne sejler igen mandag, sagde havnefogeden.",
    "fi": "Lautat kulkevat jälleen maanantaina, satamakapteeni sanoi.",
    "id": "Kapal feri kembali berlayar pada Senin, kata kepala pelabuhan.",
    "ms": "Feri belayar semula pada Isnin, kata ketua pelabuhan.",
    "vi": "Phà sẽ hoạt động trở lại vào thứ Hai, giám đốc cảng cho biết.",
    "hi": "नौकाएं सोमवार को फिर चलेंगी, बंदरगाह प्रमुख ने कहा।",
    "bn": "সোমবার আবার ফেরি চলবে, বন্দর প্রধান বলেছেন।",
    "ur": "کشتیاں پیر کو دوبارہ چلیں گی، بندرگاہ کے سربراہ نے کہا۔",
    "ar": "تعود العبارات إلى الإبحار يوم الاثنين، قال مدير الميناء.",
    "fa": "کشتی‌ها دوشنبه دوباره حرکت می‌کنند، رئیس بندر گفت.",
    "zh": "渡轮将于星期一恢复航行，港口负责人说。",
    "ja": "フェリーは月曜日に再開すると港長が述べた。",
    "ko": "여객선이 월요일 다시 운항한다고 항만장이 말했다.",
}


def rows(name: str) -> list[str]:
    """The lines of a table that are no remark."""
    lines = (TABLES / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def told(found: Dateline) -> tuple[str, str, str]:
    """A dateline's places, agency and date in the table's form."""
    where = ", ".join(f"{each.place} {each.country or ''}".strip() for each in found.places)
    date = "-"
    if found.month and found.day:
        date = f"{found.year}-" if found.year else ""
        date += f"{found.month:02}-{found.day:02}"
    elif found.day:
        date = f"--{found.day:02}"
    return where or "-", found.agency or "-", date


@pytest.mark.parametrize("row", rows("datelines.tsv"), ids=lambda row: str(row).split("\t")[0])
def test_dateline(row: str) -> None:
    """Text, places, agency and date, and the story goes on behind it."""
    text, tongue, where, agency, date = row.split("\t")
    paragraph = f"{text} {STORY[tongue]}".replace("⏎ ", "\n")
    text = text.rstrip("⏎")
    found = dateline(paragraph)
    assert found is not None
    assert told(found) == (where, agency, date)
    assert found.text == text
    assert paragraph[found.end :] == STORY[tongue]


@pytest.mark.parametrize("text", rows("not_datelines.txt"))
def test_no_dateline(text: str) -> None:
    """Sentences, labels, names, scores and lists are left alone."""
    assert dateline(text) is None
    assert alone(text) is None
