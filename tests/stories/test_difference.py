"""What changed between two texts: both can be put together again from it, and it shows what tells most."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from morgue.stories.difference import Difference, Part, Span, difference, edits, overlap, paragraphs_of
from tests.growth import Maker, grows_too_fast, run_of
from tests.stories.copy import DIGEST_REST, FERRY, paragraphs

PARTS = paragraphs(FERRY)


def text_of(part: Part, signs: str) -> str:
    return "".join(span.text for span in part.spans if span.sign in signs)


def earlier_of(found: Difference) -> list[str]:
    """Put the paragraphs of the earlier text together again."""
    return in_numbers((part.before, text_of(part, "=-")) for part in found.parts)


def later_of(found: Difference) -> list[str]:
    """Put the paragraphs of the later text together again."""
    return in_numbers((part.after, text_of(part, "=+")) for part in found.parts)


def in_numbers(parts: Iterable[tuple[int | None, str]]) -> list[str]:
    """Return paragraphs in their order; of one that has several parts these follow each other."""
    numbered: dict[int, str] = {}
    for number, text in parts:
        if number is not None:
            numbered[number] = numbered.get(number, "") + text
    return [numbered[number] for number in sorted(numbered)]


def check(earlier: str, later: str) -> Difference:
    found = difference(earlier, later)
    assert earlier_of(found) == paragraphs_of(earlier)
    assert later_of(found) == paragraphs_of(later)
    places = [part.after for part in found.parts if part.after]
    assert places == sorted(places)
    for part in found.parts:
        assert (part.before is None) == (part.kind == "added")
        assert (part.after is None) == (part.kind == "cut")
        assert all(one.sign != other.sign for one, other in pairwise(part.spans))
        assert all(span.text for span in part.spans)
    return found


COPY = st.lists(
    st.sampled_from(
        [
            *PARTS,
            *paragraphs(DIGEST_REST),
            PARTS[0].replace("4.5", "5.4"),
            PARTS[1].upper(),
            "***",
            "Ad",
            "四十艘船 returned",
        ]
    )
    | st.text(alphabet="ab \n.,四船éÉ1", max_size=30),
    max_size=12,
).map("\n\n".join)


@given(COPY, COPY)
@example("a\n\nb\n\na", "b\n\na\n\na")
@example("A b", "a  b")
@example(" \n\n ", "")
def test_both_texts_can_be_put_together_again(earlier: str, later: str) -> None:
    check(earlier, later)


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_two_texts_can(earlier: str, later: str) -> None:
    check(earlier, later)


@given(COPY)
def test_a_text_beside_itself_is_kept(text: str) -> None:
    found = check(text, text)
    assert {part.kind for part in found.parts} <= {"kept"}
    assert found.changed == ()


def test_kinds_of_paragraphs() -> None:
    later = [PARTS[0], "A new paragraph.", PARTS[3], PARTS[2], PARTS[4].replace("37 patients", "38 patients")]
    found = check(FERRY, "\n\n".join(later))
    kinds = [(part.kind, part.before, part.after) for part in found.parts]
    assert kinds == [
        ("kept", 1, 1),
        ("cut", 2, None),
        ("added", None, 2),
        ("kept", 4, 3),
        ("moved", 3, 4),
        ("edited", 5, 5),
        ("cut", 6, None),
    ] or kinds == [
        ("kept", 1, 1),
        ("cut", 2, None),
        ("added", None, 2),
        ("moved", 4, 3),
        ("kept", 3, 4),
        ("edited", 5, 5),
        ("cut", 6, None),
    ]
    assert [found.count(kind) for kind in ("kept", "moved", "edited", "cut", "added")] == [2, 1, 1, 2, 1]
    assert found.changed == (("37", "38"),)


def kinds_of(found: Difference) -> list[tuple[str, int | None, int | None]]:
    return [(part.kind, part.before, part.after) for part in found.parts]


def test_paragraphs_that_were_put_together_are_kept() -> None:
    together = [" ".join(PARTS[at : at + 2]) for at in range(0, len(PARTS), 2)]
    found = check(FERRY, "\n\n".join(together))
    assert kinds_of(found) == [("kept", at + 1, at // 2 + 1) for at in range(len(PARTS))]
    assert [part.text for part in found.parts] == PARTS
    back = check("\n\n".join(together), FERRY)
    assert kinds_of(back) == [("kept", at // 2 + 1, at + 1) for at in range(len(PARTS))]
    line = check(FERRY, FERRY.replace("\n\n", "\n"))
    assert kinds_of(line) == [("kept", at + 1, 1) for at in range(len(PARTS))]


def test_what_was_cut_and_edited_of_paragraphs_put_together_is_told_apart() -> None:
    together = f"{PARTS[0]} {PARTS[1].replace('1,200', '1,300')} {PARTS[3]} Nobody was hurt."
    found = check(FERRY, f"{together}\n\n{PARTS[5]}")
    assert kinds_of(found) == [
        ("kept", 1, 1),
        ("edited", 2, 1),
        ("cut", 3, None),
        ("edited", 4, 1),
        ("cut", 5, None),
        ("kept", 6, 2),
    ]
    assert found.changed == (("1,200", "1,300"),)


def test_a_paragraph_that_was_cut_to_its_first_words_is_no_new_one() -> None:
    sentences = PARTS[3].split(". ")
    assert kinds_of(check(PARTS[3], f"{sentences[0]}.")) == [("edited", 1, 1)]


def test_sentences_that_went_from_one_paragraph_to_the_next_are_kept() -> None:
    first, second = PARTS[4].split(". ")
    shifted = f"{PARTS[3]} {first}.\n\n{second}"
    found = check(f"{PARTS[3]}\n\n{PARTS[4]}", shifted)
    assert kinds_of(found) == [("kept", 1, 1), ("kept", 2, 1), ("kept", 2, 2)]


def test_paragraphs_of_characters_are_put_together_too() -> None:
    one, other = "渡轮船员周四结束了为期九天的罢工。", "停泊在奥萨港的四十艘船只将于早晨六点再次启航。"
    assert kinds_of(check(f"{one}\n\n{other}", one + other)) == [("kept", 1, 1), ("kept", 2, 1)]


def test_what_was_kept_is_told_as_the_later_text_has_it() -> None:
    found = check('"We have it," he said.', "“We have it,” HE said.")
    assert [part.text for part in found.parts] == ["“We have it,” HE said."]


def test_words_that_changed_are_told_with_what_is_around_them() -> None:
    found = difference("Forty ships stay in port.", "Fifty old ships stay in port.")
    assert found.parts[0].spans == (
        Span("-", "Forty"),
        Span("+", "Fifty old"),
        Span("=", " ships stay in port."),
    )


def test_numbers_come_first_then_names_and_first_words_of_sentences_are_no_names() -> None:
    found = difference(
        "On Thursday captain Tallas of Ossa sailed the old ship home, and nobody on the pier spoke. Crews cheered 40 times that day.",
        "On Thursday captain Tellas of Ossa sailed the new ship home, and nobody on the pier spoke. Seamen cheered 50 times that day.",
    )
    assert found.changed == (("40", "50"), ("Tallas", "Tellas"))


def test_signs_and_case_alone_keep_a_paragraph() -> None:
    found = check('"We have it", he said.', "“We have it,” HE said.")
    assert [part.kind for part in found.parts] == ["kept"]
    assert found.changed == ()


def test_characters_are_words_in_scripts_without_spaces() -> None:
    found = check("四十艘停泊在奥萨港的船只将再次启航", "五十艘停泊在奥萨港的船只将再次启航")
    assert found.parts[0].spans == (
        Span("-", "四"),
        Span("+", "五"),
        Span("=", "十艘停泊在奥萨港的船只将再次启航"),
    )
    thai = check("เรือสี่สิบลำจอดอยู่ในท่าเรือ", "เรือห้าสิบลำจอดอยู่ในท่าเรือ")
    assert thai.parts[0].kind == "edited"


@pytest.mark.parametrize(
    ("earlier", "later", "sign"),
    [
        ("Экипажи сорока судов", "Экипажи пятидесяти судов", "пятидесяти"),
        ("Σαράντα πλοία αποπλέουν", "Πενήντα πλοία αποπλέουν", "Πενήντα"),
        ("أربعون سفينة ستبحر اليوم", "خمسون سفينة ستبحر اليوم", "خمسون"),
        ("İzmir'de kırk gemi bekliyor", "İzmir'de elli gemi bekliyor", "elli"),
    ],
)
def test_words_of_other_scripts(earlier: str, later: str, sign: str) -> None:
    found = check(earlier, later)
    assert Span("+", sign) in found.parts[0].spans


def test_many_paragraphs_are_compared_by_their_rare_words() -> None:
    earlier = [
        f"Ship {number} of the harbour of town{number} will sail with {number} men on board"
        for number in range(300)
    ]
    later = [each.replace("will sail", "sailed") for each in earlier[150:] + earlier[:150]]
    found = check("\n\n".join(earlier), "\n\n".join(later))
    assert found.count("edited") == 300


def test_edits_take_no_paragraph_twice() -> None:
    words = ["ferry", "crews", "ended", "a", "strike", "of", "nine", "days"]
    assert edits({0: words, 1: words}, {5: words}) == {1: 5}


def test_overlap_is_a_share() -> None:
    assert overlap(FERRY, FERRY) == 1
    assert overlap(FERRY, DIGEST_REST) == 0
    assert 0 < overlap(FERRY, PARTS[0]) < 0.3
    assert overlap("", FERRY) == 1


def lines(length: int) -> str:
    """Return one-line paragraphs, each with words of its own."""
    return "\n\n".join(f"ship{number} sailed to the islands today" for number in range(length // 35))


def same_lines(length: int) -> str:
    return "\n\n".join(f"Net {number % 7} cts vs {number % 5}" for number in range(length // 16))


def words(length: int) -> str:
    return " ".join(f"{number * 7919 % 997:x}" for number in range(length // 4))


@pytest.mark.parametrize(
    "make",
    [run_of("the same word and "), run_of("Ad\n\n"), words, lines, same_lines, run_of("船")],
    ids=["one paragraph", "one line", "words", "lines", "figures", "characters"],
)
def test_the_work_grows_with_the_texts(make: Maker) -> None:
    def compared(text: str) -> object:
        half = len(text) // 2
        return difference(text, text[half:] + text[:half]), difference(
            text, text.replace("a", "o").replace("1", "2")
        )

    assert not grows_too_fast(compared, make)
