"""Every sample of corpus/ reads as the expected lines beside it say, and every format has a sample.

A line of `<format>/.expected/<file>.jsonl` is one story, in the order of the file. Its fields are those of an
article; `body_starts` and `body_ends` stand for the body, and each text of `boilerplate_has` is in the
boilerplate. An instant equals another when moment and offset are the same, however they are written.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import runpy
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from morgue.feeds import FORMATS, pick
from morgue.io.containers import head_of, open_feeds
from morgue.model.article import Article
from tests.extras import need_extra

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
MAX_BYTES = 1_000_000
EXACT = ("headline", "day", "agency", "publisher", "language", "dateline", "byline")
INSTANTS = ("published", "updated")
GAPS: dict[tuple[str, int], tuple[set[str], str]] = {
    ("warc/egean-daily.warc.gz", 3): (
        {"locations"},
        "Greek capitals carry no accents, which are not put back",
    ),
    ("rss/bandar-fa.xml", 1): (
        {"agency", "locations", "dateline", "body"},
        "an agency between two dashes is not read as that of a dateline",
    ),
}
"""What the program does not read yet: sample and number of the story, to the fields and the reason.

The expected lines say what is right all the same. A gap that has closed fails until it is taken out here.
"""
OPTIONAL = ("type", "edition", "other_headlines", "lineage")
"""Keys that a line of expectations may leave out."""

FACTS = {*EXACT, *INSTANTS, "locations", "section", "source", "body_starts", "body_ends", "boilerplate_has"}


def samples() -> list[Path]:
    """Return the feeds of the corpus: what is in the folder of a format and not hidden."""
    found = (path for path in CORPUS.glob("*/*") if path.is_file() and not path.name.startswith("."))
    return sorted(path for path in found if not path.parent.name.startswith(".") and path.suffix != ".md")


SAMPLES = samples()


def name_of(path: Path) -> str:
    return path.relative_to(CORPUS).as_posix()


def expectation(path: Path) -> Path:
    return path.parent / ".expected" / f"{path.name}.jsonl"


def expected(path: Path) -> list[dict[str, Any]]:
    lines = expectation(path).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@cache
def stories(path: Path) -> tuple[Article, ...]:
    """The articles of a sample, read as `morgue index` reads it; a complaint or an error is a failure."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    found: list[Article] = []
    for feed in open_feeds(path, source_path=name_of(path), sha256=digest):
        reader = pick(head_of(feed), feed.name)
        feed.source = replace(feed.source, format=reader.name)
        found += reader.read(feed)
        assert not feed.complaints, f"{name_of(path)}: {[each.message for each in feed.complaints]}"
    return tuple(found)


def instant(text: str | None) -> object:
    """A moment with its offset, comparable; a bare date as it is written."""
    if text is None or len(text) == 10:
        return text
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=None), moment.utcoffset()


def differences(fact: dict[str, Any], article: Article) -> Iterator[tuple[str, str]]:
    """(field, what is wrong with it) where the article is not what was expected."""
    found = article.to_json()
    for field in (*EXACT, "locations", "section", *(each for each in OPTIONAL if each in fact)):
        if found[field] != fact[field]:
            yield field, f"expected {fact[field]!r}, read {found[field]!r}"
    for field in INSTANTS:
        if instant(found[field]) != instant(fact[field]):
            yield field, f"expected {fact[field]!r}, read {found[field]!r}"
    for key, value in fact["source"].items():
        if found["source"][key] != value:
            yield f"source.{key}", f"expected {value!r}, read {found['source'][key]!r}"
    yield from _text_differences(fact, found["body"] or "", found["boilerplate"] or "")


def _text_differences(fact: dict[str, Any], body: str, boilerplate: str) -> Iterator[tuple[str, str]]:
    starts, ends = fact["body_starts"], fact["body_ends"]
    if starts is None and body:
        yield "body", f"expected none, read {body[:60]!r}"
    if starts is not None and not body.startswith(starts):
        yield "body", f"expected to start {starts!r}, starts {body[:60]!r}"
    if ends is not None and not body.endswith(ends):
        yield "body", f"expected to end {ends!r}, ends {body[-60:]!r}"
    for piece in fact["boilerplate_has"]:
        if piece not in boilerplate:
            yield "boilerplate", f"expected to have {piece!r}, is {boilerplate[:200]!r}"


@pytest.mark.parametrize("path", SAMPLES, ids=name_of)
def test_sample_reads_as_expected(path: Path) -> None:
    """Every field is as expected, but for the gaps that are known; a gap that has closed is to be taken out."""
    need_extra(path.parent.name, path.suffix)
    facts, articles = expected(path), stories(path)
    assert len(facts) == len(articles), f"{name_of(path)}: {[each.headline for each in articles]}"
    wrong, gaps = [], set()
    for number, (fact, article) in enumerate(zip(facts, articles, strict=True), start=1):
        for field, line in differences(fact, article):
            if field in GAPS.get((name_of(path), number), (set(), ""))[0]:
                gaps.add((number, field))
            else:
                wrong.append(f"{name_of(path)}, story {number}, {field}: {line}")
    assert not wrong, "\n".join(wrong)
    known = {
        (number, field)
        for (name, number), (fields, _) in GAPS.items()
        if name == name_of(path)
        for field in fields
    }
    assert gaps == known, (
        f"{name_of(path)}: these gaps are closed, take them out of GAPS: {sorted(known - gaps)}"
    )


