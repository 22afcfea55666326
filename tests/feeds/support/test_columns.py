"""columns: names of columns and keys, values in their several shapes, identifiers."""

from __future__ import annotations

import datetime as dt
import unicodedata

import pytest

from morgue.extract.assembly import article
from morgue.extract.dates import stated
from morgue.extract.identity import claim_of
from morgue.feeds.support.columns import (
    can_hold_story,
    columns_of,
    draft_of,
    field_of,
    listed,
    moment_of,
    said,
)
from morgue.model.article import Source


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("headline_text", "headline"),
        ("Pub Date", "published"),
        ("pubDate", "published"),
        ("publish_date", "published"),
        ("articleBody", "text"),
        ("web-url", "url"),
        ("wire", "agency"),
        ("newspaper", "publisher"),
        ("lang", "language"),
        ("price", None),
        ("Tittel", "headline"),
        ("Titulek", "headline"),
        ("Τίτλος", "headline"),
        ("כותרת", "headline"),
        ("शीर्षक", "headline"),
        ("Tiêu đề", "headline"),
        (unicodedata.normalize("NFD", "Tiêu đề"), "headline"),
        ("หัวข้อข่าว", "headline"),
        ("Date de l’article", "published"),
        ("Megjelenés dátuma", "published"),
        ("Ημερομηνία", "published"),
        ("วันที่", "published"),
        ("Дата публікації", "published"),
        ("تاریخ", "published"),
        ("Lehti", "publisher"),
        ("Avis", "publisher"),
        ("समाचार पत्र", "publisher"),
        ("Обсяг", None),
    ],
)
def test_names(name, field):
    found = field_of(name)
    assert (found and found[0]) == field


def test_the_likeliest_column_wins_and_the_next_stands_in():
    columns = columns_of(["description", "body", "title"])
    full = draft_of({"description": "Short.", "body": "Whole.", "title": "T"}, columns)
    empty = draft_of({"description": "Short.", "body": "", "title": "T"}, columns)
    assert full is not None
    assert empty is not None
    assert (full.text, empty.text) == ("Whole.", "Short.")


def test_mapped_columns_go_alone_for_their_field():
    columns = columns_of(["title", "kop"], {"headline": "kop"})
    assert [(each.field, each.name) for each in columns] == [("headline", "kop")]
    assert can_hold_story(columns)
    assert not can_hold_story(columns_of(["date", "url"]))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("  a ", "a"),
        ({"name": "Ann", "@type": "Person"}, "Ann"),
        ({"main": "Head", "kicker": None}, "Head"),
        ([{"name": "Ann"}, {"name": "Bo"}], "Ann, Bo"),
        (12, "12"),
        (True, None),
        ([], None),
        ({"x": {"y": 1}}, None),
    ],
)
def test_said(value, text):
    assert said(value) == text


@pytest.mark.parametrize(
    ("value", "texts"),
    [
        ("a; b ;a", ["a", "b"]),
        ("['fog', 'sea']", ["fog", "sea"]),
        ("one", ["one"]),
        ("unknown", []),
        ([{"term": "x", "name": "Fog"}, "sea"], ["Fog", "sea"]),
        (None, []),
    ],
)
def test_listed(value, texts):
    assert listed(value) == texts


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("20030219", "2003-02-19"),
        ("20031319", "20031319"),
        (1709456400, dt.datetime(2024, 3, 3, 9, 0, tzinfo=dt.UTC)),
        ("1709456400000", dt.datetime(2024, 3, 3, 9, 0, tzinfo=dt.UTC)),
        ("3 March 2024", "3 March 2024"),
        ("NaN", None),
        (None, None),
    ],
)
def test_moments(value, moment):
    assert moment_of(value) == moment


@pytest.mark.parametrize(
    ("row", "claim"),
    [
        ({"guid": "https://f.example/1", "title": "T"}, "https://f.example/1"),
        ({"id": "7", "title": "T", "url": "https://f.example/7"}, "https://f.example/7#7"),
        ({"id": "7", "title": "T"}, None),
        ({"title": "T", "date": "20240303"}, None),
        ({"title": "T", "text": "x"}, None),
    ],
)
def test_identifiers(row, claim):
    draft = draft_of(row, columns_of(row))
    assert draft is not None
    assert claim_of(draft) == claim


