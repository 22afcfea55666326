"""Datelines in the manner of the world's agencies, and what only looks like one."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from morgue.extract.dateline import dateline as datelines
from morgue.extract.dateline.dateline import LONGEST, dateline, stated
from tests.growth import grows_too_fast, run_of

READ = [
    # text of the dateline, places, agency, (month, day, year)
    ("PARIS (Reuters) -", "Paris FR", "Reuters", None),
    ("BRUSSELS, Oct 23 (Xinhua) --", "Brussels BE", "Xinhua", (10, 23, None)),
    ("BEIJING, Oct. 23, 2025 (Xinhua) --", "Beijing CN", "Xinhua", (10, 23, 2025)),
    ("Brussels [Belgium], October 23 (ANI):", "Brussels BE", "ANI", (10, 23, None)),
    ("Thiruvananthapuram (Kerala) [India], May 3 (ANI):", "Thiruvananthapuram IN", "ANI", (5, 3, None)),
    ("NEW DELHI, March 4:", "New Delhi IN", None, (3, 4, None)),
    ("Kolkata, Aug 9 (PTI)", "Kolkata IN", "PTI", (8, 9, None)),
    ("Lucknow, Jan 22 (IANS)", "Lucknow IN", "IANS", (1, 22, None)),
    ("Jaipur, May 3 (UNI):", "Jaipur IN", "UNI", (5, 3, None)),
    ("MOSCOW, October 23. /TASS/.", "Moscow RU", "TASS", (10, 23, None)),
    ("KIEV. April 21 (Interfax) -", "Kiev UA", "Interfax", (4, 21, None)),
    ("Москва. 23 октября. INTERFAX.RU -", "Москва RU", "Interfax", (10, 23, None)),
    ("NEW YORK (AP) _", "New York US", "AP", None),
    ("(Washington-AP) --", "Washington US", "AP", None),
    ("(Washington-AP)", "Washington US", "AP", None),
    ("(Lansing, Mich.-AP) --", "Lansing US", "AP", None),
    ("(Nairobi, Kenya-Reuters)", "Nairobi KE", "Reuters", None),
    ("(Undated-AP) --", "", "AP", None),
    ("UNDATED (AP) --", "", "AP", None),
    ("BATON ROUGE, La. (AP) —", "Baton Rouge US", "AP", None),
    ("COEUR D'ALENE, Idaho (AP) —", "Coeur d'Alene US", "AP", None),
    ("KYIV, Ukraine (AP) —", "Kyiv UA", "AP", None),
    ("GAZA CITY, Gaza Strip (AP) —", "Gaza City PS", "AP", None),
    ("(AP) _", "", "AP", None),
    ("AP -", "", "AP", None),
    ("May 3 (Reuters) -", "", "Reuters", (5, 3, None)),
    ("CAIRO, July 19 (MENA) –", "Cairo EG", "MENA", (7, 19, None)),
    ("LONDON, 2 June —", "London GB", None, (6, 2, None)),
    ("Madrid, 3 mar (EFE).-", "Madrid ES", "EFE", (3, 3, None)),
    ("Roma, 12 gen. (ANSA) -", "Roma IT", "ANSA", (1, 12, None)),
    ("(ANSA) - ROMA, 12 GEN -", "Roma IT", "ANSA", (1, 12, None)),
    ("Berlin (dpa) -", "Berlin DE", "dpa", None),
    ("Frankfurt/Main (dpa) -", "Frankfurt/Main DE", "dpa", None),
    ("Moskau (dpa/RIA Novosti) -", "Moskau RU", "dpa", None),
    ("Paris (ats afp)", "Paris FR", "SDA", None),
    ("Paris, 3 mars 2024 (AFP) -", "Paris FR", "AFP", (3, 3, 2024)),
    ("Lisboa, 3 mai 2023 (Lusa) –", "Lisboa PT", "Lusa", (5, 3, 2023)),
    ("KUALA LUMPUR, May 3 (Bernama) --", "Kuala Lumpur MY", "Bernama", (5, 3, None)),
    ("Bandung, W Java (ANTARA) -", "Bandung ID", "ANTARA", None),
    ("SAPPORO, Feb. 4, Kyodo -", "Sapporo JP", "Kyodo", (2, 4, None)),
    ("SAITAMA, Japan, Dec. 9 Kyodo -", "Saitama JP", "Kyodo", (12, 9, None)),
    ("Tokyo, Oct. 23 (Jiji Press)--", "Tokyo JP", "Jiji", (10, 23, None)),
    ("INCHEON, Sept. 12 (Yonhap) --", "Incheon KR", "Yonhap", (9, 12, None)),
    ("IZMIR, Türkiye (AA) -", "Izmir TR", "Anadolu", None),
    ("AJMAN, 3rd March, 2024 (WAM) --", "Ajman AE", "WAM", (3, 3, 2024)),
    ("Amman, Oct. 3 (Petra)--", "Amman JO", "Petra", (10, 3, None)),
    ("Manama, May 3 (BNA):", "Manama BH", "BNA", (5, 3, None)),
    ("Kabul, May 3 (BNA):", "Kabul AF", "Bakhtar", (5, 3, None)),
    ("Tamale (N/R), Aug 11, GNA –", "Tamale GH", "GNA", (8, 11, None)),
    ("Addis Ababa, May 3/2023 (ENA)", "Addis Ababa ET", "ENA", (5, 3, 2023)),
    ("BRISBANE, Oct 12 AAP -", "Brisbane AU", "AAP", (10, 12, None)),
    ("Isfahan, IRNA –", "Isfahan IR", "IRNA", None),
    ("Ulaanbaatar /MONTSAME/.", "Ulaanbaatar MN", "Montsame", None),
    ("Copenhagen, Denmark | AFP |", "Copenhagen DK", "AFP", None),
    ("AUSTIN, Texas, Feb. 1, 2017 /PRNewswire-AsiaNet/ --", "Austin US", "PR Newswire", (2, 1, 2017)),
    ("LONDON--(BUSINESS WIRE)--", "London GB", "Business Wire", None),
    ("MADRID/LISBON, April 28 (Reuters) -", "Madrid ES, Lisbon PT", "Reuters", (4, 28, None)),
    ("WASHINGTON AND LONDON (AP) —", "Washington US, London GB", "AP", None),
    ("Kampala & Kayunga, Jul 19 2022 (IPS) -", "Kampala UG, Kayunga UG", "IPS", (7, 19, 2022)),
    ("BAKU, Azerbaijan, May 3.", "Baku AZ", None, (5, 3, None)),
    ("CAIRO – 26 July 2022:", "Cairo EG", None, (7, 26, 2022)),
    ("SINGAPORE (May 6, 2021) —", "Singapore SG", None, (5, 6, 2021)),
    ("Egypt, Cairo, June 2022:", "Cairo EG", None, (6, None, 2022)),
    ("LEON, GUANAJUATO.-", "Leon MX", None, None),
    ("Mumbai, India –", "Mumbai IN", None, None),
    ("ALGIERS-", "Algiers DZ", None, None),
    ("TEHRAN—", "Tehran IR", None, None),
    ("Cape Town -", "Cape Town ZA", None, None),
    ("KARACHI:", "Karachi PK", None, None),
    ("Pune:", "Pune IN", None, None),
    ("NICE, France —", "Nice FR", None, None),
    ("LOS ANGELES (KXYZ) --", "Los Angeles US", None, None),
    ("SMALLHAMLET, Ohio (AP) —", "Smallhamlet US", "AP", None),
    ("SURABAYA, Indonesia/JAKARTA (Reuters) -", "Surabaya ID, Jakarta ID", "Reuters", None),
    ("Verden/Aller (dpa) -", "Verden DE", "dpa", None),
    ("Kleinkleckersdorf (dpa) -", "Kleinkleckersdorf ", "dpa", None),
]


@pytest.mark.parametrize(
    ("text", "rest", "where", "agency", "date"),
    [
        ("新华社布鲁塞尔10月24日电", "（记者 林晓舟）欧洲联盟批准制裁。", "布鲁塞尔 BE", "Xinhua", (10, 24)),
        ("【東京共同】", "日本と韓国は合意した。", "東京 JP", "Kyodo", (None, None)),
        ("［ロンドン 5日 ロイター］", "英国は合意した。", "ロンドン GB", "Reuters", (None, 5)),
        ("(서울=연합뉴스) 홍길동 기자 =", "정부는 합의했다.", "서울 KR", "Yonhap", (None, None)),
        (
            "الإسكندرية في 12 نوفمبر /أ ش أ/",
            "افتتحت وزارة السياحة قاعة جديدة.",
            "الإسكندرية EG",
            "MENA",
            (11, 12),
        ),
        ("भुवनेश्वर, 29 अक्टूबर (भाषा)", "चक्रवाती तूफान तट से टकराया।", "भुवनेश्वर IN", "PTI", (10, 29)),
    ],
)
def test_other_scripts(
    text: str, rest: str, where: str, agency: str, date: tuple[int | None, int | None]
) -> None:
    """Datelines in Han, Kana, Hangul, Arabic and Devanagari."""
    found = dateline(f"{text} {rest}")
    assert found is not None
    assert found.text == text
    assert ", ".join(f"{each.place} {each.country or ''}" for each in found.places) == where
    assert (found.agency, found.month, found.day) == (agency, *date)


@pytest.mark.parametrize(
    "text", ["欧洲联盟24日通过制裁。", "（记者 林晓舟）欧洲", "【解説】制裁とは", "(서울) 정부는"]
)
def test_no_dateline_in_other_scripts(text: str) -> None:
    """Sentences, labels and brackets without an agency."""
    assert dateline(text) is None


@pytest.mark.parametrize(("text", "where", "agency", "date"), READ)
def test_dateline(text: str, where: str, agency: str | None, date: tuple[int | None, ...] | None) -> None:
    """Places with countries, agency and date, and the story goes on behind it."""
    paragraph = f"{text} The ferries sail again on Monday, the harbour master said."
    found = dateline(paragraph)
    assert found is not None
    assert found.text == text
    assert paragraph[found.end :].startswith("The ferries")
    assert ", ".join(f"{each.place} {each.country or ''}" for each in found.places) == where
    assert found.agency == agency
    assert (found.month, found.day, found.year) == (date or (None, None, None))


@pytest.mark.parametrize(
    "text",
    [
        "Note: The story",
        "Q: What",
        "OPINION: The council",
        "EXPLAINER — What",
        "COVID-19 - The disease",
        "WASHINGTON POST (company) - The paper",
        "By Jane Doe in Paris",
        "Jordan - a keeper in his first season (on loan since May) - saved",
        "Rome, Athens and Sofia signed the accord",
        "The museum in Florence (dpa file photo) reopens",
        "In London, May 1 brought",
        "September 9 (a Saturday) opens the season",
        "Kyiv has asked, an aide told Agence France-Presse (AFP) on Tuesday.",
        "The Associated Press (AP) said",
        "Xinhua said on Tuesday",
        "Paris: “I have never",
        "READING: A new list",
        "NICE — The weather",
        "Monday, May 3 - The",
        "May 3: The",
        "May 3 - The",
        "On May 3, 2023 - The",
        "Manchester United - The club",
        "Real Madrid (Spain) - The club",
        "Chelsea - The club",
        "Charlotte - The",
        "Victoria: The",
        "Jordan: The forward",
        "United States (US) - The",
        "Photo (AP) - The",
        "Jane Doe, Reuters: The",
        "TOKYO OLYMPICS: The",
        "PARIS AGREEMENT — The",
        "PREMIER LEAGUE - The",
        "Date: May 3, 2023",
        "Afrol Features, May 3 - The",
        "",
        "   ",
        "(",
    ],
)
def test_no_dateline(text: str) -> None:
    """Labels, names, sentences and quotes are left alone."""
    assert dateline(f"{text} minister said today that the talks went on.") is None


@pytest.mark.parametrize(
    ("text", "where", "month"),
    [
        ("    NEW YORK, March 3 - ", "New York US", 3),
        ("BUTLER, Pa., March 2 -", "Butler US", 3),
        ("FARMINGTON Conn., March 9 -", "Farmington US", 3),
        ("RPT --LUDWIGSHAFEN, West Germany, March 30 -", "Ludwigshafen DE", 3),
        ("****LONDON, March 3 -", "London GB", 3),
        ("La paz, march 4 -", "La paz BO", 3),
        ("DALLAS/FORT WORTH, Texas, March 3 -", "Dallas US, Fort Worth US", 3),
        ("NEW YORK, Narch 2 -", "New York US", None),
        ("ODDVILLE, March 2", "Oddville ", 3),
    ],
)
def test_stated_dateline(text: str, where: str, month: int | None) -> None:
    """A dateline that a format states is read more freely, and kept as it is written."""
    found = stated(text)
    assert found.text == " ".join(text.split())
    assert ", ".join(f"{each.place} {each.country or ''}" for each in found.places) == where
    assert found.month == month


def test_a_stated_dateline_that_means_nothing_is_kept() -> None:
    """What is not understood stays as text."""
    assert stated("on the road, somewhere between 3 and 4") == (
        "on the road, somewhere between 3 and 4",
        38,
        (),
        None,
        None,
        None,
        None,
    )


@given(st.text(max_size=400))
def test_any_paragraph(text: str) -> None:
    """Never raises; what is found begins the paragraph and is short."""
    found = dateline(text)
    if found:
        assert 0 < found.end <= min(len(text), LONGEST + 1)
        assert text[: found.end].strip().endswith(found.text[-1:])


@pytest.mark.parametrize("unit", ["(", "[", "<", ",", "RPT ", "a "])
def test_what_is_no_dateline_at_all_names_no_place(unit: str) -> None:
    assert stated(unit * 60_000).places == ()
    assert not grows_too_fast(stated, run_of(unit))


@pytest.mark.parametrize(
    "day", ["Feb 6", "Sept. 30", "May 31", "December 1", "Mar 3", "Listopada 3", "Smarch 3", "June 0"]
)
@pytest.mark.parametrize(
    "text",
    [
        "NEW YORK, {} (AP) - The harbour is open.",
        "NEW YORK, {} - The harbour is open.",
        "LAGOS, Nigeria, {} (Reuters) -- the harbour is open.",
        "ZAGREB, {} (Hina) - Luka je otvorena.",
        "(AFP) PARIS, {} (Reuters) — “The harbour is open.”",
        'Port Elsewhere, {} (ANI): "The harbour" is open.',
        "Fans of the Harbour, {} - they came.",
        "London, Thursday, {} (The Harbour Post): The harbour is open.",
    ],
)
def test_a_place_on_another_day_is_read_alike(text: str, day: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is remembered of a place for all days is what reading it anew on that day says."""
    paragraph = text.format(day)
    remembered = dateline(paragraph), stated(paragraph.partition(" - ")[0])
    monkeypatch.setattr(datelines, "_ON_A_DAY", re.compile(r"(?!)"))
    datelines._stated.cache_clear()
    datelines._read.cache_clear()
    assert (dateline(paragraph), stated(paragraph.partition(" - ")[0])) == remembered


