"""The language of a text, alone and beside what its feed states."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

import pytest

from morgue.analysis import language as languages
from morgue.analysis.language import language, language_against, likeliest

STORIES = {
    "af": "Die veerbote vaar weer van Maandag af, het die hawemeester gister gesê nadat die storm 'n week lank om die eilande gewoed het. Die winkels was leeg en die dokter kon nie na sy pasiënte toe gaan nie, maar niemand is beseer nie en die skade aan die kaai is klein.",
    "bg": "Фериботите отново ще плават от понеделник, каза началникът на пристанището, след като бурята бушува цяла седмица около островите. Магазините бяха празни и лекарят не можеше да стигне до болните, но никой не пострада, а щетите по кея са малки и скоро ще бъдат поправени.",
    "ca": "Els transbordadors tornaran a navegar dilluns, va dir el cap del port, després que el temporal hagi castigat les illes durant una setmana. Les botigues eren buides i el metge no podia arribar als seus pacients, però ningú no ha pres mal i els danys del moll són petits.",
    "cs": "Trajekty vyplují znovu v pondělí, řekl včera velitel přístavu poté, co bouře zuřila celý týden kolem ostrovů. Obchody byly prázdné a lékař se nemohl dostat ke svým pacientům, ale nikdo nebyl zraněn a škody na molu jsou malé, takže je dělníci brzy opraví.",
    "da": "Færgerne sejler igen på mandag, sagde havnefogeden i går, efter at stormen havde raset omkring øerne i en uge. Butikkerne var tomme, og lægen kunne ikke komme ud til sine patienter, men ingen kom noget til, og skaderne på molen er så små, at de snart bliver udbedret.",
    "de": "Die Fähren fahren am Montag wieder, sagte der Hafenmeister gestern, nachdem der Sturm eine Woche lang um die Inseln getobt hatte. Die Läden waren leer und der Arzt kam nicht zu seinen Kranken, aber niemand wurde verletzt, und die Schäden an der Mole sind gering.",
    "el": "Τα πλοία θα σαλπάρουν ξανά τη Δευτέρα, είπε χθες ο λιμενάρχης, αφού η καταιγίδα χτυπούσε τα νησιά για μια ολόκληρη εβδομάδα. Τα μαγαζιά ήταν άδεια και ο γιατρός δεν μπορούσε να φτάσει στους ασθενείς του, αλλά κανείς δεν τραυματίστηκε και οι ζημιές είναι μικρές.",
    "en": "The ferries will sail again on Monday, the harbour master said yesterday, after the storm had raged around the islands for a week. The shops were empty and the doctor could not reach his patients, but nobody was hurt and the damage to the pier is small.",
    "es": "Los transbordadores volverán a navegar el lunes, dijo ayer el capitán del puerto, después de que el temporal azotara las islas durante una semana. Las tiendas estaban vacías y el médico no podía llegar hasta sus pacientes, pero nadie resultó herido y los daños son pequeños.",
    "et": "Praamid sõidavad taas esmaspäeval, ütles sadamakapten eile, pärast seda kui torm oli nädal aega saarte ümber möllanud. Poed olid tühjad ja arst ei pääsenud oma haigete juurde, kuid keegi ei saanud viga ning muuli kahjustused on väikesed ja parandatakse peagi ära.",
    "fa": "ناخدای بندر دیروز گفت که کشتی‌ها از روز دوشنبه دوباره حرکت می‌کنند، پس از آنکه توفان یک هفته جزیره‌ها را درنوردید. مغازه‌ها خالی بودند و پزشک نمی‌توانست نزد بیماران خود برود، اما کسی آسیب ندید و خسارت اسکله کم است و به زودی تعمیر می‌شود.",
    "fi": "Lautat liikennöivät taas maanantaina, satamapäällikkö sanoi eilen, kun myrsky oli raivonnut saarten ympärillä viikon ajan. Kaupat olivat tyhjiä eikä lääkäri päässyt potilaidensa luo, mutta kukaan ei loukkaantunut, ja laiturin vauriot ovat niin pieniä, että ne korjataan pian.",
    "fr": "Les bateaux reprendront la mer lundi, a dit hier le capitaine du port, après que la tempête a soufflé une semaine autour des îles. Les magasins étaient vides et le médecin ne pouvait pas se rendre chez ses malades, mais personne n'a été blessé et les dégâts du quai sont faibles.",
    "he": "המעבורות יפליגו שוב ביום שני, אמר אתמול מנהל הנמל, אחרי שהסערה השתוללה שבוע שלם סביב האיים. החנויות היו ריקות והרופא לא יכול היה להגיע אל החולים שלו, אבל איש לא נפגע והנזק לרציף קטן ויתוקן בקרוב.",
    "hi": "बंदरगाह के प्रमुख ने कल कहा कि नावें सोमवार से फिर चलेंगी, क्योंकि तूफान एक सप्ताह तक द्वीपों के आसपास चलता रहा। दुकानें खाली थीं और डॉक्टर अपने मरीजों तक नहीं पहुंच सका, लेकिन किसी को चोट नहीं आई और घाट को कम नुकसान हुआ है।",
    "hu": "A kompok hétfőtől újra járnak, mondta tegnap a kikötő parancsnoka, miután a vihar egy hétig tombolt a szigetek körül. A boltok kiürültek, és az orvos nem tudott eljutni a betegekhez, de senki sem sérült meg, a móló kára pedig olyan kicsi, hogy hamar kijavítják.",
    "id": "Kapal feri akan berlayar lagi pada hari Senin, kata kepala pelabuhan kemarin, setelah badai melanda pulau-pulau itu selama sepekan. Toko-toko kosong dan dokter tidak bisa mendatangi pasiennya karena ombak besar, tetapi tidak ada yang terluka dan kerusakan dermaga tidak seberapa.",
    "it": "I traghetti torneranno a navigare lunedì, ha detto ieri il comandante del porto, dopo che la tempesta ha infuriato per una settimana intorno alle isole. I negozi erano vuoti e il medico non poteva raggiungere i suoi malati, ma nessuno è rimasto ferito e i danni al molo sono lievi.",
    "ja": "フェリーは月曜日に再び運航すると、港長が昨日述べた。嵐は一週間にわたって島々の周りで荒れていた。店は空になり、医師は患者のところへ行けなかったが、けが人はなく、桟橋の被害も小さいという。",
    "ko": "항만장은 폭풍이 일주일 동안 섬 주변에 몰아친 뒤 여객선이 월요일에 다시 운항한다고 어제 밝혔다. 가게는 텅 비었고 의사는 환자에게 갈 수 없었지만 다친 사람은 없고 부두의 피해도 작다고 한다.",
    "lt": "Keltai vėl plauks pirmadienį, vakar sakė uosto kapitonas, po to, kai audra savaitę siautė aplink salas. Parduotuvės buvo tuščios, o gydytojas negalėjo nuvykti pas savo ligonius, bet niekas nenukentėjo, ir prieplaukos nuostoliai yra tokie maži, kad greitai bus pataisyti.",
    "lv": "Prāmji atkal kursēs no pirmdienas, vakar teica ostas kapteinis, pēc tam kad vētra nedēļu bija plosījusies ap salām. Veikali bija tukši un ārsts nevarēja nokļūt pie saviem slimniekiem, bet neviens nav cietis, un mola bojājumi ir tik mazi, ka tos drīz salabos.",
    "nl": "De veerboten varen maandag weer, zei de havenmeester gisteren, nadat de storm een week lang rond de eilanden had gewoed. De winkels waren leeg en de dokter kon niet bij zijn patiënten komen, maar niemand raakte gewond en de schade aan de pier is klein.",
    "no": "Fergene går igjen fra mandag av, sa havnesjefen i går, etter at stormen hadde herjet rundt øyene i en uke. Butikkene var tomme, og legen kom ikke fram til pasientene sine, men ingen ble skadet, og ødeleggelsene på brygga er så små at de snart blir reparert.",
    "pl": "Promy wypłyną znowu w poniedziałek, powiedział wczoraj kapitan portu, po tym jak sztorm szalał przez tydzień wokół wysp. Sklepy były puste i lekarz nie mógł dotrzeć do swoich chorych, ale nikt nie został ranny, a szkody na molo są tak małe, że zostaną szybko naprawione.",
    "pt": "Os barcos voltam a navegar na segunda-feira, disse ontem o capitão do porto, depois que a tempestade castigou as ilhas durante uma semana. As lojas estavam vazias e o médico não podia chegar aos seus doentes, mas ninguém ficou ferido e os estragos no cais são pequenos.",
    "ro": "Feriboturile vor pleca din nou luni, a spus ieri căpitanul portului, după ce furtuna a bântuit o săptămână în jurul insulelor. Magazinele erau goale și medicul nu putea ajunge la bolnavii săi, dar nimeni nu a fost rănit, iar pagubele de la chei sunt mici.",
    "ru": "Паромы снова выйдут в море в понедельник, сообщил вчера начальник порта, после того как шторм неделю бушевал вокруг островов. Магазины были пусты, и врач не мог добраться до своих больных, но никто не пострадал, а ущерб причалу невелик, и его скоро починят. Это первый такой шторм за десять лет.",
    "sk": "Trajekty vyplávajú znova v pondelok, povedal včera veliteľ prístavu po tom, čo búrka zúrila celý týždeň okolo ostrovov. Obchody boli prázdne a lekár sa nemohol dostať k svojim pacientom, ale nikto nebol zranený a škody na móle sú malé, takže ich robotníci čoskoro opravia.",
    "sl": "Trajekti bodo spet pluli v ponedeljek, je včeraj povedal poveljnik pristanišča, potem ko je neurje ves teden divjalo okoli otokov. Trgovine so bile prazne in zdravnik ni mogel priti do svojih bolnikov, vendar ni bil nihče ranjen, škoda na pomolu pa je majhna.",
    "sv": "Färjorna går igen på måndag, sade hamnkaptenen i går, efter att stormen hade rasat kring öarna i en vecka. Butikerna var tomma och läkaren kunde inte ta sig till sina patienter, men ingen kom till skada och skadorna på piren är så små att de snart blir lagade.",
    "sw": "Vivuko vitasafiri tena siku ya Jumatatu, alisema jana mkuu wa bandari, baada ya dhoruba kuvuma kwa wiki nzima kuzunguka visiwa. Maduka yalikuwa matupu na daktari hakuweza kuwafikia wagonjwa wake, lakini hakuna mtu aliyeumia na uharibifu wa gati ni mdogo.",
    "th": "เรือข้ามฟากจะกลับมาแล่นอีกครั้งในวันจันทร์ นายท่าเรือกล่าวเมื่อวานนี้ หลังจากพายุพัดรอบเกาะเป็นเวลาหนึ่งสัปดาห์ ร้านค้าว่างเปล่าและหมอไปหาคนไข้ไม่ได้ แต่ไม่มีใครบาดเจ็บ",
    "tr": "Liman başkanı dün yaptığı açıklamada, fırtınanın bir hafta boyunca adaların çevresinde estiğini ve feribotların pazartesi günü yeniden sefere çıkacağını söyledi. Dükkânlar boştu ve doktor hastalarına ulaşamıyordu, ama kimse yaralanmadı ve iskeledeki hasar çok küçük.",
    "uk": "Пороми знову вийдуть у море в понеділок, повідомив учора начальник порту, після того як шторм тиждень вирував довкола островів. Крамниці були порожні, і лікар не міг дістатися до своїх хворих, але ніхто не постраждав, а збитки на її причалі невеликі й будуть полагоджені.",
    "vi": "Các chuyến phà sẽ chạy lại từ thứ Hai, người đứng đầu cảng cho biết hôm qua, sau khi cơn bão hoành hành quanh các hòn đảo suốt một tuần. Các cửa hàng trống không và bác sĩ không thể đến với bệnh nhân của mình, nhưng không ai bị thương và thiệt hại ở cầu cảng là nhỏ.",
    "zh": "港口负责人昨天说，风暴在岛屿周围肆虐了一个星期之后，渡轮将于星期一恢复航行。商店空空荡荡，医生无法到病人那里去，但没有人受伤，码头的损失也很小，不久就会修好。",
}  # fmt: skip
"""Stories of forty words and more."""

SHORT = {
    "az": "Liman rəisi dünən bildirib ki, bərələr bazar ertəsi yenidən hərəkət edəcək.",
    "be": "Паромы зноў выйдуць у мора ў панядзелак, паведаміў учора начальнік порта.",
    "bn": "বন্দরের প্রধান গতকাল বলেছেন, সোমবার থেকে ফেরি আবার চলবে।",
    "cs": "Trajekty vyplují znovu v pondělí, řekl včera velitel přístavu.",
    "da": "Færgerne sejler igen på mandag, og lægen kan besøge sine patienter, siger havnefogeden.",
    "de": "Die Fähren fahren am Montag wieder, sagte der Hafenmeister.",
    "en": "The ferries sail again on Monday, the harbour master said.",
    "es": "Los barcos volverán a navegar el lunes, dijo ayer el capitán del puerto.",
    "eu": "Itsasontziak astelehenean itzuliko dira itsasora, esan zuen atzo portuko buruak.",
    "fi": "Lautat liikennöivät taas maanantaina, satamapäällikkö sanoi eilen.",
    "fr": "Les bateaux reprendront la mer lundi, a dit hier le capitaine du port.",
    "ga": "Beidh na báid farantóireachta ag seoladh arís Dé Luain, a dúirt an captaen inné.",
    "he": "המעבורות יפליגו שוב ביום שני, אמר אתמול מנהל הנמל.",
    "hu": "A kompok hétfőtől újra járnak, mondta tegnap a kikötő parancsnoka.",
    "hy": "Լաստանավերը կրկին ծով դուրս կգան երկուշաբթի, հայտնեց նավահանգստի պետը։",
    "is": "Ferjurnar sigla aftur á mánudaginn, sagði hafnarstjórinn í gær.",
    "it": "I traghetti torneranno a navigare lunedì, ha detto ieri il comandante del porto.",
    "ka": "ბორნები ორშაბათს კვლავ გავლენ ზღვაში, თქვა გუშინ ნავსადგურის უფროსმა.",
    "kk": "Паромдар дүйсенбіде қайтадан жүзеді, деді кеше порт бастығы.",
    "mk": "Траектите повторно ќе пловат во понеделник, рече вчера началникот на пристаништето.",
    "nl": "De veerboten varen maandag weer, zei de havenmeester gisteren.",
    "pl": "Promy wypłyną znowu w poniedziałek, powiedział wczoraj kapitan portu.",
    "pt": "Os barcos voltam a navegar na segunda-feira, disse ontem o capitão do porto.",
    "ro": "Feriboturile vor pleca din nou luni, a spus ieri căpitanul portului.",
    "ru": "Паромы снова выйдут в море в понедельник, сообщил вчера начальник порта.",
    "sq": "Tragetet do të lundrojnë përsëri të hënën, tha dje drejtuesi i portit.",
    "sv": "Färjorna går igen på måndag, sade hamnkaptenen i går kväll.",
    "sw": "Vivuko vitasafiri tena siku ya Jumatatu, alisema jana mkuu wa bandari.",
    "ta": "திங்கட்கிழமை மீண்டும் படகுகள் இயங்கும் என்று துறைமுக அதிகாரி கூறினார்.",
    "tr": "Liman başkanı feribotların pazartesi günü yeniden sefere çıkacağını söyledi.",
    "uk": "Пороми знову вийдуть у море в понеділок, повідомив учора начальник порту.",
    "ur": "بندرگاہ کے سربراہ نے کل کہا کہ کشتیاں پیر سے دوبارہ چلیں گی۔",
    "vi": "Các chuyến phà sẽ chạy lại từ thứ Hai, người đứng đầu cảng cho biết.",
    "zh": "渡轮将于星期一恢复航行，港口负责人在一周的风暴之后说。",
}  # fmt: skip
"""Items of one sentence."""

HEADLINES = {
    "ar": "العبارات تبحر مجددا يوم الاثنين بعد العاصفة",
    "cs": "Trajekty po bouři znovu vyplují v pondělí",
    "de": "Fähren fahren nach dem Sturm wieder",
    "el": "Ξανά στη θάλασσα τα πλοία μετά την καταιγίδα",
    "en": "Ferries to sail again after storm, harbour master says",
    "es": "Los barcos vuelven al mar tras el temporal",
    "fi": "Lautat liikennöivät taas myrskyn jälkeen",
    "fr": "Les bateaux reprennent la mer après la tempête",
    "hu": "Újra járnak a kompok a vihar után",
    "it": "I traghetti tornano in mare dopo la tempesta",
    "ja": "嵐の後、フェリー再開へ",
    "ko": "폭풍 뒤 여객선 다시 운항",
    "nl": "Veerboten varen weer na de storm",
    "pl": "Promy wypłyną znowu po sztormie",
    "ru": "Паромы снова выйдут в море после шторма",
    "sv": "Färjorna går igen efter stormen",
    "th": "เรือข้ามฟากกลับมาแล่น",
    "tr": "Fırtınanın ardından feribotlar yeniden sefere çıkıyor",
    "uk": "Пороми знову вийдуть у море після шторму",
    "vi": "Các chuyến phà chạy lại sau cơn bão",
}


@pytest.mark.parametrize(("code", "text"), STORIES.items(), ids=STORIES)
def test_story(code: str, text: str) -> None:
    assert language(text) == code


@pytest.mark.parametrize(("code", "text"), SHORT.items(), ids=SHORT)
def test_short_item(code: str, text: str) -> None:
    assert language(text) == code


@pytest.mark.parametrize(("code", "text"), HEADLINES.items(), ids=HEADLINES)
def test_headline(code: str, text: str) -> None:
    assert language(text) == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The ferry",
        "12 345 67 89 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25",
        "Smith 12 Jones 7 Brown 3 Taylor 9 Evans 14 Wilson 22 Thomas 8 Roberts 6 Johnson 5 Lewis 11 Walker 4",
        "John Smith, Mary Jones, Peter Brown, David Evans, Sarah Wilson, James Taylor, Robert Lewis, Anna Walker",
        "Andersson, Nakamura, Okafor, Rossi, Müller, Dupont, García, Kowalski, Novák, Papadopoulos, Silva, Yılmaz",
        "BRK 82.10 VLT 120.3 SPP 110.0 DTX 15.22 ALV 201.4 BSS 45.1 BYY 50.2 SIX 140.3 ADX 190.1 IFY 33.0",
        "Arrowby 2 Larkholm 1\nOstervik 0 Brindle 0\nCastell 1 Northmere 3\nVildano 2 Tarsk 2\nGorvin 1 Pellow 0",
        "Giovanni Rossi, Marco Bianchi, Paola Ferrari, Luca Esposito, Anna Ricci, Maria Conti",
        "Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann",
        "Bayern München - Borussia Dortmund 3:1, VfB Stuttgart - RB Leipzig 0:0, 1. FC Köln - Hertha BSC 2:2",
        "xyzzy plugh " * 20,
        "http://www.example.com/a/b/c.html http://www.example.org/x?y=z&q=1",
    ],
)
def test_nothing_is_claimed_of_figures_and_names(text: str) -> None:
    assert language(text) is None


@pytest.mark.parametrize(
    "text",
    ["a" * 1_000_000, "\x00\x01\x02" * 1_000, "\ud800" * 100, "ab " * 300_000, "\u0301" * 5_000, "<p class=x>" * 9_000],
    ids=["a letter", "control characters", "surrogates", "two letters", "marks", "tags"],
)  # fmt: skip
def test_hostile_text(text: str) -> None:
    assert language(text) is None
    assert language_against(text, "en-GB") is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Путин, Merkel и Macron: " + STORIES["ru"], "ru"),
        ("BBC News, Reuters, Sky News: " + STORIES["hu"], "hu"),
        (STORIES["ja"] + " The Associated Press, The New York Times", "ja"),
        ("„Wir sind müde“, sagte einer von ihnen. (Reuters, The Guardian) " + STORIES["de"], "de"),
    ],
)
def test_names_in_another_script_or_language(text: str, code: str) -> None:
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
    "code", ["ca", "de", "el", "en", "es", "fr", "it", "ja", "ko", "nl", "pt", "ro", "ru", "sv", "th", "zh"]
)
def test_most_copy_needs_no_model(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def unwanted() -> None:
        raise AssertionError

    monkeypatch.setattr(languages, "_identifier", unwanted)
    assert language(f"{STORIES[code]} {STORIES[code]}") == code
    assert language_against(STORIES[code], code) is None


@pytest.mark.parametrize(
    "text",
    [
        "Bank says it would raise rates on Tuesday",
        "The port has been closed since the storm",
        "They were told of the strike by the union",
    ],
)
def test_short_english_needs_no_model(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(languages, "_identifier", lambda: pytest.fail("the model was asked"))
    assert language(text) == "en"


@pytest.mark.parametrize("text", [*STORIES.values(), *SHORT.values(), *HEADLINES.values()])
def test_the_first_answer_of_the_model_is_that_of_all_its_answers(text: str) -> None:
    assert languages._likely(text) == languages._modelled(text)[0]


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
def test_near_languages_are_no_matter_of_common_words(text: str) -> None:
    assert language(text) not in ("pt", "es", "nl", "de", "fr", "it")


@pytest.mark.parametrize(("code", "text"), (STORIES | SHORT).items(), ids=STORIES | SHORT)
def test_a_right_tag_stays(code: str, text: str) -> None:
    assert language_against(text, code) is None
    assert language_against(text, f"{code}-XX") is None


@pytest.mark.parametrize(("code", "text"), STORIES.items(), ids=STORIES)
def test_a_wrong_tag_is_corrected(code: str, text: str) -> None:
    assert language_against(text, "tl" if code == "en" else "en-US") == (code)


@pytest.mark.parametrize("code", ["de", "es", "fr", "hu", "it", "pl", "ru", "sv", "tr", "uk"])
def test_a_wrong_tag_of_a_short_item_is_corrected(code: str) -> None:
    assert language_against(SHORT[code], "en-us") == code


UNLISTED = {
    "zu": "UMengameli uthe izolo uhulumeni uzokwakha umgwaqo omusha. Abalimi bajabule ngoba imikhiqizo yabo izofika ngokushesha emakethe.",
    "xh": "UMongameli uthe izolo urhulumente uza kwakha indlela entsha. Amafama avuyile kuba iimveliso zawo ziza kufika ngokukhawuleza.",
    "sn": "Mutungamiri akati nezuro hurumende ichavaka mugwagwa mutsva. Varimi vakafara nekuti zvirimwa zvavo zvichasvika pamusika nekukurumidza.",
    "om": "Pirezidaantichi kaleessa akka mootummaan karaa haaraa ijaaru dubbate. Qonnaan bultoonni gammadaniiru sababni oomishni isaanii dafee gabaa gaha.",
}  # fmt: skip
"""Texts in ASCII letters that have none of the common words that are listed."""


@pytest.mark.parametrize(("code", "text"), UNLISTED.items(), ids=UNLISTED)
def test_no_word_of_another_language_is_not_english_yet(code: str, text: str) -> None:
    assert language_against(text, "en-us") == code
    assert language_against(text.upper(), "en-us") == code
    assert language_against(text, code) is None


@pytest.mark.parametrize("code", ["it", "nl", "tl"])
def test_capitals_hide_no_word_of_another_language(code: str) -> None:
    tagalog = "Sinabi ng alkalde kahapon na bubuksan ang bagong tulay sa Lunes. Maraming residente ang natuwa dahil bibilis ang biyahe."
    text = (STORIES | {"tl": tagalog})[code].encode("ascii", "ignore").decode().title()
    assert language_against(text, "en-us") == code


@pytest.mark.parametrize("stated", ["de", "nb", "pt-BR", "id", "tr"])
@pytest.mark.parametrize("code", ["el", "he", "hy", "ja", "ka", "ko", "ru", "ta", "th", "uk", "ur", "zh"])
def test_letters_of_another_script_speak_against_a_tag(code: str, stated: str) -> None:
    """In stories, which may have no blanks, and in items of few words."""
    for texts in (STORIES, SHORT):
        if code in texts:
            assert language_against(texts[code], stated) == code


@pytest.mark.parametrize(
    "text",
    [
        "El Nino and La Nina were both blamed for the floods, De Silva said in Los Angeles",
        "Di Stefano of Real Madrid was named the best of all",
        "Arrowby Corp SHR 34 CTS 1.19 DLRS NET 2.1 MLN REV 31.0 MLN\n12.1 13.4 14.2 15.7 16.9 17.1 18.3 had a loss",
    ],
)
def test_english_with_foreign_names_and_figures_needs_no_model(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(languages, "_identifier", lambda: pytest.fail("the model was asked"))
    assert language_against(text, "en") is None


@pytest.mark.parametrize("code", ["cs", "de", "el", "es", "fr", "hu", "ko", "pt", "sk", "sv", "tr", "vi"])
def test_accents_may_be_letters_of_their_own(code: str) -> None:
    """As in what is written by some systems: each text is told as if its letters were composed."""
    for text in (STORIES[code], HEADLINES.get(code, STORIES[code])):
        apart = unicodedata.normalize("NFD", text)
        assert language(apart) == code
        assert language_against(apart, "en-us") == language_against(text, "en-us")
        assert language_against(apart, code) is None
    assert language_against(unicodedata.normalize("NFD", STORIES[code]), "en-us") == code


@pytest.mark.parametrize(
    "text",
    [
        "Arrowby annonce « The Heart of This »",
        "Film „The Heart of This“ kommt",
    ],
)
def test_an_english_title_in_foreign_quotation_marks_is_not_english(text: str) -> None:
    assert language(text) != "en"


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        (STORIES["no"], "nb-NO"),
        (STORIES["no"], "nn"),
        (STORIES["id"], "in"),
        (STORIES["he"], "iw-IL"),
        (STORIES["zh"], "yue"),
        (STORIES["zh"], "zh-Hant"),
        ("Kapal berlayar ke pulau itu pada pagi hari dengan penumpang yang sama.", "id"),
        ("Kapal berlayar ke pulau itu pada pagi hari dengan penumpang yang sama.", "ms"),
        ("Brodovi ponovno plove, rekao je kapetan luke, a na otocima je sve mirno.", "hr"),
        ("Brodovi ponovno plove, rekao je kapetan luke, a na otocima je sve mirno.", "bs"),
        ("Brodovi ponovno plove, rekao je kapetan luke, a na otocima je sve mirno.", "sr-Latn"),
        (
            "D Schiff fahred am Mäntig wider, het de Kapitän gseit, und uf de Insle isch alles rueig bliebe.",
            "gsw",
        ),
        ("Der Roman „Война и мир“ von Tolstoi", "de"),
        ("Der Film „東京物語“ (東京) läuft am Montag im Kino am Hafen.", "de"),
        ("A Dél-Koreai 현대자동차 autógyár új üzemet épít", "hu"),
        ("Hãng 现代汽车 sẽ xây nhà máy mới ở Huế", "vi"),
        (STORIES["hi"], "hi"),
        ("Merkel, Macron", "en"),
        ("Paris", "de"),
        ("", "en"),
        ("12 345 67 89 10 11 12 13 14 15 16 17 18 19 20", "en"),
    ],
)
def test_a_tag_stays_where_the_text_does_not_decide(text: str, stated: str) -> None:
    """A language is not told from its close kin, one that the model does not know is believed, and a short text too.

    Nor do names and titles in another script decide, or a script that is the stated language's.
    """
    assert language_against(text, stated) is None


def test_kin_by_their_own_spellings() -> None:
    malay = "Perdana Menteri berkata bahawa kerajaan akan membantu kerana ribut itu merosakkan rumah, manakala polis menutup jalan."
    assert language(malay) == "ms"
    assert (
        language(
            malay.replace("bahawa", "bahwa").replace("kerana", "karena").replace("manakala", "sedangkan")
        )
        == "id"
    )


def test_likeliest_is_a_language_of_the_press() -> None:
    assert likeliest(SHORT["cs"]) == "cs"
    assert likeliest("") in languages._lists()["press"]


def test_russian_and_ukrainian_are_told_by_their_letters() -> None:
    ukrainian = "У Києві відкрили нову станцію метро, і тепер дорога їхня коротша на пів години."
    russian = "В Киеве открыли новую станцию метро. Это был праздник, и жители были рады её видеть."
    assert language_against(ukrainian, "ru") == "uk"
    assert language_against(russian, "uk-UA") == "ru"
    assert language_against(russian, "ru") is None
    assert language_against(ukrainian, "uk") is None
    assert language_against("Президент Зеленский в Ізюмі", "ru") is None


def test_names_do_not_speak_against_a_tag() -> None:
    results = (
        "Bayern München - Borussia Dortmund 3:1, VfB Stuttgart - RB Leipzig 0:0, 1. FC Köln - Hertha BSC 2:2"
    )
    assert language_against(results, "en") is None


@pytest.mark.parametrize("stated", ["en", "en-us", "de"])
def test_norwegian_has_words_that_look_english(stated: str) -> None:
    text = "Lærere streiker i Tromsø for høyere lønn\n\nTusenvis av lærere la ned arbeidet tirsdag. Fagforeningen krever åtte prosent lønnsøkning for alle ansatte. Byråden kalte kravene urimelige."
    assert language_against(text, stated) == "no"


QUOTED = "We will not accept any more delays, and the people who are responsible for this must be held to account. It is time that the board acted and that the owners were told the truth."
GERMAN_AROUND_ENGLISH = f'Der Minister sagte: "{QUOTED}" Danach verließ er den Saal, ohne weitere Fragen zu beantworten. Die Opposition sprach von einem Skandal und forderte seinen Rücktritt.'


def test_a_story_that_quotes_another_language_at_length() -> None:
    assert language(GERMAN_AROUND_ENGLISH) == "de"
    assert language_against(GERMAN_AROUND_ENGLISH, "de-AT") is None
    assert language(f"„{QUOTED}“") == "en"


@pytest.mark.parametrize("stated", ["en", "fr"])
def test_a_text_in_two_languages_is_in_both(stated: str) -> None:
    text = "The mayor opened the new bridge on Friday with the minister. Le maire a inauguré le nouveau pont vendredi avec la ministre. The works lasted three years. Les travaux ont duré trois ans."
    assert language_against(text, stated) is None


@pytest.mark.parametrize(
    "headline",
    ["帽子工場で火災、男性死亡", "東京株式、大幅続落", "首相、予算案を閣議決定へ", "新型車の発売延期"],
)
def test_a_japanese_headline_of_few_kana_or_none(headline: str) -> None:
    assert language(headline) == "ja"
    assert language_against(headline, "ja-JP") is None
    assert language_against(headline, "en") == "ja"


@pytest.mark.parametrize(
    "headline", ["东京股市大幅下跌", "總統府：兩岸和平 民眾期待", "鮮の每日 新店開幕 民眾排隊搶購"]
)
def test_a_chinese_headline(headline: str) -> None:
    assert language(headline) == "zh"
    assert language_against(headline, "en") == "zh"


def test_han_letters_that_both_have_do_not_speak_against_japanese() -> None:
    assert language_against("大阪高裁判決", "ja") is None
    assert language_against("大阪地方裁判所判決", "ja") is None


def test_yiddish_is_no_hebrew() -> None:
    text = "די לערער אין שטאט האבן אויפגעהערט צו ארבעטן דינסטאג, און די יוניאן פאדערט מער געלט פאר אלע"
    assert language(text) == "yi"
    assert language_against(text, "yi") is None
    assert language_against(text, "he") == "yi"


WRITTEN: dict[str, Callable[[str], str]] = {
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "full width": lambda text: "".join(chr(ord(each) + 0xFEE0) if "!" <= each <= "~" else each for each in text),
    "soft hyphens": lambda text: re.sub(r"([^\W\d_]{2})([^\W\d_]{2})", "\\1\u00ad\\2", text),
    "zero-width spaces": lambda text: text.replace(" ", "\u200b "),
}  # fmt: skip
"""Ways to write a text that a reader sees no other text in, or the same in wide letters."""


@pytest.mark.parametrize("code", ["cs", "de", "fi", "fr", "hu", "it", "nl", "pl", "ru", "sv", "tr", "uk"])
@pytest.mark.parametrize("way", WRITTEN)
def test_how_letters_are_encoded_makes_no_other_language(way: str, code: str) -> None:
    text = WRITTEN[way](STORIES[code])
    assert language(text) == code
    assert language_against(text, "en-us") == code
    assert language_against(text, code) is None


@pytest.mark.parametrize("code", ["bn", "ja", "ka", "ko", "th", "zh"])
@pytest.mark.parametrize("stated", ["de", "fr", "ru", "ar"])
def test_a_short_item_in_a_script_that_the_stated_language_has_not(code: str, stated: str) -> None:
    assert language_against((SHORT.get(code) or STORIES[code])[:120], stated) == code


SERBO_CROATIAN = (
    "Ribari iz triju luka rekli su da su tankeri uništili njihove mreže.",
    "Ministri dogovorili nove sankcije protiv brodara",
)


@pytest.mark.parametrize("text", SERBO_CROATIAN)
def test_what_may_be_serbian_or_croatian_is_both(text: str) -> None:
    assert language(text) == "sh"
    for stated in ("de", "tr", "ru", "ar"):
        assert language_against(text, stated) == "sh"
    for stated in ("hr", "bs", "sr", "sr-Latn", "sh"):
        assert language_against(text, stated) is None


def test_serbo_croatian_is_corrected_too() -> None:
    assert language_against(STORIES["fr"], "sh") == "fr"
    assert language_against(SHORT["tr"], "sh") == "tr"


def test_a_feed_knows_better_in_which_of_its_kin_a_text_is() -> None:
    """Bosnian in Cyrillic letters has nothing that Serbian has not."""
    text = "Рибари из три луке рекли су да су танкери уништили њихове мреже, а министри су договорили нове санкције."
    assert language(text) == "sr"
    assert language_against(text, "bs") is None
    assert language_against(text, "bs-Cyrl") is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Odluke sudova očekuju se idućeg tjedna.", "hr"),
        ("Ribari kažu da su tankeri uništili mreže (saopćenje).", "bs"),
        ("Ribari kažu: tankeri su uništili mreže, opština ćuti.", "sr"),
    ],
)
def test_a_full_stop_hides_no_spelling(text: str, code: str) -> None:
    assert language(text) == code


@pytest.mark.parametrize(
    "text",
    [
        "Polisi tangkap tersangka perampokan di Bekasi",
        "Para menteri menyepakati sanksi terhadap perusahaan kapal",
        "Keputusan pengadilan ditunggu pekan depan.",
    ],
)
def test_indonesian_headlines(text: str) -> None:
    assert language(text) == "id"
    assert language_against(text, "de") == "id"
    assert language_against(text, "ms") is None


@pytest.mark.parametrize("stated", ["de", "fr", "es", "ru", "it", "ar"])
@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Bakanlar armatörlere karşı yeni yaptırımlarda anlaştı", "tr"),
        ("Ministerit sopivat uusista pakotteista varustamoja vastaan", "fi"),
        ("Ministrai susitarė dėl naujų sankcijų laivybos bendrovėms", "lt"),
        ("Οι υπουργοί συμφώνησαν σε νέες κυρώσεις κατά των εφοπλιστών", "el"),
        ("השרים הסכימו על סנקציות חדשות נגד חברות הספנות", "he"),
        ("Ministroek zigor berriak adostu dituzte ontzi-konpainien aurka", "eu"),
    ],
)
def test_headlines_have_few_common_words_and_speak_against_a_tag(text: str, code: str, stated: str) -> None:
    assert language_against(text, stated) == code


@pytest.mark.parametrize(
    "text", ["Ministers eens over nieuwe sancties tegen rederijen", "Palkat nousevat ja hinnat laskevat"]
)
def test_headlines_in_ascii_that_are_said_to_be_english(text: str) -> None:
    assert language_against(text, "en-us") in ("nl", "fi")


def test_yiddish_by_its_signs() -> None:
    assert language("די באַשלוסן פֿון די געריכטן ריכט מען זיך די קומענדיקע וואָך.") == "yi"
    # Hebrew with all its points
    assert language("בְּרֵאשִׁית בָּרָא אֱלֹהִים אֵת הַשָּׁמַיִם וְאֵת הָאָרֶץ") != "yi"


def test_sindhi_is_no_pashto() -> None:
    text = "وزيرن اڱاري جي شام گاديءَ واري هنڌ ۾ گڏجاڻي ڪئي ۽ انهن ڪمپنين تي نيون پابنديون لڳائڻ تي اتفاق ڪيو."
    assert language(text) == "sd"
    assert language_against(text, "ps") == "sd"
    assert language_against(text, "sd") is None
    assert language(f"{STORIES['fa']} ڪراچي ۽") == "fa"
