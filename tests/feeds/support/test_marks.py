"""The marks by which a form is known before any reader is asked."""

import re

from morgue._startup.tables import read_rows
from morgue.feeds import FORMATS, SURE, reader
from morgue.feeds.support.data import DATA
from morgue.feeds.support.marks import forms_of, marked_forms

PLACES = {"begins", "root", "page", "json", "text", "document", "name"}


def test_every_row_names_a_format_and_a_place_and_has_a_mark() -> None:
    for form, place, *marks in read_rows(DATA / "marks.tsv"):
        assert form in FORMATS
        assert place in PLACES
        assert any(marks)
        if len(marks) > 1:
            re.compile(marks[1].encode("latin-1"), re.MULTILINE)


def test_nothing_is_found_in_what_bears_no_mark() -> None:
    for head in (
        b"",
        b"<",
        b"{",
        b"A story.\n\nOf two paragraphs.\n",
        b"<html><p>A page</html>",
        b"\0\xff" * 900,
    ):
        assert forms_of(head) == []


def test_a_reader_with_marks_is_not_sure_of_a_plain_text() -> None:
    for form in marked_forms():
        assert reader(form).sniff(b"BRUSSELS, Oct 20 - A story.\n", "story.txt") < SURE


def test_a_text_is_known_by_a_name_that_is_as_good_as_a_mark() -> None:
    text = b"The mail was late.\n"
    assert forms_of(text, "quay1888_djvu.txt") == ["djvu"]
    assert forms_of(text, "18991103-9001-900000001.txt") == ["trove"]
    assert forms_of(text, "quay.txt") == []
    assert "djvu" not in forms_of(b"<html><p>The mail was late.", "quay1888_djvu.txt")