@given(
    st.text("Aa (\"'“‘« \n1é", max_size=6),
    st.sampled_from(["BEIRUT", "Beirut", "PORT ELSEWHERE", "READING", "The Harbour Post"]),
    st.sampled_from(["", "AP", "ANI"]),
    st.sampled_from(["-", ":", ".", ""]),
)
def test_how_the_story_goes_on_is_told_by_its_beginning(
    rest: str, inner: str, agency: str, mark: str
) -> None:
    """The rest of the paragraph decides by the two things alone that are remembered of it."""
    inner = f"{inner} ({agency})" if agency else inner
    whole = datelines._read.__wrapped__(inner, None, False, mark, rest)
    assert datelines._parts(inner, None, vouched=False, mark=mark, rest=rest) == whole


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("ZAGREB, 23. listopada 2025. (Hina) - Vlada je odlučila.", 10),
        ("BRUXELLES, 23. listopada 2025. (Hina) - Vlada je odlučila.", 10),
        ("SARAJEVO, 23. listopada 2025. (Fena) - Vlada je odlučila.", 10),
        ("WARSZAWA, 23 listopada (PAP) - Rząd zdecydował.", 11),
        ("BERLIN, 23 listopada (PAP) - Rząd zdecydował.", 11),
        ("BERLIN, 23 listopada (Reuters) - Rząd zdecydował.", None),
    ],
)
def test_listopada_is_october_in_croatia_and_november_in_poland(text: str, month: int | None) -> None:
    """The country of the place or of the agency decides; without it the day is unknown."""
    found = dateline(text)
    assert found is not None
    assert found.month == month
    assert bool(found.day) == bool(month)


@pytest.mark.parametrize(
    ("date", "day"),
    [
        ("25.03.04", None),
        ("25-03-04", None),
        ("03/04/2025", None),
        ("23/04/2025", 23),
        ("04/04/2025", 4),
        ("03.04.2025", 3),
        ("3.4.25", 3),
        ("31.12.99", 31),
    ],
)
def test_numbers_of_a_dateline_in_doubt(date: str, day: int | None) -> None:
    """Numbers that are a date in two orders give no day; the dateline is read all the same."""
    found = dateline(f"LONDON, {date} (Reuters) - The ferries sail again.")
    assert found is not None
    assert (found.agency, found.day) == ("Reuters", day)
