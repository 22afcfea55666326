"""The benchmark works: its short form runs to the end, and what it generates is always the same. No time is judged."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from bench.asks import choose
from bench.compare.__main__ import Checkout, keep_two
from bench.compare.__main__ import main as compare_main
from bench.compare.foreign import generate_mixed
from bench.compare.one_language import one_language
from bench.compare.questions import KINDS as COMPARED
from bench.compare.questions import Chooser
from bench.generate import generate
from bench.peers.ask import KINDS, ask_of
from bench.peers.minimal import stories
from bench.rows import Row, percentile, verdicts

from tests.conftest import PATIENCE

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def feeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return generate(tmp_path_factory.mktemp("feeds"), 200, seed=7, a_file=10)


def test_the_same_seed_makes_the_same_archive(feeds: Path, tmp_path: Path) -> None:
    again = generate(tmp_path, 200, seed=7, a_file=10)
    first = {path.relative_to(feeds): path.read_bytes() for path in feeds.rglob("*.*")}
    assert first == {path.relative_to(again): path.read_bytes() for path in again.rglob("*.*")}
    assert {path.name.split("-")[1] for path in first} == {
        "reuters.sgm",
        "wire.jsonl",
        "channel.rss",
        "nitf.zip",
        "text.zip",
    }


def test_the_minimal_parser_reads_every_format_whole(feeds: Path) -> None:
    found = list(stories(feeds))
    assert len({story.id for story in found}) == 200
    assert all(story.headline and story.day > 20_150_000 and story.places[0].isascii() for story in found)
    assert min(len(story.body) for story in found) > 60


def test_morgue_reads_every_generated_story(feeds: Path, tmp_path: Path) -> None:
    import morgue

    with morgue.create(tmp_path / "archive") as archive:
        summary = archive.index([feeds])
        assert summary.rejected == []
        assert summary.articles.added == 200
        assert archive.count("missing:location") == archive.count("missing:day") == 0


def test_questions_are_of_every_kind_and_survive_their_line(feeds: Path) -> None:
    asks = choose(feeds, seed=3, each=4)
    assert asks == choose(feeds, seed=3, each=4)
    whole = set(
        re.findall(r"[a-z]+", " ".join(f"{each.headline} {each.body}".lower() for each in stories(feeds)))
    )
    assert whole.issuperset(word for ask in asks if ask.kind != "prefix" for word in ask.words)
    assert [ask.kind for ask in asks] == [kind for kind in KINDS for _ in range(4)]
    assert [ask_of(ask.line()) for ask in asks] == asks


def test_a_target_is_judged_by_the_ratio() -> None:
    row = Row("search", "term", "µs", {"morgue": 150.0, "tantivy": 100.0, "fts5": 1000.0})
    (found,) = verdicts([row], 20_000)
    assert (found.ratio, found.met) == (1.5, True)
    slower = Row("search", "term", "µs", {"morgue": 151.0, "tantivy": 100.0})
    assert not verdicts([slower], 20_000)[0].met


def test_percentile_is_the_nearest_rank() -> None:
    assert [percentile([4, 1, 3, 2], share) for share in (0.25, 0.5, 0.99, 1.0)] == [1, 2, 4, 4]


def test_the_short_form_runs(tmp_path: Path) -> None:
    path = os.pathsep.join((str(ROOT / "src"), os.environ.get("PYTHONPATH", "")))
    told = subprocess.run(
        [
            sys.executable,
            "-m",
            "bench",
            "--short",
            "--works",
            "index,search,count",
            "--work",
            str(tmp_path),
        ],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert told.returncode == 0, told.stderr
    result = json.loads((tmp_path / "results" / "result.json").read_text())
    assert {"machine", "versions", "missing", "seed", "archives"} <= result.keys()
    (archive,) = result["archives"]
    shown = {(row["work"], row["part"]) for row in archive["rows"]}
    assert {("search", kind) for kind in KINDS} | {
        ("index", "wall"),
        ("again", "wall"),
        ("size", "archive"),
    } <= shown
    for row in archive[
        "rows"
    ]:  # memory is looked at ten times a second: a peer may end before the first look
        for value in row["values"].values():
            assert value >= 0 if row["work"] == "index" and row["part"] != "wall" else value > 0, row
    assert (tmp_path / "results" / "generated-200.svg").read_text().startswith("<svg ")
    assert "### Targets" in told.stdout


def test_questions_for_two_checkouts_are_of_every_kind_and_find_something(
    feeds: Path, tmp_path: Path
) -> None:
    import morgue

    chosen = {kind: Chooser(feeds, 3).choose(kind, 5) for kind in COMPARED}
    assert chosen == {kind: Chooser(feeds, 3).choose(kind, 5) for kind in COMPARED}
    assert {kind: len(set(queries)) for kind, queries in chosen.items()} == dict.fromkeys(COMPARED, 5)
    assert all(7 <= query.count(" OR ") < 20 for query in chosen["long OR"])
    assert all(1 <= query.count(" OR ") < 4 for query in chosen["short OR"])
    with morgue.create(tmp_path / "archive") as archive:
        archive.index([feeds])
        for kind, queries in chosen.items():
            for query in queries:
                found = archive.search(query)
                assert found.total, (kind, query)
                assert not found.notes, (kind, query)


def test_half_of_a_mixed_archive_is_in_other_languages_with_their_letters(tmp_path: Path) -> None:
    import morgue

    home = generate_mixed(tmp_path, 60, seed=2)
    with morgue.create(tmp_path / "archive") as archive:
        assert archive.index([home]).articles.added == 60
        assert {code: archive.count(f"language:{code}") for code in ("en", "de", "fr", "ru")} == {
            "en": 30,
            "de": 10,
            "fr": 10,
            "ru": 10,
        }
        for hit in archive.search("language:ru").hits:
            assert re.search("[а-я]{4}", hit.article.body or "")


def test_two_checkouts_are_compared_in_one_run(tmp_path: Path) -> None:
    checkout = tmp_path / "checkout"
    (checkout / ".venv" / "bin").mkdir(parents=True)
    (checkout / ".venv" / "bin" / "python").write_text(
        f'#!/bin/sh\nPYTHONPATH="{ROOT / "src"}" exec "{sys.executable}" "$@"\n'
    )
    (checkout / ".venv" / "bin" / "python").chmod(0o755)
    saved = tmp_path / "result.json"
    sizes = ["--size", "60", "--rounds", "1", "--passes", "1", "--each", "2", "--works", "index,search"]
    places = ["--work", str(tmp_path / "runs"), "--save", str(saved)]
    assert compare_main([str(checkout), str(checkout), *sizes, *places]) == 0
    (lines,) = json.loads(saved.read_text())["archives"].values()
    searched = [line["part"] for line in lines if line["work"] == "search"]
    assert searched == [*COMPARED, *(f"{kind}, snippets" for kind in COMPARED)]
    assert {line["part"] for line in lines if line["work"] == "size"} == {"archive", "engine's files"}
    assert all(
        line["ratio"] > 0 and line["before"] > 0 for line in lines if line["part"] != "memory at the peak"
    )


def test_a_copy_of_the_source_has_one_language(tmp_path: Path) -> None:
    made = one_language(ROOT, tmp_path)
    asked = (
        "from morgue.analysis.language import language, language_against; "
        "from morgue.analysis.stem_class import class_of; import morgue; "
        "print(morgue.__file__, language('Das ist der Hafen und die Stadt. ' * 9), class_of('de', 'Öl'), "
        "language_against('Das ist der Hafen und die Stadt. ' * 9, 'en'))"
    )
    environment = {**os.environ, "PYTHONPATH": str(made)}
    said = subprocess.run(
        [sys.executable, "-c", asked],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
    )
    assert said.stdout.split() == [str(made / "morgue" / "__init__.py"), "None", "en", "None"]


def test_a_checkout_with_other_names_is_refused(tmp_path: Path) -> None:
    analysis = tmp_path / "src" / "morgue" / "analysis"
    analysis.mkdir(parents=True)
    (analysis / "language.py").write_text("")
    with pytest.raises(ValueError, match=r"language\.py has no def language$"):
        one_language(tmp_path, tmp_path / "work")


def test_the_archives_that_are_nearest_in_segments_are_searched(tmp_path: Path) -> None:
    sides = (Checkout(tmp_path, tmp_path / "before"), Checkout(tmp_path, tmp_path / "after"))
    for side, numbers in zip(sides, ((4, 2, 6), (8, 7, 5)), strict=True):
        for at, segments in enumerate(numbers):
            engine = side.work / str(at) / "index-1"
            engine.mkdir(parents=True)
            for each in range(segments):
                (engine / f"{each}.term").touch()
    keep_two(sides, 3)
    assert [len(list(side.archive.rglob("*.term"))) for side in sides] == [4, 5]
    assert all(list(side.work.iterdir()) == [side.archive] for side in sides)


def test_a_checkout_without_an_environment_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert compare_main([str(tmp_path), str(tmp_path)]) == 2
    assert f"{tmp_path} has no .venv" in capsys.readouterr().err
