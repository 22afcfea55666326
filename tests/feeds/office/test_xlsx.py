"""Excel workbooks: values as they are shown, every sheet, and what a hostile one cannot do."""

from __future__ import annotations

import pytest

from morgue.errors import FeedError, NoArticle
from morgue.feeds import feed_of_bytes
from morgue.feeds.office import sheets, xlsx
from morgue.model.article import Article
from tests.feeds.office.documents import row, workbook, zipped

HEADER = row("Headline", "Text", "Date", "Source")
BODY = "The barrier held back a tide of three metres on Saturday night."


def stories(data: bytes) -> list[Article]:
    return list(xlsx.read(feed_of_bytes(data, path="a.xlsx")))


def cell(reference: str, value: str, kind: str = "n", style: str = "") -> str:
    return f'<c r="{reference}" t="{kind}" s="{style}"><v>{value}</v></c>'


def test_texts_are_shared_or_in_the_cell() -> None:
    texts = (
        "<si><r><t>Barrier </t></r><r><t>held</t></r></si>"
        "<si><t>標題</t><rPh sb='0' eb='1'><t>ひょうだい</t></rPh></si><si><t>a_x000A_b_x005F_</t></si>"
    )
    rows = HEADER + f"<row>{cell('A2', '0', 's')}{cell('B2', '2', 's')}{cell('D2', '1', 's')}</row>"
    (story,) = stories(workbook(rows, texts=texts))
    assert (story.headline, story.body, story.publisher) == ("Barrier held", "a\nb_", "標題")


@pytest.mark.parametrize(
    ("value", "code", "published"),
    [
        ("45920", "dd/mm/yyyy", "2025-09-20"),
        ("45920.927083333336", "yyyy-mm-dd hh:mm", "2025-09-20T22:15:00"),
        ("45920", "[$-F800]dddd, mmmm dd, yyyy", "2025-09-20"),
        ("45920", 'd" de "mmmm" de "yyyy;@', "2025-09-20"),
        ("45920.5", "[h]:mm", "2025-09-20T12:00:00"),
    ],
)
def test_dates_are_numbers_in_a_format_of_dates(value: str, code: str, published: str) -> None:
    styles = f'<numFmts><numFmt numFmtId="170" formatCode="{code.replace(chr(34), "&quot;")}"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs>'
    rows = HEADER + f"<row>{row('Held', BODY)[5:-6]}{cell('C2', value, style='1')}</row>"
    (story,) = stories(workbook(rows, styles=styles))
    assert story.published == published


@pytest.mark.parametrize("code", ["General", "0.00", "#,##0", '"d"0', "0.00E+00", "[Red]0"])
def test_other_formats_are_of_numbers(code: str) -> None:
    assert not xlsx._shows_date(code)


def test_days_are_counted_from_the_year_that_the_workbook_names() -> None:
    styles = '<cellXfs><xf numFmtId="14"/></cellXfs>'
    rows = HEADER + f"<row>{row('Held', BODY)[5:-6]}{cell('C2', '44458', style='0')}</row>"
    (story,) = stories(workbook(rows, styles=styles, properties='<workbookPr date1904="1"/>'))
    assert story.day == "2025-09-20"


@pytest.mark.parametrize(("value", "day"), [("1", "1900-01-01"), ("59", "1900-02-28"), ("61", "1900-03-01")])
def test_the_leap_day_that_1900_had_not(value: str, day: str) -> None:
    assert str(xlsx._number(value, xlsx.dt.datetime(1899, 12, 30))) == day


@pytest.mark.parametrize(
    ("given", "value"),
    [
        ("3", 3),
        ("3.5", 3.5),
        ("1e400", "1e400"),
        ("nan", "nan"),
        ("x", "x"),
        ("12345678901234567890", "12345678901234567890"),
    ],
)
def test_numbers(given: str, value: object) -> None:
    assert xlsx._number(given, None) == value


