"""The ranking bench: its measures, its rankers on invented stories, and its figures from a set to the JSON."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from bench.ranking import rankers
from bench.ranking.__main__ import main
from bench.ranking.compared import Difference, difference, pooled
from bench.ranking.parts import WITHOUT, known_parts, without
from bench.ranking.rankers import Asked, Fts5, Lucene, Morgue, Plain, Program, Xapian
from bench.ranking.sets import SETS, Document, Query, average_precision, reciprocal_rank, words_of

from morgue.query import scoring

STORIES = [
    Document("talk", "Ferry owner gives talk", "She told students on Monday how her firm had begun."),
    Document(
        "strike",
        "Islands cut off",
        "The strike stopped the ferry; the ferries' crews said the strike goes on.",
    ),
    Document("rates", "Rates unchanged", "The central bank left its main rate where it was on Monday."),
    Document("cup", "", "The home side won the final by two goals to one in Córdoba, and didn't rest."),
]


def asked(join: str, *words: str, relevant: str = "strike") -> tuple[str, Query]:
    return join, Query(words, frozenset([relevant]))


QUESTIONS: Asked = [
    asked("OR", "ferry", "strike"),
    asked("AND", "ferries", "striking"),
    asked("AND", "ferry", "bank"),
    asked("AND", "didn", "final", "cordoba"),
]


def test_words_are_lower_case_without_punctuation_and_possessive() -> None:
    assert words_of("Minister's U.N. talks, 'open-ended' 1987") == [
        "minister",
        "u.n",
        "talks",
        "open",
        "ended",
        "1987",
    ]


def test_measures_of_a_ranking_by_hand() -> None:
    ranked = ["a", "b", "c", "d"]
    assert average_precision(ranked, frozenset("ad")) == (1 / 1 + 2 / 4) / 2
    assert average_precision(ranked, frozenset("bz")) == (1 / 2) / 2
    assert reciprocal_rank(ranked, frozenset("cd")) == 1 / 3
    assert reciprocal_rank(ranked, frozenset("z")) == 0.0


def test_a_difference_is_paired_and_its_interval_is_over_queries() -> None:
    found = difference([1.0, 0.5, 0.5, 1.0], [0.5, 0.5, 1.0, 0.0])
    assert found.mean == 0.25
    assert found.half == pytest.approx(
        1.96 * math.sqrt(1.25 / 3) / 2
    )  # squares around .25: .0625 .0625 .5625 .5625
    assert str(found) == "+25.0 ±63.3"
    assert not found.is_certain
    with pytest.raises(ValueError, match="argument 2"):
        difference([1.0], [1.0, 0.0])


def test_a_pooled_mean_counts_each_set_once() -> None:
    found = pooled([Difference(0.02, 0.03), Difference(0.04, 0.04)])
    assert found.mean == pytest.approx(0.03)
    assert found.half == pytest.approx(0.025)


def morgue_ranker(folder: Path) -> Morgue:
    return Morgue(folder, engine="whoosh")


@pytest.mark.parametrize("make", [lambda _: Plain(), lambda _: Fts5(), Morgue, morgue_ranker])
def test_a_ranker_answers_every_query_in_order(
    make: Callable[[Path], rankers.Ranker], tmp_path: Path
) -> None:
    ranker = make(tmp_path)
    assert ranker.version()
    either, both, none, cut = ranker.rank("stories", STORIES, QUESTIONS)
    assert set(either) == {"strike", "talk"}
    assert (both, none, cut) == (["strike"], [], ["cup"])


@pytest.mark.parametrize("make", [pytest.param(lambda: Lucene(1.2, 0.75), marks=pytest.mark.nightly), Xapian])
def test_a_ranker_that_is_a_program_answers_the_same_where_it_is_installed(
    make: Callable[[], Program], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BENCH_WORK", str(tmp_path))
    ranker = make()
    try:
        ranker.version()
    except (RuntimeError, OSError) as error:
        pytest.skip(str(error))
    either, both, none, cut = ranker.rank("stories", STORIES, QUESTIONS)
    assert either == ["strike", "talk"]
    assert (both, none, cut) == (["strike"], [], ["cup"])


def test_plain_counts_a_word_once_whatever_field_it_is_in() -> None:
    (found,) = Plain().rank("stories", STORIES, [asked("OR", "ferry", "strike")])
    assert found == ["strike", "talk"]  # two words twice each, over one word once in a short headline


def test_a_program_that_fails_says_why(tmp_path: Path) -> None:
    script = tmp_path / "broken.py"
    script.write_text("raise SystemExit('no room')")

    class Broken(Program):
        def command(self, *arguments: str) -> list[str]:
            return [sys.executable, str(script), *arguments]

    with pytest.raises(RuntimeError, match="no room"):
        Broken().version()
    with pytest.raises(RuntimeError, match="no room"):
        Broken().rank("stories", STORIES, QUESTIONS)


def test_a_part_is_away_only_for_a_while() -> None:
    assert {"function", "exact"} <= set(known_parts()) <= set(WITHOUT)
    for part in known_parts():
        name, value = WITHOUT[part]
        kept = getattr(scoring, name)
        assert kept != value
        with without(part):
            assert getattr(scoring, name) == value
        assert getattr(scoring, name) == kept
        with pytest.raises(ZeroDivisionError), without(part):
            raise ZeroDivisionError
        assert getattr(scoring, name) == kept


def test_without_function_words_weight_their_order_is_another(tmp_path: Path) -> None:
    stories = [Document("his", "", "His, his, his and his own."), Document("port", "", "A port of the sea.")]
    stories += [Document(str(each), "", "Nothing at all of either.") for each in range(6)]
    question = [asked("OR", "his", "port", relevant="port")]
    assert Morgue(tmp_path / "with").rank("stories", stories, question) == [["port", "his"]]
    found = Morgue(tmp_path / "without", part="function").rank("stories", stories, question)
    assert found == [["his", "port"]]


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """Two invented sets, one of them asked as OR alone, with the script that writes their documents."""
    home = tmp_path / "gold"
    home.mkdir()
    lines = [json.dumps({"id": each.id, "title": each.title, "text": each.text}) for each in STORIES]
    (home / "stories.jsonl").write_text("".join(f"{line}\n" for line in lines))
    (home / "make_docs.py").write_text(
        "import pathlib, shutil, sys\n"
        "folder = pathlib.Path(sys.argv[1])\n"
        "folder.mkdir(parents=True)\n"
        "for name in ('bbc', 'time'):\n"
        "    shutil.copy(pathlib.Path(__file__).with_name('stories.jsonl'), folder / f'{name}.jsonl')\n"
    )
    queries = {"1": ("ferry strike", "strike"), "2": ("the bank's rate", "rates")}
    for name in ("ki-bbc-s-mid", "TIME-odd"):
        (home / name).mkdir()
        (home / name / "queries.jsonl").write_text(
            "".join(json.dumps({"id": key, "query": text}) + "\n" for key, (text, _) in queries.items())
        )
        (home / name / "qrels.txt").write_text(
            "".join(f"{key} 0 {story} 1\n{key} 0 cup 0\n" for key, (_, story) in queries.items())
        )
    return home


def run(gold: Path, *arguments: str) -> int:
    where = ["--gold", str(gold), "--work", str(gold / "work"), "--sets", "ki-bbc-s-mid,TIME-odd"]
    return main([*where, *arguments])


def test_a_run_prints_and_saves_every_set_and_join(gold: Path, capsys: pytest.CaptureFixture[str]) -> None:
    saved = gold / "first.json"
    chosen = ["--rankers", "plain,morgue,fts5", "--without", "exact"]
    assert run(gold, *chosen, "--save", str(saved)) == 0
    text = capsys.readouterr().out
    for row in ("ki-bbc-s-mid OR, MRR", "ki-bbc-s-mid AND, MRR", "TIME-odd OR, MAP", "AND, mean of 1"):
        assert text.count(row) == 2  # in the table of rankers and in that of parts
    result = json.loads(saved.read_text())
    assert result["missing"] == {}
    assert set(result["versions"]) == {"plain", "morgue", "fts5"}
    assert [(each["set"], each["join"], each["kind"]) for each in result["sets"]] == [
        ("ki-bbc-s-mid", "OR", "short OR"),
        ("TIME-odd", "OR", "long OR"),
        ("ki-bbc-s-mid", "AND", "AND"),
    ]
    for each in result["sets"]:
        assert set(each["values"]) == {"plain", "morgue", "fts5", "morgue without exact"}
        assert all(len(values) == 2 for values in each["values"].values())
        assert each["values"]["plain"] == [1.0, 1.0]
        assert each["points"]["plain"] == [0.0, 0.0]
    assert run(gold, "--rankers", "plain,morgue", "--against", str(saved)) == 0
    rows = capsys.readouterr().out.splitlines()
    (row,) = [line for line in rows if line.startswith("TIME-odd")]
    assert row.split()[-6:-3] == row.split()[-3:]  # morgue of this run and of the first


def test_a_run_replaces_what_is_between_the_marks_of_a_page(gold: Path) -> None:
    page = gold / "page.md"
    page.write_text("Before.\n\n<!-- a ranking begins -->\nold\n<!-- a ranking ends -->\n\nAfter.\n")
    engines = ["--engine", "tantivy", "--engine", "whoosh"]
    assert run(gold, "--rankers", "morgue", *engines, "--docs", str(page)) == 0
    lines = page.read_text().splitlines()
    assert (lines[0], lines[-1]) == ("Before.", "After.")
    assert "old" not in lines
    assert "| set | queries | plain | morgue | morgue on whoosh |" in lines
    assert "| --- | ---: | ---: | ---: | ---: |" in lines
    (row,) = [line for line in lines if line.startswith("| TIME-odd OR, MAP | 2 | 1.000 | ")]
    assert row.count("±") == 2


def test_an_engine_that_is_not_here_is_named(
    gold: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Xapian, "interpreter", str(gold / "no-python"))
    assert run(gold, "--rankers", "plain,xapian") == 0
    text = capsys.readouterr().out
    assert "xapian is left out: " in text
    assert "no-python" in text


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--sets", "TIME-odd,nothing"], "not known: nothing"),
        (["--rankers", "plain,nothing"], "not known: nothing"),
        (["--rankers", "plain", "--without", "exact"], "needs morgue"),
        (["--gold", "/nowhere"], "no sets in /nowhere"),
    ],
)
def test_what_cannot_be_run_is_refused(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    assert message in capsys.readouterr().err


def test_a_file_of_other_sets_is_refused(gold: Path, capsys: pytest.CaptureFixture[str]) -> None:
    saved = gold / "first.json"
    assert (
        main(
            [
                "--gold",
                str(gold),
                "--work",
                str(gold / "work"),
                "--sets",
                "TIME-odd",
                "--rankers",
                "morgue",
                "--save",
                str(saved),
            ]
        )
        == 0
    )
    assert run(gold, "--rankers", "morgue", "--against", str(saved)) == 2
    assert "does not have ki-bbc-s-mid AND, ki-bbc-s-mid OR" in capsys.readouterr().err


def test_a_part_that_this_ranking_does_not_have_is_refused(
    gold: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(scoring, "LEVEL_WEIGHT")
    assert run(gold, "--without", "levels") == 2
    assert "has no part levels" in capsys.readouterr().err


def test_the_sets_are_of_three_kinds() -> None:
    kinds = [each.kind(join) for each in SETS for join in each.joins]
    assert {kind: kinds.count(kind) for kind in kinds} == {"short OR": 5, "AND": 5, "long OR": 2}
