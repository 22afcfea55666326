"""`frozen` does what a frozen slotted dataclass does; an expression does what its compiled pattern does."""

from __future__ import annotations

import copy
import dataclasses
import pickle
import re
from collections.abc import Callable
from dataclasses import FrozenInstanceError, dataclass, field
from typing import Any

import pytest

from morgue._startup.expression import expression
from morgue._startup.frozen import SEVERAL, frozen


@frozen
class Ours:
    """A class with a default, a factory and a field that is not compared."""

    word: str
    near: tuple[str, ...] = ()
    marks: list[int] = field(default_factory=list)
    span: tuple[int, int] = field(default=(0, 0), compare=False)

    @property
    def size(self) -> int:
        """Letters."""
        return len(self.word)


def fresh(decorate: Callable[[type], Any]) -> Any:
    """Another class of the same fields, of which there is no object yet."""

    class Fresh:
        word: str
        near: tuple[str, ...] = ()
        marks: list[int] = field(default_factory=list)
        span: tuple[int, int] = field(default=(0, 0), compare=False)

    return decorate(Fresh)


Theirs = fresh(dataclass(frozen=True, slots=True))
"""The same by the standard library."""


@frozen
class Nothing:
    """A class whose only field is not compared."""

    span: int = field(default=0, compare=False)


@frozen
class Other:
    """Another class with the same values."""

    span: int = field(default=0, compare=False)


VALUES: list[dict[str, Any]] = [
    {"word": "tide"},
    {"word": "tide", "near": ("harbour",)},
    {"word": "tide", "span": (3, 7)},
    {"word": "ferry", "marks": [1]},
]


@pytest.mark.parametrize("left", VALUES)
@pytest.mark.parametrize("right", VALUES)
def test_equality_is_that_of_a_dataclass(left: dict[str, Any], right: dict[str, Any]) -> None:
    assert (Ours(**left) == Ours(**right)) == (Theirs(**left) == Theirs(**right))


@pytest.mark.parametrize("values", VALUES)
def test_repr_copies_and_pickles(values: dict[str, Any]) -> None:
    ours = Ours(**values)
    assert repr(ours) == repr(Theirs(**values)).replace(Theirs.__qualname__, "Ours")
    for again in (copy.copy(ours), copy.deepcopy(ours), pickle.loads(pickle.dumps(ours))):
        assert (again, again.span, again.size) == (ours, ours.span, ours.size)


def test_nothing_can_be_changed_or_added() -> None:
    ours = Ours("tide")
    for name in ("word", "other"):
        with pytest.raises(FrozenInstanceError):
            setattr(ours, name, 1)
    with pytest.raises(FrozenInstanceError):
        del ours.word  # type: ignore[misc]
    assert not hasattr(ours, "__dict__")


def test_each_object_has_a_default_of_its_own() -> None:
    assert Ours("tide").marks is not Ours("tide").marks
    with pytest.raises(TypeError):
        Ours()  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        Ours("tide", wrong=1)  # type: ignore[call-arg]


def test_classes_are_told_apart_and_hashed() -> None:
    assert Nothing(1) == Nothing(2)
    assert hash(Nothing(1)) == hash(Nothing(2))
    assert Nothing() != Other()
    assert len({Nothing(), Other(), Nothing(5)}) == 2
    with pytest.raises(TypeError):
        hash(Ours("tide"))  # a list has no hash


def test_the_first_objects_and_all_others_are_made_alike() -> None:
    made = fresh(frozen)
    early = made.__init__
    for number in range(2 * SEVERAL):
        one, other = made("tide", ("a",), span=(number, 1)), made(marks=[number], word="ferry")
        assert (one.word, one.near, one.marks, one.span) == ("tide", ("a",), [], (number, 1))
        assert (other.word, other.near, other.marks, other.span) == ("ferry", (), [number], (0, 0))
    assert made.__init__ is not early


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ((), {}),
        (("a", (), [], (), 5), {}),
        (("a",), {"word": "b"}),
        (("a",), {"wrong": 1}),
        ((), {"near": ()}),
    ],
)
def test_wrong_arguments_are_refused_as_by_a_dataclass(
    values: tuple[Any, ...], named: dict[str, Any]
) -> None:
    said = []
    for kind in (fresh(frozen), Theirs):
        with pytest.raises(TypeError) as raised:
            kind(*values, **named)
        said.append(str(raised.value).rpartition("__init__()")[2])
    assert said[0] == said[1]


def test_the_standard_library_knows_the_fields() -> None:
    ours = Ours("tide", span=(1, 2))
    assert [each.name for each in dataclasses.fields(ours)] == ["word", "near", "marks", "span"]
    changed = dataclasses.replace(ours, word="ferry")
    assert (changed.word, changed.span) == ("ferry", (1, 2))
    assert dataclasses.asdict(ours) == dataclasses.asdict(Theirs("tide", span=(1, 2)))


def test_positions_match() -> None:
    match Ours("tide", ("harbour",)):
        case Ours(word, (near,)):
            assert (word, near) == ("tide", "harbour")
        case _:
            pytest.fail("no match")


def test_an_expression_is_compiled_once_it_is_used() -> None:
    made = expression(r"t(.)de", re.IGNORECASE)
    assert vars(made) == {"_source": r"t(.)de", "_flags": re.IGNORECASE}
    assert made.sub("*", "Tide and tode") == "* and *"
    assert [match[1] for match in made.finditer("tide tode")] == ["i", "o"]
    assert made.pattern == r"t(.)de"
    with pytest.raises(AttributeError):
        made.nothing  # type: ignore[attr-defined]  # noqa: B018


def test_a_wrong_expression_is_an_error_when_it_is_used() -> None:
    made = expression("(")
    with pytest.raises(re.error):
        made.search("x")
