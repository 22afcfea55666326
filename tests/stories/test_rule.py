"""Which articles are one story: each kind of link, each refusal, and that the order of two does not matter."""

from __future__ import annotations

import random
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from morgue.stories import rule
from morgue.stories.rule import LONG, Link, _share_few, link
from morgue.stories.signature import Signature
from tests.growth import Maker, grows_too_fast, run_of
from tests.stories.copy import DIGEST_REST, FERRY, ITEMS, article, paragraphs, results

PARTS = paragraphs(FERRY)
MORNING, NOON, EVENING = "2025-03-06T09:00:00+00:00", "2025-03-06T12:00:00+00:00", "2025-03-06T20:00:00+00:00"


def both(a: Signature, b: Signature) -> Link | None:
    """Return the link of two; it is the same from either side."""
    assert link(a, b) == link(b, a)
    return link(a, b)


STORY = article("Ferry crews end strike in Ossa", FERRY, MORNING)


def test_a_copy_under_another_headline_is_one_story() -> None:
    copy = article("Islands breathe again", f"{FERRY}\n\nRead more on our site.", NOON)
    assert both(STORY, copy) == "long"


def test_a_cut_is_one_story() -> None:
    assert both(STORY, article("Strike over", "\n\n".join(PARTS[:3]), NOON)) == "long"


def test_an_extended_story_is_one_story() -> None:
    more = "\n\n".join([*PARTS, *paragraphs(DIGEST_REST)[:1]])
    assert both(STORY, article("Strike over", more, NOON)) == "long"


def test_lines_of_a_page_between_the_paragraphs_are_no_part_of_a_story() -> None:
    lines = (
        "Advertisement",
        "Share this story with your friends",
        "Read also: ten pictures of harbours that our readers love",
        "Sign up for our newsletter from the islands every morning",
        "Most read in this section",
        "More from the harbour",
    )
    page = [each for pair in zip(PARTS[:3], lines[:3], strict=True) for each in pair]
    cut = article("Islands breathe again", "\n\n".join([*lines[3:], *page, *lines[3:]]), NOON)
    assert both(STORY, cut) == "long"
    new = [each for pair in zip(PARTS[:3], paragraphs(DIGEST_REST), strict=False) for each in pair]
    assert both(STORY, article("Islands breathe again", "\n\n".join(new), NOON)) is None


def test_the_same_text_comes_again_after_days_only_where_it_is_long_and_whole() -> None:
    assert both(STORY, article("Strike over", FERRY, "2025-03-20T09:00:00+00:00")) == "long"
    assert both(STORY, article("Strike over", "\n\n".join(PARTS[:2]), "2025-03-20T09:00:00+00:00")) is None


def test_a_rewritten_update_is_joined_by_its_headline() -> None:
    rest = paragraphs(DIGEST_REST)[:2]
    update = article("Ferry crews in Ossa end strike", "\n\n".join([rest[0], *PARTS[2:4], rest[1]]), EVENING)
    assert both(STORY, update) == "headline"
    other = article("Budget passes by one vote", "\n\n".join([rest[0], *PARTS[2:4], rest[1]]), EVENING)
    assert both(STORY, other) is None


def test_a_follow_up_with_the_background_of_the_story_is_another_one() -> None:
    new = [
        "Ferry owners sued the seamen's union on Monday for the damage of the strike that ended last week, their lawyer said in Velden.",
        "The suit asks for eleven million crowns, the fares of nine days, and names the union, its chairman and four captains who are said to have blocked the mouth of the harbour with their own boats.",
        "The union called the suit an act of revenge and said that no ship would stay in port because of it. A judge is to hear both sides in May.",
    ]
    follow = article("Ferry owners sue union", "\n\n".join([*new, *PARTS[4:]]), "2025-03-10T09:00:00+00:00")
    assert both(STORY, follow) is None


def test_a_new_event_with_most_of_the_old_story_behind_it_is_another_one() -> None:
    new = [
        "A judge in Velden froze the accounts of the seamen's union on Friday, and bailiffs sealed its house by the harbour before noon.",
        "The order, which the treasurer called theft, covers nine million crowns that members had saved in forty years.",
    ]
    later = "2025-03-07T10:00:00+00:00"
    follow = article("Judge freezes accounts of seamen's union", "\n\n".join([*new, *PARTS[2:]]), later)
    story = article("Owners agree to raise wages by 4.5 percent", FERRY, MORNING)
    assert both(story, follow) is None
    extended = article("Owners agree to raise wages of crews", "\n\n".join([*new, *PARTS]), later)
    assert both(story, extended) == "long"


