"""What changed between two articles, and its document."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest

import morgue
from morgue.archive.diff import diff_of
from morgue.errors import UnknownArticleError
from tests.stories.life import COPY, CORRECTION, CUT, EXTENDED, FIRST, STORY, UPDATE


def kinds(document: dict[str, object]) -> list[tuple[str, int | None, int | None]]:
    paragraphs = document["paragraphs"]
    assert isinstance(paragraphs, list)
    return [(each["kind"], each["a"], each["b"]) for each in paragraphs]


def test_the_document_of_a_correction() -> None:
    document = diff_of(UPDATE, CORRECTION).to_json()
    assert (document["a"], document["b"]) == (UPDATE.id, CORRECTION.id)
    assert document["changed"] == [["28", "29"]], "the marks of a desk are no change of a headline"
    assert kinds(document) == [("edited", 1, 1), *(("kept", at, at) for at in range(2, 9))]
    spans = document["paragraphs"][0]["spans"]
    assert [each for each in spans if each[0] != "="] == [["-", "28"], ["+", "29"]]
    assert "".join(text for sign, text in spans if sign != "-") == (CORRECTION.body or "").split("\n\n")[0]
    assert (
        "".join(text for sign, text in spans if sign != "+").split()
        == (UPDATE.body or "").split("\n\n")[0].split()
    )
    assert document["headline"]["a"] == UPDATE.headline
    assert 0.9 < document["kept"] < 1


def test_both_ways() -> None:
    there, back = diff_of(FIRST, EXTENDED), diff_of(EXTENDED, FIRST)
    assert (there.kept, there.new) == (1 - back.new, 1 - back.kept)
    assert there.body.count("added") == back.body.count("cut") == 2


def test_a_paragraph_that_was_moved() -> None:
    paragraphs = (FIRST.body or "").split("\n\n")
    turned = dataclasses.replace(FIRST, body="\n\n".join([*paragraphs[1:], paragraphs[0]]))
    assert ("moved", 1, 7) in kinds(diff_of(FIRST, turned).to_json())


def test_the_same() -> None:
    assert diff_of(FIRST, COPY).is_same
    assert not diff_of(FIRST, CUT).is_same
    assert not diff_of(FIRST, dataclasses.replace(FIRST, dateline="SELVOY, Oct 23 (Sundtel) -")).is_same


def test_texts_that_are_missing() -> None:
    bare = dataclasses.replace(FIRST, headline=None, body=None, dateline=None)
    document = diff_of(bare, bare).to_json()
    assert document["paragraphs"] == []
    assert document["headline"] == {"a": None, "b": None, "spans": []}
    assert (document["kept"], document["new"]) == (1.0, 0.0)
    assert {kind for kind, _, _ in kinds(diff_of(FIRST, bare).to_json())} == {"cut"}


def test_articles_are_named_by_their_ids(archived: Callable[..., morgue.Archive]) -> None:
    archive = archived(STORY)
    assert archive.diff(FIRST.id[:8], EXTENDED.id).to_json()["b"] == EXTENDED.id
    with pytest.raises(UnknownArticleError):
        archive.diff(FIRST.id, "zzzzzzzz")
