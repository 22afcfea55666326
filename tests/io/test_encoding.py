"""Text comes out of bytes whatever their encoding is, or is said to be."""

from __future__ import annotations

import codecs
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from morgue.feeds import feed_of_bytes, pick
from morgue.io.encoding import codec_of, declaration, decode, narrow, of_base64, undoubled, undoubled_parts

RUSSIAN = (
    "Паром вышел из порта утром, сообщили в управлении порта. Пассажиры ждали на причале больше трёх часов. "
    * 4
)
GREEK = "Τα πλοία έφυγαν από τον Πειραιά το πρωί της Δευτέρας, είπε το λιμεναρχείο. " * 4
JAPANESE = "フェリーは月曜日の朝に港を出たと港湾局が発表した。乗客は三時間以上待った。" * 6
FRENCH = "Le ferry a quitté le port à l’aube, après « trois heures » d’attente – dit-on."


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "utf-8"])
@pytest.mark.parametrize("mark", [True, False])
def test_unicode_with_and_without_its_mark(codec: str, mark: bool) -> None:
    text = '<?xml version="1.0"?><a>Ferry é</a>'
    boms = {
        "utf-16-le": codecs.BOM_UTF16_LE,
        "utf-16-be": codecs.BOM_UTF16_BE,
        "utf-32-le": codecs.BOM_UTF32_LE,
        "utf-32-be": codecs.BOM_UTF32_BE,
        "utf-8": codecs.BOM_UTF8,
    }
    assert decode((boms[codec] if mark else b"") + text.encode(codec)) == text


@pytest.mark.parametrize(
    ("label", "codec", "text"),
    [
        ("koi8-r", "koi8-r", RUSSIAN),
        ("windows-1251", "cp1251", RUSSIAN),
        ("gb2312", "gb18030", "渡轮星期一早上离港"),
        ("shift_jis", "cp932", JAPANESE),
        ("euc-kr", "cp949", "여객선이 월요일 아침 출항했다"),
        ("iso-8859-1", "cp1252", FRENCH),
        ("tis-620", "cp874", "เรือออกจากท่าเมื่อเช้าวันจันทร์"),
    ],
)
def test_declared_encoding_is_believed(label: str, codec: str, text: str) -> None:
    data = f'<?xml version="1.0" encoding="{label}"?><a>{text}</a>'.encode(codec)
    assert text in decode(data)
    assert decode(text.encode(codec), label) == text


@pytest.mark.parametrize(
    "label", ["iso-8859-1", "windows-1251", "us-ascii", "utf-16", "no-such-thing", "hex", ""]
)
def test_wrong_declaration_gives_way_to_utf8(label: str) -> None:
    data = f'<?xml version="1.0" encoding="{label}"?><a>{FRENCH}</a>'.encode()
    assert FRENCH in decode(data)


@pytest.mark.parametrize(
    ("codec", "text"),
    [
        ("koi8-r", RUSSIAN),
        ("cp1251", RUSSIAN),
        ("cp1253", GREEK),
        ("cp932", JAPANESE),
        ("iso2022_jp", JAPANESE),
    ],
)
def test_undeclared_encoding_is_guessed(codec: str, text: str) -> None:
    assert decode(text.encode(codec)) == text


def test_undeclared_western_bytes_are_windows() -> None:
    assert decode(FRENCH.encode("cp1252")) == FRENCH


def test_few_wrong_bytes_leave_the_rest_utf8() -> None:
    data = (FRENCH * 3).encode() + b" caf\xe9 " + (FRENCH * 3).encode()
    assert decode(data) == FRENCH * 3 + " café " + FRENCH * 3


def test_character_cut_off_at_the_end_goes() -> None:
    assert decode(("é" * 9).encode()[:-1]) == "é" * 8


def test_control_bytes_of_wire_copy_stay() -> None:
    assert decode(b"\x01r i\x1f\x02Ferry sails\x03\x04") == "\x01r i\x1f\x02Ferry sails\x03\x04"


@pytest.mark.parametrize(
    ("head", "label"),
    [
        (b'<?xml version="1.0" encoding="KOI8-R"?>', "koi8-r"),
        (b"\n <?xml version='1.0' encoding='utf-8' ?>", "utf-8"),
        (b'<html><head><meta charset="Windows-1250">', "windows-1250"),
        (b'<meta http-equiv="Content-Type" content="text/html; charset=EUC-JP">', "euc-jp"),
        (b"<a>no declaration</a>", None),
    ],
)
def test_declaration(head: bytes, label: str | None) -> None:
    assert declaration(head) == label