def test_press_releases_of_one_company_are_stories_of_their_own() -> None:
    about = (
        "About the company: Ossa Line carries passengers, cars and mail between the mainland and the northern islands. Founded in the year of the great fire "
        "and based in Ossa, it employs nine hundred people on forty ships and in eleven ports. Its shares are listed in Velden. "
        "Forward-looking statements in this release are subject to risks and uncertainties that could cause results to differ from those that are expressed or implied. The company "
        "assumes no obligation to bring such statements up to date except where the law asks for it, and warns readers not to rely on them. For questions please turn to the press office, "
        "which is open on working days, or see the pages for investors."
    )
    one = article(
        "Ossa Line appoints treasurer",
        f"Ossa Line said that Anna Berg will be its treasurer from April. The treasurer of a pump maker succeeds Paul Reis.\n\n{about}",
    )
    other = article(
        "Ossa Line orders two tugs",
        f"Ossa Line has ordered tugs worth nine million crowns in Marn. Both tugs are to be at work in autumn.\n\n{about}",
        NOON,
    )
    assert both(one, other) is None


def test_a_digest_joins_none_of_its_stories() -> None:
    digest = article(
        "News in brief at noon",
        f"{DIGEST_REST}\n\n{PARTS[0]}\n\n{PARTS[1]}\n\n{DIGEST_REST.upper()[:10]}",
        NOON,
    )
    inside = article("Ferry crews end strike", f"{PARTS[0]}\n\n{PARTS[1]}", MORNING)
    assert both(digest, inside) is None


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_round_up_of_three_joins_none_of_them(order: tuple[int, ...]) -> None:
    items = [(headline, body) for headline, body in ITEMS.items()]
    digest = article("News in brief at noon", "\n\n".join(items[number][1] for number in order), NOON)
    for headline, body in items:
        assert both(digest, article(headline, body, MORNING)) is None
        assert both(article(headline, body, MORNING), article("Yesterday abroad", body, NOON)) == "long"


def test_a_round_up_of_whole_stories_joins_none_of_them() -> None:
    rest = [*paragraphs(DIGEST_REST)[:3], *ITEMS.values()]
    long = "\n\n".join([*rest[:2], FERRY, *rest[2:]])
    story = article("Ferry crews of Ossa end strike", FERRY, MORNING)
    assert both(story, article("The evening in brief", long, EVENING)) is None
    assert both(story, article("Ferry crews back at work, budget passes", long, EVENING)) == "long"


def test_a_longer_version_is_known_by_its_headline_in_other_forms_of_the_words() -> None:
    text = LANGUAGES["ru"][1]
    more = "На рынках столицы подешевела рыба, которую две недели продавали втридорога, и торговцы говорят, что к воскресенью её привезут вдвое больше. Гостиницы ждут приезжих из северных городов."
    short = article("Тысяча двести человек плывут на север", text, MORNING)
    assert both(short, article("Паромщик на паром, зарплата в карман", f"{text} {more}", NOON)) == "long"


def test_the_beginning_of_a_story_under_its_headline_is_the_story() -> None:
    whole = "\n\n".join([FERRY, DIGEST_REST, *ITEMS.values(), DIGEST_REST.lower()[::2]])
    first = f"{PARTS[0]} {PARTS[1]}"
    headline = "Ferry crews end strike in Ossa"
    assert both(article(headline, whole, MORNING), article(headline, first, NOON)) == "long"
    assert both(article(headline, whole, MORNING), article("What else happened", first, NOON)) is None


def test_a_short_story_and_its_long_version_are_one() -> None:
    first = article("Seamen sail again", f"{PARTS[0]}\n\n{PARTS[1]}", MORNING)
    longer = article("Crews return to work after nine days", FERRY, EVENING)
    assert both(first, longer) == "long"


def test_a_correction_with_one_number_changed_is_one_story() -> None:
    corrected = article("CORRECTED-Ferry crews end strike in Ossa", FERRY.replace("Forty", "Fifty"), EVENING)
    assert both(STORY, corrected) == "mark"


