"""Say in words for a reader what a parser of XML (libxml2) found wrong, and where."""

from __future__ import annotations

import re

_PLACE = re.compile(r", line (\d+), column (\d+)(?: \(<[^()]*\))?\Z|(?: \(<[^()]*, line \d+\))\Z")
_WORDS = [
    (re.compile(form), words)
    for form, words in (
        (r"Premature end of data in tag (\S+)", r"it breaks off inside <\1>"),
        (r"Opening and ending tag mismatch: (\S+) .*?and (\S+)", r"<\1> is closed as </\2>"),
        (r"Couldn't find end of Start Tag (\S+)", r"the tag <\1> is not ended"),
        (r"expected '>'|Unterminated|EndTag: '</' not found|.*not (?:terminated|finished)", "it breaks off inside a tag"),
        (r"Extra content at the end of the document", "there is more behind its end"),
        (r"(?:StartTag: )?invalid element name|StartTag", "a < that begins no element"),
        (r"xmlParseEntityRef|EntityRef|CharRef|xmlParseCharRef", "an & that begins no reference"),
        (r"Entity '([^']*)' not defined", r"the reference &\1; is not defined"),
        (r"Specification mandates value for attribute (\S+)", r"the attribute \1 has no value"),
        (r"AttValue|attributes construct error|Unescaped '<' not allowed in attributes", "an attribute that is not quoted"),
        (r"Attribute (\S+) redefined", r"the attribute \1 is there twice"),
        (r"Namespace prefix (\S+)", r"the prefix \1 is not declared"),
        (r"(?:PCDATA|CData|xmlParse\w*).*invalid|Char 0x|internal error|Input is not proper UTF-8", "a character that XML does not allow"),
        (r"Document is empty|Start tag expected|no element|None", "no element in it"),
    )
]  # fmt: skip


def xml_reason(said: str) -> str:
    """Return what is wrong for what the parser said: `it breaks off inside <p>, at line 3, column 14`."""
    place = _PLACE.search(said)
    message = said[: place.start()] if place else said
    words = next(
        (found.expand(words) for form, words in _WORDS if (found := form.match(message))),
        "it is not well-formed",
    )
    return f"{words}, at line {place[1]}, column {place[2]}" if place and place[1] else words