def test_ebcdic_declaration_is_read() -> None:
    text = '<?xml version="1.0" encoding="cp037"?><a>Ferry</a>'
    assert decode(text.encode("cp037")) == text


def test_labels_that_are_no_text_encodings() -> None:
    assert [codec_of(label) for label in ("rot13", "zlib", "hex", "nonsense", None)] == [None] * 5


def test_twice_encoded_text_is_made_whole() -> None:
    assert undoubled("FÃ³rmula") == "Fórmula"
    assert undoubled("donâ€™t") == "don’t"


@pytest.mark.parametrize("text", ["“AMANHÃ”", "Fórmula", "plain", "Â", "¿Qué?"])
def test_sound_text_is_not_unmade(text: str) -> None:
    assert undoubled(text) == text


@given(
    st.binary(max_size=400),
    st.sampled_from([None, "utf-8", "big5", "utf-16", "iso-2022-jp", "x", "idna", "punycode"]),
)
def test_decode_never_fails(data: bytes, label: str | None) -> None:
    assert isinstance(decode(data, label), str)


@given(st.text(max_size=200))
def test_utf8_comes_back(text: str) -> None:
    data = text.encode("utf-8", "ignore")
    if b"\0" not in data and not text.startswith("\ufeff") and b"charset" not in data:
        assert decode(data) == data.decode()


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("â€œFioreâ€\x9d", "“Fiore”"),
        ("Ã\x81lesund", "Álesund"),
        ("Ã\x8dsland", "Ísland"),
        ("ÐŸÐ°Ñ\x80Ð¾Ð¼", "Паром"),
        ("Â«Ã\xa0 bientÃ´tÂ»", "«à bientôt»"),
    ],
)
def test_bytes_that_windows_1252_lacks_are_mended_too(text: str, whole: str) -> None:
    assert undoubled(text) == whole


def test_the_parts_of_a_text_are_mended_beside_others() -> None:
    """Where a feed is known to have been encoded twice, characters that were not stay as they are."""
    assert undoubled_parts("GÃ¶teborger „Hafen“ – 5 €") == "Göteborger „Hafen“ – 5 €"
    assert undoubled_parts("Â") == "Â"


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_what_was_encoded_twice_comes_back(text: str) -> None:
    """By windows-1252, with Latin-1 for the five bytes that it lacks."""
    doubled = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in text.encode("utf-8"))
    assert undoubled(doubled) == text or undoubled(doubled) == doubled
    assert undoubled_parts(doubled) == text or text.isascii() or undoubled(doubled) == doubled


RUSSIAN = "Пожар на мельнице. Огонь уничтожил мельницу на реке в понедельник утром, сообщили власти. Никто не пострадал."
THAI = "ไฟไหม้โรงสี เจ้าหน้าที่กล่าวว่าไม่มีผู้ได้รับบาดเจ็บ เจ้าของกล่าวว่าจะสร้างใหม่ สาเหตุยังไม่ทราบแน่ชัด " * 4
FRENCH = (
    "Le moulin brûle à l’aube – « un désastre », a déclaré le maire. La forêt avait déjà brûlé l’été dernier."
)
GERMAN = (
    "Das Feuer zerstörte die Mühle am Fluß früh am Morgen, erklärten die Behörden für die Öffentlichkeit."
)
POLISH = "Pożar zniszczył młyn nad rzeką w poniedziałek rano, podały władze. Nikt nie został ranny, powiedział właściciel."
HEBREW = "שריפה הרסה את הטחנה על הנהר ביום שני בבוקר, אמרו הרשויות. איש לא נפגע, אמר הבעלים."
SPANISH = "¿Qué pasó? El molino ardió en la mañana del lunes, según el dueño. ¡Nadie resultó herido!, añadió el alcalde."


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        (RUSSIAN, "cp866"),
        (RUSSIAN * 4, "cp866"),
        (RUSSIAN, "koi8-r"),
        (RUSSIAN, "cp855"),
        (THAI, "cp874"),
        (FRENCH, "mac-roman"),
        (FRENCH * 5, "mac-roman"),
        (FRENCH, "cp1252"),
        (GERMAN, "cp437"),
        (GERMAN, "cp850"),
        (GERMAN, "mac-roman"),
        (POLISH, "cp852"),
        (POLISH, "cp1250"),
        (HEBREW, "cp862"),
        ("Η φωτιά κατέστρεψε τον μύλο στο ποτάμι το πρωί της Δευτέρας, είπαν οι αρχές.", "cp737"),
        (SPANISH, "cp1252"),
        (SPANISH, "mac-roman"),
        ("The mill’s owner said “all is well” – it was a café. “Nobody” was hurt, and the mayor’s “yes” is sure.", "mac-roman"),
    ],
)  # fmt: skip
def test_encodings_of_old_systems_show_in_their_words(text: str, codec: str) -> None:
    data = text.encode(codec)
    assert decode(data) == text
    assert pick(data, "story.txt").name == "text"