def test_an_update_by_its_mark_keeps_little_of_a_short_text() -> None:
    short = article("Ferry crews end strike in Ossa", PARTS[0], MORNING)
    update = article(
        "UPDATE 1-Ferry crews end strike in Ossa",
        "Ferry crews ended a nine-day strike on Thursday after the owners agreed to raise wages by 4.5 percent, a union spokesman said. Talks had gone on all night.",
        NOON,
    )
    assert both(short, update) == "mark"
    late = "2025-03-20T09:00:00+00:00"
    assert both(short, article("UPDATE 1-Ferry crews end strike in Ossa", "Talks went on.", late)) is None


def test_a_note_is_joined_by_the_headline_that_it_quotes() -> None:
    note = article(
        "CORRECTION - FERRIES",
        'In the OSSA story headlined "Ferry crews end strike in Ossa" please read fifty ships instead of forty.',
        NOON,
    )
    assert both(STORY, note) == "note"
    other = article("Harbour of Ossa reopens to freight", paragraphs(DIGEST_REST)[0], MORNING)
    assert both(other, note) is None


WITHDRAWN_IN_ITS_HEADLINE = "STORY WITHDRAWN - Ferry crews end strike in Ossa"


@pytest.mark.parametrize(
    ("headline", "body"),
    [
        (WITHDRAWN_IN_ITS_HEADLINE, "It was sent in error. A substitute will follow."),
        ("KILL: Ferry crews end strike in Ossa", "Editors, please kill the item slugged Ferry-Ossa."),
        (
            "WITHDRAWN: Seamen of Ossa",
            'The story headlined "Ferry crews end strike in Ossa" is withdrawn. It was sent in error.',
        ),
    ],
)
def test_a_withdrawal_is_joined_by_the_headline_of_what_it_withdraws(headline: str, body: str) -> None:
    assert both(STORY, article(headline, body, EVENING)) in ("mark", "note")
    assert (
        both(
            STORY, article(headline.replace("Ossa", "Velden, mayor quits"), "It was sent in error.", EVENING)
        )
        is None
    )


@pytest.mark.parametrize(
    ("language", "headline", "note"),
    [
        ("en", "Corrections and clarifications", "A report on Thursday under the headline “{}” misstated the number of ships. It is fifty, not forty."),
        ("de", "Berichtigung", "In dem Artikel „{}“ muss es richtig heißen: fünfzig Schiffe."),
        ("ru", "Поправка", "В материале «{}» следует читать: пятьдесят судов вместо сорока."),
        ("zh", "更正", "本报昨日《{}，群岛恢复通航》一文中，四十艘应为五十艘。"),
        ("ja", "訂正とおわび", "６日の記事「{}」で、四十隻とあるのは五十隻の誤りでした。"),
    ],
)  # fmt: skip
def test_what_outlets_correct_is_joined_by_the_headline_that_they_quote(
    language: str, headline: str, note: str
) -> None:
    named = {
        "en": "Ferry crews end strike in Ossa",
        "de": "Streik der Fährleute in Ossa beendet",
        "ru": "Забастовка паромщиков в Оссе окончена",
        "zh": "奥萨港渡轮船员罢工结束",
        "ja": "オッサ港のフェリーのストが終結",
    }[language]
    body = LANGUAGES[language][1] if language in LANGUAGES else FERRY
    story = article(named, body, MORNING)
    assert both(story, article(headline, note.format(named), EVENING)) == "note"
    assert both(story, article("Thursday", note.format(named), EVENING)) is None
    column = f"{note.format(named)}\n\nWe gave the wrong name to the mayor of Lesk. She is Ada Tor."
    assert both(story, article(headline, column, EVENING)) is None


def test_what_is_withdrawn_in_the_news_joins_nothing() -> None:
    news = article(
        "Withdrawn: offer to ferry crews in Ossa", "Owners said that an offer is withdrawn.", EVENING
    )
    assert both(STORY, news) is None


def test_instead_of_is_a_note_only_under_a_mark() -> None:
    body = "Ferry crews end strike in Ossa and sail on Friday instead of Saturday."
    assert both(STORY, article("Timetable", body, NOON)) is None


