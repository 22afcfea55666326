"""Documents of editors."""

from __future__ import annotations

import pytest

from morgue.feeds.platforms.editors import lexical, markdown, mobiledoc


@pytest.mark.parametrize(
    "document", ["", "[]", "no", "{}", '{"root": []}', '{"sections": 1}', '{"root": {"children": 7}}']
)
def test_what_is_no_document_is_none_or_empty(document: str) -> None:
    for read in (lexical, mobiledoc):
        found = read(document)
        assert found is None or found.text == ""


@pytest.mark.parametrize(
    ("text", "copy"),
    [
        ("# Head\n\nText with **bold** and _more_.", "Head\n\nText with bold and more."),
        ("> quoted\n\n- one\n- two", "quoted\n\none\ntwo"),
        ("![a picture](a.jpg)\n\nText [here](http://a.example).", "Text here."),
        ("One.\n\n---\n\n<p>Two.</p>", "One.\n\nTwo."),
        ("snake_case_name and 2 * 3 * 4", "snake_case_name and 2 * 3 * 4"),
        ("[ref]: http://a.example", ""),
    ],
)
def test_markdown_is_copy(text: str, copy: str) -> None:
    assert markdown(text).text == copy
