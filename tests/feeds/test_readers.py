"""Every reader of the table alike: samples and what damage does to them, within the bounds of the contract."""

from __future__ import annotations

import gzip
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from morgue.errors import FeedError
from morgue.feeds import _MARKED, FORMATS, HEAD_BYTES, feed_of_bytes, pick, reader
from tests.extras import need_extra
from tests.feeds.agencyfiles import damaged

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
OWN = ("jsonl", "json")
"""The formats of articles in our own form, which keep the source that they were first read from."""


DOCUMENTS = ("docx", "odt", "xlsx", "ods", "epub")
"""The formats whose samples are zips by themselves."""


@cache
def seeds(name: str) -> tuple[bytes, ...]:
    """The plain samples of a format, at most 40 kB of each; captures unpacked."""
    found = []
    for path in sorted((CORPUS / name).iterdir()):
        data = path.read_bytes() if path.is_file() else b""
        if path.suffix == ".gz":
            data = gzip.decompress(data)
        is_packed = name not in DOCUMENTS and data.startswith(b"PK")
        if data and not is_packed and not data.startswith((b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"(\xb5/\xfd")):
            found.append(data[:40_000])
    return tuple(found)


def reads_within_its_contract(name: str, data: bytes) -> int:
    """How many stories the reader `name` finds in `data`; what it finds holds, what it refuses has a reason."""
    chosen = reader(name)
    assert 0 <= chosen.sniff(data[:HEAD_BYTES], "x") <= 100
    feed = feed_of_bytes(data, path="x", format=name)
    found = []
    reason = "none"
    try:
        for story in chosen.read(feed):
            found.append(story)
    except FeedError as error:
        reason = error.message
    assert reason.strip()
    for story in found:
        assert story.headline or story.body or story.boilerplate or story.url or story.published
        if name not in OWN:
            assert 0 <= story.source.offset <= story.source.offset + story.source.length <= len(data)
        fields = story.to_json()
        del fields["source"]  # the name of a file is as it is
        assert not CONTROLS.search("".join(strings(fields)))
    assert all(each.message.strip() for each in feed.complaints)
    return len(found)


def strings(value: object) -> Iterator[str]:
    """Every text in a value of JSON, names of its objects included."""
    if isinstance(value, str):
        yield value
    for each in (
        value.items() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else ()
    ):
        yield from strings(each)


WRITTEN = (
    b"\xc2\x81",
    b"\xc2\x9b",
    b"\xc2\x85",
    b"\x7f",
    b"\x01",
    b"\x9d",
    b"&#155;",
    b"&#x7f;",
    b"\\u009b",
    b"\\u007f",
    b"=9B",
)
"""Control characters as the formats write them: UTF-8, a lone byte, and the escapes of XML, JSON and mail."""


@st.composite
def with_controls(draw: st.DrawFn, samples: tuple[bytes, ...]) -> bytes:
    """A sample with control characters between the letters of its words."""
    data = draw(st.sampled_from(samples))
    places = [found.start() for found in re.finditer(rb"(?<=[a-z]{2})(?=[a-z]{2})", data)]
    if not places:
        return data
    for at in sorted(draw(st.sets(st.sampled_from(places), min_size=1, max_size=12)), reverse=True):
        data = data[:at] + draw(st.sampled_from(WRITTEN)) + data[at:]
    return data


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_no_reader_lets_a_control_character_through(name: str, data: st.DataObject) -> None:
    reads_within_its_contract(name, data.draw(with_controls(seeds(name))))


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_has_a_plain_sample_that_its_reader_reads(name: str) -> None:
    need_extra(name)
    assert seeds(name), f"corpus/{name}/ has no sample that is not packed"
    assert any(reads_within_its_contract(name, seed) for seed in seeds(name))


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(random=st.data())
def test_damaged_bytes_give_stories_or_a_reason(name: str, random: st.DataObject) -> None:
    reads_within_its_contract(name, random.draw(damaged(*seeds(name))))


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(random=st.data())
def test_a_sample_of_another_format_gives_stories_or_a_reason(name: str, random: st.DataObject) -> None:
    other = random.draw(st.sampled_from([each for each in FORMATS if each != name]))
    reads_within_its_contract(name, random.draw(st.sampled_from(seeds(other))))


@pytest.mark.parametrize("name", FORMATS)
def test_the_name_of_a_file_does_not_matter(name: str) -> None:
    for seed in seeds(name):
        picked = {
            pick(seed[:HEAD_BYTES], named).name
            for named in ("x", "x.txt", "x.xml", "x.json", "x.html", "x.csv")
        }
        assert len(picked) == 1, f"{name}: {picked} for {seed[:60]!r}"


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(random=st.data())
def test_a_sample_cut_off_anywhere_keeps_its_contract(name: str, random: st.DataObject) -> None:
    seed = random.draw(st.sampled_from(seeds(name)))
    reads_within_its_contract(name, seed[: random.draw(st.integers(0, len(seed)))])


@pytest.mark.parametrize("name", _MARKED)
def test_no_feed_of_markup_without_an_opening_bracket(name: str) -> None:
    """Those readers are not asked, nor imported, where there is no `<`: none of them may want it."""
    for other in FORMATS:
        for data in seeds(other):
            bare = data[:HEAD_BYTES].replace(b"<", b" ")
            assert reader(name).sniff(bare, f"feed.{name}") == 0


@pytest.mark.parametrize("size", [0, 1, HEAD_BYTES - 1, HEAD_BYTES, HEAD_BYTES + 1, 3 * HEAD_BYTES])
@pytest.mark.parametrize("limit", [1, HEAD_BYTES - 1, HEAD_BYTES, HEAD_BYTES + 1, 3 * HEAD_BYTES])
def test_the_bound_of_a_document(size: int, limit: int) -> None:
    data = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    feed = feed_of_bytes(data, path="x")
    if size <= limit:
        assert feed.bytes(limit) == data
    else:
        with pytest.raises(FeedError, match="larger than"):
            feed.bytes(limit)


def test_a_page_needs_no_other_reader() -> None:
    """Each worker that reads pages would import all readers to ask them."""
    asked = (
        "import sys; from morgue.feeds import pick; print(pick(b'<!DOCTYPE html><html><title>a</title>', 'a').name);"
        "print(*(name for name in ('wire', 'csv', 'jsonl', 'newsml') if f'morgue.feeds.{name}' in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["html"]


def test_a_feed_that_a_browser_saved_as_a_page_is_that_feed() -> None:
    saved = b'<!DOCTYPE html><html><body><pre>[{"headline": "Ferry lost", "body": "It was found."}]</pre></body></html>'
    assert pick(saved, "a").name == "json"