def test_a_flash_without_text_is_corrected_in_a_figure() -> None:
    flash = article("OSSA LINE TO PAY 41.6 MLN CROWNS TO SEAMEN AFTER STRIKE - COURT", "", MORNING)
    right = article("CORRECTED - OSSA LINE TO PAY 83.2 MLN CROWNS TO SEAMEN AFTER STRIKE - COURT", "", NOON)
    assert both(flash, right) == "mark"


def test_headlines_of_two_days_are_no_versions() -> None:
    lower = article("UPDATE 2-Ossa stocks end lower", "", MORNING)
    assert both(lower, article("Ossa stocks end higher", "", EVENING)) is None
    assert both(lower, article("Ossa stocks end lower", "", EVENING)) == "mark"
    assert both(lower, article("Ossa stocks end lower", "", "2025-03-08T08:00:00+00:00")) is None


def test_a_repetition_has_the_numbers_that_it_repeats() -> None:
    def stocks(headline: str, number: int, moment: str) -> Signature:
        return article(
            headline,
            f"Stocks of copper in the warehouses of the exchange of Ossa were {number} tonnes, those of tin {number + 70}.",
            moment,
        )

    story = stocks("Copper stocks of Ossa exchange", 1_200, MORNING)
    assert both(story, stocks("RPT-Copper stocks of Ossa exchange", 1_200, NOON)) == "mark"
    assert (
        both(story, stocks("RPT-Copper stocks of Ossa exchange", 1_300, "2025-03-07T09:00:00+00:00")) is None
    )


def test_results_that_are_filed_again_are_one_story() -> None:
    first = results("OSSA LINE INC", "OSL", "1,310,000", "47", moment=MORNING)
    again = results("OSSA LINE INC", "OSL", "1,310,000", "47", moment=NOON)
    assert both(first, again) == "short"


def test_a_table_is_known_by_its_figures_under_any_headline() -> None:
    def catch(headline: str, first: int, moment: str = NOON) -> Signature:
        ports = ("Ossa", "Marn", "Velden", "Lesk", "Dorn", "Hollen", "Tarn", "Rike", "Asel", "Bruk")
        rows = "\n\n".join(
            f"{port} cod {first + 7 * at} herring {first + 11 * at} eel {at}" for at, port in enumerate(ports)
        )
        return article(
            headline, f"Landings by port in tonnes, January and the year before:\n\n{rows}", moment
        )

    table = catch("Fish landed in January", 1_310, MORNING)
    assert both(table, catch("Ports land more cod than ever", 1_310)) == "long"
    assert both(table, catch("Ports land more cod than ever", 1_477)) is None


def test_tables_of_two_companies_are_two_stories() -> None:
    first = results("OSSA LINE INC", "OSL", "1,310,000", "47", moment=MORNING)
    other = results("VELDEN STEEL CO", "VST", "1,340,000", "48", moment=NOON)
    assert both(first, other) is None


def test_tables_of_one_company_with_other_figures_are_two_stories() -> None:
    first = results("OSSA LINE INC", "OSL", "1,310,000", "47", moment=MORNING)
    later = results("OSSA LINE INC", "OSL", "1,622,000", "58", moment="2025-06-06T09:00:00+00:00")
    assert both(first, later) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Insured", "Harbour"),  # two funds of one house
        ("Semolina", "Barley"),  # two notices of one board
        ("Marn", "Lesk"),  # two towns of one report
    ],
)
def test_a_form_filled_in_with_another_thing_is_another_story(one: str, other: str) -> None:
    def notice(what: str) -> Signature:
        return article(
            f"Exchange reports {what} trade steady",
            f"{what} traded steady on the exchange in early dealings with volumes a little above the average of the week. Brokers said that "
            "buyers from abroad were waiting for figures that the ministry will publish on Friday at noon. "
            "Offers came mostly from the south and were taken up at once by two houses that store for the winter.",
            MORNING,
        )

    assert both(notice(one), notice(one)) == "long"
    assert both(notice(one), notice(other)) is None


def test_a_form_with_other_figures_is_another_story_without_any_name() -> None:
    def appeal(what: str, street: str, figures: tuple[int, int, int]) -> Signature:
        return article(
            "Police appeal after burglary",
            f"Police are looking for witnesses after a burglary at {what} in {street}, in which goods worth {figures[0]} crowns were taken after {figures[1]} in the evening. "
            "Anyone who saw anything unusual in the area at the time, or who has pictures from a camera at the door or in a car, is asked to call the station on 101 at any hour and to "
            f"quote the number {figures[2]}. Those who do not want to give a name may call 555 instead, free of charge, and will not be asked for one. Residents are reminded to lock their doors.",
            MORNING,
        )

    first = appeal("a shop", "Mill Lane", (2_762, 11, 29_516))
    assert both(first, appeal("a shop", "Mill Lane", (2_762, 11, 29_517))) == "long"
    assert both(first, appeal("a bakery", "Harbour Road", (840, 9, 31_204))) is None


