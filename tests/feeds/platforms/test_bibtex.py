"""Citations in BibTeX."""

from __future__ import annotations

import pytest

from tests.feeds.platforms.reading import read, read_all


def entry(**fields: str) -> str:
    return (
        "@article{k,\n"
        + ",\n".join(f"  {name} = {value}" for name, value in {"title": "{Ferry lost}", **fields}.items())
        + "\n}\n"
    )


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("{Ferry {L}ost}", "Ferry Lost"),
        ('"Ferry {"}lost{"}"', 'Ferry "lost"'),
        (r"{Th{\'e}tis and {\"o}l, \ss{}}", "Thétis and öl, ß"),
        (r"{5\% of \emph{all} --- or 3--4}", "5% of all — or 3–4"),
        ('"Ferry " # "lost"', "Ferry lost"),
        ("1984", "1984"),
        (r"{\c{C}a va, \v{S}koda}", "Ça va, Škoda"),
    ],
)
def test_values_are_text(value: str, text: str) -> None:
    assert read("bibtex", entry(title=value))[0].headline == text


@pytest.mark.parametrize(
    ("fields", "day"),
    [
        ({"date": "{2024-02-03}"}, "2024-02-03"),
        ({"date": "{2024-02-03/2024-02-05}"}, "2024-02-03"),
        ({"year": "2024", "month": "feb", "day": "3"}, "2024-02-03"),
        ({"year": "{2024}", "month": "{2}", "day": "{03}"}, "2024-02-03"),
        ({"year": "2024"}, None),
    ],
)
def test_the_day_is_that_of_date_or_of_its_parts(fields: dict[str, str], day: str | None) -> None:
    assert read("bibtex", entry(**fields))[0].day == day


def test_writers_strings_and_what_is_no_entry() -> None:
    data = "% a library\n@string{qc = {Quay Courier}}\n@comment{no}\n" + entry(
        author="{Doe, Jane and Bo Roe and others}", journal="qc"
    )
    story = read("bibtex", data)[0]
    assert (story.byline, story.publisher) == ("Jane Doe, Bo Roe", "Quay Courier")


def test_what_is_not_closed_is_read_and_complained_of() -> None:
    found, complaints = read_all("bibtex", entry() + "@misc{x, title = {Ferry found}, year = 2024")
    assert [each.headline for each in found] == ["Ferry lost", "Ferry found"]
    assert len(complaints) == 1
    found, complaints = read_all("bibtex", entry() + "@misc{x, title = {Ferry fou")
    assert found[1].headline == "Ferry fou"


@pytest.mark.parametrize("unit", ["{", '"', "@a{", "#", "\\", "{\\'", "a = "])
def test_what_is_never_closed_is_no_trouble(unit: str) -> None:
    found, _ = read_all("bibtex", entry() + unit * 2_000)
    assert found[0].headline == "Ferry lost"