def test_cells_that_are_left_out_leave_their_columns_empty() -> None:
    rows = (
        HEADER + f'<row r="7">{cell("A7", "Held", "str")}<c r="B7"/>{cell("D7", "The Courier", "str")}</row>'
    )
    (story,) = stories(workbook(rows))
    assert (story.headline, story.body, story.publisher) == ("Held", None, "The Courier")


def test_errors_are_no_values() -> None:
    rows = (
        HEADER + f"<row>{cell('A2', 'Held', 'str')}{cell('B2', BODY, 'str')}{cell('D2', '#N/A', 'e')}</row>"
    )
    assert stories(workbook(rows))[0].publisher is None


def test_every_sheet_is_read_and_one_without_stories_is_passed_over() -> None:
    legend = row("Query", "tide") + row("Period", "2025")
    made = workbook(legend, HEADER + row("One", BODY), HEADER + row("Two", BODY), "")
    assert [each.headline for each in stories(made)] == ["One", "Two"]


def test_a_workbook_without_stories_says_why() -> None:
    with pytest.raises(
        FeedError, match=r"sheet 'Sheet 1': no column holds a headline or a text among: Query, tide"
    ):
        stories(workbook(row("Query", "tide") + row("Period", "2025")))
    with pytest.raises(NoArticle, match="without a table"):
        stories(workbook(""))


def test_a_title_above_the_header_is_none() -> None:
    assert [
        each.headline for each in stories(workbook(row("Clippings") + "<row/>" + HEADER + row("One", BODY)))
    ] == ["One"]


def test_addresses_that_cells_link_to_are_those_of_their_rows() -> None:
    links = {"L": "https://courier.example/1", "M": "file:///etc/passwd"}
    rows = (
        f'<row r="1">{HEADER[5:-6]}</row><row r="2">{row("One", BODY)[5:-6]}</row><row r="3">{row("Two", BODY)[5:-6]}</row></sheetData>'
        '<hyperlinks><hyperlink ref="A2" r:id="L"/><hyperlink ref="A3" r:id="M"/></hyperlinks><sheetData>'
    )
    assert [each.url for each in stories(workbook(rows, links=links))] == ["https://courier.example/1", None]


def test_a_column_at_the_end_of_a_sheet_costs_nothing() -> None:
    rows = HEADER + f"<row>{row('One', BODY)[5:-6]}{cell('XFD2', 'far', 'str')}</row>"
    assert [each.headline for each in stories(workbook(rows))] == ["One"]


def test_one_text_in_many_cells_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MAX_TEXT", 100_000)
    rows = HEADER + f"<row>{cell('A2', '0', 's')}{cell('B2', '0', 's')}</row>" * 60
    with pytest.raises(FeedError, match="million characters"):
        stories(workbook(rows, texts=f"<si><t>{'a ' * 500}</t></si>"))


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ({"xl/workbook.xml": "<workbook>"}, "workbook without a sheet"),
        ({"xl/workbook.bin": "x"}, "has no xl/workbook.xml"),
        ({"xl/other.xml": "x"}, "has no xl/workbook.xml"),
    ],
)
def test_a_workbook_that_cannot_be_read_says_why(parts: dict[str, str], reason: str) -> None:
    with pytest.raises(FeedError, match=reason):
        stories(zipped({"[Content_Types].xml": "<Types/>", **parts}))


def test_what_is_before_the_damage_of_a_sheet_is_read() -> None:
    found: list[Article] = []
    made = workbook(HEADER + row("One", BODY) * 60 + "</sheetData><torn>")
    with pytest.raises(FeedError, match="damaged"):
        found.extend(xlsx.read(feed_of_bytes(made, path="a")))
    assert len(found) == 60


def test_rows_before_the_first_text_that_is_missing_are_read() -> None:
    texts = "".join(f"<si><t>Barrier held on day {at}</t></si>" for at in range(90)) + "<si><t>torn</si>"
    rows = HEADER + "".join(f"<row>{cell(f'A{at + 2}', str(at), 's')}</row>" for at in range(95))
    found: list[Article] = []
    with pytest.raises(FeedError, match="damaged"):
        found.extend(xlsx.read(feed_of_bytes(workbook(rows, texts=texts), path="a")))
    assert len(found) == 90
