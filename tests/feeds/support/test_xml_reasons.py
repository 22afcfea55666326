"""What a parser of XML says, in words for a reader."""

from __future__ import annotations

import pytest
from lxml import etree

from morgue.feeds.support.xml_reasons import xml_reason


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        ("<a><b>x", "it breaks off inside <b>, at line 1, column 8"),
        ("<a>\n<b></a>", "<b> is closed as </a>, at line 2, column 8"),
        ("<a/><b/>", "there is more behind its end, at line 1, column 5"),
        ("<a>x & y</a>", "an & that begins no reference, at line 1, column 7"),
        ("<a>&nbsp;</a>", "the reference &nbsp; is not defined, at line 1, column 10"),
        ("<a b></a>", "the attribute b has no value, at line 1, column 5"),
        ("<a b=c></a>", "an attribute that is not quoted, at line 1, column 6"),
        ("<a b='1' b='2'/>", "the attribute b is there twice, at line 1, column 15"),
        ("<a>1 < 2</a>", "a < that begins no element, at line 1, column 7"),
        ("<x:a/>", "the prefix x is not declared, at line 1, column 5"),
        ("<a>\x01</a>", "a character that XML does not allow, at line 1, column 4"),
        ("x", "no element in it, at line 1, column 1"),
    ],
)
def test_what_the_parser_says_is_put_into_words(document: str, reason: str) -> None:
    with pytest.raises(etree.XMLSyntaxError) as caught:
        etree.fromstring(document.encode())
    assert xml_reason(str(caught.value)) == reason


@pytest.mark.parametrize("said", ["", "xyz", "xyz (<string>, line 1)", "None"])
def test_what_is_not_known_stays_plain(said: str) -> None:
    assert "<string>" not in xml_reason(said)
    assert xml_reason(said) in ("it is not well-formed", "no element in it")