def test_a_notice_of_the_day_before_is_another_story() -> None:
    def tender(day: int) -> Signature:
        return article(
            "Central bank adds reserves",
            "The central bank entered the market to add temporary reserves, dealers said. The rate on overnight money was trading at "
            "six percent when the bank came in, and dealers had expected it to act because the need to add is large in this week.",
            f"2025-03-{day:02d}T09:00:00+00:00",
        )

    assert both(tender(6), tender(6)) == "long"
    assert both(tender(6), tender(13)) is None


def test_another_ticker_is_another_story() -> None:
    def offer(name: str, ticker: str, seller: str) -> Signature:
        return article(
            f"{name} <{ticker}> sells convertible debentures",
            f"{name} is raising fifty million dollars through an offering of convertible debentures with a coupon of six percent and par pricing, "
            f"said lead manager {seller}. The debentures are convertible into common stock of the company at a premium "
            "over the price when terms were set. They cannot be called for two years. The issue is rated by one of the two agencies and "
            "was enlarged because of heavy demand by funds that hold such paper.",
            MORNING,
        )

    one, other = offer("Marn Mills", "MRN", "Hollen Brothers"), offer("Dorn Foods", "DRF", "Lesk Securities")
    assert both(one, other) is None


@pytest.mark.parametrize(
    "filling",
    [
        "Notkun á þessum vef felur í sér að lesandi gangist undir skilmála útgefanda. Til að lesa lengra þarf áskrift, sem kostar eina krónu fyrsta mánuðinn og má segja upp hvenær sem er. "
        "Þeir sem þegar hafa keypt aðgang skrá sig inn með netfangi sínu efst til hægri og fá þá fréttina alla senda.",  # a wall in a language without a row
        "The views expressed here are those of the author and need not be those of this house. Nothing on this page is advice to buy or to sell. "
        "Prices are delayed by twenty minutes and may be wrong, and neither the publisher nor those who supply it answer for losses that come of using them.",
    ],
)
def test_what_two_headlines_say_nothing_of_joins_nothing(filling: str) -> None:
    one, other = (
        article("Ferry crews end strike in Ossa", filling),
        article("Snow closes pass of Hollen", filling, NOON),
    )
    assert both(one, other) is None
    assert both(one, article("Ferry crews end strike in Ossa", filling, NOON)) is not None


def test_without_a_time_only_whole_long_texts_are_joined() -> None:
    undated = article("Strike over", FERRY, None)
    assert both(STORY, undated) == "long"
    assert both(STORY, article("Strike over", "\n\n".join(PARTS[:3]), None)) is None


def test_empty_articles_are_alone() -> None:
    assert both(article(None, ""), article(None, "")) is None
    assert both(article("", ""), STORY) is None
    assert both(article("Ferry crews end strike in Ossa", ""), STORY) is None


MOMENTS = st.sampled_from(
    [None, "2025-03-06", MORNING, NOON, EVENING, "2025-03-09T09:00:00+00:00", "2025-04-09"]
)
HEADLINES = st.sampled_from(
    [
        None,
        "Ferry crews end strike in Ossa",
        "UPDATE 1-Ferry crews end strike in Ossa",
        "CORRECTED - Ferry crews <OSL> end strike",
        "CORRECTION - FERRIES",
        "Ferry crews <OSX> end strike",
        "News in brief",
    ]
)
BODIES = st.lists(
    st.sampled_from(
        [
            *PARTS,
            *paragraphs(DIGEST_REST)[:3],
            "Please read Ferry crews end strike in Ossa instead of islands.",
            "Net 12 vs 13",
        ]
    ),
    max_size=7,
).map("\n\n".join)
ARTICLES = st.builds(article, HEADLINES, BODIES, MOMENTS)


@given(ARTICLES, ARTICLES)
def test_the_rule_is_symmetric(a: Signature, b: Signature) -> None:
    both(a, b)