@pytest.mark.parametrize("path", SAMPLES, ids=name_of)
def test_sample_names_its_place_in_the_file(path: Path) -> None:
    """Identifiers are of the promised form and differ, and every story says where in which file it stands."""
    need_extra(path.parent.name, path.suffix)
    articles = stories(path)
    assert all(
        len(each.id) == 16 and set(each.id) <= set("abcdefghijklmnopqrstuvwxyz234567") for each in articles
    )
    assert len({each.id for each in articles}) == len(articles), name_of(path)
    if path.parent.name != "jsonl":  # articles in our own form keep the source that they came with
        assert all(each.source.path == name_of(path) and each.source.length > 0 for each in articles)


def test_what_a_story_is_stated_to_continue_is_in_the_corpus() -> None:
    read = [each for path in SAMPLES if path.parent.name in STATED for each in stories(path)]
    links = {other for each in read if each.lineage for other in each.lineage.of}
    assert len(links) >= 2 * len(STATED) - 1
    assert links <= {each.id for each in read}


STATED = ("newsml-g2", "nitf", "ninjs", "superdesk")
"""The formats whose samples have updates and corrections that name what they continue."""


@pytest.mark.parametrize("format_name", FORMATS)
def test_every_format_has_a_sample(format_name: str) -> None:
    """A reader without a sample fails here: write one, and its expected lines, in corpus/<format>/."""
    folder = CORPUS / format_name
    mine = [path for path in SAMPLES if path.parent == folder]
    assert mine, f"corpus/{format_name}/ holds no sample of the format {format_name!r}"
    picked = set()
    for path in mine:
        for feed in open_feeds(path, source_path=name_of(path), sha256=""):
            picked.add(pick(head_of(feed), feed.name).name)
    assert format_name in picked, (
        f"no sample in corpus/{format_name}/ is read as {format_name!r} but as {picked}"
    )


@pytest.mark.parametrize("path", SAMPLES, ids=name_of)
def test_every_sample_has_expected_lines(path: Path) -> None:
    assert path.parent.name in FORMATS, f"corpus/{path.parent.name}/ is not the name of a format"
    assert expectation(path).is_file(), f"{name_of(path)} has no {name_of(expectation(path))}"
    facts = expected(path)
    assert facts, f"{name_of(expectation(path))} is empty"
    for fact in facts:
        assert set(fact) - {*OPTIONAL} == FACTS, f"{name_of(expectation(path))}: {set(fact) ^ FACTS}"


def test_every_expected_file_has_its_sample() -> None:
    kept = {expectation(path) for path in SAMPLES}
    stray = [name_of(path) for path in CORPUS.glob("*/.expected/*") if path not in kept]
    assert not stray


def test_corpus_is_worth_searching() -> None:
    """The size and the spread that the demonstration promises."""
    facts = [fact for path in SAMPLES for fact in expected(path)]
    languages = {fact["language"].partition("-")[0] for fact in facts if fact["language"]}
    days = sorted(fact["day"] for fact in facts if fact["day"])
    assert len(facts) >= 60
    assert len(languages) >= 6
    assert len({fact["agency"] for fact in facts if fact["agency"]}) >= 20
    assert days[0] < "1988"
    assert sum("2025-09-01" <= day <= "2025-11-30" for day in days) >= 30
    assert sum(path.stat().st_size for path in CORPUS.rglob("*") if path.is_file()) < MAX_BYTES


def test_wire_copy_is_republished_updated_and_corrected() -> None:
    ani = [
        stories(CORPUS / "text" / f"{paper}-eu-shipping-sanctions.txt")[0]
        for paper in ("tribune", "theprint")
    ]
    assert ani[0].body == ani[1].body
    assert ani[0].publisher != ani[1].publisher
    assert ani[0].id != ani[1].id
    first, second = (stories(CORPUS / "newsml-g2" / f"reuters-eu-sanctions-v{n}.xml")[0] for n in (1, 2))
    assert first.id == second.id, "both versions carry one guid"
    assert first.body != second.body
    headlines = [fact["headline"] or "" for path in SAMPLES for fact in expected(path)]
    assert sum(each.startswith("CORRECTED") for each in headlines) >= 2


def packed() -> dict[str, bytes]:
    """What corpus/make.py, which no package holds, packs today; nothing is written."""
    found: dict[str, bytes] = runpy.run_path(str(CORPUS / "make.py"))["packed"]()
    return found


def unpacked(name: str, data: bytes) -> object:
    """What is in a packed sample: compressors differ between builds of zlib, contents may not."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return [(each.filename, each.date_time, archive.read(each)) for each in archive.infolist()]
    if not data.startswith(b"\x1f\x8b"):
        return data
    plain = gzip.decompress(data)
    if not name.endswith(".tar.gz"):
        return plain
    with tarfile.open(fileobj=io.BytesIO(plain)) as archive:
        return [(each.name, each.mtime, archive.extractfile(each).read()) for each in archive]  # type: ignore[union-attr]


def test_packed_samples_are_those_of_their_sources() -> None:
    """A change in corpus/.plain/ without a run of corpus/make.py fails here."""
    for name, data in packed().items():
        assert unpacked(name, (CORPUS / name).read_bytes()) == unpacked(name, data), (
            f"run corpus/make.py: {name}"
        )


def test_packing_is_deterministic() -> None:
    assert packed() == packed()
