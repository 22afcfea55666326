from __future__ import annotations

from morgue.feeds.press.blocks import Block, blocks_of_lines, is_centred

PAGE = """\


                              The Harbour Times

                            May 4, 2009 Monday
                                Late Edition

BYLINE: Ann Roe

The ferry to Oland sails again, its owners said
on Monday.
"""


def test_lines_that_no_blank_line_parts_are_a_block() -> None:
    blocks = list(blocks_of_lines(PAGE.split("\n")))
    assert [each.rows for each in blocks] == [
        ("The Harbour Times",),
        ("May 4, 2009 Monday", "Late Edition"),
        ("BYLINE: Ann Roe",),
        ("The ferry to Oland sails again, its owners said", "on Monday."),
    ]
    assert [each.is_centred for each in blocks] == [True, True, False, False]
    assert [each.gap for each in blocks] == [2, 1, 1, 1]


def test_wrapped_lines_are_joined_and_lines_of_markup_are_not() -> None:
    lines = ("The ferry to Oland sails again, its owners said", "on Monday.")
    joined = "The ferry to Oland sails again, its owners said on Monday."
    assert Block(lines, is_wrapped=True).copy == joined
    assert Block(lines).copy == "\n".join(lines)
    assert Block(("One.", "", "Two.")).copy == "One.\n\nTwo."
    assert Block(("One.", "", "Two.")).text == "One. Two."


def test_a_line_that_fills_the_page_is_centred_where_the_next_one_is() -> None:
    wide = "Copyright 2011 Gesellschaft der Reeder und Lotsen Keppler, Lehmann und Petersen"
    assert is_centred([wide, " " * 34 + "GmbH & Co. KG"])
    assert not is_centred([wide])
    assert not is_centred(["The ferry to Oland sails again."])
    assert not is_centred([])


def test_a_paragraph_with_a_small_indent_is_not_centred() -> None:
    assert not is_centred(["   The ferry to Oland", "sails again."])
