"""The markup of Swissdox: lead, crossheads, boxes, captions, authors and sources, and markup that is cut."""

from __future__ import annotations

import pytest

from morgue.feeds.support.tx_markup import text_of_tx


def test_what_is_beside_the_text_is_taken_out() -> None:
    found = text_of_tx(
        "<tx><ld><p>Der Hafen ist zu.</p></ld><p>Es st&uuml;rmt.<br/>Seit gestern.</p><zt>Hotels voll</zt>"
        '<p>Viele <a href="x">warten</a>.</p><lg>Wellen vor der Mole. <em>Keystone</em></lg><ka><p>Im Kasten.</p></ka>'
        "<au>Hans Muster, Athen</au><ur>(sda)</ur></tx>"
    )
    assert found is not None
    assert found.body.split("\n\n") == [
        "Der Hafen ist zu.",
        "Es stürmt.\nSeit gestern.",
        "Hotels voll",
        "Viele warten.",
        "Im Kasten.",
    ]
    assert (found.authors, found.sources, found.captions) == (
        ["Hans Muster, Athen"],
        ["(sda)"],
        ["Wellen vor der Mole. Keystone"],
    )


@pytest.mark.parametrize("text", ["", "Der Hafen", "<p>Der Hafen</p>", "<txt>a</txt>", "a <tx>b</tx>"])
def test_other_texts_are_none(text: str) -> None:
    assert text_of_tx(text) is None


def test_a_text_that_is_cut_keeps_its_words() -> None:
    found = text_of_tx("<tx><p>Der Hafen ist zu.</p><p>Es stürmt</p><au>Hans Mus")
    assert found is not None
    assert (found.body, found.authors) == ("Der Hafen ist zu.\n\nEs stürmt", ["Hans Mus"])


def test_unclosed_marks_are_no_more_work_than_their_number() -> None:
    found = text_of_tx("<tx>" + "<au>" * 20_000 + "<p>Ende.</p>")
    assert found is not None
    assert found.body == ""
    assert found.authors == ["Ende."]
