"""Tables that are written as markup for Excel."""

from __future__ import annotations

import pytest

from morgue.errors import FeedError
from morgue.feeds import feed_of_bytes, pick
from morgue.feeds.office import xlsx
from morgue.feeds.office.markup_sheets import is_for_excel

BODY = "The barrier held back a tide of three metres on Saturday night."
PAGE = (
    '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="utf-8"></head><body><table>'
    "<tr><td colspan=3>Clippings</td></tr><tr><th>Headline</th><th>Source</th><th>Text</th></tr>"
    f"<tr><td>Barrier <b>held</b></td><td>The Courier</td><td>{BODY}<br><br>Two&nbsp;gates<p>shut.</p><script>no</script></td></tr>"
    "<tr><td>Gulls</td><td></td><td><table><tr><td>inner</td></tr></table></td></tr></table></body></html>"
)
XML = (
    '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
    ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="One"><Table>'
    "<Row><Cell><Data>Headline</Data></Cell><Cell><Data>Date</Data></Cell><Cell><Data>Text</Data></Cell></Row>"
    '<Row><Cell><Data ss:Type="String">Barrier held</Data></Cell><Cell ss:Index="3"><Data>'
    + BODY
    + "</Data></Cell></Row>"
    '<Row><Cell><Data>Gulls</Data></Cell><Cell><Data ss:Type="DateTime">2025-09-20T00:00:00.000</Data></Cell></Row>'
    "</Table></Worksheet></Workbook>"
)


def test_a_page_for_excel_is_a_table() -> None:
    assert pick(PAGE.encode(), "a.xls").name == "xlsx"
    found = list(xlsx.read(feed_of_bytes(PAGE.encode(), path="a.xls")))
    assert [(each.headline, each.publisher) for each in found] == [
        ("Barrier held", "The Courier"),
        ("Gulls", None),
    ]
    assert (found[0].body or "").replace("\xa0", " ") == f"{BODY}\n\nTwo gates\n\nshut."


def test_a_workbook_in_xml() -> None:
    assert pick(XML.encode(), "a.xml").name == "xlsx"
    found = list(xlsx.read(feed_of_bytes(XML.encode(), path="a.xml")))
    assert [(each.headline, each.body, each.day) for each in found] == [
        ("Barrier held", BODY, None),
        ("Gulls", None, "2025-09-20"),
    ]


def test_a_page_without_stories_says_so() -> None:
    page = PAGE.replace("Headline", "Price").replace("Text", "Sum").replace("Source", "Weight")
    with pytest.raises(FeedError, match="a table of goods, not of stories: Price, Weight, Sum"):
        list(xlsx.read(feed_of_bytes(page.encode(), path="a.xls")))


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"Headline;urn:schemas-microsoft-com:office:excel",
        b"<html><table>",
        b"<html xmlns:x='urn:schemas-microsoft-com:office:excel'>",
    ],
)
def test_what_is_not_for_excel(head: bytes) -> None:
    assert not is_for_excel(head)
