"""The README holds: every query of its table finds something in corpus/, and its Python runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import morgue

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def examples() -> list[str]:
    table = README.split("| type this | it finds |")[1].split("\n\n")[0]
    return re.findall(r"^\| `([^`]+)` \|", table, re.M)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[morgue.Archive]:
    with morgue.create(tmp_path_factory.mktemp("readme") / "index") as archive:
        summary = archive.index([ROOT / "corpus"])
        assert summary.rejected == []
        assert summary.articles.total >= 60
        yield archive


@pytest.mark.parametrize("query", examples())
def test_every_query_of_the_table_finds_something(corpus: morgue.Archive, query: str) -> None:
    assert corpus.search(query, now="2025-11-01").total, query


def test_every_row_of_the_contract_has_an_example() -> None:
    table = " ".join(examples())
    for form in ("AND", "OR", "NOT", "-", "~5", "NEAR/", "PRE/", "*", "?", "~1", "headline:", "dateline:", "agency:", "publisher:", "section:", "language:", "format:", "keyword:", "file:", "url:", "location:", "country:", "date:", "..", "[", "since:", "until:", "after:", "before:", "published:", "has:", "missing:", "^3"):  # fmt: skip
        assert form in table, form


def test_the_demo_finds_the_sanctions(corpus: morgue.Archive) -> None:
    result = corpus.search("sanctions brussels date:2025-10")
    assert (result.total or 0) >= 3
    assert all("2025-10" in (hit.article.day or "") for hit in result.hits)
    assert all(hit.snippets and hit.snippets[0].highlights for hit in result.hits)


def test_the_python_example_runs(
    corpus: morgue.Archive, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code = next(block for block in re.findall(r"```python\n(.*?)```", README, re.S) if "morgue.open" in block)
    monkeypatch.chdir(corpus.directory.parent)
    exec(compile(code, "README.md", "exec"), {})
    assert len(capsys.readouterr().out.splitlines()) == 3
