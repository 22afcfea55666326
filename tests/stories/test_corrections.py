"""What a correction changed, and which texts have it."""

from __future__ import annotations

import pytest

from morgue.stories.corrections import MOST_CHANGES, Change, Text, changes, has_new, is_corrected

OLD = "The pact was signed by 28 countries in Selvoy on Thursday, after 28 days of talks that Runa Askel led."
NEW = OLD.replace("28 countries", "29 countries")


def made(old: str, new: str) -> list[tuple[str, str]]:
    return [(each.was, each.now) for each in changes((None, old), (None, new))]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (OLD, NEW, [("28", "29")]),
        (OLD, OLD.replace("Runa Askel", "Runa Asker"), [("Askel", "Asker")]),
        (OLD, OLD.replace("28", "29"), [("28", "29"), ("28", "29")]),
        (OLD, OLD, []),
        (OLD, OLD.replace("Thursday,", "Thursday;"), []),
        ("The ferry sails and the price of diesel fell.", "The ferry sails and the price of diesel rose.", [("fell", "rose")]),
        ("", NEW, []),
    ],
)  # fmt: skip
def test_what_was_changed(old: str, new: str, expected: list[tuple[str, str]]) -> None:
    assert made(old, new) == expected


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("In the story please read 29 countries instead of 28 countries in paragraph one.", [("28", "29")]),
        ("In the story please read 29 countries instead of 28.", [("28", "29")]),
        ("In the story please read 29 instead of 28.", [("28", "29"), ("28", "29")]),
        ('Please read: "29 countries", not "28 countries".', [("28", "29")]),
        ("(Corrects number of signatories to 29 countries from 28 countries)", [("28", "29")]),
        ("(Corrects number of signatories to 29 from 28 in lead)", [("28", "29"), ("28", "29")]),
        ("Corrects the name from Runa Askel to Runa Asker.", [("Askel", "Asker")]),
        ("Corrects to Selvoya from Selvoy throughout.", [("Selvoy", "Selvoya")]),
        ("Please read 40 instead of 41.", []),
        ("Please read it again instead of the other one.", []),
        ("Please read not what was filed.", []),
    ],
)
def test_what_a_note_says(note: str, expected: list[tuple[str, str]]) -> None:
    assert made(OLD, note) == expected


def test_a_note_counts_more_than_what_else_differs() -> None:
    new = NEW.replace("talks", "quarrels in 1987") + " (Corrects to 29 countries from 28 countries.)"
    assert made(OLD, new) == [("28", "29")] or made(OLD, f"(Corrects to 29 countries from 28.) {NEW}") == [
        ("28", "29")
    ]


CHANGE = Change("28", "29", ("signed", "by"), ("countries", "in"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (OLD, False),
        (NEW, True),
        ("The pact signed by 29 states ended 28 years of quarrel.", True),
        ("The pact ended 28 years of quarrel.", None),
        ("Signed: 28 countries and a harbour.", False),
        ("Signed: 29 countries and a harbour.", True),
        ("On 28 October it rained.", None),
        ("It was signed by 29 countries in Selvoy, not by 28 countries in Selvoy as we had it.", True),
        ("", None),
    ],
)
def test_who_has_it(text: str, expected: bool | None) -> None:
    assert has_new(CHANGE, Text.of(None, text)) is expected


def test_headline_and_body_are_no_one_text() -> None:
    assert has_new(CHANGE, Text.of("Boats: 28", "countries in Selvoy agreed.")) is None


def test_the_later_of_two_corrections_counts() -> None:
    back = Change("29", "28", CHANGE.before, CHANGE.after)
    assert is_corrected([CHANGE, back], Text.of(None, OLD)) is True
    assert is_corrected([CHANGE, back], Text.of(None, NEW)) is False
    assert is_corrected([], Text.of(None, OLD)) is None
    name = Change("Askel", "Asker", ("that", "runa"), ("led",))
    assert is_corrected([CHANGE, name], Text.of(None, NEW)) is False, "only one of two places is corrected"
    assert is_corrected([CHANGE, name], Text.of(None, NEW.replace("Askel", "Asker"))) is True


def test_a_story_that_was_written_again_has_no_more_changes_than_can_be_followed() -> None:
    old = " ".join(f"In the year {1000 + at} there were {at} ships there." for at in range(60))
    new = " ".join(f"In the year {1000 + at} there were {at + 500} ships there." for at in range(60))
    assert len(changes((None, old), (None, new))) == MOST_CHANGES


def test_a_script_without_spaces() -> None:
    change = changes((None, "二十八国在港口签署了协定。"), (None, "二十九国在港口签署了协定。"))
    assert [(each.was, each.now) for each in change] in (
        [("八", "九")],
        [("二十八国在港口签署了协定", "二十九国在港口签署了协定")],
    )


def test_a_journey_is_no_correction() -> None:
    told = "The train to Perth from Oban left. It runs from Selvoy to Rome. Runa Askel told reporters so."
    assert made(OLD, told) == []
    assert made("It runs from Oban.", "CORRECTED. Trains from Oban to Perth run again.") == []


def test_a_word_that_comes_or_goes() -> None:
    old = "The envoy of the third country did sign the pact in Selvoy on Thursday, as had been said."
    new = old.replace("did sign", "did not sign")
    assert made(old, new) == [("", "not")]
    assert made(new, old) == [("not", "")]
    longer = old.replace("sign", "sign, after a night of talks over turnips and herring,")
    assert made(old, longer) == []
    change = changes((None, old), (None, new))
    assert is_corrected(change, Text.of(None, old)) is False
    assert is_corrected(change, Text.of(None, new)) is True


def test_words_come_and_go_in_headlines() -> None:
    assert changes(("28 countries sign", None), ("29 countries sign", None))[0].now == "29"
    assert (
        changes(("Pact of 28 countries signed, Selvoy says", None), ("Pact of 28 countries signed", None))
        == ()
    )


def test_the_words_around_what_a_note_quotes_are_its_own() -> None:
    old = "Signed by 28 countries, the pact of Selvoy halves the catch in the Sund."
    note = "In the Selvoy item please read in the lead Signed by 29 countries, the pact of Selvoy halves the catch in the Sund."
    assert made(old, note) == [("28", "29")]
    assert made(old, note.replace("29", "28")) == []
