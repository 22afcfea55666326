"""What codes, links and notes to editors say of a version."""

from __future__ import annotations

import pytest

from morgue.extract.draft import Draft
from morgue.feeds.support.version_signals import follow, signal_of, state_code, state_link, state_note


@pytest.mark.parametrize(
    ("code", "signal"),
    [
        ("sig:update", "update"),
        ("sig:correction", "correction"),
        ("http://cv.iptc.org/newscodes/signal/correction", "correction"),
        ("http://cv.iptc.org/newscodes/signal/update/", "update"),
        ("edStat:U", "update"),
        ("edStat:C", "correction"),
        ("edStat:N", None),
        ("tt_sig:replace", "update"),
        ("act:replacePrev", "update"),
        ("update:append-major-content", "update"),
        ("Lead", "update"),
        ("Correction", "correction"),
        ("Elimination", "withdrawn"),
        ("KILL", "withdrawn"),
        ("stat:canceled", "withdrawn"),
        ("sig:cwarn", None),
        ("svd:HD", None),
        ("u", None),
        ("newscontent", None),
        ("corrections desk", None),
        ("", None),
        (None, None),
        ("x:" * 500 + "update", None),
    ],
)
def test_codes(code: str | None, signal: str | None) -> None:
    assert signal_of(code) == signal
    draft = Draft()
    state_code(draft, code, "signal")
    assert draft.signal == signal


@pytest.mark.parametrize(
    ("note", "signal"),
    [
        ("Eds: UPDATES: With AP Photos.", "update"),
        ("(Eds: Adds details. With AP Photos.)", "update"),
        ("Eds: APNewsNow. Updates throughout.", "update"),
        ("Updates with a statement of the port", "update"),
        ("Updated to add a missing word", "update"),
        ("Neu: mit Zitat", "update"),
        ("(ATTN: UPDATES with closing prices)", "update"),
        ("Corrects the number of ships in the third paragraph", "correction"),
        ("BERICHTIGUNG: Im zweiten Satz heißt es richtig fünfzig", "correction"),
        ("ACTUALISE avec des citations", "update"),
        ("CORRIGE le nombre", "correction"),
        ("EDITORS: KILL this story", "withdrawn"),
        ("Mandatory kill. The story is not true.", "withdrawn"),
        ("Updates to come at 1500 GMT", None),
        ("Updates expected", None),
        ("Adding machines are shown", None),
        ("Killings are counted in the story", None),
        ("With AP Photos. Updates the lead", None),
        ("Eds: With AP Photos.", None),
        ("Neuwahl am Sonntag", None),
        ("Correctional officers are named", None),
        ("", None),
        (None, None),
        ("Eds: " * 50_000, None),
    ],
)
def test_notes_to_editors(note: str | None, signal: str | None) -> None:
    draft = Draft()
    state_note(draft, note, "edNote")
    assert draft.signal == signal


@pytest.mark.parametrize(
    ("relation", "signal"),
    [
        ("irel:previousVersion", "update"),
        ("irel:prevVersion", "update"),
        ("irel:evolvedFrom", "update"),
        ("http://cv.iptc.org/newscodes/itemrelation/evolvedFrom", "update"),
        ("x:corrects", "correction"),
        ("irel:seeAlso", None),
        ("irel:derivedFrom", None),
        ("irel:dependsOn", None),
        ("", None),
        (None, None),
    ],
)
def test_links(relation: str | None, signal: str | None) -> None:
    draft = Draft()
    state_link(draft, relation, "urn:x:1", "link")
    assert draft.signal == signal
    assert draft.earlier == ([("urn:x:1", None)] if signal else [])


def test_an_identifier_counts_where_that_of_the_item_does() -> None:
    draft = Draft(identifier="18", authority="Harbour Agency")
    for identifier in ("17", "tag:harbour.example,2025:17", None, ""):
        follow(draft, identifier, "link")
    assert draft.earlier == [("17", "Harbour Agency"), ("tag:harbour.example,2025:17", None)]
