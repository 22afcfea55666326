"""What is packed comes back as it was, in as few bytes as is said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from morgue.errors import ArchiveError
from morgue.model.article import article_id
from morgue.storage.packs import Pack, id_of, packed_id
from morgue.stories.sketch import SIZE
from morgue.stories.traits import ASKS, BITS, LONG, Traits

TRAITS = st.builds(
    Traits,
    st.just(0),
    st.integers(0, 65_535),
    st.sampled_from((0, ASKS, LONG, ASKS | LONG)),
    st.lists(st.integers(0, 2**BITS - 1), max_size=SIZE).map(tuple),
)


def pack_of(several: list[Traits]) -> Pack:
    made = Pack()
    for number, each in enumerate(several):
        made.add(packed_id(article_id(str(number))), each)
    return made


def rows(pack: Pack) -> list[tuple[bytes, int, int, tuple[int, ...]]]:
    return [
        (pack.ids[at], pack.minutes[at], pack.flags[at], tuple(pack.numbers_of(at)))
        for at in range(len(pack))
    ]


@given(st.lists(TRAITS, max_size=8))
def test_a_pack_comes_back_as_it_was(several: list[Traits]) -> None:
    pack = pack_of(several)
    data = pack.packed()
    again = Pack.unpacked(data)
    assert rows(again) == rows(pack)
    assert again.packed() == data
    assert (Pack.count_of(data[:4]), Pack.ids_of(data)) == (len(several), pack.ids)


@given(st.lists(TRAITS, max_size=8), st.integers(1, 4))
def test_parts_are_the_whole(several: list[Traits], most: int) -> None:
    pack, whole = pack_of(several), Pack()
    for part in pack.parts(most):
        assert len(part) <= most
        whole.extend(part)
    assert rows(whole) == rows(pack)


def test_a_full_sketch_takes_73_bytes() -> None:
    pack = pack_of([Traits(0, 5, LONG, tuple(range(SIZE)))] * 100)
    assert len(pack.packed()) == 4 + 100 * 73


@given(st.text(max_size=20))
def test_ids_keep_their_order(text: str) -> None:
    one, other = article_id(text), article_id(text + "x")
    assert id_of(packed_id(one)) == one
    assert (packed_id(one) < packed_id(other)) == (one.translate(ORDERED) < other.translate(ORDERED))


ORDERED = {ord(digit): at for at, digit in enumerate("abcdefghijklmnopqrstuvwxyz234567")}


@pytest.mark.parametrize("cut", [1, 5, 40])
def test_what_is_cut_off_is_no_pack(cut: int) -> None:
    data = pack_of([Traits(0, 5, 0, tuple(range(SIZE)))] * 3).packed()
    with pytest.raises(ArchiveError, match="damaged in the catalog"):
        Pack.unpacked(data[:-cut] if cut < 40 else data[:cut])