WIDE = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be")
ROWS = [{"title": "Фото", "text": "Два слова."}, {"title": "Ayr", "text": "Two words."}]
MAIL = "From: news@x.example\nTo: a@x.example\nSubject: Ayr\nDate: Mon, 3 Mar 2025 10:00:00 +0000\nMessage-ID: <1@x.example>\n\nTwo words.\n"


@pytest.mark.parametrize("codec", WIDE)
@pytest.mark.parametrize(
    ("text", "name", "headlines"),
    [
        (json.dumps(ROWS, ensure_ascii=False), "a.json", ["Фото", "Ayr"]),
        (json.dumps(ROWS, ensure_ascii=False, indent=1), "a.txt", ["Фото", "Ayr"]),
        ("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ROWS), "a.jsonl", ["Фото", "Ayr"]),
        ("title,text\nФото,Два слова.\nAyr,Two words.\n", "a.csv", ["Фото", "Ayr"]),
        (MAIL, "a.eml", ["Ayr"]),
        (MAIL, "a", ["Ayr"]),
    ],
)
def test_wide_feeds_are_known_by_their_text(codec: str, text: str, name: str, headlines: list[str]) -> None:
    data = text.encode(codec)
    reader = pick(data, name)
    found = list(reader.read(feed_of_bytes(data, path=name)))
    assert [each.headline for each in found] == headlines


@pytest.mark.parametrize("data", [b"", b"a", b"{}", b"\0", b"\0\0", b"abc\0", '{"a": "ж"}'.encode()])
def test_what_is_not_wide_stays_as_it_is(data: bytes) -> None:
    assert narrow(data) == data


@pytest.mark.parametrize("codec", ["latin-1", "cp1252", "iso-8859-15"])
@pytest.mark.parametrize("turn", range(4))
def test_lines_of_two_encodings(codec: str, turn: int) -> None:
    lines = ["Le café du port", "À l’aube", "Ein Fährunglück", "Ferries"]
    lines = lines[turn:] + lines[:turn]
    data = b"\n".join(line.encode() for line in lines) + b"\nLa cr\xe9ation\nEl ni\xf1o"
    assert decode(data).split("\n") == [*lines, "La création", "El niño"]


@pytest.mark.parametrize(
    "codec", ["gb18030", "cp932", "cp949", "big5", "cp1251", "koi8-r", "cp1253", "cp1252"]
)
def test_text_of_one_other_encoding_is_no_mix(codec: str) -> None:
    texts = {
        "gb18030": "渡轮星期一早上离港，港口管理局说。乘客等了三个多小时。" * 4,
        "cp932": JAPANESE,
        "cp949": "여객선이 월요일 아침 출항했다고 항만청이 발표했다. 승객들은 세 시간 넘게 기다렸다. " * 4,
        "big5": "渡輪星期一早上離港，港口管理局說。乘客等了三個多小時。" * 4,
        "cp1253": GREEK,
        "cp1252": "Der Fährbetrieb ist gestört, sagte der Hafenmeister. Während der Nacht kam kein Schiff. "
        * 4,
    }
    text = texts.get(codec, RUSSIAN)
    assert decode(text.encode(codec)) == text


TURKISH = (
    "İstanbul Valiliği, Boğaz'daki vapur seferlerinin fırtına nedeniyle pazartesi günü durdurulduğunu açıkladı.",
    "Kıyıda mahsur kalan yolcular sabaha karşı kurtarıldı. Üç kişi hastaneye kaldırıldı.",
    "Meclis bütçeyi kabul etti; çiftçilere yardım artırılıyor.",
    "BAŞBAKAN: \u201cGERİ DÖNÜŞ YOK, ÇALIŞMALAR SÜRÜYOR\u201d",
)
BALTIC = (
    "Keltas nuskendo prie Klaipėdos uosto, tačiau visi įgulos nariai buvo išgelbėti. Žūčių nėra.",
    "Seimas priėmė biudžetą, ūkininkams skirta daugiau lėšų.",
    "Prāmis nogrima pie Ventspils ostas, bet visi apkalpes locekļi tika izglābti. Dažādas ziņas vēsta, ka bojāgājušo šoreiz nav.",
    "ŽVEJŲ LAIVAS DINGO PRIE KRANTŲ, ĮGULA IŠGELBĖTA",
)


@pytest.mark.parametrize(
    ("text", "codec"),
    [(text, codec) for text in TURKISH for codec in ("cp1254", "iso8859-9")]
    + [(text, codec) for text in BALTIC for codec in ("cp1257", "iso8859-13")],
)
@pytest.mark.parametrize("times", [1, 40])
def test_an_alphabet_tells_its_encoding(text: str, codec: str, times: int) -> None:
    if codec.startswith("iso"):
        text = text.replace("\u201c", '"').replace("\u201d", '"')
    text = "\n".join([text] * times)
    assert decode(text.encode(codec)) == text


@pytest.mark.parametrize(
    "text",
    [
        "Ferjan sökk við höfnina á mánudag, en allri áhöfninni var bjargað. Þetta sagði lögreglan í gær.",
        "Það var þögn á þinginu; þeir sögðu að þýskir ráðherrar hefðu farið með Müller.",
        "Ferjan sakk við havnina mánadagin, men øll manningin varð bjargað.",
        "Die Fähre sank vor der Küste; alle übrigen Schiffe blieben im Hafen, sagte Þór Sigurðsson aus Reykjavík.",
        "Le ferry a coulé près de la côte, où l'équipage a été sauvé; la forêt brûle déjà.",
        "A balsa afundou junto à costa; a tripulação não está em perigo, disse o capitão.",
        "Færgen sank på havet ud for kysten, og hele besætningen blev reddet.",
        "Parvlaev uppus sadama lähedal, kuid kõik pääsesid; žürii tšempioni ei valinud.".replace("ž", "z").replace("š", "s"),
        "L'onorevole ha detto che la nave è già partita; più tardi si saprà perché.",
        "El niño llegó mañana; pingüino y cigüeña, según Ýmir Örn.",
    ],
)  # fmt: skip
@pytest.mark.parametrize("times", [1, 3])
def test_western_text_stays_as_it_is(text: str, times: int) -> None:
    text = "\n".join([text] * times)
    assert decode(text.encode("cp1252")) == text


def test_a_short_line_of_a_table_is_read_as_the_table_is() -> None:
    rows = [*TURKISH, "Kış"]
    table = "title,text\n" + "".join(f'"{row[:30]}","{row}"\n' for row in rows)
    feed = feed_of_bytes(table.encode("cp1254"), path="a.csv")
    found = list(pick(table.encode("cp1254"), "a.csv").read(feed))
    assert [each.headline for each in found][-1] == "Kış"


COPY_IN = {
    "tr": "Limanda grev başladı. Çalışanlar greve gitti, işçiler ücret artışı istiyor. Bakan, görüşmelerin sürdüğünü söyledi.",
    "cs": "Stávka v přístavu začala ráno. Zaměstnanci zahájili stávku kvůli nízkým mzdám. Předseda odborů uvedl příčiny žádosti.",
    "sk": "Štrajk v prístave sa začal ráno. Zamestnanci začali štrajk pre nízke mzdy. Predseda odborov uviedol dôvody žiadosti.",
    "hu": "Sztrájk kezdődött a kikötőben. A dolgozók sztrájkba léptek, közölte a szakszervezet elnöke. Az igazgató szerint őrült ötlet ez.",
    "pl": "Strajk w porcie rozpoczął się rano. Pracownicy rozpoczęli strajk żądając podwyżek płac. Związek ogłosił szczegóły żądań.",
    "hr": "Štrajk u luci počeo je jutros. Zaposlenici su započeli štrajk tražeći veće plaće. Ministar je rekao da će se pregovori nastaviti.",
    "sl": "Stavka v pristanišču se je začela davi. Zaposleni so začeli stavko in zahtevajo višje plače, je dejal predsednik.",
    "ro": "Grevă în port. Angajaţii au intrat în grevă cerând salarii mai mari. Ministrul a declarat că situaţia este gravă şi că nu pleacă.",
    "lt": "Streikas uoste prasidėjo šį rytą. Darbuotojai pradėjo streiką reikalaudami didesnių atlyginimų. Nė vienas laivas negali išplaukti.",
    "lv": "Streiks ostā sākās šorīt. Darbinieki sāka streiku, pieprasot lielākas algas. Ministrs sacīja, ka sarunas turpināsies piektdien.",
    "is": "Verkfall hófst í höfninni í morgun. Starfsmenn lögðu niður vinnu og krefjast hærri launa. Það er ekkert skip á leið út.",
    "et": "Streik sadamas algas täna hommikul. Töötajad alustasid streiki, nõudes kõrgemat palka. Läbirääkimised jätkuvad reedel.",
    "pt": "A greve começou no porto de São Paulo. Os trabalhadores não querem voltar, disse a união. A situação não é boa.",
    "fr": "La grève a commencé dans le port. Les employés réclament une hausse des salaires, a déclaré leur délégué.",
    "da": "Strejken i havnen begyndte i morges. De ansatte kræver højere løn, sagde formanden på fredag. Ingen både sejler.",
}


@pytest.mark.parametrize(
    ("language", "codec"),
    [
        ("tr", "cp1254"), ("tr", "iso8859-9"), ("cs", "cp1250"), ("cs", "iso8859-2"), ("sk", "cp1250"), ("sk", "iso8859-2"),
        ("hu", "cp1250"), ("hu", "iso8859-2"), ("pl", "cp1250"), ("pl", "iso8859-2"), ("hr", "cp1250"), ("hr", "iso8859-2"),
        ("sl", "cp1250"), ("sl", "iso8859-2"), ("ro", "cp1250"), ("ro", "iso8859-2"), ("lt", "cp1257"), ("lt", "iso8859-13"),
        ("lv", "cp1257"), ("is", "cp1252"), ("et", "cp1252"), ("pt", "cp1252"), ("fr", "cp1252"), ("da", "cp1252"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("times", [1, 5])
def test_a_legacy_encoding_shows_by_the_language(language: str, codec: str, times: int) -> None:
    text = "\n\n".join([COPY_IN[language]] * times)
    assert decode(text.encode(codec)) == text


@pytest.mark.parametrize(
    "written",
    [
        b"VGhlIGZlcnJ5IHNhaWxzLg==",
        b"VGhlIGZlcnJ5\r\n  IHNhaWxzLg",  # lines, and no padding
        b"VGhl-IGZl*cnJ5 IHNh\xe2\x80\x8baWxzLg=",  # characters that are none of the alphabet
        b"VGhlIGZlcnJ5IHNhaWxzLg==A",
    ],
)
def test_base64_is_read_whatever_else_is_in_it(written: bytes) -> None:
    assert of_base64(written).rstrip(b"\0") == b"The ferry sails."


@pytest.mark.parametrize("rare", ["naïve", "à la carte", "Señor", "Citroën und Così"])
def test_a_rare_letter_leaves_much_german_in_windows_1252(rare: str) -> None:
    text = f"Die Fähre wäre über Öl gefahren, {rare}, sagte die Hafenmeisterin. " * 60
    assert decode(text.encode("cp1252")) == text


def test_spaces_that_do_not_break_are_no_letters_of_an_old_program() -> None:
    """In a long table of headlines they are most of what is beyond ASCII; in the encodings of DOS their byte is á."""
    rows = [
        f"Harbour wall {number} holds: \xa0 [Business Desk],García,The Quay Post" for number in range(300)
    ]
    text = "\n".join(rows)
    assert decode(text.encode("cp1252")) == text


def test_hard_spaces_between_words_are_spaces_and_within_words_letters() -> None:
    """Byte A0 is a space of windows-1252, and á by the encodings of DOS."""
    table = (
        "\n".join(f"Wall {number} holds: \xa0 [Business Desk],Quay Post" for number in range(100))
        + "\nÉmile\n"
    )
    assert decode(table.encode("cp1252")) == table
    dos = "Los árboles están más allá del muelle, dijo el capitán. " * 9
    assert decode(dos.encode("cp850")) == dos
