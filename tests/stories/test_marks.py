"""What desks write on a story: each form of each agency, and headlines of news that only look like one."""

from __future__ import annotations

import pytest

from morgue.stories.marks import kinds_of, kinds_of_body, kinds_of_note, marked
from tests.growth import Maker, grows_too_fast, run_of


@pytest.mark.parametrize(
    ("headline", "kinds", "rest"),
    [
        # Reuters
        ("UPDATE 2-Ferry crews end strike", ["update"], "Ferry crews end strike"),
        ("Update 12: Ferry crews end strike", ["update"], "Ferry crews end strike"),
        ("UPDATE: Ferry crews end strike", ["update"], "Ferry crews end strike"),
        ("WRAPUP 1-Ferry crews end strike", ["update"], "Ferry crews end strike"),
        ("RPT-Ferry crews end strike", ["repeat"], "Ferry crews end strike"),
        ("(RPT) FERRY CREWS END STRIKE", ["repeat"], "FERRY CREWS END STRIKE"),
        ("RPT-UPDATE 3-Ferry crews end strike", ["repeat", "update"], "Ferry crews end strike"),
        ("REFILE-Ferry crews end strike", ["repeat"], "Ferry crews end strike"),
        ("CORRECTED-Ferry crews end strike", ["correction"], "Ferry crews end strike"),
        ("CORRECTED - FERRY CREWS END STRIKE", ["correction"], "FERRY CREWS END STRIKE"),
        ("(CORRECTED) - <OSSA LINE> 2ND QTR NET", ["correction"], "<OSSA LINE> 2ND QTR NET"),
        ("(CORRECTED)-FERRY CREWS END STRIKE", ["correction"], "FERRY CREWS END STRIKE"),
        ("CORRECTED-UPDATE 1-Ferry crews end strike", ["correction", "update"], "Ferry crews end strike"),
        ("CORRECTED (OFFICIAL)-Ferry crews end strike", ["correction"], "Ferry crews end strike"),
        ("REPEAT: Ferry crews end strike", ["repeat"], "Ferry crews end strike"),
        ("WITHDRAWN - Ferry crews end strike", ["withdrawn"], "Ferry crews end strike"),
        ("MANDATORY KILL Ferry crews end strike", ["withdrawn"], "Ferry crews end strike"),
        ("KILL: Ferry crews end strike", ["withdrawn"], "Ferry crews end strike"),
        ("ADVISORY-Ferry crews end strike", ["advisory"], "Ferry crews end strike"),
        ("ACTUALIZA 2-Termina la huelga", ["update"], "Termina la huelga"),
        ("PUNTO 1-Traghetti, finito lo sciopero", ["update"], "Traghetti, finito lo sciopero"),
        # AP
        ("Correction: Ferry Strike story", ["correction"], "Ferry Strike story"),
        ("CORRECTIVE: Ferry Strike", ["correction"], "Ferry Strike"),
        ("Clarification: Ferry Strike", ["correction"], "Ferry Strike"),
        ("Ferry Strike, 2nd Ld-Writethru", ["update"], "Ferry Strike"),
        ("BC-EU--Ferry Strike, 1st Ld-Writethru,0412", ["update"], "BC-EU--Ferry Strike,0412"),
        ("3rd Lead: Ferry crews end strike", ["update"], "Ferry crews end strike"),
        # AFP, dpa, ANSA, EFE
        ("LEAD 2 - Grève des ferries", ["update"], "Grève des ferries"),
        ("RECTIFICATIF: Grève des ferries", ["correction"], "Grève des ferries"),
        ("KORREKTUR: Streik beendet", ["correction"], "Streik beendet"),
        ("(Berichtigung: Streik beendet)", ["correction"], "Streik beendet)"),
        ("Zusammenfassung 2: Streik beendet", ["update"], "Streik beendet"),
        ("Zurückgezogen - Streik beendet", ["withdrawn"], "Streik beendet"),
        ("CORRECTED-eBay to ship by ferry", ["correction"], "eBay to ship by ferry"),
        ("CORRECCIÓN: Termina la huelga", ["correction"], "Termina la huelga"),
        ("Errata corrige: Finito lo sciopero", ["correction"], "Finito lo sciopero"),
        ("Wiederholung: Streik beendet", ["repeat"], "Streik beendet"),
        # Greek, Russian, Chinese, Japanese
        ("ΔΙΟΡΘΩΣΗ: Τέλος στην απεργία", ["correction"], "Τέλος στην απεργία"),
        ("Исправлено: Забастовка окончена", ["correction"], "Забастовка окончена"),
        ("更正：渡轮罢工结束", ["correction"], "渡轮罢工结束"),
        ("【訂正】フェリーのスト終わる", ["correction"], "フェリーのスト終わる"),
        # Xinhua, PTI, Bloomberg
        ("Ferry crews end strike (1st LD)", ["update"], "Ferry crews end strike"),
        ("Ferry crews end strike (Recasts)", ["update"], "Ferry crews end strike"),
        ("Ferry crews end strike (Adds quotes)", ["update"], "Ferry crews end strike"),
        ("Ferry Crews End Strike (Update2)", ["update"], "Ferry Crews End Strike"),
        ("Ferry Crews End Strike (Correct)", ["correction"], "Ferry Crews End Strike"),
    ],
)
def test_a_mark_is_taken_off_a_headline_and_says_its_kind(headline: str, kinds: list[str], rest: str) -> None:
    assert (list(marked(headline).kinds), marked(headline).headline) == (kinds, rest)