@pytest.mark.parametrize(
    ("facts", "published"),
    [
        ({"date": {"$date": "2025-03-04T10:00:00Z"}}, "2025-03-04T10:00:00+00:00"),
        ({"date": {"$date": {"$numberLong": "1741075500000"}}}, "2025-03-04T08:05:00+00:00"),
        ({"date": {"$date": 1741075500000}}, "2025-03-04T08:05:00+00:00"),
        ({"date": "/Date(1741075500000)/"}, "2025-03-04T08:05:00+00:00"),
        ({"created_utc": 1741075500.0}, "2025-03-04T08:05:00+00:00"),
        ({"year": 2025, "month": 3, "day": 4}, "2025-03-04"),
        ({"Year": "2025", "Month": "March", "Day": "4"}, "2025-03-04"),
        ({"year": 2025, "month": 13, "day": 4}, None),
        ({"date": "2025-03-04", "time": "10:05"}, "2025-03-04T10:05:00"),
        ({"time": "8:05 PM", "date": "4 March 2025"}, "2025-03-04T20:05:00"),
        ({"date": "2025-03-04", "time": "8:05 MD"}, "2025-03-04"),
        ({"date": "2025-03-04", "time": "5 min"}, "2025-03-04"),
        ({"date": "2025-03-04T09:00:00Z", "time": "10:05"}, "2025-03-04T09:00:00+00:00"),
    ],
)
def test_moments_in_the_forms_of_software(facts: dict[str, object], published: str | None) -> None:
    """A moment wrapped by a database, in seconds, or in the parts of several columns."""
    row = {"headline": "Ferries sail again", "body": "The ferries sail again from the old harbour.", **facts}
    draft = draft_of(row, columns_of(row))
    assert draft is not None
    found = stated(draft.published)
    assert (found.value if found else None) == published


@pytest.mark.parametrize(
    ("row", "kept"),
    [
        ({"id": "1", "article": "A ferry sank. Its crew was saved.", "highlights": "Ferry sinks\nCrew is saved"}, "Crew is saved"),
        ({"title": "Ferry sinks", "text": "A ferry sank.", "notes": "Adds what the owner said of the crew."}, "what the owner said"),
        ({"titel": "Fähre sinkt", "text": "Eine Fähre sank.", "kasten": "Die Fähre fuhr seit dreißig Jahren."}, "seit dreißig Jahren"),
        ({"title": "Ferry sinks", "text": "A ferry sank.", "side_bar_2": "Ninety ferries sail the strait."}, "Ninety ferries"),
        ({"titre": "Le bac coule", "texte": "Un bac a coulé.", "encart": "Le bac avait trente ans de service."}, "trente ans de service"),
    ],
)  # fmt: skip
def test_prose_under_a_name_that_nobody_knows_is_set_aside(row: dict[str, str], kept: str) -> None:
    draft = draft_of(row, columns_of(row))
    assert draft is not None
    assert any(kept in each for each in draft.boilerplate)


@pytest.mark.parametrize(
    "row",
    [
        {"copyright": "All rights are reserved by the paper."},
        {"author_bio": "A", "user_agent": "Mozilla/5.0 (X11; Linux)"},
        {"highlights": {"text": ["A <em>ferry</em> sank."]}},
        {"kasten": "A ferry sank."},
        {"vector": "[0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2]"},
    ],
)
def test_what_is_no_prose_of_the_story_is_not_set_aside(row: dict[str, object]) -> None:
    row = {"title": "Ferry sinks", "text": "A ferry sank.", **row}
    draft = draft_of(row, columns_of(row))
    assert draft is not None
    assert draft.boilerplate == []


@pytest.mark.parametrize(
    ("row", "agency", "publisher"),
    [
        ({"source": "The Star", "agency": "AFP"}, "AFP", "The Star"),
        ({"agency": "AFP", "source": "The Star"}, "AFP", "The Star"),
        ({"publication": "The Star", "source": "AFP"}, "AFP", "The Star"),
        ({"source": "AFP", "newspaper": "The Star"}, "AFP", "The Star"),
        ({"agency": "AFP", "source": "Agence France-Presse"}, "AFP", None),
        ({"quelle": "Der Bote", "agency": "dpa"}, "dpa", "Der Bote"),
    ],
)
def test_an_agency_and_an_outlet_are_both_kept(
    row: dict[str, str], agency: str, publisher: str | None
) -> None:
    row = {"title": "Ferry sinks", "text": "A ferry sank.", **row}
    draft = draft_of(row, columns_of(row))
    assert draft is not None
    assert (draft.agency, draft.publisher) == (agency, publisher)


@pytest.mark.parametrize(
    ("column", "written", "day"),
    [
        ("Дата", "27.02.05", "2005-02-27"),
        ("Дата", "01.12.12", "2012-12-01"),
        ("Fecha", "03/02/05", "2005-02-03"),
        ("Datum", "03.02.05", "2005-02-03"),
        ("Date", "03.02.05", None),
    ],
)
def test_the_language_of_a_column_tells_the_order_of_its_dates(
    column: str, written: str, day: str | None
) -> None:
    row = {"Title": "Port shut", column: written, "Text": "The port is shut."}
    draft = draft_of(row, columns_of(row))
    assert draft is not None
    assert article(draft, Source("a.csv", "csv")).day == day


@pytest.mark.parametrize(
    ("paper", "page"),
    [
        ("Journal", "Page"),
        ("Издание", "Полоса"),
        ("Avis", "Side"),
        ("Lehti", "Sivu"),
        ("Publication", "Page"),
        ("Medium", "Seite"),
        ("עיתון", "עמוד"),
    ],
)
def test_a_page_beside_the_name_of_a_paper_is_of_print_in_any_language(paper: str, page: str) -> None:
    row = {"Title": "Port shut", paper: "The Slipway", page: "4", "Text": "The port is shut."}
    draft = draft_of(row, columns_of(row))
    assert draft is not None
    assert draft.edition is not None
    assert (draft.publisher, draft.edition.page) == ("The Slipway", "4")