@given(ARTICLES)
def test_an_article_of_some_length_is_one_story_with_itself(a: Signature) -> None:
    if len(a.words) > 400:
        assert both(a, a) is not None


LANGUAGES = {
    "zh": (
        ("渡轮罢工结束", "群岛恢复通航"),
        "渡轮船员周四结束了为期九天的罢工，此前船东同意将工资提高百分之四点五，海员工会表示。停泊在奥萨港的四十艘船只将于早晨六点再次启航，第一艘将把一千二百名滞留旅客送往北部岛屿。"
        "工会主席塔拉斯在港务局外对记者说，我们得到了想要的东西。船东曾提出加薪百分之二和每月三百克朗的奖金，并表示春季票价将不得不上涨。",
    ),
    "ja": (
        ("フェリーのスト終結", "島への航路が再開"),
        "フェリーの乗組員は木曜日、船主が賃金を四・五パーセント引き上げることに同意したため、九日間のストライキを終えたと船員組合が発表した。オッサ港に停泊していた四十隻の船は午前六時に再び出航し、"
        "最初の船は足止めされていた千二百人の乗客を北の島々へ運ぶ。組合のタラス委員長は港湾事務所の前で記者団に、望んでいたものを手に入れたと語った。",
    ),
    "th": (
        ("เรือข้ามฟากเลิกนัดหยุดงาน", "หมู่เกาะกลับมาเดินทางได้"),
        "ลูกเรือเรือข้ามฟากยุติการนัดหยุดงานเก้าวันเมื่อวันพฤหัสบดีหลังจากเจ้าของเรือตกลงขึ้นค่าจ้างร้อยละสี่จุดห้า สหภาพลูกเรือกล่าว เรือสี่สิบลำที่จอดอยู่ในท่าเรือออสซาจะออกเดินทางอีกครั้งตั้งแต่หกโมงเช้า",
    ),
    "ar": (
        ("انتهاء إضراب العبارات", "الجزر تتنفس من جديد"),
        "أنهى أفراد طواقم العبارات إضرابا استمر تسعة أيام يوم الخميس بعد أن وافق الملاك على رفع الأجور بنسبة أربعة ونصف في المئة كما قالت نقابة البحارة. وستبحر من جديد في السادسة صباحا أربعون سفينة كانت راسية في ميناء أوسا "
        "وستنقل الأولى منها ألفا ومئتي مسافر عالق إلى الجزر الشمالية. وقال رئيس النقابة ميركو تالاس للصحفيين خارج مكتب الميناء حيث أبقى البحارة النار مشتعلة منذ الليلة الأولى للإضراب لقد حصلنا على ما جئنا من أجله",
    ),
    "ru": (
        ("Забастовка паромщиков окончена", "Острова снова дышат"),
        "Экипажи паромов в четверг прекратили девятидневную забастовку после того, как владельцы согласились повысить зарплату на четыре с половиной процента, сообщил профсоюз моряков. Сорок судов, стоявших в гавани Оссы, снова выйдут "
        "в море в шесть утра, и первое из них доставит тысячу двести застрявших пассажиров на северные острова. Мы получили то, за чем пришли, сказал журналистам председатель профсоюза Мирко Таллас у конторы порта.",
    ),
    "el": (
        ("Τέλος στην απεργία των πορθμείων", "Τα νησιά ανασαίνουν"),
        "Τα πληρώματα των πορθμείων τερμάτισαν την Πέμπτη εννιαήμερη απεργία αφού οι ιδιοκτήτες συμφώνησαν να αυξήσουν τους μισθούς κατά τεσσεράμισι τοις εκατό, ανακοίνωσε το σωματείο των ναυτικών. Σαράντα πλοία που ήταν δεμένα στο λιμάνι της Όσσα "
        "θα αποπλεύσουν πάλι στις έξι το πρωί, και το πρώτο θα μεταφέρει χίλιους διακόσιους εγκλωβισμένους επιβάτες στα βόρεια νησιά.",
    ),
    "tr": (
        ("Feribot grevi bitti", "Adalar yeniden nefes alıyor"),
        "FERİBOT ÇALIŞANLARI, İŞVERENLERİN ÜCRETLERİ YÜZDE DÖRT BUÇUK ARTIRMAYI KABUL ETMESİNİN ARDINDAN DOKUZ GÜNLÜK GREVİ PERŞEMBE GÜNÜ BİTİRDİ. İSKELEDE BAĞLI OLAN KIRK GEMİ SABAH ALTIDA YENİDEN SEFERE ÇIKACAK VE İLKİ BİN İKİ YÜZ "
        "YOLCUYU KUZEY ADALARINA TAŞIYACAK. SENDİKA BAŞKANI LİMAN İDARESİNİN ÖNÜNDE GAZETECİLERE İSTEDİĞİMİZİ ALDIK DEDİ VE ATEŞİN İLK GECEDEN BERİ YANDIĞINI SÖYLEDİ.",
    ),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_copies_in_all_scripts_are_one_story(language: str) -> None:
    (headline, other), body = LANGUAGES[language]
    story = article(headline, body, MORNING)
    assert both(story, article(other, body, NOON)) == "long"
    assert both(story, article(other, body[: len(body) * 19 // 20], NOON)) == "long"
    for name, (heads, text) in LANGUAGES.items():
        assert name == language or both(story, article(heads[0], text, NOON)) is None


def test_case_and_accents_do_not_matter() -> None:
    (headline, other), body = LANGUAGES["tr"]
    small = body.replace("İ", "i").replace("I", "ı").lower()
    assert both(article(headline, body, MORNING), article(other, small, NOON)) == "long"
    accents = "Après neuf jours de grève, les équipages des ferries ont repris le travail jeudi à Ossa, où quarante navires étaient amarrés. "
    text = (
        accents
        + "Les armateurs ont accepté une hausse des salaires de quatre et demi pour cent, a déclaré le syndicat, et le premier bateau emmènera mille deux cents passagers bloqués vers les îles du nord dès six heures."
    )
    plain = text.translate(str.maketrans("èéàîâ", "eeaia"))
    assert (
        both(article("Fin de la grève", text, MORNING), article("Les îles respirent", plain, NOON)) == "long"
    )


@given(st.text(max_size=200), st.text(max_size=200), st.text(max_size=60), st.text(max_size=60))
def test_any_texts_have_an_answer(one: str, other: str, head: str, headline: str) -> None:
    both(article(head, one), article(headline, other))


@pytest.mark.parametrize(
    "make",
    [run_of("word "), run_of("船"), run_of("4.5 "), run_of("please read x ")],
    ids=["words", "characters", "numbers", "notes"],
)
def test_the_work_grows_with_the_texts(make: Maker) -> None:
    def asked(text: str) -> object:
        one, other = article(f"CORRECTED-{text}", text), article(text, text[::-1])
        return link(one, other), link(one, article(text, text))

    assert not grows_too_fast(asked, make)


WIRE = [f"{stem}{end}" for stem in ("ferry", "coal", "crown", "union", "harbour") for end in ("", "s", "ed")]


@pytest.mark.parametrize("seed", range(200))
def test_what_is_refused_without_comparing_runs_is_refused_with_them(
    monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """Texts of few words in any order, of which one has a part of the other, with marks and figures here and there."""
    chance = random.Random(seed)

    def made(words: list[str]) -> Signature:
        head = chance.choice(
            ["Ferry crews end strike", "UPDATE 2-Ferry crews end strike", "Coal at 12 crowns"]
        )
        hours = chance.choice([9, 20])
        return article(head, " ".join(words), f"2025-03-0{chance.randint(1, 9)}T{hours:02}:00:00+00:00")

    vocabulary = [*WIRE[: chance.randint(3, len(WIRE))], "12", "1,500"]
    first = chance.choices(vocabulary, k=chance.randint(0, 300))
    part = first[chance.randint(0, len(first)) :][: chance.randint(0, 300)]
    second = part + chance.choices(vocabulary, k=chance.randint(0, 200))
    a, b = made(first), made(second)
    if _share_few(a, b):
        assert len(a.runs & b.runs) < LONG
    said = both(a, b)
    monkeypatch.setattr(rule, "_share_few", lambda a, b: False)
    assert both(a, b) == said


def test_runs_of_two_stories_that_have_few_words_in_common_are_not_made() -> None:
    a = article("Ferry crews end strike in Ossa", FERRY, MORNING)
    b = article("Budget passes by one vote", DIGEST_REST, NOON)
    assert both(a, b) is None
    assert "runs" not in {**vars(a), **vars(b)}