@pytest.mark.parametrize(
    "headline",
    [
        "OSSA LINE CORRECTS EARNINGS",
        "Correction officers strike in two counties",
        "Correctional services lobby for ferries",
        "Corrections workers to stage protest",
        "Lead testing to end in harbour town",
        "Lead-acid batteries recalled",
        "Repeat-offender bill passed",
        "Kill-switch for phones",
        "1st lead for the home side",
        "Rückruf: Käse mit Glas",
        "ANNULATION : le festival de la mer",
        "Lead group benefits from strong winds",
        "Repeat win for the ferry captain",
        "Kill the ferry tax, union says",
        "Withdrawal of ferries flayed",
        "Clarification sought on ferry timetable",
        "Advisory council to consider ferries",
        "Attention turns to the harbour",
        "Update on the ferry strike",
        "Updated timetables anger commuters",
        "Killings rise in port towns",
        "Recall of ferries widens (photos)",
        "Act now, union tells minister",
        "Story of a ferry",
        "2nd quarter profit falls at ferry line",
        "1st ferry of the year leaves",
        "Korrekturen am Fahrplan verlangt",
        "",
        "CORRECTION",
        "***",
        "Updates: none",
    ],
)
def test_news_is_no_mark(headline: str) -> None:
    assert marked(headline) == (headline, ())


@pytest.mark.parametrize(
    "make",
    [
        run_of("RPT-", after="X"),
        run_of(" ", "a", "lead"),
        run_of(" ", "update", "2"),
        run_of("(", "a (updated)", "b"),
        run_of("(updated) ", "a", "b"),
        run_of("please read ", after=" instead of"),
        run_of("\n", "(corrects", "x"),
        run_of("1", "a ", "st ld"),
    ],
    ids=["marks", "spaces", "spaces before a number", "brackets", "closings", "notes", "lines", "digits"],
)
def test_the_work_grows_with_the_text(make: Maker) -> None:
    def read(text: str) -> object:
        return marked(text), kinds_of(text, text), kinds_of_body(text), kinds_of_note(text)

    assert not grows_too_fast(read, make)


@pytest.mark.parametrize(
    ("body", "kinds"),
    [
        ("(Recasts with union, adds quotes)\n\nFerry crews ended …", ["update"]),
        ("(Corrects number of ships in second paragraph)\n\nFerry crews …", ["correction"]),
        ("Eds: UPDATES with quotes. With AP Photos.", ["update"]),
        ("Eds: CORRECTS that ships are forty.", ["correction"]),
        ("ATTENTION - ADDS quotes ///", ["update"]),
        ("REPEAT\n\nFerry crews ended …", ["repeat"]),
        ("CORRECTION - In ATHENS story headlined …", ["correction"]),
        ("Ferry crews ended a strike. (Corrects nothing)", []),
        ("Repeated strikes have closed the harbour.", []),
        ("Correcting the timetable took all night.", []),
        ("Adds nothing to the story", []),
        ("", []),
    ],
)
def test_first_words_of_a_body(body: str, kinds: list[str]) -> None:
    assert list(kinds_of_body(body)) == kinds


def test_a_note_is_read_near_the_ends_of_a_body_only() -> None:
    note = "This story has been corrected to show that forty ships stay in port."
    filler = "The union spoke again of the harbour and its ships. " * 20
    assert kinds_of(None, f"{note}\n\n{filler}") == ("correction",)
    assert kinds_of(None, f"{filler}\n\n{note}") == ("correction",)
    assert kinds_of(None, f"{filler}{note}{filler}") == ()


def test_half_a_phrase_is_a_note_only_for_the_rule() -> None:
    body = "In the ATHENS story please read 40 ships instead of 50."
    assert kinds_of_note(body) == ("correction",)
    plain = "Crews will sail on Friday instead of Thursday, which corrects the timetable."
    assert kinds_of_note(plain) == ("correction",)
    assert kinds_of("Crews sail on Friday", plain) == ()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("An earlier version of this story misstated the number of ships.", "correction"),
        ("This article was amended on 4 May to correct a name.", "correction"),
        ("This story has been updated.", "update"),
        ("This story has been withdrawn by the agency.", "withdrawn"),
        ("EDITORS: Please kill the story about ferries, slugged FERRY-STRIKE.", "withdrawn"),
        ("Editors, the agency asks you to withdraw the report of this morning.", "withdrawn"),
    ],
)
def test_notes_of_outlets(body: str, kind: str) -> None:
    assert kinds_of("Ferry crews end strike", body) == (kind,)


def test_what_an_article_says_of_itself_comes_once_and_in_order() -> None:
    body = "(Corrects ships)\n\nCrews sail. This story has been updated and this story has been corrected."
    assert kinds_of("UPDATE 2-Crews sail", body) == ("update", "correction")
    assert kinds_of(None, None) == ()
